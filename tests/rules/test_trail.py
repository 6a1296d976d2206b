"""What an operation does and makes is named in the audit trail."""

import inspect
from typing import Any

from pydantic import BaseModel

from shared.openapi import Operation, operation_id, operations_of
from tests.rules.test_api_documents import _apps

# What changes nothing that is kept, or is entered elsewhere; each with the reason.
ENTERED_ELSEWHERE = {
    "read_text": "keeps nothing",
    "check_file": "keeps nothing",
    "preview_notices": "keeps nothing",
    "send_message": "a sign-in link for the portal; using it is an act",
    "issue_calendar": "the portal asks when somebody's calendar is fetched; it says nothing new",
    "add_subscription": "a visitor’s own address; the chain of the mail to it proves what was sent",
    "confirm_subscription": "a visitor; nobody of the provider acts",
    "leave_subscription": "who leaves is forgotten, in the trail too",
    "record_view": "a chain of its own proves what became of a notice",
    "add_sign_in_links": "notifications makes links for its mails; using one is an act",
    "add_provider": "by the command that sets up",
    "issue_oauth_token": "by the command that grants it",
    "add_onboarding": "by contracts, in the name of whoever asks",
}


def _operations() -> list[Operation]:
    return [one for app in _apps().values() for one in operations_of(app)]


def test_every_operation_that_changes_something_enters_the_trail() -> None:
    """Do it inside ``within(request)``."""
    forgot = {
        operation_id(one.handler)
        for one in _operations()
        if one.method != "get" and not _enters(inspect.getsource(one.handler.fn))
    }
    assert forgot == set(ENTERED_ELSEWHERE)


def _enters(source: str) -> bool:
    return "within(" in source or "await enter(" in source or "enter_act(" in source


def test_who_makes_a_record_tells_the_audit_trail_its_id() -> None:
    """Wrap the answer in ``tagged(…)`` or ``made(…)`` inside ``within(request)``."""
    forgot = []
    for one in _operations():
        if one.method == "post" and _makes_a_record(one.answer, one.path):
            source = inspect.getsource(one.handler.fn)
            if "tagged(" not in source and "made(" not in source:
                forgot.append(one.handler.handler_name)
    assert forgot == []


def _makes_a_record(kind: Any, path: str) -> bool:
    """It answers with a record whose id does not stand in the path already."""
    if not isinstance(kind, type) or not issubclass(kind, BaseModel):
        return False
    return "id" in kind.model_fields and f"{{{kind.__name__.lower()}_id}}" not in path
