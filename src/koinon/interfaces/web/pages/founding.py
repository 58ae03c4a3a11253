"""Founding a coalition in the browser: names, a template, a CSV file of cities, a page to check.

The address carries a token that the command line prints for an empty record (`koinon up --empty`);
it is of no use once the coalition is founded.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError as NotAnAddress
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.cache import never_cache
from pydantic import ValidationError

from koinon.acts.refused import Refused
from koinon.charter import drafting
from koinon.charter.document import Charter
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.texts import tell
from koinon.cities.roster import Roster, RosterErrors, read_roster
from koinon.interfaces.shared import founding, sender
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.shared.remarked import remarked
from koinon.interfaces.web import words
from koinon.interfaces.web.charter_told import outline
from koinon.interfaces.web.pages.voting import Error
from koinon.people import inviting
from koinon.record import store

_KEY: Final = "founding"
CSV_LIMIT: Final = 1_000_000

TEMPLATES: Final = {
    "square-root": gettext_noop(
        "Votes by the square root of the residents; the quota follows from them."
    ),
    "double-majority": gettext_noop("Most of the cities and most of the people must agree."),
    "one-city-one-vote": gettext_noop("Every city has one vote."),
}


OWN: Final = "own"
"""The choice of a charter of one's own instead of a template."""
CHARTER_LIMIT: Final = 300_000


@dataclass(slots=True)
class Answers:
    """What every founding asks for; `own` is the text of a charter of one's own."""

    names: dict[str, str] = field(default_factory=dict)
    template: str = "double-majority"
    time_zone: str = "Europe/Brussels"
    currency: str = "EUR"
    origin: str = ""
    email: str = ""
    own: str = ""
    own_name: str = ""

    def charter_text(self) -> str:
        """The template under these names, or the charter that was given."""
        if self.template == OWN:
            return self.own
        return drafting.draft(
            self.template, names=self.names, time_zone=self.time_zone, currency=self.currency
        )


@dataclass(slots=True)
class Draft(Answers):
    """What was typed so far; `members` is the text of the CSV file."""

    members: str = ""
    filename: str = ""


def as_text(data: bytes) -> str:
    """A file as text that a session can keep; `as_bytes` gives its very bytes back.

    A letter of another encoding must be refused, never founded as U+FFFD.
    """
    return data.decode("utf-8", "surrogateescape")


def as_bytes(text: str) -> bytes:
    """The bytes of the file that `as_text` read."""
    return text.encode("utf-8", "surrogateescape")


def need_token(said: str) -> None:
    """Only who was given the address founds, and only while nothing is founded. Raises Http404."""
    if store.head().size or not founding.is_founder(said):
        raise Http404


@never_cache
def found(request: HttpRequest, said: str) -> HttpResponse:
    """The questions; on POST every mistake at once, or the page to check."""
    need_token(said)
    draft = Draft(**request.session.get(_KEY, {}))
    errors: list[Error] = []
    if request.method == "POST":
        draft = _typed(request, draft)
        request.session[_KEY] = asdict(draft)
        errors = _mistakes(draft)
        if not errors:
            return redirect("found_check", said)
    context = {**asked(draft), "errors": errors, "token": said}
    return render(request, "koinon/founding.html", context, status=400 if errors else 200)


def asked(draft: Answers) -> dict[str, object]:
    """What the questions of every founding are drawn from."""
    return {
        "draft": draft,
        "language_names": language_names(),
        "named": [(code, draft.names.get(code, "")) for code in drafting.LANGUAGES],
        "templates": [(name, gettext(text)) for name, text in TEMPLATES.items()],
    }


@never_cache
def found_check(request: HttpRequest, said: str) -> HttpResponse:
    """What will be founded; on POST it is, and the founder is signed in."""
    need_token(said)
    draft = Draft(**request.session.get(_KEY, {}))
    if _mistakes(draft):
        return redirect("found", said)
    errors: list[Error] = []
    if request.method == "POST":
        answer = _found(draft)
        if isinstance(answer, founding.Founded):
            return enter(request, answer)
        errors = [Error("main-title", answer)]
    roster = read_roster(as_bytes(draft.members), draft.filename)
    charter = parse_charter(draft.charter_text(), file=draft.own_name)
    context = {
        "draft": draft,
        "errors": errors,
        "members": roster.members,
        "count": len(roster.members),
        "language_names": language_names(),
        "residents": sum(member.population.value for member in roster.members),
        "charter": draft.charter_text(),
        "sentences": outline(charter),
        "remarks": charter_remarks(draft, charter),
        "template": charter_word(draft),
        "token": said,
    }
    return render(request, "koinon/founding_check.html", context, status=409 if errors else 200)


