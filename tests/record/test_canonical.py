"""RFC 8785 for the record: its own examples, equality with another implementation, refusals."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from koinon.record.canonical import MAX_DEPTH, MAX_INTEGER, CanonicalError, dump, load

texts = st.text(
    st.one_of(
        st.sampled_from('aAé€\u0080\u007f"\\/\b\f\n\r\t\x01\x1f\u2028\ufb33\uffff\U0001f602u0'),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    max_size=8,
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=12,
)


@given(values)
def test_the_bytes_are_those_of_another_implementation_and_read_back(value: Any) -> None:
    assert dump(value) == rfc8785.dumps(value)
    assert load(dump(value)) == value


def test_sorting_example_of_the_standard() -> None:
    # RFC 8785, 3.2.3.
    given_object = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    ordered = list(load(dump(given_object)))  # type: ignore[arg-type]
    assert ordered == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_string_and_literals_example_of_the_standard() -> None:
    # RFC 8785, 3.2.2, without its floats.
    value = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert dump(value) == (
        b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_tuples_are_arrays() -> None:
    assert dump({"a": (1, (2,))}) == b'{"a":[1,[2]]}'


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.0, 'the value at $ is of the type float; write a whole number or "p/q".'),
        (
            {"a": [1, 0.5]},
            'the value at $.a[1] is of the type float; write a whole number or "p/q".',
        ),
        (
            {"a": float("nan")},
            'the value at $.a is of the type float; write a whole number or "p/q".',
        ),
        ([2**53], "the number at $[0] is outside ±(2**53 - 1); write it as text."),
        ([-(2**53)], "the number at $[0] is outside ±(2**53 - 1); write it as text."),
        ({"a": "x\ud800"}, "the text at $.a holds half a surrogate pair; write whole characters."),
        (
            {"\udc00": 1},
            "the key '\\udc00' at $ holds half a surrogate pair; write whole characters.",
        ),
        (
            {"\U0001f600": "\udc00"},
            "the text at $['\\U0001f600'] holds half a surrogate pair; write whole characters.",
        ),
        ({"a": {"b c": "\x00"}}, "the text at $.a['b c'] holds the character NUL; leave it out."),
        ({"\x00": 1}, "the key '\\x00' at $ holds the character NUL; leave it out."),
        ({1: 2}, "the key 1 at $ is of the type int; write a text."),
        ({"a": {None: 2}}, "the key None at $.a is of the type NoneType; write a text."),
        ({Text("a"): 2}, "the key 'a' at $ is of the type Text; write a text."),
        ([Text("a")], "the value at $[0] is of the type Text; write a JSON value."),
        ({"a": {1, 2}}, "the value at $.a is of the type set; write a JSON value."),
    ],
)
def test_what_has_no_place_in_the_record_is_refused_with_its_place(
    value: Any, sentence: str
) -> None:
    with pytest.raises(CanonicalError) as refusal:
        dump(value)
    assert str(refusal.value) == sentence


def test_an_escaped_backslash_before_u0000_is_no_nul() -> None:
    assert dump("\\u0000") == b'"\\\\u0000"'
    assert load(b'"\\\\u0000"') == "\\u0000"


@pytest.mark.parametrize("empty", [[], {}])
def test_depth_has_a_limit(empty: Any) -> None:
    value = empty
    for _ in range(MAX_DEPTH - 1):
        value = [value]
    assert load(dump(value)) == value
    with pytest.raises(CanonicalError, match=r"deeper than 32 levels"):
        dump([value])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"a":1,"a":1}', "the key 'a' at $ comes twice; write it once."),
        (b'{"x":[{"a":1,"a":2}]}', "the key 'a' at $.x[0] comes twice; write it once."),
        (b'{"a":1.5,"a":1}', "the key 'a' at $ comes twice; write it once."),
        (b'{"b":1,"a":2}', "byte 2 differs from the canonical form (RFC 8785); write that form."),
        (b'{"a": 1}', "byte 5 differs from the canonical form (RFC 8785); write that form."),
        (b" 1", "byte 0 differs from the canonical form (RFC 8785); write that form."),
        (b"1\n", "byte 1 differs from the canonical form (RFC 8785); write that form."),
        (b"-0", "byte 0 differs from the canonical form (RFC 8785); write that form."),
        (b'"\\/"', "byte 1 differs from the canonical form (RFC 8785); write that form."),
        (b'"\\u00e9"', "byte 1 differs from the canonical form (RFC 8785); write that form."),
        (b'"\\u001F"', "byte 6 differs from the canonical form (RFC 8785); write that form."),
        (b"1e3", 'the value at $ is of the type float; write a whole number or "p/q".'),
        (b"[1.0]", 'the value at $[0] is of the type float; write a whole number or "p/q".'),
        (b"NaN", 'the value at $ is of the type float; write a whole number or "p/q".'),
        (b"9007199254740992", "the number at $ is outside ±(2**53 - 1); write it as text."),
        (b"9" * 5000, "a number is outside ±(2**53 - 1); write it as text."),
        (b'"\\ud800"', "the text at $ holds half a surrogate pair; write whole characters."),
        (b'"\\u0000"', "the text at $ holds the character NUL; leave it out."),
        (b'"\xed\xa0\x80"', "byte 1 is not UTF-8; write UTF-8."),
        (b'"\xff"', "byte 1 is not UTF-8; write UTF-8."),
        (b"\xef\xbb\xbf1", "character 0 is not JSON (Expecting value)."),
        (b"", "character 0 is not JSON (Expecting value)."),
        (b"[1,]", "character 3 is not JSON (Expecting value)."),
        (b"[" * 100_000, "a value lies deeper than 32 levels; flatten it."),
    ],
)
def test_other_bytes_for_the_same_value_are_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(CanonicalError) as refusal:
        load(data)
    assert str(refusal.value) == sentence


@given(st.binary(max_size=30) | values.map(rfc8785.dumps), st.data())
def test_whatever_is_read_is_canonical(data: bytes, draw: st.DataObject) -> None:
    position = draw.draw(st.integers(0, max(len(data) - 1, 0)))
    changed = data[:position] + draw.draw(st.binary(max_size=2)) + data[position + 1 :]
    try:
        value = load(changed)
    except CanonicalError:
        return
    assert dump(value) == changed == rfc8785.dumps(value)
