"""How every scenario ends: its record re-enacted elsewhere gives the same rows."""

from __future__ import annotations

from koinon.acts.replay import digest, replay
from koinon.record import store


def assert_replays() -> None:
    """Replay the record of `default` into `replay`, byte for byte, and compare the state."""
    kept = [(one.body, one.media) for one in store.documents() if one.body is not None]
    replayed = replay(list(store.bodies()), kept, alias="replay")
    here = digest()
    assert replayed.entries == store.head().size
    assert here.difference(replayed.digest) == ()
