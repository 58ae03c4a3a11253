"""What the acts a decision encloses would do, in full and in the reader's words."""

from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.enclosed.telling import Telling, has_more, tell

__all__ = ["Asked", "Telling", "has_more", "tell"]
