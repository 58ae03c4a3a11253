"""The acts of the room."""

from __future__ import annotations

from koinon.assembly.acts import amending, founding, proposing, voting

__all__ = ["amending", "founding", "proposing", "voting"]
