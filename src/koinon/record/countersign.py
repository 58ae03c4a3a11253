"""Countersign a log's checkpoint as a city, on the city's own machine; cron may run it.

    python -m koinon.record.countersign --key FILE ADDRESS|FOLDER [--log-key KEY] [--to ADDRESS]

Needs the standard library and `cryptography` alone. docs/how-to/countersign.md tells a city what
to do, docs/reference/record-format.md, section 6, what a countersignature says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from time import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from koinon.record import keyfiles, merkle, note, tiles
from koinon.record.cosignatures import witness_key
from koinon.record.keyfiles import KeyFileError
from koinon.record.note import NoteError, VerifierKey
from koinon.record.policies import MAX_POLICY_BYTES, PolicyError, parse_policy
from koinon.record.sources import TIMEOUT_SECONDS, Address, Source, SourceError, read, source_of
from koinon.record.tiles import WIDTH, Tile
from koinon.record.verify import verify
from koinon.record.witness import TwoHistories, Witness, WitnessError

MAX_ANSWER_BYTES = 2_000


class CountersignError(RuntimeError):
    """It was asked wrongly, or nobody answers; one sentence. Nothing is countersigned."""


def node_of(source: Source, size: int) -> merkle.ReadNode:
    """How to read a complete node of a log of `size` entries from its hash tiles.

    Raises SourceError when a tile is missing or too short.
    """
    known: dict[str, list[bytes]] = {}

    def node(level: int, index: int) -> bytes:
        row = level // 8
        first, count = index << (level - 8 * row), 1 << (level - 8 * row)
        at = first // WIDTH
        width = min(WIDTH, (size >> (8 * row)) - at * WIDTH)
        tile = Tile(row, at, width)
        if tile.path not in known:
            data = read(source, tile.path, WIDTH * merkle.HASH_BYTES)
            if data is None or len(data) != width * merkle.HASH_BYTES:
                raise SourceError(f"{tile.path} is missing or does not hold {width} hashes.")
            known[tile.path] = tiles.decode_hashes(data)
        return merkle.tree_root(known[tile.path][first - at * WIDTH :][:count])

    return node


def countersign(source: Source, witness: Witness, own: bytes, trusted: str | None) -> bytes:
    """The log's checkpoint with the cosignature of the key whose public half is `own`.

    `trusted` is the log's key as the city knows it; needed the first time alone.
    """
    offered = read(source, "checkpoint", note.MAX_NOTE_BYTES)
    if offered is None:
        raise SourceError("there is no checkpoint; name the address of a log, or an export.")
    shown = (read(source, "key", 1_000) or b"").decode("utf-8", "replace").strip()
    seen = witness.seen()
    if trusted is None and seen is None:
        raise CountersignError(
            "this key has countersigned nothing yet; give the log's key once, as you know it from "
            f"your coalition's papers: --log-key '{shown or 'KEY'}' is what is shown now."
        )
    try:
        log_key = VerifierKey.parse(trusted or shown)
        checkpoint = note.Checkpoint.parse(note.parse_note(offered).text)
    except NoteError as error:
        raise CountersignError(f"the log's key or checkpoint cannot be read: {error}") from None
    name = _own_name(source, own, log_key)
    node = node_of(source, checkpoint.size)
    if merkle.root(checkpoint.size, node) != checkpoint.root:
        raise SourceError("the hash tiles do not give the root of the checkpoint; try again later.")

    def proof_of(old: int, new: int) -> Sequence[bytes]:
        return merkle.consistency_proof(old, new, node)

    return witness.countersign(offered, log_key, proof_of, name=name, time=int(time()))


def _own_name(source: Source, own: bytes, log_key: VerifierKey) -> str:
    """The name under which the city registered this key; it is no secret and proves nothing."""
    data = read(source, "policy", MAX_POLICY_BYTES)
    try:
        known = parse_policy(data or b"").witnesses.values()
    except PolicyError:
        known = {}.values()
    for key in known:
        if key.public_key == own:
            return key.name
    raise CountersignError(
        f"no city has registered this key with {log_key.name}; a delegate registers it once, on "
        "the page of the record where cities countersign."
    )


def post(address: str, signed: bytes) -> str:
    """Send a countersigned checkpoint to the log at an address; what it answers."""
    url = f"{address.rstrip('/')}/countersign"
    headers = {"User-Agent": "koinon-countersign", "Content-Type": "text/plain; charset=utf-8"}
    try:
        request = Request(url, data=signed, headers=headers, method="POST")  # noqa: S310
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return _said(answer.read(MAX_ANSWER_BYTES))
    except HTTPError as error:
        with error:
            said = _said(error.read(MAX_ANSWER_BYTES))
        raise CountersignError(f"{url} answers {error.code}: {said}") from None
    except (OSError, HTTPException, ValueError) as error:
        raise CountersignError(f"{url} cannot be reached: {error}.") from None


def _said(data: bytes) -> str:
    """The first line of an answer, without anything that could command a terminal."""
    line = data.decode("utf-8", "replace").strip().split("\n")[0]
    return "".join(c for c in line if c.isprintable())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when countersigned, 1 when the log does not hold, 2 for a misuse."""
    options = _parser().parse_args(arguments)
    try:
        signed = _signed(options)
        to = options.to or (options.source if "://" in options.source else "")
        if not to:
            sys.stdout.buffer.write(signed)
            return 0
        told = post(to, signed)
    except TwoHistories as error:
        print(f"countersign: NOT COUNTERSIGNED. {error}", file=sys.stderr)
        print("countersign: tell the other cities; show them that folder.", file=sys.stderr)
        return 1
    except (CountersignError, WitnessError, SourceError, KeyFileError) as error:
        print(f"countersign: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        place = error.filename or options.key
        print(f"countersign: {place}: {error.strerror}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("countersign: interrupted.", file=sys.stderr)
        return 130
    size = note.Checkpoint.parse(note.parse_note(signed).text).size
    if not options.quiet:
        print(f"Countersigned {size} entries. {told}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="countersign", description="Countersign a log's checkpoint with a city's key."
    )
    parser.add_argument("source", help="the address of the log, or the folder of an export")
    parser.add_argument("--key", required=True, help="the city's key file (koinon key new FILE)")
    parser.add_argument("--log-key", help="the log's key as you know it; the first time only")
    parser.add_argument("--state", help="what was countersigned last; by default KEY.seen")
    parser.add_argument("--to", help="where to send it, if not to the address that was read")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    parser.add_argument("--verify", action="store_true", help="first recompute the whole record")
    return parser


def _signed(options: argparse.Namespace) -> bytes:
    """The countersigned checkpoint, the record verified first if that was asked for."""
    private_key = keyfiles.read_key(Path(options.key))
    source = source_of(options.source)
    if not isinstance(source, Address) and options.to is None and sys.stdout.isatty():
        print("countersign: send what follows to your coalition.", file=sys.stderr)
    state = Path(options.state or f"{options.key}.seen")
    witness = Witness(private_key, state)
    own = private_key.public_key().public_bytes_raw()
    assert witness_key("self", own)
    if options.verify:
        report = verify(options.source, key=options.log_key)
        if not report.ok:
            raise CountersignError(f"the record does not hold: {report.problems[0]}")
    return countersign(source, witness, own, options.log_key)


if __name__ == "__main__":
    sys.exit(main())
