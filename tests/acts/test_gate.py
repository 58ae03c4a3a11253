"""The gate: each act once, in order, all or nothing, and never before what the clock owes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from tests.acts.trial import TRIAL_CHARTER
from tests.support.coalition import KEY, League, member, population
from tests.support.replaying import assert_replays

from koinon.acts import gate
from koinon.acts.act import Act, DocumentRef, Envelope, Receipt, derived_id
from koinon.acts.gate import CLOCK_ID, ENTRY_LIMIT, enact, enact_many
from koinon.acts.ports import Ports, ports, provide
from koinon.acts.refused import Refused
from koinon.assembly.models import Proposal, Seat
from koinon.cities import queries as cities
from koinon.record import canonical, store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CERTIFY = "cities.certify_fact/1"
FACT = {"city": "ghent", "fact": population(270_000)}


def entries() -> list[Any]:
    return [canonical.load(body) for body in store.bodies()]


# Once


def test_the_same_act_again_is_the_same_answer(league: League) -> None:
    sent = league.envelope(CERTIFY, FACT, "secretariat")
    first = enact(sent, at=league.at)
    assert isinstance(first, Receipt)
    assert enact(sent, at=league.at) == replace(first, repeated=True)
    assert store.head().size == 2


def test_the_same_act_twice_in_one_batch_is_one_act(league: League) -> None:
    sent = league.envelope(CERTIFY, FACT, "secretariat")
    other = replace(sent, act=league.envelope(CERTIFY, FACT | {"city": "namur"}).act)
    first, again, taken = enact_many([sent, sent, other], at=league.at)
    assert isinstance(first, Receipt)
    assert again == replace(first, repeated=True)
    assert taken == Refused("acts.id_taken", (("n", 1),))
    assert store.head().size == 2


@pytest.mark.parametrize("changed", ["data", "seat", "type"])
def test_another_act_under_the_same_id_is_refused(league: League, changed: str) -> None:
    sent = league.envelope(CERTIFY, FACT, "secretariat")
    enact(sent, at=league.at)
    other = {
        "data": replace(sent, act=league.envelope(CERTIFY, FACT | {"city": "namur"}).act),
        "seat": replace(sent, seat="council/ghent"),
        "type": replace(sent, act=league.envelope("trial.fan_out/1", {"cities": []}).act),
    }[changed]
    assert enact(other, at=league.at) == Refused("acts.id_taken", (("n", 1),))
    assert store.head().size == 2


def test_the_door_does_not_make_another_act(league: League) -> None:
    """Sent by the web first, by a retrying program then: the same act."""
    sent = league.envelope(CERTIFY, FACT, "secretariat", via="web")
    enact(sent, at=league.at)
    again = enact(replace(sent, via="api", auth="token"), at=league.at)
    assert isinstance(again, Receipt)
    assert again.repeated


def test_a_refusal_consumes_nothing(league: League) -> None:
    sent = league.envelope(CERTIFY, FACT | {"city": "mons"}, "secretariat")
    assert enact(sent, at=league.at) == Refused("cities.unknown", (("city", "mons"),))
    mended = replace(sent, act=league.envelope(CERTIFY, FACT).act)
    answer = enact(mended, at=league.at)
    assert isinstance(answer, Receipt)
    assert answer.act_id == sent.act_id


def test_a_refused_act_does_not_disturb_the_others(league: League) -> None:
    good, bad, last = (
        league.envelope(CERTIFY, FACT | {"city": city}, "secretariat")
        for city in ("ghent", "mons", "namur")
    )
    answers = enact_many([good, bad, last], at=league.at)
    assert [getattr(answer, "n", None) for answer in answers] == [1, None, 2]


def test_ids_of_the_records_own_making_cannot_be_taken_beforehand(league: League) -> None:
    """Else a seat could choose the id of a clock act to come, and no act would ever pass again."""
    sent = league.envelope(CERTIFY, FACT, "secretariat")
    for n in (1, 2):
        early = replace(sent, act_id=derived_id(CLOCK_ID, n))
        assert enact(early, at=league.at) == Refused("acts.id_reserved")
    assert enact(replace(sent, act_id=derived_id(sent.act_id, 1)), at=league.at) == Refused(
        "acts.id_reserved"
    )
    assert store.head().size == 1


def test_derived_ids_follow_from_their_parent_for_ever() -> None:
    parent = UUID("01980000-0000-7000-8000-000000000001")
    digest = hashlib.sha256(parent.bytes + (3).to_bytes(8, "big")).hexdigest()
    found = derived_id(parent, 3)
    assert found.version == 8
    assert str(found).replace("-", "")[:12] == digest[:12]
    assert found == UUID("829e69ce-243b-8ad3-ad46-eda9538cf6f5")


# Time


def test_the_record_never_goes_back_in_time(league: League) -> None:
    league.at = "2025-03-01T00:00:00.000000Z"
    league.act(CERTIFY, FACT, "secretariat")
    league.at = "2025-02-01T00:00:00.000000Z"
    late = league.act(CERTIFY, FACT, "secretariat")
    assert late.at == "2025-03-01T00:00:00.000000Z"
    assert_replays()


def found_in_real_time(league: League) -> Receipt:
    charter = league.document(TRIAL_CHARTER.encode())
    data = {
        "origin": KEY.name,
        "log_key": str(KEY),
        "charter": charter.model_dump(),
        "members": [member("ghent", 5), member("namur", 4)],
    }
    told = enact(league.envelope("assembly.found_coalition/1", data), at=league.at)
    assert told == Refused("acts.clock_is_real")
    answer = enact(league.envelope("assembly.found_coalition/1", data))
    assert isinstance(answer, Receipt)
    return answer


def test_a_real_coalition_is_told_no_time(trial_acts: None) -> None:
    league = League()
    founded = found_in_real_time(league)
    assert abs(int(founded.at[:4]) - int(gate.now_utc()[:4])) <= 1
    assert league.refused(CERTIFY, FACT, "secretariat").code == "acts.clock_is_real"
    assert gate.tick(at="2099-01-01T00:00:00.000000Z") == []
    assert isinstance(enact(league.envelope(CERTIFY, FACT, "secretariat")), Receipt)
    assert store.head().size == 2


def test_a_machine_whose_clock_is_set_back_does_not_break_the_order(
    trial_acts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    league = League()
    founded = found_in_real_time(league)
    monkeypatch.setattr(gate, "now_utc", lambda: "2001-01-01T00:00:00.000000Z")
    answer = enact(
        league.envelope(CERTIFY, FACT | {"fact": population(1, "2000-01-01")}, "secretariat")
    )
    assert isinstance(answer, Receipt)
    assert answer.at == founded.at


def test_what_is_due_comes_before_a_later_act(league: League) -> None:
    number = league.propose("A tram", matter="ordinary")
    league.at = "2025-02-01T00:00:00.000000Z"
    receipt = league.act(CERTIFY, FACT, "secretariat")
    assert receipt.n == 3
    assert entries()[2]["type"] == "assembly.close_vote/1"
    assert entries()[2]["by"] == {"seat": None, "via": "clock", "auth": "none"}
    assert Proposal.objects.get(number=number).status == "rejected"
    assert_replays()


def test_what_is_due_comes_before_a_refused_act_too(league: League) -> None:
    league.propose("A tram", matter="ordinary")
    league.at = "2025-02-01T00:00:00.000000Z"
    league.refused(CERTIFY, FACT | {"city": "mons"}, "secretariat")
    assert entries()[-1]["type"] == "assembly.close_vote/1"


def test_nothing_falls_between_the_clocks_look_and_the_act(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The act carries the instant at which nothing was due, even if the deadline passes then."""
    number = league.propose("A tram", matter="ordinary")
    closes_at = Proposal.objects.get(number=number).closes_at
    before = closes_at.replace("00:00.000000", "59:59.999999").replace("T23", "T22")
    assert before < closes_at
    instants = iter([before])
    monkeypatch.setattr(gate, "now_utc", lambda: next(instants, closes_at))
    vote = league.envelope(
        "assembly.cast_vote/1", {"proposal": number, "yes": "1"}, "council/ghent"
    )
    answer = enact(vote)
    assert isinstance(answer, Receipt)
    assert answer.at == before
    gate.tick()
    assert [entry["type"] for entry in entries()][-1] == "assembly.close_vote/1"
    assert_replays()


