"""Signed notes and checkpoints: the specification's example, round trips, refusals."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from koinon.record.note import (
    COSIGNATURE_V1,
    LOW_ORDER_KEYS,
    MAX_NOTE_BYTES,
    Checkpoint,
    Note,
    NoteError,
    Signature,
    VerifierKey,
    open_checkpoint,
    parse_note,
    sign,
    verify_ed25519,
)

# C2SP signed-note, "Example".
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm"
    "RKuwHjG1Yu72IneyaQM=\n"
).encode()

SEED = bytes(range(32))
PRIVATE = Ed25519PrivateKey.from_private_bytes(SEED)
KEY = VerifierKey("league.example/log", PRIVATE.public_key().public_bytes_raw())
CHECKPOINT = Checkpoint("league.example/log", 3, bytes(range(32)))


def cosign(text: str, name: str, at_seconds: int) -> Signature:
    """A witness as in C2SP tlog-cosignature."""
    key = VerifierKey(name, KEY.public_key, COSIGNATURE_V1)
    message = b"cosignature/v1\ntime %d\n" % at_seconds + text.encode()
    return Signature(name, key.key_id, at_seconds.to_bytes(8, "big") + PRIVATE.sign(message))


def test_the_example_of_the_specification() -> None:
    key = VerifierKey.parse(SPEC_KEY)
    note = parse_note(SPEC_NOTE)
    assert str(key) == SPEC_KEY
    assert note.text == "This is an example message.\n"
    assert note.signed_by([key]) == (key,)
    assert bytes(note) == SPEC_NOTE


def test_a_signed_checkpoint_reads_back() -> None:
    signed = sign(CHECKPOINT.text, KEY.name, PRIVATE)
    assert open_checkpoint(signed, KEY) == CHECKPOINT
    assert VerifierKey.parse(str(KEY)) == KEY


def test_every_changed_byte_of_a_checkpoint_is_refused() -> None:
    signed = sign(CHECKPOINT.text, KEY.name, PRIVATE)
    for position in range(len(signed)):
        for change in (0x01, 0x20, 0x80):
            changed = bytearray(signed)
            changed[position] ^= change
            with pytest.raises(NoteError):
                open_checkpoint(bytes(changed), KEY)


def test_unknown_signatures_are_ignored_and_false_ones_of_known_keys_are_not() -> None:
    note = parse_note(sign(CHECKPOINT.text, KEY.name, PRIVATE))
    stranger = Signature("city.example", b"\x01\x02\x03\x04", bytes(64))
    both = Note(note.text, (stranger, *note.signatures))
    assert open_checkpoint(bytes(both), KEY) == CHECKPOINT
    false = Signature(KEY.name, KEY.key_id, bytes(64))
    with pytest.raises(NoteError, match="does not fit the text"):
        Note(note.text, (*note.signatures, false)).signed_by([KEY])
    with pytest.raises(NoteError, match="did not sign this checkpoint"):
        open_checkpoint(bytes(Note(note.text, (stranger,))), KEY)


def test_a_cosignature_covers_its_time() -> None:
    witness = VerifierKey("city.example", KEY.public_key, COSIGNATURE_V1)
    cosignature = cosign(CHECKPOINT.text, witness.name, 1_763_760_000)
    note = Note(CHECKPOINT.text, (cosignature,))
    assert parse_note(bytes(note)).signed_by([witness, KEY]) == (witness,)
    later = (1_763_760_001).to_bytes(8, "big") + cosignature.signature[8:]
    for forged in (later, cosignature.signature[:-1], cosignature.signature[8:]):
        changed = Note(note.text, (Signature(witness.name, witness.key_id, forged),))
        with pytest.raises(NoteError, match="does not fit the text"):
            changed.signed_by([witness])


def test_a_checkpoint_of_another_log_is_refused() -> None:
    other = Checkpoint("league.example/other", 3, bytes(32))
    with pytest.raises(NoteError, match="another log"):
        open_checkpoint(sign(other.text, KEY.name, PRIVATE), KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n3\n",
        f"{CHECKPOINT.text}extension\n",
        CHECKPOINT.text[:-1],
        CHECKPOINT.text.replace("\n3\n", "\n03\n"),
        CHECKPOINT.text.replace("\n3\n", "\n-3\n"),
        CHECKPOINT.text.replace("\n3\n", "\n٣\n"),
        CHECKPOINT.text.replace("\n3\n", "\n9007199254740992\n"),
        CHECKPOINT.text.replace("league", "lea gue"),
        CHECKPOINT.text.replace("league.example/log", ""),
        CHECKPOINT.text.replace("Hh8=", "Hh9="),  # Stray bits in the last character.
        CHECKPOINT.text.replace("Hh8=", "Hh8"),
        "o\n3\nAAAA\n",
    ],
)
def test_malformed_checkpoints_are_refused(text: str) -> None:
    assert Checkpoint.parse(CHECKPOINT.text) == CHECKPOINT
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"\n\n",
        b"text\n\n\n",
        b"text\n\n- name AAAAAAAA\n",
        "text\n\n— name\n".encode(),
        "text\n\n— name AAAAAAAA".encode(),
        "text\n\n— name AAAA\n".encode(),
        "text\n\n— na+me AAAAAAAA\n".encode(),
        "text\n\n— na\u00a0me AAAAAAAA\n".encode(),
        "text\n\n— name  AAAAAAAA\n".encode(),
        "te\txt\n\n— name AAAAAAAA\n".encode(),
        "te\r\n\n— name AAAAAAAA\n".encode(),
        "text\n\n— name AAAAAAAA\n".encode().replace(b"x", b"\xff"),
        b"text\n\n" + "— name AAAAAAAA\n".encode() * 101,
        b"x" * MAX_NOTE_BYTES + "\n\n— name AAAAAAAA\n".encode(),
    ],
)
def test_malformed_notes_are_refused(data: bytes) -> None:
    assert parse_note("text\n\n— name AAAAAAAA\n".encode()).text == "text\n"
    with pytest.raises(NoteError):
        parse_note(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+530d903a",
        SPEC_KEY.replace("530d903a", "530D903A"),
        SPEC_KEY.replace("530d903a", "530d903b"),
        SPEC_KEY.replace("foo", "bar"),
        SPEC_KEY.replace("+Aeky", "+Beky"),
        SPEC_KEY[:-1],
        SPEC_KEY + "\n",
        "a b+00000000+AQ==",
        "a+00000000+",
    ],
)
def test_malformed_keys_are_refused(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


def small_order(encoding: bytes) -> int:
    """The order of an encoded point (1, 2, 4 or 8), or 0, by the curve equation itself."""
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p
    number = int.from_bytes(encoding, "little")
    sign, y = number >> 255, (number & (2**255 - 1)) % p
    x_squared = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
    x = pow(x_squared, (p + 3) // 8, p)
    if x * x % p != x_squared:
        x = x * pow(2, (p - 1) // 4, p) % p
    if x * x % p != x_squared:
        return 0
    x = p - x if x % 2 != sign and x else x
    point, order = (x, y), 1
    while point != (0, 1):
        (a, b), order = point, order * 2
        if order > 8:
            return 0
        k = d * a * a * b * b
        point = (2 * a * b * pow(1 + k, -1, p) % p, (b * b + a * a) * pow(1 - k, -1, p) % p)
    return order


def test_the_refused_keys_are_the_points_of_low_order() -> None:
    assert len(LOW_ORDER_KEYS) == 14
    assert sorted(map(small_order, LOW_ORDER_KEYS)) == [1] * 4 + [2] * 2 + [4] * 4 + [8] * 4
    assert small_order(KEY.public_key) == 0
    for key in LOW_ORDER_KEYS:
        with pytest.raises(NoteError, match="not a sound"):
            VerifierKey("name", key)
        # R = A, s = 0 holds under such keys for one message in eight or for all of them.
        assert not any(verify_ed25519(key, key + bytes(32), b"%d" % n) for n in range(16))
