"""Attacks on an export: every one is found, and the place is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.record.exports import (
    CHARTER,
    KEY,
    MAP,
    ORIGIN,
    PRIVATE,
    THIEF,
    bodies,
    entry,
    fact,
    genesis,
    league,
    seats,
    write_export,
)

from koinon.record import merkle, note, tiles
from koinon.record.canonical import dump, load
from koinon.record.note import Checkpoint
from koinon.record.treecheck import TreeCheck
from koinon.record.verify import MAX_PROBLEMS, main, verify

BUNDLE = "tile/entries/000.p/6"
HASHES = "tile/0/000.p/6"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_export(tmp_path / "export", bodies(league(6)))


def named(problems: Sequence[str]) -> set[int]:
    """The entries that the problems name."""
    found: set[int] = set()
    for problem in problems:
        for first, last in re.findall(r"entr(?:y|ies) (\d+)(?:–(\d+))?", problem):
            found.update(range(int(first), int(last or first) + 1))
    return found


def owners(bundle: bytes) -> list[int]:
    """Which entry each byte of a bundle belongs to."""
    return [n for n, body in enumerate(tiles.decode_bundle(bundle)) for _ in range(2 + len(body))]


# --- Bytes -------------------------------------------------------------------------------------


def test_every_changed_byte_of_the_entries_is_found_and_its_entry_named(export: Path) -> None:
    file = export / BUNDLE
    sound = file.read_bytes()
    for position, n in enumerate(owners(sound)):
        changed = bytearray(sound)
        changed[position] ^= 1 << position % 8
        file.write_bytes(changed)
        assert n in named(verify(export).problems), position
    file.write_bytes(sound)
    assert verify(export).ok


@pytest.mark.parametrize("path", ["checkpoint", "key", HASHES])
def test_every_changed_byte_of_other_files_is_found(export: Path, path: str) -> None:
    file = export / path
    sound = file.read_bytes()
    for position in range(len(sound)):
        changed = bytearray(sound)
        changed[position] ^= 1 << position % 8
        file.write_bytes(changed)
        problems = verify(export).problems
        assert problems, position
        if path == HASHES:
            assert problems == (
                f"{HASHES} has false hashes for entry {position // 32}; "
                "the entries themselves are sound.",
            )


@pytest.mark.parametrize("path", ["checkpoint", "key", HASHES, BUNDLE])
def test_every_missing_or_cut_file_is_found(export: Path, path: str) -> None:
    file = export / path
    sound = file.read_bytes()
    for length in {0, 1, len(sound) // 2, len(sound) - 1}:
        file.write_bytes(sound[:length])
        assert not verify(export).ok
    file.write_bytes(sound + b"\n")
    assert not verify(export).ok
    file.unlink()
    assert verify(export).problems[0].startswith(f"{path} is missing")


# --- Entries -----------------------------------------------------------------------------------

Tamper = Callable[[list[bytes]], list[bytes]]


def swap(entries: list[bytes]) -> list[bytes]:
    return [*entries[:3], entries[4], entries[3], *entries[5:]]


def remove(entries: list[bytes]) -> list[bytes]:
    return [*entries[:3], *entries[4:]]


def insert(entries: list[bytes]) -> list[bytes]:
    return [*entries[:3], dump(entry(3, id="00000000-0000-7000-8000-0000000000ff")), *entries[3:]]


def replace_third(entries: list[bytes]) -> list[bytes]:
    return [*entries[:3], dump(entry(3, effects=[fact("ghent", 1)])), *entries[4:]]


@pytest.mark.parametrize("tamper", [swap, remove, insert, replace_third])
def test_moved_entries_are_named(export: Path, tamper: Tamper) -> None:
    tampered = tamper(bodies(league(6)))
    (export / BUNDLE).write_bytes(tiles.encode_bundle(tampered))
    assert 3 in named(verify(export).problems)


@pytest.mark.parametrize(("tamper", "n"), [(swap, 3), (remove, 3), (insert, 4)])
def test_moved_entries_are_named_even_when_all_is_signed_anew(
    tmp_path: Path, tamper: Tamper, n: int
) -> None:
    write_export(tmp_path, tamper(bodies(league(6))))
    assert named(verify(tmp_path).problems[:1]) == {n}


def renumbered(tamper: Tamper, size: int = 6) -> list[bytes]:
    """What a careful thief makes of it: every n, and the instants, in order again."""
    entries: list[Any] = [load(body) for body in tamper(bodies(league(size)))]
    return bodies(
        [{**each, "n": n, "at": entry(n)["at"]} for n, each in enumerate(entries)],
    )


@pytest.mark.parametrize("tamper", [remove, insert, replace_third])
def test_a_rewritten_record_is_true_to_no_earlier_checkpoint(
    tmp_path: Path, tamper: Tamper
) -> None:
    """The log's own operator rewrites, with the true key: only memory helps."""
    sound = write_export(tmp_path / "sound", bodies(league(5)))
    forged = [*renumbered(tamper)]
    write_export(tmp_path / "forged", forged)
    assert verify(tmp_path / "forged", key=str(KEY)).ok
    report = verify(
        tmp_path / "forged", key=str(KEY), checkpoint=(sound / "checkpoint").read_bytes()
    )
    assert report.problems == (
        "the first 5 entries are not those of the earlier checkpoint: the record was rewritten.",
    )


