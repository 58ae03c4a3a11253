"""Levies in plain statements: who pays, by what, step by step, and how it is rounded."""

from __future__ import annotations

from collections.abc import Iterator

from koinon.charter.document import Charter
from koinon.charter.document_levies import LevyRule
from koinon.charter.explaining_rules import group_title
from koinon.charter.statements import Amount, Fact, Quoted, Statement, stated


def explain_levies(charter: Charter) -> Iterator[Statement]:
    """Explain the figures levies use, and each levy under its article and title."""
    yield from (stated("figure", title=one.title, unit=one.unit) for one in charter.figures)
    for rule in charter.levies:
        yield from explain_levy(charter, rule)


def explain_levy_cases(charter: Charter) -> Iterator[Statement]:
    """Say what each levy was tried on."""
    for case in charter.levy_cases:
        yield stated("levy_case", levy=charter.levy(case.levy).title, title=case.title)


def explain_levy(charter: Charter, rule: LevyRule) -> Iterator[Statement]:
    """Explain one levy under its article and title."""
    facts: dict[str, Fact] = {"article": rule.article, "title": rule.title}
    if rule.group is None:
        yield stated("levy.all", **facts)
    else:
        yield stated("levy.group", group=group_title(charter, rule.group), **facts)
    if rule.programme is not None:
        title = next(one.title for one in charter.programmes if one.id == rule.programme)
        yield stated("levy.programme", 1, programme=title)
    yield stated("levy.need" if rule.need else "levy.own", 1)
    for kind in charter.facts:
        if kind.id in rule.facts:
            yield stated("levy.fact", 1, fact=kind.title, unit=kind.unit, boundary=kind.boundary)
    for step in rule.steps:
        yield Statement(f"levy.step.{step.code}", step.facts, 1)
    end = next(step for step in rule.steps if step.name == rule.charge)
    yield stated("levy.charge", 1, step=end.title or Quoted(end.name))
    unit = Amount(rule.levy.rounding.unit_cents, charter.currency)
    yield stated(f"levy.rounding.{rule.levy.rounding.ties}", 1, unit=unit)
