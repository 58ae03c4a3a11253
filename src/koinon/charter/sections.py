"""Typed reading of a table: every getter gives a usable value and notes the mistake if none is.

After a mistake a harmless stand-in is returned, so that reading goes on and finds the others;
stand-ins never leave the parser, because a charter with a mistake is not returned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from koinon.charter.document import Names
from koinon.charter.mistakes import Mistakes, near
from koinon.charter.toml import Decimal, Path

MAX_TEXT = 200
MAX_ARTICLE = 40
MAX_ITEMS = 10_000
MAX_LISTED = 20
MAX_WHOLE = 2**53 - 1
NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_FRACTION = re.compile(r"([0-9]{1,9})(?:/([1-9][0-9]{0,8}))?")
_KINDS = (
    (bool, "true or false"),
    (int, "a whole number"),
    (str, "text"),
    (list, "a list"),
    (dict, "a table"),
)
NOT_BUILT = frozenset({"deputies", "secret"})
"""Keys the language of charters has, but this version cannot execute yet."""

_NO_NAMES: Names = (("en", ""),)
_T = TypeVar("_T")


class Section:
    """One table of the charter, read key by key; `close` refuses keys that nobody asked for."""

    def __init__(
        self, table: Mapping[str, object], path: Path, mistakes: Mistakes, languages: Sequence[str]
    ) -> None:
        """Read a table; no `languages` where a mistake hides which ones titles are in."""
        self.path = path
        self.mistakes = mistakes
        self.languages = tuple(languages)
        self._table = table
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        """Say whether the key is written."""
        self._asked.add(key)
        return key in self._table

    def ids(self) -> tuple[str, ...]:
        """List the keys as written; all count as asked for."""
        self._asked.update(self._table)
        return tuple(self._table)

    def note(self, code: str, key: str | None = None, **facts: str) -> None:
        """Note a mistake at this table or one of its keys."""
        self.mistakes.add(code, self.path if key is None else (*self.path, key), **facts)

    def close(self) -> None:
        """Refuse unknown keys, with the nearest known one as a hint."""
        for key in self._table:
            if key in self._asked:
                continue
            if key in NOT_BUILT:
                self.note("not_built", key, value=key)
            else:
                known = ", ".join(sorted(self._asked))
                self.note("unknown_key", key, value=key, near=near(key, self._asked), known=known)

    def text(self, key: str, *, limit: int = MAX_TEXT, default: str | None = None) -> str:
        """Read a text of 1 to `limit` characters."""
        value = self._typed(key, str, "", default)
        if not isinstance(self._table.get(key), str):
            return value
        if (not value.strip() and value != default) or len(value) > limit:
            self.note("text_size", key, count=str(len(value)), limit=str(limit))
        return value

    def whole(self, key: str, low: int, high: int = MAX_WHOLE, default: int | None = None) -> int:
        """Read a whole number from `low` to `high`."""
        value = self._typed(key, int, low, default)
        if key in self._table and value != default and not low <= value <= high:
            self.note("out_of_range", key, value=str(value), low=str(low), high=str(high))
        return value

    def truth(self, key: str) -> bool:
        """Read true or false."""
        return self._typed(key, bool, False, None)

    def is_true(self, key: str) -> bool:
        """Say whether the key holds true, where it may also hold something else."""
        self._asked.add(key)
        return self._table.get(key) is True

    def fraction(self, key: str, *, positive: bool = False) -> Fraction:
        """Read a fraction from 0 to 1 written as text, "2/3"."""
        value = self.amount(key)
        if value > 1 or (positive and value == 0):
            self.note("not_a_share", key, value=str(self._table.get(key)))
            return Fraction(1, 2)
        return value

    def amount(self, key: str) -> Fraction:
        """Read a number of zero or more: whole, or a fraction written as text."""
        value = self._table.get(key)
        self._asked.add(key)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_WHOLE:
            return Fraction(value)
        match = _FRACTION.fullmatch(value) if isinstance(value, str) else None
        if match is not None:
            return Fraction(int(match[1]), int(match[2] or 1))
        if key not in self._table:
            self.note("missing", key)
        else:
            self._wrong(key, 'a fraction as text, such as "2/3"')
        return Fraction(1, 2)

    def figure(self, key: str) -> Fraction:
        """Read a fact of a member: a whole number, or a fraction written as text."""
        if isinstance(self._table.get(key), str):
            return self.amount(key)
        return Fraction(self.whole(key, 0))

    def raw(self, key: str) -> object:
        """Give a value as it is written, None where the key is absent."""
        self._asked.add(key)
        return self._table.get(key)

    def choice(
        self,
        key: str,
        options: Sequence[_T],
        default: _T | None = None,
        not_built: Sequence[str] = (),
    ) -> _T:
        """Read one of the words in `options`; words in `not_built` get their own refusal."""
        value = self._typed(key, str, None, default)
        for option in options:
            if option == value:
                return option
        if value in not_built:
            self.note("not_built", key, value=str(value))
        elif key in self._table and isinstance(value, str):
            words = [str(option) for option in options]
            self.note("not_one_of", key, value=value, near=near(value, words), known=listed(words))
        return options[0]

    def reference(self, key: str, known: Mapping[str, object], default: str | None = None) -> str:
        """Read the id of something the charter declares elsewhere."""
        value = self._typed(key, str, "", default)
        if value not in known and key in self._table and isinstance(self._table[key], str):
            self.note(
                "not_declared", key, value=value, near=near(value, known), known=listed(known)
            )
        return value

    def texts(self, key: str, check: Callable[[str], bool] | None = None) -> tuple[str, ...]:
        """Read a list of distinct texts, each fit for `check`; empty when the key is absent."""
        values: list[str] = []
        for place, item in enumerate(self._items(key)):
            if not isinstance(item, str) or len(item) > MAX_TEXT or (check and not check(item)):
                self.mistakes.add("unfit", (*self.path, key, place), value=_shown(item))
            elif item in values:
                self.mistakes.add("twice", (*self.path, key, place), value=item)
            else:
                values.append(item)
        return tuple(values)

    def names(self, key: str) -> Names:
        """Read a text in every declared language: {en = "Council", fr = "Conseil"}."""
        section = self.section(key)
        if section is None:
            return tuple((language, "") for language in self.languages) or _NO_NAMES
        languages = self.languages or section.ids()
        found = tuple((language, section.text(language)) for language in languages)
        section.close()
        return found or _NO_NAMES

    def section(self, key: str, *, required: bool = True) -> Section | None:
        """Read a table inside this one; None when it is absent or no table."""
        if not required and not self.has(key):
            return None
        nothing: dict[str, object] | None = None
        table = self._typed(key, dict, nothing, nothing)
        if table is None:
            return None
        return Section(table, (*self.path, key), self.mistakes, self.languages)

    def named(self, key: str) -> Iterator[tuple[str, Section]]:
        """Read the tables inside a table, each by its id; none when the key is absent."""
        outer = self.section(key, required=False)
        if outer is not None:
            yield from outer.rows()

    def rows(self) -> Iterator[tuple[str, Section]]:
        """Read every key of this table as the id of a table inside it."""
        for name in self.ids():
            if not NAME.fullmatch(name):
                self.note("bad_id", name, value=name)
                continue
            inner = self.section(name)
            if inner is not None:
                yield name, inner
                inner.close()

    def is_text(self, key: str, word: str) -> bool:
        """Say whether the key holds exactly this word."""
        self._asked.add(key)
        return self._table.get(key) == word

    def is_list(self, key: str) -> bool:
        """Say whether the key holds a list, where it may also hold something else."""
        self._asked.add(key)
        return isinstance(self._table.get(key), list)

    def listed(self, key: str) -> Iterator[Section]:
        """Read the tables of a list; none when the key is absent."""
        for place, item in enumerate(self._items(key)):
            path = (*self.path, key, place)
            if isinstance(item, dict):
                section = Section(item, path, self.mistakes, self.languages)
                yield section
                section.close()
            else:
                self.mistakes.add("wrong_type", path, expected="a table", value=_shown(item))

    def one_or_listed(self, key: str) -> Iterator[Section]:
        """Read one table, or each table of a list."""
        if isinstance(self._table.get(key), list):
            yield from self.listed(key)
            return
        section = self.section(key)
        if section is not None:
            yield section
            section.close()

    def _items(self, key: str) -> list[object]:
        nothing: list[object] = []
        return self._typed(key, list, nothing, nothing)[:MAX_ITEMS]

    def _typed(self, key: str, kind: type, stand_in: _T, default: _T | None) -> _T:
        """Read a value of a TOML type; `default` where the key is absent and has one."""
        self._asked.add(key)
        if key not in self._table:
            if default is None:
                self.note("missing", key)
                return stand_in
            return default
        value = self._table[key]
        if isinstance(value, kind) and isinstance(value, bool) == (kind is bool):
            return value  # type: ignore[return-value]
        self._wrong(key, dict(_KINDS)[kind])
        return stand_in

    def _wrong(self, key: str, expected: str) -> None:
        note_wrong(self.mistakes, (*self.path, key), self._table[key], expected)


def note_wrong(mistakes: Mistakes, path: Path, value: object, expected: str) -> None:
    """Note that a value is of another sort than expected; a decimal gets its own remedy."""
    if isinstance(value, Decimal):
        mistakes.add("decimal", path, value=value.text, remedy=_as_fraction(value.text))
    elif expected == dict(_KINDS)[str] and not isinstance(value, bool | list | dict):
        mistakes.add("unquoted", path, value=_shown(value))
    else:
        mistakes.add("wrong_type", path, expected=expected, value=_shown(value))


def _as_fraction(text: str) -> str:
    """Write 0.55 as "55/100", the way to say it exactly, and -1.0 as "-1"."""
    match = re.fullmatch(r"([+-]?)([0-9]{1,9})\.([0-9]{1,8})", text)
    if match is None:
        return "1/2"
    sign, whole, decimals = match.groups()
    sign = sign.replace("+", "")
    if not int(decimals):
        return f"{sign}{int(whole)}"
    return f"{sign}{int(whole + decimals)}/{10 ** len(decimals)}"


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return value.text
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    return str(value).lower() if isinstance(value, bool) else str(value)[:60]


def listed(words: Sequence[str] | Mapping[str, object]) -> str:
    """The words to choose from, each in quotes; of many the first, and how many more there are."""
    shown = ", ".join(f"“{word}”" for word in sorted(words)[:MAX_LISTED])
    more = len(words) - MAX_LISTED
    return f"{shown}, … (+{more})" if more > 0 else shown
