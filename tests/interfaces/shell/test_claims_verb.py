"""`koinon claims` as a reader or a program uses it: no database, four languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from koinon.interfaces.shell.main import run
from koinon.planner.claims import claims

Out = pytest.CaptureFixture[str]
SOURCES = Path(__file__).parents[3] / "src"


def lines(out: Out) -> list[str]:
    return out.readouterr().out.splitlines()


def test_every_claim_is_told_with_its_verdict_and_source(capsys: Out) -> None:
    assert run(["claims", "--lang", "en"]) == 0
    said = lines(capsys)
    for number, one in enumerate(claims(), start=1):
        assert f"{number}. “{one.words}” ({one.manifesto})" in said
    at = next(index for index, line in enumerate(said) if "75.3%" in line)
    assert said[at + 1 : at + 6] == [
        "    Wrong unit: the number is that of a smaller area.",
        "    Measured: votes to remain, of valid votes on 23 June 2016.",
        "    - 59.93%: London (region) (figure of 2016)",
        "    - 75.29%: City of London (one of 33 areas) (figure of 2016)",
        "      Source: Electoral Commission, EU referendum results by local authority; computed"
        " here from rows that ship with Koinon.",
    ]
    assert any(" ".join(line.split()) == "2020 2018 520 2,564 71.1% 28.6% 0.3% 0%" for line in said)
    assert any(line.startswith("25 largest by product") and line.endswith("8.4%") for line in said)
    assert "0.364" in said[-1]


@pytest.mark.parametrize(
    ("language", "verdict", "share"),
    [
        ("fr", "Mauvaise unité : le nombre est celui d’un territoire plus petit.", "59,93\u00a0%"),
        ("es", "Unidad errónea: el número es el de un territorio menor.", "59,93\u00a0%"),
        ("ar", "وحدة خاطئة: العدد لمنطقة أصغر.", "59.93%"),
    ],
)
def test_it_is_told_in_other_languages(
    language: str, verdict: str, share: str, capsys: Out
) -> None:
    assert run(["claims", "--lang", language]) == 0
    said = lines(capsys)
    assert f"    {verdict}" in said
    assert any(line.lstrip(" -").startswith(share) for line in said)
    assert any(claims()[0].words in line for line in said)


def test_programs_get_exact_numbers_and_everything_to_quote_them(capsys: Out) -> None:
    assert run(["claims", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in found["claims"]] == [one.id for one in claims()]
    remain = next(one for one in found["claims"] if one["id"] == "london_remain")
    assert Fraction(remain["findings"][0]["value"]) == Fraction(100 * 2_263_519, 3_776_751)
    assert remain["findings"][0]["about"] == "59.93"
    for one in found["claims"]:
        for finding in one["findings"]:
            assert all(finding[name] for name in ("boundary", "year", "source", "licence", "known"))
    assert {one["group"] for one in found["power_gap"]} >= {"top_25", "biden_2020"}
    assert [one["election"] for one in found["trend"]][0::7] == [2008, 2024]


def test_a_language_that_is_not_spoken_is_refused(capsys: Out) -> None:
    assert run(["claims", "--lang", "xx"]) == 2
    said = capsys.readouterr().err
    assert said == "koinon: --lang: 'xx' is not spoken here; there are en, fr, es, ar.\n"


def test_it_needs_no_database(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "koinon.interfaces.shell.main", "claims"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    written = {file.name for file in tmp_path.rglob("*") if file.is_file()}
    assert written <= {"secret.key"}
