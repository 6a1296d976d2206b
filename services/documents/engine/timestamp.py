"""Time stamps of an authority (RFC 3161), asked over HTTP and read with suspicion."""

import httpx
from asn1crypto import cms, tsp
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

_LARGEST = 100_000
_HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
}


class Authority(TimeStamper):
    """One authority, asked for each seal. Raises OSError in whatever way it fails."""

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        self.url, self._seconds = url, seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            return tsp.TimeStampResp.load(await self._ask(req.dump()))
        except (httpx.HTTPError, ValueError, TypeError) as failure:
            raise TimestampRequestError(f"no answer ({type(failure).__name__})") from failure

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over exactly this digest; another's is refused as if there were none."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            told = token["content"]["encap_content_info"]["content"].parsed
            stamped = told["message_imprint"]["hashed_message"].native
        except TimestampRequestError:
            raise
        except Exception as failure:  # whatever an authority's bytes can provoke in the parser
            raise TimestampRequestError(f"no token ({type(failure).__name__})") from failure
        if stamped != message_digest:
            raise TimestampRequestError("a token over something else")
        return token

    async def _ask(self, request: bytes) -> bytes:
        """Within the time limit as a whole, not for each byte."""
        async with (
            httpx.AsyncClient(timeout=self._seconds, follow_redirects=False) as client,
            client.stream("POST", self.url, content=request, headers=_HEADERS) as answer,
        ):
            answer.raise_for_status()
            content = bytearray()
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > _LARGEST:
                    raise ValueError("too long an answer")
            return bytes(content)
