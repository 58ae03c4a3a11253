"""`koinon charter try`: a vote on a matter, judged line by line, without founding anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from koinon.interfaces.shell import application, charters
from koinon.interfaces.shell.mistakes import Mistake

if TYPE_CHECKING:
    from koinon.charter.document import Charter
    from koinon.charter.trying import Trial
    from koinon.methods.rules import Tree, Vote

HALVES = ("yes", "no", "abstain")


def tried(
    name: str,
    matter: str,
    members: str,
    votes: Mapping[str, Sequence[str]],
    calling: Sequence[str],
    language: str,
) -> int:
    """Print how a charter decides a vote; 0 when it passes, 1 when it does not.

    `members` is a roster of the charter or a CSV file; `votes` lists members by "yes", "no" and
    "abstain", each alone or as member=share.
    """
    application.load()
    with charters.asked(language):
        found = charters.read(charters.text_of(name, "charter try"), name)
    with charters.speaking(found, language):
        chosen = _matter(found, matter)
        ids, facts = members_of(found, members)
        from koinon.charter.trying import Untriable, try_vote

        try:
            trial = try_vote(found, chosen, ids, facts, _votes(votes), _listed(calling))
        except Untriable as error:
            raise Mistake(_sentence(error.code, error.facts)) from None
        for line in _told(found, trial):
            print(line)
    return 0 if trial.tree.met else 1


def _matter(charter: Charter, matter: str) -> str:
    known = [one.id for one in charter.matters]
    if matter in known or (not matter and len(known) == 1):
        return matter or known[0]
    said = f"'{matter}' is no matter of this charter" if matter else "say on which matter"
    raise Mistake(f"--matter: {said}; there are {', '.join(known) or 'none'}.")


def members_of(
    charter: Charter, name: str
) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, Fraction]]]:
    """The members in a roster of the charter or in a CSV file, and their facts by name."""
    from koinon.charter.trying import roster_facts

    known = {roster.id: roster for roster in charter.rosters}
    if not name and len(known) == 1:
        name = next(iter(known))
    if name in known:
        return tuple(one.id for one in known[name].members), roster_facts(known[name])
    if not name.endswith(".csv"):
        said = f"'{name}' is no roster of this charter" if name else "say who the members are"
        there = f"there are {', '.join(known)}" if known else "it has none"
        raise Mistake(f"--members: {said} ({there}); name one, or a CSV file.")
    return _table(charters.bytes_of(name, "--members").decode("utf-8-sig", "replace"), name)


def _table(text: str, name: str) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, Fraction]]]:
    """A CSV file: the first column has the members' ids, each other one a fact.

    Columns are apart by commas, or by semicolons or tabs where the first line has those alone.
    """
    rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    if len(rows) < 2 or len(rows[0]) < 1:
        raise Mistake(f"{name}: write a line of columns (member, then facts), and members below.")
    head = [column.strip() for column in rows[0]]
    facts: dict[str, dict[str, Fraction]] = {fact: {} for fact in head[1:]}
    members: list[str] = []
    for place, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head):
            raise Mistake(f"{name}, line {place}: write {len(head)} columns, as in the first line.")
        member = row[0].strip()
        if not member or member in members:
            raise Mistake(f"{name}, line {place}: '{member}' is no member's id, or stands twice.")
        members.append(member)
        for fact, cell in zip(head[1:], row[1:], strict=True):
            facts[fact][member] = _amount(cell.strip(), f"{name}, line {place}, {fact}")
    return tuple(members), facts


def _delimiter(text: str) -> str:
    """What stands between columns: spreadsheets of many countries write semicolons."""
    head = text.partition("\n")[0]
    others = [mark for mark in (";", "\t") if mark in head]
    return others[0] if others and "," not in head else ","


def _amount(text: str, place: str) -> Fraction:
    number, _, below = text.partition("/")
    fit = number.isascii() and number.isdigit() and len(number) <= 30
    if below or "/" in text:
        fit = fit and below.isascii() and below.isdigit() and len(below) <= 9 and int(below) > 0
    if not fit:
        raise Mistake(f"{place}: '{text[:40]}' is no number; write digits, or a fraction 1/2.")
    return Fraction(int(number), int(below or 1))


def _listed(words: Sequence[str]) -> tuple[str, ...]:
    found = [one.strip() for word in words for one in word.split(",")]
    return tuple(dict.fromkeys(one for one in found if one))


def _votes(said: Mapping[str, Sequence[str]]) -> dict[str, Vote]:
    """Votes by member; the parts of a member that stands in several lists sum to 1."""
    from koinon.methods.rules import Vote

    parts: dict[str, dict[str, Fraction]] = {}
    for choice in HALVES:
        for word in _listed(said[choice]):
            member, split, share = word.partition("=")
            part = _amount(share, f"--{choice}, {member}") if split else Fraction(1)
            parts.setdefault(member, {})[choice] = part
    votes = {}
    for member, given in parts.items():
        if sum(given.values()) != 1:
            raise Mistake(
                f"--yes, --no, --abstain: the parts of {member}'s vote do not sum to 1; name it "
                "once, or write parts such as --yes a=1/2 --no a=1/2."
            )
        votes[member] = Vote(*(given.get(choice, Fraction(0)) for choice in HALVES))
    return votes


def _sentence(code: str, facts: Mapping[str, str]) -> str:
    return {
        "no_matter": "--matter: this charter has no matter '{matter}'.",
        "no_fact": "--members: {member} has no {fact}, by which it is weighed; add it.",
        "nobody": "--members: none of them sits in the body {body}; name some that do.",
        "too_few": "--members: these need more votes at least than “{weight}” has to give; raise "
        "its number of votes or lower its minimum.",
        "too_many": "--members: these may not hold as many votes as “{weight}” has to give; lower "
        "its number of votes or raise its ceiling.",
        "splits": "--yes, --no, --abstain: the vote of “{member}” is in parts, and on “{matter}” a "
        "member's vote is cast in one.",
        "calls": "--calling: “{member}” calls for a second vote, and the rule of “{matter}” knows "
        "none.",
        "unweighable": "--members: the votes of “{weight}” cannot be given to these ({detail}).",
        "stranger": "--yes, --no, --abstain, --calling: {member} is no member that votes here.",
    }[code].format_map(facts)


def _told(charter: Charter, trial: Trial) -> Iterator[str]:
    """The outcome, the rule line by line, each member's votes, what would make it pass."""
    from django.utils.translation import gettext

    from koinon.charter.document import name_in

    passes = gettext("{title}: passes (article {article})")
    fails = gettext("{title}: does not pass (article {article})")
    title = name_in(trial.matter.title, charters.spoken())
    article = charter.rule(trial.matter.rule).article
    yield (passes if trial.tree.met else fails).format(title=title, article=article)
    yield from _rule(charter, trial.tree)
    yield from _weights(charter, trial)
    hint = trial.hint()
    voters = trial.decision
    if hint is not None and len(voters.votes) < len(voters.electorate.members):
        yield {
            "enough": gettext("It would pass with these in favour as well: {members}."),
            "out of reach": gettext("It cannot pass, even with everybody else in favour."),
            "too many ways": gettext("It would pass with several others in favour."),
        }[hint.outcome].format(members=", ".join(hint.enough))


