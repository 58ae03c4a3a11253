"""Small records for tests: entries of a fictional league, and exports of them to tamper with."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from koinon.record import canonical, merkle, note, tiles
from koinon.record.note import Checkpoint, VerifierKey

ORIGIN = "league.example/log"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey(ORIGIN, PRIVATE.public_key().public_bytes_raw())
THIEF = Ed25519PrivateKey.from_private_bytes(bytes(32))
CHARTER = b'format = "koinon-charter/1"\n'
MAP = b"a map of the harbour\n"


def document(data: bytes, media: str = "text/plain") -> dict[str, Any]:
    return {"sha256": sha256(data).hexdigest(), "size": len(data), "media": media}


def fact(city: str, value: int | str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "fact",
        "subject": f"city:{city}",
        "name": "population",
        "value": value,
        "unit": "inhabitants",
        "boundary": "legal municipality",
        "on": "2026-01-01",
        "source": "city register",
        "licence": "CC0-1.0",
        **more,
    }


def seats(body: str, add: Sequence[str] = (), remove: Sequence[str] = ()) -> dict[str, Any]:
    return {"kind": "seats", "body": body, "add": list(add), "remove": list(remove)}


def entry(n: int, /, **changes: Any) -> dict[str, Any]:
    """An ordinary entry: the secretariat certifies a fact under an article."""
    return {
        "v": 1,
        "n": n,
        "at": f"2026-11-21T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}.000000Z",
        "id": f"00000000-0000-7000-8000-{n:012x}",
        "type": "cities.certify_fact/1",
        "by": {"seat": "secretariat", "via": "web", "auth": "passkey"},
        "grant": {"kind": "article", "article": "3.2"},
        "data": {"city": "ghent", "value": n},
        "result": {},
        "effects": [fact("ghent", 265_000 + n)],
        **changes,
    }


def genesis(**changes: Any) -> dict[str, Any]:
    charter = document(CHARTER, "application/toml")
    fields: dict[str, Any] = {
        "type": "assembly.found_coalition/1",
        "by": {"seat": None, "via": "genesis", "auth": "local"},
        "grant": {"kind": "genesis"},
        "data": {"origin": ORIGIN, "log_key": str(KEY), "charter": charter},
        "effects": [
            {"kind": "document", **charter},
            seats("", ["secretariat"]),
            seats("council", ["council/ghent", "council/lyon"]),
        ],
    }
    return entry(0, **(fields | changes))


def league(size: int) -> list[dict[str, Any]]:
    """`size` entries that are in order, with a document, a decision and a clock act among them."""
    special: dict[int, dict[str, Any]] = {
        2: {"effects": [{"kind": "document", **document(MAP)}]},
        3: {
            "by": {"seat": None, "via": "then", "auth": "none"},
            "grant": {"kind": "decision", "decision": 2},
            "cause": "2.0",
            "effects": [seats("council", ["council/turku"], ["council/lyon"])],
        },
        4: {"by": {"seat": None, "via": "clock", "auth": "none"}, "grant": {"kind": "clock"}},
        5: {"data": {"payee": {"private": "ab" * 32}}, "effects": [fact("ghent", 1, supersedes=1)]},
    }
    return [genesis(), *(entry(n, **special.get(n, {})) for n in range(1, size))][:size]


def bodies(entries: Sequence[Any]) -> list[bytes]:
    return [canonical.dump(each) for each in entries]


def write_export(
    root: Path,
    entries: Sequence[bytes],
    *,
    private_key: Ed25519PrivateKey = PRIVATE,
    key: VerifierKey = KEY,
    documents: Sequence[bytes] = (CHARTER, MAP),
) -> Path:
    """An export of these entry bytes, whatever they are."""
    leaves = [merkle.leaf_hash(body) for body in entries]
    size = len(leaves)
    files = {f"documents/{sha256(data).hexdigest()}": data for data in documents}
    for tile in tiles.all_tiles(size):
        if tile.level == tiles.ENTRIES:
            part = entries[tile.first : tile.first + tile.width]
            files[tile.path] = tiles.encode_bundle(part)
        else:
            nodes = [leaves[i << level : i + 1 << level] for level, i in tile.nodes]
            files[tile.path] = tiles.encode_hashes(map(merkle.tree_root, nodes))
    checkpoint = Checkpoint(key.name, size, merkle.tree_root(leaves))
    files["checkpoint"] = note.sign(checkpoint.text, key.name, private_key)
    files["key"] = f"{key}\n".encode()
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return root
