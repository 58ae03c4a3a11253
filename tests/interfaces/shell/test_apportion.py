"""`koinon apportion` as an election officer uses it: files as they come, answers, mistakes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.support.planted_faults import planted

from koinon.interfaces.shell.main import run
from koinon.methods.counting.seats.check_biproportional import check_biproportional
from koinon.methods.counting.seats.check_seats import check_seats
from koinon.methods.counting.seats.districts import BiproportionalResult
from koinon.methods.counting.seats.rules import SeatsResult
from koinon.methods.plain import from_plain, to_plain

Out = pytest.CaptureFixture[str]
SOURCES = Path(__file__).parents[3] / "src"

AUSTRIA = """party,votes
OEVP,1305956
SPOE,903151
FPOE,650114
GRUENE,532193
NEOS,319024
"""
SOUTH = """district;seats;left;right;centre
north;7;400;380;20
south;1;30;30;40
"""
TURNED = """party,north,south
seats,7,1
left,400,30
right,380,30
centre,20,40
"""


@pytest.fixture
def austria(tmp_path: Path) -> str:
    return saved(tmp_path, AUSTRIA)


def saved(folder: Path, text: str, name: str = "votes.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def lines(out: Out) -> list[str]:
    return out.readouterr().out.splitlines()


def test_seats_quotients_divisors_and_who_came_next(austria: str, capsys: Out) -> None:
    """Austrian members of the European Parliament, 26 May 2019."""
    assert run(["apportion", austria, "--seats", "18"]) == 0
    said = lines(capsys)
    assert said[0] == "18 seats. D'Hondt: votes by 1, 2, 3 …."
    assert "GRUENE   532193        2.582      2                        9698" in said
    assert "GRUENE   532193  266096.5  177397.7" in said
    assert said[-3:] == [
        "Every divisor from 177397.666667 to 180630.2 gives these seats, for example 180000.",
        "No tie.",
        "Next in line: GRUENE, one seat more with 9698 votes more; SPOE would have had one less.",
    ]


def test_the_votes_said_to_be_missing_move_the_seat(tmp_path: Path, capsys: Out) -> None:
    for more, seats in ((9_697, 2), (9_698, 3)):
        text = AUSTRIA.replace("532193", str(532_193 + more))
        assert run(["apportion", saved(tmp_path, text), "--seats", "18", "--json"]) == 0
        result = from_plain(SeatsResult, json.loads(capsys.readouterr().out))
        assert result.seats[3] == seats


def test_a_threshold_and_who_is_below(austria: str, capsys: Out) -> None:
    words = ["--threshold", "10 %", "--base", "valid", "--blank", "9"]
    assert run(["apportion", austria, "--seats", "18", *words]) == 0
    assert "Below the threshold: NEOS." in lines(capsys)
    assert run(["apportion", austria, "--seats", "18", "--threshold", "319024"]) == 0
    assert not any("Below" in line for line in lines(capsys))


def test_seats_won_in_constituencies(tmp_path: Path, capsys: Out) -> None:
    file = saved(tmp_path, "party\tvotes\twon\na\t96\t0\nb\t4\t3\n")
    for won, seats in (("3", [9, 1]), ("4", [10, 0])):
        words = ["--threshold", "5%", "--won", won, "--method", "hare", "--json"]
        assert run(["apportion", file, "--seats", "10", *words]) == 0
        assert json.loads(capsys.readouterr().out)["seats"] in (seats, [10, 0])


def test_a_tie_is_told_and_a_lot_is_asked_for(tmp_path: Path, capsys: Out) -> None:
    file = saved(tmp_path, "party,votes\na,5\nb,5\nc,5\n")
    assert run(["apportion", file, "--seats", "4"]) == 0
    told = "Tied for 1 seat: a, b, c. 3 outcomes are equal; the order of the file gave a a seat."
    assert told in lines(capsys)
    assert run(["apportion", file, "--seats", "4", "--ties", "lot"]) == 2
    assert "a lot decides between a, b, c; draw one in public" in capsys.readouterr().err
    assert run(["apportion", file, "--seats", "4", "--ties", "lot", "--lot", "17"]) == 0
    assert any("the lot gave" in line for line in lines(capsys))


@pytest.mark.parametrize("method", ["huntington-hill", "sainte-lague", "modified-sainte-lague",
                                    "hare", "droop", "adams", "dean", "danish"])  # fmt: skip
def test_json_is_what_the_verifier_takes(austria: str, method: str, capsys: Out) -> None:
    assert run(["apportion", austria, "--seats", "18", "--method", method, "--json"]) == 0
    result = from_plain(SeatsResult, json.loads(capsys.readouterr().out))
    assert sum(result.seats) == 18
    assert check_seats(result, result.votes, 18) == ()


def test_the_ends_of_a_range_are_rounded_inwards(austria: str, capsys: Out) -> None:
    assert run(["apportion", austria, "--seats", "18", "--method", "huntington-hill"]) == 0
    said = next(line for line in lines(capsys) if line.startswith("Every divisor"))
    low, high = (Fraction(word) for word in said.split()[3:6:2])
    assert (
        run(["apportion", austria, "--seats", "18", "--method", "huntington-hill", "--json"]) == 0
    )
    span = from_plain(SeatsResult, json.loads(capsys.readouterr().out)).range
    millionth = Fraction(1, 10**6)
    assert span is not None
    assert span.high is not None
    assert (low - millionth) ** 2 < span.low <= low**2
    assert high**2 <= span.high < (high + millionth) ** 2


def written(folder: Path, words: list[str], out: Out) -> Path:
    out.readouterr()
    assert run(["apportion", *words, "--json"]) == 0
    path = folder / "result.json"
    path.write_text(out.readouterr().out, encoding="utf-8")
    return path


def with_divisors_of(result: Any, other: Any) -> Any:
    """The other result with the first one's divisors: others may prove the same seats."""
    if isinstance(other, SeatsResult):
        assert other.range is not None
        return replace(other, range=replace(other.range, chosen=result.range.chosen))
    return replace(
        other,
        district_divisors=result.district_divisors,
        party_divisors=result.party_divisors,
    )


