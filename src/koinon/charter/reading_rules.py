"""Weights and rules as a charter writes them, read into the evaluator's types."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias, get_args

from koinon.charter.document import Group
from koinon.charter.sections import MAX_WHOLE, Section
from koinon.methods.apportionment import MAX_SEATS, Method
from koinon.methods.apportionment import Rule as Apportionment
from koinon.methods.rules import (
    Abstention,
    All,
    AnyOf,
    Base,
    Called,
    Count,
    IncludesLargest,
    Jagiellonian,
    Opponents,
    Quorum,
    Rule,
    Share,
    Unless,
    parts_of,
)
from koinon.methods.weights import (
    Apportioned,
    Band,
    Dominant,
    Equal,
    Incentive,
    Metric,
    Mix,
    Nested,
    Rounded,
    Sizes,
    SquareRoot,
    Sum,
    Table,
    Tier,
    Unit,
    Weights,
    Within,
)

MAX_DIGITS = 12
MAX_PARTS = 50
_CONDITIONS = (
    "all",
    "any",
    "share",
    "quorum",
    "members",
    "opponents",
    "largest",
    "every",
    "first",
    "blocked_by",
)
_BLOCKING = ("all", "any", "share", "members", "largest", "every")
_CALLS = ("all", "any", "share", "members", "largest")
_BASES: tuple[Base, ...] = ("all", "present", "cast", "participating")
_CALL_BASES: tuple[Base, ...] = ("all", "participating")
_ABSTAINING = ("ignored", "present", "against", "in favour")
_APPORTIONMENTS: tuple[Apportionment, ...] = (
    "largest_remainder",
    "dhondt",
    "sainte_lague",
    "huntington_hill",
)
_KINDS = (
    "equal",
    "metric",
    "square_root",
    "unit",
    "tier",
    "table",
    "apportioned",
    "incentive",
)
_COMPOSED = ("mix", "sum", "nested", "band")
_ROUNDED: tuple[Rounded, ...] = ("up", "down", "nearest")
Steps: TypeAlias = tuple[tuple[int | None, Fraction], ...]


def read_weights(
    section: Section, facts: Mapping[str, object], groups: Mapping[str, Group]
) -> Weights:
    """Read the statement of one weight: its kind and what that kind needs."""
    kind = section.choice("kind", (*_KINDS, *_COMPOSED))
    if kind == "mix":
        return _mix(section, facts, groups)
    if kind == "sum":
        return _sum(section, facts, groups)
    if kind == "nested":
        return _nested(section, facts, groups)
    if kind == "band":
        return _band(section, facts, groups)
    return _simple(section, kind, facts)


def _simple(section: Section, kind: str, facts: Mapping[str, object]) -> Weights:
    """Read a statement that is made of no others."""
    if kind == "equal":
        return Equal()
    if kind == "table":
        return _table(section)
    fact = section.reference("fact", facts)
    if kind == "metric":
        return Metric(fact)
    if kind == "square_root":
        return SquareRoot(fact, section.whole("digits", 0, MAX_DIGITS))
    if kind == "unit":
        size = section.whole("size", 1)
        return Unit(fact, size, section.choice("rounded", _ROUNDED, default="up"))
    if kind == "tier":
        return Tier(fact, _steps(section))
    if kind == "incentive":
        return _incentive(section, fact)
    return _apportioned(section, fact)


def _apportioned(section: Section, fact: str) -> Apportioned:
    method = _method(section)
    votes: int | Sizes
    if section.is_list("votes"):
        votes = Sizes(tuple((top, int(n)) for top, n in _steps(section, "votes", whole=True)))
    else:
        votes = section.whole("votes", 1, MAX_SEATS)
    above = section.fraction("none_above", positive=True) if section.has("none_above") else None
    of_right = section.whole("of_right", 0, MAX_SEATS, default=0)
    return Apportioned(fact, method, votes, _dominant(section), of_right, above)


def _incentive(section: Section, fact: str) -> Incentive:
    """Read votes that follow contributions; what members have at once is within all votes."""
    votes = section.whole("votes", 1, MAX_SEATS)
    each, together = section.amount("each"), section.amount("together")
    if together > votes:
        section.note("out_of_range", "together", value=str(together), low="0", high=str(votes))
    method = _method(section) if section.has("method") else None
    return Incentive(fact, votes, each, together, method)


def _band(section: Section, facts: Mapping[str, object], groups: Mapping[str, Group]) -> Band:
    """Read steps of a fact for each class of members; a class is a group, in one class at most."""
    fact = section.reference("fact", facts)
    found: list[tuple[tuple[str, ...], Steps]] = []
    seen: set[str] = set()
    for part in section.listed("classes"):
        group = groups.get(part.reference("group", groups))
        members = group.members if group else ()
        for member in sorted(seen.intersection(members))[:1]:
            part.note("twice", "group", value=member)
        seen.update(members)
        found.append((members, _steps(part)))
    if not found:
        section.note("empty", "classes")
    return Band(fact, tuple(found))


def _mix(section: Section, facts: Mapping[str, object], groups: Mapping[str, Group]) -> Mix:
    """Read votes shared out in parts; each part is a statement of its own, written in it."""
    parts = []
    for part in section.listed("parts"):
        share = part.fraction("part", positive=True)
        parts.append((share, _part(part, facts, groups)))
    if sum((share for share, _ in parts), Fraction(0)) != 1:
        section.note("parts_not_whole", "parts")
    per_member = section.has("votes_per_member")
    if per_member and section.has("votes"):
        section.note("one_number_of_votes", "votes_per_member")
    votes = section.amount("votes_per_member" if per_member else "votes")
    return Mix(votes, tuple(parts), per_member)


def _sum(section: Section, facts: Mapping[str, object], groups: Mapping[str, Group]) -> Sum:
    """Read statements that are added up, and the least and the most that a member has of it."""
    parts, shares = [], []
    for part in section.listed("parts"):
        if part.has("of_all"):
            share = part.fraction("of_all", positive=True)
            shares.append((share, _part(part, facts, groups)))
            continue
        times = part.amount("times") if part.has("times") else Fraction(1)
        parts.append((times, _part(part, facts, groups)))
    if not parts:
        section.note("empty", "parts")
    if sum((share for share, _ in shares), Fraction(0)) >= 1:
        section.note("shares_of_all", "parts")
    at_least = section.amount("at_least") if section.has("at_least") else Fraction(0)
    at_most = section.amount("at_most") if section.has("at_most") else None
    if at_most is not None and at_most < at_least:
        section.note("out_of_range", "at_most", value=str(at_most), low=str(at_least), high="…")
    above = section.fraction("none_above", positive=True) if section.has("none_above") else None
    return Sum(tuple(parts), at_least, at_most, above, tuple(shares))


def _part(section: Section, facts: Mapping[str, object], groups: Mapping[str, Group]) -> Weights:
    """Read a statement inside another, of the members of a group alone where it names one."""
    statement = read_weights(section, facts, groups)
    if not section.has("group"):
        return statement
    group = groups.get(section.reference("group", groups))
    return Within(group.members if group else (), statement)


def _nested(section: Section, facts: Mapping[str, object], groups: Mapping[str, Group]) -> Nested:
    """Read votes shared among groups by their heads, then inside each."""
    fact = section.reference("fact", facts)
    found: list[tuple[str, tuple[str, ...]]] = []
    for part in section.listed("groups"):
        head, group = part.text("head"), groups.get(part.reference("group", groups))
        if head in dict(found):
            part.note("twice", "head", value=head)
        found.append((head, group.members if group else ()))
    if not found:
        section.note("empty", "groups")
    return Nested(fact, section.amount("votes"), section.fraction("head"), tuple(found))


def _dominant(section: Section) -> Dominant | None:
    part = section.section("dominant", required=False)
    if part is None:
        return None
    found = Dominant(part.fraction("at_least", positive=True), part.whole("votes", 0, MAX_SEATS))
    part.close()
    return found


def _table(section: Section) -> Table:
    others = section.amount("others") if section.has("others") else Fraction(0)
    votes = section.section("votes")
    if votes is None:
        return Table((), others)
    rows = tuple((member, votes.amount(member)) for member in sorted(votes.ids()))
    return Table(rows, others)


def _steps(section: Section, key: str = "steps", *, whole: bool = False) -> Steps:
    """Read votes by steps of a fact; whole numbers of them where they are shared out."""
    steps: list[tuple[int | None, Fraction]] = []
    for part in section.listed(key):
        top = part.whole("up_to", 0) if part.has("up_to") else None
        votes = Fraction(part.whole("votes", 1, MAX_SEATS)) if whole else part.amount("votes")
        steps.append((top, votes))
    tops = [MAX_WHOLE + 1 if top is None else top for top, _ in steps]
    if not steps or steps[-1][0] is not None or tops != sorted(set(tops)):
        section.note("steps_not_rising", key)
    return tuple(steps)


def _method(section: Section) -> Method:
    rule = section.choice("method", _APPORTIONMENTS)
    minimum = section.whole("minimum", 0, MAX_SEATS, default=0)
    ceiling = section.whole("ceiling", 1, MAX_SEATS) if section.has("ceiling") else None
    if (ceiling is not None and ceiling < minimum) or (rule == "huntington_hill" and minimum < 1):
        section.note("bounds", "minimum")
    return Method(rule, minimum, ceiling)


def read_abstention(section: Section) -> Abstention:
    """Read what an abstention counts as, and what the silence of an absent member does."""
    abstaining = section.choice("abstention", _ABSTAINING)
    silence = section.choice("absent", ("nothing", "against", "in favour"), default="nothing")
    words = abstaining if silence == "nothing" else f"{abstaining}, silence {silence}"
    return next(one for one in get_args(Abstention) if one == words)


def read_rule(
    section: Section, weights: Mapping[str, Weights], groups: Mapping[str, object]
) -> Rule:
    """Read one condition, all/any of several, or a first vote and the second it can be called to.

    Depth is bounded by the depth of the TOML.
    """
    kinds = [key for key in _CONDITIONS if section.has(key)]
    if len(kinds) != 1:
        section.note("one_condition", known=", ".join(_CONDITIONS))
        return All(())
    kind = kinds[0]
    if kind == "first":
        return _called(section, weights, groups)
    if kind == "blocked_by":
        return _blocked(section, weights, groups)
    if kind in ("all", "any"):
        parts = tuple(read_rule(part, weights, groups) for part in section.listed(kind))
        return _composed(section, kind, parts)
    if kind == "share":
        return _share(section, weights, groups)
    if kind == "quorum":
        weight = section.reference("quorum", weights)
        threshold, strict = _threshold(section)
        return Quorum(weight, threshold, strict, _group(section, groups))
    if kind == "members":
        which = section.choice("members", ("in favour", "taking part"))
        least, group = section.whole("at_least", 1), _group(section, groups)
        return Count(least, group, taking_part=which == "taking part")
    if kind == "opponents":
        which = section.choice("opponents", ("not in favour", "against"))
        base: Base = "all" if which == "not in favour" else "cast"
        return Opponents(section.whole("at_most", 0), base, _group(section, groups))
    return _largest(section, weights)


def _blocked(
    section: Section, weights: Mapping[str, Weights], groups: Mapping[str, object]
) -> Rule:
    """Read what those against must be to block, as a rule judged of them."""
    inside = section.section("blocked_by")
    if inside is None:
        return All(())
    found = Unless(_blocking(inside, weights, groups))
    inside.close()
    return found


def _blocking(
    section: Section, weights: Mapping[str, Weights], groups: Mapping[str, object]
) -> Rule:
    kinds = [key for key in _BLOCKING if section.has(key)]
    if len(kinds) != 1:
        section.note("one_condition", known=", ".join(_BLOCKING))
        return Count(1)
    kind = kinds[0]
    if kind in ("all", "any"):
        parts = tuple(_blocking(part, weights, groups) for part in section.listed(kind))
        return _composed(section, kind, parts)
    if kind == "members":
        section.choice("members", ("against",))
        return Count(section.whole("at_least", 1), _group(section, groups))
    if kind == "share":
        return _share(section, weights, groups)
    return _largest(section, weights)


def _largest(section: Section, weights: Mapping[str, Weights]) -> IncludesLargest:
    if section.has("every"):
        return IncludesLargest(section.reference("every", weights), section.fraction("over"), True)
    over = section.fraction("if_over") if section.has("if_over") else Fraction(0)
    return IncludesLargest(section.reference("largest", weights), over)


def _called(section: Section, weights: Mapping[str, Weights], groups: Mapping[str, object]) -> Rule:
    """Read a first vote, who can call for a second, and what the second does."""
    first, call = section.section("first"), section.section("called_by")
    stands = section.has("supersede")
    if stands == section.has("then"):
        section.note("one_second_vote")
        return All(())
    then = section.section("supersede" if stands else "then")
    if first is None or call is None or then is None:
        return All(())
    read = (
        read_rule(first, weights, groups),
        _call(call, weights, groups),
        read_rule(then, weights, groups),
    )
    for part in (first, call, then):
        part.close()
    if stands and any(isinstance(one, Unless) for one in parts_of(read[2])):
        section.note("blocked_twice", "supersede")
        return All(())
    return Called(*read, stands=stands)


def _call(section: Section, weights: Mapping[str, Weights], groups: Mapping[str, object]) -> Rule:
    """Read what those that call must be, as a rule in which they alone have voted."""
    kinds = [key for key in _CALLS if section.has(key)]
    if len(kinds) != 1:
        section.note("one_condition", known=", ".join(_CALLS))
        return Count(1)
    kind = kinds[0]
    if kind in ("all", "any"):
        parts = tuple(_call(part, weights, groups) for part in section.listed(kind))
        return _composed(section, kind, parts)
    if kind == "members":
        section.choice("members", ("calling",))
        return Count(section.whole("at_least", 1), _group(section, groups))
    if kind == "share":
        weight, base = section.reference("share", weights), section.choice("of", _CALL_BASES)
        threshold, strict = _threshold(section)
        return Share(weight, base, threshold, strict, _group(section, groups))
    # Without a share it must have: a call that holds where nobody calls would always hold.
    return IncludesLargest(section.reference("largest", weights), Fraction(0))


def _composed(section: Section, kind: str, parts: tuple[Rule, ...]) -> All | AnyOf:
    if not 1 <= len(parts) <= MAX_PARTS:
        section.note("empty", kind)
    return All(parts) if kind == "all" else AnyOf(parts)


def _share(section: Section, weights: Mapping[str, Weights], groups: Mapping[str, object]) -> Share:
    weight = section.reference("share", weights)
    base = section.choice("of", _BASES)
    group = _group(section, groups)
    whole = section.has("whole") and section.truth("whole")
    if not section.is_text("at_least", "jagiellonian"):
        threshold, strict = _threshold(section)
        return Share(weight, base, threshold, strict, group, whole)
    statement = weights.get(weight)
    if isinstance(statement, SquareRoot) and base == "all":
        return Share(weight, base, Jagiellonian(statement.digits), False, group, whole)
    section.note("jagiellonian", "at_least")
    return Share(weight, base, Fraction(1, 2), False, group)


def _threshold(section: Section) -> tuple[Fraction, bool]:
    """Read "over" (more than) or "at_least", exactly one of them."""
    strict = section.has("over")
    if strict == section.has("at_least"):
        section.note("one_threshold")
        return Fraction(1, 2), False
    threshold = section.fraction("over" if strict else "at_least", positive=not strict)
    if strict and threshold == 1:
        section.note("never_met", "over")
    return threshold, strict


def _group(section: Section, groups: Mapping[str, object]) -> str | None:
    return section.reference("group", groups) if section.has("group") else None
