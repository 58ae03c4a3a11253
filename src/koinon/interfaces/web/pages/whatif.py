"""What if: what these cities could do together, before anyone signs.

Three pages of the same plan: the one where it is put together, the one that is passed on, and the
one for the drafter, which no address holds. Everything stands in the address; nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from koinon.charter.document import Charter
from koinon.cities.roster import RosterErrors
from koinon.interfaces.shared.charters_chosen import SUGGESTED, choices, chosen, text_of
from koinon.interfaces.shared.whatif.answer import answer_to
from koinon.interfaces.shared.whatif.asked import (
    MOST,
    Asked,
    Problem,
    Worked,
    address_of,
    read_asked,
    work_out,
)
from koinon.interfaces.shared.whatif.carried import NotText, TooLong, packed, unpacked
from koinon.interfaces.shared.whatif.tables import File, Own, OwnTables, Unread, read_own
from koinon.interfaces.web.pages import whatif_form as form
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.whatif_members import MEMBER, members
from koinon.planner.deciding import main_matter
from koinon.planner.places import Place

OWN: Final = "own"
DRAFT: Final = "koinon/whatif/draft.html"
PASSED_ON: Final = "koinon/whatif/plan.html"
FILE_LIMIT: Final = 2_000_000
_SHOWN: Final = "show"
_CHANGED: Final = "a."


@dataclass(frozen=True, slots=True)
class Request:
    """What an address asks: the fields, one's own tables as they stand in it, and read."""

    asked: Asked
    carried: str
    own: Own
    charter_id: str
    charter: Charter
    problems: tuple[Problem, ...] = ()

    @property
    def charter_text(self) -> str:
        """The text of the charter."""
        return self.own.charter_text if self.charter_id == OWN else text_of(self.charter_id)

    def query(self) -> str:
        """The address that asks the same."""
        pairs = address_of(self.asked)
        if self.carried:
            pairs.append((OWN, self.carried))
        return urlencode(pairs)

    def worked(self) -> Worked:
        """The plan, or the problems."""
        if self.problems:
            return Worked(None, self.problems)
        # Without names, all cities of a table of one's own take part.
        own = self.own.cities.places if self.own.cities is not None else ()
        if len(self.asked.cities or own) > MOST or len(self.asked.others) > MOST:
            text = gettext("A page works out at most {most} cities; use “koinon plan” for more.")
            return Worked(None, (Problem("city", text.format(most=MOST)),))
        known = members() if any(id.startswith(MEMBER) for id in self._ids()) else ()
        language = get_language() or ""
        return _worked(
            self.asked, self.carried, self.charter_id, self.charter_text, known, language
        )

    def _ids(self) -> tuple[str, ...]:
        return (*self.asked.cities, *self.asked.others)


@lru_cache(maxsize=32)
def _worked(
    asked: Asked,
    carried: str,
    charter_id: str,
    text: str,
    known: tuple[Place, ...],
    language: str,
) -> Worked:
    """A plan remembers what was worked out for it; its problems are said in one language."""
    own = _own_of(carried)
    charter = _charter(charter_id, own)
    assert charter is not None
    return work_out(asked, charter, own, known)


def _charter(charter_id: str, own: Own) -> Charter | None:
    """The charter of that name: one's own, or one that ships or is in force here."""
    return own.charter if charter_id == OWN else chosen(charter_id)


@lru_cache(maxsize=32)
def _own_of(carried: str) -> Own:
    """The tables in an address. Raises Unread."""
    if not carried:
        return Own()
    tables = unpacked(carried)
    if tables is None:
        raise Unread((gettext("The tables in this address are damaged: give them again."),))
    return read_own(tables)


def read_request(sent: QueryDict) -> Request:
    """Read what an address or a form asks; what cannot be read is among its problems."""
    asked = read_asked(sent.get, sent.getlist)
    asked = replace(asked, changes=(*asked.changes, *_typed(sent)))
    carried = sent.get(OWN, "")
    problems: tuple[Problem, ...] = ()
    own = Own()
    try:
        own = _own_of(carried)
    except Unread as error:
        problems = tuple(Problem(OWN, sentence) for sentence in error.sentences)
        carried = ""
    charter_id = asked.charter or (SUGGESTED if own.charter is None else OWN)
    if charter_id == OWN and own.charter is None:
        charter_id, asked = SUGGESTED, replace(asked, charter="")
    charter = _charter(charter_id, own)
    if charter is None or not charter.matters:
        said = gettext("“{value}” is no charter that is known here: choose one from the list.")
        problems = (*problems, Problem("charter", said.format(value=charter_id[:80])))
        charter_id, asked = SUGGESTED, replace(asked, charter="")
        charter = chosen(SUGGESTED)
        assert charter is not None
    if asked.matter and asked.matter not in {one.id for one in charter.matters}:
        asked = replace(asked, matter="")
    return Request(asked, carried, own, charter_id, charter, problems)


def _typed(sent: QueryDict) -> Sequence[tuple[str, str]]:
    """The assumptions typed into the form; those that stand as they are are left out."""
    found = []
    for key in sent:
        if key.startswith(_CHANGED):
            name, text = key.removeprefix(_CHANGED), sent.get(key, "").strip()
            before = sent.get(f"was.{name}", "").strip()
            if text and text != before:
                found.append((name, text))
    return found


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """Put a plan together, and see at once what it comes to."""
    read = read_request(request.GET)
    if _SHOWN in request.GET:
        return HttpResponseRedirect(f"{reverse('what_if')}?{read.query()}")
    worked = read.worked()
    return _rendered(request, read, worked, DRAFT, is_private=False)


