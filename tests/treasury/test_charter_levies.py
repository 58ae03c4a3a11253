"""Levies that the charter writes are adopted by name, and charge who and what it says."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.support.arrears import DISPUTED
from tests.support.charter_levies import CHARTER, DIRECTLY, FIVE, adopt, adopting, league
from tests.support.coalition import KEY, League, member, population
from tests.support.money import Chest
from tests.support.replaying import assert_holds, assert_replays

from koinon.charter.document import Charter, FactKind
from koinon.charter.document_levies import LevyCase
from koinon.charter.levy_cases import run_levy_case
from koinon.charter.parsing import parse_charter
from koinon.interfaces.shared.refusals import sentence
from koinon.methods.plain import fraction_text
from koinon.methods.weights import weigh
from koinon.record import canonical, store
from koinon.record.effects import EntryError, State
from koinon.record.entries import check_entry
from koinon.treasury import queries as treasury
from koinon.treasury.models import Invoice, Levy

pytestmark = pytest.mark.django_db(databases=["default", "replay"])

ROOT = Path(__file__).parents[2]


def owed(code: str) -> dict[str, int]:
    """What each city was invoiced for a levy, in cents."""
    rows = Invoice.objects.filter(levy__code=code).order_by("number")
    return dict(rows.values_list("city", "amount_cents"))


def test_only_the_three_of_a_group_of_five_members_pay_by_weights_among_all_five() -> None:
    chest = league()
    code = adopt(chest, "bus", need_cents=100_000_00)
    row = Levy.objects.get(code=code)
    assert (row.payers, row.charter_levy) == (["ghent", "mons", "namur"], "bus")
    chest.treasurer("assess_levy", {"levy": code})
    found = treasury.levy(code)
    assert found is not None
    assert found.assessment is not None
    seats = {one.id: dict(one.figures)["weight:seats"] for one in found.assessment.members}
    # d'Hondt: one seat for every 24,000 makes 10 + 4 (Leuven) + 8 (Liège) + 4 + 4 = 30.
    assert seats == {"ghent": 10, "mons": 4, "namur": 4}
    assert owed(code) == {"ghent": 55_555_56, "mons": 22_222_22, "namur": 22_222_22}
    assert sum(owed(code).values()) == 100_000_00
    assert_replays()


def test_the_participants_of_a_programme_pay_whoever_they_are_on_the_day_of_assessment() -> None:
    chest = league(DIRECTLY.replace('["leuven", "liege"]', '["leuven", "liege", "tournai"]'))
    code = adopt(chest, "schooling", need_cents=295_000_00)
    assert Levy.objects.get(code=code).payers == ["leuven", "liege", "tournai"]
    chest.treasurer("assess_levy", {"levy": code})
    assert owed(code) == {"leuven": 100_000_00, "liege": 195_000_00}
    assert_replays()


def test_figures_are_given_in_the_unit_that_the_charter_declares() -> None:
    chest = league()
    net = adopt(chest, "net", need_cents=861_000_00, figures={"subsidy": "100000"})
    chest.treasurer("assess_levy", {"levy": net})
    assert owed(net) == {city: people * 100 for city, people in FIVE.items()}
    dues = adopt(chest, "dues", figures={"prices": "3/100"})
    chest.treasurer("assess_levy", {"levy": dues})
    assert owed(dues) == {city: people * 103 for city, people in FIVE.items()}
    found = treasury.levy(dues)
    assert found is not None
    assert (found.need_cents, [name for name, _ in found.figures]) == (0, ["prices"])
    assert_replays()


def test_a_legal_limit_counts_what_other_levies_took_in_the_year() -> None:
    chest = league()
    limit = {"kind": "levy_per_year", "citation": "Act, art. 1", "attested_by": "Namur"}
    chest.act(
        "cities.record_legal_limit/1",
        {**limit, "city": "namur", "amount_cents": 120_000_00, "on": "2025-01-01"},
        "secretariat",
    )
    dues = adopt(chest, "dues", figures={"prices": "0"})
    chest.treasurer("assess_levy", {"levy": dues})
    bus = adopt(chest, "bus", need_cents=100_000_00)
    chest.treasurer("assess_levy", {"levy": bus})
    assert owed(bus)["namur"] == 10_000_00
    assert sum(owed(bus).values()) == 100_000_00
    assert_replays()


def decided(chest: Chest, *acts: tuple[str, dict[str, Any]]) -> None:
    """Decide by the votes of all five; what follows is done on the day after."""
    number = chest.propose("Levies", *acts)
    day = int(chest.at[8:10])
    chest.at = f"2025-01-{day + 3:02}T12:00:00.000000Z"
    for city in FIVE:
        chest.vote(number, city, "yes")
    chest.at = f"2025-01-{day + 7:02}T12:00:00.000000Z"


def amending(chest: Chest, text: str) -> tuple[str, dict[str, Any]]:
    """The act that puts this text in the charter's place."""
    document = chest.document(text.encode()).model_dump()
    return "assembly.amend_charter/1", {"charter": document}


