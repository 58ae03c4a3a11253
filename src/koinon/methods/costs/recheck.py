"""A short verifier of who pays more than alone.

It shares no code with the search and searches for nothing. It asks whether the stated group gains
what is stated, whether the stated lines or terms lie below the costs, and whether the stated bound
is what they leave. Why that is enough stands in `certificates`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from koinon.methods.costs.certificates import Below, Certificate, Flow, Line, Lines
from koinon.methods.costs.programmes import Programme

ZERO = Fraction(0)
Shares = Mapping[str, Fraction]


def recheck(
    certificate: Certificate, programmes: Sequence[Programme], shares: Shares
) -> tuple[str, ...]:
    """The places where a certificate does not hold for these shares; empty when all of it does."""
    proof = certificate.proof
    faults = list(_group(certificate, programmes, shares))
    if len(programmes) != (len(proof.below) if isinstance(proof, Flow) else 1):
        return (*faults, "programmes")
    if isinstance(proof, Flow):
        return (*faults, *_flow(proof, certificate.bound, programmes, shares))
    return (*faults, *_lines(proof, certificate.bound, programmes[0], shares))


def _group(
    certificate: Certificate, programmes: Sequence[Programme], shares: Shares
) -> Iterator[str]:
    best = certificate.tempted
    if best is None:
        return
    if len(set(best.members)) != len(best.members) or not shares.keys() >= set(best.members):
        yield "members"
        return
    pays = sum((shares[member] for member in best.members), ZERO)
    if not best.gain == pays - sum(p.cost(best.members) for p in programmes) > 0:
        yield "gain"


def _cost(programme: Programme, use: int) -> Fraction:
    """Cost of some users less coordination for each; at 0, what it tends to."""
    return programme.curve.cost(use, 1) - programme.curve.coordination


def _corners(programme: Programme, more: set[int], end: int) -> list[int]:
    """Where cost, or what is compared with it, bends; between them both are straight."""
    starts = {segment.start for segment in programme.curve.segments()}
    return [at for at in starts | more | {0, end} if at <= end]


def _lines(proof: Lines, bound: Fraction, programme: Programme, shares: Shares) -> Iterator[str]:
    ends = [0, *(line.end for line in proof.lines)]
    if [line.start for line in proof.lines] != ends[:-1] or ends[-1] != programme.total:
        yield "the lines do not follow each other"
    fee, uses = programme.curve.coordination, programme.uses
    idle = sum((share for m, share in shares.items() if share > 0 and not programme.use(m)), ZERO)
    pays = [(share - fee, uses[m]) for m, share in shares.items() if programme.use(m)]
    for place, line in enumerate(proof.lines):
        inside = [at for at in _corners(programme, {line.start}, line.end) if at >= line.start]
        if any(line.intercept + line.slope * at > _cost(programme, at) for at in inside):
            yield f"line {place} is above the cost"
    if bound != max([ZERO, idle, *(idle + _under(line, pays) for line in proof.lines)]):
        yield "bound"


def _under(line: Line, pays: list[tuple[Fraction, int]]) -> Fraction:
    """The greatest gain, under the line, of a group with at least one user."""
    above = [paid - line.slope * use for paid, use in pays]
    return (sum((one for one in above if one > 0), ZERO) or max(above)) - line.intercept


def _flow(
    proof: Flow, bound: Fraction, programmes: Sequence[Programme], shares: Shares
) -> Iterator[str]:
    left = dict(shares)
    received: dict[tuple[int, int, str | None], Fraction] = defaultdict(Fraction)
    for place, (programme, below) in enumerate(zip(programmes, proof.below, strict=True)):
        corners = _corners(programme, {volume for volume, _ in below.kinks}, programme.total)
        wrong = any(_value(below, at) > _cost(programme, at) for at in corners)
        if wrong or any(volume < 0 or drop < 0 for volume, drop in below.kinks):
            yield f"programme {place} is not bounded from below"
        for member in programme.users:
            left[member] -= programme.curve.coordination + below.slope * programme.use(member)
    for one in proof.paid:
        known = 0 <= one.programme < len(programmes) and one.member in left and one.amount >= 0
        if not known or not 0 <= one.term <= len(proof.below[one.programme].kinks):
            yield "paid"
            return
        left[one.member] -= one.amount
        received[one.programme, one.term, None] += one.amount
        received[one.programme, one.term, one.member] += one.amount
    for (place, term, payer), amount in received.items():
        use = None if payer is None else programmes[place].use(payer)
        if amount > _worth(proof.below[place], term, use):
            yield f"term {term} of programme {place} receives too much from {payer or 'all'}"
    lost = sum((max(ZERO, -below.constant) for below in proof.below), ZERO)
    if bound != lost + sum((max(ZERO, rest) for rest in left.values()), ZERO):
        yield "bound"


def _worth(below: Below, term: int, use: int | None) -> Fraction:
    """What a term may receive from a city with that use (None: from all)."""
    if term == 0:
        return max(ZERO, below.constant) if use != 0 else ZERO
    volume, drop = below.kinks[term - 1]
    return drop * (volume if use is None else use)


def _value(below: Below, use: int) -> Fraction:
    return below.constant + below.slope * use + sum(d * min(use, b) for b, d in below.kinks)
