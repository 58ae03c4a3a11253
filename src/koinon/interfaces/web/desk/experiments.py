"""To-dos about experiments of the charter: to evaluate them before their members decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext

from koinon.assembly.queries_experiments import all_experiments
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task
from koinon.interfaces.web.pages.experiments import EVALUATE, evaluates, form_address
from koinon.interfaces.web.steps import Link


def to_evaluate(asked: Asked) -> Iterable[Task]:
    """Experiments that the seat evaluates and that have no evaluation as they are."""
    charter = words.charter()
    if asked.city or charter is None or not charter.experiments:
        return
    for one in all_experiments(asked.at)[:LIMIT]:
        if one.evaluation is not None or not evaluates(one, asked.seat):
            continue
        last = wording.day(wording.last_day(one.ends_at))
        otherwise = gettext("No amendment of the charter lets it go on after {day}.")
        if one.state == "overdue":
            otherwise = gettext(
                "It is overdue, and no amendment of the charter lets it go on after {day}."
            )
        if one.is_over:
            otherwise = gettext(
                "It has been over since the end of {day}, and no amendment of the charter lets it "
                "go on."
            )
        yield Task(
            key=f"evaluate-{one.experiment.id}-{one.experiment.until}",
            title=gettext("Evaluate the experiment of article {article}, {title}").format(
                article=one.experiment.article, title=words.told(one.experiment.title)
            ),
            otherwise=otherwise.format(day=last),
            link=Link(form_address(one), words.act_name(EVALUATE)),
            due=date.fromisoformat(one.experiment.evaluate_by),
        )
