"""The examples in docs/reference/ledger.md are true."""

from __future__ import annotations

import json
import re
from pathlib import Path

from koinon.methods.posting_effects import check_postings
from koinon.methods.postings import Balance, Books
from koinon.treasury.ledger import lines_root

PAGE = Path(__file__).parents[2] / "docs/reference/ledger.md"


def test_the_three_effects_come_to_what_the_page_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    effects = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.S)]
    assert len(effects) == 3
    books = Books()
    for n, effect in enumerate(effects, 1):
        assert check_postings(
            books,
            n,
            "2027-03-01T00:00:00.000000Z",
            effect,
            document=lambda _: None,
            root=lines_root,
        )
    said = re.search(r"`bank` has (\d+) debited, (\d+) credited and nothing reserved", page)
    assert said is not None
    assert books.balances["bank"] == Balance(int(said[1]), int(said[2]), 0, 0)
    assert books.reservations == {}