@require_safe
def what_if_plan(request: HttpRequest) -> HttpResponse:
    """The same plan to be passed on: its answer alone, without what is for the drafter."""
    read = read_request(request.GET)
    return _rendered(request, read, read.worked(), PASSED_ON, is_private=False)


@never_cache
def what_if_drafter(request: HttpRequest) -> HttpResponse:
    """Who pays more than alone, and who would rather let others pay: for the drafter's eyes.

    It answers what a form sends; whoever asks for its address alone is led to the plan.
    """
    if request.method != "POST":
        return redirect("what_if")
    read = read_request(request.POST)
    return _rendered(request, read, read.worked(), "koinon/whatif/drafter.html", is_private=True)


@require_POST
def what_if_own(request: HttpRequest) -> HttpResponse:
    """Take tables of one's own into the address; every mistake in them is said."""
    read = read_request(request.POST)
    try:
        tables = _given(request)
        own = read_own(tables)
        carried = packed(tables)
    except Unread as error:
        return _refused(request, read, error.sentences)
    except RosterErrors as error:
        return _refused(request, read, error.sentences(gettext))
    except TooLong:
        said = gettext(
            "These tables are too long for an address: leave out columns that are not needed, or"
            " use “koinon plan”, which has no such limit."
        )
        return _refused(request, read, (said,))
    except NotText:
        return _refused(request, read, (gettext("The file is not text in UTF-8: save it so."),))
    asked = read.asked
    charter_id, charter = read.charter_id, read.charter
    if own.charter is not None:
        asked = replace(asked, charter="", matter="")
        charter_id, charter = OWN, own.charter
    if own.cities is not None:
        asked = replace(asked, cities=(), others=(), you="")
    if own.programmes:
        asked = replace(asked, programmes=(), changes=())
    fresh = Request(asked, carried, own, charter_id, charter)
    return redirect(f"{reverse('what_if')}?{fresh.query()}")


def _given(request: HttpRequest) -> OwnTables:
    """The files of the form. Raises Unread where none was given."""
    files: dict[str, File | None] = {}
    for name in ("cities", "households", "programmes", "charter"):
        sent = request.FILES.get(name)
        files[name] = None
        if sent is not None and not isinstance(sent, list):
            if (sent.size or 0) > FILE_LIMIT:
                text = gettext(
                    "{file}: the file is larger than {limit} MB; leave out what is not needed."
                )
                raise Unread((text.format(file=sent.name, limit=FILE_LIMIT // 10**6),))
            files[name] = File(sent.name or name, sent.read())
    if not any(files.values()):
        raise Unread((gettext("Choose at least one file."),))
    return OwnTables(**files)


def _refused(request: HttpRequest, read: Request, sentences: Sequence[str]) -> HttpResponse:
    worked = Worked(None, tuple(Problem(OWN, sentence) for sentence in sentences))
    return _rendered(request, read, worked, DRAFT, is_private=False)


def _rendered(
    request: HttpRequest, read: Request, worked: Worked, template: str, *, is_private: bool
) -> HttpResponse:
    plan, asked = worked.plan, read.asked
    answer = None
    if plan is not None:
        answer = answer_to(
            plan,
            you=asked.you,
            friends=worked.difference,
            is_private=is_private,
            is_passed_on=template == PASSED_ON,
        )
        if not is_private:
            answer = answer.public()
    context = {
        "read": read,
        "asked": asked,
        "plan": plan,
        "answer": answer,
        "query": read.query(),
        "pairs": [*address_of(asked), *([(OWN, read.carried)] if read.carried else [])],
        "errors": [Error(one.field, one.sentence) for one in worked.problems],
        # Only the page where a plan is put together has the form.
        **(_form(request, read, worked) if template == DRAFT else {}),
    }
    return render(request, template, context, status=400 if worked.problems else 200)


def _form(request: HttpRequest, read: Request, worked: Worked) -> dict[str, object]:
    plan, asked = worked.plan, read.asked
    # Links that carried on what was refused would repeat it a hundred times.
    linked = asked if plan is not None else Asked()
    sought = request.GET.get("find", "")[:60]
    places = plan.places if plan is not None else ()
    return {
        "regions": form.regions(asked, plan),
        "own_cities": form.own_cities(read.own, asked, plan),
        "member_cities": form.cities_of(members(), asked, plan),
        "map": form.map_of(linked, plan),
        "counties": form.county_list(asked, plan, sought),
        "sought": sought,
        "presets": form.presets(linked, tuple(one.id for one in members())),
        "charters": choices(),
        "own_charter": read.own.charter is not None,
        "charter_id": read.charter_id,
        "matters": form.matters(read.charter),
        "matter": main_matter(read.charter, asked.matter).id,
        "programmes": form.choosable(asked, read.own, plan),
        "bases": form.bases(places),
        "base": plan.levy.base if plan is not None and plan.levy is not None else asked.levy,
        "rate": form.rate_text(plan, asked),
        "sharing_rules": form.sharing_rules(),
        "sharing": plan.sharing.rule if plan is not None else asked.sharing,
        "ability": plan.sharing.ability if plan is not None else asked.ability,
        "part": form.part_percent(plan),
        "yours": form.members(plan) if plan is not None else (),
    }
