"""What a charter says about initiatives, and the mistakes in it with their places."""

from __future__ import annotations

import pytest
from tests.charter.test_parsing import SQUARE_ROOT, changed, mistakes


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        (
            'share = "1/200"\n',
            'share = "1/200"\nsignatures = 5\n',
            "signatures_or_share",
            "initiatives",
        ),
        ('share = "1/200"\nof = "population"\n', "", "signatures_or_share", "initiatives"),
        ('of = "population"\ncities', 'of = "people"\ncities', "not_declared", "initiatives.of"),
        ('of = "population"\ncities', "cities", "missing", "initiatives.of"),
        ("check_days = 14\n", "", "grounds_and_days", "initiatives"),
        ('answered_by = "council"', 'answered_by = "c"', "not_declared", "initiatives.answered_by"),
        ("answer_days = 90", "answer_days = 0", "out_of_range", "initiatives.answer_days"),
        ("cities = 3\neach", "cities = 0\neach", "out_of_range", "initiatives.cities"),
        ("collect_days = 180\n", "", "missing", "initiatives.collect_days"),
        (
            "check_days = 14\n",
            "check_days = 14\nstarters = 0\n",
            "out_of_range",
            "initiatives.starters",
        ),
        (
            "check_days = 14\n",
            "check_days = 14\nstarters = 7\n",
            "starters_alone",
            "initiatives.starters",
        ),
    ],
)
def test_mistakes_about_initiatives_have_their_place(
    old: str, new: str, code: str, key: str
) -> None:
    text, _ = changed(old, new)
    assert [(one.code, one.key) for one in mistakes(text)] == [(code, key)]


def test_residents_act_only_where_cities_attest_them() -> None:
    text = SQUARE_ROOT[: SQUARE_ROOT.index("[initiatives]")]
    rest = SQUARE_ROOT[SQUARE_ROOT.index("[seats.arbiter]") :]
    found = mistakes(text + rest)
    assert {one.code for one in found} == {"residents_unattested"}
    assert [one.key for one in found] == [
        f'authority."forum.{name}/1"'
        for name in (
            "start_initiative",
            "sign_initiative",
            "withdraw_signature",
            "withdraw_initiative",
        )
    ]
    body = SQUARE_ROOT.replace("[bodies.council]", "[bodies.residents]").replace(
        '"council"', '"residents"'
    )
    body = body.replace("[meetings.council]", "[meetings.residents]")
    assert [(one.code, one.key) for one in mistakes(body)] == [
        ("residents_body", "bodies.residents")
    ]
