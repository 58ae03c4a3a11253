"""Weights and rules in plain statements: condition by condition, with their depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from koinon.charter.document import Charter, Names, RuleArticle, Weighting
from koinon.charter.statements import Fact, Phrase, Quantity, Statement, stated
from koinon.methods.apportionment import Method
from koinon.methods.rules import (
    Abstention,
    All,
    AnyOf,
    Called,
    Count,
    IncludesLargest,
    Jagiellonian,
    Opponents,
    Quorum,
    Rule,
    Share,
    Unless,
)
from koinon.methods.weights import (
    Apportioned,
    Band,
    Equal,
    Incentive,
    Mix,
    Nested,
    Sizes,
    SquareRoot,
    Sum,
    Table,
    Tier,
    Unit,
    Weights,
    Within,
    facts_of,
)


def explain_weighting(charter: Charter, weighting: Weighting) -> Iterator[Statement]:
    """Explain how a weighting weighs: its kind, and below it steps, rows, bounds and parts."""
    yield from _weights(charter, weighting.weights, 0, {"heading": weighting.title})
    if weighting.rebased is not None:
        yield stated("weight.rebased", 1, day=weighting.rebased)


def _weights(
    charter: Charter, weights: Weights, depth: int, heading: Mapping[str, Fact]
) -> Iterator[Statement]:
    """Explain a statement of weight; a part of another one has no heading."""
    facts: dict[str, Fact] = {**heading}
    code = f"weight.{weights.KIND}"
    if not isinstance(weights, Mix | Sum | Within):
        for fact in facts_of(weights):
            kind = next(item for item in charter.facts if item.id == fact)
            facts |= {"fact": kind.title, "unit": kind.unit, "boundary": kind.boundary}
    match weights:
        case SquareRoot(digits=digits):
            facts["n"] = digits
        case Unit(size=size, rounded=rounded):
            facts["size"] = size
            code += "" if rounded == "up" else f".{rounded}"
        case Apportioned(method=method, votes=int() as votes):
            facts |= {"votes": votes, "method": _method(method)}
        case Apportioned(method=method):
            facts["method"] = _method(method)
            code += ".sizes"
        case Incentive(votes=votes, each=each, together=together):
            facts |= {"votes": votes, "each": Quantity(each), "together": Quantity(together)}
        case Mix(votes=mixed, per_member=per_member):
            facts["votes"] = Quantity(mixed)
            code += ".per_member" if per_member else ""
        case Nested(votes=shared, head=head):
            facts |= {"votes": Quantity(shared), "share": head}
        case _:
            pass
    yield stated(code, depth, **facts)
    yield from _within(charter, weights, depth + 1)


def _within(charter: Charter, weights: Weights, depth: int) -> Iterator[Statement]:
    """The lines below a weight's own: steps, rows, bounds, parts, groups."""
    match weights:
        case Tier(steps=steps):
            yield from _steps(steps, depth)
        case Table(votes=rows, others=others):
            for member, row in rows:
                yield stated("weight.row", depth, member=member, votes=Quantity(row))
            if others:
                yield stated("weight.others", depth, votes=Quantity(others))
        case Apportioned():
            yield from _shared_out(weights, depth)
        case Incentive(method=Method() as method):
            yield stated("weight.whole", depth, method=_method(method))
            yield from _bounds(method, depth)
        case Band(classes=classes):
            for members, steps in classes:
                yield stated("weight.class", depth, members=", ".join(members))
                yield from _steps(steps, depth + 1)
        case Mix(parts=parts):
            for share, part in parts:
                yield stated("weight.part", depth, share=share)
                yield from _part(charter, part, depth + 1)
        case Sum():
            yield from _addends(charter, weights, depth)
        case Nested(groups=groups):
            for head, members in groups:
                yield stated("weight.group", depth, member=head, members=", ".join(members))
        case _:
            pass


def _part(charter: Charter, part: Weights, depth: int) -> Iterator[Statement]:
    """A statement inside another: before it, of whom alone it is."""
    if isinstance(part, Within):
        yield stated("weight.within", depth, members=", ".join(part.members))
        part = part.of
    yield from _weights(charter, part, depth, {})


