"""Elections of Minneapolis and Portland, Maine: round by round what RCTab 2.0 reports.

The folder of real data (tests/support/field.py) holds RCTab's samples below `ballots/cvr/rctab`
(github.com/BrightSpots/rcv, MPL-2.0) and the vote records of Minneapolis 2013 beside them.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.support import rctab
from tests.support.field import DATA

from koinon.methods.ballotfiles.rctab import from_config, read_rctab
from koinon.methods.ballotfiles.tables import UNDECLARED
from koinon.methods.counting.contests import Election
from koinon.methods.counting.methods import count, recheck
from koinon.methods.counting.transfers.us_rules import UsRankedChoice, rctab_rule

FOLDER = DATA / "ballots" / "cvr" / "rctab"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no {FOLDER}; set KOINON_FIELD_DATA"),
]


PARK = ("JOHN ERWIN", "ANNIE YOUNG", "MEG FORNEY")


@cache
def park() -> Election:
    """The ballots of three samples, read once."""
    return read_rctab(config("2013_minneapolis_park")).election


def config(name: str) -> Path:
    return FOLDER / name / f"{name}_config.json"


def city_record(name: str) -> bytes:
    """The city's own record in place of a sample's workbook: no precincts, no quoted nicknames."""
    rows = csv.reader((FOLDER.parent / "mn_2013_cast_vote_record.csv").read_text().splitlines())
    text = io.StringIO()
    csv.writer(text).writerows(("", *(cell.replace('"', "") for cell in row)) for row in rows)
    return text.getvalue().encode()


def load(name: str) -> tuple[UsRankedChoice, Election]:
    """A sample's rule and election."""
    path = config(name)
    if name.startswith("2013_minneapolis_park"):
        rule, seats = rctab_rule(json.loads(path.read_text())["rules"], UNDECLARED)
        return rule, replace(park(), contest=replace(park().contest, seats=seats))
    if name == "2013_minneapolis_mayor":
        found = from_config(path.name, path.read_bytes(), city_record)
    else:
        found = read_rctab(path)
    rule, seats = rctab_rule(dict(found.rules.values), UNDECLARED)
    return rule, replace(found.election, contest=replace(found.election.contest, seats=seats))


@pytest.mark.parametrize(
    ("name", "valid", "rounds", "elected"),
    [
        ("2013_minneapolis_mayor", 79_312, 33, ("BETSY HODGES",)),
        ("2013_minneapolis_park", 59_463, 11, PARK),
        ("2013_minneapolis_park_hare", 59_463, 10, PARK),
        ("2013_minneapolis_park_bottoms_up", 59_463, 9, PARK),
        ("2015_portland_mayor", 98, 14, ("Mavodones, Nicholas M. Jr.",)),
        ("2017_minneapolis_mayor", 104_484, 6, ("Jacob Frey",)),
    ],
)  # fmt: skip
def test_the_report_is_reproduced(
    name: str, valid: int, rounds: int, elected: tuple[str, ...]
) -> None:
    """Tallies, thresholds, inactive ballots, transfers and winners of every round."""
    rule, election = load(name)
    result = count(rule, election, "a value for lots")
    assert (result.tally.valid, len(result.rounds), result.elected) == (valid, rounds, elected)
    ours, theirs = rctab.report(result, election), rctab.expected(FOLDER / name)
    assert len(ours) == len(theirs)
    for mine, reported in zip(ours, theirs, strict=True):
        for part in reported:
            if part == "results":
                assert sorted(mine[part], key=str) == sorted(reported[part], key=str)
            else:
                assert mine[part] == reported[part], (mine["round"], part)
    assert recheck(result, election) == ()
