"""The authority port: which article lets a seat do an act."""

from __future__ import annotations

from koinon.acts.act import Act, Grant
from koinon.acts.refused import Refused
from koinon.assembly.models import Seat
from koinon.charter import queries as charter


def authority(act: Act, *, seat: str | None, at: str) -> Grant | Refused:
    """The article under which the seat may do this act, or a refusal that says who may.

    An article names an office ("secretariat") or a body, whose every seat it then means.
    """
    articles = charter.in_force().authority_for(act.type)
    if not articles:
        return Refused("authority.no_article", (("act", act.type),))
    open_seats = Seat.objects.filter(name=seat, open=True).values_list("body", flat=True)
    found = list(open_seats[:1])
    if seat is not None and not found:
        return Refused("authority.unknown_seat", (("seat", seat),))
    for article in articles:
        if found and (seat in article.seats or found[0] in article.bodies):
            return Grant("article", article=article.article)
    first = articles[0]
    facts = (("act", act.type), ("article", first.article))
    if first.by != "seat":
        return Refused(f"authority.by_{first.by}", facts)
    holders = tuple(h for article in articles for h in (*article.seats, *article.bodies))
    return Refused("authority.other_seat", (*facts, ("holders", holders), ("seat", seat or "")))