def test_a_decision_adopts_it_and_a_later_charter_changes_nothing_of_it() -> None:
    chest = league(CHARTER)
    decided(chest, ("treasury.adopt_levy/2", adopting("bus", need_cents=100_000_00)))
    changed = CHARTER.replace('members = ["ghent", "mons", "namur"]', 'members = ["leuven"]')
    decided(chest, amending(chest, changed))
    decided(chest, ("treasury.adopt_levy/2", {**adopting("bus", need_cents=1_00), "code": "new"}))
    for code in ("bus-2025", "new"):
        chest.treasurer("assess_levy", {"levy": code})
    assert set(owed("bus-2025")) == {"ghent", "mons", "namur"}
    assert owed("new") == {"leuven": 1_00}
    rows = Levy.objects.order_by("adopted_n").values_list("charter_sha256", "decision_n")
    assert len({sha256 for sha256, _ in rows}) == 2
    assert all(n is not None for _, n in rows)
    assert_replays()


def test_what_a_decision_could_never_adopt_is_refused_when_it_is_proposed() -> None:
    chest = league(CHARTER)
    act = {"type": "treasury.adopt_levy/2", "data": adopting("trams")}
    title = [{"language": "en", "text": "Trams"}]
    refused = chest.refused(
        "assembly.open_proposal/1", {"title": title, "acts": [act]}, "secretariat"
    )
    assert refused.code == "treasury.unknown_charter_levy"


@pytest.mark.parametrize(
    ("levy", "more", "said"),
    [
        (
            "trams",
            {},
            "The charter has no levy “trams”; name one of bus, dues, empty, evening, net, "
            "schooling.",
        ),
        ("bus", {}, "The levy “Bus levy” of the charter raises an amount; say how much."),
        (
            "dues",
            {"need_cents": 1, "figures": {"prices": "0"}},
            "What the levy “Indexed dues” of the charter raises follows from its steps; leave the "
            "amount out.",
        ),
        (
            "dues",
            {},
            "The levy “Indexed dues” of the charter goes by the figure “prices”; give it.",
        ),
        (
            "bus",
            {"need_cents": 1, "figures": {"prices": "1/50"}},
            "The levy “Bus levy” of the charter does not go by a figure “prices”; leave it out.",
        ),
        (
            "empty",
            {},
            "None of those that pay the levy empty-2025 by the charter is a member; admit one "
            "first, or change the group by an amendment.",
        ),
        (
            "evening",
            {},
            "By its formula the levy evening-2025 would pay money out to a member; a levy only "
            "charges, so change the formula.",
        ),
        (
            "bus",
            {"need_cents": 1, "instalments": [{"due": "2025-06-01", "share": "1/2"}]},
            "The instalments of the levy bus-2025 must each be above zero and make 1 together; "
            "correct their shares.",
        ),
    ],
)
def test_what_does_not_fit_the_charter_is_one_sentence(
    levy: str, more: dict[str, Any], said: str
) -> None:
    chest = league()
    before = store.head().size
    told = chest.refused("treasury.adopt_levy/2", adopting(levy, **more), "treasurer")
    assert sentence(told, "en") == said
    assert (store.head().size, Levy.objects.count()) == (before, 0)


