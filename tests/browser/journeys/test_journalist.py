"""A journalist takes the record home and alters one figure of it; the verifier says where."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.record.exports import THIEF, write_export
from tests.support.coalition import League
from tests.support.journeys import Walker
from tests.support.verifying import as_told, copy_of_record, run_verifier

from koinon.assembly import queries as assembly
from koinon.record import canonical, store, tiles
from koinon.record.note import VerifierKey

pytestmark = pytest.mark.browser

PAID = b"39000000"
"""The first half of the teachers' courses: 390,000 EUR, said three times in the payment's entry."""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_journalist_finds_what_was_altered_in_a_copy(
    demonstration: Any, walker: Callable[..., Walker], language: str, tmp_path: Path
) -> None:
    journalist = walker(demonstration.address, language)
    journalist.tab.goto("/")
    journalist.follow("How to check all of it")
    journalist.look("verify")
    commands = [one for one in journalist.tab.locator("pre").all_inner_texts() if "verify" in one]
    over_the_net, with_key, offline, later = (one.strip() for one in commands)
    fingerprint = journalist.read("pre.fingerprint")
    copy = copy_of_record(journalist, tmp_path)
    assert copy.name == f"record-{demonstration.entries}"

    untouched_verifies(tmp_path, offline, fingerprint, demonstration.entries)
    assert as_told(tmp_path, over_the_net)[0] == 0
    assert as_told(tmp_path, with_key)[0] == 0
    a_figure_is_found(tmp_path, copy, offline)
    a_byte_of_a_document_is_found(tmp_path, copy, offline)
    key = with_key.split("'")[1]
    signed_anew_is_found(tmp_path, copy, offline, key)
    cut_off_is_found(journalist, demonstration, tmp_path, copy, later)


def untouched_verifies(folder: Path, offline: str, fingerprint: str, total: int) -> None:
    """The command as the page tells it; its fingerprint is the page's."""
    code, said = as_told(folder, offline)
    assert code == 0
    assert f"{total} entries" in said
    assert "BROKEN" not in said
    assert said.rstrip().endswith(fingerprint)


def a_figure_is_found(folder: Path, copy: Path, offline: str) -> None:
    """390,000.00 becomes 290,000.00 in one place of one entry; put back, the copy is sound."""
    entries = entries_of(copy)
    n = next(n for n, body in enumerate(entries) if _is_payment(body))
    first = n // tiles.WIDTH * tiles.WIDTH
    bundle = next(path for path in bundles_of(copy) if _begins_with(path, entries[first]))
    sound = bundle.read_bytes()
    bodies = list(tiles.decode_bundle(sound))
    bodies[n - first] = bodies[n - first].replace(PAID, b"29000000", 1)
    bundle.write_bytes(tiles.encode_bundle(bodies))
    code, said = as_told(folder, offline)
    assert code == 1
    problems = [line for line in said.splitlines() if line.startswith("BROKEN: ")]
    assert any(f"entry {n}" in line for line in problems), said
    assert not any(f"entry {other}" in said for other in (n - 1, n + 1))
    bundle.write_bytes(sound)
    assert as_told(folder, offline)[0] == 0


def a_byte_of_a_document_is_found(folder: Path, copy: Path, offline: str) -> None:
    """The first byte of the smallest document, by the document's name."""
    file = min(copy.glob("documents/*"), key=lambda one: (one.stat().st_size, one.name))
    sound = file.read_bytes()
    file.write_bytes(bytes([sound[0] ^ 1]) + sound[1:])
    code, said = as_told(folder, offline)
    assert code == 1
    assert f"documents/{file.name} is not the document of that hash and size." in said
    file.write_bytes(sound)


def signed_anew_is_found(folder: Path, copy: Path, offline: str, key: str) -> None:
    """Someone leaves the last entry out and signs all of it with a key of their own.

    The sample of the audit was drawn from the tree as it was. A copy that ends before it is
    consistent by itself; the key or the checkpoint kept from before tells.
    """
    entries = entries_of(copy)[:-1]
    size = len(entries)
    name = key.split("+")[0]
    theirs = VerifierKey(name, THIEF.public_key().public_bytes_raw())
    genesis: Any = canonical.load(entries[0])
    genesis["data"]["log_key"] = str(theirs)
    entries[0] = canonical.dump(genesis)
    documents = [file.read_bytes() for file in sorted(copy.glob("documents/*"))]

    def forge(entries: list[bytes]) -> tuple[int, str]:
        forged = write_export(
            folder / "forged", entries, private_key=THIEF, key=theirs, documents=documents
        )
        shutil.copy(copy / "withheld.txt", forged)
        return run_verifier(folder, "forged")

    code, said = forge(entries)
    assert code == 1
    assert "sample 1 is drawn from another value than was announced" in said
    shutil.rmtree(folder / "forged")
    drawn = next(n for n, body in enumerate(entries) if b'"treasury.draw_sample/1"' in body)
    entries = entries[:drawn]
    assert forge(entries)[0] == 0
    code, said = run_verifier(folder, "forged", "--key", key)
    assert code == 1
    assert f"key is {theirs}, not the key given: the record was signed anew." in said
    code, said = run_verifier(folder, "forged", "--checkpoint", f"{copy.name}/checkpoint")
    assert code == 1
    assert "this record was signed anew, or it is another record." in said
    assert f"entries {drawn}–{size} were cut off" in said


def cut_off_is_found(
    journalist: Walker, demonstration: Any, folder: Path, copy: Path, later: str
) -> None:
    """The record goes on; the copy of before is genuine, but not with the checkpoint of after."""
    total = demonstration.entries
    at = demonstration.clock.now_utc()
    League(at=at).vote(_kitchens(), "krestamont", "yes")
    code, said = as_told(folder, later)
    assert code == 0
    assert "Sound, and true to the earlier checkpoint." in said
    journalist.tab.reload()
    newer = copy_of_record(journalist, folder)
    assert newer.name == f"record-{total + 1}"
    code, said = run_verifier(folder, copy.name, "--checkpoint", f"{newer.name}/checkpoint")
    assert code == 1
    assert (
        f"the earlier checkpoint counts {total + 1} entries, this record {total}: "
        f"entries {total}–{total} were cut off." in said
    )


def entries_of(copy: Path) -> list[bytes]:
    """Every entry of a copy, in order."""
    return [body for path in bundles_of(copy) for body in tiles.decode_bundle(path.read_bytes())]


def bundles_of(copy: Path) -> list[Path]:
    """The files that hold entries, in order."""
    return sorted(path for path in copy.glob("tile/entries/**/*") if path.is_file())


def _begins_with(bundle: Path, body: bytes) -> bool:
    return next(iter(tiles.decode_bundle(bundle.read_bytes()))) == body


def _is_payment(body: bytes) -> bool:
    entry: Any = canonical.load(body)
    return entry["type"] == "treasury.pay/1" and body.count(PAID) == 3


def _kitchens() -> int:
    """The proposal that is voted on: its number."""
    (kitchens,) = assembly.voting_now(store.head().at)
    return kitchens.number
