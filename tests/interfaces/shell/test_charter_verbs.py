"""`koinon charter check|explain|try|diff|new|list` as an adviser uses them on files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.charter.test_calls import TEXT

from koinon.charter.drafting import statute_names, template, template_names
from koinon.interfaces.shell.main import run

LEVY = """
[levies.dues]
title = { en = "dues" }
article = "9"
need = true
charge = "due"
steps = [{ name = "due", kind = "quota", amount = "need", by = "people" }]
[[levy_cases]]
title = "A thousand"
levy = "dues"
members = "five"
need = "1000 TND"
charges = { bruges = "250 TND" }
"""
Out = pytest.CaptureFixture[str]
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[3] / "src")}


def lines(out: Out) -> list[str]:
    return out.readouterr().out.splitlines()


@pytest.fixture
def called(tmp_path: Path) -> str:
    file = tmp_path / "called.toml"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


def test_a_sound_charter_is_said_to_be_so(called: str, capsys: Out) -> None:
    assert run(["charter", "check", called]) == 0
    assert lines(capsys) == [
        f"{called}: no mistake. Cases that are decided as they say: 3 (1 pass, 2 do not). Levy "
        "cases that are charged as they say: 0.",
        f"{called}, line 48, rules.mixed: no matter is decided by the rule “mixed”; name it in a "
        "matter, or delete it.",
    ]
    Path(called).write_text(TEXT.replace("passes = true", "passes = false"), encoding="utf-8")
    assert run(["charter", "check", called]) == 2
    assert "and the case says it does not; mend the rule or the case" in capsys.readouterr().err


def test_a_vote_is_tried_line_by_line(called: str, capsys: Out) -> None:
    vote = ["charter", "try", called, "--matter", "called", "--members", "five", "--yes"]
    assert run([*vote, "bruges,ghent", "--no", "lille,mons", "--no", "namur"]) == 1
    assert lines(capsys) == [
        "called: does not pass (article 3)",
        "- a first vote, which decides unless a second is called for:",
        "-   counted by cities, more than 50% of what is present is in favour;  [2 of 5; > 2.5]",
        "- a second vote is called for when this holds:",
        "-   at least one of these holds:",
        "-     all of these hold:",
        "-       at least 2 members call;  [0 of 5; >= 2]",
        "-       at least 1 member of coastal cities calls;  [0 of 2; >= 1]",
        "-     counted by Hundred, the members that call have more than 50% of the whole;  "
        "[0 of 100; > 50]",
        "-     counted by Hundred, the members that call have at least 50% of what takes part in "
        "the programme;  [0 of 100; >= 50]",
        "-     the member with the most, counted by Hundred, calls;  [0 of 100; >= 38]",
        "+ the second vote, over the same votes, replaces the first result where this holds of the "
        "votes in favour (adopted) or of those against (rejected); else the first result stands:",
        "+   counted by Hundred, at least 51% of the whole is in favour;  [63 of 100; >= 51]",
        "",
        "member  cities  Hundred  vote",
        "bruges  1       25       yes",
        "ghent   1       38       yes",
        "lille   1       13       no",
        "mons    1       12       no",
        "namur   1       12       no",
        "",
    ]
    assert run([*vote, "bruges,ghent", "--no", "mons", "--calling", "bruges,mons"]) == 0
    told = lines(capsys)
    assert told[0] == "called: passes (article 3)"
    assert "mons    1       12       no, calls" in told
    assert "lille   1       13       absent" in told


def splitting(folder: Path, name: str) -> str:
    """A template in which delegates may split their votes."""
    text = template(name).replace('vote_from = "delegate"', 'vote_from = "delegate, may split"')
    assert text != template(name)
    file = folder / "splitting.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_members_come_from_a_table_and_split_their_votes(tmp_path: Path, capsys: Out) -> None:
    table = tmp_path / "cities.csv"
    table.write_text("city,population\nghent,260000\nmons,90000\n", encoding="utf-8")
    file = splitting(tmp_path, "square-root")
    vote = ["charter", "try", file, "--matter", "ordinary", "--members", str(table)]
    split = ["--yes", "ghent=1/2", "--no", "ghent=1/2", "--yes", "mons", "--language", "fr"]
    assert run([*vote, *split]) == 1
    told = lines(capsys)
    assert told[0].startswith("affaires ordinaires")
    assert any(line.startswith("ghent") and line.endswith("oui 1/2 + non 1/2") for line in told)


def test_a_table_of_a_spreadsheet_that_writes_semicolons_is_read(
    tmp_path: Path, capsys: Out
) -> None:
    vote = ["charter", "try", "square-root", "--matter", "ordinary", "--yes", "ghent,mons"]
    said = []
    for mark in (",", ";", "\t"):
        table = tmp_path / "cities.csv"
        rows = (("city", "population"), ("ghent", "260000"), ("mons", "90000"))
        table.write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8")
        assert run([*vote, "--members", str(table)]) == 0
        said.append(lines(capsys))
    assert said[0] == said[1] == said[2]


def test_a_vote_in_parts_is_refused_where_votes_are_cast_in_one(capsys: Out) -> None:
    vote = ["--matter", "ordinary", "--members", "five", "--yes", "aster=1/2", "--no", "aster=1/2"]
    assert run(["charter", "try", "double-majority", *vote]) == 2
    assert "on “ordinary” a member's vote is cast in one" in capsys.readouterr().err
    calls = ["--matter", "ordinary", "--members", "five", "--calling", "aster"]
    assert run(["charter", "try", "double-majority", *calls]) == 2
    assert "calls for a second vote, and the rule" in capsys.readouterr().err


def test_nothing_is_left_in_english(called: str, tmp_path: Path, capsys: Out) -> None:
    vote = ["--matter", "ordinary", "--members", "five", "--yes", "aster=1/2", "--no", "aster=1/2"]
    file = splitting(tmp_path, "double-majority")
    assert run(["charter", "try", file, *vote, "--language", "fr"]) == 1
    told = lines(capsys)
    assert told[0] == "affaires ordinaires\xa0: n’est pas adopté (article 5.1)"
    assert told[2].endswith("[0,5 sur 5; >= 2,75]")
    assert told[-1].startswith("Cela serait adopté si ceux-ci aussi étaient pour")
    head = next(line for line in told if line.startswith("membre"))
    assert head.split() == ["membre", "villes", "habitants", "vote"]
    assert any(line.endswith("oui 1/2 + non 1/2") for line in told)
    assert run(["charter", "check", called, "--language", "es"]) == 0
    checked = lines(capsys)
    assert "ningún error" in checked[0]
    assert "ninguna materia se decide por la regla «mixed»" in checked[1]
    Path(called).write_text(TEXT.replace("passes = true", "passes = 1", 1), encoding="utf-8")
    assert run(["charter", "check", called, "--language", "es"]) == 2
    assert "escriba true o false." in capsys.readouterr().err
    assert run(["charter", "list", "--language", "ar"]) == 0
    assert "نموذج" in lines(capsys)[0]
    assert run(["charter", "diff", "square-root", "square-root", "--language", "fr"]) == 0
    assert lines(capsys) == ["Les deux chartes disent la même chose."]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "square-root"],
        ["explain", "square-root", "--language", "fr"],
        ["try", "square-root", "--matter", "ordinary", "--members", "five"],
        ["levy", "kansai-union", "tourism", "--members", "union", "--need", "1000"],
        ["levy", "kansai-union", "tourism"],
        ["diff", "square-root", "square-root"],
        ["list"],
    ],
)
def test_every_verb_works_in_a_process_of_its_own(words: list[str]) -> None:
    """Here the tests have set up what a command has to set up for itself."""
    program = (
        "import sys; from koinon.interfaces.shell.main import run; sys.exit(run(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "charter", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout


def test_what_is_not_utf_8_is_refused_with_its_line(tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes(template("square-root").encode().replace(b"\n", b"\n# si\xe8ges\n", 1))
    assert run(["charter", "check", str(file)]) == 2
    assert f"{file}, line 2: this is not UTF-8 text" in capsys.readouterr().err


def test_silence_that_counts_is_told_beside_the_member(capsys: Out) -> None:
    vote = ["charter", "try", "epci-creation", "--matter", "creation", "--members", "even"]
    assert run([*vote, "--yes", "a"]) == 0
    told = lines(capsys)
    assert sum(line.endswith("absent, counts in favour") for line in told) == 3
    assert run([*vote, "--no", "a,b,c,d"]) == 1
    assert "everybody else" not in capsys.readouterr().out, "nobody is left"


def test_no_sentence_for_a_terminal_has_marks_that_nobody_sees(capsys: Out) -> None:
    for name in (*template_names(), *statute_names()):
        assert run(["charter", "explain", name, "--language", "en"]) == 0
        assert not set("\u2066\u2067\u2068\u2069") & set(capsys.readouterr().out), name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--matter", "war"], "--matter: 'war' is no matter of this charter; there are ordinary"),
        ([], "--matter: say on which matter"),
        (["--matter", "ordinary", "--members", "six"], "'six' is no roster of this charter"),
        (["--matter", "ordinary", "--members", "no.csv"], "--members: there is no file no.csv."),
        (["--matter", "ordinary", "--yes", "oz"], "oz is no member that votes here"),
        (["--matter", "ordinary", "--yes", "aster=1/2"], "parts of aster's vote do not sum to 1"),
        (["--matter", "ordinary", "--yes", "aster=x"], "--yes, aster: 'x' is no number"),
        (["--matter", "ordinary", "--yes", "aster=1/0"], "--yes, aster: '1/0' is no number"),
        (["--matter", "ordinary", "--language", "nl"], "'nl' is none of the charter's"),
    ],
)
def test_what_cannot_be_tried_is_said_in_a_sentence(
    words: list[str], said: str, capsys: Out
) -> None:
    assert run(["charter", "try", "double-majority", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("city\n", "write a line of columns"),
        ("city,population\nghent\n", "line 2: write 2 columns"),
        ("city,population\nghent,many\n", "line 2, population: 'many' is no number"),
        ("city,population\nghent,1\nghent,2\n", "line 3: 'ghent' is no member's id"),
        ("city,people\nghent,1\n", "ghent has no population, by which it is weighed; add it."),
    ],
)
def test_a_table_that_cannot_be_read_is_named(
    text: str, said: str, tmp_path: Path, capsys: Out
) -> None:
    table = tmp_path / "cities.csv"
    table.write_text(text, encoding="utf-8")
    words = ["charter", "try", "square-root", "--matter", "ordinary", "--members", str(table)]
    assert run(words) == 2
    assert said in capsys.readouterr().err


def test_two_charters_are_compared_with_their_cases(tmp_path: Path, capsys: Out) -> None:
    changed = tmp_path / "changed.toml"
    text = template("double-majority").partition("[[cases]]")[0]
    changed.write_text(text.replace('"55/100"', '"1/2"'), encoding="utf-8")
    assert run(["charter", "diff", "double-majority", str(changed)]) == 1
    told = lines(capsys)
    assert "-     counted by cities, at least 55% of the whole is in favour;" in told
    assert "+     counted by cities, at least 50% of the whole is in favour;" in told
    assert not any(line.startswith("!") for line in told), "no case stands between the two"
    changed.write_text(text.replace('"55/100"', '"4/5"'), encoding="utf-8")
    assert run(["charter", "diff", "double-majority", str(changed)]) == 1
    flips = [line for line in lines(capsys) if line.startswith("!")]
    assert flips
    assert all("passes before, would not pass after." in line for line in flips)
    assert run(["charter", "diff", "double-majority", "double-majority"]) == 0
    assert lines(capsys) == ["The two charters say the same."]


def test_a_charter_whose_own_cases_fail_is_compared_all_the_same(
    tmp_path: Path, capsys: Out
) -> None:
    changed = tmp_path / "changed.toml"
    harder = template("double-majority").replace('"55/100"', '"4/5"')
    changed.write_text(harder, encoding="utf-8")
    assert run(["charter", "diff", "double-majority", str(changed)]) == 1
    told = lines(capsys)
    assert any(line.endswith("passes before, would not pass after.") for line in told)
    untrue = [line for line in told if "and the case says it does; mend the rule" in line]
    assert untrue
    assert all(line.startswith(f"! {changed}, line ") for line in untrue)
    broken = tmp_path / "broken.toml"
    broken.write_text(harder.replace('"4/5"', "0.8"), encoding="utf-8")
    assert run(["charter", "diff", "double-majority", str(broken)]) == 2


def test_levies_charged_otherwise_are_told_by_member(tmp_path: Path, capsys: Out) -> None:
    before, after = tmp_path / "before.toml", tmp_path / "after.toml"
    before.write_text(TEXT.replace("[[cases]]", f"{LEVY}[[cases]]", 1), encoding="utf-8")

    def diff(old: str, new: str) -> list[str]:
        text = before.read_text(encoding="utf-8").replace(old, new)
        head, _, rest = text.partition("[[levy_cases]]")
        after.write_text(f"{head}[[cases]]{rest.partition('[[cases]]')[2]}", encoding="utf-8")
        assert run(["charter", "diff", str(before), str(after)]) == 1
        return [line.replace("\xa0", " ") for line in lines(capsys) if line.startswith("!")]

    assert diff('by = "people"', 'by = "weight:heads"') == [
        "! A thousand: these would be charged otherwise after.",
        "!   bruges: 250.000 TND before, 200.000 TND after, 50.000 TND less",
        "!   ghent: 375.000 TND before, 200.000 TND after, 175.000 TND less",
        "!   lille: 125.000 TND before, 200.000 TND after, 75.000 TND more",
        "!   mons: 125.000 TND before, 200.000 TND after, 75.000 TND more",
        "!   namur: 125.000 TND before, 200.000 TND after, 75.000 TND more",
    ]
    gone = ["! A thousand: charged before, could not be charged after."]
    assert diff("[levies.dues]", "[levies.fees]") == gone
    heads = """
