"""Founding as councils resolve: a draft, each city's resolution, a public counter, the founding."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.cache import never_cache
from pydantic import ValidationError

from koinon.acts.refused import Refused
from koinon.charter.document import name_in
from koinon.charter.parsing import parse_charter
from koinon.cities import founding_drafts as drafts
from koinon.cities.founding_drafts import Condition, Draft, Filed, Invited, Stale
from koinon.cities.roster import RosterErrors, read_roster
from koinon.interfaces.shared import founding as shared
from koinon.interfaces.shared import wording
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web.charter_told import outline
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import founding
from koinon.interfaces.web.pages.founding import Answers
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.typed import Mistyped, whole
from koinon.record import canonical, store

PDF: Final = b"%PDF-"
STANDINGS: Final = {
    "invited": gettext_noop("Invited"),
    "resolved": gettext_noop("Its council has resolved to join"),
    "awaiting": gettext_noop("Awaiting approval until {day}"),
    "approved": gettext_noop("Resolved and approved"),
    "lapsed": gettext_noop("Lapsed: not approved by {day}"),
    "withdrawn": gettext_noop("Withdrawn on {day}"),
}
"""Where an invited city stands, in words."""
PARTS: Final = {
    "cities": gettext_noop("At least this many cities"),
    "residents": gettext_noop("At least this many residents together"),
    "named": gettext_noop("These cities among them"),
}
"""What the parts of a condition ask."""


@never_cache
def draft_page(request: HttpRequest, said: str) -> HttpResponse:
    """The draft: what it would be, when it begins, which cities are asked; on POST it is saved."""
    founding.need_token(said)
    found = drafts.current()
    answers = Answers(**found.answers) if found else Answers()
    condition = found.condition if found else Condition()
    deadline = found.deadline if found else ""
    errors: list[Error] = []
    if request.method == "POST":
        answers = founding.typed(request, answers)
        condition, errors = _condition(request, found)
        deadline = str(request.POST.get("deadline", "")).strip()
        errors += _mistakes(answers, deadline)
        if not errors and not (errors := _save(request, found, answers, condition, deadline)):
            return redirect("resolve", said)
        found = drafts.current()
    context = {
        **founding.asked(answers),
        "found": found,
        "condition": condition,
        "named_languages": founding.asked(answers)["named"],
        "named": ", ".join(condition.named),
        "deadline": deadline,
        "errors": errors,
        "token": said,
        **({} if found is None else _progress(found)),
    }
    return render(request, "koinon/resolving.html", context, status=400 if errors else 200)


@never_cache
def city_page(request: HttpRequest, said: str, slug: str) -> HttpResponse:
    """What one city has done: its resolution, an approval that is needed, or that it withdraws."""
    founding.need_token(said)
    city = _invited(slug)
    filed = city.filed
    errors: list[Error] = []
    if request.method == "POST":
        filed, errors = _filed(request, city.filed)
        if _version(request) != city.version:
            errors = [Error("main-title", _stale(city))]
        if not errors:
            try:
                drafts.file(slug, _version(request), filed)
                return redirect("resolve", said)
            except Stale:
                city = _invited(slug)
                errors = [Error("main-title", _stale(city))]
    context = {"city": city, "filed": filed, "errors": errors, "token": said}
    return render(request, "koinon/resolving_city.html", context, status=400 if errors else 200)


@never_cache
def found_page(request: HttpRequest, said: str) -> HttpResponse:
    """What would be founded with the cities that count now; on POST it is, if it is the same."""
    founding.need_token(said)
    found = drafts.current()
    if found is None or not found.met(_today()):
        return redirect("resolve", said)
    errors: list[Error] = []
    digest = _digest(found)
    if request.method == "POST":
        if request.POST.get("digest") != digest:
            text = gettext("The cities have changed since you looked; check them again below.")
            errors = [Error("main-title", text)]
        else:
            answer = _found(found)
            if isinstance(answer, shared.Founded):
                return founding.enter(request, answer)
            errors = [Error("main-title", answer)]
    context = {"found": found, "digest": digest, "errors": errors, "token": said}
    context |= _progress(found)
    return render(request, "koinon/resolving_found.html", context, status=409 if errors else 200)


def counter(request: HttpRequest, code: str) -> HttpResponse:
    """The public page: how far it is, what is missing, each city's state, the charter."""
    found = drafts.by_code(code)
    if found is None:
        raise Http404
    if store.head().size:
        return redirect("home")
    context = {"found": found, **_progress(found)}
    return render(request, "koinon/counter.html", context)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _version(request: HttpRequest) -> int:
    return number_in(request.POST, "version", 0, digits=8)


def _invited(slug: str) -> Invited:
    found = drafts.current()
    city = next((one for one in found.cities if one.slug == slug), None) if found else None
    if city is None:
        raise Http404
    return city


def _stale(city: Invited) -> str:
    return gettext(
        "Somebody else has saved something for {city} meanwhile: {state}. What you wrote stands "
        "below and is not saved yet; look at it and save it again."
    ).format(city=city.name, state=_standing(city))


def _standing(city: Invited) -> str:
    """Where a city stands, in words."""
    standing = city.filed.standing(_today())
    day = city.filed.withdrawn_on if standing == "withdrawn" else city.filed.awaiting_until
    return gettext(STANDINGS[standing]).format(day=wording.day(day) if day else "")


