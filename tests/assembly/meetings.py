"""A chamber that meets: its charter, and shorthands for what a secretariat does in the room."""

from __future__ import annotations

from typing import Any

from tests.assembly.leagues import CITIES, RULES, Chamber

from koinon.acts.act import Receipt

MEETINGS = """
[meetings.council]
article = "5.6"
notice_days = 7
agenda_days = 2
quorum = { quorum = "one", at_least = "2/3" }
second_call_days = 1
chair = "president"
casting_vote = true
objection_days = 1
alternates = true
written_procedure = { article = "5.9", days = 3, objectors = 2 }

[authority]
"""
GRANTS = {
    "convene_meeting/1": 'seat = "secretariat"',
    "change_agenda/1": 'seat = "secretariat"',
    "cancel_meeting/1": 'seat = "secretariat"',
    "end_meeting/1": 'seat = "secretariat"',
    "open_proposal/2": 'seat = "secretariat"',
    "record_attendance/1": 'seat = "secretariat"',
    "open_item/1": 'seat = "secretariat"',
    "record_roll_call/1": 'seat = "secretariat"',
    "correct_vote/1": 'seat = "secretariat"',
    "object_to_vote/1": 'body = "council"',
    "withdraw_vote/1": 'body = "council"',
    "give_casting_vote/1": 'seat = "president"',
    "order_amendments/1": 'seat = "president"',
    "approve_minutes/1": 'seat = "president"',
    "demand_meeting/1": 'body = "council"',
}
SIGNING = """
"assembly.table_amendment/1" = [
  {article = "5.6", body = "council"},
  {article = "5.6", seat = "secretariat"},
]
"assembly.sign_minutes/1" = [
  {article = "5.6", seat = "president"},
  {article = "5.6", seat = "secretariat"},
]
"""
RULED = RULES.replace(
    "[authority]",
    MEETINGS
    + "\n".join(
        f'"assembly.{act}" = {{article = "5.6", {holder}}}' for act, holder in GRANTS.items()
    )
    + SIGNING,
    1,
).replace(
    "[seats.secretariat]",
    '[seats.president]\ntitle = {en = "Presidency", fr = "Présidence"}\n\n[seats.secretariat]',
)
CONVENED = "2025-01-01T09:00:00.000000Z"
BEGINS = "2025-01-20T09:00:00.000000Z"
IN_ROOM = "2025-01-20T09:30:00.000000Z"
CALLED = "2025-01-20T10:00:00.000000Z"
OBJECTING = "2025-01-21T10:00:00.000000Z"
COUNTED = "2025-01-21T23:00:00.000000Z"
OFFICE = "secretariat"


def point(title: str, **more: Any) -> dict[str, Any]:
    """An item of an agenda."""
    return {"title": [{"language": "en", "text": title}], **more}


class Assembly(Chamber):
    """A chamber with a secretariat that runs its meetings."""

    def convene(self, *titles: str, **more: Any) -> int:
        """Convene the council to 20 January; the meeting's number."""
        receipt = self.act("assembly.convene_meeting/1", convocation(*titles, **more), OFFICE)
        number = receipt.result["meeting"]
        assert isinstance(number, int)
        return number

    def put(self, meeting: int, item: int = 1, title: str = "Say yes", **more: Any) -> int:
        """Put a proposal to a meeting; its number."""
        data = {"title": [{"language": "en", "text": title}], "meeting": meeting, "item": item}
        if not more.get("acts"):
            data["matter"] = "ordinary"
        receipt = self.act("assembly.open_proposal/2", data | more, OFFICE)
        number = receipt.result["proposal"]
        assert isinstance(number, int)
        return number

    def attend(self, meeting: int, *present: str | dict[str, Any], **more: Any) -> Receipt:
        """Record who is present."""
        rows = [one if isinstance(one, dict) else {"city": one} for one in present]
        data = {"meeting": meeting, "present": rows, **more}
        return self.act("assembly.record_attendance/1", data, OFFICE)

    def open(self, meeting: int, item: int = 1) -> Receipt:
        """Take up an item."""
        return self.act("assembly.open_item/1", {"meeting": meeting, "item": item}, OFFICE)

    def amend(self, city: str, proposal: int, title: str = "Else", **more: Any) -> int:
        """A delegate tables an amendment, to the text if nothing else is said; its number."""
        if not more:
            more["text"] = self.document(title.encode(), "text/plain").model_dump()
        data = {"proposal": proposal, "title": [{"language": "en", "text": title}], **more}
        number = self.delegate(city, "assembly.table_amendment/1", **data).result["proposal"]
        assert isinstance(number, int)
        return number

    def order(self, proposal: int, *numbers: int) -> Receipt:
        """The chair sets the order of amendments."""
        data = {"proposal": proposal, "order": list(numbers)}
        return self.act("assembly.order_amendments/1", data, "president")

    def called(self, number: int, **votes: Any) -> dict[str, Any]:
        """A roll call: city = "yes", or parts."""
        rows = [
            {"city": city, **(vote if isinstance(vote, dict) else {vote: "1"})}
            for city, vote in votes.items()
        ]
        signed = self.document(b"signed list", "application/pdf").model_dump()
        return {"proposal": number, "votes": rows, "list": signed}

    def call(self, number: int, **votes: Any) -> Receipt:
        """Record a roll call."""
        return self.act("assembly.record_roll_call/1", self.called(number, **votes), OFFICE)

    def office_refused(self, name: str, **data: Any) -> str:
        """The secretariat is refused; the code."""
        return self.refused(f"assembly.{name}", data, OFFICE).code


def convocation(*titles: str, **more: Any) -> dict[str, Any]:
    """A convocation to 20 January at ten in Brussels."""
    return {
        "body": "council",
        "title": [{"language": "en", "text": "First assembly"}],
        "place": "Town hall, Ghent",
        "begins": "2025-01-20T10:00",
        "agenda": [point(title) for title in titles or ("The question",)],
        **more,
    }


def assembled(charter: str = RULED) -> Assembly:
    """A founded chamber of four cities that can meet."""
    chamber = Assembly()
    chamber.found(CITIES, charter)
    return chamber


def in_the_room(*titles: str, charter: str = RULED) -> tuple[Assembly, int, int]:
    """A meeting that has begun, with one proposal under its first item, all present, item open."""
    chamber = assembled(charter)
    meeting = chamber.convene(*titles)
    number = chamber.put(meeting)
    chamber.at = IN_ROOM
    chamber.attend(meeting, *CITIES)
    chamber.open(meeting)
    return chamber, meeting, number
