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


def check(name: str, language: str) -> int:
    """Say that a charter is sound, and what it probably does not mean; or name every mistake."""
    from django.utils.translation import gettext

    application.load()
    with asked(language):
        text = text_of(name, "charter check")
        found = read(text, name)
        passing = sum(case.passes for case in found.cases)
        said = gettext(
            "{file}: no mistake. Cases that are decided as they say: {cases} ({passing} pass, "
            "{failing} do not). Levy cases that are charged as they say: {levies}."
        )
        numbers = {"cases": len(found.cases), "levies": len(found.levy_cases)}
        failing = len(found.cases) - passing
        print(said.format(file=name, passing=passing, failing=failing, **numbers))
        from koinon.interfaces.shared.remarked import remarked

        for remark in remarked(found, text, name):
            print(remark)
    return 0


def explain(name: str, language: str) -> int:
    """Print a charter's sentences, in one of its languages; nothing is founded."""
    application.load()
    with asked(language):
        found = read(text_of(name, "charter explain"), name)
    with speaking(found, language):
        for depth, told in sentences(found):
            print("  " * depth + told)
    return 0


def diff(before: str, after: str, language: str) -> int:
    """Print the sentences that go and come, and the cases that end otherwise; 1 where any do.

    The second charter's own cases need not be true of it: what they get wrong is told as well.
    """
    from django.utils.translation import gettext

    from koinon.charter.comparing import changed_sentences

    application.load()
    with asked(language):
        old = read(text_of(before, "charter diff"), before)
        text = text_of(after, "charter diff")
        new = read(text, after, judging=False)
    with speaking(old, language):
        changes = changed_sentences(sentences(old), sentences(new))
        marks = {"stays": " ", "removed": "-", "added": "+"}
        for one in changes:
            print(f"{marks[one.kind]} {'  ' * one.depth}{one.sentence}")
        otherwise = [*_flipped(old, new), *_recharged(old, new), *_untrue(text, after)]
        for line in otherwise:
            print(line)
        if not changes and not otherwise:
            print(gettext("The two charters say the same."))
    return 1 if changes or otherwise else 0


def _flipped(old: Charter, new: Charter) -> Iterator[str]:
    """The cases of the first charter that the second decides otherwise."""
    from django.utils.translation import gettext

    from koinon.charter.comparing import flipped_cases

    said = {
        (True, False): gettext("{title}: passes before, would not pass after."),
        (True, None): gettext("{title}: passes before, could not be decided after."),
        (False, True): gettext("{title}: does not pass before, would pass after."),
        (False, None): gettext("{title}: does not pass before, could not be decided after."),
    }
    for flip in flipped_cases(old, new):
        yield f"! {said[flip.case.passes, flip.passes].format(title=flip.case.title)}"


def _recharged(old: Charter, new: Charter) -> Iterator[str]:
    """The levy cases of the first charter that the second charges otherwise, by how much each."""
    from django.utils.translation import gettext

    from koinon.charter.comparing import recharged_cases
    from koinon.interfaces.shared.wording import money

    for one in recharged_cases(old, new):
        if one.charges is None:
            said = gettext("{title}: charged before, could not be charged after.")
            yield f"! {said.format(title=one.case.title)}"
            continue
        said = gettext("{title}: these would be charged otherwise after.")
        yield f"! {said.format(title=one.case.title)}"
        more = gettext("{member}: {before} before, {after} after, {difference} more")
        less = gettext("{member}: {before} before, {after} after, {difference} less")
        for member, was, will in one.charges:
            amounts = (was, will, abs(will - was))
            told = (money(cents, old.currency) for cents in amounts)
            names = zip(("before", "after", "difference"), told, strict=True)
            yield f"!   {(more if will > was else less).format(member=member, **dict(names))}"


def _untrue(text: str, name: str) -> Iterator[str]:
    """What the second charter's own cases say and is not so."""
    from django.utils import translation

    from koinon.charter.parsing import CharterErrors, parse_charter
    from koinon.charter.texts import tell

    try:
        parse_charter(text, file=name)
    except CharterErrors as errors:
        for mistake in errors.mistakes:
            yield f"! {tell(mistake, translation)}"


def listing(language: str) -> int:
    """Print the templates that ship, and the statutes of real bodies."""
    from django.utils.translation import gettext

    application.load()
    from koinon.charter import drafting
    from koinon.charter.document import name_in

    with asked(language):
        kinds = (
            (gettext("template"), drafting.template_names(), drafting.template),
            (gettext("statute"), drafting.statute_names(), drafting.statute),
        )
        width = max(len(kind) for kind, _, _ in kinds)
        for kind, names, text in kinds:
            for name in names:
                told = name_in(read(text(name), name).names, spoken())
                print(f"{name:<32}  {kind:<{width}}  {told}")
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
def asked(language: str) -> Iterator[None]:
    """Speak the language asked for where Koinon does; else the one of the environment."""
    application.load()
    from django.conf import settings
    from django.utils import translation

    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else translation.get_language()):
        yield


@contextmanager
def speaking(charter: Charter, language: str) -> Iterator[None]:
    """Speak one of the charter's languages; the one of the environment where none is named."""
    from django.utils import translation

    known = charter.coalition.languages
    if language and language not in known:
        raise Mistake(f"--language: '{language}' is none of the charter's, {', '.join(known)}.")
    with translation.override(language or translation.get_language()):
        yield


def spoken() -> str:
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

    return say(statement, translation, spoken(), wording.IN_TERMINAL)


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
        return _utf8(bytes_of(name, place), name, place)
    known = drafting.template_names()
    if name in known:
        return drafting.template(name)
    if name in drafting.statute_names():
        return drafting.statute(name)
    raise Mistake(
        f"{place}: '{name}' is no file and no template; there are {', '.join(known)}, and the"
        " statutes that `koinon charter list` names."
    )


def read(text: str, name: str, *, judging: bool = True) -> Charter:
    """The charter in a text, or a Mistake that names everything wrong in it.

    Not `judging`, its own test cases may be wrong about it.
    """
    from koinon.charter.parsing import parse_charter

    with mistakes_told():
        return parse_charter(text, file=name, judging=judging)


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


def _utf8(data: bytes, name: str, place: str) -> str:
    """A file's text; TOML is UTF-8, and nothing else is guessed at."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Mistake(
            f"{place}: {name}, line {line}: this is not UTF-8 text, as TOML has to be; save the"
            " file as UTF-8."
        ) from None


def bytes_of(path: str, place: str) -> bytes:
    """What a file holds; `place` names the option or verb that was given it."""
    file = Path(path)
    if not file.is_file():
        raise Mistake(f"{place}: there is no file {path}.")
    if file.stat().st_size > LIMIT:
        raise Mistake(f"{place}: {path} has more than {LIMIT} bytes; give a smaller one.")
    return file.read_bytes()
