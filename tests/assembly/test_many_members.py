"""With hundreds of members, what decides a proposal stands in documents and still holds."""

from __future__ import annotations

import pytest
from tests.support.coalition import CHARTER, League, member
from tests.support.replaying import assert_replays

from koinon.acts.gate import enact_many
from koinon.acts.stating import LIMIT
from koinon.cities import queries as cities
from koinon.record import canonical, store

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

AT_ONCE = (
    CHARTER.replace("notice_days = 2", "notice_days = 0")
    .replace(
        '{share = "one", of = "cast", over = "1/2"}', '{share = "one", of = "cast", over = "1/100"}'
    )
    .replace('of = "all", at_least = "1/2"', 'of = "cast", at_least = "1/100"')
)


def joining(start: int, count: int) -> list[tuple[str, dict[str, object]]]:
    names = (f"city-{i:04d}" for i in range(start, start + count))
    return [("assembly.admit_city/1", {"member": member(name, 1_000)}) for name in names]


def test_four_hundred_members_decide() -> None:
    league = League()
    league.found({"ghent": 260_000, "leuven": 100_000}, AT_ONCE)
    for k in range(4):
        number = league.propose("Many join", *joining(100 * k, 100))
        league.vote(number, "ghent", "yes")
        league.at = f"2025-{k + 1:02d}-20T09:00:00.000000Z"
    last = league.propose("Together", matter="ordinary")
    assert len(cities.members()) == 402
    votes = [
        league.envelope(
            "assembly.cast_vote/1",
            {"proposal": last, "yes" if i % 3 else "no": "1"},
            f"council/city-{i:04d}",
        )
        for i in range(400)
    ]
    enact_many(votes, at=league.at)
    league.at = "2025-06-20T09:00:00.000000Z"
    league.propose("Later", matter="ordinary")

    entries = [canonical.load(body) for body in store.bodies()]
    (closed,) = [
        entry
        for entry in entries
        if entry["type"] == "assembly.close_vote/1" and entry["data"]["proposal"] == last
    ]
    named = closed["effects"][-1]["decision"]["document"]
    data = store.document(named["sha256"])
    assert data is not None
    assert len(data[0]) == named["size"] > LIMIT
    votes_counted = canonical.load(data[0])["votes"]  # type: ignore[index,call-overload]
    assert len(votes_counted) == 400
    assert closed["result"]["outcome"] == "adopted"
    assert_replays()