def test_the_clock_does_nothing_before_its_time(league: League) -> None:
    league.propose("A tram", matter="ordinary")
    assert gate.tick(at="2025-01-06T22:59:59.999999Z") == []
    (closed,) = gate.tick(at="2025-01-06T23:00:00.000000Z")
    assert closed.type == "assembly.close_vote/1"
    assert gate.tick(at="2025-01-06T23:00:00.000000Z") == []


# Genesis


def test_there_is_one_genesis_and_nothing_before_it(league: League) -> None:
    with_another = League(count=100)
    charter = with_another.document(TRIAL_CHARTER.encode())
    again = {
        "origin": KEY.name,
        "log_key": str(KEY),
        "charter": charter.model_dump(),
        "clock": "told",
        "members": [member("mons", 5), member("liege", 4)],
    }
    refused = with_another.refused("assembly.found_coalition/1", again)
    assert refused.code == "acts.founded_already"


def test_nothing_is_done_before_the_founding(trial_acts: None) -> None:
    assert League().refused(CERTIFY, FACT, "secretariat").code == "acts.not_founded"
    assert gate.tick() == []
    assert store.head() == store.Head(0, "")


# Size and documents


def test_an_entry_has_a_size_it_may_not_pass(league: League) -> None:
    def joining(count: int) -> dict[str, Any]:
        fact = {**population(1), "source": "s" * 200}
        joining = [{**member(f"city-{i}", 1), "facts": [fact]} for i in range(count)]
        acts = [{"type": "assembly.admit_city/1", "data": {"member": one}} for one in joining]
        return {"title": [{"language": "en", "text": "Many"}], "acts": acts}

    refused = league.refused("assembly.open_proposal/1", joining(200), "secretariat")
    assert refused.code == "acts.entry_too_large"
    size = refused.fact("bytes")
    assert isinstance(size, int)
    assert size > ENTRY_LIMIT == refused.fact("limit")
    assert Proposal.objects.count() == 0
    league.act("assembly.open_proposal/1", joining(20), "secretariat")


