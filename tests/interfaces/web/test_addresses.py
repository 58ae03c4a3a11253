"""The addresses that docs/reference/addresses.md promises are there, and mean what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/addresses.md"
ROW = re.compile(r"^\| `(/[^`]*)` \| `(/[^`]*)` \| (.+) \|$", re.MULTILINE)
CONVERTER = re.compile(r"<[a-z]+:([a-z_]+)>")


def promised(text: str) -> list[tuple[str, str, str]]:
    """Each address with its example and its promise."""
    return [(address, example, said) for address, example, said in ROW.findall(text)]


def broken(text: str) -> list[str]:
    """Promises that the program does not keep."""
    found = []
    for address, example, _ in promised(text):
        try:
            there = "/" + CONVERTER.sub(r"<\1>", resolve(example).route)
        except Resolver404:
            found.append(f"{example} leads nowhere")
            continue
        if there != address:
            found.append(f"{example} is {there}, not {address}")
    return found


def test_every_promised_address_is_there() -> None:
    text = PAGE.read_text()
    assert len(promised(text)) == text.count("\n| `/")
    assert len(promised(text)) > 40
    assert broken(text) == []


def test_no_promise_is_withdrawn_unnoticed() -> None:
    """Taking an address off the page is a decision: it has to be taken here as well."""
    addresses = {address for address, _, _ in promised(PAGE.read_text())}
    assert {
        "/record/<n>/",
        "/record/copy.zip",
        "/log/<path>",
        "/receipts/<act_id>/",
        "/decisions/<number>/",
        "/decisions/<number>/result.svg",
        "/decisions/<number>/votes.csv",
        "/decisions/meetings/<number>/",
        "/charter/<number>/",
        "/money/<year>/<code>/",
        "/money/invoices/<number>/",
        "/money/levies/<code>/",
        "/money/journal.csv",
        "/money/trial-balance.csv",
        "/cities/<slug>/",
        "/data/latest/<name>",
        "/data/<day>/<name>",
        "/feeds/decisions.atom",
        "/feeds/cities/<slug>.atom",
        "/calendar.ics",
        "/api/openapi.json",
    } <= addresses


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| `/nowhere/` | `/nowhere/` | x |", "/nowhere/ leads nowhere"),
        ("| `/cities/` | `/record/` | x |", "/record/ is /record/, not /cities/"),
        ("| `/cities/<name>/` | `/cities/a/` | x |", "/cities/a/ is /cities/<slug>/, not"),
    ],
)
def test_a_broken_promise_is_caught(row: str, said: str) -> None:
    (found,) = broken(row)
    assert found.startswith(said)
