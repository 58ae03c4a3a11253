"""A body that decides in urgency, as a charter writes it: read, told, or mistaken."""

from __future__ import annotations

import pytest
from tests.charter.test_explaining import PLAIN
from tests.support.urgency import CHARTER, URGENCY

from koinon.charter.document import Urgency
from koinon.charter.explaining import explain
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.statements import say
from koinon.charter.texts import tell

RATIFY = '"assembly.ratify/1" = {article = "12.2", by = "decision"}\n'
MORE = 'vote_from = "delegate"\nabstention = "against"\nproxies_per_holder = 1\n'


def test_it_is_read_with_what_it_takes_from_the_matter() -> None:
    charter = parse_charter(CHARTER, file="x")
    assert charter.urgency == Urgency("12", "bureau", "bureau", 0, 1, ("money",), 10)
    assert charter.most_proxies("bureau") == 0
    own = parse_charter(CHARTER.replace(URGENCY, URGENCY + MORE), file="x")
    assert own.urgency == Urgency(
        "12", "bureau", "bureau", 0, 1, ("money",), 10, "delegate", "against", 1
    )
    assert own.most_proxies("bureau") == 1
    assert own.most_proxies("council") == 0
    without = parse_charter(CHARTER.replace(URGENCY, ""), file="x")
    assert without.urgency is None, "ratifying may be granted for what was decided before"


def test_it_is_told_in_words() -> None:
    text = CHARTER.replace(URGENCY, URGENCY + MORE)
    said = [say(one, PLAIN, "en") for one in explain(parse_charter(text, file="x"))]
    first = next(i for i, one in enumerate(said) if "in urgency" in one)
    assert [one.strip() for one in said[first : first + 9]] == [
        "Article 12. What cannot wait, Bureau decides in urgency, by “Majority of the bureau”.",
        "It may decide so on: Money.",
        "Voting begins 0 days after notice at the earliest.",
        "Voting is open for 1 day.",
        "A member's vote is cast by its delegate.",
        "An abstention counts as a vote against.",
        "A delegate may also cast the vote of 1 other member that gave it a proxy.",
        "The body that has the matter ratifies it by its own rule within 10 whole days, or it "
        "lapses.",
        "A vote that does not ratify it ends it at once. What was done before stays done; nothing "
        "new is done by it.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('instead_of = ["money"]', "instead_of = []", "urgent_nothing", "urgency.instead_of"),
        ('instead_of = ["money"]', "", "urgent_nothing", "urgency.instead_of"),
        ('["money"]', '["money", "mony"]', "not_declared", "urgency.instead_of[2]"),
        ('["money"]', '["ordinary"]', "never_urgent", "urgency.instead_of[1]"),
        (RATIFY, "", "cannot_be_ratified", "urgency"),
        (
            '"treasury.commit/1"]\n',
            '"treasury.commit/1", "assembly.ratify/1"]\n',
            "ratifies_itself",
            "matters.money.acts[4]",
        ),
        (
            "ratified_within_days = 10",
            "ratified_within_days = 2",
            "ratified_too_soon",
            "urgency.ratified_within_days",
        ),
        (
            "ratified_within_days = 10",
            "ratified_within_days = 0",
            "out_of_range",
            "urgency.ratified_within_days",
        ),
        ('body = "bureau"\nrule', 'body = "burea"\nrule', "not_declared", "urgency.body"),
        ('rule = "bureau"\n', 'rule = "burea"\n', "not_declared", "urgency.rule"),
        ("voting_days = 1\n", "voting_day = 1\n", "missing", "urgency.voting_days"),
        (
            "ratified_within_days = 10",
            'ratified_within_days = 10\nvote_from = "own referendum"',
            "not_one_of",
            "urgency.vote_from",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, code: str, key: str) -> None:
    assert old in CHARTER
    with pytest.raises(CharterErrors) as caught:
        parse_charter(CHARTER.replace(old, new, 1), file="x")
    found = {(one.code, one.key) for one in caught.value.mistakes}
    assert (code, key) in found, found
    told = [tell(one, PLAIN) for one in caught.value.mistakes]  # type: ignore[arg-type]
    assert all("{" not in one for one in told), told


def test_what_each_members_referendum_decides_is_not_urgent() -> None:
    head, _, tail = CHARTER.partition("[matters.money]")
    tail = tail.replace("delegate, may split", "own referendum", 1)
    with pytest.raises(CharterErrors) as caught:
        parse_charter(f"{head}[matters.money]{tail}", file="x")
    (mistake,) = caught.value.mistakes
    assert (mistake.code, mistake.key) == ("urgent_referendum", "urgency.instead_of[1]")
