"""Signatures of acts: what holds, and every way in which one does not."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from tests.record.exports import bodies, entry, genesis, seats, write_export
from tests.record.test_stranger import judged
from tests.support.signing import (
    OTHER_P256,
    P256,
    P256_ORDER,
    RP_ID,
    SITE,
    KeyFile,
    Passkey,
    spki,
)

from koinon.record import canonical, signatures
from koinon.record.effects import EntryError, State
from koinon.record.entries import check_entry
from koinon.record.note import LOW_ORDER_KEYS
from koinon.record.signatures import (
    SignatureError,
    check,
    read_key,
    read_signed,
    settled,
    statement,
    to_base64url,
)
from koinon.record.verify import verify

RSA = rsa.generate_private_key(65537, 2048)
STATED = statement(
    origin="league.example/log",
    id="00000000-0000-7000-8000-000000000002",
    type="treasury.pay/1",
    data={"invoice": 7},
    seat="secretariat",
)
DEVICES = [KeyFile(), Passkey(), Passkey(KeyFile().private), Passkey(RSA)]
NAMES = ["key file", "ES256", "EdDSA", "RS256"]


def fault(device: KeyFile | Passkey, value: Any, demanded: str | None = None) -> str:
    """The code with which a signature fails; "" when it holds."""
    try:
        one = settled(read_signed(value), device.key)
        check(one, device.key, STATED, demanded)
    except SignatureError as error:
        return error.code
    return ""


def test_what_is_signed_is_known_to_the_byte() -> None:
    assert STATED == (
        b"koinon act signature v1\n"
        b'{"data":{"invoice":7},"id":"00000000-0000-7000-8000-000000000002",'
        b'"origin":"league.example/log","seat":"secretariat","type":"treasury.pay/1"}'
    )


@pytest.mark.parametrize("device", DEVICES, ids=NAMES)
def test_a_signature_holds_and_no_flipped_bit_of_it_does(device: KeyFile | Passkey) -> None:
    sound = device.sign(STATED)
    one = settled(read_signed(sound), device.key)
    check(one, device.key, STATED)
    assert read_signed(one.plain()) == one
    parts = ["signature", "client_data", "authenticator_data"][: 1 + 2 * device.key.is_passkey]
    for part in parts:
        data = urlsafe_b64decode(sound[part] + "==")
        for bit in range(0, 8 * len(data), 3):
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            assert fault(device, sound | {part: to_base64url(bytes(changed))}), (part, bit)
        assert fault(device, sound | {part: to_base64url(data[:-1])}), part
        assert fault(device, sound | {part: to_base64url(data + b"\x00")}), part


@pytest.mark.parametrize("device", DEVICES, ids=NAMES)
@pytest.mark.parametrize(
    "change",
    [
        {"origin": "other.example/log"},
        {"id": "00000000-0000-7000-8000-000000000003"},
        {"type": "treasury.pay/2"},
        {"data": {"invoice": 8}},
        {"seat": "treasurer"},
    ],
)
def test_a_signature_is_of_one_act_alone(device: KeyFile | Passkey, change: Any) -> None:
    said = json.loads(STATED.removeprefix(signatures.PREFIX)) | change
    assert fault(device, device.sign(statement(**said))) in ("other_statement", "false")


@pytest.mark.parametrize(
    ("client", "code"),
    [
        ({"type": "webauthn.create"}, "other_statement"),
        ({"challenge": ""}, "other_statement"),
        ({"challenge": "AAAA"}, "other_statement"),
        ({"origin": "https://league.example:8443"}, "other_site"),
        ({"origin": "https://evil.example"}, "other_site"),
        ({"origin": None}, "other_site"),
        ({"crossOrigin": True}, "other_site"),
        ({"topOrigin": "https://evil.example"}, "other_site"),
        ({"other_keys_can_be_added_here": "as browsers do"}, ""),
    ],
)
def test_what_the_browser_says_must_fit(client: dict[str, Any], code: str) -> None:
    assert fault(Passkey(), Passkey().sign(STATED, client=client)) == code


@pytest.mark.parametrize(
    "client_data",
    [b"", b"[]", b"\xff", b"{" * 1_000, b"[" * 1_900, b'{"type":"webauthn.get","type":1}', b"1e9"],
)
def test_what_the_browser_says_must_be_read(client_data: bytes) -> None:
    assert fault(Passkey(), Passkey().asserted(client_data)) == "unreadable"


@pytest.mark.parametrize(
    ("flags", "demanded", "code"),
    [
        (0x01, None, ""),
        (0x01, "passkey", ""),
        (0x01, "verified passkey", "not_verified"),
        (0x05, "verified passkey", ""),
        (0x04, None, "nobody_there"),
        (0x00, None, "nobody_there"),
        (0x45, None, "unreadable"),
        (0x85, None, "unreadable"),
        (0x07, None, "unreadable"),
    ],
)
def test_the_flags_of_the_device(flags: int, demanded: str | None, code: str) -> None:
    device = Passkey(flags=flags)
    assert fault(device, device.sign(STATED), demanded) == code


def test_a_device_of_another_site_does_not_sign_here() -> None:
    elsewhere = replace(Passkey(), rp_id="evil.example")
    assert fault(Passkey(), elsewhere.sign(STATED, key=Passkey().key.fingerprint)) == "other_site"


def test_a_key_file_is_no_passkey() -> None:
    assert fault(KeyFile(), KeyFile().sign(STATED), "any") == ""
    assert fault(KeyFile(), KeyFile().sign(STATED), "passkey") == "passkey_demanded"
    assert fault(KeyFile(), KeyFile().sign(STATED), "verified passkey") == "passkey_demanded"
    same = Passkey(KeyFile().private)
    assert fault(same, KeyFile().sign(STATED)) == "unreadable"
    assert fault(KeyFile(), same.sign(STATED)) == "unreadable"


def test_another_key_or_another_algorithm_is_refused() -> None:
    assert fault(Passkey(), Passkey(OTHER_P256).sign(STATED)) == "unknown_key"
    for other in (Passkey(OTHER_P256), Passkey(KeyFile().private), Passkey(RSA)):
        forged = other.sign(STATED, key=Passkey().key.fingerprint)
        assert fault(Passkey(), forged) == "false"


def test_of_the_two_forms_of_an_ecdsa_signature_the_record_takes_one() -> None:
    device = Passkey()
    one = settled(read_signed(device.sign(STATED)), device.key)
    r, s = decode_dss_signature(one.signature)
    assert s <= P256_ORDER // 2
    twin = replace(one, signature=encode_dss_signature(r, P256_ORDER - s))
    assert settled(twin, device.key) == one
    with pytest.raises(SignatureError, match="does not hold"):
        check(twin, device.key, STATED)
    long_length = one.signature[:1] + b"\x81" + one.signature[1:]
    with pytest.raises(SignatureError, match="does not hold"):
        check(replace(one, signature=long_length), device.key, STATED)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        [],
        {},
        {"kind": "passkey"},
        {"kind": ["passkey"]},
        {"kind": "none", "key": "0" * 64, "signature": "AAAA"},
        KeyFile().sign(STATED) | {"more": 1},
        KeyFile().sign(STATED, key="0" * 63),
        KeyFile().sign(STATED, key=7),
        KeyFile().sign(STATED, signature=""),
        KeyFile().sign(STATED, signature="A"),
        KeyFile().sign(STATED, signature="AAAA="),
        KeyFile().sign(STATED, signature="AB"),
        KeyFile().sign(STATED, signature="A" * 701),
        Passkey().sign(STATED, client_data="A" * 2_004),
        Passkey().sign(STATED, authenticator_data=None),
    ],
)
def test_what_is_no_signature(value: Any) -> None:
    with pytest.raises(SignatureError) as caught:
        read_signed(value)
    assert caught.value.code == "unreadable"


# --- Keys --------------------------------------------------------------------------------------


@pytest.mark.parametrize("device", DEVICES, ids=NAMES)
def test_keys_are_read_back(device: KeyFile | Passkey) -> None:
    key = device.key
    assert read_key(key.text, key.rp_id, key.site) == key


def without_point_compression(private: ec.EllipticCurvePrivateKey) -> bytes:
    """The same key with its point compressed, as another writer might put it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    head = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200")
    return head + point


