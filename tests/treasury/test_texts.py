"""Every refusal of the room has its sentence, and no sentence is left over."""

from __future__ import annotations

import fnmatch
from pathlib import Path

from tests.support.style import refusal_codes

import koinon.treasury
from koinon.treasury.texts import REFUSALS

ROOM = Path(koinon.treasury.__file__).parent


def test_every_refusal_has_a_text() -> None:
    raised = {code for file in ROOM.rglob("*.py") for _, code in refusal_codes(file.read_text())}
    own = {code for code in raised if code.startswith("treasury.")}
    told = {code: fnmatch.filter(REFUSALS, code) for code in own}  # "a.b_*": put together
    assert [code for code, texts in told.items() if not texts] == []
    assert {text for texts in told.values() for text in texts} == set(REFUSALS)
