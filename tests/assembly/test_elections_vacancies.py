"""Who was elected leaves: the papers that filled the seat say who follows, and anyone recounts."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from tests.assembly.electing import (
    CLOSED,
    CODE,
    FILL,
    IMPORT,
    LATER,
    WITHDRAW,
    Electing,
    elected,
    opening,
)
from tests.assembly.leagues import assert_holds, entries, faults, recheck
from tests.support.replaying import assert_replays

from koinon.acts.act import Receipt
from koinon.acts.gate import tick
from koinon.assembly import elections, vacancies
from koinon.assembly import queries_vacancies as queries
from koinon.assembly.models import Candidate, Election, ElectionBallots, Vacancy
from koinon.methods.counting import methods
from koinon.methods.counting.ballots import gather_rankings
from koinon.methods.counting.explaining import reasons
from koinon.methods.counting.reasons import Reason
from koinon.methods.counting.ties import Lots
from koinon.methods.plain import to_plain
from koinon.record import store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

WHO = ("vera", "jan", "amina", "karim", "lotte")
GHENT = ((("vera", "jan", "lotte"), 5), (("karim", "amina"), 9), (("lotte",), 1))
LEUVEN = ((("vera", "amina", "karim"), 4), (("jan",), 3), (("amina",), 2))
"""24 papers for two seats: the quota is 24 // 3 + 1 = 9, which Vera and Karim have at once."""


def scottish(**changes: Any) -> Any:
    return {**to_plain(methods.find("scottish-stv").rule), **changes}


def bring(chamber: Electing, city: str, *votes: tuple[tuple[str, ...], int]) -> None:
    ids = elections.paper_of(Election.objects.get())
    ranks = [(tuple((ids.index(one),) for one in said), n) for said, n in votes]
    document = chamber.document_of(gather_rankings(ids, ranks))
    chamber.act(IMPORT, {"code": CODE, "city": city, "ballots": document}, "secretariat")


def council(
    *ghent: tuple[tuple[str, ...], int], rule: Any = None, gone: tuple[str, ...] = ()
) -> Electing:
    """Two seats by transferable votes of two cities, counted."""
    chamber = Electing().adopted(opening(rule=rule or scottish(), seats=2)).paper(*WHO)
    for one in gone:
        chamber.act(WITHDRAW, {"code": CODE, "candidate": one}, "secretariat")
    bring(chamber, "ghent", *(ghent or GHENT))
    bring(chamber, "leuven", *LEUVEN)
    tick(at=CLOSED)
    chamber.at = LATER
    return chamber


def fill(chamber: Electing, vacated: str, *unavailable: str, **more: Any) -> Receipt:
    data = {"code": CODE, "vacated": vacated, "unavailable": list(unavailable), **more}
    return chamber.act(FILL, data, "secretariat")


def refused(chamber: Electing, vacated: str, *unavailable: str, **more: Any) -> Any:
    data = {"code": CODE, "vacated": vacated, "unavailable": list(unavailable), **more}
    return chamber.refused(FILL, data, "secretariat")


def sitting() -> tuple[str, ...]:
    return tuple(vacancies.sitting(Election.objects.get()))


def test_the_papers_of_who_leaves_elect_who_follows() -> None:
    """Of Vera's nine papers five name Jan next and four Amina; her quota is more than half of 9."""
    chamber = council()
    assert elected() == ("vera", "karim")
    receipt = fill(chamber, "vera")
    assert receipt.result["elected"] == ["jan"]
    kinds = [one["kind"] for one in entries()[receipt.n]["effects"]]
    assert kinds == ["document", "vacancy"]
    vacancy = entries()[receipt.n]["effects"][-1]
    assert vacancy["rule"] == {
        "kind": "countback/1",
        "original": scottish(),
        "original_lot": "",
        "vacating": "vera",
        "consenting": ["jan", "amina", "lotte"],
    }
    kept = store.document(vacancy["result"])
    assert kept is not None
    said: Any = json.loads(kept[0])["result"]
    assert (said["held"], said["quota"], said["seated"]) == (900_000, 450_001, ["karim"])
    assert said["stages"][0]["votes"] == [0, 500_000, 400_000, 0, 0]
    assert sitting() == ("karim", "jan")
    # The count's own result stands as it was.
    assert elected() == ("vera", "karim")
    assert Candidate.objects.get(code="jan").elected is None
    assert_holds()


