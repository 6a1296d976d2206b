"""Who may read documents, and whose."""

from uuid import UUID

from shared.errors import Forbidden
from shared.identity import STAFF, WRITERS, Actor

FILE_WRITERS = (*WRITERS, "portal", "contracts", "notifications")
FILE_READERS = (*STAFF, "portal", "contracts", "notifications")
READERS = (*STAFF, "contact", "reseller", "portal", "notifications")


def client_of(actor: Actor) -> UUID | None:
    """The one client whose documents this actor may see; null for who may see every client's.

    Which clients a reseller serves is known in contracts alone: the portal asks it, and signs a
    token of a minute that names the one client that was asked about.
    """
    if actor.kind in ("contact", "reseller") and actor.client_id is None:
        raise Forbidden("client-unknown", "This token does not say for which client you come.")
    return actor.client_id
