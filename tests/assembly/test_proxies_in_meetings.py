"""Proxies for a meeting or one item of it, by a paper: what they cover, when they end, limits."""

from __future__ import annotations

import pytest
from tests.assembly.leagues import assert_holds, entries, faults
from tests.assembly.meetings import BEGINS, IN_ROOM, OFFICE, Assembly, assembled

from koinon.assembly import queries_members as members
from koinon.assembly.models import Proxy, Vote

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

GIVE = "assembly.give_proxy/2"
BY = "council/mons"


def convened() -> tuple[Assembly, int, int, int]:
    """A meeting with a proposal under each of its two items."""
    chamber = assembled()
    meeting = chamber.convene("First", "Second")
    return chamber, meeting, chamber.put(meeting, 1, "One"), chamber.put(meeting, 2, "Two")


def test_a_proxy_for_a_meeting_is_used_in_all_of_it_and_ends_with_it() -> None:
    chamber, meeting, one, two = convened()
    paper = chamber.document(b"Ghent gives its vote to Mons").model_dump()
    given = chamber.delegate("ghent", GIVE, holder=BY, meeting=meeting, instrument=paper)
    assert given.result == {
        "proxy": given.n,
        "holder": BY,
        "meeting": meeting,
        "paper": paper["sha256"],
    }
    (shown,) = members.proxies_in(meeting, chamber.at)
    assert (shown.meeting, shown.item, shown.paper) == (meeting, None, paper["sha256"])
    other = chamber.convene("Later")
    assert members.proxies_in(other, chamber.at) == ()
    elsewhere = chamber.put(other)
    chamber.at = IN_ROOM
    ghent = {"city": "ghent", "by": "proxy", "holder": BY}
    chamber.attend(meeting, "leuven", "mons", "namur", ghent)
    present = [{"city": "mons"}, ghent]
    chamber.open(meeting, 1)
    chamber.open(meeting, 2)
    data = {"meeting": other, "present": present}
    assert chamber.office_refused("record_attendance/1", **data) == "assembly.no_proxy_shown"
    chamber.call(one, ghent="yes", leuven="yes", mons="yes", namur="no")
    chamber.delegate("mons", "assembly.cast_vote/2", proposal=two, for_city="ghent", yes="1")
    assert Vote.objects.get(proposal__number=two).seat == BY
    chamber.open(other)
    refused = {"proposal": elsewhere, "for_city": "ghent", "yes": "1"}
    assert chamber.refusal("mons", "assembly.cast_vote/2", **refused) == "assembly.no_proxy"
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, OFFICE)
    assert members.proxies(chamber.at) == ()
    late = {"holder": BY, "meeting": meeting}
    assert chamber.refusal("leuven", GIVE, **late) == "assembly.meeting_over"
    assert_holds()


def test_a_proxy_for_one_item_is_not_used_under_another() -> None:
    chamber, meeting, one, two = convened()
    given = chamber.delegate("ghent", GIVE, holder=BY, meeting=meeting, item=2)
    chamber.at = IN_ROOM
    ghent = {"city": "ghent", "by": "proxy", "holder": BY}
    chamber.attend(meeting, "leuven", "mons", "namur", ghent)
    chamber.open(meeting, 1)
    chamber.open(meeting, 2)
    refused = chamber.refused(
        "assembly.record_roll_call/1",
        chamber.called(one, ghent="yes", leuven="yes", mons="yes", namur="no"),
        OFFICE,
    )
    assert refused.code == "assembly.proxy_other_item"
    assert dict(refused.facts) == {"holder": BY, "city": "ghent", "item": 2, "n": given.n}
    cast = {"proposal": one, "for_city": "ghent", "yes": "1"}
    assert chamber.refusal("mons", "assembly.cast_vote/2", **cast) == "assembly.no_proxy"
    chamber.call(one, leuven="yes", mons="yes", namur="no")
    chamber.call(two, ghent="yes", leuven="yes", mons="yes", namur="no")
    assert Vote.objects.get(proposal__number=two, city="ghent").by == "proxy"
    assert_holds()