def test_a_member_that_lacks_a_fact_is_named_if_it_pays_and_else_not_asked() -> None:
    """Tournai joins once the charter certifies no taxes any more; two levies still go by them."""
    chest = Chest()
    chest.found({"ghent": 260_000, "leuven": 100_000}, ADMITTING)
    taxes = fact_of(FactKind("taxes", (), "EUR", "legal municipality"), "7")
    for city, people in list(FIVE.items())[2:]:
        chest.act("assembly.admit_city/1", {"member": member(city, people)}, "treasurer")
    text = ADMITTING.replace("[weights.one]", TAXED, 1)
    for city in FIVE:
        chest.act("cities.certify_fact/1", {"city": city, "fact": taxes}, "secretariat")
    decided(chest, amending(chest, text))
    of_all, of_some = adopt(chest, "taxed", need_cents=500), adopt(chest, "taxed_some")
    decided(chest, amending(chest, ADMITTING))
    chest.act("assembly.admit_city/1", {"member": member("tournai", 68_000)}, "treasurer")
    told = chest.refused("treasury.assess_levy/1", {"levy": of_all}, "treasurer")
    assert told.code == "cities.fact_missing"
    assert (told.fact("city"), told.fact("name")) == ("tournai", "taxes")
    chest.treasurer("assess_levy", {"levy": of_some})
    assert owed(of_some) == {"leuven": 7_00, "liege": 7_00}
    assert_replays()


TAXED = """[facts.taxes]
title = {en = "Taxes", fr = "Impôts"}
unit = "EUR"
boundary = "legal municipality"

[levies.taxed]
title = {en = "By taxes", fr = "Selon les impôts"}
article = "12.7"
need = true
charge = "due"
steps = [{name = "due", kind = "quota", amount = "need", by = "taxes"}]

[levies.taxed_some]
title = {en = "By taxes, schools", fr = "Selon les impôts, écoles"}
article = "12.8"
members = "schools"
need = false
charge = "due"
steps = [{name = "due", kind = "sum", of = ["taxes"]}]

[weights.one]"""


def test_the_charter_has_to_write_levies() -> None:
    bare = DIRECTLY.partition("[figures.prices]")[0] + "[rules." + DIRECTLY.partition("[rules.")[2]
    chest = league(bare)
    told = chest.refused("treasury.adopt_levy/2", adopting("bus"), "treasurer")
    assert sentence(told, "en") == (
        "The charter writes no levies, so there is no “bus”; add it to the charter by an amendment."
    )


ADMITTING = DIRECTLY.replace('["assembly.admit_city/1", ', "[", 1).replace(
    '"assembly.admit_city/1" = {article = "2", by = "decision"}',
    '"assembly.admit_city/1" = {article = "2", seat = "treasurer"}',
)
"""The charter of the league, where the treasurer admits cities."""


def fact_of(kind: FactKind, value: str) -> dict[str, Any]:
    stated = {"name": kind.id, "unit": kind.unit, "boundary": kind.boundary, "value": value}
    return {**stated, "on": "2024-01-01", "source": "Register", "licence": "CC0"}


def disputed() -> str:
    """The charter of the league, with disputes and an arbiter."""
    granted = DISPUTED.partition("[authority]")[2].partition('"treasury.warn_of')[0]
    rules = DISPUTED.partition("[disputes]")[2].partition("[authority]")[0]
    return DIRECTLY.replace("[authority]", f"[disputes]{rules}[authority]{granted}", 1)


