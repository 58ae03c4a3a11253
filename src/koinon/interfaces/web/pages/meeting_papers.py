"""A meeting's papers: letters, forms to fill in by hand, the pack, the minutes and their drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from koinon.interfaces.shared import checkpoints, papers, sender
from koinon.interfaces.shared.papers import Paper
from koinon.interfaces.shared.papers.model import plain
from koinon.interfaces.web import words
from koinon.interfaces.web.models import FrozenMinutes
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.papers import as_stated
from koinon.interfaces.web.papers import convocation
from koinon.interfaces.web.papers import minutes as minuting
from koinon.interfaces.web.papers.making import DOCX, HTML, PDF, answer, file
from koinon.interfaces.web.papers.meetings import Convened, cities_of, find
from koinon.interfaces.web.papers.notes import NOTE_LIMIT, Clash, Note, Written, notes, save
from koinon.interfaces.web.papers.pack import pack
from koinon.people import handling
from koinon.record import store

CONVENE: Final = "assembly.convene_meeting/1"
"""Who may do this act keeps the meeting's papers."""

Sheet = Callable[[Convened, checkpoints.Stated], Paper]
SHEETS: Final[dict[str, Sheet]] = {
    "proxy-form": convocation.proxy_form,
    "attendance-list": convocation.attendance_list,
    "roll-call": convocation.roll_call_sheets,
}
"""Forms to fill in by hand, by the word in their address."""


def keeps(request: HttpRequest) -> bool:
    """Whether the reader keeps the papers of meetings."""
    return may(CONVENE, sender.acting_seat(request) or "")


def _need_keeper(request: HttpRequest) -> None:
    if not keeps(request):
        raise PermissionDenied


def _noted(request: HttpRequest, about: str) -> None:
    """Note in the private log that somebody read the names on letters."""
    seat = sender.acting_seat(request) or ""
    handling.looked(request.user, seat, about, kept="register")


@require_safe
def papers_page(request: HttpRequest, number: int) -> HttpResponse:
    """Every paper of a meeting."""
    found = find(request, number)
    frozen = FrozenMinutes.objects.filter(meeting=number).order_by("-id")
    context = {
        "meeting": found.meeting,
        "cities": cities_of(found),
        "names": words.city_names(),
        "minutes_name": f"minutes/{number}",
        "keeper": keeps(request),
        "frozen": [(one, store.is_named(one.pdf_sha256)) for one in frozen[:20]],
        "signed_in": request.user.is_authenticated,
    }
    return render(request, "koinon/meeting_papers.html", context)


@require_safe
def letter(request: HttpRequest, number: int, city: str, form: str) -> HttpResponse:
    """The letter that convenes one member; its holder is named to whom that concerns."""
    found = find(request, number)
    if city not in cities_of(found):
        raise Http404
    own = sender.acting_seat(request) == f"{found.meeting.body}/{city}"
    held = convocation.held(found, city) if own or keeps(request) else ()
    if held:
        _noted(request, f"meeting/{number}/{city}")
    made = convocation.letter(found, as_stated(), city, held)
    return answer(made, form, f"convocation-{number}-{city}")


@login_required
@require_safe
def letters(request: HttpRequest, number: int) -> HttpResponse:
    """All letters in one PDF, each in the language of whom it goes to."""
    _need_keeper(request)
    _noted(request, f"meeting/{number}")
    made = convocation.letters(find(request, number), as_stated())
    return file(papers.pdf(*made), PDF, f"convocation-{number}.pdf", shown=True)


@require_safe
def sheet(request: HttpRequest, number: int, name: str, form: str) -> HttpResponse:
    """A form to fill in by hand."""
    return answer(SHEETS[name](find(request, number), as_stated()), form, f"{name}-{number}")


@login_required
@require_safe
def pack_file(request: HttpRequest, number: int) -> HttpResponse:
    """The pack: everything sent with the agenda, in one PDF."""
    made = pack(find(request, number), as_stated())
    return file(made, PDF, f"pack-{number}.pdf", shown=True)


