"""The container files fit the code: no engine is needed to see that."""

import asyncio
import importlib
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from ruamel.yaml import YAML

from deploy.docker import secrets
from deploy.local.postgres import Postgres
from deploy.local.processes import free_port
from shared.migrate import FOLDERS, SERVICES
from shared.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "deploy/docker/Dockerfile"
COMPOSE: dict[str, Any] = YAML(typ="safe").load(COMPOSE_FILE)
CONTAINERS: dict[str, Any] = COMPOSE["services"]
TOOLS = Path(sys.executable).parent


def settings_of(service: str) -> type[Settings]:
    module = importlib.import_module(f"services.{service}.settings")
    own = [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Settings) and kind is not Settings
    ]
    return own[0] if own else Settings


def stages() -> dict[str, str]:
    """The text of each stage of the Dockerfile by its name; the last one has none."""
    parts = re.split(r"^FROM .*?(?: AS (\w+))?$", DOCKERFILE.read_text(), flags=re.MULTILINE)
    return {name or "": text for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def run(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_compose_file_fits_the_compose_specification() -> None:
    run(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE_FILE)


def test_the_dockerfile_has_nothing_that_its_linter_objects_to() -> None:
    run(TOOLS / "hadolint", DOCKERFILE)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_told_every_setting_that_it_needs_and_none_that_it_lacks(service: str) -> None:
    fields = settings_of(service).model_fields
    named = {
        name.removeprefix(PREFIX).removesuffix("_FILE").lower()
        for name in CONTAINERS[service]["environment"]
    }
    in_image = {
        name.lower() for name in re.findall(rf"{PREFIX}(\w+)=", DOCKERFILE.read_text(), re.ASCII)
    }
    # An address of this machine is no address inside a container.
    needed = {
        name
        for name, field in fields.items()
        if field.is_required() or "127.0.0.1" in str(field.default)
    }
    assert named <= set(fields)
    assert needed <= named | in_image


@pytest.mark.parametrize("service", SERVICES)
def test_a_worker_is_the_same_image_with_another_command(service: str) -> None:
    app, worker = CONTAINERS[service], CONTAINERS[f"{service}-worker"]
    assert worker["image"] == app["image"]
    assert worker["environment"] == app["environment"]
    assert worker["command"] == ["python", "-m", f"services.{service}.worker"]
    assert app["build"]["args"] == {"SERVICE": service}


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_the_code_of_its_own_service_only(service: str) -> None:
    every = stages()
    copied = " ".join(re.findall(r"^COPY (.*)$", every["system"] + every[service], re.MULTILINE))
    assert set(re.findall(r"services/(\w+)/?", copied)) - {"__init__"} == {service}


def test_services_run_without_privileges_on_a_read_only_system() -> None:
    assert re.search(r"^USER \d+$", stages()[""], re.MULTILINE)
    for name in [*SERVICES, *(f"{service}-worker" for service in SERVICES), "migrate"]:
        container = CONTAINERS[name]
        assert container["read_only"]
        assert container["cap_drop"] == ["ALL"]
        assert "privileged" not in container


def test_every_image_of_others_is_pinned() -> None:
    images = [c["image"] for c in CONTAINERS.values()]
    images += re.findall(r"^FROM (\S+:\S+)", DOCKERFILE.read_text(), re.MULTILINE)
    for image in images:
        assert re.search(r":v?\d+[\w.-]*$", image), image


def test_every_container_waits_for_what_it_needs_and_comes_back_after_a_crash() -> None:
    for name, container in CONTAINERS.items():
        if name == "secrets":
            continue
        assert container["restart"]
        if name.removesuffix("-worker") in SERVICES:
            assert container["depends_on"]["migrate"] == {
                "condition": "service_completed_successfully"
            }


def test_each_container_gets_the_secrets_that_it_reads_and_no_others() -> None:
    for name, container in CONTAINERS.items():
        text = str({k: v for k, v in container.items() if k != "secrets"})
        read = set(re.findall(r"/run/secrets/(\w+)", text))
        given = set(container.get("secrets", []))
        # PostgreSQL's start script reads the passwords of all roles, by name.
        roles = {f"{role}_password" for role in ("postgres", "schakel_owner", *SERVICES)}
        assert given == (roles if name == "postgres" else read)


def test_every_secret_is_made_by_the_command_that_makes_them(tmp_path: Path) -> None:
    made = {path.name: path.read_text() for path in secrets.write(tmp_path / "secrets")}
    wanted = {Path(s["file"]).name for s in COMPOSE["secrets"].values()}
    assert wanted <= set(made)
    assert all(made.values())
    assert {p.name: p.read_text() for p in secrets.write(tmp_path / "secrets")} == made
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0


def test_a_secret_that_came_later_is_made_beside_those_that_there_are(tmp_path: Path) -> None:
    before = {path.name: path.read_text() for path in secrets.write(tmp_path)}
    (tmp_path / "documents_seal_key").unlink()
    known = json.loads((tmp_path / "secrets.json").read_text())
    del known["seal_key"]
    (tmp_path / "secrets.json").write_text(json.dumps(known))
    after = {path.name: path.read_text() for path in secrets.write(tmp_path)}
    assert after | {"documents_seal_key": ""} == before | {"documents_seal_key": ""}
    assert after["documents_seal_key"]
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_the_example_explains_every_setting_that_compose_asks_of_the_environment() -> None:
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE_FILE.read_text()))
    explained = set(
        re.findall(r"^#(\w+)=", (ROOT / "deploy/docker/example.env").read_text(), re.MULTILINE)
    )
    assert asked == explained


