"""What was wrong with a field, as a whole sentence with the rule and the remedy.

Pydantic's own messages are English; its errors carry a type and facts, and this page says them in
the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop
from pydantic import ValidationError

RULES: Final[Mapping[str, str]] = {
    "missing": gettext_noop("This is missing; give it a value."),
    "extra_forbidden": gettext_noop("There is no such field; leave it out."),
    "string_type": gettext_noop("This must be a text; write it between quotation marks."),
    "int_type": gettext_noop("This must be a whole number; write digits only, e.g. 12500."),
    "bool_type": gettext_noop("This must be true or false."),
    "tuple_type": gettext_noop("This must be a list; write [ ] around it."),
    "dict_type": gettext_noop("This must be an object with named fields; write {{ }} around it."),
    "model_type": gettext_noop("This must be an object with named fields; write {{ }} around it."),
    "string_too_short": gettext_noop("This is too short; write at least {min_length} characters."),
    "string_too_long": gettext_noop("This is too long; write at most {max_length} characters."),
    "string_pattern_mismatch": gettext_noop("This must have the form {pattern}."),
    "too_short": gettext_noop("The list is too short; give at least {min_length}."),
    "too_long": gettext_noop("The list is too long; give at most {max_length}."),
    "greater_than": gettext_noop("This must be more than {gt}."),
    "greater_than_equal": gettext_noop("This must be at least {ge}."),
    "less_than": gettext_noop("This must be less than {lt}."),
    "less_than_equal": gettext_noop("This must be at most {le}."),
    "literal_error": gettext_noop("This must be one of {expected}."),
    "text_control": gettext_noop("No control characters are allowed here; leave them out."),
    "text_surrogate": gettext_noop("This holds half a character; write whole characters."),
    "text_spaces": gettext_noop("Leave out the spaces at the beginning and the end."),
    "day_form": gettext_noop("A day is written YYYY-MM-DD, e.g. 2026-03-01."),
    "fraction_form": gettext_noop("An exact number is written 12 or 2/3."),
    "fraction_lowest": gettext_noop("Write the fraction in lowest terms, e.g. 2/3 and not 4/6."),
    "time_zone": gettext_noop("This is no time zone of the IANA list; write e.g. Europe/Brussels."),
    "language_twice": gettext_noop("Give each language once."),
    "private_form": gettext_noop("A commitment is 64 hexadecimal digits, 0-9 and a-f."),
}
"""Pydantic's error type → the sentence, with facts by name."""

OTHER: Final = gettext_noop("This does not have the form it must have ({rule}).")

MOST = 20
"""How many faults are told at once."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A field by its path ("members.0.slug"; "" for the whole), the rule's name, the sentence."""

    field: str
    rule: str
    detail: str


def field_problems(error: ValidationError) -> tuple[FieldProblem, ...]:
    """Every fault of the fields, at most MOST, in the present language."""
    return tuple(_problems(error))[:MOST]


def _problems(error: ValidationError) -> Iterator[FieldProblem]:
    for one in error.errors(include_url=False, include_input=False):
        facts: Mapping[str, Any] = one.get("ctx", {})
        message = gettext(RULES.get(one["type"], OTHER))
        detail = message.format_map({"rule": one["type"], **facts})
        yield FieldProblem(".".join(map(str, one["loc"])), one["type"], detail)
