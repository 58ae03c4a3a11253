"""From a charter's TOML to its data, or to every mistake in it with its line.

The language is described, with a tested example, in docs/reference/charter.md.
"""

from __future__ import annotations

import re
import zoneinfo
from typing import Literal

from koinon.charter.cases import check_cases, read_cases, read_rosters
from koinon.charter.document import (
    Authority,
    Body,
    Charter,
    Coalition,
    FactKind,
    Group,
    Matter,
    Membership,
    Programme,
    RuleArticle,
    Seat,
    VoteSource,
    Weighting,
)
from koinon.charter.document_associates import Associates
from koinon.charter.document_leaving import Dissolution
from koinon.charter.document_money import Audit
from koinon.charter.levy_cases import check_levy_cases
from koinon.charter.levy_terms import Declared
from koinon.charter.mistakes import CharterErrors, CharterMistake, Mistakes, near
from koinon.charter.parsing_associates import check_associates, read_associates
from koinon.charter.parsing_countersigning import read_countersigning
from koinon.charter.parsing_experiments import Grounds, read_experiments
from koinon.charter.parsing_initiatives import check_residents, read_initiatives
from koinon.charter.parsing_languages import read_languages
from koinon.charter.parsing_leaving import check_endings, read_dissolution, read_membership
from koinon.charter.parsing_levies import read_levies
from koinon.charter.parsing_meetings import read_meetings
from koinon.charter.parsing_money import check_independent, read_arrears, read_audit, read_disputes
from koinon.charter.parsing_signatures import read_demand
from koinon.charter.parsing_statute import is_day, read_statute
from koinon.charter.parsing_urgency import RATIFY, read_urgency
from koinon.charter.reading_rules import read_abstention, read_rule, read_weights
from koinon.charter.sections import MAX_ARTICLE, NAME, Section
from koinon.charter.toml import Toml, TomlError, read_toml
from koinon.methods.currencies import EXPONENTS
from koinon.methods.weights import Weights

__all__ = ["FORMAT", "Charter", "CharterErrors", "CharterMistake", "parse_charter"]

FORMAT = "koinon-charter/1"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ACT_TYPE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z0-9_]*/[1-9][0-9]{0,3}")
_SEATS = re.compile(r"one per (?:member|([1-9][0-9]{0,8}) votes)")

_BY: tuple[Literal["decision", "clock", "residents"], ...] = ("decision", "clock", "residents")
_VOTE_SOURCES: tuple[VoteSource, ...] = ("delegate", "delegate, may split", "own referendum")


def parse_charter(text: str, *, file: str, judging: bool = True) -> Charter:
    """Read a charter; raises CharterErrors with every mistake, each with its line and facts.

    A charter that decides otherwise than its own test cases say is mistaken; not `judging` reads
    them without trying them. `file` is the name shown to people; nothing is opened.
    """
    try:
        toml = read_toml(text)
    except TomlError as error:
        facts = (("detail", error.detail),)
        mistake = CharterMistake(error.code, file, error.line, "", facts)
        raise CharterErrors((mistake,)) from error
    mistakes = Mistakes(toml, file)
    charter = _charter(toml, mistakes)
    mistakes.raise_if_any()
    if judging:
        check_cases(charter, mistakes)
        check_levy_cases(charter, mistakes)
        mistakes.raise_if_any()
    return charter


def _charter(toml: Toml, mistakes: Mistakes) -> Charter:
    root = Section(toml.root, (), mistakes, ())
    root.choice("format", (FORMAT,))
    coalition = _coalition(root)
    root.languages = coalition.languages
    facts = {name: _fact(name, part) for name, part in root.named("facts")}
    groups = {name: _group(name, part) for name, part in root.named("groups")}
    weights = {name: _weighting(name, part, facts, groups) for name, part in root.named("weights")}
    bodies = {name: _body(name, part, weights, groups) for name, part in root.named("bodies")}
    seats = {name: Seat(name, part.names("title")) for name, part in root.named("seats")}
    programmes = {name: _programme(name, part, groups) for name, part in root.named("programmes")}
    statements = {name: item.weights for name, item in weights.items()}
    rules = {name: _rule(name, part, statements, groups) for name, part in root.named("rules")}
    matters = {
        name: _matter(name, part, bodies, rules, programmes) for name, part in root.named("matters")
    }
    meetings = read_meetings(root, bodies, seats, statements, groups)
    membership, end, associates = _belonging(root, weights, matters, bodies)
    arrears, disputes, audit = read_arrears(root), read_disputes(root), read_audit(root, seats)
    initiatives, rosters = read_initiatives(root, bodies, facts), read_rosters(root, facts)
    countersigning, languages = read_countersigning(root), read_languages(root, coalition)
    authority = _authorities(root, seats, bodies, EXPONENTS.get(coalition.currency, 0))
    statute, urgency = read_statute(root), read_urgency(root, bodies, rules, matters, authority)
    check_residents(root, initiatives, bodies, authority)
    _check_grants(root, authority, matters, audit, (membership, end), associates)
    cases = read_cases(root, matters, rosters, _sitting(bodies, groups))
    declared = Declared(facts, weights, groups, programmes, coalition.currency)
    levies = read_levies(root, declared, rosters)
    experiments = read_experiments(root, Grounds(seats, matters, levies.rules, authority))
    root.close()
    return Charter(
        coalition=coalition,
        facts=tuple(facts.values()),
        weights=tuple(weights.values()),
        groups=tuple(groups.values()),
        bodies=tuple(bodies.values()),
        seats=tuple(seats.values()),
        programmes=tuple(programmes.values()),
        rules=tuple(rules.values()),
        matters=tuple(matters.values()),
        meetings=meetings,
        membership=membership,
        arrears=arrears,
        disputes=disputes,
        audit=audit,
        initiatives=initiatives,
        countersigning=countersigning,
        languages=languages,
        authority=authority,
        rosters=tuple(rosters.values()),
        cases=cases,
        statute=statute,
        figures=levies.figures,
        levies=levies.rules,
        levy_cases=levies.cases,
        experiments=experiments,
        dissolution=end,
        urgency=urgency,
        associates=associates,
    )


