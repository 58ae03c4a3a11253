"""Gregory's method compiled: piles as linked lists, each ballot touched only when its pile moves.

Gives results equal to `koinon.methods.counting.transfers.gregory`. Numbers are 64-bit; what would
not fit, and what the compiled count does not know (sure losers, very long ballots), is handed to
the exact count. Lots are drawn outside: the count stops at a tie it cannot break and is run again
with what was drawn.
"""

# The compiler infers the types of compiled functions.
# ruff: noqa: ANN001, ANN202
# mypy: disable-error-code="no-untyped-def, no-untyped-call"

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from koinon.methods.counting.ballots import Ballots
from koinon.methods.counting.contests import Election
from koinon.methods.counting.ties import Lots, Tie
from koinon.methods.counting.transfers.gregory import count_gregory
from koinon.methods.counting.transfers.papers import REASONS, tally_of
from koinon.methods.counting.transfers.results import Action, Move, Stage, TransferResult
from koinon.methods.counting.transfers.rules import (
    ScottishStv,
    Terms,
    Wigm,
    check_seats,
    quota_units,
    terms_of,
)

_LIMIT = 2**62
"""Every product of a count stays below this."""

_MOST_MARKS = 2**26
_KEYS = {"earlier stages": 0, "paper": 1, "lot": 2}
_ACTIONS: tuple[Action, ...] = ("first", "surplus", "exclude")
_WHAT = ("surplus", "exclude")


def count(rule: ScottishStv | Wigm, election: Election, lot: str = "") -> TransferResult:
    """Count as `count_gregory` does. Raises CountError, LotNeeded."""
    check_seats(election.contest)
    terms = terms_of(rule)
    ballots = election.ballots
    if terms.sure_losers or not fits(terms, ballots):
        return count_gregory(rule, election, lot)
    gone = np.array([one.withdrawn for one in election.contest.options], dtype=np.bool_)
    rows = np.frombuffer(ballots.rows, ">u8").reshape(-1, ballots.words + 1).astype(np.uint64)
    papers = _read(
        rows, ballots.bits, ballots.digits, gone, terms.gaps == "stop", terms.repeats == "stop",
        len(REASONS),
    )  # fmt: skip
    marks, starts, voters, found, cast = papers
    valid = int(voters.sum())
    tally = tally_of(election, int(cast), valid, found.tolist())
    quota = quota_units(terms.quota, valid, election.contest.seats, terms.scale)
    keys = np.array([_KEYS[key] for key in terms.ties], dtype=np.int64)
    lots = Lots(lot, tally.ballots_sha256)
    drawn: list[int] = []
    while True:
        counted = _count(
            marks, starts, voters, gone, election.contest.seats, quota, terms.scale,
            terms.two_steps, terms.largest_first, terms.zero_surplus, terms.last_transfer, keys,
            np.array(drawn, dtype=np.int64),
        )  # fmt: skip
        open_tie = counted[0]
        if not open_tie.any():
            break
        ids = [id_ for id_, tied in zip(election.contest.ids, open_tie, strict=True) if tied]
        drawn.append(election.contest.ids.index(lots.order(ids)[0]))
    stages, elected, filled, ties = _told(election.contest.ids, terms, counted)
    return TransferResult(rule, tally, terms.scale, quota, stages, elected, filled, ties, lot)


def fits(terms: Terms, ballots: Ballots) -> bool:
    """Whether every number of a count of these ballots stays within 64 bits."""
    rows = ballots.different
    if rows * max(1, ballots.digits) > _MOST_MARKS:
        return False
    weights = np.frombuffer(ballots.rows, ">u8").reshape(-1, ballots.words + 1)[:, -1]
    most = int(weights.max()) * rows if rows else 0
    if most * terms.scale**2 >= _LIMIT:
        most = sum(ballots.weights())
    return (most + 1) * terms.scale**2 < _LIMIT


def _told(ids: tuple[str, ...], terms: Terms, counted: Any) -> Any:
    """Stages, elected, filled and ties in words."""
    _, votes, gains, told, won, won_at, n_filled, ties, tied = counted
    order = [ids[at] for at in won.tolist()]
    at_stage: dict[int, list[str]] = {}
    for id_, stage in zip(order[: len(order) - n_filled], won_at.tolist(), strict=False):
        at_stage.setdefault(stage, []).append(id_)
    stages = []
    lost = rounded = 0
    lists = zip(votes.tolist(), gains.tolist(), told.tolist(), strict=True)
    for number, (row, gain, (action, who, moved, away, kept)) in enumerate(lists, 1):
        of: tuple[str, ...] = ()
        moves: tuple[Move, ...] = ()
        if action:
            of = (ids[who],)
        if moved:
            moves = (Move(ids[who], tuple(gain), away, kept),)
            lost += away
            rounded += kept
        stages.append(
            Stage(number, _ACTIONS[action], of, tuple(row), moves, lost, rounded,
                  tuple(at_stage.get(number, ())))
        )  # fmt: skip
    told_ties = []
    for (stage, what, key, first), mask in zip(ties.tolist(), tied.tolist(), strict=True):
        names = tuple(id_ for id_, is_tied in zip(ids, mask, strict=True) if is_tied)
        told_ties.append(Tie(stage, _WHAT[what], names, terms.ties[key], ids[first]))
    last = tuple(order[len(order) - n_filled :])
    return tuple(stages), tuple(order), last, tuple(told_ties)


