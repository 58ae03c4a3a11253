"""The server's single writer: it takes the acts that wait and commits them together.

Callers wait for their own answer, which comes after the commit; while one group is being written
the next one gathers, so that one disk flush serves many acts.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from koinon.acts.act import Envelope, Receipt
from koinon.acts.refused import Refused

Answers = list[Receipt | Refused]
Enact = Callable[..., Answers]

GROUP_LIMIT = 500
"""How many acts one commit takes at most."""


class _Waiting:
    __slots__ = ("at", "envelopes", "future")

    def __init__(self, envelopes: Sequence[Envelope], at: str | None) -> None:
        self.envelopes, self.at = envelopes, at
        self.future: Future[Answers] = Future()


class Sequencer:
    """A thread that writes, and a queue before it."""

    def __init__(self, enact: Enact) -> None:
        self._enact = enact
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="koinon-sequencer", daemon=True)

    def start(self) -> None:
        """Begin to serve; `submit` may be called from any thread."""
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, then end; who comes later writes directly."""
        with self._door:
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def submit(self, envelopes: Sequence[Envelope], at: str | None) -> Answers:
        """Wait for the answers to these acts."""
        waiting = _Waiting(envelopes, at)
        with self._door:
            direct = self._closed or threading.current_thread() is self._thread
            if not direct:
                self._queue.put(waiting)
        return self._enact(envelopes, at=at) if direct else waiting.future.result()

    def _run(self) -> None:
        ended = False
        while not ended:
            group, ended = self._gather()
            self._serve(group)

    def _gather(self) -> tuple[list[_Waiting], bool]:
        """Everything that waits now, at most GROUP_LIMIT acts; at least one, or the end."""
        group: list[_Waiting] = []
        count = 0
        item = self._queue.get()
        while item is not None:
            group.append(item)
            count += len(item.envelopes)
            if count >= GROUP_LIMIT or item.at is not None:
                return group, False
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _serve(self, group: list[_Waiting]) -> None:
        """Enact a group in one transaction; if it fails as a whole, each caller alone."""
        told = group[-1].at if group else None
        if len(group) > 1 and told is None:
            try:
                answers = self._enact([e for waiting in group for e in waiting.envelopes], at=None)
            except BaseException:
                answers = []
            if answers:
                for waiting in group:
                    count = len(waiting.envelopes)
                    waiting.future.set_result(answers[:count])
                    answers = answers[count:]
                return
        for waiting in group:
            try:
                waiting.future.set_result(self._enact(waiting.envelopes, at=waiting.at))
            except BaseException as fault:
                waiting.future.set_exception(fault)


_current: Sequencer | None = None


def current() -> Sequencer | None:
    """The server's sequencer; None in commands and tests, which write directly."""
    return _current


def install(sequencer: Sequencer | None) -> None:
    """Make this the process's sequencer."""
    global _current
    _current = sequencer