def _progress(found: Draft) -> dict[str, Any]:
    """What the pages of a draft show of it."""
    today = _today()
    answers = Answers(**found.answers)
    text = answers.charter_text()
    charter = parse_charter(text, file="charter.toml")
    there = found.counted(today)
    return {
        "coalition": name_in(charter.names, (get_language() or "en").partition("-")[0]),
        "charter": text,
        "sentences": outline(charter),
        "remarks": founding.charter_remarks(answers, charter),
        "rows": [{"city": one, "standing": _standing(one)} for one in found.cities],
        "there": there,
        "there_count": len(there),
        "there_residents": sum(one.residents for one in there),
        "parts": [
            {
                "part": one,
                "text": gettext(PARTS[one.kind]),
                "missing": "" if one.missing else wording.number(one.wanted - one.found),
            }
            for one in found.parts(today)
        ],
        "met": found.met(today),
        "late": today > found.deadline,
    }


def _mistakes(answers: Answers, deadline: str) -> list[Error]:
    errors = founding.answer_mistakes(answers)
    if not _is_day(deadline):
        text = gettext("Write the day as year-month-day, for example 2026-01-01.")
        errors.append(Error("deadline", text))
    return errors or founding.charter_mistakes(answers)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _condition(request: HttpRequest, found: Draft | None) -> tuple[Condition, list[Error]]:
    """The condition as typed, and what is wrong with it."""
    errors: list[Error] = []
    numbers = {"cities": 0, "residents": 0}
    for name in numbers:
        text = str(request.POST.get(f"condition-{name}", "")).strip()
        try:
            numbers[name] = max(0, whole(text)) if text else 0
        except Mistyped as wrong:
            errors.append(Error(f"condition-{name}", wrong.sentence(text)))
    said = str(request.POST.get("condition-named", "")).split(",")
    named = tuple(dict.fromkeys(one.strip().casefold() for one in said if one.strip()))[:60]
    known = {one.slug for one in found.cities} if found else set(named)
    for one in named:
        if one not in known:
            text = gettext("“{city}” is not invited; write short names as the list has them.")
            errors.append(Error("condition-named", text.format(city=one)))
    together: Any = "any" if request.POST.get("together") == "any" else "all"
    condition = Condition(together, numbers["cities"], numbers["residents"], named)
    if not (condition.cities or condition.residents or named):
        text = gettext("Write when the coalition begins: a number of cities or of residents.")
        errors.append(Error("condition-cities", text))
    return condition, errors


def _save(
    request: HttpRequest, found: Draft | None, answers: Answers, condition: Condition, deadline: str
) -> list[Error]:
    """Begin the draft with its list of cities, or save the change; what was wrong."""
    try:
        if found is not None:
            drafts.change(_version(request), asdict(answers), condition, deadline)
            return []
        file = request.FILES.get("members")
        if not isinstance(file, UploadedFile):
            return [Error("members", gettext("Choose the CSV file of the cities you invite."))]
        roster = read_roster(file.read(founding.CSV_LIMIT + 1), str(file.name)[:100])
        members = [shared.member_fields(one) for one in roster.members]
        drafts.start(asdict(answers), condition, deadline, members)
    except RosterErrors as mistakes:
        return [Error("members", text) for text in mistakes.sentences(gettext)]
    except Stale:
        text = gettext(
            "Somebody else has saved the draft meanwhile. What you wrote stands below and is not "
            "saved yet; look at it and save it again."
        )
        return [Error("main-title", text)]
    return []


def _filed(request: HttpRequest, before: Filed) -> tuple[Filed, list[Error]]:
    """What was typed about a city; a resolution that is there stays."""
    days = ("resolved_on", "awaiting_until", "approved_on", "withdrawn_on")
    said = {name: str(request.POST.get(name, "")).strip() for name in days}
    errors = [
        Error(name, gettext("Write the day as year-month-day, for example 2026-01-01."))
        for name, day in said.items()
        if day and not _is_day(day)
    ]
    deemed = "approved" if request.POST.get("deemed") == "approved" else "lapsed"
    filed = replace(
        before,
        resolved_on=said["resolved_on"],
        awaiting_until=said["awaiting_until"],
        approved_on=said["approved_on"],
        withdrawn_on=said["withdrawn_on"],
        deemed=deemed if said["awaiting_until"] else "",
    )
    file = request.FILES.get("resolution")
    if isinstance(file, UploadedFile):
        data = file.read(store.DOCUMENT_LIMIT + 1)
        if len(data) > store.DOCUMENT_LIMIT or not data.startswith(PDF):
            text = gettext("Give the resolution as a PDF of at most {limit} bytes.")
            errors.append(Error("resolution", text.format(limit=store.DOCUMENT_LIMIT)))
        elif not errors:
            sha256 = store.keep_document(data, "application/pdf")
            filed = replace(filed, resolution_sha256=sha256, resolution_size=len(data))
    if filed.resolution_sha256 and not filed.resolved_on:
        errors.append(Error("resolved_on", gettext("Write the day on which the council resolved.")))
    if filed.approved_on and not filed.resolution_sha256:
        errors.append(Error("resolution", gettext("Nothing is approved before it is resolved.")))
    return filed, errors


def _members(found: Draft) -> list[dict[str, Any]]:
    """What the genesis says of the cities that count, each with its resolution."""
    return [
        {
            **one.member,
            "accession": {
                "sha256": one.filed.resolution_sha256,
                "size": one.filed.resolution_size,
                "media": "application/pdf",
            },
        }
        for one in found.counted(_today())
    ]


def _digest(found: Draft) -> str:
    """One hash over what would be founded."""
    said: Any = [_members(found), dict(found.answers)]
    return hashlib.sha256(canonical.dump(said)).hexdigest()


def _found(found: Draft) -> shared.Founded | str:
    """Found it, or say in one sentence why not."""
    answers = Answers(**found.answers)
    try:
        answer = shared.found_members(
            answers.origin, answers.charter_text(), _members(found), answers.email, via="web"
        )
    except ValidationError as fault:
        return shared.mistake_in(fault)
    if isinstance(answer, Refused):
        return sentence(answer, get_language() or "en")
    return answer
