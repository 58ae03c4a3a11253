"""docs/reference/api.md says what is true: each request on it gets the answer beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.support.api import Program
from tests.support.coalition import League

from koinon.interfaces.api.api import build

PAGE = (Path(__file__).resolve().parents[3] / "docs/reference/api.md").read_text()
EXCHANGE = re.compile(r"```request\n(.*?)\n```\n\n```answer (\d+)\n(.*?)\n```", re.DOTALL)


def send(program: Program, request: str) -> Any:
    head, _, body = request.partition("\n\n")
    line, *fields = head.split("\n")
    method, path = line.split()
    headers = dict(field.split(": ", 1) for field in fields)
    if method == "GET":
        return program.client.get(path)
    media = headers.pop("Content-Type", "application/json")
    named = {name.replace("-", "_"): value for name, value in headers.items()}
    return program.post(path.removeprefix("/api/"), body.encode(), media, **named)


def same(shown: Any, answered: Any) -> bool:
    """Whether an answer is the one shown, `…` standing for any text."""
    if isinstance(shown, dict) and isinstance(answered, dict):
        return shown.keys() == answered.keys() and all(
            same(shown[key], answered[key]) for key in shown
        )
    if isinstance(shown, list) and isinstance(answered, list):
        return len(shown) == len(answered) and all(map(same, shown, answered))
    return (shown == "…" and isinstance(answered, str)) or shown == answered


def test_every_request_gets_the_answer_shown(league: League, program: Program) -> None:
    exchanges = EXCHANGE.findall(PAGE)
    assert len(exchanges) == PAGE.count("```request") == PAGE.count("```answer") == 8
    for request, status, shown in exchanges:
        response = send(program, request)
        assert response.status_code == int(status), (request, response.content)
        assert same(json.loads(shown), response.json()), (request, response.json())


def test_every_address_is_on_the_page() -> None:
    paths = build().get_openapi_schema(path_prefix="/api/")["paths"]
    for path in paths:
        shown = "/api/acts" if path.startswith("/api/acts/") else path
        assert f"{shown}`" in PAGE or f"{shown}?" in PAGE or f" {shown}\n" in PAGE, path


def test_a_difference_is_seen() -> None:
    assert same({"a": ["…", 1]}, {"a": ["x", 1]})
    assert not same({"a": "…"}, {"a": 1})
    assert not same({"a": 1}, {"a": 1, "b": 2})
    assert not same([1], [1, 2])
