"""Beyond the members: their nations, those outside, the region around, like-minded cities."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from koinon.interfaces.shared import charts, wording
from koinon.interfaces.shared.whatif.amounts import figure_name, money, people
from koinon.interfaces.shared.whatif.answers.frames import (
    UNKNOWN,
    frame,
    listed,
    names_of,
    percent_ticks,
    share,
)
from koinon.interfaces.shared.whatif.section import Column, Section, Table
from koinon.planner.friends import Friends
from koinon.planner.outside import BY_PEOPLE, Outside
from koinon.planner.plan import Plan
from koinon.planner.standing import Nation


def nations_section(plan: Plan) -> Section | None:
    """The cities in their nations; None where no city's row says anything of it."""
    nations = plan.nations
    if not nations:
        return None
    said = [text for nation in nations if (text := _gap_said(nation))]
    return Section(
        "nation",
        gettext("In their nation"),
        tuple(said),
        _nation_drawing(nations),
        (_nations_table(nations), *(_nation_table(plan, one) for one in nations)),
        (
            gettext(
                "A share of the seats is the city’s share of its voters’ region, as the table of"
                " cities gives it; nothing is said of how anybody votes. Where product exceeds"
                " people, the gap to the seats is mostly product, not unfair seats."
            ),
        ),
    )


def _gap_said(nation: Nation) -> str:
    product, seats = nation.of("product"), nation.weakest
    if product is None or seats is None:
        return ""
    text = gettext(
        "These cities of {country} make {product} of the nation’s product and hold {seats} of the"
        " {body}."
    )
    return text.format(
        country=nation.country,
        product=wording.percent(product.together),
        seats=wording.percent(seats.together),
        body=figure_name(seats.measure),
    )


def _nation_drawing(nations: tuple[Nation, ...]) -> str:
    """One row a nation, its measures as marks: at most four, from product to the weakest seats."""
    nation = max(nations, key=lambda one: len(one.standings) + len(one.seats))
    kept = [name for name in ("product", "population") if nation.of(name)]
    seats = sorted(nation.seats, key=lambda one: -one.together)
    kept += [one.measure for one in seats][-2:]
    complete = [one for one in nations if all(one.of(name) for name in kept)]
    if len(kept) < 2 or not complete:
        return ""
    rows, most = [], Fraction(0)
    for one in complete:
        parts = tuple(found.together for name in kept if (found := one.of(name)) is not None)
        most = max(most, *parts)
        rows.append(charts.DumbbellRow(one.country, parts, tuple(map(share, parts))))
    title = gettext("What these cities have of their nation")
    text = gettext("Their share of each measure; the table has the numbers.")
    marks = [figure_name(name) for name in kept]
    return charts.dumbbell(frame("nation", title, text), marks, rows, percent_ticks(most))


def _nations_table(nations: tuple[Nation, ...]) -> Table:
    columns = (
        Column(gettext("Nation")),
        Column(gettext("Measure")),
        Column(gettext("These cities together"), True),
        Column(gettext("Cities without this figure"), True),
    )
    rows = tuple(
        (
            nation.country,
            figure_name(one.measure),
            share(one.together),
            wording.number(one.missing),
        )
        for nation in nations
        for one in (*nation.standings, *nation.seats)
    )
    return Table(gettext("What these cities have of their nation"), columns, rows)


def _nation_table(plan: Plan, nation: Nation) -> Table:
    names = names_of(plan)
    every = (*nation.standings, *nation.seats)
    ids = list(dict.fromkeys(id for one in every for id, _ in one.cities))
    columns = (
        Column(gettext("City")),
        *(Column(figure_name(one.measure), True) for one in every),
    )
    shares = [dict(one.cities) for one in every]
    rows = tuple((names[id], *(share(found.get(id)) for found in shares)) for id in ids)
    caption = gettext("Cities of {country} in their nation").format(country=nation.country)
    return Table(caption, columns, rows)


def outside_section(plan: Plan) -> Section:
    """What reaches those who do not pay."""
    outside, unit, decimals = plan.outside, plan.costs.unit, plan.costs.decimals
    said = []
    if plan.others:
        gain = sum((one.mid for one in outside.others), Fraction(0))
        text = ngettext(
            "{n} city outside gains {gain} a year without paying, where the members save {saved}.",
            "{n} cities outside gain {gain} a year without paying, where the members save {saved}.",
            len(plan.others),
        )
        said.append(
            text.format(
                n=wording.number(len(plan.others)),
                gain=money(gain, unit, decimals),
                saved=money(outside.members_save, unit, decimals),
            )
        )
    known = [one for one in outside.around if one.people]
    for one in known:
        text = gettext("Around the members, {who} ({people}) gain {gain} a year.")
        said.append(
            text.format(
                who=figure_name(one.kind),
                people=people(one.people),
                gain=money(one.gain, unit, decimals),
            )
        )
    if not said:
        said.append(
            gettext(
                "Choose cities outside, or give the people in the suburbs and the countryside"
                " around each city, to see what reaches them."
            )
        )
    tables = (_outside_table(plan, outside),) if plan.others else ()
    said.extend(_not_known(plan, outside))
    return Section(
        "outside",
        gettext("What those outside gain"),
        tuple(said),
        "",
        tables,
        (
            gettext(
                "A part of the advantage of taking part reaches those who do not: all of it where"
                " the work is published for anyone to use, some of it where prices fall for other"
                " buyers too (Lotti and others 2024: 18 to 22 % for those who did not join)."
            ),
        ),
    )


