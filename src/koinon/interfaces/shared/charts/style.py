"""The style sheet of the drawings: for a page's static sheet and for a report's own `<style>`.

Without it a drawing shows its light colours by itself. The dark ones are for whoever asks for
them: the class `dark` on anything around a drawing, or `scheme-auto` to follow the reader's system.
"""

from __future__ import annotations

from typing import Final

from koinon.interfaces.shared.charts.palette import COLOURS

_LAYOUT: Final = """\
/* The drawings, as koinon.interfaces.shared.charts.style says; tests hold this file to it. */
.chart { display: block; inline-size: 100%; max-inline-size: 30rem; block-size: auto; }
.chart text { font-family: inherit; letter-spacing: 0; }
.paper-drawing { inline-size: 30rem; max-inline-size: 100%; block-size: auto; }
@media print { .chart { break-inside: avoid; } }
"""


def _rules(prefix: str, indent: str = "") -> str:
    return "".join(
        f"{indent}{prefix} .chart .fill-{role} {{ fill: {colour.dark}; }}\n"
        f"{indent}{prefix} .chart .line-{role} {{ stroke: {colour.dark}; }}\n"
        for role, colour in COLOURS.items()
    )


STYLE: Final = (
    f"{_LAYOUT}{_rules('.dark')}"
    f"@media screen and (prefers-color-scheme: dark) {{\n{_rules('.scheme-auto', '  ')}}}\n"
)
"""CSS of all drawings; paper stays light."""
