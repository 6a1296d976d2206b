"""The stage of notifications, with a real Postfix between the worker and the sink."""

from tests.notifications.conftest import api, keys, sink, stage

__all__ = ["api", "keys", "sink", "stage"]
