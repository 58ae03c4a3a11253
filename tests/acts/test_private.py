"""Private values: sealed on the way in, erased for good, absent from record and replay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from tests.acts.trial import KeepSecret
from tests.support.coalition import League
from tests.support.replaying import assert_replays

from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact
from koinon.acts.private import Sealer
from koinon.acts.refused import Refused
from koinon.interfaces.shared.envelopes import read_act
from koinon.people import access
from koinon.people import queries as people
from koinon.record import canonical, store
from koinon.record.commitments import open_commitment

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

ID = UUID("01980000-0000-7000-8000-000000000001")
NAME = "Ada Peeters"


def sealed(act_id: UUID = ID, **fields: Any) -> Envelope:
    act = read_act(KeepSecret, {"name": NAME, **fields}, act_id)
    return Envelope(act, act_id, "secretariat")


def taken(league: League, envelope: Envelope) -> Receipt:
    answer = enact(envelope, at=league.at)
    assert isinstance(answer, Receipt), answer
    return answer


def commitment_of(envelope: Envelope) -> str:
    assert isinstance(envelope.act, KeepSecret)
    return envelope.act.name.commitment


def test_the_record_holds_a_commitment_and_the_vault_what_opens_it(league: League) -> None:
    sent = sealed(also=["one", "two"])
    taken(league, sent)
    body = store.body(1)
    assert NAME.encode() not in body
    assert b'"one"' not in body
    entry = canonical.load(body)
    assert isinstance(entry, dict)
    assert entry["data"] == {
        "name": {"private": commitment_of(sent)},
        "also": [{"private": one.commitment} for one in sent.act.also],  # type: ignore[attr-defined]
        "shout": False,
    }
    found = people.opening(commitment_of(sent))
    assert found is not None
    value, salt = found
    assert value == NAME
    assert open_commitment(commitment_of(sent), salt, NAME)
    assert not open_commitment(commitment_of(sent), salt, "Ada Janssens")


def test_two_equal_values_have_two_commitments(league: League) -> None:
    sent = sealed(also=[NAME, NAME])
    commitments = {commitment_of(sent), *(one.commitment for one in sent.act.also)}  # type: ignore[attr-defined]
    other = sealed(UUID("01980000-0000-7000-8000-000000000002"))
    assert len({*commitments, commitment_of(other)}) == 4


def test_the_same_request_sealed_again_is_the_same_act(league: League) -> None:
    first = taken(league, sealed())
    assert taken(league, sealed()) == replace(first, repeated=True)
    assert enact(sealed(also=["more"]), at=league.at) == Refused("acts.id_taken", (("n", 1),))


def test_a_salt_cannot_be_guessed_without_the_installations_key() -> None:
    first, second = (Sealer(key, ID).seal(NAME)[0] for key in (b"one key", b"another"))
    assert first != second


def test_what_is_erased_is_gone_and_the_record_stands(league: League) -> None:
    sent = sealed()
    taken(league, sent)
    body = store.body(1)
    assert access.erase(commitment_of(sent))
    assert people.opening(commitment_of(sent)) is None
    assert not access.erase(commitment_of(sent))
    assert store.body(1) == body
    assert_replays()


def test_a_replay_needs_no_vault(league: League) -> None:
    taken(league, sealed(also=["one"]))
    assert_replays()


def test_a_refused_act_leaves_nothing_in_the_vault(league: League) -> None:
    sent = sealed(shout=True)
    assert enact(sent, at=league.at) == Refused("trial.too_loud")
    assert people.opening(commitment_of(sent)) is None


def test_an_unsealed_value_is_not_read() -> None:
    with pytest.raises(ValidationError, match="must be sealed"):
        KeepSecret.read({"name": NAME})


@pytest.mark.parametrize("wrong", [3, None, {"private": "short"}, {"private": "A" * 64}, ["x"]])
def test_a_private_value_is_checked_as_its_kind(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        read_act(KeepSecret, {"name": wrong}, ID)


def test_a_commitment_may_be_sent_instead_of_a_value(league: League) -> None:
    """Whoever keeps the value elsewhere sends only its commitment."""
    act = read_act(KeepSecret, {"name": {"private": "ab" * 32}}, ID)
    receipt = taken(league, Envelope(act, ID, "secretariat"))
    assert people.opening("ab" * 32) is None
    assert receipt.n == 1
