"""What a sound charter probably does not mean is said before it is founded, adopted or tried."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.assembly.test_compared import HEADS, decided
from tests.charter.test_calls import TEXT
from tests.interfaces.shell.test_charter_verbs import LEVY
from tests.interfaces.web.test_charter_pages import amend
from tests.interfaces.web.test_founding import HEADER, ROWS, sent
from tests.interfaces.web.test_pages import words
from tests.support.coalition import League

from koinon.charter.drafting import template
from koinon.charter.parsing import parse_charter
from koinon.interfaces.shared.founding import founder_token
from koinon.interfaces.web.pages import comparing

pytestmark = pytest.mark.django_db(databases=["default", "replay"])
MEANT = "this is probably not meant:"
UNKNOWN = '"treasury.adopt_budgt/1" = { article = "8", seat = "secretariat" }\n'


@pytest.fixture
def league(tmp_path: Path, settings: Any) -> League:
    settings.HOME = tmp_path
    return decided()


def remarkable(text: str) -> str:
    """The same charter with an act that does not exist."""
    assert text.count("[authority]\n") == 1
    return text.replace("[authority]\n", f"[authority]\n{UNKNOWN}")


def test_a_founder_reads_what_is_probably_not_meant(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    client, check = Client(), f"/found/{founder_token()}/check/"
    text = template("one-city-one-vote")
    assert sent(client, (HEADER + ROWS).encode(), text.encode()).status_code == 302
    assert MEANT not in words(client.get(check))
    answer = sent(client, (HEADER + ROWS).encode(), remarkable(text).encode())
    assert answer.status_code == 302, "nothing is refused for a remark"
    told = words(client.get(check))
    assert MEANT in told
    assert "did you mean treasury.adopt_budget/1?" in told
    french = Client(headers={"accept-language": "fr"})
    sent(french, (HEADER + ROWS).encode(), remarkable(text).encode())
    assert "vouliez-vous dire treasury.adopt_budget/1" in words(french.get(check))


def test_an_amendment_is_remarked_on_until_it_is_decided(league: League) -> None:
    document = league.document(remarkable(HEADS).encode()).model_dump()
    number = league.propose("Heads alone", ("assembly.amend_charter/1", {"charter": document}))
    told = words(Client().get(f"/decisions/{number}/"))
    assert MEANT in told
    assert "there is no act treasury.adopt_budgt/1" in told


def test_a_charter_is_tried_with_its_remarks(league: League) -> None:
    assert MEANT not in words(Client().get("/charter/try/?charter=template-square-root"))
    amend(league, remarkable(HEADS))
    told = words(Client().get("/charter/try/?charter=version-2"))
    assert "did you mean treasury.adopt_budget/1?" in told


def test_levies_charged_otherwise_stand_beside_the_cases(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/charter/compare/?before=statute-kansai-union&after=statute-lycian-league"
    told = words(Client().get(address))
    assert "the second charter cannot charge it" in told
    text = TEXT.replace("[[cases]]", f"{LEVY}[[cases]]", 1)
    after = text.replace('by = "people"', 'by = "weight:heads"')
    read = {
        "before": parse_charter(text, file="x"),
        "after": parse_charter(after, file="x", judging=False),
    }
    monkeypatch.setattr(comparing, "chosen", read.__getitem__)
    told = words(Client().get("/charter/compare/?before=before&after=after"))
    assert "A thousand – these members would pay otherwise:" in told
    assert "375.000 TND before, 200.000 TND after" in told.replace("\xa0", " ")