def low_order() -> list[bytes]:
    head = bytes.fromhex("302a300506032b6570032100")
    return [head + key for key in sorted(LOW_ORDER_KEYS)]


@pytest.mark.parametrize(
    "public_key",
    [
        b"",
        b"no key",
        spki(P256)[:-1],
        spki(P256) + b"\x00",
        spki(ec.generate_private_key(ec.SECP384R1())),  # type: ignore[arg-type]
        spki(rsa.generate_private_key(65537, 1024)),  # noqa: S505
        spki(rsa.generate_private_key(3, 2048)),
        without_point_compression(P256),
        *low_order(),
    ],
)
def test_keys_that_nobody_may_register(public_key: bytes) -> None:
    with pytest.raises(SignatureError) as caught:
        read_key(to_base64url(public_key), RP_ID, SITE)
    assert caught.value.code == "key"


def test_a_key_file_holds_ed25519() -> None:
    with pytest.raises(SignatureError, match="not an Ed25519 key"):
        read_key(to_base64url(spki(P256)))


@pytest.mark.parametrize(
    ("rp_id", "site"),
    [
        (RP_ID, None),
        (None, SITE),
        (RP_ID, "http://league.example"),
        (RP_ID, "https://league.example/"),
        (RP_ID, "https://evil-league.example"),
        (RP_ID, "https://league.example.evil.example"),
        ("", SITE),
        ("League.example", SITE),
        (RP_ID, "https://" + "a." * 100 + RP_ID),
        (7, SITE),
        (RP_ID, ["https://league.example"]),
    ],
)
def test_sites_that_do_not_fit(rp_id: Any, site: Any) -> None:
    with pytest.raises(SignatureError) as caught:
        read_key(Passkey().key.text, rp_id, site)
    assert caught.value.code == "site"


