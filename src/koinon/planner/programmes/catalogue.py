"""What research says of running things together, kind by kind, and amounts to try it with.

Elasticities and scales restate published findings, of which the abstracts were read, not the
papers; turning a finding into an elasticity is ours, and says so. **Amounts are examples**: no
programme anywhere costs just that. Without evidence the default is no saving.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from koinon.planner.programmes.programme import NOTHING, ONE, Grounds, Programme, Range

CURRENCY: Final = "USD"


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translation catalogues, which are applied where it is shown."""
    return message


EXAMPLE_AMOUNT: Final = gettext_noop(
    "An example to try the planner with, not a finding: replace it by an offer or a budget."
)
NO_SCALE_FOUND: Final = gettext_noop(
    "Research reports no size at which savings end; this one only closes the range."
)


def _exact(low: str, mid: str, high: str) -> tuple[Fraction, Fraction, Fraction]:
    return Fraction(low), Fraction(mid), Fraction(high)


def _read(low: str, mid: str, high: str, evidence: str, source: str) -> Range:
    return Range(*_exact(low, mid, high), Grounds.READ, evidence, source)


def _inferred(low: str, mid: str, high: str, evidence: str, source: str = "") -> Range:
    return Range(*_exact(low, mid, high), Grounds.INFERRED, evidence, source)


def _example(low: str, mid: str, high: str) -> Range:
    return Range(*_exact(low, mid, high), Grounds.EXAMPLE, EXAMPLE_AMOUNT)


_LOTTI: Final = "Lotti, Muço, Spagnolo, Valletti 2024, AEJ: Economic Policy, 347-366"

_NON_RIVAL: Final = _inferred(
    "0",
    "0",
    "1/10",
    gettext_noop(
        "What is written once serves one city or a hundred; up to a tenth is allowed for"
        " adapting it to each."
    ),
)
_OPEN: Final = _inferred(
    "1",
    "1",
    "1",
    gettext_noop("What is published under an open licence serves cities outside just as well."),
)


def _knowledge(id: str, title: str, low: str, mid: str, high: str) -> Programme:
    """Something written once and used by all: a setup, no running cost by use."""
    return Programme(
        id=id,
        title=title,
        driver="population",
        currency=CURRENCY,
        setup=_example(low, mid, high),
        unit_cost=NOTHING,
        coordination=_example("20000", "50000", "100000"),
        elasticity=_NON_RIVAL,
        spill_over=_OPEN,
    )


def _service(
    id: str,
    title: str,
    unit_cost: Range,
    elasticity: Range,
    scale: Range | None,
    *,
    setup: Range = NOTHING,
) -> Programme:
    """Something delivered: its running cost follows the inhabitants served."""
    return Programme(
        id=id,
        title=title,
        driver="population",
        currency=CURRENCY,
        setup=setup,
        unit_cost=unit_cost,
        coordination=_example("20000", "50000", "100000"),
        elasticity=elasticity,
        efficient_scale=scale,
    )


_NO_END: Final = _inferred("1000000", "1000000", "1000000", NO_SCALE_FOUND)


def _administration() -> Programme:
    return _service(
        "administration",
        gettext_noop("Collecting taxes, payroll, licensing"),
        _example("15", "25", "40"),
        _inferred(
            "7/10",
            "17/20",
            "1",
            gettext_noop(
                "In the Netherlands tax collection cost up to 30 % more than need be at 10,000"
                " inhabitants, and nothing was left to gain at 60,000; the elasticity is ours."
            ),
            "Niaounakis, Blank 2017, Local Government Studies 43, 533-554",
        ),
        _read(
            "60000",
            "60000",
            "60000",
            gettext_noop("Savings in tax collection ended at 60,000 inhabitants."),
            "Niaounakis, Blank 2017, Local Government Studies 43, 533-554",
        ),
        setup=_example("500000", "1000000", "2000000"),
    )


