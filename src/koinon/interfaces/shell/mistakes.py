"""How the command line says no: one sentence, with the place, the rule and the remedy."""

from __future__ import annotations

import sys


class Mistake(Exception):
    """One sentence for the person who typed the command; nothing was changed.

    `code` is the exit code: 2 for what was asked wrongly, 1 for a true answer that is no.
    """

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


def stopped(fault: BaseException | None) -> bool:
    """Whether the keyboard is behind a fault: Python wraps what it raises while a class is made."""
    while fault is not None and not isinstance(fault, KeyboardInterrupt):
        fault = fault.__cause__ or fault.__context__
    return fault is not None


def told(fault: Exception) -> str | None:
    """What the machine would not do, as a sentence; None for a fault of our own.

    Ours keep their traceback, because whoever mends them needs it.
    """
    database = sys.modules.get("django.db.utils")
    if database is not None and isinstance(fault, database.OperationalError):
        reason = str(fault).strip().splitlines()[0]
        return (
            f"the database refused ({reason}); let no other program hold it, let koinon write to "
            "it, and try again."
        )
    if isinstance(fault, OSError) and fault.filename is not None and fault.strerror is not None:
        return (
            f"{fault.filename}: {fault.strerror}; let koinon read and write it, or name another "
            "place."
        )
    return None
