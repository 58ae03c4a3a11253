"""Opening a proposal: a draft kept in the session, its enclosed acts, the answers to check."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from koinon.acts import registry
from koinon.acts.act import Receipt, openings_of
from koinon.acts.gate import enact
from koinon.acts.refused import Refusal
from koinon.assembly import queries_meetings as meetings
from koinon.assembly.calendar import voting_window
from koinon.assembly.electorates import procedure
from koinon.assembly.queries import EnclosedView
from koinon.assembly.queries_experiments import over
from koinon.charter.document import Charter
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.problems import field_problems
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import enclosed, uploads, words
from koinon.interfaces.web.enclosed.papers import paper
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import urgency_told
from koinon.interfaces.web.pages.acts import find_act, read_form
from koinon.interfaces.web.pages.decisions import OPEN_PROPOSAL, matter_titles, may
from koinon.interfaces.web.pages.meetings import PUT as OPEN_IN_MEETING
from koinon.interfaces.web.pages.voting import Error
from koinon.people import access

_KEY: Final = "draft_proposal"
ACTS_LIMIT: Final = 200


@dataclass(slots=True)
class Draft:
    """A proposal before notice: titles by language, the matter, the text, the enclosed acts.

    `meeting` and `item` name the item of a meeting's agenda that it is put under, if any. `urgent`
    is why it cannot wait, "" where it can.
    """

    titles: dict[str, str] = field(default_factory=dict)
    matter: str = ""
    text: dict[str, Any] | None = None
    acts: list[dict[str, Any]] = field(default_factory=list)
    meeting: int | None = None
    item: int | None = None
    urgent: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Draft:
        """The draft of this session, or an empty one."""
        return cls(**request.session.get(_KEY, {}))

    def keep(self, request: HttpRequest) -> None:
        """Keep it in the session."""
        request.session[_KEY] = asdict(self)

    def data(self, languages: tuple[str, ...]) -> dict[str, Any]:
        """The fields of the act; languages in the charter's order."""
        said = [
            {"language": code, "text": self.titles[code]}
            for code in languages
            if self.titles.get(code)
        ]
        data: dict[str, Any] = {"title": said, "acts": self.acts}
        if self.matter:
            data["matter"] = self.matter
        if self.text:
            data["text"] = self.text
        if self.urgent:
            data["urgent"] = self.urgent
        if self.meeting is not None:
            data |= {"meeting": self.meeting, "item": self.item}
        return data

    @property
    def act_type(self) -> str:
        """The act that gives notice of it."""
        return OPEN_PROPOSAL if self.meeting is None else OPEN_IN_MEETING

    def place(self, request: HttpRequest) -> None:
        """Put it under the item of a meeting that an address or a button names."""
        if "drop-meeting" in request.POST:
            self.meeting = self.item = None
        named = [request.GET.get(name, "") for name in ("meeting", "item")]
        if all(text.isascii() and text.isdigit() and len(text) < 7 for text in named):
            self.meeting, self.item = map(int, named)


def _charter(request: HttpRequest) -> Charter:
    """The charter in force, for a seat that may propose. Raises Http404 otherwise."""
    charter = words.charter()
    seat = sender.acting_seat(request) or ""
    if charter is None or not (may(OPEN_PROPOSAL, seat) or may(OPEN_IN_MEETING, seat)):
        raise Http404
    return charter


def languages_of(charter: Charter) -> tuple[str, ...]:
    """The charter's languages, the authoritative one first."""
    first = charter.coalition.authoritative
    return (first, *(code for code in charter.coalition.languages if code != first))


def enclosable(charter: Charter) -> list[tuple[str, str]]:
    """The acts a decision may carry out, with their names."""
    return [
        (act.type, words.act_name(act.type))
        for act in registry.all_acts()
        if charter.matter_for(act.type)
        and any(one.by == "decision" for one in charter.authority_for(act.type))
    ]


def _proposable(charter: Charter) -> list[tuple[str, str]]:
    """Those of them that are in force, so that they can be proposed now."""
    ended = over(now())
    return [(act, name) for act, name in enclosable(charter) if ("act", act) not in ended]


def _matters_open() -> dict[str, str]:
    """The titles of the matters under which something can be proposed now."""
    ended = over(now())
    return {
        matter: title
        for matter, title in matter_titles().items()
        if ("matter", matter) not in ended
    }


@login_required
def propose(request: HttpRequest) -> HttpResponse:
    """The form; it is kept as a draft at every step."""
    charter = _charter(request)
    draft = Draft.of(request)
    draft.place(request)
    errors: list[Error] = []
    if request.method != "POST":
        draft.keep(request)
    else:
        errors = _take(request, draft, charter)
        draft.keep(request)
        if (chosen := request.POST.get("enclose")) in dict(_proposable(charter)):
            return redirect("enclose", act_type=chosen)
        if "step" in request.POST and not errors:
            return redirect("propose_check")
        if "step" not in request.POST:
            errors = []
    context = {
        "draft": draft,
        "languages_asked": [(code, draft.titles.get(code, "")) for code in languages_of(charter)],
        "language_names": words.language_names(),
        "matters_open": _matters_open(),
        "acts": [words.says(one["type"], one["data"]) for one in draft.acts],
        "place": _place(draft),
        "enclosable": _proposable(charter),
        "urgency": urgency_told.offered(charter, draft.acts),
        "errors": errors,
    }
    return render(request, "koinon/propose.html", context)


def typed_titles(request: HttpRequest, charter: Charter) -> dict[str, str]:
    """The titles as typed, by the charter's languages."""
    return {
        code: request.POST.get(f"title-{code}", "").strip()[:200] for code in languages_of(charter)
    }


