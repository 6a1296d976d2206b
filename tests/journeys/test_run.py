"""``make run`` from the terminal: what it prints, how it ends, what it leaves behind."""

import asyncio
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from deploy.demo import sign_in
from deploy.demo.site import Site
from deploy.demo.visitor import Visitor
from deploy.demo.waiting import until
from deploy.local import secrets
from deploy.local.instance import ROOT
from tests.journeys.runner import READY, Home, Kin, Runner

pytestmark = pytest.mark.xdist_group("instance")

LOOPBACK = {"0100007F", "00000000000000000000000001000000"}


@pytest.fixture(scope="module")
async def home(parts_folder: Path) -> AsyncIterator[Home]:
    folder = parts_folder / "run"
    folder.mkdir(mode=0o711)
    found = Home(folder)
    yield found
    await found.stop()


async def _gone(family: set[Kin]) -> None:
    async def none() -> bool:
        return not any(kin.alive for kin in family)

    await until(f"the end of {sorted(kin.pid for kin in family)}", none, seconds=90)


async def _page(address: str) -> str:
    async with httpx.AsyncClient(timeout=30, follow_redirects=True) as client:
        answer = await client.get(address)
    assert answer.status_code == 200, address
    return answer.text


async def _signed_in(link: str) -> Visitor:
    async with Visitor(link.partition("/in/")[0]) as visitor:
        await sign_in.enter(visitor, link)
    return visitor


async def test_every_address_that_is_printed_works(home: Home) -> None:
    runner = await home.running()
    for name in ("Portal", "Mail catcher", "Public page", "Add a provider"):
        await _page(runner.line(name))
    staff = await _signed_in(runner.line("Sign in as staff"))
    assert staff.address.endswith("/clients")
    assert "Bakkerij Bedacht" in staff.text
    client = await _signed_in(runner.line("Sign in as a client"))
    assert client.address.endswith("/home")
    assert "Bakkerij Bedacht" in client.text


@pytest.mark.parametrize("service", ["contracts", "documents", "notifications", "portal"])
async def test_the_documentation_of_each_api_comes_whole_from_this_machine(
    home: Home, service: str
) -> None:
    address = (await home.running()).line(f"API {service}")
    page = await _page(address)
    wanted = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(wanted) >= 3
    for part in wanted:
        assert not part.startswith(("http:", "https:", "//")) or part.startswith("http://127.0.0.1")
        if not part.startswith("data:"):
            await _page(urljoin(address, part))


async def test_nothing_listens_beyond_this_machine(home: Home) -> None:
    runner = await home.running()
    listening = {at for kin in runner.family() for at in kin.listens_at()}
    assert {port for _, port in listening} == set(home.ports.values())
    assert {address for address, _ in listening} <= LOOPBACK


async def test_make_provider_adds_one_whose_owner_can_sign_in(home: Home) -> None:
    await home.running()
    name, owner = '\'t Zwarte "Gat" & Zn. B.V.', "o'brien+1@zwart-gat.example"
    # Without the set-up, which the tests have behind them.
    command = ["make", "-o", "setup", "provider", f"NAME={name}", f"OWNER={owner}"]
    making = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=os.environ | home.settings, stdout=asyncio.subprocess.PIPE
    )
    said = (await making.communicate())[0].decode()
    assert making.returncode == 0, said
    link = re.search(r"http\S+/in/\S+", said)
    assert link
    visitor = await _signed_in(link[0])
    assert visitor.address.endswith("/clients")
    assert name in visitor.text
    public = re.search(r"http\S+/p/\S+", said)
    assert public
    assert "Zwarte" in await _page(public[0])
    assert await _site(home).mailbox.wait(owner, says="/in/")


async def test_a_provider_without_a_good_address_is_refused_in_words(home: Home) -> None:
    await home.running()
    arguments = ("--name", "Nergens", "--owner", "geen adres")
    status, text = await home.said("deploy.local.provider", *arguments)
    assert status == 1
    assert "owner.email" in text
    assert len(text.splitlines()) == 1


async def test_a_port_in_use_is_told_in_one_line_with_its_setting(home: Home) -> None:
    await home.running()
    status, text = await home.said("deploy.local.run", SCHAKEL_DATA=f"{home.folder}-other")
    assert status == 1
    (line,) = text.splitlines()
    assert str(home.ports["portal"]) in line
    assert "SCHAKEL_PORTAL_PORT" in line


