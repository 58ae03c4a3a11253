"""Counting by transfer: the single transferable vote in its laws, and instant runoff."""

from __future__ import annotations

from koinon.methods.counting.check_countback import recheck_countback
from koinon.methods.counting.check_meek import recheck_meek
from koinon.methods.counting.check_transfers import recheck_gregory
from koinon.methods.counting.check_us_rcv import recheck_us
from koinon.methods.counting.statements import Method, Statement
from koinon.methods.counting.transfers.countback import Countback, CountbackResult, count_countback
from koinon.methods.counting.transfers.gregory import count_gregory
from koinon.methods.counting.transfers.meek import count_meek
from koinon.methods.counting.transfers.results import MeekResult, TransferResult
from koinon.methods.counting.transfers.rules import MEEK, SCOTTISH, WIGM
from koinon.methods.counting.transfers.tables import (
    countback_sheets,
    meek_sheets,
    transfer_sheets,
    us_sheets,
)
from koinon.methods.counting.transfers.us_count import count_us
from koinon.methods.counting.transfers.us_rules import US_RCV, UsResult

_SCOTTISH = Statement(
    title="Single transferable vote of Scottish local elections",
    arithmetic="Whole units of 1/100,000 vote.",
    rounding="The quota drops its remainder and adds one vote (r. 46); a transfer value, surplus × "
    "value when received ÷ votes, drops all beyond five decimals (r. 48(3)).",
    ties="The votes at the latest earlier stage at which the tied differed, the most for a surplus "
    "(r. 49(2)) and the fewest for an exclusion (r. 51(2)(a)); then the last key, by law a lot.",
    stop="When all seats are filled, or when as many options are left as seats: they take them "
    "(r. 52).",
    irregular="No sole first preference: invalid. A rank left empty, shared, or given to an option "
    "again ends a paper: it is non-transferable from there (r. 43 to 45).",
    source="Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 43 to "
    "52; Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1.",
)
_WIGM = Statement(
    title="Weighted inclusive Gregory method",
    arithmetic="Whole units of the stated decimals of a vote.",
    rounding="Each product and quotient is truncated to the decimals (D.4), or the whole fraction "
    "once, as the option `transfer` says; the quota as `quota` says.",
    ties="The keys of the option `ties`, in order; the reference takes a stated order (D.1).",
    stop="When all seats are filled, or no more options are left than seats (D.3).",
    irregular="No usable preference: invalid. Several at one rank end a paper; an empty rank and "
    "an option ranked again do what `gaps` and `repeats` say.",
    source="Proportional Representation Foundation, Reference WIGM Rule, A to D.",
)
_MEEK = Statement(
    title="Meek's rule",
    arithmetic="Whole units of the stated decimals of a vote; the quota follows the votes kept.",
    rounding="What an option keeps of a paper, and each step of a keep factor, is rounded up; the "
    "quota drops its remainder and adds a unit (B.2).",
    ties="Those no further above the lowest than the total surplus are tied for exclusion (B.3); "
    "the last key decides.",
    stop="A round ends with an election, a surplus below omega, or one that no longer falls "
    "(B.2.e); the count when all seats are filled or no more options are left than seats (B.1).",
    irregular="No usable preference: invalid. Several at one rank end a paper; an empty rank and "
    "an option ranked again do what `gaps` and `repeats` say.",
    source="Proportional Representation Foundation, Reference Meek Rule, A to C; I. D. Hill, "
    "B. A. Wichmann, D. R. Woodall, Algorithm 123, The Computer Journal 30 (1987).",
)
_US = Statement(
    title="Ranked choice voting of the United States",
    arithmetic="Whole units of the stated decimals of a vote; thresholds are fractions.",
    rounding="A surplus fraction and each value it leaves are truncated to the decimals; the "
    "threshold drops its remainder and adds one, or rounds up where the quota is Hare's.",
    ties="The keys of the option `ties`, in order; on a stated order the earlier wins and the "
    "later is eliminated.",
    stop="When all seats are filled and, with several seats, one more round has shown the last "
    "surplus; when two are left where the rounds go on to two; or at the stated round.",
    irregular="A blank ballot is invalid. Overvotes, empty ranks and repeats do what the options "
    "say, at the round in which the ballot is read; each round states the inactive ballots.",
    source="RCTab 2.0, configuration file documentation (Ranked Choice Voting Resource Center); "
    "Maine Revised Statutes 21-A § 723-A; San Francisco Charter § 13.102; New York City Charter "
    "§ 1057-g; Minneapolis Code of Ordinances, chapter 167.",
)

_COUNTBACK = Statement(
    title="Countback: a vacancy filled by the papers that elected the member who leaves",
    arithmetic="As the original rule.",
    rounding="None: papers keep the values at which the member received them.",
    ties="As the original rule.",
    stop="When one holds more than half of the votes given to those who stand, or is alone.",
    irregular="As the original rule; papers with no preference for those who stand are "
    "non-transferable from the first stage.",
    source="Which papers: Local Government Act 1993 (Tasmania), Schedule 8, clause 1. Their values "
    "and the stop are this rule's own statement.",
)

_FAST = "koinon.methods.fast.transfers:count"

METHODS = (
    Method("scottish-stv", SCOTTISH, _SCOTTISH, ("rankings",), TransferResult, count_gregory,
           recheck_gregory, transfer_sheets, _FAST),
    Method("wigm", WIGM, _WIGM, ("rankings",), TransferResult, count_gregory, recheck_gregory,
           transfer_sheets, _FAST),
    Method("meek", MEEK, _MEEK, ("rankings",), MeekResult, count_meek, recheck_meek,
           meek_sheets),
    Method("us-rcv", US_RCV, _US, ("rankings",), UsResult, count_us, recheck_us, us_sheets),
    Method("countback", Countback(SCOTTISH, "", "", ()), _COUNTBACK, ("rankings",),
           CountbackResult, count_countback, recheck_countback, countback_sheets),
)  # fmt: skip
