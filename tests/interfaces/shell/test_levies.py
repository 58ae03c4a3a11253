"""`koinon charter levy`: a levy worked out step by step, or why it cannot be, in one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from koinon.interfaces.shell.main import run

PAGE = Path(__file__).parents[3] / "docs/reference/charter.md"
TEXT = PAGE.read_text(encoding="utf-8")
MAIN, *PARTS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
RATES = """
[levies.rates]
title = { en = "dues", fr = "cotisation" }
article = "22"
need = false
charge = "due"
steps = [
  { name = "share", kind = "share", of = "weight:votes" },
  { name = "by_size", kind = "rate", rate = "1/300 EUR", of = "population", title = TITLE },
  { name = "third", kind = "rate", rate = "-100000 EUR", of = "share" },
  { name = "due", kind = "sum", of = ["by_size", "third"] },
]
""".replace("TITLE", '{ en = "per head", fr = "par habitant" }')


@pytest.fixture
def charter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The county of the reference page, as a file here, with one more levy."""
    part = next(one for one in PARTS if "[levies.county]" in one)
    text = MAIN.partition("[rosters")[0] + part.replace(
        "[levies.county]", RATES[1:] + "[levies.county]"
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "county.toml").write_text(text, encoding="utf-8")
    return "county.toml"


def asked(*words: str) -> list[str]:
    return ["charter", "levy", "county.toml", *words]


def test_the_page_shows_what_the_command_prints(
    charter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line, said = re.findall(r"```\n\$ \./koinon (charter levy .*?)\n(.*?)```", TEXT, re.DOTALL)[0]
    assert run(line.split()) == 0
    assert capsys.readouterr().out.replace("\u00a0", " ") == said


def test_steps_are_told_in_the_language_asked_for_with_their_units(
    charter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(asked("rates", "--members", "two", "--language", "fr")) == 0
    lines = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ").splitlines()
    assert lines[0] == "cotisation"
    assert re.split(r"  +", lines[2].strip()) == [
        "share",
        "par habitant",
        "third",
        "due",
        "Montant réclamé",
    ]
    rows = {re.split(r"  +", line)[0]: re.split(r"  +", line)[1:] for line in lines[3:]}
    assert rows["bruges"][0] == "0,545454…"
    assert rows["bruges"][1] == "396,666666… EUR"
    assert rows["mons"][1] == "320,00 EUR"
    assert rows["bruges"][2].startswith("−54 545,454545…")
    assert rows["Tous les membres"] == ["−99 283,33 EUR"]


def test_what_everyones_limit_leaves_is_told(
    charter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(charter)
    text = file.read_text(encoding="utf-8").partition("[[levy_cases]]")[0]
    file.write_text(text.replace("leave short", "redistribute"), encoding="utf-8")
    words = ("--members", "two", "--need", "1000.5", "--figure", "subsidy=0")
    assert run(asked("county", *words, "--limit", "mons=1", "--limit", "bruges=0.25")) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Not covered by this: 999.25 EUR." in said
    assert "998.75 EUR cannot be collected: everyone is at its legal cap." in said


def test_members_come_from_a_table_with_the_facts_the_levy_needs(
    charter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("cities.csv").write_text("city,tax_power,grants\na,3/2,0\nb,1,1/2\n", encoding="utf-8")
    words = ("--members", "cities.csv", "--need", "300", "--figure", "subsidy=-1")
    assert run(asked("county", *words)) == 0
    assert "All members" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--need", "5"), "charter levy: say who pays, --members ROSTER or a CSV file."),
        (("--members", "two"), "--need: say what is to be raised, in EUR: --need 100000."),
        (
            ("--members", "two", "--need", "1/3"),
            "--need: 1/3 is no amount of EUR that could be paid; write zero or more, with no more "
            "decimals than the currency has.",
        ),
        (
            ("--members", "two", "--need", "-3"),
            "--need: -3 is no amount of EUR that could be paid; write zero or more, with no more "
            "decimals than the currency has.",
        ),
        (
            ("--members", "two", "--need", "many"),
            "--need: 'many' is no number; write 1000, 12.50 or a fraction such as 35/1000.",
        ),
        (
            ("--members", "two", "--need", "5", "--figure", "prices=1"),
            "--figure: 'prices' is no figure of this charter; there are subsidy.",
        ),
        (
            ("--members", "two", "--need", "5", "--figure", "subsidy"),
            "--figure: write subsidy=VALUE, once.",
        ),
        (
            ("--members", "two", "--need", "5", "--figure", "subsidy=1", "--figure", "subsidy=2"),
            "--figure: write subsidy=VALUE, once.",
        ),
        (
            ("--members", "two", "--need", "5", "--limit", "ghent=1"),
            "--limit: 'ghent' is no member here; there are bruges, mons.",
        ),
        (
            ("--members", "three", "--need", "5"),
            "--members: 'three' is no roster of this charter (there are two); name one, or a CSV "
            "file.",
        ),
        (
            ("--members", "two", "--need", "5", "--language", "nl"),
            "--language: 'nl' is none of the charter's, en, fr.",
        ),
    ],
)
def test_what_is_asked_wrongly_is_told_in_one_sentence(
    charter: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert run(asked("county", *words)) == 2
    assert capsys.readouterr() == ("", f"koinon: {sentence}\n")


def test_a_need_where_the_steps_say_what_comes_in_is_refused(
    charter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(asked("rates", "--members", "two", "--need", "5")) == 2
    assert "--need: the steps of this levy say themselves what comes in" in capsys.readouterr().err


def test_what_cannot_be_worked_out_is_told_at_the_line_of_its_step(
    charter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = Path(charter).read_text(encoding="utf-8").splitlines()
    net, capacity = (
        1 + next(at for at, line in enumerate(lines) if f'name = "{name}"' in line)
        for name in ("net_need", "capacity")
    )
    assert run(asked("county", "--members", "two", "--need", "5")) == 2
    assert capsys.readouterr().err == (
        f"koinon: county.toml, line {net}, levies.county.steps[1]: this cannot be worked out for "
        "these members: the figure “subsidy” is not given; give it with --figure subsidy=…\n"
    )
    Path("cities.csv").write_text("city,tax_power,population\na,1,5\n", encoding="utf-8")
    words = ("--members", "cities.csv", "--need", "5", "--figure", "subsidy=1")
    assert run(asked("county", *words, "--language", "fr")) == 2
    assert capsys.readouterr().err == (
        f"koinon: county.toml, ligne {capacity}, levies.county.steps[2]\u00a0: ceci ne peut être "
        "calculé pour ces membres\u00a0: a n’a pas de «\u202fgrants\u202f»\u202f; ajoutez-le au "
        "tableau des membres.\n"
    )


def test_members_without_what_they_are_weighed_by_are_named(
    charter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("cities.csv").write_text("city,tax_power\na,1\n", encoding="utf-8")
    assert run(asked("rates", "--members", "cities.csv")) == 2
    assert capsys.readouterr().err == (
        "koinon: --members: a has no population, by which it is weighed; add it.\n"
    )
