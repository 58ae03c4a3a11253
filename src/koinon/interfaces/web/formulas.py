"""The levies of the charter whose formulas a person can name instead of writing them out."""

from __future__ import annotations

from koinon.assembly.queries_experiments import over
from koinon.charter.document import Charter
from koinon.charter.document_levies import LevyRule
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
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


def offered() -> tuple[LevyRule, ...]:
    """Those of them that are in force: a levy that was an experiment and is over is none."""
    found = levies()
    ended = over(now()) if found else {}
    return tuple(one for one in found if ("levy", one.id) not in ended)


def formula_of(name: str) -> Plain:
    """The formula of a levy of that name. Raises KeyError where there is none."""
    found = {one.id: one for one in levies()}
    return to_plain(found[name].levy)


def _needs_figures(levy: Levy) -> bool:
    """Whether a formula goes by figures of the coalition as a whole."""
    return any(isinstance(one, Figure) for one in parts_of(levy))
