"""Reads of the coalition's end."""

from __future__ import annotations

from koinon.assembly.dissolving import Dissolved, dissolved

__all__ = ["Dissolved", "dissolved"]
