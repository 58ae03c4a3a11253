"""Millions of ballots: one `group_by(code).sum(weight)` wherever they are, and the same digest.

Rows of codes may lie in polars, DuckDB or PySpark; narwhals speaks to all of them. What comes back
are the different ballots, few enough to be sorted here.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from koinon.methods.counting.ballots import MAX_VOTERS, Ballots, BallotsError
from koinon.methods.fast.packing import Ints, Words, coded, digit_at, unpacked

CHUNK = 5_000_000


def group(frame: Any, like: Ballots) -> Ballots:
    """Canonical ballots of a frame with columns `word0`, … and, where rows have one, `weight`.

    frame: of polars (also lazy), DuckDB (a relation) or PySpark. Words are whole numbers of 64
    bits, unsigned or, where an engine has no unsigned ones, signed with the same bits. like:
    ballots that say what the codes mean. Raises BallotsError for codes or weights that are none.
    """
    rows = nw.from_native(frame).lazy()
    words = [f"word{at}" for at in range(like.words)]
    names = rows.collect_schema().names()
    missing = [name for name in words if name not in names]
    if missing:
        raise BallotsError(f"the column {missing[0]} is missing.")
    if "weight" in names:
        _check_weights(rows)
        total = nw.col("weight").cast(nw.Int64).sum().cast(nw.Int64)
    else:
        total = nw.len().cast(nw.Int64)
    grouped = rows.group_by(*words).agg(total.alias("voters"))
    found = _columns(grouped.to_native(), [*words, "voters"])
    codes = np.stack([_unsigned(found[name]) for name in words], axis=1)
    return coded(like, codes, found["voters"].astype(np.int64))


def _check_weights(rows: Any) -> None:
    """Refuse weights below one, and so many that their sum could pass 64 bits."""
    weight = nw.col("weight")
    said = rows.select(
        weight.min().fill_null(1).cast(nw.Int64).alias("least"),
        weight.max().fill_null(1).cast(nw.Int64).alias("most"),
        weight.count().cast(nw.Int64).alias("given"),
        nw.len().cast(nw.Int64).alias("rows"),
    )
    found = _columns(said.to_native(), ["least", "most", "given", "rows"])
    if int(found["rows"][0]) == 0:
        return
    if int(found["rows"][0]) != int(found["given"][0]):
        raise BallotsError("a row has no weight; write 1 for one voter.")
    least, most, given = (int(found[name][0]) for name in ("least", "most", "given"))
    if least < 1:
        raise BallotsError(f"a ballot of {least} voters is none; leave it out.")
    if most * given > MAX_VOTERS:
        raise BallotsError("there are more marks or voters than are counted at once.")


def _columns(native: Any, names: list[str]) -> dict[str, NDArray[Any]]:
    """The columns of a small result of any engine."""
    if hasattr(native, "fetchnumpy"):
        found = native.fetchnumpy()
        if any(np.ma.is_masked(found[name]) for name in names):
            raise BallotsError("a row has no code.")
        return {name: np.asarray(found[name]) for name in names}
    if hasattr(native, "toPandas"):
        rows = native.select(*names).collect()
        cells: Any = list(zip(*rows, strict=True)) or [()] * len(names)
    else:
        frame = native.collect() if hasattr(native, "collect") else native
        cells = [frame[name].to_list() if frame[name].null_count() else frame[name].to_numpy()
                 for name in names]  # fmt: skip
    if any(isinstance(cell, list | tuple) and None in cell for cell in cells):
        raise BallotsError("a row has no code.")
    arrays = [
        cell if isinstance(cell, np.ndarray) else np.array([int(one) for one in cell], dtype=object)
        for cell in cells
    ]
    return dict(zip(names, arrays, strict=True))


def _unsigned(column: NDArray[Any]) -> Words:
    """Words as unsigned numbers; negative ones have the same bits. Raises BallotsError."""
    if column.dtype.kind == "u":
        return column.astype(np.uint64)
    if column.dtype.kind == "i":
        return column.astype(np.int64).view(np.uint64)
    if column.dtype.kind != "O" or any(not -(2**63) <= one < 2**64 for one in column):
        raise BallotsError("a code is no whole number of 64 bits.")
    return np.array([one % 2**64 for one in column], dtype=np.uint64)


# Generated ballots


def resampled(ballots: Ballots, voters: int, seed: int, swaps_ppm: int = 0) -> Words:
    """Codes of so many imagined voters: drawn from real ballots, some with two ranks swapped.

    Each voter takes a ballot with the chance of its weight; of a million, `swaps_ppm` then swap two
    ranks that follow each other, where both name one option. The generator is PCG64 of numpy with
    the seed, so the codes are the same wherever numpy is of the same version. Rankings of one word.
    """
    assert ballots.form == "rankings"
    assert ballots.words == 1
    assert 0 <= swaps_ppm <= 1_000_000
    assert ballots.voters > 0
    rng = np.random.Generator(np.random.PCG64(seed))
    codes, weights = unpacked(ballots)
    until = np.cumsum(weights)
    made = np.empty(voters, dtype=np.uint64)
    for start in range(0, voters, CHUNK):
        size = min(CHUNK, voters - start)
        drawn = rng.integers(0, int(until[-1]), size)
        part = codes[np.searchsorted(until, drawn, side="right"), 0]
        chosen = np.flatnonzero(rng.integers(0, 1_000_000, size) < swaps_ppm)
        places = rng.integers(0, max(ballots.digits - 1, 1), len(chosen))
        part[chosen] = _swapped(ballots, part[chosen], places)
        made[start : start + size] = part
    return made


def _swapped(ballots: Ballots, codes: Words, places: Ints) -> Words:
    """Swap the digit at each place with the one before it, where both are options."""
    bits, n = ballots.bits, len(ballots.options)
    made = codes.copy()
    for place in range(ballots.digits - 1):
        held = np.flatnonzero(places == place)
        table = codes[held].reshape(-1, 1)
        low, high = digit_at(table, bits, place), digit_at(table, bits, place + 1)
        both = (low >= 1) & (low <= n) & (high >= 1) & (high <= n)
        changed = np.where(both, low ^ high, 0).astype(np.uint64)
        made[held] ^= changed << np.uint64(bits * place)
        made[held] ^= changed << np.uint64(bits * (place + 1))
    return made
