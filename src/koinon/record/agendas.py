"""What an agenda has to carry: the text of every initiative that its body owes an answer to.

The documents of an agenda stand in the data of its entry. A second call repeats an agenda and a
vote in writing has none that people meet over, so neither owes anything.
"""

from __future__ import annotations

from typing import Any

from koinon.record.effects import Entry, EntryError, State

OWED = ("reached", "unanswered")
_STANDING = ("", "ended")


def documents_of(entry: Entry) -> frozenset[str]:
    """The SHA-256 of each document on the agenda that an entry holds."""
    found = set()
    for point in _listed(entry["data"], "agenda"):
        for document in _listed(point, "documents"):
            sha256 = document.get("sha256") if type(document) is dict else None
            if type(sha256) is str:
                found.add(sha256)
    return frozenset(found)


def check_carried(state: State, number: int, body: str, there: frozenset[str]) -> None:
    """Raise EntryError where meeting `number` has an agenda with these documents and owes more.

    What another meeting of the body carries, one to come or one that was held, is not owed again.
    """
    carried = there.union(
        *(
            one.documents
            for other, one in state.meetings.items()
            if other != number and one.body == body and one.over in _STANDING
        )
    )
    for initiative, found in sorted(state.initiatives.items()):
        if found.body == body and found.status in OWED and found.text not in carried:
            raise EntryError(
                f"the agenda of meeting {number} leaves out initiative {initiative}, which the "
                f"body {body} has to answer; put its text {found.text} under an item."
            )


def _listed(holder: Any, key: str) -> list[Any]:
    """The list under a key of an object; empty where there is none."""
    found = holder.get(key) if type(holder) is dict else None
    return found if type(found) is list else []