TIED = "party,votes\na,5\nb,5\nc,5\n"


@pytest.mark.parametrize(
    ("table", "words", "holds"),
    [
        (AUSTRIA, ["--seats", "18"], "apportionment/1: OEVP 7, SPOE 5, FPOE 3, GRUENE 2, NEOS 1."),
        (AUSTRIA, ["--seats", "18", "--method", "hare"], "NEOS 2."),
        (TIED, ["--seats", "4", "--ties", "lot", "--lot", "17"], "apportionment/1: a 1, b 1, c 2."),
        (
            SOUTH,
            ["--district-seats", "seats", "--weigh", "votes"],
            "biproportional/1: left 4, right 3, centre 1.",
        ),
    ],
)
def test_seats_are_rechecked_without_ballots_and_every_planted_fault_is_found(
    tmp_path: Path, table: str, words: list[str], holds: str, capsys: Out
) -> None:
    path = written(tmp_path, [saved(tmp_path, table), *words], capsys)
    assert run(["recount", str(path)]) == 0
    said = capsys.readouterr().out
    assert "The result holds by " in said
    assert said.endswith(f"{holds}\n")
    kind = SeatsResult if "--seats" in words else BiproportionalResult
    result = from_plain(kind, json.loads(path.read_text("utf-8")))
    kept = frozenset({"rule", "lot", "votes", "table", "upper"})
    faulty = list(planted(result, kept))
    assert len(faulty) > 20
    for other in faulty:
        path.write_text(json.dumps(to_plain(other)), encoding="utf-8")
        code = run(["recount", str(path)])
        again = capsys.readouterr()
        if code == 0:
            assert with_divisors_of(result, other) == result
            continue
        assert "does not follow from the votes" in again.out or "does not read" in again.err


def test_a_recount_of_seats_names_the_votes_they_follow_from(tmp_path: Path, capsys: Out) -> None:
    votes = saved(tmp_path, AUSTRIA)
    path = written(tmp_path, [votes, "--seats", "18"], capsys)
    said = path.read_text("utf-8")
    result = from_plain(SeatsResult, json.loads(said))
    assert run(["recount", str(path)]) == 0
    assert f"votes    {result.votes.sha256}" in lines(capsys)
    for old, new in (("1305956", "1305957"), ('"house": 18', '"house": 17')):
        path.write_text(said.replace(old, new), encoding="utf-8")
        assert run(["recount", str(path)]) == 1
        told = lines(capsys)
        assert f"{path}: shares[0] does not follow from the votes." in told
    path.write_text(said.replace("1305956", "-1"), encoding="utf-8")
    assert run(["recount", str(path)]) == 2
    assert "votes are numbers from 0" in capsys.readouterr().err


