"""Every mistake in a charter is found, told with its line and key, and all at once."""

from __future__ import annotations

from fractions import Fraction
from gettext import NullTranslations

import pytest
from tests.charter.test_explaining import EVERY_KIND
from tests.charter.test_templates import TEMPLATES

from koinon.charter.mistakes import CharterMistake
from koinon.charter.parsing import CharterErrors, parse_charter
from koinon.charter.texts import tell
from koinon.methods.apportionment import Method
from koinon.methods.rules import (
    All,
    AnyOf,
    Count,
    IncludesLargest,
    Jagiellonian,
    Opponents,
    Quorum,
    Share,
)
from koinon.methods.weights import Apportioned, SquareRoot

SQUARE_ROOT = next(p for p in TEMPLATES if p.stem == "square-root").read_text(encoding="utf-8")
DOUBLE = next(p for p in TEMPLATES if p.stem == "double-majority").read_text(encoding="utf-8")


def mistakes(text: str) -> tuple[CharterMistake, ...]:
    with pytest.raises(CharterErrors) as caught:
        parse_charter(text, file="league.toml")
    for mistake in caught.value.mistakes:
        assert tell(mistake, NullTranslations()).startswith("league.toml, line ")
    return caught.value.mistakes


def only(text: str) -> tuple[str, int, str, dict[str, str]]:
    (mistake,) = mistakes(text)
    return mistake.code, mistake.line, mistake.key, dict(mistake.facts)


def changed(old: str, new: str, text: str = SQUARE_ROOT) -> tuple[str, int]:
    """Change the one place `old`, and give the text with the line the change is on."""
    assert text.count(old) == 1, old
    return text.replace(old, new), text[: text.index(old)].count("\n") + 1


def test_the_square_root_charter_as_data() -> None:
    charter = parse_charter(SQUARE_ROOT, file="league.toml")
    assert charter.weighting("votes").weights == SquareRoot("population", 6)
    assert charter.rule("ordinary").rule == Share("votes", "all", Jagiellonian(6), strict=False)
    assert charter.rule("accession").rule == All(
        (
            Share("votes", "all", Jagiellonian(6), strict=False),
            Share("votes", "cast", Fraction(2, 3), strict=False),
        )
    )
    matter = charter.matter("accession")
    assert (matter.notice_days, matter.voting_days, matter.abstention) == (28, 14, "ignored")
    assert (charter.time_zone, charter.currency) == ("Europe/Brussels", "EUR")
    assert dict(charter.names)["ar"] == "رابطة المدن"


def test_every_other_kind_as_data() -> None:
    rule = parse_charter(DOUBLE, file="x").rule("ordinary").rule
    assert rule == All(
        (
            Share("cities", "all", Fraction(55, 100), strict=False),
            AnyOf((Share("people", "all", Fraction(65, 100), strict=False), Opponents(3, "all"))),
        )
    )
    charter = parse_charter(EVERY_KIND, file="x")
    assert charter.rule("mixed").rule == All(
        (
            Count(1, "coast"),
            IncludesLargest("table", Fraction(1, 4)),
            Quorum("tier", Fraction(1, 2), strict=True),
            Opponents(2, "cast"),
        )
    )
    assert charter.weighting("shared").weights == Apportioned(
        "people", Method("sainte_lague", 1, 40), 100
    )
    assert (charter.body("board").group, charter.body("board").votes_per_seat) == ("coast", 5)


ORDINARY = (
    'acts = ["assembly.open_election/1", "assembly.open_participatory_budget/1", '
    '"assembly.open_participatory_budget/2", '
    '"treasury.adopt_budget/1", '
    '"treasury.adopt_levy/1", "treasury.adopt_levy/2", "treasury.commit/1", '
    '"treasury.lift_suspension/1", "forum.answer_initiative/1"]'
)

