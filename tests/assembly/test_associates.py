"""A city has a voice and no vote: it is let in, speaks, becomes a member, or goes again."""

from __future__ import annotations

from json import dumps, loads
from typing import Any
from uuid import UUID

import pytest
from tests.assembly.associates import (
    ADMIT,
    ASSOCIATED,
    END,
    JOIN,
    OFFICE,
    Open,
    open_chamber,
    silenced,
)
from tests.assembly.leagues import CITIES, RULES, assert_holds, entries, faults, founded
from tests.assembly.meetings import IN_ROOM
from tests.assembly.test_participatory import ballots, opening
from tests.support.coalition import KEY, member

from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact, tick
from koinon.acts.private import Sealer
from koinon.acts.registry import find
from koinon.assembly.acts.founding import opening_document
from koinon.assembly.models import Mandate, Proposal, Seat
from koinon.assembly.queries_associates import candidates, hearing, invited, voices
from koinon.cities import queries as cities

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

FOUR = ["ghent", "leuven", "mons", "namur"]
PROPOSE = "assembly.open_proposal/1"
VOTE = "assembly.cast_vote/2"


def electorate(number: int) -> list[str]:
    """Who may vote on a proposal."""
    found: list[str] = Proposal.objects.get(number=number).terms["electorate"]["members"]
    return found


def test_an_associate_speaks_becomes_a_member_and_votes() -> None:
    chamber = open_chamber()
    chamber.associate()
    arlon = cities.city("arlon")
    assert arlon is not None
    assert (arlon.status, arlon.joined_n, arlon.associated_n) == ("associate", None, 7)
    assert cities.members() == tuple(FOUR)
    assert cities.associates() == ("arlon",)
    assert Seat.objects.get(name="council/arlon").open

    data = {"title": [{"language": "en", "text": "Our line"}], "matter": "ordinary"}
    number = chamber.delegate("arlon", PROPOSE, **data).result["proposal"]
    assert isinstance(number, int)
    assert electorate(number) == FOUR
    chamber.at = "2025-01-10T10:00:00.000000Z"
    refused = chamber.refused(VOTE, {"proposal": number, "yes": "1"}, "council/arlon")
    assert refused.code == "authority.associate"
    assert dict(refused.facts) == {"act": VOTE, "article": "2.4", "city": "arlon"}
    for city in ("ghent", "leuven", "namur"):
        chamber.delegate(city, VOTE, proposal=number, yes="1")
    admission = chamber.propose("Join", (JOIN, {"member": member("arlon", 30_000)}))
    assert [(one.slug, one.admitted_as, one.proposal) for one in candidates()] == [
        ("arlon", "member", admission)
    ]
    chamber.at = "2025-01-13T10:00:00.000000Z"
    before = chamber.propose("Noticed before", matter="ordinary")
    for city in FOUR:
        chamber.delegate(city, VOTE, proposal=admission, yes="1")
    chamber.at = "2025-01-16T09:00:00.000000Z"
    after = chamber.propose("Noticed after", matter="ordinary")
    arlon = cities.city("arlon")
    assert arlon is not None
    assert (arlon.status, arlon.associated_n) == ("member", 7)
    assert arlon.joined_n is not None
    assert cities.members() == ("arlon", *FOUR)
    assert Proposal.objects.get(number=number).status == "adopted"
    assert (electorate(before), electorate(after)) == (FOUR, ["arlon", *FOUR])
    chamber.at = "2025-01-16T09:30:00.000000Z"
    late = chamber.refused(VOTE, {"proposal": before, "yes": "1"}, "council/arlon")
    assert late.code == "assembly.not_in_electorate"
    chamber.at = "2025-01-19T09:30:00.000000Z"
    chamber.delegate("arlon", VOTE, proposal=after, yes="1")
    assert candidates() == ()
    assert_holds()


def test_it_keeps_its_seat_and_its_people_as_a_member() -> None:
    chamber = open_chamber()
    chamber.associate()
    appointed = UUID("00000000-0000-4000-8000-0000000000aa")
    paper = chamber.document(b"Elected", "text/plain").model_dump()
    said = {"seat": "council/arlon", "role": "holder", "holder": "Ada", "how": "Elected"}
    said["instrument"] = paper
    sealed = {"seal": Sealer(b"key", appointed)}
    act = find("assembly.appoint/1").model_validate(said, context=sealed)
    assert isinstance(enact(Envelope(act, appointed, OFFICE), at=chamber.at), Receipt)
    before = Mandate.objects.get()
    chamber.admit()
    seats = Seat.objects.filter(city__slug="arlon")
    assert [(one.name, one.open) for one in seats] == [("council/arlon", True)]
    assert Mandate.objects.get().over_n is None
    assert Mandate.objects.get().appointed_n == before.appointed_n
    joined = next(one for one in entries() if one["type"] == JOIN)
    assert [one["kind"] for one in joined["effects"]] == ["membership", "fact"]
    assert_holds()


