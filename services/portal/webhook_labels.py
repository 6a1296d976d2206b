"""What a person reads of webhooks: events, states and how an attempt ended."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "webhook_event": {
        "client.onboarded": _("A client came in"),
        "agreement.signed": _("An agreement was signed or accepted"),
        "agreement.amended": _("An agreement was amended"),
        "agreement.terminated": _("The end of an agreement was recorded"),
        "agreement.termination_withdrawn": _("The end of an agreement was taken back"),
        "change.published": _("A change was announced"),
        "change.approved": _("A client approved a change"),
        "change.effective": _("A change took effect"),
        "change.withdrawn": _("A change was withdrawn"),
        "change.altered": _("A change was put off"),
        "objection.received": _("A client objected"),
        "objection.decided": _("An objection was answered"),
        "delivery.unreached": _("Somebody could not be reached"),
        "endpoint.tested": _("Test message"),
    },
    "webhook_state": {
        "queued": _("Under way"),
        "delivered": _("Arrived"),
        "failed": _("Did not arrive"),
        "held": _("Kept back"),
    },
    "webhook_running": {
        "running": _("In use"),
        "owner": _("Paused"),
        "failing": _("Stopped: nothing arrived for days"),
        "gone": _("Stopped: the receiver wants nothing more"),
    },
    "webhook_outcome": {
        "delivered": _("Arrived"),
        "status": _("The receiver refused it"),
        "redirect": _("The receiver pointed elsewhere, which is not followed"),
        "gone": _("The receiver wants nothing more"),
        "timeout": _("No answer in time"),
        "unreachable": _("Nobody answers at this address"),
        "tls": _("The certificate is not right"),
        "name_unknown": _("This name has no address"),
        "address_refused": _("This address lies in a closed network"),
        "broken_answer": _("The answer broke off"),
        "secret_lost": _("The secret is no longer valid: make a new one"),
    },
}
TONES: dict[str, tuple[str, ...]] = {
    "valid": ("delivered", "running"),
    "warning": ("held", "owner"),
    "danger": ("failing", "gone"),
    "neutral": ("queued",),
}
