"""A city that is warned objects to its charge, is ruled to be right, and is credited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support import pages
from tests.support.desk import confirm
from tests.support.disputes import charged
from tests.support.journeys import Walker
from tests.support.replaying import assert_holds
from tests.support.verifying import copy_of_record, run_verifier

from koinon.acts.gate import tick
from koinon.treasury.queries import overdue

pytestmark = pytest.mark.browser

PROOF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_warned_city_objects_and_is_credited(
    site: str, walker: Callable[..., Walker], tmp_path: Path, language: str
) -> None:
    """One euro for each of its 114,007 residents; it has 90,000 of them."""
    charged()
    tick()
    people = {
        seat: pages.person(f"{seat.replace('/', '-')}@league.example", seat)
        for seat in ("council/namur", "treasurer", "arbiter", "secretariat")
    }
    paper = tmp_path / "register.pdf"
    paper.write_bytes(PROOF)
    delegate = walker(site, language)
    delegate.sign_in(people["council/namur"])
    it_objects_from_its_desk(delegate, paper)
    treasurer, arbiter, office = (walker(site, language) for _ in range(3))
    treasurer.sign_in(people["treasurer"])
    the_coalition_contests_it(treasurer)
    arbiter.sign_in(people["arbiter"])
    the_arbiter_upholds_it(arbiter, paper)
    office.sign_in(people["secretariat"])
    the_figure_is_corrected(office)
    the_levy_is_computed_anew(treasurer)
    its_page_shows_the_credit(delegate)
    anyone_checks_it(delegate, tmp_path)


def it_objects_from_its_desk(delegate: Walker, paper: Path) -> None:
    tab = delegate.tab
    tab.goto("/desk/")
    delegate.look("desk-warned")
    tab.locator('a[href="/money/charges/3/"]').click()
    delegate.look("charge")
    delegate.follow("We disagree with this charge")
    tab.locator("#field-ground").fill("Students were counted twice")
    tab.locator("#field-figure").select_option("population")
    tab.locator("#field-claimed").fill("many")
    tab.locator("#field-document").set_input_files(paper)
    delegate.press("Continue")
    assert delegate.there("#field-claimed-error")
    delegate.look("mistyped")
    tab.locator("#field-claimed").fill("90000")
    delegate.press("Continue")
    confirm(delegate, "treasury.dispute_levy/1")
    delegate.follow("See the dispute")
    waits = delegate.words("It waits for the coalition’s answer and for the ruling.")
    assert waits in delegate.read("main")
    proof = tab.get_by_role("link", name=delegate.words("Proof"), exact=True)
    assert "/log/documents/" in (proof.get_attribute("href") or ""), "kept through the mistake"
    delegate.look("dispute")
    assert overdue("2100-01-01", city="namur").rows == (), "the objection stays the suspension"


def from_the_desk(person: Walker, step: str) -> None:
    """Do what the desk names first of a dispute."""
    person.tab.goto("/desk/")
    person.tab.locator(f'a[href="/money/disputes/1/{step}/"]').click()


def the_coalition_contests_it(treasurer: Walker) -> None:
    from_the_desk(treasurer, "answer")
    treasurer.tab.locator("#field-answer").select_option("contested")
    treasurer.tab.locator("#field-reason").fill("The register of 2024 says so")
    treasurer.press("Continue")
    confirm(treasurer, "treasury.answer_dispute/1")


def the_arbiter_upholds_it(arbiter: Walker, paper: Path) -> None:
    from_the_desk(arbiter, "rule")
    arbiter.tab.locator("#field-outcome").select_option("upheld")
    arbiter.tab.locator("#field-reason").fill("They are residents of Liège")
    arbiter.tab.locator("#field-document").set_input_files(paper)
    arbiter.look("ruling")
    arbiter.press("Continue")
    confirm(arbiter, "treasury.rule_on_dispute/1")


def the_figure_is_corrected(office: Walker) -> None:
    from_the_desk(office, "correct")
    assert office.tab.locator("#field-fact-value").input_value() == "90000"
    office.tab.locator("#field-fact-source").fill("Register, recounted")
    office.look("correct")
    office.press("Continue")
    confirm(office, "cities.correct_fact/1")


def the_levy_is_computed_anew(treasurer: Walker) -> None:
    from_the_desk(treasurer, "recalculate")
    rows = treasurer.tab.locator("tbody tr")
    assert rows.count() == 3
    assert treasurer.figure("94,747.91 EUR") in treasurer.text(rows.last)
    assert treasurer.figure("19,259.09 EUR") in treasurer.text(rows.last)
    treasurer.tab.locator("#field-due").fill("2031-01-31")
    treasurer.look("preview")
    treasurer.press("Continue")
    confirm(treasurer, "treasury.recalculate_levy/1")
    treasurer.follow("See the dispute")
    treasurer.tab.locator(".strip > li").first.wait_for()
    assert treasurer.there(".strip .undone", 0)
    treasurer.look("carried-out")


def its_page_shows_the_credit(delegate: Walker) -> None:
    delegate.tab.goto("/cities/namur/")
    note = delegate.words("Credit note %(number)s", number=1)
    with delegate.tab.expect_download() as taken:
        delegate.tab.evaluate(
            "address => { const link = document.createElement('a'); link.href = address;"
            " link.download = ''; document.body.append(link); link.click(); link.remove(); }",
            delegate.tab.get_by_role("link", name=note, exact=True).get_attribute("href"),
        )
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    delegate.look("credited")


def anyone_checks_it(delegate: Walker, folder: Path) -> None:
    delegate.tab.goto("/record/verify/")
    code, words = run_verifier(copy_of_record(delegate, folder / "copy"), ".")
    assert code == 0, words
    assert_holds()
