"""Forms derived from act classes: what fields there are, what was typed, what it means.

`fields_of` reads a class once into nodes. `Reading` goes through a submitted form along those
nodes and gives both the act's plain fields (typed text made exact) and the same form to show
again. An act class needs nothing for this but its type hints; labels are keys of the catalogues.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    Protocol,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel

from koinon.acts.act import Act, DocumentRef
from koinon.acts.fields import Cents, Day, Exact, Sentence
from koinon.acts.private import Private
from koinon.interfaces.web import rule_choices, typed
from koinon.interfaces.web.typed import Mistyped
from koinon.interfaces.web.uploads import Unfit

Kind = Literal[
    "text",
    "long",
    "day",
    "exact",
    "whole",
    "money",
    "degrees",
    "flag",
    "choice",
    "document",
    "json",
    "formula",
    "count_rule",
    "charter_levy",
    "group",
    "list",
]

ROWS_LIMIT: Final = 200
"""Rows of one repeated fieldset."""


@dataclass(frozen=True, slots=True)
class Node:
    """One field of a class: its kind, and what is inside it."""

    name: str
    label: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()
    inside: tuple[Node, ...] = ()


@cache
def fields_of(cls: type[BaseModel]) -> tuple[Node, ...]:
    """The fields of an act, or of a value inside one, in order."""
    hints = get_type_hints(cls, include_extras=True)
    above = cls.type if issubclass(cls, Act) else cls.__name__
    return tuple(
        _node(name, f"act.{above}.{name}", hints[name], required=info.is_required())
        for name, info in cls.model_fields.items()
    )


def _node(name: str, label: str, hint: Any, *, required: bool) -> Node:
    by_name = {"_cents": "money", "_e4": "degrees"}
    by_hint = ((Day, "day"), (Exact, "exact"), (Cents, "money"), (Sentence, "long"))
    hint, optional = _without_none(hint)
    required = required and not optional
    for known, kind in by_hint:
        if hint is known:
            return Node(name, label, kind, required)  # type: ignore[arg-type]
    bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    if get_origin(bare) is Private:
        return _node(name, label, get_args(bare)[0], required=required)
    if bare is DocumentRef:
        return Node(name, label, "document", required)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return Node(name, label, "group", required, inside=fields_of(bare))
    if get_origin(bare) is tuple:
        item = _node(name, label, get_args(bare)[0], required=True)
        return Node(name, label, "list", required, inside=(item,))
    if get_origin(bare) is Literal:
        return Node(name, label, "choice", required, choices=get_args(bare))
    if bare is int:
        suffix = next((kind for end, kind in by_name.items() if name.endswith(end)), "whole")
        return Node(name, label, suffix, required)  # type: ignore[arg-type]
    if bare is bool:
        return Node(name, label, "flag", False)
    if bare is str:
        kind = "charter_levy" if name == "charter_levy" else "text"
        return Node(name, label, kind, required)  # type: ignore[arg-type]
    if rule_choices.is_chosen(name) and get_origin(bare) is dict:
        return Node(name, label, "count_rule", required)
    return Node(name, label, "formula" if name == "formula" else "json", required)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        inside = [one for one in get_args(hint) if one is not type(None)]
        if len(inside) == 1:
            return inside[0], True
    return hint, False


class Upload(Protocol):
    """A file of a submitted form, taken in: its reference."""

    def __call__(self, path: str) -> dict[str, Any] | None:
        """The document uploaded at this path; None when there is none. Raises Unfit."""


@dataclass(slots=True)
class Shown:
    """A field as it is shown: what was typed, what is wrong with it, what is inside it."""

    node: Node
    path: str
    text: str = ""
    error: str = ""
    inside: list[Shown] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its identifier on the page."""
        return "field-" + self.path.replace(".", "-")

    @property
    def hinted(self) -> bool:
        """Whether an example stands beside it."""
        return self.node.kind in ("money", "degrees", "exact")

    @property
    def kept(self) -> dict[str, Any]:
        """The document kept from an earlier submission."""
        found: dict[str, Any] = json.loads(self.text) if self.text else {}
        return found

    def walk(self) -> list[Shown]:
        """It and everything inside it."""
        return [self, *(deep for one in self.inside for deep in one.walk())]