@njit(cache=True)
def _read(rows, bits, digits, gone, gaps_stop, repeats_stop, reasons):
    """Preferences of the valid ballots, laid end to end; as `papers.read_papers`."""
    n, words = gone.size, rows.shape[1] - 1
    marks = np.empty(rows.shape[0] * digits, np.int16)
    starts = np.zeros(rows.shape[0] + 1, np.int64)
    voters = np.empty(rows.shape[0], np.int64)
    found = np.zeros(reasons, np.int64)
    stamp = np.full(n, -1, np.int64)
    mask = np.uint64((1 << bits) - 1)
    papers = length = 0
    cast, width = np.int64(0), bits * (digits - 1)
    for row in range(rows.shape[0]):
        weight = np.int64(rows[row, words])
        cast += weight
        begin, any_seen, reason, at = length, False, -1, 0
        ahead = _digit(rows, row, words - 1, bits, mask, width) if digits else np.int64(0)
        while ahead != 0:
            digit, several, fault = ahead, False, -1
            at += 1
            ahead = np.int64(0)
            if at < digits:
                ahead = _digit(rows, row, words - 1, bits, mask, width - bits * at)
            if digit <= n:
                while ahead == n + 1:
                    several = True
                    at += 2
                    ahead = np.int64(0)
                    if at < digits:
                        ahead = _digit(rows, row, words - 1, bits, mask, width - bits * at)
                if several:
                    fault = 5
                elif stamp[digit - 1] == row:
                    fault = 6
                else:
                    stamp[digit - 1] = row
                    any_seen = True
                    if not gone[digit - 1]:
                        marks[length] = digit - 1
                        length += 1
                    continue
            else:
                fault = 4 if digit == n + 2 else 5
            if reason < 0:
                reason = fault
            if fault == 5 or (fault == 4 and gaps_stop) or (fault == 6 and repeats_stop):
                break
        if length == begin:
            # Faults 4 and 5, without any mark before, are reasons 1 and 2.
            reason = 3 if any_seen else 0 if reason < 0 else reason - 3
        else:
            voters[papers] = weight
            papers += 1
            starts[papers] = length
        if reason >= 0:
            found[reason] += weight
    return marks[:length], starts[: papers + 1], voters[:papers], found, cast


@njit(cache=True)
def _digit(rows, row, last, bits, mask, shift):
    """The digit that begins `shift` bits above the end of a code of words 0 to `last`."""
    if last == 0:
        return np.int64(rows[row, 0] >> np.uint64(shift) & mask)
    word, low = last - (shift >> 6), shift & 63
    value = rows[row, word] >> np.uint64(low)
    if low + bits > 64:
        value |= rows[row, word - 1] << np.uint64(64 - low)
    return np.int64(value & mask)


@njit(cache=True)
def _narrow(tied, votes, stages, highest, keys, forced, used):
    """Who of the tied is first, the key that decided, and how many lots were used; -1: a lot."""
    left = tied.copy()
    for place in range(keys.size):
        if keys[place] == 0:
            for stage in range(stages - 2, -1, -1):
                edge = np.int64(-1)
                for at in range(left.size):
                    if left[at]:
                        value = votes[stage, at]
                        if edge < 0 or (value > edge if highest else value < edge):
                            edge = value
                for at in range(left.size):
                    if left[at] and votes[stage, at] != edge:
                        left[at] = False
        elif keys[place] == 1:
            first = np.argmax(left)
            left[:] = False
            left[first] = True
        else:
            if used == forced.size:
                return -1, place, used, left
            left[:] = False
            left[forced[used]] = True
            used += 1
        if left.sum() == 1:
            return np.argmax(left), place, used, left
    return -1, keys.size, used, left


@njit(cache=True)
def _move(source, head, follow, value, place, marks, starts, voters, state, surplus, total, scale,
          two_steps, gains):  # fmt: skip
    """Move a pile to the next hopeful preferences; returns what had none. total 0: whole values."""
    away = np.int64(0)
    paper = head[source]
    head[source] = -1
    while paper >= 0:
        behind = follow[paper]
        if total > 0:
            if two_steps:
                value[paper] = value[paper] * surplus // scale * scale // total
            else:
                value[paper] = value[paper] * surplus // total
        at, end = place[paper] + 1, starts[paper + 1]
        while at < end and state[marks[at]] != 0:
            at += 1
        worth = value[paper] * voters[paper]
        if at < end:
            place[paper] = at
            to = marks[at]
            follow[paper] = head[to]
            head[to] = paper
            gains[to] += worth
        else:
            away += worth
        paper = behind
    return away


