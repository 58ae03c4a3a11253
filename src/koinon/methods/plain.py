"""Plain forms: frozen dataclasses as canonical JSON, and back.

A dataclass becomes an object tagged with its ``KIND``; a tuple becomes an array; a whole number
stays a number below 2**53 in size and becomes decimal text beyond; a fraction becomes the text
"p/q" in lowest terms. There is exactly one plain form of a value, and :func:`from_plain` refuses
every other, so that equal values have equal bytes in the public record.

A new node needs no code here: its annotated fields are its schema. A field that a node gains
after values of it were recorded has a default and the metadata `LEFT_OUT`: it is left out where it
has that default, so that what was recorded before reads, and is written, as it was.
"""

from __future__ import annotations

import hashlib
import json
import re
import types
from collections.abc import Callable
from dataclasses import Field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"

SAFE_INT = 2**53
"""Whole numbers below this size are exact in every JSON reader."""

MAX_DIGITS = 2_000
"""Longest number read or written, in digits: far beyond any law, far below what costs time."""

LEFT_OUT = MappingProxyType({"left_out": True})
"""Metadata of a field that is left out of the plain form where it has its default."""

_WHOLE = re.compile(r"0|-?[1-9][0-9]*")
_FRACTION = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?")
_T = TypeVar("_T")


class PlainError(ValueError):
    """A plain form is not the one form of any value of the expected type; names the place."""


def fraction_text(value: Fraction) -> str:
    """Write a fraction in lowest terms: "2/3", "-1/2", "5"."""
    size = value.numerator.bit_length() + value.denominator.bit_length()
    if size > MAX_DIGITS * 3:
        raise PlainError(f"a fraction of {size} bits is too long to be written")
    return str(value)


def parse_fraction(text: str) -> Fraction:
    """Read "p/q" or "p" exactly; no sign but "-", no spaces, no decimal point, q above zero."""
    match = _FRACTION.fullmatch(text) if len(text) <= MAX_DIGITS else None
    if match is None:
        raise PlainError(f"{text[:40]!r} is not a fraction such as 2/3")
    return Fraction(int(match[1]), int(match[2] or 1))


def to_plain(value: object) -> Plain:
    """Give the plain form of a dataclass, tuple, number, fraction, text, boolean or None."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if -SAFE_INT < value < SAFE_INT else fraction_text(Fraction(value))
    if isinstance(value, Fraction):
        return fraction_text(value)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    assert not isinstance(value, type)
    assert is_dataclass(value), type(value)
    said = [f for f in fields(value) if not _is_left_out(f, getattr(value, f.name))]
    plain: dict[str, Plain] = {f.name: to_plain(getattr(value, f.name)) for f in said}
    kind = getattr(value, "KIND", None)
    return plain if kind is None else {"kind": kind, **plain}


def from_plain(expected: type[_T], plain: Plain) -> _T:
    """Read a plain form as a value of the dataclass `expected`; PlainError names the place."""
    value = _read(expected, plain, "$")
    assert isinstance(value, expected)
    return value


def union_from_plain(expected: Any, plain: Plain) -> Any:
    """Read a plain form as one of the dataclasses of a union, chosen by its kind."""
    assert get_origin(expected) in (Union, types.UnionType)
    return _read(expected, plain, "$")


def digest(plain: Plain) -> str:
    """SHA-256, in hexadecimal, of a plain form's canonical bytes (keys are ASCII names)."""
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _read(hint: Any, plain: Plain, place: str) -> object:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _read(_chosen(get_args(hint), plain, place), plain, place)
    if origin is Literal:
        return _accept(plain in get_args(hint) and isinstance(plain, str), plain, place)
    if origin is tuple:
        return _read_tuple(get_args(hint), plain, place)
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _read_dataclass(hint, plain, place)
    return _SCALARS[hint](plain, place)


