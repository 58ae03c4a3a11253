"""`koinon plan`: printed, written, checked; and every mistake a sentence with its remedy."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from tests.interfaces.shared.whatif.plans import EIGHT, EXAMPLE, large

from koinon.interfaces.shell.main import run

PAGE = Path(__file__).parents[3] / "docs/how-to/plan-a-coalition.md"
COMMANDS = re.findall(r"^\./koinon (plan.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
OWN = ["--cities", "cities.csv", "--households", "brackets.csv", "--programmes", "programmes.toml"]

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example's tables."""
    for file in (*EXAMPLE.glob("*.csv"), *EXAMPLE.glob("*.toml")):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def plan(*words: str) -> int:
    return run(["plan", *words])


def refused(capsys: Capture, *words: str) -> str:
    assert plan(*words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


def test_without_anything_it_plans_the_cities_suggested(capsys: Capture) -> None:
    assert plan() == 0
    said = capsys.readouterr().out
    assert "20 cities" in said
    assert "Tokyo" in said
    assert "\u2068" not in said


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_of_the_page_runs(here: Path, capsys: Capture, words: str) -> None:
    assert plan("--cities", "cities.csv", "--json", "plan.json") == 0
    assert run(shlex.split(words)) == 0


def test_the_page_has_commands_and_its_python_runs() -> None:
    assert len(COMMANDS) >= 5
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {})  # noqa: S102 (the page's own example)


def test_files_are_written_and_the_json_holds(here: Path, capsys: Capture) -> None:
    files = ["--html", "o.html", "--pdf", "o.pdf", "--json", "o.json", "--csv", "tables"]
    assert plan(*OWN, *files, "--you", "mills") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("Written: ") == 3 + len(list((here / "tables").iterdir()))
    assert "drafter" not in said.err
    assert (here / "o.pdf").read_bytes().startswith(b"%PDF")
    assert 'id="alone"' not in (here / "o.html").read_text()
    assert "private" not in json.loads((here / "o.json").read_text())
    assert not (here / "tables/alone.csv").exists()
    assert plan("--check", "o.json") == 0
    assert "--drafter" in capsys.readouterr().out


def test_what_is_for_the_drafter_is_shown_and_written_only_when_asked(
    here: Path, capsys: Capture
) -> None:
    assert plan(*OWN, "--drafter") == 0
    assert "Who pays more than alone (for the drafter alone)" in capsys.readouterr().out
    assert plan(*OWN) == 0
    assert "for the drafter alone" not in capsys.readouterr().out
    assert plan(*OWN, "--drafter", "--html", "o.html", "--json", "o.json") == 0
    assert capsys.readouterr().err.count("It holds parts that are for the drafter alone.") == 2
    assert plan("--check", "o.json") == 0
    assert "Not checked" not in capsys.readouterr().out


def test_a_file_that_was_changed_is_refused_with_1(here: Path, capsys: Capture) -> None:
    assert plan(*OWN, "--drafter", "--json", "o.json") == 0
    found = json.loads((here / "o.json").read_text())
    found["shares"]["cities"][0]["pays"] = "1"
    (here / "o.json").write_text(json.dumps(found))
    assert plan("--check", "o.json") == 1
    assert "The shares do not follow the rule" in capsys.readouterr().out


def test_json_can_be_printed_alone(here: Path, capsys: Capture) -> None:
    assert plan(*OWN, "--json", "-") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["form"] == "koinon-plan/1"
    assert said.err == ""


def test_it_speaks_the_language_asked_for(here: Path, capsys: Capture) -> None:
    assert plan("--lang", "fr", *OWN, "--html", "o.html") == 0
    assert '<html lang="fr" dir="ltr">' in (here / "o.html").read_text()
    assert plan("--lang", "ar", *OWN, "--html", "o.html") == 0
    assert '<html lang="ar" dir="rtl">' in (here / "o.html").read_text()


def test_a_hundred_cities_and_eight_programmes_are_planned(here: Path, capsys: Capture) -> None:
    _, made, _ = large()
    cities = [word for id in made.asked.cities for word in ("--city", id)]
    programmes = [word for id in EIGHT for word in ("--programme", id)]
    assert plan(*cities, *programmes) == 0
    assert "75 more rows; --csv FOLDER writes all." in capsys.readouterr().out


def test_plans_are_set_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["plan", "--city=paris", "--city=rome", "--levy=product", "--rate=0.1%"]
    assert run([*words, "--beside=https://x.example/what-if/?city=paris,madrid&levy=product"]) == 0
    said = capsys.readouterr().out
    assert "In more than one of them: Paris." in said
    assert run([*words, "--beside=city=paris"]) == 2
    assert "--beside, city: A coalition has at least 2 cities" in capsys.readouterr().err
    assert run([*words, "--beside=own=abc"]) == 2
    assert "open it in the browser" in capsys.readouterr().err


def test_two_moneys_leave_the_rest_standing(capsys: Capture) -> None:
    assert plan("--city", "paris", "--city", "us-06037", "--levy", "product") == 0
    said = capsys.readouterr().out
    assert re.search(
        "^! Paris counts in .* and Los Angeles, CA in .*: convert them", said, re.MULTILINE
    )
    assert "Who holds the power" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--cities nothing.csv", "--cities: there is no file nothing.csv."),
        ("--cities noise", "noise, line 3: a character here is not UTF-8"),
        ("--programmes noise", "noise, line 2: the file is not in UTF-8"),
        ("--city parris --city london", "--city: “parris” is no city"),
        ("--city parris --city london", "did you mean “paris”?"),
        ("--city paris", "--city: "),
        ("--programme wat", "--programme: “wat” is not a known programme"),
        ("--assume software.setup", "--assume: 'software.setup' is none"),
        ("--assume softwear.setup=1", "--assume: “softwear” is not a known programme"),
        ("--assume software.setup=-1", "--assume: “-1” is no assumption"),
        ("--rate x", "--rate: “x” is not one number"),
        ("--rate 40%", "--rate: A rate of 2/5"),
        ("--charter nothing", "--charter: 'nothing' is no file and no template"),
        ("--matter nothing", "nothing"),
        ("--you atlantis", "--you: 'atlantis' is no city of this plan"),
        ("--sharing luck", "--sharing: “luck” is no way to share a bill"),
        ("--lang tlh", "--lang: 'tlh' is not spoken here"),
        ("--households brackets.csv", "Households belong to a table of cities"),
        ("--check nothing.json", "--check: there is no file nothing.json."),
        ("--check noise", "--check: noise is no JSON"),
        ("--html .", ".: Is a directory"),
        ("--cities negative.csv", "negative.csv, line 2"),
        ("--cities unsourced.csv", "unsourced.csv, line 2"),
        ("--programmes empty.toml", "empty.toml"),
        ("--cities two.csv", "two.csv, line 4, column income_unit: “CHF” stands here"),
        ("--speed 3", "plan: "),
    ],
)
def test_what_is_wrong_is_a_sentence(here: Path, capsys: Capture, words: str, said: str) -> None:
    (here / "noise").write_bytes(bytes(range(1, 256)) * 9)
    text = (here / "cities.csv").read_text()
    (here / "negative.csv").write_text(text.replace("620000", "-620000"))
    source = "City of Harbourton: statistical yearbook (invented)"
    (here / "unsourced.csv").write_text(text.replace(source, ""))
    (here / "two.csv").write_text(text.replace("1100000000,EUR", "1100000000,CHF"))
    (here / "empty.toml").write_text('currency = "EUR"\n')
    assert said in refused(capsys, *words.split())
