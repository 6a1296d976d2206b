"""What a person reads for each word of the record, and the tone in which a badge shows it."""

from collections.abc import Collection

from services.portal.language import gettext
from services.portal.language import later as _
from services.portal.more_labels import MODULES

_TERMS = ("block", "mitigate", "terminate")
_HELD_BACK = _("Keeps the old party until the objection is withdrawn.")
_ENDED = _("Ends today, and nothing is processed any more.")
_FREE = _("The objection holds the change no longer.")

LABELS: dict[str, dict[str, str]] = {
    "agreement_state": {
        "offered": _("Awaiting signature"),
        "in_force": _("In force"),
        "expired": _("Ran out"),
        "ended": _("Ended"),
    },
    "change_state": {
        "draft": _("Draft"),
        "reviewed": _("Reviewed draft"),
        "discarded": _("Draft dropped"),
        "published": _("Notice running"),
        "partly_effective": _("In effect for some"),
        "effective": _("In effect"),
        "withdrawn": _("Withdrawn"),
    },
    "long_step": {
        "reviews": _("Reviewing"),
        "discards": _("Dropping the draft"),
        "publications": _("Publishing"),
        "withdrawals": _("Withdrawing"),
        "activations": _("Going live"),
        "overrides": _("Overriding the protection"),
    },
    "long_step_done": {
        "reviews": _("The review is recorded."),
        "discards": _("The draft is dropped."),
        "publications": _("The change is published. Everybody on the list is told now."),
        "withdrawals": _("The change is withdrawn. Who was told of it hears that now."),
        "activations": _("The change is in effect for everybody for whom it may be."),
        "overrides": _("The override is recorded."),
    },
    "action": {
        "addition": _("New sub-processor"),
        "replacement": _("Replacement"),
        "removal": _("Removal"),
        "alteration": _("Altered terms"),
    },
    "capacity": {
        "subprocessor": _("Sub-processor of clients’ data"),
        "own_administration": _("Processor for own administration"),
        "controller": _("Controller of its own"),
    },
    "zone": {
        "EU": _("European Union"),
        "EEA": _("European Economic Area"),
        "adequate": _("Country with an adequacy decision"),
        "third": _("Country outside the EEA without adequacy decision"),
    },
    "mechanism": {
        "none_required": _("none required (inside the EEA)"),
        "adequacy": _("adequacy decision"),
        "dpf": _("EU-US Data Privacy Framework (DPF)"),
        "scc": _("standard contractual clauses (EU) 2021/914"),
        "bcr": _("binding corporate rules"),
        "derogation": _("derogation of Art. 49 GDPR"),
        "privacy_shield": _("Privacy Shield (invalid since 16 July 2020)"),
    },
    "processing_field": {
        "subject_matter": _("Subject"),
        "duration": _("Duration"),
        "nature": _("Nature"),
        "purpose": _("Purpose"),
        "data_categories": _("Data"),
        "data_subjects": _("Data subjects"),
        "controller_rights": _("Rights and duties of the controller"),
        "measures": _("Security measures"),
    },
    "holds": {
        "everybody": _("Everybody who takes it"),
        "some": _("Some clients"),
        "announced": _("Announced"),
        "leaving": _("Is going to end"),
    },
    "adequacy_scope": {
        "whole": _("everybody there"),
        "commercial": _("commercial organisations"),
        "dpf": _("recipients certified under the DPF"),
    },
    "duty": {
        "signatory": _("Signs agreements"),
        "notice": _("Is told of changes"),
        "privacy": _("Privacy contact"),
        "breach": _("Is told of data breaches"),
    },
    "authorisation": {
        "general": _("General authorisation"),
        "specific": _("Specific authorisation"),
    },
    "day_kind": {"calendar": _("calendar days"), "business": _("business days")},
    "counted_from": {
        "published": _("the day of publication"),
        "sent": _("the day on which the notice was sent"),
        "delivered": _("the day on which the notice was delivered"),
    },
    "method": {
        "sign_in_link": _("Signed in the portal, through the link in a mail"),
        "checkout_click": _("By a click at checkout"),
        "uploaded_copy": _("On a signed copy that was handed in"),
        "own_paper": _("On the client’s own paper"),
    },
    "ender": {"client": _("the client"), "provider": _("the provider")},
    "version_part": {
        "provider": _("Processor"),
        "client": _("Controller"),
        "terms": _("Terms"),
        "processings": _("Processing"),
        "subprocessors": _("Sub-processor"),
        "contacts": _("Contact"),
    },
    "version_field": {
        "authorisation": _("Authorisation"),
        "notice_days": _("Days of notice"),
        "objection_days": _("Days to object"),
        "day_kind": _("Kind of days"),
        "counted_from": _("Counted from"),
        "on_objection": _("When the client objects"),
        "end_choice": _("When the agreement ends"),
        "emergency_clause": _("Emergency clause"),
        "name": _("Name"),
        "legal_name": _("Legal name"),
        "legal_entity": _("Legal entity"),
        "registration": _("Trade register"),
        "address": _("Address"),
        "country": _("Country"),
        "email": _("E-mail"),
        "phone": _("Telephone"),
        "website": _("Website"),
        "privacy_contact": _("Privacy contact"),
        "job_title": _("Position"),
        "duties": _("Duties"),
        "product": _("Product"),
        "subject_matter": _("Subject"),
        "duration": _("Duration"),
        "nature": _("Nature"),
        "purpose": _("Purpose"),
        "data_categories": _("Data"),
        "data_subjects": _("Data subjects"),
        "controller_rights": _("Rights of the controller"),
        "retention": _("Kept for"),
        "measures": _("Security measures"),
        "contact": _("Contact"),
        "contact_person": _("Contact person"),
        "location": _("Location"),
        "zone": _("Zone"),
        "mechanism": _("Transfer"),
        "mechanism_verified_on": _("Transfer verified on"),
        "condition": _("Condition"),
        "chain": _("Works under"),
    },
    "on_objection": {
        "block": _("the change does not hold for this client"),
        "mitigate": _("the provider takes a measure or offers an alternative"),
        "terminate": _("the client may end the agreement"),
    },
    "decision_means": {
        "alternative_offered.block": _(
            "Stays held: this agreement asks for a withdrawn objection."
        ),
        "measure_taken.block": _("Stays held: this agreement asks for a withdrawn objection."),
        "alternative_offered.mitigate": _("Stays held until you took a measure."),
        "measure_taken.mitigate": _FREE,
        "alternative_offered.terminate": _("Held for the days in which the client may leave."),
        "measure_taken.terminate": _("Held for the days in which the client may leave."),
        **{f"client_held_back.{one}": _HELD_BACK for one in _TERMS},
        **{f"agreement_ended.{one}": _ENDED for one in _TERMS},
        **{f"objection_withdrawn.{one}": _FREE for one in _TERMS},
    },
    "end_choice": {"return": _("data are returned"), "delete": _("data are deleted")},
    "cause": {
        "onboarding": _("First version"),
        "change": _("Change of sub-processors"),
        "drift": _("Annex brought up to date"),
        "amendment": _("New terms"),
        "own_paper": _("The client’s own paper"),
    },
    "standing": {
        "effective": _("In effect"),
        "ended": _("No longer concerned"),
        "objection_open": _("Objection to be decided"),
        "objection_upheld": _("Held back after objection"),
        "unreached": _("Not reached yet"),
        "approval_missing": _("Approval needed"),
        "notice_running": _("Notice running"),
        "may_leave": _("May end the agreement"),
        "before_effective_date": _("Before the effective date"),
        "clear": _("Free to go live"),
    },
    "held_reason": {
        "objection_open": _("Has objected; the objection is not decided yet"),
        "objection_upheld": _("Has objected and is held back"),
        "unreached": _("Could not be reached yet; no deadline runs"),
        "approval_missing": _("Has not given its approval (specific authorisation)"),
        "notice_running": _("May still object"),
        "before_effective_date": _("The effective date has not come yet"),
        "may_leave": _("May end the agreement over this change"),
    },
    "delivery_state": {
        "queued": _("Waiting to be sent"),
        "sending": _("Being sent"),
        "accepted": _("Accepted by the mail server"),
        "failed": _("Not deliverable"),
        "in_doubt": _("In doubt"),
        "stopped": _("Stopped"),
    },
    "recipient_cause": {
        "publication": _("Told at publication"),
        "onboarding": _("Told at onboarding"),
        "escalation": _("Told because others could not be reached"),
    },
    "decision": {
        "alternative_offered": _("An alternative was offered"),
        "measure_taken": _("A measure was taken"),
        "client_held_back": _("The change does not go ahead for this client"),
        "agreement_ended": _("The agreement ends"),
        "objection_withdrawn": _("The client withdrew the objection"),
    },
    "line_state": {
        "open": _("To be answered"),
        "accepted": _("Accepted"),
        "dismissed": _("Dismissed"),
    },
    "basis": {"text": _("from the statement"), "catalogue": _("from the catalogue")},
    "role": {
        "owner": _("Owner"),
        "officer": _("Privacy officer"),
        "viewer": _("Viewer"),
        "auditor": _("Auditor"),
    },
    "part": {
        "contracts": _("The register of agreements"),
        "documents": _("The document store"),
        "notifications": _("The sending of notices"),
        "portal": _("The portal"),
    },
    "upstream_state": {
        "published": _("Published by the supplier"),
        "accepted": _("Accepted by us"),
        "countersigned": _("Signed by both"),
    },
    "upstream_lack": {
        "upstream-missing": _("Works for your clients without an agreement (Art. 28(4) GDPR)."),
        "upstream-only-published": _("Published terms alone; record that they were accepted."),
        "upstream-notice-unknown": _("It is not known how long before a change it tells you."),
        "upstream-notice-short": _("Tells you of changes later than you promised your clients."),
        "upstream-objection-short": _("A client’s objection could not be passed on in time."),
    },
    "statement_state": {
        "announced": _("Not in force yet"),
        "in_force": _("In force"),
        "past": _("No longer in force"),
        "withdrawn": _("Withdrawn"),
        "replaced": _("Replaced by a correction"),
    },
    "told_by": {"email": _("by e-mail"), "site": _("on the website"), "both": _("both")},
    "register_word": {
        "mail": _("by e-mail"),
        "letter": _("by letter"),
        "portal": _("in the portal"),
        "phone": _("by telephone"),
        "agreement": _("in the agreement"),
        "other": _("otherwise"),
        "pending": _("Not settled yet"),
        "carried_out": _("Carried out"),
        "refused": _("Refused"),
        "disclosed": _("Data were given"),
        "before": _("Yes, before"),
        "after": _("Yes, afterwards"),
        "not": _("No"),
        "client": _("the client"),
        "certification": _("a certification"),
        "authority": _("an authority"),
        "own": _("ourselves"),
        "return": _("Data returned"),
        "delete": _("Data deleted"),
        "access": _("Access to data"),
        "rectification": _("Rectification"),
        "erasure": _("Erasure"),
        "restriction": _("Restriction of processing"),
        "portability": _("Data to take along"),
        "objection": _("Objection to processing"),
        "automated_decision": _("No decision by a machine alone"),
        "data_subject": _("the person"),
        "answered": _("Answered"),
        "left_to_client": _("Left to the client"),
    },
    "scope": {
        "read": _("read everything"),
        "write": _("do what a privacy officer does"),
        "onboard": _("take on clients"),
    },
    "actor_kind": {
        "staff": _("Somebody who worked here"),
        "contact": _("Somebody at a client"),
        "reseller": _("Somebody at a reseller"),
        "application": _("An integration"),
        "service": _("Schakel itself"),
        "installation": _("Whoever set this up"),
    },
    "fault": {
        "missing": _("is missing"),
        "altered": _("was altered"),
        "detail_altered": _("what belongs to it was altered"),
        "head_differs": _("is not where the chain ends"),
    },
    "import_state": {
        "waiting": _("Waiting"),
        "running": _("Going on"),
        "checked": _("Checked, nothing wrong"),
        "refused": _("Has mistakes"),
        "imported": _("Taken over"),
        "failed": _("Did not succeed"),
    },
    "import_stage": {
        "read": _("Reading the file"),
        "check": _("Checking the rows"),
        "resolve": _("Comparing with what is recorded"),
        "insert": _("Recording the clients"),
        "freeze": _("Making the agreements"),
    },
    "lacking": {
        "contact": _("how to reach you"),
        "address": _("your address"),
        "processings": _("what is done with personal data"),
        "measures": _("how the data are secured"),
        "countries": _("in which countries the data are"),
        "certificates": _("certificates and audits"),
        "intended_use": _("what the products are meant for"),
        "breach_procedure": _("what happens at a breach"),
        "rights_support": _("how you help with requests of data subjects"),
    },
    "language": {"nl": _("Dutch"), "en": _("English")},
}

_TONES: dict[str, Collection[str]] = {
    "valid": ("imported", "checked", "in_force", "effective", "accepted", "clear", "signed"),
    "warning": [
        "offered",
        "expired",
        "partly_effective",
        "approval_missing",
        "objection_open",
        "in_doubt",
        "unreached",
        "may_leave",
    ],
    "danger": ("refused", "failed", "objection_upheld"),
    "neutral": ("reviewed", "published", "notice_running", "before_effective_date", "sending"),
}

for _more in MODULES:
    assert LABELS.keys().isdisjoint(_more.LABELS), "words of one name would hide those of another"
    LABELS |= _more.LABELS
    for _name, _states in _more.TONES.items():
        _TONES[_name] = (*_TONES.get(_name, ()), *_states)


def label(value: str | None, kind: str) -> str:
    """The word for the reader; a word that we don't know yet is shown as it came."""
    if value is None:
        return ""
    found = LABELS[kind].get(value)
    return gettext(found) if found else value.replace("_", " ")


def tone(value: str | None) -> str:
    """A variant of the status badge."""
    return next((name for name, states in _TONES.items() if value in states), "inactive")
