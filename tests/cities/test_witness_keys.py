"""Keys with which cities countersign: registered with the key itself, ended, replayed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assembly.leagues import RULES as CHARTER
from tests.assembly.leagues import Chamber, founded
from tests.support import signing as devices
from tests.support.coalition import KEY
from tests.support.replaying import assert_replays
from tests.support.signing import KeyFile, Passkey
from tests.support.witnesses import COUNTERSIGNING, END, REGISTER
from tests.support.witnesses import device as keyfile

from koinon.acts.act import Receipt
from koinon.acts.gate import enact, tick
from koinon.acts.refused import Refused
from koinon.cities import queries as cities
from koinon.cities.models import WitnessKey
from koinon.record.cosignatures import witness_key
from koinon.record.policies import parse_policy

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

RULES = CHARTER + COUNTERSIGNING


def line(device: KeyFile, name: str) -> str:
    return str(witness_key(name, device.private.public_key().public_bytes_raw()))


def register(
    league: Chamber, city: str, device: KeyFile, name: str = "", seat: str = ""
) -> Receipt | Refused:
    fields = {"name": name or f"{city}.example/koinon", **device.fields()}
    envelope = league.envelope(REGISTER, fields, seat or f"council/{city}")
    return enact(devices.signed(envelope, device), at=league.at)


def registered(league: Chamber, city: str, n: int) -> Receipt:
    answer = register(league, city, keyfile(n))
    assert isinstance(answer, Receipt), answer
    return answer


def code(answer: Receipt | Refused) -> str:
    assert isinstance(answer, Refused), answer
    return answer.code


def test_a_city_registers_its_key_and_everybody_knows_it() -> None:
    league = founded(RULES)
    made = registered(league, "ghent", 11)
    key = line(keyfile(11), "ghent.example/koinon")
    assert made.result == {"city": "ghent", "key": key}
    (kept,) = cities.witness_keys("ghent")
    assert (kept.key, kept.registered_n, kept.ended_n) == (key, made.n, None)
    assert [kept.stands_at(size) for size in (made.n, made.n + 1)] == [False, True]
    registered(league, "mons", 12)
    policy = parse_policy(cities.policy_file())
    assert (list(policy.witnesses), policy.logs) == (["ghent", "mons"], [KEY])
    assert [policy.is_met(names) for names in (["ghent"], ["ghent", "mons"])] == [False, True]
    assert_replays()


def test_nobody_registers_a_key_of_another() -> None:
    league = founded(RULES)
    registered(league, "ghent", 11)
    unsigned = league.refused(REGISTER, {"name": "mons", **keyfile(12).fields()}, "council/mons")
    assert unsigned.code == "acts.key_signs_itself"
    envelope = league.envelope(REGISTER, {"name": "m", **keyfile(12).fields()}, "council/mons")
    assert code(enact(devices.signed(envelope, keyfile(13)), at=league.at)).startswith("acts.")
    assert code(register(league, "mons", keyfile(11))) == "cities.witness_key_taken"
    taken = register(league, "mons", keyfile(12), name="ghent.example/koinon")
    assert code(taken) == "cities.witness_name_taken"
    by_office = register(league, "mons", keyfile(12), seat="secretariat")
    assert code(by_office) == "authority.other_seat"
    assert [one.city for one in cities.witness_keys()] == ["ghent"]
    assert_replays()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "x", "public_key": Passkey().key.text},
        {"name": "x", "public_key": "AAAA"},
        {"name": "x", "public_key": keyfile(11).key.text[:-1]},
    ],
)
def test_what_is_no_key_file_is_refused(fields: dict[str, str]) -> None:
    league = founded(RULES)
    envelope = league.envelope(REGISTER, fields, "council/ghent")
    answer = enact(devices.signed(envelope, keyfile(11)), at=league.at)
    assert code(answer) == "cities.witness_key_unfit"


def test_a_key_that_ended_never_stands_again() -> None:
    league = founded(RULES)
    made = registered(league, "ghent", 11)
    key = str(made.result["key"])
    of_mons: dict[str, Any] = {"city": "ghent", "verifier_key": key}
    assert league.refused(END, of_mons, "council/mons").code == "cities.witness_key_of_another"
    ended = league.act(END, of_mons, "council/ghent")
    assert ended.result == {"city": "ghent", "registered": made.n}
    (kept,) = cities.witness_keys("ghent")
    stood = [kept.stands_at(size) for size in (ended.n, ended.n + 1)]
    assert (kept.ended_n, stood) == (ended.n, [True, False])
    assert league.refused(END, of_mons, "council/ghent").code == "cities.no_such_witness_key"
    assert code(register(league, "ghent", keyfile(11))) == "cities.witness_key_taken"
    second = registered(league, "ghent", 14)
    office = {"city": "ghent", "verifier_key": str(second.result["key"])}
    league.act(END, office, "secretariat")
    assert not WitnessKey.objects.filter(ended_n=None).exists()
    assert parse_policy(cities.policy_file()).quorum == "none"
    assert_replays()


def test_a_city_has_so_many_keys_at_once_and_no_more() -> None:
    league = founded(RULES)
    for n in range(5):
        registered(league, "ghent", 20 + n)
    assert code(register(league, "ghent", keyfile(30))) == "cities.witness_keys_full"
    assert_replays()


def test_the_keys_of_a_city_end_when_it_has_left() -> None:
    league = founded(RULES)
    registered(league, "namur", 11)
    league.delegate("namur", "assembly.announce_leaving/1", city="namur")
    league.at = "2025-02-10T00:00:00.000000Z"
    (left,) = tick(at=league.at)
    assert [one.ended_n for one in cities.witness_keys("namur")] == [left.n]
    assert parse_policy(cities.policy_file()).witnesses == {}
    assert_replays()
