"""What stands beside the labels of the record: a module of words for each part that has its own."""

from services.portal import (
    evidence_labels,
    incident_labels,
    message_labels,
    rendering_labels,
    seal_labels,
    storage_labels,
    template_labels,
    unreached_labels,
    webhook_labels,
    wording_labels,
)

MODULES = (
    evidence_labels,
    webhook_labels,
    template_labels,
    seal_labels,
    rendering_labels,
    storage_labels,
    incident_labels,
    message_labels,
    unreached_labels,
    wording_labels,
)
