"""TOML read within limits, with the line of every key.

`tomllib` reads; this module checks first what could hurt it (size, depth, odd characters), keeps
decimal numbers as text so that no float ever exists, and finds for every key path the line it is
written on, so that each mistake can name its place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands: table names and array positions, ("rules", "ordinary", "all", 0)."""

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r]+ | \#[^\n]*)
    | (?P<newline>\n)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5}
                | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<mark>[\[\]{}=,.])
    | (?P<bare>[^\s\[\]{}=,.\#"']+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_TOML_PLACE = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number written with a decimal point or exponent, kept as its text."""

    text: str


@dataclass(frozen=True, slots=True)
class Toml:
    """A read document: its tables, and the line of each key path."""

    root: Mapping[str, object]
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """Give the line of a path, or of the nearest part around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class TomlError(ValueError):
    """The text cannot be read at all: `code`, `line` and, for bad TOML, the reader's `detail`.

    Codes: ``too_large``, ``bad_character`` (NUL or a lone surrogate), ``too_deep``, ``not_toml``.
    """

    def __init__(self, code: str, line: int, detail: str = "") -> None:
        super().__init__(f"{code}, line {line}{detail and ': ' + detail}")
        self.code = code
        self.line = line
        self.detail = detail


def read_toml(text: str) -> Toml:
    """Read TOML text within the limits; raises TomlError."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TomlError("too_large", 1)
    for match in re.finditer("[\0\ud800-\udfff]", text):
        raise TomlError("bad_character", text.count("\n", 0, match.start()) + 1)
    tokens = tuple(_tokens(text))
    _check_depth(tokens)
    try:
        root = tomllib.loads(text, parse_float=Decimal)
    except ValueError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        raise TomlError("not_toml", line, _TOML_PLACE.sub("", str(error))) from error
    lines = _Lines(tokens).found
    for path, line in lines.items():
        if len(path) > MAX_DEPTH:
            raise TomlError("too_deep", line)
    return Toml(root, lines)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "space":
            yield _Token(kind, match[0], line)
        line += match[0].count("\n")


def _check_depth(tokens: tuple[_Token, ...]) -> None:
    depth = 0
    for token in tokens:
        if token.kind == "mark":
            depth += (token.text in "[{") - (token.text in "]}")
        if depth > MAX_DEPTH:
            raise TomlError("too_deep", token.line)


class _Lines:
    """Walks the tokens of valid TOML and notes the line of each key and array item."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self.found: dict[Path, int] = {}
        self._tokens = tokens
        self._at = 0
        self._arrays: dict[Path, int] = {}
        table: Path = ()
        while self._skip_newlines():
            if self._next_is("["):
                table = self._header()
            else:
                self._pair(table)

    def _next_is(self, mark: str) -> bool:
        return (
            self._at < len(self._tokens)
            and self._tokens[self._at].kind == "mark"
            and self._tokens[self._at].text == mark
        )

    def _skip_newlines(self) -> bool:
        while self._at < len(self._tokens) and self._tokens[self._at].kind == "newline":
            self._at += 1
        return self._at < len(self._tokens)

    def _header(self) -> Path:
        line = self._tokens[self._at].line
        self._at += 1
        is_array = self._next_is("[")
        self._at += is_array
        keys = self._keys()
        self._at += 1 + is_array
        path: Path = ()
        for key in keys[:-1]:
            path = self._entered((*path, key))
        path = (*path, keys[-1])
        self.found.setdefault(path, line)
        if is_array:
            self._arrays[path] = self._arrays.get(path, -1) + 1
        path = self._entered(path)
        self.found.setdefault(path, line)
        return path

    def _entered(self, path: Path) -> Path:
        return (*path, self._arrays[path]) if path in self._arrays else path

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._next_is("."):
            self._at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        if token.kind != "string":
            return token.text
        return str(tomllib.loads(f"key = {token.text}")["key"])

    def _pair(self, table: Path) -> None:
        line = self._tokens[self._at].line
        path = table
        for key in self._keys():
            path = (*path, key)
            self.found.setdefault(path, line)
        self._at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._next_is("["):
            self._at += 1
            for place in range(len(self._tokens)):
                self._skip_newlines()
                if self._next_is("]"):
                    break
                self.found[(*path, place)] = self._tokens[self._at].line
                self._value((*path, place))
                self._skip_newlines()
                self._at += self._next_is(",")
            self._at += 1
        elif self._next_is("{"):
            self._at += 1
            while not self._next_is("}"):
                self._pair(path)
                self._at += self._next_is(",")
            self._at += 1
        else:
            while self._at < len(self._tokens) and not self._ends_scalar():
                self._at += 1

    def _ends_scalar(self) -> bool:
        token = self._tokens[self._at]
        return token.kind == "newline" or (token.kind == "mark" and token.text in ",]}")
