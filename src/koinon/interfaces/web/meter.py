"""The live rule meter: every condition of a rule with what is measured, needed and missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from koinon.assembly.queries import ProposalView
from koinon.charter.document import Charter
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.methods.hints import Hint
from koinon.methods.rules import (
    YES,
    AnyOf,
    Branch,
    Called,
    Count,
    IncludesLargest,
    Line,
    Opponents,
    Quorum,
    Share,
    Tree,
    Unless,
    evaluate,
)

BAR_WIDTH = 400
"""Units of a bar's drawing; it is scaled to its column."""


Side: TypeAlias = Literal["for", "calling", "against"]
"""Whose weight a condition measures."""
_SIDES: Final[tuple[Side, ...]] = ("for", "calling", "for", "against")
"""That of the parts of a rule with a second vote."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One row of the meter. `share` and `mark` (of the base) draw the bar; None without one.

    A heading row ("all of these", "one of these") has no condition of its own: `measured` is "".
    """

    depth: int
    label: str
    note: str
    measured: str
    detail: str
    needed: str
    share: Fraction | None
    mark: Fraction | None
    met: bool


def gauges(proposal: ProposalView, charter: Charter) -> tuple[Gauge, ...]:
    """The rule of a proposal, row by row."""
    return judged(proposal.decision.tree, charter)


def judged(tree: Tree, charter: Charter) -> tuple[Gauge, ...]:
    """A rule as it was judged, row by row; `charter` has the titles of its weights."""
    return tuple(_rows(tree, charter, 0))


def _rows(tree: Tree, charter: Charter, depth: int, side: Side = "for") -> Iterator[Gauge]:
    if isinstance(tree, Line):
        yield _row(tree, charter, depth, side)
        return
    if isinstance(tree.rule, Called):
        yield from _second_vote(tree, charter, depth)
        return
    if isinstance(tree.rule, Unless):
        label = gettext("Not blocked by members against, who would have to meet this:")
        yield Gauge(depth, label, "", "", "", "", None, None, tree.met)
        yield from _rows(tree.parts[0], charter, depth + 1, "against")
        return
    below = depth
    if depth or isinstance(tree.rule, AnyOf):
        yield _heading(tree, depth)
        below += 1
    for part in tree.parts:
        yield from _rows(part, charter, below, side)


def _second_vote(tree: Branch, charter: Charter, depth: int) -> Iterator[Gauge]:
    """The first vote, the call, and the second vote; where the first may stand, both its ways."""
    assert isinstance(tree.rule, Called)
    labels = [
        gettext("First vote, unless a second is called for:"),
        gettext("Called for by members:"),
    ]
    if tree.rule.stands:
        labels += [
            gettext("Second vote, replaces the first if it adopts:"),
            gettext("Second vote, replaces the first if it rejects:"),
        ]
    else:
        labels.append(gettext("Second vote, which decides once called for:"))
    for number, (label, part) in enumerate(zip(labels, tree.parts, strict=True)):
        yield Gauge(depth, label, "", "", "", "", None, None, part.met)
        yield from _rows(part, charter, depth + 1, _SIDES[number])


def is_called(tree: Tree) -> bool:
    """Whether enough members called for a second vote somewhere in a rule as it was judged."""
    if not isinstance(tree, Branch):
        return False
    if isinstance(tree.rule, Called) and tree.parts[1].met:
        return True
    return any(map(is_called, tree.parts))


def _heading(tree: Branch, depth: int) -> Gauge:
    one = isinstance(tree.rule, AnyOf)
    label = gettext("At least one of these:") if one else gettext("All of these:")
    return Gauge(depth, label, "", "", "", "", None, None, tree.met)


def _row(line: Line, charter: Charter, depth: int, side: Side) -> Gauge:
    rule = line.rule
    counted = isinstance(rule, Share | Quorum)
    detail = gettext("{measured} of {base}").format(
        measured=wording.number(line.measured), base=wording.number(line.base)
    )
    if counted:
        measured = wording.percent(line.ratio or Fraction(0))
    else:
        measured, detail = detail, ""
    return Gauge(
        depth=depth,
        label=_label(line, charter) if side == "for" else _turned(line, charter, side),
        note=_note(line, charter),
        measured=measured,
        detail=detail,
        needed=_needed(line),
        share=line.ratio or Fraction(0),
        mark=line.threshold if counted else _part(line.needed, line.base),
        met=line.met,
    )


def _note(line: Line, charter: Charter) -> str:
    """What narrows a condition: a group, or votes that count whole."""
    rule, said = line.rule, []
    if not isinstance(rule, IncludesLargest) and rule.group is not None:
        group = next(words.told(one.title) for one in charter.groups if one.id == rule.group)
        said.append(gettext("Only these members count: {group}.").format(group=group))
    if isinstance(rule, Share) and rule.whole:
        said.append(gettext("Each member’s vote counts whole, on the side that prevails."))
    return " ".join(said)


def _part(needed: Fraction, base: Fraction) -> Fraction:
    return min(needed / base, Fraction(1)) if base else Fraction(1)


