"""`koinon count` and `koinon recount`: printed, written, held against the ballots, refused."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from koinon.interfaces.shell.main import run
from koinon.methods.ballotfiles.blt import read_blt
from koinon.methods.ballotfiles.cvr_writing import write_cvr

ROOT = Path(__file__).parents[3]
WARD = """4 2
9 1 2 0
5 2 0
4 3 0
2 4 3 0
0
"Ann Lee"
"Bob, Jr."
"=Cy"
"Dee"
"The Ward"
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ward.blt").write_text(WARD)
    return tmp_path


def count(*words: str) -> int:
    return run(["count", *words])


def refused(capsys: Capture, *words: str) -> str:
    assert run(list(words)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


def test_every_stage_is_printed_and_why(ward: Path, capsys: Capture) -> None:
    """20 papers, 2 seats, quota 7: Ann's surplus of 2 goes to Bob, then Dee goes, then Cy."""
    assert count("ward.blt", "-m", "scottish-stv") == 0
    said = capsys.readouterr().out
    assert "The Ward · Single transferable vote" in said
    assert "20 ballots, 20 of them valid" in said
    assert "6.99998" in said
    assert "Ann Lee: Elected at stage 1 with 9; the quota was 7." in said
    assert "Dee: Excluded at stage 3 with 2, the fewest; =Cy came next with 4." in said
    assert "Closest call: =Cy and Bob, Jr., 0.99998 votes apart." in said
    assert "Elected: Ann Lee, Bob, Jr." in said


def test_what_is_written_is_held_against_the_ballots(ward: Path, capsys: Capture) -> None:
    assert count("ward.blt", "-m", "scottish-stv", "--json", "r.json", "--ballots", "b.bin") == 0
    assert run(["recount", "r.json", "ward.blt"]) == 0
    assert run(["recount", "r.json", "b.bin"]) == 0
    assert "The result holds by scottish_stv/1: 1, 2." in capsys.readouterr().out
    plain = json.loads(Path("r.json").read_text())
    plain["result"]["stages"][1]["votes"][1] += 1
    Path("r.json").write_text(json.dumps(plain))
    assert run(["recount", "r.json", "ward.blt"]) == 1
    assert "result.stages" in capsys.readouterr().out
    Path("other.blt").write_text(WARD.replace("9 1 2 0", "8 1 2 0"))
    assert "name their file after it" in refused(capsys, "recount", "r.json")
    assert run(["recount", "r.json", "other.blt"]) == 1
    assert "ballots_sha256 does not follow" in capsys.readouterr().out


def test_recount_needs_nothing_that_is_installed(ward: Path) -> None:
    assert count("ward.blt", "-m", "meek", "--json", "r.json") == 0
    words = [sys.executable, "-I", "-S", "-c"]
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); "
        "from koinon.methods.recount import main; sys.exit(main(['r.json', 'ward.blt']))"
    )
    done = subprocess.run([*words, code], capture_output=True, text=True, env={"PATH": os.defpath})
    assert (done.returncode, done.stderr) == (0, "")
    assert "The result holds by meek/1" in done.stdout


def test_json_is_printed_alone(ward: Path, capsys: Capture) -> None:
    assert count("ward.blt", "-m", "meek", "--json", "-") == 0
    assert json.loads(capsys.readouterr().out)["method"] == "meek"


def test_tables_are_written_safe_for_spreadsheets(ward: Path) -> None:
    assert count("ward.blt", "-m", "scottish-stv", "--sheet", "out") == 0
    rows = list(csv.reader(io.StringIO(Path("out/stages.csv").read_text("utf-8-sig"))))
    assert [row[0] for row in rows[3:7]] == ["Ann Lee", "Bob, Jr.", "'=Cy", "Dee"]
    assert rows[4][2] == "6.99998"
    assert count("ward.blt", "-m", "scottish-stv", "--sheet", "out.xlsx") == 0
    page = openpyxl.load_workbook("out.xlsx")["Stages"]
    assert page["F1"].data_type == "s"
    assert page["E3"].value == 6.99998
    assert count("ward.blt", "-m", "scottish-stv", "--sheet", "out.csv") == 0
    assert "7.00000" in Path("out.csv").read_text("utf-8-sig")


def test_a_rule_is_changed_and_stated(ward: Path, capsys: Capture) -> None:
    assert count("ward.blt", "-m", "wigm", "--set", "quota=hare", "--set", "decimals=2") == 0
    assert "10.00" in capsys.readouterr().out
    assert count("--explain", "-m", "wigm") == 0
    said = capsys.readouterr().out
    assert "decimals=4   (a whole number)" in said
    assert "source" in said
    assert count("--list") == 0
    assert "scottish-stv" in capsys.readouterr().out


def test_seats_withdrawals_and_lots_are_said_at_the_count(ward: Path, capsys: Capture) -> None:
    assert count("ward.blt", "-m", "scottish-stv", "--seats", "1", "--withdrawn", "1") == 0
    said = capsys.readouterr().out
    assert "Ann Lee: Withdrew; no vote counted." in said
    assert "Elected: Bob, Jr." in said
    Path("tie.blt").write_text('2 1\n1 1 0\n1 2 0\n0\n"A"\n"B"\n"T"\n')
    assert "a lot decides between 1, 2" in refused(capsys, "count", "tie.blt", "-m", "scottish-stv")
    assert count("tie.blt", "-m", "scottish-stv", "--lot", "4 8 15 16 23 42") == 0
    assert "Tie at stage 2 between A, B: lot put" in capsys.readouterr().out


