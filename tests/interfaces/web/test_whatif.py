"""What if in a browser that knows no script: choose, see, pass on, keep the private apart."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_it_opens_on_an_answer(client: Client) -> None:
    page = client.get("/what-if/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Who holds the power" in text
    assert "Together instead of alone" in text
    assert "<svg" in text
