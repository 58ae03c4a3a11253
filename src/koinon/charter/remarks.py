"""Remarks: what is sound in a charter, and is probably not meant.

A charter with a mistake is refused; one with a remark is carried out as it is written. So nothing
here may ever stop a charter from being read: a record must always read, and which acts there are
changes from version to version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from koinon.charter.document import Authority, Charter
from koinon.charter.mistakes import CharterMistake, Mistakes, near
from koinon.charter.sections import listed
from koinon.charter.toml import Path, read_toml
from koinon.charter.trying import Untriable, roster_facts, try_vote
from koinon.methods.rules import (
    All,
    AnyOf,
    Called,
    Count,
    IncludesLargest,
    Opponents,
    Quorum,
    Rule,
    Share,
    Unless,
    parts_of,
)

_WITHOUT_LIMIT: Final = 2**63
_PROSE: Final = frozenset({"article", "boundary", "kind", "name", "note", "text", "title", "unit"})
"""Keys under which nothing of the charter is named."""
_OTHER: Final = _PROSE | frozenset(
    {"body", "by", "called_by", "chair", "fact", "levy", "matter", "method", "programme", "seat"}
)
"""Keys that name neither a weight nor a group nor a rule."""
_NO_WEIGHT: Final = _OTHER | frozenset({"group", "members", "of", "participants", "rule"})
_NO_GROUP: Final = _OTHER | frozenset({"every", "largest", "quorum", "rule", "share", "weight"})
_NO_RULE: Final = _OTHER | frozenset(
    {"every", "group", "largest", "members", "of", "participants", "quorum"}
)
_NOT_RULES: Final = frozenset({"cases", "coalition", "levy_cases", "rosters", "statute"})
"""Tables that decide nothing: what only these name is not used."""


def remarks(
    charter: Charter, text: str, act_types: Collection[str], *, file: str
) -> tuple[CharterMistake, ...]:
    """What a sound charter says and probably does not mean, each with its line, key and facts.

    `text` is what the charter was read from, `act_types` all types of act that there are. Told by
    `koinon.charter.texts_remarks`.
    """
    toml = read_toml(text)
    noted = Mistakes(toml, file)
    _acts(charter, act_types, noted)
    _unsigned(charter, noted)
    _strangers(charter, toml.root, noted)
    _unvoted(charter, noted)
    _unused(charter, toml.root, noted)
    _alike(charter, noted)
    return noted.noted()


def _acts(charter: Charter, act_types: Collection[str], noted: Mistakes) -> None:
    """Acts that do not exist: an article about them grants nothing to anybody."""
    for act_type in dict.fromkeys(grant.act_type for grant in charter.authority):
        if act_type in act_types:
            continue
        path = ("authority", act_type)
        newest = max((one for one in act_types if _same(one, act_type)), key=_version, default="")
        if newest:
            noted.add("act_version", path, value=act_type, near=newest)
        else:
            noted.add("act_unknown", path, value=act_type, near=near(act_type, act_types))


def _same(one: str, other: str) -> bool:
    """Whether two act types are versions of the same act."""
    return one.rpartition("/")[0] == other.rpartition("/")[0]


def _version(act_type: str) -> int:
    return int(act_type.rpartition("/")[2])


def _unsigned(charter: Charter, noted: Mistakes) -> None:
    """Acts that a holder must sign in one version, and need not in another: a way round."""
    by_type: dict[str, list[Authority]] = {}
    for grant in charter.authority:
        by_type.setdefault(grant.act_type, []).append(grant)
    for act_type, grants in by_type.items():
        for other, signing in by_type.items():
            if other == act_type or not _same(other, act_type):
                continue
            holders = {_holder(grant) for grant in signing if grant.signed is not None}
            loose = [one for one in sorted(holders) if _reach(grants, one) > _reach(signing, one)]
            if loose:
                path = ("authority", act_type)
                noted.add("unsigned_version", path, value=act_type, other=other, seat=loose[0])


def _holder(grant: Authority) -> str:
    return next(iter((*grant.seats, *grant.bodies)), "")


def _reach(grants: Iterable[Authority], holder: str) -> int:
    """Up to which amount a holder does an act unsigned; -1 where it cannot at all."""
    reach = -1
    for grant in grants:
        if _holder(grant) != holder:
            continue
        if grant.signed is None:
            limit = _WITHOUT_LIMIT if grant.up_to_cents is None else grant.up_to_cents
            reach = max(reach, limit)
        elif grant.up_to_cents is None:
            break
    return reach


def _strangers(charter: Charter, root: Mapping[str, object], noted: Mistakes) -> None:
    """Members of groups and tables that no roster knows; nothing is known without a roster."""
    everyone = {member.id for roster in charter.rosters for member in roster.members}
    if not everyone:
        return
    for group in charter.groups:
        _known(group.members, everyone, ("groups", group.id, "members"), noted)
    for path, node in _tables(root.get("weights"), ("weights",)):
        if node.get("kind") == "table" and isinstance(rows := node.get("votes"), dict):
            _known(tuple(rows), everyone, (*path, "votes"), noted)
        if path[-2:-1] == ("groups",) and isinstance(head := node.get("head"), str):
            _known((head,), everyone, (*path, "head"), noted)


def _known(ids: Iterable[str], everyone: set[str], path: Path, noted: Mistakes) -> None:
    strangers = [one for one in ids if one not in everyone]
    if len(strangers) == 1:
        noted.add("stranger", path, value=strangers[0], near=near(strangers[0], everyone))
    elif strangers:
        noted.add("strangers", path, known=listed(strangers))


def _tables(node: object, path: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    """Every table in a part of the text, with its path."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from _tables(value, (*path, key))
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from _tables(value, (*path, place))


