"""Who may see a page: somebody who isn't signed in is sent to sign in and comes back."""

from litestar.datastructures import State
from litestar.di import NamedDependency

from services.portal.commands.outlast import LongSteps
from services.portal.domain.reader import Reader
from services.portal.peers.call import Peers
from services.portal.session import PageRequest
from services.portal.settings import PortalSettings
from shared.database import Pool


class SignInNeeded(Exception):
    """The page is for people who signed in."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class NotForYou(Exception):
    """Signed in, and this page is for others."""


def _reader(request: PageRequest) -> Reader:
    if request.user is None:
        path = request.url.path
        raise SignInNeeded(f"{path}?{request.url.query}" if request.url.query else path)
    return request.user


async def staff(request: PageRequest) -> Reader:
    """A member of the provider's staff."""
    reader = _reader(request)
    if not reader.is_staff:
        raise NotForYou
    return reader


async def editor(request: PageRequest) -> Reader:
    """A member of staff who may write."""
    reader = await staff(request)
    if not reader.may_write:
        raise NotForYou
    return reader


async def owner(request: PageRequest) -> Reader:
    """Who decides who works here and what else may act for the provider."""
    reader = await staff(request)
    if reader.role != "owner":
        raise NotForYou
    return reader


async def server(request: PageRequest) -> Reader:
    """Who serves clients: a member of staff, or somebody at a reseller."""
    reader = _reader(request)
    if not reader.serves:
        raise NotForYou
    return reader


async def auditor(request: PageRequest) -> Reader:
    """Who may read the audit trail."""
    reader = await staff(request)
    if reader.role not in ("owner", "auditor"):
        raise NotForYou
    return reader


async def onboarder(request: PageRequest) -> Reader:
    """Who may bring in a client: staff who write, and people at a reseller."""
    reader = _reader(request)
    if not reader.may_onboard:
        raise NotForYou
    return reader


async def contact(request: PageRequest) -> Reader:
    """Somebody at a client."""
    reader = _reader(request)
    if reader.kind != "contact":
        raise NotForYou
    return reader


async def reader(request: PageRequest) -> Reader:
    """Anybody who signed in."""
    return _reader(request)


async def pool(state: State) -> Pool:
    found: Pool = state.pool
    return found


async def steps(state: State) -> LongSteps:
    found: LongSteps = state.steps
    return found


async def peers(state: State) -> Peers:
    found: Peers = state.peers
    return found


async def settings(state: State) -> PortalSettings:
    found: PortalSettings = state.settings
    return found


Staff = NamedDependency[Reader]
Editor = NamedDependency[Reader]
Owner = NamedDependency[Reader]
Auditor = NamedDependency[Reader]
Server = NamedDependency[Reader]
Onboarder = NamedDependency[Reader]
Contact = NamedDependency[Reader]
AnyReader = NamedDependency[Reader]
ThePool = NamedDependency[Pool]
TheSteps = NamedDependency[LongSteps]
ThePeers = NamedDependency[Peers]
TheSettings = NamedDependency[PortalSettings]
