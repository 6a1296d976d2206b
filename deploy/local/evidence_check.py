"""``make evidence-check``: the evidence of the running instance, or a report from elsewhere."""

import subprocess
import sys

from deploy.local.folder import data_folder
from deploy.local.instance import ROOT, Instance, chosen_ports
from deploy.local.secrets import NothingStarted, setup_token


def main() -> None:
    command = [sys.executable, "-m", "services.notifications.check", *sys.argv[1:]]
    if "--file" in command:
        sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)
    try:
        setup_token(data_folder())
    except NothingStarted as error:
        sys.exit(str(error))
    instance = Instance(data_folder(), chosen_ports())
    environment = instance.services["notifications app"].environment
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
