"""Salted commitments: what they hide, what they bind."""

from __future__ import annotations

from hashlib import sha256

import pytest

from koinon.record.canonical import JSON, CanonicalError
from koinon.record.commitments import commit, is_private, open_commitment

SALT = bytes(range(32))
VALUE: JSON = {"iban": "BE71096123456769", "name": "É"}


def test_a_commitment_is_the_hash_of_salt_and_canonical_bytes() -> None:
    canonical = '{"iban":"BE71096123456769","name":"É"}'.encode()
    assert commit(SALT, VALUE) == sha256(SALT + canonical).hexdigest()


def test_it_opens_with_its_salt_and_value_alone() -> None:
    commitment = commit(SALT, VALUE)
    assert open_commitment(commitment, SALT, {"name": "É", "iban": "BE71096123456769"})
    assert not open_commitment(commitment, SALT, {"name": "E", "iban": "BE71096123456769"})
    assert not open_commitment(commitment, bytes(32), VALUE)
    assert not open_commitment(commitment, b"short", VALUE)


def test_what_has_no_canonical_form_cannot_be_committed_to() -> None:
    with pytest.raises(CanonicalError):
        commit(SALT, [0.5])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("value", "private"),
    [
        ({"private": "ab" * 32}, True),
        ({"private": "AB" * 32}, False),
        ({"private": "ab" * 31}, False),
        ({"private": "ab" * 32 + "\n"}, False),
        ({"private": 1}, False),
        ({"private": "ab" * 32, "salt": "00"}, False),
        ({}, False),
        ("ab" * 32, False),
    ],
)
def test_only_the_exact_form_is_a_private_value(value: JSON, private: bool) -> None:
    assert is_private(value) is private
