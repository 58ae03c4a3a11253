"""Telling the story: day after day its deeds are done, and the clock strikes at each deadline.

Everything goes through the gate with a told clock. The identifiers of acts follow from the place
of a step in the story, so that the same day gives the same record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from koinon.acts import registry
from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact, tick
from koinon.acts.private import Sealer
from koinon.acts.refused import Refused
from koinon.acts.signing import statement
from koinon.demo.calendar import Calendar, midnight, office_hours
from koinon.demo.keys import key_of
from koinon.demo.language import Deed, Step
from koinon.people.access import keep_opening
from koinon.record import canonical, keyfiles, store
from koinon.record.canonical import JSON
from koinon.treasury import queries as treasury
from koinon.treasury.queries import audits

SPACE = UUID("6b6f696e-6f6e-8000-8000-64656d6f0001")
"""The namespace of the story's acts."""
DEADLINES = ("closes_at", "leaves_at", "ends_at")
"""Where a result names an instant at which the clock will have something to do."""


PROPOSING = ("assembly.open_proposal/1", "assembly.open_proposal/2", "assembly.table_amendment/1")
"""What gives a proposal its number, by which the clock later says what followed from it."""


class StoryError(AssertionError):
    """The story and the rules disagree: a step was refused."""


def _signed(deed: Deed, envelope: Envelope) -> Envelope:
    """The envelope, with the signature of the seat's key file where the story says so."""
    if not deed.signed or deed.seat is None:
        return envelope
    signature = keyfiles.sign(key_of(deed.seat), statement(envelope))
    return replace(envelope, signed=signature.plain())


@dataclass(slots=True)
class Teller:
    """Tells steps to the gate, and remembers what was answered under which name."""

    calendar: Calendar
    day: date = date.min
    _told: int = 0
    _answers: dict[str, Mapping[str, JSON]] = field(default_factory=dict)
    _receipts: dict[str, Receipt] = field(default_factory=dict)
    _proposals: dict[JSON, str] = field(default_factory=dict)
    _deadlines: set[str] = field(default_factory=set)
    _sealer: Sealer | None = None

    def tell(self, steps: Iterable[Step]) -> None:
        """Tell every step that falls before today, in order of their days."""
        dated = [(self._day(step), step) for step in steps]
        dated = sorted((one for one in dated if one[0] < self.calendar.today), key=lambda s: s[0])
        for day, group in groupby(dated, key=lambda one: one[0]):
            self.day = day
            for place, (_, step) in enumerate(group):
                at = office_hours(day, place)
                self._strike(at)
                self._do(step.deed, at)
        self._strike(midnight(self.calendar.today))

    def _day(self, step: Step) -> date:
        return self.calendar.day(step.day) + timedelta(days=step.later)

    def _strike(self, until: str) -> None:
        """The clock strikes at every deadline announced so far, up to an instant."""
        while self._deadlines and min(self._deadlines) <= until:
            first = min(self._deadlines)
            self._deadlines.remove(first)
            for receipt in tick(at=first):
                self._note(receipt, self._proposals.get(receipt.result.get("proposal"), ""))

    def _do(self, deed: Deed, at: str) -> None:
        self._told += 1
        act_id = self.act_id()
        self._sealer = Sealer(settings.SECRET_KEY.encode(), act_id)
        act = registry.find(deed.act).read(self._resolved(deed.data))
        answer = enact(_signed(deed, Envelope(act, act_id, deed.seat, "shell", "local")), at=at)
        if isinstance(answer, Refused):
            raise StoryError(f"{at} {deed.act} {deed.name} from {deed.seat}: {answer}")
        if deed.act in PROPOSING:
            self._proposals[answer.result["proposal"]] = deed.name
        if deed.name:
            self._answers[deed.name], self._receipts[deed.name] = answer.result, answer
        self._note(answer, deed.name)

    def _note(self, receipt: Receipt, name: str) -> None:
        """Remember the deadlines an act set, and what followed from it: NAME/0, NAME/1, ..."""
        results = [receipt.result]
        for place, n in enumerate(receipt.then):
            entry: Any = canonical.load(store.body(n))
            results.append(entry["result"])
            self._answers[f"{name}/{place}"] = entry["result"]
        for result in results:
            self._deadlines |= {str(result[key]) for key in DEADLINES if key in result}

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: self._resolved(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self._resolved(part) for part in value]
        return value.resolve(self) if hasattr(value, "resolve") else value

    def answer(self, name: str) -> Mapping[str, JSON]:
        """The result of the act that a deed of this name was."""
        return self._answers[name]

    def receipt(self, name: str) -> Receipt:
        """The receipt of the deed of this name."""
        return self._receipts[name]

    def act_id(self) -> UUID:
        """The id of the act that is being told."""
        return uuid5(SPACE, str(self._told))

    def keep(self, data: bytes, media: str) -> None:
        """Check a document in."""
        store.keep_document(data, media)

    def seal(self, value: str) -> str:
        """The commitment to a private value; its opening goes to the vault."""
        assert self._sealer is not None
        commitment, opening = self._sealer.seal(value)
        keep_opening(commitment, opening.value, opening.salt)
        return commitment

    def owed(self, city: str, levy: str, instalment: int | None) -> int:
        """What is open of a member's instalment (counted from 1), or of all; minor units."""
        invoices = [one for one in treasury.invoices(city) if one.levy == levy]
        chosen = invoices if instalment is None else invoices[instalment - 1 : instalment]
        assert chosen, f"{city} has no instalment {instalment} of {levy}"
        return sum(one.open_cents for one in chosen)

    def drawn(self, sample: int) -> tuple[tuple[int, int, int], ...]:
        """The items of a sample: entry, line and amount in minor units."""
        found = audits.sample(sample)
        assert found is not None, sample
        return tuple((one.n, one.line, one.cents) for one in found.items)
