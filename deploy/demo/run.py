"""``make demo``: the main job end to end over the public APIs, the mail and the portal.

Results in ``build/demo/``; the exit status is not 0 if any step failed.
"""

import argparse
import asyncio
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console

from deploy.demo import change, onboarding
from deploy.demo.data import DemoProvider, read
from deploy.demo.site import Site
from deploy.demo.stage import Stage
from deploy.local import secrets
from deploy.local.folder import data_folder
from deploy.local.instance import chosen_ports, running

Step = Callable[[Stage, DemoProvider], Awaitable[dict[str, Any]]]
STEPS: dict[str, Step] = {
    "a  describe the provider": onboarding.describe_provider,
    "b  onboard clients": onboarding.onboard_clients,
    "c  render agreements": onboarding.render_agreements,
    "d  sign and download": onboarding.sign_agreements,
    "e  publish a change": change.publish_change,
    "f  object, approve, bounce, wait": change.answer_change,
    "g  the day comes": change.let_the_day_come,
    "h  who processes this client's data": change.ask_who_processes,
}
NEEDS_DEMO_CLOCK = "g"

console = Console(soft_wrap=True)


async def play(
    stage: Stage, data: DemoProvider, *, after: Callable[[str], Awaitable[None]]
) -> list[dict[str, Any]]:
    """Every step in turn; ``after`` is called with the letter of each that is done."""
    results = []
    for name, step in STEPS.items():
        letter = name[0]
        if letter == NEEDS_DEMO_CLOCK and not (await stage.contracts.get("/clock"))["movable"]:
            console.print("Stopped before step g: this instance is not in demo mode, so its clock stays.")
            break
        started = time.monotonic()
        result = await step(stage, data)
        seconds = round(time.monotonic() - started, 2)
        results.append({"step": name, "seconds": seconds, "result": result})
        console.print(f"[green]✓[/] {name}  [dim]{seconds:.1f} s[/]")
        for key, value in result.items():
            console.print(f"    {key}: {value}", highlight=False, markup=False)
        await after(letter)
    return results


async def _nothing(_: str) -> None:
    return None


def fresh(data: DemoProvider, mark: str) -> DemoProvider:
    """The same provider under another name, so that a running instance keeps its own."""
    if not mark:
        return data
    text = data.model_dump_json().replace(data.provider.slug, f"{data.provider.slug}-{mark}")
    # The catcher refuses one domain, which has to stay as it is.
    text = re.sub(r"(?<!onbestelbaar)\.example", f"-{mark}.example", text)
    return DemoProvider.model_validate_json(text)


async def demonstrate(site: Site, out: Path, mark: str) -> None:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    stage, data = Stage(site, out), fresh(read("de-kale-ict"), mark)
    results, failure = [], None
    try:
        results = await play(stage, data, after=_nothing)
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"
        raise
    finally:
        for item in await site.mailbox.listed():
            stage.keep(f"mails/{item['id']}.eml", await site.mailbox.raw(item["id"]))
        summary = {"ok": failure is None, "failure": failure, "steps": results}
        stage.keep("summary.json", json.dumps(summary, indent=1, ensure_ascii=False).encode())


@asynccontextmanager
async def somewhere(at: str | None, logs: Path) -> AsyncIterator[Site]:
    """The instance at an address, run from this checkout, or a temporary one, its logs kept."""
    if at:
        ports = chosen_ports() | {"portal": urlsplit(at).port or 80}
        yield Site.at(ports, secrets.keep(data_folder()).setup_token)
        return
    folder = Path(tempfile.mkdtemp(prefix="schakel-demo-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        console.print("Starting a temporary instance …")
        async with running(folder) as instance:
            yield Site.at(instance.ports, instance.secrets.setup_token)
    finally:
        shutil.copytree(folder / "logs", logs, dirs_exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", help="address of the portal of a running instance")
    parser.add_argument("--out", type=Path, default=Path("build/demo"))
    arguments = parser.parse_args()
    started = time.monotonic()
    async with somewhere(arguments.at, arguments.out / "logs") as site:
        mark = f"{int(time.time()):x}" if arguments.at else ""
        await demonstrate(site, arguments.out, mark)
    console.print(f"Done in {time.monotonic() - started:.0f} s. Look in {arguments.out}/")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except Exception as error:
        console.print_exception()
        sys.exit(f"The demonstration failed: {error}")
