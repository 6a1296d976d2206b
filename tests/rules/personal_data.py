"""Where words stand in the tables of all services: what erases them, or why they stay.

A new column with text, JSON or bytes goes into one of these. ``PLAN`` is by category of the plan of
a client that left (docs/erasure.md), with ``former_contacts`` of a party; the journey
``tests/journeys/test_erasure_everywhere.py`` proves that it does as it says.
"""

Columns = dict[str, str]

PLAN: dict[str, Columns] = {
    "contacts": {
        "contracts.contact": "name email email_key job_title duties",
        "contracts.contact_state": "state",
    },
    "contacts_in_evidence": {
        "contracts.recipient": "name email",
        "contracts.incident_recipient": "name email",
    },
    "audit_details": {"trail.act_detail": "salt personal"},
    "answers": {"contracts.idempotency": "key body_digest answer"},
    "sign_in": {"portal.session": "token_digest kind name email language brand"},
    "webhook_answers": {"notifications.webhook_attempt": "response"},
    "objections": {
        "contracts.objection": "grounds",
        "contracts.objection_decision": "reason",
    },
    "approvals": {"contracts.approval": "note"},
    "reasons": {
        "contracts.amendment": "reason",
        "contracts.agreement_period": "note",
        "contracts.termination": "reason",
        "contracts.termination_withdrawal": "reason",
        "contracts.link_deferral": "reason",
        "contracts.override": "reason",
        "contracts.incident_choice": "reason",
        "contracts.legal_hold": "reason",
        "contracts.legal_hold_end": "reason",
    },
    "signatures": {
        "contracts.signature": "typed_name job_title address user_agent email terms_shown file"
    },
    "registers": {"contracts.register_revision": "facts person reason"},
    "client_details": {
        "contracts.client": "external_id name name_key registration address representative dpo",
        "contracts.client_state": "state",
    },
    "frozen_texts": {"contracts.agreement_version": "canonical"},
    "documents": {
        "documents.record_document_content": "canonical",
        "documents.letter_content": "canonical",
        "documents.dossier": "file_name",
    },
    "files": {"documents.file": "name"},
    "notices": {
        "notifications.disclosure": "salt payload",
        "notifications.letter": "told",
        "notifications.notice": "facts",
    },
    "former_contacts": {
        "contracts.catalogue_state": "state",
        "contracts.subprocessor": "contact contact_person",
    },
}

FORGOTTEN: dict[str, Columns] = {
    "gone once an import is done, or a day after a dry run": {
        "contracts.client_import_file": "content"
    },
    "gone when they leave, or after 48 hours without a yes: nobody of a client": {
        "notifications.subscriber": "address address_key language"
    },
    "gone once the mail has left": {"notifications.secret": "link"},
    "the address is gone once the request is handled, the row after the hour of the rate": {
        "portal.sign_in_request": "address_digest address path language"
    },
    "a keyed digest of what anybody typed, gone after the day of the rate": {
        "portal.subscription_ask": "address_digest"
    },
    "what an error said: gone after seven days": {
        f"{service}.pgqueuer_log": "entrypoint traceback"
        for service in ("contracts", "documents", "notifications", "portal")
    },
}

OTHERS: dict[str, Columns] = {
    "who the provider is, and who works or decided there: no people of a client": {
        "contracts.tenant": "slug name legal_name registration address country email phone website"
        " privacy_contact transfer_basis reply_term changes_told_by representative dpo",
        "contracts.override": "person",
        "documents.countersignature": "name job_title",
        "documents.mandate": "name job_title kinds statement",
        "documents.seal_certificate": "subject issuer serial algorithm fingerprint certificate"
        " chain",
        "portal.provider": "slug name",
        "portal.staff": "email name language",
    },
    "who a reseller is and who works there: no people of a client": {
        "contracts.reseller": "name name_key brand contact",
        "contracts.reseller_person": "name email email_key language",
    },
    "who a processor is has to be known at any time (EDPB Opinion 22/2024)": {
        "contracts.subprocessor": "name name_key legal_entity registration address country website"
        " aliases"
    },
}