def _addends(charter: Charter, weights: Sum, depth: int) -> Iterator[Statement]:
    """What is added up, how many times, and the bounds of the sum."""
    for times, part in weights.parts:
        if times != 1:
            yield stated("weight.times", depth, times=Quantity(times))
        yield from _part(charter, part, depth + (times != 1))
    for share, part in weights.shares:
        if isinstance(part, Equal):
            yield stated("weight.of_all.equal", depth, share=share)
            continue
        yield stated("weight.of_all", depth, share=share)
        yield from _part(charter, part, depth + 1)
    if weights.at_least:
        yield stated("weight.at_least", depth, votes=Quantity(weights.at_least))
    if weights.at_most is not None:
        yield stated("weight.at_most", depth, votes=Quantity(weights.at_most))
    if weights.none_above is not None:
        yield stated("weight.sum.none_above", depth, share=weights.none_above)


def _steps(steps: tuple[tuple[int | None, Fraction | int], ...], depth: int) -> Iterator[Statement]:
    for top, step in steps:
        if top is not None:
            yield stated("weight.step", depth, top=top, votes=Quantity(Fraction(step)))
        else:
            code = "weight.last_step" if len(steps) > 1 else "weight.only_step"
            yield stated(code, depth, votes=Quantity(Fraction(step)))


def _shared_out(weights: Apportioned, depth: int) -> Iterator[Statement]:
    """How many votes are shared out where that depends, and the bounds of a member's."""
    if isinstance(weights.votes, Sizes):
        yield from _steps(weights.votes.steps, depth)
    yield from _bounds(weights.method, depth)
    if weights.dominant is not None:
        share, votes = weights.dominant.at_least, weights.dominant.votes
        yield stated("weight.dominant", depth, share=share, votes=votes)
    if weights.of_right:
        yield stated("weight.of_right", depth, n=weights.of_right)
    if weights.none_above is not None:
        yield stated("weight.none_above", depth, share=weights.none_above)


def _method(method: Method) -> Phrase:
    """The name of a method of apportionment."""
    return Phrase(f"method.{method.rule}")


def _bounds(method: Method, depth: int) -> Iterator[Statement]:
    if method.minimum:
        yield stated("weight.minimum", depth, n=method.minimum)
    if method.ceiling is not None:
        yield stated("weight.ceiling", depth, n=method.ceiling)


def group_title(charter: Charter, id: str) -> Names:
    """Give the title of the group of that id."""
    return next(item.title for item in charter.groups if item.id == id)


def abstention_codes(abstention: Abstention) -> tuple[str, ...]:
    """Name the sentences that say what an abstention and, where it counts, silence count as."""
    abstaining, _, silence = abstention.partition(", silence ")
    said = f"matter.{abstaining}"
    return (said, f"matter.silence.{silence}") if silence else (said,)


def explain_abstention(abstention: Abstention) -> Iterator[Statement]:
    """Say what an abstention and, where it counts, silence count as."""
    yield from (stated(code, 1) for code in abstention_codes(abstention))


def explain_rule_article(charter: Charter, rule: RuleArticle) -> Iterator[Statement]:
    """Explain a rule under its article and title."""
    yield stated("rule", article=rule.article, title=rule.title)
    yield from explain_rule(charter, rule.rule, 1)


def explain_rule(charter: Charter, rule: Rule, depth: int) -> Iterator[Statement]:
    """Explain a rule, condition by condition, from this depth down."""
    if isinstance(rule, Called):
        yield stated("rule.first", depth)
        yield from explain_rule(charter, rule.first, depth + 1)
        yield stated("rule.call", depth)
        yield from _call(charter, rule.call, depth + 1)
        yield stated("rule.supersede" if rule.stands else "rule.then", depth)
        yield from explain_rule(charter, rule.then, depth + 1)
        return
    if isinstance(rule, Unless):
        yield stated("rule.unless", depth)
        yield from _against(charter, rule.blocked, depth + 1)
        return
    if isinstance(rule, All | AnyOf):
        yield stated(f"rule.{rule.KIND}", depth)
        for part in rule.parts:
            yield from explain_rule(charter, part, depth + 1)
        return
    if not isinstance(rule, IncludesLargest) and rule.group is not None:
        yield stated("rule.group", depth, group=group_title(charter, rule.group))
        depth += 1
    if isinstance(rule, Share) and rule.whole:
        yield stated("rule.whole", depth)
        depth += 1
    yield _condition(charter, rule, depth)


