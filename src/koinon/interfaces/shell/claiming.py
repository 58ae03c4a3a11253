"""`koinon claims`: what the two manifestos claim in numbers, held against shipped figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.tables import lined

if TYPE_CHECKING:
    from koinon.planner.claims import Claim, Fact
    from koinon.planner.power_gap import Carried, Group, Malapportionment

INDENT = "    "


def claims(*, as_json: bool, language: str) -> int:
    """Print every claim with its verdict and figures, and who holds what; no database is needed."""
    from koinon.interfaces.shell import application

    application.load()
    from django.conf import settings
    from django.utils import translation

    known = dict(settings.LANGUAGES)
    if language and language not in known:
        raise Mistake(
            f"--lang: '{language[:20]}' is not spoken here; there are {', '.join(known)}."
        )
    if as_json:
        print(json.dumps(_plain(), ensure_ascii=False, indent=1))
        return 0
    with translation.override(language or translation.get_language()):
        for line in (*_told(), *_trend(), *_gap()):
            print(line)
    return 0


def _told() -> Iterator[str]:
    """Each claim: its words, what they say, the verdict, what is measured, the figures."""
    from django.utils.translation import gettext

    from koinon.interfaces.shared.whatif import claims_told as told
    from koinon.planner.claims import claims as all_claims
    from koinon.planner.texts import VERDICTS

    for number, claim in enumerate(all_claims(), start=1):
        yield f"{number}. {told.said_in(claim)}"
        if words := told.original(claim):
            yield INDENT + words
        yield INDENT + gettext(VERDICTS[claim.verdict.value])
        yield INDENT + told.measured(claim)
        yield from _findings(claim)
        yield ""


def _findings(claim: Claim) -> Iterator[str]:
    """Each figure on a line; a source once, below the figures it is that of."""
    from koinon.interfaces.shared.whatif import claims_told as told

    nexts = [*(one.fact for one in claim.findings[1:]), None]
    for finding, following in zip(claim.findings, nexts, strict=True):
        fact = finding.fact
        yield f"{INDENT}- {told.finding_said(claim, finding)}"
        if following is None or (following.source, following.known) != (fact.source, fact.known):
            yield f"{INDENT}  {told.source_said(fact)}"


def _trend() -> Iterator[str]:
    """The claim of 71 % for each election."""
    from django.utils.translation import gettext

    from koinon.interfaces.shared.whatif.claims_told import trend_rows
    from koinon.planner.texts import TREND, TREND_NOTE

    yield gettext(TREND)
    yield from lined(list(trend_rows()))
    yield gettext(TREND_NOTE)
    yield ""


def _gap() -> Iterator[str]:
    """Who holds what: groups of counties, and how uneven seats are."""
    from django.utils.translation import gettext

    from koinon.interfaces.shared.whatif.claims_told import gap_rows, uneven_said
    from koinon.planner.texts import GAP, GAP_NOTE

    yield gettext(GAP)
    yield from lined(list(gap_rows()))
    yield gettext(GAP_NOTE)
    yield uneven_said()


def _plain() -> dict[str, Any]:
    """Everything as JSON: exact numbers as fractions in text, and rounded beside them."""
    from koinon.planner.claims import claims as all_claims
    from koinon.planner.power_gap import malapportionment, power_gap, trend

    return {
        "claims": [_plain_claim(one) for one in all_claims()],
        "trend": [_plain_carried(one) for one in trend()],
        "power_gap": [_plain_group(one) for one in power_gap()],
        "malapportionment": [_plain_uneven(one) for one in malapportionment()],
    }


def _plain_claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "manifesto": claim.manifesto,
        "words": claim.words,
        "claimed": None if claim.claimed is None else str(claim.claimed),
        "relation": claim.relation.value,
        "verdict": claim.verdict.value,
        "findings": [
            {
                "role": one.role.value,
                **_plain_fact(one.fact),
                "against": None if one.against is None else _plain_fact(one.against),
            }
            for one in claim.findings
        ],
    }


def _plain_fact(fact: Fact) -> dict[str, Any]:
    return {
        "value": str(fact.value),
        "about": _decimal(fact.value, 2) if fact.unit == "percent" else str(fact.value),
        "unit": fact.unit,
        "boundary": fact.boundary,
        "year": fact.year,
        "source": fact.source,
        "licence": fact.licence,
        "known": fact.known.value,
    }


def _plain_carried(one: Carried) -> dict[str, Any]:
    sides = ("democrat", "republican", "alaska", "unmatched")
    return {
        "election": one.election,
        "product_year": one.product_year,
        "democrat_counties": one.democrat_counties,
        "republican_counties": one.republican_counties,
        **{side: str(getattr(one, side)) for side in sides},
    }


def _plain_group(one: Group) -> dict[str, Any]:
    from koinon.planner.power_gap import MEASURES

    shares = {name: str(getattr(one, name)) for name in MEASURES}
    return {"group": one.code, "counties": one.counties, **shares}


def _plain_uneven(one: Malapportionment) -> dict[str, Any]:
    return {
        "body": one.body,
        "distance": str(one.distance),
        "gallagher_squared": str(one.gallagher_squared),
        "gallagher": _decimal(one.gallagher(4), 4),
    }


def _decimal(value: Fraction, places: int) -> str:
    """A number of zero or more, rounded to so many decimals, for programs."""
    whole, part = divmod(round(value * 10**places), 10**places)
    return f"{whole}.{part:0{places}}"