def _not_known(plan: Plan, outside: Outside) -> Iterator[str]:
    """What is not in these gains, because no figure says it."""
    titles = {one.id: gettext(one.title) for one in plan.programmes}
    lacking = dict.fromkeys(id for one in outside.others for id in one.unknown)
    if lacking:
        text = gettext(
            "Not counted, because some cities outside lack the figure it goes by: {programmes}."
        )
        yield text.format(programmes=listed((titles[id] for id in lacking), 20))
    known = [one for one in outside.around if one.people]
    others = [gettext(one.title) for one in plan.programmes if one.driver != BY_PEOPLE]
    if known and others:
        text = gettext("Not counted around the members, as it does not go by people: {programmes}.")
        yield text.format(programmes=listed(others, 20))
    for one in known:
        if one.unknown:
            text = ngettext(
                "Of {n} member it is not known how many {who} there are.",
                "Of {n} members it is not known how many {who} there are.",
                one.unknown,
            )
            yield text.format(n=wording.number(one.unknown), who=figure_name(one.kind))


def _outside_table(plan: Plan, outside: Outside) -> Table:
    names, unit, decimals = names_of(plan), plan.costs.unit, plan.costs.decimals
    columns = (
        Column(gettext("City outside")),
        Column(gettext("Lowest"), True),
        Column(gettext("Middle"), True),
        Column(gettext("Highest"), True),
    )
    rows = tuple(
        (names[one.place], *(money(end, unit, decimals) for end in (one.low, one.mid, one.high)))
        for one in outside.others
    )
    return Table(gettext("What cities outside gain a year"), columns, rows)


def riders_section(plan: Plan) -> Section:
    """Who would rather let the others pay; for the drafter."""
    names, unit, decimals = names_of(plan), plan.costs.unit, plan.costs.decimals
    rows = tuple(
        (
            names[one.place],
            money(one.inside, unit, decimals),
            money(one.outside, unit, decimals),
        )
        for one in plan.riders
    )
    if rows:
        text = ngettext(
            "{n} city would keep more if the others went on without it.",
            "{n} cities, each by itself, would keep more if the others went on without it.",
            len(rows),
        ).format(n=wording.number(len(rows)))
    else:
        text = gettext("No city would keep more if the others went on without it.")
    columns = (
        Column(gettext("City")),
        Column(gettext("Saves inside, a year"), True),
        Column(gettext("Would gain outside, a year"), True),
    )
    tables = (Table(gettext("Who would rather let others pay"), columns, rows),) if rows else ()
    return Section(
        "riders",
        gettext("Who would rather let others pay"),
        (text,),
        "",
        tables,
        (gettext("Only you see this part."),),
        is_private=True,
    )


def friends_section(plan: Plan, friends: Friends) -> Section:
    """Clubs of like-minded cities, and how firmly they stand."""
    names, unit, decimals = names_of(plan), plan.costs.unit, plan.costs.decimals
    clubs = friends.partition.clubs
    said = [
        ngettext(
            "If one unit of difference on the axis costs {weight} for each unit of use, one"
            " coalition of all costs least.",
            "If one unit of difference on the axis costs {weight} for each unit of use, {n} clubs"
            " cost least.",
            len(clubs),
        ).format(n=wording.number(len(clubs)), weight=money(friends.weight, unit, decimals)),
        _robust(friends, unit, decimals),
        _unrest(friends, names),
    ]
    positions = dict(friends.positions)
    rows = tuple(
        (
            wording.number(at),
            listed((names[id] for id in club), 40),
            wording.number(min(positions[id] for id in club), 2),
            wording.number(max(positions[id] for id in club), 2),
        )
        for at, club in enumerate(clubs, start=1)
    )
    columns = (
        Column(gettext("Club")),
        Column(gettext("Cities")),
        Column(gettext("Lowest position"), True),
        Column(gettext("Highest position"), True),
    )
    return Section(
        "friends",
        gettext("Like-minded cities"),
        tuple(said),
        "",
        (
            Table(
                _clubs_of(plan, friends),
                columns,
                rows,
            ),
        ),
        (
            gettext(
                "Similarity alone makes no clear groups: by the votes of the hundred largest US"
                " counties the best clusters are barely better than none. What is found depends on"
                " what difference costs, which only you can say."
            ),
        ),
    )


def _clubs_of(plan: Plan, friends: Friends) -> str:
    title = next(one.title for one in plan.programmes if one.id == friends.programme)
    text = gettext("Clubs for “{programme}” along the axis “{axis}”")
    return text.format(programme=gettext(title), axis=figure_name(friends.axis))


def _robust(friends: Friends, unit: str, decimals: int) -> str:
    lowest, highest = friends.partition.lowest, friends.partition.highest
    if lowest is None:
        return gettext("At no weight of difference are these the clubs that cost least.")
    if highest is None:
        text = gettext("They stay the best at any weight from {lowest} on.")
        return text.format(lowest=money(lowest, unit, decimals))
    text = gettext("They stay the best while that weight is between {lowest} and {highest}.")
    return text.format(lowest=money(lowest, unit, decimals), highest=money(highest, unit, decimals))


def _unrest(friends: Friends, names: dict[str, str]) -> str:
    if friends.is_stable:
        return gettext("They are stable: no city would rather be elsewhere, no clubs would merge.")
    moves = listed(names[one.city] for one in friends.unrest.moves)
    if friends.unrest.moves:
        text = gettext("They are not stable; these would rather be elsewhere: {cities}.")
        return text.format(cities=moves or UNKNOWN)
    return gettext("They are not stable: neighbouring clubs would rather merge.")
