"""The experiments of the charter: what ends when, whether it is evaluated, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from koinon.assembly.queries_experiments import ExperimentView, all_experiments
from koinon.charter.document_experiments import RECORD_EVALUATION, Experimental
from koinon.interfaces.shared import naming, sender
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.decisions import may

EVALUATE: Final = RECORD_EVALUATION


@dataclass(frozen=True, slots=True)
class ExperimentTold:
    """An experiment with what ends with it, in words; `address` leads to the form, "" to none."""

    view: ExperimentView
    parts: tuple[str, ...]
    conclusion: str
    address: str


@require_safe
def experiment_list(request: HttpRequest) -> HttpResponse:
    """Every experiment of the charter in force, those that end first first."""
    seat = sender.acting_seat(request) or ""
    charter = words.charter()
    found = all_experiments(now()) if charter is not None else ()
    told = [_told(one, seat) for one in found]
    return render(request, "koinon/experiments.html", {"experiments": told, "act": EVALUATE})


def evaluates(view: ExperimentView, seat: str) -> bool:
    """Whether a seat is the one that records the evaluation."""
    return view.experiment.evaluated_by == seat and may(EVALUATE, seat)


def form_address(view: ExperimentView) -> str:
    """The form for an evaluation, with the experiment filled in."""
    asked = urlencode({"experiment": view.experiment.id})
    return f"{reverse('act', args=[EVALUATE])}?{asked}"


def _told(view: ExperimentView, seat: str) -> ExperimentTold:
    concluded = view.evaluation.conclusion if view.evaluation else None
    return ExperimentTold(
        view=view,
        parts=tuple(_part(kind, name) for kind, name in view.experiment.items()),
        conclusion=words.fixed(concluded) if concluded else "",
        address=form_address(view) if evaluates(view, seat) else "",
    )


def _part(kind: Experimental, name: str) -> str:
    """A matter, an act or a levy as people call it."""
    if kind == "matter":
        return gettext("proposals under “{matter}”").format(matter=naming.matter(name))
    if kind == "act":
        return gettext("the act “{act}”").format(act=words.act_name(name))
    return gettext("the levy “{levy}”").format(levy=naming.charter_levy(name))
