"""The house rules, kept by tests; and each rule's checker shown a planted breach."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support import style

from koinon.people import processing

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/koinon"

Check = Callable[[str], Iterator[str]]


def breaches(check: Check, files: Iterator[Path]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{said}" for file in files for said in check(file.read_text())
    ]


@pytest.mark.parametrize("check", [style.long_file, style.long_functions])
def test_files_and_functions_are_short(check: Check) -> None:
    folders = [ROOT / name for name in ("src", "tests", "benchmarks")]
    assert breaches(check, style.python_files(*folders)) == []
    assert list(check((ROOT / "koinon").read_text())) == []


@pytest.mark.parametrize("check", [style.impurities, style.unordered_queries, style.eager_numbers])
def test_acts_and_methods_depend_on_the_record_alone(check: Check) -> None:
    assert breaches(check, style.pure_files(PACKAGE)) == []


def test_pure_files_are_found() -> None:
    """The rule above must not pass because it looked at nothing."""
    found = {str(file.relative_to(PACKAGE)) for file in style.pure_files(PACKAGE)}
    assert {"methods/rounding.py", "cities/acts/facts.py"} <= found
    assert not any(name.startswith("acts/") for name in found)


def test_long_ones_are_caught() -> None:
    body = "\n".join(["    x = 1"] * 60)
    assert list(style.long_functions(f"def f():\n{body}\n")) == ["1: f has 61 lines, at most 60"]
    assert list(style.long_functions("def f():\n" + "    x = 1\n" * 59)) == []
    assert list(style.long_functions(f"class C:\n  async def g(self):\n{body}\n")) == [
        "2: g has 61 lines, at most 60"
    ]
    assert list(style.long_file("x = 1\n" * 500)) == []
    assert len(list(style.long_file("x = 1\n" * 501))) == 1


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("from datetime import datetime\nx = datetime.now()", "clock"),
        ("import datetime as d\nx = d.date.today()", "clock"),
        ("from django.utils import timezone\nx = timezone.now()", "clock"),
        ("from django.utils.timezone import now", "clock"),
        ("import time", "clock"),
        ("from time import sleep", "clock"),
        ("import random", "chance"),
        ("from random import choice", "chance"),
        ("import secrets", "chance"),
        ("import uuid\nx = uuid.uuid4()", "chance"),
        ("from uuid import uuid7", "chance"),
        ("import os\nx = os.urandom(8)", "chance"),
        ("x = 0.5", "float"),
        ("x = 1e3", "float"),
        ("x = float('1')", "float"),
        ("def f(x: float) -> int: ...", "float"),
        ("from decimal import Decimal", "inexact"),
        ("import math\nx = math.sqrt(2)", "inexact"),
        ("from math import log", "inexact"),
        ("from django.conf import settings", "settings"),
        ("from django import conf", "settings"),
        ("import os\nx = os.environ['A']", "settings"),
        ("from os import getenv", "settings"),
    ],
)
def test_impurities_are_caught(source: str, word: str) -> None:
    assert any(word in said for said in style.impurities(source)), source


@pytest.mark.parametrize(
    "source",
    [
        "from fractions import Fraction\nx = Fraction(1, 2) / 3",
        "from math import isqrt\nx = isqrt(10)",
        "from datetime import date\nx = date.fromisoformat('2026-01-02')",
        "from uuid import UUID\nx = UUID(int=1)",
        "x = moment.at",
        "import itertools, functools",
    ],
)
def test_exact_and_timeless_code_passes(source: str) -> None:
    assert list(style.impurities(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "import numpy",
        "import numpy as np",
        "from numpy import array",
        "from koinon.methods.fast import power",
        "from koinon.methods import fast",
    ],
)
def test_eager_numbers_are_caught(source: str) -> None:
    assert list(style.eager_numbers(f"import os\n{source}\n"))
    assert not list(style.eager_numbers(f"def f():\n    {source}\n"))


@pytest.mark.parametrize(
    "source",
    [
        "for row in City.objects.filter(a=1): pass",
        "rows = list(City.objects.all())",
        "def f():\n    q = City.objects.filter(a=1)\n    return list(q)",
        "def f():\n    q = City.objects.filter(a=1)\n    for row in q: pass",
        "def f():\n    q = City.objects.all()\n    q = q.filter(a=1)\n    return q",
        "x = [c.id for c in City.objects.values_list('id')]",
        "x = {c.id: c for c in City.objects.all()}",
        "rows = City.objects.all()[:5]",
        "f(City._default_manager.all())",
    ],
)
def test_unordered_queries_are_caught(source: str) -> None:
    assert list(style.unordered_queries(source)), source


@pytest.mark.parametrize(
    "source",
    [
        "for row in City.objects.filter(a=1).order_by('id'): pass",
        "row = City.objects.get(id=1)",
        "row = City.objects.filter(a=1).first()",
        "n = City.objects.filter(a=1).count()",
        "def f():\n    q = City.objects.all()\n    q.update(b=2)\n    return q.order_by('id')",
        "City.objects.filter(a=1).update(b=2)",
        "x = sorted(City.objects.values_list('id', flat=True))",
        "x = sum(c.n for c in City.objects.all())",
        "x = {c.id for c in City.objects.all()}",
        "x = Seat.objects.filter(city__in=City.objects.filter(a=1)).exists()",
        "City.objects.bulk_create(rows)",
    ],
)
def test_queries_with_an_order_pass(source: str) -> None:
    assert list(style.unordered_queries(source)) == []


def test_refusal_codes_are_read() -> None:
    source = (
        "refuse('cities.a')\nx = Refused('b.c' if y else 'b.d', ())\nrefuse(code)\n"
        "other('no.code')\nrefuse(f'authority.by_{how}')"
    )
    found = [(1, "cities.a"), (2, "b.c"), (2, "b.d"), (5, "authority.by_*")]
    assert list(style.refusal_codes(source)) == found


# Import contracts


def lint_imports(source: Path, config: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--config", config, "--no-cache", "--no-logo"],
        env={**os.environ, "PYTHONPATH": str(source)},
        cwd=config.parent,
        capture_output=True,
        text=True,
    )


def test_rooms_import_only_downwards() -> None:
    done = lint_imports(ROOT / "src", ROOT / ".importlinter")
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def copied_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources and the contracts, to plant breaches in."""
    copy = tmp_path_factory.mktemp("tree")
    python_only = shutil.ignore_patterns("__pycache__", "locale", "static", "*.csv", "*.json")
    shutil.copytree(ROOT / "src", copy / "src", ignore=python_only)
    shutil.copy(ROOT / ".importlinter", copy)
    return copy


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("methods/planted.py", "import pydantic", "Methods are mathematics"),
        ("methods/planted.py", "import random", "Methods are mathematics"),
        ("methods/planted.py", "from koinon.record import merkle", "Methods are mathematics"),
        ("methods/planted.py", "def f():\n    import numpy", "Only the fast twins"),
        ("record/merkle.py", "import django", "Whoever checks a record"),
        ("record/canonical.py", "from koinon.acts import refused", "Whoever checks a record"),
        ("people/planted.py", "from koinon.cities import queries", "only what stands below"),
        ("demo/planted.py", "from koinon.interfaces import web", "only what stands below"),
        ("interfaces/web/planted.py", "from koinon.cities import models", "tables of cities"),
        ("assembly/planted.py", "from koinon.people import models", "tables of people"),
        ("interfaces/api/planted.py", "from koinon.interfaces import web", "knows another"),
        ("interfaces/shared/planted.py", "from koinon.interfaces import shell", "knows another"),
        ("interfaces/shell/verbs.py", "import typer", "before installation"),
    ],
)
def test_a_planted_import_is_caught(copied_tree: Path, file: str, line: str, contract: str) -> None:
    target = copied_tree / "src/koinon" / file
    before = target.read_text() if target.exists() else None
    target.write_text(f"{before or ''}\n{line}\n")
    try:
        done = lint_imports(copied_tree / "src", copied_tree / ".importlinter")
    finally:
        target.unlink() if before is None else target.write_text(before)
    broken = [said for said in done.stdout.splitlines() if " BROKEN" in said]
    assert done.returncode == 1, done.stdout
    assert any(contract in said for said in broken), broken


def test_every_room_with_tables_keeps_them_to_itself() -> None:
    """A new room's `models` needs a `protected` contract in .importlinter."""
    contracts = (ROOT / ".importlinter").read_text()
    rooms = [p.parent.name for p in PACKAGE.glob("*/models*") if p.suffix in {"", ".py"}]
    assert len(rooms) >= 3
    assert [room for room in rooms if f"koinon.{room}.models\n" not in contracts] == []


# What is kept of persons


def test_every_private_table_says_what_it_keeps_of_persons() -> None:
    assert processing.undeclared() == ()


def test_an_undeclared_table_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = dict(processing.not_of_persons())
    del declared["post.Outgoing"]
    monkeypatch.setattr(processing, "not_of_persons", lambda: declared)
    (said,) = processing.undeclared()
    assert said.startswith("post.Outgoing: no room says what it keeps of persons. Declare it in")
