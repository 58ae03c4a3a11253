"""The mandates of a seat as they stand: who begins when, and what overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from koinon.acts.act import Moment
from koinon.assembly.models import Mandate, Seat
from koinon.assembly.signing import write_key_ends

NEVER = "~"
"""Later than every instant."""


def holders_of(seat: Seat) -> tuple[Mandate, ...]:
    """Every mandate a seat's holders and interims were given, in the order of their entries."""
    rows = Mandate.objects.filter(seat=seat).exclude(role="alternate")
    return tuple(rows.order_by("appointed_n"))


def begin(mandate: Mandate) -> str:
    """When a mandate begins; NEVER while the one it waits for has no end."""
    return mandate.begins_at or NEVER


def overlapping(
    rows: Iterable[Mandate], begins_at: str, ends_at: str | None
) -> tuple[Mandate, ...]:
    """Those mandates that share an instant with a span of time; no end is for ever."""
    return tuple(
        one
        for one in rows
        if max(begins_at, begin(one)) < min(ends_at or NEVER, one.ends_at or NEVER)
    )


def last_standing(rows: Sequence[Mandate], at: str) -> Mandate | None:
    """The mandate that begins last among those whose end has not come.

    Of several that begin at once, all but one were ended before they began: the one that lasts.
    """
    standing = [one for one in rows if one.over_n is None and at < (one.ends_at or NEVER)]
    return max(
        standing, key=lambda one: (begin(one), one.ends_at or NEVER, one.appointed_n), default=None
    )


def close_mandates(seats: Sequence[str], moment: Moment) -> None:
    """End the mandates of seats that close."""
    rows = Mandate.objects.filter(seat__name__in=seats, over_n=None)
    for row in rows.order_by("appointed_n"):
        if row.ends_at is None or row.ends_at > moment.at:
            row.ends_at, row.ended_n, row.ended_how = moment.at, moment.n, "seat_closed"
            row.until = None
        row.over_n = moment.n
        row.save()


def write_end(
    mandate: Mandate,
    ends_at: str,
    moment: Moment,
    *,
    how: str | None = None,
    until: str | None = None,
) -> None:
    """Write when a mandate ends; it is over if that is now. Whoever follows it begins then."""
    mandate.ends_at, mandate.until = ends_at, until
    mandate.ended_n, mandate.ended_how = moment.n, how
    if ends_at == moment.at:
        mandate.over_n = moment.n
        if begin(mandate) <= moment.at:
            write_key_ends([mandate.seat.name], moment)
    mandate.save()
    changed = [mandate]
    while changed:
        before = changed.pop()
        for row in Mandate.objects.filter(after=before).order_by("appointed_n"):
            row.begins_at = after(before)
            row.save()
            changed.append(row)


def after(before: Mandate) -> str | None:
    """When whoever follows a mandate begins: as it ends, or as it would have begun if it never did.

    None while that is not known.
    """
    if before.begins_at is None or before.ends_at is None:
        return None
    return max(before.begins_at, before.ends_at)


def next_to_end(but: tuple[int, ...]) -> tuple[str, int] | None:
    """The next end of a mandate, and the entry that gave it; `but` are left out."""
    ending = Mandate.objects.filter(over_n=None, ends_at__isnull=False)
    rows = ending.exclude(appointed_n__in=but).order_by("ends_at", "appointed_n")
    return rows.values_list("ends_at", "appointed_n").first()  # type: ignore[return-value]
