"""The first page of a new installation: a provider and its owner."""

from litestar import get, post
from litestar.params import FromQuery
from litestar.response import Template
from pydantic import ValidationError

from services.portal.commands.set_up_provider import may_set_up, set_up_provider
from services.portal.domain.problem import Refused
from services.portal.domain.provider import ProviderDraft
from services.portal.language import gettext
from services.portal.pages.access import ThePeers, ThePool, TheSettings
from services.portal.pages.reply import Trouble, page, posted, trouble_of
from services.portal.session import PageRequest, came_from

FACTS = ("legal_name", "registration", "address", "country", "email", "phone", "website")


@get("/setup")
async def ask(settings: TheSettings, token: FromQuery[str] = "") -> Template:
    if settings.setup_token is None:
        return page("failure.html", 404, kind="setup_shut", detail="", again=None)
    return page("setup.html", values={"token": token, "language": "nl"})


@post("/setup", per_minute=10)
async def create(
    request: PageRequest, pool: ThePool, settings: TheSettings, peers: ThePeers
) -> Template:
    values = {key: value.strip() for key, value in await posted(request)}
    try:
        if not may_set_up(settings, values.get("token", "")):
            return _again(values, _wrong_token())
        draft = _draft(values)
        await set_up_provider(pool, settings, peers, draft, came_from(request))
    except ValidationError as error:
        return _again(values, _mistakes(error))
    except Refused as error:
        return _again(values, trouble_of(error))
    return page("setup_done.html", draft=draft)


def _draft(values: dict[str, str]) -> ProviderDraft:
    facts = {name: values[name] for name in FACTS if values.get(name)}
    owner = {name: values.get(f"owner.{name}", "") for name in ("email", "name", "language")}
    return ProviderDraft.model_validate(
        {
            "name": values.get("name", ""),
            "slug": values.get("slug", ""),
            "owner": {**owner, "language": owner["language"] or "nl"},
            "facts": {**facts, "eu_only": values.get("eu_only") == "yes"},
        }
    )


def _again(values: dict[str, str], trouble: Trouble) -> Template:
    return page("setup.html", trouble.status, values=values, trouble=trouble)


def _wrong_token() -> Trouble:
    message = gettext("This set-up code is not right.")
    return Trouble(403, message, {"token": message})


def _mistakes(error: ValidationError) -> Trouble:
    wrong = gettext("Fill this in rightly.")
    fields = {".".join(map(str, item["loc"])): wrong for item in error.errors()}
    message = gettext("Not everything is filled in rightly yet. Look at the marked fields.")
    return Trouble(400, message, fields)


HANDLERS = [ask, create]
