"""Mail from the act to the recipient: whom it reaches, in which words, whatever fails between."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from tests.assembly.associates import ADMIT, ASSOCIATED, Open
from tests.assembly.meetings import assembled, in_the_room, point
from tests.support import mailbox as boxes
from tests.support.coalition import CHARTER, League, member
from tests.support.databases import OwnDatabase
from tests.support.mailbox import Mailbox
from tests.support.pages import days_ago

from koinon.assembly import queries as board
from koinon.assembly.queries import Voting
from koinon.interfaces.jobs.postman import Postman
from koinon.interfaces.shared.mail import sending
from koinon.interfaces.shared.wording import local
from koinon.people import access
from koinon.people.models import Account
from koinon.post import delivering, queries
from koinon.post.models import Delivery, Outgoing
from koinon.record import store

INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
CITIES = {"ghent": 262_219, "leuven": 102_851, "namur": 114_007}
HELD = {"ghent": "en", "leuven": "ar"}
"""Cities whose seat somebody holds, with the language of that person; Namur's is vacant."""


def person(email: str, language: str, *seats: str) -> Account:
    account = access.invite(email, name="Canary Person", language=language)
    for seat in seats:
        access.give_seat(account, seat, since=date(2025, 1, 1))
    return account


def settle(league: League, *, notice_days: int = 0) -> League:
    league.at = days_ago(1)
    league.found(CITIES, CHARTER.replace("notice_days = 2", f"notice_days = {notice_days}"))
    for city, language in HELD.items():
        person(f"{city}@cities.example", language, f"council/{city}")
    person("desk@league.example", "en", "secretariat")
    return league


@pytest.fixture
def league(db: None, settings: Any) -> League:
    settings.KOINON_SITE = "https://league.example"
    return settle(League())


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    with boxes.used(box, settings):
        yield box


def voting() -> tuple[Voting, ...]:
    return board.voting_now(at())


def now() -> datetime:
    return datetime.now(UTC)


def at() -> str:
    return now().strftime(INSTANT)


def round_of_mail(when: datetime | None = None) -> None:
    """What the server's thread does at one look, but for reminders."""
    delivering.resume(when or now())
    sending.spread(when or now(), at())
    sending.send_due(when or now())


def statuses() -> dict[str, str]:
    return dict(Delivery.objects.order_by("made").values_list("seat", "status"))


def test_notice_reaches_every_delegate_in_their_language(league: League, mailbox: Mailbox) -> None:
    title = [{"language": "en", "text": "A tram"}, {"language": "fr", "text": "Un tram"}]
    league.act("assembly.open_proposal/1", {"title": title, "matter": "ordinary"}, "secretariat")
    round_of_mail()
    assert statuses() == {
        "council/ghent": "accepted",
        "council/leuven": "accepted",
        "council/namur": "vacant",
    }
    (english,) = mailbox.of("ghent@cities.example")
    assert english["Subject"] == "Notice of proposal 1: A tram"
    assert english["From"] == "League <desk@league.example>"
    assert english["Content-Language"] == "en"
    assert english["List-Unsubscribe"] is None
    said = boxes.text(english)
    assert "Notice of proposal 1, “A tram”, is given to the delegate of Ghent in the" in said
    assert "It was put by the Secretariat and is entry 1 of the public record." in said
    assert "it cannot be declined" in said
    (arabic,) = mailbox.of("leuven@cities.example")
    assert arabic["Subject"] == "إخطار بالمقترح 1: A tram"
    assert "يُخطَر مندوب Leuven في Council بالمقترح 1 «A tram»" in boxes.text(arabic)
    assert '<html lang="ar" dir="rtl">' in boxes.html(arabic)
    row = Delivery.objects.get(seat="council/ghent")
    assert english["Message-ID"] == f"<{row.id.hex}@league.example>"
    assert row.reply == "250 2.0.0 queued as Q1" or row.reply == "250 2.0.0 queued as Q2"
    assert row.ended is not None
    round_of_mail()
    assert len(mailbox.received) == 2


def test_whoever_holds_a_seat_no_more_gets_nothing(league: League, mailbox: Mailbox) -> None:
    gone = Account.objects.get(email="ghent@cities.example")
    access.take_seat(gone, "council/ghent", until=date(2025, 6, 1))
    person("new@cities.example", "fr", "council/ghent")
    league.propose("A tram", matter="ordinary")
    round_of_mail()
    assert mailbox.of("ghent@cities.example") == []
    assert len(mailbox.of("new@cities.example")) == 1


