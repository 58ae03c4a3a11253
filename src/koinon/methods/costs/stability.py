"""Who pays more than alone: whether a city, or any group of cities, would pay less by itself.

Shares from which no group gains by running the programmes by itself are in the core (D. B. Gillies
1959). The whole coalition is no such group: it cannot leave itself, and shares that raise more
than the programmes cost are refused rather than judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from koinon.methods.costs import several, single
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
    check(programmes, shares)
    if len(programmes) == 1:
        certificate = single.best_group(programmes[0], shares)
    else:
        certificate = several.best_group(programmes, shares)
    alone = pays_more_than_alone(programmes, shares)
    return Verdict(_says(alone, certificate), alone, certificate)


def check(programmes: Sequence[Programme], shares: Mapping[str, Fraction]) -> None:
    """Raise CostError unless every user has a share and the shares raise no more than the bill."""
    for programme in programmes:
        users = programme.users
        if not users:
            raise CostError("no_use", programme=programme.name)
        missing = next((member for member in users if member not in shares), None)
        if missing is not None:
            raise CostError("no_share", programme=programme.name, member=missing)
    excess = sum(shares.values(), Fraction(0)) - bill_of(programmes)
    if excess > 0:
        raise CostError("overcharged", excess=excess)


def pays_more_than_alone(
    programmes: Sequence[Programme], shares: Mapping[str, Fraction]
) -> tuple[Tempted, ...]:
    """Cities whose share is above what all programmes would cost them alone, worst first."""
    excess = [
        (share - sum(p.curve.alone(p.use(member)) for p in programmes), member)
        for member, share in shares.items()
    ]
    found = [Tempted((member,), gain) for gain, member in excess if gain > 0]
    return tuple(sorted(found, key=lambda one: (-one.gain, one.members)))


def _says(alone: tuple[Tempted, ...], certificate: Certificate) -> Says:
    if alone:
        return "a city"
    if certificate.tempted is not None:
        return "a group"
    return "nobody" if certificate.bound == 0 else "undecided"
