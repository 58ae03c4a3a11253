"""An election in words: names of candidates, its stages, its rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from koinon.assembly.queries_elections import CandidateView, ElectionView
from koinon.interfaces.shared import naming, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.count_rules import title_of
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.acts import who
from koinon.interfaces.web.steps import Link, Step, apart, day, document, entry, proposal
from koinon.methods.counting.contests import CountError, Option
from koinon.people.queries import openings
from koinon.record.elections import read_rule


def names_of(candidates: Sequence[CandidateView]) -> dict[str, str]:
    """Each candidate's name by its code: from the vault while it is kept, else the code."""
    opened = openings([one.commitment for one in candidates if one.commitment])
    return {
        one.code: words.told(one.title)
        if one.title
        else str(opened.get(one.commitment or "", one.code))
        for one in candidates
    }


def options_of(election: ElectionView, names: dict[str, str]) -> tuple[Option, ...]:
    """The paper as files of ballots name it: codes, and names while no two are the same."""
    told = [names[one.code] for one in election.paper]
    return tuple(
        Option(one.code, name if told.count(name) == 1 else one.code)
        for one, name in zip(election.paper, told, strict=True)
    )


def rule_of(plain: Any) -> str:
    """The name of a rule's method; the rule's own kind where this version does not know it."""
    try:
        method = read_rule(plain)[0]
    except CountError:
        return str(plain.get("kind", ""))
    return title_of(method)


def electorate(election: ElectionView) -> str:
    """Who votes, as a sentence."""
    if election.body is not None:
        return gettext("The delegates in the {body} vote.").format(
            body=apart(naming.body(election.body))
        )
    cities = ", ".join(apart(naming.city(one.city)) for one in election.cities)
    return gettext("Residents vote in: {cities}.").format(cities=cities)


def stages(election: ElectionView, names: dict[str, str]) -> tuple[Step, ...]:
    """From the decision to the count: what is done, and who does what is not."""
    found = [_opened(election)]
    if election.stand_until_at is not None:
        found += [_standing(election), _paper(election)]
    return (*found, _voting(election), ballots_step(election), _count(election, names))


def _opened(election: ElectionView) -> Step:
    vote = said.decided(election.decision_n)
    title = gettext("Decided by the members")
    if vote is None:
        return Step(title, gettext("A seat decided this by itself."), (entry(election.opened_n),))
    links = (proposal(vote.number), entry(vote.n), entry(election.opened_n))
    return Step(title, words.told(vote.title), links)


def _standing(election: ElectionView) -> Step:
    assert election.stand_from_at is not None
    assert election.stand_until_at is not None
    text = gettext("From {opens} until {closes}").format(
        opens=wording.instant(election.stand_from_at),
        closes=wording.deadline(election.stand_until_at),
    )
    over = election.phase not in ("upcoming", "standing")
    who_enters = "" if over else f" {_who('assembly.stand/1')}"
    return Step(gettext("Candidacies"), f"{text}{who_enters}", (), done=over)


def _paper(election: ElectionView) -> Step:
    title = gettext("The ballot paper")
    if election.confirmed_n is None:
        who_confirms = _who("assembly.confirm_candidates/1")
        text = gettext("Made when candidacies are over.")
        return Step(title, f"{text} {who_confirms}", (), done=False)
    count = len(election.paper)
    text = ngettext("{n} name is on it.", "{n} names are on it.", count).format(
        n=wording.number(count)
    )
    if election.paper_lot:
        drawn = gettext("Its order follows from the value that was drawn: {lot}.")
        text = f"{text} {drawn.format(lot=apart(election.paper_lot))}"
    return Step(title, text, (entry(election.confirmed_n),))


def _voting(election: ElectionView) -> Step:
    text = gettext("From {opens} until {closes}").format(
        opens=wording.instant(election.opens_at), closes=wording.deadline(election.closes_at)
    )
    return Step(gettext("Voting"), text, (), done=election.phase in ("closed", "counted"))


def ballots_step(election: ElectionView) -> Step:
    """The ballots as far as they are in, or who brings them in."""
    title = gettext("Ballots brought in")
    if not election.voters:
        text = gettext(
            "Each city collects its ballots; they are brought in as files, or papers are typed "
            "from two seats."
        )
        return Step(title, f"{text} {_who('assembly.import_election_ballots/1')}", (), done=False)
    text = ngettext("{n} ballot is in.", "{n} ballots are in.", election.voters).format(
        n=wording.number(election.voters)
    )
    links = tuple(entry(n) for n in sorted(n for *_, n in election.imports))
    return Step(title, text, links, done=not election.unlike)


def _count(election: ElectionView, names: dict[str, str]) -> Step:
    title = gettext("Counted")
    if election.counted_n is None:
        who_counts = _who("assembly.count_election/1")
        return Step(title, f"{gettext('Not counted yet.')} {who_counts}", (), done=False)
    elected = ", ".join(apart(names.get(one, one)) for one in election.result["elected"])
    text = gettext("On {day}; elected: {elected}.").format(
        day=day(election.counted_n), elected=elected or "–"
    )
    links: tuple[Link, ...] = (
        *document(election.result["result"]["sha256"], gettext("The whole count as a document")),
        *document(election.result["ballots"]["sha256"], gettext("The ballots themselves")),
    )
    return Step(title, text, (entry(election.counted_n), *links))


def _who(act_type: str) -> str:
    """Who does an act, under which article."""
    charter = words.charter()
    return " ".join(map(who, charter.authority_for(act_type))) if charter else ""
