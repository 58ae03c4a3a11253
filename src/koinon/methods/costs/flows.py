"""Maximum flow from members to terms, exact, by blocking flows (Dinic 1970).

Members hold supplies; each term takes up to its capacity, and from each member up to the capacity
of their arc. The flow starts from the shares by use, which are nearly always nearly right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(slots=True)
class Term:
    """A term's capacity, its arcs (member → capacity) and what each member pays into it."""

    capacity: int
    arcs: Mapping[int, int]
    paid: dict[int, int]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Network:
    """Supplies left over by member, and the terms with what is paid into them."""

    left: list[int]
    terms: list[Term]


def max_flow(supplies: Sequence[int], terms: Sequence[tuple[int, Mapping[int, int]]]) -> Network:
    """Pay as much as possible of the supplies (≥ 0) into the terms (capacity, arcs)."""
    net = Network(list(supplies), [Term(c, a, dict.fromkeys(a, 0), c) for c, a in terms])
    arcs: list[list[int]] = [[] for _ in supplies]
    for at, term in enumerate(net.terms):
        for member in term.arcs:
            arcs[member].append(at)
    _start(net)
    while (levels := _levels(net, arcs)) is not None:
        _block(net, arcs, *levels)
    return net


def tempted(net: Network) -> list[int]:
    """Members on the side of what cannot be paid: the least group of greatest gain."""
    arcs: list[list[int]] = [[] for _ in net.left]
    for at, term in enumerate(net.terms):
        for member in term.arcs:
            arcs[member].append(at)
    stack = [member for member, left in enumerate(net.left) if left]
    seen, seen_terms = set(stack), set()
    while stack:
        member = stack.pop()
        for at in arcs[member]:
            term = net.terms[at]
            if at in seen_terms or term.paid[member] >= term.arcs[member]:
                continue
            seen_terms.add(at)
            fresh = [other for other, paid in term.paid.items() if paid and other not in seen]
            seen.update(fresh)
            stack += fresh
    return sorted(seen)


def _start(net: Network) -> None:
    """Pay each term in proportion to its arcs, then whatever still fits, in order."""
    for term in net.terms:
        whole = sum(term.arcs.values())
        for member, most in term.arcs.items():
            _pay(net, term, member, min(most, term.capacity * most // max(whole, 1)))
    for term in net.terms:
        for member, most in term.arcs.items():
            if term.left and net.left[member]:
                _pay(net, term, member, most - term.paid[member])


def _pay(net: Network, term: Term, member: int, amount: int) -> None:
    amount = min(amount, net.left[member], term.left)
    term.paid[member] += amount
    term.left -= amount
    net.left[member] -= amount


def _levels(net: Network, arcs: list[list[int]]) -> tuple[list[int], list[int]] | None:
    """Distances of members and terms from what is left over; None when no term can take more."""
    far = [0 if left else -1 for left in net.left]
    term_far = [-1] * len(net.terms)
    front = [member for member, left in enumerate(net.left) if left]
    depth, found = 0, False
    while front and not found:
        depth += 1
        reached = []
        for member in front:
            for at in arcs[member]:
                term = net.terms[at]
                if term_far[at] < 0 and term.paid[member] < term.arcs[member]:
                    term_far[at] = depth
                    reached.append(at)
                    found = found or term.left > 0
        depth += 1
        front = []
        for at in reached:
            for other, paid in net.terms[at].paid.items():
                if paid and far[other] < 0:
                    far[other] = depth
                    front.append(other)
    return (far, term_far) if found else None


def _block(net: Network, arcs: list[list[int]], far: list[int], term_far: list[int]) -> None:
    """Send as much as the levels let through."""
    after: list[list[int]] = [[] for _ in net.terms]
    for at, term in enumerate(net.terms):
        if term_far[at] >= 0:
            after[at] = [m for m, paid in term.paid.items() if paid and far[m] == term_far[at] + 1]
    next_arc, next_back = [0] * len(net.left), [0] * len(net.terms)
    for source, left in enumerate(net.left):
        if not left:
            continue
        while net.left[source]:
            path = _path(net, (arcs, after), (far, term_far), (next_arc, next_back), source)
            if not path:
                break
            _augment(net, path, source)


def _path(
    net: Network,
    ways: tuple[list[list[int]], list[list[int]]],
    levels: tuple[list[int], list[int]],
    nexts: tuple[list[int], list[int]],
    source: int,
) -> list[tuple[int, int]]:
    """Steps (member, term) from a source to a term that can take more; empty when there is none.

    From a term the path goes on to the member of the next step, who paid into it.
    """
    path: list[tuple[int, int]] = []
    member = source
    while True:
        at = _next_term(net, ways[0][member], levels, nexts[0], member)
        if at is None:
            if not path:
                return []
            member, at = path.pop()
            nexts[1][at] += 1
        path.append((member, at))
        term = net.terms[at]
        if term.left:
            return path
        back = ways[1][at]
        while nexts[1][at] < len(back) and not term.paid[back[nexts[1][at]]]:
            nexts[1][at] += 1
        if nexts[1][at] < len(back):
            member = back[nexts[1][at]]
        else:
            path.pop()
            nexts[0][member] += 1


def _next_term(
    net: Network,
    arcs: list[int],
    levels: tuple[list[int], list[int]],
    next_arc: list[int],
    member: int,
) -> int | None:
    far, term_far = levels
    while next_arc[member] < len(arcs):
        at = arcs[next_arc[member]]
        term = net.terms[at]
        if term_far[at] == far[member] + 1 and term.paid[member] < term.arcs[member]:
            return at
        next_arc[member] += 1
    return None


def _augment(net: Network, path: list[tuple[int, int]], source: int) -> None:
    last = net.terms[path[-1][1]]
    room = [net.terms[at].arcs[member] - net.terms[at].paid[member] for member, at in path]
    backs = [net.terms[at].paid[other] for (_, at), (other, _) in pairwise(path)]
    amount = min(net.left[source], last.left, *room, *backs)
    for member, at in path:
        net.terms[at].paid[member] += amount
    for (_, at), (other, _) in pairwise(path):
        net.terms[at].paid[other] -= amount
    last.left -= amount
    net.left[source] -= amount
