"""A memo that asks the database again each time, and says where it would have been wrong."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Model

from koinon.acts.memo import Known


@contextmanager
def checked() -> Iterator[list[Hashable]]:
    """While the block runs, every remembered answer must be what is read now; the keys asked."""
    remembered: list[Hashable] = []
    original = Known.once

    def once(
        self: Known, key: Hashable, compute: Callable[[], Any], models: tuple[type[Model], ...]
    ) -> Any:
        held = key in self._answers
        answer = original(self, key, compute, models)
        if held:
            remembered.append(key)
            assert _plain(answer) == _plain(compute()), f"the memo of {key} is stale"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Known, "once", once)
        yield remembered


def _plain(answer: Any) -> Any:
    """A row by all its columns, and those it points to as far as they were read with it."""
    if isinstance(answer, Model):
        state = answer.__dict__ | {"_state": None}
        related = sorted(answer._state.fields_cache.items())
        return state, [(name, _plain(value)) for name, value in related]
    if isinstance(answer, tuple | list):
        return [_plain(item) for item in answer]
    return answer
