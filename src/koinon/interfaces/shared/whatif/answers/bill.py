"""What the programmes cost together and alone, and who pays what part."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import get_language_bidi, gettext, ngettext

from koinon.interfaces.shared import charts, wording
from koinon.interfaces.shared.whatif.amounts import between, figure_name, money
from koinon.interfaces.shared.whatif.answers.frames import UNKNOWN, frame, listed, names_of
from koinon.interfaces.shared.whatif.section import Column, Section, Table
from koinon.methods.costs.solidarity import Solidarity
from koinon.planner.asking import Band, Unplannable
from koinon.planner.costing import Costs
from koinon.planner.dividing import CityShare
from koinon.planner.plan import Plan


def saving_section(plan: Plan) -> Section:
    """From what the cities pay each alone to what they pay together."""
    costs = plan.costs
    said = [_saving_said(costs), *_example_said(plan)]
    return Section(
        "saving",
        gettext("Together instead of alone"),
        tuple(said),
        _waterfall(costs),
        (_saving_table(costs),),
        (
            gettext(
                "Amounts are a year’s, under the middle assumptions; a setup is spread over the"
                " years it serves. Only knowledge is shared without limit: the price of a service"
                " stops falling at its efficient scale, and large cities are beyond it already."
            ),
            gettext(
                "The lowest and highest amounts add up as if every assumption erred on the same"
                " side, so the true range is probably narrower."
            ),
        ),
    )


def _saving_said(costs: Costs) -> str:
    saving = costs.saving
    if saving.mid >= 0:
        text = gettext(
            "Together these programmes cost {together} a year, alone {alone}: {saved} less."
        )
    else:
        text = gettext(
            "Together these programmes cost {together} a year, alone {alone}: {saved} more."
        )
    sentence = text.format(
        together=_money(costs.together.mid, costs),
        alone=_money(costs.alone.mid, costs),
        saved=_money(abs(saving.mid), costs),
    )
    band = gettext("Between the ends of all assumptions the saving is {band}.")
    return f"{sentence} {band.format(band=between(saving, costs.unit, costs.decimals))}"


def _example_said(plan: Plan) -> list[str]:
    examples = [gettext(one.title) for one in plan.programmes if one.is_example]
    if not examples:
        return []
    text = gettext(
        "The amounts of these programmes are examples, not findings; put your own in their place:"
        " {programmes}."
    )
    return [text.format(programmes=listed(examples, 20))]


def _money(minor: Fraction, costs: Costs) -> str:
    return money(minor, costs.unit, costs.decimals)


def _waterfall(costs: Costs) -> str:
    parts = (
        (gettext("made once instead of by each"), -costs.sources.setup),
        (gettext("scale and buying together"), -costs.sources.scale),
        (gettext("deciding together"), -costs.sources.coordination),
    )
    steps = [
        _total(gettext("each alone"), costs.alone, costs),
        *(
            charts.WaterfallStep(label, amount, _change(amount, costs))
            for label, amount in parts
            if amount
        ),
        _total(gettext("together"), costs.together, costs),
    ]
    title = gettext("From each alone to together")
    text = gettext("What the programmes cost a year, and from where the difference comes.")
    words = charts.WaterfallWords(
        gettext("saves"), gettext("costs more"), gettext("lowest to highest assumption")
    )
    return charts.waterfall(frame("saving", title, text), steps, words)


def _total(label: str, band: Band, costs: Costs) -> charts.WaterfallStep:
    text = between(band, costs.unit, costs.decimals)
    whisker = None if band.low == band.high else charts.Band(band.low, band.high, text)
    return charts.WaterfallStep(label, band.mid, _money(band.mid, costs), "total", whisker)


def _change(amount: Fraction, costs: Costs) -> str:
    sign = "+" if amount > 0 else "\u200e\u2212" if get_language_bidi() else "\u2212"
    return f"{sign}{_money(abs(amount), costs)}"


def _saving_table(costs: Costs) -> Table:
    columns = (
        Column(gettext("Programme")),
        Column(gettext("Each alone"), True),
        Column(gettext("Run together"), True),
        Column(gettext("Saved"), True),
        Column(gettext("Lowest to highest"), True),
        Column(gettext("Worth it under")),
    )
    rows = [
        (
            gettext(one.programme.title),
            _money(one.alone.mid, costs),
            _money(one.together.mid, costs),
            _money(one.saving.mid, costs),
            between(one.saving, costs.unit, costs.decimals),
            _pays_from(one.saving),
        )
        for one in costs.programmes
    ]
    whole = (
        gettext("All together"),
        _money(costs.alone.mid, costs),
        _money(costs.together.mid, costs),
        _money(costs.saving.mid, costs),
        between(costs.saving, costs.unit, costs.decimals),
        _pays_from(costs.saving),
    )
    return Table(gettext("What each programme costs a year"), columns, (*rows, whole))


def _pays_from(saving: Band) -> str:
    if saving.low > 0:
        return gettext("every assumption")
    if saving.mid > 0:
        return gettext("the middle assumption")
    if saving.high > 0:
        return gettext("the best assumption only")
    return gettext("none: not worth doing together")


def shares_section(plan: Plan) -> Section:
    """Who pays what part of the bill, by four rules; how much solidarity the plan can bear."""
    divided, costs = plan.divided, plan.costs
    tables = [_shares_table(plan)]
    said, drawing = _solidarity(plan)
    return Section(
        "shares",
        gettext("Who pays what"),
        (_rule_said(plan), *said),
        drawing,
        tuple(tables),
        (
            gettext(
                "By use: one price for all. By ability: in proportion to {ability}. Shapley: what"
                " each city adds to the bill, averaged over all orders of joining. The amounts owed"
                " add up to the bill to the last unit."
            ).format(ability=figure_name(divided.sharing.ability)),
            *_shapley_note(divided.cities, costs),
        ),
    )


def _rule_said(plan: Plan) -> str:
    how = plan.divided.sharing
    if how.rule == "mixture":
        text = gettext("The bill is shared {ability} by {figure} and {use} by use.")
        return text.format(
            ability=wording.percent(how.part),
            use=wording.percent(1 - how.part),
            figure=figure_name(how.ability),
        )
    if how.rule == "ability":
        return gettext("The bill is shared by {figure}.").format(figure=figure_name(how.ability))
    if how.rule == "shapley":
        return gettext("The bill is shared by what each city adds to it (Shapley value).")
    return gettext("The bill is shared by use.")


def _solidarity(plan: Plan) -> tuple[list[str], str]:
    """How much of the bill ability may carry: a sentence, and the dial; nothing where not known."""
    try:
        found = plan.solidarity
    except Unplannable:
        return [], ""
    figure = figure_name(plan.sharing.ability)
    limit = found.certified
    if limit is None:
        return [_no_solidarity(found)], ""
    if limit < Fraction(1, 1000) and found.exact:
        text = gettext(
            "Nothing of the bill may be charged by {figure} without somebody paying more than"
            " alone."
        )
    elif limit == 1:
        text = gettext(
            "All of the bill may be charged by {figure} and still nobody pays more than alone."
        )
    else:
        text = gettext(
            "Up to {limit} of the bill may be charged by {figure} before somebody pays more than"
            " alone."
        )
    said = [text.format(limit=wording.percent(limit), figure=figure)]
    if not found.exact:
        text = gettext(
            "That much is proved; above {refuted} somebody pays more, and in between it is not"
            " decided."
        )
        said.append(text.format(refuted=wording.percent(found.refuted, up=True)))
    return said, _dial(plan, found, limit)


def _no_solidarity(found: Solidarity) -> str:
    if found.binding is None or found.refuted > 0:
        return gettext("Whether anybody pays more than alone, even by use, is not decided.")
    return gettext(
        "Even when all is charged by use, some city or group of cities pays more than by itself:"
        " leave out the programmes that cost more together."
    )


def _dial(plan: Plan, found: Solidarity, limit: Fraction) -> str:
    part = {"use": Fraction(0), "ability": Fraction(1)}.get(plan.sharing.rule, plan.sharing.part)
    zones = charts.Zones(
        limit * 100,
        wording.percent(limit),
        gettext("nobody pays more than alone"),
        gettext("somebody pays more than alone"),
    )
    title = gettext("How much solidarity the plan can bear")
    text = gettext("The part of the bill that is charged by ability, and up to where all gain.")
    value = wording.percent(part)
    ends = (wording.percent(Fraction(0)), wording.percent(Fraction(1)))
    return charts.dial(frame("solidarity", title, text), part * 100, value, zones, ends)


def _shares_table(plan: Plan) -> Table:
    names, costs = names_of(plan), plan.costs
    columns = (
        Column(gettext("City")),
        Column(gettext("Pays"), True),
        Column(gettext("A head"), True),
        Column(gettext("By use"), True),
        Column(gettext("By ability"), True),
        Column(gettext("By Shapley"), True),
    )
    people = {place.id: place.population.value for place in plan.places}
    rows = tuple(
        (
            names[one.place],
            _money(one.pays, costs),
            _money(one.pays / people[one.place], costs),
            _money(one.use, costs),
            UNKNOWN if one.ability is None else _money(one.ability, costs),
            UNKNOWN if one.shapley is None else _money(one.shapley, costs),
        )
        for one in plan.divided.cities
    )
    return Table(gettext("What every city pays a year"), columns, rows)


def _shapley_note(cities: tuple[CityShare, ...], costs: Costs) -> list[str]:
    if all(one.shapley is not None for one in cities):
        return []
    return [
        gettext(
            "The Shapley value is not computed exactly for so many cities of such different size."
        )
    ]


def alone_section(plan: Plan) -> Section:
    """Who would pay more than alone, with its proof; for the drafter."""
    verdict, names, costs = plan.verdict, names_of(plan), plan.costs
    said = []
    if verdict.says == "nobody":
        said.append(
            gettext(
                "Nobody pays more than alone: no city, and no group of cities, could run these"
                " programmes by itself for less than it pays here."
            )
        )
    elif verdict.says == "undecided":
        said.append(
            gettext(
                "No city or group that pays more than alone was found; it is proved that none could"
                " gain more than {bound} a year."
            ).format(bound=_money(verdict.certificate.bound, costs))
        )
    else:
        said.extend(_tempted_said(plan))
    rows = tuple(
        (
            names[one.place],
            _money(one.pays, costs),
            _money(one.alone, costs),
            _money(one.saves, costs),
        )
        for one in sorted(plan.divided.cities, key=lambda one: (one.saves, one.place))
    )
    table = Table(
        gettext("What every city pays, and would pay alone, a year"),
        (
            Column(gettext("City")),
            Column(gettext("Pays"), True),
            Column(gettext("Alone it would pay"), True),
            Column(gettext("Saves"), True),
        ),
        rows,
    )
    return Section(
        "alone",
        gettext("Who pays more than alone"),
        tuple(said),
        "",
        (table,),
        (
            gettext(
                "Only you see this part: it is in no address you share, and in a report only if you"
                " ask for the drafter’s copy. The proof is in the drafter’s JSON, and a short"
                " program checks it."
            ),
        ),
        is_private=True,
    )


def _tempted_said(plan: Plan) -> list[str]:
    verdict, names, costs = plan.verdict, names_of(plan), plan.costs
    said = []
    if verdict.alone:
        said.append(
            ngettext(
                "{n} city pays more than it would alone.",
                "{n} cities pay more than they would alone.",
                len(verdict.alone),
            ).format(n=wording.number(len(verdict.alone)))
        )
    best = verdict.certificate.tempted
    if best is not None:
        text = gettext(
            "The group that would gain most by itself is {cities}: {gain} a year. No other group"
            " gains more."
        )
        group = listed((names[id] for id in best.members), 30)
        said.append(text.format(cities=group, gain=_money(best.gain, costs)))
    return said
