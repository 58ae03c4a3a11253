"""What each occasion says, and to which seats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly import queries as assembly
from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_meetings as meetings
from koinon.assembly.queries import ProposalView
from koinon.assembly.queries_meetings import MeetingView
from koinon.interfaces.shared import naming, remembered, wording
from koinon.interfaces.shared.mail import announcing_audits
from koinon.interfaces.shared.mail.letters import Announcement, Letter
from koinon.post.outbox import Occasion
from koinon.record import canonical, store
from koinon.treasury import queries as treasury
from koinon.treasury.queries import InvoiceView


def announcement(occasion: Occasion, at: str) -> Announcement | None:
    """What an occasion says as things stand at an instant; None when nobody is concerned."""
    return _TOLD[occasion.kind](occasion, at)


def _entry(occasion: Occasion) -> Any:
    assert occasion.n is not None
    return canonical.load(store.body(occasion.n))


def _recorded_proposal(occasion: Occasion, at: str) -> ProposalView:
    """The proposal that the occasion's entry is about."""
    number = _entry(occasion)["result"]["proposal"]
    found = assembly.proposal(number, at)
    assert found is not None
    return found


def _to_delegates(
    found: ProposalView, letter: Callable[[str], Letter], *, but: frozenset[str] = frozenset()
) -> Announcement:
    """To the delegates of every member that votes on a proposal, but some."""
    members = found.terms.electorate.members
    seats = tuple(f"{found.body}/{city}" for city in members if city not in but)
    return Announcement(f"proposal/{found.number}", seats, letter)


def _to_the_body(found: ProposalView, letter: Callable[[str], Letter]) -> Announcement:
    """To the same, and to who has a voice in the body and no vote."""
    told = _to_delegates(found, letter)
    return replace(told, seats=(*told.seats, *associates.hearing(found.body, found.opened_n)))


def _proposal_letter(
    found: ProposalView, subject: str, *said: str, why: str, **facts: object
) -> Letter:
    facts |= {"number": found.number, "title": naming.told(found.title)}
    return Letter(
        subject.format_map(facts),
        tuple(one.format_map(facts) for one in said),
        reverse("proposal", args=[found.number]),
        gettext("Read the proposal:"),
        why,
    )


def _chosen() -> str:
    return gettext(
        "You get this because you hold this seat; you can do without mails of this kind."
    )


def _notice(occasion: Occasion, at: str) -> Announcement:
    found = _recorded_proposal(occasion, at)

    def letter(seat: str) -> Letter:
        return _proposal_letter(
            found,
            gettext("Notice of proposal {number}: {title}"),
            gettext("Notice of proposal {number}, “{title}”, is given to {seat}."),
            _when_voted(found),
            *_urgently(found),
            gettext("It was put by {proposer} and is entry {n} of the public record."),
            why=gettext(
                "You get this because you hold this seat. It is the notice the charter demands, so "
                "it cannot be declined."
            ),
            seat=naming.seat(seat),
            **_times(found),
            reason=found.urgency.reason if found.urgency else "",
            proposer=naming.seat(found.proposer),
            n=found.opened_n,
        )

    return _to_the_body(found, letter)


def _urgently(found: ProposalView) -> tuple[str, ...]:
    """That it is decided in urgency and why, where it is."""
    if found.urgency is None:
        return ()
    return (gettext("It is decided in urgency, because it is said that: {reason}"),)


def _times(found: ProposalView) -> dict[str, object]:
    """What `_when_voted` may name."""
    if found.meeting is None or not found.meeting.by_roll_call:
        return {
            "opens": wording.instant(found.opens_at),
            "closes": wording.deadline(found.closes_at),
        }
    return {
        "meeting": found.meeting.number,
        "item": found.meeting.item,
        "begins": wording.instant(found.meeting.begins_at),
    }


def _when_voted(found: ProposalView) -> str:
    """When it is voted on: in its meeting, or on the days that are known."""
    if found.meeting is None or not found.meeting.by_roll_call:
        return gettext("Voting opens on {opens} and closes on {closes}.")
    return gettext("It is voted on in meeting {meeting}, item {item}, which begins on {begins}.")


def _withdrawn(occasion: Occasion, at: str) -> Announcement:
    found = _recorded_proposal(occasion, at)

    def letter(seat: str) -> Letter:
        return _proposal_letter(
            found,
            gettext("Proposal {number} was withdrawn: {title}"),
            gettext(
                "Proposal {number}, “{title}”, of which you had notice, was withdrawn; nobody "
                "votes on it."
            ),
            why=gettext(
                "You get this because you hold this seat and had notice of the proposal, so it "
                "cannot be declined."
            ),
        )

    return _to_the_body(found, letter)