def test_a_recount_of_seats_asked_wrongly(tmp_path: Path, capsys: Out) -> None:
    votes = saved(tmp_path, AUSTRIA)
    path = written(tmp_path, [votes, "--seats", "18"], capsys)
    assert run(["recount", str(path), votes]) == 2
    assert "it holds its own votes; leave the file out" in capsys.readouterr().err
    path.write_text(path.read_text().replace("apportionment_result/1", "apportionment_result/2"))
    assert run(["recount", str(path)]) == 2
    assert "the result is no koinon-count/1" in capsys.readouterr().err
    path.write_text('{"kind": "apportionment_result/1"}')
    assert run(["recount", str(path)]) == 2
    assert "the result does not read" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "mark"), [(SOUTH, "seats"), (TURNED, "seats")])
def test_districts_in_rows_or_in_columns(tmp_path: Path, text: str, mark: str, capsys: Out) -> None:
    file = saved(tmp_path, text)
    assert run(["apportion", file, "--district-seats", mark, "--weigh", "votes"]) == 0
    said = lines(capsys)
    assert "south         1       70     0      0       1" in said
    assert said[-1] == "No tie between tables."
    words = ["--district-seats", mark, "--weigh", "votes", "--json", "--seats", "8"]
    assert run(["apportion", file, *words]) == 0
    result = from_plain(BiproportionalResult, json.loads(capsys.readouterr().out))
    assert result.seats == ((4, 3, 0), (0, 0, 1))
    assert check_biproportional(result, result.table) == ()


def test_a_quorum_and_who_is_below(tmp_path: Path, capsys: Out) -> None:
    file = saved(tmp_path, SOUTH)
    words = ["--district-seats", "seats", "--quorum-total", "10%", "--quorum-district", "41%"]
    assert run(["apportion", file, *words]) == 0
    assert "Below the quorum: centre." in lines(capsys)


def test_no_table_of_seats_is_an_answer(tmp_path: Path, capsys: Out) -> None:
    file = saved(tmp_path, "district,seats,left,right\neast,2,10,0\nwest,3,5,90\n")
    assert run(["apportion", file, "--district-seats", "seats", "--weigh", "votes"]) == 1
    assert capsys.readouterr().err == (
        f"koinon: {file}: no table of seats exists: east must fill 2 seats with left, which can "
        "take 1 there; change the districts or the quorum.\n"
    )


