"""Translations: of which version they are, four eyes, and what changes them by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.assembly.leagues import entries, faults
from tests.assembly.meetings import CALLED, IN_ROOM, OFFICE, Assembly, point
from tests.assembly.test_amendments import ALL_FOR
from tests.assembly.translating import (
    BILINGUAL,
    RECORD,
    REVIEW,
    TRAMS,
    TRAMWAYS,
    bilingual,
    french,
    reference,
    review,
    translate,
    translation,
)
from tests.support.replaying import assert_replays

from koinon.assembly import queries_texts as texts

pytestmark = pytest.mark.django_db(databases=["default", "replay"])


@pytest.fixture
def chamber() -> Assembly:
    """One proposal with a text."""
    chamber = bilingual()
    chamber.propose("Trams", matter="ordinary", text=reference(chamber, TRAMS))
    return chamber


def refusal(chamber: Assembly, name: str, seat: str = OFFICE, **data: Any) -> str:
    return chamber.refused(name, data, seat).code


def test_a_translation_is_read_once_another_seat_has_reviewed_it(chamber: Assembly) -> None:
    assert (french("proposal/1").state, french("proposal/1").current) == ("missing", None)
    n = translate(chamber, "proposal/1", TRAMS)
    told = french("proposal/1")
    assert told.state == "to review"
    assert told.current is not None
    assert (told.current.seat, told.current.made) == ("secretariat", "by a person")
    own = refusal(chamber, REVIEW, translation=n, verdict="accepted")
    assert own == "assembly.own_translation"
    assert french("proposal/1").state == "to review"
    done = review(chamber, n)
    told = french("proposal/1")
    assert told.state == "reviewed"
    assert told.current is not None
    assert (told.current.reviewed_by, told.current.reviewed_n) == ("council/ghent", done.n)
    assert refusal(chamber, REVIEW, "council/mons", translation=n, verdict="accepted") == (
        "assembly.reviewed_already"
    )
    assert_replays()


def test_a_refused_translation_is_not_read_and_a_mended_one_is(chamber: Assembly) -> None:
    n = translate(chamber, "proposal/1", TRAMS, b"Nonsense")
    assert refusal(chamber, REVIEW, "council/ghent", translation=n, verdict="refused") == (
        "assembly.refusal_needs_reason"
    )
    review(chamber, n, "refused", reason="The second paragraph is missing.")
    told = french("proposal/1")
    assert (told.state, told.current) == ("refused", None)
    assert told.latest is not None
    assert told.latest.reason == "The second paragraph is missing."
    again = translation(chamber, "proposal/1", TRAMS, b"Nonsense")
    assert refusal(chamber, RECORD, **again) == "assembly.translated_already"
    second = translate(chamber, "proposal/1", TRAMS)
    assert french("proposal/1").state == "to review"
    review(chamber, second)
    third = translate(chamber, "proposal/1", TRAMS, b"Mieux encore")
    told = french("proposal/1")
    assert told.state == "reviewed"  # the reviewed one is read until the newer one is reviewed too
    assert told.current is not None
    assert told.latest is not None
    assert (told.current.n, told.latest.n) == (second, third)
    assert_replays()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": "proposal/9"}, "assembly.no_text"),
        ({"text": "paper/1/1/1"}, "assembly.no_text"),
        ({"text": "minutes/1"}, "assembly.no_text"),
        ({"language": "en"}, "assembly.authoritative_language"),
    ],
)
def test_what_is_no_translation_is_refused(
    chamber: Assembly, change: dict[str, Any], code: str
) -> None:
    data = translation(chamber, "proposal/1", TRAMS, TRAMWAYS)
    assert refusal(chamber, RECORD, **data | change) == code


def test_the_source_is_the_text_itself_and_nothing_else(chamber: Assembly) -> None:
    other = translation(chamber, "proposal/1", b"Another text", TRAMWAYS)
    assert refusal(chamber, RECORD, **other) == "assembly.text_changed"
    itself = translation(chamber, "proposal/1", TRAMS, TRAMS)
    assert refusal(chamber, RECORD, **itself) == "assembly.translation_is_source"
    assert refusal(chamber, REVIEW, translation=1, verdict="accepted") == "assembly.no_translation"
    for name in ("proposal/0", "proposal/01", "charter/1", "paper/1", "../x", "proposal/1/"):
        with pytest.raises(ValueError, match="pattern"):
            chamber.envelope(RECORD, other | {"text": name})


def test_an_amendment_carried_changes_the_text_under_a_translation() -> None:
    chamber = bilingual()
    number = chamber.convene()
    asked = chamber.put(number, text=reference(chamber, TRAMS))
    chamber.at = IN_ROOM
    chamber.attend(number, *ALL_FOR)
    chamber.open(number)
    name = f"proposal/{asked}"
    review(chamber, translate(chamber, name, TRAMS))
    late = translate(chamber, name, TRAMS, b"Autrement")
    amended = b"The league buys ten trams."
    first = chamber.amend("mons", asked, text=reference(chamber, amended, "text/plain"))
    assert french(name).state == "reviewed"
    chamber.at = CALLED
    chamber.call(first, **ALL_FOR)
    told = french(name)
    assert told.state == "changed"
    assert told.current is not None  # an earlier version is still to be read, with a note
    assert refusal(chamber, REVIEW, "council/ghent", translation=late, verdict="accepted") == (
        "assembly.translation_outdated"
    )
    stale = translation(chamber, name, TRAMS, b"Encore autrement")
    assert refusal(chamber, RECORD, **stale) == "assembly.text_changed"
    review(chamber, translate(chamber, name, amended, b"La ligue en achete dix."))
    assert french(name).state == "reviewed"
    assert_replays()


def test_a_paper_of_an_agenda_and_minutes_change_as_they_are_replaced() -> None:
    chamber = bilingual()
    paper = reference(chamber, TRAMS)
    item = point("Trams", documents=[paper])
    number = chamber.convene(agenda=[item])
    name = f"paper/{number}/1/1"
    assert french(name).required_by == date(2025, 1, 19)
    review(chamber, translate(chamber, name, TRAMS))
    assert french(name).state == "reviewed"
    other = {"title": item["title"], "documents": [reference(chamber, b"Other trams")], "item": 1}
    changed = {"meeting": number, "based_on": 1, "agenda": [other]}
    chamber.act("assembly.change_agenda/1", changed, OFFICE)
    assert french(name).state == "changed"
    assert texts.text(f"paper/{number}/1/2") is None

    chamber.at = IN_ROOM
    chamber.attend(number, *ALL_FOR)
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    approve = {"meeting": number, "language": "en", "minutes": reference(chamber, b"Minutes")}
    chamber.act("assembly.approve_minutes/1", approve, "president")
    minutes = f"minutes/{number}"
    assert french(minutes).required_by == date(2025, 2, 3)
    review(chamber, translate(chamber, minutes, b"Minutes"))
    assert french(minutes).state == "reviewed"
    mended = approve | {"minutes": reference(chamber, b"Mended")}
    chamber.act("assembly.approve_minutes/1", mended, "president")
    assert french(minutes).state == "changed"
    assert_replays()


def test_minutes_in_another_language_alone_are_the_authoritative_ones() -> None:
    chamber = bilingual()
    number = chamber.convene()
    chamber.at = IN_ROOM
    chamber.attend(number, *ALL_FOR)
    chamber.act("assembly.end_meeting/1", {"meeting": number}, OFFICE)
    approve = {"meeting": number, "language": "fr", "minutes": reference(chamber, b"PV")}
    chamber.act("assembly.approve_minutes/1", approve, "president")
    found = texts.text(f"minutes/{number}")
    assert found is not None
    assert found.source.language == "fr"
    assert [one.language for one in found.languages] == ["en"]


def test_the_charter_is_a_text_like_others() -> None:
    chamber = bilingual()
    source = BILINGUAL.encode()
    data = translation(chamber, "charter", source, b"La charte")
    data["source"] = reference(chamber, source, "application/toml")
    n = chamber.act(RECORD, data, "council/mons").n
    review(chamber, n)
    told = french("charter")
    assert (told.state, told.required) == ("reviewed", False)
    assert_replays()


def test_what_is_needed_now_is_listed_with_its_day(chamber: Assembly) -> None:
    listed = {one.text: one.in_language("fr") for one in texts.current(50)}
    assert set(listed) == {"proposal/1", "charter"}
    told = listed["proposal/1"]
    assert told is not None
    assert (told.required, told.required_by) == (True, date(2025, 1, 3))  # voting opens on the 4th
    page = texts.texts("proposal", 99)
    assert [(one.text, one.number) for one in page.lines] == [("proposal/1", 1)]
    assert (page.page, page.pages, page.total) == (1, 1, 1)


def test_a_verifier_sees_a_forged_translation_or_review(chamber: Assembly) -> None:
    n = translate(chamber, "proposal/1", TRAMS)
    done = review(chamber, n).n
    other = reference(chamber, b"Another")["sha256"]

    def told(at: int, **fields: Any) -> str:
        return faults(lambda record: record[at]["effects"][-1].update(fields))

    effect = entries()[n]["effects"][-1]
    assert faults(lambda record: None) == ""
    assert "not of its version in force" in told(n, source=effect["translation"])
    assert "is no document of this record" in told(n, source=other)
    assert "is the text itself" in told(n, translation=effect["source"])
    assert "malformed" in told(n, text="proposal/x")
    assert "is not of its version in force" in told(n, text="proposal/7")
    assert "records no translation" in told(done, translation=0)
    assert "its own seat" in faults(lambda record: record[done]["by"].update(seat=OFFICE))
    assert "lacks the key 'made'" in faults(lambda record: record[n]["effects"][-1].pop("made"))
