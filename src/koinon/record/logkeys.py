"""The log's key in this installation, and the checkpoint it signs over the record as it stands.

Key and memory of the signer lie in the folder `log` of the home folder. They are not part of a
backup of the database; see `signer` for why the memory must never be restored from one.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from koinon.record import canonical, store
from koinon.record.note import Checkpoint
from koinon.record.signer import Signer, SignerError


def folder() -> Path:
    """The folder of the key and the signer's memory, made when it is absent."""
    found = Path(settings.HOME) / "log"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def signer() -> Signer:
    """The signer of this installation; makes the key before the founding. Raises SignerError."""
    place = folder()
    key = place / "key.pem"
    return Signer(key, place / "signed", make=key.exists() or not store.head().size)


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
