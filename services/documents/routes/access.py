"""Who may read documents, and whose."""

from uuid import UUID

from shared.errors import Forbidden
from shared.identity import STAFF, WRITERS, Actor

FILE_WRITERS = (*WRITERS, "portal", "contracts", "notifications")
FILE_READERS = (*STAFF, "portal", "contracts", "notifications")
READERS = (*STAFF, "contact", "portal", "notifications")


def client_of(actor: Actor) -> UUID | None:
    """The one client whose documents this actor may see; null for who may see every client's."""
    if actor.kind == "contact" and actor.client_id is None:
        raise Forbidden("client-unknown", "This token does not say whose contact you are.")
    return actor.client_id