def _rule(charter: Charter, tree: Tree) -> Iterator[str]:
    from django.utils.translation import gettext

    from koinon.charter.trying import judged

    of = gettext("{measured} of {base}")
    for one in judged(charter, tree):
        mark = " " if one.met is None else "+" if one.met else "-"
        said = f"{'  ' * one.statement.depth}{charters.sentence(one.statement)}"
        measured = ""
        if one.line is not None:
            found, base = _number(one.line.measured), _number(one.line.base)
            found = of.format(measured=found, base=base) if one.line.base else found
            measured = f"  [{found}; {one.line.relation} {_number(one.line.needed)}]"
        yield f"{mark} {said}{measured}"


def _number(value: Fraction) -> str:
    """A number with at most four decimals, and a tilde where there are more."""
    from koinon.interfaces.shared.wording import number

    text = number(value, 4)
    return text if (value * 10_000).denominator == 1 else f"~{text}"


def _weights(charter: Charter, trial: Trial) -> Iterator[str]:
    from django.utils.translation import gettext

    from koinon.charter.document import name_in
    from koinon.methods.polls import silence_of

    voters = trial.decision.electorate
    votes = dict(trial.decision.votes)
    language = charters.spoken()
    titles = [name_in(charter.weighting(name).title, language) for name, _ in voters.weights]
    yield ""
    rows = [(gettext("member"), *titles, gettext("vote"))]
    silent = {
        "in favour": gettext("absent, counts in favour"),
        "against": gettext("absent, counts against"),
        "": gettext("absent"),
    }[silence_of(trial.decision.abstention)]
    for place, member in enumerate(voters.members):
        cells = [_number(column[place]) for _, column in voters.weights]
        vote = _word(votes.get(member), member in trial.decision.calls, silent)
        rows.append((member, *cells, vote))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield ""


def _word(vote: Vote | None, calls: bool, silent: str) -> str:
    from django.utils.translation import gettext

    words = {"yes": gettext("yes"), "no": gettext("no"), "abstain": gettext("abstain")}
    if vote is None:
        said = silent
    else:
        parts = [(words[half], getattr(vote, half)) for half in HALVES]
        said = " + ".join(word if part == 1 else f"{word} {part}" for word, part in parts if part)
    return gettext("{vote}, calls").format(vote=said) if calls else said
