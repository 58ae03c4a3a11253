"""Every page in a real browser: no fault against WCAG 2.2 AA, and nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.assembly.electing import CODE, OPEN
from tests.assembly.test_participatory import COUNT, IMPORT, ballots
from tests.interfaces.web.test_budgets import opened
from tests.interfaces.web.test_elections import FILE, LIST, NAMES, PAGE, PAPERS, held, stood
from tests.interfaces.web.test_money_audit import PAGES as AUDIT
from tests.interfaces.web.test_money_audit import told as audited
from tests.support.auditing import spent
from tests.support.browser import accessibility_faults
from tests.support.pages import days_ago, person, sign_in

from koinon.methods.counting.ballots import gather_rankings
from koinon.record.elections import BALLOTS_MEDIA

pytestmark = pytest.mark.browser

Open = Callable[..., Any]

PUBLIC = [
    "/",
    "/decisions/",
    "/decisions/1/",
    "/decisions/2/",
    "/decisions/2/notice/",
    "/decisions/elections/",
    "/cities/",
    "/cities/ghent/",
    "/register/",
    "/register/?past=1",
    "/record/",
    "/record/?q=zzz",
    "/record/0/",
    "/record/count/",
    "/record/verify/",
    "/record/countersigned/",
    "/charter/",
    "/what-if/",
    "/what-if/plan/?you=paris",
    "/what-if/claims/",
    "/what-if/limits/",
    "/what-if/beside/",
    "/acts/",
    "/data/",
    "/privacy/",
    "/privacy/ask/",
    "/texts/",
    "/texts/charter/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/nothing/",
]
DELEGATE = [
    "/desk/",
    "/seats/",
    "/mail/choices/",
    "/seats/keys/",
    "/record/countersigned/",
    "/decisions/2/",
    "/decisions/2/notice/",
    "/decisions/2/vote/",
    "/decisions/2/vote/?asked=1",
    "/decisions/2/vote/?asked=1&choice=yes",
    "/account/data/",
    "/privacy/ask/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
]
RESIDENTS = ["/decisions/budgets/", "/decisions/budgets/commons-2025/"]
BALLOTS = [*RESIDENTS, "/decisions/budgets/commons-2025/ballots/"]
DESK = [
    "/people/",
    "/people/appoint/",
    "/desk/",
    "/mail/",
    "/decisions/2/notice/",
    "/seats/keys/",
    "/decisions/new/",
    "/decisions/new/assembly.admit_city/1",
    "/acts/cities.certify_fact/1",
    "/acts/cities.record_legal_limit/1",
    "/privacy/requests/",
    "/privacy/keeping/",
    "/privacy/documents/",
    "/privacy/log/",
    "/record/archive/",
]


FORMS = [
    "/desk/",
    "/acts/treasury.plan_sample/1?audit=1",
    "/money/audit/1/letters/",
    "/money/audit/samples/1/examine/",
]


def look(tab: Any, paths: list[str]) -> dict[str, list[str]]:
    """The faults of each page that has any."""
    found = {}
    for path in paths:
        tab.goto(path)
        wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
        said = accessibility_faults(tab, "best-practice") + (
            [f"the page is {wide} px too wide"] if wide > 0 else []
        )
        if said:
            found[path] = said
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_public_pages(
    site: str, links: dict[str, str], new_page: Open, language: str
) -> None:
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    assert look(tab, PUBLIC) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_pages_behind_sign_in(
    site: str, links: dict[str, str], new_page: Open, language: str
) -> None:
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    sign_in(tab, links["ghent"])
    assert look(tab, DELEGATE) == {}
    tab.context.clear_cookies()
    sign_in(tab, links["secretariat"])
    assert look(tab, DESK) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_pages_of_participatory_budgets(
    site: str, new_page: Open, language: str
) -> None:
    chamber = opened(-20, -10)
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    sign_in(tab, person("desk@league.example", "secretariat"))
    assert look(tab, BALLOTS) == {}
    chamber.at = days_ago(5)
    chamber.act(IMPORT, ballots(chamber), "secretariat")
    assert look(tab, BALLOTS) == {}
    chamber.act(COUNT, {"code": "commons-2025"}, "secretariat")
    assert look(tab, [*RESIDENTS, "/decisions/1/"]) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_pages_of_elections(site: str, new_page: Open, language: str) -> None:
    chamber = stood(held(-20, -10, rule="scottish-stv"))
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    assert look(tab, [LIST, PAGE]) == {}
    sign_in(tab, person("desk@league.example", "secretariat"))
    assert look(tab, [LIST, PAGE, FILE, PAPERS, "/desk/", f"/decisions/new/{OPEN}"]) == {}
    chamber.at = days_ago(5)
    document = gather_rankings(tuple(NAMES), [(((0,), (1,)), 5), (((1,), (2,)), 3), ((), 1)]).dump()
    data = {"code": CODE, "ballots": chamber.document(document, BALLOTS_MEDIA).model_dump()}
    chamber.act("assembly.import_election_ballots/1", data, "secretariat")
    assert look(tab, [PAGE, "/desk/"]) == {}
    chamber.act("assembly.count_election/1", {"code": CODE}, "secretariat")
    assert look(tab, [LIST, PAGE, f"{PAGE}vacancy/"]) == {}
    chamber.act("assembly.fill_vacancy/1", {"code": CODE, "vacated": "vera"}, "secretariat")
    assert look(tab, [PAGE, f"{PAGE}vacancies/1/"]) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_can_use_the_pages_of_an_audit(site: str, new_page: Open, language: str) -> None:
    audited(spent())
    size = {"width": 390, "height": 844}
    tab = new_page(base_url=site, locale=language, viewport=size)
    assert look(tab, AUDIT) == {}
    sign_in(tab, person("auditor@league.example", "auditor"))
    assert look(tab, [*AUDIT, *FORMS]) == {}


def test_the_checker_sees_a_fault(site: str, links: dict[str, str], new_page: Open) -> None:
    tab = new_page(base_url=site)
    tab.goto("/")
    tab.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(said.startswith("html-has-lang") for said in accessibility_faults(tab))