def remove_act(request: HttpRequest, acts: list[dict[str, Any]]) -> None:
    """Leave out the enclosed act that the form says is to go, by its place among them."""
    remove = request.POST.get("remove", "")
    if remove in map(str, range(len(acts))):
        del acts[int(remove)]


def taken_text(
    request: HttpRequest, text: dict[str, Any] | None, errors: list[Error]
) -> dict[str, Any] | None:
    """The text's file by this form: a new one, else the one so far; None where it is dropped."""
    try:
        text = uploads.taken_in(request, "text") or text
    except uploads.Unfit as wrong:
        errors.append(Error("text", str(wrong)))
    return None if "drop-text" in request.POST else text


def _take(request: HttpRequest, draft: Draft, charter: Charter) -> list[Error]:
    """Take what was typed into the draft; what is wrong with it."""
    errors: list[Error] = []
    draft.titles |= typed_titles(request, charter)
    draft.matter = request.POST.get("matter", "")
    draft.urgent = request.POST.get("urgent", "").strip()[:200]
    remove_act(request, draft.acts)
    draft.text = taken_text(request, draft.text, errors)
    first = charter.coalition.authoritative
    if not draft.titles[first]:
        said = gettext("Write the title in the charter's authoritative language.")
        errors.append(Error(f"title-{first}", said))
    if not draft.acts and not draft.matter:
        errors.append(Error("matter", gettext("Choose a matter, or enclose an act.")))
    return errors


@login_required
def enclose(request: HttpRequest, act_type: str) -> HttpResponse:
    """The derived form of an act to enclose; a sound answer goes into the draft."""
    charter = _charter(request)
    if act_type not in dict(_proposable(charter)):
        raise Http404
    act = find_act(act_type)
    reading, made = read_form(request, act, sender.new_act_id())
    draft = Draft.of(request)
    if made is not None and len(draft.acts) < ACTS_LIMIT:
        for commitment, opening in openings_of(made):  # the proposal will hold commitments only
            access.keep_opening(commitment, opening.value, opening.salt)
        draft.acts.append({"type": act_type, "data": made.plain()})
        draft.keep(request)
        return redirect("propose")
    context = {
        "type": act_type,
        "fields": reading.shown,
        "errors": reading.errors(),
        "enclosing": True,
    }
    return render(request, "koinon/act.html", context)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The notice a draft needs, and its voting if notice is given now; articles as one text."""

    articles: str
    notice_days: int
    opens_at: str
    closes_at: str


def _foreseen(charter: Charter, draft: Draft) -> Foreseen | None:
    """None for a draft that no matter of the charter covers; giving notice is refused then.

    One put to a meeting follows the meeting's notice.
    """
    if draft.meeting is not None:
        return None
    also = urgency_told.ratified_matters(draft.acts)
    types = () if also else tuple(one["type"] for one in draft.acts)
    urgent = bool(draft.urgent)
    try:
        asked = procedure(charter, types, draft.matter or None, also=also, urgent=urgent)
    except Refusal:
        return None
    window = voting_window(now(), charter.time_zone, asked.notice_days, asked.voting_days)
    articles = ", ".join(one.article for one in charter.matters if one.id in asked.matters)
    if urgent and charter.urgency is not None:
        articles = charter.urgency.article
    return Foreseen(articles, asked.notice_days, window.opens_at, window.closes_at)


def _place(draft: Draft) -> str:
    """The meeting and the item it is put under, as a sentence; "" for none."""
    found = None if draft.meeting is None else meetings.meeting(draft.meeting, now())
    if found is None:
        return ""
    items = [one for one in found.agenda.items if one.item == draft.item]
    said = gettext("{meeting}, {begins}, under item {number}: {item}")
    return said.format(
        meeting=words.told(found.title),
        begins=wording.instant(found.begins_at),
        number=draft.item,
        item=words.told(items[0].title) if items else "",
    )


def _told(request: HttpRequest, charter: Charter, draft: Draft) -> tuple[enclosed.Telling, ...]:
    """What the draft would do, in full."""
    city = (sender.acting_seat(request) or "").partition("/")[2]
    acts = (EnclosedView(one["type"], one["data"]) for one in draft.acts)
    return enclosed.tell(acts, enclosed.Asked(ahead=True, charter=charter, city=city))


@login_required
def propose_check(request: HttpRequest) -> HttpResponse:
    """The answers to check; a POST gives notice and leads to the receipt."""
    charter = _charter(request)
    draft = Draft.of(request)
    refused = ""
    if request.method == "POST":
        try:
            act_id = UUID(request.POST["id"])
            made = read_act(find_act(draft.act_type), draft.data(languages_of(charter)), act_id)
        except ValidationError as error:
            refused = field_problems(error)[0].detail
        except (KeyError, ValueError):
            return redirect("propose")
        else:
            answer = enact(sender.envelope(request, made, act_id))
            if isinstance(answer, Receipt):
                request.session.pop(_KEY, None)
                return redirect("receipt", act_id=act_id)
            refused = sentence(answer, get_language() or "en")
    elif not any(draft.titles.values()):
        return redirect("propose")
    context = {
        "draft": draft,
        "titles": [
            (code, draft.titles[code]) for code in languages_of(charter) if draft.titles.get(code)
        ],
        "language_names": words.language_names(),
        "matter": matter_titles().get(draft.matter, ""),
        "foreseen": _foreseen(charter, draft),
        "urgency": urgency_told.offered(charter, draft.acts) if draft.urgent else None,
        "place": _place(draft),
        "acts": _told(request, charter, draft),
        "text": paper(draft.text),
        "names": words.city_names(),
        "act_id": sender.new_act_id(),
        "refused": refused,
        "errors": [Error("main", refused)] if refused else [],
    }
    return render(request, "koinon/propose_check.html", context, status=409 if refused else 200)
