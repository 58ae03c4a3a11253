"""Delegates vote for each other: who may, how many, until when; and the record shows it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import RULES, Chamber, assert_holds, entries, faults, founded

from koinon.assembly.models import Proposal, Proxy, Vote
from koinon.assembly.queries_members import proxies, proxies_on

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

VOTING = "2025-01-04T08:00:00.000000Z"
CLOSED = "2025-01-07T08:00:00.000000Z"


def asked() -> tuple[Chamber, int]:
    """A chamber with a proposal whose voting is open from VOTING on."""
    chamber = founded()
    number = chamber.propose("Say yes", matter="ordinary")
    return chamber, number


def effects(kind: str) -> list[dict[str, Any]]:
    return [e for entry in entries() for e in entry["effects"] if e["kind"] == kind]


def test_a_vote_by_proxy_shows_who_cast_it_and_counts_for_the_giver() -> None:
    chamber, number = asked()
    given = chamber.delegate(
        "ghent", "assembly.give_proxy/1", holder="council/mons", proposal=number
    )
    chamber.at = VOTING
    chamber.delegate("mons", "assembly.cast_vote/2", proposal=number, no="1", for_city="ghent")
    chamber.delegate("mons", "assembly.cast_vote/2", proposal=number, yes="1", for_city="ghent")
    chamber.delegate("mons", "assembly.cast_vote/2", proposal=number, yes="1")
    rows = Vote.objects.order_by("city").values_list("city", "seat", "yes")
    assert list(rows) == [("ghent", "council/mons", "1"), ("mons", "council/mons", "1")]
    assert effects("proxy") == [
        {"kind": "proxy", "giver": "council/ghent", "holder": "council/mons", "proposal": number}
    ]
    by_proxy, own = effects("vote")[1:]
    assert (by_proxy["seat"], by_proxy["proxy"]) == ("council/mons", given.n)
    assert "seat" not in own
    chamber.at = CLOSED
    chamber.propose("Later", matter="ordinary")
    assert Proposal.objects.get(number=number).status == "adopted"
    assert_holds()


@pytest.mark.parametrize("version", [1, 2])
def test_a_proxy_ends_when_its_giver_votes_itself(version: int) -> None:
    chamber, number = asked()
    given = chamber.delegate(
        "ghent", "assembly.give_proxy/1", holder="council/mons", proposal=number
    )
    chamber.at = VOTING
    chamber.delegate("mons", "assembly.cast_vote/2", proposal=number, no="1", for_city="ghent")
    own = chamber.delegate("ghent", f"assembly.cast_vote/{version}", proposal=number, yes="1")
    assert Proxy.objects.get().ended_n == own.n
    assert effects("proxy_end") == [{"kind": "proxy_end", "proxy": given.n}]
    vote: dict[str, Any] = {"proposal": number, "no": "1", "for_city": "ghent"}
    assert chamber.refusal("mons", "assembly.cast_vote/2", **vote) == "assembly.no_proxy"
    assert (
        chamber.refusal("ghent", "assembly.revoke_proxy/1", proxy=given.n) == "assembly.proxy_ended"
    )
    assert list(Vote.objects.values_list("city", "seat", "yes")) == [
        ("ghent", "council/ghent", "1")
    ]
    assert_holds()


def test_a_proxy_until_a_day_covers_every_proposal_until_that_day() -> None:
    chamber, first = asked()
    given = chamber.delegate(
        "ghent", "assembly.give_proxy/1", holder="council/mons", until="2025-01-04"
    )
    assert given.result["until_at"] == "2025-01-04T23:00:00.000000Z"
    second = chamber.propose("Say no", matter="ordinary")
    chamber.at = VOTING
    for number in (first, second):
        chamber.delegate("mons", "assembly.cast_vote/2", proposal=number, yes="1", for_city="ghent")
    chamber.at = "2025-01-04T23:00:00.000000Z"
    late: dict[str, Any] = {"proposal": first, "no": "1", "for_city": "ghent"}
    assert chamber.refusal("mons", "assembly.cast_vote/2", **late) == "assembly.no_proxy"
    chamber.delegate("ghent", "assembly.cast_vote/2", proposal=first, no="1")
    assert Proxy.objects.get().ended_n is None
    assert_holds()


def test_a_revoked_proxy_leaves_votes_as_they_were_cast() -> None:
    chamber, number = asked()
    given = chamber.delegate(
        "ghent", "assembly.give_proxy/1", holder="council/mons", until="2025-02-01"
    )
    chamber.at = VOTING
    chamber.delegate("mons", "assembly.cast_vote/2", proposal=number, yes="1", for_city="ghent")
    assert (
        chamber.refusal("mons", "assembly.revoke_proxy/1", proxy=given.n)
        == "assembly.not_your_proxy"
    )
    chamber.delegate("ghent", "assembly.revoke_proxy/1", proxy=given.n)
    again: dict[str, Any] = {"proposal": number, "no": "1", "for_city": "ghent"}
    assert chamber.refusal("mons", "assembly.cast_vote/2", **again) == "assembly.no_proxy"
    # The room that ghent left is not free on this proposal: its vote by mons still counts.
    chamber.delegate("namur", "assembly.give_proxy/1", holder="council/mons", proposal=number)
    third: dict[str, Any] = {"proposal": number, "no": "1", "for_city": "namur"}
    assert chamber.refusal("mons", "assembly.cast_vote/2", **third) == "assembly.proxies_full"
    assert list(Vote.objects.values_list("city", "yes")) == [("ghent", "1")]
    assert_holds()


def test_pages_see_whose_vote_a_seat_may_cast() -> None:
    chamber, number = asked()
    one = chamber.delegate("ghent", "assembly.give_proxy/1", holder="council/mons", proposal=number)
    two = chamber.delegate(
        "leuven", "assembly.give_proxy/1", holder="council/namur", until="2025-01-05"
    )
    on = proxies_on(number, VOTING)
    assert on is not None
    assert (on.limit, on.cities_of("council/mons"), on.cities_of("council/ghent")) == (
        1,
        ("ghent",),
        (),
    )
    assert [(p.holder, p.proposal, p.given_n) for p in proxies(VOTING)] == [
        ("council/mons", number, one.n),
        ("council/namur", None, two.n),
    ]
    assert [p.given_n for p in proxies("2025-01-06T08:00:00.000000Z")] == [one.n]
    assert proxies_on(99, VOTING) is None


def test_wrong_proxies_are_refused() -> None:
    chamber, number = asked()
    give = "assembly.give_proxy/1"
    assert chamber.refusal("ghent", give, holder="council/ghent", proposal=number) == (
        "assembly.proxy_to_itself"
    )
    for holder in ("council/arlon", "secretariat"):
        assert chamber.refusal("ghent", give, holder=holder, proposal=number) == (
            "assembly.proxy_other_body"
        )
    for scope in ({}, {"proposal": number, "until": "2025-02-01"}):
        assert chamber.refusal("ghent", give, holder="council/mons", **scope) == (
            "assembly.proxy_scope"
        )
    assert chamber.refusal("ghent", give, holder="council/mons", until="2024-12-31") == (
        "assembly.proxy_past"
    )
    assert chamber.refusal("ghent", give, holder="council/mons", proposal=9) == (
        "assembly.unknown_proposal"
    )
    chamber.delegate("ghent", give, holder="council/mons", proposal=number)
    assert chamber.refusal("ghent", give, holder="council/namur", proposal=number) == (
        "assembly.proxy_given_already"
    )
    assert chamber.refusal("ghent", give, holder="council/namur", until="2025-02-01") == (
        "assembly.proxy_given_already"
    )
    assert chamber.refusal("leuven", give, holder="council/mons", proposal=number) == (
        "assembly.proxies_full"
    )
    chamber.at = CLOSED
    assert chamber.refusal("leuven", give, holder="council/namur", proposal=number) == (
        "assembly.closed"
    )
    assert_holds()


def test_a_charter_without_proxies_allows_none() -> None:
    chamber = founded(RULES.replace("proxies_per_holder = 1", ""))
    number = chamber.propose("Say yes", matter="ordinary")
    for scope in ({"proposal": number}, {"until": "2025-02-01"}):
        assert chamber.refusal(
            "ghent", "assembly.give_proxy/1", holder="council/mons", **scope
        ) == ("assembly.no_proxies")
    chamber.at = VOTING
    vote: dict[str, Any] = {"proposal": number, "yes": "1", "for_city": "ghent"}
    assert chamber.refusal("mons", "assembly.cast_vote/2", **vote) == "assembly.no_proxies"
    assert "proxies" not in effects("notice")[0]
    assert_holds()


def test_the_charter_may_let_a_seat_hold_two() -> None:
    chamber = founded(RULES.replace("proxies_per_holder = 1", "proxies_per_holder = 2"))
    number = chamber.propose("Say yes", matter="ordinary")
    for city in ("ghent", "leuven"):
        chamber.delegate(city, "assembly.give_proxy/1", holder="council/mons", proposal=number)
    assert chamber.refusal(
        "namur", "assembly.give_proxy/1", holder="council/mons", proposal=number
    ) == ("assembly.proxies_full")
    chamber.at = VOTING
    for city in ("ghent", "leuven"):
        chamber.delegate("mons", "assembly.cast_vote/2", proposal=number, yes="1", for_city=city)
    assert Vote.objects.filter(seat="council/mons").count() == 2

    def stricter(record: list[dict[str, Any]]) -> None:
        record[1]["effects"][-1]["proxies"] = 1

    assert "council/mons cast more than 1 votes of other members" in faults(stricter)
    assert_holds()


def test_an_act_that_needs_a_seat_does_not_crash_a_decision_that_encloses_it() -> None:
    chamber = founded(
        RULES.replace(
            'acts = ["assembly.admit', 'acts = ["assembly.cast_vote/2", "assembly.admit'
        ).replace('"assembly.cast_vote/2" = {article = "5.3", body = "council"}', "")
        + '"assembly.cast_vote/2" = {article = "5.3", by = "decision"}\n'
    )
    number = chamber.propose("Vote", ("assembly.cast_vote/2", {"proposal": 1, "yes": "1"}))
    chamber.at = VOTING
    for city in ("ghent", "leuven", "namur"):
        chamber.vote(number, city, "yes")
    chamber.at = CLOSED
    chamber.propose("Later", matter="ordinary")
    (note,) = [e["data"] for e in entries() if e["type"] == "acts.note_not_executed/1"]
    assert note["refusal"] == "assembly.needs_a_seat"
    assert_holds()


def test_whoever_checks_the_record_sees_a_forged_proxy() -> None:
    chamber, number = asked()
    given = chamber.delegate(
        "ghent", "assembly.give_proxy/1", holder="council/mons", proposal=number
    )
    chamber.at = VOTING
    cast = chamber.delegate(
        "mons", "assembly.cast_vote/2", proposal=number, yes="1", for_city="ghent"
    )
    own = chamber.delegate("ghent", "assembly.cast_vote/2", proposal=number, yes="1")

    def by(n: int, seat: str) -> Any:
        return lambda record: record[n]["by"].update(seat=seat)

    def told(n: int, **fields: Any) -> Any:
        return lambda record: record[n]["effects"][-1].update(fields)

    assert faults(lambda record: None) == ""
    assert "cast by 'council/namur' without its proxy" in faults(by(cast.n, "council/namur"))
    assert "without its proxy" in faults(told(cast.n, proxy=given.n - 1))
    assert "without its proxy" in faults(told(cast.n, city="leuven"))
    assert "given by another seat" in faults(by(given.n, "council/namur"))
    assert "no other seat of its body" in faults(told(given.n, holder="secretariat"))
    assert "one proposal, one meeting or until an instant" in faults(
        told(given.n, until_at="2026-01-01T00:00:00.000000Z")
    )
    assert "without its proxy" in faults(told(given.n - 1, proxies=0))
    assert "itself while its proxy" in faults(lambda record: record[own.n]["effects"].pop(0))
    assert "that this seat could end" in faults(
        lambda record: record[own.n]["effects"][0].update(proxy=0)
    )
