"""Another verifier, written from docs/reference/record-format.md alone (sections 1, 3, 5 and 6).

    python stranger.py FOLDER

Imports nothing of Koinon: the standard library and `cryptography`. It judges the form of entries,
their numbers, their signatures, the files, the tree, the key and the checkpoint, and proves from
the published hash tiles that each entry is included and that every shorter log is the beginning of
this one. Of effects it judges those on keys alone, and of the cities that countersigned it says
how many entries each did. Ends with 0 when all of it holds.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key


def broken(what: str) -> NoReturn:
    sys.exit(f"BROKEN: {what}")


# --- Section 6: hashes, keys, checkpoints ---


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def unbase64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        broken(f"{text} has stray bits")
    return data


def read_key(folder: Path) -> tuple[str, bytes, bytes]:
    """(name, id, Ed25519 public key) of the file `key`."""
    name, key_id, encoded = (folder / "key").read_bytes().decode().removesuffix("\n").split("+", 2)
    typed = unbase64(encoded)
    if len(typed) != 33 or typed[0] != 1:
        broken("the key is not an Ed25519 key of a log")
    derived = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
    if derived.hex() != key_id:
        broken("the id is not that of the key")
    return name, derived, typed[1:]


def read_checkpoint(folder: Path) -> tuple[int, bytes]:
    """(size, root) that the log's key signed."""
    name, key_id, public = read_key(folder)
    text, _, signatures = (folder / "checkpoint").read_bytes().decode().partition("\n\n")
    text += "\n"
    origin, size, root = text.removesuffix("\n").split("\n")
    if origin != name or str(int(size)) != size:
        broken("the checkpoint is of another log, or its size is not written in decimal")
    for line in signatures.removesuffix("\n").split("\n"):
        dash, signer, encoded = line.split(" ")
        signed = unbase64(encoded)
        if (dash, signer, signed[:4]) == ("\N{EM DASH}", name, key_id):
            Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], text.encode())
            return int(size), unbase64(root)
    broken("the log did not sign the checkpoint")


# --- Section 5: files ---


def tile_path(level: str, index: int, width: int) -> str:
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + ("" if width == 256 else f".p/{width}")


