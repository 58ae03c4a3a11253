"""The methods that compare every two options, and what they state of themselves."""

from __future__ import annotations

from koinon.methods.counting.check_pairwise import recheck
from koinon.methods.counting.pairwise.minimax import count_minimax
from koinon.methods.counting.pairwise.ranked_pairs import count_ranked_pairs
from koinon.methods.counting.pairwise.schulze import count_schulze
from koinon.methods.counting.pairwise.sheets import sheets
from koinon.methods.counting.pairwise.types import (
    Minimax,
    MinimaxResult,
    RankedPairs,
    RankedPairsResult,
    Schulze,
    SchulzeResult,
)
from koinon.methods.counting.statements import Method, Statement

_ARITHMETIC = (
    "Whole ballots. A ballot prefers an option to another where it ranks it above; options that it "
    "does not rank are equal and last, or not compared, as stated."
)
_SEATS = (
    "Seats go to the places in their order. Options of one place that do not all fit: one seat "
    "after the other goes to the first of them on the ballot paper, or by a lot."
)
_STOP = "When every two options are compared; the seats go to the first of the order."
_IRREGULAR = (
    "Skipped ranks are closed up. Of an option ranked twice the first mark counts. A rank with "
    "unknown marks ends the ballot. Withdrawn options are passed over. Options at one rank are "
    "equal. A ballot without a mark that counts is invalid."
)

METHODS = (
    Method(
        name="schulze",
        rule=Schulze(strength="winning votes", unranked="last", last="lot"),
        statement=Statement(
            title="Schulze method",
            arithmetic=_ARITHMETIC,
            rounding="None.",
            ties=f"Options of which neither beats the other by its paths share a place. {_SEATS}",
            stop=_STOP,
            irregular=_IRREGULAR,
            source=(
                "M. Schulze, A new monotonic, clone-independent, reversal symmetric, and "
                "Condorcet-consistent single-winner election method, Social Choice and Welfare 36 "
                "(2011) 267, section 2."
            ),
        ),
        forms=("rankings",),
        result=SchulzeResult,
        count=count_schulze,
        recheck=recheck,
        sheets=sheets,
        fast="koinon.methods.fast.pairwise:count_schulze",
    ),
    Method(
        name="ranked-pairs",
        rule=RankedPairs(
            strength="margins", equal="smaller losing side", unranked="last", last="lot"
        ),
        statement=Statement(
            title="Ranked pairs",
            arithmetic=_ARITHMETIC,
            rounding="None.",
            ties=(
                "Majorities of equal strength: by their losing sides, as stated; then, where their "
                "order decides what is locked, the one whose winner stands first on the ballot "
                "paper, or in a lot over all options, then the one whose loser stands last. "
                f"{_SEATS}"
            ),
            stop="When every majority is locked or skipped; the seats go to the first in order.",
            irregular=_IRREGULAR,
            source=(
                "T. N. Tideman, Independence of clones as a criterion for voting rules, Social "
                "Choice and Welfare 4 (1987) 185, section 4."
            ),
        ),
        forms=("rankings",),
        result=RankedPairsResult,
        count=count_ranked_pairs,
        recheck=recheck,
        sheets=sheets,
        fast="koinon.methods.fast.pairwise:count_ranked_pairs",
    ),
    Method(
        name="minimax",
        rule=Minimax(strength="winning votes", unranked="last", last="lot"),
        statement=Statement(
            title="Minimax",
            arithmetic=_ARITHMETIC,
            rounding="None.",
            ties=f"Options whose worst comparisons are equally strong share a place. {_SEATS}",
            stop=_STOP,
            irregular=_IRREGULAR,
            source=(
                "P. B. Simpson, On defining areas of voter choice, Quarterly Journal of Economics "
                "83 (1969) 478; G. H. Kramer, A dynamical model of political equilibrium, Journal "
                "of Economic Theory 16 (1977) 310."
            ),
        ),
        forms=("rankings",),
        result=MinimaxResult,
        count=count_minimax,
        recheck=recheck,
        sheets=sheets,
        fast="koinon.methods.fast.pairwise:count_minimax",
    ),
)
