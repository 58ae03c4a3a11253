"""What a walk asks of a person, counted: words to read, presses, fields, letters typed, files.

Counted at Playwright's own calls, so that whatever a journey does in a watched tab is counted,
however it is written there. The time follows from the counts alone; no clock is read.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

WORDS_A_MINUTE = 238
"""Silent reading of non-fiction, English (Brysbaert, Journal of Memory and Language 109, 2019)."""
MENTAL_MS, POINT_MS, HOME_MS, KEY_MS, BUTTON_MS = 1350, 1100, 400, 280, 200
"""Card, Moran and Newell, Communications of the ACM 23:7 (1980) and The Psychology of
Human-Computer Interaction (1983): to prepare, to point, to change between mouse and keyboard, a
key of somebody who is no typist, a press of the mouse's button."""
CLICK_MS = POINT_MS + BUTTON_MS

TEXT_OF_MAIN = """() => {
  const main = document.querySelector("main");
  if (!main) return "";
  const aside = [...main.querySelectorAll("select, .checks, .verdict")];
  for (const one of aside) one.style.setProperty("display", "none", "important");
  const text = main.innerText;
  for (const one of aside) one.style.removeProperty("display");
  return text;
}"""
"""What stands in a page's own part, without choices not unfolded and what a script adds later."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was asked of a person: `pages` are documents that said something new."""

    pages: int = 0
    words: int = 0
    presses: int = 0
    choices: int = 0
    fields: int = 0
    letters: int = 0
    files: int = 0

    def __add__(self, other: Counts) -> Counts:
        ours, theirs = asdict(self), asdict(other)
        return Counts(**{name: ours[name] + theirs[name] for name in ours})

    def seconds(self) -> int:
        """Reading and the keystroke-level model, rounded up."""
        hands_ms = (
            self.presses * (MENTAL_MS + CLICK_MS)
            + self.choices * (MENTAL_MS + 2 * CLICK_MS)
            + self.fields * (MENTAL_MS + CLICK_MS + 2 * HOME_MS)
            + self.letters * KEY_MS
            + self.files * (MENTAL_MS + 3 * CLICK_MS)
        )
        reading_ms = -(-self.words * 60_000 // WORDS_A_MINUTE)
        return -(-(hands_ms + reading_ms) // 1000)


@dataclass(slots=True)
class Tally:
    """One person's counts; a line that was read before, on any page, is not read again."""

    counts: Counts = Counts()
    _read: set[str] = field(default_factory=set)

    def reads(self, text: str) -> None:
        """See a page."""
        lines = {" ".join(line.split()) for line in text.splitlines()} - {""}
        words = sum(len(line.split()) for line in lines - self._read)
        self._read |= lines
        self.counts += Counts(pages=int(words > 0), words=words)

    def does(self, call: str, value: object) -> None:
        """Press, fill, choose."""
        if call == "fill":
            self.counts += Counts(fields=1, letters=len(str(value)))
        elif call == "select_option":
            self.counts += Counts(choices=1)
        elif call == "set_input_files":
            self.counts += Counts(files=len(value) if isinstance(value, list) else 1)
        else:
            self.counts += Counts(presses=1)


CALLS = ("click", "check", "uncheck", "fill", "select_option", "set_input_files")
_watched: dict[Any, Tally] = {}


def watch(tab: Any) -> Tally:
    """Count what is done in a tab from now on."""
    _count_calls()
    _watched[tab] = tally = Tally()
    return tally


def read(tab: Any) -> None:
    """Somebody looks at what stands in the tab now, if it is watched."""
    if (tally := _watched.get(tab)) is not None:
        tab.wait_for_load_state()
        tally.reads(tab.evaluate(TEXT_OF_MAIN))


@functools.cache
def _count_calls() -> None:
    """Once a run: let every call on a place of a watched tab be counted before it is done."""
    from playwright.sync_api import Locator, Page  # type: ignore[import-not-found,unused-ignore]

    for name in CALLS:
        setattr(Locator, name, _counted(getattr(Locator, name), name))
        setattr(Page, name, _counted(getattr(Page, name), name))


def _counted(call: Callable[..., Any], name: str) -> Callable[..., Any]:
    @functools.wraps(call)
    def counts_then_does(place: Any, *given: Any, **named: Any) -> Any:
        tab = getattr(place, "page", place)
        if (tally := _watched.get(tab)) is not None:
            there, *values = (
                (place, *given) if tab is not place else (tab.locator(given[0]), *given[1:])
            )
            there.wait_for(state="attached")
            read(tab)
            tally.does(name, values[0] if values else None)
        return call(place, *given, **named)

    return counts_then_does


def keep(folder: Path, walk: str, tallies: Iterable[Tally]) -> None:
    """Write the counts of everybody in a walk, in the order in which they came."""
    people = [asdict(tally.counts) for tally in tallies]
    (folder / f"{walk}.json").write_text(json.dumps(people, indent=1) + "\n")


def kept(folder: Path) -> dict[str, list[Counts]]:
    """The walks of a folder by name."""
    return {
        path.stem: [Counts(**one) for one in json.loads(path.read_text())]
        for path in sorted(folder.glob("*.json"))
    }
