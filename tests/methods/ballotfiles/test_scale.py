"""One digest, whichever engine groups the ballots; codes from elsewhere are checked."""

from __future__ import annotations

from collections import Counter
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.methods.ballotfiles.elections import elections

from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.counting.ballots import (
    FORMS,
    MAX_VOTERS,
    Ballots,
    BallotsError,
    check,
    gather_rankings,
)

np = pytest.importorskip("numpy")
pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")
from koinon.methods.fast import packing, parquet, scale  # noqa: E402

ANY = st.sampled_from(FORMS).flatmap(elections)
WIDE = gather_rankings(
    [f"o{at}" for at in range(30)],
    [(tuple((o,) for o in range(first, first + 20)), 3 + first) for first in range(10)] + [((), 4)],
)
"""Codes of two words."""


def spread(ballots: Ballots) -> Any:
    """The ballots as a frame of single rows, last first, with weights split in two."""
    codes, weights = packing.unpacked(ballots)
    rows = [
        (*words, part)
        for words, weight in zip(codes.tolist(), weights.tolist(), strict=True)
        for part in ((weight - weight // 2), weight // 2)
        if part
    ]
    names = [*(f"word{at}" for at in range(ballots.words)), "weight"]
    types = {name: pl.Int64 if name == "weight" else pl.UInt64 for name in names}
    return pl.DataFrame(rows[::-1], schema=types, orient="row")


@given(ANY)
def test_polars_gives_the_same_digest(election: Any) -> None:
    ballots = election.ballots
    frame = spread(ballots)
    assert scale.group(frame, ballots).sha256 == ballots.sha256
    assert scale.group(frame.lazy(), ballots) == ballots


@settings(max_examples=30, deadline=None)
@given(ANY)
def test_duckdb_gives_the_same_digest(election: Any) -> None:
    duckdb = pytest.importorskip("duckdb")
    ballots = election.ballots
    names = [f"word{at}" for at in range(ballots.words)]
    columns = ", ".join([*(f"{name} UBIGINT" for name in names), "weight BIGINT"])
    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE votes ({columns})")
        rows = spread(ballots).rows()
        if rows:
            marks = ", ".join("?" * (len(names) + 1))
            base.executemany(f"INSERT INTO votes VALUES ({marks})", rows)
        assert scale.group(base.table("votes"), ballots) == ballots


def test_two_words_in_polars_and_duckdb() -> None:
    assert WIDE.words == 2
    assert scale.group(spread(WIDE), WIDE) == WIDE


def test_spark_gives_the_same_digest() -> None:
    """Signed columns hold the same bits; needs PySpark and a Java runtime."""
    sql = pytest.importorskip("pyspark.sql")
    try:
        spark = (
            sql.SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate()
        )
    except Exception as error:
        pytest.skip(f"Spark does not start here: {type(error).__name__}")
    try:
        for ballots in (WIDE, gather_rankings(["a", "b"], [(((0,), (1,)), 5), ((), 1)])):
            frame = spread(ballots)
            names = frame.columns
            rows = [
                tuple(one - 2**64 if one >= 2**63 else one for one in row) for row in frame.rows()
            ]
            made = spark.createDataFrame(rows, ", ".join(f"{name} bigint" for name in names))
            assert scale.group(made, ballots) == ballots
    finally:
        spark.stop()


@given(ANY)
def test_codes_without_weights_are_counted(election: Any) -> None:
    """Codes of one word; those of two are no numbers of 64 bits."""
    ballots = election.ballots
    assume(ballots.words == 1)
    codes = list(
        chain.from_iterable(repeat(code, n) for code, n in zip(ballots.codes(), ballots.weights(),
                                                               strict=True))
    )  # fmt: skip
    array = np.array(codes[::-1], dtype=np.uint64)
    assert packing.counted(ballots, array) == ballots
    assert scale.group(pl.DataFrame({"word0": array}), ballots) == ballots


@given(st.integers(1, 4), st.integers(1, 4), st.lists(st.integers(0, 2**12), max_size=6))
def test_strange_codes_are_refused_as_by_the_standard_check(
    n: int, digits: int, found: list[int]
) -> None:
    """The vectorised check accepts just the sets that `ballots.check` accepts."""
    like = Ballots("rankings", tuple("abcd"[:n]), digits, b"")
    rows = b"".join(
        code.to_bytes(8, "big") + weight.to_bytes(8, "big")
        for code, weight in sorted(Counter(found).items())
    )
    try:
        check(Ballots("rankings", like.options, digits, rows))
        good = True
    except BallotsError:
        good = False
    try:
        made = packing.counted(like, np.array(found, dtype=np.uint64))
    except BallotsError:
        assert not good
    else:
        assert good
        assert made.rows == rows


def test_codes_beyond_32_bits_are_never_cut_to_shorter_ones() -> None:
    like = gather_rankings(["a"], [(((0,),), 1)])
    (code,) = like.codes()
    for beyond in (2**32, 2**33, 2**63):
        with pytest.raises(BallotsError):
            packing.counted(like, np.array([code, code + beyond], dtype=np.uint64))
    assert packing.counted(like, np.array([code] * 3, dtype=np.uint64)).voters == 3


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"weight": [1]}, "word0 is missing"),
        ({"word0": [1], "weight": [0]}, "0 voters is none"),
        ({"word0": [1, 1], "weight": [MAX_VOTERS, MAX_VOTERS]}, "more marks or voters"),
        ({"word0": [1, 1], "weight": [1, None]}, "has no weight"),
        ({"word0": [None, 1]}, "has no code"),
        ({"word0": [2**62]}, "longer than the digits"),
    ],
)
def test_frames_that_are_no_ballots(columns: Any, said: str) -> None:
    like = gather_rankings(["a"], [(((0,),), 1)])
    with pytest.raises(BallotsError, match=said):
        scale.group(pl.DataFrame(columns), like)


