"""The authority port: which article lets a seat do an act."""

from __future__ import annotations

from collections.abc import Callable

from koinon.acts import memo
from koinon.acts.act import Act, Grant
from koinon.acts.refused import Refused
from koinon.assembly.experiments import refused_when_over
from koinon.assembly.models import Seat
from koinon.assembly.rights import lost_to, voice_alone
from koinon.charter import queries as charter
from koinon.charter.document import Authority

_residents: list[Callable[[str, str], bool]] = []


def also(residents: Callable[[str, str], bool]) -> None:
    """Let a room above say whether residents act from a seat at an instant ("residents/ghent")."""
    assert residents not in _residents
    _residents.append(residents)


def authority(act: Act, *, seat: str | None, at: str) -> Grant | Refused:
    """The article under which the seat may do this act, or a refusal that says who may.

    An article names an office ("secretariat"), a body, whose every seat it then means, or the
    residents whom a city attests, who act together from a seat that is none of the assembly's.
    """
    articles = charter.in_force().authority_for(act.type)
    if not articles:
        return Refused("authority.no_article", (("act", act.type),))
    found = memo.once(("seat", seat), lambda: _open_seat(seat), Seat)
    attested = seat is not None and not found and any(one(seat, at) for one in _residents)
    if seat is not None and not found and not attested:
        return Refused("authority.unknown_seat", (("seat", seat),))
    if seat is not None and (lost := lost_to(act, seat)) is not None:
        return lost
    if (ended := refused_when_over(act, at)) is not None:
        return ended
    held = [a for a in articles if found and (seat in a.seats or found[0] in a.bodies)]
    if held and seat is not None and (barred := voice_alone(act.type, seat)) is not None:
        return barred
    held += [a for a in articles if attested and a.by == "residents"]
    amount = act.authorised_cents()
    for article in held:
        if amount is None or article.up_to_cents is None or amount <= article.up_to_cents:
            return Grant("article", article=article.article, signed=article.signed)
    if held and amount is not None:
        return _above(act, held[-1], amount)
    first = articles[0]
    facts = (("act", act.type), ("article", first.article))
    if first.by != "seat":
        return Refused(f"authority.by_{first.by}", facts)
    holders = tuple(h for article in articles for h in (*article.seats, *article.bodies))
    return Refused("authority.other_seat", (*facts, ("holders", holders), ("seat", seat or "")))


def _above(act: Act, article: Authority, amount: int) -> Refused:
    """The article covers the act, but not the amount."""
    assert article.up_to_cents is not None
    facts = (
        ("act", act.type),
        ("amount_cents", amount),
        ("article", article.article),
        ("limit_cents", article.up_to_cents),
    )
    return Refused("authority.above_limit", facts)


def _open_seat(name: str | None) -> list[str | None]:
    """The body of an open seat (None for an office) in a list; an empty list for no such seat."""
    seats = Seat.objects.filter(name=name, open=True).values_list("body", flat=True)
    return list(seats[:1])
