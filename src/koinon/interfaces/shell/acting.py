"""The verb `act`: one act from the command line, its options read off the act's own class."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from koinon.interfaces.shell import application, typed
from koinon.interfaces.shell.mistakes import Mistake

if TYPE_CHECKING:
    from koinon.acts.act import Act, Envelope, Receipt
    from koinon.record.canonical import JSON

HELP = frozenset({"-h", "--help"})


@dataclass(slots=True)
class Request:
    """What was typed after the act's name. `as` and hyphens keep our words apart from fields."""

    values: dict[str, list[str]] = field(default_factory=dict)
    seat: str | None = None
    act_id: UUID | None = None
    json: str | None = None
    key: str | None = None


OWN = frozenset({"as", "act_id", "json", "key"})
"""Options that are no act's fields."""


def act(words: Sequence[str]) -> int:
    """Carry out `TYPE --field value ...`; prints the receipt. 1 when it is refused."""
    application.load()
    if not words or words[0] in HELP:
        print(_listing())
        return 0 if words else 2
    chosen = find(words[0])
    if HELP & set(words[1:]):
        print(describe(chosen))
        return 0
    request = read(chosen, words[1:])
    application.need_prepared()
    return _enact(chosen, request)


def find(name: str) -> type[Act]:
    """The act of a name; its newest version where none is named."""
    from koinon.acts.registry import all_acts

    known = {one.type: one for one in all_acts()}
    versions = [one for one in known if one.partition("/")[0] == name]
    chosen = max(versions, key=lambda one: int(one.partition("/")[2]), default=name)
    if chosen not in known:
        raise Mistake(f"'{name}' is no act{_near(name, known)}; `koinon act --help` lists them.")
    return known[chosen]


def read(chosen: type[Act], words: Sequence[str]) -> Request:
    """Sort the words into the act's fields and our own options."""
    request, left = Request(), list(words)
    known = chosen.model_fields
    while left:
        word = left.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        name = name.replace("-", "_")
        if not word.startswith("--") or name not in {*known, *OWN}:
            raise Mistake(f"{word}: {chosen.type} has no such field{_near(name, known)}.")
        if not equals:
            if not left:
                raise Mistake(f"{word}: it needs a value; write one after it.")
            value = left.pop(0)
        match name:
            case "as":
                request.seat = typed.whole(name, value)
            case "act_id":
                request.act_id = _uuid(value)
            case "json":
                request.json = value
            case "key":
                request.key = value
            case _:
                request.values.setdefault(name, []).append(value)
    if request.json is not None and request.values:
        raise Mistake(f"--json: it holds all fields; leave out --{next(iter(request.values))}.")
    return request


def _enact(chosen: type[Act], request: Request) -> int:
    from django.utils.translation import get_language
    from pydantic import ValidationError

    from koinon.acts.act import Envelope
    from koinon.acts.gate import enact
    from koinon.acts.refused import Refused
    from koinon.interfaces.shared.envelopes import read_act
    from koinon.interfaces.shared.problems import field_problems
    from koinon.interfaces.shared.refusals import sentence
    from koinon.interfaces.shared.sender import new_act_id

    act_id = request.act_id or new_act_id()
    try:
        ready = read_act(chosen, _fields(chosen, request), act_id)
    except ValidationError as faults:
        told = [f"--{one.field or 'json'}: {one.detail}" for one in field_problems(faults)]
        raise Mistake("\n".join(told)) from None
    envelope = Envelope(ready, act_id, request.seat, "shell", "local")
    answer = enact(envelope if request.key is None else _signed(envelope, request.key))
    if isinstance(answer, Refused):
        raise Mistake(f"refused: {sentence(answer, get_language() or 'en')}", 1)
    print(json.dumps(_plain(answer), indent=2, ensure_ascii=False))
    return 0


def _signed(envelope: Envelope, file: str) -> Envelope:
    """The act signed with the key in a file. Raises Mistake."""
    from koinon.acts.signing import statement
    from koinon.record import keyfiles

    if envelope.seat is None:
        raise Mistake("--key: an act is signed for a seat; name yours with --as.")
    try:
        key = keyfiles.read_key(Path(file))
    except keyfiles.KeyFileError as fault:
        raise Mistake(f"--key: {fault}") from None
    except OSError as fault:
        raise Mistake(f"--key: {file} cannot be read ({fault.strerror}).") from None
    return replace(envelope, signed=keyfiles.sign(key, statement(envelope)).plain())


def _plain(receipt: Receipt) -> dict[str, Any]:
    return {
        "entry": receipt.n,
        "at": receipt.at,
        "act": str(receipt.act_id),
        "type": receipt.type,
        "leaf": receipt.leaf,
        "result": dict(receipt.result),
        "then": list(receipt.then),
        "repeated": receipt.repeated,
        "not_executed": receipt.not_executed,
    }


def _fields(chosen: type[Act], request: Request) -> JSON:
    """The act's plain fields: as typed, or from a file, or from standard input for "-"."""
    from koinon.interfaces.shared.coercion import BODY_LIMIT, JsonError, read_json

    if request.json is None:
        return typed.fields(chosen.model_json_schema(), request.values)
    try:
        with open(0 if request.json == "-" else request.json, "rb") as file:
            return read_json(file.read(BODY_LIMIT + 1))
    except OSError as fault:
        raise Mistake(f"--json: {request.json} cannot be read ({fault.strerror}).") from None
    except JsonError as fault:
        raise Mistake(f"--json: {request.json}: {fault}") from None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Mistake(f"--act-id: '{text}' is not a UUID; leave it out to get a new one.") from None


def _near(name: str, known: Any) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _listing() -> str:
    from koinon.acts.registry import all_acts

    acts = all_acts()
    width = max(len(one.type) for one in acts)
    lines = [f"  {one.type:<{width}}  {_first_line(one.__doc__)}" for one in acts]
    return "\n".join(["koinon act TYPE [OPTIONS]", "", *lines])


def describe(chosen: type[Act]) -> str:
    """The act's options: each field with its form and whether it may be left out."""
    schema = chosen.model_json_schema()
    defined, needed = schema.get("$defs", {}), set(schema.get("required", []))
    lines = [
        f"  --{name}  {typed.form(part, defined)}{'' if name in needed else ' (may be left out)'}"
        for name, part in schema.get("properties", {}).items()
    ]
    own = [
        "  --as  the seat you act from, e.g. secretariat",
        "  --act-id  a UUID; the same one sent twice is one act",
        "  --key  a key file (koinon key new) registered for the seat, to sign the act with",
        "  --json  a file with all fields as JSON, - for standard input",
    ]
    head = [f"koinon act {chosen.type} [OPTIONS]", "", _first_line(chosen.__doc__), ""]
    return "\n".join([*head, *lines, "", *own])


def _first_line(text: str | None) -> str:
    return (text or "").strip().splitlines()[0]
