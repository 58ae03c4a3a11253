"""Tables packed into an address: whole, small, and no bomb."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.interfaces.shared.whatif.carried import (
    LONGEST,
    UNPACKED,
    NotText,
    TooLong,
    packed,
    unpacked,
)
from koinon.interfaces.shared.whatif.numbers import Unreadable, exact, three, written
from koinon.interfaces.shared.whatif.tables import File, OwnTables

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=200)


@given(TEXT, TEXT, st.one_of(st.none(), TEXT))
def test_what_is_packed_is_unpacked(name: str, cities: str, programmes: str | None) -> None:
    own = OwnTables(
        cities=File(name[:100], cities.encode()),
        programmes=None if programmes is None else File("p.toml", programmes.encode()),
    )
    found = unpacked(packed(own))
    assert found is not None
    assert found.cities is not None
    # A byte order mark says how a file is encoded; it is no part of the table.
    assert found.cities.data == cities.removeprefix("\ufeff").encode()
    assert (found.programmes is None) == (programmes is None)


def test_nothing_is_nothing() -> None:
    assert packed(OwnTables()) == ""
    assert unpacked("") is None


@given(st.text(max_size=300))
def test_letters_that_are_no_tables_are_refused(text: str) -> None:
    assert unpacked(text) is None


def letters(data: bytes) -> str:
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(made.compress(data) + made.flush()).decode().rstrip("=")


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{}",
        b'{"cities": "x"}',
        b'{"cities": ["a"]}',
        b'{"cities": ["a", 1]}',
        b'{"strangers": ["a", "b"]}',
        b'{"cities": ["a", "\\ud800"]}',
        b"[" * 100_000,
        b" " * (UNPACKED + 1),
    ],
)
def test_packed_things_of_another_form_are_refused(data: bytes) -> None:
    text = letters(data)
    assert len(text) < LONGEST
    assert unpacked(text) is None


def test_a_bomb_is_not_unpacked() -> None:
    text = letters(b'{"cities":["a","' + b" " * 15_000_000 + b'"]}')
    assert len(text) < LONGEST
    assert unpacked(text) is None


def test_what_is_too_long_or_no_text_is_said() -> None:
    noise = "".join(chr(0x4E00 + at * 7919 % 20_000) for at in range(30_000))
    with pytest.raises(TooLong):
        packed(OwnTables(cities=File("a", noise.encode())))
    with pytest.raises(NotText):
        packed(OwnTables(cities=File("a", b"\xff\xfe\xfa")))


@given(st.fractions(0, 10**9, max_denominator=10**6))
def test_numbers_are_read_as_they_are_written(value: object) -> None:
    assert exact(written(value)) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "1,500", "1.500", "12.500", "x", "1/0", "-1", "1..2", "1e5", "5 %%", "½", "1/2.5"]
)
def test_what_could_be_two_numbers_or_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        exact(text)


@pytest.mark.parametrize("text", ["1;2", "3;2;1", "1;2;3;4", ";", "1 – x – 3"])
def test_ranges_rise_from_low_to_high(text: str) -> None:
    with pytest.raises(Unreadable):
        three(text)
