"""Whole numbers that an address or a form names: a page of a list, a version, a count."""

from __future__ import annotations

from typing import TypeVar

from django.http import QueryDict

T = TypeVar("T")


def number_in(sent: QueryDict, name: str, otherwise: T, digits: int = 6) -> int | T:
    """The number of at most so many digits under a name; `otherwise` where there is none."""
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else otherwise
