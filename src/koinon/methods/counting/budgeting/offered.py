"""The rules of participatory budgets that are offered by name, and what each states."""

from koinon.methods.counting.budgeting.counts import (
    count_equal_shares,
    count_greedy,
    count_phragmen,
)
from koinon.methods.counting.budgeting.rules import (
    EqualSharesBudget,
    EqualSharesResult,
    GreedyBudget,
    GreedyResult,
    PhragmenBudget,
    PhragmenResult,
)
from koinon.methods.counting.budgeting.sheets import budget_sheets
from koinon.methods.counting.check_budgeting import check_budget
from koinon.methods.counting.statements import Method, Statement

_IRREGULAR = (
    "Blank ballots are valid and support nothing; a choice with several marks is invalid; a "
    "ranking keeps an option's first rank, and ranks that cannot be read give nothing; support "
    "for a withdrawn project is not counted. All are listed."
)
_TIES = "By the keys the rule lists, the last of which is the order of the paper or one lot."

METHODS = (
    Method(
        "greedy-budget",
        GreedyBudget("votes", 0, 0, "skip", (), ("lower cost", "paper")),
        Statement(
            title="Projects by votes while the money lasts",
            arithmetic="Whole numbers.",
            rounding="None.",
            ties=_TIES + " Ties that cannot change what is funded are not broken.",
            stop='After the last project; or, with "stop", at the first that does not fit.',
            irregular=_IRREGULAR,
            source="pabulib.org/format, field rule: greedy, greedy-threshold, greedy-no-skip, "
            "greedy-exclusive.",
        ),
        ("approvals", "choice", "points", "rankings"),
        GreedyResult,
        count_greedy,
        check_budget,
        budget_sheets,
        "koinon.methods.fast.shares:count_greedy",
    ),
    Method(
        "equal-shares-budget",
        EqualSharesBudget(
            "cost",
            0,
            "exact share",
            1,
            "overspent",
            "nothing",
            "nothing",
            ("more votes", "lower cost", "paper"),
        ),
        Statement(
            title="Method of Equal Shares",
            arithmetic="Exact fractions.",
            rounding='None; with the start "whole units" shares are rounded down to whole units.',
            ties=_TIES + " They are asked of projects of equal price.",
            stop="When no project can be paid by its supporters; the rule says which run is kept.",
            irregular=_IRREGULAR,
            source="Peters, Pierczyński, Skowron, Proportional Participatory Budgeting with "
            "Additive Utilities (NeurIPS 2021), section 3; Add1 as in Wieliczka 2023.",
        ),
        ("approvals", "choice", "points", "rankings"),
        EqualSharesResult,
        count_equal_shares,
        check_budget,
        budget_sheets,
        "koinon.methods.fast.shares:count_equal_shares",
    ),
    Method(
        "phragmen-budget",
        PhragmenBudget("stop", ("more votes", "lower cost", "paper")),
        Statement(
            title="Sequential Phragmén for budgets",
            arithmetic="Exact fractions.",
            rounding="None.",
            ties=_TIES + " They are asked of projects that can be bought at the same moment.",
            stop='At the first project that does not fit; or, with "skip", when none fits.',
            irregular=_IRREGULAR,
            source="Los, Christoff, Grossi, Proportional Budget Allocations (IJCAI 2022), "
            "section 3.",
        ),
        ("approvals", "choice"),
        PhragmenResult,
        count_phragmen,
        check_budget,
        budget_sheets,
        "koinon.methods.fast.shares:count_phragmen",
    ),
)
"""Participatory budgets by name."""
