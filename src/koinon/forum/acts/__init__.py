"""The room's acts, the only writers of its state."""

from koinon.forum.acts import answering, attesting, collecting, joining, starting

__all__ = ["answering", "attesting", "collecting", "joining", "starting"]
