"""The verb `recover`: the lawful way back after data was lost.

The signer remembers what it signed; where the record is shorter than that, or the memory is lost,
nothing is taken until what others hold has been asked. `--from` takes from a mirror the entries
that are missing here, re-enacts them (each must come out the same to the byte) and lets the signer
go on from there. Whoever acted on the old copy meanwhile has told another history; it is named and
nothing is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.operations import mirrors, presence
from koinon.interfaces.shell.operations.mirrors import Mirror

if TYPE_CHECKING:
    from koinon.record.signer import Signer


def recover(checkpoint: str, places: Sequence[str], *, nobody: bool) -> int:
    """Recover from a checkpoint's file, from mirrors, or from nothing but what is here."""
    if bool(checkpoint) + bool(places) + nobody != 1:
        raise Mistake(
            "recover: say one of: a checkpoint's FILE, --from EXPORT|ADDRESS (once or more), or "
            "--nobody-holds-more."
        )
    application.load()
    application.need_prepared()
    from django.conf import settings

    with _spoken(), presence.stopped(Path(settings.HOME), "recover"):
        if checkpoint:
            return _from_checkpoint(checkpoint)
        return _from_mirrors(places) if places else _from_nothing()


@contextmanager
def _spoken() -> Iterator[None]:
    """What the signer refuses, as the command line says it."""
    from koinon.record.signer import SignerError

    try:
        yield
    except SignerError as fault:
        raise Mistake(f"recover: {fault}") from None


def _from_checkpoint(file: str) -> int:
    """Give the signer back what it signed last, and sign the record if it extends that."""
    from koinon.record import logkeys
    from koinon.record.keyfiles import MAX_FILE_BYTES

    try:
        with Path(file).open("rb") as source:
            published = source.read(MAX_FILE_BYTES)
    except OSError as fault:
        raise Mistake(f"recover: {file} cannot be read ({fault.strerror}).") from None
    signer = logkeys.signer()
    remembered = signer.recover(published)
    logkeys.sign_head(signer)
    print(f"The signer remembers {remembered.size} entries again, and the record extends them.")
    return 0


def _from_nothing() -> int:
    """Let the signer begin from the record as it is: whoever says so knows of no later one."""
    from koinon.record import logkeys, store
    from koinon.record.note import Checkpoint

    origin, _ = logkeys.names()
    size = store.head().size
    signer = logkeys.signer()
    signer.begin_again(Checkpoint(origin, size, store.root(size)))
    logkeys.sign_head(signer)
    print(
        f"The signer goes on from the {size} entries that are here. If anyone holds a later "
        "checkpoint of this log, it now has two histories; ask the cities to compare."
    )
    return 0


def _from_mirrors(places: Sequence[str]) -> int:
    """Take what is missing from the mirror that holds most, all mirrors being of one mind."""
    from koinon.record import logkeys, store

    signer = logkeys.signer()
    origin = logkeys.names()[0] if store.head().size else mirrors.origin_of(places[0])
    key = signer.verifier_key(origin)
    if store.head().size and str(key) != logkeys.names()[1]:
        raise Mistake(
            f"recover: this record was founded with the log key {logkeys.names()[1]}, and the key "
            f"at hand is {key}; put the right one into {logkeys.folder()}."
        )
    found = sorted((mirrors.open_mirror(place, key) for place in places), key=_size)
    best = found[-1]
    before = store.head().size
    _require_reach(signer, best)
    bodies = tuple(mirrors.entries(best, before))
    _require_same_past(best, before, bodies)
    lost = _take(best, found, bodies) if bodies else 0
    if not bodies:
        _require_one_mind(found)
    if _has_forgotten():
        signer.recover(best.signed)
    logkeys.sign_head(signer)
    for sentence in _told(best, before, lost):
        print(sentence)
    return 0


def _size(mirror: Mirror) -> int:
    return mirror.checkpoint.size


def _has_forgotten() -> bool:
    from koinon.record import logkeys

    return not logkeys.memory_file().exists()