def _decided(occasion: Occasion, at: str) -> Announcement:
    found = _recorded_proposal(occasion, at)

    def letter(seat: str) -> Letter:
        if found.phase == "adopted":
            subject = gettext("Adopted: proposal {number}, {title}")
            said = gettext("Proposal {number}, “{title}”, was adopted.")
        else:
            subject = gettext("Not adopted: proposal {number}, {title}")
            said = gettext("Proposal {number}, “{title}”, was not adopted.")
        how = gettext("Its page says who voted what and how the rule decided.")
        waits = found.urgency is not None and found.urgency.state == "waiting"
        ratified = (gettext("It lapses unless it is ratified until {until}."),) if waits else ()
        until = found.urgency.until_at if found.urgency else None
        facts = {"until": wording.deadline(until)} if until else {}
        return _proposal_letter(found, subject, said, *ratified, how, why=_chosen(), **facts)

    return _to_the_body(found, letter)


def _being_voted_on(occasion: Occasion, at: str) -> ProposalView | None:
    """The proposal of a reminder, as long as it is voted on."""
    found = assembly.proposal(int(occasion.about.partition("/")[2]), at)
    return found if found is not None and found.phase == "open" else None


def _opened(occasion: Occasion, at: str) -> Announcement | None:
    found = _being_voted_on(occasion, at)
    if found is None:
        return None

    def letter(seat: str) -> Letter:
        return _proposal_letter(
            found,
            gettext("Voting is open on proposal {number}: {title}"),
            gettext("Voting on proposal {number}, “{title}”, is open until {closes}."),
            why=_chosen(),
            closes=wording.deadline(found.closes_at),
        )

    return _to_delegates(found, letter)


def _closing(occasion: Occasion, at: str) -> Announcement | None:
    found = _being_voted_on(occasion, at)
    if found is None:
        return None
    voted = frozenset(vote.city for vote in found.votes)

    def letter(seat: str) -> Letter:
        return _proposal_letter(
            found,
            gettext("Your vote is missing on proposal {number}: {title}"),
            gettext(
                "Voting on proposal {number}, “{title}”, closes on {closes}, and {city} has not "
                "voted."
            ),
            why=_chosen(),
            city=naming.city(seat.partition("/")[2]),
            closes=wording.deadline(found.closes_at),
        )

    return _to_delegates(found, letter, but=voted)


def _invoice(occasion: Occasion, at: str) -> Announcement | None:
    entry = _entry(occasion)
    if entry["type"].startswith("treasury.assess_levy/"):
        code = entry["data"]["levy"]
        issued, subject = treasury.invoices(levy=code), f"levy/{code}"
    elif entry["type"].startswith("treasury.share_out/"):
        issued, subject = treasury.invoices(), "share-out"
    else:
        city = entry["data"]["city"]
        issued, subject = treasury.invoices(city), f"residual/{city}"
    mine: dict[str, list[InvoiceView]] = {}
    for one in issued:
        if one.issued_n == occasion.n:
            mine.setdefault(one.city, []).append(one)
    open_seats = [seat for seat in assembly.seats() if seat.city in mine]
    gone = mine.keys() - {seat.city for seat in open_seats}
    seats = (*(seat.name for seat in open_seats), *_last_seats(gone))

    def letter(seat: str) -> Letter:
        return _charge(seat.partition("/")[2], mine[seat.partition("/")[2]])

    return Announcement(subject, seats, letter) if seats else None


def _last_seats(gone: Iterable[str]) -> Iterator[str]:
    """The seats that cities had which have none any more, in the bodies there are."""
    charter = remembered.charter()
    for body in charter.bodies if charter else ():
        names = (f"{body.id}/{city}" for city in sorted(gone))
        yield from (name for name in names if assembly.seat(name) is not None)


