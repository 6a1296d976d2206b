"""What is agreed with single clients about single links, the changes that meet such links, and the
annexes that say so."""

import json
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from services.contracts.commands.freeze_wave import freeze_wave
from shared.database import tenant_transaction
from tests.contracts import gate_machine
from tests.contracts.gate_links import Link, parties_on
from tests.contracts.gate_machine import anyone
from tests.contracts.gate_rules import ONE, OTHER
from tests.contracts.gate_story import Story
from tests.contracts.house import Json, link, say

AT_MOST = 3
KINDS = ["addition", "replacement", "alteration", "removal"]
later = st.one_of(st.none(), st.integers(0, 6))


class GateMachine(gate_machine.GateMachine):
    @rule(number=anyone, which=anyone, days=later, fits=st.booleans(), told=st.booleans())
    def agree_on_a_link(
        self, number: int, which: int, days: int | None, fits: bool, told: bool
    ) -> None:
        """It holds for one client later, or no more; nothing begins that way, or once more."""
        name, today = self._name(number), self.today()
        wanted = None if days is None else today + timedelta(days=days)
        one = self._pick_link(name, which, wanted, fits=fits)
        body = {"client_id": self.made[name]["client_id"], "reason": "afgesproken"}
        if wanted:
            body["valid_from"] = str(wanted)
        allowed = one.may_be_agreed(name, self.clients[name], today, wanted)
        assert bool(self.attempt(f"/links/{one.id}/exceptions", body)) == allowed
        if allowed:
            one.agree(name, today, wanted)
        if allowed and told:
            self._renew(name)

    def _pick_link(self, name: str, which: int, wanted: date | None, *, fits: bool) -> Link:
        """Any, or one of which that can be agreed, where there is such a link."""
        client, today = self.clients[name], self.today()
        fit = [one for one in self.links if one.may_be_agreed(name, client, today, wanted)]
        among = (fits and fit) or self.links
        return among[which % len(among)]

    @rule(
        kind=st.sampled_from(KINDS),
        which=anyone,
        days=st.integers(0, 4),
        at_once=st.booleans(),
        urgent=st.booleans(),
        agreed=st.booleans(),
    )
    def announce_another(
        self, kind: str, which: int, days: int, at_once: bool, urgent: bool, agreed: bool
    ) -> None:
        """One more change, while another runs or after it, of links that stand for everybody."""
        standing = [one for one in self.links if one.stands(self.today())]
        if len(self.stories) >= AT_MOST or not standing:
            return
        self.tick += 1
        among = [one for one in standing if one.agreed and agreed] or standing
        one = among[which % len(among)]
        self.run(self._announce_another(kind, one, days, at_once, urgent))

    async def _announce_another(
        self, kind: str, one: Link, days: int, at_once: bool, urgent: bool
    ) -> None:
        party = one.party
        if kind in ("addition", "replacement"):
            name = f"Wolk {len(self.stories)}"
            party = (await self.house.owner.post("/subprocessors", {"name": name}))["id"]
        more = {"purpose": say(f"opslag {len(self.stories)}")}
        begins = [link(self.products[one.product], party, **more)] if kind != "removal" else []
        ends = [one] if kind != "addition" else []
        await self._announce(days, ends, begins, at_once=at_once, urgent=urgent)
        await self._refuse_rival(ends)

    async def _refuse_rival(self, ends: list[Link]) -> None:
        """Two changes can't end one link."""
        for one in ends:
            rival = {"title": say("nog een", "another"), "ends": [one.id]}
            body = rival | {"effective_on": str(await self.house.today())}
            drafted = await self.house.owner.post("/changes", body)
            await self.house.owner.post(f"/changes/{drafted['id']}/publications", expect=409)

    @rule(number=anyone, days=st.integers(0, 3))
    def give_everything_up(self, number: int, days: int) -> None:
        """It may come back; what comes to hold meanwhile came without a word to it."""
        for product in (ONE, OTHER):
            self.give_up(self._name(number), product, days)

    @rule(number=anyone)
    def issue_an_annex(self, number: int) -> None:
        self._renew(self._name(number))

    def _renew(self, name: str) -> None:
        """Where the last annex says no longer what holds, the new one does, for this client."""
        today = self.today()
        before = self.run(self._annex(name))
        over = not self.clients[name].goes_on(today)
        made = self.attempt(f"{self._agreement(name)}/annexes", {})
        now = self._now(name, today)
        assert bool(made) == (not over and before != now), (before, now)
        if made:
            assert self.run(self._annex(name, made["id"])) == now

    @rule(which=anyone)
    def let_annexes_follow(self, which: int) -> None:
        """Those of the waves of a change, as the worker issues them."""
        story, today = self._story(which), self.today()
        for number, gone in enumerate(story.waves, 1):
            frozen = self.run(self._follow(story, number))
            assert frozen == len(gone)
            for name in gone:
                if self.clients[name].goes_on(today):
                    assert self.run(self._annex(name)) == self._now(name, today)
            gone.clear()

    async def _follow(self, story: Story, wave: int) -> int:
        pool = self.house.app.state.pool
        async with tenant_transaction(pool, self.house.tenant) as connection:
            return await freeze_wave(connection, self.house.tenant, story.id, wave)

    def _now(self, name: str, today: date) -> tuple[set[str], set[str]]:
        client = self.clients[name]
        return parties_on(self.links, name, client, today, today), client.takes_today(today)

    async def _annex(self, name: str, version: str | None = None) -> tuple[set[str], set[str]]:
        """The links and products that it tells of; the last if none is given."""
        if version is None:
            version = (await self.house.owner.get(self._agreement(name)))["versions"][0]["id"]
        read = await self.house.owner.get(f"/versions/{version}")
        said: Json = json.loads(read["canonical"])
        links = {one["link_id"] for one in said["subprocessors"]}
        return links, set(said["agreement"]["products"])

    @rule(which=anyone, days=st.integers(1, 6))
    def put_off(self, which: int, days: int) -> None:
        """To a later day, as long as it holds for nobody."""
        story, today = self._story(which), self.today()
        day = max(story.model.effective_on + timedelta(days=days), today)
        body = {"effective_on": str(day), "reason": say("later", "later")}
        made = self.attempt(f"{story.path}/postponements", body)
        assert bool(made) == (not story.waved and not story.withdrawn)
        if made:
            assert self.attempt(f"/postponements/{made['id']}/confirmations", None, "officer")
            story.model.effective_on = day