def _chosen(options: tuple[Any, ...], plain: Plain, place: str) -> Any:
    """Pick the member of a union: None, a dataclass by its kind, else the one other type."""
    nodes = [option for option in options if is_dataclass(option)]
    if plain is None and type(None) in options:
        return type(None)
    if isinstance(plain, dict):
        kind = plain.get("kind")
        for node in nodes:
            if getattr(node, "KIND", None) == kind:
                return node
        raise PlainError(f"{place}: kind {kind!r} is not known here")
    rest = [option for option in options if option not in nodes and option is not type(None)]
    if len(rest) != 1:
        raise PlainError(f"{place}: unexpected {type(plain).__name__}")
    return rest[0]


def _read_tuple(hints: tuple[Any, ...], plain: Plain, place: str) -> tuple[object, ...]:
    if not isinstance(plain, list):
        raise PlainError(f"{place}: expected an array")
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_read(hints[0], item, f"{place}[{i}]") for i, item in enumerate(plain))
    if len(plain) != len(hints):
        raise PlainError(f"{place}: expected {len(hints)} items")
    pairs = enumerate(zip(hints, plain, strict=True))
    return tuple(_read(hint, item, f"{place}[{i}]") for i, (hint, item) in pairs)


@cache
def _schema(node: type) -> dict[str, Any]:
    hints = get_type_hints(node)
    return {f.name: hints[f.name] for f in fields(node)}


def _is_left_out(field: Field[Any], value: object) -> bool:
    return "left_out" in field.metadata and value == field.default


@cache
def _may_lack(node: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(node) if "left_out" in f.metadata)


def _read_dataclass(node: type, plain: Plain, place: str) -> object:
    schema = _schema(node)
    kind = getattr(node, "KIND", None)
    expected = set(schema) if kind is None else {*schema, "kind"}
    if isinstance(plain, dict) and (lacks := _may_lack(node) - plain.keys()):
        schema = {name: hint for name, hint in schema.items() if name not in lacks}
        expected -= lacks
    if not isinstance(plain, dict) or set(plain) != expected or plain.get("kind") != kind:
        raise PlainError(
            f"{place}: expected an object with the fields {', '.join(sorted(expected))}"
        )
    values = {name: _read(hint, plain[name], f"{place}.{name}") for name, hint in schema.items()}
    for field in fields(node):
        if field.name in values and _is_left_out(field, values[field.name]):
            raise PlainError(f"{place}.{field.name}: is left out where it says nothing")
    try:
        return node(**values)
    except ValueError as error:
        raise PlainError(f"{place}: {error}") from error


def _accept(good: bool, plain: Plain, place: str) -> object:
    if not good:
        raise PlainError(f"{place}: {str(plain)[:40]!r} is not allowed here")
    return plain


def _read_whole(plain: Plain, place: str) -> int:
    if isinstance(plain, int) and not isinstance(plain, bool) and abs(plain) < SAFE_INT:
        return plain
    text = plain if isinstance(plain, str) and len(plain) <= MAX_DIGITS else ""
    if _WHOLE.fullmatch(text) and abs(int(text)) >= SAFE_INT:
        return int(text)
    raise PlainError(f"{place}: expected a whole number")


def _read_fraction(plain: Plain, place: str) -> Fraction:
    try:
        value = parse_fraction(plain) if isinstance(plain, str) else None
    except PlainError as error:
        raise PlainError(f"{place}: {error}") from error
    if value is None or fraction_text(value) != plain:
        raise PlainError(f"{place}: expected a fraction in lowest terms as text")
    return value


_SCALARS: dict[Any, Callable[[Plain, str], object]] = {
    bool: lambda plain, place: _accept(isinstance(plain, bool), plain, place),
    str: lambda plain, place: _accept(isinstance(plain, str), plain, place),
    type(None): lambda plain, place: _accept(plain is None, plain, place),
    int: _read_whole,
    Fraction: _read_fraction,
}
