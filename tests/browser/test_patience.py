"""What a test reads of a page is read of the whole page, however slowly it arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

import pytest

pytestmark = pytest.mark.browser

FIRST = b"<!doctype html><title>Slow</title><main><a href='/next'>Next</a><ul><li>1</li>"
LAST = b"<li>2</li><li>3</li></ul></main>"


class Slow(BaseHTTPRequestHandler):
    """Sends a part of a page, and the rest half a second later."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(FIRST + b" " * 4096)
        self.wfile.flush()
        sleep(0.5)
        self.wfile.write(LAST)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing between the tests' own lines."""


@pytest.fixture
def slow() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_is_counted_when_all_of_it_is_there(slow: str, new_page: Callable[..., Any]) -> None:
    tab = new_page(base_url=slow)
    tab.goto("/")
    for read in (
        lambda: tab.locator("li").count(),
        lambda: len(tab.locator("li").all()),
        lambda: len(tab.inner_text("ul").split()),
    ):
        tab.get_by_role("link").click()
        assert read() == 3