@settings(max_examples=30, deadline=None)
@given(election=ANY)
def test_parquet(election: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("parquet") / "x.parquet"
    parquet.write_parquet(election.ballots, path)
    assert parquet.read_parquet(path) == election.ballots


def test_parquet_files_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    with pytest.raises(BallotFileError, match="not there"):
        parquet.read_parquet(path)
    path.write_bytes(b"PAR1 and more")
    with pytest.raises(BallotFileError, match="no readable Parquet"):
        parquet.read_parquet(path)
    pl.DataFrame({"word0": [1]}).write_parquet(path)
    with pytest.raises(BallotFileError, match="the entry koinon-ballots"):
        parquet.read_parquet(path)
    pl.DataFrame({"word0": [1]}).write_parquet(path, metadata={parquet.ENTRY: "{}"})
    with pytest.raises(BallotFileError, match="not the one line"):
        parquet.read_parquet(path)
    head = {parquet.ENTRY: WIDE.head.decode()}
    pl.DataFrame({"word0": [1]}).write_parquet(path, metadata=head)
    with pytest.raises(BallotFileError, match="column word0 of type UInt64"):
        parquet.read_parquet(path)


def test_resampling_is_seeded_and_keeps_ballots_sound() -> None:
    ballots = gather_rankings(
        ["a", "b", "c"], [(((0,), (1,), (2,)), 5), (((2,), (), (1,)), 2), (((-1,), (0,)), 1)]
    )
    codes = scale.resampled(ballots, 1000, 7)
    assert set(codes.tolist()) <= set(ballots.codes())
    assert (scale.resampled(ballots, 1000, 7) == codes).all()
    assert (scale.resampled(ballots, 1000, 8) != codes).any()
    swapped = packing.counted(ballots, scale.resampled(ballots, 1000, 7, 500_000))
    check(swapped)
    assert swapped.voters == 1000
    assert {((1,), (0,), (2,)), ((0,), (2,), (1,))} <= {ranks for ranks, _ in swapped.rankings()}
    assert {sorted(o for rank in ranks for o in rank)[0] for ranks, _ in swapped.rankings()} == {
        0, 1, -1,
    }  # fmt: skip
