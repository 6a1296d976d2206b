"""What a person reads of the words of messages: their kinds, states and the situations shown, and
why one was refused."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "message_kind": {
        "sign_in": _("Link to sign in"),
        "agreement_ready": _("Agreement ready to sign"),
        "amendment_ready": _("Proposed amendment"),
        "agreement_reminder": _("Reminder of what lies unsigned"),
        "agreement_signed": _("Agreement signed"),
        "agreement_countersigned": _("Agreement countersigned"),
        "annex_renewed": _("Annexes renewed"),
        "agreement_ending": _("End of an agreement"),
        "ending_withdrawn": _("End of an agreement taken back"),
        "change_announced": _("Change of sub-processors announced"),
        "change_withdrawn": _("Change of sub-processors withdrawn"),
        "change_effective": _("Change of sub-processors in effect"),
        "change_altered": _("Change of sub-processors put off"),
        "objection_received": _("Receipt of an objection"),
        "objection_decided": _("Decision on an objection"),
        "incident_notified": _("Personal data breach"),
        "subscription_asked": _("Confirmation for a follower"),
        "public_announced": _("Change told to followers"),
        "public_altered": _("Change put off, told to followers"),
        "public_withdrawn": _("Change withdrawn, told to followers"),
        "upstream_expiring": _("Agreement with a supplier ends"),
        "webhook_halted": _("A webhook was stopped"),
    },
    "message_reader": {
        "clients": _("To clients, and to whoever signs in"),
        "followers": _("To followers of your public list"),
        "staff": _("To your own people"),
    },
    "wording_state": {
        "draft": _("Draft"),
        "in_force": _("In force"),
        "replaced": _("Replaced"),
        "retired": _("Taken out of use"),
    },
    "wording_situation": {
        "full": _("With everything in it"),
        "approval": _("To a client who approves first"),
        "least": _("With as little as there can be"),
    },
}
TONES: dict[str, tuple[str, ...]] = {}
MESSAGES: dict[str, str] = {
    "wording-has-faults": _("This can’t be published yet. What is wrong is listed below."),
    "wording-not-in-force": _("This version is not in force (any more)."),
    "accent-too-light": _("White letters on this colour are hard to read. Choose a darker one."),
    "person-needed": _("Only somebody who signed in can have a test sent."),
}
