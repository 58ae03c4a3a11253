"""An old copy of the database, or another record: no act is taken on it, none in silence."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from tests.support.api import CITIES, OPEN_CHARTER, founded
from tests.support.coalition import KEY, League, population
from tests.support.databases import OwnDatabase, own

from koinon.acts import memo
from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact, enact_many, tick
from koinon.acts.refused import Refused
from koinon.acts.registry import find
from koinon.interfaces.shared.refusals import sentence
from koinon.record import logkeys, store
from koinon.record.logkeys import Standing


def certify(people: int) -> Receipt | Refused:
    act = find("cities.certify_fact/1").read({"city": "ghent", "fact": population(people)})
    return enact(Envelope(act, uuid4(), "secretariat"))


def signed() -> None:
    logkeys.sign_head(logkeys.signer())


@pytest.mark.only_on("sqlite")
def test_acts_on_an_old_copy_are_refused_until_it_is_whole_again(
    own_database: OwnDatabase, tmp_path: Path, settings: Any
) -> None:
    """As an operator would do it: the file is copied, and later put back."""
    founded(tmp_path / "home", settings)
    file = Path(connections["default"].settings_dict["NAME"])
    certify(1)
    signed()
    connections.close_all()
    shutil.copy2(file, tmp_path / "monday")
    certify(2)
    signed()
    connections.close_all()
    shutil.copy2(file, tmp_path / "tuesday")
    shutil.copy2(tmp_path / "monday", file)
    answer = certify(3)
    assert answer == Refused("acts.record_behind", (("signed", 3), ("size", 2)))
    assert "“koinon recover”" in sentence(answer, "en")
    assert tick() == []
    assert store.head().size == 2
    connections.close_all()
    shutil.copy2(tmp_path / "tuesday", file)
    assert isinstance(certify(3), Receipt)


def test_another_history_is_told_from_ours(
    own_database: OwnDatabase, tmp_path: Path, settings: Any
) -> None:
    """Two databases, one key: the second is not acted on, whatever its length."""
    with own():
        founded(tmp_path / "home", settings)
        certify(1)
        signed()
    key = logkeys.signer().verifier_key(KEY.name)
    league = League()
    with pytest.raises(AssertionError) as begun:
        league.found(CITIES, OPEN_CHARTER, key)
    assert begun.value.args[0] == Refused("acts.record_behind", (("signed", 2), ("size", 0)))
    memory = logkeys.memory_file().read_bytes()
    logkeys.memory_file().write_bytes(b"")
    league.found(CITIES, OPEN_CHARTER, key)
    certify(7)
    assert isinstance(certify(8), Receipt)
    logkeys.memory_file().write_bytes(memory)
    assert logkeys.standing(3) == Standing("differs", 2)
    assert certify(9) == Refused("acts.record_differs", (("signed", 2), ("size", 3)))
    assert store.head().size == 3


def test_a_lost_memory_stops_acts_and_another_key_does_not(
    own_database: OwnDatabase, tmp_path: Path, settings: Any
) -> None:
    founded(tmp_path / "home", settings)
    signed()
    kept = logkeys.memory_file().read_bytes()
    logkeys.memory_file().unlink()
    assert certify(1) == Refused("acts.signer_forgot", (("signed", 0), ("size", 1)))
    logkeys.memory_file().write_bytes(b"nonsense")
    assert certify(1) == Refused("acts.signer_forgot", (("signed", 0), ("size", 1)))
    logkeys.memory_file().write_bytes(kept)
    assert isinstance(certify(1), Receipt)
    settings.HOME = tmp_path / "elsewhere"
    assert logkeys.standing(2) == Standing("elsewhere")
    assert isinstance(certify(2), Receipt)


def test_what_was_taken_before_is_still_answered(
    own_database: OwnDatabase, tmp_path: Path, settings: Any
) -> None:
    founded(tmp_path / "home", settings)
    act = find("cities.certify_fact/1").read({"city": "ghent", "fact": population(1)})
    first = Envelope(act, uuid4(), "secretariat")
    assert isinstance(enact(first), Receipt)
    signed()
    logkeys.memory_file().unlink()
    memo.forget_all()
    again, other = enact_many([first, Envelope(act, uuid4(), "secretariat")])
    assert isinstance(again, Receipt)
    assert again.repeated
    assert isinstance(other, Refused)


def test_the_memory_is_read_when_it_changes_and_not_otherwise(
    own_database: OwnDatabase, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded(tmp_path / "home", settings)
    asked: list[int] = []
    real = logkeys.standing
    monkeypatch.setattr(logkeys, "standing", lambda size: (asked.append(size), real(size))[1])
    for people in (1, 2, 3):
        assert isinstance(certify(people), Receipt)
    assert asked == [1]
    signed()
    assert isinstance(certify(4), Receipt)
    assert asked == [1, 4]
