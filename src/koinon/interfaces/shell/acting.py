"""The verb `act`: one act from the command line, its options read off the act's own class."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from uuid import UUID

from koinon.interfaces.shell import application, typed
from koinon.interfaces.shell.mistakes import Mistake

if TYPE_CHECKING:
    from koinon.acts.act import Act, Receipt

HELP = frozenset({"-h", "--help"})
JSON_LIMIT = 1_000_000
"""The longest JSON taken in, in bytes."""


@dataclass(slots=True)
class Request:
    """What was typed after the act's name. `as` and hyphens keep our words apart from fields."""

    values: dict[str, list[str]] = field(default_factory=dict)
    seat: str | None = None
    act_id: UUID | None = None
    json: str | None = None


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
    """Sort the words into the act's fields and our own three options."""
    request, left = Request(), list(words)
    known = chosen.model_fields
    while left:
        word = left.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        name = name.replace("-", "_")
        if not word.startswith("--") or name not in {*known, "as", "act_id", "json"}:
            raise Mistake(f"{word}: {chosen.type} has no such field{_near(name, known)}.")
        if not equals:
            if not left:
                raise Mistake(f"{word}: it needs a value; write one after it.")
            value = left.pop(0)
        match name:
            case "as":
                request.seat = value
            case "act_id":
                request.act_id = _uuid(value)
            case "json":
                request.json = value
            case _:
                request.values.setdefault(name, []).append(value)
    if request.json is not None and request.values:
        raise Mistake(f"--json: it holds all fields; leave out --{next(iter(request.values))}.")
    return request


def _enact(chosen: type[Act], request: Request) -> int:
    from uuid import uuid4

    from django.conf import settings
    from pydantic import ValidationError

    from koinon.acts.act import Envelope
    from koinon.acts.gate import enact
    from koinon.acts.private import Sealer
    from koinon.acts.refused import Refused
    from koinon.record import canonical

    act_id = request.act_id or uuid4()
    data = (
        _from_json(request.json)
        if request.json is not None
        else typed.fields(chosen.model_json_schema(), request.values)
    )
    sealer = Sealer(settings.SECRET_KEY.encode(), act_id)
    try:
        ready = chosen.model_validate_json(canonical.dump(data), context={"seal": sealer})
    except canonical.CanonicalError as fault:
        raise Mistake(f"{chosen.type}: {fault}") from None
    except ValidationError as faults:
        raise Mistake(_sentence(chosen, faults)) from None
    answer = enact(Envelope(ready, act_id, request.seat, "shell", "local"))
    if isinstance(answer, Refused):
        facts = ", ".join(f"{name} {value}" for name, value in answer.facts)
        raise Mistake(f"{chosen.type} is refused: {answer.code}{facts and f' ({facts})'}.", 1)
    print(json.dumps(_plain(answer), indent=2, ensure_ascii=False))
    return 0


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


def _sentence(chosen: type[Act], faults: Any) -> str:
    """The first fault: the field, the rule, what was given, and where to read on."""
    fault = faults.errors(include_url=False)[0]
    place = ".".join(map(str, fault["loc"])) or chosen.type
    if fault["type"] == "missing":
        return f"--{place}: it is missing; `koinon act {chosen.type} --help` says what it takes."
    rule = fault["msg"][:1].lower() + fault["msg"][1:]
    given = json.dumps(fault["input"], ensure_ascii=False, default=str)[:80]
    return f"--{place}: {rule}, and {given} was given; `koinon act {chosen.type} --help` says more."


def _from_json(name: str) -> Any:
    """The fields from a file, or from standard input for "-"."""
    from pathlib import Path

    try:
        if name == "-":
            text = sys.stdin.buffer.read(JSON_LIMIT + 1)
        else:
            with Path(name).open("rb") as file:
                text = file.read(JSON_LIMIT + 1)
    except OSError as fault:
        raise Mistake(f"--json: {name} cannot be read ({fault.strerror}).") from None
    if len(text) > JSON_LIMIT:
        raise Mistake(f"--json: {name} has more than {JSON_LIMIT} bytes; name documents instead.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise Mistake(f"--json: {name} is not JSON ({fault}).") from None


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
        "  --json  a file with all fields as JSON, - for standard input",
    ]
    head = [f"koinon act {chosen.type} [OPTIONS]", "", _first_line(chosen.__doc__), ""]
    return "\n".join([*head, *lines, "", *own])


def _first_line(text: str | None) -> str:
    return (text or "").strip().splitlines()[0]
