"""Residents put a question; enough signatures put it on the agenda; silence is said."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import CITIES, entries, faults
from tests.forum.forums import (
    ANSWER_BY,
    CHECKED,
    CIVIC,
    CLOSES,
    NOTICED,
    SHARE,
    TOGETHER,
    UNCHECKED,
    Forum,
    agenda,
    forum,
    reached,
    residents,
)
from tests.support.coalition import CHARTER, League
from tests.support.replaying import assert_replays

from koinon.acts.gate import enact, tick
from koinon.acts.refused import Refused
from koinon.forum.models import Attestation, Initiative, Signature, Tally

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

SIGN, ANSWER = "forum.sign_initiative/1", "forum.answer_initiative/1"
TURN_AWAY = "forum.turn_away_initiative/1"
TAKEN_UP = {"initiative": 1, "outcome": "taken up"}


def only() -> Initiative:
    return Initiative.objects.get(number=1)


def test_the_last_signature_needed_reaches_it_and_the_day_of_the_answer_is_set() -> None:
    made = forum()
    number = made.start("ghent-1")
    made.sign(number, "ghent-1", "ghent-2", "ghent-3", "ghent-4", "leuven-1")
    assert only().status == "collecting"  # five, but Leuven counts from two on
    last = made.sign(number, "leuven-2")
    assert last.result == {
        "initiative": 1,
        "city": "leuven",
        "reached": True,
        "answer_by": ANSWER_BY,
    }
    assert only().status == "reached"
    assert entries()[last.n]["effects"][1] == {
        "kind": "initiative_reached",
        "initiative": 1,
        "by_city": [["ghent", 4], ["leuven", 2]],
        "answer_by": ANSWER_BY,
    }
    late = made.refused(SIGN, made.signing("namur-1", 1), "residents/namur")
    assert late.code == "forum.reached_already"
    assert_replays()


def test_a_share_of_the_inhabitants_is_rounded_up_and_frozen() -> None:
    made = forum(SHARE)
    made.start("ghent-1")
    assert sum(CITIES.values()) == 565_000  # a hundred-thousandth is 5.65
    assert only().signatures == 6
    effect = entries()[-1]["effects"][-1]
    assert effect["shared"] == {"share": "1/100000", "of": "565000"}

    def fewer(record: list[dict[str, Any]]) -> None:
        record[-1]["effects"][-1]["signatures"] = 5

    assert "does not need the share" in faults(fewer)
    assert_replays()


def test_a_resident_signs_once_from_whatever_city_and_can_take_it_back() -> None:
    made = forum()
    number = made.start("ghent-1")
    made.sign(number, "ghent-1")
    signing = made.signing("ghent-1", number)
    assert made.refused(SIGN, signing, "residents/ghent").code == "forum.signed_already"
    assert made.refused(SIGN, signing, "residents/leuven").code == "forum.signed_already"
    made.unsign(number, "ghent-1")
    assert Tally.objects.get().count == 0
    again = {"initiative": number, "proof": made.key("ghent-1", number)}
    assert (
        made.refused("forum.withdraw_signature/1", again, "residents/ghent").code
        == "forum.not_signed"
    )
    made.act(SIGN, signing, "residents/leuven")
    assert Signature.objects.filter(withdrawn_n=None).count() == 1
    assert {one.city: one.count for one in Tally.objects.order_by("city")} == {
        "ghent": 0,
        "leuven": 1,
    }
    assert_replays()


def test_marks_of_one_resident_under_two_initiatives_have_nothing_in_common() -> None:
    made = forum()
    first, second = made.start("ghent-1"), made.start("ghent-1", "Shade for every stop")
    made.sign(first, "ghent-2")
    made.sign(second, "ghent-2")
    marks = list(Signature.objects.values_list("mark", flat=True).order_by("signed_n"))
    assert len(set(marks)) == 2
    assert_replays()


def test_the_same_signature_sent_twice_is_one() -> None:
    made = forum()
    number = made.start("ghent-1")
    envelope = made.envelope(SIGN, made.signing("ghent-1", number), "residents/ghent")
    first, second = (enact(envelope, at=made.at) for _ in range(2))
    assert not isinstance(first, Refused)
    assert not isinstance(second, Refused)
    assert (first.n, second.repeated) == (second.n, True)
    assert Tally.objects.get().count == 1
    assert_replays()


def test_only_attested_residents_act_and_only_from_their_own_city() -> None:
    made = forum()
    number = made.start("ghent-1")
    signing = made.signing("mons-1", number)
    assert made.refused(SIGN, signing, "residents/mons").code == "authority.unknown_seat"
    assert made.refused(SIGN, signing, "residents/nowhere").code == "authority.unknown_seat"
    assert made.refused(SIGN, signing, "council/ghent").code == "authority.by_residents"
    assert made.refused(SIGN, signing).code == "authority.by_residents"
    vote = {"city": "ghent", "method": "roll", "count": 1, "root": "00" * 32}
    assert (
        made.refused("forum.attest_residents/1", vote, "residents/ghent").code
        == "authority.other_seat"
    )
    assert_replays()


def test_a_city_speaks_for_its_own_residents_and_an_office_for_any() -> None:
    made = forum()
    data = {"city": "leuven", "method": "letters", "count": 3, "root": "cd" * 32}
    refused = made.refused("forum.attest_residents/1", data, "council/ghent")
    assert refused.code == "forum.other_citys_residents"
    given = made.act("forum.attest_residents/1", data, "secretariat")
    assert given.result["ends_at"] == "2026-01-01T23:00:00.000000Z"
    unknown = {**data, "city": "paris"}
    assert made.refused("forum.attest_residents/1", unknown, "secretariat").code == "cities.unknown"
    nobody = {"attestation": 999, "reason": "x"}
    assert (
        made.refused("forum.end_attestation/1", nobody, "secretariat").code
        == "forum.unknown_attestation"
    )
    assert_replays()


def test_what_replaces_an_attestation_ends_it_and_what_has_ended_lets_nobody_sign() -> None:
    made = forum()
    number = made.start("ghent-1")
    first = Attestation.objects.get(city="ghent")
    second = made.attest("ghent", 4, replaces=first.attested_n)
    made.sign(number, "ghent-1")
    over = {"attestation": first.attested_n, "reason": "once more"}
    assert (
        made.refused("forum.end_attestation/1", over, "council/ghent").code
        == "forum.attestation_over"
    )
    ending = {"attestation": second.n, "reason": "The roll was of another town"}
    assert (
        made.refused("forum.end_attestation/1", ending, "council/namur").code
        == "forum.other_citys_residents"
    )
    made.act("forum.end_attestation/1", ending, "council/ghent")
    refused = made.refused(SIGN, made.signing("ghent-2", number), "residents/ghent")
    assert refused.code == "authority.unknown_seat"
    assert Tally.objects.get().count == 1  # what was signed stays
    assert_replays()


def test_what_a_city_attested_runs_out_by_itself() -> None:
    made = forum()
    number = made.start("ghent-1")
    made.at = "2026-01-01T22:59:59.999999Z"
    assert made.refused(SIGN, made.signing("ghent-1", number), "residents/ghent").code == (
        "forum.lapsed"
    )
    made.at = "2026-01-01T23:00:00.000000Z"
    assert made.refused(SIGN, made.signing("ghent-1", number), "residents/ghent").code == (
        "authority.unknown_seat"
    )
    assert_replays()


def test_no_more_sign_than_a_city_attested() -> None:
    made = Forum()
    made.found(CITIES, CIVIC)
    made.attest("ghent", 2)
    number = made.start("ghent-1")
    made.sign(number, "ghent-1", "ghent-2")
    refused = made.refused(SIGN, made.signing("ghent-3", number), "residents/ghent")
    assert refused == Refused("forum.more_than_attested", (("city", "ghent"), ("count", 2)))
    assert_replays()


def test_without_enough_signatures_in_time_it_lapses() -> None:
    made = forum()
    number = made.start("ghent-1")
    made.sign(number, "ghent-1")
    assert only().closes_at == CLOSES
    made.at = CLOSES
    refused = made.refused(SIGN, made.signing("ghent-2", number), "residents/ghent")
    assert refused.code == "forum.lapsed"
    tick(at=made.at)
    assert (only().status, entries()[-1]["effects"]) == (
        "lapsed",
        [{"kind": "initiative_end", "initiative": 1, "outcome": "lapsed"}],
    )
    assert_replays()


def test_who_started_it_alone_withdraws_it() -> None:
    made = forum()
    number = made.start("ghent-1")
    name = "forum.withdraw_initiative/1"
    refused = made.refused(name, made.withdraw(number, "ghent-2"), "residents/ghent")
    assert refused.code == "forum.not_the_starter"
    made.act(name, made.withdraw(number, "ghent-1"), "residents/ghent")
    assert only().status == "withdrawn"
    assert made.refused(SIGN, made.signing("ghent-1", 1), "residents/ghent").code == (
        "forum.withdrawn"
    )
    assert_replays()


def test_it_is_turned_away_soon_and_on_a_ground_of_the_charter_alone() -> None:
    made = forum()
    made.start("ghent-1")
    data = {"initiative": 1, "ground": "tiresome", "reason": "We would rather not"}
    assert made.refused(TURN_AWAY, data, "secretariat") == Refused(
        "forum.no_ground", (("ground", "tiresome"), ("known", ("powers",)))
    )
    made.start("ghent-1", "Shade for every stop")
    fit = {"initiative": 2, "ground": "powers", "reason": "Stops belong to the regions"}
    made.act(TURN_AWAY, fit, "secretariat")
    away = made.refused(SIGN, made.signing("ghent-1", 2), "residents/ghent")
    assert away.code == "forum.turned_away"
    made.at = CHECKED
    late = made.refused(TURN_AWAY, {**fit, "initiative": 1}, "secretariat")
    assert late.code == "forum.checked"
    assert_replays()


def test_a_charter_without_grounds_lets_nobody_turn_one_away() -> None:
    made = forum(UNCHECKED)
    made.start("ghent-1")
    data = {"initiative": 1, "ground": "powers", "reason": "x"}
    assert made.refused(TURN_AWAY, data, "secretariat").code == "forum.no_check"
    assert_replays()


def test_the_same_text_stands_under_one_initiative() -> None:
    made = forum()
    made.start("ghent-1")
    row = only()
    text = {"sha256": row.text_sha256, "size": row.text_size, "media": row.text_media}
    assert made.try_start("leuven-1", "Mine", text) == Refused("forum.text_twice", (("number", 1),))
    image = made.document(b"\x89PNG", "image/png").model_dump()
    answer = made.try_start("leuven-1", "Mine", image)
    assert isinstance(answer, Refused)
    assert answer.code == "forum.text_form"
    assert_replays()


def test_the_next_meeting_must_carry_what_is_reached() -> None:
    made = forum()
    reached(made)
    name = "assembly.convene_meeting/1"
    refused = made.refused(name, agenda(), "secretariat")
    assert refused == Refused(
        "assembly.owed_item",
        (("body", "council"), ("number", 1), ("title", "Night trains between our cities")),
    )
    first = made.act(name, agenda(only().text_sha256), "secretariat")
    without = {
        "meeting": first.result["meeting"],
        "based_on": 1,
        "agenda": [{"item": 1, "title": [{"language": "en", "text": "Opening"}]}],
    }
    refused = made.refused("assembly.change_agenda/1", without, "secretariat")
    assert refused.code == "assembly.owed_item"
    made.act(name, agenda(), "secretariat")  # the first meeting carries it
    made.act("assembly.cancel_meeting/1", {"meeting": 1, "reason": "Storm"}, "secretariat")
    assert made.refused(name, agenda(), "secretariat").code == "assembly.owed_item"
    assert_replays()


def test_the_council_answers_with_a_text() -> None:
    made = forum()
    reached(made)
    assert made.refused(ANSWER, TAKEN_UP, "president").code == "forum.empty_answer"
    text = made.document(b"From June on, every Friday.", "text/plain").model_dump()
    made.act(ANSWER, {**TAKEN_UP, "text": text}, "president")
    assert (only().status, only().outcome, only().silence_n) == ("answered", "taken up", None)
    twice = made.refused(ANSWER, {**TAKEN_UP, "text": text}, "president")
    assert twice.code == "forum.answered"
    made.at = ANSWER_BY
    assert tick(at=made.at) == []
    assert_replays()


def test_a_decision_answers_by_its_own_power() -> None:
    made = forum()
    reached(made)
    number = made.propose("Night trains", (ANSWER, TAKEN_UP))
    made.at = "2025-01-04T12:00:00.000000Z"
    for city in CITIES:
        made.vote(number, city, "yes")
    made.at = "2025-01-08T12:00:00.000000Z"
    tick(at=made.at)
    decided = next(one for one in entries() if one["type"] == "assembly.close_vote/1")
    assert (only().status, only().decided_n) == ("answered", decided["n"])
    assert_replays()


def test_an_answer_may_name_a_decision_that_was_adopted_and_no_other() -> None:
    made = forum()
    reached(made)
    made.propose("Something else", matter="ordinary")
    for named, code in ((7, "assembly.unknown_proposal"), (1, "forum.not_its_decision")):
        refused = made.refused(ANSWER, {**TAKEN_UP, "decision": named}, "president")
        assert refused.code == code
    assert_replays()


def test_silence_is_recorded_and_a_late_answer_does_not_take_it_away() -> None:
    made = forum()
    reached(made)
    made.at = NOTICED
    (silence,) = tick(at=made.at)
    assert silence.type == "forum.note_silence/1"
    assert (only().status, only().silence_n) == ("unanswered", silence.n)
    text = made.document(b"Sorry, and yes.", "text/plain").model_dump()
    answer = made.act(ANSWER, {**TAKEN_UP, "text": text}, "president")
    assert answer.result["late"] is True
    assert (only().status, only().silence_n) == ("answered", silence.n)
    assert_replays()


def test_the_clock_alone_says_what_the_clock_says() -> None:
    made = forum()
    reached(made)
    for name in ("forum.lapse_initiative/1", "forum.note_silence/1"):
        assert made.refused(name, {"initiative": 1}, "secretariat").code == "authority.by_clock"
    assert made.refused(SIGN, {"initiative": 9, "mark": "00" * 32}, "residents/ghent").code == (
        "forum.unknown_initiative"
    )
    early = {"initiative": 1, "outcome": "taken up", "decision": 1}
    made.start("ghent-1", "Another")
    assert made.refused(ANSWER, {**early, "initiative": 2}, "president").code == "forum.not_reached"
    assert_replays()


def test_signatures_of_a_city_that_left_do_not_count() -> None:
    made = forum()
    made.delegate("namur", "assembly.announce_leaving/1", city="namur")
    made.at = "2025-01-20T10:00:00.000000Z"
    number = made.start("ghent-1")
    made.sign(number, "namur-1", "namur-2", "ghent-1", "ghent-2")
    made.at = "2025-02-01T10:00:00.000000Z"  # Namur has left
    refused = made.refused(SIGN, made.signing("namur-3", number), "residents/namur")
    assert refused.code == "authority.unknown_seat"
    made.sign(number, "leuven-1", "leuven-2")
    assert only().status == "collecting"
    made.sign(number, "ghent-3")
    assert entries()[-1]["effects"][1]["by_city"] == [["ghent", 3], ["leuven", 2]]
    assert_replays()


def test_a_charter_without_initiatives_has_none() -> None:
    league = League()
    line = '"forum.attest_residents/1" = {article = "1", body = "council"}'
    league.found(CITIES, CHARTER.replace("[authority]\n", f"[authority]\n{line}\n"))
    data = {"city": "ghent", "method": "roll", "count": 1, "root": "00" * 32}
    assert league.refused("forum.attest_residents/1", data, "council/ghent") == Refused(
        "forum.no_initiatives"
    )
    signing = {"initiative": 1, "mark": "00" * 32}
    assert league.refused(SIGN, signing, "council/ghent").code == "authority.no_article"
    assert_replays()


JOIN = "forum.join_starters/1"


def test_several_start_it_together_before_it_is_signed() -> None:
    made = forum(TOGETHER)
    number = made.start("ghent-1")
    refused = made.refused(SIGN, made.signing("ghent-2", number), "residents/ghent")
    assert refused == Refused("forum.starters_missing", (("has", 1), ("needed", 3), ("number", 1)))
    own = made.refused(JOIN, made.joining("ghent-1", number), "residents/ghent")
    assert own.code == "forum.joined_already"
    second = made.act(JOIN, made.joining("leuven-1", number), "residents/leuven")
    assert (second.result["starters"], second.result["needed"]) == (2, 3)
    again = made.refused(JOIN, made.joining("leuven-1", number), "residents/leuven")
    assert again.code == "forum.joined_already"
    made.act(JOIN, made.joining("namur-1", number), "residents/namur")
    late = made.refused(JOIN, made.joining("ghent-2", number), "residents/ghent")
    assert late == Refused("forum.starters_complete", (("count", 3), ("number", 1)))
    made.sign(number, "ghent-2", "leuven-1")
    assert entries()[4]["effects"][-1]["starters"] == 3
    assert_replays()


def test_starters_that_are_too_few_or_doubled_are_found() -> None:
    made = forum(TOGETHER)
    number = made.start("ghent-1")
    for person in ("leuven-1", "namur-1"):
        made.act(JOIN, made.joining(person, number), residents(person))
    made.sign(number, "ghent-1")
    assert faults(lambda record: None) == ""

    def more(record: list[dict[str, Any]]) -> None:
        record[4]["effects"][-1]["starters"] = 4

    def twice(record: list[dict[str, Any]]) -> None:
        record[6]["effects"][0]["mark"] = record[5]["effects"][0]["mark"]

    def fewer(record: list[dict[str, Any]]) -> None:
        record[4]["effects"][-1]["starters"] = 2

    def foreign(record: list[dict[str, Any]]) -> None:
        record[5]["by"]["seat"] = "residents/ghent"

    assert "is signed before 4 have started it" in faults(more)
    assert "by one twice" in faults(twice)
    assert "by one too many" in faults(fewer)
    assert "acts for them" in faults(foreign)