def _require_reach(signer: Signer, best: Mirror) -> None:
    """The mirror must hold all that the key is known to have signed."""
    last = None if _has_forgotten() else signer.last()
    if last is not None and last.size > best.checkpoint.size:
        raise Mistake(
            f"recover: the key has signed {last.size} entries, and {best.place} holds "
            f"{best.checkpoint.size}; name a mirror that holds them all.",
            1,
        )


def _require_same_past(best: Mirror, size: int, bodies: Sequence[bytes]) -> None:
    """What is here and what the mirror adds must come to its checkpoint; nothing is written yet."""
    from koinon.record import merkle, store

    if best.checkpoint.size <= size:
        if store.root(best.checkpoint.size) != best.checkpoint.root:
            raise _different(best, best.checkpoint.size)
        return
    leaves = [merkle.leaf_hash(body) for body in store.bodies()]
    leaves += (merkle.leaf_hash(body) for body in bodies)
    if merkle.tree_root(leaves) != best.checkpoint.root:
        raise _different(best, size)


def _different(best: Mirror, size: int) -> Mistake:
    """Why the two do not come together: the first entry that differs, or a mirror that is unsound.

    The mirror is verified whole, so that it is not believed when it contradicts what is here.
    """
    from koinon.record import store
    from koinon.record.verify import verify

    report = verify(best.place)
    if report.problems:
        return Mistake(f"recover: {best.place} is not sound: {report.problems[0]}", 1)
    pairs = zip(store.bodies(0, size), mirrors.entries(best, 0), strict=False)
    n = next((n for n, (ours, theirs) in enumerate(pairs) if ours != theirs), size)
    return Mistake(
        f"recover: entry {n} here is not entry {n} of {best.place}, which this log's key has "
        "signed: acts were taken on an old copy. Restore a backup from before them with koinon "
        "restore FILE --replace, then say this again; what was done since lies where restore "
        "moves it, and has to be done anew.",
        1,
    )


def _take(best: Mirror, found: Sequence[Mirror], bodies: Sequence[bytes]) -> int:
    """Re-enact the entries that are missing here; how many private values are lost with them."""
    from koinon.acts import replay
    from koinon.people import queries
    from koinon.record import store

    def documents() -> None:
        for one in mirrors.documents(best, bodies):
            if one.body is not None:
                store.keep_document(one.body, one.media)
            else:
                store.note_withheld(one.sha256, one.size, one.media, one.withheld_because)

    def prove() -> None:
        if store.root(best.checkpoint.size) != best.checkpoint.root:
            raise replay.Differs("the entries do not come to the root of the mirror's checkpoint")
        _require_one_mind(found)

    try:
        replay.go_on(bodies, prepare=documents, prove=prove)
    except replay.Differs as difference:
        raise Mistake(f"recover: {difference}; nothing was taken.", 1) from None
    return sum(1 for one in replay.commitments(bodies) if queries.opening(one) is None)


def _require_one_mind(found: Sequence[Mirror]) -> None:
    """Every mirror's checkpoint must be of the record as it now stands here."""
    from koinon.record import store

    for mirror in found:
        if store.root(mirror.checkpoint.size) != mirror.checkpoint.root:
            raise Mistake(
                f"recover: {found[-1].place} and {mirror.place} hold two histories signed with "
                "this log's key; nothing was taken. Find out which is the true one, and tell the "
                "cities.",
                1,
            )


def _told(best: Mirror, before: int, lost: int) -> list[str]:
    size = best.checkpoint.size
    if size <= before:
        return [
            f"{best.place} holds {size} entries, and the {before} here extend them; nothing was "
            "missing. The signer agrees."
        ]
    lines = [f"Took {size - before} entries ({before} to {size - 1}) from {best.place}."]
    if lost:
        lines.append(
            f"{lost} private values in them stay commitments: their contents were here alone and "
            "are lost; whoever gave them gives them again."
        )
    return [*lines, f"The record holds {size} entries, and the signer agrees."]
