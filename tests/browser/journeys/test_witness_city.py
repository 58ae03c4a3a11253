"""A delegate registers the city's key, countersigns, and every page says by how many cities."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import override
from tests.support import pages
from tests.support.coalition import League
from tests.support.journeys import Walker
from tests.support.replaying import assert_holds
from tests.support.witnesses import WITNESSED, device, written

from koinon.interfaces.shared.countersigning import by_cities
from koinon.record import keyfiles, logkeys
from koinon.record.countersign import main
from koinon.record.verify import verify

pytestmark = pytest.mark.browser


@pytest.fixture
def delegate(site: str, walker: Callable[..., Walker]) -> Callable[[str], Walker]:
    """Ghent's delegate, signed in; nobody has registered a key yet."""
    league = League(at=pages.days_ago(9))
    pages.found(league, WITNESSED)

    def starts(language: str) -> Walker:
        one = walker(site, language)
        one.sign_in(pages.person("delegate@ghent.example", "council/ghent"))
        return one

    return starts


def register(one: Walker, key_file: Path) -> None:
    """From the desk to the page, the key registered and the registration signed with it."""
    one.tab.goto("/desk/")
    one.follow("Countersign the record")
    one.look("no-key")
    one.tab.get_by_label(one.words("Public key"), exact=True).fill(device(11).key.text)
    one.press("Register this key")
    one.look("check")
    one.tab.locator("main form:has([name=id]) button").last.click()
    shown = one.tab.input_value("#statement")
    one.look("sign")
    stated, _ = keyfiles.read_statement(shown.encode())
    one.tab.fill("#signed", json.dumps(device(11).sign(stated)))
    one.press("Send with this signature")
    one.tab.wait_for_url("**/receipts/**")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_delegate_countersigns_in_the_browser(
    delegate: Callable[[str], Walker], site: str, tmp_path: Path, language: str
) -> None:
    one = delegate(language)
    key_file = written(tmp_path / "ghent.pem", 11)
    register(one, key_file)

    one.tab.goto("/record/countersigned/")
    one.tab.wait_for_selector("#checks li")
    one.look("before")
    one.tab.set_input_files("#key-file", str(key_file))
    one.press("Countersign %(n)s entries", n=2)
    one.tab.wait_for_selector(".messages")
    with override(language):
        assert by_cities(1, 1) in one.read("footer")
    one.tab.wait_for_selector("#checks li")
    one.look("after")
    extends = one.words("It extends the record that this browser remembers.")
    assert extends in one.read("#checks")
    report = verify(f"{site}/log/")
    assert report.problems == ()
    assert [(who.name, who.size) for who in report.countersigned.by] == [("ghent", 2)]
    assert_holds()


def test_another_key_and_a_rewritten_past_are_not_signed(
    delegate: Callable[[str], Walker], site: str, tmp_path: Path
) -> None:
    one = delegate("en")
    key_file = written(tmp_path / "ghent.pem", 11)
    register(one, key_file)
    one.tab.goto("/record/countersigned/")
    one.tab.set_input_files("#key-file", str(written(tmp_path / "other.pem", 12)))
    one.tab.wait_for_selector("#countersign:enabled")
    one.tab.click("#countersign")
    one.tab.wait_for_selector("#countersign-failed:not(:empty)")
    assert "not registered for your city" in one.read("#countersign-failed")
    kept = "test.example/league\n1\n" + "A" * 43 + "=\n\n— x y\n"
    one.tab.evaluate(
        """([key, checkpoint]) => localStorage.setItem(
            "koinon countersigned test.example/league", JSON.stringify({ key, checkpoint }))""",
        [str(logkeys.signer().verifier_key(pages.ORIGIN)), kept],
    )
    one.tab.reload()
    one.tab.wait_for_selector("#checks li")
    assert "It does not extend the record that this browser remembers." in one.read("#checks")
    assert one.tab.locator("#countersign").is_disabled()
    one.look("refused")


def test_the_command_countersigns_at_the_address(
    delegate: Callable[[str], Walker],
    site: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    one = delegate("en")
    key_file = written(tmp_path / "ghent.pem", 11)
    register(one, key_file)
    log_key = str(logkeys.signer().verifier_key(pages.ORIGIN))
    capfd.readouterr()
    assert main([f"{site}/log/", "--key", str(key_file), "--log-key", log_key]) == 0
    said = capfd.readouterr().out
    assert said == "Countersigned 2 entries. Ghent: countersigned up to entry 1.\n"
    assert main([f"{site}/log/", "--key", str(key_file), "--verify", "--quiet"]) == 0
    assert capfd.readouterr().out == ""
    one.tab.goto("/record/")
    assert "Countersigned by 1 city up to entry 1" in one.read("main")