async def test_the_data_of_a_running_instance_are_not_removed(home: Home) -> None:
    await home.running()
    status, text = await home.said("deploy.local.run", "--clean")
    assert status == 1
    assert "still running" in text
    assert (home.folder / "postgres/cluster/PG_VERSION").exists()


async def test_a_part_that_ends_by_itself_is_named_with_its_log(home: Home) -> None:
    runner = await home.running()
    family = runner.family()
    (victim,) = (kin for kin in family if "-m services.documents.worker" in kin.command)
    victim.kill()
    assert await runner.end() == 1
    assert "documents worker ended by itself" in runner.text
    assert str(home.folder / "logs/documents-worker.log") in runner.text
    assert not any(kin.alive for kin in family)


async def test_ctrl_c_ends_all_and_the_next_start_keeps_the_data(home: Home) -> None:
    runner = await home.running()
    family, clients = runner.family(), await _clients(runner)
    runner.send(signal.SIGINT)
    assert await runner.end() == 0
    assert "Traceback" not in runner.text
    assert not any(kin.alive for kin in family)
    again = await home.running()
    assert await _clients(again) == clients
    assert "Demo data" not in again.text


async def _clients(runner: Runner) -> list[str]:
    page = await _signed_in(runner.line("Sign in as staff"))
    return sorted(set(re.findall(r"/clients/[0-9a-f-]{36}", _source(page))))


def _source(visitor: Visitor) -> str:
    return " ".join(link for _, _, link, _ in visitor.page.iterlinks())


async def test_killing_the_runner_leaves_nothing_and_the_next_start_works(home: Home) -> None:
    runner = await home.running()
    family = runner.family()
    assert len(family) > 10
    runner.send(signal.SIGKILL)
    await runner.end()
    await _gone(family)
    (home.folder / "postgres/cluster/postmaster.pid").write_text("1\n")
    in_hand = home.folder / "tmp/schakel-pdf-left"
    in_hand.mkdir()
    assert READY in (await home.running()).text
    assert not in_hand.exists()


async def test_clean_removes_the_data_also_after_a_crash(home: Home) -> None:
    await home.running()
    await home.stop()
    # The number of somebody else, as after the machine was switched off.
    (home.folder / "postgres/cluster/postmaster.pid").write_text("1\n")
    status, _ = await home.said("deploy.local.run", "--clean")
    assert status == 0
    assert not home.folder.exists()


async def test_ctrl_c_while_it_starts_leaves_nothing(home: Home) -> None:
    await home.stop()
    shutil.rmtree(home.folder, ignore_errors=True)
    starting = await home.start("deploy.local.run")
    family: set[Kin] = set()

    async def grown() -> bool:
        family.update(starting.family())
        return len(family) > 4

    await until("the parts to start", grown)
    starting.send(signal.SIGINT)
    assert await starting.end() == 0
    await _gone(family)


async def test_real_use_has_no_demonstration_in_its_way(home: Home, tmp_path: Path) -> None:
    """Its clock does not move, so the demonstration stops there; and it never becomes a demo."""
    await home.stop()
    shutil.rmtree(home.folder, ignore_errors=True)
    home.settings["SCHAKEL_DEMO"] = "no"
    runner = await home.running()
    assert "Sign in as" not in runner.text
    assert "Demo data" not in runner.text
    address = runner.line("Add a provider")
    assert address.startswith(runner.line("Portal") + "/setup?token=")
    assert secrets.keep(home.folder).setup_token in await _page(address)
    assert "Calqi" not in await _page(runner.line("Portal"))
    status, said = await home.said(
        "deploy.demo.run", "--at", runner.line("Portal"), "--out", str(tmp_path / "demo")
    )
    assert status == 0, said
    assert "Stopped before step g" in said
    assert "✓ f" in said
    status, said = await home.said("deploy.local.run", SCHAKEL_DEMO="yes")
    assert status == 1
    assert "real data" in said
    assert len(said.splitlines()) == 1


def _site(home: Home) -> Site:
    return Site.at(home.ports, secrets.keep(home.folder).setup_token)
