"""The verb `key`: files with which people sign acts. Knows nothing of the database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from koinon.interfaces.shell.mistakes import Mistake
from koinon.record import keyfiles
from koinon.record.keyfiles import KeyFileError

T = TypeVar("T")


def new(file: str) -> int:
    """Make a key; prints what is registered of it."""
    _told(file, lambda: keyfiles.new(Path(file)))
    return show(file)


def show(file: str) -> int:
    """Print the public key on standard output, alone, and its fingerprint beside it."""
    key = keyfiles.public_key(_told(file, lambda: keyfiles.read_key(Path(file))))
    print(key.text)
    print(f"Fingerprint {key.fingerprint}", file=sys.stderr)
    return 0


def sign(file: str, statement: str) -> int:
    """Sign an act as a page or the API shows it; says what is signed, prints the signature."""
    key = _told(file, lambda: keyfiles.read_key(Path(file)))
    data = _told(statement, lambda: _read(statement))
    stated, said = _told(statement, lambda: keyfiles.read_statement(data))
    print(
        f"You sign {said['type']} for the seat {said['seat']} in the record {said['origin']}.",
        file=sys.stderr,
    )
    print(json.dumps(keyfiles.sign(key, stated).plain()))
    return 0


def _read(name: str) -> bytes:
    with open(0 if name == "-" else name, "rb") as file:
        return file.read(keyfiles.MAX_STATEMENT_BYTES + 1_000)


def _told(name: str, work: Callable[[], T]) -> T:
    try:
        return work()
    except KeyFileError as fault:
        raise Mistake(f"key: {name}: {fault}") from None
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise Mistake(f"key: {name} cannot be read or written ({why}).") from None