NOT_PERSONAL: dict[str, Columns] = {
    "the provider's own words on its products, parties and changes, the same for every client": {
        "contracts.adequacy_ending": "territory reason",
        "contracts.change": "title reason emergency",
        "contracts.postponement": "reason",
        "contracts.link": "capacity purpose data_categories data_subjects location zone mechanism"
        " condition reason countries condition_key",
        "contracts.link_correction": "reason",
        "contracts.processing": "subject_matter nature purpose data_categories data_subjects"
        " retention measures duration controller_rights",
        "contracts.product": "key name description",
        "contracts.review": "note",
        "contracts.scan": "title text warnings",
        "contracts.scan_dismissal": "reason",
        "contracts.scan_line": "found",
        "contracts.statement": "label file text changes told_by",
        "contracts.statement_withdrawal": "reason",
        "contracts.upstream_agreement": "title day_kind note",
        "contracts.upstream_state": "state file",
        "documents.record_document": "kind language told problem detail",
        "documents.template_retirement": "reason",
        "documents.template_version": "kind language origin name digest",
        "notifications.wording_retirement": "reason",
        "notifications.wording_version": "kind language origin subject body digest",
    },
    "of a breach, the same for every client that it touched (Art. 33(5))": {
        "contracts.incident": "title server facts",
        "contracts.incident_review": "note",
        "contracts.incident_shortfall": "reason",
        "contracts.incident_stage": "kind told",
        "contracts.incident_waiver": "reason",
    },
    "names of files and systems, chosen by the provider": {
        "contracts.client_import": "file_name media_type digest on_existing",
        "notifications.brand": "name accent footer_nl footer_en",
        "notifications.webhook_endpoint": "name url events",
        "portal.application": "name scopes",
    },
    "the reference, the country and the terms of an agreement stay, by the plan": {
        "contracts.agreement": "reference language authorisation day_kind counted_from on_objection"
        " end_choice",
        "contracts.agreement_terms": "terms",
        "contracts.amendment": "terms",
        "contracts.client": "country language",
        "contracts.contact": "language",
        "contracts.annex_group": "taken exceptions",
        "contracts.affected_agreement": "authorisation day_kind counted_from on_objection calendar"
        " hold let_by",
        "contracts.termination": "by end_choice cut",
        "notifications.delivery": "channel terms state",
    },
    "digests and names of files made of references, by which a document is known again": {
        "contracts.agreement_version": "cause digest",
        "contracts.signature": "digest method",
        "documents.document": "kind digest source_digest snapshot_digest file_name engine",
        "documents.dossier": "object_key digest manifest_digest",
        "documents.file": "media_type digest",
        "documents.kept": "object_key digest",
        "documents.letter_content": "digest",
        "documents.letter_file": "format digest source_digest file_name",
        "documents.record_document_content": "digest",
        "documents.record_document_file": "format digest source_digest file_name",
        "documents.removal": "object_key",
        "documents.seal": "digest level downgrade",
        "documents.seal_key": "shut",
        "documents.storing": "object_key",
        "documents.upload": "kind digest source_digest snapshot_digest file_name engine",
        "documents.version_template": "digest",
        "notifications.chain": "digest",
        "notifications.evidence": "kind details commitment digest",
        "notifications.notice_wording": "language",
        "notifications.feed": "language digest",
        "notifications.letter": "digest",
        "notifications.calendar_entry": "kind digest",
        "notifications.webhook_secret": "fingerprint",
        "portal.application_secret": "secret_digest",
        "portal.calendar_link": "kind token_digest language",
        "trail.act": "service operation noun actor_kind actor_role commitment digest",
        "trail.act_head": "digest",
        "access.bucket": "caller",
    },
    "words and codes that Schakel chooses, identifiers, counts": {
        "bus.delivery": "consumer last_error",
        "bus.event": "type payload producer",
        "bus.inbox": "consumer",
        "bus.subscription": "consumer type",
        "contracts.catalogue_state": "noun",
        "contracts.change_edit": "fields",
        "contracts.client_import_end": "outcome tally",
        "contracts.client_import_finding": "column_name code detail",
        "contracts.client_import_progress": "stage",
        "contracts.departure": "duties",
        "contracts.erasure": "category",
        "contracts.erasure_call": "category",
        "contracts.gate_tally": "hold",
        "contracts.incident_choice": "choice",
        "contracts.incident_client": "cause",
        "contracts.incident_outcome": "level",
        "contracts.incident_recipient": "language duty",
        "contracts.mending": "problem",
        "contracts.objection_decision": "decision",
        "contracts.outcome": "outcome",
        "contracts.recipient": "language cause",
        "contracts.register_entry": "kind",
        "contracts.transfer_finding": "code",
        "documents.dossier": "audience language problem detail",
        "documents.erasure_reply": "erased",
        "documents.letter": "key kind language problem detail",
        "documents.rendering": "variant problem detail",
        "documents.rendering_run": "cause",
        "documents.storage_check": "lock",
        "documents.template_publication": "kind language",
        "notifications.gathering": "position problem",
        "notifications.letter": "problem",
        "notifications.notice": "kind",
        "notifications.wording_publication": "kind language",
        "notifications.webhook_attempt": "outcome",
        "notifications.webhook_delivery": "state",
        "notifications.webhook_halt": "cause",
        "notifications.webhook_message": "type data path",
        "portal.appointment": "role",
        "portal.long_step": "step",
        "portal.long_step_end": "refusal",
        "portal.sign_in_link": "kind path purpose language",
    },
    "what was installed": {
        f"{schema}.migration": "name digest"
        for schema in (
            "access", "bus", "clock", "contracts", "documents", "notifications", "portal", "trail",
        )
    },
    "jobs: identifiers alone": {
        f"{service}.{table}": columns
        for service in ("contracts", "documents", "notifications", "portal")
        for table, columns in (
            ("pgqueuer", "entrypoint dedupe_key payload headers"),
            ("pgqueuer_schedules", "expression entrypoint"),
            ("pgqueuer_statistics", "entrypoint"),
        )
    },
}  # fmt: skip
