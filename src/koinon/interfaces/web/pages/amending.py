"""Tabling an amendment: a form that begins from what it amends, its answers to check, the act."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from koinon.acts.act import openings_of
from koinon.assembly.queries import EnclosedView, ProposalView
from koinon.assembly.queries_meetings import MeetingView
from koinon.charter.document import Charter
from koinon.interfaces.shared import sender
from koinon.interfaces.web import charter_levies, enclosed, steps, words
from koinon.interfaces.web.derived import Reading
from koinon.interfaces.web.enclosed.papers import kept, paper
from koinon.interfaces.web.pages import amendments_told, binding
from koinon.interfaces.web.pages.acts import find_act, read_form
from koinon.interfaces.web.pages.amendments_told import TABLE
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import find as find_proposal
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import find as find_meeting
from koinon.interfaces.web.pages.proposing import (
    ACTS_LIMIT,
    enclosable,
    languages_of,
    remove_act,
    taken_text,
    typed_titles,
)
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.retyped import retyped
from koinon.people import access
from koinon.record import store

TEXT_LIMIT: Final = 100_000
"""Characters of a text that is written on the page; a longer one comes as a file."""
PLAIN: Final = "text/plain"


@dataclass(slots=True)
class Draft:
    """An amendment before it is tabled: titles, the new text or a file with it, the new acts."""

    titles: dict[str, str] = field(default_factory=dict)
    written: str = ""
    text: dict[str, Any] | None = None
    acts: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, request: HttpRequest, main: ProposalView) -> Draft:
        """The draft of this session, else one that says what the proposal says."""
        found = request.session.get(_key(main))
        if found is not None:
            return cls(**found)
        return cls(written=text_of(main), acts=acts_of(main))

    def keep(self, request: HttpRequest, main: ProposalView) -> None:
        """Keep it in the session."""
        request.session[_key(main)] = asdict(self)

    def data(self, main: ProposalView, charter: Charter) -> dict[str, Any]:
        """The fields of the act: only what the draft changes, in the charter's languages."""
        codes = [code for code in languages_of(charter) if self.titles.get(code)]
        said = [{"language": code, "text": self.titles[code]} for code in codes]
        data: dict[str, Any] = {"proposal": main.number, "title": said}
        if self.text is not None:
            data["text"] = self.text
        elif self.written != text_of(main):
            written = self.written.encode()
            sha256 = store.keep_document(written, PLAIN)
            data["text"] = {"sha256": sha256, "size": len(written), "media": PLAIN}
        if self.acts != acts_of(main):
            data["acts"] = self.acts
        return data

    def changes(self, main: ProposalView) -> bool:
        """Whether it says anything else than the proposal."""
        text = self.text is not None or self.written != text_of(main)
        return text or self.acts != acts_of(main)


def _key(main: ProposalView) -> str:
    return f"draft_amendment_{main.number}"


def text_of(main: ProposalView) -> str:
    """The proposal's text as a page can hold it for writing; "" where it has none of that kind."""
    found = kept(main.text_sha256)
    text = found.text.replace("\r\n", "\n") if found else ""
    return text if len(text) <= TEXT_LIMIT else ""


def acts_of(main: ProposalView) -> list[dict[str, Any]]:
    """The acts a proposal encloses, as an act holds them."""
    return [{"type": one.type, "data": one.data} for one in main.acts]


def _amended(request: HttpRequest, number: int) -> tuple[ProposalView, MeetingView, Charter]:
    """The proposal, its meeting and the charter, for a seat that may table. Raises Http404."""
    main = find_proposal(number)
    charter = words.charter()
    seat = sender.acting_seat(request) or ""
    if main.meeting is None or charter is None or not may(TABLE, seat):
        raise Http404
    return main, find_meeting(main.meeting.number), charter


@login_required
def amend(request: HttpRequest, number: int) -> HttpResponse:
    """The form; it is kept as a draft at every step."""
    main, found, charter = _amended(request, number)
    if "data" in request.POST:
        dropped = partial(request.session.pop, _key(main), None)
        return binding.confirmed(request, TABLE, lambda data: _asking(main, data), dropped)
    draft = Draft.of(request, main)
    errors: list[Error] = []
    if request.method == "POST":
        errors = _take(request, draft, main, charter)
        draft.keep(request, main)
        if (chosen := request.POST.get("enclose")) in dict(enclosable(charter)):
            return redirect("amend_act", number=number, act_type=chosen, place=len(draft.acts))
        place = request.POST.get("change", "")
        if place.isascii() and place.isdigit() and int(place) < len(draft.acts):
            act_type = draft.acts[int(place)]["type"]
            return redirect("amend_act", number=number, act_type=act_type, place=int(place))
        if "step" not in request.POST:
            errors = []
        elif not errors:
            data = draft.data(main, charter)
            return binding.check(request, data, lambda data: _asking(main, data))
    return render(
        request, "koinon/meetings/amend.html", _context(main, found, charter, draft, errors)
    )


