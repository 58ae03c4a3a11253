"""Experiments of the charter: which are over at an instant, what that forbids, who evaluated them.

The charter says the last day in force. When a charter begins, the first instant after that day is
computed once for each experiment and recorded in the result of the act that brings the charter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import TypeAlias

from koinon.acts import memo
from koinon.acts.act import Act, Moment
from koinon.acts.refused import Fact, Refusal, Refused, refuse
from koinon.assembly.calendar import midnight
from koinon.assembly.models import Evaluation, ExperimentEnd
from koinon.charter import queries as charters
from koinon.charter.document import Charter
from koinon.charter.document_experiments import Experiment, Experimental

Items: TypeAlias = frozenset[tuple[Experimental, str]]
"""Matters, acts and levies, each with what it is."""
FIRST_END_ROW = 1_000_000
"""Rows of ends are numbered from here on, after seats and members that the same act writes."""


def recorded_ends(charter: Charter, moment: Moment) -> dict[str, str]:
    """The first instant after each experiment of a charter that begins, by its key in a result."""
    keys = {_key(one): partial(_end, one, charter.time_zone) for one in charter.experiments}
    return {key: moment.once(key, compute) for key, compute in keys.items()}


def _key(experiment: Experiment) -> str:
    return f"ends_at.{experiment.id}"


def _end(experiment: Experiment, zone: str) -> str:
    return midnight(date.fromisoformat(experiment.until) + timedelta(days=1), zone)


def write_ends(charter: Charter, moment: Moment) -> None:
    """The rows that say when the experiments of a charter end that begins now."""
    instants = recorded_ends(charter, moment)
    for place, one in enumerate(charter.experiments):
        ExperimentEnd.objects.create(
            id=moment.row_id(FIRST_END_ROW + place),
            experiment=one.id,
            until=one.until,
            ends_at=instants[_key(one)],
            since_n=moment.n,
        )


def ends() -> dict[str, str]:
    """The first instant after each experiment of the charter in force, by its id."""
    known = memo.once(("experiments end",), _latest_ends, ExperimentEnd)
    return {one.id: known[one.id] for one in charters.in_force().experiments}


def _latest_ends() -> dict[str, str]:
    """The end of every experiment there ever was, as the last charter that has it says."""
    rows = ExperimentEnd.objects.order_by("since_n")
    return dict(rows.values_list("experiment", "ends_at"))


def over(at: str) -> dict[tuple[Experimental, str], Experiment]:
    """What is experimental in the charter in force and over at an instant, with its experiment."""
    found = charters.in_force().experiments
    if not found:
        return {}
    instants = ends()
    return {item: one for one in found if instants[one.id] <= at for item in one.items()}


def refused_when_over(act: Act, at: str, noticed: Items = frozenset()) -> Refused | None:
    """The refusal of an act that is over, or by which a levy is adopted or assessed that is.

    What was `noticed` in time does not count as over.
    """
    ended = {item: one for item, one in over(at).items() if item not in noticed}
    if not ended:
        return None
    if ("act", act.type) in ended:
        return Refused("authority.experiment_over", _facts(ended["act", act.type], act=act.type))
    levies = act.charter_levies()
    if levies and all(("levy", one) in ended for one in levies):
        told = _facts(ended["levy", levies[0]], charter_levy=levies[0])
        return Refused("authority.levy_over", told)
    return None


def items_of(acts: Iterable[Act]) -> Items:
    """What of a charter these acts are: their types, and the levies they are about."""
    found: set[tuple[Experimental, str]] = set()
    for act in acts:
        found.add(("act", act.type))
        found.update(("levy", one) for one in act.charter_levies())
    return frozenset(found)


def check_notice(
    acts: Iterable[Act], matters: Iterable[str], at: str, noticed: Items = frozenset()
) -> None:
    """Refuse to give notice of what is over: a matter, acts to be carried out, levies.

    An amendment may take up again what the proposal it amends had `noticed` in time.
    """
    ended = over(at)
    for matter in matters:
        if ("matter", matter) in ended:
            told = _facts(ended["matter", matter], matter=matter)
            refuse("assembly.matter_over", **dict(told))
    for act in acts:
        if (refused := refused_when_over(act, at, noticed)) is not None:
            raise Refusal(refused)


def _facts(experiment: Experiment, **more: str) -> tuple[tuple[str, Fact], ...]:
    facts: dict[str, Fact] = {"article": experiment.article, "until": experiment.until, **more}
    return tuple(sorted(facts.items()))


def check_evaluated(before: Charter, after: Charter) -> None:
    """Refuse a charter that lets an experiment go on beyond its day which nobody has evaluated."""
    for one in before.experiments:
        if goes_on(one, after) and evaluation_of(one) is None:
            refuse(
                "assembly.not_evaluated",
                article=one.article,
                experiment=one.id,
                holders=(one.evaluated_by,),
                until=one.until,
            )


def goes_on(experiment: Experiment, after: Charter) -> bool:
    """Whether anything of an experiment would outlive its last day under another charter."""
    until = {item: one.until for one in after.experiments for item in one.items()}
    for item in experiment.items():
        if item not in until and _declared(after, item):
            return True
        if until.get(item, "") > experiment.until:
            return True
    return False


def _declared(charter: Charter, item: tuple[Experimental, str]) -> bool:
    """Whether a charter has a matter or a levy, or grants an act."""
    kind, name = item
    if kind == "act":
        return bool(charter.authority_for(name))
    known = charter.matters if kind == "matter" else charter.levies
    return name in {one.id for one in known}


def evaluation_of(experiment: Experiment) -> Evaluation | None:
    """The last evaluation of an experiment as it is.

    One of an earlier, shorter term does not count: whoever lets it go on again evaluates it again.
    """
    rows = Evaluation.objects.filter(experiment=experiment.id, until__gte=experiment.until)
    return rows.order_by("-recorded_n").first()
