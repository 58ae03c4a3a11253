"""The one gate: every change of state passes here, in one transaction with its record entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import takewhile
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from koinon.acts import continuity, faults, locks, memo, postponed, sequencer, signing
from koinon.acts.act import (
    Act,
    Consequence,
    Effect,
    Envelope,
    Grant,
    Moment,
    Receipt,
    derived_id,
    document_effect,
    documents_of,
    openings_of,
)
from koinon.acts.guard import writing
from koinon.acts.not_executed import NoteNotExecuted
from koinon.acts.ports import ports
from koinon.acts.refused import Refusal, Refused
from koinon.acts.state import current_database
from koinon.record import canonical, merkle, store
from koinon.record.canonical import JSON

T = TypeVar("T")
GENESIS = frozenset({"assembly.found_coalition/1", "assembly.take_over_coalition/1"})
NOT_EXECUTED = "acts.note_not_executed/1"
POSTPONED = "acts.note_postponed/1"
DERIVED = 8
"""The version of the UUIDs made by `derived_id`; no sender may choose one beforehand."""
ENTRY_LIMIT = 65_535
"""An entry's size in bytes (C2SP tlog-tiles)."""
THEN_LIMIT = 1_000
"""How many acts a founding may enclose; a decision encloses fewer."""
CLOCK_ID = UUID("6b6f696e-6f6e-8000-8000-000000000000")
"""The parent of the ids of clock acts."""


class NotGapFree(RuntimeError):
    """The record moved although the lock was held; never expected."""


