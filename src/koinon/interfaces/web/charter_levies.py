"""Levies of the charter: who pays one, what it asks for, and the form that asks for just that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext

from koinon.acts.act import Act
from koinon.assembly.queries_experiments import over
from koinon.charter import queries as charters
from koinon.charter.document import Charter, Names
from koinon.charter.document_levies import LevyRule
from koinon.charter.explaining_levies import explain_levy
from koinon.charter.levy_cases import figures_in, payers
from koinon.cities import queries as cities
from koinon.interfaces.shared import wording
from koinon.interfaces.shared.problems import RULES
from koinon.interfaces.web import words
from koinon.interfaces.web.charter_told import told_statements
from koinon.interfaces.web.derived import Node, Reading, fields_of
from koinon.interfaces.web.instants import now
from koinon.methods.levies import Facts
from koinon.treasury import queries as treasury

ADOPT: Final = "treasury.adopt_levy/2"
_LEVY: Final = "charter_levy"


@dataclass(frozen=True, slots=True)
class Told:
    """A levy as a version of the charter (None: not one that is in force or was) writes it.

    `who` says who pays, `figures` are those given, each with its title and unit; `sentences` are
    the charter's, with their depth.
    """

    title: Names
    article: str
    version: int | None
    who: str
    figures: tuple[tuple[str, str], ...]
    sentences: tuple[tuple[int, str], ...]


def told(
    charter: Charter,
    rule: LevyRule,
    sha256: str | None,
    figures: Facts = (),
    members: tuple[str, ...] | None = None,
) -> Told:
    """A levy in the charter's own sentences; `sha256` is of the charter's text.

    `members` are those among whom the payers are sought; the present ones if left out.
    """
    version = next((one.number for one in charters.versions() if one.sha256 == sha256), None)
    known = {one.id: f"{words.told(one.title)} ({one.unit})" for one in charter.figures}
    return Told(
        rule.title,
        rule.article,
        version,
        who_pays(charter, rule, cities.members() if members is None else members),
        tuple((known[name], wording.number(value, 9)) for name, value in figures),
        tuple(told_statements(explain_levy(charter, rule))),
    )


def adopted(levy: treasury.LevyView) -> Told | None:
    """What the charter of its adoption says of a levy; None where its formula came with the act."""
    if levy.of_charter is None:
        return None
    charter = charters.parsed(levy.of_charter.charter_sha256)
    rule = charter.levy(levy.of_charter.id)
    charged = None
    if levy.assessment is not None:
        charged = tuple(one.id for one in levy.assessment.members)
    return told(charter, rule, levy.of_charter.charter_sha256, levy.figures, charged)


def charter_of(levy: treasury.LevyView) -> Charter:
    """The charter whose groups and weights a levy's formula looks at."""
    if levy.of_charter is not None:
        return charters.parsed(levy.of_charter.charter_sha256)
    if levy.assessed_n is not None:
        return charters.parsed(charters.version_at(levy.assessed_n).sha256)
    return charters.in_force()


def who_pays(charter: Charter, rule: LevyRule, members: tuple[str, ...]) -> str:
    """Who of these members pays a levy, as a sentence."""
    if rule.group is None:
        return gettext("Every member pays it.")
    group = next(one for one in charter.groups if one.id == rule.group)
    names = words.city_names()
    present = ", ".join(names[one] for one in payers(charter, rule, members))
    said = gettext("Only these members pay it, {group}: {cities}")
    return said.format(group=words.told(group.title), cities=present or "–")


def rules() -> tuple[tuple[LevyRule, str], ...]:
    """The levies of the charter in force, but for experiments that are over, with who pays each."""
    charter = words.charter()
    if charter is None or not charter.levies:
        return ()
    members, ended = cities.members(), over(now())
    there = (one for one in charter.levies if ("levy", one.id) not in ended)
    return tuple((one, who_pays(charter, one, members)) for one in there)


def nodes_of(act: type[Act], values: Mapping[str, Any]) -> tuple[Node, ...]:
    """The fields of an act's form; of a levy of the charter those that the one chosen asks for.

    `values` are the act's fields, typed or as data. Until a levy is chosen there is only that.
    """
    nodes = fields_of(act)
    if act.type != ADOPT:
        return nodes
    found, rule = words.charter(), _chosen(values)
    if found is None or rule is None:
        return tuple(node for node in nodes if node.name == _LEVY)
    asked = figures_in(rule.levy)
    inside = tuple(
        Node(one.id, f"{words.told(one.title)} ({one.unit})", "exact", True)
        for one in found.figures
        if one.id in asked
    )
    special = {
        "need_cents": lambda node: replace(node, required=True) if rule.need else None,
        "figures": lambda node: replace(node, kind="group", inside=inside) if inside else None,
    }
    chosen = (special.get(node.name, lambda node: node)(node) for node in nodes)
    return tuple(node for node in chosen if node is not None)


def _chosen(values: Mapping[str, Any]) -> LevyRule | None:
    return next((rule for rule, _ in rules() if rule.id == values.get(_LEVY)), None)


def whole(act: type[Act], reading: Reading, values: Mapping[str, str]) -> bool:
    """Whether a form was asked in full and answered; marks what the levy chosen still lacks."""
    if act.type != ADOPT:
        return True
    if _chosen(values) is None:
        reading.mark(_LEVY, gettext("Choose one of the levies that the charter writes."))
        return False
    if "instalments.count" not in values:  # only the levy was asked for
        return False
    for one in reading.all_shown():
        if one.node.required and not one.text and one.node.kind in ("exact", "money"):
            one.error = one.error or gettext(RULES["missing"])
    return not reading.errors()


def hint(name: str) -> str:
    """Who pays the levy of this name by the charter, under which article; "" for none."""
    found = next(((rule, who) for rule, who in rules() if rule.id == name), None)
    if found is None:
        return ""
    return gettext("Article {article}. {who}").format(article=found[0].article, who=found[1])


def figures_of(data: Mapping[str, Any]) -> Facts:
    """The figures that an act gives, by name."""
    given: Mapping[str, str] = data.get("figures", {})
    return tuple((name, Fraction(given[name])) for name in sorted(given))
