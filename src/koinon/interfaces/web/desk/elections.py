"""To-dos around elections: the ballot paper, ballots, papers typed differently, the count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly import queries_elections_desk as waiting
from koinon.assembly.queries_elections_desk import ToCount, UnlikeBatch, Waiting
from koinon.interfaces.shared import naming, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task, listed
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link

CONFIRM: Final = "assembly.confirm_candidates/1"
IMPORT: Final = "assembly.import_election_ballots/1"
PAPERS: Final = "assembly.enter_papers/1"
COUNT: Final = "assembly.count_election/1"


def paper(asked: Asked) -> Iterable[Task]:
    """Elections whose candidacies are over and whose ballot paper is not made."""
    if not may(CONFIRM, asked.seat):
        return
    for one in waiting.without_paper(asked.at, LIMIT):
        said = gettext("Confirm the candidates of {title}, which makes the ballot paper")
        yield _task(
            f"paper-{one.code}",
            one,
            said.format(title=words.told(one.title)),
            gettext("No ballot can be brought in while there is no ballot paper."),
            _act(CONFIRM, one.code),
        )


def ballots(asked: Asked) -> Iterable[Task]:
    """Elections that are voted in and whose ballots are not here."""
    if not may(IMPORT, asked.seat):
        return
    for one in waiting.without_ballots(asked.at, LIMIT):
        address = reverse("election_ballots", args=[one.code])
        yield _task(
            f"election-ballots-{one.code}",
            one,
            gettext("Bring in the ballots of {title}").format(title=words.told(one.title)),
            gettext("Nothing is counted until they are here."),
            Link(address, gettext("Bring in ballots")),
        )


def batches(asked: Asked) -> Iterable[Task]:
    """Batches of papers that wait for this seat: typed by another alone, or typed differently."""
    if not may(PAPERS, asked.seat):
        return
    for one in waiting.unlike_batches(LIMIT):
        if one.differs or asked.seat not in one.seats:
            yield _batch(one)


def _batch(one: UnlikeBatch) -> Task:
    said = gettext("Type batch {batch} of {city} in {title}, which one seat has typed so far")
    if one.differs:
        said = gettext("Compare the entries of batch {batch} of {city} in {title}: they differ")
    title = words.told(one.election.title)
    address = reverse("election_batch", args=[one.election.code, one.city, one.batch])
    return _task(
        f"batch-{one.election.code}-{one.city}-{one.batch}",
        one.election,
        said.format(batch=one.batch, city=naming.city(one.city), title=title),
        gettext("Nothing is counted until two seats have typed the batch alike."),
        Link(address, gettext("See the batch")),
    )


def count(asked: Asked) -> Iterable[Task]:
    """Elections that have closed, with all ballots in, and wait for the count or a lot."""
    if not may(COUNT, asked.seat):
        return
    for one in waiting.to_count(asked.at, LIMIT):
        yield _count(one)


def _count(one: ToCount) -> Task:
    title = words.told(one.election.title)
    said = gettext("Count {title}").format(title=title)
    if one.tied:
        said = gettext("Count {title} with a lot, which decides between {candidates}").format(
            title=title, candidates=listed(one.tied)
        )
    otherwise = gettext("There is no result until it is counted.")
    if one.tied:
        otherwise = gettext(
            "There is no result until the value of what was decided on is given: {lot}."
        ).format(lot=one.lot)
    code = one.election.code
    return _task(f"count-{code}", one.election, said, otherwise, _act(COUNT, code))


def _act(act_type: str, code: str) -> Link:
    return Link(reverse("act", args=[act_type]) + f"?code={code}", words.act_name(act_type))


def _task(key: str, one: Waiting, title: str, otherwise: str, link: Link) -> Task:
    return Task(
        key=key,
        title=title,
        otherwise=otherwise,
        link=link,
        due=wording.last_day(one.until),
        at=one.until,
    )
