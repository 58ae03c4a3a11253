"""Minutes of a meeting after it: which are approved, who signed them; approving, signing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from koinon.acts.act import DocumentRef
from koinon.assembly.queries_meetings import MeetingView
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import steps, uploads, words
from koinon.interfaces.web.models import FrozenMinutes
from koinon.interfaces.web.pages.binding import Asking, Row, check, confirmed
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import CONVENE, find
from koinon.interfaces.web.pages.minutes_told import APPROVE, SIGN, over, stated, told
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.papers.making import PDF
from koinon.interfaces.web.steps import Link
from koinon.record import store

OTHER: Final = "other"
"""The choice of a file of one's own instead of frozen minutes."""
_OFFERED: Final = 20


def minutes_state(request: HttpRequest, number: int) -> HttpResponse:
    """What became of the minutes: approved or not, by language, with who signed."""
    found = find(number)
    seat = sender.acting_seat(request) or ""
    context = {
        "meeting": found,
        "told": told(found, seat),
        "over": over(found),
        "may_approve": may(APPROVE, seat),
        "keeper": may(CONVENE, seat),
        "minutes_name": f"minutes/{number}",
        "names": words.city_names(),
    }
    return render(request, "koinon/meetings/minutes.html", context)


@login_required
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Choose the text that is approved: frozen minutes, or a file; then check, then the act."""
    found = find(number)
    if "data" in request.POST:
        return confirmed(request, APPROVE, lambda data: _approving(found, data))
    offered = _frozen(found)
    chosen = request.POST.get("which") or request.GET.get("frozen", "")
    errors: list[Error] = []
    if request.method == "POST":
        data = _chosen(request, found, offered, errors)
        if not errors:
            return check(request, data, lambda data: _approving(found, data))
    context = {
        "meeting": found,
        "offered": [_Offered.of(one, found) for one in offered],
        "chosen": chosen,
        "languages_asked": _languages(),
        "language": request.POST.get("language") or get_language() or "en",
        "over": over(found),
        "errors": errors,
        "other": OTHER,
    }
    return render(request, "koinon/meetings/approve.html", context)


@dataclass(frozen=True, slots=True)
class _Offered:
    """Frozen minutes to choose from; `late` if the record has since said more of the meeting."""

    id: str
    language: str
    size: int
    address: str
    late: bool

    @classmethod
    def of(cls, one: FrozenMinutes, found: MeetingView) -> _Offered:
        return cls(
            id=str(one.pk),
            language=words.language_names().get(one.language, one.language),
            size=one.size,
            address=reverse("meeting_frozen", args=[found.number, one.pk, "pdf"]),
            late=_said_later(found, one.size),
        )


def _frozen(found: MeetingView) -> list[FrozenMinutes]:
    """The latest minutes frozen, without those in force already."""
    standing = {one.document.sha256 for one in found.minutes}
    rows = FrozenMinutes.objects.filter(meeting=found.number).exclude(pdf_sha256__in=standing)
    return list(rows.order_by("-id")[:_OFFERED])


def _said_later(found: MeetingView, size: int) -> bool:
    """Whether votes of the meeting were counted or corrected after so many entries."""
    happened = [vote.decided_n for vote in found.votes]
    happened += [one.made_n for vote in found.votes for one in (*vote.corrections,)]
    return any(n is not None and n >= size for n in happened)


def _languages() -> list[tuple[str, str]]:
    charter = words.charter()
    known = words.language_names()
    codes = charter.coalition.languages if charter else ()
    return [(code, known.get(code, code)) for code in codes]


def _chosen(
    request: HttpRequest, found: MeetingView, offered: list[FrozenMinutes], errors: list[Error]
) -> dict[str, Any]:
    """The act's fields; what is wrong goes to `errors`."""
    which = request.POST.get("which", "")
    frozen = next((one for one in offered if str(one.pk) == which), None)
    if frozen is not None:
        kept = store.document_sizes([frozen.pdf_sha256])
        document: dict[str, Any] = {
            "sha256": frozen.pdf_sha256,
            "size": kept[frozen.pdf_sha256],
            "media": PDF,
        }
        return {"meeting": found.number, "language": frozen.language, "minutes": document}
    if which != OTHER:
        said = gettext("Choose the minutes that are approved.")
        errors.append(Error("which", said))
        return {}
    try:
        uploaded = uploads.taken_in(request, "file")
    except uploads.Unfit as wrong:
        errors.append(Error("file", str(wrong)))
        return {}
    if uploaded is None:
        errors.append(Error("file", gettext("Add the file with the minutes.")))
    language = request.POST.get("language", "")
    return {"meeting": found.number, "language": language, "minutes": uploaded}