def test_the_countback_explains_itself() -> None:
    chamber = council(gone=("lotte",))
    fill(chamber, "vera")
    counted = queries.result(CODE, 1)
    assert counted is not None
    found = {one.option: one for one in reasons(counted.result, counted.contest)}
    needed = Fraction(450_001, 100_000)
    assert found == {
        "vera": Reason("vera", won=False, code="vacating"),
        "jan": Reason("jan", True, "quota", 1, Fraction(5), needed=needed),
        "amina": Reason("amina", False, "outvoted", 1, Fraction(4), "jan", Fraction(5)),
        "karim": Reason("karim", won=False, code="seated"),
        "lotte": Reason("lotte", won=False, code="withdrawn"),
    }


def test_who_does_not_consent_is_passed_over() -> None:
    chamber = council()
    receipt = fill(chamber, "vera", "jan")
    # The five papers for Jan go on to Lotte, who stands third on them.
    assert receipt.result["elected"] == ["lotte"]
    assert Vacancy.objects.get().unavailable == ["jan"]
    counted = queries.result(CODE, 1)
    assert counted is not None
    found = {one.option: one.code for one in reasons(counted.result, counted.contest)}
    assert found["jan"] == "not standing"
    assert_holds()


def test_a_successor_who_leaves_is_followed_by_the_papers_of_the_same_seat() -> None:
    chamber = council()
    assert fill(chamber, "vera").result["elected"] == ["jan"]
    # Vera's papers again, without Jan: five name Lotte next and four Amina. Jan's own three
    # first preferences, which elected nobody, are not asked.
    second = fill(chamber, "jan")
    assert second.result["elected"] == ["lotte"]
    rule = entries()[second.n]["effects"][-1]["rule"]
    assert (rule["vacating"], rule["consenting"]) == ("vera", ["amina", "lotte"])
    # Karim's nine papers all name Amina; neither who sits nor who left is elected again.
    third = fill(chamber, "karim")
    assert third.result["elected"] == ["amina"]
    assert entries()[third.n]["effects"][-1]["rule"]["consenting"] == ["amina"]
    assert sitting() == ("lotte", "amina")
    views = queries.vacancies(CODE)
    assert [(one.vacated, one.elected) for one in views] == [
        ("vera", "jan"),
        ("jan", "lotte"),
        ("karim", "amina"),
    ]
    assert refused(chamber, "lotte").code == "assembly.nobody_follows"
    assert_holds()


def test_a_tie_needs_a_lot_of_its_own() -> None:
    votes = ((("vera", "jan"), 5), (("vera", "amina"), 1), (("karim",), 9))
    chamber = council(*votes, rule=scottish(last_key="lot"))
    assert elected() == ("vera", "karim")
    needed = refused(chamber, "vera", "lotte")
    assert (needed.code, needed.fact("candidates")) == ("assembly.lot_needed", ("jan", "amina"))
    assert needed.fact("lot") == "The first draw of the national lottery after the close"
    receipt = fill(chamber, "vera", "lotte", lot="7 12 31")
    counted = queries.result(CODE, 1)
    assert counted is not None
    lots = Lots("7 12 31", counted.result.tally.ballots_sha256)
    # Whom the lot names first is excluded.
    out = lots.order(("jan", "amina"))[0]
    assert receipt.result["elected"] == ["amina" if out == "jan" else "jan"]
    assert_holds()


def test_what_is_no_vacancy_is_refused() -> None:
    chamber = Electing().adopted(opening(rule=scottish(), seats=2)).paper(*WHO)
    assert refused(chamber, "vera").code == "assembly.election_uncounted"
    bring(chamber, "ghent", *GHENT)
    bring(chamber, "leuven", *LEUVEN)
    tick(at=CLOSED)
    chamber.at = LATER
    assert refused(chamber, "vera", code="moon").code == "assembly.unknown_election"
    wrong = refused(chamber, "jan")
    assert (wrong.code, wrong.fact("seated")) == ("assembly.not_seated", ("vera", "karim"))
    for named in (("moon",), ("karim",), ("vera",), ("jan", "jan")):
        assert refused(chamber, "vera", *named).code == "assembly.not_unavailable"
    everybody = refused(chamber, "vera", "jan", "amina", "lotte")
    assert everybody.code == "assembly.nobody_follows"
    fill(chamber, "vera")
    assert refused(chamber, "vera").code == "assembly.not_seated"
    assert refused(chamber, "karim", "jan").code == "assembly.not_unavailable"
    assert Vacancy.objects.count() == 1
    assert_holds()


