"""A league whose residents can put a question to its council, and shorthands for all of it."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID, uuid5

from tests.assembly.leagues import CITIES, Chamber
from tests.assembly.meetings import RULED
from tests.support.coalition import SPACE

from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.acts.registry import find
from koinon.forum import marks
from koinon.forum.models import Initiative

TERMS = """
[initiatives]
article = "13.1"
answered_by = "council"
signatures = 5
cities = 2
each = 2
collect_days = 30
answer_days = 20
attested_days = 365
check_days = 3

[initiatives.grounds.powers]
title = {en = "outside the league's powers", fr = "hors des compétences"}
article = "13.2"

[authority]
"forum.attest_residents/1" = [
  {article = "13.3", body = "council"},
  {article = "13.3", seat = "secretariat"},
]
"forum.end_attestation/1" = [
  {article = "13.3", body = "council"},
  {article = "13.3", seat = "secretariat"},
]
"forum.start_initiative/1" = {article = "13.1", by = "residents"}
"forum.sign_initiative/1" = {article = "13.1", by = "residents"}
"forum.withdraw_signature/1" = {article = "13.1", by = "residents"}
"forum.withdraw_initiative/1" = {article = "13.1", by = "residents"}
"forum.turn_away_initiative/1" = {article = "13.2", seat = "secretariat"}
"forum.answer_initiative/1" = [
  {article = "13.4", seat = "president"},
  {article = "13.4", by = "decision"},
]
"forum.lapse_initiative/1" = {article = "13.1", by = "clock"}
"forum.note_silence/1" = {article = "13.4", by = "clock"}
"""
CIVIC = RULED.replace("[authority]\n", TERMS, 1).replace(
    '"assembly.amend_charter/1"]', '"assembly.amend_charter/1", "forum.answer_initiative/1"]', 1
)
TOGETHER = CIVIC.replace("each = 2", "each = 2\nstarters = 3").replace(
    '"forum.sign_initiative/1"',
    '"forum.join_starters/1" = {article = "13.1", by = "residents"}\n"forum.sign_initiative/1"',
)
SHARE = CIVIC.replace("signatures = 5", 'share = "1/100000"\nof = "population"')
UNCHECKED = CIVIC.replace("check_days = 3\n", "").replace(
    TERMS[TERMS.index("[initiatives.grounds") : TERMS.index("[authority]")], "\n"
)

# Started on 1 January at 10:00 in Brussels, where a day begins at 23:00 UTC of the day before.
CLOSES = "2025-01-31T23:00:00.000000Z"
CHECKED = "2025-01-04T23:00:00.000000Z"
ANSWER_BY = "2025-01-21T23:00:00.000000Z"
NOTICED = "2025-01-22T08:00:00.000000Z"


def secret(person: str) -> bytes:
    """What only this person's private row holds."""
    return hashlib.sha256(person.encode()).digest()


class Forum(Chamber):
    """A chamber with residents: "ghent-1" lives in Ghent."""

    def attest(self, city: str, count: int = 10, **more: object) -> Receipt:
        """A city says how many residents it has on a roll."""
        data = {"city": city, "method": "roll", "count": count, "root": "ab" * 32, **more}
        return self.delegate(city, "forum.attest_residents/1", **data)

    def start(self, person: str, title: str = "Night trains between our cities") -> int:
        """A resident starts an initiative; its number."""
        text = self.document(f"We ask for this: {title}".encode(), "text/plain")
        answer = self.try_start(person, title, text.model_dump())
        assert isinstance(answer, Receipt), answer
        self.receipts.append(answer)
        number = answer.result["initiative"]
        assert isinstance(number, int)
        return number

    def try_start(self, person: str, title: str, text: dict[str, object]) -> Receipt | Refused:
        self.count += 1
        act_id = uuid5(SPACE, str(self.count))
        data = {
            "title": [{"language": "en", "text": title}],
            "text": text,
            "starter": marks.mark_of(marks.starting_key(secret(person), act_id)),
        }
        act = find("forum.start_initiative/1").read(data)
        return enact(Envelope(act, act_id, residents(person), "web", "code"), at=self.at)

    def id_of(self, number: int) -> UUID:
        """The act that started an initiative."""
        starts = [one for one in self.receipts if one.type == "forum.start_initiative/1"]
        return next(one.act_id for one in starts if one.result["initiative"] == number)

    def joining(self, person: str, number: int) -> dict[str, object]:
        """The fields with which a person joins those who start it."""
        key = marks.starting_key(secret(person), self.id_of(number))
        return {"initiative": number, "starter": marks.mark_of(key)}

    def key(self, person: str, number: int) -> str:
        """With what a person signs this initiative."""
        return marks.signing_key(secret(person), self.id_of(number))

    def signing(self, person: str, number: int) -> dict[str, object]:
        """The fields of a person's signature."""
        return {"initiative": number, "mark": marks.mark_of(self.key(person, number))}

    def sign(self, number: int, *people: str) -> Receipt:
        """People sign, one after the other; the last receipt."""
        for person in people:
            last = self.act(
                "forum.sign_initiative/1", self.signing(person, number), residents(person)
            )
        return last

    def unsign(self, number: int, person: str) -> Receipt:
        """A person takes the signature back."""
        data = {"initiative": number, "proof": self.key(person, number)}
        return self.act("forum.withdraw_signature/1", data, residents(person))

    def withdraw(self, number: int, person: str) -> dict[str, object]:
        """The fields with which a person withdraws an initiative."""
        key = marks.starting_key(secret(person), self.id_of(number))
        return {"initiative": number, "proof": key}


def residents(person: str) -> str:
    """The seat a person's signature comes from."""
    return f"residents/{person.partition('-')[0]}"


def forum(charter: str = CIVIC) -> Forum:
    """Four cities, three of which have attested ten residents each."""
    made = Forum()
    made.found(CITIES, charter)
    for city in ("ghent", "leuven", "namur"):
        made.attest(city)
    return made


def reached(made: Forum) -> int:
    """An initiative that five residents of two cities have signed."""
    number = made.start("ghent-1")
    made.sign(number, "ghent-1", "ghent-2", "ghent-3", "leuven-1", "leuven-2")
    return number


def agenda(*texts: str) -> dict[str, Any]:
    """A convocation in time, with items that have these documents."""
    points = [{"title": [{"language": "en", "text": "Opening"}]}]
    for sha256 in texts:
        row = Initiative.objects.get(text_sha256=sha256)
        document = {"sha256": sha256, "size": row.text_size, "media": row.text_media}
        title = [{"language": "en", "text": row.title[0][1]}]
        points.append({"title": title, "documents": [document]})  # type: ignore[dict-item]
    return {
        "body": "council",
        "title": [{"language": "en", "text": "Council"}],
        "begins": "2025-01-20T10:00",
        "agenda": points,
    }
