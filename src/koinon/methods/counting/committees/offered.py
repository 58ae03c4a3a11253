"""The rules of committees that are offered by name, and what each states."""

from fractions import Fraction

from koinon.methods.counting.check_committees import check_committee
from koinon.methods.counting.committees.counts import (
    count_equal_shares_committee,
    count_seq_pav,
    count_seq_phragmen,
)
from koinon.methods.counting.committees.rules import (
    EqualSharesCommittee,
    EqualSharesCommitteeResult,
    SeqPav,
    SeqPavResult,
    SeqPhragmen,
    SeqPhragmenResult,
)
from koinon.methods.counting.committees.sheets import committee_sheets
from koinon.methods.counting.statements import Method, Statement

_IRREGULAR = (
    "Blank ballots are valid and approve nobody; a choice with several marks is invalid; approval "
    "of a withdrawn candidate is not counted. All are listed."
)
_TIES = "By the keys the rule lists, the last of which is the order of the paper or one lot."

METHODS = (
    Method(
        "seq-pav",
        SeqPav("harmonic", "elected last", ("paper",)),
        Statement(
            title="Sequential proportional approval voting",
            arithmetic="Whole numbers over the least common multiple of 1 to the seats plus one.",
            rounding="None.",
            ties=_TIES,
            stop="When all seats are filled, or no candidate is left that may be elected.",
            irregular=_IRREGULAR,
            source="Thiele (1895), the addition method; Lackner and Skowron, Multi-Winner Voting "
            "with Approval Preferences (2023), rule 3.",
        ),
        ("approvals", "choice"),
        SeqPavResult,
        count_seq_pav,
        check_committee,
        committee_sheets,
        "koinon.methods.fast.shares:count_seq_pav",
    ),
    Method(
        "seq-phragmen",
        SeqPhragmen("elected last", ("paper",)),
        Statement(
            title="Sequential Phragmén",
            arithmetic="Exact fractions.",
            rounding="None.",
            ties=_TIES,
            stop="When all seats are filled, or no candidate is left that may be elected.",
            irregular=_IRREGULAR,
            source="Phragmén (1894); Brill, Freeman, Janson, Lackner, Phragmén's Voting Methods "
            "and Justified Representation (AAAI 2017), section 3.",
        ),
        ("approvals", "choice"),
        SeqPhragmenResult,
        count_seq_phragmen,
        check_committee,
        committee_sheets,
        "koinon.methods.fast.shares:count_seq_phragmen",
    ),
    Method(
        "equal-shares-committee",
        EqualSharesCommittee("phragmen", Fraction(1, 100), "elected last", ("paper",)),
        Statement(
            title="Method of Equal Shares for committees",
            arithmetic="Exact fractions.",
            rounding="None.",
            ties=_TIES,
            stop="When nobody's supporters can pay for a seat, and the completion has ended.",
            irregular=_IRREGULAR,
            source="Peters and Skowron, Proportionality and the Limits of Welfarism (EC 2020), "
            "section 3 (Rule X).",
        ),
        ("approvals", "choice"),
        EqualSharesCommitteeResult,
        count_equal_shares_committee,
        check_committee,
        committee_sheets,
        "koinon.methods.fast.shares:count_equal_shares_committee",
    ),
)
"""Rules that elect committees, by name."""
