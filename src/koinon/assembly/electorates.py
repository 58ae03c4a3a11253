"""The electorate of a body on a day, and the rule that a proposal's acts call for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from koinon.acts.refused import refuse
from koinon.assembly.rights import counted
from koinon.charter.document import Body, Charter, Matter, VoteSource
from koinon.cities import queries as cities
from koinon.methods.apportionment import ApportionmentError
from koinon.methods.rules import (
    Abstention,
    All,
    Electorate,
    Rule,
    electorate,
    group_names,
    weight_names,
)
from koinon.methods.weights import WeightError, needed, weigh


@dataclass(frozen=True, slots=True)
class Procedure:
    """How a proposal is decided: what its matters ask for, taken together."""

    matters: tuple[str, ...]
    body: str
    rule: Rule
    notice_days: int
    voting_days: int
    abstention: Abstention
    vote_from: VoteSource
    proxies_per_holder: int
    programme: str | None = None
    participants_only: bool = False


def procedure(
    charter: Charter,
    act_types: tuple[str, ...],
    matter: str | None,
    *,
    also: Iterable[str] = (),
    urgent: bool = False,
) -> Procedure:
    """The procedure of a proposal that encloses acts of these types.

    The matter follows from the acts; a mixture meets all their rules, with the longest notice and
    voting time. A proposal without acts names its matter itself. Refuses acts that no matter
    covers, and mixtures that cannot be voted on together. Of their numbers of proxies the least
    counts. `also` are further matters it is of: those of what it ratifies. One that is `urgent` is
    decided by the body and the rule of urgency; refused where the charter does not let it be.
    """
    matters = _matters(charter, act_types, matter, also)
    first = matters[0]
    for other in matters[1:]:
        if _asks(other) != _asks(first):
            refuse("assembly.mixture", first=first.article, second=other.article)
    rules = tuple(charter.rule(name).rule for name in dict.fromkeys(m.rule for m in matters))
    asked = Procedure(
        matters=tuple(m.id for m in matters),
        body=first.body,
        rule=rules[0] if len(rules) == 1 else All(rules),
        notice_days=max(m.notice_days for m in matters),
        voting_days=max(m.voting_days for m in matters),
        abstention=first.abstention,
        vote_from=first.vote_from,
        proxies_per_holder=min(m.proxies_per_holder for m in matters),
        programme=first.programme,
        participants_only=first.participants_only,
    )
    return _in_urgency(charter, matters, asked) if urgent else asked


def _in_urgency(charter: Charter, matters: list[Matter], asked: Procedure) -> Procedure:
    """The same, as the charter's urgency has it decided."""
    terms = charter.urgency
    if terms is None:
        refuse("assembly.no_urgency")
    for matter in matters:
        if matter.id not in terms.instead_of:
            refuse("assembly.not_urgent", article=terms.article, matter=matter.article)
    proxies = terms.proxies_per_holder
    return replace(
        asked,
        body=terms.body,
        rule=charter.rule(terms.rule).rule,
        notice_days=terms.notice_days,
        voting_days=terms.voting_days,
        abstention=terms.abstention or asked.abstention,
        vote_from=terms.vote_from or asked.vote_from,
        proxies_per_holder=asked.proxies_per_holder if proxies is None else proxies,
    )


def _asks(matter: Matter) -> tuple[object, ...]:
    """In what two matters must not differ to be decided by one vote."""
    whose = (matter.body, matter.programme, matter.participants_only)
    return (*whose, matter.abstention, matter.vote_from)


def _matters(
    charter: Charter, act_types: tuple[str, ...], named: str | None, also: Iterable[str]
) -> list[Matter]:
    """The distinct matters of these acts, the one named and others, in the charter's order."""
    wanted = set(also)
    for act_type in act_types:
        found = charter.matter_for(act_type)
        if found is None:
            refuse("assembly.no_matter", act=act_type)
        wanted.add(found.id)
    if named is not None:
        wanted.add(named)
    chosen = [matter for matter in charter.matters if matter.id in wanted]
    if not chosen or len(chosen) != len(wanted):
        refuse("assembly.which_matter", known=tuple(m.id for m in charter.matters))
    return chosen


def electorate_of(
    charter: Charter,
    body: str,
    rule: Rule,
    day: str,
    programme: str | None = None,
    *,
    participants_only: bool = False,
) -> Electorate:
    """Who may vote in a body, with every weight the rule measures by, from the day's facts.

    Those that take part in the `programme` are the base "participating", and may be the only ones
    to vote. Refuses an electorate in which no member would have any vote.
    """
    organ = charter.body(body)
    sitting = counted(charter.sitting(organ, cities.members()))
    participating = charter.participants(programme, sitting)
    members = list(participating if participants_only else sitting)

    def weigh_all(name: str) -> dict[str, Fraction]:
        found = weigh_members(charter, name, members, day)
        if not any(found.values()):
            refuse("assembly.weightless", body=body, weighting=name)
        return found

    return laid_out(charter, organ, rule, members, participating, weigh_all)


def laid_out(
    charter: Charter,
    organ: Body,
    rule: Rule,
    members: list[str],
    participating: tuple[str, ...],
    weigh_all: Callable[[str], dict[str, Fraction]],
) -> Electorate:
    """The electorate of a rule: the weights it measures by and the body's, and its groups."""
    weights = {name: weigh_all(name) for name in sorted({*weight_names(rule), organ.weight})}
    named = set(group_names(rule))
    groups = {g.id: [m for m in g.members if m in members] for g in charter.groups if g.id in named}
    return electorate(weights, groups=groups, participating=participating)


def weigh_members(
    charter: Charter,
    name: str,
    members: list[str],
    day: str,
    figures: Mapping[str, Mapping[str, cities.FactView]] | None = None,
) -> dict[str, Fraction]:
    """The weight of each member by one of the charter's weightings.

    From the day's facts, or from `figures` (by fact, then city) where they are given.
    """
    if name not in {weighting.id for weighting in charter.weights}:
        refuse("charter.no_weighting", name=name, known=tuple(w.id for w in charter.weights))
    weights, rebased = charter.weighting(name).weights, charter.weighting(name).rebased
    facts = {}
    for fact, who in needed(weights, members).items():
        known = _known(fact, day, rebased) if figures is None else figures[fact]
        for member in members:
            if member in who and member not in known:
                refuse("cities.fact_missing", city=member, name=fact)
        facts[fact] = {member: known[member].value for member in who}
    try:
        return weigh(weights, members, facts)
    except WeightError as error:
        if error.code == "negative":
            refuse("assembly.fact_negative", city=error.member, fact=error.fact, weighting=name)
        refuse("assembly.fact_not_whole", city=error.member, fact=error.fact, weighting=name)
    except ApportionmentError as error:
        if error.code == "no_weight":
            return dict.fromkeys(members, Fraction(0))
        refuse("assembly.votes_do_not_fit", members=len(members), weighting=name)


def _known(fact: str, day: str, rebased: str | None) -> Mapping[str, cities.FactView]:
    """The figures of a day; of the day of the year on which they are re-based, if there is one."""
    if rebased is None:
        return cities.facts_in_force(fact, day)
    year = int(day[:4]) - (day[5:] < rebased)
    return cities.facts_rebased(fact, f"{year:04}-{rebased}", day)