def widths(count: int) -> list[int]:
    """The widths of the tiles of `count` things."""
    return [256] * (count // 256) + ([count % 256] if count % 256 else [])


def read_entries(folder: Path, size: int) -> list[bytes]:
    entries = []
    for index, width in enumerate(widths(size)):
        data = (folder / tile_path("entries", index, width)).read_bytes()
        for _ in range(width):
            length = int.from_bytes(data[:2], "big")
            if length > len(data) - 2:
                broken(f"entry {len(entries)} runs past its bundle")
            entries.append(data[2 : 2 + length])
            data = data[2 + length :]
        if data:
            broken(f"bundle {index} goes on after its entries")
    return entries


class Tree:
    """The nodes that the hash tiles hold; those between are hashed from them."""

    def __init__(self, folder: Path, size: int) -> None:
        self.levels: list[list[bytes]] = []
        while count := size >> (8 * len(self.levels)):
            hashes = b""
            for index, width in enumerate(widths(count)):
                data = (folder / tile_path(str(len(self.levels)), index, width)).read_bytes()
                if len(data) != 32 * width:
                    broken(f"a tile of level {len(self.levels)} does not hold {width} hashes")
                hashes += data
            self.levels.append([hashes[i : i + 32] for i in range(0, len(hashes), 32)])
        self.root_of = cache(self._root_of)

    def _root_of(self, start: int, end: int) -> bytes:
        """The root over the leaves from `start` to `end`, itself excluded."""
        size = end - start
        if size & (size - 1) == 0 and start % size == 0 and (size.bit_length() - 1) % 8 == 0:
            return self.levels[(size.bit_length() - 1) // 8][start // size]
        middle = start + split(size)
        return node(self.root_of(start, middle), self.root_of(middle, end))

    def inclusion(self, index: int, start: int, end: int) -> list[bytes]:
        """RFC 6962, section 2.1.1."""
        if end - start == 1:
            return []
        middle = start + split(end - start)
        if index < middle:
            return [*self.inclusion(index, start, middle), self.root_of(middle, end)]
        return [*self.inclusion(index, middle, end), self.root_of(start, middle)]

    def consistency(self, old: int, start: int, end: int, whole: bool = True) -> list[bytes]:
        """RFC 6962, section 2.1.2."""
        if old == end:
            return [] if whole else [self.root_of(start, end)]
        middle = start + split(end - start)
        if old <= middle:
            return [*self.consistency(old, start, middle, whole), self.root_of(middle, end)]
        return [*self.consistency(old, middle, end, False), self.root_of(start, middle)]


# --- Proofs, checked as RFC 9162 says (sections 2.1.3.2 and 2.1.4.2) ---


def included(index: int, size: int, hashed: bytes, path: list[bytes], root: bytes) -> bool:
    place, last, found = index, size - 1, hashed
    for part in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node(part, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node(found, part)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, new: int, before: bytes, after: bytes, proof: list[bytes]) -> bool:
    if old == new:
        return not proof and before == after
    path = [before, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node(part, first), node(part, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node(second, part)
        place, last = place >> 1, last >> 1
    return last == 0 and (first, second) == (before, after)


# --- Sections 1 and 3: the form of entries ---


def canonical(value: Any) -> str:
    """RFC 8785 as far as section 1 lets values occur."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        broken("an entry holds a number that is not whole")
    return json.dumps(value, ensure_ascii=False)


def judge(entries: list[bytes]) -> None:
    before = ""
    for n, body in enumerate(entries):
        entry = json.loads(body)
        if canonical(entry).encode() != body or len(body) > 65_535:
            broken(f"entry {n} is not canonical, or too long")
        if (entry["v"], entry["n"]) != (1, n) or entry["at"] < before:
            broken(f"entry {n} has another number or goes back in time")
        before = entry["at"]


# --- Section 3: signed acts ---

HALF_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 // 2


def unbase64url(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        broken(f"{text} has stray bits")
    return data


def signatures(entries: list[bytes]) -> int:
    """How many entries are signed, each by a key that stood for its seat."""
    keys: dict[tuple[str, str], dict[str, Any]] = {}
    origin, count = "", 0
    for n, body in enumerate(entries):
        entry = json.loads(body)
        origin = origin or entry["data"]["origin"]
        seat, signed = entry["by"]["seat"], entry.get("signed")
        new = {e["key"]: e for e in entry["effects"] if e["kind"] == "signing_key"}
        for effect in entry["effects"]:
            if effect["kind"] == "witness_key":
                spki = bytes.fromhex("302a300506032b6570032100") + witness_public(effect["key"])
                url = base64.urlsafe_b64encode(spki).decode().rstrip("=")
                new[hashlib.sha256(spki).hexdigest()] = {"public_key": url}
        if signed is None and (new or "signed" in entry["grant"]):
            broken(f"entry {n} must be signed")
        if signed is not None:
            count += 1
            key = new.get(signed["key"]) or keys.get((seat, signed["key"]))
            if key is None or "cause" in entry or (new and signed["key"] not in new):
                broken(f"entry {n} is signed with no key of its seat")
            try:
                assertion(entry, key, origin)
            except InvalidSignature:
                broken(f"the signature of entry {n} does not hold")
        for effect in entry["effects"]:
            if effect["kind"] == "signing_key":
                spki = unbase64url(effect["public_key"])
                if (effect["seat"], hashlib.sha256(spki).hexdigest()) != (seat, effect["key"]):
                    broken(f"entry {n} registers a key of another name or seat")
                keys[seat, effect["key"]] = effect
            elif effect["kind"] == "signing_key_end":
                keys.pop((effect["seat"], effect["key"]))
            elif effect["kind"] == "seats":
                keys = {one: k for one, k in keys.items() if one[0] not in effect["remove"]}
    return count


def assertion(entry: dict[str, Any], key: dict[str, Any], origin: str) -> None:
    """Raise InvalidSignature unless the key signed the statement of the entry."""
    said = {name: entry[name] for name in ("data", "id", "type")}
    said |= {"origin": origin, "seat": entry["by"]["seat"]}
    message = b"koinon act signature v1\n" + canonical(said).encode()
    signed, demanded = entry["signed"], entry["grant"].get("signed", "any")
    if (signed["kind"] == "passkey") != ("rp_id" in key):
        broken(f"entry {entry['n']} is signed by another kind of key")
    if signed["kind"] == "passkey":
        client_data = unbase64url(signed["client_data"])
        device = unbase64url(signed["authenticator_data"])
        client = json.loads(client_data)
        asked = base64.urlsafe_b64encode(hashlib.sha256(message).digest()).decode().rstrip("=")
        wanted = ("webauthn.get", asked, key["site"], False)
        if wanted != (*map(client.get, ("type", "challenge", "origin")), client.get("crossOrigin")):
            broken(f"the passkey of entry {entry['n']} was asked something else")
        needed = 0x05 if demanded == "verified passkey" else 0x01
        if device[:32] != hashlib.sha256(key["rp_id"].encode()).digest() or len(device) != 37:
            broken(f"the passkey of entry {entry['n']} signed elsewhere")
        if device[32] & needed != needed or device[32] & 0xE2:
            broken(f"the flags of entry {entry['n']} are not those that are needed")
        message = device + hashlib.sha256(client_data).digest()
    elif demanded != "any":
        broken(f"entry {entry['n']} must be signed by a passkey")
    prove(unbase64url(key["public_key"]), unbase64url(signed["signature"]), message)


def prove(spki: bytes, signature: bytes, message: bytes) -> None:
    """Raise InvalidSignature unless the signature is the key's; the key says how it signs."""
    public = load_der_public_key(spki)
    if isinstance(public, Ed25519PublicKey):
        public.verify(signature, message)
    elif isinstance(public, rsa.RSAPublicKey):
        public.verify(signature, message, padding.PKCS1v15(), SHA256())
    elif isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name == "secp256r1":
        r, s = utils.decode_dss_signature(signature)
        if s > HALF_OF_P256 or utils.encode_dss_signature(r, s) != signature:
            raise InvalidSignature
        public.verify(signature, message, ec.ECDSA(SHA256()))
    else:
        broken("a key of an unknown kind")


# --- Section 6: who countersigned ---


def witness_public(line: str) -> bytes:
    """The Ed25519 public key of a witness's verifier key."""
    name, key_id, encoded = line.split("+", 2)
    typed = unbase64(encoded)
    if len(typed) != 33 or typed[0] != 4:
        broken(f"{line} is not the key of a witness")
    if hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8] != key_id:
        broken(f"the id of {line} is not its own")
    return typed[1:]


def witnesses(entries: list[bytes]) -> dict[str, tuple[str, int, int]]:
    """Each key that was ever registered: whose it is, and the smallest and largest log it counts
    for."""
    found: dict[str, tuple[str, int, int]] = {}
    for n, body in enumerate(entries):
        for effect in json.loads(body)["effects"]:
            kind, city = effect["kind"], effect.get("city")
            if kind == "witness_key":
                if witness_public(effect["key"]) in map(witness_public, found):
                    broken(f"entry {n} registers a key twice")
                found[effect["key"]] = (city, n + 1, len(entries))
            gone = kind == "membership" and effect["status"] == "left"
            for key, (owner, first, last) in found.items():
                ends = kind == "witness_key_end" and effect["key"] == key
                if ends or (gone and owner == city):
                    found[key] = (owner, first, min(last, n))
    return found


def countersigned(folder: Path, entries: list[bytes], tree: Tree) -> dict[str, int]:
    """The largest log that each city countersigned."""
    name, key_id, public = read_key(folder)
    file = folder / "countersigned"
    written = file.read_bytes().decode() if file.exists() else ""
    parts = written.split("\n\n") if written else []
    keys = witnesses(entries)
    sizes: dict[str, int] = {}
    for text, lines in zip(parts[::2], parts[1::2], strict=True):
        message = f"{text}\n".encode()
        origin, size, root = text.split("\n")
        if origin != name or tree.root_of(0, int(size)) != unbase64(root):
            broken(f"cities countersigned another log of {size} entries")
        by_log = False
        for line in lines.rstrip("\n").split("\n"):
            signer, signed = line.split(" ")[1], unbase64(line.split(" ")[2])
            if (signer, signed[:4]) == (name, key_id):
                Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], message)
                by_log = True
            for key, (city, first, last) in keys.items():
                if key.startswith(f"{signer}+{signed[:4].hex()}+"):
                    time = int.from_bytes(signed[4:12], "big")
                    said = b"cosignature/v1\ntime %d\n" % time + message
                    witness = Ed25519PublicKey.from_public_bytes(witness_public(key))
                    witness.verify(signed[12:], said)
                    if first <= int(size) <= last:
                        sizes[city] = max(sizes.get(city, 0), int(size))
        if not by_log:
            broken(f"the log did not sign the checkpoint of {size} entries")
    return sizes


def documents(folder: Path, entries: list[bytes]) -> int:
    file = folder / "withheld.txt"
    lines = file.read_text().splitlines() if file.exists() else []
    withheld = {line.split(" ")[0] for line in lines}
    effects = [one for body in entries for one in json.loads(body)["effects"]]
    named = {one["sha256"]: one["size"] for one in effects if one["kind"] == "document"}
    for name, size in named.items():
        document = folder / "documents" / name
        if not document.exists() and name in withheld:
            continue
        data = document.read_bytes()
        if (hashlib.sha256(data).hexdigest(), len(data)) != (name, size):
            broken(f"document {name} is not the one that was named")
    return len(named)


def main(folder: Path) -> None:
    size, root = read_checkpoint(folder)
    entries = read_entries(folder, size)
    judge(entries)
    signed = signatures(entries)
    tree = Tree(folder, size)
    if [leaf(entry) for entry in entries] != tree.levels[0] or tree.root_of(0, size) != root:
        broken("entries, tiles and checkpoint do not give one root")
    for n, entry in enumerate(entries):
        if not included(n, size, leaf(entry), tree.inclusion(n, 0, size), root):
            broken(f"entry {n} is not proved")
    for old in range(1, size + 1):
        if not consistent(old, size, tree.root_of(0, old), root, tree.consistency(old, 0, size)):
            broken(f"the first {old} entries are not proved to be the beginning")
    named = documents(folder, entries)
    for city, vouched in sorted(countersigned(folder, entries, tree).items()):
        print(f"{city} countersigned {vouched} entries")
    print(f"{size} entries, {signed} signed, {named} documents, root {root.hex()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