@pytest.mark.parametrize(("city", "people"), [("namur", 60_000), ("leuven", 150_000)])
def test_a_corrected_figure_is_weighed_among_all_members_again(city: str, people: int) -> None:
    """The seats of five cities change with one city's residents, and what three of them owe."""
    chest = league(disputed())
    code = adopt(chest, "bus", need_cents=100_000_00)
    chest.treasurer("assess_levy", {"levy": code})
    before = owed(code)
    claim = {"ground": "We are fewer", "figure": "population", "claimed": "60000"}
    chest.act("treasury.dispute_levy/1", {"levy": code, **claim}, "council/namur")
    ruling = {"dispute": 1, "outcome": "upheld", "reason": "So the register"}
    chest.act("treasury.rule_on_dispute/1", ruling, "arbiter")
    fact = {"city": city, "supersedes": 0, "fact": population(people)}
    chest.act("cities.correct_fact/1", fact, "secretariat")
    anew = {"levy": code, "dispute": 1, "due": "2025-12-01"}
    chest.act("treasury.recalculate_levy/1", anew, "treasurer")
    now = treasury.charges(code)
    five = FIVE | {city: people}
    seats = weigh(
        parse_charter(DIRECTLY, file="c").weighting("seats").weights,
        tuple(five),
        {"population": {city: Fraction(people) for city, people in five.items()}},
    )
    whole = seats["ghent"] + seats["mons"] + seats["namur"]
    for one in ("ghent", "mons", "namur"):
        assert abs(now[one] - 100_000_00 * seats[one] / whole) < 1
    assert now != before
    assert sum(now.values()) == 100_000_00
    assert_replays()


def tampered(kind: str, **changes: Any) -> str:
    """What a verifier says of the record with the first effect of a kind changed."""
    state = State(read=lambda sha256: (store.document(sha256) or (None,))[0])
    with pytest.raises(EntryError) as error:
        for body in store.bodies():
            entry: Any = canonical.load(body)
            for effect in entry["effects"]:
                if effect["kind"] == kind:
                    effect.update(changes)
            check_entry(state, entry)
    return str(error.value)


def test_a_verifier_compares_what_is_charged_with_what_was_adopted() -> None:
    chest = league()
    code = adopt(chest, "bus", need_cents=100_000_00)
    chest.treasurer("assess_levy", {"levy": code})
    assert_holds()
    assert "another need_cents" in tampered("levy_adopted", need_cents=99)
    assert "another figures" in tampered("levy_adopted", figures=[["prices", "1"]])
    assert "another levy" in tampered("levy_adopted", formula={"amount": {}})
    assert "none of its payers" in tampered("levy_adopted", payers=["ghent", "mons"])
    assert "leaves out leuven" in tampered("levy_adopted", payers=None)
    assert "record does not name" in tampered("levy_adopted", charter="0" * 64)
    assert "no list of cities" in tampered("levy_adopted", payers=[])


def test_a_share_on_leaving_goes_by_the_last_levy_that_all_members_pay() -> None:
    chest = league(
        DIRECTLY.replace(
            "[authority]",
            '[membership]\narticle = "8"\nleave_notice_days = 1\nleave_at = "end of notice"\n'
            '[authority]\n"treasury.charge_residual/1" = {article = "8", seat = "treasurer"}',
            1,
        )
    )
    for levy, more in (("dues", {"figures": {"prices": "0"}}), ("bus", {"need_cents": 100})):
        chest.treasurer("assess_levy", {"levy": adopt(chest, levy, **more)})
    chest.act("assembly.announce_leaving/1", {"city": "leuven"}, "council/leuven")
    charge = {"city": "leuven", "due": "2025-12-01"}
    share = chest.treasurer("charge_residual", charge).result["share"]
    assert share == str(Fraction(FIVE["leuven"], sum(FIVE.values())))
    assert_replays()


