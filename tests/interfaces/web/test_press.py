"""What others print of a decision: exact sentences, a picture that stands alone, feeds, tables."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from lxml import etree
from tests.support.coalition import CHARTER, League
from tests.support.money import CITIES, midyear

from koinon.acts.gate import tick
from koinon.assembly import queries as assembly
from koinon.interfaces.web.pages.decisions import frozen_charter
from koinon.interfaces.web.press import sentences

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SVG = {"s": "http://www.w3.org/2000/svg"}
HOSTILE = 'Trams & <script>alert("x")</script> “quais”'


def decided(*votes: tuple[str, dict[str, str]], title: str = "Join the tram network") -> League:
    """A proposal voted on and counted; three cities of 260,000, 100,000 and 110,000."""
    league = League()
    league.found(CITIES, CHARTER)
    league.propose(title, matter="ordinary")
    league.at = "2025-01-04T08:00:00.000000Z"
    for city, parts in votes:
        league.act("assembly.cast_vote/1", {"proposal": 1, **parts}, f"council/{city}")
    league.at = "2025-01-07T08:00:00.000000Z"
    tick(at=league.at)
    return league


def told(language: str = "en") -> tuple[str, str, tuple[str, ...]]:
    found = assembly.proposal(1, "2025-01-07T08:00:00.000000Z")
    assert found is not None
    charter = frozen_charter(found)
    with translation.override(language):
        return (
            sentences.outcome(found, charter),
            sentences.tally(found),
            sentences.reasons(found, charter),
        )


def test_a_decision_adopted_narrowly_says_why(db: None) -> None:
    decided(("ghent", {"yes": "1"}), ("leuven", {"no": "1"}), ("namur", {"yes": "1"}))
    outcome, tally, reasons = told()
    assert (
        outcome == "The proposal “Join the tram network” was adopted on 7 January 2025 (Council)."
    )
    assert tally == "Of 3 members: in favour 2, against 1, abstaining 0, not voting 0."
    assert reasons == (
        "In favour, of the votes cast, by “One each”: 66.6%, more than 50% needed; met.",
        "In favour, of all members, by “By residents”: 78.7%, at least 50% needed; met.",
    )


def test_a_decision_that_failed_by_one_condition_names_it(db: None) -> None:
    decided(("leuven", {"yes": "1"}), ("namur", {"yes": "1"}), ("ghent", {"no": "1"}))
    outcome, _tally, reasons = told()
    assert outcome == (
        "The proposal “Join the tram network” was not adopted on 7 January 2025 (Council)."
    )
    assert reasons[1] == (
        "In favour, of all members, by “By residents”: 44.6%, at least 50% needed; not met."
    )


def test_a_divided_vote_is_counted_as_one(db: None) -> None:
    decided(("ghent", {"yes": "2/3", "no": "1/3"}), ("leuven", {"abstain": "1"}))
    assert told()[1] == (
        "Of 3 members: in favour 0, against 0, abstaining 1, divided 1, not voting 1."
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            "La proposition « Join the tram network » n’a pas été adoptée"
            " le 7 janvier 2025 (Conseil).",
        ),
        (
            "es",
            "La propuesta «Join the tram network» no se aprobó el 7 de enero de 2025 (Council).",
        ),
    ],
)
def test_the_sentence_is_told_in_the_readers_language(db: None, language: str, said: str) -> None:
    decided(("leuven", {"yes": "1"}))
    assert told(language)[0] == said


def picture(path: str) -> Any:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer, etree.fromstring(answer.content)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_picture_is_whole_and_asks_for_nothing(db: None, language: str) -> None:
    decided(("ghent", {"yes": "1"}), ("leuven", {"no": "1"}), title=HOSTILE)
    answer, svg = picture(f"/decisions/1/result.svg?lang={language}")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert svg.xpath("string(s:title)", namespaces=SVG) == HOSTILE
    assert not svg.xpath("//s:script | //s:image | //s:use | //@href", namespaces=SVG)
    assert b"<script" not in answer.content
    assert len(svg.xpath("//s:rect[@class='f' or @class='u']", namespaces=SVG)) == 2
    assert answer["Content-Language"] == language


def test_the_picture_draws_what_was_measured(db: None) -> None:
    decided(("ghent", {"yes": "1"}), ("leuven", {"no": "1"}))
    _, svg = picture("/decisions/1/result.svg")
    boxes = svg.xpath("//s:rect[@class='f' or @class='u']", namespaces=SVG)
    # one of two votes cast is no majority; 260,000 of 470,000 people is one
    assert [(one.get("class"), int(one.get("width"))) for one in boxes] == [
        ("u", 592 // 2),
        ("f", int(Fraction(260, 470) * 592)),
    ]


def test_only_a_decision_has_a_picture(league: League) -> None:
    assert Client().get("/decisions/2/result.svg").status_code == 404
    assert Client().get("/decisions/9/result.svg").status_code == 404
    assert Client().post("/decisions/1/result.svg").status_code == 405


def test_the_votes_are_a_table_with_their_entries(db: None) -> None:
    decided(("ghent", {"yes": "2/3", "no": "1/3"}), ("leuven", {"abstain": "1"}))
    rows = list(
        csv.DictReader(io.StringIO(Client().get("/decisions/1/votes.csv").content.decode()))
    )
    assert [(row["city"], row["yes"], row["no"], row["people"]) for row in rows] == [
        ("ghent", "2/3", "1/3", "260000"),
        ("leuven", "0", "0", "100000"),
        ("namur", "", "", "110000"),
    ]
    assert rows[0]["cast_by"] == "council/ghent"
    assert int(rows[0]["entry"]) == 2


def feed(path: str) -> Any:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = etree.fromstring(answer.content)
    for needed in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert found.xpath(f"string({needed})", namespaces=ATOM), needed
    for one in found.xpath("a:entry", namespaces=ATOM):
        for needed in ("a:id", "a:title", "a:updated", "a:link/@href"):
            assert one.xpath(f"string({needed})", namespaces=ATOM), needed
    return found


def test_the_feed_tells_each_decision_once_under_an_address_for_good(db: None) -> None:
    decided(("ghent", {"yes": "1"}), ("namur", {"yes": "1"}), title=HOSTILE)
    found = feed("/feeds/decisions.atom?lang=fr")
    assert found.xpath("string(a:entry/a:id)", namespaces=ATOM) == (
        "tag:test.example,2025-01-01:league/decision-1"
    )
    assert HOSTILE in found.xpath("string(a:entry/a:title)", namespaces=ATOM)
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert "sur" in found.xpath("string(a:entry/a:summary)", namespaces=ATOM)


def test_open_proposals_and_votes_of_a_city_have_feeds(league: League) -> None:
    found = feed("/feeds/proposals.atom")
    assert found.xpath("a:entry/a:title/text()", namespaces=ATOM) == [
        "Admit Mechelen to the league"
    ]
    votes = feed("/feeds/cities/leuven.atom").xpath("a:entry/a:title/text()", namespaces=ATOM)
    assert votes[0] == "Leuven on “Admit Mechelen to the league”: In favour"
    assert Client().get("/feeds/cities/atlantis.atom").status_code == 404


def test_payments_have_a_feed(db: None) -> None:
    midyear()
    found = feed("/feeds/payments.atom")
    titles = found.xpath("a:entry/a:title/text()", namespaces=ATOM)
    assert len(titles) == 1
    assert "EUR for Heat pumps" in titles[0].replace("\u00a0", " ")


@pytest.mark.parametrize("path", ["decisions", "proposals", "payments"])
def test_before_the_founding_there_is_no_feed(db: None, path: str) -> None:
    assert Client().get(f"/feeds/{path}.atom").status_code == 404


def test_pages_name_their_feeds_and_a_decision_its_picture(db: None) -> None:
    decided(("ghent", {"yes": "1"}), ("namur", {"yes": "1"}))
    home = Client().get("/").content.decode()
    assert 'type="application/atom+xml"' in home
    page = Client().get("/decisions/1/").content.decode()
    assert '<meta name="description" content="The proposal “Join the tram network”' in page
    assert '<meta property="og:title" content="Join the tram network">' in page
    assert "result.svg?lang=en" in page
    assert "/decisions/1/votes.csv" in page
