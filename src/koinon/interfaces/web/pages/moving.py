"""Moving a living coalition in, in the browser: questions, a dry run, the founding of just that."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.cache import never_cache
from pydantic import ValidationError

from koinon.acts.refused import Refused
from koinon.charter.document import name_in
from koinon.charter.parsing import parse_charter
from koinon.cities import founding_files
from koinon.cities.roster import RosterErrors
from koinon.interfaces.shared import founding as shared
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.shared.moving import files, template
from koinon.interfaces.shared.moving.founding import Asked, Changed, Shown, dry_run, move_in
from koinon.interfaces.shared.moving.reading import Wrongs
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import words
from koinon.interfaces.web.pages import founding
from koinon.interfaces.web.pages import money_words as said_of_money
from koinon.interfaces.web.pages.founding import Answers
from koinon.interfaces.web.pages.voting import Error

_KEY: Final = "moving"
TOTALS: Final = {
    "receivable": gettext_noop("Members still owe"),
    "advance": gettext_noop("Paid by members beforehand"),
}
"""Accounts of all members together, in the words of the Money page."""


@dataclass(slots=True)
class Draft(Answers):
    """What was typed so far; the files lie under `file_id`, which is the founding's id as well."""

    on: str = ""
    file_id: str = ""
    filename: str = ""


@never_cache
def move(request: HttpRequest, said: str) -> HttpResponse:
    """The questions; on POST every mistake in the answers at once, or the dry run."""
    founding.need_token(said)
    draft = Draft(**request.session.get(_KEY, {"on": _today().isoformat()}))
    errors: list[Error] = []
    if request.method == "POST":
        draft, errors = _typed(request, draft)
        request.session[_KEY] = asdict(draft)
        errors += _mistakes(draft)
        if not errors:
            return redirect("move_check", said)
    context = {**founding.asked(draft), "errors": errors, "token": said}
    return render(request, "koinon/moving.html", context, status=400 if errors else 200)


@never_cache
def move_check(request: HttpRequest, said: str) -> HttpResponse:
    """The dry run: every mistake, or what would be founded; on POST it is, if it is the same."""
    founding.need_token(said)
    draft = Draft(**request.session.get(_KEY, {}))
    kept = founding_files.kept(UUID(draft.file_id)) if draft.file_id else None
    if kept is None or _mistakes(draft):
        return redirect("move", said)
    asked = _asked(draft, *kept)
    errors: list[Error] = []
    if request.method == "POST":
        answer = _move_in(asked, draft.email, request.POST.get("digest", ""))
        if isinstance(answer, shared.Founded):
            founding_files.forget_all()
            request.session.pop(_KEY, None)
            return founding.enter(request, answer)
        errors = [Error("main-title", answer)]
    context = {"draft": draft, "token": said, **_dry(asked, draft, errors), "errors": errors}
    wrong = errors or "wrong" in context
    return render(request, "koinon/moving_check.html", context, status=409 if wrong else 200)


@never_cache
def move_template(request: HttpRequest, said: str, which: str) -> HttpResponse:
    """The workbook to fill in, in the page's language."""
    founding.need_token(said)
    if which not in ("template", "example"):
        raise Http404
    data = template.workbook(_language(), example=which == "example")
    answer = HttpResponse(data, content_type=template.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{which}.xlsx"'
    return answer


def _today() -> date:
    return datetime.now(UTC).date()


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def _typed(request: HttpRequest, before: Draft) -> tuple[Draft, list[Error]]:
    """The draft as typed; files stay when no others were chosen."""
    answers = asdict(founding.typed(request, before))
    on = str(request.POST.get("on", "")).strip()
    draft = Draft(**answers, on=on, file_id=before.file_id, filename=before.filename)
    given = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]
    if not given:
        return draft, []
    if sum(one.size or 0 for one in given) > files.UPLOAD_LIMIT:
        error = files.fail(str(given[0].name), "too_big", limit=files.UPLOAD_LIMIT)
        return draft, [Error("files", text) for text in error.sentences(gettext)]
    try:
        name, data = files.packed((str(one.name)[:100], one.read()) for one in given)
    except RosterErrors as error:
        return draft, [Error("files", text) for text in error.sentences(gettext)]
    if before.file_id:
        founding_files.forget(UUID(before.file_id))
    file_id = sender.new_act_id()
    founding_files.keep(file_id, name, data)
    draft.file_id = str(file_id)
    draft.filename = ", ".join(str(one.name)[:100] for one in given)[:200]
    return draft, []


