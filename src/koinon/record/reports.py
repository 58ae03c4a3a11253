"""What a verification found, as data and in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from koinon.record.countersigned import NOBODY, Countersigned
from koinon.record.note import Checkpoint, VerifierKey

_LATEST = 253_402_300_799
"""Seconds until the end of the year 9999, the last one that can be written."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A document that the record names and its holder may not publish, with the reason given."""

    sha256: str
    because: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found. `problems` are whole sentences, each naming its place.

    `key` is the key that the record itself names. `compared_with` says what else it was held
    against ("key", "checkpoint", "policy"); `withheld` lists documents that may be absent and are.
    """

    checkpoint: Checkpoint | None
    key: VerifierKey | None
    problems: tuple[str, ...]
    documents: int
    withheld: tuple[Withheld, ...]
    compared_with: tuple[str, ...]
    countersigned: Countersigned = NOBODY

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def fingerprint(self) -> str:
        """What two holders compare, aloud if need be: SHA-256 over the key and the checkpoint."""
        if self.checkpoint is None or self.key is None:
            return ""
        digest = sha256(f"{self.key}\n{self.checkpoint.text}".encode()).hexdigest()
        return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))


def summary(report: Report) -> Iterator[str]:
    """Yield the lines that tell a person what was found."""
    if (checkpoint := report.checkpoint) is not None:
        yield f"Record {checkpoint.origin}: {checkpoint.size} entries, {report.documents} documents"
        yield f"Root   {checkpoint.root.hex()}"
    if report.key is not None:
        yield f"Key    {report.key}"
    for document in report.withheld:
        yield f"Withheld: documents/{document.sha256} {document.because}".rstrip()
    yield from _told_countersigned(report)
    for problem in report.problems:
        yield f"BROKEN: {problem}"
    if report.ok:
        yield _verdict(report.compared_with)
        yield f"Fingerprint to compare with other holders: {report.fingerprint}"


def _told_countersigned(report: Report) -> Iterator[str]:
    found = report.countersigned
    for one in found.by:
        when = datetime.fromtimestamp(0, UTC) + timedelta(seconds=min(one.time, _LATEST))
        yield f"Countersigned by {one.name}: {one.size} entries, on {when:%Y-%m-%d %H:%M} UTC"
    if found.by or "policy" in report.compared_with:
        what = "witnesses of the policy" if "policy" in report.compared_with else "cities"
        yield f"Countersigned by {len(found.by)} of {found.of} {what}."
    if found.size and report.checkpoint is not None:
        yield (
            f"As many as the policy demands countersigned the first {found.size} of "
            f"{report.checkpoint.size} entries."
        )


def _verdict(compared_with: Sequence[str]) -> str:
    if not compared_with:
        return (
            "Consistent with itself. To rule out that all of it was rewritten, compare the "
            "fingerprint, or give --key or --checkpoint from another source."
        )
    told = {"key": "the key given", "checkpoint": "the earlier checkpoint"}
    told["policy"] = "the policy"
    return f"Sound, and true to {' and '.join(told[name] for name in compared_with)}."