def _call(charter: Charter, rule: Rule, depth: int) -> Iterator[Statement]:
    """What those that call must be, in words of calling instead of voting."""
    match rule:
        case All(parts=parts) | AnyOf(parts=parts):
            yield stated(f"rule.{rule.KIND}", depth)
            for part in parts:
                yield from _call(charter, part, depth + 1)
        case Count(at_least=number, group=None):
            yield stated("call.count", depth, n=number)
        case Count(at_least=number, group=str() as group):
            yield stated("call.count.group", depth, n=number, group=group_title(charter, group))
        case Share(threshold=Fraction() as threshold, group=group):
            if group is not None:
                yield stated("rule.group", depth, group=group_title(charter, group))
                depth += 1
            code = f"call.share.{rule.base}.{'over' if rule.strict else 'at_least'}"
            weight = charter.weighting(rule.weight).title
            yield stated(code, depth, weight=weight, threshold=threshold)
        case IncludesLargest():
            weight = charter.weighting(rule.weight).title
            yield stated("call.largest", depth, weight=weight)
        case _:
            raise AssertionError(rule)


def _against(charter: Charter, rule: Rule, depth: int) -> Iterator[Statement]:
    """What those against must be to block, condition by condition."""
    if isinstance(rule, All | AnyOf):
        yield stated(f"rule.{rule.KIND}", depth)
        for part in rule.parts:
            yield from _against(charter, part, depth + 1)
        return
    if not isinstance(rule, IncludesLargest | Called | Unless) and rule.group is not None:
        yield stated("rule.group", depth, group=group_title(charter, rule.group))
        depth += 1
    if isinstance(rule, Share) and rule.whole:
        yield stated("rule.whole", depth)
        depth += 1
    match rule:
        case Count(at_least=number):
            yield stated("against.count", depth, n=number)
        case Share(threshold=Fraction() as threshold):
            code = f"against.share.{rule.base}.{'over' if rule.strict else 'at_least'}"
            weight = charter.weighting(rule.weight).title
            yield stated(code, depth, weight=weight, threshold=threshold)
        case Share():
            weight = charter.weighting(rule.weight).title
            yield stated("against.jagiellonian", depth, weight=weight)
        case IncludesLargest(over=over, each=each):
            weight = charter.weighting(rule.weight).title
            code = "every" if each else "largest"
            yield stated(f"against.{code}", depth, weight=weight, over=over)
        case _:
            raise AssertionError(rule)


def _condition(
    charter: Charter, rule: Share | Quorum | Count | Opponents | IncludesLargest, depth: int
) -> Statement:
    match rule:
        case Count(at_least=number, taking_part=taking_part):
            return stated(
                "rule.count.taking_part" if taking_part else "rule.count", depth, n=number
            )
        case Opponents(at_most=0, base=base):
            return stated(f"rule.opponents.{base}.none", depth)
        case Opponents(at_most=number, base=base):
            return stated(f"rule.opponents.{base}", depth, n=number)
    weight = charter.weighting(rule.weight).title
    match rule:
        case IncludesLargest(over=over, each=True):
            return stated("rule.every", depth, weight=weight, over=over)
        case IncludesLargest(over=over) if over:
            return stated("rule.largest.over", depth, weight=weight, over=over)
        case IncludesLargest():
            return stated("rule.largest", depth, weight=weight)
        case Share(threshold=Jagiellonian()):
            return stated("rule.jagiellonian", depth, weight=weight)
        case Share(threshold=Fraction() as threshold, base=base):
            code = f"rule.share.{base}.{'over' if rule.strict else 'at_least'}"
            return stated(code, depth, weight=weight, threshold=threshold)
        case Quorum(threshold=threshold):
            code = f"rule.quorum.{'over' if rule.strict else 'at_least'}"
            return stated(code, depth, weight=weight, threshold=threshold)
    raise AssertionError(rule)