def charter_word(draft: Answers) -> str:
    """The charter in one line: what the template does, or the name of one's own file."""
    return draft.own_name if draft.template == OWN else gettext(TEMPLATES[draft.template])


def language_names() -> dict[str, str]:
    """The languages templates are written in, each in its own words."""
    names = dict(settings.LANGUAGES)
    return {code: str(names[code]) for code in drafting.LANGUAGES}


def _typed(request: HttpRequest, before: Draft) -> Draft:
    """The draft as typed; the file stays when no other was chosen."""
    members, filename = before.members, before.filename
    file = request.FILES.get("members")
    if file is not None and not isinstance(file, list):
        members = as_text(file.read(CSV_LIMIT + 1))
        filename = str(file.name)[:100]
    return Draft(**asdict(typed(request, before)), members=members, filename=filename)


def typed(request: HttpRequest, before: Answers) -> Answers:
    """The answers as typed; a charter stays when no other was chosen."""
    said = {name: str(request.POST.get(name, "")).strip() for name in request.POST}
    names = {code: said.get(f"name-{code}", "") for code in drafting.LANGUAGES}
    own, own_name = before.own, before.own_name
    file = request.FILES.get("charter")
    if file is not None and not isinstance(file, list):
        own = as_text(file.read(CHARTER_LIMIT + 1))
        own_name = str(file.name)[:100]
    return Answers(
        names={code: name for code, name in names.items() if name},
        template=said.get("template", ""),
        time_zone=said.get("time_zone", ""),
        currency=said.get("currency", "").upper(),
        origin=said.get("origin", ""),
        email=said.get("email", ""),
        own=own,
        own_name=own_name,
    )


def _mistakes(draft: Draft) -> list[Error]:
    """Everything that keeps the draft from being founded, beside the field it is in."""
    errors = answer_mistakes(draft)
    roster = _roster(draft)
    errors += roster if isinstance(roster, list) else []
    return errors or charter_mistakes(draft)


def answer_mistakes(draft: Answers) -> list[Error]:
    """What is wrong with the answers that every founding asks for, the charter's text aside."""
    errors = []
    if not draft.names and draft.template != OWN:
        errors.append(Error("name-en", gettext("Write the coalition's name in one language.")))
    if draft.template not in (*TEMPLATES, OWN):
        errors.append(Error("template", gettext("Choose a charter to start from.")))
    if draft.template == OWN and not draft.own:
        errors.append(Error("charter", gettext("Choose the file of your charter.")))
    if not draft.origin or " " in draft.origin or "+" in draft.origin or len(draft.origin) > 200:
        errors.append(
            Error(
                "origin",
                gettext("Name the log without blanks or +, for example league.example/record."),
            )
        )
    try:
        validate_email(draft.email)
    except NotAnAddress:
        errors.append(
            Error("email", gettext("Write an e-mail address such as clerk@city.example."))
        )
    return errors


def _roster(draft: Draft) -> Roster | list[Error]:
    if not draft.members:
        return [Error("members", gettext("Choose the CSV file of the founding cities."))]
    try:
        return read_roster(as_bytes(draft.members), draft.filename)
    except RosterErrors as mistakes:
        return [Error("members", said) for said in mistakes.sentences(gettext)]


def charter_mistakes(draft: Answers) -> list[Error]:
    """Everything that is wrong with the charter's text."""
    field = "charter" if draft.template == OWN else "template"
    try:
        parse_charter(draft.charter_text(), file=draft.own_name or gettext("the charter"))
    except CharterErrors as errors:
        return [Error(field, tell(mistake, translation)) for mistake in errors.mistakes]
    return []


def charter_remarks(draft: Answers, charter: Charter) -> tuple[str, ...]:
    """What the charter's text probably does not mean."""
    return remarked(charter, draft.charter_text(), draft.own_name or gettext("the charter"))


def _found(draft: Draft) -> founding.Founded | str:
    """Found it, or say in one sentence why not."""
    roster = read_roster(as_bytes(draft.members), draft.filename)
    asked = founding.Founding(draft.origin, draft.charter_text(), roster, draft.email)
    try:
        answer = founding.found(asked, via="web")
    except ValidationError as fault:
        return founding.mistake_in(fault)
    if isinstance(answer, Refused):
        return sentence(answer, get_language() or settings.LANGUAGE_CODE)
    return answer


def enter(request: HttpRequest, founded: founding.Founded) -> HttpResponse:
    """Sign the founder in with the link just made, and lead to the desk, by way of the seats."""
    from allauth.account.internal.flows.login import record_authentication

    request.session.pop(_KEY, None)
    account = inviting.open_link(founded.link).account
    assert account is not None
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, account, method=sender.LINK_METHOD)
    said = gettext("{coalition} is founded. Entry 0 of its public record says so.")
    messages.success(request, said.format(coalition=words.coalition_name()))
    return redirect("desk")
