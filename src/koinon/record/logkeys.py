"""The log's key in this installation, and the checkpoint it signs over the record as it stands.

Key and memory of the signer lie in the folder `log` of the home folder. They are not part of a
backup of the database; see `signer` for why the memory must never be restored from one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from koinon.record import canonical, store
from koinon.record.note import Checkpoint, VerifierKey
from koinon.record.signer import Signer, SignerError, public_key, remembered


@dataclass(frozen=True, slots=True)
class Standing:
    """How the record stands to what its key signed last.

    `agrees`: it extends that. `behind`: it is shorter, as an old copy is. `differs`: it is another
    one. `forgotten`: the key is here and its memory is not. `elsewhere`: the key here is not the
    record's, or there is none, so nothing is signed here at all. `signed` counts what was signed.
    """

    kind: Literal["agrees", "behind", "differs", "forgotten", "elsewhere"]
    signed: int = 0


def folder() -> Path:
    """The folder of the key and the signer's memory, made when it is absent."""
    found = Path(settings.HOME) / "log"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def memory_file() -> Path:
    """Where the signer keeps what it signed last."""
    return Path(settings.HOME) / "log" / "signed"


def signer() -> Signer:
    """The signer of this installation; makes the key before the founding. Raises SignerError."""
    place = folder()
    key = place / "key.pem"
    return Signer(key, place / "signed", make=key.exists() or not store.head().size)


def standing(size: int, named: tuple[str, str] | None = None) -> Standing:
    """How the record of `size` entries stands to what its key signed last.

    `named` tells the origin and the key of a record that is about to begin.
    """
    origin, log_key = named or names()
    if _key_at(Path(settings.HOME) / "log" / "key.pem", origin) != log_key:
        return Standing("elsewhere")
    try:
        last = remembered(memory_file())
    except SignerError:
        return Standing("forgotten")
    if last is None or last.size == 0:
        return Standing("agrees")
    if last.origin != origin:
        return Standing("differs", last.size)
    if last.size > size:
        return Standing("behind", last.size)
    same = store.root(last.size) == last.root
    return Standing("agrees" if same else "differs", last.size)


def _key_at(file: Path, origin: str) -> str:
    """The verifier key of the private key in a file; "" where there is none."""
    try:
        found = file.stat()
        public = _public(file, found.st_ino, found.st_mtime_ns)
    except (OSError, SignerError):
        return ""
    return str(VerifierKey(origin, public))


@lru_cache(maxsize=4)
def _public(file: Path, inode: int, changed_ns: int) -> bytes:
    """Read once as long as the file stays what it is."""
    return public_key(file)


def names() -> tuple[str, str]:
    """The origin of the log and its verifier key, as the genesis states them.

    Raises SignerError while the record is empty.
    """
    try:
        genesis = canonical.load(store.body(0))
    except store.UnknownEntry:
        raise SignerError("the record is empty; found the coalition first.") from None
    assert isinstance(genesis, dict)
    data = genesis["data"]
    assert isinstance(data, dict)
    return str(data["origin"]), str(data["log_key"])


def sign_head(signing: Signer) -> bytes:
    """The signed checkpoint of the record as it stands now; the same record, the same bytes.

    Raises SignerError when the record is empty, was founded with another key, or does not extend
    what was signed before.
    """
    origin, log_key = names()
    ours = str(signing.verifier_key(origin))
    if ours != log_key:
        raise SignerError(
            f"this record was founded with the log key {log_key}, and the key at hand is {ours}; "
            f"put the right one into {folder()}."
        )
    while True:
        last = signing.last()
        size = store.head().size
        extends = last is not None and 0 < last.size < size
        proof = store.consistency(last.size, size) if last is not None and extends else ()
        try:
            return signing.sign(Checkpoint(origin, size, store.root(size)), proof)
        except SignerError:
            if signing.last() == last:  # else another process signed more in between
                raise