def test_what_it_would_be_weighed_by_is_asked_for_when_it_joins() -> None:
    chamber = open_chamber()
    chamber.associate()
    bare = {**member("arlon", 1), "facts": []}
    number = chamber.decide((JOIN, {"member": bare}))
    assert cities.members() == tuple(FOUR)
    undone = [one for one in entries() if one["type"] == "acts.note_not_executed/1"]
    assert [one["data"]["refusal"] for one in undone] == ["cities.fact_missing"]
    assert Proposal.objects.get(number=number).status == "adopted"
    fact = member("arlon", 30_000)["facts"][0]
    chamber.act("cities.certify_fact/1", {"city": "arlon", "fact": fact}, OFFICE)
    chamber.decide((JOIN, {"member": {**bare, "name": "Arlon-la-Ville"}}))
    arlon = cities.city("arlon")
    assert arlon is not None
    assert (arlon.status, arlon.name) == ("member", "Arlon-la-Ville")
    assert_holds()


def test_its_association_ends_by_itself_by_an_office_or_by_a_decision() -> None:
    chamber = open_chamber()
    for slug in ("arlon", "dinant", "huy"):
        chamber.decide((ADMIT, {"associate": member(slug, 9_000)}))
    ending = {"city": "dinant"}
    assert chamber.refusal("arlon", END, **ending) == "assembly.association_of_another"
    assert chamber.refused(END, ending, OFFICE).code == "assembly.association_resolution"
    assert chamber.refusal("ghent", END, city="arlon") == "assembly.association_of_another"
    assert chamber.refusal("ghent", END, city="ghent") == "assembly.no_associate"
    chamber.delegate("arlon", END, city="arlon")
    paper = chamber.document(b"Dinant wants to go", "text/plain").model_dump()
    assert chamber.refused(END, {"city": "nobody", "resolution": paper}, OFFICE).code == (
        "cities.unknown"
    )
    chamber.act(END, {**ending, "resolution": paper}, OFFICE)
    assert cities.associates() == ("huy",)
    chamber.decide((END, {"city": "huy"}))
    assert cities.associates() == ()
    assert cities.gone() == ("arlon", "dinant", "huy")
    assert not Seat.objects.filter(city__slug__in=cities.gone(), open=True).exists()
    data = {"title": [{"language": "en", "text": "Still here"}], "matter": "ordinary"}
    assert chamber.refusal("arlon", PROPOSE, **data) == "authority.unknown_seat"
    assert chamber.refused(END, {**ending, "resolution": paper}, OFFICE).code == (
        "assembly.no_associate"
    )
    assert_holds()


def test_it_cannot_leave_as_a_member_nor_be_the_one_that_stays() -> None:
    chamber = open_chamber()
    chamber.associate()
    paper = chamber.document(b"Go", "text/plain").model_dump()
    leaving = "assembly.announce_leaving/1"
    assert chamber.refusal("arlon", leaving, city="arlon") == "authority.associate"
    assert chamber.refused(leaving, {"city": "arlon", "resolution": paper}, OFFICE).code == (
        "assembly.no_member"
    )
    for city in FOUR[:3]:
        chamber.delegate(city, leaving, city=city)
    assert chamber.refusal("namur", leaving, city="namur") == "assembly.last_member"
    assert_holds()


def test_a_leaving_member_and_an_amended_charter_leave_its_seats_alone() -> None:
    chamber = open_chamber()
    chamber.associate()
    chamber.delegate("namur", "assembly.announce_leaving/1", city="namur")
    chamber.at = "2025-02-07T09:00:00.000000Z"
    tick(at=chamber.at)
    assert cities.gone() == ("namur",)
    assert Seat.objects.get(name="council/arlon").open
    wider = ASSOCIATED.replace('"assembly.acknowledge_notice/1", "assembly.end', '"assembly.end')
    text = chamber.document(wider.encode()).model_dump()
    amended = ("assembly.amend_charter/1", {"charter": text})
    chamber.decide(amended, yes=("ghent", "leuven", "mons"))
    assert Seat.objects.get(name="council/arlon").open
    # Where the charter is silent, who was an associate has no seat to speak from.
    silent = chamber.document(silenced(wider).encode()).model_dump()
    chamber.decide(
        ("assembly.amend_charter/1", {"charter": silent}),
        (ADMIT, {"associate": member("huy", 9_000)}),
        yes=("ghent", "leuven", "mons"),
    )
    codes = [one["data"]["refusal"] for one in entries() if "not_executed" in one["type"]]
    assert codes == ["assembly.no_associates"]
    chamber.decide(("assembly.amend_charter/1", {"charter": silent}), yes=("ghent", "leuven"))
    assert not Seat.objects.get(name="council/arlon").open
    assert cities.associates() == ("arlon",)
    paper = chamber.document(b"Over", "text/plain").model_dump()
    chamber.act(END, {"city": "arlon", "resolution": paper}, OFFICE)
    assert cities.gone() == ("arlon", "namur")
    assert_holds()