@pytest.mark.parametrize("name", ["meek", "us-rcv", "schulze"])
def test_a_countback_follows_no_other_rule(name: str) -> None:
    rule = to_plain(methods.find(name).rule)
    chamber = Electing().adopted(opening(rule=rule)).paper(*WHO)
    bring(chamber, "ghent", *GHENT)
    tick(at=CLOSED)
    chamber.at = LATER
    (winner,) = elected()
    said = refused(chamber, winner)
    assert (said.code, said.fact("rule")) == ("assembly.no_countback", rule["kind"])
    assert not queries.can_be_filled(CODE)


def test_by_gregorys_method_too() -> None:
    chamber = council(rule=to_plain(methods.find("wigm").rule))
    receipt = fill(chamber, elected()[0])
    assert len(receipt.result["elected"]) == 1
    assert_holds()


def test_who_may_not_fill_it_is_refused() -> None:
    chamber = council()
    data = {"code": CODE, "vacated": "vera"}
    assert chamber.refused(FILL, data, "clerk").code == "authority.other_seat"
    assert Vacancy.objects.count() == 0


def test_without_the_ballots_the_record_holds_and_nobody_else_is_filled_in() -> None:
    chamber = council()
    fill(chamber, "vera")
    for sha in ElectionBallots.objects.order_by("city").values_list("ballots_sha256", flat=True):
        store.withhold(sha, "too few voters")
    elections._counted.cache_clear()
    assert refused(chamber, "karim").code == "acts.document_missing"
    recheck(entries())
    assert_replays()


def effect(n: int, **fields: Any) -> Any:
    """A change of the record: fields of a vacancy."""

    def change(record: list[dict[str, Any]]) -> None:
        (found,) = [e for e in record[n]["effects"] if e["kind"] == "vacancy"]
        found.update(fields)

    return change


def test_whoever_has_the_ballots_sees_a_forged_vacancy() -> None:
    chamber = council()
    first = fill(chamber, "vera", "lotte")
    fill(chamber, "jan")
    rule = entries()[first.n]["effects"][-1]["rule"]
    other = Election.objects.get().result["result"]["sha256"]

    def forged(**fields: Any) -> str:
        return faults(effect(first.n, **fields))

    assert faults(lambda record: None) == ""
    assert "elect jan" in forged(elected=["amina"])
    for nobody in (["karim"], ["lotte"], ["vera"], [], ["jan", "amina"], "jan"):
        assert "may not be elected" in forged(elected=nobody)
    assert "another than its papers give" in forged(result=other)
    assert "no document" in forged(result="0" * 64)
    assert "another than its papers give" in forged(lot="a lot nobody needed")
    assert "without holding one" in forged(vacated="jan")
    assert "not filled by the countback" in forged(vacated="karim")
    assert "not filled by the countback" in forged(unavailable=[])
    assert "different ones who could be" in forged(unavailable=["karim"])
    assert "different ones who could be" in forged(unavailable=["lotte", "lotte"])
    for name, value in (
        ("vacating", "karim"),
        ("consenting", ["amina"]),
        ("original_lot", "7"),
        ("original", scottish(last_key="paper")),
    ):
        assert "not filled by the countback" in forged(rule={**rule, name: value})
    assert "is not counted" in forged(election="moon")

    def twice(record: list[dict[str, Any]]) -> None:
        record[first.n]["effects"] *= 2

    def left_out(record: list[dict[str, Any]]) -> None:
        record[first.n]["effects"].pop()

    assert "without holding one" in faults(twice)
    assert "without holding one" in faults(left_out), "Jan never took the seat he leaves"


@pytest.mark.parametrize("wrong", [None, -1, "", "moon", [], ["moon"], [7], {}, True])
def test_no_field_of_a_vacancy_can_be_anything(wrong: Any) -> None:
    chamber = council()
    receipt = fill(chamber, "vera", "lotte")
    found = entries()[receipt.n]["effects"][-1]
    for name in found.keys() - {"kind"}:
        if found[name] != wrong:
            assert faults(effect(receipt.n, **{name: wrong})), name