@login_required
@require_safe
def draft(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The minutes as they would be frozen now, marked as a draft."""
    _need_keeper(request)
    found = find(request, number)
    told = minuting.read(found, notes(number), request)
    return answer(minuting.minutes(told, as_stated(), draft=True), form, f"draft-{number}")


@login_required
def minutes_page(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes: what the record says, and notes to write between; saved, merged, frozen."""
    _need_keeper(request)
    found = find(request, number)
    clashes: tuple[Clash, ...] = ()
    too_long: list[str] = []
    if request.method == "POST":
        sent, too_long = _sent(request, found)
        clashes = () if too_long else save(number, sent, request.user)
        if not clashes and not too_long:
            if "freeze" in request.POST:
                _freeze(request, found)
                return redirect("meeting_papers", number=number)
            messages.success(request, gettext("The notes are saved."))
            return redirect("meeting_minutes", number=number)
    return _minutes_form(request, found, clashes, too_long)


def _sent(request: HttpRequest, found: Convened) -> tuple[dict[str, Written], list[str]]:
    """The notes as they were sent, and the places where they are too long."""
    sent = {}
    for place, _ in minuting.places(found):
        if place in request.POST:
            version = request.POST.get(f"{place}-version", "0")
            known = int(version) if version.isascii() and version.isdigit() else 0
            text = request.POST[place].replace("\r\n", "\n").strip()
            sent[place] = Written(text, min(known, 2**62))
    return sent, [place for place, one in sent.items() if len(one.text) > NOTE_LIMIT]


def _minutes_form(
    request: HttpRequest, found: Convened, clashes: tuple[Clash, ...], too_long: list[str]
) -> HttpResponse:
    standing = notes(found.meeting.number)
    by_place = {one.place: one for one in clashes}
    rows = [
        _row(place, plain(title), standing.get(place, Note()), by_place.get(place))
        for place, title in minuting.places(found)
    ]
    long = gettext("This note is longer than {limit} characters; shorten it.")
    for row in rows:
        if row["place"] in too_long:
            row |= {"error": long.format(limit=NOTE_LIMIT), "text": request.POST[row["place"]]}
    told = minuting.read(found, standing, request)
    made = minuting.minutes(told, as_stated(), draft=True)
    context = {
        "meeting": found.meeting,
        "rows": rows,
        "errors": [
            {"id": f"field-{row['place']}", "error": row["error"]} for row in rows if row["error"]
        ],
        # The renderer escapes whatever people wrote.
        "preview": mark_safe(papers.part(made, level=2)),  # noqa: S308
    }
    status = 409 if clashes else 200
    return render(request, "koinon/meeting_minutes.html", context, status=status)


def _row(place: str, title: str, note: Note, clash: Clash | None) -> dict[str, Any]:
    error = ""
    if clash is not None:
        error = gettext(
            "Somebody else changed the same lines. Both versions stand below: keep what is right "
            "and save again."
        )
    return {
        "place": place,
        "title": title,
        "text": clash.merged if clash else note.text,
        "version": clash.version if clash else note.version,
        "theirs": clash.theirs if clash else "",
        "mine": clash.mine if clash else "",
        "error": error,
    }


def _freeze(request: HttpRequest, found: Convened) -> None:
    """Keep the minutes as they stand, in three forms; the draft can be written on."""
    stated = as_stated()
    told = minuting.read(found, notes(found.meeting.number), request)
    made = minuting.minutes(told, stated, draft=False)
    account: Any = request.user
    FrozenMinutes.objects.create(
        meeting=found.meeting.number,
        language=get_language() or "en",
        size=stated.size,
        pdf_sha256=store.keep_document(papers.pdf(made), PDF),
        docx_sha256=store.keep_document(papers.docx(made), DOCX),
        html_sha256=store.keep_document(papers.document(made).encode(), "text/html"),
        account=account,
    )
    messages.success(request, gettext("The minutes are frozen, ready to be approved and signed."))


@require_safe
def frozen(request: HttpRequest, number: int, frozen_id: int, form: str) -> HttpResponse:
    """Frozen minutes; before the record names them, only for those who hold a seat."""
    one = FrozenMinutes.objects.filter(meeting=number, pk=frozen_id).first()
    if one is None:
        raise Http404
    if not store.is_named(one.pdf_sha256) and not sender.seats_held(request):
        raise PermissionDenied
    sha256, media = {
        "pdf": (one.pdf_sha256, PDF),
        "docx": (one.docx_sha256, DOCX),
        "html": (one.html_sha256, HTML),
    }[form]
    kept = store.document(sha256)
    if kept is None:
        raise Http404
    name = f"minutes-{number}-{one.language}.{form}"
    return file(kept[0], media, name, shown=form == "pdf")
