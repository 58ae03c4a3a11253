"""Policies: whose cosignatures somebody relies on, and how many of them are enough.

The form is that of C2SP tlog-policy and of Sigsum, line by line, `#` beginning a comment:

    log KEY [ADDRESS]
    witness NAME KEY [ADDRESS]
    group NAME any|all|NUMBER NAME…
    quorum NAME|none
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from koinon.record.note import COSIGNATURE_V1, ED25519, NoteError, VerifierKey

MAX_POLICY_BYTES = 1_000_000
MAX_MEMBERS = 5_000
NONE = "none"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


class PolicyError(ValueError):
    """A policy is malformed; one sentence that names the line."""


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these witnesses or groups, by name, are enough."""

    needed: int
    members: tuple[str, ...]


@dataclass(slots=True)
class Policy:
    """The keys of the logs, the witnesses by name, the groups, and the one that is the quorum."""

    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = ""

    def is_met(self, names: Collection[str]) -> bool:
        """Whether the cosignatures of these witnesses are enough."""
        met = set(names)
        for name, group in self.groups.items():  # each after those that it holds
            if sum(one in met for one in group.members) >= group.needed:
                met.add(name)
        return self.quorum == NONE or self.quorum in met


def parse_policy(data: bytes) -> Policy:
    """Read a policy. Raises PolicyError with the line and the remedy."""
    try:
        if len(data) > MAX_POLICY_BYTES:
            raise PolicyError(f"it has more than {MAX_POLICY_BYTES} bytes.")
        text = data.decode()
    except UnicodeDecodeError:
        raise PolicyError("it is not UTF-8.") from None
    policy = Policy()
    for number, words in _lines(text):
        try:
            _take(policy, words)
        except NoteError as error:
            raise PolicyError(f"line {number}: {error}") from None
    if not policy.logs:
        raise PolicyError("it names no log; add a line: log KEY.")
    if not policy.quorum:
        raise PolicyError("it has no quorum; add a line: quorum NAME, or quorum none.")
    return policy


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        words = line.partition("#")[0].split()
        if words:
            yield number, words


def _take(policy: Policy, words: Sequence[str]) -> None:
    """Take in one line. Raises NoteError."""
    match words:
        case ["log", key] | ["log", key, _]:
            policy.logs.append(_key(key, ED25519))
        case ["witness", name, key] | ["witness", name, key, _]:
            witness = _key(key, COSIGNATURE_V1)
            if witness.public_key in {one.public_key for one in policy.witnesses.values()}:
                raise NoteError(f"the key of {name} is that of another witness.")
            policy.witnesses[_new(policy, name)] = witness
        case ["group", name, enough, *members] if members:
            policy.groups[_new(policy, name)] = _group(policy, enough, members)
        case ["quorum", name] if not policy.quorum:
            policy.quorum = name if name == NONE else _known(policy, name)
        case ["quorum", _]:
            raise NoteError("the quorum is named twice.")
        case _:
            raise NoteError("write log KEY, witness NAME KEY, group NAME NUMBER NAME…, or quorum.")


def _key(text: str, algorithm: int) -> VerifierKey:
    key = VerifierKey.parse(text)
    if key.algorithm != algorithm:
        kind = "a log" if algorithm == ED25519 else "a witness"
        raise NoteError(f"the key of {key.name} is not that of {kind}.")
    return key


def _new(policy: Policy, name: str) -> str:
    if not _NAME.fullmatch(name) or name == NONE:
        raise NoteError(f"the name {name!a} is not letters, digits, points and hyphens.")
    if name in policy.witnesses or name in policy.groups:
        raise NoteError(f"the name {name} is given twice.")
    return name


def _known(policy: Policy, name: str) -> str:
    if name not in policy.witnesses and name not in policy.groups:
        raise NoteError(f"{name!a} names no witness and no group of the lines before.")
    return name


def _group(policy: Policy, enough: str, members: Sequence[str]) -> Group:
    """A group of names already known, so that no group can hold itself."""
    if len(set(members)) != len(members) or len(members) > MAX_MEMBERS:
        raise NoteError(f"a group has 1 to {MAX_MEMBERS} different members.")
    known = tuple(_known(policy, one) for one in members)
    needed = {"any": 1, "all": len(known)}.get(enough, 0)
    if not needed and _NUMBER.fullmatch(enough):
        needed = int(enough)
    if not 1 <= needed <= len(known):
        raise NoteError(f"of {len(known)} members, {enough!a} is not any, all or a number.")
    return Group(needed, known)


def write_policy(
    log_key: str, cities: Sequence[tuple[str, Sequence[str]]], needed: int | None
) -> bytes:
    """A policy of a coalition: its log, each city with its keys, how many cities are enough.

    A city is one member of the quorum, however many keys it has. Without `needed`, or with fewer
    cities than that, the quorum is all of them; without any city it is none.
    """
    lines = [f"log {log_key}"]
    for city, keys in cities:
        for place, key in enumerate(keys, 1):
            lines.append(f"witness {city if len(keys) == 1 else f'{city}.{place}'} {key}")
        if len(keys) > 1:
            names = " ".join(f"{city}.{place}" for place in range(1, len(keys) + 1))
            lines.append(f"group {city} any {names}")
    names = " ".join(city for city, _ in cities)
    if cities:
        enough = len(cities) if needed is None else min(needed, len(cities))
        lines += [f"group cities.quorum {enough} {names}", "quorum cities.quorum"]
    else:
        lines.append("quorum none")
    written = "".join(f"{line}\n" for line in lines).encode()
    assert parse_policy(written).quorum
    return written