[facts.hands]
title = { en = "hands" }
unit = "hands"
boundary = "city"
[levies.dues]"""
    counted = before.read_text(encoding="utf-8").replace("[levies.dues]", heads)
    counted = counted.replace('by = "people"', 'by = "hands"').partition("[rosters")[0]
    after.write_text(counted, encoding="utf-8")
    assert run(["charter", "diff", str(before), str(after)]) == 1
    assert gone[0] in lines(capsys)


def test_a_new_charter_is_one(tmp_path: Path, capsys: Out) -> None:
    words = ["charter", "new", "one-city-one-vote", "--name", "fr=Ligue du canal"]
    assert run([*words, "--currency", "CHF", "--time-zone", "Europe/Zurich"]) == 0
    file = tmp_path / "new.toml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["charter", "check", str(file)]) == 0
    assert run(["charter", "new", "nothing", "--name", "en=X"]) == 2
    assert run(["charter", "new", "square-root", "--name", "X"]) == 2


def test_all_that_ship_are_listed(capsys: Out) -> None:
    assert run(["charter", "list"]) == 0
    told = [line.split()[:2] for line in lines(capsys)]
    templates = [[name, "template"] for name in template_names()]
    assert told == templates + [[name, "statute"] for name in statute_names()]
    assert run(["charter", "check", statute_names()[0]]) == 0


def test_what_is_no_verb_is_taken_for_a_file(capsys: Out) -> None:
    assert run(["charter", "explian", "square-root"]) == 2
    assert "did you mean 'charter explain'?" in capsys.readouterr().err
    assert run(["charter"]) == 2
    assert run(["charter", "check", "triple-majority"]) == 2
    assert "no file and no template" in capsys.readouterr().err
