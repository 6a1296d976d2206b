"""The secrets of an installation in containers: ``python -m deploy.docker.secrets FOLDER``.

A file each, because compose hands every service only those that it names. Running it again changes
nothing.
"""

import json
import sys
from pathlib import Path

from deploy.local.secrets import Secrets, keep
from shared.migrate import SERVICES

# A mounted secret keeps the rights of its file, and services run as a user of their own: who may
# read is decided by the folder.
FOLDER_MODE, FILE_MODE = 0o700, 0o444


def files_of(secrets: Secrets, host: str = "postgres") -> dict[str, str]:
    """File name to content; database addresses name the PostgreSQL ``host``."""
    passwords = {f"{role}_password": text for role, text in secrets.passwords.items()}
    addresses = {
        f"{role}_database_url": f"postgresql://{role}:{secrets.passwords[role]}@{host}:5432/schakel"
        for role in ("schakel_owner", *SERVICES)
    }
    keys = {f"{service}_signing_key": key for service, key in secrets.signing_keys.items()}
    return {
        **passwords,
        **addresses,
        **keys,
        "s3_access_key": secrets.s3_access_key,
        "s3_secret_key": secrets.s3_secret_key,
        "setup_token": secrets.setup_token,
        "documents_seal_key": secrets.seal_key,
        "public_keys": json.dumps(secrets.public_keys),
    }


def write(folder: Path) -> list[Path]:
    """Make what is missing; the paths of all files."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(FOLDER_MODE)
    secrets = keep(folder)
    paths = []
    for name, content in files_of(secrets).items():
        path = folder / name
        if not path.exists():
            path.write_text(content)
            path.chmod(FILE_MODE)
        paths.append(path)
    return paths


def main() -> None:
    folder = Path(sys.argv[1])
    print(f"{len(write(folder))} secrets in {folder}")
    print(f"Setup token, asked by the first page: {(folder / 'setup_token').read_text()}")


if __name__ == "__main__":
    main()
