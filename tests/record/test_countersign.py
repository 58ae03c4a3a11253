"""A city countersigns: what it remembers, what it refuses, and the evidence it keeps."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.record.cities import GHENT, LYON, TIME, checkpoint, countersigned, key, policy, published
from tests.record.cities import record as entries_of
from tests.record.exports import KEY, ORIGIN, PRIVATE, THIEF, bodies
from tests.record.test_verify import SOURCES, serving

from koinon.record import keyfiles, merkle, note
from koinon.record.countersign import main, node_of
from koinon.record.note import Checkpoint, VerifierKey, open_checkpoint, parse_note
from koinon.record.sources import SourceError, source_of
from koinon.record.witness import Seen, TwoHistories, Witness, WitnessError

NAME = key(GHENT, "ghent").name


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    keyfiles.write_key(tmp_path / "ghent.pem", GHENT)
    return tmp_path / "ghent.pem"


def export(root: Path, size: int, entries: Sequence[dict[str, Any]] | None = None) -> Path:
    return published(root, entries or entries_of(size), policy=policy())


def told(arguments: Sequence[object], capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    said = capfd.readouterr()
    return code, said.out, said.err


def first(root: Path, key_file: Path, capfd: pytest.CaptureFixture[str]) -> str:
    code, out, err = told([root, "--key", key_file, "--log-key", KEY], capfd)
    assert (code, err) == (0, "")
    return out


# --- What is countersigned ---------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), [(3, 4), (7, 8), (255, 256), (256, 300), (300, 700)])
def test_what_extends_the_log_is_countersigned(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str], old: int, new: int
) -> None:
    first(export(tmp_path / "old", old), key_file, capfd)
    code, out, err = told([export(tmp_path / "new", new), "--key", key_file], capfd)
    assert (code, err) == (0, "")
    assert open_checkpoint(out.encode(), KEY) == checkpoint(entries_of(new))
    assert parse_note(out.encode()).signed_by([KEY, key(GHENT, "ghent")]) == (
        KEY,
        key(GHENT, "ghent"),
    )
    assert Seen(KEY, b"".join(Path(f"{key_file}.seen").read_bytes().split(b"\n", 1)[1:])).checkpoint


def test_the_same_log_is_countersigned_again(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = export(tmp_path / "log", 5)
    before = first(root, key_file, capfd)
    memory = Path(f"{key_file}.seen").read_bytes()
    assert told([root, "--key", key_file], capfd)[0] == 0
    assert Path(f"{key_file}.seen").read_bytes() == memory
    assert open_checkpoint(before.encode(), KEY).size == 5
    assert Path(f"{key_file}.seen").stat().st_mode & 0o077 == 0


def test_only_the_signature_of_the_log_is_taken_over(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What others cosigned is theirs to send."""
    root = export(tmp_path / "log", 5)
    (root / "checkpoint").write_bytes(countersigned(checkpoint(entries_of(5)), (LYON, "lyon")))
    names = [one.name for one in parse_note(first(root, key_file, capfd).encode()).signatures]
    assert names == [ORIGIN, NAME]


def test_every_proof_comes_from_the_tiles(tmp_path: Path) -> None:
    root = export(tmp_path, 700)
    source, new = source_of(root), checkpoint(entries_of(700))
    node = node_of(source, 700)
    assert merkle.root(700, node) == new.root
    for size in (*range(1, 40), 255, 256, 257, 511, 512, 513, 699, 700):
        old = checkpoint(entries_of(size) if size > 2 else entries_of(3)[:size])
        proof = merkle.consistency_proof(size, 700, node)
        assert merkle.verify_consistency(size, 700, old.root, new.root, proof), size
    (root / "tile/0/002.p/188").unlink()
    with pytest.raises(SourceError, match=r"tile/0/002\.p/188 is missing"):
        merkle.root(700, node_of(source, 700))


# --- What is not -------------------------------------------------------------------------------


