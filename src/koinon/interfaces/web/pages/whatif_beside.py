"""Several plans side by side, each by the address it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from koinon.interfaces.shared.whatif.beside import Named, beside
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.pages.whatif import read_request

MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """An address as typed, and what its plan is called."""

    name: str
    address: str


@require_safe
def what_if_beside(request: HttpRequest) -> HttpResponse:
    """Compare up to four coalitions; every mistake is said beside its address."""
    lines = _lines(request)
    errors: list[Error] = []
    plans: list[Named] = []
    for at, line in enumerate(lines):
        if line.address:
            _take(line, f"plan-{at + 1}", plans, errors)
    context = {
        "lines": lines,
        "errors": errors,
        "sections": beside(plans) if len(plans) > 1 and not errors else (),
    }
    return render(request, "koinon/whatif/beside.html", context, status=400 if errors else 200)


def _lines(request: HttpRequest) -> list[Line]:
    addresses = [text.strip() for text in request.GET.getlist("plan")][:MOST]
    addresses += [""] * (MOST - len(addresses))
    names = request.GET.getlist("name")[:MOST]
    names += [""] * (MOST - len(names))
    default = gettext("Coalition {number}")
    return [
        Line(name.strip()[:60] or default.format(number=at), address)
        for at, (name, address) in enumerate(zip(names, addresses, strict=True), start=1)
    ]


def _take(line: Line, field: str, plans: list[Named], errors: list[Error]) -> None:
    query = urlsplit(line.address).query if "?" in line.address else line.address
    worked = read_request(QueryDict(query)).worked()
    errors.extend(Error(field, one.sentence) for one in worked.problems)
    if worked.plan is None:
        return
    if line.name in {one.name for one in plans}:
        errors.append(Error(field, gettext("Two coalitions have one name: give each its own.")))
        return
    plans.append(Named(line.name, worked.plan))
