"""A meeting to its end in the browser: amendments, ties, objections, minutes, demands."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assembly.leagues import assert_holds
from tests.assembly.meetings import Assembly
from tests.interfaces.web.test_meetings import hidden, said
from tests.support.coalition import member
from tests.support.meeting_pages import convened, local
from tests.support.pages import days_ago, person

from koinon.assembly.models import Correction, Meeting, Minutes, Objection, Proposal, Vote
from koinon.interfaces.web.models import FrozenMinutes
from koinon.record import store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

TEXT = "Buy forty trams.\nPay them in ten years.\nPaint them red.\n"
SEATS = {
    "secretariat": "secretariat",
    "president": "president",
    **{city: f"council/{city}" for city in ("ghent", "leuven", "mons", "namur")},
}


@pytest.fixture
def enter(tmp_path: Any, settings: Any) -> Callable[[str], Client]:
    settings.HOME = tmp_path

    def signed_in(who: str) -> Client:
        client = Client()
        link = person(f"{who}-{store.head().size}@league.example", SEATS[who])
        assert client.post(f"/enter/{link}").status_code == 302
        return client

    return signed_in


def running(*present: str, **put: Any) -> tuple[Assembly, int, int]:
    """A meeting going on, its item taken up, with a proposal that has a text."""
    chamber, meeting, _ = convened(-1)
    text = chamber.document(TEXT.encode(), "text/plain").model_dump()
    chamber.at = days_ago(9)
    asked = chamber.put(meeting, title="Forty trams", text=text, **put)
    chamber.at = days_ago(0)
    chamber.attend(meeting, *(present or ("ghent", "leuven", "mons", "namur")))
    chamber.open(meeting)
    return chamber, meeting, asked


def confirm(client: Client, path: str, checked: Any) -> Any:
    """Press the button of a page of answers; the receipt."""
    assert checked.status_code == 200, said(checked)
    answer = client.post(path, hidden(checked))
    assert answer.status_code == 302, said(answer)
    assert answer["Location"].startswith("/receipts/")
    return client.get(answer["Location"])


def typed(**more: Any) -> dict[str, Any]:
    return {"title-en": "Fifty trams", "written": TEXT.replace("forty", "fifty"), **more}


def tabled(enter: Any, who: str, number: int, **more: Any) -> int:
    client, path = enter(who), f"/decisions/{number}/amend/"
    confirm(client, path, client.post(path, typed(step="check", **more)))
    return Proposal.objects.order_by("-number").first().number


def test_a_delegate_tables_an_amendment_that_begins_from_the_proposal(enter: Any) -> None:
    _, meeting, asked = running()
    ghent, path = enter("ghent"), f"/decisions/{asked}/amend/"
    assert f'href="{path}"' in ghent.get(f"/decisions/{asked}/").content.decode()
    form = ghent.get(path).content.decode()
    assert TEXT in unescape(form), "the text stands in the form to be changed"
    same = ghent.post(path, {"title-en": "Nothing", "written": TEXT, "step": "check"})
    assert "Change the text, or what it would carry out; so far both are as proposed." in said(same)
    empty = ghent.post(path, {"title-en": "Nothing", "written": " ", "step": "check"})
    assert said(empty).count("The text is empty; write what it is to be.") == 2, "and at the field"
    untitled = ghent.post(path, typed(step="check") | {"title-en": ""})
    assert "Write the title in the charter's authoritative language." in said(untitled)
    assert "Buy fifty trams." in unescape(untitled.content.decode()), "what was typed is not lost"
    checked = ghent.post(path, typed(step="check"))
    assert "New: Buy fifty trams." in said(checked)
    assert "Left out: Buy forty trams." in said(checked)
    assert "Paint them red" not in said(checked), "only what changes, and a line around it"
    receipt = confirm(ghent, path, checked)
    assert f"/decisions/meetings/{meeting}/" in receipt.content.decode()
    amendment = Proposal.objects.order_by("-number").first()
    assert (amendment.replaces, amendment.proposer) == (["text"], "council/ghent")
    page = said(ghent.get(f"/decisions/{amendment.number}/"))
    assert f"An amendment to proposal {asked}. Replaces: The text." in page
    assert "New: Buy fifty trams." in page
    fresh = ghent.get(path).content.decode()
    assert TEXT in unescape(fresh), "the draft goes with the act"
    assert_holds()


def test_who_may_not_table_gets_no_form(enter: Any) -> None:
    _, _, asked = running()
    assert enter("president").get(f"/decisions/{asked}/amend/").status_code == 404
    assert Client().get(f"/decisions/{asked}/amend/").status_code == 302
    assert enter("ghent").get("/decisions/99/amend/").status_code == 404


def test_an_enclosed_act_is_changed_in_its_own_form(enter: Any) -> None:
    mechelen = {**member("mechelen", 87_665), "latitude_e4": 510_259, "longitude_e4": 44_776}
    acts = [{"type": "assembly.admit_city/1", "data": {"member": mechelen}}]
    _, _, asked = running(acts=acts, matter=None)
    ghent, path = enter("ghent"), f"/decisions/{asked}/amend/"
    kept = {"title-en": "By its French name", "written": TEXT}
    changing = ghent.post(path, kept | {"change": "0"})
    assert changing["Location"] == f"{path}0/assembly.admit_city/1"
    form = ghent.get(changing["Location"]).content.decode()
    assert 'name="member.name" value="Mechelen"' in form
    assert 'name="member.latitude_e4" value="51.0259"' in form
    fields = dict(re.findall(r'name="(member[a-z0-9_.]*)" value="([^"]*)"', form))
    units = dict(re.findall(r'name="(member[a-z0-9_.]*)"[^>]*>([^<]*)</textarea>', form))
    fields = {name: unescape(text) for name, text in (units | fields).items()}
    wrong = ghent.post(
        changing["Location"], fields | {"member.latitude_e4": "far", "step": "check"}
    )
    assert wrong.status_code == 200
    assert (
        "Malines"
        in ghent.post(
            changing["Location"], fields | {"member.name": "Malines", "member.latitude_e4": "far"}
        ).content.decode()
    )
    done = ghent.post(changing["Location"], fields | {"member.name": "Malines", "step": "check"})
    assert done["Location"] == path
    checked = ghent.post(path, kept | {"step": "check"})
    assert "Malines (BE) becomes a member." in said(checked)
    assert "Replaces What it would carry out" in said(checked)
    confirm(ghent, path, checked)
    amendment = Proposal.objects.order_by("-number").first()
    assert amendment.replaces == ["acts"]
    changed = amendment.acts[0]["data"]["member"]
    assert changed == mechelen | {"name": "Malines", "facts": changed["facts"]}
    assert changed["facts"][0]["value"] == "87665"
    assert_holds()


def test_the_chair_sets_the_order_and_a_new_amendment_is_told(enter: Any) -> None:
    chamber, meeting, asked = running()
    first, second = tabled(enter, "ghent", asked), tabled(enter, "leuven", asked)
    chair, path = enter("president"), f"/decisions/{asked}/amendments/order/"
    clerk = enter("secretariat")
    page = said(clerk.get(f"/decisions/meetings/{meeting}/"))
    assert page.count("The chair sets the order of the amendments first.") == 2
    assert f"Amendment {first} is voted on first." in page, "the proposal comes after both"
    assert path in chair.get(f"/decisions/meetings/{meeting}/").content.decode()
    wrong = chair.post(path, {f"place-{first}": "1", f"place-{second}": "1", "step": "check"})
    assert f"Amendments {first} and {second} have the same place" in said(wrong)
    wrong = chair.post(path, {f"place-{first}": "x", f"place-{second}": "", "step": "check"})
    assert f"Write a place for amendment {first}" in said(wrong)
    places = {f"place-{first}": "2", f"place-{second}": "1", "step": "check"}
    checked = chair.post(path, places)
    third = tabled(enter, "namur", asked)
    late = chair.post(path, hidden(checked))
    assert late.status_code == 409
    assert "Somebody else changed this while you looked at it" in said(late)
    refused = chair.post(path, hidden(late))
    assert refused.status_code == 409, "a third one has no place"
    confirm(chair, path, chair.post(path, places | {f"place-{third}": "7"}))
    page = said(clerk.get(f"/decisions/meetings/{meeting}/"))
    assert f"Amendment {second} to proposal {asked} · The text · Voted on as number 1" in page
    assert f"Amendment {second} is voted on first." in page
    del chamber
    assert_holds()


def test_one_that_is_carried_makes_those_after_it_fall(enter: Any) -> None:
    chamber, meeting, asked = running()
    first, second = tabled(enter, "ghent", asked), tabled(enter, "leuven", asked)
    chamber.order(asked, second, first)
    chamber.call(second, ghent="yes", leuven="yes", namur="yes", mons="no")
    page = said(Client().get(f"/decisions/{asked}/"))
    assert f"2 {first}. Fifty trams Council · Ghent The text Fallen: amendment {second}" in page
    assert "Carried, if nothing is corrected" in page
    page = said(Client().get(f"/decisions/meetings/{meeting}/"))
    assert f"Amendment {second} was carried and replaces the same, so this one has fallen" in page
    assert "Fallen" in said(Client().get(f"/decisions/{first}/"))


def test_the_chair_sees_what_each_casting_vote_would_do(enter: Any) -> None:
    chamber, meeting, asked = running()
    chair, path = enter("president"), f"/decisions/{asked}/casting/"
    assert "There is no tie to decide" in said(chair.get(path))
    chamber.call(asked, ghent="yes", leuven="no", namur="yes", mons="no")
    page = chair.get(f"/decisions/meetings/{meeting}/").content.decode()
    assert f'href="{path}"' in page
    form = said(chair.get(path))
    assert "Then the rule is met, and the proposal is adopted when it is counted." in form
    assert "Then the rule is not met, and the proposal is not adopted." in form
    assert "Choose how the chair votes." in said(chair.post(path, {"step": "check"}))
    checked = chair.post(path, {"choice": "for", "step": "check"})
    assert "at least 50% Met" in said(checked)
    assert Proposal.objects.get(number=asked).casting is None
    chamber.act(
        "assembly.correct_vote/1",
        {"proposal": asked, "city": "mons", "yes": "1", "reason": "Misheard."},
        "secretariat",
    )
    late = chair.post(path, hidden(checked))
    assert "Somebody else changed this while you looked at it" in said(late)
    refused = chair.post(path, hidden(late))
    assert refused.status_code == 409, "there is no tie any more"
    chamber.act(
        "assembly.correct_vote/1",
        {"proposal": asked, "city": "mons", "no": "1", "reason": "It was right."},
        "secretariat",
    )
    receipt = confirm(chair, path, chair.post(path, {"choice": "for", "step": "check"}))
    assert "It is in the record" in said(receipt)
    assert Proposal.objects.get(number=asked).casting == "for"
    page = said(Client().get(f"/decisions/meetings/{meeting}/"))
    assert "The votes were tied, and the chair voted in favour: just half suffices." in page
    assert enter("ghent").get(path).status_code == 404
    assert_holds()


def test_a_delegate_objects_and_what_stood_is_shown_beside_what_stands(enter: Any) -> None:
    chamber, meeting, asked = running()
    leuven, clerk = enter("leuven"), enter("secretariat")
    assert "Nothing can be objected to here" in said(leuven.get(f"/decisions/{asked}/object/"))
    chamber.call(asked, ghent="yes", leuven="yes", namur="no", mons="no")
    path = f"/decisions/{asked}/object/"
    assert path in leuven.get(f"/decisions/meetings/{meeting}/").content.decode()
    assert "Written down for Leuven: In favour, in the room." in said(leuven.get(path))
    assert "Say in a sentence what is wrong." in said(leuven.post(path, {"step": "check"}))
    long = leuven.post(path, {"reason": "x" * 201, "step": "check"})
    assert "Say it in at most 200 characters" in said(long)
    assert "x" * 201 in long.content.decode(), "what was typed is not lost"
    given = {"reason": "Leuven said no.", "step": "check"}
    confirm(leuven, path, leuven.post(path, given))
    objection = Objection.objects.get().made_n
    path = f"/decisions/{asked}/correct/"
    page = clerk.get(f"/decisions/meetings/{meeting}/").content.decode()
    assert f'href="{path}?objection={objection}"' in page
    form = clerk.get(f"{path}?objection={objection}").content.decode()
    assert '<option value="leuven" selected>Leuven: In favour, in the room</option>' in form
    assert f'<option value="{objection}" selected>' in form
    nothing = said(clerk.post(path, {"step": "check"}))
    assert "Choose whose vote was written down wrongly." in nothing
    assert nothing.count("Choose what the vote was.") == 2, "above, and at the field"
    right = {"city": "leuven", "choice": "no", "reason": "Heard wrongly.", "step": "check"}
    paper = SimpleUploadedFile("note.txt", b"Leuven: no", content_type="text/plain")
    checked = clerk.post(path, right | {"objection": objection, "paper": paper})
    assert "What stood In favour, in the room What stands Against" in said(checked)
    assert "Then the rule is not met, and the proposal is not adopted." not in said(checked)
    assert "The outcome stays the same." in said(checked), "tied before, lost after"
    confirm(clerk, path, checked)
    correction = Correction.objects.get()
    assert (correction.before, correction.after) == (["1", "0", "0"], ["0", "1", "0"])
    assert correction.objection_n == objection
    assert correction.document_sha256 is not None
    again = clerk.post(path, right)
    refused = clerk.post(path, hidden(again))
    assert refused.status_code == 409
    assert_holds()


def test_an_online_vote_is_taken_back_after_it_was_shown(enter: Any) -> None:
    _, meeting, asked = running()
    ghent, path = enter("ghent"), f"/decisions/{asked}/take-back/"
    nothing = ghent.post(path, hidden(ghent.get(path)))
    assert nothing.status_code == 409
    ghent.get(f"/decisions/{asked}/vote/")
    checked = ghent.get(f"/decisions/{asked}/vote/?asked=1&choice=no", follow=True)
    ghent.post(checked.request["PATH_INFO"], hidden(checked))
    assert Vote.objects.filter(city="ghent").exists()
    assert path in ghent.get(f"/decisions/meetings/{meeting}/").content.decode()
    shown = ghent.get(path)
    assert "Vote as it stands Against" in said(shown)
    confirm(ghent, path, shown)
    assert not Vote.objects.filter(city="ghent").exists()
    assert_holds()


def test_enough_members_demand_a_meeting_instead(enter: Any) -> None:
    chamber, _, _ = convened(20)
    chamber.at = days_ago(11)
    meeting = chamber.convene("In writing", begins=local(-1, 0), mode="written", place=None)
    ghent, leuven = enter("ghent"), enter("leuven")
    path = f"/decisions/meetings/{meeting}/demand/"
    page = ghent.get(f"/decisions/meetings/{meeting}/")
    assert "0 of the 2 members needed demand a meeting." in said(page)
    assert path in page.content.decode()
    checked = ghent.get(path)
    assert "With this demand 1 more is missing" in said(checked)
    other = leuven.get(path)
    confirm(ghent, path, checked)
    late = leuven.post(path, hidden(other))
    assert "Somebody else changed this while you looked at it" in said(late)
    assert "This demand is the last one needed" in said(late)
    confirm(leuven, path, late) if late.status_code == 200 else leuven.post(path, hidden(late))
    assert Meeting.objects.get(number=meeting).status == "demanded"
    assert "Ended: a meeting is demanded" in said(Client().get(f"/decisions/meetings/{meeting}/"))
    assert_holds()


def ended() -> tuple[Assembly, int, int]:
    chamber, meeting, asked = running()
    chamber.call(asked, ghent="yes", leuven="yes", namur="yes", mons="no")
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, "secretariat")
    return chamber, meeting, asked


def test_minutes_are_frozen_approved_and_signed(enter: Any) -> None:
    _, meeting, _ = running()
    chair = enter("president")
    path = f"/decisions/meetings/{meeting}/minutes/"
    assert "Minutes can be approved once the meeting has ended." in said(chair.get(path))
    clerk = enter("secretariat")
    enacted = clerk.post("/acts/assembly.end_meeting/1", {"meeting": meeting, "step": "check"})
    clerk.post("/acts/assembly.end_meeting/1", hidden(enacted))
    page = clerk.get(f"/decisions/meetings/{meeting}/").content.decode()
    assert "No minutes are approved yet." in page
    notes = f"/decisions/meetings/{meeting}/papers/minutes/"
    assert notes in page
    clerk.post(notes, {"opening": "The chair opened the meeting.", "freeze": ""})
    frozen = FrozenMinutes.objects.get()
    approve = f"{path}approve/"
    assert approve in chair.get(f"/decisions/meetings/{meeting}/").content.decode()
    form = said(chair.get(approve))
    assert f"Frozen in English, stating the record of {frozen.size} entries" in form
    assert "Choose the minutes that are approved." in said(chair.post(approve, {"which": "9"}))
    checked = chair.post(approve, {"which": str(frozen.pk), "step": "check"})
    assert f"The record of {frozen.size} entries" in said(checked)
    confirm(chair, approve, checked)
    page = said(clerk.get(path))
    assert f"Checkpoint printed in them The record of {frozen.size} entries" in page
    assert "Still to sign Presidency, Secretariat" in page
    assert "Authoritative: English. French: not translated." in page
    sign = f"{path}sign/en/"
    assert sign in clerk.get(path).content.decode()
    read = clerk.get(sign)
    assert frozen.pdf_sha256 in said(read)
    confirm(clerk, sign, read)
    assert "Still to sign Presidency" in said(clerk.get(path))
    assert sign not in clerk.get(path).content.decode(), "an office signs once"
    confirm(chair, sign, chair.get(sign))
    page = said(Client().get(f"/decisions/meetings/{meeting}/"))
    assert "Still to sign" not in page
    assert re.search(r"Signed by Secretariat, .* Presidency, ", page)
    assert_holds()


def test_minutes_approved_anew_are_not_signed_unread(enter: Any) -> None:
    _, meeting, _ = ended()
    clerk, chair = enter("secretariat"), enter("president")
    path = f"/decisions/meetings/{meeting}/minutes/"
    approve, sign = f"{path}approve/", f"{path}sign/en/"
    assert clerk.get(sign).status_code == 404
    without = chair.post(approve, {"which": "other", "language": "en"})
    assert "Add the file with the minutes." in said(without)
    other = {"which": "other", "language": "en", "step": "check"}
    empty = chair.post(approve, other | {"file": SimpleUploadedFile("m.txt", b"")})
    assert "The file is empty; choose another one." in said(empty)

    def text(said: bytes) -> Any:
        return SimpleUploadedFile("m.txt", said, content_type="text/plain")

    first = chair.post(approve, other | {"file": text(b"Minutes")})
    second = chair.post(approve, other | {"file": text(b"Minutes, mended")})
    confirm(chair, approve, first)
    read = clerk.get(sign)
    late = chair.post(approve, hidden(second))
    assert "Somebody else changed this while you looked at it" in said(late)
    assert "These take their place and are signed anew" in said(late)
    assert chair.post(approve, hidden(late)).status_code == 302
    unread = clerk.post(sign, hidden(read))
    assert unread.status_code == 409
    assert Minutes.objects.count() == 2
    assert clerk.post(sign, hidden(unread)).status_code == 302
    bad = chair.post(approve, {"which": "other", "language": "no such", "file": text(b"x")})
    assert bad.status_code == 409
    assert 'name="data"' not in bad.content.decode(), "nothing to confirm"
    assert_holds()


def test_minutes_frozen_before_the_count_say_so(enter: Any) -> None:
    chamber, meeting, asked = running()
    chamber.call(asked, ghent="yes", leuven="yes", namur="yes", mons="no")
    clerk = enter("secretariat")
    clerk.post(f"/decisions/meetings/{meeting}/papers/minutes/", {"opening": "", "freeze": ""})
    chamber.act("assembly.end_meeting/1", {"meeting": meeting}, "secretariat")
    chamber.act(
        "assembly.correct_vote/1",
        {"proposal": asked, "city": "mons", "yes": "1", "reason": "Misheard."},
        "secretariat",
    )
    form = said(enter("president").get(f"/decisions/meetings/{meeting}/minutes/approve/"))
    assert "votes of the meeting were counted or corrected, and they do not say so" in form


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_every_page_of_a_meetings_end_answers_in_every_language(enter: Any, language: str) -> None:
    chamber, meeting, asked = running()
    tabled(enter, "ghent", asked)
    tabled(enter, "leuven", asked)
    main = f"/decisions/{asked}/"
    pages = {
        "ghent": [main, f"{main}amend/", f"{main}take-back/", f"{main}object/"],
        "president": [f"{main}amendments/order/", f"{main}casting/"],
        "secretariat": [f"{main}correct/", f"/decisions/meetings/{meeting}/minutes/"],
    }
    for who, paths in pages.items():
        client = enter(who)
        for path in paths:
            answer = client.get(path, headers={"accept-language": language})
            assert answer.status_code == 200, path
            html = answer.content.decode()
            assert f'<html lang="{language}"' in html
            assert html.count("<h1") == 1, path
    del chamber


def test_nothing_typed_by_hand_breaks_a_page(enter: Any) -> None:
    """Hostile input: refused in a sentence or sent back to the form; nothing changes."""
    _, meeting, asked = running()
    clients = {who: enter(who) for who in ("ghent", "president", "secretariat")}
    size = store.head().size
    for path, who in (
        (f"/decisions/{asked}/amend/", "ghent"),
        (f"/decisions/{asked}/object/", "ghent"),
        (f"/decisions/{asked}/take-back/", "ghent"),
        (f"/decisions/{asked}/amendments/order/", "president"),
        (f"/decisions/{asked}/casting/", "president"),
        (f"/decisions/{asked}/correct/", "secretariat"),
        (f"/decisions/meetings/{meeting}/minutes/approve/", "president"),
    ):
        for data in ("{}", "[]", "null", "{", '{"proposal":[]}', '{"a":1e9}', '{"order":7}'):
            sent = {"data": data, "id": "019469cf-0000-7000-8000-000000000000"}
            answer = clients[who].post(path, sent)
            assert answer.status_code in (302, 409), (path, data)
    hostile = {
        "title-en": "<script>alert(1)</script>\u202e",
        "written": "</textarea><script>x</script>",
        "change": "999999999999",
        "remove": "²",
        "step": "check",
    }
    answer = clients["ghent"].post(f"/decisions/{asked}/amend/", hostile)
    assert "<script>alert" not in answer.content.decode()
    assert clients["ghent"].get(f"/decisions/{asked}/amend/9/no.such_act/1").status_code == 404
    assert store.head().size == size