def limit_with(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "city": "ghent",
        "kind": "levy_per_year",
        "amount_cents": 1,
        "citation": "Art. 1",
        "on": "2024-01-01",
        "attested_by": "The clerk",
        "document": document,
    }


def test_documents_must_be_here_and_as_large_as_stated(league: League) -> None:
    kept = league.document(b"resolution", "text/plain").model_dump()
    missing = {**kept, "sha256": "0" * 64}
    name = "cities.record_legal_limit/1"
    refused = league.refused(name, limit_with(missing), "secretariat")
    assert refused == Refused("acts.document_missing", (("sha256", "0" * 64),))
    refused = league.refused(name, limit_with({**kept, "size": 11}), "secretariat")
    assert refused.code == "acts.document_size"
    assert (refused.fact("kept"), refused.fact("size")) == (10, 11)
    league.act(name, limit_with(kept), "secretariat")
    assert entries()[-1]["effects"] == [{"kind": "document", **kept}]
    assert_replays()


@pytest.mark.parametrize(
    "wrong",
    [{"sha256": "A" * 64}, {"sha256": "0"}, {"size": -1}, {"size": 2**53}, {"media": "Text"}],
)
def test_a_document_is_named_in_one_form(wrong: dict[str, Any]) -> None:
    sound = {"sha256": "0" * 64, "size": 1, "media": "text/plain"}
    DocumentRef(**sound)
    with pytest.raises(ValidationError):
        DocumentRef(**{**sound, **wrong})


