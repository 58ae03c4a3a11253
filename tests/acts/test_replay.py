"""A replay finds whatever was changed, left out or put in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.support.coalition import CHARTER, League, member, population
from tests.support.replaying import assert_replays

from koinon.acts.replay import Differs, Digest, digest, replay
from koinon.acts.state import state_models, using_database
from koinon.record import canonical, store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}
Record = list[dict[str, Any]]


@pytest.fixture
def record(db: None, league: League) -> Record:
    """Founding, notice, votes, the count with what follows from it, a fact."""
    number = league.propose(
        "Admit Mons", ("assembly.admit_city/1", {"member": member("mons", 95_000)})
    )
    league.at = "2025-01-04T08:00:00.000000Z"
    for city in CITIES:
        league.vote(number, city, "yes")
    league.at = "2025-01-07T00:00:00.000000Z"
    league.act("cities.certify_fact/1", {"city": "mons", "fact": population(95_500)}, "secretariat")
    bodies = [json.loads(body) for body in store.bodies()]
    assert [one["type"].partition(".")[2] for one in bodies] == [
        "found_coalition/1",
        "open_proposal/1",
        "cast_vote/1",
        "cast_vote/1",
        "cast_vote/1",
        "close_vote/1",
        "admit_city/1",
        "certify_fact/1",
    ]
    return bodies


def told(record: Record | list[bytes], documents: Any = None) -> int:
    kept = [(one.body, one.media) for one in store.documents() if one.body is not None]
    bodies = [one if isinstance(one, bytes) else canonical.dump(one) for one in record]
    return replay(bodies, kept if documents is None else documents, alias="replay").entries


def renumbered(record: Record) -> Record:
    """As a careful forger would leave it: numbers and causes follow again."""
    return [{**entry, "n": n} for n, entry in enumerate(record)]


def test_an_untouched_record_replays(record: Record) -> None:
    assert told(record) == 8
    assert_replays()


TAMPERED: dict[str, tuple[int, Callable[[Record], Any]]] = {
    "data": (2, lambda r: r[2]["data"].update(yes="0", no="1")),
    "figure": (7, lambda r: r[7]["data"]["fact"].update(value="95501")),
    "result": (5, lambda r: r[5]["result"].update(outcome="rejected")),
    "effects": (7, lambda r: r[7].update(effects=[])),
    "effect": (5, lambda r: r[5]["effects"][0].update(outcome="rejected")),
    "deadline": (1, lambda r: r[1]["result"].update(closes_at="2025-01-05T23:00:00.000000Z")),
    "seat": (2, lambda r: r[2]["by"].update(seat="council/leuven")),
    "seat that is not": (2, lambda r: r[2]["by"].update(seat="council/mons")),
    "grant": (7, lambda r: r[7].update(grant={"kind": "article", "article": "4"})),
    "instant": (3, lambda r: r[3].update(at="2025-01-03T08:00:00.000000Z")),
    "time going back": (7, lambda r: r[7].update(at="2025-01-06T23:30:00.000000Z")),
    "type": (7, lambda r: r[7].update(type="cities.record_legal_limit/1")),
    "unknown type": (7, lambda r: r[7].update(type="cities.rename/1")),
    "number": (4, lambda r: r[4].update(n=5)),
    "id of a later entry": (3, lambda r: r[2].update(id=r[3]["id"])),
    "id of another form": (2, lambda r: r[2].update(id="x")),
    "field": (2, lambda r: r[2].update(note="x")),
    "missing field": (2, lambda r: r[2].pop("data")),
    "missing instant": (3, lambda r: r[3].pop("at")),
    "clock act by a seat": (5, lambda r: r[5].update(by=r[1]["by"])),
    "follower without its cause": (6, lambda r: r[6].pop("cause")),
    "cause": (6, lambda r: r[6].update(cause="5.1")),
    "cause where there is none": (7, lambda r: r[7].update(cause="5.1")),
    "genesis": (0, lambda r: r[0]["data"]["members"][0]["facts"][0].update(value="1")),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_changed_is_found(record: Record, name: str) -> None:
    first, change = TAMPERED[name]
    change(record)
    with pytest.raises(Differs, match=rf"^entry {first}\b") as found:
        told(record)
    assert "None" not in str(found.value)


@pytest.mark.parametrize("n", range(7))
def test_an_entry_left_out_is_found(record: Record, n: int) -> None:
    del record[n]
    with pytest.raises(Differs, match=r"^entry \d"):
        told(renumbered(record))


def test_an_end_cut_off_is_no_fault_of_what_is_left(record: Record) -> None:
    """Only a checkpoint can tell (record.verify); but a follower cannot be cut from its cause."""
    assert told(record[:7]) == 7
    with pytest.raises(Differs, match=r"^entry 6\b"):
        told(record[:6])


def test_a_clock_act_left_out_is_named(record: Record) -> None:
    del record[5:7]
    with pytest.raises(Differs, match=r"entry 5 \(cities.certify_fact/1\): .*close_vote/1 was due"):
        told(renumbered(record))


def test_a_clock_act_before_its_time_is_named(record: Record) -> None:
    early = [*record[:4], {**record[5], "at": record[3]["at"]}]
    with pytest.raises(Differs, match=r"entry 4 .*: nothing of the kind was due at 2025-01-04"):
        told(renumbered(early))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"null", b'{"n": 8}', b"\xff", b'{"at":"","result":{}}']
)
def test_what_is_no_entry_is_named(record: Record, body: bytes) -> None:
    bodies = [canonical.dump(one) for one in record]
    with pytest.raises(Differs, match=r"^entry 8\b"):
        told([*bodies, body])


def test_without_the_charters_text_it_says_so(record: Record) -> None:
    with pytest.raises(Differs, match=r"entry 0 .* is refused when re-enacted: acts.document_miss"):
        told(record, [])


def test_a_replay_leaves_nothing_behind_unless_kept(record: Record) -> None:
    told(record)
    with using_database("replay"):
        assert store.head().size == 0
    kept = [(CHARTER.encode(), "application/toml")]
    documents = [(one.body, one.media) for one in store.documents() if one.body is not None]
    replay(list(store.bodies()), documents, alias="replay", keep=True)
    with using_database("replay"):
        assert store.head().size == 8
        assert store.root(8) != b""
    assert digest("replay") == digest("default")
    with pytest.raises(Differs, match="the database to replay into is not empty"):
        told(record, kept)


def test_the_digest_sees_every_row(record: Record) -> None:
    from koinon.acts.guard import writing
    from koinon.cities.models import City

    before = digest()
    names = [name for name, _ in before.tables]
    assert names == sorted(names)
    assert len(names) == len(state_models()) > 5
    with writing():
        City.objects.filter(slug="mons").update(name="Bergen")
    assert before.difference(digest()) == ("cities_city",)
    assert before.whole != digest().whole
    assert Digest(()).difference(before) == ()


def test_deadlines_come_from_the_record(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A country abolishes summer time: what was announced still holds."""
    from koinon.assembly.acts import proposing

    honest = proposing.voting_window

    def another_law(*arguments: Any) -> Any:
        window = honest(*arguments)
        return type(window)(window.opens_at, "2025-01-06T22:00:00.000000Z")

    monkeypatch.setattr(proposing, "voting_window", another_law)
    assert told(record) == 8


def test_a_record_of_no_entries_replays(db: None) -> None:
    assert told([]) == 0
