"""What countersignatures beside a record show, and every way to pretend that there are more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.record.cities import (
    GHENT,
    LYON,
    TIME,
    TURKU,
    checkpoint,
    countersigned,
    ending,
    key,
    policy,
    published,
    record,
    registering,
)
from tests.record.exports import KEY, THIEF, bodies, entry, genesis, seats, write_export

from koinon.record import note
from koinon.record.cosignatures import MAX_FILE_BYTES, cosign, read_file, write_file
from koinon.record.note import Checkpoint, Note, NoteError, Signature, VerifierKey, parse_note
from koinon.record.verify import main, verify

BOTH = ((GHENT, "ghent"), (LYON, "lyon"))


def counted(found: Any) -> list[tuple[str, int, int]]:
    return [(one.name, one.size, one.time) for one in found.countersigned.by]


def test_the_cities_of_the_record_are_counted_by_their_registered_keys(tmp_path: Path) -> None:
    entries = record(300)
    root = published(
        tmp_path,
        entries,
        countersigned(checkpoint(entries[:4]), *BOTH),
        countersigned(checkpoint(entries[:299]), (LYON, "lyon"), time=TIME + 60),
    )
    report = verify(root)
    assert report.problems == ()
    assert counted(report) == [("ghent", 4, TIME), ("lyon", 299, TIME + 60)]
    assert (report.countersigned.of, report.countersigned.size) == (2, None)


def test_cosignatures_on_the_checkpoint_itself_count(tmp_path: Path) -> None:
    entries = record(5)
    root = write_export(tmp_path, bodies(entries))
    (root / "checkpoint").write_bytes(countersigned(checkpoint(entries), (GHENT, "ghent")))
    assert counted(verify(root)) == [("ghent", 5, TIME)]


@pytest.mark.parametrize(
    ("enough", "size"), [("any", 9), ("2", 4), ("all", 0), ("1", 9)], ids=lambda one: str(one)
)
def test_a_policy_says_how_much_is_countersigned(tmp_path: Path, enough: str, size: int) -> None:
    entries = record(10)
    root = published(
        tmp_path,
        entries,
        countersigned(checkpoint(entries[:4]), (GHENT, "ghent")),
        countersigned(checkpoint(entries[:9]), (LYON, "lyon")),
    )
    report = verify(root, policy=policy(enough))
    assert (report.countersigned.of, report.countersigned.size) == (3, size)
    lacking = "2 of 3 witnesses of the policy countersigned this record: fewer than the policy"
    assert [one[: len(lacking)] for one in report.problems] == ([] if size else [lacking])
    assert report.compared_with == ("key", "policy")


def test_the_command_tells_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = record(10)
    root = published(tmp_path / "out", entries, countersigned(checkpoint(entries[:9]), *BOTH))
    (tmp_path / "policy").write_bytes(policy())
    assert main([str(root), "--policy", str(tmp_path / "policy")]) == 0
    said = capsys.readouterr().out
    assert "Countersigned by ghent: 9 entries, on 2026-11-18 11:06 UTC\n" in said
    assert "Countersigned by 2 of 3 witnesses of the policy.\n" in said
    assert "As many as the policy demands countersigned the first 9 of 10 entries.\n" in said
    assert "Sound, and true to the key given and the policy." in said
    assert main([str(root)]) == 0
    assert "Countersigned by 2 of 2 cities.\n" in capsys.readouterr().out


# --- Whoever keeps the log cheats --------------------------------------------------------------


def test_a_rewritten_past_differs_from_what_was_countersigned(tmp_path: Path) -> None:
    honest, forged = record(10), record(10)
    forged[5]["data"] = {"city": "ghent", "value": 1_000_000}
    vouched = countersigned(checkpoint(honest[:8]), *BOTH)
    for given in (None, policy()):
        report = verify(published(tmp_path, forged, vouched), policy=given)
        assert report.problems[0] == (
            "the first 8 entries are not those of the checkpoint that ghent, lyon countersigned: "
            "the record was rewritten, or its log showed two versions of it."
        )
        assert report.countersigned.by == ()


def test_an_end_cut_off_is_shorter_than_what_was_countersigned(tmp_path: Path) -> None:
    entries = record(10)
    report = verify(published(tmp_path, entries[:7], countersigned(checkpoint(entries), *BOTH)))
    assert report.problems == (
        "the checkpoint that ghent, lyon countersigned counts 10 entries, this record 7: entries "
        "7–9 were cut off.",
    )


def test_a_record_signed_anew_has_no_countersignatures(tmp_path: Path) -> None:
    """The thief founds the same league with another key; the policy names the right one."""
    theirs = VerifierKey(KEY.name, THIEF.public_key().public_bytes_raw())
    entries = record(6)
    entries[0]["data"]["log_key"] = str(theirs)
    root = write_export(tmp_path, bodies(entries), private_key=THIEF, key=theirs)
    said = countersigned(checkpoint(record(6)), *BOTH)
    (root / "countersigned").write_bytes(said)
    problems = verify(root, policy=policy()).problems
    assert f"key is {theirs}, not the key given: the record was signed anew." in problems
    alone = verify(root).problems
    assert alone == (
        "the checkpoint of 6 entries that ghent, lyon countersigned is not signed with the key of "
        "this record: the record was signed anew, or it is another one.",
    )


def test_without_countersignatures_a_policy_is_not_met(tmp_path: Path) -> None:
    report = verify(write_export(tmp_path, bodies(record(6))), policy=policy())
    assert report.problems == (
        "0 of 3 witnesses of the policy countersigned this record: fewer than the policy demands.",
    )


# --- Cosignatures that are none ----------------------------------------------------------------


def _forged(said: Checkpoint) -> bytes:
    """Lyon's name over Ghent's signature."""
    made = cosign(said, key(LYON, "lyon").name, GHENT, TIME)
    line = Signature(made.name, key(LYON, "lyon").key_id, made.signature)
    signed = parse_note(note.sign(said.text, said.origin, _log()))
    return bytes(Note(signed.text, (*signed.signatures, line)))


def _log() -> Any:
    from tests.record.exports import PRIVATE

    return PRIVATE


def _other_time(said: Checkpoint) -> bytes:
    signed = parse_note(countersigned(said, (LYON, "lyon")))
    log, city = signed.signatures
    later = (TIME + 1).to_bytes(8, "big") + city.signature[8:]
    return bytes(Note(signed.text, (log, Signature(city.name, city.key_id, later))))


def _moved(said: Checkpoint) -> bytes:
    """A true cosignature of an older checkpoint under a newer one."""
    older = parse_note(countersigned(checkpoint(record(4)), (LYON, "lyon")))
    signed = parse_note(note.sign(said.text, said.origin, _log()))
    return bytes(Note(signed.text, (*signed.signatures, older.signatures[1])))


@pytest.mark.parametrize("made", [_forged, _other_time, _moved])
@pytest.mark.parametrize("given", [None, policy("any")], ids=["record", "policy"])
def test_a_forged_cosignature_is_named(
    tmp_path: Path, made: Callable[[Checkpoint], bytes], given: bytes | None
) -> None:
    entries = record(6)
    report = verify(published(tmp_path, entries, made(checkpoint(entries))), policy=given)
    assert report.problems[0] == (
        "countersigned, the checkpoint of 6 entries: the countersignature of lyon "
        "(lyon.example/koinon) does not hold."
    )
    assert report.countersigned.by == ()


def test_a_stranger_counts_for_nothing(tmp_path: Path) -> None:
    entries = record(6)
    root = published(tmp_path, entries, countersigned(checkpoint(entries), (TURKU, "turku")))
    assert (verify(root).problems, counted(verify(root))) == ((), [])


def test_nobody_counts_twice(tmp_path: Path) -> None:
    """The same city twice on one checkpoint, and on two of them."""
    entries = record(6)
    twice = countersigned(checkpoint(entries), (GHENT, "ghent"), (GHENT, "ghent"))
    root = published(tmp_path, entries, twice, countersigned(checkpoint(entries[:5]), *BOTH[:1]))
    assert counted(verify(root, policy=policy("any"))) == [("ghent", 6, TIME)]
    assert not verify(root, policy=policy("2")).ok


def test_a_checkpoint_of_another_log_says_nothing_of_this_one(tmp_path: Path) -> None:
    entries = record(6)
    other = countersigned(checkpoint(entries, "league.example/other"), *BOTH)
    (problem,) = verify(published(tmp_path, entries, other)).problems
    assert "is not signed with the key of this record" in problem


def test_a_key_counts_while_it_stands(tmp_path: Path) -> None:
    """Registered by entry 2, ended by entry 6: it counts for the logs of 3 to 6 entries."""
    entries = [*record(6), ending(6, LYON, "lyon"), entry(7)]
    for size, counts in ((2, False), (3, True), (6, True), (7, False), (8, False)):
        said = countersigned(checkpoint(entries[:size]), (LYON, "lyon"))
        report = verify(published(tmp_path / str(size), entries, said))
        assert (report.problems, bool(report.countersigned.by)) == ((), counts), size


def test_the_keys_of_a_city_end_when_it_leaves(tmp_path: Path) -> None:
    at = entry(4)["at"]
    leaving = {"kind": "membership", "city": "lyon", "status": "leaving", "leaves_at": at}
    left = [seats("council", [], ["council/lyon"])]
    left.append({"kind": "membership", "city": "lyon", "status": "left"})
    entries = [*record(3), entry(3, effects=[leaving]), entry(4, effects=left), entry(5)]
    for size, counts in ((4, True), (5, False)):
        said = countersigned(checkpoint(entries[:size]), (LYON, "lyon"))
        report = verify(published(tmp_path / str(size), entries, said))
        assert (report.problems, bool(report.countersigned.by)) == ((), counts), size


# --- Registering keys --------------------------------------------------------------------------


def _unsigned(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != "signed"}


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([registering(1, GHENT, "ghent", "council/lyon")], "by a seat that is not the city's"),
        ([registering(1, GHENT, "ghent", "secretariat")], "by a seat that is not the city's"),
        ([_unsigned(registering(1, GHENT, "ghent"))], "without being signed with it"),
        ([registering(1, GHENT, "ghent", key=str(key(LYON, "ghent")))], "names the key"),
        ([registering(1, GHENT, "ghent", key="ghent+1+a")], "its signature"),
        ([registering(1, GHENT, "ghent", key=7)], "its signature"),
        ([registering(1, GHENT, "ghent", more=1)], "unknown key 'more'"),
        ([registering(1, _log(), "ghent")], "that of the log"),
        (
            [registering(1, GHENT, "ghent"), registering(2, GHENT, "lyon")],
            "is or was another's",
        ),
        (
            [
                registering(1, GHENT, "ghent"),
                ending(2, GHENT, "ghent"),
                registering(3, GHENT, "ghent"),
            ],
            "is or was another's",
        ),
        ([ending(1, GHENT, "ghent")], "not one with which it countersigns"),
        ([registering(1, GHENT, "ghent"), ending(2, GHENT, "lyon")], "not one with which"),
    ],
)
def test_a_key_is_registered_by_its_city_alone_and_once(
    tmp_path: Path, entries: list[dict[str, Any]], sentence: str
) -> None:
    report = verify(write_export(tmp_path, bodies([genesis(), *entries])))
    assert report.problems[0].startswith(f"entry {len(entries)}: ")
    assert sentence in report.problems[0]


# --- The file ----------------------------------------------------------------------------------


def test_the_file_reads_back() -> None:
    notes = [countersigned(checkpoint(record(n)), *BOTH) for n in (3, 4, 6)]
    assert [bytes(one) for one in read_file(write_file(notes))] == notes
    assert read_file(b"") == ()


@pytest.mark.parametrize(
    "data",
    [
        b"\n",
        b"x\n\n",
        write_file([countersigned(checkpoint(record(3)))])[:-1],
        write_file([countersigned(checkpoint(record(3)))]) + b"\n",
        b"\n" + write_file([countersigned(checkpoint(record(3)))]),
        bytes(MAX_FILE_BYTES + 1),
        b"\xff\n\n\xff\n",
    ],
)
def test_another_file_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NoteError):
        read_file(data)
    root = write_export(tmp_path, bodies(record(4)))
    (root / "countersigned").write_bytes(data)
    (problem,) = verify(root).problems
    assert problem.startswith("countersigned cannot be read: ")