@pytest.mark.parametrize(
    ("rp_id", "site"),
    [
        (RP_ID, "https://league.example:8443"),
        (RP_ID, "https://desk.league.example"),
        ("localhost", "http://localhost:8000"),
    ],
)
def test_sites_that_fit(rp_id: str, site: str) -> None:
    assert read_key(Passkey().key.text, rp_id, site).site == site


# --- In the record -----------------------------------------------------------------------------

Entries = list[dict[str, Any]]


def sign(one: dict[str, Any], device: KeyFile | Passkey, **changed: Any) -> dict[str, Any]:
    """An entry signed by its seat."""
    stated = statement(
        origin="league.example/log",
        id=one["id"],
        type=one["type"],
        data=one["data"],
        seat=one["by"]["seat"],
    )
    made = settled(read_signed(device.sign(stated, **changed)), device.key)
    return one | {"signed": made.plain()}


def registering(n: int, device: KeyFile | Passkey, seat: str) -> dict[str, Any]:
    begins = {"kind": "signing_key", "seat": seat, "key": device.key.fingerprint}
    return sign(
        entry(
            n,
            type="assembly.register_key/1",
            by={"seat": seat, "via": "web", "auth": "passkey"},
            data=device.fields(),
            effects=[begins | device.fields()],
        ),
        device,
    )


def ending(n: int, device: KeyFile | Passkey, seat: str) -> dict[str, Any]:
    ends = {"kind": "signing_key_end", "seat": seat, "key": device.key.fingerprint}
    data = {"seat": seat, "fingerprint": device.key.fingerprint}
    return entry(n, type="assembly.end_key/1", data=data, effects=[ends])


def demanding(n: int, demanded: str) -> dict[str, Any]:
    grant = {"kind": "article", "article": "7", "signed": demanded}
    return entry(n, grant=grant)


def record() -> Entries:
    """A key is registered for each of two seats; the secretariat signs, then its key ends."""
    return [
        genesis(),
        registering(1, Passkey(), "secretariat"),
        registering(2, KeyFile(), "council/ghent"),
        sign(demanding(3, "verified passkey"), Passkey()),
        sign(entry(4), Passkey()),
        ending(5, Passkey(), "secretariat"),
        entry(6),
    ]


def broken(entries: Entries) -> str:
    state = State()
    try:
        for one in entries:
            check_entry(state, one)
    except EntryError as error:
        return f"entry {state.size}: {error}"
    return ""


def test_a_record_with_signed_acts_is_sound(tmp_path: Any) -> None:
    assert broken(record()) == ""
    assert verify(write_export(tmp_path, bodies(record()))).problems == ()
    code, said = judged(tmp_path)
    assert (code, said.startswith("7 entries, 4 signed")) == (0, True), said


def unsigned(entries: Entries) -> None:
    del entries[3]["signed"]


def unsigned_key(entries: Entries) -> None:
    del entries[1]["signed"]


def other_statement(entries: Entries) -> None:
    entries[4]["data"] = {"city": "ghent", "value": 5}