def test_a_city_comes_once() -> None:
    chamber = open_chamber()
    chamber.decide((ADMIT, {"associate": member("ghent", 9_000)}))
    chamber.associate()
    chamber.associate()
    codes = [one["data"]["refusal"] for one in entries() if "not_executed" in one["type"]]
    assert codes == ["cities.exists", "cities.exists"]
    assert_holds()


def test_a_seat_it_had_for_its_voice_closes_where_it_does_not_sit_as_a_member() -> None:
    board = '[bodies.board]\ntitle = {en = "Board", fr = "Bureau"}\nmembers = "west"\n'
    group = '[groups.west]\ntitle = {en = "West", fr = "Ouest"}\nmembers = ["ghent"]\n'
    charter = ASSOCIATED.replace(
        "[seats.president]", f'{group}{board}weight = "one"\n[seats.president]'
    )
    voices_in_it = 'bodies = ["board"]\nmay = []'
    start, end = charter.index('bodies = ["council"]'), charter.index("[membership]")
    chamber = open_chamber(charter[:start] + voices_in_it + "\n" + charter[end:])
    chamber.associate()
    seats = Seat.objects.filter(city__slug="arlon").order_by("name")
    assert [(one.name, one.open) for one in seats] == [("board/arlon", True)]
    chamber.admit()
    assert [(one.name, one.open) for one in seats.all()] == [
        ("board/arlon", False),
        ("council/arlon", True),
    ]
    assert_holds()


def test_it_attends_with_a_voice_and_does_not_count() -> None:
    chamber = open_chamber()
    chamber.associate()
    meeting = chamber.convene("Roads")
    number = chamber.put(meeting)
    chamber.admit()
    chamber.decide((ADMIT, {"associate": member("huy", 9_000)}))
    chamber.at = IN_ROOM
    few = chamber.attend(meeting, "arlon", "ghent", "huy", "mons").result
    assert (few["present"], few["quorum"]) == (4, False)
    assert voices(meeting) == frozenset({"arlon", "huy"})
    assert invited(meeting) == ("arlon", "huy")
    by_proxy = {"city": "namur", "by": "proxy", "holder": "council/arlon"}
    for row in (by_proxy, {"city": "arlon", "by": "proxy", "holder": "council/ghent"}):
        data = {"meeting": meeting, "present": [{"city": "ghent"}, {"city": "huy"}, row]}
        assert chamber.refused("assembly.record_attendance/1", data, OFFICE).code == (
            "assembly.proxy_associate"
        )
    enough = chamber.attend(meeting, "arlon", "ghent", "huy", "leuven", "mons").result
    assert (enough["present"], enough["quorum"]) == (5, True)
    chamber.open(meeting)
    called = {"proposal": number, "votes": [{"city": "huy", "yes": "1"}]}
    signed = chamber.document(b"list", "text/plain").model_dump()
    assert chamber.refused(
        "assembly.record_roll_call/1", {**called, "list": signed}, OFFICE
    ).code == ("assembly.not_in_electorate")
    assert_holds()


def test_no_proxy_is_of_it_or_for_it() -> None:
    chamber = open_chamber()
    chamber.associate()
    until = {"until": "2025-01-20"}
    for version in ("assembly.give_proxy/1", "assembly.give_proxy/2"):
        to_it = chamber.refused(version, {"holder": "council/arlon", **until}, "council/ghent")
        assert (to_it.code, dict(to_it.facts)) == ("assembly.proxy_associate", {"city": "arlon"})
        assert chamber.refusal("arlon", version, holder="council/ghent", **until) == (
            "authority.associate"
        )
    assert_holds()


def test_a_charter_that_is_silent_admits_no_associate() -> None:
    chamber = founded(RULES)
    assert chamber.refused(ADMIT, {"associate": member("arlon", 1)}, OFFICE).code == (
        "authority.no_article"
    )


