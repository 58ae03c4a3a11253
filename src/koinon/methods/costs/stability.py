"""Who pays more than alone: whether a city, or any group of cities, would pay less by itself.

Shares from which no group gains by running the programmes by itself are in the core (D. B. Gillies
1959). The whole coalition is no such group: it cannot leave itself, and shares that raise more
than the programmes cost are refused rather than judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from koinon.methods.costs import several, single
from koinon.methods.costs.amounts import Amounts, amounts
from koinon.methods.costs.certificates import Certificate, Says, Tempted, Verdict
from koinon.methods.costs.curves import CostError
from koinon.methods.costs.programmes import Programme, bill_of


def judge(programmes: Sequence[Programme], shares: Mapping[str, Fraction]) -> Verdict:
    """Say who pays more than alone under these exact shares of all programmes together.

    shares: minor units by member; they sum to what the programmes cost, or to less where something
    else pays the rest. Judge exact shares: amounts rounded to whole units can be off by one unit.
    The answer is exact, with gap 0, when every curve is `submodular`, and for one programme when
    prices do not rise; otherwise it may be "undecided". Raises CostError (``no_share``,
    ``overcharged``, ``no_use``).
    """
    return judge_amounts(programmes, amounts(shares))


def judge_amounts(programmes: Sequence[Programme], shares: Amounts) -> Verdict:
    """Say the same of shares brought to a common denominator. Raises CostError."""
    _check(programmes, shares)
    if len(programmes) == 1:
        certificate = single.best_group(programmes[0], shares)
    else:
        certificate = several.best_group(programmes, shares)
    alone = _more_than_alone(programmes, shares)
    return Verdict(_says(alone, certificate), alone, certificate)


def _check(programmes: Sequence[Programme], shares: Amounts) -> None:
    """Every user has a share, and the shares raise no more than the bill."""
    for programme in programmes:
        if not programme.total:
            raise CostError("no_use", programme=programme.name)
        if missing := [m for m in programme.users if m not in shares.paid]:
            raise CostError("no_share", programme=programme.name, member=missing[0])
    excess = Fraction(sum(shares.paid.values()), shares.unit) - bill_of(programmes)
    if excess > 0:
        raise CostError("overcharged", excess=excess)


def _more_than_alone(programmes: Sequence[Programme], shares: Amounts) -> tuple[Tempted, ...]:
    """Cities whose share is above what all programmes would cost them alone, worst first."""
    excess = dict(shares.paid)
    for programme in programmes:
        users = [member for member, use in programme.uses.items() if use]
        costs = programme.curve.each_alone([programme.uses[member] for member in users])
        for member, fine in zip(users, costs, strict=True):
            excess[member] -= fine * shares.scale
    found = [Tempted((m,), Fraction(gain, shares.unit)) for m, gain in excess.items() if gain > 0]
    return tuple(sorted(found, key=lambda one: (-one.gain, one.members)))


def _says(alone: tuple[Tempted, ...], certificate: Certificate) -> Says:
    if alone:
        return "a city"
    if certificate.tempted is not None:
        return "a group"
    return "nobody" if certificate.bound == 0 else "undecided"
