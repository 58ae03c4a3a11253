"""The manifestos' claims in the reader's language: for the command line and for a page."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import get_language, gettext

from koinon.interfaces.shared import charts, wording
from koinon.interfaces.shared.whatif.answers.frames import frame, percent_ticks
from koinon.interfaces.shared.whatif.section import Column, Section, Table
from koinon.planner.claims import Claim, Fact, Finding, claims
from koinon.planner.power_gap import malapportionment, power_gap, trend
from koinon.planner.texts import (
    AGAINST,
    AGAINST_PLACE,
    CLAIMED,
    COLUMNS,
    GAP,
    GAP_NOTE,
    GROUPS,
    IN_ENGLISH,
    KNOWN,
    MEASURED,
    MEASURES,
    SAID_IN,
    SOURCE,
    TREND,
    TREND_COLUMNS,
    TREND_NOTE,
    UNEVEN,
    VALUE,
    VERDICTS,
)

Rows = tuple[tuple[str, ...], ...]


def words_of(claim: Claim) -> str:
    """The claim as its manifesto words it, or what it says in another language."""
    return claim.words if _in_english() else gettext(CLAIMED[claim.id])


def said_in(claim: Claim) -> str:
    """The claim with its manifesto."""
    return gettext(SAID_IN).format(words=words_of(claim), manifesto=claim.manifesto)


def original(claim: Claim) -> str:
    """The words of the text, where the reader's language is another; else ""."""
    return "" if _in_english() else gettext(IN_ENGLISH).format(words=claim.words)


def _in_english() -> bool:
    return (get_language() or "en").startswith("en")


def measured(claim: Claim) -> str:
    """What the claim's figures measure."""
    return gettext(MEASURED).format(measure=gettext(MEASURES[claim.id]))


def finding_said(claim: Claim, finding: Finding) -> str:
    """One figure: its value, what it is held against, its boundary and year."""
    fact, other = finding.fact, finding.against
    facts = {"value": value_of(fact), "boundary": gettext(fact.boundary), "year": str(fact.year)}
    if other is None:
        return gettext(VALUE).format(**facts)
    if claim.id == "dampened":
        return gettext(AGAINST).format(other=value_of(other), **facts)
    place = gettext(other.boundary)
    return gettext(AGAINST_PLACE).format(other=value_of(other), other_boundary=place, **facts)


def source_said(fact: Fact) -> str:
    """Where a figure is from, and how it is known."""
    return gettext(SOURCE).format(source=fact.source, known=gettext(KNOWN[fact.known.value]))


def value_of(fact: Fact) -> str:
    """A percentage rounded to two decimals, or a whole number."""
    if fact.unit == "percent":
        return rounded(fact.value / 100, 2)
    return wording.number(fact.value, 0)


def rounded(share: Fraction, places: int) -> str:
    """A share in per cent, rounded: these are statistics, on which nothing is decided."""
    scale: int = 10 ** (places + 2)
    return wording.exact_share(Fraction(round(share * scale), scale))


def trend_rows() -> Rows:
    """The claim of 71 % for each election; the first row names the columns."""
    rows = [tuple(gettext(title) for title in TREND_COLUMNS.values())]
    for one in trend():
        counted = (wording.number(n, 0) for n in (one.democrat_counties, one.republican_counties))
        sides = (one.democrat, one.republican, one.alaska, one.unmatched)
        shares = (rounded(share, 1) for share in sides)
        rows.append((str(one.election), str(one.product_year), *counted, *shares))
    return tuple(rows)


def gap_rows() -> Rows:
    """What groups of counties have of the whole; the first row names the columns."""
    shares = [name for name in COLUMNS if name != "counties"]
    rows: list[tuple[str, ...]] = [("", *(gettext(title) for title in COLUMNS.values()))]
    for group in power_gap():
        cells = (rounded(getattr(group, name), 1) for name in shares)
        rows.append((gettext(GROUPS[group.code]), wording.number(group.counties, 0), *cells))
    return tuple(rows)


def uneven_said() -> str:
    """How uneven the seats of each body are against people."""
    uneven = {
        one.body: wording.number(Fraction(round(one.distance * 1000), 1000), 3)
        for one in malapportionment()
    }
    return gettext(UNEVEN).format(**uneven)


def claim_sections() -> Iterator[Section]:
    """A section for every claim, then who holds what, then the trend."""
    yield _gap_section()
    yield Section("trend", gettext(TREND), (), "", (_table(gettext(TREND), trend_rows()),), (
        gettext(TREND_NOTE),
    ))  # fmt: skip
    for at, claim in enumerate(claims(), start=1):
        yield _claim_section(at, claim)


def _claim_section(at: int, claim: Claim) -> Section:
    against = any(one.against is not None for one in claim.findings)
    rows = tuple(
        (
            value_of(one.fact),
            *((_against(one),) if against else ()),
            gettext(one.fact.boundary),
            str(one.fact.year),
            one.fact.source,
            gettext(KNOWN[one.fact.known.value]),
        )
        for one in claim.findings
    )
    columns = (
        Column(gettext("Figure"), True),
        *((Column(gettext("Held against"), True),) if against else ()),
        Column(gettext("Boundary")),
        Column(gettext("Year"), True),
        Column(gettext("Source")),
        Column(gettext("How it is known")),
    )
    said = tuple(
        text
        for text in (original(claim), gettext(VERDICTS[claim.verdict.value]), measured(claim))
        if text
    )
    title = f"{wording.number(at)}. {said_in(claim)}"
    table = Table(gettext("The figures"), columns, rows)
    return Section(f"claim-{claim.id.replace('_', '-')}", title, said, "", (table,))


def _against(finding: Finding) -> str:
    return "" if finding.against is None else value_of(finding.against)


def _gap_section() -> Section:
    groups = [one for one in power_gap() if one.code in ("top_25", "biden_2020", "non_metro")]
    names = ("product", "people", "house", "senate")
    rows, most = [], Fraction(0)
    for group in groups:
        parts = tuple(getattr(group, name) for name in names)
        most = max(most, *parts)
        texts = tuple(rounded(part, 1) for part in parts)
        rows.append(charts.DumbbellRow(gettext(GROUPS[group.code]), parts, texts))
    title = gettext(GAP)
    described = gettext("Product, people and seats of three groups of counties.")
    drawing = charts.dumbbell(
        frame("gap", title, described),
        [gettext(COLUMNS[name]) for name in names],
        rows,
        percent_ticks(most),
    )
    notes = (gettext(GAP_NOTE), uneven_said())
    return Section("gap", title, (), drawing, (_table(title, gap_rows()),), notes)


def _table(caption: str, rows: Rows) -> Table:
    head, *body = rows
    named = (head[0] or gettext("Group"), *head[1:])
    columns = tuple(Column(title, at > 0) for at, title in enumerate(named))
    return Table(caption, columns, tuple(body))
