"""The line of every key is the one it stands on, whatever the layout; limits hold before TOML."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.charter.toml import MAX_BYTES, Decimal, TomlError, read_toml

TEXT = '''# a comment with [brackets] and "quotes"
a = 1
[b]
c = { d = 1, "e.f" = [1, 2] }   # trailing
g.h = """
two
lines"""
i = [
  { j = 1 },

  { j = 2, k = [ [1], [2,
    3] ] },
]
[[l.m]]
n = 1
[l.m.o]
p = 2
[[l.m]]
n = 'x = "y"'
\tq = 0.5
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("b",), 3),
        (("b", "c", "d"), 4),
        (("b", "c", "e.f", 1), 4),
        (("b", "g", "h"), 5),
        (("b", "i"), 8),
        (("b", "i", 0, "j"), 9),
        (("b", "i", 1, "j"), 11),
        (("b", "i", 1, "k", 1, 1), 12),
        (("l", "m", 0, "n"), 15),
        (("l", "m", 0, "o", "p"), 17),
        (("l", "m", 1), 18),
        (("l", "m", 1, "n"), 19),
        (("l", "m", 1, "q"), 20),
        (("l", "m", 1, "absent"), 18),
    ],
)
def test_the_line_of_a_key(path: tuple[str | int, ...], line: int) -> None:
    assert read_toml(TEXT).line(path) == line


def test_a_decimal_number_stays_text() -> None:
    assert read_toml("a = 0.55\nb = [1e3, inf]").root == {
        "a": Decimal("0.55"),
        "b": [Decimal("1e3"), Decimal("inf")],
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a = 1\nb = \n", "not_toml", 2),
        ("a = 1\na = 2", "not_toml", 2),
        ("a = 1\nb = '\0'", "bad_character", 2),
        ("a = 1\n\nb = '\ud800'", "bad_character", 3),
        ("\na = " + "[" * 13 + "]" * 13, "too_deep", 2),
        ("a = " + "[" * 100_000, "too_deep", 1),
        ("\n\n" + ".".join("abcdefghijklm") + " = 1", "too_deep", 3),
        ("[" + ".".join(["x"] * 5_000) + "]", "too_deep", 1),
        ("a = " + "9" * 5_000, "not_toml", 1),
        ("#" * (MAX_BYTES + 1), "too_large", 1),
        ("#" + "é" * (MAX_BYTES // 2), "too_large", 1),
    ],
)
def test_what_cannot_be_read_names_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(TomlError) as caught:
        read_toml(text)
    assert (caught.value.code, caught.value.line) == (code, line)


def test_twelve_levels_are_read() -> None:
    assert read_toml("a = " + "[" * 11 + "]" * 11).root["a"] is not None


@settings(max_examples=200)
@given(st.text(alphabet="ab.=[]{},\"'\\#\n 1é", max_size=60))
def test_every_text_is_read_as_tomllib_reads_it_or_refused(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except ValueError:
        with pytest.raises(TomlError):
            read_toml(text)
        return
    found = read_toml(text)
    assert found.root.keys() == expected.keys()
    assert {path[0] for path in found.lines} == expected.keys()
    rows = text.split("\n")
    assert all(1 <= line <= len(rows) for line in found.lines.values())
