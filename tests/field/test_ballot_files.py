"""Real files of ballots read, and say what their offices and other programs say of them.

The folder of real data (tests/support/field.py) holds `ballots/`: 753 Scottish wards (.blt, archive
of M. Hill's collection, 2007-2017), Pabulib (.pb), PrefLib (.soi), cast vote records of Portland
and Minneapolis, and cases of RCTab with the rounds that it expects.
"""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.field import DATA

from koinon.methods.ballotfiles.blt import read_blt, write_blt
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.pabulib import official, read_pb, write_pb
from koinon.methods.ballotfiles.preflib import read_preflib, write_preflib
from koinon.methods.ballotfiles.rctab import UNDECLARED, RctabElection, read_rctab
from koinon.methods.ballotfiles.reading import read
from koinon.methods.ballotfiles.tables import TableOptions, read_table

FOLDER = DATA / "ballots"
GOLDEN = DATA.parent / "golden"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no {FOLDER}; set KOINON_FIELD_DATA"),
]


def archive(path: Path, ending: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as packed:
        for member in packed:
            if member.isfile() and member.name.endswith(ending):
                opened = packed.extractfile(member)
                assert opened is not None
                yield Path(member.name).name, opened.read()


def test_all_scottish_wards_read_alike_fast_and_slow() -> None:
    wards = ballots = 0
    for name, data in archive(FOLDER / "blt" / "scotland-2007-2017.tar.xz", ".blt"):
        election = read(name, data)
        wards += 1
        ballots += election.ballots.voters
        assert all(option.name for option in election.contest.options)
        assert election.contest.title
        if wards % 25 == 0:
            assert read_blt(name, data) == election
            assert read_blt(name, write_blt(election)) == election
    assert (wards, ballots) == (753, 3_747_581)


def test_names_and_titles_of_three_kinds_of_ward_files() -> None:
    wanted = {
        "aberdeen_2012_ward8.blt": 'Grn "Richie BRIAN"',
        "perth_kinross_2016_by_election_ward9.blt": "Kathleen BAIRD",
        "glasgow_2007_govan.blt": "Shaukat Butt (Lab)",
    }
    found = {
        name: read_blt(name, data).contest.options[0].name
        for name, data in archive(FOLDER / "blt" / "scotland-2007-2017.tar.xz", ".blt")
        if name in wanted
    }
    assert found == wanted


@pytest.mark.parametrize("path", sorted((FOLDER / "pb").glob("*.pb")), ids=lambda path: path.stem)
def test_participatory_budgets(path: Path) -> None:
    data = path.read_bytes()
    election = read(path, data)
    facts = dict(election.facts)
    assert election == read_pb(path.name, data)
    assert facts["num_votes"] == str(election.ballots.voters)
    assert facts["num_projects"] == str(len(election.contest.options))
    again = read_pb(path.name, write_pb(election))
    assert again.ballots.sha256 == election.ballots.sha256
    assert again.contest == election.contest
    assert official(again) == official(election)


def test_all_official_budgets_read_and_say_what_was_selected() -> None:
    golden = json.loads((GOLDEN / "pabulib_official_selected.json").read_text())
    said = {one["file"]: one for one in golden["elections"]}
    forms: Counter[str] = Counter()
    compared = ballots = 0
    for name, data in archive(FOLDER / "pb" / "official-outcomes.tar.xz", ".pb"):
        election = read(name, data)
        forms[election.ballots.form] += 1
        ballots += election.ballots.voters
        facts = dict(election.facts)
        assert facts["num_votes"] == str(election.ballots.voters), name
        if name in said:
            compared += 1
            codes = said[name]["selected_codes"]
            outright = [id_ for id_ in said[name]["selected"] if codes.get(id_, "1") == "1"]
            assert sorted(official(election)) == sorted(outright), name
    assert forms == {"approvals": 496, "points": 91, "choice": 90, "rankings": 63}
    assert ballots == 3_036_394
    assert compared >= 700


@pytest.mark.parametrize(
    ("name", "voters", "different"),
    [
        ("00001-00000001", 43_942, 19_299),
        ("00001-00000002", 29_988, 10_335),
        ("00001-00000003", 64_081, 25_101),
        ("00007-00000077", 3_419, 3_050),
        ("00018-00000001", 36_655, 721),
    ],
)
def test_preflib_has_the_voters_and_orders_of_its_header(
    name: str, voters: int, different: int
) -> None:
    data = (FOLDER / "preflib" / f"{name}.soi").read_bytes()
    election = read_preflib(f"{name}.soi", data)
    assert (election.ballots.voters, election.ballots.different) == (voters, different)
    ending, written = write_preflib(election)
    assert ending == "soi"
    assert read_preflib("x.soi", written).ballots == election.ballots


def test_tables_of_portland_and_minneapolis() -> None:
    path = FOLDER / "cvr" / "Portland_D1_Condensed.csv"
    portland = read(path, path.read_bytes())
    assert (portland.ballots.voters, portland.ballots.different) == (42_871, 18_894)
    assert len(portland.contest.options) == 17
    path = FOLDER / "cvr" / "mn_2013_cast_vote_record.csv"
    how = TableOptions(undeclared=("UWI",))
    minneapolis = read_table(path.name, path.read_bytes(), how)
    assert minneapolis.ballots.voters == 80_101
    assert UNDECLARED in minneapolis.contest.ids


def first_round(found: RctabElection) -> dict[str, int]:
    """Votes of the first round by RCTab's rules on overvotes and skipped ranks."""
    skips = int(str(found.rules.get("maxSkippedRanksAllowed")))
    exhausts = found.rules.get("overvoteRule") == "exhaustImmediately"
    votes: Counter[str] = Counter(dict.fromkeys(found.election.contest.ids, 0))
    for ranks, weight in found.election.ballots.rankings():
        skipped = 0
        for rank in ranks:
            several = rank == (-1,) or len(rank) > 1
            skipped = 0 if rank else skipped + 1
            if (several and exhausts) or skipped > skips:
                break
            if rank and not several:
                votes[found.election.contest.ids[rank[0]]] += weight
                break
    return dict(votes)


@pytest.mark.parametrize("case", ["2015_portland_mayor", "2013_minneapolis_park"])
def test_the_first_round_is_the_one_that_rctab_expects(case: str) -> None:
    folder = FOLDER / "cvr" / "rctab" / case
    found = read_rctab(folder / f"{case}_config.json")
    report = json.loads((folder / f"{case}_expected_detailed_report.json").read_text())
    expected = {name: int(votes) for name, votes in report["results"][0]["tally"].items()}
    assert first_round(found) == expected
    config = json.loads((folder / f"{case}_config.json").read_text())
    assert dict(found.rules.values) == config["rules"]


def test_a_missing_source_is_named() -> None:
    case = "2013_minneapolis_mayor"
    with pytest.raises(BallotFileError) as caught:
        read_rctab(FOLDER / "cvr" / "rctab" / case / f"{case}_config.json")
    assert caught.value.code == "not_found"
    assert caught.value.file == "2013_minneapolis_mayor_cvr.xlsx"
