"""The levies of the charter whose formulas a person can name instead of writing them out."""

from __future__ import annotations

from koinon.charter.document import Charter
from koinon.charter.document_levies import LevyRule
from koinon.interfaces.web import words
from koinon.methods.levies import Figure, Levy, parts_of
from koinon.methods.plain import Plain, to_plain


def levies() -> tuple[LevyRule, ...]:
    """Levies of the charter in force that can be assessed on every member as they are.

    Not those that only a group pays, nor those that go by figures of the coalition as a whole.
    """
    charter: Charter | None = words.charter()
    if charter is None:
        return ()
    return tuple(
        one for one in charter.levies if one.group is None and not _needs_figures(one.levy)
    )


def formula_of(name: str) -> Plain:
    """The formula of a levy of that name. Raises KeyError where there is none."""
    found = {one.id: one for one in levies()}
    return to_plain(found[name].levy)


def _needs_figures(levy: Levy) -> bool:
    """Whether a formula goes by figures of the coalition as a whole."""
    return any(isinstance(one, Figure) for one in parts_of(levy))
