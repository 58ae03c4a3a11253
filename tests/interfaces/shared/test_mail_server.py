"""Whatever is wrong with the mail server is said in one sentence, and the password never."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils.translation import override
from tests.support import mailbox as boxes
from tests.support.mailbox import Mailbox

from koinon.config import environment
from koinon.interfaces.shared.mail import smtp, testing
from koinon.interfaces.shell.main import run

pytestmark = pytest.mark.django_db

ADDRESS = "ada@ghent.example"


def test_a_mail_arrives_and_the_sentence_says_so(settings: Any) -> None:
    box = Mailbox()
    with boxes.used(box, settings):
        tested = testing.test(ADDRESS)
    assert tested.left
    assert tested.sentence == (
        "The mail server 127.0.0.1 accepted the mail (250 2.0.0 queued as Q1). Look whether it "
        "arrives, and not among unwanted mail."
    )
    (arrived,) = box.of(ADDRESS)
    assert arrived["Subject"] == "Test of the mail of Koinon"


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_it_is_said_in_every_language(settings: Any, language: str) -> None:
    box = Mailbox(refuses={ADDRESS: "550 5.1.1 nobody"})
    with boxes.used(box, settings), override(language):
        tested = testing.test(ADDRESS)
    assert "550 5.1.1 nobody" in tested.sentence
    assert not tested.sentence.startswith("The mail server")


def test_a_name_that_is_none(settings: Any) -> None:
    boxes.use(settings, host="mail.invalid", port=25)
    tested = testing.test(ADDRESS)
    assert tested.sentence == (
        "The name of the mail server, mail.invalid, is not known; correct KOINON_SMTP_HOST."
    )
    assert not tested.left


def test_a_server_that_does_not_answer(settings: Any) -> None:
    port = boxes.free_port()
    boxes.use(settings, host="127.0.0.1", port=port)
    said = testing.test(ADDRESS).sentence
    assert said.startswith(f"The mail server 127.0.0.1 does not answer at port {port} (")
    assert "Connection refused" in said


def test_a_sender_that_is_refused(settings: Any) -> None:
    with boxes.used(Mailbox(no_sender="553 5.7.1 not yours"), settings):
        said = testing.test(ADDRESS).sentence
    assert "does not take mail from League <desk@league.example> (553 5.7.1 not yours)" in said
    assert "KOINON_FROM" in said


def test_a_connection_that_breaks(settings: Any) -> None:
    with boxes.used(Mailbox(dies=1), settings):
        said = testing.test(ADDRESS).sentence
    assert said.startswith("The connection to 127.0.0.1 broke before the server had answered")


def test_a_server_without_starttls(settings: Any) -> None:
    box = Mailbox()
    with boxes.serving(box) as port:
        boxes.use(settings, host="127.0.0.1", port=port, security="starttls")
        said = testing.test(ADDRESS).sentence
    assert said.startswith(f"The mail server 127.0.0.1 offers no STARTTLS at port {port}")
    assert box.received == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for localhost that no authority signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def secured(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def test_a_certificate_nobody_vouches_for(settings: Any, certificate: Path) -> None:
    with boxes.serving(Mailbox(), tls_context=secured(certificate)) as port:
        boxes.use(settings, host="localhost", port=port, security="starttls")
        said = testing.test(ADDRESS).sentence
    assert said.startswith(f"No secure connection to localhost, port {port}, came about")
    assert "CERTIFICATE_VERIFY_FAILED" in said


@pytest.mark.parametrize("password", [boxes.PASSWORD, "wrong-canary-1"])
def test_a_secured_connection_with_a_login(
    settings: Any,
    certificate: Path,
    password: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    box = Mailbox()
    more = {
        "tls_context": secured(certificate),
        "authenticator": boxes.only_ada,
        "auth_required": True,
    }
    with boxes.serving(box, **more) as port:
        boxes.use(
            settings,
            host="localhost",
            port=port,
            security="starttls",
            user="ada",
            password=password,
        )
        code = run(["mail", "test", ADDRESS])
    said = "".join(capsys.readouterr())
    assert password not in said
    if password == boxes.PASSWORD:
        assert (code, len(box.received)) == (0, 1)
    else:
        assert (code, len(box.received)) == (1, 0)
        assert "The mail server localhost refused the user or the password (535" in said


def test_a_login_that_the_server_does_not_offer(settings: Any) -> None:
    with boxes.serving(Mailbox()) as port:
        boxes.use(settings, host="127.0.0.1", port=port, user="ada", password=boxes.PASSWORD)
        said = testing.test(ADDRESS).sentence
    assert said.startswith("The mail server 127.0.0.1 takes no user and password over this")


def test_without_a_server_the_folder_is_named(settings: Any) -> None:
    tested = testing.test(ADDRESS)
    assert not tested.left
    assert str(settings.EMAIL_FILE_PATH) in tested.sentence


@pytest.mark.parametrize("typed", ["", "ada", "ada@", "a" * 300 + "@b.example", "ada@b\nBcc: c@d"])
def test_no_address(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mail", "test", typed]) == 2
    assert "is no e-mail address" in capsys.readouterr().err
    assert not testing.test(typed).left


def test_replies_are_shown_without_addresses_in_proofs() -> None:
    said = "550 5.1.1 <ada@ghent.example>: user ada@ghent.example unknown"
    assert smtp.without_addresses(said) == "550 5.1.1 <…>: user … unknown"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("KOINON_SMTP_SECURITY", "ssl", "is none of none, starttls, tls; write one."),
        ("KOINON_SMTP_PORT", "99999", "is no port; write e.g. 587."),
        ("KOINON_SMTP_PORT", "²", "is no port; write e.g. 587."),
        ("KOINON_FROM", "league", "is no address; write e.g. secretariat@league.example."),
    ],
)
def test_settings_that_cannot_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=name) as fault:
        environment.mail_server()
    assert str(fault.value).endswith(sentence)


@pytest.mark.parametrize(("security", "port"), [("none", 25), ("starttls", 587), ("tls", 465)])
def test_the_usual_ports(monkeypatch: pytest.MonkeyPatch, security: str, port: int) -> None:
    monkeypatch.setenv("KOINON_SMTP_SECURITY", security)
    assert environment.mail_server().port == port
