"""Why each option won or did not, for the results of every family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from koinon.methods.counting.contests import Contest
from koinon.methods.counting.explaining import (
    budgets,
    choosing,
    committees,
    grading,
    pairwise,
    transfers,
)
from koinon.methods.counting.reasons import Reason

_BY_KIND: Final[Mapping[str, Callable[[Any, Contest], tuple[Reason, ...]]]] = MappingProxyType(
    {
        "transfer_result/1": transfers.transfer_reasons,
        "meek_result/1": transfers.meek_reasons,
        "us_result/1": transfers.us_reasons,
        "countback_result/1": transfers.countback_reasons,
        "choosing_result/1": choosing.choosing_reasons,
        "schulze_result/1": pairwise.schulze_reasons,
        "ranked_pairs_result/1": pairwise.ranked_pairs_reasons,
        "minimax_result/1": pairwise.minimax_reasons,
        "score_result/1": grading.score_reasons,
        "star_result/1": grading.star_reasons,
        "judgment_result/1": grading.judgment_reasons,
        "seq_pav_result/1": committees.committee_reasons,
        "seq_phragmen_result/1": committees.committee_reasons,
        "equal_shares_committee_result/1": committees.committee_reasons,
        "greedy_budget_result/1": budgets.greedy_reasons,
        "equal_shares_budget_result/1": budgets.equal_shares_reasons,
        "phragmen_budget_result/1": budgets.phragmen_reasons,
    }
)


def reasons(result: Any, contest: Contest) -> tuple[Reason, ...]:
    """One reason for each option, in the order of the paper; () for a family without."""
    found = _BY_KIND.get(result.KIND)
    return found(result, contest) if found else ()
