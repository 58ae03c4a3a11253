"""`koinon key` and `koinon act --key`: files that sign, and what people do wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.assembly.test_signed_acts import charter
from tests.support.coalition import KEY, League, population
from tests.support.databases import OwnDatabase

from koinon.acts.registry import all_acts
from koinon.interfaces.shell.acting import OWN
from koinon.interfaces.shell.main import run
from koinon.record import store
from koinon.record.canonical import load
from koinon.record.signatures import (
    SigningKey,
    check,
    from_base64url,
    read_signed,
    statement,
)

STATED = statement(
    origin=KEY.name,
    id="00000000-0000-7000-8000-000000000002",
    type="treasury.pay/1",
    data={"invoice": 7},
    seat="secretariat",
)


@pytest.fixture
def key_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    file = tmp_path / "key.pem"
    assert run(["key", "new", str(file)]) == 0
    capsys.readouterr()
    return file


def public(file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["key", "show", str(file)]) == 0
    return capsys.readouterr().out.strip()


def test_a_key_is_made_once_and_for_its_owner_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "key.pem"
    assert run(["key", "new", str(file)]) == 0
    made = capsys.readouterr()
    assert file.stat().st_mode & 0o777 == 0o600
    key = SigningKey(from_base64url(made.out.strip(), 800, "the key"))
    assert made.err.strip() == f"Fingerprint {key.fingerprint}"
    kept = file.read_bytes()
    assert run(["key", "new", str(file)]) == 2
    assert "a key is never written over" in capsys.readouterr().err
    assert file.read_bytes() == kept


@pytest.mark.parametrize("ends", [b"", b"\n", b"\r\n"])
def test_it_signs_what_it_is_shown(
    key_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ends: bytes
) -> None:
    shown = tmp_path / "statement"
    shown.write_bytes(STATED.replace(b"\n", ends or b"\n") + ends)
    assert run(["key", "sign", str(key_file), str(shown)]) == 0
    said = capsys.readouterr()
    assert said.err == (
        "You sign treasury.pay/1 for the seat secretariat in the record test.example/league.\n"
    )
    key = SigningKey(from_base64url(public(key_file, capsys), 800, "the key"))
    check(read_signed(json.loads(said.out)), key, STATED)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (b"", "does not begin with 'koinon act signature v1"),
        (b"transfer everything", "does not begin with"),
        (STATED.replace(b"7}", b"7 }"), "it was changed since it was shown"),
        (STATED.replace(b'"seat"', b'"seats"'), "copy the whole text"),
        (STATED[:-9], "it was changed since it was shown"),
    ],
)
def test_it_signs_nothing_else(
    key_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], shown: bytes, said: str
) -> None:
    (tmp_path / "statement").write_bytes(shown)
    assert run(["key", "sign", str(key_file), str(tmp_path / "statement")]) == 2
    assert said in capsys.readouterr().err


def test_what_is_no_key_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["key", "show", str(tmp_path / "none.pem")]) == 2
    assert "No such file" in capsys.readouterr().err
    wrong = tmp_path / "wrong.pem"
    wrong.touch(0o600)
    assert run(["key", "show", str(wrong)]) == 2
    assert "does not hold a private key" in capsys.readouterr().err
    other = generate_private_key(SECP256R1())
    wrong.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert run(["key", "show", str(wrong)]) == 2
    assert "is not an Ed25519 key" in capsys.readouterr().err
    wrong.chmod(0o644)
    assert run(["key", "show", str(wrong)]) == 2
    assert "can be read by others; run: chmod 600" in capsys.readouterr().err


def test_no_act_has_a_field_that_means_something_else() -> None:
    assert {one.type for one in all_acts() if {*OWN, "signed"} & one.model_fields.keys()} == set()


def certify(*more: str) -> list[str]:
    fact = json.dumps(population(270_000))
    return ["act", "cities.certify_fact", "--city", "ghent", "--fact", fact, *more]


def test_an_act_is_signed_from_the_command_line(
    own_database: OwnDatabase, key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    League().found({"ghent": 1, "mons": 1}, charter("true"))
    signing = ["--as", "secretariat", "--key", str(key_file)]
    assert run([*certify(), "--as", "secretariat"]) == 1
    assert "demands that “Certify a figure”" in capsys.readouterr().err
    assert run([*certify(), *signing]) == 1
    assert "signed with a key that is not registered" in capsys.readouterr().err
    register = ["act", "assembly.register_key", "--public-key", public(key_file, capsys)]
    assert run([*register, *signing]) == 0
    assert run([*certify(), *signing]) == 0
    entry: Any = load(store.body(2))
    assert (entry["signed"]["kind"], entry["grant"]["signed"]) == ("ed25519", "any")
    capsys.readouterr()
    assert run([*certify(), "--key", str(key_file)]) == 2
    assert "name yours with --as" in capsys.readouterr().err
    assert run([*certify(), "--as", "secretariat", "--key", "nowhere.pem"]) == 2
    assert "--key: nowhere.pem cannot be read" in capsys.readouterr().err