def test_tables_in_a_workbook_and_in_csv(tmp_path: Path, capsys: Out) -> None:
    file = saved(tmp_path, AUSTRIA.replace("NEOS", "=1+1"))
    book, table = str(tmp_path / "seats.xlsx"), str(tmp_path / "seats.csv")
    for name in (book, table):
        assert run(["apportion", file, "--seats", "18", "--sheet", name]) == 0
    pages = load_workbook(book)
    assert pages.sheetnames == ["Seats", "Quotients"]
    last = [cell.value for cell in list(pages["Seats"].rows)[-1]]
    assert last[:2] == ["=1+1", 319_024]
    assert [cell.data_type for cell in list(pages["Seats"].rows)[-1]][:2] == ["s", "n"]
    with open(table, encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    assert rows[0][:4] == ["party", "votes", "exact share", "seats"]
    assert rows[1][:4] == ["OEVP", "1305956", "6.335", "7"]
    assert run(["apportion", file, "--seats", "18", "--sheet", "seats.pdf"]) == 2
    assert "is neither .csv nor .xlsx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (AUSTRIA, [], "how many seats are there? Add --seats N."),
        (AUSTRIA, ["--seats", "18", "--method", "dhont"], "choose one of dhondt, sainte-lague"),
        (AUSTRIA, ["--seats", "18", "--base", "all"], "choose one of parties, valid, cast"),
        (AUSTRIA, ["--seats", "18", "--ties", "age"], "choose one of paper, lot"),
        (AUSTRIA, ["--seats", "18", "--threshold", "x"], "'x' is not a share of 0 to 100 %"),
        (AUSTRIA, ["--seats", "18", "--threshold", "101%"], "is not a share of 0 to 100 %"),
        (AUSTRIA, ["--seats", "18", "--method", "modified-sainte-lague", "--first", "x"],
         "--first: 'x' is not a number; write e.g. 1.4."),
        (AUSTRIA, ["--seats", "18", "--minimum", "9"], "the minimum takes 45 seats"),
        (AUSTRIA, ["--seats", "18", "--minimum", "3", "--maximum", "2"], "maximum of 2 seats"),
        (AUSTRIA, ["--seats", "18", "--threshold", "99%"], "lower the threshold"),
        (AUSTRIA, ["--seats", "2000000"], "there are 0 to 1000000 seats"),
        (AUSTRIA, ["--district-seats", "seats"], "no column and no row is called 'seats'"),
        (SOUTH, ["--district-seats", "seats", "--seats", "9"], "have 8 seats, not 9"),
        (SOUTH, ["--district-seats", "seats", "--quorum-total", "99%"], "lower it"),
        (SOUTH, ["--district-seats", "seats", "--weigh", "x"], "choose one of voters, votes"),
        (SOUTH, ["--district-seats", "seats", "--rounding", "x"], "choose one of standard"),
        (SOUTH, ["--seats", "8"], "line 1: there are 5 columns"),
        ("a,b\nx,1.5\n", ["--seats", "8"], "line 2, column b: '1.5' is not a whole number"),
        ("a,b\nx,-1\n", ["--seats", "8"], "line 2, column b: '-1' is not a whole number"),
        ("a,b\nx,١\n", ["--seats", "8"], "line 2, column b: '١' is not a whole number"),
        ("a,b\nx," + "9" * 30 + "\n", ["--seats", "8"], "is not a whole number"),
        ("a,b\nx,9999999999999999999\n", ["--seats", "8"], "votes are numbers from 0 to"),
        ("a,b\nx,1\n\nx,2\n", ["--seats", "8"], "parties have names, no two the same"),
        ("a,b\nx,1,3\n", ["--seats", "8"], "line 2: there are 3 cells below 2 columns"),
        ("a,b\n", ["--seats", "8"], "there is no row below the names of the columns"),
        ("", ["--seats", "8"], "there is no row below the names of the columns"),
    ],
)  # fmt: skip
def test_mistakes_are_one_sentence(
    tmp_path: Path, text: str, words: list[str], said: str, capsys: Out
) -> None:
    assert run(["apportion", saved(tmp_path, text), *words]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_files_that_are_no_tables_are_refused(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "latin.csv").write_bytes("a,b\né,1\n".encode("latin-1"))
    (tmp_path / "long.csv").write_bytes(b"x" * 5_000_001)
    (tmp_path / "nul.csv").write_bytes(b'a,b\n"x\x00,1\n')
    for name, said in (("latin", "UTF-8"), ("long", "more than 5000000"), ("nul", "cells"),
                       ("none", "there is no such file")):  # fmt: skip
        assert run(["apportion", str(tmp_path / f"{name}.csv"), "--seats", "3"]) == 2
        assert said in capsys.readouterr().err
    assert run(["apportion", str(tmp_path), "--seats", "3"]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_it_needs_neither_database_nor_application(austria: str) -> None:
    script = (
        "import sys, koinon.interfaces.shell.main as m\n"
        f"code = m.run(['apportion', {austria!r}, '--seats', '18'])\n"
        "heavy = {'django', 'openpyxl', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'{heavy}' if heavy else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_names_are_no_formulas_in_a_spreadsheet(tmp_path: Path) -> None:
    votes = saved(tmp_path, 'party,votes\n"=1+1",30\nb,20\n')
    sheet = tmp_path / "seats.csv"
    words = ["apportion", votes, "--seats", "3", "--method", "dhondt", "--sheet", str(sheet)]
    assert run(words) == 0
    names = [row[0] for row in csv.reader(sheet.read_text(encoding="utf-8").splitlines()) if row]
    assert names[1:3] == ["'=1+1", "b"]
