"""The charter as data: what `koinon.charter.parsing` reads from TOML and every room acts on.

Frozen dataclasses that hold no clock and no state. Ids are the names a charter gives its own
parts; titles are in every language the charter declares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from koinon.methods.rules import Abstention, Rule, Vote
from koinon.methods.weights import Weights

Names: TypeAlias = tuple[tuple[str, str], ...]
"""A text in several languages: (language code, text), in the charter's order of languages."""

VoteSource: TypeAlias = Literal["delegate", "delegate, may split", "own referendum"]
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
    """What budget lines are gathered under: the code that budgets write, and its title."""

    id: str
    title: Names


@dataclass(frozen=True, slots=True)
class Weighting:
    """A named way of weighing members."""

    id: str
    title: Names
    weights: Weights


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
    delegate casts at most `proxies_per_holder` votes of other members on such a proposal.
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


@dataclass(frozen=True, slots=True)
class Membership:
    """How a member leaves: so many whole days after its notice, or at the end of that year."""

    article: str
    leave_notice_days: int
    leave_at: LeaveAt


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may do an act: seats or a body's delegates under an article, a decision, or the clock.

    `seats` are offices and `bodies` those whose delegates may do it (by "seat" only);
    `up_to_cents` is in minor units of the charter's currency, None without limit.
    """

    act_type: str
    article: str
    by: Literal["seat", "decision", "clock"]
    seats: tuple[str, ...]
    bodies: tuple[str, ...]
    up_to_cents: int | None


@dataclass(frozen=True, slots=True)
class RosterMember:
    """A member as a test case of the charter imagines it: facts by name, whole numbers."""

    id: str
    facts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """An imagined membership for test cases."""

    id: str
    members: tuple[RosterMember, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A test case inside the charter: these votes on this matter pass, or do not."""

    title: str
    matter: str
    roster: str
    votes: tuple[tuple[str, Vote], ...]
    passes: bool


@dataclass(frozen=True, slots=True)
class Charter:
    """A whole charter; every reference inside it has been checked.

    `membership` is None where the charter does not say how a member leaves.
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
    membership: Membership | None
    authority: tuple[Authority, ...]
    rosters: tuple[Roster, ...]
    cases: tuple[Case, ...]

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

    def matter(self, id: str) -> Matter:
        """Give the matter of that id."""
        return next(item for item in self.matters if item.id == id)

    def matter_for(self, act_type: str) -> Matter | None:
        """Give the matter whose proposals may carry an act type, or None."""
        return next((item for item in self.matters if act_type in item.acts), None)

    def sitting(self, body: Body, members: tuple[str, ...]) -> tuple[str, ...]:
        """List those of the coalition's members that sit in a body, in their order."""
        if body.group is None:
            return members
        group = next(item for item in self.groups if item.id == body.group)
        return tuple(member for member in members if member in group.members)

    def authority_for(self, act_type: str) -> tuple[Authority, ...]:
        """List who may do an act, in the charter's order; empty means nobody."""
        return tuple(item for item in self.authority if item.act_type == act_type)
