"""Drawings as SVG text: for pages, for reports that stand alone, and for papers."""

from koinon.interfaces.shared.charts.bars import BarRow, bars
from koinon.interfaces.shared.charts.canvas import Frame
from koinon.interfaces.shared.charts.curves import Plane, Series, curves
from koinon.interfaces.shared.charts.dial import Zones, dial
from koinon.interfaces.shared.charts.dumbbell import DumbbellRow, dumbbell
from koinon.interfaces.shared.charts.flow import FlowStage, FlowWords, flow
from koinon.interfaces.shared.charts.scale import Amount, Axis, Tick, round_ticks
from koinon.interfaces.shared.charts.style import STYLE
from koinon.interfaces.shared.charts.waterfall import Band, WaterfallStep, WaterfallWords, waterfall

__all__ = [
    "STYLE",
    "Amount",
    "Axis",
    "Band",
    "BarRow",
    "DumbbellRow",
    "FlowStage",
    "FlowWords",
    "Frame",
    "Plane",
    "Series",
    "Tick",
    "WaterfallStep",
    "WaterfallWords",
    "Zones",
    "bars",
    "curves",
    "dial",
    "dumbbell",
    "flow",
    "round_ticks",
    "waterfall",
]
