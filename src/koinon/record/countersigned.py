"""What the cosignatures published with a record show: who countersigned how much of it.

Whoever countersigns remembers what it countersigned before. So a record that was rewritten or cut
off, or of which two readers were shown two versions, differs from what cities countersigned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from koinon.record import note
from koinon.record.cosignatures import MAX_FILE_BYTES, read_file, time_of
from koinon.record.effects import State
from koinon.record.memberships import has_voice
from koinon.record.note import Checkpoint, Note, NoteError, VerifierKey
from koinon.record.policies import Policy
from koinon.record.sources import Source, read

FILE = "countersigned"


@dataclass(frozen=True, slots=True)
class Countersigner:
    """How many entries a city (or a witness of a policy) countersigned at most, and when."""

    name: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class Countersigned:
    """Who countersigned, by name, of how many that could.

    `size` is how many entries the policy's quorum countersigned, None without a policy.
    """

    by: tuple[Countersigner, ...] = ()
    of: int = 0
    size: int | None = None


NOBODY: Final = Countersigned()


@dataclass(slots=True)
class Cosignatures:
    """The cosignatures beside a record, gathered before its entries are read."""

    policy: Policy | None
    own: Note | None = None
    notes: list[tuple[Note, Checkpoint]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def gather(self, source: Source) -> None:
        """Read them from the files `countersigned` and `checkpoint`."""
        for name, limit in ((FILE, MAX_FILE_BYTES), ("checkpoint", note.MAX_NOTE_BYTES)):
            data = read(source, name, limit)
            if data is None:
                continue
            try:
                notes = read_file(data) if name == FILE else (note.parse_note(data),)
                self.notes += [(one, Checkpoint.parse(one.text)) for one in notes]
                self.own = notes[0] if name != FILE else None
            except NoteError as error:
                if name == FILE:  # a bad checkpoint is told of by whoever needs it
                    self.problems.append(f"{FILE} cannot be read: {error}")

    @property
    def sizes(self) -> frozenset[int]:
        """The sizes of the logs that they stand for."""
        return frozenset(checkpoint.size for _, checkpoint in self.notes)

    def judge(
        self,
        log_key: VerifierKey,
        checkpoint: Checkpoint,
        root_of: Callable[[int], bytes],
        state: State,
    ) -> Countersigned:
        """Hold each against the record and count; what does not hold goes into `problems`."""
        latest: dict[str, Countersigner] = {}
        keys = self._keys(state)
        for signed, said in self.notes:
            try:
                by_log = bool(signed.signed_by([log_key])) and said.origin == log_key.name
                cosigned = list(self._cosigned(signed, said, keys, state))
            except NoteError as error:
                self.problems.append(f"{FILE}, the checkpoint of {said.size} entries: {error}")
                continue
            if not cosigned and signed is self.own:
                continue  # what holds of the record's own checkpoint is judged elsewhere
            names = ", ".join(sorted({one.name for one in cosigned}))
            fault = _fault(by_log, said, checkpoint, root_of, names)
            if fault:
                self.problems.append(fault)
                continue
            for one in cosigned:
                if one.name not in latest or latest[one.name].size < one.size:
                    latest[one.name] = one
        by = tuple(latest[name] for name in sorted(latest))
        return Countersigned(by, self._of(state), self._quorum(by))

    def _keys(self, state: State) -> dict[tuple[str, bytes], tuple[str, VerifierKey]]:
        """The keys that count, by name and id, with whose they are."""
        if self.policy is not None:
            pairs = list(self.policy.witnesses.items())
        else:
            pairs = [(one.city, one.key) for one in state.witnesses.values()]
        return {(key.name, key.key_id): (name, key) for name, key in pairs}

    def _cosigned(
        self,
        signed: Note,
        said: Checkpoint,
        keys: Mapping[tuple[str, bytes], tuple[str, VerifierKey]],
        state: State,
    ) -> Iterator[Countersigner]:
        """Who countersigned one checkpoint, with a key that counts for it. Raises NoteError."""
        for one in signed.signatures:
            name, key = keys.get((one.name, one.key_id), ("", None))
            if key is None:
                continue
            if not key.verifies(one.signature, signed.text.encode()):
                raise NoteError(f"the countersignature of {name} ({key.name}) does not hold.")
            if self.policy is not None or state.witnesses[str(key)].stands_at(said.size):
                yield Countersigner(name, said.size, time_of(one))

    def _of(self, state: State) -> int:
        if self.policy is not None:
            return len(self.policy.witnesses)
        seated = {city for seat in state.seats if (city := seat.partition("/")[2])}
        return sum(not has_voice(state, city) for city in seated)

    def _quorum(self, by: Sequence[Countersigner]) -> int | None:
        """How many entries enough of them countersigned; None where nobody says what is enough."""
        if self.policy is None:
            return None
        return covered({one.name: one.size for one in by}, self.policy.is_met)

    def is_enough(self, names: Collection[str]) -> bool:
        """Whether so many satisfy the policy; without one nobody is needed."""
        return self.policy is None or self.policy.is_met(names)


def covered(sizes: Mapping[str, int], enough: Callable[[Collection[str]], bool]) -> int:
    """The most entries that enough of them countersigned, each with at least so many; 0 if none."""
    for size in sorted(set(sizes.values()), reverse=True):
        if enough({name for name in sizes if sizes[name] >= size}):
            return size
    return 0


def _fault(
    by_log: bool,
    said: Checkpoint,
    checkpoint: Checkpoint,
    root_of: Callable[[int], bytes],
    names: str,
) -> str:
    """Why a countersigned checkpoint does not fit the record; "" where it does."""
    of = f"that {names} countersigned" if names else "beside it"
    if not by_log:
        return (
            f"the checkpoint of {said.size} entries {of} is not signed with the key of this "
            "record: the record was signed anew, or it is another one."
        )
    if said.size > checkpoint.size:
        return (
            f"the checkpoint {of} counts {said.size} entries, this record {checkpoint.size}: "
            f"entries {checkpoint.size}–{said.size - 1} were cut off."
        )
    if root_of(said.size) != said.root:
        return (
            f"the first {said.size} entries are not those of the checkpoint {of}: the record was "
            "rewritten, or its log showed two versions of it."
        )
    return ""
