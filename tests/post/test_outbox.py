"""What people are to be told of is noted with the act, or not at all; a replay notes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from tests.support.coalition import League, member
from tests.support.databases import OwnDatabase
from tests.support.replaying import assert_replays

from koinon.acts import gate
from koinon.post import outbox
from koinon.post.models import Outgoing
from koinon.record import store

CITIES = {"ghent": 260_000, "leuven": 100_000}


def noted() -> list[tuple[str, str]]:
    return list(Outgoing.objects.order_by("id").values_list("kind", "about"))


@pytest.fixture
def league(db: None) -> League:
    league = League()
    league.found(CITIES)
    return league


def test_an_announced_act_is_noted_with_its_entry(league: League) -> None:
    assert noted() == []
    league.propose("A tram", matter="ordinary")
    assert noted() == [("notice", "entry/1")]
    league.at = "2025-01-04T09:00:00.000000Z"
    league.vote(1, "ghent", "yes")
    assert noted() == [("notice", "entry/1")]


def test_a_refused_act_notes_nothing(league: League) -> None:
    refused = league.refused(
        "assembly.open_proposal/1",
        {"title": [{"language": "en", "text": "A tram"}], "matter": "unheard-of"},
        "secretariat",
    )
    assert refused.code == "assembly.which_matter"
    assert noted() == []


def test_the_same_act_sent_twice_is_noted_once(league: League) -> None:
    data = {"title": [{"language": "en", "text": "A tram"}], "matter": "ordinary"}
    envelope = league.envelope("assembly.open_proposal/1", data, "secretariat")
    first = gate.enact(envelope, at=league.at)
    again = gate.enact(envelope, at=league.at)
    assert (getattr(first, "repeated", None), getattr(again, "repeated", None)) == (False, True)
    assert noted() == [("notice", "entry/1")]


def test_what_the_clock_does_is_noted_too(league: League) -> None:
    mons = ("assembly.admit_city/1", {"member": member("mons", 95_000)})
    number = league.propose("Admit Mons", mons)
    league.at = "2025-01-04T09:00:00.000000Z"
    for city in CITIES:
        league.vote(number, city, "yes")
    gate.tick(at="2025-02-01T00:00:00.000000Z")
    kinds = [kind for kind, _ in noted()]
    assert kinds == ["notice", "decided"]
    assert Outgoing.objects.get(kind="decided").n == 4


@pytest.mark.django_db(databases=["default", "replay"])
def test_replay_notes_nothing(league: League) -> None:
    league.propose("A tram", matter="ordinary")
    before = noted()
    assert_replays()
    assert noted() == before
    assert Outgoing.objects.using("replay").count() == 0


def test_the_note_goes_when_the_transaction_does(
    own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outbox row and the entry are one transaction: neither without the other."""
    league = League()
    league.found(CITIES)
    size = store.head().size
    honest = gate.ports.outbox

    def fails(lines: Any) -> None:
        assert honest is not None
        honest(lines)
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(gate.ports, "outbox", fails)
    with pytest.raises(RuntimeError, match="stops here"):
        league.propose("A tram", matter="ordinary")
    connections["default"].close()
    assert store.head().size == size
    assert noted() == []
    monkeypatch.setattr(gate.ports, "outbox", honest)
    league.propose("A tram", matter="ordinary")
    assert noted() == [("notice", f"entry/{size}")]


@pytest.mark.django_db
def test_a_moment_is_noted_once() -> None:
    outbox.note_moments("opened", ["proposal/2", "proposal/1"])
    outbox.note_moments("opened", ["proposal/2", "proposal/3"])
    outbox.note_moments("closing", ["proposal/2"])
    assert noted() == [
        ("opened", "proposal/1"),
        ("opened", "proposal/2"),
        ("opened", "proposal/3"),
        ("closing", "proposal/2"),
    ]


def test_a_story_is_no_news(league: League) -> None:
    league.propose("A tram", matter="ordinary")
    outbox.forgo(datetime.now(UTC))
    assert outbox.waiting(10) == ()
    league.at = "2025-01-02T09:00:00.000000Z"
    league.propose("A bridge", matter="ordinary")
    assert [one.about for one in outbox.waiting(10)] == ["entry/2"]
    assert outbox.waiting(10)[0].made > datetime.now(UTC) - timedelta(minutes=1)
