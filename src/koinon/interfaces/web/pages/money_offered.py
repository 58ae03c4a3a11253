"""The levies that the charter writes, on the money page: who pays each, and the way to adopt it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from koinon.charter.document import Names
from koinon.interfaces.web import charter_levies, words
from koinon.interfaces.web.charter_levies import ADOPT
from koinon.interfaces.web.pages.decisions import OPEN_PROPOSAL, may


@dataclass(frozen=True, slots=True)
class Offered:
    """A levy of the charter in force on the money page; `link` "" where the reader adopts none."""

    title: Names
    article: str
    who: str
    link: str


def offered(seat: str) -> tuple[Offered, ...]:
    """Every levy of the charter in force, with the way to its form for who may begin with that."""
    charter = words.charter()
    granted = charter.authority_for(ADOPT) if charter else ()
    form = ""
    if may(ADOPT, seat):
        form = reverse("act", args=[ADOPT])
    elif any(one.by == "decision" for one in granted) and may(OPEN_PROPOSAL, seat):
        form = reverse("enclose", args=[ADOPT])
    return tuple(
        Offered(rule.title, rule.article, who, f"{form}?charter_levy={rule.id}" if form else "")
        for rule, who in charter_levies.rules()
    )
