"""Every word that pages say of counts, from the counts themselves: what catalogues must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from random import Random
from typing import Any

from koinon.interfaces.shared.countwords import REASONS, in_words
from koinon.interfaces.web.counts.told import STATED
from koinon.methods.ballotfiles.errors import TEXTS
from koinon.methods.counting import methods, options
from koinon.methods.counting.ballots import (
    SEVERAL,
    Ballots,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.contests import Contest, CountError, Election, Option
from koinon.methods.counting.sheets import Sheet

IDS = ("o1", "o2", "o3", "o4", "o5", "o6")


def every() -> set[str]:
    """All texts, in English, as catalogues name them."""
    found = {*REASONS.values(), *TEXTS.values()}
    for name, method in methods.methods().items():
        found.update(getattr(method.statement, one.name) for one in fields(method.statement))
        found.update(in_words(part) for part in STATED)
        found.update(in_words(option) for option, _, _ in options.options_of(method.rule))
        for result, contest in counts(name):
            found.update(map(in_words, codes(result, method.sheets(result, contest))))
    return found


def codes(result: Any, sheets: tuple[Sheet, ...]) -> Iterator[str]:
    """The codes that stand in a result's tables, ties and irregular ballots."""
    for one in result.tally.irregular:
        yield one.reason
    for tie in result.ties:
        yield from (tie.what, tie.by)
    for sheet in sheets:
        yield sheet.code
        for at, column in enumerate(sheet.columns):
            if not column.option:
                yield column.code
            for row in sheet.rows:
                cell = row[at]
                if isinstance(cell, str) and is_word(cell):
                    yield cell


def is_word(text: str) -> bool:
    """Whether a cell is a code: not an option, a path of options, or numbers."""
    return any(one.isalpha() for one in text) and not set(text.split(" > ")) & set(IDS)


def counts(name: str) -> Iterator[tuple[Any, Contest]]:
    """Counts of many small elections, the same in every process."""
    method = methods.find(name)
    chance = Random(name)
    for number in range(150):
        paper = tuple(Option(id_, id_, 3, withdrawn=number % 9 == 0 and id_ == "o6") for id_ in IDS)
        contest = Contest("", paper, seats=1 + number % 3, budget=7)
        form = chance.choice(method.forms)
        try:
            cast = ballots(chance, form, 1 + number % 12)
            yield methods.count(name, Election(contest, cast), "42", fast=False), contest
        except CountError:
            continue


def ballots(chance: Random, form: str, many: int) -> Ballots:
    """Ballots of a form, regular or not."""
    some = [
        (chance.sample(range(6), chance.randint(0, 6)), chance.randint(1, 3)) for _ in range(many)
    ]
    if form == "approvals":
        return gather_approvals(IDS, some)
    if form == "choice":
        return gather_choices(
            IDS, [(one[0] if one else chance.choice((None, -1)), n) for one, n in some]
        )
    if form == "points":
        return gather_points(
            IDS, [({at: chance.randint(0, 5) for at in one}, n) for one, n in some], 0, 5
        )
    faults: tuple[Any, ...] = ((), SEVERAL, (0,), (1, 2))
    ranked = [
        (tuple(chance.choice(faults) if chance.random() < 0.2 else (at,) for at in one), n)
        for one, n in some
    ]
    return gather_rankings(IDS, ranked)
