"""Whatever bytes come, a reader gives an election or one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.ballotfiles.test_blt import HILL
from tests.methods.ballotfiles.test_pabulib import GOOD, file
from tests.methods.ballotfiles.test_preflib import NAMES
from tests.methods.ballotfiles.test_records import RECORDS, config, dominion, mark
from tests.methods.ballotfiles.test_tables import CSV

from koinon.methods.ballotfiles import errors
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.rctab import from_config
from koinon.methods.ballotfiles.reading import read
from koinon.methods.counting.ballots import gather_approvals, load
from koinon.methods.counting.contests import Election

SEEDS = {
    "x.blt": HILL,
    "x.pb": GOOD,
    "y.pb": file("cumulative", "voter_id;vote;points\n1;3,7;4,0\n"),
    "x.toi": NAMES + b"3: 1,{2,3}\n2: 2\n",
    "x.cat": NAMES + b"# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: No\n4: {1,3},2\n",
    "x.json": RECORDS,
    "d.json": str({"Sessions": [dominion(mark(1, 1))]}).replace("'", '"').encode(),
    "x.csv": CSV,
    "x.xlsx": b"PK\x03\x04",
    "x": b"",
}
BITS = [b"", b"0", b"-1", b"\n", b";", b",", b'"', b"{", b"}", b"=", b"(", b"[", b"#", b"\xff",
        b"99999999999999999999999", b"null", b"VOTES\n", b"\0",
        b"e9", b".5", b"\xd9\xa3", b"\xe2\x80\xa8"]  # fmt: skip


def sound(name: str, data: bytes) -> None:
    """An election whose ballots are canonical, or a sentence."""
    try:
        election = read(name, data, fast=False)
    except BallotFileError as error:
        said = str(error)
        assert "\n" not in said
        assert said.endswith(".")
        assert said.startswith(name)
        return
    assert isinstance(election, Election)
    assert load(election.ballots.dump()) == election.ballots


@given(st.sampled_from(sorted(SEEDS)), st.binary(max_size=200))
def test_random_bytes(name: str, data: bytes) -> None:
    sound(name, data)


@settings(max_examples=600)
@given(st.sampled_from(sorted(SEEDS)), st.lists(
    st.tuples(st.integers(0, 2**16), st.integers(0, 12), st.sampled_from(BITS)),
    min_size=1, max_size=4))  # fmt: skip
def test_mutated_files(name: str, cuts: list[tuple[int, int, bytes]]) -> None:
    data = SEEDS[name]
    for at, gone, put in cuts:
        place = at % (len(data) + 1)
        data = data[:place] + put + data[place + gone :]
    sound(name, data)


@given(st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 9), st.sampled_from(BITS)),
                min_size=1, max_size=3))  # fmt: skip
def test_mutated_configurations(cuts: list[tuple[int, int, bytes]]) -> None:
    data = config("ess", "x.csv")
    for at, gone, put in cuts:
        place = at % (len(data) + 1)
        data = data[:place] + put + data[place + gone :]
    try:
        ballots = from_config("c.json", data, lambda _: CSV).election.ballots
    except BallotFileError:
        return
    assert load(ballots.dump()) == ballots


def test_every_sentence_can_be_said() -> None:
    facts = dict.fromkeys(("limit", "found", "what", "lowest", "top", "due", "known", "why"), 1)
    for code in errors.TEXTS:
        said = str(BallotFileError(code, "f", 2, 3, **facts))
        assert said.startswith("f, line 2, column 3: ")
        assert "{" not in said
    with pytest.raises(AssertionError):
        BallotFileError("nonsense", "f")


@pytest.mark.parametrize("name", ["votes", "votes.csv", "votes.json", "votes.blt"])
def test_canonical_ballots_are_known_whatever_they_are_called(name: str) -> None:
    ballots = gather_approvals(("a", "b"), [([0], 2), ([0, 1], 1)])
    assert read(name, ballots.dump()).ballots == ballots
