"""Experiments, read from `[experiments.NAME]`: what ends with a day, and who evaluates it before.

The model is French law: Constitution, articles 37-1 and 72 al. 4; CGCT, articles LO1113-1 to 7.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from koinon.charter.document import Authority, Matter, Seat
from koinon.charter.document_experiments import RECORD_EVALUATION, Experiment, Experimental
from koinon.charter.document_levies import LevyRule
from koinon.charter.mistakes import near
from koinon.charter.parsing_statute import is_day
from koinon.charter.sections import MAX_ARTICLE, Section
from koinon.charter.toml import Path

NEEDED: Final = frozenset(
    {
        "assembly.amend_charter",
        "assembly.appoint",
        "assembly.cast_vote",
        "assembly.convene_meeting",
        "assembly.end_meeting",
        "assembly.open_item",
        "assembly.open_proposal",
        "assembly.record_attendance",
        "assembly.record_evaluation",
        "assembly.record_roll_call",
    }
)
"""Acts, in any version, without which nobody could evaluate, or decide to go on or not."""
YEARS: Final = (1900, 2999)
"""The first and last year of the days of an experiment: instants are reckoned from them."""
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the rest of the charter declares and grants, which experiments refer to."""

    seats: Mapping[str, Seat]
    matters: Mapping[str, Matter]
    levies: tuple[LevyRule, ...]
    authority: tuple[Authority, ...]


def read_experiments(root: Section, grounds: Grounds) -> tuple[Experiment, ...]:
    """Read every table under `[experiments]`; none where the charter has none."""
    taken: dict[tuple[Experimental, str], str] = {}
    return tuple(_read(name, part, grounds, taken) for name, part in root.named("experiments"))


def _read(
    name: str,
    section: Section,
    grounds: Grounds,
    taken: dict[tuple[Experimental, str], str],
) -> Experiment:
    experiment = Experiment(
        id=name,
        title=section.names("title"),
        article=section.text("article", limit=MAX_ARTICLE),
        until=_day(section, "until"),
        evaluated_by=section.reference("evaluated_by", grounds.seats),
        evaluate_by=_day(section, "evaluate_by"),
        matters=_listed(section, "matters", grounds.matters),
        acts=_listed(section, "acts", {one.act_type for one in grounds.authority}),
        levies=_listed(section, "levies", [one.id for one in grounds.levies]),
    )
    if experiment.evaluate_by > experiment.until > "":
        section.note("evaluated_after", "evaluate_by", until=experiment.until)
    if not any(section.has(key) for key in ("matters", "acts", "levies")):
        section.note("experiment_empty")
    for key, kind in _KINDS:
        for place, item in enumerate(getattr(experiment, key)):
            path = (*section.path, key, place)
            first = taken.setdefault((kind, item), name)
            if first != name:
                section.mistakes.add("two_experiments", path, value=item, other=first)
            if kind == "act":
                _check_act(section, path, item, grounds)
            elif kind == "matter":
                _check_matter(section, path, item, grounds)
    _check_evaluator(section, experiment, grounds)
    return experiment


_KINDS: Final[tuple[tuple[str, Experimental], ...]] = (
    ("matters", "matter"),
    ("acts", "act"),
    ("levies", "levy"),
)


def _check_act(section: Section, path: Path, act_type: str, grounds: Grounds) -> None:
    """An act of people, without which the charter can still be amended."""
    if any(one.by == "clock" for one in grounds.authority if one.act_type == act_type):
        section.mistakes.add("experiment_by_clock", path, value=act_type)
    elif _needed(act_type):
        section.mistakes.add("experiment_needed", path, value=act_type)


def _check_matter(section: Section, path: Path, matter_id: str, grounds: Grounds) -> None:
    """A matter under which no such act is decided."""
    matter = grounds.matters.get(matter_id)
    if matter is not None and any(map(_needed, matter.acts)):
        section.mistakes.add("experiment_needed_matter", path, value=matter_id)


def _needed(act_type: str) -> bool:
    return act_type.partition("/")[0] in NEEDED


def _check_evaluator(section: Section, experiment: Experiment, grounds: Grounds) -> None:
    """An evaluation that nobody may record would be owed for ever."""
    seat = experiment.evaluated_by
    if seat not in grounds.seats:
        return
    for one in grounds.authority:
        if one.act_type == RECORD_EVALUATION and seat in one.seats:
            return
    section.note("evaluator_without_power", "evaluated_by", seat=seat, value=RECORD_EVALUATION)


def _day(section: Section, key: str) -> str:
    """A day of a year in which instants can be reckoned; "" for anything else."""
    text = section.text(key)
    if text and not is_day(text):
        section.note("no_day", key, value=text)
        return ""
    if text and not YEARS[0] <= int(text[:4]) <= YEARS[1]:
        low, high = map(str, YEARS)
        section.note("day_too_far", key, value=text, low=low, high=high)
        return ""
    return text


def _listed(section: Section, key: str, known: Collection[str]) -> tuple[str, ...]:
    """The ids under a key, each declared; none where it is left out, at least one where not."""
    if not section.has(key):
        return ()
    found = section.texts(key)
    if not found and section.is_list(key):
        section.note("empty", key)
    for place, value in enumerate(found):
        if value not in known:
            section.mistakes.add(
                "not_declared",
                (*section.path, key, place),
                value=value,
                near=near(value, known),
                known=", ".join(sorted(known)[:_SHOWN]),
            )
    return found
