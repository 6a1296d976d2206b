"""The bytes of templates, of which a process keeps those that were used last."""

from collections import OrderedDict
from uuid import UUID

from services.documents.domain.faults import TemplateLost
from services.documents.domain.stored import key_of
from services.documents.domain.template import ENDING
from services.documents.store.objects import Objects

_MOST_BYTES = 64 << 20
_kept: OrderedDict[bytes, bytes] = OrderedDict()


async def take(objects: Objects, tenant_id: UUID, digest: bytes) -> bytes:
    """The template with this SHA-256, which the tenant's own rows name; ``TemplateLost`` when
    storage does not give it back as it was."""
    place = key_of(tenant_id, digest, ENDING)
    content = _kept.get(digest) or await objects.fetch(place, digest)
    if content is None:
        raise TemplateLost
    keep(digest, content)
    return content


def keep(digest: bytes, content: bytes) -> None:
    """As the one that was used last."""
    _kept[digest] = content
    _kept.move_to_end(digest)
    held = sum(map(len, _kept.values()))
    while held > _MOST_BYTES and len(_kept) > 1:
        held -= len(_kept.popitem(last=False)[1])
