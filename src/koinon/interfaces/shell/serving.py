"""The verb `up`: a prepared database, one server process, an address to open."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from koinon.interfaces.shell import application, demonstrating
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.operations import presence

THREADS = 8
"""Requests answered at once; writes queue on one lock anyway."""

PATIENCE_S = 10
"""Seconds a request under way is given when the server ends."""


class Server(Granian):  # type: ignore[misc,valid-type]
    """Granian with a worker deaf to the keyboard, and memory of the signal that ended it.

    Ctrl-C reaches every process of the terminal. A worker that heard it, and then heard this
    process tell it to end, could hang between the two.
    """

    ended_by: int = 0

    def _spawn_workers(self, *arguments: Any) -> None:
        resource_tracker.ensure_running()  # else it would start below and lift the block
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which the worker inherits
        try:
            super()._spawn_workers(*arguments)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def signal_handler_interrupt(self, *arguments: Any, **named: Any) -> None:
        """Note the signal and shut down in order."""
        self.ended_by = arguments[0] if arguments else 0
        super().signal_handler_interrupt(*arguments, **named)

    def signal_handler_reload(self, *arguments: Any, **named: Any) -> None:
        """End with the terminal that goes away: there is nothing to reload."""
        self.signal_handler_interrupt(*arguments, **named)


def up(host: str, port: int, *, empty: bool = False) -> int:
    """Serve until a signal ends it. 130 after the keyboard's, 0 after another."""
    need_free_port(host, port)
    application.load()
    from django.conf import settings

    with presence.serving(Path(settings.HOME)):
        application.migrate()
        make_folders()
        if not empty:
            fill_empty_record()
        print(f"Koinon is at {address(host, port)} (Ctrl-C stops it)", flush=True)
        print_links(where(host, port))
        return serve(host, port)


def fill_empty_record() -> None:
    """Tell the demonstration where no coalition has been founded."""
    from koinon.record import store

    if not store.head().size:
        demonstrating.tell()


def print_links(site: str) -> None:
    """Print the way to found on an empty record, or the ways into the demonstration."""
    from koinon.interfaces.shared.founding import founder_token
    from koinon.record import store

    if not store.head().size:
        print(f"Nothing is founded yet; found a coalition at {site}found/{founder_token()}/")
        return
    if lines := demonstrating.sign_in_links(site):
        print(
            "It is a demonstration; enter it as (each link works once):",
            *lines,
            sep="\n",
            flush=True,
        )


def make_folders() -> None:
    """Make the folder the static files may be gathered in; the server warns of its absence."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def need_free_port(host: str, port: int) -> None:
    """Refuse an address that cannot be listened at.

    The server itself would share a port in use without a word (SO_REUSEPORT), and every second
    request would go to the other program.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise Mistake(f"--host: '{host}' is no address of this machine; try 127.0.0.1.") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
            probe.listen(1)
        except PermissionError:
            raise Mistake(
                f"--port: {port} needs rights you do not have; take 1024 or more."
            ) from None
        except OSError as fault:
            raise Mistake(
                f"--port: something else listens at {host}:{port} ({fault.strerror}); stop it or "
                f"choose another, e.g. --port {port + 1 if port < 65535 else 8000}."
            ) from None


def address(host: str, port: int) -> str:
    """The address to open in a browser."""
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104 (to read it)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def where(host: str, port: int) -> str:
    """The address that people open: the one behind a proxy, where it was said."""
    from django.conf import settings

    return f"{settings.KOINON_SITE}/" if settings.KOINON_SITE else address(host, port)


def serve(host: str, port: int) -> int:
    """Run the server: one process that owns the sequencer, and threads."""
    from django.db import connections

    connections.close_all()
    os.environ["KOINON_SEQUENCER"] = "1"
    if not os.environ.get("KOINON_ORIGINS"):  # else links in mails lead there
        os.environ.setdefault("KOINON_SITE", address(host, port))
    # A fresh process reads the settings anew and inherits no database connection.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "koinon.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        workers_kill_timeout=PATIENCE_S,
        websockets=False,
        log_level=LogLevels.error,
    )
    server.serve()
    print("\nStopped.", file=sys.stderr)
    return 130 if server.ended_by == signal.SIGINT else 0