def _unvoted(charter: Charter, noted: Mistakes) -> None:
    """Rules that are met though nobody votes, where that is not just what they say."""
    for rule in charter.rules:
        if any(isinstance(part, Unless) for part in parts_of(rule.rule)):
            continue  # whoever writes what blocks it means silence to consent
        if met_unvoted(rule.rule) or _tried_unvoted(charter, rule.id):
            noted.add("unvoted", ("rules", rule.id))


def met_unvoted(rule: Rule) -> bool | None:
    """Whether a rule can be met where nobody votes; None where that depends on the members.

    A second vote can be called for by members that do not vote.
    """
    match rule:
        case All(parts=parts):
            found = [met_unvoted(part) for part in parts]
            return False if False in found else None if None in found else True
        case AnyOf(parts=parts):
            found = [met_unvoted(part) for part in parts]
            return True if True in found else None if None in found else False
        case Called(first=first, then=then):
            return met_unvoted(AnyOf((first, then)))
        case Opponents(base="cast"):
            return True
        case Share() | Quorum() | Count():
            return False
        case IncludesLargest(over=over):
            return None if over else False
    return None


def _tried_unvoted(charter: Charter, rule: str) -> bool:
    """Whether the rule passes without a vote among the members of some roster."""
    if met_unvoted(charter.rule(rule).rule) is False:
        return False
    for matter in (one for one in charter.matters if one.rule == rule):
        for roster in charter.rosters:
            members = [member.id for member in roster.members]
            try:
                if try_vote(charter, matter.id, members, roster_facts(roster), {}).tree.met:
                    return True
            except Untriable:
                continue
    return False


def _unused(charter: Charter, root: Mapping[str, object], noted: Mistakes) -> None:
    """Rules, weights, groups and figures that nothing else in the charter names."""
    words = tuple(_words(root))
    kinds = (
        ("weights", [one.id for one in charter.weights], _NO_WEIGHT, "weight"),
        ("groups", [one.id for one in charter.groups], _NO_GROUP, "group"),
        ("rules", [one.id for one in charter.rules], _NO_RULE, "rule"),
        ("figures", [one.id for one in charter.figures], _PROSE, "figure"),
    )
    for table, ids, never, prefix in kinds:
        for id in ids:
            own = (table, id)
            elsewhere = [(path, word) for path, word in words if path[:2] != own]
            if not any(
                (word == id and not never.intersection(path[-2:])) or word == f"{prefix}:{id}"
                for path, word in elsewhere
            ):
                noted.add(f"unused_{table}", own, value=id)


def _words(root: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    """Every text in what decides, with its path; of a levy's class table the keys, too."""
    for table, part in root.items():
        if table not in _NOT_RULES:
            yield from _texts(part, (table,))


def _texts(node: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, str):
        # What a list holds is named by the key of the list.
        yield (path[:-1] if isinstance(path[-1], int) else path), node
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from _texts(value, (*path, place))
    elif isinstance(node, dict):
        for key, value in node.items():
            if path[-1] == "values":
                yield path, key
            yield from _texts(value, (*path, key))


def _alike(charter: Charter, noted: Mistakes) -> None:
    """Cases that have the title of an earlier one."""
    tables = {
        "cases": [case.title for case in charter.cases],
        "levy_cases": [case.title for case in charter.levy_cases],
    }
    for table, titles in tables.items():
        for place, title in enumerate(titles):
            if title in titles[:place]:
                noted.add("same_title", (table, place, "title"), value=title)
