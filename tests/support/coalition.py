"""A small coalition for tests: its charter, its founding, and shorthands to act in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from koinon.acts.act import DocumentRef, Envelope, Receipt, Via
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.acts.registry import find
from koinon.record import store
from koinon.record.note import VerifierKey

SPACE = UUID("00000000-0000-8000-8000-000000000001")
KEY = VerifierKey("test.example/league", bytes(range(32)))

CHARTER = """
format = "koinon-charter/1"

[coalition]
name = {en = "League of tests", fr = "Ligue des essais"}
noun = {en = "league", fr = "ligue"}
time_zone = "Europe/Brussels"
currency = "EUR"
languages = ["en", "fr"]
authoritative = "en"

[facts.population]
title = {en = "Residents", fr = "Habitants"}
unit = "people"
boundary = "legal municipality"

[weights.one]
title = {en = "One each", fr = "Une chacune"}
kind = "equal"

[weights.people]
title = {en = "By residents", fr = "Selon les habitants"}
kind = "metric"
fact = "population"

[bodies.council]
title = {en = "Council", fr = "Conseil"}
members = "all"
weight = "one"

[seats.secretariat]
title = {en = "Secretariat", fr = "Secrétariat"}

[rules.double]
title = {en = "Double majority", fr = "Double majorité"}
article = "5.1"
all = [
  {share = "one", of = "cast", over = "1/2"},
  {share = "people", of = "all", at_least = "1/2"},
]

[matters.ordinary]
title = {en = "Ordinary decisions", fr = "Décisions ordinaires"}
article = "5"
body = "council"
rule = "double"
notice_days = 2
voting_days = 3
vote_from = "delegate, may split"
abstention = "ignored"
acts = ["assembly.admit_city/1", "assembly.amend_charter/1"]

[authority]
"assembly.admit_city/1" = {article = "2", by = "decision"}
"assembly.amend_charter/1" = {article = "9", by = "decision"}
"assembly.open_proposal/1" = {article = "5.2", seat = "secretariat"}
"assembly.withdraw_proposal/1" = {article = "5.2", seat = "secretariat"}
"assembly.attest_service/1" = {article = "5.2", seat = "secretariat"}
"assembly.acknowledge_notice/1" = {article = "5.3", body = "council"}
"assembly.cast_vote/1" = {article = "5.3", body = "council"}
"assembly.cast_vote/2" = {article = "5.3", body = "council"}
"assembly.appoint/1" = [
  {article = "4.1", seat = "secretariat"},
  {article = "4.2", body = "council"},
]
"assembly.end_mandate/1" = [
  {article = "4.1", seat = "secretariat"},
  {article = "4.2", body = "council"},
]
"assembly.end_term/1" = {article = "4.3", by = "clock"}
"assembly.announce_leaving/1" = [
  {article = "8", body = "council"},
  {article = "8", seat = "secretariat"},
]
"assembly.let_leave/1" = {article = "8", by = "clock"}
"assembly.import_ballots/1" = {article = "7.8", seat = "secretariat"}
"assembly.count_participatory_budget/1" = [
  {article = "7.8", by = "clock"},
  {article = "7.8", seat = "secretariat"},
]
"assembly.close_vote/1" = {article = "5.4", by = "clock"}
"cities.certify_fact/1" = {article = "3", seat = "secretariat"}
"cities.record_legal_limit/1" = {article = "3.2", seat = "secretariat"}
"""


def population(people: int, on: str = "2024-01-01") -> dict[str, Any]:
    """A certified number of residents."""
    return {
        "name": "population",
        "value": str(people),
        "unit": "people",
        "boundary": "legal municipality",
        "on": on,
        "source": "Register of residents",
        "licence": "CC0",
    }


def member(slug: str, people: int) -> dict[str, Any]:
    """A city that joins."""
    return {"slug": slug, "name": slug.title(), "country": "BE", "facts": [population(people)]}


@dataclass
class League:
    """Acts on the coalition in a told time; every act has an id of its own."""

    at: str = "2025-01-01T09:00:00.000000Z"
    count: int = 0
    receipts: list[Receipt] = field(default_factory=list)

    def document(self, data: bytes, media: str = "application/toml") -> DocumentRef:
        """Check a document in."""
        return DocumentRef(sha256=store.keep_document(data, media), size=len(data), media=media)

    def envelope(
        self, name: str, data: dict[str, Any], seat: str | None = None, via: Via = "shell"
    ) -> Envelope:
        """An act ready for the gate."""
        self.count += 1
        act = find(name).read(data)
        return Envelope(act, uuid5(SPACE, str(self.count)), seat, via)

    def refused(self, name: str, data: dict[str, Any], seat: str | None = None) -> Refused:
        """Act and be refused."""
        answer = enact(self.envelope(name, data, seat), at=self.at)
        assert isinstance(answer, Refused), answer
        return answer

    def act(self, name: str, data: dict[str, Any], seat: str | None = None) -> Receipt:
        """Act and be taken."""
        answer = enact(self.envelope(name, data, seat), at=self.at)
        assert isinstance(answer, Receipt), answer
        self.receipts.append(answer)
        return answer

    def found(
        self, cities: dict[str, int], charter: str = CHARTER, key: VerifierKey = KEY
    ) -> Receipt:
        """Found the coalition with these cities and numbers of residents."""
        text = self.document(charter.encode())
        return self.act(
            "assembly.found_coalition/1",
            {
                "origin": key.name,
                "log_key": str(key),
                "charter": text.model_dump(),
                "clock": "told",
                "fictional": True,
                "members": [member(slug, people) for slug, people in cities.items()],
            },
        )

    def propose(self, title: str, *acts: tuple[str, dict[str, Any]], **more: Any) -> int:
        """Open a proposal; its number."""
        receipt = self.act(
            "assembly.open_proposal/1",
            {
                "title": [{"language": "en", "text": title}],
                "acts": [{"type": name, "data": data} for name, data in acts],
                **more,
            },
            "secretariat",
        )
        number = receipt.result["proposal"]
        assert isinstance(number, int)
        return number

    def vote(self, number: int, city: str, choice: str) -> Receipt:
        """Cast a city's whole vote."""
        return self.act(
            "assembly.cast_vote/1", {"proposal": number, choice: "1"}, f"council/{city}"
        )
