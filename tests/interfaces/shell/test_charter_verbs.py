"""`koinon charter check|explain|try|diff|new|list` as an adviser uses them on files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.charter.test_calls import TEXT

from koinon.charter.drafting import statute_names, template, template_names
from koinon.interfaces.shell.main import run

Out = pytest.CaptureFixture[str]


def lines(out: Out) -> list[str]:
    return out.readouterr().out.splitlines()


@pytest.fixture
def called(tmp_path: Path) -> str:
    file = tmp_path / "called.toml"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


def test_a_sound_charter_is_said_to_be_so(called: str, capsys: Out) -> None:
    assert run(["charter", "check", called]) == 0
    assert lines(capsys) == [
        f"{called}: no mistake. 3 test cases decide as they say: 1 pass, 2 do not."
    ]
    Path(called).write_text(TEXT.replace("passes = true", "passes = false"), encoding="utf-8")
    assert run(["charter", "check", called]) == 2
    assert "and the case says it does not; mend the rule or the case" in capsys.readouterr().err


def test_a_vote_is_tried_line_by_line(called: str, capsys: Out) -> None:
    vote = ["charter", "try", called, "--matter", "called", "--members", "five", "--yes"]
    assert run([*vote, "bruges,ghent", "--no", "lille,mons", "--no", "namur"]) == 1
    assert lines(capsys) == [
        "called: does not pass (article 3)",
        "- a first vote, which decides unless a second is called for:",
        "-   more than 50% of the cities present are in favour;  [2 of 5; > 2.5]",
        "- a second vote is called for when this holds:",
        "-   at least one of these holds:",
        "-     all of these hold:",
        "-       at least 2 members call;  [0 of 5; >= 2]",
        "-       at least 1 member of coastal cities calls;  [0 of 2; >= 1]",
        "-     the members that call have more than 50% of all Hundred;  [0 of 100; > 50]",
        "-     the members that call have at least 50% of the Hundred of members taking part in "
        "the programme;  [0 of 100; >= 50]",
        "-     the member with the most Hundred calls;  [0 of 100; >= 38]",
        "+ the second vote, over the same votes, replaces the first result where this holds of the "
        "votes in favour (adopted) or of those against (rejected); else the first result stands:",
        "+   at least 51% of all Hundred are in favour;  [63 of 100; >= 51]",
        "",
        "member  cities  Hundred  vote",
        "bruges  1       25       yes",
        "ghent   1       38       yes",
        "lille   1       13       no",
        "mons    1       12       no",
        "namur   1       12       no",
        "",
        "It cannot pass, even with everybody else in favour.",
    ]
    assert run([*vote, "bruges,ghent", "--no", "mons", "--calling", "bruges,mons"]) == 0
    told = lines(capsys)
    assert told[0] == "called: passes (article 3)"
    assert "mons    1       12       no, calls" in told
    assert "lille   1       13       absent" in told


def test_members_come_from_a_table_and_split_their_votes(tmp_path: Path, capsys: Out) -> None:
    table = tmp_path / "cities.csv"
    table.write_text("city,population\nghent,260000\nmons,90000\n", encoding="utf-8")
    vote = ["charter", "try", "square-root", "--matter", "ordinary", "--members", str(table)]
    split = ["--yes", "ghent=1/2", "--no", "ghent=1/2", "--yes", "mons", "--language", "fr"]
    assert run([*vote, *split]) == 1
    told = lines(capsys)
    assert told[0].startswith("affaires ordinaires")
    assert any(line.startswith("ghent") and line.endswith("yes 1/2 + no 1/2") for line in told)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--matter", "war"], "--matter: 'war' is no matter of this charter; there are ordinary"),
        ([], "--matter: say on which matter"),
        (["--matter", "ordinary", "--members", "six"], "'six' is no roster of this charter"),
        (["--matter", "ordinary", "--members", "no.csv"], "--members: there is no file no.csv."),
        (["--matter", "ordinary", "--yes", "oz"], "oz is no member that votes here"),
        (["--matter", "ordinary", "--yes", "aster=1/2"], "parts of aster's vote do not sum to 1"),
        (["--matter", "ordinary", "--yes", "aster=x"], "--yes, aster: 'x' is no number"),
        (["--matter", "ordinary", "--yes", "aster=1/0"], "--yes, aster: '1/0' is no number"),
        (["--matter", "ordinary", "--language", "nl"], "'nl' is none of the charter's"),
    ],
)
def test_what_cannot_be_tried_is_said_in_a_sentence(
    words: list[str], said: str, capsys: Out
) -> None:
    assert run(["charter", "try", "double-majority", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("city\n", "write a line of columns"),
        ("city,population\nghent\n", "line 2: write 2 columns"),
        ("city,population\nghent,many\n", "line 2, population: 'many' is no number"),
        ("city,population\nghent,1\nghent,2\n", "line 3: 'ghent' is no member's id"),
        ("city,people\nghent,1\n", "ghent has no population, by which it is weighed; add it."),
    ],
)
def test_a_table_that_cannot_be_read_is_named(
    text: str, said: str, tmp_path: Path, capsys: Out
) -> None:
    table = tmp_path / "cities.csv"
    table.write_text(text, encoding="utf-8")
    words = ["charter", "try", "square-root", "--matter", "ordinary", "--members", str(table)]
    assert run(words) == 2
    assert said in capsys.readouterr().err


def test_two_charters_are_compared_with_their_cases(tmp_path: Path, capsys: Out) -> None:
    changed = tmp_path / "changed.toml"
    text = template("double-majority").partition("[[cases]]")[0]
    changed.write_text(text.replace('"55/100"', '"1/2"'), encoding="utf-8")
    assert run(["charter", "diff", "double-majority", str(changed)]) == 1
    told = lines(capsys)
    assert "-     at least 55% of all cities are in favour;" in told
    assert "+     at least 50% of all cities are in favour;" in told
    assert not any(line.startswith("!") for line in told), "no case stands between the two"
    changed.write_text(text.replace('"55/100"', '"4/5"'), encoding="utf-8")
    assert run(["charter", "diff", "double-majority", str(changed)]) == 1
    flips = [line for line in lines(capsys) if line.startswith("!")]
    assert flips
    assert all("passes before, would not pass after." in line for line in flips)
    assert run(["charter", "diff", "double-majority", "double-majority"]) == 0
    assert lines(capsys) == ["The two charters say the same."]


def test_a_new_charter_is_one(tmp_path: Path, capsys: Out) -> None:
    words = ["charter", "new", "one-city-one-vote", "--name", "fr=Ligue du canal"]
    assert run([*words, "--currency", "CHF", "--time-zone", "Europe/Zurich"]) == 0
    file = tmp_path / "new.toml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["charter", "check", str(file)]) == 0
    assert run(["charter", "new", "nothing", "--name", "en=X"]) == 2
    assert run(["charter", "new", "square-root", "--name", "X"]) == 2


def test_all_that_ship_are_listed(capsys: Out) -> None:
    assert run(["charter", "list"]) == 0
    told = [line.split()[:2] for line in lines(capsys)]
    templates = [[name, "template"] for name in template_names()]
    assert told == templates + [[name, "statute"] for name in statute_names()]
    assert run(["charter", "check", statute_names()[0]]) == 0


def test_what_is_no_verb_is_taken_for_a_file(capsys: Out) -> None:
    assert run(["charter", "explian", "square-root"]) == 2
    assert run(["charter"]) == 2
    assert run(["charter", "check", "triple-majority"]) == 2
    assert "no file and no template" in capsys.readouterr().err
