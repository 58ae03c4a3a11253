"""A league to look at: founded with this installation's own key, with people who hold seats."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.support.coalition import CHARTER, League, member

from koinon.people import access
from koinon.record import logkeys

CITIES = {"ghent": 262_219, "leuven": 102_851, "namur": 114_007}
PLACES = {"ghent": (510_543, 37_174), "leuven": (508_798, 47_005), "namur": (504_674, 48_720)}
ORIGIN = "test.example/league"


def found(league: League, charter: str = CHARTER) -> None:
    """Found the coalition with the key that signs its checkpoints, in a told time."""
    text = league.document(charter.encode())
    members = []
    for slug, people in CITIES.items():
        latitude, longitude = PLACES[slug]
        members.append({**member(slug, people), "latitude_e4": latitude, "longitude_e4": longitude})
    league.act(
        "assembly.found_coalition/1",
        {
            "origin": ORIGIN,
            "log_key": str(logkeys.signer().verifier_key(ORIGIN)),
            "charter": text.model_dump(),
            "clock": "told",
            "fictional": True,
            "members": members,
        },
    )


def person(email: str, *seats: str) -> str:
    """An account that holds seats; the token of a link that signs it in once."""
    account = access.invite(email, name=email.partition("@")[0].title())
    for seat in seats:
        access.give_seat(account, seat, since=date(2025, 1, 1))
    return access.one_time_link(account)


def sign_in(tab: Any, token: str) -> None:
    """Sign a person in by their link, in a browser."""
    tab.goto(f"/enter/{token}")
    tab.locator("main form button").click()
    tab.wait_for_url("**/seats/")


def days_ago(days: int) -> str:
    """An instant so many days before now, as the record writes it."""
    then = datetime.now(UTC) - timedelta(days=days)
    return then.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def lively(league: League) -> dict[str, str]:
    """Found, decide once, leave a proposal open with one vote; sign-in links by person."""
    league.at = days_ago(9)
    found(league, CHARTER.replace("notice_days = 2", "notice_days = 0"))
    league.act("cities.record_legal_limit/1", LIMIT, "secretariat")
    mons = {**member("mons", 96_236), "latitude_e4": 504_542, "longitude_e4": 39_567}
    league.propose("Admit Mons to the league", ("assembly.admit_city/1", {"member": mons}))
    for city in CITIES:
        league.vote(1, city, "yes")
    league.at = days_ago(1)
    title = [
        {"language": "en", "text": "Admit Mechelen to the league"},
        {"language": "fr", "text": "Admettre Malines dans la ligue"},
    ]
    mechelen = {**member("mechelen", 87_665), "latitude_e4": 510_259, "longitude_e4": 44_776}
    enclosed = [{"type": "assembly.admit_city/1", "data": {"member": mechelen}}]
    proposal = {"title": title, "acts": enclosed}
    league.act("assembly.open_proposal/1", proposal, "secretariat")
    league.vote(2, "leuven", "yes")
    return {
        "ghent": person("delegate@ghent.example", "council/ghent"),
        "secretariat": person("desk@league.example", "secretariat"),
        "both": person("both@league.example", "secretariat", "council/namur"),
    }


LIMIT = {
    "city": "ghent",
    "kind": "levy_per_year",
    "amount_cents": 5_000_000_00,
    "citation": "Municipal Decree, article 41",
    "on": "2024-01-01",
    "attested_by": "City clerk",
}
