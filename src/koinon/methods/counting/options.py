"""Options of a rule as people write them: name=text, checked against the rule's own fields."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from koinon.methods.counting import methods
from koinon.methods.counting.contests import CountError
from koinon.methods.plain import PlainError, from_plain, parse_fraction, to_plain

_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")


def with_options(rule: Any, options: Mapping[str, str]) -> Any:
    """The rule with these options changed, e.g. ``{"quota": "hare", "places": "4"}``.

    A list is written with commas; "none" is no value. Raises CountError naming the option, what
    it may be, and where it is unknown those that there are.
    """
    hints = get_type_hints(type(rule))
    known = [field.name for field in fields(rule)]
    plain = to_plain(rule)
    assert isinstance(plain, dict)
    for name, text in options.items():
        if name not in known:
            raise CountError(f"{rule.KIND} has no option {name!r}; it has {', '.join(known)}.")
        plain[name] = to_plain(_read(hints[name], text.strip(), name))
    try:
        return from_plain(type(rule), plain)
    except PlainError as error:
        raise CountError(f"{rule.KIND}: {str(error).removeprefix('$.')}.") from None


def options_of(rule: Any) -> Iterator[tuple[str, str, str]]:
    """Each option of a rule: its name, what it is, what else it may be, in words."""
    hints = get_type_hints(type(rule))
    for field in fields(rule):
        yield field.name, written(getattr(rule, field.name)), _allowed(hints[field.name])


def written(value: object) -> str:
    """A value as it is typed."""
    if value is None:
        return "none"
    if is_dataclass(value):
        return str(getattr(value, "KIND", ""))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(written, value)) if isinstance(value, tuple) else str(value)


def _read(hint: Any, text: str, name: str) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if rules := _rules(hint):
        if text not in rules:
            raise CountError(f"{name}: {text[:40]!r} is not allowed; write {_allowed(hint)}.")
        return next(one.rule for one in methods.methods().values() if text == one.rule.KIND)
    if origin in (Union, types.UnionType):
        if type(None) in inner and text == "none":
            return None
        return _read(next(one for one in inner if one is not type(None)), text, name)
    if origin is tuple:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return tuple(_read(inner[0], part, name) for part in parts)
    if origin is Literal and text not in inner:
        raise CountError(f"{name}: {text[:40]!r} is not allowed here; write {_allowed(hint)}.")
    return text if origin is Literal or hint is str else _scalar(hint, text, name)


def _rules(hint: Any) -> tuple[str, ...]:
    """The kinds of an option that is another rule, which is written by its kind; else ()."""
    kinds = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    if not all(is_dataclass(kind) for kind in kinds):
        return ()
    return tuple(str(getattr(kind, "KIND", "")) for kind in kinds)


def _scalar(hint: Any, text: str, name: str) -> Any:
    if hint is bool and text.lower() in (*_YES, *_NO):
        return text.lower() in _YES
    if hint is int and len(text) < 20 and text.removeprefix("-").isdecimal() and text.isascii():
        return int(text)
    if hint is Fraction:
        try:
            return parse_fraction(text)
        except PlainError:
            pass
    raise CountError(f"{name}: {text[:40]!r} is not {_allowed(hint)}; write it so.")


def _allowed(hint: Any) -> str:
    """What a field may be, in words."""
    origin, inner = get_origin(hint), get_args(hint)
    if rules := _rules(hint):
        return f"a rule: {' or '.join(rules)}"
    if origin in (Union, types.UnionType):
        return " or ".join("none" if one is type(None) else _allowed(one) for one in inner)
    if origin is tuple:
        return f"a list of {_allowed(inner[0])}"
    if origin is Literal:
        return " or ".join(map(repr, inner))
    words = {bool: "yes or no", int: "a whole number", Fraction: "a fraction such as 2/3"}
    return words.get(hint, "text")