def test_a_cut_off_end_is_found_with_an_earlier_checkpoint(export: Path, tmp_path: Path) -> None:
    earlier = (export / "checkpoint").read_bytes()
    write_export(tmp_path / "cut", bodies(league(4)))
    assert verify(tmp_path / "cut", key=str(KEY)).ok
    assert verify(tmp_path / "cut", checkpoint=earlier).problems == (
        "the earlier checkpoint counts 6 entries, this record 4: entries 4–5 were cut off.",
    )


def test_a_record_signed_anew_is_found_with_the_key_or_an_earlier_checkpoint(
    export: Path, tmp_path: Path
) -> None:
    thief = replace(KEY, public_key=THIEF.public_key().public_bytes_raw())
    entries = league(6)
    entries[0]["data"]["log_key"] = str(thief)
    forged = write_export(tmp_path / "forged", bodies(entries), private_key=THIEF, key=thief)
    assert verify(forged).ok
    problems = verify(forged, key=str(KEY)).problems
    assert problems[0] == f"key is {thief}, not the key given: the record was signed anew."
    assert "checkpoint is not genuine" in problems[1]
    problems = verify(forged, checkpoint=(export / "checkpoint").read_bytes()).problems
    assert problems == (
        f"the earlier checkpoint is not signed with {thief}: this record was signed anew, "
        "or it is another record.",
        "the first 6 entries are not those of the earlier checkpoint: the record was rewritten.",
    )


def test_only_the_checkpoint_signed_anew_is_found_without_a_key(export: Path) -> None:
    thief = replace(KEY, public_key=THIEF.public_key().public_bytes_raw())
    text = note.parse_note((export / "checkpoint").read_bytes()).text
    (export / "checkpoint").write_bytes(note.sign(text, ORIGIN, THIEF))
    assert "checkpoint is not genuine" in verify(export).problems[0]
    (export / "key").write_bytes(f"{thief}\n".encode())
    assert verify(export).problems == (f"entry 0 names the log key {KEY}, not {thief}.",)


def test_a_checkpoint_of_another_size_or_log_is_found(export: Path) -> None:
    leaves = [merkle.leaf_hash(body) for body in bodies(league(6))]
    shorter = Checkpoint(ORIGIN, 5, merkle.tree_root(leaves[:5]))
    (export / "checkpoint").write_bytes(note.sign(shorter.text, ORIGIN, PRIVATE))
    assert verify(export).problems[0] == (
        "tile/entries/000.p/5 is missing; what follows was not read."
    )
    empty = Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT)
    (export / "checkpoint").write_bytes(note.sign(empty.text, ORIGIN, PRIVATE))
    assert "the record is empty" in verify(export).problems[0]
    endless = Checkpoint(ORIGIN, 2**53 - 1, bytes(32))
    (export / "checkpoint").write_bytes(note.sign(endless.text, ORIGIN, PRIVATE))
    assert verify(export).problems[0].startswith("tile/entries/000 is missing")


# --- Larger trees: where to look when the tiles were altered too -------------------------------


