"""`koinon act`: options read off the act's class, mistakes named by field, rule and remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import pytest
from pydantic import Field
from tests.interfaces.shell.keyboard import say
from tests.support.coalition import CHARTER, KEY, member
from tests.support.databases import OwnDatabase

from koinon.acts.act import Act, DocumentRef, Plain
from koinon.interfaces.shell import acting, application, typed
from koinon.interfaces.shell.main import run
from koinon.interfaces.shell.mistakes import Mistake
from koinon.record import store
from koinon.record.signer import Signer

ACT_ID = "0192aaaa-0000-7000-8000-000000000000"


class Part(Plain):
    name: str
    count: int


class Example(Act):
    """An act with a field of each form."""

    type = "cities.example/1"
    amount_cents: int
    urgent: bool = False
    kind: Literal["loan", "grant"]
    cities: tuple[Annotated[str, Field(max_length=9)], ...]
    years: tuple[int, ...] = ()
    part: Part | None = None
    parts: tuple[Part, ...] = ()
    paper: DocumentRef | None = None


def fields(*words: str) -> dict[str, object]:
    return typed.fields(Example.model_json_schema(), acting.read(Example, words).values)


def test_text_becomes_what_the_act_takes() -> None:
    typed_words = "--amount-cents=12500 --urgent yes --kind loan --cities lyon --cities ghent"
    assert fields(*typed_words.split(), "--years=2026", "--part", '{"name":"a","count":1}') == {
        "amount_cents": 12500,
        "urgent": True,
        "kind": "loan",
        "cities": ["lyon", "ghent"],
        "years": [2026],
        "part": {"name": "a", "count": 1},
    }


def test_a_list_may_be_given_as_json_or_one_by_one() -> None:
    whole = fields("--parts", '[{"name":"a","count":1},{"name":"b","count":2}]')
    each = fields("--parts", '{"name":"a","count":1}', "--parts", '{"name":"b","count":2}')
    assert whole == each
    assert fields("--cities", '["lyon"]') == fields("--cities", "lyon")


@pytest.mark.django_db
def test_a_document_is_named_by_its_path_and_checked_in(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.7")
    given = fields("--paper", str(paper))["paper"]
    assert isinstance(given, dict)
    sha256 = given["sha256"]
    assert given == {"sha256": sha256, "size": 8, "media": "application/pdf"}
    assert store.document(sha256) == (b"%PDF-1.7", "application/pdf")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--amount_cents", "12.5"], "--amount_cents: '12.5' is not a whole number; write digits"),
        (["--amount_cents", "1" * 41], "is not a whole number"),
        (["--amount_cents", "١٢"], "is not a whole number"),
        (["--urgent", "perhaps"], "--urgent: 'perhaps' is neither yes nor no"),
        (["--kind", "loan", "--kind", "grant"], "--kind: it was given 2 times; give it once."),
        (["--part", "{"], "--part: line 1, column 2: it is not JSON"),
        (["--paper", "/no/such"], "--paper: /no/such cannot be read (No such file or directory)."),
        (
            ["--amount"],
            "--amount: cities.example/1 has no such field; did you mean 'amount_cents'?",
        ),
        (["--zzz", "1"], "--zzz: cities.example/1 has no such field."),
        (["lyon"], "lyon: cities.example/1 has no such field."),
        (["--kind"], "--kind: it needs a value; write one after it."),
        (["--act-id", "7"], "--act-id: '7' is not a UUID"),
        (["--json", "x", "--kind", "loan"], "--json: it holds all fields; leave out --kind."),
    ],
)
def test_what_cannot_be_read_is_named(words: list[str], sentence: str) -> None:
    with pytest.raises(Mistake) as mistake:
        fields(*words)
    assert sentence in str(mistake.value)
    assert mistake.value.code == 2


def test_our_own_options_never_meet_a_field() -> None:
    request = acting.read(Example, ["--as", "secretariat", "--act-id", ACT_ID, "--json", "-"])
    assert (request.seat, request.act_id, request.json) == ("secretariat", UUID(ACT_ID), "-")


def test_help_gives_each_field_its_form() -> None:
    said = acting.describe(Example)
    assert "An act with a field of each form." in said
    for line in (
        "--amount_cents  a whole number\n",
        "--urgent  yes or no (may be left out)",
        "--kind  loan or grant\n",
        "--cities  text; once or more\n",
        "--part  JSON with name, count (may be left out)",
        "--paper  the path of a file (may be left out)",
    ):
        assert f"  {line}" in said


@pytest.mark.django_db
def test_the_list_has_every_act_with_its_first_line(capsys: pytest.CaptureFixture[str]) -> None:
    from koinon.acts.registry import all_acts

    assert run(["act", "--help"]) == 0
    said = capsys.readouterr().out
    assert len(all_acts()) >= 5
    for one in all_acts():
        assert f"  {one.type} " in said
    assert run(["act"]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["cities.certfy_fact"], 2, "did you mean 'cities.certify_fact/1'?"),
        (["cities.certify_fact", "--city", "lyon"], 2, "--fact: This is missing; give it a value."),
        (["cities.certify_fact", "--city", "Ly on"], 2, "--city: This must have the form"),
        (["cities.certify_fact", "--json", "/no/such"], 2, "--json: /no/such cannot be read"),
    ],
)
def test_an_act_typed_wrongly_is_one_sentence(
    words: list[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["act", *words]) == code
    told = capsys.readouterr()
    assert sentence in told.err
    assert "Traceback" not in told.err
    assert store.head().size == 0


@pytest.mark.django_db
def test_a_refusal_is_an_answer_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing has been founded yet, so no figure can be certified."""
    fact = {
        "name": "population",
        "value": "500000",
        "unit": "persons",
        "boundary": "legal municipality",
        "on": "2026-01-01",
        "source": "census",
        "licence": "CC BY 4.0",
    }
    file = tmp_path / "fact.json"
    file.write_text(json.dumps({"city": "lyon", "fact": fact}))
    assert run(["act", "cities.certify_fact", "--json", str(file)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "koinon: refused: The coalition is not founded yet; the first act must be its founding.\n"
    )
    assert store.head().size == 0


@pytest.mark.django_db
def test_json_that_no_record_could_keep_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fact.json"
    file.write_text('{"city": 1.5}')
    assert run(["act", "cities.certify_fact", "--json", str(file)]) == 2
    assert "the number 1.5 is not whole;" in capsys.readouterr().err
    file.write_text("{")
    assert run(["act", "cities.certify_fact", "--json", str(file)]) == 2
    assert "line 1, column 2: it is not JSON" in capsys.readouterr().err


def test_the_language_is_the_terminals_if_we_speak_it() -> None:
    assert application.language({"LANG": "fr_FR.UTF-8"}) == "fr"
    assert application.language({"LANG": "fr_FR.UTF-8", "LC_ALL": "ar"}) == "ar"
    assert application.language({"LANG": "C.UTF-8"}) == "en"
    assert application.language({}) == "en"


def test_a_coalition_is_founded_exported_verified_and_replayed_from_the_keyboard(
    tmp_path: Path, own_database: OwnDatabase
) -> None:
    """Everything between an empty database and a stranger's check, by commands alone."""
    place = {"KOINON_DATABASE_URL": own_database.address}
    charter = tmp_path / "charter.toml"
    charter.write_text(CHARTER)
    (tmp_path / "log").mkdir()
    key = Signer(tmp_path / "log/key.pem", tmp_path / "log/signed").verifier_key(KEY.name)
    members = [member("ghent", 260_000), member("leuven", 100_000)]
    fields = ["--origin", KEY.name, "--log_key", str(key), "--charter", str(charter)]
    words = [*fields, "--members", json.dumps(members), "--act-id", ACT_ID]
    code, out, err = say(tmp_path, "act", "assembly.found_coalition", *words, **place)
    assert (code, err) == (0, "")
    receipt = json.loads(out)
    assert (receipt["entry"], receipt["act"], receipt["repeated"]) == (0, ACT_ID, False)
    assert receipt["result"] == {"members": 2}

    code, out, err = say(tmp_path, "act", "assembly.found_coalition", *words, **place)
    assert (code, json.loads(out)["repeated"]) == (0, True)
    code, out, err = say(tmp_path, "act", "assembly.found_coalition", *words[:-2], **place)
    assert (code, out) == (1, "")
    assert err.startswith("koinon: refused: The coalition is founded already;")

    folder = str(tmp_path / "record")
    code, out, _ = say(tmp_path, "export", folder, **place)
    assert (code, out.splitlines()[0]) == (
        0,
        f"{folder}: 1 entries, 1 documents, 0 withheld; 9 files written.",
    )
    code, out, _ = say(tmp_path, "verify", folder, "--key", str(key))
    assert (code, "Sound, and true to the key given." in out) == (0, True)
    code, out, _ = say(tmp_path, "replay", **place)
    assert (code, out.startswith("1 entries told again gave the same rows in ")) == (0, True)
