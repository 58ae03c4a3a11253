"""The report stands alone, is well formed and accessible, and nothing typed can change it."""

from __future__ import annotations

import re
import shlex
from html.parser import HTMLParser

import pytest
from django.utils import translation
from tests.interfaces.shared.whatif.plans import example, hostile, large
from tests.support.papers import pdf_text, words

from koinon.interfaces.shared import papers
from koinon.interfaces.shared.whatif.answer import answer_to
from koinon.interfaces.shared.whatif.paper import paper
from koinon.interfaces.shared.whatif.report import report
from koinon.interfaces.shared.whatif.section import Answer
from koinon.planner.plan import Plan

LANGUAGES = ("en", "fr", "es", "ar")
ATTACKS = (
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    "--></style><style>*{display:none}</style>",
    "a\u202egnp.exe\x00\u2028",
    "]]></svg><script>",
    "{amount} {0} %s &lt; &#60;script",
)
VOID = {"meta", "br", "img", "path", "rect", "line", "circle", "link", "hr"}


class Reader(HTMLParser):
    """Every element in order, ids, and what was not closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert (reader.open, reader.faults) == ([], [])
    return reader


def answered(plan: Plan, *, private: bool = False) -> Answer:
    return answer_to(plan, you="mills", is_private=private)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_well_formed_and_can_be_read_by_everybody(language: str) -> None:
    plan, made, _ = example()
    with translation.override(language):
        answer = answered(plan)
        page = read(report(answer, made))
    (html,) = page.all("html")
    assert html == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    assert len(page.all("h1")) == len(page.all("main")) == page.tags.count(("title", {})) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}
    assert len(page.all("nav")) == len(page.all("footer")) == len(page.all("header")) == 1
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for a in page.all("a")} <= set(ids)
    tables = sum(len(one.tables) for one in answer.sections)
    assert len(page.all("table")) == len(page.all("caption")) == tables > 5
    assert all(one.get("scope") in ("row", "col") for one in page.all("th"))
    around = [one for one in page.all("div") if one.get("class") == "table"]
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in around)
    drawings = [one for one in page.all("svg") if "xmlns" in one]
    assert all(one["role"] == "img" for one in drawings)
    assert len(drawings) == sum(bool(one.drawing) for one in answer.sections) > 3


def test_it_fetches_nothing_and_runs_nothing() -> None:
    plan, made, _ = example()
    text = report(answered(plan), made)
    page = read(text)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {
        tag for tag, _ in page.tags
    }
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert not re.search(r"url\(|@import|javascript:", text)
    assert all(str(one["href"]).startswith("#") for one in page.all("a"))
    assert any("default-src 'none'" in str(one.get("content")) for one in page.all("meta"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_people_type_stays_text(attack: str) -> None:
    plain_plan, plain_made, _ = example()
    plan, made = hostile(attack)
    harmless = read(report(answered(plain_plan), plain_made))
    page = read(report(answered(plan), made))
    tags = {tag for tag, _ in page.tags}
    assert tags <= {tag for tag, _ in harmless.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert len(page.all("style")) == page.tags.count(("title", {})) == 1
    said = "".join(page.words)
    assert not re.search("[\x00\u202a-\u202e\u2028]", said)
    if "\x00" not in attack:
        assert attack in said


def test_it_says_what_makes_it_again() -> None:
    plan, made, _ = example()
    said = "".join(read(report(answered(plan), made)).words)
    assert "30 November 2026" in said
    assert made.software in said
    words = shlex.split("koinon plan" + said.partition("koinon plan")[2].splitlines()[0])
    for option in ("--cities=cities.csv", "--programmes=programmes.toml", "--difference=1"):
        assert option in words
    assert made.charter_sha256 in said
    assert '"charter": "template-square-root"' in said


def test_what_is_private_stands_in_it_only_where_it_was_asked_for() -> None:
    plan, made, _ = example()
    public, private = answered(plan), answered(plan, private=True)
    assert private.public().sections == public.sections or len(private.sections) > len(
        public.sections
    )
    assert 'id="alone"' not in report(public, made)
    assert 'id="alone"' in report(private, made)
    assert "for the drafter alone" in report(private, made)
    assert "for the drafter alone" not in report(public, made)


def test_a_hundred_cities_and_eight_programmes_fit_into_a_megabyte() -> None:
    plan, made, worked = large()
    answer = answer_to(plan, friends=worked.difference, is_private=True)
    assert answer.refused == ()
    text = report(answer, made)
    assert len(text.encode()) < 1_000_000
    said = "".join(read(text).words)
    assert [place.name for place in plan.places if place.name not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_the_same_in_every_language(language: str) -> None:
    plan, made, _ = example()
    with translation.override(language):
        answer = answered(plan)
        one = paper(answer, made)
        data = papers.pdf(one)
    assert data == papers.pdf(one)
    assert one.direction == ("rtl" if language == "ar" else "ltr")
    drawings = [block for block in one.blocks if isinstance(block, papers.Drawing)]
    assert len(drawings) == sum(bool(each.drawing) for each in answer.sections)
    said = pdf_text(data)
    assert "Harbourton" in said
    assert made.charter_sha256[:16] in said.replace("\n", "")


def test_long_tables_of_a_paper_are_broken_across_pages() -> None:
    plan, made, _ = large()
    said = words(pdf_text(papers.pdf(paper(answer_to(plan), made))))
    assert len(plan.places) == 100
    assert [one for place in plan.places for one in words(place.name) if one not in said] == []


def test_a_hostile_paper_is_printed() -> None:
    for attack in ATTACKS:
        plan, made = hostile(attack)
        assert papers.pdf(paper(answered(plan), made)).startswith(b"%PDF")
