"""A browser without JavaScript: reads pages, fills in their forms, follows where they lead."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx
from lxml import html


@dataclass
class Page:
    response: httpx.Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return self.response.url.raw_path.decode()

    @property
    def tree(self) -> Any:
        return html.fromstring(self.response.text)

    @property
    def text(self) -> str:
        """What a person reads, spaces made one."""
        return " ".join(self.tree.text_content().split())

    def form(self, action: str) -> Any:
        found = [form for form in self.tree.forms if form.action == action]
        assert found, f"no form to {action}: {[form.action for form in self.tree.forms]}"
        return found[0]

    def values(self, action: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.form(action).form_values():
            found.setdefault(name, []).append(value)
        return found


class Browser:
    def __init__(self, url: str) -> None:
        self.url = url
        self.client = httpx.AsyncClient(
            base_url=url, follow_redirects=True, headers={"Accept-Language": "en"}, timeout=30
        )

    async def open(self, path: str) -> Page:
        return Page(await self.client.get(path))

    async def submit(
        self, page: Page, action: str, files: dict[str, Any] | None = None, **typed: Any
    ) -> Page:
        """Send the form with what stands in it, overwritten by what is typed; null leaves out.

        ``files``: name, bytes and kind of what is chosen for each field.
        """
        values = {**page.values(action), **typed}
        data = {name: value for name, value in values.items() if value is not None}
        return Page(await self.client.post(urljoin(self.url, action), data=data, files=files))
