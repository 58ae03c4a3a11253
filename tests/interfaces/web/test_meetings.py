"""Meetings in the browser: convened, attended, called, objected to, corrected, by the forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar
from tests.assembly.leagues import assert_holds
from tests.support.meeting_pages import begun, convened, local, people

from koinon.assembly.models import Attendance, Meeting, Proposal, Vote
from koinon.interfaces.web.desk import laid
from koinon.interfaces.web.instants import now
from koinon.record import store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def enter(tmp_path: Any, settings: Any) -> Callable[[str], Client]:
    settings.HOME = tmp_path
    links: dict[str, str] = {}

    def signed_in(who: str) -> Client:
        links.update(links or people())
        client = Client()
        assert client.post(f"/enter/{links[who]}").status_code == 302
        return client

    return signed_in


def said(answer: Any) -> str:
    assert answer.status_code in (200, 409), answer.status_code
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def hidden(answer: Any) -> dict[str, str]:
    """The fields a page of answers hands on."""
    fields = re.findall(
        r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', answer.content.decode()
    )
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def signed_list() -> SimpleUploadedFile:
    return SimpleUploadedFile("list.pdf", PDF, content_type="application/pdf")


def by_form(client: Client, path: str, data: dict[str, Any]) -> Any:
    """Fill in a form, look at the answers, confirm."""
    checked = client.post(path, data)
    assert checked.status_code == 200, said(checked)
    return client.post(path, hidden(checked))


EVERYBODY = {
    "by-ghent": "delegate",
    "by-leuven": "delegate",
    "by-mons": "absent",
    "by-namur": "delegate",
}


def attended(client: Client, meeting: int, **more: Any) -> Any:
    return by_form(client, f"/decisions/meetings/{meeting}/present/", EVERYBODY | more)


def opened(client: Client, meeting: int, item: int = 1) -> None:
    path = "/acts/assembly.open_item/1"
    checked = client.post(path, {"meeting": meeting, "item": item, "step": "check"})
    assert client.post(path, hidden(checked)).status_code == 302


def test_a_clerk_runs_a_meeting_by_its_forms(enter: Any) -> None:
    chamber, meeting, asked = begun()
    clerk = enter("secretariat")
    page = said(clerk.get(f"/decisions/meetings/{meeting}/"))
    assert "Going on" in page
    assert "Nobody has written down yet who is present." in page
    form = clerk.get(f"/decisions/meetings/{meeting}/present/")
    assert form.content.decode().count("<select") == 5  # four cities and the item
    checked = clerk.post(f"/decisions/meetings/{meeting}/present/", EVERYBODY)
    assert "Taking part, by “One each”" in said(checked)
    assert "75%" in said(checked)  # three of four, two thirds needed
    attended(clerk, meeting)
    assert Attendance.objects.get().met
    opened(clerk, meeting)
    delegate = enter("ghent")
    assert "Cast Ghent’s vote online" in said(delegate.get(f"/decisions/meetings/{meeting}/"))
    call = f"/decisions/meetings/{meeting}/call/{asked}/"
    rows = said(clerk.get(call))
    assert "Leuven in the room" in rows
    assert "Mons" not in rows, "absent"
    votes = {"vote-ghent": "yes", "vote-leuven": "no", "vote-namur": "yes"}
    without = clerk.post(call, votes)
    assert "Add the signed list, as a picture or a PDF." in said(without)
    assert without.content.decode().count("checked") >= 3, "what was called is not lost"
    checked = clerk.post(call, votes | {"list": signed_list()})
    assert "66.6%" in said(checked)
    assert Vote.objects.count() == 0
    assert clerk.post(call, hidden(checked)).status_code == 302
    assert Vote.objects.count() == 3
    page = said(clerk.get(f"/decisions/meetings/{meeting}/"))
    assert "Adopted, if nothing is corrected" in page
    assert "Members can object to how theirs was written down until" in page
    del chamber
    assert_holds()


def test_a_delegate_objects_and_the_clerk_corrects(enter: Any) -> None:
    _, meeting, asked = begun()
    clerk = enter("secretariat")
    attended(clerk, meeting)
    opened(clerk, meeting)
    call = f"/decisions/meetings/{meeting}/call/{asked}/"
    votes = {"vote-ghent": "yes", "vote-leuven": "yes", "vote-namur": "no"}
    by_form(clerk, call, votes | {"list": signed_list()})
    leuven = enter("leuven")
    task = next(one for one in laid("council/leuven", now()) if one.key == f"check-{asked}")
    assert task.title == "Check how the vote on Buy forty trams was written down"
    path = f"/decisions/{asked}/object/"
    given = {"reason": "Leuven said no.", "step": "check"}
    checked = leuven.post(path, given)
    assert leuven.post(path, hidden(checked)).status_code == 302
    page = clerk.get(f"/decisions/meetings/{meeting}/").content.decode()
    path = f"/decisions/{asked}/correct/"
    objection = re.search(rf'href="{path}\?objection=(\d+)"', page)[1]
    correction = {
        "city": "leuven",
        "choice": "no",
        "reason": "Heard wrongly.",
        "objection": objection,
        "step": "check",
    }
    checked = clerk.post(path, correction)
    assert clerk.post(path, hidden(checked)).status_code == 302
    page = said(clerk.get(f"/decisions/meetings/{meeting}/"))
    assert "Leuven: Against, not In favour. Heard wrongly." in page
    assert "answered by a correction" in page
    assert "Not adopted, if nothing is corrected" in page
    assert_holds()


def test_proxies_papers_and_divided_votes_pass_through_the_forms(enter: Any) -> None:
    _, meeting, asked = begun()
    clerk = enter("secretariat")
    paper = SimpleUploadedFile("proxy.pdf", PDF, content_type="application/pdf")
    path = f"/decisions/meetings/{meeting}/present/"
    refused = clerk.post(path, EVERYBODY | {"by-mons": "ghent"})
    refused = clerk.post(path, hidden(refused))
    assert refused.status_code == 409
    assert "proxy" in said(refused).lower()
    by_form(clerk, path, EVERYBODY | {"by-mons": "ghent", "paper-mons": paper})
    page = said(clerk.get(f"/decisions/meetings/{meeting}/"))
    assert "by proxy: Council · Ghent · its paper" in page
    opened(clerk, meeting)
    call = f"/decisions/meetings/{meeting}/call/{asked}/"
    wrong = {"vote-ghent": "split", "yes-ghent": "60 %", "no-ghent": "50 %", "list": signed_list()}
    assert "Ghent: Write per cent such as 60 %" in said(clerk.post(call, wrong))
    votes = {
        "vote-ghent": "split",
        "yes-ghent": "2",
        "no-ghent": "1",
        "vote-mons": "yes",
        "vote-namur": "abstain",
    }
    by_form(clerk, call, votes | {"list": signed_list()})
    assert {(v.city, v.yes, v.no, v.by) for v in Vote.objects.order_by("city")} == {
        ("ghent", "2/3", "1/3", "delegate"),
        ("mons", "1", "0", "proxy"),
        ("namur", "0", "0", "delegate"),
    }
    assert_holds()


def test_a_vote_cast_online_is_not_called(enter: Any) -> None:
    chamber, meeting, asked = begun()
    clerk = enter("secretariat")
    attended(clerk, meeting, **{"online-ghent": "on"})
    opened(clerk, meeting)
    chamber.at = now()
    chamber.delegate("ghent", "assembly.cast_vote/2", proposal=asked, no="1")
    call = said(clerk.get(f"/decisions/meetings/{meeting}/call/{asked}/"))
    assert "Voted online already, and not called: Ghent ." in call
    ghent = enter("ghent")
    page = said(ghent.get(f"/decisions/meetings/{meeting}/"))
    assert "Ghent has voted online." in page
    assert "Take the online vote back, to be called in the room" in page


def test_a_clerk_convenes_and_puts_a_proposal_by_forms(enter: Any) -> None:
    convened(20)
    clerk = enter("secretariat")
    path = "/acts/assembly.convene_meeting/1"
    given = {
        "body": "council",
        "title.count": "1",
        "title.0.language": "en",
        "title.0.text": "Winter assembly",
        "begins": local(30),
        "mode": "mixed",
        "agenda.count": "1",
        "agenda.0.title.count": "1",
        "agenda.0.title.0.language": "en",
        "agenda.0.title.0.text": "The accounts",
        "step": "check",
    }
    checked = clerk.post(path, given)
    assert clerk.post(path, hidden(checked)).status_code == 302
    assert Meeting.objects.order_by("number").last().mode == "mixed"
    page = said(clerk.get("/decisions/new/?meeting=2&item=1"))
    assert "Put to the meeting: Winter assembly" in page
    draft = {"title-en": "Approve the accounts", "matter": "ordinary", "step": "check"}
    assert clerk.post("/decisions/new/", draft).status_code == 302
    checked = clerk.get("/decisions/new/check/")
    assert "under item 1: The accounts" in said(checked)
    assert clerk.post("/decisions/new/check/", hidden(checked)).status_code == 302
    put = Proposal.objects.order_by("number").last()
    assert (put.meeting.number, put.item) == (2, 1)
    listed = said(clerk.get("/decisions/meetings/"))
    assert "Winter assembly" in listed
    assert "Winter assembly" in said(clerk.get("/decisions/"))


def test_the_desk_and_the_calendar_know_meetings(enter: Any) -> None:
    _, meeting, _ = convened(20)
    delegate = {one.key: one for one in laid("council/ghent", now())}
    task = delegate[f"attend-{meeting}"]
    assert task.due.isoformat() == local(20)[:10]
    clerk = {one.key: one for one in laid("secretariat", now())}
    # two whole days lie between a change of the agenda and the meeting
    assert (task.due - clerk[f"agenda-{meeting}"].due).days == 3
    assert f"run-{meeting}" not in clerk
    events = Calendar.from_ical(Client().get("/calendar.ics").content).walk("VEVENT")
    starts = {str(one["uid"]).partition("@")[0]: one["dtstart"].dt for one in events}
    assert starts[f"meeting-{meeting}"].strftime("%Y-%m-%dT%H:%M") == local(20)
    assert set(starts) == {f"meeting-{meeting}"}, "what a meeting votes on has no days of its own"
    del enter


def test_what_is_not_there_or_not_sound_is_answered_in_words(enter: Any) -> None:
    _, meeting, asked = begun()
    clerk = enter("secretariat")
    for path in (
        "/decisions/meetings/99/",
        "/decisions/meetings/99/present/",
        f"/decisions/meetings/{meeting}/call/99/",
    ):
        assert clerk.get(path).status_code == 404
    assert Client().get(f"/decisions/meetings/{meeting}/present/").status_code == 302
    size = store.head().size
    torn = {"data": "{", "id": "x"}
    for path in ("present/", f"call/{asked}/"):
        answer = clerk.post(f"/decisions/meetings/{meeting}/{path}", torn)
        assert answer.status_code == 302
    for item in ("²", "9" * 5_000):
        sent = clerk.post(f"/decisions/meetings/{meeting}/present/", {**EVERYBODY, "item": item})
        assert sent.status_code == 200
    odd = clerk.post(f"/decisions/meetings/{meeting}/present/", {"by-ghent": "atlantis"})
    assert odd.status_code == 200
    macro = SimpleUploadedFile("x.exe", b"MZ\x90\x00", content_type="application/pdf")
    wrong = clerk.post(
        f"/decisions/meetings/{meeting}/present/", EVERYBODY | {"paper-ghent": macro}
    )
    assert "Files of this kind are not taken" in said(wrong)
    assert store.head().size == size
