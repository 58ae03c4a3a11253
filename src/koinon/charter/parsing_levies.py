"""Levies as a charter writes them, read into the formulas that `koinon.methods.levies` applies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from koinon.charter.document_cases import Roster
from koinon.charter.document_levies import FigureKind, LevyCase, LevyRule, LevyStep
from koinon.charter.levy_kinds import LIMITS, read_kind
from koinon.charter.levy_terms import MAX_STEPS, NEED, NOTHING, Declared, Terms, member_ids
from koinon.charter.sections import MAX_ARTICLE, NAME, Section
from koinon.charter.statements import Fact, Quoted
from koinon.methods.levies import Flat, Indicator, Levy, Rounding, Total, parts_of

_TIES: Final[tuple[Literal["id", "larger amount, then id"], ...]] = ("id", "larger amount, then id")


@dataclass(frozen=True, slots=True)
class Levies:
    """What a charter says about levies: the figures they use, the levies, their cases."""

    figures: tuple[FigureKind, ...]
    rules: tuple[LevyRule, ...]
    cases: tuple[LevyCase, ...]


def read_levies(root: Section, declared: Declared, rosters: Mapping[str, Roster]) -> Levies:
    """Read `[figures]`, every table under `[levies]`, and `[[levy_cases]]`."""
    figures = {
        name: FigureKind(name, part.names("title"), part.text("unit"))
        for name, part in root.named("figures")
    }
    declared = replace(declared, figures=figures)
    rules = {name: _levy(name, part, declared) for name, part in root.named("levies")}
    money = Terms(declared, False, frozenset())
    cases = tuple(_case(section, rules, rosters, money) for section in root.listed("levy_cases"))
    return Levies(tuple(figures.values()), tuple(rules.values()), cases)


def _levy(name: str, section: Section, declared: Declared) -> LevyRule:
    title = section.names("title")
    article = section.text("article", limit=MAX_ARTICLE)
    known, programme = declared.programmes, None
    if section.has("programme"):
        programme = section.reference("programme", known)
    found = known.get(programme) if programme else None
    everyone = (found.participants if found else None) or "all"
    members = section.reference("members", {"all": None, **declared.groups}, default=everyone)
    need = section.truth("need")
    steps, terms = _steps(section, declared, need)
    charge = section.reference("charge", terms.steps)
    end = terms.steps.get(charge, NOTHING)
    if end.power not in (1, None):
        section.note("levy_no_money", "charge")
    for place, step in enumerate(steps):
        if step.name != charge and step.name not in terms.used:
            path = (*section.path, "steps", place, "name")
            section.mistakes.add("levy_unused", path, value=step.name)
    column = Flat(end.node) if isinstance(end.node, Total) else end.node
    asked = {one.name for one in parts_of(column) if isinstance(one, Indicator)}
    facts = tuple(fact for fact in declared.facts if fact in asked)
    return LevyRule(
        id=name,
        title=title,
        article=article,
        programme=programme,
        group=None if members == "all" else members,
        need=need,
        facts=facts,
        steps=steps,
        charge=charge,
        levy=Levy(column, _rounding(section)),
    )


def _steps(section: Section, declared: Declared, need: bool) -> tuple[tuple[LevyStep, ...], Terms]:
    raw = section.raw("steps")
    items: list[object] = raw if isinstance(raw, list) else []
    if isinstance(raw, list) and not 0 < len(items) <= MAX_STEPS:
        section.note("empty", "steps")
        return (), Terms(declared, need, frozenset())
    written = (item.get("name") for item in items if isinstance(item, dict))
    terms = Terms(declared, need, frozenset(one for one in written if isinstance(one, str)))
    found = [_step(part, terms, declared) for part in section.listed("steps")]
    return tuple(found), terms


def _step(part: Section, terms: Terms, declared: Declared) -> LevyStep:
    name = part.text("name")
    if name and not NAME.fullmatch(name):
        part.note("bad_id", "name", value=name)
    elif name in terms.steps:
        part.note("twice", "name", value=name)
    elif name == NEED or name in declared.facts or name in declared.figures:
        part.note("levy_name_taken", "name", value=name)
    title = part.names("title") if part.has("title") else None
    shown: Fact = title or Quoted(name)
    made = read_kind(terms, part, shown)
    terms.keep(part, name, made.term)
    facts = tuple(sorted({**made.facts, "step": shown}.items()))
    return LevyStep(name, title, made.term.node, made.code, facts, made.term.power or 0)


def _rounding(section: Section) -> Rounding:
    part = section.section("rounding", required=False)
    if part is None:
        return Rounding()
    unit = part.whole("minor_units", 1, 10**9, default=1)
    rounding = Rounding(unit, part.choice("ties", _TIES, default="id"))
    part.close()
    return rounding


def _case(
    section: Section, levies: Mapping[str, LevyRule], rosters: Mapping[str, Roster], money: Terms
) -> LevyCase:
    levy, roster = section.reference("levy", levies), section.reference("members", rosters)
    rule = levies.get(levy)
    needed = rule.need if rule else section.has("need")
    if section.has("need") and not needed:
        section.note("levy_no_need", "need")
    need = _not_negative(section, "need", money) if needed else 0
    known = {member.id for member in rosters[roster].members} if roster in rosters else None
    charges, limits = [], []
    owed = section.section("charges", required=False)
    if owed is not None:
        charges = [(id, money.money(owed, id)) for id in _members(owed, known)]
    capped = section.section("limits", required=False)
    for id in _members(capped, known) if capped else ():
        assert capped is not None
        limits.append((id, _limits(capped, id, money)))
    total = money.money(section, "total") if section.has("total") else None
    if not charges and total is None:
        section.note("levy_case_empty")
    figures = _given(section, money)
    title = section.text("title")
    return LevyCase(
        title, levy, roster, need, figures, tuple(limits), tuple(sorted(charges)), total
    )


def _not_negative(section: Section, key: str, money: Terms) -> int:
    """An amount to raise, or one a law allows: zero or more."""
    if (cents := money.money(section, key)) < 0:
        section.note("levy_negative", key)
    return max(0, cents)


def _members(section: Section, known: set[str] | None) -> Iterator[str]:
    for id in member_ids(section):
        if known is not None and id not in known:
            section.note("levy_no_member", id, value=id)
        yield id


def _limits(section: Section, id: str, money: Terms) -> tuple[tuple[str, Fraction], ...]:
    part = section.section(id)
    if part is None:
        return ()
    found = tuple(
        (limit, Fraction(_not_negative(part, limit, money))) for limit in LIMITS if part.has(limit)
    )
    part.close()
    return found


def _given(section: Section, money: Terms) -> tuple[tuple[str, Fraction], ...]:
    """The figures of a case, in the units the charter declares them in."""
    part = section.section("figures", required=False)
    if part is None:
        return ()
    found: list[tuple[str, Fraction]] = []
    for name in money.declared.figures:
        if part.has(name):
            number = money.number(part, name)
            if number.power == 1:
                part.note("levy_money_here", name)
            found.append((name, number.value))
    part.close()
    return tuple(sorted(found))