def _label(line: Line, charter: Charter) -> str:
    rule = line.rule
    if isinstance(rule, Count):
        return gettext("Members taking part") if rule.taking_part else gettext("Members in favour")
    if isinstance(rule, Opponents):
        if rule.base in ("all", "participating"):
            return gettext("Members not in favour, absent ones counted")
        return gettext("Members against")
    weight = words.told(charter.weighting(rule.weight).title)
    if isinstance(rule, Quorum):
        return gettext("Taking part, by “{weight}”").format(weight=weight)
    if isinstance(rule, IncludesLargest):
        return _greatest(rule).format(weight=weight, share=wording.percent(rule.over))
    labels = {
        "all": gettext("In favour, of all members, by “{weight}”"),
        "present": gettext("In favour, of the members present, by “{weight}”"),
        "cast": gettext("In favour, of the votes cast, by “{weight}”"),
        "participating": gettext("In favour, of the members taking part, by “{weight}”"),
    }
    return labels[rule.base].format(weight=weight)


def _greatest(rule: IncludesLargest) -> str:
    if rule.each:
        return gettext("Every member with more than {share} by “{weight}” in favour")
    return gettext("The largest member by “{weight}” in favour")


def _turned(line: Line, charter: Charter, side: Side) -> str:
    """What a condition measures where it is judged over those that call, or of those against."""
    rule = line.rule
    if isinstance(rule, Count):
        return gettext("Members that call") if side == "calling" else gettext("Members against")
    if isinstance(rule, Opponents):
        return gettext("Members that are not against")
    weight = words.told(charter.weighting(rule.weight).title)
    if isinstance(rule, Quorum):
        return gettext("Taking part, by “{weight}”").format(weight=weight)
    if isinstance(rule, IncludesLargest):
        calling = gettext("The largest member by “{weight}” calls")
        against = gettext("The largest member by “{weight}” is against")
        if rule.each:
            against = gettext("Every member with more than {share} by “{weight}” is against")
        share = wording.percent(rule.over)
        return (calling if side == "calling" else against).format(weight=weight, share=share)
    if side == "calling":
        return gettext("Calling, of all members, by “{weight}”").format(weight=weight)
    labels = {
        "all": gettext("Against, of all members, by “{weight}”"),
        "present": gettext("Against, of the members present, by “{weight}”"),
        "cast": gettext("Against, of the votes cast, by “{weight}”"),
        "participating": gettext("Against, of the members taking part, by “{weight}”"),
    }
    return labels[rule.base].format(weight=weight)


def _needed(line: Line) -> str:
    if isinstance(line.rule, Share | Quorum):
        assert line.threshold is not None
        share = wording.percent(line.threshold, up=True)
        more = gettext("more than {share}") if line.relation == ">" else gettext("at least {share}")
        return more.format(share=share)
    amount = wording.number(line.needed)
    if line.relation == "<=":
        return gettext("at most {amount}").format(amount=amount)
    return gettext("at least {amount}").format(amount=amount)


def outlook(proposal: ProposalView, names: dict[str, str], own: str = "") -> str:
    """Would it pass now, and what would make it pass; first whether the vote of `own` would do."""
    hint: Hint | None = proposal.hint
    if hint is not None and hint.outcome != "out of reach" and own in _missing(proposal):
        city = names.get(own, own)
        if _enough(proposal, own):
            message = gettext("The rule is not met yet; {city}’s vote in favour would do.")
            return message.format(city=city)
        alone = gettext("{city}’s vote in favour would not do alone.").format(city=city)
        return f"{alone} {outlook(proposal, names)}"
    if hint is None:
        return gettext("The rule is met: if voting closed now, the proposal would be adopted.")
    if hint.outcome == "out of reach":
        return gettext(
            "The rule cannot be met any more, even if every member yet to vote were in favour."
        )
    if hint.outcome == "too many ways":
        return gettext("The rule is not met yet; several more members would have to be in favour.")
    count = len(hint.enough)
    cities = ", ".join(names.get(slug, slug) for slug in hint.enough)
    return ngettext(
        "The rule is not met yet; one more vote in favour would do: {cities}.",
        "The rule is not met yet; {count} more votes in favour would do, for example: {cities}.",
        count,
    ).format(count=wording.number(count), cities=cities)


def _missing(proposal: ProposalView) -> set[str]:
    """The members that have not voted."""
    decided = proposal.decision
    return set(decided.electorate.members) - dict(decided.votes).keys()


def _enough(proposal: ProposalView, city: str) -> bool:
    """Whether the rule is met once this member votes in favour."""
    decided = proposal.decision
    votes = {**dict(decided.votes), city: YES}
    rule, voters = decided.rule, decided.electorate
    return evaluate(rule, voters, votes, decided.abstention, decided.calls).met


def bar_svg(share: Fraction, mark: Fraction | None, *, met: bool) -> SafeString:
    """A bar; its numbers stand beside it in words, so it is hidden from screen readers."""
    filled = _units(min(share, Fraction(1)))
    drawn = f'<rect class="fill" height="14" width="{filled}" rx="2"/>'
    if mark is not None:
        drawn += (
            f'<rect class="mark" x="{min(_units(mark), BAR_WIDTH - 3)}" height="22" width="3"/>'
        )
    state = "met" if met else "unmet"
    # Whole numbers and our own words only: nothing here comes from outside.
    return mark_safe(  # noqa: S308
        f'<svg class="bar {state}" viewBox="0 -4 {BAR_WIDTH} 22" preserveAspectRatio="none"'
        f' aria-hidden="true" focusable="false"><rect class="track" height="14"'
        f' width="{BAR_WIDTH}" rx="2"/><g transform="translate(0 0)">{drawn}</g></svg>'
    )


def _units(share: Fraction) -> int:
    return int(share * BAR_WIDTH)