def test_whoever_checks_the_record_finds_an_associate_that_votes() -> None:
    chamber = open_chamber()
    chamber.associate()
    meeting = chamber.convene("Roads")
    chamber.put(meeting)
    chamber.delegate("ghent", "assembly.give_proxy/1", holder="council/mons", until="2025-01-30")
    chamber.at = "2025-01-20T09:30:00.000000Z"
    chamber.attend(meeting, "arlon", "ghent", "leuven", "mons")
    chamber.delegate("arlon", END, city="arlon")
    assert_holds()

    def of(record: list[dict[str, Any]], kind: str) -> dict[str, Any]:
        """The last effect of a kind."""
        every = (one for entry in record for one in entry["effects"] if one["kind"] == kind)
        return list(every)[-1]

    def joined(record: list[dict[str, Any]]) -> None:
        first = next(e for entry in record for e in entry["effects"] if e["kind"] == "membership")
        first["status"] = "member"

    def twice(record: list[dict[str, Any]]) -> None:
        entry = next(one for one in record if one["type"] == ADMIT)
        entry["effects"].append(entry["effects"][0])

    def voted(record: list[dict[str, Any]]) -> None:
        notice = of(record, "notice")
        notice["terms"] = loads(dumps(notice["terms"]).replace('"ghent"', '"arlon"'))

    def held(record: list[dict[str, Any]]) -> None:
        of(record, "proxy")["holder"] = "council/arlon"

    def shown(record: list[dict[str, Any]]) -> None:
        paper = record[0]["data"]["charter"]["sha256"]
        of(record, "attendance")["present"][1][1:] = ["proxy", False, "council/arlon", paper]

    def kept(record: list[dict[str, Any]]) -> None:
        entry = next(one for one in record if one["type"] == END)
        entry["effects"].pop(0)

    assert "from an associate, which it is not" in faults(joined)
    assert "is or was with the coalition before" in faults(twice)
    assert "arlon is no member, and counts in a new electorate" in faults(voted)
    assert "arlon is no member, and council/ghent gives its proxy" in faults(held)
    assert "has a voice alone, and a proxy between them" in faults(shown)
    assert "arlon has left and keeps the seat" in faults(kept)


def test_a_coalition_brings_its_associates_along() -> None:
    chamber = Open()
    acts = ((ADMIT, {"associate": member("arlon", 30_000)}), (JOIN, {"member": member("huy", 9)}))
    opened = [find(name).read(data) for name, data in acts]
    answer = chamber.act(
        "assembly.take_over_coalition/1",
        {
            "origin": KEY.name,
            "log_key": str(KEY),
            "charter": chamber.document(ASSOCIATED.encode()).model_dump(),
            "clock": "told",
            "members": [member(city, people) for city, people in CITIES.items()],
            "then": chamber.document(opening_document(opened), "application/json").model_dump(),
        },
    )
    assert answer.not_executed is None
    assert (cities.associates(), cities.members()) == (("arlon",), ("ghent", "huy", *FOUR[1:]))
    assert_holds()


def test_no_residents_of_it_are_counted() -> None:
    decided = ("assembly.open_participatory_budget/1", "treasury.adopt_budget/1")
    granted = "".join(f'"{name}" = {{article = "7", by = "decision"}}\n' for name in decided)
    acts = 'acts = ["assembly.admit_associate/1", '
    named = acts + "".join(f'"{name}", ' for name in decided)
    charter = ASSOCIATED.replace("[authority]\n", f"[authority]\n{granted}", 1)
    chamber = open_chamber(charter.replace(acts, named))
    chamber.associate()
    chamber.decide((decided[0], opening(opens_on="2025-01-14", closes_on="2025-01-19")))
    chamber.at = "2025-01-15T09:00:00.000000Z"
    for city, code in (("arlon", "cities.unknown"), ("ghent", "")):
        data = ballots(chamber, turnout=[{"city": city, "voters": 10}])
        if code:
            assert chamber.refused("assembly.import_ballots/1", data, OFFICE).code == code
        else:
            chamber.act("assembly.import_ballots/1", data, OFFICE)
    assert_holds()


def test_notice_can_be_served_on_it_as_long_as_it_had_it() -> None:
    chamber = open_chamber()
    early = chamber.propose("Before it came", matter="ordinary")
    chamber.associate()
    number = chamber.propose("Since it came", matter="ordinary")
    assert hearing("council", entries()[-1]["n"]) == ("council/arlon",)
    served = [{"seat": "council/arlon", "how": "letter", "on": "2025-01-07"}]
    attested = {"proposal": number, "served": served}
    too_early = {**attested, "proposal": early}
    assert chamber.refused("assembly.attest_service/1", too_early, OFFICE).code == (
        "assembly.no_notice"
    )
    chamber.act("assembly.attest_service/1", attested, OFFICE)
    chamber.delegate("arlon", "assembly.acknowledge_notice/1", proposal=number)
    chamber.admit()
    last = chamber.propose("Since it joined", matter="ordinary")
    assert hearing("council", entries()[-1]["n"]) == ()
    assert (early, number, last) == (1, 3, 5)
    assert_holds()
