"""What can be wrong with a file of programmes: codes and facts, and a sentence for each code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from koinon.charter.mistakes import key_text
from koinon.charter.toml import Path, Toml

MAX_MISTAKES: Final = 50


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translation catalogues, which are applied where it is shown."""
    return message


PLACE: Final = gettext_noop("{file}, line {line}, {key}: {sentence}")
FILE: Final = gettext_noop("{file}, line {line}: {sentence}")

SENTENCES: Final[dict[str, str]] = {
    "too_large": gettext_noop("the file is larger than 256 kB; leave out what is no programme."),
    "too_deep": gettext_noop("tables are nested more than 12 deep; one programme is one table."),
    "bad_character": gettext_noop(
        "a character that no text may hold stands here; delete it and type the word again."
    ),
    "not_utf8": gettext_noop("the file is not in UTF-8; save it as UTF-8 and give that file."),
    "not_toml": gettext_noop("this is not TOML ({detail}); mend the line or the one before it."),
    "no_programmes": gettext_noop(
        "the file holds no programme; begin one with a line such as [programmes.software]."
    ),
    "too_many": gettext_noop("more than {limit} programmes; leave out some."),
    "not_a_table": gettext_noop("a table is needed here, as in [programmes.software]."),
    "unknown_key": gettext_noop("“{value}” is not known here; the keys are {known}."),
    "misspelt_key": gettext_noop("“{value}” is not known here; did you mean “{meant}”?"),
    "missing": gettext_noop("this key is missing; add it."),
    "not_text": gettext_noop("text is needed here, in quotes."),
    "text_length": gettext_noop("the text has {length} characters; write 1 to {limit}."),
    "id_form": gettext_noop(
        "“{value}” is not a short name; write a-z, 0-9 and hyphens, at most 40 characters."
    ),
    "driver_form": gettext_noop(
        "“{value}” is no name of a figure; write one such as population, in small letters."
    ),
    "currency": gettext_noop("“{value}” is no currency in use; write its three letters, e.g. EUR."),
    "like_unknown": gettext_noop("“{value}” is no kind that ships; there are {known}."),
    "like_meant": gettext_noop("“{value}” is no kind that ships; did you mean “{meant}”?"),
    "not_a_number": gettext_noop(
        "a number is needed here, such as 3, 0.85 or “17/20”, or a table of low, mid and high."
    ),
    "number_range": gettext_noop("{value} lies outside {least} to {most}; write a number within."),
    "not_rising": gettext_noop("low, mid and high have to rise; here they are {value}."),
    "not_whole": gettext_noop("{value} is not a whole number of units; write one."),
    "scale_missing": gettext_noop(
        "running costs that fall or rise with size do so up to some size; write efficient_scale,"
        " in units of “{driver}”."
    ),
    "costs_nothing": gettext_noop(
        "this programme costs nothing; write what its setup, its units or its coordination cost."
    ),
}


@dataclass(frozen=True, slots=True)
class ProgrammeMistake:
    """One mistake: what (code), where (line, key) and the facts of its sentence."""

    code: str
    line: int
    key: str
    facts: tuple[tuple[str, str | int], ...] = ()

    def __post_init__(self) -> None:
        assert self.code in SENTENCES

    def sentence(self, file: str, translate: Callable[[str], str] = str) -> str:
        """Say it: the place, the rule and the remedy."""
        said = translate(SENTENCES[self.code]).format(**dict(self.facts))
        place = translate(PLACE if self.key else FILE)
        return place.format(file=file, line=self.line, key=self.key, sentence=said)


class ProgrammeErrors(Exception):
    """No programmes can be read; every mistake, in the order of lines, at most fifty."""

    def __init__(self, file: str, mistakes: tuple[ProgrammeMistake, ...]) -> None:
        assert mistakes
        self.file = file
        self.mistakes = tuple(sorted(mistakes, key=lambda one: one.line))[:MAX_MISTAKES]
        super().__init__(self.mistakes[0].sentence(file))

    def sentences(self, translate: Callable[[str], str] = str) -> tuple[str, ...]:
        """Every mistake told, in the language of `translate`."""
        return tuple(one.sentence(self.file, translate) for one in self.mistakes)


class Mistakes:
    """Collects mistakes while programmes are read, so that all can be mended at once."""

    def __init__(self, toml: Toml) -> None:
        self._toml = toml
        self.found: list[ProgrammeMistake] = []

    def add(self, code: str, path: Path, **facts: str | int) -> None:
        """Note a mistake at a key path."""
        told = tuple(sorted(facts.items()))
        line = self._toml.line(path)
        self.found.append(ProgrammeMistake(code, line, key_text(path), told))
