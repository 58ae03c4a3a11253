"""How the command line says no: one sentence, with the place, the rule and the remedy."""

from __future__ import annotations


class Mistake(Exception):
    """One sentence for the person who typed the command; nothing was changed.

    `code` is the exit code: 2 for what was asked wrongly, 1 for a true answer that is no.
    """

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code
