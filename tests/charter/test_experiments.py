"""What a charter says about experiments, and the mistakes in it with their places."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from tests.assembly.experimenting import TRIED
from tests.charter.test_parsing import mistakes

from koinon.charter.document_experiments import Experiment
from koinon.charter.explaining import explain
from koinon.charter.parsing import parse_charter
from koinon.charter.statements import say

SECOND = """[experiments.other]
title = {en = "Other", fr = "Autre"}
article = "21"
until = "2025-07-31"
evaluated_by = "auditor"
evaluate_by = "2025-07-31"
acts = ["cities.certify_fact/1", "cities.record_legal_limit/1"]

[authority]"""
BOTH = 'acts = ["assembly.admit_city/1", "cities.record_legal_limit/1"]'
AT = "experiments.pilot"


def test_an_experiment_is_read_as_it_is_written() -> None:
    assert parse_charter(TRIED, file="charter").experiments == (
        Experiment(
            id="pilot",
            title=(("en", "Joining by pilot"), ("fr", "Adhésion pilote")),
            article="20",
            until="2025-06-30",
            evaluated_by="auditor",
            evaluate_by="2025-05-31",
            matters=("pilot",),
            acts=("assembly.admit_city/1", "cities.record_legal_limit/1"),
            levies=(),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("2025-06-30", "2025-06-31", "no_day", f"{AT}.until"),
        ("2025-06-30", "soon", "no_day", f"{AT}.until"),
        ("2025-06-30", "9999-12-31", "day_too_far", f"{AT}.until"),
        ("2025-05-31", "31 May 2025", "no_day", f"{AT}.evaluate_by"),
        ("2025-05-31", "1025-05-31", "day_too_far", f"{AT}.evaluate_by"),
        ("2025-05-31", "2025-07-01", "evaluated_after", f"{AT}.evaluate_by"),
        ('until = "2025-06-30"\n', "", "missing", f"{AT}.until"),
        ('by = "auditor"', 'by = "council"', "not_declared", f"{AT}.evaluated_by"),
        ('20.2", seat = "auditor"', '20.2", body = "council"', "evaluator_without_power",
         f"{AT}.evaluated_by"),
        ('["pilot"]', '["pilots"]', "not_declared", f"{AT}.matters[1]"),
        ('["pilot"]', "[]", "empty", f"{AT}.matters"),
        ('["pilot"]', '["ordinary"]', "experiment_needed_matter", f"{AT}.matters[1]"),
        (BOTH, 'acts = ["cities.certify/1"]', "not_declared", f"{AT}.acts[1]"),
        (BOTH, 'acts = ["assembly.amend_charter/1"]', "experiment_needed", f"{AT}.acts[1]"),
        (BOTH, 'acts = ["assembly.record_evaluation/1"]', "experiment_needed", f"{AT}.acts[1]"),
        (BOTH, 'acts = ["assembly.cast_vote/2"]', "experiment_needed", f"{AT}.acts[1]"),
        (BOTH, 'acts = ["assembly.close_vote/1"]', "experiment_by_clock", f"{AT}.acts[1]"),
        (BOTH, 'levies = ["general"]', "not_declared", f"{AT}.levies[1]"),
        (f'matters = ["pilot"]\n{BOTH}\n', "", "experiment_empty", AT),
        (BOTH, f"{BOTH}\nact = []", "unknown_key", f"{AT}.act"),
        ("[authority]", SECOND, "two_experiments", "experiments.other.acts[2]"),
    ],
)  # fmt: skip
def test_mistakes_about_experiments_have_their_place(
    old: str, new: str, code: str, key: str
) -> None:
    assert old in TRIED
    found = mistakes(TRIED.replace(old, new, 1) if old != '["pilot"]' else _matters(new))
    assert [(one.code, one.key) for one in found] == [(code, key)]


def _matters(new: str) -> str:
    return TRIED.replace('matters = ["pilot"]', f"matters = {new}")


def test_experiments_are_explained_sentence_by_sentence() -> None:
    charter = parse_charter(TRIED, file="charter")
    told = [
        say(one, NullTranslations(), "en")
        for one in explain(charter)
        if one.code.startswith("experiment")
    ]
    assert told == [
        "Article 20, Joining by pilot: an experiment until the end of 2025-06-30.",
        "Later, nothing more is proposed under “Pilots”.",
        "Later, nobody does assembly.admit_city/1 any more, and no new proposal encloses it.",
        "Later, nobody does cities.record_legal_limit/1 any more, and no new proposal encloses it.",
        "Auditor evaluates it by 2025-05-31.",
        "Without an evaluation no amendment of the charter lets it go on.",
    ]
