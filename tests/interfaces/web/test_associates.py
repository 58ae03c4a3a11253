"""Pages of cities that have a voice and no vote: who sees what, what is offered and refused."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.assembly.associates import (
    ADMIT,
    ASSOCIATED,
    END,
    JOIN,
    OFFICE,
    Open,
)
from tests.assembly.leagues import assert_holds
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_second_votes import answers, sit
from tests.support.coalition import member
from tests.support.meeting_pages import local
from tests.support.pages import days_ago
from tests.support.papers import pdf_text

from koinon.cities import queries as cities

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


@pytest.fixture
def chamber(tmp_path: Path, settings: Any) -> Open:
    """Four members, Arlon as an associate since two weeks ago, and Huy proposed as a member."""
    settings.HOME = tmp_path
    chamber = Open()
    chamber.at = days_ago(20)
    chamber.found(PEOPLE, ASSOCIATED)
    chamber.associate()
    chamber.at = days_ago(1)
    chamber.propose("Admit Huy", (JOIN, {"member": member("huy", 21_000)}))
    return chamber


PEOPLE = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000, "mons": 95_000}


def confirmed(client: Client, path: str, typed: dict[str, Any]) -> Any:
    """Fill in a form of an act, check it, and do it."""
    check = client.post(path, {**typed, "step": "check"})
    assert check.status_code == 200, words(check)
    return client.post(path, answers(check), follow=True)


def test_the_list_of_cities_says_who_is_what(chamber: Open) -> None:
    page = Client(headers={"accept-language": "en"}).get("/cities/")
    said = words(page)
    assert "4 cities are members. 1 more has a voice and no vote." in said
    assert "Arlon Associate" in said
    assert "Candidates Whether these cities are admitted is being decided." in said
    assert "Huy ( BE ), as a member: Proposal 2" in said
    assert "Propose to let a city in" not in said, "nobody is signed in"
    chamber.propose("Admit Arlon", (JOIN, {"member": member("arlon", 30_000)}))
    chamber.propose("A voice for Spa", (ADMIT, {"associate": member("spa", 10_000)}))
    chamber.delegate("namur", "assembly.announce_leaving/1", city="namur")
    said = words(Client(headers={"accept-language": "en"}).get("/cities/"))
    assert "Arlon Associate candidate" in said
    assert "Namur Leaving" in said
    assert "4 cities are members." in said, "one that is leaving still is one"
    assert "Spa ( BE ), with a voice and no vote: Proposal 4" in said


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_answer_in_every_language(chamber: Open, language: str) -> None:
    client = Client(headers={"accept-language": language})
    for path in ("/cities/", "/cities/arlon/", "/charter/", "/cities/huy/"):
        assert client.get(path).status_code == (404 if path == "/cities/huy/" else 200)


def test_its_own_page_says_what_it_is_and_offers_what_may_be_done(chamber: Open) -> None:
    page = Client(headers={"accept-language": "en"}).get("/cities/arlon/")
    said = words(page)
    assert "Associate since" in said
    assert "associate, article 2.4: it has a voice in the bodies below and no vote." in said
    assert "Member since" not in said
    assert "Votes it cast" not in said
    assert "End an association" not in said
    for seat, offered in ((OFFICE, True), ("council/arlon", True), ("council/ghent", False)):
        own = words(sit(seat).get("/cities/arlon/"))
        assert ("End an association" in own) is offered, seat
        assert "Admit a city Propose to end its association" in own.replace(
            "End an association ", ""
        ), seat


def test_the_office_proposes_its_admission_with_what_is_known(chamber: Open) -> None:
    office = sit(OFFICE)
    page = office.get("/cities/arlon/").content.decode()
    (address,) = re.findall(r'href="([^"]*decisions/new/assembly\.admit_city/1[^"]*)"', page)
    form = office.get(unescape(address)).content.decode()
    assert re.search(r'name="member\.slug"[^>]*value="arlon"', form)
    assert re.search(r'name="member\.name"[^>]*value="Arlon"', form)
    page = office.get("/cities/").content.decode()
    assert "decisions/new/assembly.admit_associate/1" in page


def test_the_page_of_the_proposal_tells_who_would_get_a_voice(chamber: Open) -> None:
    number = chamber.propose("A voice for Spa", (ADMIT, {"associate": member("spa", 10_000)}))
    said = words(Client(headers={"accept-language": "en"}).get(f"/decisions/{number}/"))
    assert "Spa (BE) gets a voice, without a vote." in said
    assert "Its own decision to join No document of accession is named." in said


def test_its_delegate_proposes_and_cannot_vote(chamber: Open) -> None:
    arlon = sit("council/arlon")
    assert arlon.get("/decisions/new/").status_code == 200
    chamber.at = days_ago(0)
    said = words(arlon.get("/decisions/1/vote/"))
    assert "has a voice and no vote" in said
    refused = arlon.post(
        "/acts/assembly.cast_vote/2", {"proposal": "2", "yes": "1", "step": "check"}
    )
    assert refused.status_code == 200
    done = arlon.post("/acts/assembly.cast_vote/2", answers(refused))
    assert done.status_code == 409
    assert "By article 2.4 Arlon has a voice and no vote" in words(done)
    assert "Cast Arlon’s vote" not in words(arlon.get("/decisions/2/"))
    assert arlon.get("/people/").status_code == 403, "to appoint is not open to it"


def test_it_ends_its_association_in_the_browser(chamber: Open) -> None:
    chamber.at = days_ago(0)
    arlon = sit("council/arlon")
    form = arlon.get(f"/acts/{END}?city=arlon")
    assert re.search(r'name="city"[^>]*value="arlon"', form.content.decode())
    done = confirmed(arlon, f"/acts/{END}", {"city": "arlon"})
    assert "The association of Arlon ends." in words(done)
    entry = Client(headers={"accept-language": "en"}).get("/record/9/")
    assert "Arlon is with the coalition no more." in words(entry)
    assert cities.gone() == ("arlon",)
    said = words(Client(headers={"accept-language": "en"}).get("/cities/arlon/"))
    assert "It is with the coalition no more. Gone by entry" in said
    assert "Member since" not in said
    assert "This city has no seat now." in said
    assert_holds()


def test_notice_and_convocation_are_given_to_it(chamber: Open) -> None:
    meeting = chamber.convene("Roads", begins=local(9))
    notice = words(Client(headers={"accept-language": "en"}).get("/decisions/2/notice/"))
    assert "Arlon" in notice
    arlon = sit("council/arlon")
    acknowledged = confirmed(arlon, "/acts/assembly.acknowledge_notice/1", {"proposal": "2"})
    assert "It is in the record" in words(acknowledged)
    chamber.at = days_ago(0)
    desk = words(arlon.get("/desk/"))
    assert "Come to the meeting" in desk
    assert "Arlon is absent and is not heard; it has a voice there, and no vote." in desk
    assert "Vote on proposal" not in desk
    papers = f"/decisions/meetings/{meeting}/papers/"
    client = sit(OFFICE)
    letter = " ".join(pdf_text(client.get(f"{papers}letters/arlon.pdf").content).split())
    assert "Your city takes part with a voice" in letter
    assert "City that gives its proxy" not in letter
    sheet = " ".join(pdf_text(client.get(f"{papers}attendance-list.pdf").content).split())
    assert "☐ with a voice" in sheet
    assert_holds()


def test_in_the_room_it_has_a_voice(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    chamber = Open()
    chamber.at = days_ago(30)
    chamber.found(PEOPLE, ASSOCIATED)
    chamber.associate()
    chamber.at = days_ago(12)
    meeting = chamber.convene("Roads", begins=local(-1))
    chamber.at = days_ago(0)
    office = sit(OFFICE)
    path = f"/decisions/meetings/{meeting}/present/"
    form = office.get(path)
    assert "Arlon with a voice, without a vote" in words(form)
    assert "by proxy: the delegate of Arlon" not in words(form)
    typed = {f"by-{city}": "delegate" for city in ("arlon", "ghent", "leuven")}
    check = office.post(path, {**typed, "by-mons": "arlon"})
    assert check.status_code == 200
    few = office.post(path, typed)
    done = office.post(path, answers(few), follow=True)
    assert done.status_code == 200, words(done)
    said = words(Client(headers={"accept-language": "en"}).get(f"/decisions/meetings/{meeting}/"))
    assert "Arlon with a voice its delegate" in said
    assert "2 members present, 1 city with a voice, it cannot decide" in said
    minutes = f"/decisions/meetings/{meeting}/papers/minutes/draft.pdf"
    told = " ".join(pdf_text(office.get(minutes).content).split())
    assert "with a voice" in told
    give = sit("council/ghent").get(f"/decisions/meetings/{meeting}/proxy/")
    assert 'value="council/mons"' in give.content.decode()
    assert 'value="council/arlon"' not in give.content.decode()
    assert_holds()
