"""An act's plain fields as somebody would have typed them, so that its form can begin from them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from koinon.interfaces.shared import wording
from koinon.interfaces.web import rule_choices
from koinon.interfaces.web.derived import Node
from koinon.record import canonical


def retyped(nodes: tuple[Node, ...], data: Mapping[str, Any], currency: str) -> dict[str, str]:
    """Fields by their path, as `derived.Reading` takes them; sealed values are typed anew."""
    return {
        path: text
        for node in nodes
        if data.get(node.name) is not None
        for path, text in _typed(node, node.name, data[node.name], currency)
    }


def _typed(node: Node, path: str, value: Any, currency: str) -> Iterator[tuple[str, str]]:
    match node.kind:
        case "group" if isinstance(value, Mapping):
            for one in node.inside:
                if value.get(one.name) is not None:
                    yield from _typed(one, f"{path}.{one.name}", value[one.name], currency)
        case "list":
            yield f"{path}.count", str(len(value))
            for place, one in enumerate(value):
                yield from _typed(node.inside[0], f"{path}.{place}", one, currency)
        case "count_rule" if method := rule_choices.of_field(node.name).name_of(value):
            yield f"{path}.method", method
        case "flag":
            if value:
                yield path, "on"
        case "document":
            yield path, json.dumps(value)
        case _ if isinstance(value, Mapping) and set(value) == {"private"}:
            return
        case _:
            yield path, _text(node, value, currency)


def _text(node: Node, value: Any, currency: str) -> str:
    decimal, _ = wording.signs()
    match node.kind:
        case "money":
            return wording.amount(value, currency)
        case "degrees":
            return f"{value / 10_000:.4f}".replace(".", decimal)
        case "exact":
            return str(Fraction(value))
        case "json" | "formula" | "count_rule":
            return canonical.dump(value).decode()
    return str(value)
