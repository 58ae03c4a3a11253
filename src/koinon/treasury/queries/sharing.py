"""Reads of the sharing out of what a dissolved coalition has: done, or as it would be now."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.acts.refused import Refusal, Refused
from koinon.assembly.dissolving import dissolved
from koinon.methods.sharing import Sharing, sharing_from_plain
from koinon.treasury import sharing
from koinon.treasury.models import SharedOut
from koinon.treasury.queries.waiting import credits_held
from koinon.treasury.sharing import Unsettled

__all__ = ["SharingView", "Unsettled", "credits_shared", "sharing_out"]


@dataclass(frozen=True, slots=True)
class SharingView:
    """What each member receives or owes, by a weighting or (None) by what it paid.

    `shared_n` is None while it is not done; then `unsettled` is what has to be settled before, and
    `refused` why the shares cannot be worked out, where they cannot.
    """

    by: str | None
    sharing: Sharing | None
    shared_n: int | None
    unsettled: Unsettled | None
    refused: Refused | None = None


def sharing_out(currency: str) -> SharingView | None:
    """What is or would be shared out; None while the coalition is not dissolved."""
    ended = dissolved()
    if ended is None:
        return None
    row = SharedOut.objects.first()
    if row is not None:
        return SharingView(ended.rule.by, sharing_from_plain(row.sharing), row.shared_n, None)
    try:
        would = sharing.found(ended, currency)
    except Refusal as refusal:
        return SharingView(ended.rule.by, None, None, sharing.unsettled(), refusal.refused)
    return SharingView(ended.rule.by, would, None, sharing.unsettled())


def credits_shared() -> dict[str, int]:
    """What members hold to their credit once it is shared out, by slug; nothing before."""
    return credits_held() if sharing.shared_out_n() is not None else {}
