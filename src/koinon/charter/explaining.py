"""A charter as plain sentences, in its own order: what anyone can read before signing.

`explain` finds codes and facts; `say` makes sentences of them in a language. Nothing is left
out that decides: rules are told condition by condition, with their depth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from koinon.charter.document import (
    Arrears,
    Audit,
    Authority,
    Body,
    Charter,
    Countersigning,
    Disputes,
    Initiatives,
    Languages,
    Matter,
    MeetingRules,
    Membership,
    Names,
    RuleArticle,
    Weighting,
    name_in,
)
from koinon.charter.texts import EXPLANATIONS, Translation
from koinon.methods.currencies import EXPONENTS
from koinon.methods.rules import (
    All,
    AnyOf,
    Count,
    IncludesLargest,
    Jagiellonian,
    Opponents,
    Quorum,
    Rule,
    Share,
)
from koinon.methods.weights import (
    Apportioned,
    Mix,
    Nested,
    SquareRoot,
    Table,
    Tier,
    Unit,
    Weights,
    facts_of,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in minor units of its currency."""

    cents: int
    currency: str


Fact: TypeAlias = str | int | Fraction | Names | Amount
"""A fraction is a share of a whole."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a language writes what is no word: whole numbers, shares, amounts of money."""

    number: Callable[[int], str]
    share: Callable[[Fraction], str]
    money: Callable[[int, str], str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence to be said: its code, its facts, and how deep it stands under another."""

    code: str
    facts: tuple[tuple[str, Fact], ...]
    depth: int = 0


def explain(charter: Charter) -> tuple[Statement, ...]:
    """Explain a charter, part by part in the order of its text."""
    return tuple(_explain(charter))


def plain_share(share: Fraction) -> str:
    """A share in whole per cent where it is, else as "2/3"."""
    return f"{share * 100} %" if (share * 100).denominator == 1 else str(share)


def plain_money(cents: int, currency: str) -> str:
    """An amount as "40000 EUR", or "0.50 EUR" where it is not whole."""
    places = EXPONENTS[currency]
    whole, part = divmod(cents, 10**places)
    return f"{whole}.{part:0{places}} {currency}" if part else f"{whole} {currency}"


PLAIN: Final = Form(str, plain_share, plain_money)
"""The form of no language in particular."""


def say(statement: Statement, translation: Translation, language: str, form: Form = PLAIN) -> str:
    """Make the sentence of a statement; titles in `language` where the charter has them."""
    facts = dict(statement.facts)
    told = {key: _shown(value, language, form) for key, value in facts.items()}
    message = EXPLANATIONS[statement.code]
    if isinstance(message, str):
        return translation.gettext(message).format_map(told)
    number = facts["n"]
    assert isinstance(number, int)
    return translation.ngettext(*message, number).format_map(told)


def _explain(charter: Charter) -> Iterator[Statement]:
    coalition = charter.coalition
    yield _of(
        "coalition",
        name=coalition.names,
        time_zone=coalition.time_zone,
        currency=coalition.currency,
    )
    for weighting in charter.weights:
        yield from _weighting(charter, weighting)
    for group in charter.groups:
        yield _of("group", title=group.title, members=", ".join(group.members))
    yield from (_body(charter, body) for body in charter.bodies)
    yield from (_of("seat", title=seat.title) for seat in charter.seats)
    yield from (_of("programme", title=one.title, code=one.id) for one in charter.programmes)
    for rule in charter.rules:
        yield from _rule_article(charter, rule)
    for matter in charter.matters:
        yield from _matter(charter, matter)
    for meeting in charter.meetings:
        yield from _meetings(charter, meeting)
    if charter.membership is not None:
        yield _membership(charter.membership)
    if charter.arrears is not None:
        yield from _arrears(charter.arrears)
    if charter.disputes is not None:
        yield from _disputes(charter.disputes)
    if charter.audit is not None:
        yield from _audit(charter, charter.audit)
    if charter.initiatives is not None:
        yield from _initiatives(charter, charter.initiatives)
    if charter.countersigning is not None:
        yield from _countersigning(charter.countersigning)
    if charter.languages is not None:
        yield from _languages(charter.languages)
    for grant in charter.authority:
        yield _authority(charter, grant)
        if grant.signed is not None:
            yield _of(f"authority.signed.{grant.signed}", 1)
    for case in charter.cases:
        title = charter.matter(case.matter).title
        yield _of("case.passes" if case.passes else "case.fails", matter=title, title=case.title)


def _of(code: str, depth: int = 0, /, **facts: Fact) -> Statement:
    return Statement(code, tuple(sorted(facts.items())), depth)


def _shown(value: Fact, language: str, form: Form) -> str:
    match value:
        case str():
            return value
        case int():
            return form.number(value)
        case Fraction():
            return form.share(value)
        case Amount(cents=cents, currency=currency):
            return form.money(cents, currency)
    return name_in(value, language)


def _weighting(charter: Charter, weighting: Weighting) -> Iterator[Statement]:
    return _weights(charter, weighting.title, weighting.weights, 0)


def _weights(charter: Charter, title: Names, weights: Weights, depth: int) -> Iterator[Statement]:
    facts: dict[str, Fact] = {"title": title}
    if not isinstance(weights, Mix):
        for fact in facts_of(weights):
            kind = next(item for item in charter.facts if item.id == fact)
            facts |= {"fact": kind.title, "unit": kind.unit, "boundary": kind.boundary}
    match weights:
        case SquareRoot(digits=digits):
            facts["n"] = digits
        case Unit(size=size):
            facts["size"] = size
        case Apportioned(method=method, votes=votes):
            facts |= {"votes": votes, "method": method.rule}
        case Mix(votes=mixed):
            facts["votes"] = str(mixed)
        case Nested(votes=shared, head=head):
            facts |= {"votes": str(shared), "share": head}
        case _:
            pass
    yield _of(f"weight.{weights.KIND}", depth, **facts)
    yield from _within(charter, title, weights, depth + 1)


def _within(charter: Charter, title: Names, weights: Weights, depth: int) -> Iterator[Statement]:
    """The lines below a weight's own: steps, rows, bounds, parts, groups."""
    match weights:
        case Tier(steps=steps):
            for top, step in steps:
                code = "weight.last_step" if top is None else "weight.step"
                yield _of(code, depth, top=top or 0, votes=str(step))
        case Table(votes=rows, others=others):
            for member, row in rows:
                yield _of("weight.row", depth, member=member, votes=str(row))
            if others:
                yield _of("weight.others", depth, votes=str(others))
        case Apportioned(method=method, dominant=dominant):
            if method.minimum:
                yield _of("weight.minimum", depth, n=method.minimum)
            if method.ceiling is not None:
                yield _of("weight.ceiling", depth, n=method.ceiling)
            if dominant is not None:
                share, votes = dominant.at_least, dominant.votes
                yield _of("weight.dominant", depth, share=share, votes=votes)
        case Mix(parts=parts):
            for share, part in parts:
                yield _of("weight.part", depth, share=share)
                yield from _weights(charter, title, part, depth + 1)
        case Nested(groups=groups):
            for head, members in groups:
                yield _of("weight.group", depth, member=head, members=", ".join(members))
        case _:
            pass


def _body(charter: Charter, body: Body) -> Statement:
    facts: dict[str, Fact] = {"title": body.title}
    code = "body.all"
    if body.group is not None:
        code, facts["group"] = "body.group", _group(charter, body.group)
    if body.votes_per_seat is not None:
        code, facts["n"] = f"{code}.per_votes", body.votes_per_seat
    return _of(code, **facts)


def _group(charter: Charter, id: str) -> Names:
    return next(item.title for item in charter.groups if item.id == id)


def _rule_article(charter: Charter, rule: RuleArticle) -> Iterator[Statement]:
    yield _of("rule", article=rule.article, title=rule.title)
    yield from _rule(charter, rule.rule, 1)


def _rule(charter: Charter, rule: Rule, depth: int) -> Iterator[Statement]:
    if isinstance(rule, All | AnyOf):
        yield _of(f"rule.{rule.KIND}", depth)
        for part in rule.parts:
            yield from _rule(charter, part, depth + 1)
        return
    if not isinstance(rule, IncludesLargest) and rule.group is not None:
        yield _of("rule.group", depth, group=_group(charter, rule.group))
        depth += 1
    if isinstance(rule, Share) and rule.whole:
        yield _of("rule.whole", depth)
        depth += 1
    yield _condition(charter, rule, depth)


def _condition(
    charter: Charter, rule: Share | Quorum | Count | Opponents | IncludesLargest, depth: int
) -> Statement:
    match rule:
        case Count(at_least=number):
            return _of("rule.count", depth, n=number)
        case Opponents(at_most=number, base=base):
            return _of(f"rule.opponents.{base}", depth, n=number)
    weight = charter.weighting(rule.weight).title
    match rule:
        case IncludesLargest(over=over):
            return _of("rule.largest", depth, weight=weight, over=over)
        case Share(threshold=Jagiellonian()):
            return _of("rule.jagiellonian", depth, weight=weight)
        case Share(threshold=Fraction() as threshold, base=base):
            code = f"rule.share.{base}.{'over' if rule.strict else 'at_least'}"
            return _of(code, depth, weight=weight, threshold=threshold)
        case Quorum(threshold=threshold):
            code = f"rule.quorum.{'over' if rule.strict else 'at_least'}"
            return _of(code, depth, weight=weight, threshold=threshold)
    raise AssertionError(rule)


def _matter(charter: Charter, matter: Matter) -> Iterator[Statement]:
    yield _of(
        "matter",
        article=matter.article,
        title=matter.title,
        body=charter.body(matter.body).title,
        rule=charter.rule(matter.rule).title,
    )
    yield _of("matter.notice", 1, n=matter.notice_days)
    yield _of("matter.voting", 1, n=matter.voting_days)
    yield _of(f"matter.{matter.vote_from}", 1)
    yield _of(f"matter.{matter.abstention}", 1)
    if matter.proxies_per_holder:
        yield _of("matter.proxies", 1, n=matter.proxies_per_holder)
    yield from (_of("matter.act", 1, act=act_type) for act_type in matter.acts)


def _meetings(charter: Charter, rules: MeetingRules) -> Iterator[Statement]:
    """How a body meets: convocation, quorum, second call, chair, objections, alternates."""
    body = charter.body(rules.body).title
    yield _of("meetings", article=rules.article, body=body)
    yield _of("meetings.notice", 1, n=rules.notice_days)
    yield _of("meetings.agenda", 1, n=rules.agenda_days)
    yield _of("meetings.quorum", 1)
    yield from _rule(charter, rules.quorum, 2)
    if rules.second_call_days is not None:
        yield _of("meetings.second_call", 1, n=rules.second_call_days)
    chair = next(item.title for item in charter.seats if item.id == rules.chair)
    yield _of("meetings.casting_vote" if rules.casting_vote else "meetings.chair", 1, seat=chair)
    yield _of(
        "meetings.objections" if rules.objection_days else "meetings.at_once", 1, **_days(rules)
    )
    yield _of("meetings.alternates" if rules.alternates else "meetings.no_alternates", 1)
    if rules.written is not None:
        written = rules.written
        yield _of("meetings.written", 1, article=written.article, n=written.days)
        yield _of("meetings.objectors", 1, n=written.objectors)


def _days(rules: MeetingRules) -> dict[str, Fact]:
    return {"n": rules.objection_days} if rules.objection_days else {}


def _membership(membership: Membership) -> Statement:
    code = f"membership.{membership.leave_at}"
    return _of(code, article=membership.article, n=membership.leave_notice_days)


def _arrears(arrears: Arrears) -> Iterator[Statement]:
    yield _of(
        f"arrears.{arrears.lost}.{arrears.lost_at}", article=arrears.article, n=arrears.after_days
    )
    yield _of("arrears.notice", 1, n=arrears.notice_days)
    yield _of(f"arrears.{arrears.electorate}", 1)
    yield _of(f"arrears.{arrears.restored_by}", 1)


def _disputes(disputes: Disputes) -> Iterator[Statement]:
    yield _of("disputes", article=disputes.article, n=disputes.object_within_days)
    yield _of("disputes.stays" if disputes.stays_suspension else "disputes.does_not_stay", 1)
    yield _of(f"disputes.{disputes.corrects}", 1)
    if disputes.answer_days is not None:
        yield _of("disputes.answer", 1, n=disputes.answer_days)
        yield _of(f"disputes.unanswered.{disputes.unanswered or 'shown'}", 1)
    if disputes.ruling_days is not None:
        after = "disputes.ruling" if disputes.answer_days is None else "disputes.ruling_after"
        yield _of(after, 1, n=disputes.ruling_days)


def _audit(charter: Charter, audit: Audit) -> Iterator[Statement]:
    seat = next(item.title for item in charter.seats if item.id == audit.seat)
    yield _of("audit", article=audit.article, seat=seat)
    yield _of("audit.evidence", 1, n=audit.evidence_days)
    yield _of("audit.confirmation", 1, n=audit.confirmation_days)
    yield _of("audit.reply", 1, n=audit.reply_days)
    yield _of("audit.opinion", 1, n=audit.opinion_days)


def _initiatives(charter: Charter, terms: Initiatives) -> Iterator[Statement]:
    """How residents put a question: signatures, from where, how long, who answers, who checks."""
    body = charter.body(terms.body).title
    yield _of("initiatives", article=terms.article, body=body)
    if terms.starters > 1:
        yield _of("initiatives.starters", 1, n=terms.starters)
    if terms.share is None:
        yield _of("initiatives.signatures", 1, n=terms.signatures or 0)
    else:
        kind = next(item.title for item in charter.facts if item.id == terms.fact)
        yield _of("initiatives.share", 1, share=terms.share, fact=kind)
    yield _of("initiatives.cities", 1, n=terms.cities)
    yield _of("initiatives.each", 1, n=terms.each)
    yield _of("initiatives.collect", 1, n=terms.collect_days)
    yield _of("initiatives.answer", 1, n=terms.answer_days, body=body)
    yield _of("initiatives.attested", 1, n=terms.attested_days)
    if not terms.grounds:
        yield _of("initiatives.no_check", 1)
        return
    yield _of("initiatives.check", 1, n=terms.check_days)
    for ground in terms.grounds:
        yield _of("initiatives.ground", 2, title=ground.title, article=ground.article)


def _countersigning(rules: Countersigning) -> Iterator[Statement]:
    yield _of("countersigning", article=rules.article, n=rules.cities)
    yield _of("countersigning.days", 1, n=rules.days)


def _languages(required: Languages) -> Iterator[Statement]:
    yield _of("languages", article=required.article)
    for what in ("proposals", "papers", "minutes", "charter"):
        into = getattr(required, what)
        if not into:
            continue
        late: dict[str, Fact] = {"n": required.days} if what in ("minutes", "charter") else {}
        yield _of(f"languages.{what}", 1, languages=", ".join(into), **late)


def _authority(charter: Charter, grant: Authority) -> Statement:
    facts: dict[str, Fact] = {"article": grant.article, "act": grant.act_type}
    if grant.by != "seat":
        return _of(f"authority.{grant.by}", **facts)
    if grant.bodies:
        return _of("authority.body", body=charter.body(grant.bodies[0]).title, **facts)
    (seat,) = (item.title for item in charter.seats if item.id == grant.seats[0])
    if grant.up_to_cents is None:
        return _of("authority.seat", seat=seat, **facts)
    amount = Amount(grant.up_to_cents, charter.currency)
    return _of("authority.seat.up_to", seat=seat, amount=amount, **facts)
