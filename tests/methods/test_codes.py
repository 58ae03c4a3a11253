"""Codes on paper: whatever hand copies them, a slip is found."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.codes import ALPHABET, BYTES, CodeError, code_of, read_code

chances = st.binary(min_size=BYTES, max_size=BYTES)


@given(chances)
def test_a_code_reads_as_it_is_printed_and_however_it_is_typed(chance: bytes) -> None:
    code = code_of(chance)
    plain = code.replace("-", "")
    assert [len(one) for one in code.split("-")] == [4, 4, 4, 4]
    assert read_code(code) == plain
    assert read_code(f"  {code.lower().replace('-', ' ')} ") == plain
    assert read_code(plain.replace("1", "l").replace("0", "o")) == plain
    assert read_code(plain.replace("1", "I").replace("0", "O")) == plain
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    assert read_code(code.translate(arabic).replace("-", "–")) == plain


@given(chances, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_always_found(chance: bytes, place: int, sign: str) -> None:
    plain = code_of(chance).replace("-", "")
    wrong = plain[:place] + sign + plain[place + 1 :]
    if wrong == plain:
        return
    with pytest.raises(CodeError) as caught:
        read_code(wrong)
    assert caught.value.kind == "check"


@given(chances, st.integers(0, 15), st.integers(0, 15))
def test_two_signs_that_changed_places_are_always_found(
    chance: bytes, first: int, second: int
) -> None:
    signs = list(code_of(chance).replace("-", ""))
    if signs[first] == signs[second]:
        return
    signs[first], signs[second] = signs[second], signs[first]
    with pytest.raises(CodeError) as caught:
        read_code("".join(signs))
    assert caught.value.kind == "check"


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(typed: str) -> None:
    found = ""
    with suppress(CodeError):
        found = read_code(typed)
    assert len(found) in (0, 16)


def test_codes_differ_wherever_their_chance_does() -> None:
    made = {code_of((n << 5).to_bytes(BYTES, "big")) for n in range(5_000)}
    assert len(made) == 5_000
    assert code_of(bytes(BYTES)) == "0000-0000-0000-0000"


@pytest.mark.parametrize(
    ("typed", "kind", "sign"),
    [
        ("", "length", ""),
        ("0000-0000-0000-000", "length", ""),
        ("0000-0000-0000-00000", "length", ""),
        ("0000-0000-0000-000U", "sign", "U"),
        ("0000-0000-0000-000!", "sign", "!"),
        ("0000-0000-0000-0001", "check", ""),
    ],
)
def test_what_is_wrong_is_told(typed: str, kind: str, sign: str) -> None:
    with pytest.raises(CodeError) as caught:
        read_code(typed)
    assert (caught.value.kind, caught.value.sign) == (kind, sign)