def test_an_entry_altered_with_its_hash_is_found_in_its_range(tmp_path: Path) -> None:
    entries = bodies(league(600))
    write_export(tmp_path, entries)
    entries[300] = dump(entry(300, effects=[fact("ghent", 7)]))
    group = entries[256:512]
    (tmp_path / "tile/entries/001").write_bytes(tiles.encode_bundle(group))
    assert verify(tmp_path).problems == (
        "entry 300 is not what the hash tile recorded: altered, moved or missing.",
    )
    (tmp_path / "tile/0/001").write_bytes(tiles.encode_hashes(map(merkle.leaf_hash, group)))
    assert verify(tmp_path).problems == (
        "among the entries 256–511 something is altered; their tiles too.",
    )
    leaves = [merkle.leaf_hash(body) for body in entries]
    upper = tiles.encode_hashes(merkle.tree_root(leaves[i : i + 256]) for i in (0, 256))
    (tmp_path / "tile/1/000.p/2").write_bytes(upper)
    assert verify(tmp_path).problems == (
        "the entries do not give the root of the checkpoint, nor do the hash tiles.",
    )


def test_false_tiles_are_told_from_false_entries(tmp_path: Path) -> None:
    write_export(tmp_path, bodies(league(600)))
    (tmp_path / "tile/1/000.p/2").write_bytes(bytes(64))
    assert verify(tmp_path).problems == (
        "tile/1/000.p/2 has false hashes; the entries themselves are sound.",
    )
    (tmp_path / "tile/0/002.p/88").write_bytes(bytes(88 * 32))
    assert verify(tmp_path).problems[0] == (
        "tile/0/002.p/88 has false hashes for entries 512–599; the entries themselves are sound."
    )


def test_a_hidden_high_tile_is_found_in_a_log_of_three_levels(tmp_path: Path) -> None:
    leaves = [merkle.leaf_hash(b"%d" % n) for n in range(70_000)]
    check = treecheck(leaves)
    assert list(check.faults(merkle.tree_root(leaves))) == []
    altered = [*leaves]
    altered[66_000] = altered[2] = bytes(32)
    assert list(treecheck(altered, upper_from=leaves).faults(merkle.tree_root(leaves))) == [
        "among the entries 0–255 something is altered; their tiles too.",
        "among the entries 65792–66047 something is altered; their tiles too.",
    ]


def treecheck(leaves: list[bytes], upper_from: list[bytes] | None = None) -> TreeCheck:
    check = TreeCheck(len(leaves))
    for start in range(0, len(leaves), 256):
        check.add_group(leaves[start : start + 256], leaves[start : start + 256])
    for level in (1, 2):
        check.add_upper(
            level,
            [
                merkle.tree_root((upper_from or leaves)[i << 8 * level : i + 1 << 8 * level])
                for i in range(len(leaves) >> 8 * level)
            ],
        )
    return check