def now_utc() -> str:
    """The machine's time as the record writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def enact(envelope: Envelope, *, at: str | None = None) -> Receipt | Refused:
    """Take one act. See `enact_many`."""
    return enact_many([envelope], at=at)[0]


def enact_many(envelopes: Sequence[Envelope], *, at: str | None = None) -> list[Receipt | Refused]:
    """Take acts in order, in one transaction; each gets its own answer.

    A refused act changes nothing and does not disturb the others. `at` may be told only to a
    coalition whose genesis declared a told clock (a demonstration); it never goes back. When the
    server's sequencer runs, the acts wait for their turn there; the answer comes after the commit.
    """
    ports.require()
    waiting = sequencer.current()
    if waiting is not None:
        return waiting.submit(envelopes, at)
    return enact_here(envelopes, at=at)


def enact_here(envelopes: Sequence[Envelope], *, at: str | None = None) -> list[Receipt | Refused]:
    """As `enact_many`, in this thread."""

    def take(batch: Batch) -> list[Receipt | Refused]:
        batch.recall(envelopes)
        return [batch.take(envelope) for envelope in envelopes]

    return _in_one_transaction(take, at)


def tick(*, at: str | None = None) -> list[Receipt]:
    """Enact whatever the clock says is due, and nothing else."""
    return _in_one_transaction(Batch.due, at)


def _in_one_transaction(work: Callable[[Batch], T], at: str | None) -> T:
    """Do `work` on a batch at the end of the record, alone, and commit what it wrote."""
    alias = current_database()
    with locks.process_lock(alias):
        memory = memo.memory(alias)
        with transaction.atomic(using=alias):
            locks.transaction_lock(alias)
            head = store.head()
            memory.begin(head)
            with memo.remembering(memory.known):
                batch = Batch(head, at, broken=continuity.broken(head, memory))
                answer = work(batch)
                end = batch.flush(memory.nodes)
        memory.end(end)
    return answer


@dataclass(frozen=True, slots=True)
class _Written:
    line: store.Line
    receipt: Receipt


class Batch:
    """Acts of one transaction, appended to the record together at its end."""

    def __init__(
        self,
        head: store.Head,
        told: str | None,
        *,
        replaying: bool = False,
        recorded: Mapping[tuple[int, str], Mapping[str, JSON]] = MappingProxyType({}),
        broken: Refused | None = None,
    ) -> None:
        self._broken = broken
        self._head = head
        self._n = head.size
        self._last_at = head.at
        self._told = told
        self._replaying = replaying
        self._recorded = recorded
        self._written: list[_Written] = []
        self._by_act: dict[UUID, store.Line] = {}
        self._due_at = ""

    def recall(self, envelopes: Sequence[Envelope]) -> None:
        """Look up, in one query, which of these acts were taken before."""
        self._by_act.update(store.by_acts([envelope.act_id for envelope in envelopes]))

    def take(self, envelope: Envelope) -> Receipt | Refused:
        """Judge and apply one act, after whatever the clock says is due before it."""
        if envelope.act_id.version == DERIVED:
            return Refused("acts.id_reserved")
        earlier = self._earlier(envelope)
        if earlier is not None:
            return earlier
        if self._broken is not None:
            return self._broken
        at = self._instant()
        if isinstance(at, Refused):
            return at
        if not self._replaying:
            self._due(at)
        if (envelope.act.type in GENESIS) != (self._n == 0):
            return Refused("acts.founded_already" if self._n else "acts.not_founded")
        told = self._told is not None and not self._replaying
        if self._n == 0 and told and envelope.act.plain()["clock"] != "told":
            return Refused("acts.clock_is_real")
        if self._n == 0:
            begun = None if self._replaying else continuity.begun_before(envelope.act)
            founding = begun or signing.settled(envelope, Grant("genesis"))
            return founding if isinstance(founding, Refused) else self._found(founding, at)
        assert ports.authority is not None
        grant = ports.authority(envelope.act, seat=envelope.seat, at=at)
        if isinstance(grant, Refused):
            return grant
        signed = signing.settled(envelope, grant)
        if isinstance(signed, Refused):
            return signed
        return self._enact(signed, grant, at)

    def due(self) -> list[Receipt]:
        """Enact every act of the clock that is due now."""
        at = self._instant()
        return [] if self._broken or isinstance(at, Refused) else self._due(at)

    def _due(self, at: str) -> list[Receipt]:
        """Enact what is due at the instant of the next entry, so that nothing falls between."""
        receipts: list[Receipt] = []
        if self._n == 0 or at == self._due_at:
            return receipts
        self._due_at = at
        assert ports.due is not None
        while (act := ports.due(at)) is not None:
            receipts.append(self.clock_act(act, at))
        return receipts

    def clock_act(self, act: Act, at: str) -> Receipt:
        """Enact one act of the clock; one that cannot be done now is noted and tried again."""
        if self._replaying:
            note = self._noted(self._n, POSTPONED)
            return self._done_by_clock(postponed.NotePostponed.read(note) if note else act, at)
        kept = len(self._written)
        try:
            with transaction.atomic(using=current_database()):
                return self._done_by_clock(act, at)
        except Refusal as refusal:
            refused = refusal.refused
        except Exception as fault:
            refused = faults.refused(fault, act)
        self._undo(kept)
        return self._done_by_clock(postponed.NotePostponed.of(act, refused), at)

    def _done_by_clock(self, act: Act, at: str) -> Receipt:
        """Enact an act by the clock's power; raises Refusal."""
        envelope = Envelope(act, derived_id(CLOCK_ID, self._n), None, "clock", "none")
        answer = self._enact(envelope, Grant("clock"), at)
        if isinstance(answer, Refused):
            raise Refusal(answer)
        return answer

    def _noted(self, n: int, note: str) -> JSON:
        """The fields of a note that stands in the record as entry n, when replaying."""
        entry = self._recorded.get((n, note))
        return None if entry is None else entry["data"]

    def _undo(self, kept: int) -> None:
        """Forget the entries after the first `kept`; the database has undone their rows."""
        for written in self._written[kept:]:
            del self._by_act[written.line.act_id]
        self._n -= len(self._written) - kept
        del self._written[kept:]

    def flush(self, known: store.Nodes) -> store.Head:
        """Append the entries written so far to the record; where it ends then."""
        if lines := self.drain():
            with writing():
                store.append(lines, known)
            assert ports.outbox is not None
            ports.outbox(lines)
            last = lines[-1]
            self._head = store.Head(last.n + 1, last.at, merkle.leaf_hash(last.body))
        return self._head

    def drain(self) -> list[store.Line]:
        """Hand over the entries written so far; who takes them appends them, in order."""
        lines = [written.line for written in self._written]
        self._written = []
        return lines

    def _earlier(self, envelope: Envelope) -> Receipt | Refused | None:
        """The answer given when the same act was taken before; a refusal for another one."""
        line = self._by_act.get(envelope.act_id)
        if line is None:
            return None
        if line.request != envelope.digest():
            return Refused("acts.id_taken", (("n", line.n),))
        return replace(receipt_of(line), **self._followed(line), repeated=True)

    def _followed(self, line: store.Line) -> dict[str, Any]:
        """What the receipt of an entry said of the entries that followed from it."""
        here = [written.line for written in self._written]
        if here and line.n >= here[0].n:
            later = here[line.n - here[0].n + 1 :]
            lines = list(takewhile(lambda one: one.cause is not None, later))
        else:
            lines = store.followers(line.n)
        noted = [one for one in lines if one.cause == line.n and one.type == NOT_EXECUTED]
        refusal = str(receipt_of(noted[0]).result["refusal"]) if noted else None
        return {"then": tuple(one.n for one in lines), "not_executed": refusal}

    def _instant(self) -> str | Refused:
        """The instant of the next entry; never before the last one."""
        if self._told is None:
            return max(now_utc(), self._last_at)
        assert ports.told_clock is not None
        if self._n and not (self._replaying or ports.told_clock()):
            return Refused("acts.clock_is_real")
        return max(self._told, self._last_at)

    def _found(self, envelope: Envelope, at: str) -> Receipt | Refused:
        """Enact the genesis with everything it encloses, or nothing of it."""
        try:
            with transaction.atomic(using=current_database()):
                return self._enact(envelope, Grant("genesis"), at)
        except Refusal as refusal:
            self._undo(0)
            return refusal.refused

    def _enact(
        self, envelope: Envelope, grant: Grant, at: str, cause: str | None = None
    ) -> Receipt | Refused:
        """Judge, ask the law, write the rows and the entry, then the acts that follow."""
        recorded = self._recorded.get((self._n, envelope.act.type))
        moment = Moment(
            n=self._n,
            at=at,
            act_id=envelope.act_id,
            seat=envelope.seat,
            via=envelope.via,
            grant=grant,
            replaying=self._replaying,
            recorded=None if recorded is None else _object(recorded["result"]),
        )
        consequence = self._judge(envelope.act, moment)
        if isinstance(consequence, Refused):
            return consequence
        effects = _effects(envelope.act, consequence)
        if not self._replaying and (wrong := _wrong_size(effects)) is not None:
            return wrong
        body = _body(envelope, moment, consequence, effects, cause)
        if len(body) > ENTRY_LIMIT:
            return Refused("acts.entry_too_large", (("bytes", len(body)), ("limit", ENTRY_LIMIT)))
        with writing():
            envelope.act.apply(moment, consequence)
            self._keep(envelope.act, consequence, effects)
            if consequence.carries_out is None:
                postponed.settle(envelope.act)
        written = self._note(envelope, moment, consequence, body, cause)
        if not consequence.then:
            return written.receipt
        return self._follow(written, consequence, at)

    def _judge(self, act: Act, moment: Moment) -> Consequence | Refused:
        if not moment.replaying:
            missing = store.missing_documents(doc.sha256 for doc in documents_of(act))
            if missing:
                return Refused("acts.document_missing", (("sha256", missing[0]),))
        try:
            consequence = act.judge(moment)
        except Refusal as refusal:
            return refusal.refused
        assert ports.law is not None
        return ports.law(act, moment, consequence) or consequence

    def _keep(self, act: Act, consequence: Consequence, effects: list[Effect]) -> None:
        """Put private values into the vault, produced documents and those named into the store."""
        assert ports.vault is not None
        for commitment, opening in openings_of(act):
            ports.vault(commitment, opening.value, opening.salt)
        for data, media in consequence.kept:
            store.keep_document(data, media)
        named = [str(effect["sha256"]) for effect in effects if effect["kind"] == "document"]
        if named:
            store.name_documents(named, self._n)

    def _note(
        self,
        envelope: Envelope,
        moment: Moment,
        consequence: Consequence,
        body: bytes,
        cause: str | None,
    ) -> _Written:
        line = store.Line(
            n=self._n,
            act_id=envelope.act_id,
            at=moment.at,
            type=envelope.act.type,
            seat=envelope.seat,
            cause=int(cause.split(".")[0]) if cause else None,
            request=envelope.digest(),
            body=body,
        )
        written = _Written(line, _receipt(line, consequence.result))
        self._written.append(written)
        self._by_act[line.act_id] = line
        self._n, self._last_at = self._n + 1, moment.at
        return written

    def _follow(self, cause: _Written, consequence: Consequence, at: str) -> Receipt:
        """Enact the enclosed acts, all or none; a refusal leaves the cause standing, no genesis."""
        acts = consequence.then
        assert len(acts) <= THEN_LIMIT
        own = consequence.carries_out
        decision = cause.line.n if own is None else own
        start, kept = self._n, len(self._written)
        refused = self._own_fault(start)
        if refused is None:
            refused = self._carry_out(cause, acts, decision, at)
        if own is not None and (refused is None or refused.code != faults.OWN_FAULT):
            with writing():
                postponed.settle(postponed.CarryOut(decision=own))
        if refused is None:
            return replace(cause.receipt, then=tuple(range(start, self._n)))
        if decision == 0:
            raise Refusal(refused)
        self._undo(kept)
        return self._not_executed(cause, acts, decision, refused, at)

    def _carry_out(
        self, cause: _Written, acts: tuple[Act, ...], decision: int, at: str
    ) -> Refused | None:
        """Enact the acts of a decision; the reason where one of them did not take effect."""
        act, grant = acts[0], Grant("decision", decision=decision)
        try:
            with transaction.atomic(using=current_database()):
                for i, act in enumerate(acts):
                    id_ = derived_id(cause.line.act_id, i + 1)
                    envelope = Envelope(act, id_, None, "then", "none")
                    answer = self._enact(envelope, grant, at, f"{cause.line.n}.{i}")
                    if isinstance(answer, Refused):
                        raise Refusal(answer)
        except Refusal as refusal:
            return refusal.refused
        except Exception as fault:
            if self._replaying:
                raise
            return faults.refused(fault, act)
        return None

    def _own_fault(self, n: int) -> Refused | None:
        """The fault noted as entry n when it was first told; another version may not have it."""
        note = self._noted(n, NOT_EXECUTED)
        if note is None:
            return None
        refused = NoteNotExecuted.read(note).refused()
        return refused if refused.code == faults.OWN_FAULT else None

    def _not_executed(
        self, cause: _Written, acts: tuple[Act, ...], decision: int, refused: Refused, at: str
    ) -> Receipt:
        """Record that a decision stands but could not be carried out, and why."""
        act = NoteNotExecuted.of(decision, refused)
        envelope = Envelope(act, derived_id(cause.line.act_id, 0), None, "then", "none")
        grant = Grant("decision", decision=decision)
        noted = self._enact(envelope, grant, at, f"{cause.line.n}.0")
        assert isinstance(noted, Receipt)
        if refused.code == faults.OWN_FAULT:
            with writing():
                postponed.put_off(postponed.CarryOut(decision=decision), at, noted.act_id, acts)
        return replace(cause.receipt, then=(noted.n,), not_executed=refused.code)


