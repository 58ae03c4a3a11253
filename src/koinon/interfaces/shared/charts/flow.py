"""A count by stages: who holds the votes at each, and from whom to whom they pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from koinon.interfaces.shared.charts.canvas import BODY, EDGE, SMALL, WIDTH, Canvas, Frame
from koinon.interfaces.shared.charts.letters import measured, wrapped
from koinon.interfaces.shared.charts.palette import Role
from koinon.interfaces.shared.charts.scale import Amount
from koinon.interfaces.shared.charts.shapes import Key, hatched_area, keys, swatch

Standing: TypeAlias = Literal["in", "won", "out"]
"""Of a holder at a stage: in the running, elected, or no holder that can win (spent votes)."""

_BAR: Final = 200
_BETWEEN: Final = 420
_GAP: Final = 16
_GAPS: Final = 1_200
"""Between two parts, and between all parts together at most."""
_ROLES: Final[dict[Standing, Role]] = {"in": "three", "won": "gain", "out": "soft"}


@dataclass(frozen=True, slots=True)
class FlowStage:
    """A stage: its name, and for each holder the votes and how it stands.

    `moves` are the votes that pass to the next stage as (from, to, amount), holders by their
    places; what does not move stays where it is. The last stage has none.
    """

    title: str
    amounts: tuple[Amount, ...]
    standing: tuple[Standing, ...]
    moves: tuple[tuple[int, int, Amount], ...] = ()


@dataclass(frozen=True, slots=True)
class FlowWords:
    """What the kinds of areas are called: in the running, elected, spent, passed on."""

    running: str
    elected: str
    spent: str
    moved: str


def flow(
    frame: Frame, holders: Sequence[str], stages: Sequence[FlowStage], words: FlowWords
) -> str:
    """Draw one bar a stage, its parts as wide as the votes, and bands from bar to bar.

    Holders keep their order and their number on every bar; a key at the end names them. Amounts
    are exact and not below zero, and all stages hold as many, what is lost in rounding apart. The
    table of the same votes must stand beside the drawing.
    """
    assert all(len(one.amounts) == len(one.standing) == len(holders) for one in stages)
    canvas = Canvas(frame, "flow")
    whole = max((sum(map(Fraction, one.amounts)) for one in stages), default=Fraction(0))
    gap = min(_GAP, _GAPS // max(1, len(holders)))
    room = WIDTH - 2 * EDGE - gap * len(holders)
    per_vote = Fraction(room) / whole if whole else Fraction(0)
    y = keys(canvas, 40, _keys(canvas, words, stages)) + 220
    places = [_places(stage.amounts, per_vote, gap) for stage in stages]
    for at, stage in enumerate(stages):
        top = y + at * (_BAR + _BETWEEN)
        if at + 1 < len(stages):
            _bands(canvas, stage, places[at], places[at + 1], per_vote, top + _BAR)
    for at, stage in enumerate(stages):
        _bar(canvas, stage, places[at], y + at * (_BAR + _BETWEEN))
    bottom = y + max(len(stages) - 1, 0) * (_BAR + _BETWEEN) + _BAR + 120
    return canvas.svg(_names(canvas, holders, bottom) + 60)


def _keys(canvas: Canvas, words: FlowWords, stages: Sequence[FlowStage]) -> list[Key]:
    found: list[Key] = [(swatch(canvas, "three"), words.running)]
    if any("won" in stage.standing for stage in stages):
        found.append((swatch(canvas, "gain"), words.elected))
    if any("out" in stage.standing for stage in stages):
        found.append((swatch(canvas, "soft", hatched=True), words.spent))
    if any(stage.moves for stage in stages):
        found.append((swatch(canvas, "two"), words.moved))
    return found


def _places(amounts: Sequence[Amount], per_vote: Fraction, gap: int) -> list[tuple[int, int]]:
    """Where each holder's part begins and ends."""
    found, before = [], Fraction(0)
    for at, amount in enumerate(amounts):
        begin = EDGE + gap * at + int(before * per_vote)
        before += Fraction(amount)
        found.append((begin, EDGE + gap * at + int(before * per_vote)))
    return found


def _bar(canvas: Canvas, stage: FlowStage, places: Sequence[tuple[int, int]], top: int) -> None:
    lines = wrapped(stage.title, SMALL, WIDTH - 2 * EDGE, 1)
    for line in lines:
        canvas.text(EDGE, top - 50, line, size=SMALL, halo=True)
    for at, (begin, end) in enumerate(places):
        if end <= begin:
            continue
        if stage.standing[at] == "out":
            hatched_area(canvas, begin, top, end - begin, _BAR, "soft")
        else:
            canvas.rect(begin, top, end - begin, _BAR, _ROLES[stage.standing[at]])
        number = str(at + 1)
        if end - begin > measured(number, SMALL) + 40:
            canvas.text(
                (begin + end) // 2, top + 145, number, size=SMALL, anchor="middle", halo=True
            )


def _bands(
    canvas: Canvas,
    stage: FlowStage,
    here: Sequence[tuple[int, int]],
    there: Sequence[tuple[int, int]],
    per_vote: Fraction,
    top: int,
) -> None:
    """What stays and what moves, each as a band between two bars."""
    moved: dict[tuple[int, int], Fraction] = {}
    for source, target, amount in stage.moves:
        moved[source, target] = moved.get((source, target), Fraction(0)) + Fraction(amount)
    for source, amount in enumerate(stage.amounts):
        leaves = sum((size for (one, _), size in moved.items() if one == source), Fraction(0))
        moved[source, source] = max(Fraction(0), Fraction(amount) - leaves)
    begins, ends = _bands_from(moved, here, per_vote, 0), _bands_from(moved, there, per_vote, 1)
    for pair in sorted(moved, key=lambda pair: pair[0] != pair[1]):
        (left, right), (low, high) = begins[pair], ends[pair]
        if right <= left:
            continue
        corners = ((left, top), (right, top), (high, top + _BETWEEN), (low, top + _BETWEEN))
        canvas.polygon(corners, "track" if pair[0] == pair[1] else "two")


def _bands_from(
    moved: Mapping[tuple[int, int], Fraction],
    places: Sequence[tuple[int, int]],
    per_vote: Fraction,
    side: int,
) -> dict[tuple[int, int], tuple[int, int]]:
    """Where each band begins and ends on a bar, in the order of the holders on the other one."""
    found = {}
    for holder, (begin, end) in enumerate(places):
        before = Fraction(0)
        for pair in sorted(moved):
            if pair[side] == holder:
                left = min(end, begin + int(before * per_vote))
                before += moved[pair]
                found[pair] = (left, min(end, begin + int(before * per_vote)))
    return found


def _names(canvas: Canvas, holders: Sequence[str], y: int) -> int:
    """The holders by their numbers; where the list ends."""
    for at, name in enumerate(holders):
        canvas.text(EDGE, y + 140, str(at + 1), size=BODY, strong=True)
        for line in wrapped(name, BODY, WIDTH - 2 * EDGE - 320, 2):
            canvas.text(EDGE + 320, y + 140, line, size=BODY)
            y += 170
    return y