# --- The form of entries, all signed by the true key -------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"v": 2}, "its version is 2; this verifier reads version 1."),
        ({"v": True}, "its version is True; this verifier reads version 1."),
        ({"n": 5}, "its n is 5, although 4 entries go before."),
        ({"n": "4"}, "its n is '4', although 4 entries go before."),
        (
            {"at": entry(2)["at"]},
            "is before that of the entry before, 2026-11-21T00:00:03.000000Z.",
        ),
        ({"at": "2026-11-21T00:00:04Z"}, "the instant '2026-11-21T00:00:04Z' is malformed."),
        ({"at": "2026-11-31T00:00:04.000000Z"}, "the instant 2026-11-31T00:00:04.000000Z does not"),
        ({"at": "2026-12-21T24:00:00.000000Z"}, "the instant 2026-12-21T24:00:00.000000Z does not"),
        ({"id": entry(1)["id"]}, "is that of an earlier entry."),
        ({"id": "00000000-0000-7000-8000-00000000000A"}, "the id '00000000-"),
        ({"id": 4}, "the id 4 is malformed."),
        ({"type": "cities.certify_fact"}, "the type 'cities.certify_fact' is malformed."),
        ({"extra": 1}, "the entry has the unknown key 'extra'."),
        ({"by": {"seat": "secretariat", "via": "web"}}, "by lacks the key 'auth'."),
        ({"by": ["secretariat"]}, "by is not an object."),
        ({"by": {"seat": "mayor", "via": "web", "auth": "code"}}, "the acting seat mayor does not"),
        (
            {"by": {"seat": "council/lyon", "via": "web", "auth": "code"}},
            "the acting seat council/lyon does not exist at that moment.",
        ),
        ({"by": {"seat": 3, "via": "web", "auth": "code"}}, "the seat 3 is malformed."),
        ({"by": {"seat": None, "via": "web", "auth": "code"}}, "an article grants power to a seat"),
        ({"by": {"seat": None, "via": "fax", "auth": "code"}}, "by an unknown way, 'fax'."),
        ({"by": {"seat": None, "via": "web", "auth": []}}, "in an unknown way, []."),
        ({"by": {"seat": None, "via": "genesis", "auth": "none"}}, "entry 0, and no other"),
        ({"grant": {"kind": "genesis"}}, "entry 0, and no other, is the genesis."),
        ({"grant": {"kind": "article"}}, "the grant by article lacks the key 'article'."),
        ({"grant": {"kind": "article", "article": ""}}, "the article of its grant is not a text"),
        ({"grant": {"kind": "clock", "decision": 2}}, "has the unknown key 'decision'."),
        ({"grant": {"kind": "decision", "decision": 4}}, "entry 4, does not go before."),
        ({"grant": {"kind": "decision", "decision": -1}}, "-1 is not a whole number from 0 on."),
        ({"grant": {"kind": "might"}}, "the kind of its grant is unknown, 'might'."),
        ({"grant": "article"}, "the kind of its grant is unknown, None."),
        ({"cause": "4.0"}, "its cause 4.0 does not go before."),
        ({"cause": "2.0"}, "its cause 2.0 was carried out by an earlier entry."),
        ({"cause": "02.0"}, "the cause '02.0' is malformed."),
        (
            {"by": {"seat": "secretariat", "via": "then", "auth": "none"}},
            "it came by `then` and names no cause.",
        ),
        ({"data": []}, "data is not an object."),
        ({"result": None}, "result is not an object."),
        ({"effects": {}}, "effects is not a list."),
        ({"data": {"x": [{"private": "Ms Mayor"}]}}, "a private value is not written as a commit"),
        ({"data": {"private": True}}, "a private value is not written as a commitment alone."),
        ({"effects": [{"kind": "magic"}]}, "effect 0 is of the unknown kind 'magic'."),
        ({"effects": ["fact"]}, "effect 0 is of the unknown kind None."),
        (
            {"effects": [seats("council", ["council/ghent"])]},
            "effect 0: the seat council/ghent is ",
        ),
        (
            {"effects": [seats("council", [], ["council/lyon"])]},
            "effect 0: the seat council/lyon of",
        ),
        (
            {"effects": [seats("board", [], ["council/ghent"])]},
            "of the body 'board' is removed but",
        ),
        (
            {"effects": [seats("council", ["Council"])]},
            "effect 0: the seat 'Council' is malformed.",
        ),
        ({"effects": [{**seats("council"), "add": "x"}]}, "effect 0: the seats to add and to remo"),
        ({"effects": [fact("ghent", "2/4")]}, "effect 0: the value of a fact '2/4' is not in lowe"),
        ({"effects": [fact("ghent", "12")]}, "'12' is written as a text, not as a number."),
        ({"effects": [fact("ghent", "1/0")]}, "the value of a fact '1/0' divides by zero."),
        ({"effects": [fact("ghent", "0.5")]}, "the value of a fact '0.5' is malformed."),
        ({"effects": [fact("ghent", True)]}, "the value of a fact True is malformed."),
        ({"effects": [fact("ghent", 1, on="2026-02-30")]}, "the day '2026-02-30' of a fact is not"),
        ({"effects": [fact("ghent", 1, on="20260201")]}, "the day '20260201' of a fact is not"),
        ({"effects": [fact("ghent", 1, unit="")]}, "the unit of a fact is not a text of 1 to 200"),
        ({"effects": [fact("ghent", 1, subject="ghent")]}, "the subject of a fact 'ghent' is malf"),
        (
            {"effects": [fact("ghent", 1, supersedes=2)]},
            "entry 2 states no population of city:ghent",
        ),
        ({"effects": [{"kind": "fact"}]}, "effect 0: a fact lacks the key 'boundary'."),
        (
            {"effects": [{"kind": "document", "sha256": "x", "size": 1, "media": "text/plain"}]},
            "effect 0: the hash of a document 'x' is malformed.",
        ),
        (
            {
                "effects": [
                    {
                        "kind": "document",
                        "sha256": sha256(MAP).hexdigest(),
                        "size": 1,
                        "media": "text/plain",
                    }
                ]
            },
            f"had {len(MAP)} bytes before, not 1.",
        ),
    ],
)
def test_a_false_entry_is_named_though_the_true_key_signed_it(
    tmp_path: Path, changes: dict[str, Any], sentence: str
) -> None:
    sound = league(6)
    write_export(tmp_path, bodies([*sound[:4], entry(4, **changes), sound[5]]))
    problems = verify(tmp_path, key=str(KEY)).problems
    assert problems[0].startswith("entry 4: ")
    assert sentence in problems[0]
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"origin": "other.example"}, "the log key is of league.example/log, not of the origin"),
        ({"log_key": "x"}, "the log key of the genesis is none: "),
        ({"log_key": 1}, "the log key is not a text of 1 to 200 characters."),
        ({"charter": {"sha256": "0" * 64}}, "the charter lacks the key 'media'."),
        ({"charter": None}, "the charter is not an object."),
    ],
)
def test_a_false_genesis_is_named(tmp_path: Path, change: dict[str, Any], sentence: str) -> None:
    data = genesis()["data"]
    write_export(tmp_path, bodies([genesis(data=data | change)]))
    assert sentence in verify(tmp_path).problems[0]
    del data["origin"]
    write_export(tmp_path, bodies([genesis(data=data)]))
    assert verify(tmp_path).problems[0] == "entry 0: the genesis lacks origin."