def _approving(found: MeetingView, data: dict[str, Any]) -> Asking:
    """What approving these minutes is, with what it replaces."""
    document = DocumentRef.model_validate(data["minutes"])
    language = str(data["language"])
    before = next((one for one in found.minutes if one.language == language), None)
    frozen = FrozenMinutes.objects.filter(meeting=found.number, pdf_sha256=document.sha256).first()
    said = [gettext("Whoever signs the minutes signs this text, to the byte.")]
    if before is not None:
        replaced = gettext(
            "Minutes in this language were approved {at}, entry {n}. These take their place and "
            "are signed anew; the earlier ones stay in the record."
        )
        at = wording.instant(before.approved_at, found.time_zone)
        said.insert(0, replaced.format(at=at, n=before.approved_n))
    if frozen is not None and _said_later(found, frozen.size):
        said.insert(0, later())
    title = gettext("{kilobytes} kB, SHA-256 {sha256}")
    described = title.format(
        kilobytes=max(1, document.size // 1000), sha256=f"{document.sha256[:16]}…"
    )
    rows = [
        Row(gettext("Meeting"), words.told(found.title)),
        Row(gettext("Language"), words.language_names().get(language, language)),
        Row(gettext("Minutes"), described, _file(found, frozen)),
    ]
    if frozen is not None:
        rows.append(Row(gettext("Checkpoint printed in them"), stating(frozen.size)))
    return Asking(
        act_type=APPROVE,
        heading=gettext("Check the minutes before they are approved"),
        back=back(found),
        rows=tuple(rows),
        said=tuple(said),
        button=gettext("Approve the minutes"),
        seen=before.document.sha256 if before else "",
    )


def later() -> str:
    """The warning about minutes that were frozen too early."""
    return gettext(
        "After these minutes were frozen, votes of the meeting were counted or corrected, and they "
        "do not say so. Freeze them again, or approve them as they stand."
    )


def stating(size: int) -> str:
    """What a checkpoint states, in words."""
    said = ngettext("The record of {n} entry", "The record of {n} entries", size)
    return said.format(n=wording.number(size))


def _file(found: MeetingView, frozen: FrozenMinutes | None) -> Link | None:
    if frozen is None:
        return None
    address = reverse("meeting_frozen", args=[found.number, frozen.pk, "pdf"])
    return Link(address, gettext("Read the minutes"))


def back(found: MeetingView) -> Link:
    """The way back to what became of the minutes."""
    said = gettext("Minutes of meeting {number}").format(number=found.number)
    return Link(reverse("minutes", args=[found.number]), said)


@login_required
def sign(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """The text to be signed, then the act; approved anew meanwhile, it is not signed unread."""
    found = find(number)
    wanted = {"meeting": number, "language": language}
    if not any(one.language == language for one in found.minutes):
        raise Http404
    if "data" in request.POST:
        return confirmed(request, SIGN, lambda _: _signing(found, language))
    return check(request, wanted, lambda _: _signing(found, language))


def _signing(found: MeetingView, language: str) -> Asking:
    minutes = next(one for one in found.minutes if one.language == language)
    papers = steps.document(minutes.document.sha256, gettext("Read the minutes"))
    signed = ", ".join(words.seat_name(seat) for seat, _, _ in minutes.signed)
    rows = [
        Row(gettext("Meeting"), words.told(found.title)),
        Row(gettext("Language"), words.language_names().get(language, language)),
        Row(gettext("Minutes"), f"SHA-256 {minutes.document.sha256}", papers[0]),
        Row(
            gettext("Approved"),
            wording.instant(minutes.approved_at, found.time_zone),
            steps.entry(minutes.approved_n),
        ),
        Row(gettext("Signed by"), signed or gettext("Nobody yet")),
    ]
    size = stated(found.number).get(minutes.document.sha256)
    if size is not None:
        rows.insert(3, Row(gettext("Checkpoint printed in them"), stating(size)))
    return Asking(
        act_type=SIGN,
        heading=gettext("Read the minutes, then sign them"),
        back=back(found),
        rows=tuple(rows),
        said=(gettext("You sign this text, to the byte, from your office."),),
        button=gettext("Sign the minutes"),
        seen=minutes.document.sha256,
    )
