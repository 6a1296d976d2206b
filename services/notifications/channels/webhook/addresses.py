"""Which addresses may be called: those of the open Internet, and what the administrator opened.

A name is resolved once and what was found is called, so that a name server that says something else
a moment later changes nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Protocol, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_SECONDS = 5.0
_NAT64 = IPv6Network("64:ff9b::/96")
# What ``is_global`` lets through, in some version of Python or in all: tunnels and translations
# into networks that it would refuse, and addresses that belong to nobody.
_NEVER = [
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"),
        *("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "3fff::/20"),
        *("5f00::/16", "fec0::/10"),
    )
]


class NameUnknown(Exception):
    """No address was found under this name."""


class AddressRefused(Exception):
    """What was found lies in a network that may not be called."""


class Resolver(Protocol):
    async def resolve(self, host: str, port: int) -> list[str]:
        """Addresses in the order in which to try them. Raise ``NameUnknown``."""


class SystemResolver:
    """The machine's own, on threads of its own: a slow name server keeps nobody else waiting."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="webhook-names")

    async def resolve(self, host: str, port: int) -> list[str]:
        looking = asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host, port)
        try:
            return await asyncio.wait_for(looking, _SECONDS)
        except (OSError, UnicodeError, TimeoutError) as error:
            raise NameUnknown(type(error).__name__) from error

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Gate:
    """Which of the addresses of a name may be called."""

    def __init__(self, resolver: Resolver, opened: Sequence[Network] = ()) -> None:
        self._resolver, self._opened = resolver, opened

    async def way_to(self, host: str, port: int, *, plain: bool) -> list[Address]:
        """At least one. ``plain``: without TLS, which only the opened networks allow.

        Raise ``NameUnknown`` or ``AddressRefused``; one address that may not be called closes the
        whole name, for no honest name mixes the two.
        """
        found = [_read(text) for text in await self._resolver.resolve(host, port)]
        if not found:
            raise NameUnknown("nothing")
        for address in found:
            if not (self._is_opened(address) or (not plain and is_public(address))):
                raise AddressRefused(host)
        return found

    def _is_opened(self, address: Address) -> bool:
        return any(address in network for network in self._opened)


def _read(text: str) -> Address:
    """An IPv4 address in IPv6 clothes is the IPv4 address that it stands for."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError as error:
        raise NameUnknown("no address") from error
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def is_public(address: Address) -> bool:
    """What a translator makes of it counts, where there is one (RFC 6052)."""
    if address in _NAT64:
        address = IPv4Address(int(address) & 0xFFFFFFFF)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NEVER)
    )
