"""Published test vectors, read from outside the repository; plainly skipped where absent.

They are looked for in KOINON_FIELD_DATA, or in `shared/data` beside the repository.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.support.field import DATA

from koinon.record import canonical, merkle, note, tiles
from koinon.record.note import Checkpoint, NoteError, VerifierKey
from koinon.record.tiles import ENTRIES, Tile

VECTORS = DATA / "vectors"
TESSERA = VECTORS / "tessera-log" / "testdata" / "log"

pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(
        not VECTORS.is_dir(),
        reason=f"no published test vectors in {VECTORS}; set KOINON_FIELD_DATA",
    ),
]


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


# --- RFC 8785 ----------------------------------------------------------------------------------


JCS = VECTORS / "rfc8785-jcs" / "testdata"


@pytest.mark.parametrize("name", ["arrays", "french", "unicode", "weird"])
def test_canonical_json(name: str) -> None:
    value, expected = read(JCS / f"input/{name}.json"), (JCS / f"output/{name}.json").read_bytes()
    assert canonical.dump(value) == expected
    assert canonical.load(expected) == value


def test_canonical_json_of_the_two_examples_with_floats() -> None:
    with pytest.raises(canonical.CanonicalError, match="of the type float"):
        canonical.load((JCS / "output/values.json").read_bytes())
    value = read(JCS / "input/structures.json")
    with pytest.raises(canonical.CanonicalError, match="of the type float"):
        canonical.dump(value)
    value["1"]["\n"] = 56  # Read as 56.0, which RFC 8785 writes as 56.
    assert canonical.dump(value) == (JCS / "output/structures.json").read_bytes()


# --- RFC 6962 (transparency-dev/merkle) --------------------------------------------------------

# Equal trees of one leaf whose roots are 12 bytes long: we refuse every hash that is not 32 bytes.
SHORT_ROOTS = "sizes-are-equal-one-and-proof-is-empty.json"


def decoded(texts: Any) -> list[bytes]:
    return [b64decode(text or "") for text in texts or []]


def test_inclusion_proofs() -> None:
    files = sorted((VECTORS / "rfc6962-merkle/testdata/inclusion").rglob("*.json"))
    for file in files:
        v = read(file)
        leaf, root = decoded([v["leafHash"], v["root"]])
        found = merkle.verify_inclusion(
            v["leafIdx"], v["treeSize"], leaf, decoded(v["proof"]), root
        )
        assert found is not v["wantErr"], file
    assert len(files) == 98


def test_consistency_proofs() -> None:
    files = sorted((VECTORS / "rfc6962-merkle/testdata/consistency").rglob("*.json"))
    for file in files:
        v = read(file)
        old, new = decoded([v["root1"], v["root2"]])
        found = merkle.verify_consistency(v["size1"], v["size2"], old, new, decoded(v["proof"]))
        assert found is (not v["wantErr"] and file.name != SHORT_ROOTS), file
    assert len(files) == 98


# --- C2SP signed notes, checkpoints, cosignatures ----------------------------------------------


def test_signed_notes() -> None:
    examples = read(VECTORS / "c2sp-note-examples.json")
    for example in examples["examples"]:
        key = VerifierKey.parse(example["vkey"])
        parsed = note.parse_note(example["note"].encode())
        assert str(key) == example["vkey"]
        assert (parsed.signed_by([key]) == (key,)) is example["ok"], example["what"]
        assert bytes(parsed) == example["note"].encode()
        altered = note.Note(parsed.text.replace("\n", "x\n", 1), parsed.signatures)
        with pytest.raises(NoteError, match="does not fit the text"):
            altered.signed_by([key])
    assert len(examples["examples"]) == 19
    for index, path in examples["tile_paths"].items():
        assert Tile(0, int(index)).path == f"tile/0/{path}"
    assert b64decode(examples["empty_root_b64"]) == merkle.EMPTY_ROOT


# --- Ed25519 edge cases (C2SP CCTV) ------------------------------------------------------------


def by_openssl(v: dict[str, Any]) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(v["key"]))
        key.verify(bytes.fromhex(v["sig"]), v["msg"].encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def test_ed25519_edge_cases_follow_the_one_rule() -> None:
    """No cofactor, R compared as bytes, k over the bytes as given, A not of low order."""
    vectors = read(VECTORS / "ed25519" / "ed25519vectors.json")
    refused = {"low_order_residue", "non_canonical_R", "reencoded_k"}
    counts: Counter[str] = Counter()
    for v in vectors:
        flags = set(v["flags"] or ())
        public_key = bytes.fromhex(v["key"])
        low_order = "low_order_A" in flags
        found = note.verify_ed25519(public_key, bytes.fromhex(v["sig"]), v["msg"].encode())
        assert (public_key in note.LOW_ORDER_KEYS) is low_order, v["number"]
        assert found is not (low_order or bool(flags & refused)), v["number"]
        counts["accepted"] += found
        counts["accepted but for the low order of A"] += found or by_openssl(v)
    # 208 is also what Go's standard library and WebCrypto accept.
    assert counts == {"accepted": 86, "accepted but for the low order of A": 208}
    assert len(vectors) == 914


# --- A log written by another program (Tessera) ------------------------------------------------


def test_a_foreign_log() -> None:
    vkey = read(VECTORS / "c2sp-note-examples.json")["examples"][-1]["vkey"]
    key = VerifierKey.parse(vkey)
    roots: dict[int, bytes] = {0: merkle.EMPTY_ROOT}
    for size in range(1, 16):
        bundle = (TESSERA / Tile(ENTRIES, 0, size).path).read_bytes()
        leaves = list(map(merkle.leaf_hash, tiles.decode_bundle(bundle)))
        assert leaves == tiles.decode_hashes((TESSERA / Tile(0, 0, size).path).read_bytes())
        roots[size] = merkle.tree_root(leaves)
    for size in range(16):
        signed = (TESSERA / f"checkpoint.{size}").read_bytes()
        assert note.open_checkpoint(signed, key) == Checkpoint(key.name, size, roots[size])
