"""Amendments: voted on before the proposal, in the chair's order, and what falls with them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import assert_holds, faults
from tests.assembly.meetings import (
    CALLED,
    COUNTED,
    IN_ROOM,
    OBJECTING,
    OFFICE,
    RULED,
    Assembly,
    assembled,
    in_the_room,
)
from tests.support.coalition import member

from koinon.assembly.models import Proposal, Vote
from koinon.assembly.queries_meetings import meeting
from koinon.cities import queries as cities

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

ALL_FOR = {"ghent": "yes", "leuven": "yes", "mons": "yes", "namur": "yes"}
MOST_AGAINST = {"ghent": "no", "leuven": "no", "mons": "no", "namur": "yes"}
TABLE = "assembly.table_amendment/1"


def statuses(*numbers: int) -> list[str]:
    rows = Proposal.objects.filter(number__in=numbers).order_by("number")
    return list(rows.values_list("status", flat=True))


def admission(slug: str) -> list[dict[str, Any]]:
    return [{"type": "assembly.admit_city/1", "data": {"member": member(slug, 30_000)}}]


def amended() -> tuple[Assembly, int, int, int, int]:
    """A proposal to admit Arlon with two amendments: Dinant instead, and another text."""
    chamber = assembled()
    number = chamber.convene()
    asked = chamber.put(number, acts=admission("arlon"))
    chamber.at = IN_ROOM
    chamber.attend(number, *ALL_FOR)
    chamber.open(number)
    first = chamber.amend("ghent", asked, "Dinant instead", acts=admission("dinant"))
    second = chamber.amend("mons", asked, "Nobody instead", acts=[])
    chamber.order(asked, second, first)
    return chamber, number, asked, first, second


def test_what_is_carried_changes_what_the_proposal_does_and_the_rest_falls() -> None:
    chamber, number, asked, first, second = amended()
    called = chamber.called(asked, **ALL_FOR)
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.amendments_open"
    cast = {"proposal": asked, "yes": "1"}
    assert chamber.refusal("ghent", "assembly.cast_vote/2", **cast) == "assembly.amendments_open"
    early = chamber.called(first, **ALL_FOR)
    assert chamber.office_refused("record_roll_call/1", **early) == "assembly.amendments_open"
    chamber.at = CALLED
    chamber.call(second, **MOST_AGAINST)
    third = chamber.amend("namur", asked, "Huy instead", acts=admission("huy"))
    chamber.order(asked, first, third)
    chamber.call(first, **ALL_FOR)
    assert statuses(first, second, third) == ["open", "open", "fallen"]
    assert chamber.refusal("ghent", "assembly.cast_vote/2", proposal=third, yes="1") == (
        "assembly.fallen"
    )
    assert chamber.refusal("namur", "assembly.withdraw_proposal/1", proposal=third) in (
        "assembly.fallen",
        "authority.other_seat",
    )
    chamber.call(asked, **ALL_FOR)
    found = meeting(number, CALLED)
    assert found is not None
    told = {vote.number: vote for vote in found.votes}
    assert told[asked].amended_by == (first,)
    assert [told[n].amendment.place for n in (second, first, third)] == [1, 3, 4]  # type: ignore[union-attr]
    assert told[third].amendment.fallen_for == first  # type: ignore[union-attr]
    chamber.at = COUNTED
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert statuses(asked, first, second, third) == ["adopted", "adopted", "rejected", "fallen"]
    assert cities.city("dinant") is not None
    assert cities.city("arlon") is None
    assert_holds()


def test_a_correction_that_flips_an_amendment_sets_the_vote_on_the_proposal_aside() -> None:
    chamber, number, asked, first, second = amended()
    chamber.at = CALLED
    chamber.call(second, ghent="yes", leuven="yes", mons="yes", namur="no")
    assert statuses(first, second) == ["fallen", "open"]
    chamber.call(asked, **ALL_FOR)
    fix = {"proposal": second, "city": "ghent", "no": "1", "reason": "The list says no"}
    receipt = chamber.act("assembly.correct_vote/1", fix, OFFICE)
    assert receipt.result["city"] == "ghent"
    assert statuses(asked, first, second) == ["open", "open", "open"]
    assert not Vote.objects.filter(proposal__number=asked).exists()
    called = chamber.called(asked, **ALL_FOR)
    assert chamber.office_refused("record_roll_call/1", **called) == "assembly.amendments_open"
    chamber.call(first, **MOST_AGAINST)
    chamber.call(asked, **ALL_FOR)
    chamber.at = COUNTED
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert statuses(asked, first, second) == ["adopted", "rejected", "rejected"]
    assert cities.city("arlon") is not None
    assert_holds()


def test_what_is_set_aside_after_the_meeting_lapses() -> None:
    chamber, number, asked, first, second = amended()
    chamber.at = CALLED
    chamber.call(second, ghent="yes", leuven="yes", mons="yes", namur="no")
    chamber.call(asked, **ALL_FOR)
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    chamber.at = OBJECTING
    fix = {"proposal": second, "city": "ghent", "no": "1", "reason": "The list says no"}
    chamber.act("assembly.correct_vote/1", fix, OFFICE)
    assert statuses(asked, first, second) == ["lapsed", "lapsed", "open"]
    chamber.at = COUNTED
    chamber.propose("Later", matter="ordinary")
    assert statuses(asked, first, second) == ["lapsed", "lapsed", "rejected"]
    assert_holds()


def test_a_tied_amendment_waits_for_the_chair() -> None:
    heads = RULED.replace(
        '{share = "people", of = "all", at_least = "1/2"}', '{members = "in favour", at_least = 1}'
    )
    chamber, _, asked = in_the_room(charter=heads)
    first, second = chamber.amend("ghent", asked), chamber.amend("mons", asked)
    called = chamber.called(first, **ALL_FOR)
    assert chamber.office_refused("record_roll_call/1", **called) == (
        "assembly.amendments_unordered"
    )
    chamber.order(asked, first, second)
    chamber.call(first, ghent="yes", leuven="yes", mons="no", namur="no")
    later = chamber.called(second, **ALL_FOR)
    assert chamber.office_refused("record_roll_call/1", **later) == "assembly.tie_first"
    cast = {"proposal": first, "vote": "for"}
    chamber.act("assembly.give_casting_vote/1", cast, "president")
    assert statuses(first, second) == ["open", "fallen"]
    chamber.call(asked, **ALL_FOR)
    chamber.at = COUNTED
    chamber.propose("Later", matter="ordinary")
    assert statuses(asked, first, second) == ["adopted", "adopted", "fallen"]
    assert_holds()


def test_amendments_and_proposals_are_withdrawn_before_their_vote() -> None:
    both = RULED.replace(
        '"assembly.withdraw_proposal/1" = {article = "5.2", seat = "secretariat"}',
        '"assembly.withdraw_proposal/1" = [{article = "5.2", seat = "secretariat"}, '
        '{article = "5.2", body = "council"}]',
    )
    assert both != RULED
    chamber, number, asked = in_the_room(charter=both)
    first, second = chamber.amend("ghent", asked), chamber.amend("mons", asked)
    chamber.delegate("ghent", "assembly.withdraw_proposal/1", proposal=first)
    assert chamber.refusal("namur", "assembly.withdraw_proposal/1", proposal=second) == (
        "assembly.not_the_proposer"
    )
    chamber.act("assembly.withdraw_proposal/1", {"proposal": asked}, OFFICE)
    assert statuses(asked, first, second) == ["withdrawn", "withdrawn", "lapsed"]
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    assert_holds()


def test_online_votes_on_a_text_that_changes_are_set_aside() -> None:
    chamber, _, asked = in_the_room()
    chamber.delegate("ghent", "assembly.cast_vote/2", proposal=asked, yes="1")
    first = chamber.amend("mons", asked)
    chamber.call(first, **ALL_FOR)
    assert not Vote.objects.filter(proposal__number=asked).exists()
    chamber.call(asked, **ALL_FOR)
    assert_holds()


def test_amendments_that_cannot_stand_are_refused() -> None:
    split = RULED.replace(
        'acts = ["assembly.admit_city/1", "assembly.amend_charter/1"]',
        """acts = ["assembly.admit_city/1"]

