"""The Council meets: a general assembly with an amendment and a correction, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from koinon.demo.cities import STAYING
from koinon.demo.language import (
    Day,
    Deed,
    Document,
    Of,
    Step,
    Telling,
    Text,
    delegate,
    on,
    paper,
    president,
    proposal,
    secretariat,
)
from koinon.demo.money import contract
from koinon.demo.people import signed
from koinon.record.canonical import JSON

ASSEMBLY = "assembly"
WINTER = "winter-meeting"
SIX = "cooling-rooms"
EVERYWHERE = "cooling-rooms-everywhere"
ALTERNATE, PROXY, ABSENT = "lindorsk", "seraulde", "krestamont"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of a day as clocks in the legal zone show it."""

    day: Day
    time: str

    def resolve(self, telling: Telling) -> JSON:
        """YYYY-MM-DDTHH:MM."""
        return f"{self.day.resolve(telling)}T{self.time}"


def point(name: str, *documents: Document) -> dict[str, Any]:
    """An item of an agenda."""
    return {"title": Text(name), "documents": list(documents)}


def convened(name: str, day: str, *agenda: dict[str, Any], place: str) -> Deed:
    """The secretariat convenes the Council in the morning of a day."""
    return secretariat(
        "assembly.convene_meeting/1",
        name,
        body="council",
        title=Text(name),
        place=place,
        begins=Clock(Day(day), "09:00"),
        mode="mixed",
        agenda=list(agenda),
    )


def put(meeting: str, item: int, name: str, act: tuple[str, dict[str, Any]]) -> Deed:
    """The secretariat puts a proposal under an item of a meeting."""
    title, text = proposal(name)
    return secretariat(
        "assembly.open_proposal/2",
        name,
        title=title,
        text=text,
        matter="ordinary",
        acts=[{"type": act[0], "data": act[1]}],
        meeting=Of(meeting, "meeting"),
        item=item,
    )


def cooling(eur: int) -> tuple[str, dict[str, Any]]:
    """The promise that cooling rooms need, for so many euros."""
    fields = contract(2, "night-clinics", "Cooling rooms", eur, "Casa Comuna Services")
    return "treasury.commit/1", fields


def present() -> list[dict[str, Any]]:
    """Who is there: delegates, one alternate and one proxy with their papers."""
    special = {
        ALTERNATE: {"by": "alternate", "instrument": paper("alternate-lindorsk")},
        PROXY: {
            "by": "proxy",
            "holder": "council/marisolde",
            "instrument": paper("proxy-seraulde"),
        },
    }
    return [{"city": city, **special.get(city, {})} for city in STAYING if city != ABSENT]


def called(name: str, list_: str, *, against: tuple[str, ...]) -> Deed:
    """The roll is called: whoever is there votes, those not named in favour."""
    voting = (city for city in STAYING if city != ABSENT)
    return secretariat(
        "assembly.record_roll_call/1",
        f"{name}, called",
        proposal=Of(name, "proposal"),
        votes=[{"city": city, "no" if city in against else "yes": "1"} for city in voting],
        list=paper(list_),
    )


GENERAL_ASSEMBLY: tuple[Step, ...] = (
    *on(
        "2-04-13",
        convened(
            ASSEMBLY,
            "2-05-11",
            point("opening"),
            point("report", paper("treasurers-report")),
            point("hot-weeks"),
            place="Mirelune, town hall, great room",
        ),
        put(ASSEMBLY, 3, SIX, cooling(240_000)),
    ),
    *on(
        "2-04-20",
        delegate(
            "zellavik",
            "assembly.table_amendment/1",
            EVERYWHERE,
            proposal=Of(SIX, "proposal"),
            title=proposal(EVERYWHERE)[0],
            text=proposal(EVERYWHERE)[1],
            acts=[{"type": cooling(0)[0], "data": cooling(340_000)[1]}],
        ),
    ),
    *on(
        "2-05-11",
        secretariat(
            "assembly.record_attendance/1", meeting=Of(ASSEMBLY, "meeting"), present=present()
        ),
        *(
            secretariat("assembly.open_item/1", meeting=Of(ASSEMBLY, "meeting"), item=item)
            for item in (1, 2, 3)
        ),
        president(
            "assembly.order_amendments/1",
            proposal=Of(SIX, "proposal"),
            order=[Of(EVERYWHERE, "proposal")],
        ),
        called(EVERYWHERE, "roll-call-everywhere", against=("valdorene", "quillanor")),
        called(SIX, "roll-call-hot-weeks", against=("tolvermark",)),
        secretariat("assembly.end_meeting/1", meeting=Of(ASSEMBLY, "meeting")),
    ),
    # Quillanor was written down as against the amendment. It had voted in favour.
    *on(
        "2-05-11",
        delegate(
            "quillanor",
            "assembly.object_to_vote/1",
            "quillanor's objection",
            proposal=Of(EVERYWHERE, "proposal"),
            reason="Quillanor voted in favour; the teller heard the delegate of another city.",
        ),
        secretariat(
            "assembly.correct_vote/1",
            proposal=Of(EVERYWHERE, "proposal"),
            city="quillanor",
            yes="1",
            reason="Both tellers' own lists say in favour.",
            objection=Of("quillanor's objection", "objection"),
        ),
        later=1,
    ),
    *on(
        "2-05-25",
        president(
            "assembly.approve_minutes/1",
            meeting=Of(ASSEMBLY, "meeting"),
            language="en",
            minutes=paper("minutes"),
        ),
        president("assembly.sign_minutes/1", meeting=Of(ASSEMBLY, "meeting"), language="en"),
        signed(
            secretariat("assembly.sign_minutes/1", meeting=Of(ASSEMBLY, "meeting"), language="en")
        ),
    ),
)

NEXT_MEETING: tuple[Step, ...] = (
    *on(
        "today-5",
        convened(
            WINTER,
            "today+12",
            point("opening"),
            point("last-minutes", paper("minutes")),
            point("winter"),
            place="Osterquell, house of the guilds",
        ),
        put(
            WINTER,
            3,
            "winter-rooms",
            (
                "treasury.commit/1",
                contract(
                    2, "night-clinics", "A hundred and twenty flats", 190_000, "Baucasa Repair Fund"
                ),
            ),
        ),
    ),
    *on(
        "today-3",
        *(
            delegate(city, "assembly.acknowledge_notice/1", meeting=Of(WINTER, "meeting"))
            for city in ("castrevane", "mirelune", "osterquell", "pontaverre")
        ),
    ),
)
MEETINGS = (*GENERAL_ASSEMBLY, *NEXT_MEETING)
