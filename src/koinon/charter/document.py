"""The charter as data: what `koinon.charter.parsing` reads from TOML and every room acts on.

Frozen dataclasses that hold no clock and no state. Ids are the names a charter gives its own
parts; titles are in every language the charter declares.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from koinon.charter.document_associates import Associates
from koinon.charter.document_cases import Case, Roster, Statute
from koinon.charter.document_experiments import Experiment
from koinon.charter.document_leaving import Dissolution, ResidualRule
from koinon.charter.document_levies import FigureKind, LevyCase, LevyRule
from koinon.charter.document_money import Arrears, Audit, Disputes
from koinon.methods.rules import Abstention, Rule
from koinon.methods.weights import Weights

Names: TypeAlias = tuple[tuple[str, str], ...]
"""A text in several languages: (language code, text), in the charter's order of languages."""

VoteSource: TypeAlias = Literal["delegate", "delegate, may split", "own referendum"]
Demand: TypeAlias = Literal["any", "passkey", "verified passkey"]
"""A signature by any key of the seat, by a passkey, by one that recognised its owner."""
LeaveAt: TypeAlias = Literal["end of notice", "end of year"]


def name_in(names: Names, *languages: str) -> str:
    """Give a text in the first of these languages it has, else in its first language."""
    found = dict(names)
    return next((found[language] for language in languages if language in found), names[0][1])


@dataclass(frozen=True, slots=True)
class Coalition:
    """Who the charter is of: names, legal noun, legal time zone, currency, languages."""

    names: Names
    noun: Names
    time_zone: str
    currency: str
    languages: tuple[str, ...]
    authoritative: str


@dataclass(frozen=True, slots=True)
class FactKind:
    """A certified fact that weights may use, with its unit and territorial boundary."""

    id: str
    title: Names
    unit: str
    boundary: str


@dataclass(frozen=True, slots=True)
class Programme:
    """What budget lines are gathered under: the code that budgets write, and its title.

    `participants` is the group of members that take part in it, None where all do.
    """

    id: str
    title: Names
    participants: str | None = None


@dataclass(frozen=True, slots=True)
class Weighting:
    """A named way of weighing members.

    With `rebased`, a day of the year as "MM-DD", figures are those that counted on its last coming.
    """

    id: str
    title: Names
    weights: Weights
    rebased: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of members, listed by id."""

    id: str
    title: Names
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """An assembly; `group` names the members that sit, None where every member does.

    `votes_per_seat` is None where each member has one delegate; else a member has one delegate
    for each so many votes begun.
    """

    id: str
    title: Names
    group: str | None
    weight: str
    votes_per_seat: int | None


@dataclass(frozen=True, slots=True)
class Seat:
    """An office that is not a delegate's seat, such as the secretariat or the treasurer."""

    id: str
    title: Names


@dataclass(frozen=True, slots=True)
class RuleArticle:
    """A rule of decision and the article that states it."""

    id: str
    title: Names
    article: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of proposal: which body decides, by which rule, after how many days.

    `acts` are the act types such a proposal may carry; an act type belongs to one matter. A
    delegate casts at most `proxies_per_holder` votes of other members on such a proposal. Where it
    is about a `programme`, those that take part in that are the base "participating"; with
    `participants_only` nobody else votes.
    """

    id: str
    title: Names
    article: str
    body: str
    rule: str
    notice_days: int
    voting_days: int
    vote_from: VoteSource
    abstention: Abstention
    acts: tuple[str, ...]
    proxies_per_holder: int
    programme: str | None = None
    participants_only: bool = False


@dataclass(frozen=True, slots=True)
class Urgency:
    """A body that decides some matters where they cannot wait, until the body that has them can.

    `instead_of` are those matters. What is decided so lapses unless it is ratified within so many
    whole days, by the body and the rule of its matter. The matter's own `vote_from`, `abstention`
    and `proxies_per_holder` hold where these are None.
    """

    article: str
    body: str
    rule: str
    notice_days: int
    voting_days: int
    instead_of: tuple[str, ...]
    ratified_within_days: int
    vote_from: VoteSource | None = None
    abstention: Abstention | None = None
    proxies_per_holder: int | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """How a member leaves: so many whole days after its notice, or at the end of that year.

    `residual` says what it then still owes, None where the charter leaves that open.
    """

    article: str
    leave_notice_days: int
    leave_at: LeaveAt
    residual: ResidualRule | None = None


@dataclass(frozen=True, slots=True)
class WrittenProcedure:
    """Deciding without meeting: voting lasts `days`; `objectors` members can demand a meeting."""

    article: str
    days: int
    objectors: int


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """How a body meets.

    `notice_days` whole days lie between the day of the convocation and that of the meeting, and
    `agenda_days` between a change of its agenda and it. `quorum` is judged over those present. A
    second meeting, at least `second_call_days` whole days after one without quorum, needs none;
    None where there is no such meeting. Votes recorded in the room can be objected to for
    `objection_days` whole days.
    """

    body: str
    article: str
    notice_days: int
    agenda_days: int
    quorum: Rule
    second_call_days: int | None
    chair: str
    casting_vote: bool
    objection_days: int
    alternates: bool
    written: WrittenProcedure | None


@dataclass(frozen=True, slots=True)
class Languages:
    """Which translations are required, by their languages, and by when.

    `proposals` before voting opens, `papers` before the meeting begins, `minutes` and the `charter`
    within so many whole `days` of approval and of coming into force.
    """

    article: str
    proposals: tuple[str, ...]
    papers: tuple[str, ...]
    minutes: tuple[str, ...]
    charter: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which an initiative may be turned away, and the article that states it."""

    id: str
    title: Names
    article: str


