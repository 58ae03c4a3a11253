"""From what people type to the plain values an act's JSON Schema asks for.

Interfaces coerce, acts do not: here "12500" becomes a number, a repeated option a list, the path
of a file a document that was checked in.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from koinon.interfaces.shared.coercion import JsonError, read_json
from koinon.interfaces.shell.mistakes import Mistake
from koinon.record.canonical import JSON

Schema = Mapping[str, Any]

LONGEST_NUMBER = 40
"""Digits read at most; what acts take is shorter."""


def fields(schema: Schema, typed: Mapping[str, Sequence[str]]) -> dict[str, JSON]:
    """The values of an act's fields. Raises Mistake that names the field, the rule, the remedy."""
    parts, defined = schema["properties"], schema.get("$defs", {})
    return {name: _value(name, parts[name], defined, texts) for name, texts in typed.items()}


def form(schema: Schema, defined: Schema) -> str:
    """What a field takes, in words."""
    schema = _resolved(schema, defined)
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    match schema.get("type"):
        case "array":
            return f"{form(schema.get('items', {}), defined)}; once or more"
        case "integer":
            return "a whole number"
        case "boolean":
            return "yes or no"
        case "object" if schema.get("title") == "DocumentRef":
            return "the path of a file"
        case "object":
            names = ", ".join(schema.get("properties", {}))
            return f"JSON with {names}" if names else "JSON"
        case _:
            return f"text of the form {schema['pattern']}" if "pattern" in schema else "text"


def _resolved(schema: Schema, defined: Schema) -> Schema:
    """What a schema comes to, without references and without "or nothing"."""
    while True:
        options = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
        if "$ref" in schema:
            schema = {"title": "", **defined[schema["$ref"].rpartition("/")[2]]}
        elif len(options) == 1:
            schema = options[0]
        else:
            return schema


def _value(name: str, schema: Schema, defined: Schema, texts: Sequence[str]) -> JSON:
    schema = _resolved(schema, defined)
    if schema.get("type") == "array":
        if len(texts) == 1 and texts[0].startswith("["):
            return _json(name, texts[0])
        return [_value(name, schema.get("items", {}), defined, [text]) for text in texts]
    if len(texts) > 1:
        raise Mistake(f"--{name}: it was given {len(texts)} times; give it once.")
    text = texts[0]
    match schema.get("type"):
        case "integer":
            return _integer(name, text)
        case "boolean":
            return _boolean(name, text)
        case "object" if schema.get("title") == "DocumentRef" and not text.startswith("{"):
            return _document(name, text)
        case "object":
            return _json(name, text)
        case None if text.startswith("{"):
            return _json(name, text)
        case _:
            return whole(name, text)


def whole(name: str, text: str) -> str:
    """What was typed, if it is whole characters; a terminal may send any bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Mistake(f"--{name}: {text!a} is not UTF-8; write whole characters.") from None
    return text


def _integer(name: str, text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
        raise Mistake(f"--{name}: '{text}' is not a whole number; write digits only, e.g. 12500.")
    return int(text)


def _boolean(name: str, text: str) -> bool:
    known = {"yes": True, "true": True, "no": False, "false": False}
    if text not in known:
        raise Mistake(f"--{name}: '{text}' is neither yes nor no; write one of them.")
    return known[text]


def _json(name: str, text: str) -> JSON:
    try:
        return read_json(text.encode("utf-8", "surrogateescape"))
    except JsonError as fault:
        raise Mistake(f"--{name}: {fault}") from None


def _document(name: str, path: str) -> dict[str, JSON]:
    """Check a file in and name it as the act wants it."""
    from koinon.record import store

    try:
        data = Path(path).read_bytes()
        media = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return {"sha256": store.keep_document(data, media), "size": len(data), "media": media}
    except OSError as fault:
        raise Mistake(f"--{name}: {path} cannot be read ({fault.strerror}).") from None
    except ValueError as fault:
        raise Mistake(f"--{name}: {path}: {fault}.") from None
