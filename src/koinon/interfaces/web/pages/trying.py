"""Trying a vote under a charter: a switch for every member, and the rule as it then stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from koinon.charter.document import Charter
from koinon.charter.trying import Trial, Untriable, roster_facts, try_vote, voters_on
from koinon.cities import queries as cities
from koinon.interfaces.shared import wording
from koinon.interfaces.shared.charters_chosen import Choice, choices, chosen, text_of
from koinon.interfaces.shared.remarked import remarked
from koinon.interfaces.web import meter, words
from koinon.interfaces.web.instants import now
from koinon.methods.rules import ABSTAIN, NO, YES, Vote, can_be_called

WORDS: Mapping[str, Vote] = {"yes": YES, "no": NO, "abstain": ABSTAIN}
PRESENT = "present"
"""Members and figures as they are now; every other choice is a roster of the charter."""
Figures = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True)
class Switch:
    """A member: its weights, the vote chosen for it, whether it calls for a second vote."""

    id: str
    name: str
    weights: tuple[Fraction, ...]
    vote: str
    calls: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """A vote as tried: the switches, the titles of the weights, the rule, what it comes to."""

    switches: tuple[Switch, ...]
    weights: tuple[str, ...]
    gauges: tuple[meter.Gauge, ...]
    outcome: str
    met: bool


def try_page(request: HttpRequest) -> HttpResponse:
    """The charter, the matter and the members chosen; the vote with every switch."""
    there = choices()
    charter_id = request.GET.get("charter") or (there[0].id if there else "")
    charter = chosen(charter_id)
    if charter is None or not charter.matters:
        raise Http404
    matters = tuple(Choice(one.id, words.told(one.title)) for one in charter.matters)
    matter = _one_of(request.GET.get("matter", ""), matters)
    who = _who(charter)
    group = _one_of(request.GET.get("members", ""), who)
    found = tried(charter, matter, group, request.GET)
    context = {
        "charters": there,
        "charter_id": charter_id,
        "matters": matters,
        "matter": matter,
        "who": who,
        "group": group,
        "callable": can_be_called(charter.rule(charter.matter(matter).rule).rule),
        "tried": found if isinstance(found, Tried) else None,
        "untriable": found if isinstance(found, str) else "",
        "article": charter.rule(charter.matter(matter).rule).article,
        "remarks": remarked(charter, text_of(charter_id), gettext("the charter")),
    }
    return render(request, "koinon/charter_try.html", context)


def _who(charter: Charter) -> tuple[Choice, ...]:
    """Whose vote can be tried: the members of today, and every roster of the charter."""
    members = [Choice(PRESENT, gettext("The members of today"))] if cities.members() else []
    rosters = gettext("Imagined members: {name}")
    found = [Choice(one.id, rosters.format(name=one.id)) for one in charter.rosters]
    return (*members, *found)


def _one_of(id: str, there: tuple[Choice, ...]) -> str:
    known = [one.id for one in there]
    return id if id in known else next(iter(known), "")


def tried(charter: Charter, matter: str, group: str, sent: QueryDict) -> Tried | str:
    """The vote, or the sentence that says why it cannot be tried."""
    members, facts = _figures(charter, group)
    names = words.city_names() if group == PRESENT else {}
    voters = voters_on(charter, charter.matter(matter), members)
    said = {member: sent.get(f"v-{member}", "") for member in voters}
    votes = {member: WORDS[word] for member, word in said.items() if word in WORDS}
    callable_ = can_be_called(charter.rule(charter.matter(matter).rule).rule)
    calling = [member for member in voters if callable_ and f"c-{member}" in sent]
    try:
        trial = try_vote(charter, matter, members, facts, votes, calling)
    except Untriable as error:
        return _untriable(charter, error, names)
    return _told(charter, trial, names, votes)


def _figures(charter: Charter, group: str) -> tuple[tuple[str, ...], Figures]:
    if group == PRESENT:
        day = now()[:10]
        facts = {
            kind.id: {city: one.value for city, one in cities.facts_in_force(kind.id, day).items()}
            for kind in charter.facts
        }
        return cities.members(), facts
    roster = next((one for one in charter.rosters if one.id == group), None)
    if roster is None:
        return (), {}
    return tuple(member.id for member in roster.members), roster_facts(roster)


def _untriable(charter: Charter, error: Untriable, names: Mapping[str, str]) -> str:
    facts = error.facts
    if error.code == "no_fact":
        kind = next(one for one in charter.facts if one.id == facts["fact"])
        said = gettext("{city} has no figure for “{fact}”, by which this charter weighs it.")
        city = names.get(facts["member"], facts["member"])
        return said.format(city=city, fact=words.told(kind.title))
    if error.code == "nobody":
        return gettext("None of these members sits in the body that decides.")
    return gettext("The votes of this charter cannot be given to these members.")


def _told(
    charter: Charter, trial: Trial, names: Mapping[str, str], votes: Mapping[str, Vote]
) -> Tried:
    voters = trial.decision.electorate
    chosen_words = {vote: word for word, vote in WORDS.items()}
    switches = tuple(
        Switch(
            member,
            names.get(member, member),
            tuple(column[place] for _, column in voters.weights),
            chosen_words[votes[member]] if member in votes else "",
            member in trial.decision.calls,
        )
        for place, member in enumerate(voters.members)
    )
    titles = tuple(words.told(charter.weighting(name).title) for name, _ in voters.weights)
    gauges = meter.judged(trial.tree, charter)
    return Tried(switches, titles, gauges, _outcome(trial, names), trial.tree.met)


def _outcome(trial: Trial, names: Mapping[str, str]) -> str:
    hint = trial.hint()
    if hint is None:
        return gettext("With these votes it passes.")
    if hint.outcome == "out of reach":
        return gettext("It does not pass, and could not even with everybody else in favour.")
    if hint.outcome == "too many ways":
        return gettext("It does not pass; several more members would have to be in favour.")
    count = len(hint.enough)
    return ngettext(
        "It does not pass; one more vote in favour would do: {cities}.",
        "It does not pass; {count} more votes in favour would do, for example: {cities}.",
        count,
    ).format(
        count=wording.number(count),
        cities=", ".join(names.get(member, member) for member in hint.enough),
    )
