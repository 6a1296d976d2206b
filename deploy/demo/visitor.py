"""Somebody at a browser without JavaScript: opens pages, fills in forms, keeps cookies."""

from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpx
from lxml import html


class PageRefused(Exception):
    """The portal answered with an error page; the text says which and what it said."""


class Visitor:
    def __init__(self, portal: str) -> None:
        self._client = httpx.AsyncClient(base_url=portal, follow_redirects=True, timeout=30)
        self.address, self.status = "", 0
        self.page = html.fromstring("<html><body></body></html>")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    @property
    def text(self) -> str:
        """What the page says, its white space folded."""
        return " ".join(self.page.text_content().split())

    async def open(self, address: str) -> None:
        """``PageRefused`` when the answer is an error."""
        self._keep(await self._client.get(address))

    async def submit(self, action: str, **values: str) -> None:
        """Fill in and send the form of this page whose action ends so; hidden fields go along."""
        form = next(
            (
                f
                for f in self.page.forms
                if (f.action or self.address).split("?")[0].endswith(action)
            ),
            None,
        )
        if form is None:
            raise PageRefused(f"{self.address} has no form for {action}: {self.text[:500]}")
        fields = dict(form.form_values()) | values
        target = urljoin(self.address, form.action or self.address)
        self._keep(await self._client.post(target, data=fields))

    async def fetch(self, address: str) -> bytes:
        """The bytes behind a link, wherever it leads."""
        answer = await self._client.get(address)
        answer.raise_for_status()
        return answer.content

    async def post(self, address: str) -> httpx.Response:
        """As by a form of the portal with nothing filled in."""
        token = self._client.cookies.get("schakel_form") or ""
        return await self._client.post(address, headers={"x-csrftoken": token})

    def _keep(self, answer: httpx.Response) -> None:
        self.address, self.status = str(answer.url), answer.status_code
        self.page = html.fromstring(answer.text or "<html><body></body></html>")
        if answer.is_error:
            raise PageRefused(f"{self.address} answered {self.status}: {self.text[:500]}")
