"""A meeting's papers, from the letter that convenes it to the minutes that are frozen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)
from tests.assembly.meetings import CALLED, IN_ROOM, OFFICE, Assembly, assembled, point
from tests.interfaces.web.test_pages import words
from tests.support.papers import docx_text, letters, pdf_text, png, same_letters
from tests.support.papers import words as split

from koinon.interfaces.shared import checkpoints
from koinon.interfaces.web.models import MinutesNote
from koinon.interfaces.web.papers.notes import merged
from koinon.people import access
from koinon.record import store

pytestmark = pytest.mark.django_db
BAD = "app.alert"
PAPERS = "/decisions/meetings/1/papers/"


def pdf(*texts: str, password: str = "", script: bool = False) -> bytes:
    writer = PdfWriter()
    for _ in texts or ("",):
        writer.add_blank_page(300, 400)
    if script:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(BAD)}
        )
        writer.root_object[NameObject("/OpenAction")] = action
        page = writer.pages[0]
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
        link = DictionaryObject(
            {
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): RectangleObject((0, 0, 300, 400)),
                NameObject("/A"): action,
            }
        )
        page[NameObject("/Annots")] = ArrayObject([link])
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def hidden(data: bytes) -> bool:
    """Whether any object of a PDF holds the script."""
    reader = PdfReader(io.BytesIO(data))
    objects = (reader.get_object(number) for number in range(1, len(reader.xref_objStm) + 2000))
    return any(BAD in repr(one) for one in objects)


def chamber_pdf() -> bytes:
    return pdf("a", "b", "c", script=True)


def held(chamber: Assembly) -> Assembly:
    """Convened with documents of every kind, attended, voted on, objected to."""
    attached = [
        (chamber_pdf(), "application/pdf"),
        (pdf(password="secret"), "application/pdf"),
        (pdf()[:200], "application/pdf"),
        (png(40, 30), "image/png"),
        (png(4, 3)[:50], "image/png"),
        ("Nous écrivons #panic() ici.".encode(), "text/plain"),
        (b"\x00\x01", "application/octet-stream"),
    ]
    documents = [chamber.document(data, kind).model_dump() for data, kind in attached]
    receipt = chamber.act(
        "assembly.convene_meeting/1",
        {
            "body": "council",
            "title": [
                {"language": "en", "text": "General assembly"},
                {"language": "fr", "text": "Assemblée générale"},
            ],
            "place": "Town hall, Ghent",
            "begins": "2025-01-20T10:00",
            "mode": "mixed",
            "agenda": [point("The question"), point("Papers", documents=documents)],
        },
        OFFICE,
    )
    assert receipt.result["meeting"] == 1
    text = chamber.document(b"We say yes.\nAnd we mean it.", "text/plain").model_dump()
    chamber.put(1, title="Say yes", text=text)
    return chamber


def voted(chamber: Assembly) -> Assembly:
    chamber.at = IN_ROOM
    chamber.attend(1, "ghent", "leuven", {"city": "mons", "online": True}, "namur")
    chamber.open(1)
    chamber.at = CALLED
    chamber.delegate("namur", "assembly.cast_vote/2", proposal=1, yes="1")
    chamber.call(1, ghent="yes", leuven="no", mons={"yes": "1/2", "no": "1/2"})
    chamber.act(
        "assembly.object_to_vote/1", {"proposal": 1, "reason": "We said yes."}, "council/leuven"
    )
    return chamber


Enter = Callable[..., Client]


@pytest.fixture
def sit() -> Enter:
    """A signed-in person who holds a seat: `sit("secretariat", language="fr")`."""

    def signed_in(seat: str, name: str = "Ada", language: str = "en") -> Client:
        account = access.invite(f"{name.lower()}@example.org", name=name)
        account.language = language
        account.save()
        access.give_seat(account, seat, since=date(2025, 1, 1))
        client = Client(headers={"accept-language": "en"})
        assert client.post(f"/enter/{access.one_time_link(account)}").status_code == 302
        return client

    return signed_in


@pytest.fixture
def chamber(tmp_path: Path, settings: Any) -> Assembly:
    settings.HOME = tmp_path
    return held(assembled())


def said(client: Client, path: str, **more: Any) -> str:
    answer = client.get(PAPERS + path, **more)
    assert answer.status_code == 200, path
    return " ".join(split(pdf_text(answer.content)))


def test_a_letter_convenes_one_member_and_encloses_its_proxy_form(chamber: Assembly) -> None:
    letter = said(Client(headers={"accept-language": "en"}), "letters/ghent.pdf")
    assert "City of Ghent" in letter
    assert "1 January 2025" in letter
    assert "Under article 5.6 of the charter, the Council is convened." in letter
    assert "20 January 2025, 10:00 (Europe/Brussels time)" in letter
    assert "Meeting place Town hall, Ghent" in letter
    assert "1. The question Proposal 1: Say yes 2. Papers" in letter
    assert (
        "Or take part and vote online, signed in, at: http://testserver/decisions/meetings/1/"
        in letter
    )
    assert "City that gives its proxy Ghent" in letter
    assert "Ada" not in letter
    assert Client().get(f"{PAPERS}letters/atlantis.pdf").status_code == 404
    assert Client().get("/decisions/meetings/9/papers/").status_code == 404


def test_holders_are_named_to_themselves_and_to_the_secretariat_alone(
    chamber: Assembly, sit: Enter
) -> None:
    own = sit("council/ghent", name="Ada Byron")
    other = sit("council/leuven", name="Bert")
    office = sit(OFFICE, name="Cleo")
    assert "Ada Byron" in said(own, "letters/ghent.pdf")
    assert "Ada Byron" not in said(other, "letters/ghent.pdf")
    assert "Ada Byron" in said(office, "letters/ghent.pdf")
    assert other.get(f"{PAPERS}letters.pdf").status_code == 403
    assert Client().get(f"{PAPERS}letters.pdf").status_code == 302
    for body in store.bodies():
        assert b"Ada Byron" not in body


def test_all_letters_come_in_one_file_each_in_its_readers_language(
    chamber: Assembly, sit: Enter
) -> None:
    sit("council/ghent", name="Ada", language="fr")
    sit("council/leuven", name="Noor", language="ar")
    data = sit(OFFICE, name="Cleo").get(f"{PAPERS}letters.pdf").content
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    # Four letters, by the members' names, each with its proxy form as the last page.
    assert len(pages) == 12
    assert "Convocation : Assemblée générale" in " ".join(split(pages[0]))
    assert "Page 1 sur 3" in " ".join(split(pages[0]))
    assert "convened" in pages[6]
    assert re.search("[\u0600-\u06ff]{4}", pages[3])


def test_forms_to_fill_in_name_every_member(chamber: Assembly) -> None:
    for name in ("attendance-list", "roll-call"):
        form = said(Client(headers={"accept-language": "en"}), f"{name}.pdf")
        assert all(city in form for city in ("Ghent", "Leuven", "Mons", "Namur"))
    assert "Item 1, proposal 1: Say yes" in form
    proxy = said(Client(headers={"accept-language": "en"}), "proxy-form.pdf")
    assert "It can be revoked at any time before the vote." in proxy
    docx = Client(headers={"accept-language": "en"}).get(f"{PAPERS}proxy-form.docx").content
    assert letters(docx_text(docx)) == letters(proxy)


def test_the_pack_binds_what_it_can_and_says_why_of_the_rest(chamber: Assembly, sit: Enter) -> None:
    assert Client().get(f"{PAPERS}pack.pdf").status_code == 302
    client = sit("council/ghent")
    data = client.get(f"{PAPERS}pack.pdf").content
    assert client.get(f"{PAPERS}pack.pdf").content == data
    reader = PdfReader(io.BytesIO(data))
    pages = [" ".join(split(page.extract_text())) for page in reader.pages]
    whole = " ".join(pages)
    assert "Meeting pack: General assembly" in pages[0]
    assert "We say yes. And we mean it." in whole
    assert "Nous écrivons #panic() ici." in whole
    assert "The file is locked with a password." in whole
    assert "The file is damaged and its pages could not be read." in whole
    assert "The picture is damaged or too large to print." in whole
    assert "Files of this kind cannot be printed here" in whole
    first = next(n for n, page in enumerate(pages) if page.startswith("Annex 2: "))
    stamped = [page for page in pages if page.startswith("Annex 2, page")]
    assert stamped == [f"Annex 2, page {n} of 3" for n in (1, 2, 3)]
    assert pages[first + 1 : first + 4] == stamped
    # The page numbers at the foot count what was put in, and the contents and bookmarks name them.
    last = len(pages)
    assert f"Page {last} of {last}" in pages[-1]
    listed = re.findall(r"Annex (\d): [^.]+?(?: \.)+ (\d+)", " ".join(pages[:2]))
    begun = [n for n, page in enumerate(pages, 1) if re.match(r"Annex \d: ", page)]
    assert [int(page) for _, page in listed] == begun
    assert [int(annex) for annex, _ in listed] == list(range(1, 9))
    marks = [one for one in reader.outline[1] if not isinstance(one, list)]  # type: ignore[arg-type,union-attr]
    places = {one.title.partition(":")[0]: reader.get_destination_page_number(one) for one in marks}
    assert places["Annex 3"] == begun[2] - 1
    assert hidden(chamber_pdf())
    assert not hidden(data)


def test_a_pack_within_limits_only(
    chamber: Assembly, sit: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from koinon.interfaces.web.papers import pack

    client = sit("council/ghent")
    monkeypatch.setattr(pack._Binder, "__init__", pack._Binder.__init__)
    monkeypatch.setattr(pack, "PAGES_LIMIT", 2)
    binder = pack._Binder
    monkeypatch.setattr(pack, "_Binder", lambda found: binder(found, pages_left=2))
    assert "more than 2 pages of documents" in said(client, "pack.pdf")
    monkeypatch.setattr(pack, "_Binder", lambda found: binder(found, bytes_left=100))
    assert "more than 60 MB of documents" in said(client, "pack.pdf")


def test_minutes_say_what_the_record_says(chamber: Assembly, sit: Enter) -> None:
    voted(chamber)
    office = sit(OFFICE)
    assert sit("council/ghent", name="Bert").get(f"{PAPERS}minutes/").status_code == 403
    draft = said(office, "minutes/draft.pdf")
    stated = checkpoints.stated()
    assert stated
    assert "Draft: not approved and not signed" in draft
    assert "Ghent Delegate In the room" in draft
    assert "Mons Delegate Online" in draft
    assert "There was a quorum. Recorded 20 January 2025, 10:30" in draft
    assert "Leuven 1 100,000 Against Delegate" in draft
    assert "Mons 1 95,000 In favour 50%, against 50%, abstaining 0% Delegate" in draft
    assert "Namur 1 110,000 In favour Online 5" in draft
    assert "Provisional: the votes are counted 22 January 2025, 00:00" in draft
    assert "Objection of Council · Leuven" in draft
    assert "We said yes." in draft
    assert "2. Papers It was not taken up." in draft
    assert stated.root in draft.replace(" ", "")
    assert stated.fingerprint.replace(" ", "") in draft.replace(" ", "")
    assert "Presidency" in draft


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_minutes_and_letters_are_written_in_every_language(
    chamber: Assembly, sit: Enter, language: str
) -> None:
    voted(chamber)
    office = sit(OFFICE)
    headers = {"accept-language": language}
    for path in ("minutes/draft", "letters/ghent", "attendance-list", "roll-call"):
        made, docx = (
            office.get(f"{PAPERS}{path}.{form}", headers=headers).content
            for form in ("pdf", "docx")
        )
        assert same_letters(pdf_text(made), docx_text(docx).replace("☐", "")), path
        for english in ("Who was present", "Recorded", "Agenda", "Present as"):
            assert english not in docx_text(docx), (path, english)


def test_notes_are_written_frozen_and_kept(chamber: Assembly, sit: Enter) -> None:
    voted(chamber)
    office = sit(OFFICE)
    answer = office.post(
        f"{PAPERS}minutes/", {"opening": "The mayor welcomed all.", "opening-version": "0"}
    )
    assert answer.status_code == 302
    assert "The mayor welcomed all." in said(office, "minutes/draft.pdf")
    answer = office.post(f"{PAPERS}minutes/", {"item-2": "Deferred.", "freeze": ""}, follow=True)
    assert "The minutes are frozen" in words(answer)
    (link,) = set(re.findall(rf"{PAPERS}minutes/\d+\.pdf", answer.content.decode()))
    frozen = office.get(link).content
    text = " ".join(split(pdf_text(frozen)))
    assert "Draft" not in text
    assert "Deferred." in text
    assert (
        "<pdfaid:part>2</pdfaid:part>"
        in PdfReader(io.BytesIO(frozen)).xmp_metadata.stream.get_data().decode()
    )  # type: ignore[union-attr]
    office.post(f"{PAPERS}minutes/", {"item-2": "Changed later.", "item-2-version": "2"})
    assert office.get(link).content == frozen
    assert Client().get(link).status_code == 403
    assert office.get(link.replace(".pdf", ".docx")).status_code == 200
    assert "notes" not in PAPERS
    too_long = office.post(f"{PAPERS}minutes/", {"closing": "a" * 20_001})
    assert "longer than 20000 characters" in words(too_long)


def test_two_people_write_and_nothing_is_lost(chamber: Assembly, sit: Enter) -> None:
    first, second = sit(OFFICE, name="Ada"), sit(OFFICE, name="Bert")
    base = {"opening": "one\ntwo\nthree", "opening-version": "0"}
    first.post(f"{PAPERS}minutes/", base)
    version = str(MinutesNote.objects.get().pk)
    first.post(f"{PAPERS}minutes/", {"opening": "ONE\ntwo\nthree", "opening-version": version})
    apart = {"opening": "one\ntwo\nTHREE", "opening-version": version}
    assert second.post(f"{PAPERS}minutes/", apart).status_code == 302
    assert MinutesNote.objects.latest("id").text == "ONE\ntwo\nTHREE"
    clash = {"opening": "uno\ntwo\nthree", "opening-version": version}
    answer = second.post(f"{PAPERS}minutes/", clash)
    assert answer.status_code == 409
    page = words(answer)
    assert "Somebody else changed the same lines" in page
    assert "uno" in page
    assert "ONE" in page
    newest = MinutesNote.objects.latest("id")
    assert newest.text == "ONE\ntwo\nTHREE"
    shown = re.search(
        r"<textarea[^>]*name=\"opening\"[^>]*>\n(.*?)</textarea>", answer.content.decode(), re.S
    )
    assert shown
    assert shown[1] == "ONE\nuno\ntwo\nTHREE"
    again = {"opening": shown[1], "opening-version": str(newest.pk)}
    assert second.post(f"{PAPERS}minutes/", again).status_code == 302
    assert MinutesNote.objects.latest("id").text == "ONE\nuno\ntwo\nTHREE"
    assert MinutesNote.objects.count() == 4


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "made", "clean"),
    [
        ("a", "a", "b", "b", True),
        ("a", "b", "a", "b", True),
        ("a", "b", "b", "b", True),
        ("", "mine", "theirs", "theirs\nmine", False),
        ("a\nb\nc", "a\nb\nc\nd", "z\na\nb\nc", "z\na\nb\nc\nd", True),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd", True),
        ("a\nb\nc", "a\nX\nc", "a\nY\nc", "a\nY\nX\nc", False),
        ("a\nb", "", "a\nb\nc", "c", False),
    ],
)
def test_lines_are_merged(base: str, mine: str, theirs: str, made: str, clean: bool) -> None:
    text, kept_apart = merged(base, mine, theirs)
    assert kept_apart is clean
    if clean:
        assert text == made
    for line in {*mine.splitlines(), *theirs.splitlines()} - set(base.splitlines()):
        assert line in text.splitlines()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_answer_in_every_language_and_are_found(
    chamber: Assembly, sit: Enter, language: str
) -> None:
    headers = {"accept-language": language}
    office = sit(OFFICE)
    assert PAPERS in office.get("/decisions/1/").content.decode()
    for path in ("", "minutes/"):
        page = office.get(PAPERS + path, headers=headers).content.decode()
        assert page.count("<h1") == 1
        assert "style=" not in page
        assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    public = Client(headers=headers).get(PAPERS).content.decode()
    assert "pack.pdf" not in public
    assert f"{PAPERS}minutes/" not in public
    assert f"{PAPERS}letters/ghent.pdf" in public
