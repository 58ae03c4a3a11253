"""The Equal Earth projection: areas are true, shapes near the poles are flattened.

B. Šavrič, T. Patterson and B. Jenny (2018): The Equal Earth map projection, International Journal
of Geographical Information Science 33(3), 454-465. A drawing decides nothing, so this is the one
place of the map that computes with floats.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Final

WIDTH: Final = 960
HEIGHT: Final = 468
SCALE: Final = 177
"""Size of the drawing and scale of the projection, as in tools/worldmap; in the drawing's units."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a place (degrees, WGS 84) lies on the drawing: x rightward, y downward."""
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square * square * square
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = radians(longitude) * cos(theta) / (_M * slope)
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return WIDTH / 2 + SCALE * x, HEIGHT / 2 - SCALE * y
