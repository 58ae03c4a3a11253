"""Who lives where: lines, codes, and what of them can be found out later."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from koinon.methods.codes import read_code
from koinon.people import access, residents
from koinon.people.models import Account, Line
from koinon.people.residents import Address
from koinon.record import merkle

pytestmark = pytest.mark.django_db

ROLL = (
    Address("ada@city.example", "R-1"),
    Address("grace@city.example"),
    Address("emmy@city.example", "R-3"),
)
SEED = bytes(range(32))


def person(email: str) -> Account:
    return access.invite(email)


def test_a_root_is_that_of_the_public_tree() -> None:
    leaves = [f"{n:064x}" for n in range(1, 8)]
    for size in range(1, 8):
        hashes = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves[:size]]

        def naive(part: list[bytes]) -> bytes:
            if len(part) == 1:
                return part[0]
            split = 1 << (len(part) - 1).bit_length() - 1
            return merkle.node_hash(naive(part[:split]), naive(part[split:]))

        assert residents.merkle_root(leaves[:size]) == naive(hashes).hex()


def test_a_roll_is_held_against_what_was_attested() -> None:
    attestation = uuid4()
    root = residents.keep_roll(attestation, "ghent", ROLL)
    assert root == residents.root_of(attestation)
    assert residents.differences(attestation, ROLL) == ()
    assert residents.differences(attestation, ROLL[:2]) == (3,)
    changed = (ROLL[0], Address("other@city.example"), *ROLL[2:], Address("more@city.example"))
    assert residents.differences(attestation, changed) == (2, 4)


def test_the_same_roll_has_another_root_each_time() -> None:
    """Unsalted, a root would tell whoever guesses the roll that the guess is right."""
    first, second = (residents.keep_roll(uuid4(), "ghent", ROLL) for _ in range(2))
    assert first != second


def test_erased_lines_keep_the_root_and_open_nothing() -> None:
    attestation = uuid4()
    root = residents.keep_roll(attestation, "ghent", ROLL)
    assert residents.erase(attestation) == 3
    assert residents.root_of(attestation) == root
    assert residents.lines_of(person("ada@city.example")) == ()
    with pytest.raises(LookupError):
        residents.differences(attestation, ROLL)


def test_an_address_on_a_roll_is_found_in_whatever_case() -> None:
    residents.keep_roll(uuid4(), "ghent", ROLL)
    account = person("Ada@city.example")
    (line,) = residents.lines_of(account)
    assert (line.city, line.by_code, line.own) == ("ghent", False, False)
    assert residents.lines_of(person("stranger@city.example")) == ()


def test_a_code_is_taken_once_and_only_its_hash_is_kept() -> None:
    attestation = uuid4()
    residents.keep_letters(attestation, "ghent", SEED, 2)
    first, second = residents.letter_codes(SEED, 2)
    kept = " ".join(str(value) for row in Line.objects.values() for value in row.values())
    assert read_code(first) not in kept
    assert first not in kept
    ada, eve = person("ada@city.example"), person("eve@city.example")
    line = residents.line_of_code(read_code(first), ada)
    assert line is not None
    assert residents.take(ada, line.id)
    again = residents.line_of_code(read_code(first), eve)
    assert again is not None
    assert (again.taken_at is not None, again.own) == (True, False)
    assert not residents.take(eve, line.id)
    assert residents.lives(eve) is None
    where = residents.lives(ada)
    assert where is not None
    assert (where.city, where.attestation) == ("ghent", attestation)
    assert second != first


def test_keeping_the_same_letters_again_gives_the_same_root() -> None:
    attestation = uuid4()
    roots = {residents.keep_letters(attestation, "ghent", SEED, 3) for _ in range(2)}
    assert len(roots) == 1
    assert residents.kept(attestation) == 3


def test_a_person_lives_in_one_city_at_a_time_and_keeps_the_secret() -> None:
    ada = person("ada@city.example")
    residents.keep_roll(uuid4(), "ghent", ROLL)
    moved = uuid4()
    residents.keep_roll(moved, "leuven", ROLL)
    ghent, leuven = residents.lines_of(ada)
    assert residents.take(ada, ghent.id)
    secret = residents.secret_of(ada)
    assert residents.take(ada, leuven.id)
    where = residents.lives(ada)
    assert where is not None
    assert (where.city, where.attestation) == ("leuven", moved)
    assert residents.secret_of(ada) == secret
    assert residents.secret_of(person("eve@city.example")) != secret


def test_after_ten_wrong_codes_an_hour_passes() -> None:
    ada = person("ada@city.example")
    for _ in range(10):
        assert residents.may_try(ada)
        residents.tried_in_vain(ada)
    assert not residents.may_try(ada)
    assert residents.may_try(ada, now=timezone.now() + timedelta(hours=1, seconds=1))
    assert residents.may_try(person("eve@city.example"))


def test_what_was_never_attested_is_forgotten() -> None:
    attestation: UUID = uuid4()
    residents.keep_roll(attestation, "ghent", ROLL)
    assert residents.waiting("ghent") == (attestation,)
    residents.forget(attestation)
    assert residents.waiting("ghent") == ()