@njit(cache=True)
def _elect(now, state, quota, pending, won, won_at, n_won, stage, zero_surplus):
    """Elect who has the quota, the most votes first; returns how many are elected now."""
    while True:
        best = -1
        for at in range(now.size):
            if state[at] == 0 and now[at] >= quota and (best < 0 or now[at] > now[best]):
                best = at
        if best < 0:
            return n_won
        state[best] = 1
        won[n_won] = best
        won_at[n_won] = stage
        n_won += 1
        if now[best] > quota or zero_surplus:
            pending[best] = n_won


@njit(cache=True)
def _choose(now, state, pending, largest_first):
    """Who are next, as a mask, and whether it is for a surplus."""
    tied = np.zeros(now.size, np.bool_)
    waits = pending.max() > 0
    edge = np.int64(-1)
    for at in range(now.size):
        if waits:
            take = pending[at] > 0
            key = now[at] if largest_first else -pending[at]
        else:
            take = state[at] == 0
            key = -now[at]
        if not take:
            continue
        if not tied.any() or key > edge:
            edge = key
            tied[:] = False
        if key == edge:
            tied[at] = True
    return tied, waits


@njit(cache=True)
def _count(marks, starts, voters, gone, seats, quota, scale, two_steps, largest_first, zero_surplus,
           last_transfer, keys, forced):  # fmt: skip
    """The whole count in tables; the first value is a tie that needs a lot, if any."""
    n, papers = gone.size, voters.size
    most = 2 * n + 2
    votes, gains = np.zeros((most, n), np.int64), np.zeros((most, n), np.int64)
    told = np.zeros((most, 5), np.int64)
    ties, tied_at = np.zeros((most, 4), np.int64), np.zeros((most, n), np.bool_)
    won, won_at = np.zeros(n + 1, np.int64), np.zeros(n + 1, np.int64)
    state = gone.astype(np.int64) * 2
    pending, now = np.zeros(n, np.int64), np.zeros(n, np.int64)
    head, follow = np.full(n, -1, np.int64), np.full(papers, -1, np.int64)
    value, place = np.full(papers, scale, np.int64), starts[:-1].copy()
    for paper in range(papers):
        first = marks[starts[paper]]
        follow[paper] = head[first]
        head[first] = paper
        now[first] += scale * voters[paper]
    votes[0] = now
    n_won = _elect(now, state, quota, pending, won, won_at, 0, 1, zero_surplus)
    stages, n_ties, used = 1, 0, 0
    nobody = np.zeros(n, np.bool_)
    while (state == 0).sum() > seats - n_won > 0:
        tied, waits = _choose(now, state, pending, largest_first)
        chosen = np.argmax(tied)
        if tied.sum() > 1:
            chosen, key, used, left = _narrow(tied, votes, stages, waits, keys, forced, used)
            if chosen < 0:
                return (left, votes[:stages], gains[:stages], told[:stages], won[:n_won],
                        won_at[:n_won], 0, ties[:n_ties], tied_at[:n_ties])  # fmt: skip
            ties[n_ties] = (stages + 1, 0 if waits else 1, key, chosen)
            tied_at[n_ties] = tied
            n_ties += 1
        gain = gains[stages]
        leaving, total, moved = now[chosen], np.int64(0), True
        if waits:
            pending[chosen] = 0
            total = now[chosen]
            leaving = total - quota
        else:
            state[chosen] = 2
            moved = last_transfer or (state == 0).sum() > seats - n_won
        if moved:
            away = _move(chosen, head, follow, value, place, marks, starts, voters, state, leaving,
                         total, scale, two_steps, gain)  # fmt: skip
            now += gain
            now[chosen] -= leaving
            told[stages, 2:] = (1, away, leaving - away - gain.sum())
        told[stages, :2] = (1 if waits else 2, chosen)
        votes[stages] = now
        stages += 1
        n_won = _elect(now, state, quota, pending, won, won_at, n_won, stages, zero_surplus)
    filled = 0
    if (state == 0).sum() <= seats - n_won:
        before = n_won
        n_won = _elect(now, state, 0, pending, won, won_at, n_won, 0, False)
        filled = n_won - before
    return (nobody, votes[:stages], gains[:stages], told[:stages], won[:n_won], won_at[:n_won],
            filled, ties[:n_ties], tied_at[:n_ties])  # fmt: skip
