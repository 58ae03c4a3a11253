"""What a charter says about members that do not pay or object to a charge, and of the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

LostAt: TypeAlias = Literal["end of days", "first day of next year"]
Lost: TypeAlias = Literal["voting", "all rights"]
InElectorate: TypeAlias = Literal["counted", "not counted"]
RestoredBy: TypeAlias = Literal["payment", "decision"]
Corrects: TypeAlias = Literal["all members", "disputing member"]
Unanswered: TypeAlias = Literal["contested", "granted"]


@dataclass(frozen=True, slots=True)
class Arrears:
    """What a member loses that does not pay, when, and what gives it back.

    It loses it once `after_days` whole days have passed since the due day, or on the first day of
    the year after that one; never before `notice_days` whole days have passed since it was warned.
    `electorate` says whether a suspended member counts in proposals noticed meanwhile.
    """

    article: str
    after_days: int
    lost_at: LostAt
    notice_days: int
    lost: Lost
    electorate: InElectorate
    restored_by: RestoredBy


@dataclass(frozen=True, slots=True)
class Disputes:
    """How long a member may object to a charge, and what an objection does.

    `corrects` says whose charges are computed anew when a figure was wrong: those of all members,
    or only the disputing one's, the difference then falling on what the coalition has.

    `answer_days` and, after them, `ruling_days` are those in which an objection is answered and
    ruled on (None: no day is set); `unanswered` is what silence counts as (None: it is only shown).
    """

    article: str
    object_within_days: int
    stays_suspension: bool
    corrects: Corrects
    answer_days: int | None = None
    unanswered: Unanswered | None = None
    ruling_days: int | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """Who audits, and in how many days others answer: evidence, confirmations, replies to findings.

    The opinion is due `opinion_days` after the audit was opened.
    """

    article: str
    seat: str
    evidence_days: int
    confirmation_days: int
    reply_days: int
    opinion_days: int