def test_no_vote_is_given_twice_and_each_seat_holds_as_many_as_the_charter_says() -> None:
    chamber, meeting, one, two = convened()
    chamber.delegate("ghent", GIVE, holder=BY, meeting=meeting, item=1)
    code = "assembly.proxy_given_already"
    for scope in (
        {"meeting": meeting},
        {"meeting": meeting, "item": 1},
        {"proposal": one},
        {"until": "2025-02-01"},
    ):
        assert chamber.refusal("ghent", GIVE, holder="council/namur", **scope) == code, scope
    old = {"holder": "council/namur", "proposal": one}
    assert chamber.refusal("ghent", "assembly.give_proxy/1", **old) == code
    chamber.delegate("ghent", GIVE, holder="council/namur", meeting=meeting, item=2)
    full = "assembly.proxies_full"
    for scope in ({"meeting": meeting}, {"meeting": meeting, "item": 1}, {"proposal": one}):
        assert chamber.refusal("leuven", GIVE, holder=BY, **scope) == full, scope
    chamber.delegate("leuven", GIVE, holder=BY, proposal=two)
    assert_holds()


def test_a_proxy_is_for_exactly_one_thing_that_is_there() -> None:
    chamber, meeting, one, _ = convened()
    for scope in (
        {},
        {"meeting": meeting, "proposal": one},
        {"item": 1},
        {"proposal": one, "item": 1},
        {"meeting": meeting, "until": "2025-02-01"},
    ):
        assert chamber.refusal("ghent", GIVE, holder=BY, **scope) == "assembly.proxy_for_one"
    for scope, code in (
        ({"meeting": 99}, "assembly.unknown_meeting"),
        ({"meeting": meeting, "item": 9}, "assembly.unknown_item"),
        ({"until": "2024-01-01"}, "assembly.proxy_past"),
        ({"proposal": 99}, "assembly.unknown_proposal"),
    ):
        assert chamber.refusal("ghent", GIVE, holder=BY, **scope) == code
    own = {"holder": "council/ghent", "meeting": meeting}
    assert chamber.refusal("ghent", GIVE, **own) == "assembly.proxy_to_itself"
    assert Proxy.objects.count() == 0


def test_it_ends_when_it_is_revoked_and_when_the_giver_votes() -> None:
    chamber, meeting, one, _ = convened()
    given = chamber.delegate("ghent", GIVE, holder=BY, meeting=meeting)
    chamber.delegate("ghent", "assembly.revoke_proxy/1", proxy=given.n)
    assert members.proxies_in(meeting, chamber.at) == ()
    chamber.delegate("ghent", GIVE, holder=BY, meeting=meeting)
    chamber.at = BEGINS
    chamber.open(meeting, 1)
    chamber.delegate("ghent", "assembly.cast_vote/2", proposal=one, yes="1")
    assert members.proxies_in(meeting, chamber.at) == ()
    assert_holds()


def test_a_verifier_finds_a_proxy_that_cannot_be() -> None:
    chamber, meeting, _, _ = convened()
    paper = chamber.document(b"paper").model_dump()
    given = chamber.delegate("ghent", GIVE, holder=BY, meeting=meeting, item=1, instrument=paper)
    place = given.n

    def said(**change: object) -> str:
        def alter(record: list[dict]) -> None:  # type: ignore[type-arg]
            for effect in record[place]["effects"]:
                if effect["kind"] == "proxy":
                    effect.update(change)

        return faults(alter)

    assert "for a meeting that it cannot vote in" in said(meeting=7)
    assert "has no item" in said(item=9)
    assert "one proposal, one meeting or until an instant" in said(until_at=IN_ROOM)
    assert "is no document of this record" in said(paper="0" * 64)
    assert len(entries()) == place + 1