RULES = {
    "winnerElectionMode": "singleWinnerMajority",
    "overvoteRule": "exhaustImmediately",
    "tiebreakMode": "useCandidateOrder",
    "numberOfWinners": "1",
    "maxRankingsAllowed": "3",
    "maxSkippedRanksAllowed": "0",
    "continueUntilTwoCandidatesRemain": True,
}


def configuration(**rules: object) -> None:
    """A configuration of RCTab and the sheet that it names, in the folder."""
    source = {
        "provider": "ess",
        "filePath": "cvr.csv",
        "firstVoteColumnIndex": "2",
        "firstVoteRowIndex": "2",
        "overvoteLabel": "overvote",
        "skippedRankLabel": "undervote",
        "undeclaredWriteInLabel": "UWI",
    }
    config = {
        "outputSettings": {"contestName": "Mayor"},
        "cvrFileSources": [source],
        "candidates": [{"name": "Ann"}, {"name": "Bob"}, {"name": "Cy"}],
        "rules": {**RULES, **rules},
    }
    Path("config.json").write_text(json.dumps(config))
    rows = [("Ann", "", "")] * 5 + [("Bob", "Ann", "")] * 4 + [("Cy", "undervote", "Bob")] * 3
    rows += [("UWI", "Bob", "")]
    lines = ["precinct,rank1,rank2,rank3", *(",".join(("p1", *row)) for row in rows)]
    Path("cvr.csv").write_text("\n".join(lines) + "\n")


def elected_by_configuration(*words: str) -> tuple[list[str], str]:
    assert count("config.json", *words, "--json", "r.json") == 0
    said = json.loads(Path("r.json").read_text())
    return said["result"]["elected"], said["result"]["rule"]["kind"]


def test_a_configuration_of_rctab_is_counted_by_its_own_rules(ward: Path, capsys: Capture) -> None:
    """No skipped rank is survived: Cy's three end, Bob's 5 and Ann's 5 tie, Ann stands first.

    With a skipped rank survived Bob has 8 of 13.
    """
    configuration()
    for words in ((), ("-m", "us-rcv")):
        assert elected_by_configuration(*words) == (["Ann"], "us_ranked_choice/1")
        assert run(["recount", "r.json", "config.json"]) == 0
    skipped = ("--set", "max_skipped=1")
    assert elected_by_configuration(*skipped) == (["Bob"], "us_ranked_choice/1")
    assert elected_by_configuration("-m", "wigm", "--lot", "1") == (["Bob"], "wigm/1")
    configuration(maxSkippedRanksAllowed="1")
    assert elected_by_configuration() == (["Bob"], "us_ranked_choice/1")
    two = {"numberOfWinners": "2", "continueUntilTwoCandidatesRemain": False}
    configuration(winnerElectionMode="multiWinnerAllowOnlyOneWinnerPerRound", **two)
    assert len(elected_by_configuration()[0]) == 2
    assert len(elected_by_configuration("--seats", "3")[0]) == 3
    configuration(tiebreakMode="coin")
    capsys.readouterr()
    assert "rules.tiebreakMode: 'coin' is none of" in refused(capsys, "count", "config.json")


def test_one_contest_of_several_is_named(ward: Path, capsys: Capture) -> None:
    election = read_blt("ward.blt", WARD.encode())
    report = json.loads(write_cvr(election))
    (listed,) = report["Election"]
    listed["Contest"].append({**listed["Contest"][0], "@id": "other", "Name": "The Mayor"})
    Path("two.json").write_text(json.dumps(report))
    why = refused(capsys, "count", "two.json", "-m", "scottish-stv")
    assert "holds several contests; choose one of The Ward, The Mayor" in why
    assert count("two.json", "-m", "scottish-stv", "--contest", "The Ward", "--seats", "2") == 0
    assert "Elected: Ann Lee, Bob, Jr." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("count", "name a file with ballots"),
        ("count ward.blt", "say --method"),
        ("count ward.blt -m guess", "'guess' is no method; choose one of"),
        ("count none.blt -m meek", "none.blt: the file is not there"),
        ("count bad.blt -m meek", "bad.blt, line 2, column 5"),
        ("count ward.blt -m approval", "counts approvals, and these ballots"),
        ("count ward.blt -m meek --set omega", "--set 'omega' lacks its value"),
        ("count ward.blt -m meek --set colour=red", "has no option 'colour'"),
        ("count ward.blt -m meek --withdrawn 9", "--withdrawn 9 is no option"),
        ("count ward.blt -m meek --budget 1e6", "is no amount"),
        ("count ward.blt -m meek --budget 1.5", "more decimals"),
        ("count ward.blt -m meek --seats 5", ""),
        ("recount ward.blt ward.blt", "the result is not JSON"),
        ("recount none.json ward.blt", "none.json"),
    ],
)
def test_mistakes_are_sentences(ward: Path, capsys: Capture, words: str, why: str) -> None:
    Path("bad.blt").write_text('2 1\n1 1 9 0\n0\n"A"\n"B"\n')
    if not why:
        assert count(*words.split()[1:]) == 0
        return
    assert why in refused(capsys, *words.split())
