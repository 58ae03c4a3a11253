"""What outlives a meeting: proposals it did not vote on, and the names of who spoke in it."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid5

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assembly.leagues import assert_holds
from tests.assembly.meetings import Assembly
from tests.interfaces.web.test_meeting_ends import enter, running
from tests.interfaces.web.test_meetings import hidden, said
from tests.support.coalition import SPACE, member
from tests.support.meeting_pages import convened, local
from tests.support.pages import days_ago

from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact
from koinon.acts.private import Sealer
from koinon.acts.registry import find
from koinon.assembly.models import Mandate, Proposal
from koinon.people import access
from koinon.people.models import Secret

pytestmark = pytest.mark.django_db(databases=["default", "replay"])
__all__ = ["enter"]

NAME = "Ottoline <b>Kanarienvogel</b>"


def lapsed(**put: Any) -> tuple[Assembly, int, int, int]:
    """A meeting that ended without a vote on a proposal, and another one to come."""
    chamber, meeting, asked = running(**put)
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, "secretariat")
    following = chamber.convene("Old business", begins=local(20))
    return chamber, meeting, asked, following


def test_what_lapsed_is_put_to_another_meeting_by_a_form_filled_in(enter: Any) -> None:
    mechelen = {**member("mechelen", 87_665), "latitude_e4": 510_259, "longitude_e4": 44_776}
    acts = [{"type": "assembly.admit_city/1", "data": {"member": mechelen}}]
    _, meeting, asked, following = lapsed(acts=acts, matter=None)
    clerk, path = enter("secretariat"), f"/decisions/{asked}/again/"
    assert f'href="{path}"' in clerk.get(f"/decisions/{asked}/").content.decode()
    assert f'href="{path}"' in clerk.get(f"/decisions/meetings/{meeting}/").content.decode()
    form = said(clerk.get(path))
    assert "under item 1: Old business" in form
    assert "The trams" not in form, "the old meeting takes nothing any more"
    assert "Choose where it is put now." in said(clerk.post(path, {"where": "99-1"}))
    chosen = clerk.post(path, {"where": f"{following}-1"})
    assert chosen["Location"] == "/decisions/new/"
    draft = clerk.get("/decisions/new/")
    assert 'value="Forty trams"' in draft.content.decode()
    assert "Mechelen (BE) becomes a member." in said(draft)
    checked = clerk.get("/decisions/new/check/")
    assert "under item 1: Old business" in said(checked)
    done = clerk.post("/decisions/new/check/", hidden(checked))
    assert done["Location"].startswith("/receipts/")
    before, after = (Proposal.objects.get(number=n) for n in (asked, asked + 1))
    assert (after.title, after.acts, after.text_sha256) == (
        before.title,
        before.acts,
        before.text_sha256,
    )
    assert (after.meeting.number, after.status, before.status) == (following, "open", "lapsed")
    assert after.opened_n > before.opened_n
    assert_holds()


def test_a_draft_is_not_lost_to_what_lapsed(enter: Any) -> None:
    _, _, asked, following = lapsed()
    clerk, path = enter("secretariat"), f"/decisions/{asked}/again/"
    clerk.post("/decisions/new/", {"title-en": "My own", "matter": "ordinary"})
    assert "My draft “My own” may go: this takes its place" in said(clerk.get(path))
    where = {"where": f"{following}-1"}
    assert "Say that your draft may go, or give notice of it first." in said(
        clerk.post(path, where)
    )
    assert 'value="My own"' in clerk.get("/decisions/new/").content.decode()
    assert clerk.post(path, where | {"replace": "on"}).status_code == 302
    page = clerk.get("/decisions/new/").content.decode()
    assert 'value="Forty trams"' in page
    assert 'value="ordinary" selected' in page


def test_only_what_lapsed_and_only_by_who_may_is_put_again(enter: Any) -> None:
    _, _, asked, _ = lapsed()
    assert enter("ghent").get(f"/decisions/{asked}/again/").status_code == 404
    clerk = enter("secretariat")
    assert clerk.get("/decisions/99/again/").status_code == 404
    assert Client().get(f"/decisions/{asked}/again/").status_code == 302


def appoint(chamber: Assembly, seat: str, name: str, role: str = "holder") -> str:
    """Somebody holds a seat from now on; the commitment to the name."""
    chamber.count += 1
    act_id = uuid5(SPACE, f"appoint {chamber.count}")
    given = {"seat": seat, "role": role, "holder": name, "how": "Elected"}
    sealed = {"seal": Sealer(b"key", act_id)}
    made = find("assembly.appoint/1").model_validate(given, context=sealed)
    answer = enact(Envelope(made, act_id, seat), at=chamber.at)
    assert isinstance(answer, Receipt), answer
    return made.plain()["holder"]["private"]  # type: ignore[index,no-any-return]


def test_who_spoke_is_named_from_the_register_and_where_nobody_is_the_seat_stands(
    enter: Any,
) -> None:
    chamber, meeting, asked = running()
    commitment = appoint(chamber, "council/ghent", NAME)
    appoint(chamber, "council/leuven", "Ann One", "alternate")
    appoint(chamber, "council/leuven", "Ben Two", "alternate")
    clerk = enter("secretariat")
    paper = chamber.document(b"appointed").model_dump()
    chamber.attend(
        meeting,
        "ghent",
        "namur",
        {"city": "leuven", "by": "alternate", "instrument": paper},
        {"city": "mons", "by": "proxy", "holder": "council/ghent", "instrument": paper},
    )
    chamber.call(asked, ghent="yes", leuven="yes", mons="yes", namur="no")
    shown = "Ottoline &lt;b&gt;Kanarienvogel&lt;/b&gt;"
    for path in (
        f"/decisions/meetings/{meeting}/present/",
        f"/decisions/meetings/{meeting}/",
        f"/decisions/meetings/{meeting}/papers/minutes/draft.html",
        f"/decisions/meetings/{meeting}/papers/letters/ghent.html",
    ):
        page = clerk.get(path).content.decode()
        assert shown in page, path
        assert NAME not in page, path
        assert "Ann One" not in page, "two alternates: which one came is not recorded"
    assert "its delegate</td>" in clerk.get(f"/decisions/meetings/{meeting}/").content.decode()
    public = Client().get(f"/decisions/meetings/{meeting}/").content.decode()
    assert public.count(shown) == 4, "present and voting, for itself and by proxy for Mons"
    access.erase(commitment)
    assert not Secret.objects.filter(commitment=commitment).exists()
    assert shown not in Client().get(f"/decisions/meetings/{meeting}/").content.decode()
    assert_holds()


def test_a_name_is_that_of_the_time_not_of_today(enter: Any) -> None:
    chamber, meeting, asked = running()
    appoint(chamber, "council/ghent", "First Holder")
    chamber.at = days_ago(0)
    chamber.attend(meeting, "ghent", "leuven", "namur")
    chamber.call(asked, ghent="yes", leuven="yes", namur="no")
    chamber.at = days_ago(0)
    first = Mandate.objects.get().appointed_n
    end = {"mandate": first, "how": "resigned"}
    chamber.act("assembly.end_mandate/1", end, "council/ghent")
    appoint(chamber, "council/ghent", "Second Holder")
    page = enter("secretariat").get(f"/decisions/meetings/{meeting}/").content.decode()
    assert page.count("First Holder") == 2
    assert "Second Holder" not in page


def test_a_proxy_for_an_item_is_given_by_form_and_stands_on_the_attendance(enter: Any) -> None:
    chamber, meeting, asked = convened(-1, "The trams", "Any other business")
    path = f"/decisions/meetings/{meeting}/proxy/"
    ghent, leuven = enter("ghent"), enter("leuven")
    page = ghent.get(f"/decisions/meetings/{meeting}/").content.decode()
    assert f'href="{path}"' in page
    assert "Choose a seat that is to vote." in said(ghent.post(path, {"step": "check"}))
    paper = SimpleUploadedFile("proxy.txt", b"Ghent: to Mons", content_type="text/plain")
    given = {"holder": "council/mons", "item": "1", "step": "check"}
    checked = ghent.post(path, given | {"paper": paper})
    assert "Scope Item 1 alone: The trams" in said(checked)
    assert "A seat may hold 1 proxy, by the charter." in said(checked)
    done = ghent.post(path, hidden(checked))
    assert done["Location"].startswith("/receipts/")
    assert f"/decisions/meetings/{meeting}/" in ghent.get(done["Location"]).content.decode()
    own = said(ghent.get(path))
    assert "Council · Mons holds Ghent’s proxy already; take it back first." in own
    taken = leuven.post(path, given)
    assert "Council · Mons (holds 1 already)" in said(leuven.get(path))
    refused = leuven.post(path, hidden(taken))
    assert refused.status_code == 409
    whole = leuven.post(path, given | {"holder": "council/namur", "item": ""})
    assert "Scope Everything this meeting votes on" in said(whole)
    assert leuven.post(path, hidden(whole)).status_code == 302
    clerk = enter("secretariat")
    form = clerk.get(f"/decisions/meetings/{meeting}/present/")
    shown = said(form)
    assert "Council · Ghent gave its proxy to Council · Mons, item 1 alone · Entry" in shown
    assert "its paper" in shown
    rows = form.content.decode()
    assert re.search(r'id="by-leuven".*?<option value="namur" selected>', rows, re.S)
    assert enter("secretariat").get(path).status_code == 404
    assert ghent.get("/decisions/meetings/99/proxy/").status_code == 404
    del chamber, asked
    assert_holds()
