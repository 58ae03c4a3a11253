"""An external auditor audits a year: treasurer and member answer, and all of it verifies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support import pages
from tests.support.auditing import AUDIT, spent
from tests.support.coalition import KEY
from tests.support.desk import confirm
from tests.support.journeys import Walker
from tests.support.signing import KeyFile
from tests.treasury.test_audits import registered

from koinon.record import canonical, logkeys, store
from koinon.record.verify import verify
from koinon.treasury.queries import audits

pytestmark = pytest.mark.browser

ACT = "treasury.{}/1"
PAPER = {"name": "paper.txt", "mimeType": "text/plain", "buffer": b"As it says."}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_external_auditor_comes_to_a_signed_opinion(
    site: str, walker: Callable[..., Walker], language: str
) -> None:
    chest = spent(AUDIT, logkeys.signer().verifier_key(KEY.name))
    device = registered(chest)
    auditor = walker(site, language)
    auditor.sign_in(pages.person("ines@audit.example", "auditor"))
    the_audit_is_opened_and_a_sample_planned(auditor)
    what_members_and_treasurer_are_asked(auditor)
    the_sample_is_drawn_and_examined(auditor)
    a_finding_is_recorded(auditor)
    the_treasurer_answers(walker(site, language))
    a_member_has_another_figure(walker(site, language))
    the_opinion_is_signed(auditor, device)
    report = verify(f"{site}/log/")
    assert report.problems == ()


def fill(one: Walker, **typed: str) -> None:
    """Fill the form of an act, choices too, and go on to the answers."""
    for name, text in typed.items():
        place = one.tab.locator(f'[name="{name.replace("__", ".")}"]')
        if place.first.evaluate("field => field.tagName") == "SELECT":
            place.select_option(text)
        else:
            place.fill(text)
    one.press("Continue")


def do(one: Walker, act: str, **typed: str) -> None:
    """Fill a form, look at the answers, do it."""
    fill(one, **typed)
    confirm(one, ACT.format(act))
    assert one.read("h1") == one.words("It is in the record")


def offered(one: Walker, act: str) -> None:
    """Follow the link to the form of an act."""
    one.tab.locator(f'main a[href*="/acts/{ACT.format(act)}"]').first.click()


def the_audit_is_opened_and_a_sample_planned(auditor: Walker) -> None:
    auditor.go("Money")
    auditor.follow("Audits of the books")
    auditor.look("audits")
    offered(auditor, "open_audit")
    told = {"scope": "Payments and dues", "materiality_cents": "3000", "basis": "3 % of payments"}
    do(auditor, "open_audit", year="2025", **told)
    auditor.tab.goto("/acts/treasury.plan_sample/1?audit=1")
    plan = {"population": "payments", "method": "monetary unit", "interval_cents": "2000"}
    fill(auditor, **plan)
    auditor.press("Do it: %(act)s", act=auditor.words("act.treasury.plan_sample/1"))
    assert auditor.there(auditor.tab.get_by_role("alert")), "no confidence, and no chance"
    auditor.tab.goto("/money/audit/1/")
    auditor.follow("Plan a sample by units of money")
    do(auditor, "plan_sample", interval_cents="2000", after_entries="2")
    auditor.tab.goto("/money/audit/samples/1/")
    auditor.look("planned")
    assert auditor.tab.locator('a[href*="draw_sample"]').count() == 0, "the value is to come"


def what_members_and_treasurer_are_asked(auditor: Walker) -> None:
    auditor.tab.goto("/money/audit/1/")
    offered(auditor, "request_evidence")
    entry = next(n for n in range(store.head().size) if _type(n) == "treasury.pay/1")
    do(auditor, "request_evidence", entry=str(entry), what="The invoice", seat="treasurer")
    auditor.tab.goto("/money/audit/1/")
    auditor.follow("act.treasury.ask_confirmations/1")
    auditor.look("ask")
    do(auditor, "ask_confirmations", on="2025-01-08")
    auditor.tab.goto("/money/audit/1/")
    auditor.look("asked")
    # Three members of three; Leuven paid 4,000 of the 10,000 that it was charged.
    assert auditor.tab.locator('a[href*="/money/audit/letters/"]').count() == 3
    assert auditor.figure("6,000.00 EUR") in auditor.read()


def the_sample_is_drawn_and_examined(auditor: Walker) -> None:
    auditor.tab.goto("/money/audit/samples/1/")
    offered(auditor, "draw_sample")
    do(auditor, "draw_sample")
    auditor.tab.goto("/money/audit/samples/1/")
    auditor.look("drawn")
    auditor.follow("act.treasury.examine_items/1")
    auditor.look("examine")
    drawn = audits.sample(1)
    assert drawn is not None
    place = next(k for k, one in enumerate(drawn.items) if one.cents == 4_000_00)
    do(auditor, "examine_items", **{f"items__{place}__audited_cents": "3900"})
    auditor.tab.goto("/money/audit/samples/1/")
    auditor.look("examined")
    # 100.00 too much of an item above the interval; 2.996 times 2,000.00 for the rest.
    assert auditor.figure("6,092.00 EUR") in auditor.read()
    first = auditor.tab.locator('tbody th a[href^="/record/"]').first
    first.click()
    assert auditor.there(".strip > li", 7)
    auditor.look("back-to-the-vote")


def a_finding_is_recorded(auditor: Walker) -> None:
    auditor.tab.goto("/money/audit/1/")
    offered(auditor, "record_finding")
    told = {"title": "Paid 100.00 too much", "severity": "minor", "seat": "treasurer"}
    do(auditor, "record_finding", **told, amount_cents="100")


def the_treasurer_answers(treasurer: Walker) -> None:
    treasurer.sign_in(pages.person("tom@league.example", "treasurer"))
    treasurer.tab.goto("/desk/")
    treasurer.look("desk-of-the-treasurer")
    offered(treasurer, "provide_evidence")
    treasurer.tab.locator('button[name="add"][value="documents"]').click()
    treasurer.tab.set_input_files('input[type="file"]', PAPER)
    do(treasurer, "provide_evidence")
    treasurer.tab.goto("/desk/")
    offered(treasurer, "reply_to_finding")
    treasurer.tab.check('[name="accepts"]')
    do(treasurer, "reply_to_finding", reply="We ask it back", action_by="2027-03-01")


def a_member_has_another_figure(member: Walker) -> None:
    member.sign_in(pages.person("lena@leuven.example", "council/leuven"))
    member.tab.goto("/desk/")
    member.follow("Read the letter")
    member.look("letter")
    member.follow("We have another figure")
    do(member, "answer_confirmation", figure_cents="5500", reason="We paid 500.00 on the 7th")
    member.tab.goto("/desk/")
    assert member.tab.locator('a[href*="/money/audit/letters/"]').count() == 0


def the_opinion_is_signed(auditor: Walker, device: KeyFile) -> None:
    auditor.tab.goto("/money/audit/1/")
    offered(auditor, "close_request")
    do(auditor, "close_request", outcome="accepted")
    auditor.tab.goto("/money/audit/1/")
    offered(auditor, "reconcile_confirmation")
    do(auditor, "reconcile_confirmation", explanation="In transit", misstated_cents="0")
    auditor.tab.goto("/money/audit/1/")
    auditor.look("before-the-opinion")
    offered(auditor, "give_opinion")
    auditor.tab.set_input_files('input[type="file"]', PAPER)
    fill(auditor, opinion="qualified", basis="One payment was too high")
    confirm(auditor, "treasury.give_opinion/1")
    auditor.look("sign")
    stated = auditor.tab.locator("#statement").input_value()
    auditor.tab.locator("#signed").fill(canonical.dump(device.sign(stated.encode())).decode())
    auditor.press("Send with this signature")
    assert auditor.read("h1") == auditor.words("It is in the record")
    auditor.tab.goto("/money/audit/1/")
    auditor.look("opinion")
    assert auditor.words("It is signed; the entry shows the signature and its proof.") in (
        auditor.read()
    )
    assert auditor.tab.request.get("/money/audit/1/opinion.pdf").body().startswith(b"%PDF")


def _type(n: int) -> str:
    entry: Any = canonical.load(store.body(n))
    return str(entry["type"])
