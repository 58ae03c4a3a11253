"""Rules of real bodies, judged on votes whose outcome the law makes certain.

The votes are made up to stand on either side of each threshold; the rules are the law's.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from koinon.methods.hints import what_would_pass
from koinon.methods.plain import to_plain
from koinon.methods.rules import (
    ABSTAIN,
    NO,
    YES,
    All,
    AnyOf,
    Count,
    Electorate,
    Opponents,
    Share,
    Vote,
    electorate,
    evaluate,
)
from koinon.methods.trees import decide, recheck

PEOPLE_2019 = {
    "AT": 8_858_775, "BE": 11_467_923, "BG": 7_000_039, "CY": 875_898, "CZ": 10_649_800,
    "DE": 83_019_214, "DK": 5_806_081, "EE": 1_324_820, "EL": 10_722_287, "ES": 46_934_632,
    "FI": 5_517_919, "FR": 67_028_048, "HR": 4_076_246, "HU": 9_772_756, "IE": 4_904_226,
    "IT": 60_359_546, "LT": 2_794_184, "LU": 613_894, "LV": 1_919_968, "MT": 493_559,
    "NL": 17_282_163, "PL": 37_972_812, "PT": 10_276_617, "RO": 19_401_658, "SE": 10_230_185,
    "SI": 2_080_908, "SK": 5_450_421, "UK": 66_647_112,
}  # fmt: skip
"""Usual residents of the member states, national territory, persons, 1 January 2019. Source:
Eurostat, table tps00001; reuse under CC BY 4.0."""

COUNCIL = electorate({"states": dict.fromkeys(PEOPLE_2019, 1), "people": PEOPLE_2019})
QUALIFIED_MAJORITY = All(
    (
        Share("states", "all", Fraction(55, 100), strict=False),
        AnyOf((Share("people", "all", Fraction(65, 100), strict=False), Opponents(3, "all"))),
    )
)
"""Treaty on European Union, article 16(4): 55 % of the members with 65 % of the people; a
blocking minority has at least four members."""

SMALLEST = sorted(PEOPLE_2019, key=lambda state: PEOPLE_2019[state])


def council(against: set[str], how: Vote = NO) -> bool:
    votes = {state: how if state in against else YES for state in PEOPLE_2019}
    decision = decide(QUALIFIED_MAJORITY, COUNCIL, votes)
    recheck(to_plain(decision))
    return decision.tree.met


@pytest.mark.parametrize(
    ("against", "adopted"),
    [
        ({"DE", "FR", "UK"}, True),  # 42 % of the people, but only three members
        ({"DE", "FR", "UK", "MT"}, False),
        ({"DE", "ES", "MT", "LU", "CY"}, True),  # five members with 25.7 % of the people
        ({"DE", "FR", "ES"}, True),
        (set(SMALLEST[:12]), True),  # 16 of 28 is 57 %, and 91 % of the people
        (set(SMALLEST[:13]), False),  # 15 of 28 is 54 %
    ],
)
def test_council_of_the_european_union_2019(against: set[str], adopted: bool) -> None:
    assert council(against) == adopted
    assert council(against, ABSTAIN) == adopted


def test_sixteen_small_states_lack_the_people() -> None:
    votes = dict.fromkeys(SMALLEST[:16], YES)
    tree = evaluate(QUALIFIED_MAJORITY, COUNCIL, votes)
    assert not tree.met
    hint = what_would_pass(QUALIFIED_MAJORITY, COUNCIL, votes, set(PEOPLE_2019) - set(votes))
    assert hint is not None
    assert [(m.place, m.short, m.members) for m in hint.missing] == [
        ((1, 0), Fraction(33_376_309_915, 100) - 71_719_879, 4),
        ((1, 1), 9, 9),
    ]
    assert hint.enough == ("DE", "FR", "UK", "IT")


HALF_CANTONS = ("OW", "NW", "BS", "BL", "AR", "AI")
FULL_CANTONS = tuple(
    "ZH BE LU UR SZ GL ZG FR SO SH SG GR AG TG TI VD VS NE GE JU".split()  # noqa: SIM905
)
CANTONS = {**dict.fromkeys(FULL_CANTONS, 2), **dict.fromkeys(HALF_CANTONS, 1)}
PEOPLE_AND_CANTONS = All(
    (
        Share("voters", "cast", Fraction(1, 2), strict=True),
        Share("cantons", "all", Fraction(1, 2), strict=True, whole=True),
    )
)
"""Swiss Federal Constitution, articles 140 and 142: a majority of those who vote and of the
cantons; a canton's vote is its people's result, six cantons have half a vote, 23 in all."""


def switzerland(yes: dict[str, Fraction]) -> tuple[bool, Fraction, bool]:
    """Judge results by canton, each with as many voters; give people, cantons, outcome."""
    cantons: Electorate = electorate(
        {
            "voters": dict.fromkeys(CANTONS, 1000),
            "cantons": {canton: Fraction(half, 2) for canton, half in CANTONS.items()},
        }
    )
    votes = {canton: Vote(part, 1 - part, Fraction(0)) for canton, part in yes.items()}
    decision = decide(PEOPLE_AND_CANTONS, cantons, votes)
    recheck(to_plain(decision))
    people, standing = decision.tree.parts  # type: ignore[union-attr]
    assert standing.base == 23  # type: ignore[union-attr]
    return people.met, standing.measured, decision.tree.met  # type: ignore[union-attr]


def test_swiss_people_and_cantons() -> None:
    narrow, wide = Fraction(51, 100), Fraction(70, 100)
    results = dict.fromkeys(CANTONS, Fraction(49, 100))
    assert switzerland(results | dict.fromkeys([*FULL_CANTONS[:11], "OW"], wide)) == (
        True, Fraction(23, 2), False,
    )  # fmt: skip
    assert switzerland(results | dict.fromkeys([*FULL_CANTONS[:11], "OW", "NW"], wide)) == (
        True, Fraction(12), True,
    )  # fmt: skip
    results = dict.fromkeys(CANTONS, Fraction(45, 100))
    assert switzerland(results | dict.fromkeys(FULL_CANTONS[:12], narrow)) == (
        False,
        Fraction(12),
        False,
    )


def test_eeyou_istchee_two_thirds_in_each_of_two_groups() -> None:
    """Quebec, chapter G-1.04, section 9: two thirds in each group, three communities in each."""
    groups = {name: [f"{name}-{n:02}" for n in range(1, 12)] for name in ("cree", "jamesian")}
    voters = electorate({"members": {m: 1 for ids in groups.values() for m in ids}}, groups=groups)
    rule = All(
        tuple(
            part
            for group in groups
            for part in (
                Share("members", "all", Fraction(2, 3), strict=False, group=group),
                Count(3, group),
            )
        )
    )
    votes = dict.fromkeys(groups["cree"][:8] + groups["jamesian"][:7], YES)
    assert not evaluate(rule, voters, votes).met
    assert evaluate(rule, voters, votes | {"jamesian-08": YES}).met