def swapped_seat(entries: Entries) -> None:
    entries[4]["by"] = entries[4]["by"] | {"seat": "council/ghent"}


def replayed(entries: Entries) -> None:
    entries[4]["signed"] = entries[3]["signed"]


def ended_key(entries: Entries) -> None:
    entries[6] = sign(entries[6], Passkey())


def ended_twice(entries: Entries) -> None:
    entries[6] = ending(6, Passkey(), "secretariat")


def registered_twice(entries: Entries) -> None:
    entries[4] = registering(4, Passkey(), "secretariat")


def for_another_seat(entries: Entries) -> None:
    entries[2]["effects"][0]["seat"] = "council/lyon"


def another_fingerprint(entries: Entries) -> None:
    entries[2]["effects"][0]["key"] = "0" * 64


def another_key_registered(entries: Entries) -> None:
    other = Passkey(OTHER_P256)
    begins = {"kind": "signing_key", "seat": "secretariat", "key": other.key.fingerprint}
    entries[1]["effects"] = [begins | other.fields()]


def weak_demand(entries: Entries) -> None:
    entries[3] = sign(demanding(3, "verified passkey"), Passkey(flags=1))


def unknown_demand(entries: Entries) -> None:
    entries[3] = demanding(3, "in blood")


def no_passkey(entries: Entries) -> None:
    by = {"seat": "council/ghent", "via": "web", "auth": "none"}
    entries[3] = sign(demanding(3, "passkey") | {"by": by}, KeyFile())


def nobody_signs(entries: Entries) -> None:
    entries[4]["by"] = {"seat": None, "via": "clock", "auth": "none"}
    entries[4]["grant"] = {"kind": "clock"}


def demanded_of_the_clock(entries: Entries) -> None:
    entries[6]["by"] = {"seat": None, "via": "clock", "auth": "none"}
    entries[6]["grant"] = {"kind": "clock", "signed": "any"}


def closed_seat(entries: Entries) -> None:
    entries[3]["effects"] = [seats("", [], ["secretariat"]), seats("", ["secretariat"])]


def malleated(entries: Entries) -> None:
    raw = urlsafe_b64decode(entries[4]["signed"]["signature"] + "==")
    r, s = decode_dss_signature(raw)
    twin = urlsafe_b64encode(encode_dss_signature(r, P256_ORDER - s)).rstrip(b"=").decode()
    entries[4]["signed"]["signature"] = twin


OF_FORM = (registered_twice, unknown_demand, nobody_signs, demanded_of_the_clock)
"""What is wrong with the entry itself, which the stranger does not judge."""


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (unsigned, "entry 3: its grant demands a signature"),
        (unsigned_key, "entry 1: it registers a key without being signed with it"),
        (other_statement, "entry 4: its signature: the passkey signed another act"),
        (swapped_seat, "entry 4: it is signed with .* which is no key of council/ghent then"),
        (replayed, "entry 4: its signature: the passkey signed another act"),
        (ended_key, "entry 6: it is signed with .* which is no key of secretariat then"),
        (ended_twice, "entry 6: effect 0: the key .* is not registered for secretariat"),
        (registered_twice, "entry 4: effect 0: the key .* is registered for secretariat already"),
        (for_another_seat, "entry 2: effect 0: the key is registered for council/lyon"),
        (another_fingerprint, "entry 2: effect 0: the fingerprint of the key is"),
        (another_key_registered, "entry 1: its signature: it names the key"),
        (weak_demand, "entry 3: its signature: the device does not say that it recognised"),
        (unknown_demand, "entry 3: its grant demands an unknown signature, 'in blood'"),
        (no_passkey, "entry 3: its signature: a passkey was demanded"),
        (nobody_signs, "entry 4: it is signed, although no seat sent it"),
        (demanded_of_the_clock, "entry 6: the grant by clock has the unknown key 'signed'"),
        (closed_seat, "entry 4: it is signed with .* which is no key of secretariat then"),
        (malleated, "entry 4: its signature: the signature does not hold"),
    ],
)
def test_attacks_on_signed_acts(attack: Any, said: str, tmp_path: Any) -> None:
    """Ours names the entry, and so does a verifier that was written from the specification."""
    entries: Entries = canonical.load(canonical.dump(record()))  # type: ignore[assignment]
    attack(entries)

    assert re.match(said, broken(entries)), broken(entries)
    if attack not in OF_FORM:
        code, _ = judged(write_export(tmp_path, bodies(entries)))
        assert code != 0
