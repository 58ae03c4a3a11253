"""PrefLib's formats of preferences (https://preflib.org/format): .soc, .soi, .toc, .toi, .cat.

Headers are `# KEY: value`; files before 2022 have numbers and names in their first lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from koinon.methods.ballotfiles.errors import BallotFileError, gathering
from koinon.methods.ballotfiles.source import limited, text_of, voters, whole
from koinon.methods.counting.ballots import (
    MAX_DIGITS,
    MAX_OPTIONS,
    Ballots,
    Ranks,
    gather_approvals,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.contests import Contest, Election, Option

ENDINGS: Final = ("soc", "soi", "toc", "toi", "cat")
_HEAD = re.compile(r"#\s*([^:]+):\s*(.*)")
_NAME = re.compile(r"(ALTERNATIVE|CATEGORY) NAME (\d{1,9})")
_PART = re.compile(r"\{([^{}]*)\}|[^,{}]+|[{}]")
_COUNTS = re.compile(r"\s*\d+\s*(?:,\s*\d+\s*){2}")

Line = tuple[int, str]


def read_preflib(file: str, data: bytes) -> Election:
    """Read a PrefLib file. Orders give rankings; two categories approvals, others points.

    The first category is the best: of k categories it stands for k - 1 points, unless all
    categories are named by whole numbers, which are then the points. Raises BallotFileError.
    """
    lines = list(enumerate(text_of(file, data).split("\n"), 1))
    heads = [line for line in lines if line[1].lstrip().startswith("#")]
    orders = [line for line in lines if line[1].strip() and not line[1].lstrip().startswith("#")]
    if not heads:
        return _old(file, orders)
    names, categories, facts = _heads(file, heads)
    contest = _contest(file, facts.get("TITLE") or file, names)
    kept = tuple((key, text) for key, text in facts.items() if text)
    if facts.get("DATA TYPE", "") == "cat" or categories:
        return Election(contest, _categorised(file, contest, categories, orders), kept)
    return Election(contest, _ranked(file, contest, orders, ":"), kept)


def _heads(
    file: str, heads: Sequence[Line]
) -> tuple[dict[int, str], dict[int, str], dict[str, str]]:
    """Names of the alternatives and of the categories by number, and the other headers."""
    names: dict[str, dict[int, str]] = {"ALTERNATIVE": {}, "CATEGORY": {}}
    facts: dict[str, str] = {}
    for number, line in heads:
        found = _HEAD.fullmatch(line.strip())
        if not found:
            continue
        key, text = found[1].strip().upper(), found[2].strip()
        named = _NAME.fullmatch(key)
        if named:
            table, place = names[named[1]], int(named[2])
            if place in table:
                raise BallotFileError("option_twice", file, number, found=key, what="the headers")
            table[place] = text
        else:
            facts[key] = text
    for key, kind in (("NUMBER ALTERNATIVES", "ALTERNATIVE"), ("NUMBER CATEGORIES", "CATEGORY")):
        if key in facts:
            due = whole(file, facts[key], 0, MAX_OPTIONS)
            if len(names[kind]) != due:
                raise BallotFileError("names_missing", file, found=len(names[kind]), due=due)
    return names["ALTERNATIVE"], names["CATEGORY"], facts


def _contest(file: str, title: str, names: Mapping[int, str], seats: int = 0) -> Contest:
    limited(file, len(names))
    if sorted(names) != list(range(1, len(names) + 1)):
        raise BallotFileError("names_missing", file, found=len(names), due=max(names))
    return Contest(title, tuple(Option(str(n), names[n] or str(n)) for n in sorted(names)), seats)


def _old(file: str, lines: Sequence[Line]) -> Election:
    """A file of before 2022: how many, `1,name` each, three totals, then `count,order`."""
    if not lines:
        raise BallotFileError("ends_early", file, what="the number of alternatives")
    due = limited(file, whole(file, lines[0][1].strip(), 0, 10**9, lines[0][0]), lines[0][0])
    names = {}
    for number, line in lines[1 : due + 1]:
        said, _, text = line.partition(",")
        names[whole(file, said.strip(), 1, due, number, 1)] = text.strip()
    contest = _contest(file, file, names)
    if len(lines) < due + 2 or not _COUNTS.fullmatch(lines[due + 1][1]):
        last = lines[min(due + 1, len(lines) - 1)][0]
        raise BallotFileError("ends_early", file, last, what="the three totals")
    return Election(contest, _ranked(file, contest, lines[due + 2 :], ","))


def _ranked(file: str, contest: Contest, lines: Sequence[Line], mark: str) -> Ballots:
    with gathering(file):
        return gather_rankings(contest.ids, _orders(file, len(contest.ids), lines, mark))


def _orders(file: str, n: int, lines: Sequence[Line], mark: str) -> Iterator[tuple[Ranks, int]]:
    for number, line in lines:
        weight, found, order = line.partition(mark)
        if not found:
            raise BallotFileError("unexpected", file, number, found=line.strip(),
                                  what=f"a count and '{mark}'")  # fmt: skip
        count = voters(file, weight, number, 1)
        ranks = tuple(_parts(file, n, number, order, len(weight) + 2))
        if () in ranks:
            raise BallotFileError("unexpected", file, number, found="{}", what="an alternative")
        if count:
            yield ranks, count


def _parts(file: str, n: int, line: int, text: str, at: int) -> Iterator[tuple[int, ...]]:
    """The ranks or categories of a line: numbers, or sets of them in braces."""
    seen: set[int] = set()
    for found in _PART.finditer(text):
        if not found[0].strip():
            continue
        column = at + found.start()
        inside = found[0] if found[1] is None else found[1]
        numbers = [part.strip() for part in inside.split(",")] if inside.strip() else []
        part = tuple(whole(file, one, 1, n, line, column) - 1 for one in numbers)
        for one in part:
            if one in seen:
                raise BallotFileError("option_twice", file, line, column, found=str(one + 1),
                                      what="one order")  # fmt: skip
            seen.add(one)
        yield part
    if len(seen) > MAX_DIGITS:
        raise BallotFileError("too_many_columns", file, line, limit=MAX_DIGITS)


def _categorised(
    file: str, contest: Contest, names: Mapping[int, str], lines: Sequence[Line]
) -> Ballots:
    k, n = len(names), len(contest.ids)
    if k < 2 or sorted(names) != list(range(1, k + 1)):
        raise BallotFileError("names_missing", file, found=k, due=max([2, *names]))
    votes = []
    for number, line in lines:
        weight, found, order = line.partition(":")
        sets = list(_parts(file, n, number, order, len(weight) + 2))
        if not found or len(sets) > k:
            raise BallotFileError("lengths_differ", file, number, found=len(sets),
                                  what="sets", due=f"{k} categories")  # fmt: skip
        count = voters(file, weight, number, 1)
        if count:
            votes.append((sets, count))
    points = _points(names)
    with gathering(file):
        if points is None and k == 2:
            first = ((sets[0] if sets else (), count) for sets, count in votes)
            return gather_approvals(contest.ids, first)
        worth = points or list(range(k - 1, -1, -1))
        given = (
            ({o: worth[at] for at, one in enumerate(sets) for o in one}, count)
            for sets, count in votes
        )
        return gather_points(contest.ids, given, min(worth), max(worth))


def _points(names: Mapping[int, str]) -> list[int] | None:
    """The points that categories named by whole numbers stand for."""
    texts = [names[number] for number in sorted(names)]
    if all(re.fullmatch(r"-?\d{1,9}", text, re.ASCII) for text in texts):
        return [int(text) for text in texts]
    return None


# Writing


def write_preflib(election: Election, *, renumber: bool = False) -> tuple[str, bytes]:
    """Write a PrefLib file; gives its ending (soc, soi, toc, toi or cat) and the bytes.

    Options are numbered from 1: other ids are refused unless `renumber`. Raises BallotFileError
    for what the format cannot hold: choices; ranks that are empty or not known, options ranked
    twice and blank rankings; points over more than 1,000 values.
    """
    contest, ballots = election.contest, election.ballots
    numbers = [str(number + 1) for number in range(len(contest.ids))]
    if not renumber and list(contest.ids) != numbers:
        other = next(i for i, n in zip(contest.ids, numbers, strict=True) if i != n)
        raise BallotFileError("ids_not_held", ".soi", found=other)
    if ballots.form == "rankings":
        ending, lines = _written_orders(ballots)
        categories: list[str] = []
    else:
        ending, (categories, lines) = "cat", _written_sets(ballots)
    head = [
        f"# TITLE: {_flat(contest.title)}",
        f"# DATA TYPE: {ending}",
        f"# NUMBER ALTERNATIVES: {len(numbers)}",
        f"# NUMBER VOTERS: {ballots.voters}",
        f"# NUMBER UNIQUE {'PREFERENCES' if categories else 'ORDERS'}: {ballots.different}",
    ]
    if categories:
        head.append(f"# NUMBER CATEGORIES: {len(categories)}")
        head += [f"# CATEGORY NAME {at}: {name}" for at, name in enumerate(categories, 1)]
    head += [
        f"# ALTERNATIVE NAME {at}: {_flat(option.name)}"
        for at, option in enumerate(contest.options, 1)
    ]
    return ending, ("\n".join([*head, *lines]) + "\n").encode()


def _flat(text: str) -> str:
    return " ".join(text.split())


def _set(options: Sequence[int]) -> str:
    inside = ",".join(str(option + 1) for option in options)
    return inside if len(options) == 1 else "{" + inside + "}"


def _written_orders(ballots: Ballots) -> tuple[str, list[str]]:
    n, complete, strict, lines = len(ballots.options), True, True, []
    for ranks, count in ballots.rankings():
        marked = [option for rank in ranks for option in rank]
        if not ranks or () in ranks or -1 in marked or len(set(marked)) < len(marked):
            raise BallotFileError("marks_not_held", ".soi", known="the ballots as CSV",
                                  found="rankings that are blank, skip or repeat")  # fmt: skip
        strict = strict and len(marked) == len(ranks)
        complete = complete and len(marked) == n
        lines.append(f"{count}: {','.join(map(_set, ranks))}")
    return f"{'so' if strict else 'to'}{'c' if complete else 'i'}", lines


def _written_sets(ballots: Ballots) -> tuple[list[str], list[str]]:
    if ballots.form == "choice" or ballots.top - ballots.lowest >= 1000:
        raise BallotFileError("form_not_held", ".cat", found=ballots.form, known="CSV")
    if ballots.form == "approvals":
        n = len(ballots.options)
        lines = [
            f"{count}: {_set(yes)},{_set([o for o in range(n) if o not in yes])}"
            for yes, count in ballots.approvals()
        ]
        return ["Approved", "Not approved"], lines
    worth = list(range(ballots.top, ballots.lowest - 1, -1))
    worth += [worth[0] - 1] if len(worth) == 1 else []
    lines = []
    for row, count in ballots.points():
        sets: dict[int, list[int]] = {points: [] for points in worth}
        for option, points in enumerate(row):
            if points is not None:
                sets[points].append(option)
        lines.append(f"{count}: {','.join(map(_set, sets.values()))}")
    return list(map(str, worth)), lines
