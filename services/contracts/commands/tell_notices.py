"""What a notice says and to whom, for the service that sends it."""

from uuid import UUID

from services.contracts.commands.draft_change import read_content
from services.contracts.commands.show_change import show_change
from services.contracts.domain.found import found
from services.contracts.domain.incident import next_kind
from services.contracts.domain.notice import (
    IncidentFacts,
    NoticePage,
    NoticeRecipient,
    ObjectionFacts,
    ObjectionKind,
    TerminationFacts,
    TerminationKind,
    VersionKind,
    change_facts,
    provider,
)
from services.contracts.store import (
    changes,
    clock,
    incidents,
    notices,
    objections,
    recipients,
    tenants,
    terminations,
)
from shared.database import Connection
from shared.identity import Actor


async def tell_change(
    connection: Connection,
    actor: Actor,
    change_id: UUID,
    after: UUID | None,
    limit: int,
    recipient_id: UUID | None = None,
) -> NoticePage:
    """A page of the recipients that were frozen for a change."""
    tenant = found(await tenants.read(connection), "tenant")
    change = await show_change(connection, actor, change_id)
    items, following = await told_page(connection, change_id, after, limit, recipient_id)
    put_off = sum(one.number is not None for one in change.postponements)
    return NoticePage(notice=change_facts(change, tenant, put_off), items=items, next=following)


async def told_page(
    connection: Connection,
    change_id: UUID,
    after: UUID | None,
    limit: int,
    recipient_id: UUID | None = None,
) -> tuple[tuple[NoticeRecipient, ...], str | None]:
    """Frozen recipients of a change with the last day of each as it stands, and what follows."""
    page = await recipients.list_page(connection, change_id, after, limit, recipient_id)
    today = await clock.today(connection)
    items = tuple(
        NoticeRecipient.model_validate(line, from_attributes=True).reached_on(today)
        for line in page.items
    )
    return items, page.next


async def tell_wave(
    connection: Connection, wave_id: UUID, after: UUID | None, limit: int
) -> NoticePage:
    """A page of those who were told of a change and for whom it is in effect since this wave."""
    tenant = found(await tenants.read(connection), "tenant")
    wave = found(await notices.wave(connection, wave_id), "wave")
    change = await read_content(connection, wave.change_id)
    items, last = await notices.of_wave(connection, wave_id, after, limit)
    since = {"kind": "change_effective", "subject_id": wave_id, "effective_on": wave.day}
    facts = change_facts(change, tenant).model_copy(update=since)
    return NoticePage(notice=facts, items=items, next=str(last) if last else None)


async def draw_up_notice(connection: Connection, change_id: UUID) -> NoticePage:
    """What would be sent if a change were published now, and a few of those who would get it."""
    tenant = found(await tenants.read(connection), "tenant")
    change = await read_content(connection, change_id)
    today = await clock.today(connection)
    items = [one.reached_on(today) for one in await changes.samples(connection, change_id)]
    return NoticePage(notice=change_facts(change, tenant), items=tuple(items), next=None)


async def tell_version(connection: Connection, version_id: UUID, kind: VersionKind) -> NoticePage:
    """The contacts of one client, all on one page."""
    tenant = found(await tenants.read(connection), "tenant")
    facts = await notices.version_facts(connection, version_id, kind, provider(tenant))
    return NoticePage(
        notice=found(facts, "version"),
        items=await notices.of_version(connection, version_id, kind),
        next=None,
    )


async def tell_termination(
    connection: Connection, termination_id: UUID, kind: TerminationKind
) -> NoticePage:
    """Of an end that was taken back nobody is told that it comes."""
    tenant = found(await tenants.read(connection), "tenant")
    end = found(await terminations.read(connection, termination_id), "termination")
    return NoticePage(
        notice=TerminationFacts(
            kind=kind,
            subject_id=end.id,
            provider=provider(tenant),
            by=end.by,
            reason=end.withdrawn_because or end.reason,
            given_on=end.given_on,
            ends_on=end.ends_on,
            products=end.products,
            end_choice=end.end_choice,
            data_by=end.data_by,
        ),
        items=await notices.of_termination(connection, termination_id, kind),
        next=None,
    )


async def tell_objection(
    connection: Connection, objection_id: UUID, kind: ObjectionKind
) -> NoticePage:
    tenant = found(await tenants.read(connection), "tenant")
    objection = found(await objections.read(connection, objection_id), "objection")
    last = objection.decisions[-1] if objection.decisions else None
    return NoticePage(
        notice=ObjectionFacts(
            kind=kind,
            subject_id=objection.id,
            provider=provider(tenant),
            change_id=objection.change_id,
            change_title=objection.change_title,
            received_at=objection.received_at,
            late_after=objection.late_after,
            in_effect=objection.in_effect,
            decision=last and last.decision,
            reason=last and last.reason,
        ),
        items=await notices.of_objection(connection, objection_id, kind),
        next=None,
    )


async def tell_incident(
    connection: Connection,
    stage_id: UUID,
    after: UUID | None,
    limit: int,
    recipient_id: UUID | None = None,
) -> NoticePage:
    """A page of the recipients that were frozen for one stage of an incident."""
    tenant = found(await tenants.read(connection), "tenant")
    stage = found(await incidents.stage(connection, stage_id), "stage")
    items, last = await incidents.recipients(connection, stage_id, after, limit, recipient_id)
    facts = IncidentFacts(
        kind="incident_notified",
        subject_id=stage.id,
        provider=provider(tenant),
        incident_id=stage.incident_id,
        stage=stage.kind,
        number=stage.number,
        told=stage.told,
    )
    return NoticePage(notice=facts, items=items, next=str(last) if last else None)


async def draw_up_incident(connection: Connection, incident_id: UUID, closing: bool) -> NoticePage:
    """What the next stage would tell if it were released now, and a few who would get it."""
    tenant = found(await tenants.read(connection), "tenant")
    incident = found(await incidents.read(connection, incident_id), "incident")
    facts = IncidentFacts(
        kind="incident_notified",
        subject_id=incident.id,
        provider=provider(tenant),
        incident_id=incident.id,
        stage=next_kind(incident, closing=closing),
        number=len(incident.stages) + 1,
        told=incident.content,
    )
    items = await incidents.samples(connection, incident_id)
    return NoticePage(notice=facts, items=items, next=None)
