"""What a person reads of messages: what they tell, and how far the proof goes that they did."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "notice_kind": {
        "agreement_ready": _("Agreement ready to sign"),
        "amendment_ready": _("Proposed change to the agreement"),
        "agreement_reminder": _("Reminder to sign"),
        "agreement_signed": _("Confirmation of signature"),
        "agreement_countersigned": _("Countersigned"),
        "agreement_ending": _("Agreement ends"),
        "ending_withdrawn": _("End taken back"),
        "annex_renewed": _("Renewed annex"),
        "change_announced": _("Change announced"),
        "change_withdrawn": _("Change withdrawn"),
        "change_effective": _("Change in effect"),
        "change_altered": _("Change put off"),
        "objection_received": _("Objection received"),
        "objection_decided": _("Objection decided"),
        "incident_notified": _("Data breach"),
        "webhook_halted": _("A webhook was stopped"),
        "upstream_expiring": _("Agreement with a supplier ends"),
        "subscription_asked": _("Confirmation of a follower"),
        "public_announced": _("Change on the public list"),
        "public_altered": _("Change on the public list put off"),
        "public_withdrawn": _("Withdrawal on the public list"),
    },
    # What came back to the return path of a mail.
    "came_back": {
        "bounced": _("It came back"),
        "returned": _("It came back, which changes nothing"),
        "delayed": _("Delayed on its way"),
        "relayed": _("Went on to where no reports come from"),
        "answered": _("Somebody wrote back"),
    },
    "proof": {
        "queued": _("Waiting to be sent"),
        "accepted_by_mail_server": _("Accepted by the mail server"),
        "reported_delivered": _("Reported delivered"),
        "seen_in_portal": _("Opened in the portal"),
        "acknowledged": _("Taken note of"),
        "failed": _("Not deliverable"),
        "in_doubt": _("In doubt"),
        "none": _("Stopped"),
    },
    "proof_means": {
        "queued": _("Nobody has been told by it yet."),
        "accepted_by_mail_server": _(
            "Our mail server took the message and has to deliver it. It does not prove that it came"
            " into the mailbox, nor that anybody read it."
        ),
        "reported_delivered": _(
            "The receiving side reported that it put the message into the mailbox. It does not"
            " prove that anybody read it."
        ),
        "seen_in_portal": _(
            "The recipient signed in and opened it here, at this moment. It does not prove that"
            " every word was read."
        ),
        "acknowledged": _(
            "The recipient signed in and said, at this moment, to have taken note of it. It is no"
            " consent to what it tells."
        ),
        "failed": _("The mail server refused it or gave up: by mail nobody was told."),
        "in_doubt": _(
            "The link to the mail server broke after the last word: taken or not, nobody knows"
            " until its log settles it."
        ),
        "none": _("It was stopped before it was sent: nobody was told by it."),
    },
}
TONES: dict[str, tuple[str, ...]] = {
    "valid": ("acknowledged", "seen_in_portal", "reported_delivered"),
    "neutral": ("accepted_by_mail_server",),
}
