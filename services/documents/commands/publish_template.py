"""Publish a version of a template, or retire the one in force."""

from uuid import UUID

from services.documents.domain.template import TemplateVersion, found, refuse_retirement
from services.documents.store import templates
from shared.database import Connection


async def publish_template(
    connection: Connection, version_id: UUID, by: UUID | None
) -> TemplateVersion:
    """From now on it prints what is made; nothing happens when it does already."""
    await templates.lock(connection)
    version = found(await templates.read(connection, version_id))
    if version.state == "in_force":
        return version
    await templates.publish(connection, version_id, by)
    return found(await templates.read(connection, version_id))


async def retire_template(
    connection: Connection, version_id: UUID, reason: str, by: UUID | None
) -> TemplateVersion:
    """From now on the built-in prints what is made. ``Conflict`` when it is not in force."""
    await templates.lock(connection)
    refuse_retirement(found(await templates.read(connection, version_id)))
    await templates.retire(connection, version_id, reason, by)
    return found(await templates.read(connection, version_id))