def test_a_refused_recipient_disturbs_nobody_else(league: League, mailbox: Mailbox) -> None:
    mailbox.refuses["ghent@cities.example"] = "550 5.1.1 <ghent@cities.example>: no such user"
    league.propose("A tram", matter="ordinary")
    round_of_mail()
    row = Delivery.objects.get(seat="council/ghent")
    assert (row.status, row.fault) == ("refused", "recipient")
    assert row.reply == "550 5.1.1 <ghent@cities.example>: no such user"
    assert Delivery.objects.get(seat="council/leuven").status == "accepted"
    round_of_mail(now() + timedelta(days=3))
    assert len(mailbox.received) == 1  # what was refused for good is not tried by itself
    mailbox.refuses.clear()
    assert delivering.retry(now(), row.id) == 1
    round_of_mail()
    assert Delivery.objects.get(id=row.id).status == "accepted"


def test_a_server_that_wants_patience_gets_it(league: League, mailbox: Mailbox) -> None:
    """Greylisting: 4xx now, and the pause grows with each attempt until it is given up."""
    mailbox.refuses["ghent@cities.example"] = "451 4.7.1 come back later"
    league.propose("A tram", matter="ordinary")
    when = now()
    sending.spread(when, at())
    pauses = []
    while True:
        sending.send_due(when)
        row = Delivery.objects.get(seat="council/ghent")
        if row.status == "failed":
            break
        assert (row.status, row.fault) == ("waiting", "later")
        assert row.next_at is not None
        pauses.append(int((row.next_at - when).total_seconds() // 60))
        assert sending.send_due(row.next_at - timedelta(seconds=1)).tried == 0
        when = row.next_at
    assert tuple(pauses) == delivering.PAUSES_MINUTES
    assert row.attempts == len(pauses) + 1
    assert queries.counts() == {"accepted": 1, "failed": 1, "vacant": 1}


def test_a_server_that_dies_in_the_middle(league: League, mailbox: Mailbox) -> None:
    """It may have kept the message: it is sent again, and its Message-ID says it is the same."""
    mailbox.dies = 1
    league.propose("A tram", matter="ordinary")
    round_of_mail()
    broken = Delivery.objects.get(fault="broken")
    assert (broken.status, broken.attempts) == ("waiting", 1)
    round_of_mail(now() + timedelta(minutes=2))
    assert Delivery.objects.get(id=broken.id).status == "accepted"
    first, again = mailbox.of(broken.address)
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Date"] == again["Date"]
    assert boxes.text(first) == boxes.text(again)


def test_a_mail_server_that_is_away_keeps_nothing_back_for_ever(
    league: League, settings: Any
) -> None:
    boxes.use(settings, host="127.0.0.1", port=boxes.free_port())
    league.propose("A tram", matter="ordinary")
    round_of_mail()
    tried = Delivery.objects.filter(attempts=1)
    assert [one.fault for one in tried] == ["unreachable"]  # the others wait; none is burnt
    box = Mailbox()
    with boxes.used(box, settings):
        round_of_mail(now() + timedelta(minutes=2))
    assert len(box.received) == 2


def test_killed_between_sending_and_noting(own_database: OwnDatabase, settings: Any) -> None:
    """A real death of the process: the delivery stays claimed, in sight, and is sent again."""
    league = settle(League())
    league.propose("A tram", matter="ordinary")
    sending.spread(now(), at())
    box = Mailbox()
    with boxes.used(box, settings):
        connections.close_all()
        child = os.fork()
        if child == 0:
            delivering.accepted = lambda *_, **__: os._exit(9)  # type: ignore[assignment]
            try:
                sending.send_due(now())
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        lost = Delivery.objects.get(status="sending")
        assert lost.started is not None
        assert len(box.of(lost.address)) == 1
        assert delivering.resume(now()) == 0  # it may still be under way
        later = now() + delivering.LONGEST_SENDING + timedelta(seconds=1)
        round_of_mail(later)
    row = Delivery.objects.get(id=lost.id)
    assert (row.status, row.interrupted, row.attempts) == ("accepted", 1, 2)
    assert len({one["Message-ID"] for one in box.of(lost.address)}) == 1
    assert len(box.of(lost.address)) == 2


def test_one_delivery_is_claimed_by_one_sender(league: League) -> None:
    league.propose("A tram", matter="ordinary")
    sending.spread(now(), at())
    (first, *_) = delivering.due(now(), 10)
    assert delivering.claim(first, now()) is not None
    assert delivering.claim(first, now()) is None


def test_reminders_go_once_and_only_to_who_has_not_voted(league: League, mailbox: Mailbox) -> None:
    number = league.propose("A tram", matter="ordinary")
    league.vote(number, "ghent", "yes")
    ((_, opens, closes),) = ((one.number, one.opens_at, one.closes_at) for one in voting())
    two_days_before = (local(closes, "UTC") - timedelta(days=2)).strftime(INSTANT)
    assert opens < two_days_before < closes
    just_before = (local(two_days_before, "UTC") - timedelta(seconds=1)).strftime(INSTANT)

    def told_at(instant: str) -> list[tuple[str, str]]:
        """The reminders that a look at this instant leads to: kind and seat."""
        seen = set(Delivery.objects.values_list("id", flat=True))
        sending.note_moments(instant)
        sending.spread(now(), instant)
        sending.send_due(now())
        new = Delivery.objects.exclude(id__in=seen).exclude(kind="notice").order_by("kind", "seat")
        return [(one.kind, one.seat) for one in new]

    everybody = [("opened", f"council/{city}") for city in CITIES]
    assert told_at(opens) == everybody
    assert told_at(opens) == told_at(just_before) == []
    assert told_at(two_days_before) == [("closing", "council/leuven"), ("closing", "council/namur")]
    assert told_at(two_days_before) == told_at(closes) == []
    reminder = mailbox.of("leuven@cities.example")[-1]
    assert reminder["Subject"].strip() == "صوتك ناقص على المقترح 1: A tram"
    assert "ولم تصوّت Leuven بعد" in boxes.text(reminder)
    assert reminder["List-Unsubscribe"].strip().startswith("<https://league.example/mail/stop/")
    assert reminder["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_declined_a_kind_does_not_get_it(league: League, mailbox: Mailbox) -> None:
    ghent = Account.objects.get(email="ghent@cities.example")
    delivering.decline(ghent.pk, ["opened", "decided"])
    league.propose("A tram", matter="ordinary")
    Postman().beat()
    subjects = [one["Subject"] for one in mailbox.of("ghent@cities.example")]
    assert not any("open" in one for one in subjects)
    assert "Notice of proposal 1: A tram" in subjects
    assert Delivery.objects.get(kind="opened", seat="council/ghent").status == "declined"


def test_a_title_cannot_forge_headers_or_markup(league: League, mailbox: Mailbox) -> None:
    league.propose("A tram\nBcc: all@cities.example <b>{seat}", matter="ordinary")
    round_of_mail()
    (arrived,) = mailbox.of("ghent@cities.example")
    assert arrived["Bcc"] is None
    assert arrived["Subject"].endswith("A tram Bcc: all@cities.example <b>{seat}")
    assert "<b>" not in boxes.html(arrived)
    assert "&lt;b&gt;" in boxes.html(arrived)


def test_what_waited_too_long_is_told_to_nobody_and_seen(league: League, mailbox: Mailbox) -> None:
    league.propose("A tram", matter="ordinary")
    Outgoing.objects.update(made=now() - timedelta(days=8))
    round_of_mail()
    assert mailbox.received == []
    assert queries.lapsed(5) == (("notice", 1),)


def test_decisions_and_withdrawals_are_told(db: None, settings: Any) -> None:
    league = settle(League(), notice_days=2)
    number = league.propose("A tram", matter="ordinary")
    league.act("assembly.withdraw_proposal/1", {"proposal": number}, "secretariat")
    box = Mailbox()
    with boxes.used(box, settings):
        round_of_mail()
        mons = ("assembly.admit_city/1", {"member": member("mons", 96_236)})
        other = league.propose("Admit Mons", mons)
        league.at = "2027-03-01T00:00:00.000000Z"
        league.refused("assembly.cast_vote/1", {"proposal": other, "yes": "1"}, "council/ghent")
        round_of_mail()
    subjects = [one["Subject"] for one in box.of("ghent@cities.example")]
    assert subjects[:2] == [
        "Notice of proposal 1: A tram",
        "Proposal 1 was withdrawn: A tram",
    ]
    assert "Not adopted: proposal 2, Admit Mons" in subjects


def test_no_personal_datum_enters_the_record_or_the_logs(
    league: League, mailbox: Mailbox, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.MAIL_SERVER = replace(settings.MAIL_SERVER, password=boxes.PASSWORD)
    mailbox.refuses["ghent@cities.example"] = "550 <ghent@cities.example> unknown"
    league.propose("A tram", matter="ordinary")
    with caplog.at_level("DEBUG"):
        Postman().beat()
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("koinon")]
    logged = "\n".join(ours)
    assert "a delivery was not sent: recipient" in logged
    record = b"".join(store.bodies()).decode()
    for canary in ("@cities.example", "Canary Person", boxes.PASSWORD):
        assert canary not in record
        assert canary not in logged
    assert boxes.PASSWORD not in repr(settings.MAIL_SERVER)


def test_without_a_mail_server_mails_are_written_and_called_so(
    league: League, mailoutbox: Any
) -> None:
    league.propose("A tram", matter="ordinary")
    round_of_mail()
    assert statuses()["council/ghent"] == "written"
    assert sorted(one.to[0] for one in mailoutbox) == [
        "ghent@cities.example",
        "leuven@cities.example",
    ]


def test_a_meeting_is_convened_by_mail(db: None, settings: Any) -> None:
    """Convocation, changed agenda and cancelling, to every delegate, with what they must know."""
    assembly = assembled()
    for city, language in HELD.items():
        person(f"{city}@cities.example", language, f"council/{city}")
    box = Mailbox()
    with boxes.used(box, settings):
        number = assembly.convene("Budget {2026}", "A tram")
        assembly.put(number, 2, "Build the tram")
        sending.spread(now(), assembly.at)
        sending.send_due(now())
        agenda = [point("Budget", item=1), point("A tram", item=2), point("A bridge")]
        changed = {"meeting": number, "based_on": 1, "agenda": agenda}
        assembly.act("assembly.change_agenda/1", changed, "secretariat")
        why = {"meeting": number, "reason": "The hall was flooded."}
        assembly.act("assembly.cancel_meeting/1", why, "secretariat")
        sending.spread(now(), assembly.at)
        sending.send_due(now())
    convocation, notice, agenda_mail, cancelled = box.of("ghent@cities.example")
    said = boxes.text(convocation)
    begins = "20 January 2025, 10:00 (Europe/Brussels time)"
    assert convocation["Subject"] == f"Convocation: First assembly, {begins}"
    assert "The Council is convened to “First assembly”, and the delegate of Ghent" in said
    assert f"It begins on {begins}. Place: Town hall, Ghent." in said
    assert "Agenda: 1. Budget {2026} 2. A tram" in said
    assert f"in meeting {number}, item 2, which begins on {begins}." in boxes.text(notice)
    assert "9999" not in boxes.text(notice)
    assert "3. A bridge" in boxes.text(agenda_mail)
    assert "is cancelled. Reason: The hall was flooded." in boxes.text(cancelled)
    assert box.of("leuven@cities.example")[0]["Subject"].strip().startswith("دعوة: First assembly")
    subjects = Delivery.objects.filter(kind="convocation").values_list("subject", "seat", "status")
    assert sorted(subjects) == [
        ("meeting/1", "council/ghent", "accepted"),
        ("meeting/1", "council/leuven", "accepted"),
        ("meeting/1", "council/mons", "vacant"),
        ("meeting/1", "council/namur", "vacant"),
    ]


def test_what_is_called_in_a_room_is_not_asked_for_from_afar(db: None) -> None:
    assembly, _, _ = in_the_room()
    assert board.voting_now(assembly.at) == ()


def test_an_associate_hears_of_proposals_and_is_not_asked_to_vote(db: None, settings: Any) -> None:
    chamber = Open()
    chamber.at = days_ago(12)
    chamber.found(CITIES, ASSOCIATED)
    voters = tuple(CITIES)
    chamber.decide((ADMIT, {"associate": member("arlon", 30_000)}), yes=voters)
    for city in ("arlon", "ghent"):
        person(f"{city}@cities.example", "en", f"council/{city}")
    box = Mailbox()
    with boxes.used(box, settings):
        sending.spread(now(), chamber.at)
        chamber.decide((ADMIT, {"associate": member("huy", 9_000)}), yes=("leuven", "namur"))
        round_of_mail()
    arlon, ghent = (
        [one["Subject"] for one in box.of(f"{city}@cities.example")] for city in ("arlon", "ghent")
    )
    heard = ["Notice of proposal 2: Decide", "Not adopted: proposal 2, Decide"]
    assert arlon == heard
    assert ghent == ["Notice of proposal 1: Decide", "Adopted: proposal 1, Decide", *heard]
