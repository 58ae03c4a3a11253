"""The charters that ship are whole, in four languages, and decide as their own cases say."""

from __future__ import annotations

from pathlib import Path

import pytest

import koinon.charter
from koinon.charter.cases import run_cases
from koinon.charter.document import Authority, Membership, WrittenProcedure
from koinon.charter.parsing import Charter, parse_charter
from koinon.methods.rules import Quorum

TEMPLATES = sorted((Path(koinon.charter.__file__).parent / "templates").glob("*.toml"))


def read(path: Path) -> Charter:
    return parse_charter(path.read_text(encoding="utf-8"), file=path.name)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_case_of_a_template_is_decided_as_it_says(path: Path) -> None:
    results = run_cases(read(path))
    assert [r.case.title for r in results if not r.agrees] == []
    assert {r.case.passes for r in results} == {True, False}
    assert {r.case.matter for r in results} == {m.id for m in read(path).matters}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_speaks_four_languages_and_names_its_authorities(path: Path) -> None:
    charter = read(path)
    assert charter.coalition.languages == ("en", "fr", "es", "ar")
    assert all(text.strip() for _, text in charter.names)
    (certify,) = charter.authority_for("cities.certify_fact/1")
    assert certify == Authority(
        "cities.certify_fact/1", certify.article, "seat", ("secretariat",), (), None
    )
    assert [a.by for a in charter.authority_for("assembly.admit_city/1")] == ["decision"]
    assert [a.seats for a in charter.authority_for("cities.record_legal_limit/1")] == [
        ("secretariat",)
    ]
    matter = charter.matter_for("assembly.admit_city/1")
    assert matter is not None
    assert matter.body == "council"
    assert charter.authority_for("assembly.found_coalition/1") == ()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_lets_its_assembly_work_and_a_member_leave(path: Path) -> None:
    charter = read(path)
    assert charter.membership == Membership("9.1", 180, "end of year")
    assert charter.arrears is not None
    assert charter.matter_for("treasury.lift_suspension/1") == charter.matter("ordinary")
    assert charter.matter("ordinary").proxies_per_holder == 1
    delegates = ("cast_vote/1", "cast_vote/2", "give_proxy/1", "give_proxy/2", "revoke_proxy/1")
    for name in (*delegates, "announce_leaving/1"):
        assert charter.authority_for(f"assembly.{name}")[0].bodies == ("council",)
    for name in ("open_proposal/1", "withdraw_proposal/1", "announce_leaving/1"):
        assert charter.authority_for(f"assembly.{name}")[-1].seats == ("secretariat",)
    assert charter.matter_for("assembly.open_participatory_budget/1") == charter.matter("ordinary")
    counting = charter.authority_for("assembly.count_participatory_budget/1")
    assert [(a.by, a.seats) for a in counting] == [("clock", ()), ("seat", ("secretariat",))]
    for name in ("register_key/1", "end_key/1"):
        keys = charter.authority_for(f"assembly.{name}")
        assert [(a.bodies, a.seats) for a in keys] == [
            (("council",), ()),
            ((), ("secretariat",)),
            ((), ("treasurer",)),
            ((), ("auditor",)),
        ]
    assert [a.act_type for a in charter.authority if a.signed] == ["treasury.give_opinion/1"]
    assert charter.audit is not None
    assert charter.audit.seat == "auditor"
    for name in ("close_vote/1", "let_leave/1"):
        assert [a.by for a in charter.authority_for(f"assembly.{name}")] == ["clock"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_lets_its_council_meet(path: Path) -> None:
    charter = read(path)
    rules = charter.meetings_of("council")
    assert rules is not None
    assert (rules.notice_days, rules.agenda_days, rules.objection_days) == (14, 7, 2)
    assert (rules.chair, rules.alternates, rules.second_call_days) == ("president", True, 2)
    assert isinstance(rules.quorum, Quorum)
    for name in ("convene_meeting", "change_agenda", "cancel_meeting", "end_meeting"):
        assert charter.authority_for(f"assembly.{name}/1")[0].seats == ("secretariat",)
    for name in ("record_attendance/1", "open_item/1", "record_roll_call/1", "correct_vote/1"):
        assert charter.authority_for(f"assembly.{name}")[0].seats == ("secretariat",)
    assert rules.casting_vote
    assert rules.written == WrittenProcedure("10.4", 7, 2)
    tabling = charter.authority_for("assembly.table_amendment/1")
    assert [(a.bodies, a.seats) for a in tabling] == [(("council",), ()), ((), ("secretariat",))]
    for name in (
        "order_amendments/1",
        "give_casting_vote/1",
        "approve_minutes/1",
        "sign_minutes/1",
    ):
        assert charter.authority_for(f"assembly.{name}")[0].seats == ("president",)
    for name in ("withdraw_vote/1", "object_to_vote/1", "demand_meeting/1"):
        assert charter.authority_for(f"assembly.{name}")[0].bodies == ("council",)