# What follows


def test_acts_follow_in_the_same_transaction(league: League) -> None:
    receipt = league.act("trial.fan_out/1", {"cities": ["ghent", "namur"]}, "secretariat")
    assert receipt.then == (2, 3)
    assert receipt.not_executed is None
    followers = entries()[2:]
    assert [one["cause"] for one in followers] == ["1.0", "1.1"]
    assert [one["id"] for one in followers] == [
        str(derived_id(receipt.act_id, 1)),
        str(derived_id(receipt.act_id, 2)),
    ]
    assert {one["grant"]["decision"] for one in followers} == {1}
    assert_replays()


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("last", ["namur", "mons"])
def test_the_same_answer_again_names_what_followed(
    league: League, last: str, together: bool
) -> None:
    sent = league.envelope("trial.fan_out/1", {"cities": ["ghent", last]}, "secretariat")
    later = league.envelope(CERTIFY, FACT, "secretariat")
    batches = [[sent, later, sent]] if together else [[sent], [later], [sent]]
    first, _, again = [one for batch in batches for one in enact_many(batch, at=league.at)]
    assert isinstance(first, Receipt)
    assert again == replace(first, repeated=True)
    assert first.then == ((2, 3) if last == "namur" else (2,))
    assert first.not_executed == (None if last == "namur" else "cities.unknown")


def test_of_the_acts_that_follow_all_take_effect_or_none(league: League) -> None:
    receipt = league.act("trial.fan_out/1", {"cities": ["ghent", "namur", "mons"]}, "secretariat")
    assert receipt.not_executed == "cities.unknown"
    assert receipt.then == (2,)
    assert Seat.objects.filter(id=receipt.act_id).exists()
    assert [len(cities.facts(city)) for city in ("ghent", "namur")] == [1, 1]
    note = entries()[2]
    assert note["type"] == "acts.note_not_executed/1"
    assert note["cause"] == "1.0"
    assert note["data"] == {
        "decision": 1,
        "refusal": "cities.unknown",
        "facts": [{"name": "city", "value": "mons"}],
    }
    league.act(CERTIFY, FACT, "secretariat")
    assert [entry["n"] for entry in entries()] == [0, 1, 2, 3]
    assert_replays()


def test_an_act_that_breaks_takes_its_whole_batch_with_it(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Act, moment: object, consequence: object) -> None:
        raise ZeroDivisionError

    good = league.envelope(CERTIFY, FACT, "secretariat")
    bad = league.envelope("trial.fan_out/1", {"cities": []}, "secretariat")
    monkeypatch.setattr(type(bad.act), "apply", broken)
    with pytest.raises(ZeroDivisionError):
        enact_many([good, bad], at=league.at)
    assert store.head().size == 1
    assert len(cities.facts("ghent")) == 1


# Ports


def test_the_gate_does_not_run_with_a_port_empty(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "law", None)
    with pytest.raises(RuntimeError, match="does not run without: law"):
        enact(league.envelope(CERTIFY, FACT, "secretariat"), at=league.at)


def test_a_port_takes_one_provider() -> None:
    assert all(getattr(ports, name) is not None for name in Ports.__slots__)
    with pytest.raises(AssertionError, match="law has a provider already"):
        provide(law=lambda *_: None)


def test_the_law_may_refuse_a_consequence(league: League, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "law", lambda act, moment, consequence: Refused("law.says_no"))
    assert league.refused(CERTIFY, FACT, "secretariat") == Refused("law.says_no")
    assert len(cities.facts("ghent")) == 1


def test_an_envelope_without_a_seat_has_no_article(league: League) -> None:
    answer = enact(Envelope(league.envelope(CERTIFY, FACT).act, UUID(int=7)), at=league.at)
    assert isinstance(answer, Refused)
    assert answer.code == "authority.other_seat"
