"""Signing in as people do: by the link in the mail."""

from deploy.demo.mailbox import Mailbox
from deploy.demo.visitor import Visitor

# Who is in the demonstration: the owner of a provider, and a signatory of one of its clients.
FIRST = {"staff": "officer@de-kale-ict.example", "a client": "bea@bakkerij-bedacht.example"}


async def request_link(portal: str, mailbox: Mailbox, address: str) -> str:
    """Ask the portal for a link and take it from the mail."""
    known = await mailbox.links(address)
    async with Visitor(portal) as visitor:
        await visitor.open("/sign-in")
        await visitor.submit("/sign-in", email=address)
    return await mailbox.new_link(address, known)


async def enter(visitor: Visitor, link: str) -> None:
    """Open the link; nothing is used up before the button is pressed (mail scanners open links)."""
    await visitor.open(link)
    await visitor.submit(link.rpartition("/")[2])
