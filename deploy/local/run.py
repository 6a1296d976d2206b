"""``make run``: start everything, load the demonstration once, say where it is, until Ctrl-C."""

import argparse
import asyncio
import contextlib
import shutil
import signal
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from deploy.demo import load, sign_in
from deploy.local.folder import data_folder
from deploy.local.instance import Instance, chosen_ports
from deploy.local.processes import NotReady, PortTaken
from shared.migrate import SERVICES

console = Console(soft_wrap=True)


async def run(folder: Path) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    instance = Instance(folder, chosen_ports())
    started = time.monotonic()
    with console.status("Starting …") as status:
        await instance.start(lambda step: status.update(f"Starting: {step} …"))
    console.print(f"Started in {time.monotonic() - started:.1f} s. Data: {folder}")
    try:
        await load.everything(instance, console)
        await show(instance)
        await until_stopped(instance, stop)
    finally:
        console.print("Stopping …")
        await instance.stop()


async def until_stopped(instance: Instance, stop: asyncio.Event) -> None:
    ended = asyncio.create_task(instance.first_to_end())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([ended, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if ended.done():
        process = ended.result()
        raise NotReady(f"{process.name} ended by itself. The end of its log:\n{process.tail()}")
    ended.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ended


async def show(instance: Instance) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("Portal", instance.url("portal"))
    table.add_row("Public page", f"{instance.url('portal')}/p/de-kale-ict")
    table.add_row("Mail catcher", instance.url("mail"))
    for service in SERVICES[:3]:
        table.add_row(f"API {service}", f"{instance.url(service)}/docs")
    for who, link in (await sign_in.first_links(instance)).items():
        table.add_row(f"Sign in as {who}", link)
    console.print(table)
    console.print("Every mail stays on this machine. Ctrl-C stops; `make clean-data` starts over.")


def clean(folder: Path) -> None:
    if (folder / "postgres/cluster/postmaster.pid").exists():
        sys.exit("It is still running; stop it first (Ctrl-C where `make run` runs).")
    shutil.rmtree(folder, ignore_errors=True)
    console.print(f"Removed {folder}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", action="store_true", help="remove the data and stop")
    folder = data_folder()
    if parser.parse_args().clean:
        clean(folder)
        return
    try:
        asyncio.run(run(folder))
    except (PortTaken, NotReady) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