def _cases() -> list[Any]:
    """Every levy case of the charters that ship, of the examples and of the reference page."""
    files = [*(ROOT / "src/koinon/charter/statutes").glob("*.toml")]
    texts = {one.stem: one.read_text() for one in files}
    texts |= {one.parent.name: one.read_text() for one in ROOT.glob("examples/*/charter.toml")}
    main, *parts = re.findall(
        r"```toml\n(.*?)```", (ROOT / "docs/reference/charter.md").read_text(), re.DOTALL
    )
    texts["page"] = main
    for place, part in enumerate(parts):
        texts[f"page-{place}"] = main.partition("[rosters")[0] + part
    return [
        pytest.param(text, place, id=f"{name}-{case.levy}-{place}")
        for name, text in sorted(texts.items())
        if "[[levy_cases]]" in text
        for place, case in enumerate(parse_charter(text, file=name).levy_cases)
    ]


KEEPER = '{ article = "x", seat = "keeper" }'
GRANTED = "".join(
    f'"{act}" = {KEEPER}\n'
    for act in ("treasury.adopt_levy/2", "treasury.assess_levy/1", "cities.record_legal_limit/1")
)


def founded(text: str, charter: Charter, case: LevyCase) -> League:
    """A coalition of a case's roster, under its charter with an office that does all this."""
    titles = ", ".join(f'{one} = "Keeper"' for one in charter.coalition.languages)
    own = re.sub(r'("assembly.admit_city/1") = (.*)', r"\1 = [\2, " + KEEPER + "]", text)
    if own == text:
        own = own.replace("[authority]\n", f'[authority]\n"assembly.admit_city/1" = {KEEPER}\n')
    own += f"\n[seats.keeper]\ntitle = {{{titles}}}\n"
    head, _, rest = own.partition("[authority]\n")
    rest = rest or f'"assembly.admit_city/1" = {KEEPER}\n'
    chest = League()
    document = chest.document(f"{head}[authority]\n{GRANTED}{rest}".encode()).model_dump()
    founding: dict[str, Any] = {
        "origin": KEY.name,
        "log_key": str(KEY),
        "clock": "told",
        "fictional": True,
    }
    kinds = {one.id: one for one in charter.facts}
    first, second, *others = (
        {
            "slug": one.id,
            "name": one.id,
            "country": "BE",
            "facts": [fact_of(kinds[name], fraction_text(value)) for name, value in one.facts],
        }
        for one in next(one for one in charter.rosters if one.id == case.roster).members
    )
    chest.act(
        "assembly.found_coalition/1", {**founding, "charter": document, "members": [first, second]}
    )
    for one in others:  # one by one, because an entry holds 64 kB
        chest.act("assembly.admit_city/1", {"member": one}, "keeper")
    for city, limits in case.limits:
        for name, cents in limits:
            limit = {"city": city, "kind": name, "amount_cents": int(cents), "on": "2025-01-01"}
            attested = {**limit, "citation": "Act, art. 1", "attested_by": "City"}
            chest.act("cities.record_legal_limit/1", attested, "keeper")
    return chest


@pytest.mark.parametrize(("text", "place"), _cases())
def test_every_levy_case_is_charged_when_its_roster_is_founded(text: str, place: int) -> None:
    charter = parse_charter(text, file="charter")
    case = charter.levy_cases[place]
    due = [{"due": "2025-06-01", "share": "1"}]
    data: dict[str, Any] = {"charter_levy": case.levy, "code": "levy", "year": 2025}
    data |= {"instalments": due, "figures": {n: fraction_text(x) for n, x in case.figures}}
    if charter.levy(case.levy).need:
        data["need_cents"] = case.need_cents
    chest = founded(text, charter, case)
    stated = {one.member: one.cents for one in run_levy_case(charter, case).charges}
    if min(stated.values()) < 0:
        refused = chest.refused("treasury.adopt_levy/2", data, "keeper")
        assert refused.code == "treasury.negative_charge"
        return
    chest.act("treasury.adopt_levy/2", data, "keeper")
    chest.act("treasury.assess_levy/1", {"levy": "levy"}, "keeper")
    assert treasury.charges("levy") == stated
    assert dict(case.charges).items() <= stated.items()
    assert case.total_cents in (None, sum(stated.values()))
    assert owed("levy") == {city: cents for city, cents in stated.items() if cents}
    assert_replays()
