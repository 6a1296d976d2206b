"""The words of messages: a provider's own, beside the built-in ones."""

import asyncio
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State as AppState
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel, ConfigDict, Field

from services.notifications.commands import keep_wording as keep
from services.notifications.commands import show_wording
from services.notifications.commands.keep_wording import Writer
from services.notifications.commands.send_test import Test, oneself, send_test
from services.notifications.commands.show_wording import Situation
from services.notifications.domain.facts import Kind
from services.notifications.domain.wording import (
    LANGUAGES,
    Brand,
    BrandDraft,
    Finding,
    State,
    WordingDraft,
    WordingVersion,
)
from services.notifications.store import notices, wordings
from services.notifications.store.wordings import Worn
from shared.database import tenant_transaction
from shared.identity import STAFF, WRITERS
from shared.text import Language, Text
from shared.trail import made, within
from shared.web import ActorRequest, only

Limit = Annotated[int, QueryParameter(ge=1, le=500)]
OnlyState = Annotated[
    State | None, QueryParameter(name="state", description="Only versions in this state.")
]
InSituation = Annotated[
    Situation,
    QueryParameter(
        name="situation",
        description="With everything in it, to a client who approves first, or with the least.",
    ),
]


class WordingOut(BaseModel):
    """``in_force`` is null while the built-in words hold."""

    kind: Kind
    language: Language
    in_force: WordingVersion | None
    versions: int


class WordingsOut(BaseModel):
    items: list[WordingOut]


class NameOut(BaseModel):
    """``personal``: differs per recipient, so that it can be printed and nothing else."""

    name: str
    meaning: Text
    personal: bool


class FactOut(BaseModel):
    fact: str
    words: Text


class WordingRulesOut(WordingOut):
    """``builtin`` is what the product says; ``mandatory`` what no words may leave out, wherever a
    notice has it."""

    builtin: WordingDraft
    names: list[NameOut]
    mandatory: list[FactOut]


class WordingVersionsOut(BaseModel):
    items: list[WordingVersion]
    next: UUID | None


class InspectedWordingOut(WordingVersion):
    """``findings`` keep it from being published."""

    findings: list[Finding]


class WordingPreviewOut(BaseModel):
    subject: str
    text: str
    html: str


class NoticeWordingsOut(BaseModel):
    """Nothing of a notice that was made before words were kept."""

    items: list[Worn]


