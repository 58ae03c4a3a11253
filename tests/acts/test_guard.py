"""State is written through the gate; the record is append-only whatever is tried."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.coalition import League, population
from tests.support.databases import OwnDatabase

from koinon.acts.guard import OutsideTheGate, writing
from koinon.assembly.models import Seat
from koinon.cities.models import City, Fact
from koinon.record import store
from koinon.record.models import Entry

CITIES = {"ghent": 260_000, "namur": 110_000}


@pytest.fixture
def recorded(db: None) -> League:
    league = League()
    league.found(CITIES)
    for people in range(3):
        league.act(
            "cities.certify_fact/1", {"city": "ghent", "fact": population(people)}, "secretariat"
        )
    return league


def outside(write: Any) -> None:
    with (
        pytest.raises(OutsideTheGate, match="is written by acts only, through the gate"),
        transaction.atomic(),
    ):
        write()


def test_no_row_of_state_is_written_outside_the_gate(recorded: League) -> None:
    seat = Seat(id=UUID(int=1), name="pretender", open=True)
    ghent = City.objects.get(slug="ghent")
    outside(lambda: Seat.objects.create(id=UUID(int=1), name="pretender", open=True))
    outside(lambda: Seat.objects.bulk_create([seat]))
    outside(seat.save)
    outside(lambda: City.objects.filter(slug="ghent").update(name="Gent"))
    outside(lambda: City.objects.bulk_update([ghent], ["name"]))
    outside(lambda: Fact.objects.all().delete())
    outside(lambda: Entry.objects.filter(n=0).update(at=""))
    outside(lambda: Entry.objects.bulk_create([Entry(n=4, act_id=UUID(int=2), at="")]))
    assert Seat.objects.filter(name="pretender").count() == 0
    assert City.objects.get(slug="ghent").name == "Ghent"


def test_what_is_not_state_is_written_freely(recorded: League) -> None:
    assert store.keep_document(b"a draft", "text/plain")


ATTACKS = {
    "change": "update record_entry set body = body where n = 1",
    "change of the key": "update record_entry set n = 9 where n = 3",
    "removal": "delete from record_entry where n = 3",
    "removal of all": "delete from record_entry",
    "gap": "insert into record_entry select 9, {id}, at, type, seat, cause, request, body, nodes "
    "from record_entry where n = 1",
    "old place": "insert into record_entry select 1, {id}, at, type, seat, cause, request, body, "
    "nodes from record_entry where n = 1",
    "before all": "insert into record_entry select -1, {id}, at, type, seat, cause, request, body,"
    " nodes from record_entry where n = 1",
    "act again": "insert into record_entry select 4, act_id, at, type, seat, cause, request, body,"
    " nodes from record_entry where n = 1",
}
ONLY_SQLITE = {
    "replacement": ATTACKS["old place"].replace("insert", "insert or replace"),
    "replacement by act": ATTACKS["act again"].replace("insert", "insert or replace"),
    "upsert": f"{ATTACKS['old place']} and true on conflict do update set body = ''",
    "change with replacement": "update or replace record_entry set n = 0 where n = 3",
}
ONLY_POSTGRESQL = {
    "truncate cascade": "truncate record_entry cascade",
    "upsert": f"{ATTACKS['act again']} on conflict (act_id) do update set body = ''",
    "merge": "merge into record_entry using (select 3 as n) s on record_entry.n = s.n "
    "when matched then delete",
}


def fresh_id() -> str:
    value = UUID(int=77)
    return f"'{value.hex}'" if connection.vendor == "sqlite" else f"'{value}'::uuid"


def attack(sql: str) -> None:
    """With every right the application has, inside the gate's own door."""
    before = list(store.bodies())
    with (
        writing(),
        pytest.raises(DatabaseError, match=r"append-only|unique|duplicate"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(id=fresh_id()))
    assert list(store.bodies()) == before


@pytest.mark.parametrize("name", ATTACKS)
def test_the_record_resists(recorded: League, name: str) -> None:
    attack(ATTACKS[name])


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("name", ONLY_SQLITE)
def test_the_record_resists_on_sqlite(recorded: League, name: str) -> None:
    attack(ONLY_SQLITE[name])


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("name", ONLY_POSTGRESQL)
def test_the_record_resists_on_postgresql(recorded: League, name: str) -> None:
    if name == "merge" and connection.cursor().connection.info.server_version < 150_000:
        pytest.skip("needs PostgreSQL 15, which has MERGE")
    attack(ONLY_POSTGRESQL[name])


def test_the_next_entry_still_fits(recorded: League) -> None:
    """The attacks above fail for what they are, not because nothing could be written."""
    attack(ATTACKS["gap"])
    fits = ATTACKS["gap"].replace("select 9", "select 4").format(id=fresh_id())
    with writing(), connection.cursor() as cursor:
        cursor.execute(fits)
    assert store.head().size == 5


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("name", {**ATTACKS, **ONLY_SQLITE})
def test_a_stranger_with_the_file_in_hand_is_refused_too(
    own_database: OwnDatabase, name: str
) -> None:
    """Another program sets none of our pragmas: without them REPLACE deletes without a trigger."""
    League().found(CITIES)
    league = League(count=1)
    for people in range(3):
        league.act(
            "cities.certify_fact/1", {"city": "ghent", "fact": population(people)}, "secretariat"
        )
    connection.close()
    file = sqlite3.connect(Path(own_database.address.removeprefix("sqlite:///")))
    before = file.execute("select * from record_entry order by n").fetchall()
    sql = {**ATTACKS, **ONLY_SQLITE}[name].format(id=f"'{UUID(int=77).hex}'")
    with pytest.raises(sqlite3.DatabaseError, match=r"append-only|UNIQUE"):
        file.execute(sql)
    assert file.execute("select * from record_entry order by n").fetchall() == before
    file.close()