ELSEWHERE = {
    "digit = 6": "[weights.votes]",
    "notice_days = 28\nnotice_day = 3": "notice_day = 3",
    'notice_days = 28\nsecrecy = "secret"': 'secrecy = "secret"',
    "notice_days = 28\nproxies_per_holder = 101": "proxies_per_holder = 101",
    'article = "4.1", seat = "treasurer"': 'acts = ["assembly.admit_city/1"]',
    "acts = []": '"assembly.admit_city/1" = { article = "4.1", by = "decision" }',
    'acts = ["assembly.admit_city/1"]': 'acts = ["assembly.admit_city/1"]',
    'yes = ["aster"]\nno = ["aster"]': 'no = ["aster"]',
}
"""Changes whose mistake stands on another line than theirs, and that line."""


@pytest.mark.parametrize(
    ("old", "new", "code", "key", "facts"),
    [
        (
            'time_zone = "Europe/Brussels"',
            'time_zone = "Europe/Brusels"',
            "no_time_zone",
            "coalition.time_zone",
            {"near": "Europe/Brussels", "value": "Europe/Brusels"},
        ),
        ("digits = 6", "digit = 6", "missing", "weights.votes.digits", {}),
        (
            "digits = 6",
            "digits = 13",
            "out_of_range",
            "weights.votes.digits",
            {"value": "13", "low": "0", "high": "12"},
        ),
        (
            "digits = 6",
            "digits = true",
            "wrong_type",
            "weights.votes.digits",
            {"expected": "a whole number", "value": "true"},
        ),
        (
            'kind = "square_root"',
            'kind = "squareroot"',
            "not_one_of",
            "weights.votes.kind",
            {"value": "squareroot", "near": "square_root"},
        ),
        (
            'at_least = "2/3"',
            "at_least = 0.55",
            "decimal",
            "rules.accession.all[2].at_least",
            {"value": "0.55", "remedy": "55/100"},
        ),
        (
            'at_least = "2/3"',
            'at_least = "3/2"',
            "not_a_share",
            "rules.accession.all[2].at_least",
            {"value": "3/2"},
        ),
        (
            'at_least = "2/3"',
            'at_least = "2/3", over = "1/2"',
            "one_threshold",
            "rules.accession.all[2]",
            {},
        ),
        ('at_least = "2/3"', 'over = "1"', "never_met", "rules.accession.all[2].over", {}),
        (
            'of = "cast", at_least = "2/3"',
            'of = "cast", at_least = "jagiellonian"',
            "jagiellonian",
            "rules.accession.all[2].at_least",
            {},
        ),
        (
            'share = "votes", of = "cast"',
            'share = "vots", of = "cast"',
            "not_declared",
            "rules.accession.all[2].share",
            {"value": "vots", "near": "votes"},
        ),
        (
            'share = "votes", of = "cast"',
            'share = "votes", quorum = "votes", of = "cast"',
            "one_condition",
            "rules.accession.all[2]",
            {},
        ),
        (
            "notice_days = 28",
            "notice_days = 28\nnotice_day = 3",
            "unknown_key",
            "matters.accession.notice_day",
            {"value": "notice_day", "near": "notice_days"},
        ),
        (
            "notice_days = 28",
            'notice_days = 28\nsecrecy = "secret"',
            "not_built",
            "matters.accession.secrecy",
            {"value": "secret"},
        ),
        (
            "notice_days = 28",
            "notice_days = 28\nproxies_per_holder = 101",
            "out_of_range",
            "matters.accession.proxies_per_holder",
            {"value": "101", "low": "0", "high": "100"},
        ),
        (
            'leave_at = "end of year"',
            'leave_at = "at once"',
            "not_one_of",
            "membership.leave_at",
            {"value": "at once", "near": "", "known": "“end of notice”, “end of year”"},
        ),
        (
            'lost = "voting"',
            'lost = "office"',
            "not_built",
            "arrears.lost",
            {"value": "office"},
        ),
        (
            "notice_days = 30\nlost",
            "notice_days = 0\nlost",
            "out_of_range",
            "arrears.notice_days",
            {"value": "0", "low": "1", "high": "366"},
        ),
        (
            'restored_by = "payment"',
            'restored_by = "paying"',
            "not_one_of",
            "arrears.restored_by",
            {"value": "paying", "near": "payment", "known": "“decision”, “payment”"},
        ),
        (
            '"cities.certify_fact/1" = { article = "4.2", seat = "secretariat" }',
            '"cities.certify_fact/1" = { article = "4.2", seat = "secretary" }',
            "not_declared",
            'authority."cities.certify_fact/1".seat',
            {"value": "secretary", "near": "secretariat"},
        ),
        (
            '"cities.certify_fact/1" = {',
            '"certify fact" = {',
            "bad_act_type",
            'authority."certify fact"',
            {"value": "certify fact"},
        ),
        (
            'article = "4.2", seat = "secretariat"',
            'article = "4.2"',
            "one_holder",
            'authority."cities.certify_fact/1"',
            {},
        ),
        (
            'article = "4.1", by = "decision"',
            'article = "4.1", by = "decision", up_to = 5',
            "limit_without_seat",
            'authority."assembly.admit_city/1".up_to',
            {},
        ),
        (
            'article = "4.1", by = "decision"',
            'article = "4.1", by = "decision", signed = true',
            "signed_without_seat",
            'authority."assembly.admit_city/1".signed',
            {},
        ),
        (
            'article = "4.2", seat = "secretariat"',
            'article = "4.2", seat = "secretariat", signed = "pass key"',
            "not_one_of",
            'authority."cities.certify_fact/1".signed',
            {"value": "pass key", "known": "“any”, “passkey”, “verified passkey”"},
        ),
        (
            'article = "4.2", seat = "secretariat"',
            'article = "4.2", seat = "secretariat", signed = false',
            "wrong_type",
            'authority."cities.certify_fact/1".signed',
            {"value": "false", "expected": "text"},
        ),
        (
            '"treasury.pay/1" = { article = "8.6", seat = "treasurer" }',
            '"treasury.pay/1" = { article = "8.6", seat = "auditor" }',
            "audits_itself",
            'authority."treasury.pay/1"',
            {"seat": "auditor", "value": "treasury.pay/1"},
        ),
        ("answer_days = 30\n", "", "unanswered_without_days", "disputes.unanswered", {}),
        (
            'article = "4.1", by = "decision"',
            'article = "4.1", seat = "treasurer"',
            "no_authority",
            "matters.accession.acts[1]",
            {"value": "assembly.admit_city/1"},
        ),
        (
            'acts = ["assembly.admit_city/1"]',
            "acts = []",
            "no_matter",
            'authority."assembly.admit_city/1"',
            {"value": "assembly.admit_city/1"},
        ),
        (
            ORDINARY,
            'acts = ["assembly.admit_city/1"]',
            "two_matters",
            "matters.accession.acts[1]",
            {"value": "assembly.admit_city/1", "other": "ordinary"},
        ),
        (
            'seats = "one per member"',
            'seats = "two"',
            "seats_not_understood",
            "bodies.council.seats",
            {"value": "two"},
        ),
        (
            'format = "koinon-charter/1"',
            'format = "koinon-charter/2"',
            "not_one_of",
            "format",
            {"value": "koinon-charter/2", "near": "koinon-charter/1"},
        ),
        (
            "[seats.treasurer]",
            "[seats.Treasurer]",
            "bad_id",
            "seats.Treasurer",
            {"value": "Treasurer"},
        ),
        (
            'currency = "EUR"',
            'currency = "EURO"',
            "no_currency",
            "coalition.currency",
            {"value": "EURO", "near": "EUR"},
        ),
        (
            'en = "votes", fr = "voix"',
            'en = "votes", fr = ""',
            "text_size",
            "weights.votes.title.fr",
            {"count": "0", "limit": "200"},
        ),
        (
            'en = "votes", fr = "voix"',
            'en = "votes", de = "Stimmen", fr = "voix"',
            "unknown_key",
            "weights.votes.title.de",
            {"value": "de"},
        ),
        (
            "elm = { population = 10000 }",
            "elm = { people = 10000, population = 1 }",
            "unknown_key",
            "rosters.five.elm.people",
            {"value": "people"},
        ),
        (
            'yes = ["aster", "birch", "elm"]',
            'yes = ["aster", "birch", "oak"]',
            "no_such_member",
            "cases[3].yes",
            {"value": "oak"},
        ),
        (
            'yes = ["aster", "birch", "elm"]',
            'yes = ["aster"]\nno = ["aster"]',
            "twice",
            "cases[3].no",
            {"value": "aster"},
        ),
        (
            'yes = ["aster", "birch", "elm"]',
            'split = { elm = { yes = "1/2" } }',
            "split_not_whole",
            "cases[3].split.elm",
            {},
        ),
    ],
)
def test_one_mistake_is_told_with_its_line(
    old: str, new: str, code: str, key: str, facts: dict[str, str]
) -> None:
    text, line = changed(old, new)
    found = [m for m in mistakes(text) if m.code == code]
    assert [m.key for m in found][:1] == [key]
    assert facts.items() <= dict(found[0].facts).items()
    assert text.split("\n")[found[0].line - 1] == ELSEWHERE.get(new, text.split("\n")[line - 1])


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        (
            'quorum = "cities", at_least',
            'share = "cities", of = "all", at_least',
            "quorum_alone",
            "meetings.council.quorum",
        ),
        ("[meetings.council]", "[meetings.board]", "not_declared", "meetings.board"),
        ('chair = "president"', 'chair = "presidency"', "not_declared", "meetings.council.chair"),
        (
            "objection_days = 2",
            "objection_days = 61",
            "out_of_range",
            "meetings.council.objection_days",
        ),
    ],
)
def test_mistakes_about_meetings_have_their_place(old: str, new: str, code: str, key: str) -> None:
    text, _ = changed(old, new, DOUBLE)
    found = mistakes(text)
    assert [(one.code, one.key) for one in found] == [(code, key)]


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    text = SQUARE_ROOT.replace("digits = 6", "digits = 60").replace('"EUR"', '"EURO"')
    text = text.replace('at_least = "2/3"', "at_least = 0.5")
    assert [m.code for m in mistakes(text)] == ["no_currency", "out_of_range", "decimal"]


