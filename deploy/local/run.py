"""``make run``: start everything, load the demonstration once, say where it is, until Ctrl-C."""

import argparse
import asyncio
import shutil
import signal
import sys
import time
from pathlib import Path

from rich.console import Console

from deploy.demo import load, sign_in
from deploy.demo.mailbox import Mailbox, NoMail
from deploy.local.folder import WrongMode, data_folder, demo_mode
from deploy.local.instance import Instance, chosen_ports
from deploy.local.postgres import in_use
from deploy.local.processes import NotReady, PortTaken
from shared.migrate import SERVICES

SIGNALS = (signal.SIGINT, signal.SIGTERM)

console = Console(soft_wrap=True)


async def run(folder: Path) -> None:
    """``asyncio.CancelledError`` at a signal, whatever was going on; nothing is left running."""
    _cancel_at_signal()
    started = time.monotonic()
    instance = Instance(folder, chosen_ports(), demo=demo_mode(folder))
    with console.status("Starting …") as status:
        await instance.start(lambda step: status.update(f"Starting: {step} …"))
    try:
        console.print(f"Started in {time.monotonic() - started:.1f} s. Data: {folder}")
        if instance.demo:
            await load.everything(instance, console)
        await show(instance)
        ended = await instance.first_to_end()
        raise NotReady(f"{ended.name} ended by itself. The end of {ended.log}:\n{ended.tail()}")
    finally:
        console.print("Stopping …")
        await instance.stop()


def _cancel_at_signal() -> None:
    """Once: whoever is impatient does not cut off the stopping."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def cancel() -> None:
        for number in SIGNALS:
            loop.add_signal_handler(number, lambda: None)
        if task:
            task.cancel()

    for number in SIGNALS:
        loop.add_signal_handler(number, cancel)


async def show(instance: Instance) -> None:
    portal, token = instance.url("portal"), instance.secrets.setup_token
    _line("Portal", portal)
    _line("Mail catcher", instance.url("mail"))
    for service in SERVICES:
        _line(f"API {service}", f"{instance.url(service)}/docs")
    _line("Add a provider", f"{portal}/setup?token={token}")
    if instance.demo:
        _line("Public page", f"{portal}/p/de-kale-ict")
        for who, address in sign_in.FIRST.items():
            _line(f"Sign in as {who}", await _first_link(instance, address))
    console.print("Every mail stays on this machine. Ctrl-C stops; `make clean-data` starts over.")


def _line(what: str, where: str) -> None:
    """Never cut off, however narrow the terminal: people click on it."""
    console.print(f"  {what:<20} {where}", highlight=False, markup=False)


async def _first_link(instance: Instance, address: str) -> str:
    try:
        return await sign_in.request_link(
            instance.url("portal"), Mailbox(instance.url("mail")), address
        )
    except NoMail:
        return f"{instance.url('portal')}/sign-in as {address}"


def clean(folder: Path) -> None:
    if in_use(folder / "postgres"):
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
    except asyncio.CancelledError:
        return
    except (PortTaken, NotReady, WrongMode) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
