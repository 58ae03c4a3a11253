"""What people type, made exact; and how numbers, days and money are shown."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from koinon.interfaces.shared import wording
from koinon.interfaces.web import typed
from koinon.interfaces.web.parts import NotAPart, read_parts


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        (("60 %", "40%", ""), ("3/5", "2/5", "0")),
        (("66,7 %", "33.3%", "0"), ("667/1000", "333/1000", "0")),
        (("2 of 3", "1/3", ""), ("2/3", "1/3", "0")),
        (("2 sur 3", "1 de 3", ""), ("2/3", "1/3", "0")),
        (("٢ من ٣", "", "١ من ٣"), ("2/3", "0", "1/3")),
        (("7", "0", "3"), ("7/10", "0", "3/10")),
        (("", "", ""), ("0", "0", "0")),
    ],
)
def test_parts_of_a_vote(texts: tuple[str, str, str], parts: tuple[str, str, str]) -> None:
    assert tuple(map(str, read_parts(texts))) == parts


@pytest.mark.parametrize(
    ("texts", "place"), [(("all", "", ""), 0), (("50%", "half", ""), 1), (("50%", "2", ""), 1)]
)
def test_what_is_no_part_is_named(texts: tuple[str, str, str], place: int) -> None:
    with pytest.raises(NotAPart) as wrong:
        read_parts(texts)
    assert wrong.value.place == place


@given(st.lists(st.integers(0, 10**9), min_size=3, max_size=3).filter(any))
def test_plain_numbers_always_make_one(counts: list[int]) -> None:
    first, second, third = map(str, counts)
    assert sum(read_parts((first, second, third))) == 1


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever is typed is read, or refused with a code that has a sentence."""
    told = set()
    for read in (typed.whole, typed.exact, typed.ten_thousandths, typed.plain_json):
        with suppress(typed.Mistyped):
            read(text)
            told.add(read)
    with suppress(NotAPart):
        assert len(read_parts((text, "50%", ""))) == 3
    assert typed.whole not in told or typed.exact in told


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("5000.5", "EUR", 500_050),
        ("5,000.50", "EUR", 500_050),
        ("5 000,50", "EUR", 500_050),
        ("5.000,50", "EUR", 500_050),
        ("5'000.50", "EUR", 500_050),
        ("5\u202f000,50\u00a0eur", "EUR", 500_050),
        ("EUR 5000", "EUR", 500_000),
        ("1.234.567", "EUR", 123_456_700),
        ("1,234,567", "EUR", 123_456_700),
        ("0,05", "EUR", 5),
        ("\u2212 12.5", "EUR", -1_250),
        ("12500", "JPY", 12_500),
        ("1.234,567", "TND", 1_234_567),
        ("١٢", "EUR", 1_200),
        ("٥٬٠٠٠٫٥٠", "EUR", 500_050),
        ("٥،٠٠٠.٥٠", "EUR", 500_050),
    ],
)
def test_amounts_that_mean_one_thing_are_read_in_every_language(
    language: str, text: str, currency: str, amount: int
) -> None:
    with override(language):
        assert typed.cents(text, currency) == amount


@pytest.mark.parametrize(
    ("language", "text", "currency", "amount"),
    [
        ("en", "5,000", "EUR", 500_000),
        ("ar", "5,000", "EUR", 500_000),
        ("es", "5.000", "EUR", 500_000),
        ("en", "5.000", "TND", 5_000),
        ("fr", "5,000", "TND", 5_000),
        ("es", "5,000", "TND", 5_000),
    ],
)
def test_the_language_decides_between_thousands_and_decimals(
    language: str, text: str, currency: str, amount: int
) -> None:
    with override(language):
        assert typed.cents(text, currency) == amount


