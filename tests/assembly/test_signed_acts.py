"""Signed acts: keys of seats, what the charter demands, what the gate refuses, and the replay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.assembly.leagues import RULES, Chamber, assert_holds, entries, faults, founded, recheck
from tests.assembly.test_mandates import CHARTER as CHARTER_OF_MANDATES
from tests.assembly.test_mandates import Town
from tests.support import signing as devices
from tests.support.coalition import KEY, member, population
from tests.support.signing import KeyFile, Passkey

from koinon.acts import replay
from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact, tick
from koinon.acts.refused import Refused
from koinon.assembly.models import SigningKey
from koinon.record import canonical, store
from koinon.record.effects import EntryError

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

REGISTER, END, CERTIFY = "assembly.register_key/1", "assembly.end_key/1", "cities.certify_fact/1"
KEYS = """
"assembly.register_key/1" = [
  {article = "10", body = "council"},
  {article = "10", seat = "secretariat"},
]
"assembly.end_key/1" = [
  {article = "10", body = "council"},
  {article = "10", seat = "secretariat"},
]
"""
FACT = {"city": "ghent", "fact": population(270_000)}
SECRETARY = Passkey(devices.OTHER_P256)


def charter(demanded: str = "", of: str = CERTIFY) -> str:
    """A charter that knows keys; one act may have to be signed."""
    rules = RULES + KEYS
    if not demanded:
        return rules
    line = next(one for one in rules.splitlines() if one.startswith(f'"{of}"'))
    return rules.replace(line, line.replace("}", f", signed = {demanded}}}"))


def register(league: Chamber, seat: str, device: KeyFile | Passkey) -> Receipt:
    """A seat registers a device."""
    answer = send(league, league.envelope(REGISTER, device.fields(), seat), device)
    assert isinstance(answer, Receipt), answer
    return answer


def send(
    league: Chamber, envelope: Envelope, device: KeyFile | Passkey, **changed: Any
) -> Receipt | Refused:
    return enact(devices.signed(envelope, device, **changed), at=league.at)


def code(answer: Receipt | Refused) -> str:
    assert isinstance(answer, Refused), answer
    return answer.code


def test_a_registered_key_signs_and_the_entry_carries_it() -> None:
    league = founded(charter())
    made = register(league, "secretariat", Passkey())
    assert made.result == {"seat": "secretariat", "key": Passkey().key.fingerprint}
    answer = send(league, league.envelope(CERTIFY, FACT, "secretariat"), Passkey())
    assert isinstance(answer, Receipt)
    entry = entries()[answer.n]
    assert entry["signed"]["key"] == made.result["key"]
    assert entry["grant"] == {"kind": "article", "article": "3"}
    unsigned = league.act(CERTIFY, FACT | {"city": "mons"}, "secretariat")
    assert "signed" not in entries()[unsigned.n]
    assert_holds()


@pytest.mark.parametrize(
    ("demanded", "device", "refused"),
    [
        ("true", KeyFile(), ""),
        ('"any"', Passkey(flags=1), ""),
        ('"passkey"', KeyFile(), "acts.passkey_demanded"),
        ('"passkey"', Passkey(flags=1), ""),
        ('"verified passkey"', Passkey(flags=1), "acts.signature_not_verified"),
        ('"verified passkey"', KeyFile(), "acts.passkey_demanded"),
        ('"verified passkey"', Passkey(), ""),
    ],
)
def test_what_the_charter_demands(demanded: str, device: KeyFile | Passkey, refused: str) -> None:
    league = founded(charter(demanded))
    register(league, "secretariat", device)
    size = store.head().size
    unsigned = league.refused(CERTIFY, FACT, "secretariat")
    assert unsigned.code in (
        "acts.signature_demanded",
        "acts.passkey_demanded",
        "acts.signature_not_verified",
    )
    assert dict(unsigned.facts) == {"act": CERTIFY, "article": "3", "seat": "secretariat"}
    assert store.head().size == size
    answer = send(league, league.envelope(CERTIFY, FACT, "secretariat"), device)
    if refused:
        assert code(answer) == refused
    else:
        assert isinstance(answer, Receipt)
        said = demanded.strip('"').replace("true", "any")
        assert entries()[answer.n]["grant"]["signed"] == said
    assert_holds()


def test_a_key_is_registered_by_its_holder_alone() -> None:
    league = founded(charter())
    unsigned = league.refused(REGISTER, Passkey().fields(), "secretariat")
    assert unsigned.code == "acts.key_signs_itself"
    envelope = league.envelope(REGISTER, Passkey().fields(), "secretariat")
    assert code(send(league, envelope, SECRETARY)) == "acts.signature_unknown_key"
    stolen = send(league, envelope, SECRETARY, key=Passkey().key.fingerprint)
    assert code(stolen) == "acts.signature_false"
    register(league, "secretariat", Passkey())
    again = league.envelope(REGISTER, Passkey().fields(), "secretariat")
    assert code(send(league, again, Passkey())) == "assembly.key_stands"
    register(league, "council/ghent", Passkey())
    assert_holds()


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"public_key": "AAAA"}, "assembly.key_unfit"),
        (Passkey().fields() | {"site": "https://elsewhere.example"}, "assembly.site_unfit"),
        ({"public_key": KeyFile().key.text, "rp_id": "league.example"}, "assembly.site_unfit"),
    ],
)
def test_what_cannot_be_registered(fields: dict[str, str], refused: str) -> None:
    league = founded(charter())
    envelope = league.envelope(REGISTER, fields, "secretariat")
    assert code(enact(envelope, at=league.at)) == refused
    assert code(enact(replace(envelope, signed="x"), at=league.at)) == refused
    assert not SigningKey.objects.exists()


def test_no_more_keys_than_a_seat_can_need() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    league = founded(charter())
    made = [KeyFile(Ed25519PrivateKey.from_private_bytes(bytes([n] * 32))) for n in range(1, 22)]
    for device in made[:20]:
        register(league, "secretariat", device)
    last = league.envelope(REGISTER, made[20].fields(), "secretariat")
    assert code(send(league, last, made[20])) == "assembly.keys_full"
    end(league, "secretariat", "secretariat", made[0])
    register(league, "secretariat", made[20])
    assert_holds()


def end(league: Chamber, by: str, seat: str, device: KeyFile | Passkey) -> Receipt:
    return league.act(END, {"seat": seat, "fingerprint": device.key.fingerprint}, by)


def test_an_ended_key_signs_no_more() -> None:
    league = founded(charter('"any"'))
    register(league, "secretariat", Passkey())
    envelope = league.envelope(CERTIFY, FACT, "secretariat")
    end(league, "secretariat", "secretariat", Passkey())
    assert code(send(league, envelope, Passkey())) == "acts.signature_unknown_key"
    gone = {"seat": "secretariat", "fingerprint": Passkey().key.fingerprint}
    assert league.refused(END, gone, "secretariat").code == "assembly.no_such_key"
    register(league, "secretariat", Passkey())
    assert isinstance(send(league, envelope, Passkey()), Receipt)
    ended, standing = SigningKey.objects.order_by("registered_n")
    assert (ended.registered_n, ended.ended_n) == (1, 2)
    assert (standing.registered_n, standing.ended_n) == (3, None)
    assert_holds()


def test_who_ends_a_key() -> None:
    league = founded(charter())
    for city in ("ghent", "mons"):
        register(league, f"council/{city}", Passkey())
    of_ghent = {"seat": "council/ghent", "fingerprint": Passkey().key.fingerprint}
    assert league.refused(END, of_ghent, "council/mons").code == "assembly.key_of_another_seat"
    end(league, "secretariat", "council/ghent", Passkey())
    end(league, "council/mons", "council/mons", Passkey())
    assert_holds()


def test_keys_end_with_their_seat() -> None:
    league = founded(charter())
    register(league, "council/mons", Passkey())
    league.delegate("mons", "assembly.announce_leaving/1", city="mons")
    league.at = "2025-03-01T09:00:00.000000Z"
    (left,) = tick(at=league.at)
    assert SigningKey.objects.get().ended_n == left.n
    assert_holds()


@pytest.mark.parametrize("how", ["term", "at once", "cut"])
def test_keys_end_with_whoever_sits(how: str) -> None:
    """As somebody goes, all keys of the seat end; a mandate that has not begun ends none."""
    town = Town()
    town.found({"ghent": 260_000, "mons": 95_000}, CHARTER_OF_MANDATES + KEYS)
    role = "interim" if how == "cut" else "holder"
    n = town.appoint("council/ghent", until="2025-01-31", role=role)
    later = town.appoint("council/ghent", since="2025-05-01")
    for seat in ("council/ghent", "council/mons"):
        register(town, seat, Passkey())
    town.end("council/ghent", later, "mistake")
    assert SigningKey.objects.filter(ended_n=None).count() == 2
    if how == "at once":
        town.end("council/ghent", n)
    elif how == "cut":
        town.appoint("council/ghent")
    town.at = "2025-02-02T09:00:00.000000Z"
    tick(at=town.at)
    assert list(SigningKey.objects.filter(ended_n=None).values_list("seat", flat=True)) == [
        "council/mons"
    ]
    assert_holds()
    changed = entries()
    for one in changed:
        one["effects"] = [e for e in one["effects"] if e["kind"] != "signing_key_end"]
    with pytest.raises(EntryError, match="a mandate of council/ghent is over, and a key still"):
        recheck(changed)


# --- What does not pass the gate ----------------------------------------------------------------


def test_a_signature_is_of_this_act_this_seat_and_this_coalition() -> None:
    league = founded(charter())
    register(league, "secretariat", Passkey())
    register(league, "council/ghent", Passkey())
    envelope = league.envelope(CERTIFY, FACT, "secretariat")
    sound = devices.signed(envelope, Passkey())
    other_id = league.envelope(CERTIFY, FACT, "secretariat")
    other_data = replace(envelope, act=league.envelope(CERTIFY, FACT | {"city": "mons"}).act)
    for changed in (other_id, other_data):
        stolen = replace(changed, signed=sound.signed)
        assert code(enact(stolen, at=league.at)) == "acts.signature_of_another_act"
    delegate = replace(envelope, seat="council/ghent", signed=sound.signed)
    assert code(enact(delegate, at=league.at)) == "authority.other_seat"
    stated = devices.statement(envelope).replace(b"test.example", b"evil.example")
    elsewhere = replace(envelope, signed=Passkey().sign(stated))
    assert code(enact(elsewhere, at=league.at)) == "acts.signature_of_another_act"
    assert isinstance(enact(sound, at=league.at), Receipt)
    assert_holds()


@pytest.mark.parametrize(
    ("signed", "refused"),
    [
        ("AAAA", "acts.signature_unreadable"),
        ({"kind": "passkey"}, "acts.signature_unreadable"),
        (Passkey(site="https://evil.example").sign(b""), "acts.signature_of_another_act"),
        (SECRETARY.sign(b""), "acts.signature_unknown_key"),
    ],
)
def test_what_is_no_signature_of_the_seat(signed: Any, refused: str) -> None:
    league = founded(charter())
    register(league, "secretariat", Passkey())
    envelope = replace(league.envelope(CERTIFY, FACT, "secretariat"), signed=signed)
    assert code(enact(envelope, at=league.at)) == refused


def test_the_site_and_the_person() -> None:
    league = founded(charter())
    register(league, "secretariat", Passkey())
    envelope = league.envelope(CERTIFY, FACT, "secretariat")
    elsewhere = send(league, envelope, Passkey(site="https://desk.league.example"))
    assert code(elsewhere) == "acts.signature_on_another_site"
    assert code(send(league, envelope, Passkey(flags=0))) == "acts.signature_by_nobody"


def test_who_comes_from_no_seat_signs_nothing() -> None:
    league = Chamber()
    text = league.document(charter().encode())
    founding = {
        "origin": KEY.name,
        "log_key": str(KEY),
        "charter": text.model_dump(),
        "clock": "told",
        "members": [member("ghent", 1), member("mons", 1)],
    }
    envelope = league.envelope("assembly.found_coalition/1", founding)
    refused = enact(replace(envelope, signed=Passkey().sign(b"")), at=league.at)
    assert code(refused) == "acts.signed_without_seat"
    assert store.head().size == 0


def test_the_same_act_signed_again_is_the_same_act() -> None:
    league = founded(charter())
    register(league, "secretariat", Passkey())
    envelope = league.envelope(CERTIFY, FACT, "secretariat")
    first = send(league, envelope, Passkey())
    assert isinstance(first, Receipt)
    for again in (send(league, envelope, Passkey()), enact(envelope, at=league.at)):
        assert again == replace(first, repeated=True)


def test_the_record_takes_one_form_of_a_signature_whichever_came() -> None:
    league = founded(charter())
    register(league, "secretariat", Passkey())
    for city in ("ghent", "mons", "namur", "leuven"):  # each is high with a chance of one half
        send(league, league.envelope(CERTIFY, FACT | {"city": city}, "secretariat"), Passkey())
    assert store.head().size == 6
    assert_holds()


# --- Whoever rewrites the record ---------------------------------------------------------------


def signed_record() -> int:
    """A record whose last entry had to be signed; its number."""
    league = founded(charter('"passkey"'))
    register(league, "secretariat", Passkey())
    answer = send(league, league.envelope(CERTIFY, FACT, "secretariat"), Passkey())
    assert isinstance(answer, Receipt)
    return answer.n


def test_a_verifier_names_the_entry_that_lost_its_signature() -> None:
    n = signed_record()
    assert faults(lambda record: record[n].pop("signed")) == (
        "its grant demands a signature ('passkey'), and it has none."
    )
    other = Passkey().sign(b"something else")
    assert "signed another act" in faults(lambda record: record[n].update(signed=other))


def test_a_replay_finds_what_a_verifier_cannot_know() -> None:
    """Signature and demand both taken away: only the charter knows that one was demanded."""
    n = signed_record()
    record = entries()
    del record[n]["signed"]
    del record[n]["grant"]["signed"]
    kept = [(one.body, one.media) for one in store.documents() if one.body is not None]
    bodies = [canonical.dump(one) for one in record]
    with pytest.raises(replay.Differs, match=f"entry {n} .* refused .* acts.passkey_demanded"):
        replay.replay(bodies, kept, alias="replay")