async def test_the_first_start_of_postgres_lets_every_service_in_by_its_own_role(
    parts_folder: Path, tmp_path: Path
) -> None:
    files = {path.name: path for path in secrets.write(tmp_path / "secrets")}
    admin = files["postgres_password"].read_text()
    server = Postgres(parts_folder / "first-start", free_port(), {"postgres": admin}, fast=True)
    await server.start()
    try:
        await _ready(server)
        binaries = Path(server.process.command[0]).parent
        environment = {
            **os.environ,
            "PATH": f"{binaries}:{os.environ['PATH']}",
            "POSTGRES_USER": "postgres",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(server.port),
            "PGPASSWORD": admin,
            "SCHAKEL_SECRETS": str(tmp_path / "secrets"),
            "SCHAKEL_ROLES": str(ROOT / "deploy/roles.sql"),
        }
        script = [str(ROOT / "deploy/docker/roles.sh")]
        done = await asyncio.to_thread(subprocess.run, script, env=environment, check=False)
        assert done.returncode == 0
        for role in ("schakel_owner", *SERVICES):
            address = files[f"{role}_database_url"].read_text()
            there = address.replace("postgres:5432", f"127.0.0.1:{server.port}")
            connection = await asyncpg.connect(there)
            assert await connection.fetchval("SELECT current_user::text") == role
            await connection.close()
    finally:
        await server.stop()


async def _ready(server: Postgres) -> None:
    for _ in range(100):
        try:
            connection = await asyncpg.connect(server.url("postgres", "postgres"))
        except (OSError, asyncpg.CannotConnectNowError):
            await asyncio.sleep(0.05)
        else:
            await connection.close()
            return
    raise AssertionError(server.process.tail())


@pytest.mark.parametrize("service", SERVICES)
def test_the_files_of_an_image_are_enough_to_start_its_service(
    service: str, tmp_path: Path
) -> None:
    _copy_stages(["system", service], tmp_path)
    for part in ("app", "worker"):
        _imports(f"services.{service}.{part}", tmp_path)


def test_the_files_of_the_migrating_image_are_enough_to_migrate(tmp_path: Path) -> None:
    _copy_stages(["system", "migrate"], tmp_path)
    _imports("deploy.docker.secrets", tmp_path)
    for folder in FOLDERS.values():
        there = tmp_path / folder.relative_to(ROOT)
        assert {path.name for path in there.glob("*.sql")} == {p.name for p in folder.glob("*.sql")}


def _copy_stages(names: list[str], target: Path) -> None:
    """What the Dockerfile copies from the checkout in these stages, in order."""
    for name in names:
        for line in re.findall(r"^COPY ((?!--).*)$", stages()[name], re.MULTILINE):
            *sources, to = line.split()
            for source in map(Path, sources):
                into = Path(to) / source.name if to.endswith("/") else Path(to)
                (target / into).parent.mkdir(parents=True, exist_ok=True)
                if (ROOT / source).is_dir():
                    shutil.copytree(
                        ROOT / source, target / into, ignore=shutil.ignore_patterns("node_modules")
                    )
                else:
                    shutil.copy(ROOT / source, target / into)


def _imports(module: str, folder: Path) -> None:
    code = f"import {module}, sys; assert {module}.__file__.startswith(sys.argv[1])"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
