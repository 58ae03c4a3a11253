"""The verb `charter`: read one, say it in plain sentences or name every mistake."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake

if TYPE_CHECKING:
    from koinon.charter.document import Charter

LIMIT = 1_000_000


def charter(name: str, language: str) -> int:
    """Print a charter's sentences, in one of its languages; nothing is founded."""
    application.load()
    from django.utils import translation

    from koinon.charter.explaining import explain
    from koinon.charter.statements import say
    from koinon.interfaces.shared import wording

    found = read(text_of(name, "charter"), name)
    known = found.coalition.languages
    if language and language not in known:
        raise Mistake(f"--language: '{language}' is none of the charter's, {', '.join(known)}.")
    with translation.override(language or translation.get_language()):
        for statement in explain(found):
            told = say(statement, translation, translation.get_language(), wording.IN_CHARTERS)
            print("  " * statement.depth + told)
    return 0


def text_of(name: str, place: str) -> str:
    """The text of a charter in a file, or of a template."""
    from koinon.charter import drafting

    if Path(name).is_file():
        return bytes_of(name, place).decode("utf-8", "replace")
    known = drafting.template_names()
    if name in known:
        return drafting.template(name)
    raise Mistake(f"{place}: '{name}' is no file and no template; there are {', '.join(known)}.")


def read(text: str, name: str) -> Charter:
    """The charter in a text, or a Mistake that names everything wrong in it."""
    from django.utils import translation

    from koinon.charter.parsing import CharterErrors, parse_charter
    from koinon.charter.texts import tell

    try:
        return parse_charter(text, file=name)
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
