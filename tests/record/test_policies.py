"""Policies: C2SP tlog-policy, read line by line, with a sentence for each mistake."""

from __future__ import annotations

import pytest
from tests.record.cities import GHENT, LYON, TURKU, key, policy
from tests.record.exports import KEY

from koinon.record.policies import PolicyError, parse_policy, write_policy

G, L, T = (str(key(*one)) for one in ((GHENT, "ghent"), (LYON, "lyon"), (TURKU, "turku")))


def test_groups_of_groups_are_counted() -> None:
    """The example of Sigsum: two of one kind and any of another."""
    read = parse_policy(
        f"log {KEY} https://league.example/log\nwitness g {G}\nwitness l {L}\nwitness t {T}\n"
        "group north all t\ngroup south any g l\ngroup both all north south # both\n"
        "quorum both\n".encode()
    )
    assert [read.is_met(names) for names in ("", "t", "gl", "gt", "glt")] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert read.logs == [KEY]


def test_a_witness_alone_or_none_can_be_the_quorum() -> None:
    one = parse_policy(f"log {KEY}\nwitness g {G}\nquorum g".encode())
    assert (one.is_met(["g"]), one.is_met([])) == (True, False)
    assert parse_policy(f"log {KEY}\nquorum none\n".encode()).is_met([])


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "it names no log"),
        ("log x", "line 1: "),
        (f"log {G}", "line 1: the key of ghent.example/koinon is not that of a log"),
        (f"log {KEY}", "it has no quorum"),
        (f"log {KEY}\nwitness g {KEY}", "line 2: the key of league.example/log is not that of a w"),
        (f"log {KEY}\nwitness g {G}\nwitness g {L}", "line 3: the name g is given twice"),
        (f"log {KEY}\nwitness g {G}\nwitness h {G}", "line 3: the key of h is that of another"),
        (f"log {KEY}\nwitness none {G}", "line 2: the name 'none'"),
        (f"log {KEY}\nwitness g {G}\ngroup a 2 g\nquorum a", "line 3: of 1 members, '2' is not"),
        (f"log {KEY}\nwitness g {G}\ngroup a 0 g\nquorum a", "line 3: of 1 members, '0' is not"),
        (f"log {KEY}\nwitness g {G}\ngroup a any g g\nquorum a", "line 3: a group has"),
        (f"log {KEY}\ngroup a any a\nquorum a", "line 2: 'a' names no witness"),
        (f"log {KEY}\nquorum g", "line 2: 'g' names no witness"),
        (f"log {KEY}\nquorum none\nquorum none", "line 3: the quorum is named twice"),
        (f"log {KEY}\nlogs {KEY}", "line 2: write log KEY"),
        ("log \udcff", "it is not UTF-8"),
        ("#" * 1_000_001, "it has more than"),
    ],
)
def test_a_mistake_is_named_with_its_line(lines: str, sentence: str) -> None:
    with pytest.raises(PolicyError) as refused:
        parse_policy(lines.encode("utf-8", "surrogateescape"))
    assert str(refused.value).startswith(sentence)


def test_many_groups_are_judged_in_time_linear_in_their_number() -> None:
    """Each holds the two before it: a judge that walks down from the quorum never ends."""
    lines = [f"log {KEY}", f"witness a0 {G}", f"witness a1 {L}"]
    lines += [f"group a{n} all a{n - 1} a{n - 2}" for n in range(2, 2_000)]
    assert parse_policy("\n".join([*lines, "quorum a1999"]).encode()).is_met(["a0", "a1"])


def test_what_a_coalition_publishes_reads_back() -> None:
    cities = [("ghent", [G, T]), ("lyon", [L])]
    read = parse_policy(write_policy(str(KEY), cities, 2))
    assert [read.is_met(names) for names in (["ghent.1", "ghent.2"], ["ghent.2", "lyon"])] == [
        False,
        True,
    ]
    assert parse_policy(write_policy(str(KEY), cities, 9)).is_met(["ghent.1", "lyon"])
    assert parse_policy(write_policy(str(KEY), [], 2)).quorum == "none"
    assert parse_policy(policy()).quorum == "cities"
