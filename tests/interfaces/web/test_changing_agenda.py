"""An agenda is changed by its form: order, titles, documents; what two people change is merged."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.assembly.leagues import assert_holds
from tests.interfaces.web.test_meetings import enter, hidden, said
from tests.support.meeting_pages import convened

from koinon.assembly.models import Agenda, Meeting
from koinon.interfaces.web.pages.agenda_points import Point, ordered
from koinon.record import store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])
__all__ = ["enter"]


def fields(answer: Any) -> dict[str, Any]:
    """What the form on a page sends as it stands, ticks included."""
    page = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        said_of = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        ticked = said_of.get("type") != "checkbox" or " checked" in tag
        name = said_of.get("name", "csrfmiddlewaretoken")
        if ticked and name != "csrfmiddlewaretoken" and said_of.get("type") != "file":
            sent.setdefault(name, []).append(said_of.get("value", "on"))
    return sent


def held(meeting: int) -> list[tuple[int, str, int]]:
    """The agenda in force: number, title and documents of each item."""
    version = Agenda.objects.filter(meeting__number=meeting).order_by("version").last()
    assert version is not None
    return [(one["item"], one["title"][0][1], len(one["documents"])) for one in version.items]


def changing(meeting: int) -> str:
    return f"/decisions/meetings/{meeting}/agenda/"


def confirmed(client: Client, path: str, sent: dict[str, Any]) -> None:
    checked = client.post(path, {**sent, "step": "check"})
    answer = client.post(path, hidden(checked))
    assert answer.status_code == 302, said(answer)


def test_items_move_are_added_reworded_and_left_out(enter: Any) -> None:
    _, meeting, asked = convened(20, "The trams", "The parks", "Any other business")
    clerk, path = enter("secretariat"), changing(meeting)
    assert f'href="{path}"' in clerk.get(f"/decisions/meetings/{meeting}/").content.decode()
    form = clerk.get(path)
    assert "1 proposal is put under it, so it stays on the agenda." in said(form)
    assert 'name="out-1"' not in form.content.decode()
    sent = {**fields(form), "place-3": "1", "out-2": "on", "item-1-en": "Forty trams", "add": "1"}
    paper = SimpleUploadedFile("plan.txt", b"Forty trams", content_type="text/plain")
    added = clerk.post(path, {**sent, "paper-1": paper})
    assert 'name="item-4-en"' in added.content.decode()
    sent = {**fields(added), "item-4-en": "The libraries", "place-4": "2"}
    checked = clerk.post(path, {**sent, "step": "check"})
    for sentence in (
        "Place 1 Any other business · moved from place 3",
        "Place 2 The libraries · a new item",
        "Place 3 Forty trams (1 document) · changed in words or documents",
        "Left out The parks",
    ):
        assert sentence in said(checked)
    again = clerk.post(path, changed(checked))
    kept = fields(again)
    assert kept["item-1-en"] == ["Any other business"]
    assert kept["item-3-en"] == ["Forty trams"]
    assert (kept["item-4-en"], kept["out-4"]) == (["The parks"], ["on"])
    assert clerk.post(path, hidden(checked)).status_code == 302
    assert held(meeting) == [
        (3, "Any other business", 0),
        (4, "The libraries", 0),
        (1, "Forty trams", 1),
    ]
    without = fields(clerk.get(path))
    assert "Open it" in said(clerk.get(path))
    del without["kept-3"]
    confirmed(clerk, path, without)
    assert held(meeting)[2] == (1, "Forty trams", 0)
    assert asked
    assert_holds()


def changed(checked: Any) -> dict[str, Any]:
    """What the button that goes back to the answers sends."""
    return fields_of(checked.content.decode().rpartition('<form method="post">')[2])


def fields_of(form: str) -> dict[str, Any]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    sent: dict[str, Any] = {}
    for name, value in found:
        sent.setdefault(name, []).append(unescape(value))
    return sent


@given(order=st.permutations(range(1, 8)))
def test_places_typed_for_all_are_the_order(order: list[int]) -> None:
    points = [
        Point(at, [], item=at, stood=at, where=str(order.index(at) + 1)) for at in range(1, 8)
    ]
    assert [one.item for one in ordered(points)] == order


def test_an_item_moves_down_behind_what_stood_there(enter: Any) -> None:
    _, meeting, _ = convened(20, "One", "Two", "Three")
    clerk, path = enter("secretariat"), changing(meeting)
    confirmed(clerk, path, {**fields(clerk.get(path)), "place-1": "3"})
    assert [title for _, title, _ in held(meeting)] == ["Two", "Three", "One"]


def test_two_clerks_change_one_agenda_and_nothing_is_lost(enter: Any) -> None:
    _, meeting, _ = convened(20)
    clerk, path = enter("secretariat"), changing(meeting)
    begun = fields(clerk.get(path))
    theirs = clerk.post(path, {**begun, "item-1-en": "Forty trams", "step": "check"})
    mine = clerk.post(path, {**begun, "item-2-en": "Questions", "step": "check"})
    assert clerk.post(path, hidden(theirs)).status_code == 302
    size = store.head().size
    stale = clerk.post(path, hidden(mine))
    assert stale.status_code == 409
    assert "Forty trams" in said(stale), "what the other changed"
    assert "Questions" in said(stale), "what was written here is still there"
    both = clerk.post(path, changed(stale))
    assert "it is version 2 now" in said(both)
    assert fields(both)["item-1-en"] == ["Forty trams"]
    assert fields(both)["item-2-en"] == ["Questions"]
    assert store.head().size == size
    confirmed(clerk, path, fields(both))
    assert [title for _, title, _ in held(meeting)] == ["Forty trams", "Questions"]
    assert_holds()


def test_what_both_changed_is_shown_and_chosen(enter: Any) -> None:
    _, meeting, _ = convened(20, "The trams", "The parks", "The rest")
    clerk, path = enter("secretariat"), changing(meeting)
    begun = fields(clerk.get(path))
    confirmed(clerk, path, {**begun, "item-1-en": "Forty trams", "out-2": "on", "place-3": "1"})
    added = fields(clerk.post(path, {**fields(clerk.get(path)), "add": "1"}))
    confirmed(clerk, path, {**added, "item-3-en": "The libraries"})
    mine = {**begun, "item-1-en": "Fifty trams", "item-2-en": "The gardens", "step": "check"}
    stale = clerk.post(path, mine)
    assert stale.status_code == 409
    page = said(stale)
    assert "Somebody else made item 1 “Forty trams” meanwhile" in page
    assert "Somebody else left item 2 out meanwhile" in page
    sent = fields(stale)
    assert [sent[f"item-{n}-en"] for n in (1, 2, 3, 4)] == [
        ["The rest"],
        ["Fifty trams"],
        ["The libraries"],
        ["The gardens"],
    ], "the other's order, theirs taken over, one's own kept"
    confirmed(clerk, path, sent)
    assert held(meeting) == [
        (3, "The rest", 0),
        (1, "Fifty trams", 0),
        (4, "The libraries", 0),
        (5, "The gardens", 0),
    ]
    assert_holds()


def test_what_is_wrong_is_said_and_changes_nothing(enter: Any) -> None:
    _, meeting, _ = convened(20)
    clerk, path, size = enter("secretariat"), changing(meeting), store.head().size
    begun = fields(clerk.get(path))
    for wrong, sentence in (
        ({"place-1": "first"}, "Write the place as a whole number; 1 comes first."),
        ({"place-1": "²"}, "Write the place as a whole number"),
        ({"item-1-en": ""}, "Write what the item is about in"),
        ({"paper-2": SimpleUploadedFile("x.exe", b"MZ\x00\x01")}, "Files of this kind are not"),
    ):
        answer = clerk.post(path, {**begun, **wrong, "step": "check"})
        assert sentence in said(answer), wrong
        assert fields(answer)["item-2-en"] == ["Any other business"]
    odd = {**begun, "kept-1": '{"sha256": 7}', "number-2": "99", "based_on": "x", "step": "check"}
    assert "Place 2 Any other business · a new item" in said(clerk.post(path, odd))
    for data in ("{", "7", '{"meeting":1,"based_on":77,"agenda":[{"title":[]}]}'):
        act = {"data": data, "id": "019469cf-0000-7000-8000-000000000000"}
        assert clerk.post(path, act).status_code in (302, 409)
    assert store.head().size == size


def test_only_who_may_changes_a_coming_meetings_agenda(enter: Any) -> None:
    chamber, meeting, _ = convened(20)
    path = changing(meeting)
    assert enter("ghent").get(path).status_code == 404
    assert Client().get(path).status_code == 302
    chamber.act("assembly.cancel_meeting/1", {"meeting": meeting, "reason": "Snow"}, "secretariat")
    assert enter("secretariat").get(path).status_code == 404
    assert Meeting.objects.get(number=meeting).agenda == 1
