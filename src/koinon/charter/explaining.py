"""A charter as plain sentences, in its own order: what anyone can read before signing.

`explain` finds codes and facts; `say` makes sentences of them in a language. Nothing is left
out that decides: rules are told condition by condition, with their depth.
"""

from __future__ import annotations

from collections.abc import Iterator

from koinon.charter.document import (
    Authority,
    Body,
    Charter,
    Countersigning,
    Initiatives,
    Languages,
    Matter,
    MeetingRules,
)
from koinon.charter.document_cases import Statute
from koinon.charter.document_money import Arrears, Audit, Disputes
from koinon.charter.explaining_associates import explain_associates
from koinon.charter.explaining_experiments import explain_experiments
from koinon.charter.explaining_leaving import explain_dissolution, explain_membership
from koinon.charter.explaining_levies import explain_levies, explain_levy_cases
from koinon.charter.explaining_rules import (
    explain_abstention,
    explain_rule,
    explain_rule_article,
    explain_weighting,
    group_title,
)
from koinon.charter.explaining_urgency import explain_urgency
from koinon.charter.statements import Amount, Fact, Statement, stated


def explain(charter: Charter) -> tuple[Statement, ...]:
    """Explain a charter, part by part in the order of its text."""
    return tuple(_explain(charter))


def _explain(charter: Charter) -> Iterator[Statement]:
    coalition = charter.coalition
    yield stated(
        "coalition",
        name=coalition.names,
        time_zone=coalition.time_zone,
        currency=coalition.currency,
    )
    if charter.statute is not None:
        yield from _statute(charter.statute)
    for weighting in charter.weights:
        yield from explain_weighting(charter, weighting)
    for group in charter.groups:
        yield stated("group", title=group.title, members=", ".join(group.members))
    yield from (_body(charter, body) for body in charter.bodies)
    yield from (stated("seat", title=seat.title) for seat in charter.seats)
    yield from _programmes(charter)
    yield from explain_levies(charter)
    for rule in charter.rules:
        yield from explain_rule_article(charter, rule)
    for matter in charter.matters:
        yield from _matter(charter, matter)
    if charter.urgency is not None:
        yield from explain_urgency(charter, charter.urgency)
    for meeting in charter.meetings:
        yield from _meetings(charter, meeting)
    if charter.membership is not None:
        yield from explain_membership(charter, charter.membership)
    if charter.dissolution is not None:
        yield from explain_dissolution(charter, charter.dissolution)
    if charter.associates is not None:
        yield from explain_associates(charter, charter.associates)
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
    yield from explain_experiments(charter)
    for grant in charter.authority:
        yield _authority(charter, grant)
        if grant.signed is not None:
            yield stated(f"authority.signed.{grant.signed}", 1)
    for case in charter.cases:
        title = charter.matter(case.matter).title
        yield stated("case.passes" if case.passes else "case.fails", matter=title, title=case.title)
    yield from explain_levy_cases(charter)


def _statute(statute: Statute) -> Iterator[Statement]:
    yield stated("statute", body=statute.body, place=statute.place, day=statute.as_of)
    yield stated(f"statute.confidence.{statute.confidence}", 1)
    yield stated(f"statute.figures.{statute.figures}", 1)
    for source in statute.sources:
        where = {"text": source.text, "day": source.read}
        if source.at:
            yield stated(f"statute.source.{source.quality}", 1, at=source.at, **where)
        else:
            yield stated(f"statute.source.{source.quality}.unaddressed", 1, **where)
    if statute.note:
        yield stated("statute.note", 1, note=statute.note)


def _body(charter: Charter, body: Body) -> Statement:
    facts: dict[str, Fact] = {"title": body.title}
    code = "body.all"
    if body.group is not None:
        code, facts["group"] = "body.group", group_title(charter, body.group)
    if body.votes_per_seat is not None:
        code, facts["n"] = f"{code}.per_votes", body.votes_per_seat
    return stated(code, **facts)


def _programmes(charter: Charter) -> Iterator[Statement]:
    for one in charter.programmes:
        yield stated("programme", title=one.title, code=one.id)
        if one.participants is not None:
            group = group_title(charter, one.participants)
            yield stated("programme.participants", 1, group=group)


def _matter(charter: Charter, matter: Matter) -> Iterator[Statement]:
    yield stated(
        "matter",
        article=matter.article,
        title=matter.title,
        body=charter.body(matter.body).title,
        rule=charter.rule(matter.rule).title,
    )
    if matter.programme is not None:
        titles = {one.id: one.title for one in charter.programmes}
        code = "matter.participants" if matter.participants_only else "matter.programme"
        yield stated(code, 1, programme=titles[matter.programme])
    yield stated("matter.notice", 1, n=matter.notice_days)
    yield stated("matter.voting", 1, n=matter.voting_days)
    yield stated(f"matter.{matter.vote_from}", 1)
    yield from explain_abstention(matter.abstention)
    if matter.proxies_per_holder:
        yield stated("matter.proxies", 1, n=matter.proxies_per_holder)
    yield from (stated("matter.act", 1, act=act_type) for act_type in matter.acts)


