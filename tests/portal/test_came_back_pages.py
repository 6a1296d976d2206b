"""What came back by mail, on the page of the client whom it was for."""

import pytest

from tests.portal import record
from tests.portal.conftest import Portal

SENT = {
    "id": str(record.DELIVERY),
    "name": "Anna de Boer",
    "client_id": str(record.CLIENT),
    "state": "accepted",
    "proof": "accepted_by_mail_server",
}


@pytest.mark.parametrize(
    ("reason", "proof", "said"),
    [
        ("bounced", "failed", "It came back"),
        ("returned", "seen_in_portal", "It came back, which changes nothing"),
        ("delayed", "accepted_by_mail_server", "Delayed on its way"),
        ("relayed", "accepted_by_mail_server", "Went on to where no reports come from"),
        ("answered", "reported_delivered", "Somebody wrote back"),
        ("delivered", "reported_delivered", "Reported delivered"),
    ],
)
async def test_staff_sees_what_came_back_of_a_mail(
    portal: Portal, reason: str, proof: str, said: str
) -> None:
    sent = SENT | {"proof": proof, "reason": reason, "reply": "452 4.2.2 <b>full</b>"}
    portal.notifications.say("GET", f"/notices/{record.NOTICE}/deliveries", [sent])
    page = await (await portal.staff("viewer")).open(f"/clients/{record.CLIENT}")
    assert page.status == 200
    assert said in page.text
    assert "452 4.2.2 <b>full</b>" in page.text, "what a mail server says is text"
