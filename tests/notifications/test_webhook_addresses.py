"""No message goes into a network that is not open to everybody, whatever a name says."""

from ipaddress import ip_network

import pytest

from services.notifications.channels.webhook.addresses import (
    AddressRefused,
    Gate,
    NameUnknown,
    SystemResolver,
)


class Names:
    """A name server that says something else each time."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers, self.asked = list(answers), 0

    async def resolve(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return self._answers[min(self.asked, len(self._answers)) - 1]


FORBIDDEN = [
    *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.4", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "169.254.170.2", "100.100.100.200", "100.64.0.1", "0.0.0.0", "0.1.2.3"),
    *("192.0.0.192", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.88.99.1"),
    *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::"),
    *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "100::1", "3fff::1", "5f00::1"),
]
OPEN = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", FORBIDDEN)
async def test_an_address_that_is_not_open_to_everybody_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        await Gate(Names([address])).way_to("hook.example", 443, plain=False)


@pytest.mark.parametrize("address", OPEN)
async def test_an_address_of_the_open_internet_may_be_called(address: str) -> None:
    assert await Gate(Names([address])).way_to("hook.example", 443, plain=False)


async def test_a_name_that_mixes_open_and_inner_addresses_is_refused_whole() -> None:
    with pytest.raises(AddressRefused):
        await Gate(Names(["8.8.8.8", "10.0.0.1"])).way_to("hook.example", 443, plain=False)


async def test_what_the_administrator_opened_may_be_called_and_nothing_beside_it() -> None:
    gate = Gate(Names(["10.1.2.3"], ["10.1.3.3"]), [ip_network("10.1.2.0/24")])
    assert await gate.way_to("hook.intern", 443, plain=True)
    with pytest.raises(AddressRefused):
        await gate.way_to("hook.intern", 443, plain=True)


async def test_without_tls_nothing_goes_over_the_open_internet() -> None:
    gate = Gate(Names(["8.8.8.8"]), [ip_network("10.0.0.0/8")])
    with pytest.raises(AddressRefused):
        await gate.way_to("hook.example", 80, plain=True)


async def test_a_name_without_an_address_is_not_known() -> None:
    with pytest.raises(NameUnknown):
        await Gate(Names([])).way_to("hook.example", 443, plain=False)
    resolver = SystemResolver()
    with pytest.raises(NameUnknown):
        await resolver.resolve("nergens.invalid", 443)
    resolver.close()


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "017700000001", "localhost"])
async def test_however_this_machine_is_written_it_is_not_called(host: str) -> None:
    resolver = SystemResolver()
    with pytest.raises((AddressRefused, NameUnknown)):
        await Gate(resolver).way_to(host, 443, plain=False)
    resolver.close()
