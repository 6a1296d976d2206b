"""The signature that leaves is the one that the library of the specification expects."""

import json
import time
from uuid import UUID, uuid4

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from services.notifications.channels.webhook.signature import sign
from services.notifications.domain.webhook_endpoint import derive, fingerprint, key_of

KEY = key_of(b"a signing key of thirty-two bytes")
BODY = json.dumps(
    {"type": "agreement.signed", "data": {"naam": "Bakkerij “’t Hoekje” 🥐"}}
).encode()


def headers(secrets: list[str], at: int | None = None) -> dict[str, str]:
    now = int(time.time()) if at is None else at
    return {
        "webhook-id": "019a0000-0000-7000-8000-000000000001",
        "webhook-timestamp": str(now),
        "webhook-signature": sign(secrets, "019a0000-0000-7000-8000-000000000001", now, BODY),
    }


def test_the_vector_of_the_specification_gives_its_signature() -> None:
    signed = sign(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_published_library_verifies_either_of_two_secrets_and_no_third() -> None:
    old, new, foreign = (derive(KEY, uuid4()) for _ in range(3))
    sent = headers([new, old])
    for secret in (old, new):
        assert Webhook(secret).verify(BODY, sent)["type"] == "agreement.signed"
    with pytest.raises(WebhookVerificationError):
        Webhook(foreign).verify(BODY, sent)
    with pytest.raises(WebhookVerificationError):
        Webhook(new).verify(BODY + b" ", sent)
    with pytest.raises(WebhookVerificationError):
        Webhook(new).verify(BODY, headers([new], int(time.time()) - 3600))


def test_a_secret_follows_from_its_id_and_the_key_and_from_nothing_less() -> None:
    one = UUID(int=1)
    assert derive(KEY, one) == derive(KEY, one)
    assert derive(KEY, one) != derive(KEY, UUID(int=2))
    assert derive(KEY, one) != derive(key_of(b"another"), one)
    assert derive(KEY, one).startswith("whsec_")
    assert fingerprint(derive(KEY, one)) != fingerprint(derive(KEY, UUID(int=2)))
