"""The 351 wards of Scotland's council elections of 2017, stage by stage as they were published.

The folder of real data (tests/support/field.py) holds the ballots (mggg/scot-elex); beside it
`golden/scottish_2017_official_stages.json` holds the result sheets (gerrymulvenna/council17,
CC-BY-SA 4.0), to the digits that they print.
"""

from __future__ import annotations

import json
import tarfile
from typing import Any

import pytest
from tests.support.field import DATA

from koinon.methods.ballotfiles.reading import read
from koinon.methods.counting.methods import count, recheck

BALLOTS = DATA / "ballots" / "blt" / "scotland-2007-2017.tar.xz"
SHEETS = DATA.parent / "golden" / "scottish_2017_official_stages.json"
pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(
        not (BALLOTS.is_file() and SHEETS.is_file()),
        reason=f"no {BALLOTS} or no {SHEETS}; set KOINON_FIELD_DATA",
    ),
]

SLIPS = {
    "Linn": (2, 5, 303_00000, 393_00000),
    "Penicuik": (2, 5, 832_84152, 832_84154),
}
"""Ward: stage and option (from 0), votes as counted and as printed.

Linn prints 293 + 10 as 393; Penicuik prints 829.65834 + 3.18318 as 832.84154. The stages after
them, counted on from the right sums, are printed right.
"""


def test_every_ward_is_the_published_count_at_every_stage() -> None:
    """349 of 351 wards to the printed digit, all winners; the two others are slips of the pen."""
    wards = json.loads(SHEETS.read_text())["elections"]
    wanted = {ward["blt"]: ward for ward in wards}
    found = {"to the fifth decimal": 0, "to the printed digit": 0, "slip": 0}
    valid = []
    with tarfile.open(BALLOTS) as archive:
        for member in archive:
            ward = wanted.get(member.name.removeprefix("./"))
            if ward is None:
                continue
            held = archive.extractfile(member)
            assert held is not None
            election = read(member.name, held.read())
            result = count("scottish-stv", election)
            assert result.quota == ward["quota"] * 10**5
            assert sorted(election.contest.ids.index(id_) for id_ in result.elected) == sorted(
                ward["elected"]
            )
            assert not any(tie.by == "lot" for tie in result.ties)
            found[compared(result, ward)] += 1
            if result.tally.valid != ward["valid"]:
                valid.append((ward["ward"], result.tally.valid, ward["valid"]))
    assert found == {"to the fifth decimal": 315, "to the printed digit": 34, "slip": 2}
    # Its first preferences add up to 7,035 on the sheet too.
    assert valid == [("Bearsden North", 7_035, 7_034)]


def compared(result: Any, ward: Any) -> str:
    """How the stages of a ward agree with its sheet."""
    ours, theirs = [stage.votes for stage in result.stages], ward["stages_votes_1e5"]
    assert len(ours) == len(theirs)
    unlike = [
        (stage, option, mine, printed)
        for stage, (row, sheet) in enumerate(zip(ours, theirs, strict=True))
        for option, (mine, printed) in enumerate(zip(row, sheet, strict=True))
        if mine != printed
    ]
    if not unlike:
        return "to the fifth decimal"
    if ward["ward"] in SLIPS:
        assert unlike == [SLIPS[ward["ward"]]]
        return "slip"
    # These sheets print six or seven significant digits, rounded or cut off.
    far = [
        (mine, printed)
        for *_, mine, printed in unlike
        if abs(mine - printed) > (500 if mine >= 1000_00000 else 10)
    ]
    assert far == [], ward["ward"]
    return "to the printed digit"


def test_the_recount_of_some_wards_agrees() -> None:
    """The verifier walks real wards too."""
    with tarfile.open(BALLOTS) as archive:
        names = sorted(name for name in archive.getnames() if name.endswith("_ward3.blt"))[:12]
        for name in names:
            held = archive.extractfile(name)
            assert held is not None
            election = read(name, held.read())
            for rule in ("scottish-stv", "wigm"):
                result = count(rule, election, "value")
                assert recheck(result, election) == ()