def _mistakes(draft: Draft) -> list[Error]:
    """Everything that keeps the answers from being checked together with the files."""
    errors = founding.answer_mistakes(draft)
    if not draft.file_id:
        errors.append(Error("files", gettext("Choose the workbook.")))
    try:
        on = date.fromisoformat(draft.on)
    except ValueError:
        text = gettext("Write the day as year-month-day, for example 2026-01-01.")
        errors.append(Error("on", text))
    else:
        if on > _today():
            text = gettext("The day of the balance sheet has not come yet; write today or earlier.")
            errors.append(Error("on", text))
    return errors or founding.charter_mistakes(draft)


def _asked(draft: Draft, filename: str, data: bytes) -> Asked:
    return Asked(
        origin=draft.origin,
        charter=draft.charter_text(),
        on=date.fromisoformat(draft.on),
        filename=filename,
        data=data,
        act_id=UUID(draft.file_id),
        language=_language(),
    )


def _move_in(asked: Asked, email: str, digest: str) -> shared.Founded | str:
    """Found it, or say in one sentence why not."""
    try:
        answer = move_in(asked, email, digest, via="web")
    except Changed:
        return gettext("What would be founded has changed since you looked; check it again below.")
    except ValidationError as fault:
        return shared.mistake_in(fault)
    if isinstance(answer, Refused):
        return sentence(answer, _language())
    return answer


def _dry(asked: Asked, draft: Draft, errors: list[Error]) -> dict[str, Any]:
    """What the page shows of a dry run; a refusal joins the errors."""
    try:
        found = dry_run(asked)
    except ValidationError as fault:
        errors.append(Error("main-title", shared.mistake_in(fault)))
        return {}
    if isinstance(found, Refused):
        errors.append(Error("main-title", sentence(found, _language())))
        return {}
    if isinstance(found, Wrongs):
        wrong = found.sentences(gettext)
        return {"wrong": wrong, "wrong_count": len(wrong) + found.more, "more": found.more}
    return {"shown": found, **_told(found, asked, draft)}


def _told(shown: Shown, asked: Asked, draft: Draft) -> dict[str, Any]:
    """The tables of a dry run, in words."""

    def money(cents: int) -> str:
        return wording.money(cents, shown.currency)

    charter = parse_charter(asked.charter, file="charter.toml")
    seen = shown.seen
    return {
        "name": name_in(charter.names, _language()),
        "template": founding.charter_word(draft),
        "remarks": founding.charter_remarks(draft, charter),
        "assets": money(seen.total("asset")),
        "others": money(seen.total("liability", "net_assets")),
        "lines": [
            {
                "name": words.told(tuple(line.title.items()))
                if line.title
                else gettext(TOTALS.get(line.account) or said_of_money.ACCOUNTS[line.account]),
                "kind": said_of_money.account_kind(line.side),
                "amount": money(line.cents),
            }
            for line in seen.lines
        ],
        "standings": [
            {
                "city": shown.names[one.city],
                "owes": money(one.owes_cents),
                "credit": money(one.credit_cents),
            }
            for one in seen.standings
        ],
        "contracts": [
            {
                "row": one,
                "whole": money(one.total_cents),
                "left": money(one.total_cents - one.invoiced_cents),
                "unpaid": money(one.unpaid_cents),
            }
            for one in shown.contracts
        ],
        "decisions": [
            {
                "row": one,
                "outcome": words.fixed(one.outcome),
                "sha256": shown.papers.get(one.paper or ""),
            }
            for one in shown.decisions
        ],
    }