[matters.charter]
title = {en = "The charter", fr = "La charte"}
article = "6"
body = "council"
rule = "double"
notice_days = 2
voting_days = 3
vote_from = "delegate, may split"
abstention = "ignored"
acts = ["assembly.amend_charter/1"]""",
    )
    chamber, _, asked = in_the_room(charter=split)
    title = [{"language": "en", "text": "Else"}]
    text = chamber.document(b"Else", "text/plain").model_dump()
    assert chamber.refusal("ghent", TABLE, proposal=asked, title=title) == "assembly.amends_nothing"
    charter = chamber.document(split.encode()).model_dump()
    acts = [{"type": "assembly.amend_charter/1", "data": {"charter": charter}}]
    assert chamber.refusal("ghent", TABLE, proposal=asked, title=title, acts=acts) == (
        "assembly.amendment_matter"
    )
    first = chamber.amend("ghent", asked)
    assert chamber.refusal("ghent", TABLE, proposal=first, title=title, text=text) == (
        "assembly.amends_amendment"
    )
    outside = chamber.propose("Outside", matter="ordinary")
    assert chamber.refusal("ghent", TABLE, proposal=outside, title=title, text=text) == (
        "assembly.no_meeting_vote"
    )
    for order in ([first, first], [asked], [first, asked]):
        data = {"proposal": asked, "order": order}
        refused = chamber.refused("assembly.order_amendments/1", data, "president")
        assert refused.code == "assembly.amendments_all"
    chamber.call(first, **MOST_AGAINST)
    chamber.call(asked, **ALL_FOR)
    assert chamber.refusal("ghent", TABLE, proposal=asked, title=title, text=text) == (
        "assembly.rolled"
    )
    assert_holds()


def test_whoever_checks_the_record_sees_a_forged_amendment() -> None:
    chamber, _, asked, first, second = amended()
    tabled, ordered = 5, 7
    chamber.at = CALLED
    carried = chamber.call(second, ghent="yes", leuven="yes", mons="yes", namur="no").n
    called = chamber.call(asked, **ALL_FOR).n
    fix = {"proposal": second, "city": "ghent", "no": "1", "reason": "The list says no"}
    fixed = chamber.act("assembly.correct_vote/1", fix, OFFICE).n

    def told(n: int, **fields: Any) -> Any:
        return lambda record: record[n]["effects"][-1].update(fields)

    def left_out(n: int) -> Any:
        return lambda record: record[n]["effects"].pop()

    assert faults(lambda record: None) == ""
    assert "does not follow" in faults(told(tabled, proposal=9))
    assert "cannot be amended" in faults(told(tabled + 1, amends=first))
    assert "replaces" in faults(told(tabled, replaces=["title"]))
    assert "does not name the open" in faults(told(ordered, order=[first]))
    assert "out of its turn" in faults(told(ordered, order=[first, second]))
    assert "settle the amendments" in faults(told(carried, fallen=[]))
    assert "before its amendment" in faults(left_out(carried))
    assert "settle the amendments" in faults(told(fixed, void=False))
    assert "settle the amendments" in faults(told(fixed, revived=[]))
    assert called < fixed
    chamber.call(first, **MOST_AGAINST)
    chamber.at = COUNTED
    chamber.propose("Later", matter="ordinary")
    assert "no entry says so" in faults(left_out(fixed)) or "out of its turn" in faults(
        left_out(fixed)
    )
