"""Night trains: residents of four cities, attested by letter, sign a question to the Council.

What a resident keeps secret follows here from the city and a number, and so do the codes in the
letters, so that the story repeats itself. Real ones are drawn by chance and kept by nobody else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from koinon.demo.language import Deed, Later, Of, Step, Telling, Text, delegate, on, paper
from koinon.demo.roles import RESIDENT
from koinon.forum import marks
from koinon.methods import codes
from koinon.people import access, residents
from koinon.record.canonical import JSON

LETTERS = {"valdorene": 120, "marisolde": 60, "castrevane": 50, "krestamont": 30}
"""How many letters each city has sent."""
SIGNATURES = {"valdorene": 21, "marisolde": 17, "castrevane": 9, "krestamont": 4}
NAME = "night trains"
DAYS_USED = 30


def _secret(city: str, number: int) -> bytes:
    return hashlib.sha256(f"League of Lysmara, resident {number} of {city}".encode()).digest()


def _seed(city: str) -> bytes:
    return hashlib.sha256(f"League of Lysmara, letters of {city}".encode()).digest()


@dataclass(frozen=True, slots=True)
class Printed:
    """The root over the letters of a city; their hashed codes are kept for the act it stands in."""

    city: str

    def resolve(self, telling: Telling) -> JSON:
        """In hexadecimal."""
        count = LETTERS[self.city]
        return residents.keep_letters(telling.act_id(), self.city, _seed(self.city), count)


@dataclass(frozen=True, slots=True)
class Started:
    """The mark with which a resident starts the initiative that this act is."""

    city: str
    number: int

    def resolve(self, telling: Telling) -> JSON:
        """In hexadecimal."""
        key = marks.starting_key(_secret(self.city, self.number), telling.act_id())
        return marks.mark_of(key)


@dataclass(frozen=True, slots=True)
class Signed:
    """The mark with which a resident signs the initiative."""

    city: str
    number: int

    def resolve(self, telling: Telling) -> JSON:
        """In hexadecimal."""
        key = marks.signing_key(_secret(self.city, self.number), telling.receipt(NAME).act_id)
        return marks.mark_of(key)


def _sent(city: str) -> Deed:
    """A city attests whom it has sent a letter."""
    data: dict[str, str | int | Later] = {"city": city, "method": "letters"}
    data |= {"count": LETTERS[city], "root": Printed(city)}
    return delegate(city, "forum.attest_residents/1", **data)


def _signatures() -> tuple[Step, ...]:
    """Signatures come in day after day, in every city from its first resident on."""
    signers = sorted(
        (number * DAYS_USED // count, city, number)
        for city, count in SIGNATURES.items()
        for number in range(1, count + 1)
    )
    return tuple(
        Step(
            "today-36",
            Deed(
                "forum.sign_initiative/1",
                f"residents/{city}",
                {"initiative": Of(NAME, "initiative"), "mark": Signed(city, number)},
            ),
            later=day,
        )
        for day, city, number in signers
    )


INITIATIVES: tuple[Step, ...] = (
    *on("2-04-20", *(_sent(city) for city in LETTERS)),
    *on(
        "today-37",
        Deed(
            "forum.start_initiative/1",
            "residents/marisolde",
            {
                "title": Text("night-trains"),
                "text": paper("night-trains"),
                "starter": Started("marisolde", 1),
            },
            NAME,
        ),
    ),
    *_signatures(),
)


def settle() -> None:
    """Let the resident whom a visitor may be live where Marisolde's last letter went."""
    account = access.invite(RESIDENT.email, name=RESIDENT.name)
    last = residents.letter_codes(_seed("marisolde"), LETTERS["marisolde"])[-1]
    line = residents.line_of_code(codes.read_code(last), account)
    assert line is not None
    assert residents.take(account, line.id)
