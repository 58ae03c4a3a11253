"""Remarks: what is sound and probably not meant is told, and nothing is refused for it."""

from __future__ import annotations

from fractions import Fraction
from gettext import NullTranslations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.charter.test_calls import CALLED, TEXT
from tests.charter.test_explaining import EVERY_KIND
from tests.charter.test_parsing import DOUBLE, changed
from tests.methods.strategies import electorates, rules

from koinon.acts.registry import all_acts
from koinon.charter.drafting import statute, statute_names, template, template_names
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.remarks import met_unvoted, remarks
from koinon.charter.texts_remarks import REMARKS, tell_remark
from koinon.methods.rules import (
    All,
    AnyOf,
    Called,
    Count,
    Electorate,
    IncludesLargest,
    Opponents,
    Rule,
    evaluate,
)

ROOT = Path(__file__).parents[2]
ACTS = (
    "assembly.admit_city/1",
    "treasury.adopt_budget/1",
    "treasury.close_year/1",
    "treasury.pay/1",
    "treasury.pay/2",
)
SHIPPED = {name: template(name) for name in template_names()} | {
    name: statute(name) for name in statute_names()
}
EXAMPLES = sorted(
    path for path in (ROOT / "examples").glob("*/*.toml") if path.name != "programmes.toml"
)
"""The charters among the examples; the programmes of a plan are TOML too."""
BEFORE, _, _ = EVERY_KIND.partition("[authority]")


