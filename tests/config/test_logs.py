"""Secrets of addresses never reach a log, whatever becomes of the request."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from koinon.config.logs import WithoutSecrets, without_secrets

SECRET = "zyxw-N7M4QoiAIZgHigbDGhHLwh1B_VcxV29LKLI0sELCugw"
PATHS = [
    f"/enter/{SECRET}",
    f"/privacy/asked/{SECRET}/",
    f"/privacy/asked/{SECRET}/my-data.json",
    f"/mail/read/{SECRET}/",
    f"/mail/stop/{SECRET}/",
    f"/desk/calendar/{SECRET}.ics",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_a_refused_request_leaves_no_secret(path: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    careful = Client(enforce_csrf_checks=True)  # a live link, pressed where cookies are off
    for client in (Client(), careful):
        client.get(path)
        client.post(path)
    assert "Forbidden" in caplog.text or "Gone" in caplog.text or "Not Found" in caplog.text
    assert SECRET not in caplog.text


def test_what_is_no_secret_stays() -> None:
    assert without_secrets("Not Found: /decisions/99/") == "Not Found: /decisions/99/"
    assert without_secrets("/enter/abc?x=1 and /mail/read/d/") == "/enter/…?x=1 and /mail/read/…/"
    record = logging.LogRecord("a", 30, "f", 1, "%s: %s", ("Gone", "/enter/abc"), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Gone: /enter/…"
