"""What a person reads of incidents: how far one is, what a stage is, what the law asks of it."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "incident_state": {
        "reported": _("Nobody told yet"),
        "told": _("Clients written to"),
        "closed": _("Closed"),
        "waived": _("Clients not told"),
    },
    "incident_stage": {
        "first": _("First message"),
        "update": _("Update"),
        "closing": _("Last message"),
    },
    "incident_fared": {
        "told": _("Told"),
        "by_letter": _("By letter"),
        "unreached": _("Not reached"),
        "in_doubt": _("In doubt"),
        "pending": _("Still under way"),
    },
    "incident_fact": {
        "nature": _("Nature of the breach"),
        "subjects": _("Whose data these are"),
        "subjects_number": _("Number of people, approximately"),
        "records": _("Which data these are"),
        "records_number": _("Number of records, approximately"),
        "numbers_note": _("On these numbers"),
        "contact_point": _("Contact point"),
        "consequences": _("Likely consequences"),
        "measures": _("Measures, taken and proposed"),
    },
    "incident_told_as": {
        "breach": _("contact for breaches"),
        "notice": _("contact for notices, for want of one for breaches"),
        "privacy": _("contact for privacy, for want of one for breaches"),
        "signatory": _("signatory, for want of a contact for breaches"),
    },
}
TONES: dict[str, tuple[str, ...]] = {"valid": ("closed",), "danger": ("reported",)}