def _wrong_size(effects: Sequence[Effect]) -> Refused | None:
    """Refuse a document under another size than it has: no verifier would accept the record."""
    stated = {str(one["sha256"]): one["size"] for one in effects if one["kind"] == "document"}
    for sha256, kept in sorted(store.document_sizes(stated).items()):
        if kept != (size := stated[sha256]):
            assert isinstance(size, int)
            return Refused(
                "acts.document_size", (("kept", kept), ("sha256", sha256), ("size", size))
            )
    return None


def _effects(act: Act, consequence: Consequence) -> list[Effect]:
    """The effects of an entry: documents the act names and makes, then what came of it."""
    named = [document.effect() for document in documents_of(act)]
    named += [document_effect(data, media) for data, media in consequence.kept]
    return [*named, *(dict(effect) for effect in consequence.effects)]


def _body(
    envelope: Envelope,
    moment: Moment,
    consequence: Consequence,
    effects: Sequence[Effect],
    cause: str | None,
) -> bytes:
    """The entry's canonical JSON (docs/reference/record-format.md)."""
    entry: dict[str, JSON] = {
        "v": 1,
        "n": moment.n,
        "at": moment.at,
        "id": str(envelope.act_id),
        "type": envelope.act.type,
        "by": {
            "seat": envelope.seat,
            "via": "genesis" if moment.grant.kind == "genesis" else envelope.via,
            "auth": envelope.auth,
        },
        "grant": moment.grant.plain(),
        "data": envelope.act.plain(),
        "result": dict(consequence.result),
        "effects": [*effects],
    }
    if cause is not None:
        entry["cause"] = cause
    if envelope.signed is not None:
        entry["signed"] = envelope.signed
    return canonical.dump(entry)


def _receipt(line: store.Line, result: object) -> Receipt:
    assert isinstance(result, dict)
    return Receipt(
        line.n, line.at, line.act_id, line.type, merkle.leaf_hash(line.body).hex(), result
    )


def _object(value: JSON) -> dict[str, JSON]:
    assert isinstance(value, dict)
    return value


def receipt_of(line: store.Line) -> Receipt:
    """The answer that was given for an entry already recorded."""
    entry = canonical.load(line.body)
    assert isinstance(entry, dict)
    return _receipt(line, entry["result"])
