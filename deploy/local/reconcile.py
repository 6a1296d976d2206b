"""``make reconcile LOG=…``: settle what is in doubt in the running instance by that log."""

import subprocess
import sys

from deploy.local.folder import data_folder
from deploy.local.instance import ROOT, Instance, chosen_ports
from deploy.local.secrets import NothingStarted, setup_token


def main() -> None:
    try:
        setup_token(data_folder())
    except NothingStarted as error:
        sys.exit(str(error))
    instance = Instance(data_folder(), chosen_ports())
    command = [sys.executable, "-m", "services.notifications.reconcile", *sys.argv[1:]]
    environment = instance.services["notifications app"].environment
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    sys.exit(ended.returncode)


if __name__ == "__main__":
    main()
