"""`koinon charter`: a charter in plain sentences, or every mistake in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from koinon.charter.drafting import template
from koinon.interfaces.shell.main import run
from koinon.methods.levies import levy_from_plain


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    file = tmp_path / "league charter.toml"
    file.write_text(template("double-majority"), encoding="utf-8")
    return file


def test_a_charter_is_said_with_what_its_cases_came_to(
    charter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["charter", str(charter)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Council: every member sits in it, with one delegate each." in lines
    assert "  Voting is open for 7 days." in lines
    assert any(line.startswith("Tried on “") and line.endswith("It passes.") for line in lines)
    assert run(["charter", "double-majority"]) == 0
    assert capsys.readouterr().out.splitlines() == lines


def test_it_speaks_the_languages_of_the_charter(
    charter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["charter", str(charter), "--language", "fr"]) == 0
    assert "Conseil" in capsys.readouterr().out
    assert run(["charter", str(charter), "--language", "nl"]) == 2
    assert "'nl' is none of the charter's, en, fr, es, ar." in capsys.readouterr().err


def test_every_mistake_is_named_with_its_line(
    charter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = charter.read_text(encoding="utf-8")
    charter.write_text(text.replace('"55/100"', "0.55", 1) + "\n[offices]\n", encoding="utf-8")
    assert run(["charter", str(charter)]) == 2
    told = capsys.readouterr().err
    before = text[: text.index('"55/100"')]
    assert f"{charter}, line {before.count(chr(10)) + 1}, " in told
    assert "0.55 is a decimal number" in told
    assert f"line {text.count(chr(10)) + 2}, offices: “offices” is not known here" in told


def test_what_is_no_charter_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["charter", "triple-majority"]) == 2
    assert "no file and no template" in capsys.readouterr().err
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    assert run(["charter", str(picture)]) == 2
    assert "picture.png, line 1: this is not UTF-8 text" in capsys.readouterr().err


def test_the_formula_of_a_levy_is_printed_as_the_act_takes_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = str(Path(__file__).parents[3] / "examples/un-scale/charter.toml")
    assert run(["charter", "levy", file, "scale"]) == 0
    levy = levy_from_plain(json.loads(capsys.readouterr().out))
    assert levy.amount.KIND == "quota"
    assert run(["charter", "levy", file, "scales"]) == 2
    assert "'scales' is no levy of this charter; there are scale." in capsys.readouterr().err
