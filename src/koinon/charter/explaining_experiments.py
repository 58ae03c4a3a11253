"""Experiments of a charter in sentences: until when, what ends then, who evaluates it by when."""

from __future__ import annotations

from collections.abc import Iterator

from koinon.charter.document import Charter
from koinon.charter.statements import Statement, stated


def explain_experiments(charter: Charter) -> Iterator[Statement]:
    """Every experiment, in the charter's order."""
    seats = {seat.id: seat.title for seat in charter.seats}
    for one in charter.experiments:
        yield stated("experiment", article=one.article, title=one.title, day=one.until)
        for matter in one.matters:
            yield stated("experiment.matter", 1, matter=charter.matter(matter).title)
        for act_type in one.acts:
            yield stated("experiment.act", 1, act=act_type)
        for levy in one.levies:
            yield stated("experiment.levy", 1, levy=charter.levy(levy).title)
        seat = seats[one.evaluated_by]
        yield stated("experiment.evaluated", 1, seat=seat, day=one.evaluate_by)
        yield stated("experiment.kept", 1)
