"""Finding the place: which entries or tiles of a copy are not those the checkpoint stands for.

A copy holds its tree more than once: in the entries themselves and in the hash tiles of every
level. Whichever of these gives the root of the checkpoint is the true one, and whatever differs
from it is named: an entry if the hash tiles of level 0 are true, else a range of entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from koinon.record.merkle import tree_root
from koinon.record.tiles import WIDTH, Tile


@dataclass(slots=True)
class TreeCheck:
    """Collects hashes while a log of `size` entries is read, one group of 256 after the other."""

    size: int
    _entry_groups: list[bytes] = field(default_factory=list)
    _tile_groups: list[bytes] = field(default_factory=list)
    _differing: dict[int, list[int]] = field(default_factory=dict)
    _upper: dict[int, list[bytes]] = field(default_factory=dict)

    def add_group(self, leaves: Sequence[bytes], stored: Sequence[bytes]) -> None:
        """Add the leaf hashes of the next bundle and the hashes its tile of level 0 holds."""
        first = len(self._entry_groups) * WIDTH
        self._entry_groups.append(tree_root(leaves))
        if leaves == stored:
            self._tile_groups.append(self._entry_groups[-1])
            return
        self._tile_groups.append(tree_root(stored))
        width = min(WIDTH, self.size - first)
        self._differing[first // WIDTH] = [
            first + i for i in range(width) if leaves[i : i + 1] != stored[i : i + 1]
        ]

    def add_upper(self, level: int, stored: list[bytes]) -> None:
        """Add all the hashes that the tiles of a level above 0 hold."""
        self._upper[level] = stored

    def prefix_root(self, size: int, leaves_at_edge: Sequence[bytes]) -> bytes:
        """Return the root of the first `size` entries, given the hashes of its partial group."""
        edge = [tree_root(leaves_at_edge)] if leaves_at_edge else []
        return tree_root(self._entry_groups[: size // WIDTH] + edge)

    def root_so_far(self, leaves: Sequence[bytes]) -> bytes:
        """Return the root of all entries added and of those of the next group so far."""
        return tree_root([*self._entry_groups, tree_root(leaves)])

    def faults(self, root: bytes) -> Iterator[str]:
        """Yield a sentence for each place that is not what the checkpoint's `root` stands for."""
        if tree_root(self._entry_groups) == root:
            yield from self._faults_of_tiles()
        elif tree_root(self._tile_groups) == root:
            yield from self._altered_entries()
        else:
            level = next((lv for lv in self._upper if self._upper_root(lv) == root), None)
            if level is not None:
                yield from self._altered_ranges(level)
            else:
                yield "the entries do not give the root of the checkpoint, nor do the hash tiles."
                yield from self._altered_entries()

    def _altered_entries(self) -> Iterator[str]:
        for numbers in self._differing.values():
            for first, last in _runs(numbers):
                subject = f"entry {first} is" if first == last else f"entries {first}–{last} are"
                yield f"{subject} not what the hash tile recorded: altered, moved or missing."

    def _altered_ranges(self, level: int) -> Iterator[str]:
        width = WIDTH**level
        for index, node in enumerate(self._level(level)):
            if self._upper[level][index] != node:
                first, last = index * width, (index + 1) * width - 1
                yield f"among the entries {first}–{last} something is altered; their tiles too."

    def _faults_of_tiles(self) -> Iterator[str]:
        for group, numbers in self._differing.items():
            width = min(WIDTH, self.size - group * WIDTH)
            path = Tile(0, group, width).path
            for first, last in _runs(numbers):
                what = f"entry {first}" if first == last else f"entries {first}–{last}"
                yield f"{path} has false hashes for {what}; the entries themselves are sound."
        for level, stored in self._upper.items():
            true = self._level(level)
            for index in sorted({i // WIDTH for i, node in enumerate(true) if stored[i] != node}):
                path = Tile(level, index, min(WIDTH, len(true) - index * WIDTH)).path
                yield f"{path} has false hashes; the entries themselves are sound."

    def _level(self, level: int) -> list[bytes]:
        """Return the hashes of a level above 0 as the entries give them."""
        groups = WIDTH ** (level - 1)
        starts = range(0, (self.size >> 8 * level) * groups, groups)
        return [tree_root(self._entry_groups[start : start + groups]) for start in starts]

    def _upper_root(self, level: int) -> bytes:
        """Return the root that a level gives, with the entries for what it does not yet cover."""
        covered = len(self._upper[level]) * WIDTH ** (level - 1)
        rest = self._entry_groups[covered:]
        return tree_root(self._upper[level] + ([tree_root(rest)] if rest else []))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of each run of successive numbers."""
    start = 0
    for i in range(1, len(numbers) + 1):
        if i == len(numbers) or numbers[i] != numbers[i - 1] + 1:
            yield numbers[start], numbers[i - 1]
            start = i
