"""Verify a record: a directory that was exported, or the address of a log with the same files.

    python -m koinon.record.verify DIRECTORY|URL [--key KEY|FILE] [--checkpoint FILE]
                                                 [--policy FILE]

Needs the standard library and `cryptography` alone; docs/reference/record-format.md states every
rule, so that others can write another verifier. With neither a key nor an earlier checkpoint a
record can only be shown to be consistent with itself: whoever rewrites all of it and signs it anew
goes unseen. A key obtained elsewhere shows new signatures, an earlier checkpoint cut-off ends too,
and a policy names the cities whose countersignatures show all of that.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from koinon.record import canonical, note, tiles
from koinon.record.canonical import CanonicalError
from koinon.record.countersigned import Cosignatures, Countersigned
from koinon.record.effects import EntryError, State
from koinon.record.entries import check_entry
from koinon.record.merkle import HASH_BYTES, leaf_hash
from koinon.record.note import Checkpoint, NoteError, VerifierKey
from koinon.record.policies import MAX_POLICY_BYTES, Policy, PolicyError, parse_policy
from koinon.record.reports import Report, Withheld, summary
from koinon.record.sources import Source, SourceError, hash_of, read, source_of
from koinon.record.tiles import ENTRIES, WIDTH, Tile, TileError
from koinon.record.treecheck import TreeCheck

MAX_KEY_BYTES = 1_000
MAX_WITHHELD_BYTES = 100_000_000
MAX_PROBLEMS = 100
_WITHHELD = re.compile(r"([0-9a-f]{64})(?: (.{1,200}))?")

Progress = Callable[[int, int], None]
"""Called with (entries read, entries in all)."""


class UsageError(ValueError):
    """What the verifier was asked makes no sense: an unreadable key, a malformed checkpoint."""


def verify(
    source: str | Path,
    *,
    key: str | None = None,
    checkpoint: bytes | None = None,
    policy: bytes | None = None,
    progress: Progress | None = None,
) -> Report:
    """Verify the record at `source`, a directory or an http(s) address.

    `key` is a verifier key known from elsewhere, `checkpoint` an earlier signed checkpoint,
    `policy` says whose countersignatures count. Raises UsageError for these three, SourceError if
    there is no record or it cannot be read; everything that is wrong with the record itself is in
    the report.
    """
    trusted = _trusted_key(key)
    earlier = _earlier_note(checkpoint)
    relied = _policy(policy)
    cosigned = Cosignatures(relied)
    report = _Verification(source_of(source), trusted, earlier, progress, cosigned).run()
    if report.key is None and report.checkpoint is None:
        raise SourceError(
            f"{str(source) or '.'} holds no record, neither key nor checkpoint; name the directory "
            "or the address of an export."
        )
    return report


def _trusted_key(text: str | None) -> VerifierKey | None:
    try:
        return VerifierKey.parse(text.strip()) if text is not None else None
    except NoteError as error:
        raise UsageError(f"the key given is none: {error}") from None


def _policy(data: bytes | None) -> Policy | None:
    try:
        return parse_policy(data) if data is not None else None
    except PolicyError as error:
        raise UsageError(f"the policy is none: {error}") from None


def _earlier_note(data: bytes | None) -> tuple[note.Note, Checkpoint] | None:
    if data is None:
        return None
    try:
        parsed = note.parse_note(data)
        return parsed, Checkpoint.parse(parsed.text)
    except NoteError as error:
        raise UsageError(f"the earlier checkpoint is none: {error}") from None


@dataclass(slots=True)
class _Verification:
    """One run. Steps that follow rely on what the steps before have read."""

    source: Source
    trusted: VerifierKey | None
    earlier: tuple[note.Note, Checkpoint] | None
    progress: Progress | None
    cosigned: Cosignatures
    problems: list[str] = field(default_factory=list)
    state: State = field(default_factory=State)
    judging: bool = True
    edges: dict[int, list[bytes]] = field(default_factory=dict)

    def run(self) -> Report:
        self.state.read = self.read_document
        self.state.roots = {}
        key = self.read_key()
        self.cosigned.gather(self.source)
        self.edges = {size: [] for size in self.cosigned.sizes | self.earlier_sizes()}
        checkpoint = self.read_checkpoint(self.trusted or key)
        withheld: tuple[Withheld, ...] = ()
        countersigned = Countersigned()
        if checkpoint is not None:
            tree = self.read_entries(checkpoint)
            if tree is not None:
                self.problems.extend(tree.faults(checkpoint.root))
            self.check_names(key, checkpoint)
            if self.earlier is not None and (signer := self.trusted or key) is not None:
                self.check_earlier(*self.earlier, signer, checkpoint, tree)
            countersigned = self.check_cosignatures(self.trusted or key, checkpoint, tree)
            withheld = self.check_documents()
        policy = self.cosigned.policy
        return Report(
            checkpoint,
            key,
            self.shown_problems(),
            len(self.state.documents),
            withheld,
            ("key",) * (self.trusted is not None)
            + ("checkpoint",) * (self.earlier is not None)
            + ("policy",) * (policy is not None),
            countersigned,
        )

    def earlier_sizes(self) -> frozenset[int]:
        return frozenset() if self.earlier is None else frozenset({self.earlier[1].size})

    def shown_problems(self) -> tuple[str, ...]:
        more = len(self.problems) - MAX_PROBLEMS
        shown = self.problems[:MAX_PROBLEMS]
        return (*shown, f"and {more} more problems.") if more > 0 else tuple(shown)

    # --- Key and checkpoint ---

    def read_key(self) -> VerifierKey | None:
        data = read(self.source, "key", MAX_KEY_BYTES)
        if data is None:
            self.problems.append("key is missing.")
            return None
        try:
            line = data.decode()
            if line[-1:] != "\n":
                raise NoteError("it is not one line.")
            key = VerifierKey.parse(line[:-1])
            if key.algorithm != note.ED25519:
                raise NoteError("it is not the key of a log.")
        except (UnicodeDecodeError, NoteError) as error:
            self.problems.append(f"key cannot be read: {error}")
            return None
        policy = self.cosigned.policy
        if self.trusted is None and policy is not None:
            self.trusted = key if key in policy.logs else policy.logs[0]
        if self.trusted not in (None, key):
            self.problems.append(f"key is {key}, not the key given: the record was signed anew.")
        return key

    def read_checkpoint(self, key: VerifierKey | None) -> Checkpoint | None:
        data = read(self.source, "checkpoint", note.MAX_NOTE_BYTES)
        if data is None:
            self.problems.append("checkpoint is missing.")
            return None
        if key is not None:
            try:
                return note.open_checkpoint(data, key)
            except NoteError as error:
                self.problems.append(f"checkpoint is not genuine: {error}")
        try:
            return Checkpoint.parse(note.parse_note(data).text)
        except NoteError:
            return None

    def check_names(self, key: VerifierKey | None, checkpoint: Checkpoint) -> None:
        """The genesis, the file `key` and the checkpoint must speak of one log."""
        if self.state.size == 0:
            return
        if key is not None and self.state.log_key != str(key):
            self.problems.append(f"entry 0 names the log key {self.state.log_key}, not {key}.")
        if self.state.origin != checkpoint.origin:
            self.problems.append(
                f"entry 0 founds {self.state.origin}, the checkpoint is of {checkpoint.origin}."
            )

    def check_earlier(
        self,
        signed: note.Note,
        earlier: Checkpoint,
        key: VerifierKey,
        checkpoint: Checkpoint,
        tree: TreeCheck | None,
    ) -> None:
        """The record must begin with what the earlier checkpoint stands for."""
        try:
            genuine = bool(signed.signed_by([key])) and earlier.origin == key.name
        except NoteError:
            genuine = False
        if not genuine:
            self.problems.append(
                f"the earlier checkpoint is not signed with {key}: this record was signed anew, "
                "or it is another record."
            )
        if earlier.size > checkpoint.size:
            self.problems.append(
                f"the earlier checkpoint counts {earlier.size} entries, this record "
                f"{checkpoint.size}: entries {checkpoint.size}–{earlier.size - 1} were cut off."
            )
        elif tree is not None and self.root_of(tree, earlier.size) != earlier.root:
            self.problems.append(
                f"the first {earlier.size} entries are not those of the earlier checkpoint: "
                "the record was rewritten."
            )

    def check_cosignatures(
        self, key: VerifierKey | None, checkpoint: Checkpoint, tree: TreeCheck | None
    ) -> Countersigned:
        """Who countersigned; with a policy, enough must have countersigned something."""
        found = Countersigned()
        if key is not None and tree is not None:
            found = self.cosigned.judge(
                key, checkpoint, lambda size: self.root_of(tree, size), self.state
            )
        self.problems.extend(self.cosigned.problems)
        if found.size == 0 and not self.cosigned.is_enough(()):
            self.problems.append(
                f"{len(found.by)} of {found.of} witnesses of the policy countersigned this record: "
                "fewer than the policy demands."
            )
        return found

    def root_of(self, tree: TreeCheck, size: int) -> bytes:
        return tree.prefix_root(size, self.edges[size])

    # --- Entries and tiles ---

    def read_entries(self, checkpoint: Checkpoint) -> TreeCheck | None:
        """Read all bundles and hash tiles; None if a bundle is missing, which ends the reading."""
        if checkpoint.size == 0:
            self.problems.append("the record is empty; it lacks its genesis, entry 0.")
        tree = TreeCheck(checkpoint.size)
        bundles = tiles.tiles_of(checkpoint.size, ENTRIES)
        for bundle in bundles:
            leaves = self.read_bundle(bundle, tree)
            if leaves is None:
                return None
            hash_tile = Tile(0, bundle.index, bundle.width)
            tree.add_group(leaves, self.read_hashes(hash_tile) or leaves)
            self.keep_edge(bundle, leaves)
            if self.progress is not None:
                self.progress(bundle.first + bundle.width, checkpoint.size)
        for level in tiles.levels_of(checkpoint.size)[1:]:
            parts = [self.read_hashes(tile) for tile in tiles.tiles_of(checkpoint.size, level)]
            if all(part is not None for part in parts):
                tree.add_upper(level, [node for part in parts if part for node in part])
        return tree

    def read_bundle(self, bundle: Tile, tree: TreeCheck) -> list[bytes] | None:
        """Return the leaf hashes of the entries in a bundle, having judged each entry."""
        data = read(self.source, bundle.path, tiles.MAX_BUNDLE_BYTES)
        if data is None:
            self.problems.append(f"{bundle.path} is missing; what follows was not read.")
            return None
        leaves: list[bytes] = []
        try:
            for body in tiles.decode_bundle(data):
                self.judge(bundle.first + len(leaves), body)
                leaves.append(leaf_hash(body))
                self.note_root(bundle.first + len(leaves), leaves, tree)
                if len(leaves) > WIDTH:
                    break
        except TileError as error:
            self.problems.append(f"{bundle.path}: {error}")
        if len(leaves) != bundle.width:
            self.problems.append(
                f"{bundle.path} holds {len(leaves)} whole entries, not {bundle.width}."
            )
        return leaves

    def judge(self, n: int, body: bytes) -> None:
        """Judge one entry; after a first fault nothing sound can be said of later ones."""
        if not self.judging:
            return
        try:
            check_entry(self.state, canonical.load(body))
        except (CanonicalError, EntryError) as error:
            self.problems.append(f"entry {n}: {error}")
            self.judging = False

    def note_root(self, size: int, leaves: Sequence[bytes], tree: TreeCheck) -> None:
        """Keep the root over the entries so far where a sample is to be drawn from it."""
        if self.state.roots is not None and size in self.state.roots:
            self.state.roots[size] = tree.root_so_far(leaves)

    def read_hashes(self, tile: Tile) -> list[bytes] | None:
        data = read(self.source, tile.path, WIDTH * HASH_BYTES)
        if data is not None and len(data) == tile.width * HASH_BYTES:
            return tiles.decode_hashes(data)
        reason = "is missing" if data is None else f"does not hold {tile.width} hashes"
        self.problems.append(f"{tile.path} {reason}.")
        return None

    def keep_edge(self, bundle: Tile, leaves: list[bytes]) -> None:
        """Keep the leaf hashes at the edge of each tree that an earlier checkpoint stands for."""
        for size in self.edges:
            within = size - bundle.first
            if 0 < within < WIDTH:
                self.edges[size] = leaves[:within]

    # --- Documents ---

    def check_documents(self) -> tuple[Withheld, ...]:
        """Check each document named so far; return those that are withheld and absent."""
        allowed = self.read_withheld()
        withheld = []
        for name, size in self.state.documents.items():
            found = hash_of(self.source, f"documents/{name}", size)
            if found is None and name in allowed:
                withheld.append(Withheld(name, allowed[name]))
            elif found is None:
                self.problems.append(f"documents/{name} is missing and not listed as withheld.")
            elif found != name:
                self.problems.append(f"documents/{name} is not the document of that hash and size.")
        return tuple(withheld)

    def read_document(self, name: str) -> bytes | None:
        """Return the bytes of a document an entry named, None when absent or not the ones."""
        size = self.state.documents.get(name)
        data = None if size is None else read(self.source, f"documents/{name}", size)
        return data if data is not None and sha256(data).hexdigest() == name else None

    def read_withheld(self) -> dict[str, str]:
        """Return the documents that may be absent, with the reason each line gives after them."""
        data = read(self.source, "withheld.txt", MAX_WITHHELD_BYTES) or b""
        allowed = {}
        for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
            if match := _WITHHELD.fullmatch(line):
                allowed[match[1]] = match[2] or ""
            elif line:
                self.problems.append(f"withheld.txt, line {number}, is not a SHA-256 and a reason.")
        return allowed


# --- Command line ------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 for a sound record, 1 for a broken one, 2 for a misuse."""
    parser = argparse.ArgumentParser(
        prog="verify", description="Verify a record, offline or from an address."
    )
    parser.add_argument("source", help="the directory of an export, or an http(s) address")
    parser.add_argument("--key", help="the log's key as you know it: the key itself or a file")
    parser.add_argument("--checkpoint", help="a file with a checkpoint you kept from earlier")
    parser.add_argument("--policy", help="a file that says whose countersignatures count")
    options = parser.parse_args(arguments)
    try:
        key = _key_option(options.key)
        checkpoint = _file_option(options.checkpoint)
        policy = _file_option(options.policy, MAX_POLICY_BYTES)
        report = verify(
            options.source, key=key, checkpoint=checkpoint, policy=policy, progress=_progress()
        )
    except (UsageError, SourceError) as error:
        print(f"verify: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("verify: interrupted; nothing is proved.", file=sys.stderr)
        return 130
    for line in summary(report):
        print(line)
    return 0 if report.ok else 1


def _key_option(text: str | None) -> str | None:
    """Return the key, which is either written out (it holds a +) or in a file."""
    if text is None or ("+" in text and not Path(text).exists()):
        return text
    return (_file_option(text) or b"").decode("utf-8", "replace")


def _file_option(name: str | None, limit: int = note.MAX_NOTE_BYTES) -> bytes | None:
    if name is None:
        return None
    try:
        with Path(name).open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}.") from None


def _progress() -> Progress | None:
    """Return a line of progress for a person who watches, nothing for a file or a pipe."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, size: int) -> None:
        end = "\n" if done == size else ""
        print(f"\r{done} of {size} entries", end=end, file=sys.stderr, flush=True)

    return show


if __name__ == "__main__":
    sys.exit(main())
