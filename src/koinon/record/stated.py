"""A long value of an effect, in the entry itself or in a document the entry names."""

from __future__ import annotations

from typing import Any

from koinon.record import canonical
from koinon.record.canonical import CanonicalError
from koinon.record.effects import EntryError, State


def stated(state: State, value: Any, what: str) -> Any:
    """The value, read from its document where it stands in one. Raises EntryError.

    These documents hold what a decision or a levy follows from; they are never withheld.
    """
    if type(value) is not dict or value.keys() != {"document"}:
        return value
    try:
        data = state.read(value["document"]["sha256"])
        if data is None:
            raise EntryError(f"{what} stands in a document that is not at hand.")
        return canonical.load(data)
    except (KeyError, TypeError, CanonicalError) as error:
        raise EntryError(f"{what} stands in no readable document ({error}).") from None
