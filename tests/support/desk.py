"""What a treasurer does at the desk: fill the form of a task, look at the answers, do it."""

from __future__ import annotations

from tests.support.journeys import Walker


def fill(treasurer: Walker, **typed: str) -> None:
    """Fill the form of a task and go on to the answers."""
    for name, text in typed.items():
        treasurer.tab.locator(f"#field-{name}").fill(text)
    treasurer.press("Continue")


def confirm(treasurer: Walker, act: str) -> None:
    """Do what stands in the answers."""
    treasurer.press("Do it: %(act)s", act=treasurer.words(f"act.{act}"))
