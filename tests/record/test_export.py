"""The export of a record from the database: what `verify` finds, what is added, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.coalition import CHARTER, KEY, League, member, population

from koinon.record import export as exporting
from koinon.record import logkeys, note, store, tiles
from koinon.record.export import ExportError, answer, export, tile
from koinon.record.note import Checkpoint
from koinon.record.signer import Signer, SignerError
from koinon.record.verify import verify

pytestmark = pytest.mark.django_db

CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}


@pytest.fixture
def signer(tmp_path: Path, settings: Any) -> Signer:
    settings.HOME = tmp_path / "home"
    return logkeys.signer()


@pytest.fixture
def league(signer: Signer) -> League:
    league = League()
    league.found(CITIES, key=signer.verifier_key(KEY.name))
    return league


def certify(league: League, times: int) -> None:
    for number in range(times):
        league.act(
            "cities.certify_fact/1",
            {"city": "ghent", "fact": population(260_000 + number)},
            "secretariat",
        )


def decide(league: League) -> None:
    """A whole decision: notice, votes (one changed, one split), the count, the city admitted."""
    number = league.propose(
        "Admit Mons", ("assembly.admit_city/1", {"member": member("mons", 95_000)})
    )
    league.at = "2025-01-04T08:00:00.000000Z"
    league.vote(number, "leuven", "no")
    league.vote(number, "leuven", "yes")
    league.vote(number, "ghent", "yes")
    league.act(
        "assembly.cast_vote/1", {"proposal": number, "yes": "2/3", "no": "1/3"}, "council/namur"
    )
    league.at = "2025-01-07T00:00:00.000000Z"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_an_export_verifies_against_its_key(league: League, signer: Signer, tmp_path: Path) -> None:
    decide(league)
    certify(league, 1)
    key = signer.verifier_key(KEY.name)
    exported = export(tmp_path / "out", signer=signer)
    report = verify(tmp_path / "out", key=str(key))
    assert report.problems == ()
    assert report.checkpoint == exported.checkpoint
    assert exported.checkpoint.size == store.head().size == 9
    assert (exported.documents, report.documents) == (1, 1)
    assert set(files(tmp_path / "out")) == {
        "README.txt",
        "checkpoint",
        "countersigned",
        "key",
        "policy",
        "withheld.txt",
        f"documents/{store.keep_document(CHARTER.encode(), 'x')}",
        "tile/0/000.p/9",
        "tile/entries/000.p/9",
    }


def test_the_decision_in_an_export_is_recomputed(
    league: League, signer: Signer, tmp_path: Path
) -> None:
    """A record signed with the right key whose decision does not follow from its votes is told."""
    decide(league)
    certify(league, 1)
    bodies = [json.loads(body) for body in store.bodies()]
    counted = next(i for i, entry in enumerate(bodies) if entry["type"] == "assembly.close_vote/1")
    from tests.record.exports import bodies as encoded
    from tests.record.exports import write_export

    bodies[counted]["effects"][0]["outcome"] = "rejected"
    bodies[0]["data"] |= {"origin": "record.example", "log_key": str(witness_key())}
    write_export(tmp_path, encoded(bodies), documents=[CHARTER.encode()], key=witness_key())
    problems = verify(tmp_path).problems
    assert [p for p in problems if p.startswith(f"entry {counted}: ")] == [
        f"entry {counted}: effect 0: the outcome of proposal 1 is not what its tree says."
    ]


def witness_key() -> note.VerifierKey:
    from tests.record.exports import PRIVATE

    return note.VerifierKey("record.example", PRIVATE.public_key().public_bytes_raw())


def test_an_export_is_continued_and_earlier_files_stay(
    league: League, signer: Signer, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    certify(league, 299)
    export(out, signer=signer)
    first, earlier = files(out), (out / "checkpoint").read_bytes()
    assert {"tile/entries/000", "tile/entries/001.p/44", "tile/1/000.p/1"} <= set(first)
    certify(league, 300)
    exported = export(out, signer=signer)
    second = files(out)
    gone = set(first) - set(second)
    assert gone == {"tile/entries/001.p/44", "tile/0/001.p/44", "tile/1/000.p/1"}
    changed = {path for path in set(first) & set(second) if first[path] != second[path]}
    assert changed == {"checkpoint"}
    assert exported.added == len(set(second) - set(first)) + 1
    report = verify(out, checkpoint=earlier)
    assert report.problems == ()
    assert export(out, signer=signer).added == 0


def test_an_interrupted_export_is_finished(league: League, signer: Signer, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def stop(done: int, count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(out, signer=signer, progress=stop)
    assert not (out / "checkpoint").exists()
    seen: list[tuple[int, int]] = []
    export(out, signer=signer, progress=lambda done, count: seen.append((done, count)))
    assert seen == [(1, 2), (2, 2)]
    assert verify(out).problems == ()
    assert not list(out.rglob("*.new"))


def test_a_folder_with_something_else_is_refused(
    league: League, signer: Signer, tmp_path: Path
) -> None:
    foreign = tmp_path / "photos"
    foreign.mkdir()
    (foreign / "ghent.jpg").write_bytes(b"x")
    with pytest.raises(ExportError, match="is not empty and holds no export of test"):
        export(foreign, signer=signer)
    assert list(files(foreign)) == ["ghent.jpg"]
    with pytest.raises(ExportError, match="is a file; name a folder"):
        export(foreign / "ghent.jpg", signer=signer)


def test_a_folder_with_a_longer_history_is_refused(
    league: League, signer: Signer, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(out, signer=signer)
    longer = Checkpoint(KEY.name, 9, bytes(32))
    key = logkeys.folder() / "key.pem"
    other = Signer(key, tmp_path / "state") if (tmp_path / "state").exists() else None
    assert other is None
    (tmp_path / "state").write_bytes(b"")
    (out / "checkpoint").write_bytes(Signer(key, tmp_path / "state").sign(longer))
    with pytest.raises(ExportError, match="holds an export of 9 entries that this record does not"):
        export(out, signer=signer)


def test_withheld_documents_leave_the_export_and_are_listed(
    league: League, signer: Signer, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    league.document(b"a draft nobody named", "text/plain")
    attachment = league.document(b"with a phone number", "text/plain")
    league.act(
        "cities.record_legal_limit/1",
        {
            "city": "ghent",
            "kind": "levy_per_year",
            "amount_cents": 1,
            "citation": "Art. 1",
            "on": "2024-01-01",
            "attested_by": "The clerk",
            "document": attachment.model_dump(),
        },
        "secretariat",
    )
    assert export(out, signer=signer).documents == 2
    assert store.withhold(attachment.sha256, "It named a person.")
    exported = export(out, signer=signer)
    assert (exported.documents, exported.withheld) == (1, 1)
    assert not (out / "documents" / attachment.sha256).exists()
    report = verify(out)
    assert report.problems == ()
    assert [(one.sha256, one.because) for one in report.withheld] == [
        (attachment.sha256, "It named a person.")
    ]
    assert len(list((out / "documents").iterdir())) == 1


def test_the_server_answers_the_files_of_the_export(
    league: League, signer: Signer, tmp_path: Path
) -> None:
    certify(league, 260)
    draft = league.document(b"a draft nobody named", "text/plain")
    export(tmp_path / "out", signer=signer)
    exported = files(tmp_path / "out")
    assert {path: answer(path) for path in exported} == exported
    for path in ("", "tile/0/001.p/6", "tile/2/000", "tile/0/1", "tile/", "key/", "../key"):
        assert answer(path) is None, path
    assert answer(f"documents/{draft.sha256}") is None
    assert tile("tile/entries/001.p/5") is not None
    whole, part = tile("tile/0/000"), tile("tile/0/000.p/200")
    assert whole is not None
    assert part == whole[: 200 * 32]


def test_an_empty_record_has_no_files_and_no_export(signer: Signer, tmp_path: Path) -> None:
    assert answer("checkpoint") is None
    with pytest.raises(SignerError, match="the record is empty; found the coalition first"):
        export(tmp_path / "out", signer=signer)
    assert not (tmp_path / "out").exists()


def test_a_record_founded_with_another_key_is_not_signed(signer: Signer, tmp_path: Path) -> None:
    League().found(CITIES)
    with pytest.raises(SignerError, match="this record was founded with the log key"):
        export(tmp_path / "out", signer=signer)


def test_signing_again_gives_the_same_bytes_and_then_more(league: League, signer: Signer) -> None:
    first = logkeys.sign_head(signer)
    assert logkeys.sign_head(signer) == first
    certify(league, 2)
    second = note.open_checkpoint(logkeys.sign_head(signer), signer.verifier_key(KEY.name))
    assert second == Checkpoint(KEY.name, 3, store.root(3))


def test_two_signers_of_one_installation_do_not_disturb_each_other(
    league: League, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process signs more between our reading the head and our signing it."""
    other = logkeys.signer()
    logkeys.sign_head(signer)
    certify(league, 1)
    honest = store.root
    once = iter([True])

    def root(size: int | None = None) -> bytes:
        if next(once, False):
            certify(league, 1)
            logkeys.sign_head(other)
        return honest(size)

    monkeypatch.setattr(store, "root", root)
    signed = logkeys.sign_head(signer)
    assert note.open_checkpoint(signed, signer.verifier_key(KEY.name)).size == 3


def test_every_tile_of_a_record_is_answered(league: League, signer: Signer) -> None:
    certify(league, 12)
    for wanted in tiles.all_tiles(13):
        assert tile(wanted.path) is not None
    assert exporting.withheld_file(13) == b""