class WordingRetirementDraft(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str = Field(min_length=1, max_length=1000, examples=["De toon was te stellig."])


class WordingTestDraft(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    situation: Situation = "full"


class WordingTestOut(BaseModel):
    """The notice that bears the test; ``address`` is that of whoever asked."""

    id: UUID
    address: str


class BrandsOut(BaseModel):
    items: list[Brand]
    next: UUID | None


@get("/wordings", guards=[only(*STAFF)])
async def list_wordings(request: ActorRequest, state: AppState) -> WordingsOut:
    """Each message in each language, with the provider's own words where it has them."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        holding = await wordings.in_force(connection)
        counts = await wordings.counts(connection)
    items = [
        WordingOut(
            kind=kind,
            language=language,
            in_force=holding.get((kind, language)),
            versions=counts.get((kind, language), 0),
        )
        for kind in show_wording.KINDS
        for language in LANGUAGES
    ]
    return WordingsOut(items=items)


@get("/wordings/{kind:str}/{language:str}", guards=[only(*STAFF)])
async def read_wording_rules(
    request: ActorRequest, state: AppState, kind: FromPath[Kind], language: FromPath[Language]
) -> WordingRulesOut:
    """The built-in words, the names that they may use, and the facts that none may leave out."""
    builtin = show_wording.builtin_words(kind, language)
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        holding = await wordings.in_force(connection, kind)
        counts = await wordings.counts(connection)
    return WordingRulesOut(
        kind=kind,
        language=language,
        in_force=holding.get((kind, language)),
        versions=counts.get((kind, language), 0),
        builtin=builtin,
        names=[NameOut(**one._asdict()) for one in show_wording.known_names(kind)],
        mandatory=[
            FactOut(fact=fact, words=words)
            for fact, words in show_wording.mandatory_facts(kind).items()
        ],
    )


@get("/wordings/{kind:str}/{language:str}/preview", guards=[only(*STAFF)])
async def read_builtin_preview(
    request: ActorRequest,
    state: AppState,
    kind: FromPath[Kind],
    language: FromPath[Language],
    situation: InSituation = "full",
) -> WordingPreviewOut:
    """The built-in words with invented data."""
    draft = show_wording.builtin_words(kind, language)
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        shown = await show_wording.show(connection, (kind, language), draft, situation)
    return WordingPreviewOut(**shown._asdict())


@get("/wordings/{kind:str}/{language:str}/versions", guards=[only(*STAFF)])
async def list_wording_versions(
    request: ActorRequest,
    state: AppState,
    kind: FromPath[Kind],
    language: FromPath[Language],
    only_state: OnlyState = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 100,
) -> WordingVersionsOut:
    """The provider's own versions of one message, the newest first."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        page = await wordings.page(connection, (kind, language), only_state, after, limit + 1)
    items = page[:limit]
    return WordingVersionsOut(items=items, next=items[-1].id if len(page) > limit else None)


@post("/wordings/{kind:str}/{language:str}/versions", guards=[only(*WRITERS)])
async def add_wording_version(
    request: ActorRequest,
    kind: FromPath[Kind],
    language: FromPath[Language],
    data: JSONBody[WordingDraft],
) -> InspectedWordingOut:
    """Write a draft; nothing is told in it before it is published."""
    async with within(request) as connection:
        writer = Writer(connection, request.user.id)
        version = await keep.write_wording(writer, kind, language, data)
        return made(await _inspected(version))


@get("/wording-versions/{version_id:uuid}", guards=[only(*STAFF)])
async def read_wording_version(
    request: ActorRequest, state: AppState, version_id: FromPath[UUID]
) -> InspectedWordingOut:
    """One version, with what keeps it from being published."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        version = await wordings.read(connection, version_id)
    return await _inspected(version)


@get("/wording-versions/{version_id:uuid}/preview", guards=[only(*STAFF)])
async def read_wording_preview(
    request: ActorRequest,
    state: AppState,
    version_id: FromPath[UUID],
    situation: InSituation = "full",
) -> WordingPreviewOut:
    """What somebody would get in these words, with invented data."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        version = await wordings.read(connection, version_id)
        use = (version.kind, version.language)
        shown = await show_wording.show(connection, use, version.draft, situation)
    return WordingPreviewOut(**shown._asdict())


@post("/wording-versions/{version_id:uuid}/publications", guards=[only(*WRITERS)])
async def publish_wording_version(
    request: ActorRequest, version_id: FromPath[UUID]
) -> WordingVersion:
    """Notices are made in these words from now on; one that was made already keeps its own."""
    async with within(request) as connection:
        writer = Writer(connection, request.user.id)
        return made(await keep.publish_wording(writer, version_id))


@post("/wording-versions/{version_id:uuid}/retirements", guards=[only(*WRITERS)])
async def retire_wording_version(
    request: ActorRequest, version_id: FromPath[UUID], data: JSONBody[WordingRetirementDraft]
) -> WordingVersion:
    """Back to the built-in words, for notices made from now on."""
    async with within(request) as connection:
        writer = Writer(connection, request.user.id)
        return made(await keep.retire_wording(writer, version_id, data.reason))


@post("/wording-versions/{version_id:uuid}/tests", guards=[only(*WRITERS)], status_code=202)
async def test_wording_version(
    request: ActorRequest,
    state: AppState,
    version_id: FromPath[UUID],
    data: JSONBody[WordingTestDraft],
) -> WordingTestOut:
    """Have it sent to oneself, with invented data; to nobody else."""
    to = await oneself(state.portal, request.user)
    async with within(request) as connection:
        version = await wordings.read(connection, version_id)
        test = Test(version, data.situation)
        notice = await send_test(connection, request.user.tenant, to, test)
        return made(WordingTestOut(id=notice, address=to.email))


@get("/notices/{notice_id:uuid}/wordings", guards=[only(*STAFF)])
async def list_notice_wordings(
    request: ActorRequest, state: AppState, notice_id: FromPath[UUID]
) -> NoticeWordingsOut:
    """In which words a notice is told, by language, with their digests."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        await notices.get(connection, notice_id)
        return NoticeWordingsOut(items=await wordings.worn(connection, notice_id))


@get("/brands", guards=[only(*STAFF)])
async def list_brands(
    request: ActorRequest,
    state: AppState,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 100,
) -> BrandsOut:
    """How messages look, the newest first: that one holds. None yet: the product's own looks."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        page = await wordings.brands(connection, after, limit + 1)
    items = page[:limit]
    return BrandsOut(items=items, next=items[-1].id if len(page) > limit else None)


@post("/brands", guards=[only(*WRITERS)])
async def add_brand(request: ActorRequest, data: JSONBody[BrandDraft]) -> Brand:
    """Decide how messages look from now on: name, colour and footer, and nothing to fetch."""
    async with within(request) as connection:
        return made(await keep.set_brand(Writer(connection, request.user.id), data))


async def _inspected(version: WordingVersion) -> InspectedWordingOut:
    found = await asyncio.to_thread(show_wording.faults, version)
    return InspectedWordingOut(**version.model_dump(), findings=found)


HANDLERS = [
    list_wordings,
    read_wording_rules,
    read_builtin_preview,
    list_wording_versions,
    add_wording_version,
    read_wording_version,
    read_wording_preview,
    publish_wording_version,
    retire_wording_version,
    test_wording_version,
    list_notice_wordings,
    list_brands,
    add_brand,
]
