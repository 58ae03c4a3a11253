"""`koinon found`: from a CSV file and a template to a coalition, or a sentence that says no."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from koinon.charter.drafting import template
from koinon.charter.parsing import parse_charter
from koinon.cities import queries as cities
from koinon.interfaces.shared.whatif.founding import founding_json
from koinon.interfaces.shell.main import run
from koinon.people.inviting import open_link
from koinon.people.queries import seats_of
from koinon.planner.places import places_from_metros
from koinon.planner.plan import Plan
from koinon.record import logkeys, store

HEADER = "name,country,population,population_on,population_source\n"
ROWS = "Ghent,BE,262219,2024-01-01,Statbel\nLeuven,BE,102851,2024-01-01,Statbel\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(tmp_path: Path, settings: Any) -> dict[str, str]:
    """A good command, to be spoilt one word at a time."""
    settings.HOME = tmp_path / "home"
    members = tmp_path / "members.csv"
    members.write_text(HEADER + ROWS)
    return {
        "members": str(members),
        "charter": "double-majority",
        "name": "en=Two Rivers",
        "origin": "rivers.example/record",
        "email": "clerk@example.org",
    }


def found(words: dict[str, str]) -> int:
    return run(["found", *(f"--{name}={value}" for name, value in words.items())])


def test_a_coalition_is_founded_and_its_secretariat_can_enter(
    words: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(words) == 0
    said = capsys.readouterr().out
    assert f"Founded: entry 0, {store.root(1).hex()}" in said
    assert cities.members() == ("ghent", "leuven")
    founded = cities.coalition()
    assert founded is not None
    assert founded.log_key == str(logkeys.signer().verifier_key("rivers.example/record"))
    assert (founded.clock, founded.fictional) == ("real", False)
    account = open_link(said.strip().rpartition("/")[2]).account
    assert account is not None
    assert account.email == "clerk@example.org"
    offices = ("arbiter", "auditor", "president", "secretariat", "treasurer")
    assert seats_of(account, datetime.now(UTC).date()) == offices, "until others are appointed"


def test_what_a_plan_hands_on_is_founded(words: dict[str, str], tmp_path: Path) -> None:
    plan = Plan(
        places_from_metros(["paris", "madrid", "rome"]).places,
        parse_charter(template("square-root"), file="square-root"),
    )
    file = tmp_path / "founding.json"
    file.write_bytes(founding_json(plan, template("square-root")))
    assert found({**words, "members": str(file)}) == 0
    assert cities.members() == ("madrid", "paris", "rome")
    (fact,) = cities.facts("paris")
    assert (fact.name, fact.on, fact.source) == (
        "population",
        "2014-12-31",
        "Brookings, Global Metro Monitor 2014, in Nangini et al. 2019",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is not JSON"),
        ('{"form": "koinon-founding/2"}', "does not begin with"),
        ('{"form": "koinon-founding/1", "members": []}', "lacks a name, a country or figures"),
        ('{"form": "koinon-founding/1", "members": [{"slug": "a"}]}', "lacks a name"),
        (
            '{"form": "koinon-founding/1", "members": [{"slug": "A B", "name": "A",'
            ' "country": "BE", "facts": []}]}',
            "members.0.slug",
        ),
    ],
)
def test_a_founding_that_is_none_is_refused_in_a_sentence(
    words: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    sentence: str,
) -> None:
    file = tmp_path / "founding.json"
    file.write_text(text)
    assert found({**words, "members": str(file)}) == 2
    assert sentence in capsys.readouterr().err
    assert store.head().size == 0


def test_it_is_founded_once(words: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert found(words) == 0
    assert found(words) == 1
    assert "founded already" in capsys.readouterr().err
    assert store.head().size == 1


@pytest.mark.parametrize(
    ("word", "value", "sentence"),
    [
        ("charter", "double-majorty", "is no file and no template"),
        ("name", "Two Rivers", "is not LANGUAGE=NAME"),
        ("members", "nowhere.csv", "there is no file nowhere.csv"),
        ("time-zone", "Europe/Gent", "Europe/Gent"),
        ("currency", "EUX", "EUX"),
    ],
)
def test_a_spoilt_word_is_named(
    words: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    word: str,
    value: str,
    sentence: str,
) -> None:
    assert found({**words, word: value}) == 2
    assert sentence in capsys.readouterr().err
    assert store.head().size == 0


def test_a_city_alone_founds_no_coalition(
    words: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(words["members"]).write_text(HEADER + ROWS.splitlines()[0])
    assert found(words) == 2
    assert capsys.readouterr().err == "koinon: members: The list is too short; give at least 2.\n"
    assert store.head().size == 0


def test_every_mistake_in_the_file_is_named_by_line_and_column(
    words: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(words["members"]).write_text(
        HEADER + "Ghent,BE,many,2024-01-01,Statbel\nLeuven,B,1,2024-13-01,Statbel\n"
    )
    assert found(words) == 2
    said = capsys.readouterr().err
    assert "line 2, column population" in said
    assert "line 3, column country" in said
    assert "line 3, column population_on" in said
