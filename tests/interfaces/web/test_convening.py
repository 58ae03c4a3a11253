"""Convening a meeting by its form: what was typed stays, what is wrong is said."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assembly.leagues import assert_holds
from tests.interfaces.web.test_changing_agenda import changed, fields
from tests.interfaces.web.test_meeting_ends import enter
from tests.interfaces.web.test_meetings import hidden, said
from tests.support.meeting_pages import convened, local
from tests.support.pages import days_ago

from koinon.assembly.models import Agenda, Meeting
from koinon.record import store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])
__all__ = ["enter"]

PATH = "/decisions/meetings/new/"


def typed(**more: Any) -> dict[str, Any]:
    day, hour = local(20).split("T")
    return {
        "body": "council",
        "title-en": "Spring assembly",
        "day": day,
        "hour": hour,
        "mode": "mixed",
        "place": "Town hall",
        "count": "3",
        "item-1-en": "The trams",
        "item-3-en": "Any other business",
        "step": "check",
        **more,
    }


def test_a_clerk_convenes_a_meeting_by_its_form(enter: Any) -> None:
    convened(-1)
    clerk = enter("secretariat")
    assert f'href="{PATH}"' in clerk.get("/decisions/meetings/").content.decode()
    form = said(clerk.get(PATH))
    assert "article 5.6 asks for 7 whole days of notice" in form
    more = {key: value for key, value in typed().items() if key != "step"}
    paper = SimpleUploadedFile("plan.txt", b"Forty trams", content_type="text/plain")
    added = clerk.post(PATH, more | {"paper-1": paper, "add": "1"}).content.decode()
    assert 'name="item-4-en"' in added
    assert 'value="Spring assembly"' in added
    assert "Document 1 (1 kB)" in added
    kept = hidden_kept(added)
    checked = clerk.post(PATH, typed(**{"kept-1": kept}))
    assert "Item 1 The trams (1 document)" in said(checked)
    assert "Item 2 Any other business" in said(checked), "an empty item is left out"
    assert Meeting.objects.count() == 1
    done = clerk.post(PATH, hidden(checked))
    assert done["Location"].startswith("/receipts/")
    meeting = Meeting.objects.get(number=2)
    assert (meeting.body, meeting.mode, meeting.place) == ("council", "mixed", "Town hall")
    items = Agenda.objects.get(meeting=meeting).items
    assert [one["title"][0][1] for one in items] == ["The trams", "Any other business"]
    assert [len(one["documents"]) for one in items] == [1, 0]
    assert_holds()


def hidden_kept(page: str) -> str:
    found = re.search(r'name="kept-1" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def test_what_is_wrong_is_said_and_what_was_typed_stays(enter: Any) -> None:
    convened(-1)
    clerk, size = enter("secretariat"), store.head().size
    for wrong, sentence in (
        ({"title-en": ""}, "Write the title in the charter's authoritative language."),
        ({"day": "tomorrow"}, "Write the day as YYYY-MM-DD, e.g. 2026-03-01."),
        ({"day": "2026-02-30"}, "Write the day as YYYY-MM-DD"),
        ({"hour": "25:00"}, "Write the hour as HH:MM, e.g. 14:30."),
        ({"hour": "²4:00"}, "Write the hour as HH:MM"),
        ({"item-1-en": "", "item-3-en": ""}, "Write at least one item of the agenda."),
        ({"item-1-en": "", "item-1-fr": "Les trams"}, "Write what the item is about in"),
        (
            {"paper-1": SimpleUploadedFile("x.exe", b"MZ\x00\x01")},
            "Files of this kind are not taken",
        ),
    ):
        answer = clerk.post(PATH, typed(**wrong))
        assert sentence in said(answer), wrong
        assert 'value="Town hall"' in answer.content.decode()
    late = clerk.post(PATH, typed(day=date.fromisoformat(local(2)[:10]).isoformat()))
    refused = clerk.post(PATH, hidden(late))
    assert refused.status_code == 409
    assert "7" in said(refused)
    nobody = clerk.post(PATH, typed(body="senate"))
    assert clerk.post(PATH, hidden(nobody)).status_code == 409
    long = clerk.post(PATH, typed(**{"title-en": "x" * 300}))
    assert long.status_code == 409
    hostile = {"data": '{"body":7}', "id": "019469cf-0000-7000-8000-000000000000"}
    assert clerk.post(PATH, hostile).status_code in (302, 409)
    assert clerk.post(PATH, typed(count="9" * 50)).status_code == 200
    assert store.head().size == size


def test_only_who_convenes_gets_the_form(enter: Any) -> None:
    convened(-1)
    assert enter("ghent").get(PATH).status_code == 404
    assert Client().get(PATH).status_code == 302


def test_a_second_call_begins_from_the_meeting_that_had_no_quorum(enter: Any) -> None:
    chamber, meeting, _ = convened(-1, "The trams", "The parks")
    chamber.at = days_ago(0)
    chamber.attend(meeting, "ghent")
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, "secretariat")
    clerk = enter("secretariat")
    path = f"{PATH}?second_call_of={meeting}"
    assert f'href="{path}"' in clerk.get(f"/decisions/meetings/{meeting}/").content.decode()
    form = clerk.get(path)
    assert f"the second call of meeting {meeting}, which had no quorum" in said(form)
    assert 'value="The parks"' in form.content.decode()
    sent = {**fields(form), "mode": "room", "day": local(3)[:10], "hour": "10:00", "step": "check"}
    checked = clerk.post(PATH, sent)
    assert "a second call needs no quorum" in said(checked)
    again = fields(clerk.post(PATH, changed(checked)))
    assert (again["item-2-en"], again["hour"]) == (["The parks"], ["10:00"])
    assert again["second_call_of"] == [str(meeting)]
    assert clerk.post(PATH, hidden(checked)).status_code == 302
    second = Meeting.objects.get(number=meeting + 1)
    assert second.second_call_of is not None
    assert second.quorum is None
    assert clerk.get(f"{PATH}?second_call_of={meeting + 1}").status_code == 404
    assert clerk.get(f"{PATH}?second_call_of=x").status_code == 200
    assert_holds()


def test_answers_can_be_changed_after_a_refusal(enter: Any) -> None:
    convened(-1)
    clerk = enter("secretariat")
    paper = SimpleUploadedFile("plan.txt", b"Forty trams", content_type="text/plain")
    late = clerk.post(PATH, typed(day=local(2)[:10], **{"paper-1": paper}))
    refused = clerk.post(PATH, hidden(late))
    assert refused.status_code == 409
    back = fields(clerk.post(PATH, changed(refused)))
    assert back["title-en"] == ["Spring assembly"]
    assert back["place"] == ["Town hall"]
    assert len(back["kept-1"]) == 1, "the document is not asked for again"
