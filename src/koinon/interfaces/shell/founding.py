"""The verb `found`: a coalition from a CSV file of cities and a charter."""

from __future__ import annotations

from typing import Any

from koinon.interfaces.shell import application, charters
from koinon.interfaces.shell.charters import bytes_of
from koinon.interfaces.shell.mistakes import Mistake


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

    text = charter_text(charter, names, time_zone, currency)
    try:
        answer = founding.found_members(origin, text, _members(members), email)
    except ValidationError as fault:
        raise Mistake(founding.mistake_in(fault)) from None
    if isinstance(answer, Refused):
        raise Mistake(sentence(answer, "en"), 1)
    print(f"Founded: entry {answer.receipt.n}, {answer.receipt.leaf}")
    print(f"The secretariat signs in once at /enter/{answer.link}")
    return 0


def _members(path: str) -> list[dict[str, Any]]:
    """The members as the genesis names them: of a CSV file, or of what What if made."""
    from koinon.cities.roster import RosterErrors, read_roster
    from koinon.interfaces.shared.founding import member_fields
    from koinon.interfaces.shared.whatif.founding import NotAFounding, members_in

    data = bytes_of(path, "--members")
    if data.lstrip()[:1] == b"{":
        try:
            return members_in(data)
        except NotAFounding as error:
            raise Mistake(f"{path}: {error.reason}") from None
    try:
        return [member_fields(member) for member in read_roster(data, path).members]
    except RosterErrors as errors:
        raise Mistake("\n".join(errors.sentences())) from None


def charter_text(charter: str, names: list[str], time_zone: str, currency: str) -> str:
    """The charter's text: a file as it is, or a template under the names given."""
    from koinon.charter import drafting

    if charter in drafting.template_names():
        said = dict(_named(one) for one in names)
        if not said:
            raise Mistake("--name: a template needs the coalition's name, e.g. en='Our League'.")
        text = drafting.draft(charter, names=said, time_zone=time_zone, currency=currency)
    else:
        text = charters.text_of(charter, "--charter")
    charters.read(text, charter)
    return text


def _named(word: str) -> tuple[str, str]:
    language, equals, name = word.partition("=")
    if not equals or not name.strip():
        raise Mistake(f"--name: '{word}' is not LANGUAGE=NAME; write e.g. fr='Notre ligue'.")
    return language, name.strip()