def _belonging(
    root: Section,
    weights: dict[str, Weighting],
    matters: dict[str, Matter],
    bodies: dict[str, Body],
) -> tuple[Membership | None, Dissolution | None, Associates | None]:
    """How a member leaves, how the coalition ends, and who has a voice without being a member."""
    membership, end = read_membership(root, weights), read_dissolution(root, weights, matters)
    return membership, end, read_associates(root, bodies)


def _check_grants(
    root: Section,
    authority: tuple[Authority, ...],
    matters: dict[str, Matter],
    audit: Audit | None,
    ends: tuple[Membership | None, Dissolution | None],
    associates: Associates | None,
) -> None:
    """Note powers that a charter's own tables ask for, or rule out."""
    _check_decidable(root, matters, authority)
    check_independent(root, audit, authority)
    check_endings(root, *ends, authority)
    check_associates(root, associates, authority)


def _sitting(bodies: dict[str, Body], groups: dict[str, Group]) -> dict[str, frozenset[str] | None]:
    """The members of each body, None for all."""
    return {
        body.id: frozenset(groups[body.group].members) if body.group in groups else None
        for body in bodies.values()
    }


def _coalition(root: Section) -> Coalition:
    section = root.section("coalition")
    if section is None:
        return Coalition((("en", ""),), (("en", ""),), "UTC", "EUR", (), "en")
    languages = _declared_languages(section)
    section.languages = languages
    coalition = Coalition(
        names=section.names("name"),
        noun=section.names("noun"),
        time_zone=_time_zone(section),
        currency=_currency(section),
        languages=languages,
        authoritative=section.choice("authoritative", languages)
        if languages
        else section.text("authoritative"),
    )
    section.close()
    return coalition


def _declared_languages(section: Section) -> tuple[str, ...]:
    """The languages every title is in; none where a mistake among them hides which those are.

    Else one mistyped code would be a mistake in every title of the charter as well.
    """
    raw = section.raw("languages")
    if not section.has("languages"):
        section.note("missing", "languages")
    languages = section.texts("languages", lambda item: bool(_LANGUAGE.fullmatch(item)))
    if raw == []:
        section.note("empty", "languages")
    return languages if isinstance(raw, list) and len(languages) == len(raw) else ()


def _currency(section: Section) -> str:
    code = section.text("currency")
    if code and code not in EXPONENTS:
        section.note("no_currency", "currency", value=code, near=near(code, EXPONENTS))
    return code


def _time_zone(section: Section) -> str:
    name = section.text("time_zone")
    zones = zoneinfo.available_timezones()
    if name and name not in zones:
        section.note("no_time_zone", "time_zone", value=name, near=near(name, zones))
    return name


def _fact(name: str, section: Section) -> FactKind:
    title = section.names("title")
    return FactKind(name, title, section.text("unit"), section.text("boundary"))


def _group(name: str, section: Section) -> Group:
    members = section.texts("members", lambda item: bool(NAME.fullmatch(item)))
    if not members:
        section.note("empty", "members")
    return Group(name, section.names("title"), tuple(sorted(members)))


def _weighting(
    name: str, section: Section, facts: dict[str, FactKind], groups: dict[str, Group]
) -> Weighting:
    weights = read_weights(section, facts, groups)
    rebased = section.text("rebased") if section.has("rebased") else None
    # 2025 has no 29 February, so a day that every year has is one of its days.
    if rebased is not None and not is_day(f"2025-{rebased}"):
        section.note("no_day_of_year", "rebased", value=rebased)
    return Weighting(name, section.names("title"), weights, rebased)


