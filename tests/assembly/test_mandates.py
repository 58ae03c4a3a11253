"""Who holds a seat and for how long: appointing, following, ending; and the record shows it."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid5

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.assembly.leagues import RULES, Chamber, assert_holds, entries, faults, recheck
from tests.support.coalition import SPACE

from koinon.acts import memo
from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact, tick
from koinon.acts.private import Sealer
from koinon.acts.refused import Refused
from koinon.acts.registry import find
from koinon.assembly import queries_mandates as queries
from koinon.assembly.models import Mandate
from koinon.people.queries import opening
from koinon.record import store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

APPOINT, END, OVER = "assembly.appoint/1", "assembly.end_mandate/1", "assembly.end_term/1"
CANARY = "Ottoline Kanarienvogel"
CHARTER = RULES.replace(
    "[authority]",
    """
[seats.treasurer]
title = {en = "Treasurer", fr = "Trésorerie"}

[authority]
""",
)
# The league is founded on 1 January 2025 at 9:00; Brussels is an hour ahead, two in summer.
FEBRUARY = "2025-01-31T23:00:00.000000Z"
JULY = "2025-06-30T22:00:00.000000Z"


class Town(Chamber):
    """A chamber that appoints people; names are sealed as an interface seals them."""

    def send(self, name: str, acting: str, /, **data: Any) -> Receipt | Refused:
        """An act with its private fields in the open."""
        self.count += 1
        act_id = uuid5(SPACE, str(self.count))
        if name == APPOINT:
            data = {"role": "holder", "holder": CANARY, "how": "Chosen by its council"} | data
        context = {"seal": Sealer(b"key", act_id)}
        act = find(name).model_validate(data, context=context)
        return enact(Envelope(act, act_id, acting), at=self.at)

    def appoint(self, seat: str, by: str = "", /, **data: Any) -> int:
        """Appoint somebody; the entry, which names the mandate."""
        answer = self.send(APPOINT, by or seat, seat=seat, **data)
        assert isinstance(answer, Receipt), answer
        return answer.n

    def end(self, seat: str, n: int, how: str = "resigned", **data: Any) -> Receipt:
        """End a mandate."""
        answer = self.send(END, seat, mandate=n, how=how, **data)
        assert isinstance(answer, Receipt), answer
        return answer

    def no(self, name: str, acting: str, /, **data: Any) -> str:
        """Be refused; the code."""
        answer = self.send(name, acting, **data)
        assert isinstance(answer, Refused), answer
        return answer.code


@pytest.fixture
def town() -> Town:
    """Four cities, nobody appointed."""
    made = Town()
    made.found({"ghent": 260_000, "leuven": 100_000, "namur": 110_000, "mons": 95_000}, CHARTER)
    return made


def sitting(at: str, seat: str = "council/ghent") -> list[int]:
    """The mandates that stand for a seat at an instant, by the entry that gave them."""
    return [one.n for one in queries.sitting(at) if one.seat == seat]


def test_a_city_appoints_and_the_name_stays_out_of_the_record(town: Town) -> None:
    n = town.appoint("council/ghent", since="2025-02-01", until="2025-06-30")
    entry = entries()[n]
    assert entry["effects"] == [
        {
            "kind": "mandate",
            "seat": "council/ghent",
            "role": "holder",
            "begins_at": FEBRUARY,
            "ends_at": JULY,
        }
    ]
    assert not any(CANARY.encode() in body for body in store.bodies())
    (found,) = queries.of_seat("council/ghent")
    value, salt = opening(found.commitment) or (None, b"")
    assert value == CANARY
    assert hashlib.sha256(salt + b'"' + CANARY.encode() + b'"').hexdigest() == found.commitment
    assert (found.since, found.until) == ("2025-02-01", "2025-06-30")
    assert sitting("2025-01-31T22:59:59.999999Z") == []
    assert sitting(FEBRUARY) == [n]
    assert sitting("2025-06-30T21:59:59.999999Z") == [n]
    assert sitting(JULY) == []
    assert_holds()


def test_without_a_first_day_it_begins_at_once(town: Town) -> None:
    n = town.appoint("council/ghent")
    assert sitting(town.at) == [n]
    assert queries.vacant(town.at) == (
        "secretariat",
        "treasurer",
        "council/leuven",
        "council/mons",
        "council/namur",
    )
    assert_holds()


def test_the_clock_ends_a_term_and_the_successor_begins_at_midnight(town: Town) -> None:
    first = town.appoint("council/ghent", until="2025-06-30")
    second = town.appoint("council/ghent", how="Chosen to follow")
    assert entries()[second]["effects"][0] == {
        "kind": "mandate",
        "seat": "council/ghent",
        "role": "holder",
        "after": first,
    }
    town.at = "2025-06-30T21:59:59.999999Z"
    assert tick(at=town.at) == []
    assert sitting(town.at) == [first]
    town.at = JULY
    (over,) = tick(at=town.at)
    assert (over.type, over.result) == (OVER, {"mandate": first, "seat": "council/ghent"})
    assert sitting(JULY) == [second]
    assert entries()[over.n]["effects"] == [
        {"kind": "mandate_over", "seat": "council/ghent", "mandate": first}
    ]
    assert_holds()


def test_a_successor_begins_when_the_other_resigns(town: Town) -> None:
    first = town.appoint("council/ghent")
    second = town.appoint("council/ghent")
    waiting = {one.n: one for one in queries.of_seat("council/ghent")}[second]
    assert (waiting.begins_at, waiting.after_n) == (None, first)
    assert town.no(APPOINT, "council/ghent", seat="council/ghent") == "assembly.successor_waits"
    ended = town.end("council/ghent", first, on="2025-01-31")
    assert ended.result["ends_at"] == FEBRUARY
    assert sitting("2025-01-31T22:59:59.999999Z") == [first]
    assert sitting(FEBRUARY) == [second]
    again = {"mandate": first, "how": "resigned"}
    assert town.no(END, "council/ghent", on="2025-02-03", **again) == (
        "assembly.mandate_ends_sooner"
    )
    town.end("council/ghent", first, how="died")
    assert sitting(town.at) == [second]
    assert town.no(END, "council/ghent", **again) == "assembly.mandate_over"
    assert town.no(END, "council/ghent", mandate=0, how="died") == "assembly.no_mandate"
    assert_holds()


def test_a_successor_who_steps_back_before_leaves_room_for_another(town: Town) -> None:
    first = town.appoint("council/ghent", until="2025-01-31")
    second = town.appoint("council/ghent", until="2025-06-30")
    third = town.appoint("council/ghent")
    town.end("council/ghent", second)
    assert sitting(town.at) == [first]
    assert sitting(FEBRUARY) == [third]
    town.end("council/ghent", first, on="2025-01-15")
    assert sitting("2025-01-15T23:00:00.000000Z") == [third]
    assert_holds()


def test_nobody_shares_a_seat(town: Town) -> None:
    n = town.appoint("council/ghent", since="2025-02-01", until="2025-06-30")
    for days in (
        {"since": "2025-01-01", "until": "2025-02-01"},
        {"since": "2025-06-30"},
        {"since": "2025-03-01", "until": "2025-04-01"},
        {"since": "2024-12-01"},
    ):
        assert town.no(APPOINT, "council/ghent", seat="council/ghent", **days) == (
            "assembly.seat_held"
        )
    before = town.appoint("council/ghent", since="2024-12-01", until="2025-01-31")
    after = town.appoint("council/ghent", since="2025-07-01")
    for _ in range(2):
        town.appoint("council/ghent", role="alternate")
    assert [one.role for one in queries.sitting(town.at)] == ["holder", "alternate", "alternate"]
    assert sitting(FEBRUARY)[0] == n
    assert (sitting(town.at)[0], sitting(JULY)[0]) == (before, after)
    assert_holds()


def test_an_interim_sits_until_a_holder_begins(town: Town) -> None:
    interim = town.appoint("council/ghent", role="interim")
    assert town.no(APPOINT, "council/ghent", seat="council/ghent", role="interim") == (
        "assembly.seat_held"
    )
    holder = town.appoint("council/ghent", since="2025-02-01")
    assert entries()[holder]["effects"][0] == {
        "kind": "mandate_end",
        "seat": "council/ghent",
        "mandate": interim,
        "ends_at": FEBRUARY,
    }
    assert sitting("2025-01-31T22:59:59.999999Z") == [interim]
    assert sitting(FEBRUARY) == [holder]
    other = town.appoint("council/mons", role="interim")
    late = {"seat": "council/mons", "since": "2024-12-31"}
    assert town.no(APPOINT, "council/mons", **late) == "assembly.seat_held"
    elected = town.appoint("council/mons")
    assert sitting(town.at, "council/mons") == [elected]
    assert Mandate.objects.get(appointed_n=other).over_n == elected
    assert_holds()


def test_days_are_in_order_and_not_all_past(town: Town) -> None:
    ask = {"seat": "council/ghent"}
    assert town.no(APPOINT, "council/ghent", since="2025-03-01", until="2025-02-01", **ask) == (
        "assembly.mandate_days"
    )
    assert town.no(APPOINT, "council/ghent", until="2024-12-31", **ask) == "assembly.mandate_past"
    assert town.no(APPOINT, "secretariat", seat="council/paris") == "assembly.no_such_seat"
    n = town.appoint("council/ghent", since="2024-12-01")
    early = {"mandate": n, "how": "died", "on": "2024-11-30"}
    assert town.no(END, "council/ghent", **early) == "assembly.mandate_days"
    died = town.end("council/ghent", n, how="died", on="2024-12-30")
    assert died.result["ends_at"] == town.at
    (found,) = queries.of_seat("council/ghent")
    assert (found.until, found.ended_how) == ("2024-12-30", "died")
    assert_holds()


def test_an_office_speaks_for_a_city_on_its_instrument(town: Town) -> None:
    ask = {"seat": "council/ghent"}
    assert town.no(APPOINT, "secretariat", **ask) == "assembly.instrument_missing"
    paper = town.document(b"Minutes of the council of Ghent", "text/plain")
    n = town.appoint("council/ghent", "secretariat", instrument=paper)
    assert town.no(END, "secretariat", mandate=n, how="recalled") == "assembly.instrument_missing"
    town.end("secretariat", n, how="recalled", instrument=paper)
    assert town.no(APPOINT, "council/mons", **ask) == "assembly.other_citys_seat"
    m = town.appoint("council/ghent")
    assert town.no(END, "council/mons", mandate=m, how="died") == "assembly.other_citys_seat"
    assert town.no(APPOINT, "council/mons", seat="treasurer") == "assembly.other_citys_seat"
    town.appoint("treasurer", "secretariat")
    assert_holds()


def test_a_term_is_not_ended_before_its_time() -> None:
    town = Town()
    charter = CHARTER.replace(
        '{article = "4.3", by = "clock"}', '{article = "4.3", seat = "secretariat"}'
    )
    town.found({"ghent": 260_000, "leuven": 100_000}, charter)
    n = town.appoint("council/ghent", until="2025-01-31")
    assert town.no(OVER, "secretariat", mandate=n) == "assembly.term_lasts"
    assert town.no(OVER, "secretariat", mandate=0) == "assembly.no_mandate"
    assert_holds()


def test_mandates_end_with_their_seat(town: Town) -> None:
    n = town.appoint("council/namur")
    town.appoint("council/namur")
    town.delegate("namur", "assembly.announce_leaving/1", city="namur")
    town.at = "2025-01-31T23:00:00.000000Z"
    (let,) = tick(at=town.at)
    assert sitting(town.at, "council/namur") == []
    assert {row.over_n for row in Mandate.objects.all()} == {let.n}
    assert town.no(END, "secretariat", mandate=n, how="died") == "assembly.mandate_over"
    assert_holds()


def tamper(n: int, **changes: Any) -> str:
    """What a verifier says when the last effect of entry `n` is changed; None takes a key away."""

    def change(record: list[dict[str, Any]]) -> None:
        effect = record[n]["effects"][-1]
        for key, value in changes.items():
            effect.pop(key, None)
            if value is not None:
                effect[key] = value

    return faults(change)


def test_a_verifier_finds_mandates_that_do_not_follow(town: Town) -> None:
    first = town.appoint("council/ghent", since="2025-01-01")
    second = town.appoint("council/ghent")
    ended = town.end("council/ghent", first, on="2025-01-31").n
    town.at = FEBRUARY
    (over,) = tick(at=town.at)
    third = town.appoint("council/ghent", since="2025-03-01", role="alternate")
    assert "which does not exist" in tamper(first, seat="council/paris")
    assert "the role" in tamper(first, role="king")
    assert "not both" in tamper(first, after=0)
    assert "which it cannot" in tamper(second, after=0)
    assert "at the same time" in tamper(second, after=None, begins_at=FEBRUARY)
    assert "at the same time" in tamper(third, role="holder")
    assert "before it begins" in tamper(third, ends_at="2025-02-20T00:00:00.000000Z")
    assert "over already" in tamper(third, ends_at="2025-01-20T00:00:00.000000Z")
    assert "before the entry that ends it" in tamper(ended, ends_at="2025-01-01T08:00:00.000000Z")
    assert "before its end" in tamper(ended, kind="mandate_over", ends_at=None)
    assert f"no mandate of council/ghent given by entry {ended}" in tamper(ended, mandate=ended)
    assert "before its end" in tamper(over.n, mandate=second)
    assert "unknown key" in tamper(first, name=CANARY)
    assert faults(lambda record: None) == ""
    assert_holds()


DAYS = st.integers(0, 40).map(lambda k: (date(2025, 1, 1) + timedelta(days=k)).isoformat())
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("appoint", "interim", "end", "wait")),
        st.none() | DAYS,
        st.none() | DAYS,
        st.integers(0, 5),
    ),
    max_size=12,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
@example(
    steps=[  # the second is ended as it would begin, so the third begins then, and nobody else
        ("appoint", None, "2025-01-01", 0),
        ("appoint", None, None, 0),
        ("appoint", None, None, 0),
        ("end", None, "2025-01-01", 1),
        ("appoint", None, None, 0),
    ]
)
@example(
    steps=[  # the interim is cut short as somebody already waits for its end
        ("interim", "2025-01-02", None, 0),
        ("appoint", None, None, 0),
        ("appoint", "2025-01-02", None, 0),
    ]
)
def test_at_every_midnight_at_most_one_holds_a_seat(steps: list[tuple[str, Any, Any, int]]) -> None:
    """Whatever is tried, the verifier agrees, and nobody shares a seat or sits after an end."""
    with transaction.atomic():
        town = Town()
        town.found({"ghent": 260_000, "leuven": 100_000}, CHARTER)
        given_ns: list[int] = []
        ended: dict[int, str] = {}
        for what, since, until, k in steps:
            if what == "wait":
                town.at = f"2025-{1 + k:02d}-{10 + k:02d}T10:00:00.000000Z"
            elif what == "end" and given_ns:
                n = given_ns[k % len(given_ns)]
                answer = town.send(END, "council/ghent", mandate=n, how="died", on=until)
                if isinstance(answer, Receipt):
                    ended[n] = min(ended.get(n, "~"), str(answer.result["ends_at"]))
            elif what != "end":
                role = "holder" if what == "appoint" else "interim"
                asked = {"seat": "council/ghent", "role": role, "since": since, "until": until}
                answer = town.send(APPOINT, "council/ghent", **asked)
                if isinstance(answer, Receipt):
                    given_ns.append(answer.n)
        recheck(entries())
        for k in range(0, 200, 3):
            at = (datetime(2024, 12, 30, 12, tzinfo=UTC) + timedelta(days=k)).strftime(
                "%Y-%m-%dT%H:%M:%S.%fZ"
            )
            here = sitting(at)
            assert len(here) <= 1, (at, here)
            assert all(at < ended.get(n, "~") for n in here)
        transaction.set_rollback(True)
    memo.forget_all()