def _meetings(charter: Charter, rules: MeetingRules) -> Iterator[Statement]:
    """How a body meets: convocation, quorum, second call, chair, objections, alternates."""
    body = charter.body(rules.body).title
    yield stated("meetings", article=rules.article, body=body)
    yield stated("meetings.notice", 1, n=rules.notice_days)
    yield stated("meetings.agenda", 1, n=rules.agenda_days)
    yield stated("meetings.quorum", 1)
    yield from explain_rule(charter, rules.quorum, 2)
    if rules.second_call_days is not None:
        yield stated("meetings.second_call", 1, n=rules.second_call_days)
    chair = next(item.title for item in charter.seats if item.id == rules.chair)
    yield stated("meetings.casting_vote" if rules.casting_vote else "meetings.chair", 1, seat=chair)
    yield stated(
        "meetings.objections" if rules.objection_days else "meetings.at_once", 1, **_days(rules)
    )
    yield stated("meetings.alternates" if rules.alternates else "meetings.no_alternates", 1)
    if rules.written is not None:
        written = rules.written
        yield stated("meetings.written", 1, article=written.article, n=written.days)
        yield stated("meetings.objectors", 1, n=written.objectors)


def _days(rules: MeetingRules) -> dict[str, Fact]:
    return {"n": rules.objection_days} if rules.objection_days else {}


def _arrears(arrears: Arrears) -> Iterator[Statement]:
    yield stated(
        f"arrears.{arrears.lost}.{arrears.lost_at}", article=arrears.article, n=arrears.after_days
    )
    yield stated("arrears.notice", 1, n=arrears.notice_days)
    yield stated(f"arrears.{arrears.electorate}", 1)
    yield stated(f"arrears.{arrears.restored_by}", 1)


def _disputes(disputes: Disputes) -> Iterator[Statement]:
    yield stated("disputes", article=disputes.article, n=disputes.object_within_days)
    yield stated("disputes.stays" if disputes.stays_suspension else "disputes.does_not_stay", 1)
    yield stated(f"disputes.{disputes.corrects}", 1)
    if disputes.answer_days is not None:
        yield stated("disputes.answer", 1, n=disputes.answer_days)
        yield stated(f"disputes.unanswered.{disputes.unanswered or 'shown'}", 1)
    if disputes.ruling_days is not None:
        after = "disputes.ruling" if disputes.answer_days is None else "disputes.ruling_after"
        yield stated(after, 1, n=disputes.ruling_days)


def _audit(charter: Charter, audit: Audit) -> Iterator[Statement]:
    seat = next(item.title for item in charter.seats if item.id == audit.seat)
    yield stated("audit", article=audit.article, seat=seat)
    yield stated("audit.evidence", 1, n=audit.evidence_days)
    yield stated("audit.confirmation", 1, n=audit.confirmation_days)
    yield stated("audit.reply", 1, n=audit.reply_days)
    yield stated("audit.opinion", 1, n=audit.opinion_days)


def _initiatives(charter: Charter, terms: Initiatives) -> Iterator[Statement]:
    """How residents put a question: signatures, from where, how long, who answers, who checks."""
    body = charter.body(terms.body).title
    yield stated("initiatives", article=terms.article, body=body)
    if terms.starters > 1:
        yield stated("initiatives.starters", 1, n=terms.starters)
    if terms.share is None:
        yield stated("initiatives.signatures", 1, n=terms.signatures or 0)
    else:
        kind = next(item.title for item in charter.facts if item.id == terms.fact)
        yield stated("initiatives.share", 1, share=terms.share, fact=kind)
    yield stated("initiatives.cities", 1, n=terms.cities)
    yield stated("initiatives.each", 1, n=terms.each)
    yield stated("initiatives.collect", 1, n=terms.collect_days)
    yield stated("initiatives.answer", 1, n=terms.answer_days, body=body)
    yield stated("initiatives.attested", 1, n=terms.attested_days)
    if not terms.grounds:
        yield stated("initiatives.no_check", 1)
        return
    yield stated("initiatives.check", 1, n=terms.check_days)
    for ground in terms.grounds:
        yield stated("initiatives.ground", 2, title=ground.title, article=ground.article)


def _countersigning(rules: Countersigning) -> Iterator[Statement]:
    yield stated("countersigning", article=rules.article, n=rules.cities)
    yield stated("countersigning.days", 1, n=rules.days)


def _languages(required: Languages) -> Iterator[Statement]:
    yield stated("languages", article=required.article)
    for what in ("proposals", "papers", "minutes", "charter"):
        into = getattr(required, what)
        if not into:
            continue
        late: dict[str, Fact] = {"n": required.days} if what in ("minutes", "charter") else {}
        yield stated(f"languages.{what}", 1, languages=", ".join(into), **late)


def _authority(charter: Charter, grant: Authority) -> Statement:
    facts: dict[str, Fact] = {"article": grant.article, "act": grant.act_type}
    if grant.by != "seat":
        return stated(f"authority.{grant.by}", **facts)
    if grant.bodies:
        return stated("authority.body", body=charter.body(grant.bodies[0]).title, **facts)
    (seat,) = (item.title for item in charter.seats if item.id == grant.seats[0])
    if grant.up_to_cents is None:
        return stated("authority.seat", seat=seat, **facts)
    amount = Amount(grant.up_to_cents, charter.currency)
    return stated("authority.seat.up_to", seat=seat, amount=amount, **facts)