@dataclass(frozen=True, slots=True)
class Initiatives:
    """How residents put a question to a body, which then has to answer it.

    An initiative needs `signatures`, or that `share` of all that the members certify of `fact` (one
    of the two is None), from at least `cities` members with `each` or more. They are collected for
    `collect_days`; the body answers within `answer_days` more. What a city attests about its
    residents holds for `attested_days`. Within `check_days` an initiative can be turned away, on
    the `grounds` alone; never where there are none. As many residents as `starters` start one
    together before it can be signed.
    """

    article: str
    body: str
    signatures: int | None
    share: Fraction | None
    fact: str | None
    cities: int
    each: int
    collect_days: int
    answer_days: int
    attested_days: int
    check_days: int
    grounds: tuple[Ground, ...]
    starters: int


@dataclass(frozen=True, slots=True)
class Countersigning:
    """How many cities are to countersign the record, each at least every so many days."""

    article: str
    cities: int
    days: int


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may do an act: a seat, a body's delegates, residents, a decision, or the clock.

    `seats` are offices and `bodies` those whose delegates may do it (by "seat" only);
    `up_to_cents` is in minor units of the charter's currency, None without limit. `signed` is the
    signature that the act must bear (by "seat" only).
    """

    act_type: str
    article: str
    by: Literal["seat", "decision", "clock", "residents"]
    seats: tuple[str, ...]
    bodies: tuple[str, ...]
    up_to_cents: int | None
    signed: Demand | None = None


@dataclass(frozen=True, slots=True)
class Charter:
    """A whole charter; every reference inside it has been checked.

    `urgency` is None where nobody decides in urgency, `membership` where the charter does not say
    how a member leaves, `arrears` where nothing is lost by not paying, `disputes` where nobody can
    object to a charge, `audit` where nobody audits, `initiatives` where residents cannot put a
    question, `countersigning` where no number of cities is to countersign, `languages` where no
    translation is required, `statute` where it restates nobody's rules, `dissolution` where it
    does not say how it ends, `associates` where no city has a voice without a vote; bodies without
    rules under `meetings` do not meet.
    """

    coalition: Coalition
    facts: tuple[FactKind, ...]
    weights: tuple[Weighting, ...]
    groups: tuple[Group, ...]
    bodies: tuple[Body, ...]
    seats: tuple[Seat, ...]
    programmes: tuple[Programme, ...]
    rules: tuple[RuleArticle, ...]
    matters: tuple[Matter, ...]
    meetings: tuple[MeetingRules, ...]
    membership: Membership | None
    arrears: Arrears | None
    disputes: Disputes | None
    audit: Audit | None
    initiatives: Initiatives | None
    countersigning: Countersigning | None
    languages: Languages | None
    authority: tuple[Authority, ...]
    rosters: tuple[Roster, ...]
    cases: tuple[Case, ...]
    statute: Statute | None = None
    figures: tuple[FigureKind, ...] = ()
    levies: tuple[LevyRule, ...] = ()
    levy_cases: tuple[LevyCase, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    dissolution: Dissolution | None = None
    urgency: Urgency | None = None
    associates: Associates | None = None

    @property
    def names(self) -> Names:
        """The coalition's names."""
        return self.coalition.names

    @property
    def time_zone(self) -> str:
        """The legal time zone (IANA name), in which deadlines are reckoned."""
        return self.coalition.time_zone

    @property
    def currency(self) -> str:
        """The currency (ISO 4217 code) of amounts."""
        return self.coalition.currency

    def weighting(self, id: str) -> Weighting:
        """Give the weighting of that id."""
        return next(item for item in self.weights if item.id == id)

    def body(self, id: str) -> Body:
        """Give the body of that id."""
        return next(item for item in self.bodies if item.id == id)

    def rule(self, id: str) -> RuleArticle:
        """Give the rule of that id."""
        return next(item for item in self.rules if item.id == id)

    def levy(self, id: str) -> LevyRule:
        """Give the levy of that id."""
        return next(item for item in self.levies if item.id == id)

    def matter(self, id: str) -> Matter:
        """Give the matter of that id."""
        return next(item for item in self.matters if item.id == id)

    def matter_for(self, act_type: str) -> Matter | None:
        """Give the matter whose proposals may carry an act type, or None."""
        return next((item for item in self.matters if act_type in item.acts), None)

    def most_proxies(self, body: str) -> int:
        """Say how many proxies a seat of a body may hold at most, in whatever the body decides."""
        limits = [one.proxies_per_holder for one in self.matters if one.body == body]
        if self.urgency is not None and self.urgency.body == body:
            own = self.urgency.proxies_per_holder
            urgent = (self.matter(name) for name in self.urgency.instead_of)
            limits += [one.proxies_per_holder if own is None else own for one in urgent]
        return max(limits, default=0)

    def meetings_of(self, body: str) -> MeetingRules | None:
        """Give the rules by which a body meets, or None."""
        return next((item for item in self.meetings if item.body == body), None)

    def sitting(self, body: Body, members: tuple[str, ...]) -> tuple[str, ...]:
        """List those of the coalition's members that sit in a body, in their order."""
        if body.group is None:
            return members
        group = next(item for item in self.groups if item.id == body.group)
        return tuple(member for member in members if member in group.members)

    def participants(self, programme: str | None, members: tuple[str, ...]) -> tuple[str, ...]:
        """List those of some members that take part in a programme, in their order."""
        found = next((one.participants for one in self.programmes if one.id == programme), None)
        if found is None:
            return members
        group = next(item for item in self.groups if item.id == found)
        return tuple(member for member in members if member in group.members)

    def authority_for(self, act_type: str) -> tuple[Authority, ...]:
        """List who may do an act, in the charter's order; empty means nobody."""
        return tuple(item for item in self.authority if item.act_type == act_type)