def _context(
    main: ProposalView, found: MeetingView, charter: Charter, draft: Draft, errors: list[Error]
) -> dict[str, Any]:
    vote = next(one for one in found.votes if one.number == main.number)
    return {
        "proposal": main,
        "meeting": found,
        "open": amendments_told.amendable(vote, found),
        "draft": draft,
        "languages_asked": [(code, draft.titles.get(code, "")) for code in languages_of(charter)],
        "language_names": words.language_names(),
        "acts": [words.says(one["type"], one["data"]) for one in draft.acts],
        "text": kept(main.text_sha256),
        "writable": not main.text_sha256 or bool(text_of(main)),
        "enclosable": enclosable(charter),
        "errors": errors,
    }


def _take(request: HttpRequest, draft: Draft, main: ProposalView, charter: Charter) -> list[Error]:
    """Take what was typed into the draft; what is wrong with it."""
    errors: list[Error] = []
    draft.titles |= typed_titles(request, charter)
    if "written" in request.POST:
        draft.written = request.POST["written"].replace("\r\n", "\n")
        if len(draft.written) > TEXT_LIMIT:
            errors.append(Error("written", gettext("The text is too long; send it as a file.")))
    remove_act(request, draft.acts)
    if "restore" in request.POST:
        draft.written, draft.text, draft.acts = text_of(main), None, acts_of(main)
    draft.text = taken_text(request, draft.text, errors)
    first = languages_of(charter)[0]
    if not draft.titles[first]:
        said = gettext("Write the title in the charter's authoritative language.")
        errors.append(Error(f"title-{first}", said))
    if draft.text is None and text_of(main) and not draft.written.strip():
        errors.append(Error("written", gettext("The text is empty; write what it is to be.")))
    if not draft.changes(main):
        said = gettext("Change the text, or what it would carry out; so far both are as proposed.")
        errors.append(Error("changes", said))
    return errors


@login_required
def amend_act(request: HttpRequest, number: int, act_type: str, place: int) -> HttpResponse:
    """The form of an act that the amendment encloses, beginning from the one in its place."""
    main, _, charter = _amended(request, number)
    if act_type not in dict(enclosable(charter)):
        raise Http404
    draft, act = Draft.of(request, main), find_act(act_type)
    if request.method == "POST":
        reading, made = read_form(request, act, sender.new_act_id())
        if made is not None and place < ACTS_LIMIT:
            for commitment, opening in openings_of(made):
                access.keep_opening(commitment, opening.value, opening.salt)
            draft.acts[place : place + 1] = [{"type": act_type, "data": made.plain()}]
            draft.keep(request, main)
            return redirect("amend", number=number)
    else:
        same = place < len(draft.acts) and draft.acts[place]["type"] == act_type
        data = draft.acts[place]["data"] if same else {}
        nodes = charter_levies.nodes_of(act, data)
        typed = retyped(nodes, data, charter.currency)
        reading = Reading(nodes, typed, lambda _: None, charter.currency)
    context = {
        "type": act_type,
        "fields": reading.shown,
        "errors": reading.errors() if request.method == "POST" else [],
        "enclosing": True,
        "amending": True,
    }
    return render(request, "koinon/act.html", context)


def _asking(main: ProposalView, data: dict[str, Any]) -> Asking:
    """What the amendment says, beside what it takes the place of."""
    names = words.language_names()
    rows = [
        Row(gettext("Proposal"), words.told(main.title), steps.proposal(main.number)),
        *(
            Row(f"{gettext('Title')} ({names[one['language']]})", one["text"])
            for one in data["title"]
        ),
        Row(gettext("Replaces"), amendments_told.replaces({"text", "acts"} & data.keys())),
    ]
    return Asking(
        act_type=TABLE,
        heading=gettext("Check the amendment"),
        back=steps.proposal(main.number),
        rows=tuple(rows),
        said=(
            gettext(
                "It is voted on before the proposal, by the same rule and by the same members."
            ),
        ),
        button=gettext("Table the amendment"),
        lines=_lines(main, data),
        acts=_acts(data),
    )


def _lines(main: ProposalView, data: dict[str, Any]) -> tuple[amendments_told.Line, ...]:
    """What changes in the text, where both are texts a page can show."""
    new = paper(data.get("text"))
    return amendments_told.differences(text_of(main), new.text) if new and new.text else ()


def _acts(data: dict[str, Any]) -> tuple[enclosed.Telling, ...] | None:
    """What it would carry out instead; None where that stays."""
    if "acts" not in data:
        return None
    acts = (EnclosedView(one["type"], one["data"]) for one in data["acts"])
    return enclosed.tell(acts, enclosed.Asked(ahead=True, charter=words.charter()))
