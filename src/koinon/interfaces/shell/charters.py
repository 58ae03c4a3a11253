"""The verb `charter`: check one, say it, try a vote, compare two, begin a new one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake

if TYPE_CHECKING:
    from koinon.charter.document import Charter
    from koinon.charter.document_levies import LevyRule
    from koinon.charter.statements import Statement

LIMIT = 1_000_000


def check(name: str) -> int:
    """Say in one line that a charter is sound, or name every mistake in it."""
    found = read_from(name, "charter check")
    passing = sum(case.passes for case in found.cases)
    print(
        f"{name}: no mistake. {len(found.cases)} test cases decide as they say: {passing} pass, "
        f"{len(found.cases) - passing} do not."
    )
    return 0


def explain(name: str, language: str) -> int:
    """Print a charter's sentences, in one of its languages; nothing is founded."""
    found = read_from(name, "charter explain")
    with speaking(found, language):
        for depth, told in sentences(found):
            print("  " * depth + told)
    return 0


def diff(before: str, after: str, language: str) -> int:
    """Print the sentences that go and come, and the cases decided otherwise; 1 where any do."""
    old, new = read_from(before, "charter diff"), read_from(after, "charter diff")
    from koinon.charter.comparing import changed_sentences, flipped_cases

    with speaking(old, language):
        changes = changed_sentences(sentences(old), sentences(new))
        marks = {"stays": " ", "removed": "-", "added": "+"}
        for one in changes:
            print(f"{marks[one.kind]} {'  ' * one.depth}{one.sentence}")
        flips = flipped_cases(old, new)
        for flip in flips:
            would = {True: "would pass", False: "would not pass", None: "could not be decided"}
            does = "passes" if flip.case.passes else "does not pass"
            print(f"! {flip.case.title}: {does} before, {would[flip.passes]} after.")
    if not changes:
        print("The two charters say the same.")
    return 1 if changes else 0


def listing() -> int:
    """Print the templates that ship, and the statutes of real bodies."""
    application.load()
    from koinon.charter import drafting

    for name in drafting.template_names():
        found = read(drafting.template(name), name)
        print(f"{name:<32}  template  {found.coalition.names[0][1]}")
    for name in drafting.statute_names():
        found = read(drafting.statute(name), name)
        print(f"{name:<32}  statute   {found.coalition.names[0][1]}")
    return 0


def new(template: str, names: list[str], time_zone: str, currency: str) -> int:
    """Print a template under a coalition's own names, to be kept in a file and edited."""
    from koinon.interfaces.shell.founding import charter_text

    application.load()
    print(charter_text(template, names, time_zone, currency), end="")
    return 0


def read_from(name: str, place: str) -> Charter:
    """The charter in a file, or in a template by its name."""
    application.load()
    return read(text_of(name, place), name)


@contextmanager
def speaking(charter: Charter, language: str) -> Iterator[None]:
    """Speak one of the charter's languages; the one of the environment where none is named."""
    from django.utils import translation

    known = charter.coalition.languages
    if language and language not in known:
        raise Mistake(f"--language: '{language}' is none of the charter's, {', '.join(known)}.")
    with translation.override(language or translation.get_language()):
        yield


def language() -> str:
    """The language spoken."""
    from django.utils import translation

    return translation.get_language() or "en"


def sentences(charter: Charter) -> list[tuple[int, str]]:
    """Every sentence of a charter with its depth, in the language spoken."""
    from koinon.charter.explaining import explain as explained

    return [(one.depth, sentence(one)) for one in explained(charter)]


def sentence(statement: Statement) -> str:
    """A statement in the language spoken."""
    from django.utils import translation

    from koinon.charter.statements import say
    from koinon.interfaces.shared import wording

    return say(statement, translation, language(), wording.IN_CHARTERS)


def formula(name: str, levy: str) -> int:
    """Print a levy's formula as JSON, the `formula` that treasury.adopt_levy/1 takes."""
    found = read_from(name, "charter levy")
    from koinon.methods.plain import to_plain

    print(json.dumps(to_plain(levy_of(found, levy).levy), ensure_ascii=False, indent=1))
    return 0


def levy_of(charter: Charter, name: str) -> LevyRule:
    """The levy of that name."""
    known = {rule.id: rule for rule in charter.levies}
    if name not in known:
        listed = ", ".join(known) or "none"
        raise Mistake(f"charter levy: '{name}' is no levy of this charter; there are {listed}.")
    return known[name]


def text_of(name: str, place: str) -> str:
    """The text of a charter in a file, or of a template or statute."""
    from koinon.charter import drafting

    if Path(name).is_file():
        return bytes_of(name, place).decode("utf-8", "replace")
    known = drafting.template_names()
    if name in known:
        return drafting.template(name)
    if name in drafting.statute_names():
        return drafting.statute(name)
    raise Mistake(
        f"{place}: '{name}' is no file and no template; there are {', '.join(known)}, and the"
        " statutes that `koinon charter list` names."
    )


def read(text: str, name: str) -> Charter:
    """The charter in a text, or a Mistake that names everything wrong in it."""
    from koinon.charter.parsing import parse_charter

    with mistakes_told():
        return parse_charter(text, file=name)


@contextmanager
def mistakes_told() -> Iterator[None]:
    """Make a Mistake of whatever is wrong with a charter."""
    from django.utils import translation

    from koinon.charter.mistakes import CharterErrors
    from koinon.charter.texts import tell

    try:
        yield
    except CharterErrors as errors:
        told = (tell(mistake, translation) for mistake in errors.mistakes)
        raise Mistake("\n".join(told)) from None


def bytes_of(path: str, place: str) -> bytes:
    """What a file holds; `place` names the option or verb that was given it."""
    file = Path(path)
    if not file.is_file():
        raise Mistake(f"{place}: there is no file {path}.")
    if file.stat().st_size > LIMIT:
        raise Mistake(f"{place}: {path} has more than {LIMIT} bytes; give a smaller one.")
    return file.read_bytes()