def _programme(name: str, section: Section, groups: dict[str, Group]) -> Programme:
    group = section.reference("participants", groups) if section.has("participants") else None
    return Programme(name, section.names("title"), group)


def _body(
    name: str, section: Section, weights: dict[str, Weighting], groups: dict[str, Group]
) -> Body:
    members = section.reference("members", {"all": None, **groups})
    seats = section.text("seats", default="one per member")
    match = _SEATS.fullmatch(seats)
    if match is None:
        section.note("seats_not_understood", "seats", value=seats)
    return Body(
        id=name,
        title=section.names("title"),
        group=None if members == "all" else members,
        weight=section.reference("weight", weights),
        votes_per_seat=int(match[1]) if match and match[1] else None,
    )


def _rule(
    name: str, section: Section, weights: dict[str, Weights], groups: dict[str, Group]
) -> RuleArticle:
    title = section.names("title")
    article = section.text("article", limit=MAX_ARTICLE)
    return RuleArticle(name, title, article, read_rule(section, weights, groups))


def _matter(
    name: str,
    section: Section,
    bodies: dict[str, Body],
    rules: dict[str, RuleArticle],
    programmes: dict[str, Programme],
) -> Matter:
    programme = section.reference("programme", programmes) if section.has("programme") else None
    voters = section.choice("voters", ("body", "participants"), default="body")
    if voters == "participants" and programme is None:
        section.note("participants_of_what", "voters")
    section.choice("secrecy", ("open",), default="open", not_built=("secret",))
    return Matter(
        id=name,
        title=section.names("title"),
        article=section.text("article", limit=MAX_ARTICLE),
        body=section.reference("body", bodies),
        rule=section.reference("rule", rules),
        notice_days=section.whole("notice_days", 0, 366),
        voting_days=section.whole("voting_days", 1, 366),
        vote_from=section.choice("vote_from", _VOTE_SOURCES),
        abstention=read_abstention(section),
        acts=section.texts("acts", lambda item: bool(_ACT_TYPE.fullmatch(item))),
        proxies_per_holder=section.whole("proxies_per_holder", 0, 100, default=0),
        programme=programme,
        participants_only=voters == "participants",
    )


def _authorities(
    root: Section, seats: dict[str, Seat], bodies: dict[str, Body], exponent: int
) -> tuple[Authority, ...]:
    table = root.section("authority", required=False)
    if table is None:
        return ()
    found: list[Authority] = []
    for act_type in table.ids():
        if not _ACT_TYPE.fullmatch(act_type):
            table.note("bad_act_type", act_type, value=act_type)
        for section in table.one_or_listed(act_type):
            found.append(_authority(act_type, section, seats, bodies, exponent))
    return tuple(found)


def _authority(
    act_type: str,
    section: Section,
    seats: dict[str, Seat],
    bodies: dict[str, Body],
    exponent: int,
) -> Authority:
    holders = tuple(key for key in ("seat", "body", "by") if section.has(key))
    if len(holders) != 1:
        section.note("one_holder")
    up_to = section.whole("up_to", 0, 10**12) if section.has("up_to") else None
    if up_to is not None and "seat" not in holders:
        section.note("limit_without_seat", "up_to")
    signed = read_demand(section)
    if signed is not None and "by" in holders:
        section.note("signed_without_seat", "signed")
    return Authority(
        act_type=act_type,
        article=section.text("article", limit=MAX_ARTICLE),
        by=section.choice("by", _BY) if "by" in holders else "seat",
        seats=(section.reference("seat", seats),) if "seat" in holders else (),
        bodies=(section.reference("body", bodies),) if "body" in holders else (),
        up_to_cents=None if up_to is None else up_to * 10**exponent,
        signed=signed,
    )


def _check_decidable(
    root: Section, matters: dict[str, Matter], authority: tuple[Authority, ...]
) -> None:
    """An act taken by decision belongs to exactly one matter, and a matter's acts say so.

    Ratifying belongs to none: it is of the matter of what is ratified.
    """
    matter_of: dict[str, str] = {}
    decided = {grant.act_type for grant in authority if grant.by == "decision"}
    for matter in matters.values():
        for place, act_type in enumerate(matter.acts):
            path = ("matters", matter.id, "acts", place)
            if act_type in matter_of:
                other = matter_of[act_type]
                root.mistakes.add("two_matters", path, value=act_type, other=other)
            matter_of.setdefault(act_type, matter.id)
            if act_type not in decided:
                nearest = near(act_type, decided)
                root.mistakes.add("no_authority", path, value=act_type, near=nearest)
    for grant in authority:
        if grant.by == "decision" and grant.act_type not in {*matter_of, RATIFY}:
            place_of = ("authority", grant.act_type)
            nearest = near(grant.act_type, matter_of)
            root.mistakes.add("no_matter", place_of, value=grant.act_type, near=nearest)
