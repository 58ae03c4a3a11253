"""The documentation says what is true: verbs, variables, links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support import style

from koinon.interfaces.shell.verbs import TREE_VERBS, VERBS

ROOT = Path(__file__).resolve().parent.parent
INSTALL = ROOT / "docs/how-to/install.md"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"^\s*(?:\$ )?\./koinon[ \t]+([a-z-]+)", re.MULTILINE)
VARIABLE = re.compile(r"\bKOINON_[A-Z_]+\b")


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])


def broken_links(page: Path, text: str) -> list[str]:
    """Relative links of a page that lead to no file."""
    targets = [link for link in LINK.findall(text) if "://" not in link]
    return [link for link in targets if not (page.parent / link).exists()]


def unknown_verbs(text: str, verbs: Mapping[str, str]) -> list[str]:
    """Commands at the start of a line that the one command does not know."""
    return [verb for verb in COMMAND.findall(text) if verb not in verbs]


def variables(text: str) -> set[str]:
    return set(VARIABLE.findall(text))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_commands_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    assert broken_links(page, text) == []
    assert unknown_verbs(text, {**VERBS, **TREE_VERBS}) == []


def test_broken_links_and_unknown_verbs_are_caught() -> None:
    text = "[a](nowhere.md) [b](install.md#x) [c](https://example.org)\n./koinon fly\n./koinon up\n"
    assert broken_links(INSTALL, text) == ["nowhere.md"]
    assert unknown_verbs(text, VERBS) == ["fly"]


def test_every_verb_is_documented() -> None:
    text = INSTALL.read_text()
    assert [verb for verb in {**VERBS, **TREE_VERBS} if f"`./koinon {verb}" not in text] == []


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    """A single test may have a knob of its own; what the product and the house read is told."""
    house = [ROOT / "src", ROOT / "tests/support"]
    files = [
        *style.python_files(*house),
        *ROOT.glob("tests/*.py"),
        ROOT / "koinon",
        ROOT / ".ci/run",
    ]
    read = set().union(*(variables(file.read_text()) for file in files))
    knobs = set().union(
        *(variables(file.read_text()) for file in style.python_files(ROOT / "tests"))
    )
    told = variables(INSTALL.read_text())
    assert read - told == set()
    assert told - read - knobs == set()
