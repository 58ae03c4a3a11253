"""How scenarios end: the record holds to a stranger's eye and gives the same rows elsewhere."""

from __future__ import annotations

from koinon.acts.replay import digest, replay
from koinon.record import canonical, store
from koinon.record.effects import State
from koinon.record.entries import check_entry


def assert_holds() -> None:
    """The verifier, which knows no Django, accepts every entry of the record of `default`."""
    state = State(read=lambda sha256: (store.document(sha256) or (None,))[0])
    for body in store.bodies():
        check_entry(state, canonical.load(body))
    assert state.size == store.head().size
    assert not state.blind


def assert_replays() -> None:
    """Verify, then replay the record of `default` into `replay`, byte for byte, and compare."""
    assert_holds()
    kept = [(one.body, one.media) for one in store.documents() if one.body is not None]
    replayed = replay(list(store.bodies()), kept, alias="replay")
    here = digest()
    assert replayed.entries == store.head().size
    assert here.difference(replayed.digest) == ()