def test_steps_groups_bounds_and_parts_that_make_no_sense() -> None:
    text, _ = changed('{ votes = "5/2" }', '{ up_to = 10, votes = "5/2" }', EVERY_KIND)
    assert only(text)[0] == "steps_not_rising"
    text, _ = changed("minimum = 1\n", "minimum = 41\n", EVERY_KIND)
    assert only(text)[0] == "bounds"
    text, _ = changed('members = ["ghent", "bruges"]', "members = []", EVERY_KIND)
    assert only(text)[0] == "empty"
    text, _ = changed('members = ["ghent", "bruges"]', 'members = ["ghent", "Bruges"]', EVERY_KIND)
    assert only(text)[:3] == ("unfit", 38, "groups.coast.members[2]")


def test_a_case_is_about_members_of_the_body_that_decides() -> None:
    case = """
[matters.m]
title = { en = "m" }
article = "1"
body = "board"
rule = "mixed"
notice_days = 1
voting_days = 1
vote_from = "delegate"
abstention = "present"
acts = []
[rosters.r]
ROSTER
[[cases]]
title = "c"
matter = "m"
members = "r"
yes = ["ghent", "mons"]
passes = true
"""
    both = EVERY_KIND + case.replace("ROSTER", "ghent = { people = 1 }\nmons = { people = 1 }")
    assert (only(both)[0], only(both)[2]) == ("no_such_member", "cases[1].yes")
    none = EVERY_KIND + case.replace("ROSTER", "mons = { people = 1 }")
    none = none.replace('yes = ["ghent", "mons"]', "yes = []")
    assert (only(none)[0], only(none)[2]) == ("nobody_sits", "cases[1].members")


def test_toml_that_cannot_be_read_is_one_mistake_with_its_line() -> None:
    assert only("a = 1\nb = [")[:3] == ("not_toml", 2, "")
    assert only("a = 1\nb = '\0'")[:3] == ("bad_character", 2, "")