def _charge(city: str, issued: list[InvoiceView]) -> Letter:
    charter = remembered.charter()
    assert charter is not None
    title = issued[0].levy_title
    what = naming.told(tuple(title.items())) if title else gettext("Share on leaving")
    if issued[0].lacking:
        what = gettext("Share of what is lacking at the end")
    due = [
        gettext("{amount}, due on {due}, reference {reference}").format(
            amount=wording.money(one.amount_cents, charter.currency),
            due=wording.day(one.due),
            reference=one.reference,
        )
        for one in issued
    ]
    total = wording.money(sum(one.amount_cents for one in issued), charter.currency)
    name = naming.city(city)
    return Letter(
        gettext("{title}: {amount} from {city}").format(title=what, amount=total, city=name),
        (
            gettext("{city} is charged {amount} for “{title}”.").format(
                city=name, amount=total, title=what
            ),
            "\n".join(due),
            gettext(
                "The page of the city shows how the amount follows from the formula, step by step."
            ),
        ),
        reverse("city", args=[city]),
        gettext("See what is owed and why:"),
        gettext(
            "You get this because you act for this city. It is an invoice, so it cannot be "
            "declined."
        ),
    )


def _of_meeting(occasion: Occasion, at: str) -> Announcement:
    """A convocation, a changed agenda or a cancelled meeting, to every delegate of its body."""
    found = meetings.meeting(_entry(occasion)["result"]["meeting"], at)
    assert found is not None
    seats = tuple(seat.name for seat in assembly.seats() if seat.body == found.body and seat.city)
    told = {"convocation": _convocation, "agenda": _agenda_changed, "cancelled": _cancelled}
    letter = told[occasion.kind]
    return Announcement(f"meeting/{found.number}", seats, lambda seat: letter(found, seat))


def _meeting_letter(found: MeetingView, subject: str, *said: str, **facts: object) -> Letter:
    facts |= {
        "title": naming.told(found.title),
        "body": naming.body(found.body),
        "begins": wording.instant(found.begins_at, found.time_zone),
        "place": found.place or "–",
        "reason": found.reason or "–",
    }
    return Letter(
        subject.format_map(facts),
        tuple(one.format_map(facts) for one in said),
        reverse("meeting_notice", args=[found.number]),
        gettext("Read the notice, and acknowledge it:"),
        gettext(
            "You get this because you hold this seat. Meetings are convened by such letters, so it "
            "cannot be declined."
        ),
    )


def _points(found: MeetingView) -> str:
    """The agenda, an item a line; braces in titles are kept as they are."""
    lines = (
        f"{place}. {naming.told(one.title)}" for place, one in enumerate(found.agenda.items, 1)
    )
    return "\n".join(lines).replace("{", "{{").replace("}", "}}")


def _convocation(found: MeetingView, seat: str) -> Letter:
    if found.mode == "written":
        when = gettext("It votes in writing from {begins} until {ends}.")
    elif found.mode == "online":
        when = gettext("It meets online and begins on {begins}. Place: {place}.")
    else:
        when = gettext("It begins on {begins}. Place: {place}.")
    return _meeting_letter(
        found,
        gettext("Convocation: {title}, {begins}"),
        gettext("The {body} is convened to “{title}”, and {seat} with it."),
        when,
        gettext("Agenda:"),
        _points(found),
        gettext("The convocation is entry {n} of the public record."),
        seat=naming.seat(seat),
        ends=wording.deadline(found.ends_at, found.time_zone) if found.ends_at else "",
        n=found.convened_n,
    )


def _agenda_changed(found: MeetingView, seat: str) -> Letter:
    return _meeting_letter(
        found,
        gettext("Changed agenda: {title}, {begins}"),
        gettext("The agenda of “{title}”, which begins on {begins}, was changed. It is now:"),
        _points(found),
    )


def _cancelled(found: MeetingView, seat: str) -> Letter:
    return _meeting_letter(
        found,
        gettext("Cancelled: {title}, {begins}"),
        gettext("“{title}”, which was to begin on {begins}, is cancelled. Reason: {reason}"),
        gettext("What was put to it can be proposed anew."),
    )


def _audit(occasion: Occasion, at: str) -> Announcement | None:
    """What the auditor asks, to the seats that answer; evidence that was accepted tells nobody."""
    entry = _entry(occasion)
    return announcing_audits.asked(entry)


_TOLD: Final[Mapping[str, Callable[[Occasion, str], Announcement | None]]] = {
    "notice": _notice,
    "withdrawn": _withdrawn,
    "convocation": _of_meeting,
    "agenda": _of_meeting,
    "cancelled": _of_meeting,
    "invoice": _invoice,
    "audit": _audit,
    "opened": _opened,
    "closing": _closing,
    "decided": _decided,
}
"""Kind → what it says."""
