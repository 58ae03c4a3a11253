"""Sentences that fit whatever a charter calls its weights, and shares as laws write them."""

from __future__ import annotations

from fractions import Fraction
from gettext import NullTranslations
from typing import get_args

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from tests.charter.test_explaining import EVERY_KIND

from koinon.charter.explaining import explain
from koinon.charter.parsing import parse_charter
from koinon.charter.statements import PLAIN, plain_share, say
from koinon.charter.texts import EXPLANATIONS
from koinon.interfaces.shared.wording import IN_CHARTERS, IN_TERMINAL
from koinon.methods.apportionment import Rule


def lines(text: str) -> list[str]:
    charter = parse_charter(text, file="x")
    return [say(one, NullTranslations(), "en") for one in explain(charter)]


def test_every_method_of_apportionment_has_a_name() -> None:
    assert {f"method.{rule}" for rule in get_args(Rule)} <= EXPLANATIONS.keys()


def test_one_step_alone_is_no_step_above_another() -> None:
    said = lines(EVERY_KIND.replace("{ up_to = 1000, votes = 1 }, ", ""))
    assert "5/2" in said
    assert not any(line.startswith("above") for line in said)


def test_nobody_and_the_largest_of_all() -> None:
    text = EVERY_KIND.replace(
        '{ opponents = "against", at_most = 2 }', '{ opponents = "against", at_most = 0 }'
    )
    text = text.replace(', if_over = "1/4"', "")
    said = lines(text)
    assert "no member votes against;" in said
    assert "the member with the most, counted by Annex, is in favour;" in said
    absent = lines(text.replace('opponents = "against"', 'opponents = "not in favour"'))
    assert "no member is other than in favour, absent members counting;" in absent


@pytest.mark.parametrize(
    ("share", "plain", "english", "french"),
    [
        ("1/2", "50 %", "50%", "50\xa0%"),
        ("2751/50000", "5.502 %", "5.502%", "5,502\xa0%"),
        ("3/80", "3.75 %", "3.75%", "3,75\xa0%"),
        ("1/1000000", "0.0001 %", "0.0001%", "0,0001\xa0%"),
        ("1/10000000", "1/10000000", "1/10000000", "1/10000000"),
        ("2/3", "2/3", "2/3", "2/3"),
        ("1", "100 %", "100%", "100\xa0%"),
    ],
)
def test_a_share_is_told_in_per_cent_where_four_decimals_say_it(
    share: str, plain: str, english: str, french: str
) -> None:
    assert plain_share(Fraction(share)) == plain
    with translation.override("en"):
        assert IN_TERMINAL.share(Fraction(share)) == english
        assert IN_CHARTERS.share(Fraction(share)).strip("\u2066\u2069") == english
    with translation.override("fr"):
        assert IN_TERMINAL.share(Fraction(share)) == french


@given(st.fractions(-1, 1, max_denominator=10**7))
def test_what_is_told_in_per_cent_is_exact(share: Fraction) -> None:
    told = PLAIN.share(share)
    if told.endswith(" %"):
        assert Fraction(told.removesuffix(" %")) == share * 100
    else:
        assert Fraction(told) == share


def test_a_fraction_is_kept_together_on_a_page_and_plain_in_a_terminal() -> None:
    assert IN_CHARTERS.fraction(Fraction(5, 2)) == "\u20665/2\u2069"
    assert IN_TERMINAL.fraction(Fraction(5, 2)) == "5/2"
