"""What a charter says of associates, how it is explained, and the mistakes in it."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from tests.assembly.associates import ASSOCIATED, silenced
from tests.charter.test_parsing import mistakes

from koinon.charter.document_associates import Associates
from koinon.charter.explaining import explain
from koinon.charter.parsing import parse_charter
from koinon.charter.statements import say

MAY = 'may = ["assembly.open_proposal/1", "assembly.acknowledge_notice/1", '


def test_who_has_a_voice_where_and_may_do_what() -> None:
    charter = parse_charter(ASSOCIATED, file="league.toml")
    assert charter.associates == Associates(
        "2.4",
        (("en", "associate"), ("fr", "associé")),
        ("council",),
        (
            "assembly.open_proposal/1",
            "assembly.acknowledge_notice/1",
            "assembly.end_association/1",
        ),
    )
    assert parse_charter(silenced(ASSOCIATED), file="league.toml").associates is None


def test_it_is_explained() -> None:
    told = explain(parse_charter(ASSOCIATED, file="league.toml"))
    said = [say(one, NullTranslations(), "en") for one in told if one.code.startswith("associ")]
    assert said == [
        "Article 2.4. A city can be admitted with a voice and without a vote, as associate.",
        "It has a seat with a voice in this body: Council.",
        "Its delegate may do this, as those of members may: assembly.open_proposal/1.",
        "Its delegate may do this, as those of members may: assembly.acknowledge_notice/1.",
        "Its delegate may do this, as those of members may: assembly.end_association/1.",
        "It is in no electorate, no quorum and no levy; all other acts are for members alone.",
    ]
    start, end = ASSOCIATED.index("may = ["), ASSOCIATED.index("[membership]")
    silent = explain(parse_charter(ASSOCIATED[:start] + ASSOCIATED[end:], file="league.toml"))
    said = [say(one, NullTranslations(), "en") for one in silent if one.code == "associates.voice"]
    assert said == ["Its delegate attends, speaks and gets the papers, and does no act."]


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('bodies = ["council"]', 'bodies = ["councl"]', "not_declared", "associates.bodies[1]"),
        ('bodies = ["council"]\nmay', "may", "missing", "associates.bodies"),
        ('bodies = ["council"]\nmay', "bodies = []\nmay", "empty", "associates.bodies"),
        (
            'bodies = ["council"]\nmay',
            'bodies = ["council", "council"]\nmay',
            "twice",
            "associates.bodies[2]",
        ),
        (
            MAY,
            'may = ["assembly.cast_vote/2", "assembly.acknowledge_notice/1", ',
            "associates_no_vote",
            "associates.may[1]",
        ),
        (
            MAY,
            'may = ["assembly.announce_leaving/1", "assembly.acknowledge_notice/1", ',
            "associates_no_vote",
            "associates.may[1]",
        ),
        (
            MAY,
            'may = ["assembly.acknowledge_notice/1", "cities.certify_fact/1", ',
            "associates_not_granted",
            "associates.may[2]",
        ),
        ('article = "2.4"\ntitle', "title", "missing", "associates.article"),
        (', fr = "associé" }', " }", "missing", "associates.title.fr"),
        (
            'article = "2.4"\ntitle',
            'artcle = "2.4"\narticle = "2.4"\ntitle',
            "unknown_key",
            "associates.artcle",
        ),
    ],
)
def test_mistakes_about_associates_have_their_place(
    old: str, new: str, code: str, key: str
) -> None:
    assert ASSOCIATED.count(old) == 1, old
    found = mistakes(ASSOCIATED.replace(old, new))
    assert (code, key) in [(one.code, one.key) for one in found]
    expected = {code, "associates_not_granted"} if key.startswith("associates.bodies") else {code}
    assert {one.code for one in found} <= expected


def test_nobody_is_admitted_where_nothing_is_said_of_associates() -> None:
    start, end = ASSOCIATED.index("[associates]"), ASSOCIATED.index("[membership]")
    (found,) = mistakes(ASSOCIATED[:start] + ASSOCIATED[end:])
    assert (found.code, found.key) == (
        "associates_undeclared",
        'authority."assembly.admit_associate/1"',
    )