class Reading:
    """A form as it was submitted (or empty at first): `data` for the act, `shown` for the page."""

    def __init__(
        self,
        nodes: tuple[Node, ...],
        typed_fields: Mapping[str, str],
        upload: Upload,
        currency: str,
    ) -> None:
        self._typed, self._upload, self._currency = typed_fields, upload, currency
        self.shown: list[Shown] = []
        self.data: dict[str, Any] = {}
        for node in nodes:
            value, one = self._read(node, node.name)
            self.shown.append(one)
            if value is not None:
                self.data[node.name] = value

    def all_shown(self) -> list[Shown]:
        """Every field, those inside others too."""
        return [deep for one in self.shown for deep in one.walk()]

    def mark(self, wanted: str, sentence: str) -> None:
        """Put a sentence at the field of this path, or at the one around it."""
        best = max(
            (one for one in self.all_shown() if f"{wanted}.".startswith(f"{one.path}.")),
            key=lambda one: len(one.path),
            default=None,
        )
        assert best is not None, "every finding has a field"
        best.error = best.error or sentence

    def errors(self) -> list[Shown]:
        """The fields with something wrong, in order."""
        return [one for one in self.all_shown() if one.error]

    def _read(self, node: Node, path: str) -> tuple[Any, Shown]:
        match node.kind:
            case "group":
                return self._group(node, path)
            case "list":
                return self._list(node, path)
            case "document":
                return self._document(node, path)
            case "count_rule":
                return self._count_rule(node, path)
            case "flag":
                checked = path in self._typed
                return checked or None, Shown(node, path, "on" if checked else "")
        text = self._typed.get(path, "").strip()
        shown = Shown(node, path, text)
        if not text:
            return None, shown
        try:
            return self._coerced(node.kind, text), shown
        except Mistyped as wrong:
            shown.error = wrong.sentence(text)
            return text, shown

    def _coerced(self, kind: Kind, text: str) -> Any:
        match kind:
            case "whole":
                return typed.whole(text)
            case "money":
                return typed.cents(text, self._currency)
            case "degrees":
                return typed.ten_thousandths(text)
            case "exact":
                return typed.exact(text)
            case "json":
                return typed.plain_json(text)
            case "formula":
                return typed.formula(text)
        return text

    def _group(self, node: Node, path: str) -> tuple[Any, Shown]:
        shown, value = Shown(node, path), {}
        for one in node.inside:
            inner, below = self._read(one, f"{path}.{one.name}")
            shown.inside.append(below)
            if inner is not None:
                value[one.name] = inner
        return (value or ({} if node.required else None)), shown

    def _list(self, node: Node, path: str) -> tuple[Any, Shown]:
        shown, values = Shown(node, path), []
        count = self._typed.get(f"{path}.count", "")
        rows = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
        rows = min(max(rows, int(node.required)), ROWS_LIMIT) + (self._typed.get("add") == path)
        for place in range(rows):
            item = replace(node.inside[0], required=False)
            value, below = self._read(item, f"{path}.{place}")
            shown.inside.append(below)
            if value is not None:
                values.append(value)
        shown.text = str(rows)
        return values, shown

    def _count_rule(self, node: Node, path: str) -> tuple[Any, Shown]:
        """A rule as JSON; where none is typed, that of the method chosen."""
        value, shown = self._read(replace(node, kind="json"), path)
        method = self._typed.get(f"{path}.method", "")
        shown.node = node
        shown.inside = [Shown(Node("method", node.label, "text", False), f"{path}.method", method)]
        if shown.text or not method:
            return value, shown
        try:
            return typed.count_rule(method, node.name), shown
        except Mistyped as wrong:
            shown.error = wrong.sentence(method)
            return None, shown

    def _document(self, node: Node, path: str) -> tuple[Any, Shown]:
        try:
            kept = self._upload(path)
        except Unfit as wrong:
            return None, Shown(node, path, error=str(wrong))
        if kept is None and (text := self._typed.get(path, "")):
            try:
                kept = json.loads(text)
            except ValueError:
                kept = None
        return kept, Shown(node, path, json.dumps(kept) if kept else "")
