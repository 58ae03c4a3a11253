"""One mistake is one message, in words that help: what is unquoted, misspelt, or too much."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from tests.charter.test_parsing import DOUBLE, EVERY_KIND, SQUARE_ROOT, changed, mistakes, only

from koinon.charter.mistakes import CharterMistake
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.sections import MAX_LISTED, listed
from koinon.charter.texts import EXPECTED, tell


def said(mistake: CharterMistake) -> str:
    return tell(mistake, NullTranslations())


def test_the_empty_text_lacks_what_a_charter_needs() -> None:
    assert [(m.code, m.key) for m in mistakes("")] == [
        ("missing", "format"),
        ("missing", "coalition"),
    ]


def test_toml_that_cannot_be_read_is_one_mistake_with_its_line() -> None:
    assert only("a = 1\nb = [")[:3] == ("not_toml", 2, "")
    assert only("a = 1\nb = '\0'")[:3] == ("bad_character", 2, "")
    (mistake,) = mistakes("a = 1\nb = [")
    assert said(mistake).startswith("league.toml, line 2, the charter: this is not TOML")


STATUTE = """
[statute]
body = "B"
place = "P"
as_of = 2018-01-01
confidence = "low"
figures = "imagined"
sources = [{ text = "T", read = "2026-02-01", quality = "law" }]
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            SQUARE_ROOT + STATUTE,
            "statute.as_of: 2018-01-01 stands here, which is no text; put it in quotes.",
        ),
        (
            changed('article = "5.1"', "article = 5", SQUARE_ROOT)[0],
            "article: 5 stands here, which is no text; put it in quotes.",
        ),
        (
            changed('currency = "EUR"', 'currency = "EURO"', SQUARE_ROOT)[0],
            "coalition.currency: “EURO” is no currency; write the code of three letters that ISO "
            "4217 gives it; did you mean “EUR”?",
        ),
        (
            changed('currency = "EUR"', 'currency = "12"', SQUARE_ROOT)[0],
            "coalition.currency: “12” is no currency; write the code of three letters that ISO "
            "4217 gives it, such as EUR.",
        ),
        (
            changed('"assembly.admit_city/1"]', '"assembly.admit_citi/1"]', SQUARE_ROOT)[0],
            "matters.accession.acts[1]: no article lets a decision do assembly.admit_citi/1; did "
            "you mean assembly.admit_city/1?",
        ),
    ],
)
def test_it_says_what_to_write(text: str, sentence: str) -> None:
    told = [said(mistake) for mistake in mistakes(text)]
    assert told[0].endswith(sentence)
    assert all("stands here" not in one for one in told[1:])


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('languages = ["en", "fr", "es", "ar"]', 'languages = ["en", "FR", "es", "ar"]', ""),
        ('languages = ["en", "fr", "es", "ar"]', 'languages = "en"', ""),
        ("[coalition]", "[coalitoin]", ""),
        ('languages = ["en", "fr", "es", "ar"]', "languages = []", ""),
    ],
)
def test_a_mistake_about_the_languages_is_not_one_in_every_title(
    old: str, new: str, where: str
) -> None:
    found = mistakes(changed(old, new, SQUARE_ROOT)[0])
    assert len(found) <= 2, [said(one) for one in found]
    assert all(one.key.startswith(("coalition", "coalitoin")) for one in found)


def test_what_is_written_like_a_secret_vote_is_said_to_be_not_built() -> None:
    text = SQUARE_ROOT.replace('vote_from = "delegate"', 'vote_from = "delegate"\nsecret = true', 1)
    (mistake,) = mistakes(text)
    assert mistake.code == "not_built"
    assert "secrecy" not in said(mistake)


@pytest.mark.parametrize(
    ("written", "remedy"),
    [("0.55", "55/100"), ("-1.0", "-1"), ("-0.5", "-5/10"), ("1e3", "1/2"), ("2.0", "2")],
)
def test_a_decimal_is_told_as_the_fraction_it_is(written: str, remedy: str) -> None:
    text, _ = changed('at_least = "2/3"', f"at_least = {written}", SQUARE_ROOT)
    (mistake,) = mistakes(text)
    assert dict(mistake.facts) == {"value": written, "remedy": remedy}


def test_words_to_choose_from_are_quoted_and_many_are_counted() -> None:
    assert listed(["id", "larger amount, then id"]) == "“id”, “larger amount, then id”"
    many = listed([f"w{place:02}" for place in range(MAX_LISTED + 3)])
    assert many.endswith("“w19”, … (+3)")


def test_a_text_too_long_says_how_long_it_may_be() -> None:
    text, _ = changed('article = "1"', f'article = "{"x" * 41}"', EVERY_KIND)
    (mistake,) = mistakes(text)
    assert said(mistake).endswith(
        "this text has 41 characters; write at least 1 that is no space, and at most 40."
    )


def test_every_expected_thing_is_one_that_is_translated() -> None:
    """What a mistake expects is told in the reader's language, so the list has to be whole."""
    expected = set()
    for old in ("digits = 6", '"2/3"', '"delegate"', "alternates = true", 'acts = ["'):
        for new in ("3", "[]", '"x"', "true", "x = 1"):
            key = f"{old.partition(' = ')[0]} = " if " = " in old else ""
            for mistake in broken(SQUARE_ROOT.replace(old, f"{key}{new}")):
                expected |= {fact for name, fact in mistake.facts if name == "expected"}
    assert len(expected) >= 4
    assert expected <= set(EXPECTED)


def broken(text: str) -> tuple[CharterMistake, ...]:
    try:
        parse_charter(text, file="x")
    except CharterErrors as errors:
        return errors.mistakes
    return ()


def test_cases_need_not_be_true_where_nobody_judges_them() -> None:
    text = DOUBLE.replace("passes = true", "passes = false")
    assert {mistake.code for mistake in mistakes(text)} == {"case_adopted"}
    charter = parse_charter(text, file="x", judging=False)
    assert not any(case.passes for case in charter.cases)
