"""The secretariat's to-dos: notices, votes at risk, decisions not carried out, stale figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from koinon.assembly import queries as assembly
from koinon.assembly import queries_desk
from koinon.assembly.calendar import midnight
from koinon.cities import queries as cities
from koinon.interfaces.shared import naming, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.desk.telling import LIMIT, Asked, Task, listed
from koinon.interfaces.web.executions import not_carried_out
from koinon.interfaces.web.pages.decisions import OPEN_PROPOSAL, may
from koinon.interfaces.web.steps import Link
from koinon.treasury import queries as treasury

ADOPT_BUDGET: Final = "treasury.adopt_budget/1"
IMPORT_BALLOTS: Final = "assembly.import_ballots/1"
CERTIFY: Final = "cities.certify_fact/1"
RECORD_LIMIT: Final = "cities.record_legal_limit/1"
AT_RISK_DAYS: Final = 7
"""A vote that would fail as it stands is shown this many days before it closes."""
LIMIT_DAYS: Final = 60
"""A legal limit that ends is shown this many days before."""
FIGURE_DAYS: Final = 731
"""A figure older than two years is shown; censuses and registers are published later than that."""


def at_risk(asked: Asked) -> Iterable[Task]:
    """Votes that close soon and would fail as they stand."""
    if asked.city or not may(OPEN_PROPOSAL, asked.seat):
        return
    charter = words.charter()
    assert charter is not None
    until = midnight(asked.today + timedelta(days=AT_RISK_DAYS), charter.time_zone)
    for number in queries_desk.closing(asked.at, until, LIMIT):
        found = assembly.proposal(number, asked.at)
        assert found is not None
        if found.decision.tree.met:
            continue
        members, voted = len(found.terms.electorate.members), len(found.votes)
        said = ngettext(
            "{voted} of {members} member has voted on proposal {number}, {title}; as it stands it "
            "does not pass",
            "{voted} of {members} members have voted on proposal {number}, {title}; as it stands "
            "it does not pass",
            members,
        )
        yield Task(
            key=f"risk-{number}",
            title=said.format(
                voted=voted, members=members, number=number, title=words.told(found.title)
            ),
            otherwise=gettext("It is not adopted, unless others vote in favour by then."),
            link=Link(reverse("proposal", args=[number]), gettext("See who has not voted")),
            due=wording.last_day(found.closes_at),
            at=found.closes_at,
        )


def budget_notice(asked: Asked) -> Iterable[Task]:
    """The last day to give notice of the budget, so that it is decided before its year begins."""
    charter = words.charter()
    matter = charter.matter_for(ADOPT_BUDGET) if charter else None
    if charter is None or matter is None or asked.city or not may(OPEN_PROPOSAL, asked.seat):
        return
    year = asked.today.year + 1
    if _budgeted(year):
        return
    days = matter.voting_days + (matter.notice_days + 1 if matter.notice_days else 0)
    due = date(year, 1, 1) - timedelta(days=days)
    if due < asked.today:
        due = asked.today
    yield Task(
        key=f"budget-{year}",
        title=gettext("Give notice of the budget of {year}").format(year=year),
        otherwise=gettext(
            "The year {year} begins without a budget: nothing can be promised on it, and only what "
            "the charter calls unavoidable is paid."
        ).format(year=year),
        link=Link(
            reverse("enclose", args=[ADOPT_BUDGET]), gettext("Open a proposal with the budget")
        ),
        due=due,
    )


def _budgeted(year: int) -> bool:
    """Whether a budget of the year is adopted, or proposed and not decided yet."""
    charter = words.charter()
    assert charter is not None
    if any(one.adopted_n is not None for one in treasury.budget(charter.currency, year)):
        return True
    pending = queries_desk.pending_with({ADOPT_BUDGET})
    return any(data.get("year") == year for _, data in pending)


def ballots(asked: Asked) -> Iterable[Task]:
    """Participatory budgets whose ballots are not imported."""
    if not may(IMPORT_BALLOTS, asked.seat):
        return
    for code, title, closes_at in queries_desk.without_ballots(LIMIT):
        yield Task(
            key=f"ballots-{code}",
            title=gettext("Import the ballots of {title}").format(title=words.told(title)),
            otherwise=gettext("Nothing is counted, and no project is funded, until they are here."),
            link=Link(reverse("budget_ballots", args=[code]), gettext("Import ballots")),
            due=wording.last_day(closes_at),
            at=closes_at,
        )


def undone(asked: Asked) -> Iterable[Task]:
    """Decisions of late that were adopted and not carried out."""
    if asked.city or not may(OPEN_PROPOSAL, asked.seat):
        return
    decided = assembly.proposals("decided", asked.at).lines
    failed = not_carried_out([one.decided_n for one in decided])
    for one in decided:
        why = failed.get(one.decided_n or 0)
        if why is None:
            continue
        yield Task(
            key=f"undone-{one.number}",
            title=gettext("Proposal {number}, {title}, was adopted and not carried out").format(
                number=one.number, title=words.told(one.title)
            ),
            otherwise=why.sentence,
            link=Link(reverse("proposal", args=[one.number]), gettext("See the decision")),
        )


def figures(asked: Asked) -> Iterable[Task]:
    """Figures the charter weighs by that are missing, or older than two years."""
    charter = words.charter()
    if charter is None or not may(CERTIFY, asked.seat):
        return
    oldest = (asked.today - timedelta(days=FIGURE_DAYS)).isoformat()
    for kind in charter.facts:
        known = cities.facts_in_force(kind.id, asked.today.isoformat())
        late = [one for one in cities.members() if one not in known or known[one].on < oldest]
        if not late:
            continue
        first = late[0]
        given = f"?city={first}&fact.name={kind.id}&fact.unit={kind.unit}"
        said = gettext("Certify a newer figure, {figure}, of {cities}")
        yield Task(
            key=f"figure-{kind.id}",
            title=said.format(
                figure=words.told(kind.title), cities=listed(naming.city(one) for one in late)
            ),
            otherwise=gettext(
                "Votes and levies go on being reckoned from figures that are older than two years."
            ),
            link=Link(reverse("act", args=[CERTIFY]) + given, gettext("Certify a figure")),
        )


def limits(asked: Asked) -> Iterable[Task]:
    """Legal limits of members that end soon."""
    if not may(RECORD_LIMIT, asked.seat):
        return
    names = words.city_names()
    last = (asked.today + timedelta(days=LIMIT_DAYS)).isoformat()
    for city, in_force in cities.limits_in_force(asked.today.isoformat()).items():
        for one in in_force:
            if one.expires is None or one.expires > last:
                continue
            yield Task(
                key=f"limit-{city}-{one.kind}",
                title=gettext("Record the new legal limit of {city}").format(
                    city=names.get(city, city)
                ),
                otherwise=gettext(
                    "The limit on record ends; from then on levies are not held against any."
                ),
                link=Link(
                    reverse("act", args=[RECORD_LIMIT]) + f"?city={city}",
                    gettext("Record a limit"),
                ),
                due=date.fromisoformat(one.expires) - timedelta(days=1),
            )
