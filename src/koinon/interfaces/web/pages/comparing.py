"""Two charters side by side: the sentences that differ, the cases and decisions that would flip."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.assembly.queries_compared import MOST
from koinon.charter.comparing import flipped_cases, recharged_cases
from koinon.charter.document import Charter
from koinon.interfaces.shared.charters_chosen import choices, chosen
from koinon.interfaces.shared.wording import money
from koinon.interfaces.web.charter_told import changes
from koinon.interfaces.web.past_told import past_told


def compare_page(request: HttpRequest) -> HttpResponse:
    """What goes and what comes from one charter to another, and what it would have changed."""
    there = choices()
    newest = there[0].id
    before_id = request.GET.get("before") or newest
    after_id = request.GET.get("after") or next(one.id for one in there if one.id != newest)
    before, after = chosen(before_id), chosen(after_id)
    if before is None or after is None:
        raise Http404
    context = {
        "charters": there,
        "before_id": before_id,
        "after_id": after_id,
        "changes": changes(before, after),
        "flips": flipped_cases(before, after),
        "recharges": _recharged(before, after),
        "past": past_told(after, MOST),
    }
    return render(request, "koinon/charter_compare.html", context)


def _recharged(before: Charter, after: Charter) -> list[tuple[str, list[dict[str, str]] | None]]:
    """The levy cases of the first that the second charges otherwise: what each member would pay.

    None where it cannot charge the members of the case.
    """

    def rows(charges: tuple[tuple[str, int, int], ...]) -> list[dict[str, str]]:
        return [
            {
                "member": member,
                "was": money(was, before.currency),
                "will": money(will, before.currency),
            }
            for member, was, will in charges
        ]

    return [
        (one.case.title, None if one.charges is None else rows(one.charges))
        for one in recharged_cases(before, after)
    ]
