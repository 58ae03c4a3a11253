"""The league of the demonstration: what was promised of its story stands in its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.support import memos
from tests.support.replaying import assert_replays

from koinon.assembly import queries as assembly
from koinon.assembly import queries_elections as elections
from koinon.assembly import queries_mandates as mandates
from koinon.assembly import queries_participatory as participatory
from koinon.assembly import queries_texts as texts
from koinon.cities import queries as cities
from koinon.demo import pupils
from koinon.demo.cities import ALL, TOWNS
from koinon.demo.countersigning import WITNESSES, countersign
from koinon.demo.elections import BOARD, CANDIDATES, OMBUDSPERSON, PAPER, cast_in, voting
from koinon.demo.initiatives import SIGNATURES
from koinon.demo.loading import Loaded, NotEmpty, load
from koinon.demo.residents import ballots
from koinon.demo.roles import roles
from koinon.demo.telling import PROPOSING
from koinon.forum import queries as forum
from koinon.methods.budgets import Ballot, Profile, Project, Tie
from koinon.methods.counting import methods
from koinon.methods.counting.ballots import SEVERAL, add_up
from koinon.methods.counting.contests import Election, Tally
from koinon.methods.equal_shares import EqualShares, equal_shares
from koinon.methods.rules import Line
from koinon.people import access, inviting, residents
from koinon.people import queries as people
from koinon.record import canonical, logkeys, store
from koinon.record.export import export
from koinon.record.verify import verify
from koinon.treasury import ledger
from koinon.treasury import queries as treasury
from koinon.treasury.queries import audits

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

TIES: tuple[Tie, ...] = ("more approvals", "lower cost", "id")
NOVEMBER = date(2026, 11, 20)
FEBRUARY = date(2027, 2, 3)


@dataclass(frozen=True, slots=True)
class Told:
    """A loaded demonstration with its entries."""

    today: date
    loaded: Loaded
    entries: tuple[Any, ...]

    def of(self, act: str) -> list[Any]:
        """The entries of an act type."""
        return [entry for entry in self.entries if entry["type"] == act]

    def receipts(self, city: str) -> list[tuple[str, int]]:
        """(day, minor units) of what was booked on a city as it came in."""
        rows = [entry["data"] for entry in self.of("treasury.record_receipt/1")]
        return [(row["on"], row["amount_cents"]) for row in rows if row.get("city") == city]


@pytest.fixture(params=[NOVEMBER, FEBRUARY], ids=["November", "February"])
def told(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Told:
    settings.HOME = tmp_path
    loaded = load(request.param)
    entries: tuple[Any, ...] = tuple(canonical.load(body) for body in store.bodies())
    return Told(request.param, loaded, entries)


def proposals(told: Told) -> Iterator[assembly.ProposalView]:
    at = told.loaded.last_at
    for number in range(1, sum(len(told.of(act)) for act in PROPOSING) + 1):
        found = assembly.proposal(number, at)
        assert found is not None
        yield found


def invoices(city: str, levy: str) -> list[treasury.InvoiceView]:
    return [one for one in treasury.invoices(city) if one.levy == levy]


def test_the_story_is_told_whole(told: Told, tmp_path: Path) -> None:
    """One load for all of it: a load takes seconds."""
    the_league_is_fictional_and_in_its_second_year(told)
    decisions_are_adopted_rejected_open_and_noticed(told)
    a_proxy_is_used(told)
    a_wrong_figure_and_a_wrong_receipt_are_corrected(told)
    a_cap_of_law_binds(told)
    some_pay_late_in_parts_and_too_much(told)
    the_charter_is_amended_and_used(told)
    the_residents_share_out_half_a_million(told)
    the_pupils_share_out_sixty_thousand(told)
    the_residents_elect_an_audit_board(told)
    candidacies_for_an_ombudsperson_are_open(told)
    a_city_leaves_and_pays_its_share(told)
    the_first_year_is_closed(told)
    everybody_was_appointed_and_one_city_has_to_choose_anew(told)
    the_council_met_and_wrote_it_down(told)
    the_next_meeting_is_convened(told)
    objections_are_rejected_upheld_and_open(told)
    the_first_year_is_audited(told)
    there_is_work_this_week(told)
    the_money_adds_up()
    residents_of_four_cities_have_signed_and_one_more_can()
    one_translation_is_reviewed_and_one_waits(told)
    everybody_has_a_link(told)
    six_cities_countersign_it(told)
    anyone_can_verify_it(tmp_path / "export")
    with memos.checked() as asked:
        assert_replays()
    assert len(asked) > 1_000


def the_league_is_fictional_and_in_its_second_year(told: Told) -> None:
    coalition = cities.coalition()
    assert coalition is not None
    assert (coalition.fictional, coalition.clock) == (True, "told")
    start = told.loaded.start
    assert start.day == 1
    assert 365 + 140 <= (told.today - start).days <= 365 + 366
    assert told.entries[0]["at"] < told.loaded.last_at < told.today.isoformat()
    assert len(told.entries[0]["data"]["members"]) == len(ALL) == 18
    assert {city.country for city in cities.cities()} == {"ZZ"}


def decisions_are_adopted_rejected_open_and_noticed(told: Told) -> None:
    views = list(proposals(told))
    phases = {dict(view.title)["en"]: view.phase for view in views}
    assert phases["Heat pumps in forty schools"] == "adopted"
    assert phases["A common toll on the ring roads"] == "rejected"
    assert phases["A warm lunch in every primary school"] == "open"
    assert phases["A term in another city for a hundred pupils"] == "upcoming"
    assert phases["A room for everybody before the first frost"] == "upcoming"
    assert list(phases.values()).count("rejected") == 1
    assert not told.of("acts.note_not_executed/1")
    for view in views:
        assert {language for language, _ in view.title} == {"en", "fr", "es", "ar"}
        assert view.text_sha256 is not None
        assert store.document(view.text_sha256) is not None


def a_proxy_is_used(told: Told) -> None:
    (given,) = told.of("assembly.give_proxy/1")
    (used,) = [e for e in told.of("assembly.cast_vote/2") if e["data"].get("for_city")]
    assert given["by"]["seat"] == "council/seraulde"
    assert (used["by"]["seat"], used["data"]["for_city"]) == ("council/marisolde", "seraulde")


def a_wrong_figure_and_a_wrong_receipt_are_corrected(told: Told) -> None:
    figures = [f for f in cities.facts("haldrumsey") if f.name == "population"]
    assert [int(f.value) for f in figures[-2:]] == [43_218, 34_218]
    assert figures[-1].on == figures[-2].on
    (corrected,) = told.of("treasury.correct_receipt/1")
    (wrong,) = [
        e
        for e in told.of("treasury.record_receipt/1")
        if e["data"]["bank_reference"] == corrected["data"]["bank_reference"]
    ]
    assert (wrong["data"]["city"], corrected["data"]["city"]) == ("ebbenstrand", "ruscadel")


def a_cap_of_law_binds(told: Told) -> None:
    levy = treasury.levy(f"contributions-{told.loaded.start.year}")
    assert levy is not None
    assert levy.assessment is not None
    cents = {charge.member: charge.cents for charge in levy.assessment.charges}
    assert cents["serravonde"] == 540_000_00
    assert sum(cents.values()) == levy.need_cents == 9_600_000_00
    before = {
        step.node: dict(zip(sorted(cents), step.values, strict=True))
        for step in levy.assessment.steps
        if step.values
    }
    assert before["sum"]["serravonde"] > 540_000_00
    assert before["sum"]["tolvermark"] < cents["tolvermark"] < 450_000_00


def some_pay_late_in_parts_and_too_much(told: Told) -> None:
    first = f"contributions-{told.loaded.start.year}"
    late = invoices("krestamont", first)[0]
    paid_on, _ = told.receipts("krestamont")[0]
    assert (date.fromisoformat(paid_on) - date.fromisoformat(late.due)).days > 85
    whole = invoices("seraulde", first)[0].amount_cents
    parts = [cents for _, cents in told.receipts("seraulde")[:2]]
    assert parts == [int(whole * Fraction(3, 5)), whole - int(whole * Fraction(3, 5))]
    owed = sum(one.amount_cents for one in invoices("pontaverre", first))
    assert told.receipts("pontaverre")[0][1] == owed + 25_000_00
    (applied,) = told.of("treasury.apply_credit/1")
    assert applied["result"] == {"city": "pontaverre", "settled_cents": 25_000_00}


def the_charter_is_amended_and_used(told: Told) -> None:
    (amended,) = told.of("assembly.amend_charter/1")
    alone = [
        (e["n"], e["data"]["amount_cents"])
        for e in told.of("treasury.commit/1")
        if e["grant"]["kind"] == "article"
    ]
    assert all(cents <= 25_000_00 for n, cents in alone if n < amended["n"])
    assert any(25_000_00 < cents <= 40_000_00 for n, cents in alone if n > amended["n"])


def the_residents_share_out_half_a_million(told: Told) -> None:
    (opened,) = told.of("assembly.open_participatory_budget/1")
    assert len(opened["data"]["projects"]) == 20
    assert opened["data"]["rule"]["kind"] == "equal_shares"
    (imported,) = told.of("assembly.import_ballots/1")
    (counted,) = told.of("assembly.count_participatory_budget/1")
    cast, turnout = ballots()
    assert imported["result"]["voters"] == sum(voters for _, voters in cast) == turnout.total()
    funded = [*counted["result"]["bought"], *counted["result"]["added"]]
    costs = {one["code"]: one["cost_cents"] for one in opened["data"]["projects"]}
    projects = tuple(Project(code, costs[code]) for code in sorted(costs))
    profile = Profile(projects, tuple(Ballot(tuple(codes), voters) for codes, voters in cast))
    rule = EqualShares("whole units", 100, "overspent", "greedy", TIES)
    outcome = equal_shares(rule, profile, 500_000_00)
    assert sorted(funded) == list(outcome.selected)
    assert 9 <= len(funded) < 20
    followed = [
        entry["data"]["lines"][0]
        for entry in told.of("treasury.adopt_budget/1")
        if entry.get("cause", "").split(".")[0] == str(counted["n"])
    ]
    assert [line["code"] for line in followed] == funded
    assert [line["amount_cents"] for line in followed] == [costs[code] for code in funded]


def the_pupils_share_out_sixty_thousand(told: Told) -> None:
    (opened,) = told.of("assembly.open_participatory_budget/2")
    found = participatory.participatory_budget(pupils.CODE, told.loaded.last_at)
    assert found is not None
    assert (found.phase, found.by_ballot, len(found.projects)) == ("counted", True, 7)
    sets = [pupils.cast_in(town) for town in voting()]
    assert found.voters == sum(one.voters for one in sets) > 5_000
    counted = elections.result(pupils.CODE)
    assert counted is not None
    funded = {one.code for one in found.projects if one.funded}
    assert funded == set(counted.result.elected)
    assert pupils.WITHDRAWN not in funded
    assert found.cost_cents is not None
    assert 50_000_00 < found.cost_cents <= 60_000_00
    # By points alone, while the money lasts, another set would be funded.
    greedy = replace(methods.find("greedy-budget").rule, measure="points")
    total = add_up(sets)
    others = methods.count(greedy, Election(counted.contest, total)).elected
    assert set(others) != funded
    lines = {e["data"]["lines"][0]["code"] for e in told.of("treasury.adopt_budget/1")}
    assert funded <= lines
    assert opened["data"]["cities"] == [town.slug for town in voting()]


def the_residents_elect_an_audit_board(told: Told) -> None:
    found = elections.election(BOARD, told.loaded.last_at)
    counted = elections.result(BOARD)
    assert found is not None
    assert counted is not None
    assert (found.phase, found.seats, len(found.paper)) == ("counted", 3, 7)
    sets = [cast_in(town) for town in TOWNS if town.slug != "veltrazzo"]
    firsts = Counter[str]()
    for ranks, voters in (one for city in sets for one in city.rankings()):
        if ranks and ranks[0] != SEVERAL:
            firsts[PAPER[ranks[0][0]]] += voters
    tally: Tally = counted.result.tally
    assert (tally.cast, tally.valid) == (sum(s.voters for s in sets), firsts.total())
    assert 4_000 < tally.cast < 5_000
    assert {one.reason for one in tally.irregular} == {
        "blank",
        "several first preferences",
        "rank left empty",
    }
    quota = tally.valid // 4 + 1
    elected = found.result["elected"]
    assert len(elected) == 3
    assert {code for code, votes in firsts.items() if votes >= quota} < set(elected)
    (batch,) = found.batches
    assert batch.stands
    assert {seat for seat, *_ in batch.entries} == {"secretariat", "president"}
    assert len({document for _, document, *_ in batch.entries}) == 1
    assert (len(found.imports), found.over) == (16, False)
    names = people.openings(one.commitment for one in found.candidates if one.commitment)
    assert set(names.values()) == {one.name for one in CANDIDATES}
    assert not any(b"Corvalle" in body for body in store.bodies())


def candidacies_for_an_ombudsperson_are_open(told: Told) -> None:
    found = elections.election(OMBUDSPERSON, told.loaded.last_at)
    assert found is not None
    assert (found.phase, found.confirmed_n) == ("standing", None)
    assert [one.code for one in found.candidates] == ["halvard", "imbert"]
    assert found.stand_until_at is not None
    assert (date.fromisoformat(found.stand_until_at[:10]) - told.today).days == 12


def a_city_leaves_and_pays_its_share(told: Told) -> None:
    (announced,) = told.of("assembly.announce_leaving/1")
    (left,) = told.of("assembly.let_leave/1")
    assert left["by"]["via"] == "clock"
    assert left["at"] == announced["result"]["leaves_at"]
    city = cities.city("veltrazzo")
    assert city is not None
    assert city.status == "left"
    assert set(cities.members()) == set(ALL) - {"veltrazzo"}
    seat = assembly.seat("council/veltrazzo")
    assert seat is not None
    assert not seat.open
    (residual,) = told.of("treasury.charge_residual/2")
    said = residual["result"]
    found = treasury.residual_of("veltrazzo")
    assert found is not None
    assert found.charged_n == residual["n"]
    assert 0 <= sum(one.owed for one in found.reckoning.parts) - said["amount_cents"] < 1
    assert found.reckoning.commitments
    assert told.receipts("veltrazzo")[-1][1] == said["amount_cents"] > 10_000_00
    assert not any(one.open_cents for one in treasury.invoices("veltrazzo"))
    second = told.loaded.start.year + 1
    assert invoices("veltrazzo", f"contributions-{second}") == []


def the_first_year_is_closed(told: Told) -> None:
    (closed,) = told.of("treasury.close_year/1")
    assert closed["data"]["year"] == told.loaded.start.year
    assert closed["result"]["lapsed_cents"] > 0


def everybody_was_appointed_and_one_city_has_to_choose_anew(told: Told) -> None:
    appointed = told.of("assembly.appoint/1")
    assert len(appointed) == len(ALL) + 5 + 1
    assert not any("Belcourt" in canonical.dump(entry).decode() for entry in told.entries)
    names = people.openings(entry["data"]["holder"]["private"] for entry in appointed)
    assert {"Ana Belcourt", "Karim Belhadj"} <= set(names.values())
    assert mandates.vacant(told.loaded.last_at) == ("council/haldrumsey",)


def the_council_met_and_wrote_it_down(told: Told) -> None:
    (attended,) = told.of("assembly.record_attendance/1")
    assert attended["result"] == {"meeting": 1, "present": 16, "quorum": True}
    main, amendment = (
        next(view for view in proposals(told) if dict(view.title)["en"].startswith(words))
        for words in ("Cooling rooms for", "Cooling rooms in every")
    )
    assert (main.phase, amendment.phase) == ("adopted", "adopted")
    (corrected,) = told.of("assembly.correct_vote/1")
    assert corrected["effects"][0]["before"] == ["0", "1", "0"]
    assert corrected["effects"][0]["after"] == ["1", "0", "0"]
    promised = [e for e in told.of("treasury.commit/1") if e["data"]["title"] == "Cooling rooms"]
    assert [entry["data"]["amount_cents"] for entry in promised] == [340_000_00]
    signed = [entry for entry in told.entries if "signed" in entry]
    assert {entry["type"] for entry in signed} == {
        "assembly.register_key/1",
        "assembly.sign_minutes/1",
        "cities.register_witness_key/1",
        "treasury.give_opinion/1",
    }


def the_next_meeting_is_convened(told: Told) -> None:
    last = told.of("assembly.convene_meeting/1")[-1]
    assert last["result"]["meeting"] == 2
    begins = date.fromisoformat(last["result"]["begins_at"][:10])
    assert (begins - told.today).days == 12
    assert len(told.of("assembly.acknowledge_notice/1")) == 4


def objections_are_rejected_upheld_and_open(told: Told) -> None:
    assert [entry["result"]["dispute"] for entry in told.of("treasury.dispute_levy/1")] == [1, 2, 3]
    (ruled,) = told.of("treasury.rule_on_dispute/1")
    assert ruled["result"] == {"dispute": 1, "outcome": "rejected"}
    assert ruled["by"]["seat"] == "arbiter", "whoever audits rules on nothing"
    (anew,) = told.of("treasury.recalculate_levy/1")
    said = anew["result"]
    assert said["credited_cents"] == said["charged_cents"] > 9_000_00
    changes = dict(next(e for e in anew["effects"] if e["kind"] == "recalculation")["changes"])
    assert changes["zellavik"] == -said["credited_cents"]
    assert sum(changes.values()) == 0
    assert "serravonde" not in changes  # its law stops it before and after


def the_first_year_is_audited(told: Told) -> None:
    (planned,) = told.of("treasury.plan_sample/1")
    (drawn,) = told.of("treasury.draw_sample/1")
    assert drawn["result"]["value"] == store.root(planned["n"] + 3).hex()
    assert drawn["result"]["items"] == 8
    (examined,) = told.of("treasury.examine_items/1")
    assert examined["result"] == {"sample": 1, "items": 8, "misstated": 0}
    (asked,) = told.of("treasury.request_evidence/1")
    assert asked["data"]["entry"] in {one["entry"] for one in examined["data"]["items"]}
    (letter,) = audits.letters()
    assert (letter.city, letter.agrees, letter.difference_cents) == ("krestamont", True, 0)
    (finding,) = audits.findings()
    assert (finding.accepts, finding.status) == (True, "replied")
    (opinion,) = told.of("treasury.give_opinion/1")
    assert opinion["result"]["opinion"] == "unmodified"
    assert opinion["signed"]["key"]


def there_is_work_this_week(told: Told) -> None:
    (kitchens,) = [view for view in proposals(told) if view.phase == "open"]
    days = (date.fromisoformat(kitchens.closes_at[:10]) - told.today).days
    assert days == 2  # midnight in Brussels is the evening before in UTC: the third day begins
    tree = kitchens.decision.tree
    assert isinstance(tree, Line)
    assert not tree.met
    votes = dict(kitchens.decision.electorate.weights)["votes"]
    members = kitchens.decision.electorate.members
    assert 0 < tree.needed - tree.measured <= votes[members.index("krestamont")]
    assert not {"krestamont", "marisolde"} & {vote.city for vote in kitchens.votes}
    due = {one.due for one in treasury.invoices() if one.open_cents}
    assert any(0 <= (date.fromisoformat(day) - told.today).days < 7 for day in due)
    assert len(treasury.supplier_invoices(unpaid_only=True)) >= 2
    assert treasury.chest("EUR").exceptions_cents == 412_30 - 1_250_00


def the_money_adds_up() -> None:
    assert ledger.wrong_balances() == ()
    trial = ledger.trial_balance("common", "EUR")
    assert sum(balance.net for _, balance in trial.rows) == 0
    assert treasury.chest("EUR").bank_cents > 0


def residents_of_four_cities_have_signed_and_one_more_can() -> None:
    found = forum.initiative(1)
    assert found is not None
    line = found.line
    assert (line.status, line.city, line.body) == ("collecting", "marisolde", "council")
    assert {one.city: one.count for one in found.by_city if one.count} == SIGNATURES
    assert sum(SIGNATURES.values()) == line.signatures == 51
    assert line.needed > 10_000, "one in two hundred inhabitants"
    account = access.invite("resident@example.org")
    lives = residents.lives(account)
    assert lives is not None
    assert lives.city == "marisolde"
    assert people.seats_of(account, NOVEMBER) == ()


def one_translation_is_reviewed_and_one_waits(told: Told) -> None:
    french, arabic = told.of("assembly.record_translation/1")
    (review,) = told.of("assembly.review_translation/1")
    assert review["data"] == {"translation": french["n"], "verdict": "accepted"}
    assert review["by"]["seat"] != french["by"]["seat"]
    report = texts.text(french["data"]["text"])
    assert report is not None
    assert {one.language: one.state for one in report.languages} == {
        "fr": "reviewed",
        "es": "missing",
        "ar": "to review",
    }
    assert arabic["data"]["text"] == report.text


def six_cities_countersign_it(told: Told) -> None:
    assert countersign(told.loaded.last_at) == len(WITNESSES) == 6
    assert countersign(told.loaded.last_at) == 0, "nothing new"
    assert len(told.of("cities.register_witness_key/1")) == 6


def everybody_has_a_link(told: Told) -> None:
    assert [role for role, _ in told.loaded.links] == list(roles())
    for role, token in told.loaded.links:
        account = inviting.open_link(token).account
        assert account is not None
        assert account.email == role.email
        assert people.seats_of(account, told.today) == role.seats
    assert told.loaded.entries == store.head().size


def anyone_can_verify_it(folder: Path) -> None:
    export(folder, signer=logkeys.signer())
    report = verify(folder)
    assert report.problems == ()
    assert report.checkpoint is not None
    assert report.checkpoint.size == store.head().size


@pytest.mark.once
def test_the_same_day_gives_the_same_record(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    with transaction.atomic():
        load(NOVEMBER)
        first = store.root()
        transaction.set_rollback(True)
    assert store.head().size == 0
    load(NOVEMBER)
    assert store.root() == first
    with pytest.raises(NotEmpty, match="empty database"):
        load(NOVEMBER)
