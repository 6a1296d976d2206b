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

import httpx
from rich.console import Console

from deploy.demo import change, onboarding
from deploy.demo.data import DemoProvider, read
from deploy.demo.site import Site
from deploy.demo.stage import Stage
from deploy.local.folder import data_folder
from deploy.local.instance import chosen_ports, running
from deploy.local.processes import NotReady, PortTaken
from deploy.local.secrets import NothingStarted, setup_token

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


async def play(stage: Stage, data: DemoProvider) -> AsyncIterator[dict[str, Any]]:
    """Every step in turn, with what it gave."""
    for name, step in STEPS.items():
        if name[0] == NEEDS_DEMO_CLOCK and not (await stage.contracts.get("/clock"))["movable"]:
            console.print(f"Stopped before step {name[0]}: here the clock does not move (no demo).")
            return
        started = time.monotonic()
        result = await step(stage, data)
        seconds = round(time.monotonic() - started, 2)
        console.print(f"[green]✓[/] {name}  [dim]{seconds:.1f} s[/]")
        for key, value in result.items():
            console.print(f"    {key}: {value}", highlight=False, markup=False)
        yield {"step": name, "seconds": seconds, "result": result}


def fresh(data: DemoProvider, mark: str) -> DemoProvider:
    """The same provider under another name, so that a running instance keeps its own."""
    if not mark:
        return data
    text = data.model_dump_json().replace(data.provider.slug, f"{data.provider.slug}-{mark}")
    # The catcher refuses one domain, which has to stay as it is.
    text = re.sub(r"(?<!onbestelbaar)\.example", f"-{mark}.example", text)
    return DemoProvider.model_validate_json(text)


async def demonstrate(site: Site, out: Path, mark: str) -> Stage:
    """Play it and keep in ``out`` what it made, the mails and a summary, also when a step fails."""
    stage, data = Stage(site, out), fresh(read("de-kale-ict"), mark)
    results: list[dict[str, Any]] = []
    failure = None
    try:
        async for result in play(stage, data):
            results.append(result)  # noqa: PERF401  # a failure leaves what came before it
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"
        raise
    finally:
        stopped = next(iter(list(STEPS)[len(results) :]), None)
        summary = {"ok": not failure, "failure": failure, "stopped_before": stopped}
        content = json.dumps({**summary, "steps": results}, indent=1, ensure_ascii=False)
        stage.keep("summary.json", content.encode())
        await _keep_mails(stage, mark)
    return stage


async def _keep_mails(stage: Stage, mark: str) -> None:
    """Those of this play alone: a running instance has others."""
    for item in await stage.mailbox.listed():
        if mark in item["to"]:
            stage.keep(f"mails/{item['id']}.eml", await stage.mailbox.raw(item["id"]))


@asynccontextmanager
async def somewhere(at: str | None, logs: Path) -> AsyncIterator[Site]:
    """The instance at an address, run from this checkout, or a temporary one, its logs kept."""
    if at:
        ports = chosen_ports() | {"portal": urlsplit(at).port or 80}
        site = Site.at(ports, setup_token(data_folder()))
        await _answering(site.portal)
        yield site
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


async def _answering(portal: str) -> None:
    async with httpx.AsyncClient() as client:
        try:
            await client.get(f"{portal}/health")
        except httpx.TransportError as error:
            raise NotReady(f"Nothing answers at {portal}. Start it first: make run") from error


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", help="address of the portal of a running instance")
    parser.add_argument("--out", type=Path, default=Path("build/demo"))
    arguments = parser.parse_args()
    started = time.monotonic()
    shutil.rmtree(arguments.out, ignore_errors=True)
    async with somewhere(arguments.at, arguments.out / "logs") as site:
        mark = f"{int(time.time()):x}" if arguments.at else ""
        await demonstrate(site, arguments.out, mark)
    console.print(f"Done in {time.monotonic() - started:.0f} s. Look in {arguments.out}/")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except (NothingStarted, NotReady, PortTaken) as error:
        sys.exit(str(error))
    except Exception as error:
        console.print_exception()
        sys.exit(f"The demonstration failed: {error}")