def test_the_first_time_the_key_of_the_log_is_asked_for(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told([export(tmp_path / "log", 5), "--key", key_file], capfd)
    assert (code, out) == (2, "")
    assert f"--log-key '{KEY}'" in err
    other = VerifierKey(ORIGIN, THIEF.public_key().public_bytes_raw())
    code, out, err = told([tmp_path / "log", "--key", key_file, "--log-key", other], capfd)
    assert (code, out) == (2, "")
    assert "the checkpoint is not genuine" in err
    assert not Path(f"{key_file}.seen").exists()


def _refused(root: Path, key_file: Path, capfd: pytest.CaptureFixture[str], sentence: str) -> Path:
    """It says so loudly, keeps both checkpoints and remembers what it remembered; the evidence."""
    memory = Path(f"{key_file}.seen").read_bytes()
    shown = (root / "checkpoint").read_bytes()
    code, out, err = told([root, "--key", key_file], capfd)
    assert (code, out) == (1, "")
    assert err.startswith("countersign: NOT COUNTERSIGNED. ")
    assert sentence in err
    assert Path(f"{key_file}.seen").read_bytes() == memory
    (folder,) = Path(f"{key_file}.seen.evidence").iterdir()
    assert str(folder) in err
    assert (folder / "countersigned-before").read_bytes() == memory.split(b"\n", 1)[1]
    assert (folder / "shown-now").read_bytes() == shown
    return folder


def test_a_rewritten_past_is_refused_with_evidence(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first(export(tmp_path / "log", 5), key_file, capfd)
    forged = entries_of(9)
    forged[3]["data"] = {"city": "ghent", "value": 1}
    root = export(tmp_path / "forged", 9, forged)
    folder = _refused(root, key_file, capfd, "does not extend the one of 5 entries")
    for name in ("countersigned-before", "shown-now"):
        keys = VerifierKey.parse((folder / f"{name}.key").read_text().strip())
        assert open_checkpoint((folder / name).read_bytes(), keys)  # both bear the log's signature
    _refused(root, key_file, capfd, "does not extend")  # the same pair is kept once
    assert told([export(tmp_path / "log", 9), "--key", key_file], capfd)[0] == 0


def test_another_tree_of_the_same_size_is_refused(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first(export(tmp_path / "log", 5), key_file, capfd)
    forged = entries_of(5)
    forged[4]["data"] = {"city": "ghent", "value": 1}
    _refused(export(tmp_path / "forged", 5, forged), key_file, capfd, "does not extend")


def test_a_shorter_log_is_refused(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first(export(tmp_path / "log", 9), key_file, capfd)
    said = "the log shows 5 entries after it has shown 9"
    _refused(export(tmp_path / "short", 5), key_file, capfd, said)


def test_a_log_signed_anew_is_refused(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first(export(tmp_path / "log", 5), key_file, capfd)
    root = export(tmp_path / "anew", 6)
    new = VerifierKey(ORIGIN, THIEF.public_key().public_bytes_raw())
    said = checkpoint(entries_of(6))
    (root / "checkpoint").write_bytes(note.sign(said.text, ORIGIN, THIEF))
    (root / "key").write_text(f"{new}\n")
    _refused(root, key_file, capfd, f"the log's key is {new} now and was {KEY}")


def test_a_damaged_copy_is_no_evidence(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The checkpoint is true and the tiles are not: a mirror that is broken, no second history."""
    first(export(tmp_path / "log", 5), key_file, capfd)
    root = export(tmp_path / "new", 9)
    tile = root / "tile/0/000.p/9"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    code, out, err = told([root, "--key", key_file], capfd)
    assert (code, out) == (2, "")
    assert "the hash tiles do not give the root of the checkpoint" in err
    assert not Path(f"{key_file}.seen.evidence").exists()


def test_a_key_that_nobody_registered_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    keyfiles.write_key(tmp_path / "k", Ed25519PrivateKey.from_private_bytes(bytes([99]) * 32))
    root = export(tmp_path / "log", 5)
    code, _, err = told([root, "--key", tmp_path / "k", "--log-key", KEY], capfd)
    assert code == 2
    assert f"no city has registered this key with {ORIGIN}" in err


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda p: (p / "ghent.pem").chmod(0o644), "can be read by others"),
        (lambda p: (p / "ghent.pem").write_text("x"), "does not hold a private key"),
        (lambda p: (p / "ghent.pem").unlink(), "No such file"),
        (lambda p: (p / "ghent.pem.seen").write_text("x"), "is damaged"),
        (lambda p: (p / "ghent.pem.seen").write_bytes(bytes(20_000)), "is damaged"),
        (lambda p: (p / "log/checkpoint").unlink(), "there is no checkpoint"),
        (lambda p: (p / "log/checkpoint").write_text("x"), "cannot be read"),
        (lambda p: (p / "log/key").write_text("x"), "cannot be read"),
        (lambda p: (p / "log/policy").write_text("x"), "no city has registered this key"),
        (lambda p: (p / "log/policy").unlink(), "no city has registered this key"),
    ],
)
def test_what_is_spoilt_is_told_in_a_sentence(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str], spoil: Any, sentence: str
) -> None:
    root = export(tmp_path / "log", 5)
    first(root, key_file, capfd)
    spoil(tmp_path)
    code, out, err = told([root, "--key", key_file], capfd)
    assert (code, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_record_that_does_not_hold_is_not_countersigned_when_asked_to_verify(
    tmp_path: Path, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    entries = entries_of(5)
    entries[4]["by"] = {"seat": "nobody", "via": "web", "auth": "passkey"}
    root = export(tmp_path / "log", 5, entries)
    code, out, err = told([root, "--key", key_file, "--log-key", KEY, "--verify"], capfd)
    assert (code, out) == (2, "")
    assert "the record does not hold: entry 4: " in err
    assert first(root, key_file, capfd)  # it is append-only all the same


# --- Two runs at once --------------------------------------------------------------------------


def test_of_two_histories_shown_at_once_one_is_countersigned(tmp_path: Path) -> None:
    """Another run remembers while this one asks for its proof: it looks again before it signs."""
    witness = Witness(GHENT, tmp_path / "seen")
    signed = [note.sign(checkpoint(entries_of(n)).text, ORIGIN, PRIVATE) for n in (4, 5)]
    forged = Checkpoint(ORIGIN, 6, bytes(32))

    def none(old: int, new: int) -> Sequence[bytes]:
        raise AssertionError("nothing was countersigned before")

    witness.countersign(signed[0], KEY, none, name=NAME, time=TIME)
    leaves = [merkle.leaf_hash(body) for body in bodies(entries_of(5))]
    asked: list[tuple[int, int]] = []

    def meanwhile(old: int, new: int) -> Sequence[bytes]:
        asked.append((old, new))
        if len(asked) == 1:
            other = Witness(GHENT, tmp_path / "seen")
            proof = merkle.consistency_proof(
                4, 5, lambda level, i: merkle.tree_root(leaves[i << level : i + 1 << level])
            )
            other.countersign(signed[1], KEY, lambda o, n: proof, name=NAME, time=TIME)
        return ()

    with pytest.raises(TwoHistories):
        witness.countersign(
            note.sign(forged.text, ORIGIN, PRIVATE), KEY, meanwhile, name=NAME, time=TIME
        )
    seen = witness.seen()
    assert seen is not None
    assert seen.checkpoint.size == 5


def test_an_empty_log_is_not_countersigned(tmp_path: Path) -> None:
    empty = note.sign(Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT).text, ORIGIN, PRIVATE)
    with pytest.raises(WitnessError, match="is empty"):
        Witness(GHENT, tmp_path / "seen").countersign(
            empty, KEY, lambda old, new: (), name=NAME, time=TIME
        )


# --- Sending it --------------------------------------------------------------------------------


class Coalition(SimpleHTTPRequestHandler):
    """Serves an export and takes what is posted."""

    answer = (200, "It is taken: Ghent has countersigned.\n\x1b[2J")
    posted: tuple[bytes, ...] = ()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).posted += (self.path.encode(), body)
        code, said = self.answer
        self.send_response(code)
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_it_is_sent_to_the_address_it_was_read_from(
    tmp_path: Path,
    key_file: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Coalition, "posted", ())
    with serving(partial(Coalition, directory=export(tmp_path / "log", 5))) as url:
        told_first = told([url, "--key", key_file, "--log-key", KEY], capfd)
        assert told_first == (
            0,
            "Countersigned 5 entries. It is taken: Ghent has countersigned.\n",
            "",
        )
        path, body = Coalition.posted[:2]
        assert path == b"/countersign"
        assert parse_note(body).signed_by([key(GHENT, "ghent")])
        assert told([url, "--key", key_file, "--quiet"], capfd) == (0, "", "")
        monkeypatch.setattr(Coalition, "answer", (403, "This key is not registered.\x1b[2J\nmore"))
        code, _, err = told([url, "--key", key_file], capfd)
        assert code == 2
        assert err == (
            f"countersign: {url}/countersign answers 403: This key is not registered.[2J\n"
        )
    code, _, err = told([tmp_path / "log", "--key", key_file, "--to", url], capfd)
    assert (code, "cannot be reached" in err) == (2, True)


def test_it_runs_where_only_cryptography_is_installed(tmp_path: Path, key_file: Path) -> None:
    root = export(tmp_path / "log", 5)
    alone = (
        "import sys\nclass Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in ('django', 'pydantic', 'ninja', 'psycopg'):\n"
        "            raise ImportError(f'{name} was asked for')\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "from koinon.record.countersign import main\nsys.exit(main(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", alone, str(root), "--key", str(key_file), "--log-key", str(KEY)],
        env={"PYTHONPATH": str(SOURCES)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert parse_note(done.stdout).signed_by([key(GHENT, "ghent")])
