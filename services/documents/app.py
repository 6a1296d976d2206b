"""The HTTP face of documents."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar

from services.documents.commands.keep_seal import sealing_of
from services.documents.commands.verify_file import Counter
from services.documents.engine.gallery import Gallery
from services.documents.engine.pdf import Press
from services.documents.engine.reading import Desk
from services.documents.parameters import WORDS
from services.documents.routes import (
    countersignatures,
    dossiers,
    erasures,
    files,
    letters,
    mandates,
    record_documents,
    renderings,
    runs,
    seals,
    storage,
    template_files,
    template_kinds,
    templates,
    texts,
    verifications,
)
from services.documents.routes.documents import link_document, list_documents
from services.documents.settings import DocumentsSettings
from services.documents.store.objects import Objects
from shared.database import connect
from shared.http import Peer
from shared.identity import Signer
from shared.trail import enter_refusal
from shared.web import create_litestar, serve


@asynccontextmanager
async def _parts(app: Litestar) -> AsyncIterator[None]:
    settings: DocumentsSettings = app.state.settings
    async with connect(settings.database_url) as pool, httpx.AsyncClient(timeout=20) as http:
        app.state.pool, app.state.objects = pool, Objects(settings)
        app.state.desk = Desk(at_once=2)
        signer = Signer("documents", settings.signing_key)
        contracts = Peer("contracts", settings.contracts_url, signer, http)
        app.state.contracts = contracts
        app.state.sealing = sealing_of(settings, contracts)
        # One of its own: visitors wait for each other, and nobody at work waits for them.
        app.state.counter = Counter(pool, contracts, Desk(at_once=2))
        async with _press(settings) as press:
            app.state.gallery = Gallery(press)
            yield


def _press(settings: DocumentsSettings) -> Press:
    """For previews: those who look wait for each other, and never for what a worker makes."""
    seconds, megabytes = settings.pdf_seconds, settings.pdf_megabytes
    return Press(settings.soffice, seconds, at_once=1, megabytes=megabytes)


def create_app(settings: DocumentsSettings) -> Litestar:
    handlers = [
        *(list_documents, link_document, *renderings.HANDLERS, *runs.HANDLERS),
        *(*files.HANDLERS, *texts.HANDLERS, *erasures.HANDLERS),
        *(*template_kinds.HANDLERS, *templates.HANDLERS, *template_files.HANDLERS),
        *(*dossiers.HANDLERS, *storage.HANDLERS),
        *(*seals.HANDLERS, *mandates.HANDLERS, *countersignatures.HANDLERS),
        *(*verifications.HANDLERS, *record_documents.HANDLERS, *letters.HANDLERS),
    ]
    return create_litestar(
        "documents", settings, handlers, [_parts], words=WORDS, after_exception=[enter_refusal]
    )


if __name__ == "__main__":
    settings = DocumentsSettings.load()
    serve(create_app(settings), settings)