def noted(text: str) -> list[str]:
    """The sentences on a charter, but for what is unused in our example."""
    charter = parse_charter(text, file="x")
    found = remarks(charter, text, ACTS, file="x")
    told = [tell_remark(one, NullTranslations()) for one in found]
    return [one for one in told if "rules.mixed" not in one]


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_is_meant_as_it_is(name: str) -> None:
    text = SHIPPED[name]
    acts = {act.type for act in all_acts()}
    assert remarks(parse_charter(text, file=name), text, acts, file=name) == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_what_the_examples_say_is_meant(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    acts = {act.type for act in all_acts()}
    assert remarks(parse_charter(text, file="x"), text, acts, file="x") == ()


@pytest.mark.parametrize(
    ("grants", "sentence"),
    [
        (
            '"treasury.adopt_budgt/1" = { article = "1", seat = "treasurer" }',
            "there is no act treasury.adopt_budgt/1, so this article lets nobody do anything; did "
            "you mean treasury.adopt_budget/1?",
        ),
        (
            '"treasury.pay/7" = { article = "1", seat = "treasurer" }',
            "there is no act treasury.pay/7, so this article lets nobody do anything; the newest "
            "version of this act is treasury.pay/2: write that.",
        ),
        (
            '"zoo.feed/1" = { article = "1", seat = "treasurer" }',
            "there is no act zoo.feed/1, so this article lets nobody do anything; take the name of "
            "an act from the reference page on acts.",
        ),
        (
            '"treasury.pay/1" = { article = "1", seat = "treasurer" }\n'
            '"treasury.pay/2" = { article = "1", seat = "treasurer", signed = true }',
            "“treasurer” must sign treasury.pay/2, but may do treasury.pay/1, another version of "
            "the same act, unsigned; demand the signature here as well, or leave this version out.",
        ),
        (
            '"treasury.pay/1" = { article = "1", seat = "treasurer", up_to = 60 }\n'
            '"treasury.pay/2" = [{ article = "1", seat = "treasurer", up_to = 50 },\n'
            '{ article = "1", seat = "treasurer", signed = true }]',
            "“treasurer” must sign treasury.pay/2, but may do treasury.pay/1, another version of "
            "the same act, unsigned; demand the signature here as well, or leave this version out.",
        ),
    ],
)
def test_acts_that_do_not_exist_and_ways_round_a_signature(grants: str, sentence: str) -> None:
    (told,) = noted(f"{BEFORE}[authority]\n{grants}\n{CALLED}")
    assert told.endswith(f": {sentence}")
    assert told.startswith("x, line ")
    assert told.partition(", authority.")[2]


@pytest.mark.parametrize(
    "grants",
    [
        '"treasury.pay/1" = { article = "1", seat = "treasurer", up_to = 50 }\n'
        '"treasury.pay/2" = [{ article = "1", seat = "treasurer", up_to = 50 },\n'
        '{ article = "1", seat = "treasurer", signed = true }]',
        '"treasury.pay/1" = { article = "1", body = "board" }\n'
        '"treasury.pay/2" = { article = "1", seat = "treasurer", signed = true }',
        '"treasury.pay/1" = { article = "1", seat = "treasurer", signed = true }\n'
        '"treasury.pay/2" = { article = "1", seat = "treasurer", signed = "passkey" }',
    ],
)
def test_a_signature_that_nobody_gets_round_is_not_remarked_on(grants: str) -> None:
    assert noted(f"{BEFORE}[authority]\n{grants}\n{CALLED}") == []


def test_members_that_nobody_knows_are_named_with_the_nearest() -> None:
    one, line = changed('["ghent", "bruges"]', '["ghent", "brugges", "bruges"]', TEXT)
    assert noted(one) == [
        f"x, line {line}, groups.coast.members: “brugges” is in no roster of this charter; did you "
        "mean “bruges”?"
    ]
    many, line = changed('{ ghent = 3, mons = "1/2" }', "{ oz = 3, uz = 1 }", TEXT)
    assert noted(many) == [
        f"x, line {line}, weights.table.votes: these are in no roster of this charter, so no test "
        "case tells whether they are right: “oz”, “uz”; mend the ids, or add the members to a "
        "roster."
    ]
    without = EVERY_KIND.replace('"bruges"]', '"brugges"]')
    assert not any("roster" in one for one in noted(without)), "nobody is known without one"


SILENT = """[rules.silent]
title = { en = "s", fr = "s", es = "s", ar = "s" }
article = "1"
opponents = "against"
at_most = 0

"""


def test_a_rule_that_nobody_has_to_vote_for_is_remarked_on() -> None:
    text, line = changed("[rules.ordinary]", f"{SILENT}[rules.ordinary]", DOUBLE)
    found = remarks(parse_charter(text, file="x"), text, {a.type for a in all_acts()}, file="x")
    assert [(one.code, one.line, one.key) for one in found] == [
        ("unvoted", line, "rules.silent"),
        ("unused_rules", line, "rules.silent"),
    ]


@settings(max_examples=300, deadline=None)
@given(electorates(), rules())
def test_a_rule_is_met_unvoted_only_where_it_may_be(voters: Electorate, rule: Rule) -> None:
    """What is said of a rule without members is never contradicted by a real electorate."""
    if met_unvoted(rule) is False:
        assert not evaluate(rule, voters, {}).met


def test_what_is_said_of_a_rule_follows_its_parts() -> None:
    largest, silent, one = IncludesLargest("v", Fraction(1, 2)), Opponents(0, "cast"), Count(1)
    assert [met_unvoted(rule) for rule in (largest, silent, one)] == [None, True, False]
    assert met_unvoted(All((silent, one, largest))) is False
    assert met_unvoted(All((silent, largest))) is None
    assert met_unvoted(AnyOf((one, silent))) is True
    assert met_unvoted(AnyOf((one, largest))) is None
    assert met_unvoted(Called(one, Count(1), silent, stands=True)) is True


def test_a_rule_that_passes_unvoted_among_few_members_is_found_by_its_roster() -> None:
    """At most three are not in favour: among three members nobody has to vote."""
    few = SILENT.replace('opponents = "against"', 'opponents = "not in favour"')
    text = DOUBLE.replace("[rules.ordinary]", few.replace("at_most = 0", "at_most = 5"))
    text = text.replace("all = [", "", 0).replace("[rules.silent]", "[rules.ordinary]", 1)
    rule = parse_charter(DOUBLE, file="x").rule("ordinary")
    head, _, rest = text.partition("at_most = 5\n")
    text = f"{head}at_most = MOST\n\n[rules.accession]" + rest.partition("[rules.accession]")[2]
    assert rule.article == "5.1"
    for most, codes in ((5, {"unvoted"}), (4, set())):
        tried = text.replace("MOST", str(most))
        charter = parse_charter(tried, file="x", judging=False)
        acts = {act.type for act in all_acts()}
        assert {one.code for one in remarks(charter, tried, acts, file="x")} == codes


def test_what_nothing_names_and_titles_that_come_twice() -> None:
    figure = '[figures.index]\ntitle = { en = "i" }\nunit = "part"\n[[cases]]'
    weight = '[weights.spare]\ntitle = { en = "w" }\nkind = "equal"\n'
    group = '[groups.spare]\ntitle = { en = "g" }\nmembers = ["ghent"]\n'
    text = TEXT.replace("[[cases]]", weight + group + figure, 1)
    title = "Called by one of the coast and one other, they win by weight"
    text = text.replace("Nobody of the coast calls", title)
    told = noted(text)
    for sentence in (
        "weights.spare: no body, rule or levy uses the weight “spare”; use it, or delete it.",
        "groups.spare: nothing uses the group “spare”; use it, or delete it.",
        "figures.index: no levy uses the figure “index”; use it, or delete it.",
        f"an earlier case is called “{title}” too; give each case a title of its own.",
    ):
        assert any(one.endswith(sentence) for one in told), (sentence, told)


def test_every_remark_has_a_sentence() -> None:
    source = (ROOT / "src/koinon/charter/remarks.py").read_text(encoding="utf-8")
    for code in REMARKS:
        name = code.removesuffix(".near")
        assert f'"{name}"' in source or name.startswith("unused_"), code


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_sound_charter_fails_for_its_remarks(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(sorted(SHIPPED.values())))
    lines = text.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(0, 3))):
        lines.pop(data.draw(st.integers(0, len(lines) - 1)))
    damaged = "".join(lines)
    try:
        charter = parse_charter(damaged, file="x", judging=False)
    except CharterErrors:
        return
    for one in remarks(charter, damaged, ACTS, file="x"):
        assert tell_remark(one, NullTranslations())
