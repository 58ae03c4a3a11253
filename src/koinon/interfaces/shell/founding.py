"""The verb `found`: a coalition from a CSV file of cities and a charter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake

if TYPE_CHECKING:
    from koinon.cities.roster import Roster

LIMIT = 1_000_000


def found(
    *,
    members: str,
    charter: str,
    names: list[str],
    origin: str,
    email: str,
    time_zone: str,
    currency: str,
) -> int:
    """Found the coalition and print its genesis and the secretariat's one-time link."""
    application.load()
    application.migrate()
    from pydantic import ValidationError

    from koinon.acts.refused import Refused
    from koinon.interfaces.shared import founding
    from koinon.interfaces.shared.refusals import sentence

    asked = founding.Founding(
        origin, _charter(charter, names, time_zone, currency), _roster(members), email
    )
    try:
        answer = founding.found(asked)
    except ValidationError as fault:
        field, rule = founding.mistake_in(fault)
        raise Mistake(f"{field}: {rule}.") from None
    if isinstance(answer, Refused):
        raise Mistake(sentence(answer, "en"), 1)
    print(f"Founded: entry {answer.receipt.n}, {answer.receipt.leaf}")
    print(f"The secretariat signs in once at /enter/{answer.link}")
    return 0


def _bytes(path: str, option: str) -> bytes:
    file = Path(path)
    if not file.is_file():
        raise Mistake(f"{option}: there is no file {path}.")
    if file.stat().st_size > LIMIT:
        raise Mistake(f"{option}: {path} has more than {LIMIT} bytes; give a smaller one.")
    return file.read_bytes()


def _roster(path: str) -> Roster:
    from koinon.cities.roster import RosterErrors, read_roster

    try:
        return read_roster(_bytes(path, "--members"), path)
    except RosterErrors as errors:
        raise Mistake("\n".join(errors.sentences())) from None


def _charter(charter: str, names: list[str], time_zone: str, currency: str) -> str:
    """The charter's text: a file as it is, or a template under the names given."""
    from gettext import NullTranslations

    from koinon.charter import drafting
    from koinon.charter.parsing import CharterErrors, parse_charter
    from koinon.charter.texts import tell

    if charter in drafting.template_names():
        said = dict(_named(one) for one in names)
        if not said:
            raise Mistake("--name: a template needs the coalition's name, e.g. en='Our League'.")
        text = drafting.draft(charter, names=said, time_zone=time_zone, currency=currency)
    elif Path(charter).is_file():
        text = _bytes(charter, "--charter").decode("utf-8", "replace")
    else:
        known = ", ".join(drafting.template_names())
        raise Mistake(f"--charter: '{charter}' is no file and no template; there are {known}.")
    try:
        parse_charter(text, file=charter)
    except CharterErrors as errors:
        raise Mistake(
            "\n".join(tell(mistake, NullTranslations()) for mistake in errors.mistakes)
        ) from None
    return text


def _named(word: str) -> tuple[str, str]:
    language, equals, name = word.partition("=")
    if not equals or not name.strip():
        raise Mistake(f"--name: '{word}' is not LANGUAGE=NAME; write e.g. fr='Notre ligue'.")
    return language, name.strip()
