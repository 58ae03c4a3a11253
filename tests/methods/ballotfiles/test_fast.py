"""The compiled readers and packing give what the standard library gives, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.ballotfiles.elections import elections, ranks
from tests.methods.ballotfiles.test_attacks import BITS
from tests.methods.ballotfiles.test_blt import HILL
from tests.methods.ballotfiles.test_pabulib import GOOD, file

from koinon.methods.ballotfiles.blt import read_blt, write_blt
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.pabulib import read_pb, write_pb
from koinon.methods.ballotfiles.reading import read
from koinon.methods.counting.ballots import (
    MAX_VOTERS,
    BallotsError,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
)

np = pytest.importorskip("numpy")
pytest.importorskip("numba")
from koinon.methods.fast import ballotfiles, packing  # noqa: E402


def ints(values: object) -> object:
    return np.array(values, dtype=np.int64)


def flat(rows: list[list[int]]) -> tuple[object, object]:
    ends = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    return ints([mark for row in rows for mark in row]), ends


WEIGHTS = st.integers(1, 2**40)
SIZES = st.sampled_from([1, 2, 5, 13, 40, 100, 1021])


@given(SIZES, st.data())
def test_rankings_pack_to_the_same_bytes(n: int, data: st.DataObject) -> None:
    ids = [f"o{at}" for at in range(n)]
    rows = data.draw(st.lists(st.lists(st.integers(-2, n - 1), max_size=14), max_size=9))
    weights = data.draw(st.lists(WEIGHTS, min_size=len(rows), max_size=len(rows)))
    votes = [tuple(() if mark == -2 else (mark,) for mark in row) for row in rows]
    expected = gather_rankings(ids, zip(votes, weights, strict=True))
    assert packing.pack_rankings(ids, *flat(rows), ints(weights)) == expected


@given(SIZES, st.data())
def test_approvals_choices_and_points_pack_to_the_same_bytes(n: int, data: st.DataObject) -> None:
    ids = [f"o{at}" for at in range(n)]
    one = st.integers(0, n - 1)
    rows = data.draw(st.lists(st.lists(one, max_size=9), max_size=9))
    weights = data.draw(st.lists(WEIGHTS, min_size=len(rows), max_size=len(rows)))
    made = packing.pack_approvals(ids, *flat(rows), ints(weights))
    assert made == gather_approvals(ids, zip(rows, weights, strict=True))
    marks = [row[0] if row else -1 - n % 2 for row in rows]
    choices = [None if mark == -2 else mark for mark in marks]
    made = packing.pack_choices(ids, ints(marks), ints(weights))
    assert made == gather_choices(ids, zip(choices, weights, strict=True))
    lowest = data.draw(st.integers(-5, 5))
    top = data.draw(st.integers(lowest, lowest + data.draw(st.sampled_from([0, 1, 6, 2**40]))))
    table = np.full((len(rows), n), packing.NO_POINTS, dtype=np.int64)
    given_points = [{option: data.draw(st.integers(lowest, top)) for option in row} for row in rows]
    for at, points in enumerate(given_points):
        for option, value in points.items():
            table[at, option] = value
    made = packing.pack_points(ids, table, ints(weights), lowest, top)
    assert made == gather_points(ids, zip(given_points, weights, strict=True), lowest, top)


def test_bounds_are_refused_and_never_wrong() -> None:
    """At the bounds of 64 bits the packing answers as the standard library, or refuses."""
    half = MAX_VOTERS // 2
    marks, ends = flat([[0], [0]])
    at_most = packing.pack_rankings(["a"], marks, ends, ints([half, half]))
    assert at_most == gather_rankings(["a"], [(((0,),), half)] * 2)
    assert at_most.voters == MAX_VOTERS
    with pytest.raises(BallotsError):
        packing.pack_rankings(["a"], marks, ends, ints([half, half + 1]))
    with pytest.raises(BallotsError):
        packing.pack_rankings(["a"], marks, ends, ints([2**63 - 1, 2**63 - 1]))
    for wrong in ([[1], [0]], [[-3], [0]], [[2**62], [0]]):
        with pytest.raises(BallotsError):
            packing.pack_rankings(["a"], *flat(wrong), ints([1, 1]))
        with pytest.raises(BallotsError):
            packing.pack_approvals(["a"], *flat(wrong), ints([1, 1]))
        with pytest.raises(BallotsError):
            packing.pack_choices(["a"], ints([row[0] for row in wrong]), ints([1, 1]))
    with pytest.raises(BallotsError):
        packing.pack_rankings(["a"], marks, ends, ints([0, 1]))
    with pytest.raises(BallotsError):
        packing.pack_rankings(["a", "a"], marks, ends, ints([1, 1]))
    with pytest.raises(BallotsError):
        packing.pack_points(["a"], ints([[3]]), ints([1]), 0, 2)
    with pytest.raises(BallotsError):
        packing.pack_points(["a"], ints([[3]]), ints([1]), 0, 2**53)


@given(elections("rankings", several=False))
def test_codes_come_back(election: object) -> None:
    ballots = election.ballots  # type: ignore[attr-defined]
    codes, weights = packing.unpacked(ballots)
    again = packing.canonical(ballots.form, ballots.options, ballots.digits, codes, weights)
    assert again == ballots


def same(name: str, data: bytes) -> None:
    outcomes = []
    for fast in (True, False):
        try:
            outcomes.append(read(name, data, fast=fast))
        except BallotFileError as error:
            outcomes.append(str(error))
    assert outcomes[0] == outcomes[1]


@given(elections("rankings", several=False))
def test_written_blt_reads_the_same(election: object) -> None:
    same("x.blt", write_blt(election))  # type: ignore[arg-type]


@given(st.sampled_from(["approvals", "choice"]).flatmap(elections)
       | elections("rankings", plain=True))  # fmt: skip
def test_written_pb_reads_the_same(election: object) -> None:
    try:
        data = write_pb(election)  # type: ignore[arg-type]
    except BallotFileError:
        return
    same("x.pb", data)
    same("x.pb", data.replace(b"\n", b"\r\n"))
    same("x.pb", data.rstrip(b"\n"))


PLAIN = b"3 1\n" + b"2 1 3 0\n5 2 0\n1 3 1 2 0\n" * 3 + b"0\nAnn\nBea\nCyd\nTitle\n"
VOTED = file("approval", "voter_id;vote;age\n1;7,3;30\nv2;;31\nv3;3,3;2\n4;7;\n")
CUTS = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 6), st.sampled_from(BITS)),
                min_size=1, max_size=3)  # fmt: skip


@settings(max_examples=600)
@given(st.sampled_from([("x.blt", PLAIN), ("x.blt", HILL), ("x.pb", VOTED), ("x.pb", GOOD),
                        ("x.pb", VOTED.replace(b"approval", b"choose-1"))]), CUTS)  # fmt: skip
def test_mutated_files_read_the_same(
    seed: tuple[str, bytes], cuts: list[tuple[int, int, bytes]]
) -> None:
    name, data = seed
    for at, gone, put in cuts:
        place = at % (len(data) + 1)
        data = data[:place] + put + data[place + gone :]
    same(name, data)


def test_plain_files_take_the_compiled_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparisons above must not hold because the standard reader reads both."""
    sizes: list[int] = []

    def small(name: str, data: bytes) -> object:
        sizes.append(len(data))
        return (read_blt if name == "x.blt" else read_pb)(name, data)

    monkeypatch.setattr(ballotfiles, "read_blt", small)
    monkeypatch.setattr(ballotfiles, "read_pb", small)
    for name, data in (("x.blt", PLAIN), ("x.pb", VOTED)):
        sizes.clear()
        assert read(name, data, fast=True) == read(name, data, fast=False)
        assert len(sizes) == 1
        assert sizes[0] < len(data)


@given(st.lists(st.tuples(ranks(3, plain=False, several=True), st.integers(1, 3)), max_size=5))
def test_shared_ranks_stay_with_the_standard_library(votes: list[object]) -> None:
    ballots = gather_rankings(["a", "b", "c"], votes)  # type: ignore[arg-type]
    codes, weights = packing.unpacked(ballots)
    made = packing.canonical("rankings", ballots.options, ballots.digits, codes, weights)
    assert made.sha256 == ballots.sha256