@pytest.mark.parametrize(
    ("language", "text", "currency", "sentence"),
    [
        (
            "en",
            "5.000",
            "EUR",
            "“5.000” was read as 5.000 EUR, with more decimals than EUR has; if you mean "
            "5,000 EUR, write 5000.",
        ),
        (
            "fr",
            "5.000",
            "EUR",
            "« 5.000 » peut se lire comme 5 000 EUR ou comme 5,000 EUR ; écrivez 5000 pour le "
            "premier, ou « , » avant les décimales pour le second.",
        ),
        (
            "en",
            "12500.505",
            "EUR",
            "“12500.505” was read as 12500.505 EUR; of EUR, write at most this many decimals: 2.",
        ),
        (
            "en",
            "1.5",
            "JPY",
            "“1.5” was read as 1.5 JPY; of JPY, write at most this many decimals: 0.",
        ),
        ("en", "1 23", "EUR", "“1 23” is not an amount; write it in full, e.g. 12,500.50."),
        (
            "fr",
            "1,2,3",
            "EUR",
            "« 1,2,3 » n'est pas un montant ; écrivez-le en entier, par exemple 12 500,50.",
        ),
        ("en", "5,00,000", "EUR", "“5,00,000” is not an amount; write it in full, e.g. 12,500.50."),
        ("en", "many", "JPY", "“many” is not an amount; write it in full, e.g. 1,250,050."),
    ],
)
def test_an_amount_that_could_mean_another_is_refused_with_how_it_was_read(
    language: str, text: str, currency: str, sentence: str
) -> None:
    with override(language):
        with pytest.raises(typed.Mistyped) as wrong:
            typed.cents(text, currency)
        said = wrong.value.sentence(text).replace("\u00a0", " ").replace("\u202f", " ")
    assert said == sentence


@given(
    st.integers(-(10**15), 10**15),
    st.sampled_from(["en", "fr", "es", "ar"]),
    st.sampled_from(["EUR", "JPY", "TND"]),
)
def test_an_amount_is_read_as_it_is_shown(cents: int, language: str, currency: str) -> None:
    with override(language):
        assert typed.cents(wording.money(cents, currency), currency) == cents
        assert typed.cents(wording.amount(cents, currency), currency) == cents


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "262,219", "262219"),
        ("en", "262.219", "262219/1000"),
        ("fr", "262,219", "262219/1000"),
        ("es", "262.219", "262219"),
        ("fr", "262 219", "262219"),
        ("en", "12.5", "25/2"),
    ],
)
def test_figures_follow_the_language_too(language: str, text: str, number: str) -> None:
    with override(language):
        assert typed.exact(text) == number


@pytest.mark.parametrize(
    ("language", "number", "share", "money", "day"),
    [
        ("en", "1,234,567.5", "58.2%", "1,234.50\u00a0EUR", "1 March 2026"),
        ("fr", "1\u202f234\u202f567,5", "58,2\u00a0%", "1\u202f234,50\u00a0EUR", "1 mars 2026"),
        (
            "es",
            "1\u00a0234\u00a0567,5",
            "58,2\u00a0%",
            "1\u00a0234,50\u00a0EUR",
            "1 de marzo de 2026",
        ),
        ("ar", "1,234,567.5", "58.2%", "1,234.50\u00a0EUR", "1 مارس 2026"),
    ],
)
def test_each_language_writes_as_its_people_do(
    language: str, number: str, share: str, money: str, day: str
) -> None:
    with override(language):
        assert wording.number(Fraction(2_469_135, 2)) == number
        assert wording.percent(Fraction(5829, 10_000)) == share
        assert wording.money(123_450, "EUR") == money
        assert wording.day("2026-03-01") == day


def test_a_share_is_never_shown_as_reached_before_it_is() -> None:
    with override("en"):
        assert wording.percent(Fraction(49_999, 100_000)) == "49.9%"
        assert wording.percent(Fraction(2, 3), up=True) == "66.7%"
        assert wording.percent(Fraction(2, 3)) == "66.6%"


def test_instants_are_told_in_the_legal_zone() -> None:
    with override("en"):
        said = wording.instant("2026-07-01T22:00:00.000000Z", "Europe/Brussels")
    assert said == "2 July 2026, 00:00 (Europe/Brussels time)"


def test_what_ends_at_midnight_ends_with_the_day_before() -> None:
    with override("en"):
        midnight = wording.deadline("2026-07-01T22:00:00.000000Z", "Europe/Brussels")
        noon = wording.deadline("2026-07-01T10:00:00.000000Z", "Europe/Brussels")
    assert midnight == "1 July 2026, 24:00 (Europe/Brussels time)"
    assert noon == "1 July 2026, 12:00 (Europe/Brussels time)"
