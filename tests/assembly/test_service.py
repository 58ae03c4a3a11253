"""Proof of service: what is attested and acknowledged, what is refused, what a verifier catches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.assembly.leagues import Chamber, assert_holds, faults, founded
from tests.assembly.meetings import BEGINS, Assembly, assembled

from koinon.assembly import queries_service as service

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

ATTEST = "assembly.attest_service/1"
ACKNOWLEDGE = "assembly.acknowledge_notice/1"
DESK = "secretariat"


def served(seat: str, how: str = "letter", on: str = "2025-01-01") -> dict[str, str]:
    return {"seat": seat, "how": how, "on": on}


def log(chamber: Chamber) -> dict[str, Any]:
    return chamber.document(b'{"deliveries":[]}', "application/json").model_dump()


@pytest.fixture
def chamber() -> Chamber:
    chamber = founded()
    chamber.propose("A tram", matter="ordinary")
    return chamber


def attested(chamber: Chamber, *rows: dict[str, str], **more: Any) -> Any:
    data = {"proposal": 1, "served": list(rows), **more}
    return chamber.act(ATTEST, data, DESK)


def refusal(chamber: Chamber, *rows: dict[str, str], **more: Any) -> str:
    data = {"proposal": 1, "served": list(rows), **more}
    return chamber.refused(ATTEST, {k: v for k, v in data.items() if v is not None}, DESK).code


def test_service_is_attested_seat_by_seat(chamber: Chamber) -> None:
    chamber.at = "2025-01-02T09:00:00.000000Z"
    evidence = log(chamber)
    receipt = attested(
        chamber,
        served("council/mons", "in person", "2025-01-02"),
        served("council/ghent", "e-mail"),
        evidence=evidence,
    )
    assert receipt.result == {"proposal": 1, "seats": 2, "day": "2025-01-02"}
    attested(chamber, served("council/leuven", "letter"), served("council/ghent", "letter"))
    found = [
        (one.seat, one.how, one.on, one.evidence, one.n) for one in service.served("proposal", 1)
    ]
    assert found == [
        ("council/ghent", "e-mail", "2025-01-01", evidence["sha256"], 2),
        ("council/ghent", "letter", "2025-01-01", None, 3),
        ("council/leuven", "letter", "2025-01-01", None, 3),
        ("council/mons", "in person", "2025-01-02", evidence["sha256"], 2),
    ]
    assert service.served("meeting", 1) == ()
    assert_holds()


def test_a_delegate_acknowledges_once(chamber: Chamber) -> None:
    chamber.delegate("ghent", ACKNOWLEDGE, proposal=1)
    chamber.delegate("mons", ACKNOWLEDGE, proposal=1)
    again = chamber.refused(ACKNOWLEDGE, {"proposal": 1}, "council/ghent")
    assert (again.code, dict(again.facts)) == ("assembly.acknowledged_already", {"n": 2})
    assert [one.seat for one in service.acknowledged("proposal", 1)] == [
        "council/ghent",
        "council/mons",
    ]
    assert_holds()


@pytest.mark.parametrize(
    ("rows", "more", "code"),
    [
        ([served("council/ghent")], {"proposal": None}, "assembly.notice_of_what"),
        ([served("council/ghent")], {"meeting": 1}, "assembly.notice_of_what"),
        ([served("council/ghent")], {"proposal": 2}, "assembly.unknown_proposal"),
        ([served("council/atlantis")], {}, "assembly.no_notice"),
        ([served("secretariat")], {}, "assembly.no_notice"),
        (
            [served("council/ghent"), served("council/ghent", "in person")],
            {},
            "assembly.served_twice",
        ),
        ([served("council/ghent", on="2024-12-31")], {}, "assembly.served_when"),
        ([served("council/ghent", on="2025-01-02")], {}, "assembly.served_when"),
        ([served("council/ghent", "e-mail")], {}, "assembly.service_without_log"),
    ],
)
def test_what_cannot_be_attested(
    chamber: Chamber, rows: list[dict[str, str]], more: dict[str, Any], code: str
) -> None:
    assert refusal(chamber, *rows, **more) == code
    assert service.served("proposal", 1) == ()


def test_only_who_is_concerned_acts(chamber: Chamber) -> None:
    assert chamber.refused(ACKNOWLEDGE, {"proposal": 1}, DESK).code == "authority.other_seat"
    rows = {"proposal": 1, "served": [served("council/ghent")]}
    assert chamber.refused(ATTEST, rows, "council/ghent").code == "authority.other_seat"


def test_who_joined_later_had_no_notice() -> None:
    """The day in the legal zone counts: 23:30 UTC on 1 January is the 2nd in Brussels."""
    chamber = founded()
    chamber.at = "2025-01-01T23:30:00.000000Z"
    chamber.propose("A tram", matter="ordinary")
    assert refusal(chamber, served("council/ghent", on="2025-01-01")) == "assembly.served_when"
    attested(chamber, served("council/ghent", on="2025-01-02"))
    assert_holds()


def convened() -> Assembly:
    assembly = assembled()
    assembly.convene("The question")
    return assembly


def test_a_convocation_is_served_and_acknowledged() -> None:
    assembly = convened()
    day = assembly.at[:10]
    rows = [served("council/ghent", "letter", day), served("council/mons", "electronic", day)]
    assembly.act(ATTEST, {"meeting": 1, "served": rows}, DESK)
    assembly.delegate("mons", ACKNOWLEDGE, meeting=1)
    assert [one.seat for one in service.served("meeting", 1)] == ["council/ghent", "council/mons"]
    assert [one.seat for one in service.acknowledged("meeting", 1)] == ["council/mons"]
    unknown = assembly.refused(ACKNOWLEDGE, {"meeting": 2}, "council/mons")
    assert unknown.code == "assembly.unknown_meeting"
    assert assembly.at < BEGINS
    assert_holds()


def change(key: str, value: Any) -> Callable[[list[dict[str, Any]]], None]:
    """Change a key of the effect of the attestation (entry 2)."""

    def changed(record: list[dict[str, Any]]) -> None:
        effects = [one for one in record[2]["effects"] if one["kind"] == "service"]
        effects[0][key] = value

    return changed


LINE = ["council/ghent", "letter", "2025-01-01"]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("proposal", 2, "there is no proposal 2 to serve notice of."),
        ("meeting", 1, "service is of one proposal or of one meeting, and not of both."),
        ("served", [], "the service of proposal 1 lists no seats."),
        ("served", "all", "the service of proposal 1 lists no seats."),
        ("served", [LINE[:2]], "the service of proposal 1 holds a line that is no triple."),
        ("served", [LINE, LINE], "names council/ghent out of order or twice."),
        ("served", [["secretariat", *LINE[1:]]], "secretariat is no seat that notice of"),
        ("served", [["council/atlantis", *LINE[1:]]], "council/atlantis is no seat that notice of"),
        ("served", [[LINE[0], "pigeon", LINE[2]]], "the way of a service 'pigeon' is malformed."),
        ("served", [[LINE[0], "e-mail", LINE[2]]], "by e-mail names no log of deliveries."),
        ("served", [[*LINE[:2], "2024-12-30"]], "on 2024-12-30 is before it, or yet to come."),
        ("served", [[*LINE[:2], "2025-01-03"]], "on 2025-01-03 is before it, or yet to come."),
        ("served", [[*LINE[:2], "2025-02-30"]], "the day '2025-02-30' of a service is no day."),
        ("evidence", "ab" * 32, "of a service is no document of this record."),
        ("evidence", "canary", "the evidence of a service 'canary' is malformed."),
        ("address", "a@b.example", "a service has the unknown key 'address'."),
    ],
)
def test_a_verifier_catches_a_false_service(
    chamber: Chamber, key: str, value: Any, said: str
) -> None:
    attested(chamber, served("council/ghent"))
    assert faults(lambda record: None) == ""
    assert said in faults(change(key, value))


def test_a_verifier_catches_a_false_acknowledgement(chamber: Chamber) -> None:
    chamber.delegate("ghent", ACKNOWLEDGE, proposal=1)
    chamber.delegate("mons", ACKNOWLEDGE, proposal=1)

    def twice(record: list[dict[str, Any]]) -> None:
        record[3]["by"]["seat"] = "council/ghent"

    def office(record: list[dict[str, Any]]) -> None:
        record[3]["by"]["seat"] = DESK

    def nobody(record: list[dict[str, Any]]) -> None:
        record[3]["effects"][0] = {"kind": "acknowledgement"}

    assert "council/ghent acknowledged the notice of proposal 1 before." in faults(twice)
    assert "secretariat is no seat that notice of proposal 1 is given to." in faults(office)
    assert "service is of one proposal or of one meeting" in faults(nobody)