@pytest.mark.parametrize(
    "changes",
    [
        {"grant": {"kind": "clock"}},
        {"by": {"seat": None, "via": "web", "auth": "none"}},
        {"by": {"seat": "secretariat", "via": "genesis", "auth": "none"}},
    ],
)
def test_the_first_entry_is_the_genesis(tmp_path: Path, changes: dict[str, Any]) -> None:
    write_export(tmp_path, bodies([genesis(**changes)]))
    assert verify(tmp_path).problems[0].startswith("entry 0: ")


def test_a_log_of_another_name_than_its_genesis(tmp_path: Path) -> None:
    other = replace(KEY, name="other.example")
    write_export(tmp_path, bodies([genesis()]), key=other)
    assert verify(tmp_path).problems == (
        f"entry 0 names the log key {KEY}, not {other}.",
        "entry 0 founds league.example/log, the checkpoint is of other.example.",
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"a":1,"a":2}', "the key 'a' at $ comes twice; write it once."),
        (dump(entry(4)).replace(b'"v":1', b'"v": 1'), "differs from the canonical form"),
        (dump(entry(4)).replace(b'"v":1', b'"v":1.0'), "the value at $.v is of the type float"),
        (b"[" * 60_000, "lies deeper than 32 levels"),
        (b"9" * 60_000, "a number is outside"),
        (b"[]", "the entry is not an object."),
        (b"", "is not JSON"),
    ],
)
def test_entries_that_two_readers_could_read_differently(
    tmp_path: Path, body: bytes, sentence: str
) -> None:
    sound = bodies(league(6))
    write_export(tmp_path, [*sound[:4], body, sound[5]])
    problems = verify(tmp_path).problems
    assert problems[0].startswith("entry 4: ")
    assert sentence in problems[0]


def test_the_list_of_problems_has_an_end(tmp_path: Path) -> None:
    documents = [
        {"kind": "document", "sha256": f"{n:064x}", "size": 1, "media": "a/b"} for n in range(200)
    ]
    write_export(tmp_path, bodies([genesis(), entry(1, effects=documents)]))
    problems = verify(tmp_path).problems
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1] == "and 100 more problems."


def test_the_command_fails_on_a_broken_record(
    export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (export / "documents" / sha256(CHARTER).hexdigest()).write_bytes(b"another charter")
    assert main([str(export)]) == 1
    said = capsys.readouterr().out
    assert f"BROKEN: documents/{sha256(CHARTER).hexdigest()} is not the document" in said
    assert "Fingerprint" not in said