def _procurement() -> Programme:
    return Programme(
        id="procurement",
        title=gettext_noop("Buying standard goods together"),
        driver="population",
        currency=CURRENCY,
        setup=_example("200000", "400000", "800000"),
        unit_cost=_example("40", "60", "100"),
        coordination=_example("20000", "50000", "100000"),
        elasticity=ONE,
        efficient_scale=_example("100000", "100000", "100000"),
        rebate=_inferred(
            "0",
            "1/20",
            "3/20",
            gettext_noop(
                "A randomised trial found no saving on competitive markets; medical devices"
                " became 15 % cheaper and came 20 % later; the middle is ours."
            ),
            "Petersen, Jensen, Bhatti 2022, IPMJ 25, 24-42; Clark, Coviello, De Leverano (SIOE)",
        ),
        spill_over=_inferred(
            "0",
            "1/8",
            "1/4",
            gettext_noop(
                "When Italy's central purchaser opened, buyers that did not join paid 17.7 to"
                " 22 % less as well; the range is ours."
            ),
            _LOTTI,
        ),
    )


def _waste() -> Programme:
    return _service(
        "waste",
        gettext_noop("Collecting solid waste"),
        _example("50", "70", "100"),
        _inferred(
            "22/25",
            "47/50",
            "1",
            gettext_noop(
                "Small Czech municipalities saved 13.5 % together; above 10,000 inhabitants"
                " cost rose; the elasticity is ours."
            ),
            "Struk, Bakoš 2021, IJERPH 18(4), 1449; Bel, Mur 2009, Waste Management 29, 2772",
        ),
        _inferred(
            "20000",
            "35000",
            "50000",
            gettext_noop("No saving is found above some ten to fifty thousand inhabitants."),
            "Bel, Sebő 2021, Urban Affairs Review; Struk, Bakoš 2021",
        ),
    )


def _water() -> Programme:
    return _service(
        "water",
        gettext_noop("Water and sewerage"),
        _example("100", "150", "250"),
        _inferred(
            "17/20",
            "93/100",
            "1",
            gettext_noop(
                "A survey finds savings up to between 100,000 and a million people served,"
                " then none or the contrary; the elasticity is ours."
            ),
            "Ferro, Lentini, Mercadier 2011; Saal et al. 2013",
        ),
        _inferred(
            "100000",
            "550000",
            "1000000",
            gettext_noop("Savings end between 100,000 and a million people served."),
            "Ferro, Lentini, Mercadier 2011; Tynan, Kingdom 2005 (World Bank)",
        ),
    )


def _transit() -> tuple[Programme, ...]:
    bus = _service(
        "bus",
        gettext_noop("Buses"),
        _example("80", "120", "200"),
        _inferred(
            "19/20",
            "1",
            "21/20",
            gettext_noop(
                "Savings, none and losses are all reported; large bus companies in the United"
                " States ran at somewhat higher cost."
            ),
            "Berechman, Giuliano 1985; Iseki 2008; Karlaftis, McCarthy 2002",
        ),
        _NO_END,
    )
    rail = _service(
        "rail",
        gettext_noop("Urban railways"),
        _example("150", "250", "400"),
        _inferred(
            "1",
            "1",
            "1",
            gettext_noop(
                "More passengers on one network cost less each (0.5 to 0.9); a larger system"
                " does not, and cities far apart share no network."
            ),
            "Savage 1997, Transportation Research A 31, 459-473",
        ),
        None,
    )
    return bus, rail


def _police() -> Programme:
    return _service(
        "police-fire",
        gettext_noop("Police and fire brigades"),
        _example("300", "450", "700"),
        _inferred(
            "19/20",
            "1",
            "21/20",
            gettext_noop("Findings are mixed and were not read again; no saving is assumed."),
        ),
        _NO_END,
    )


def defaults() -> tuple[Programme, ...]:
    """Every kind of programme there is evidence on, from what is shared best to what is not."""
    return (
        _knowledge("software", gettext_noop("Shared software"), "2000000", "5000000", "10000000"),
        _knowledge(
            "curricula", gettext_noop("Open teaching material"), "1000000", "3000000", "8000000"
        ),
        _knowledge(
            "research",
            gettext_noop("Research, standards and evaluation"),
            "5000000",
            "20000000",
            "50000000",
        ),
        _administration(),
        _procurement(),
        _waste(),
        _water(),
        *_transit(),
        _police(),
    )


def default(id: str) -> Programme | None:
    """The kind of that id, None where there is none."""
    return next((one for one in defaults() if one.id == id), None)
