"""`./koinon`, on trees of its own: what it says, what it installs, what it leaves alone."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from koinon.interfaces.shell.verbs import TREE_VERBS, VERBS

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree with the command, the sources and a run-time requirement on nothing."""
    shutil.copy(ROOT / "koinon", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/run.txt").write_text("# nothing\n")
    return tmp_path


@pytest.fixture
def command(tree: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The command of that tree as a module."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    loader = SourceFileLoader("koinon_command", str(tree / "koinon"))
    spec = importlib.util.spec_from_loader("koinon_command", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def say(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([tree / "koinon", *words], cwd=tree, capture_output=True, text=True)


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_names_every_verb_and_installs_nothing(tree: Path, word: str) -> None:
    done = say(tree, word)
    assert done.returncode == 0
    for verb, meaning in {**VERBS, **TREE_VERBS}.items():
        assert f"{verb} " in done.stdout
        assert meaning in done.stdout
    assert not (tree / ".venv").exists()


def test_an_unknown_verb_is_one_sentence_with_the_nearest_one(tree: Path) -> None:
    done = say(tree, "chekc")
    assert done.returncode == 2
    assert done.stderr == "koinon: 'chekc' is not something koinon does; did you mean 'check'?\n"
    assert not (tree / ".venv").exists()


@pytest.mark.parametrize("verb", ["check", "lock"])
def test_verbs_without_options_refuse_them(tree: Path, verb: str) -> None:
    done = say(tree, verb, "--all")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"koinon: `{verb}` takes no options; it was given '--all'.\n"


def test_an_old_python_gets_a_sentence(tree: Path) -> None:
    source = (tree / "koinon").read_text()
    ast.parse(source, feature_version=(3, 7))  # a syntax error would come before the sentence
    script = f"import sys; sys.version_info = (3, 9, 2); exec({source!r}, {{'__name__': 'x'}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == (
        "Koinon needs Python 3.11 or newer and this is 3.9; install one and run "
        "`python3.11 koinon`.\n"
    )


def test_the_keyboard_stops_it_without_a_traceback(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "prepare", interrupted)
    with pytest.raises(SystemExit) as ended:
        command.main(["shell"])
    assert ended.value.code == 130
    assert capsys.readouterr().err == "\nStopped.\n"


def test_what_is_installed_is_not_installed_again(
    command: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    really = command.call
    monkeypatch.setattr(command, "call", lambda words: (called.append(words[2]), really(words)))
    command.prepare("run")
    assert called == ["venv", "pip"]
    command.prepare("run")
    assert called == ["venv", "pip"]
    (tree / "requirements/run.txt").write_text("# nothing, in other words\n")
    assert not command.is_current("run")
    command.prepare("run")
    assert called == ["venv", "pip", "pip"]
    shutil.rmtree(next((tree / ".venv/lib").glob("python*/site-packages/pip")))
    (tree / ".venv/koinon-run.stamp").unlink()
    command.prepare("run")  # as after an interrupted creation: made anew
    assert called == ["venv", "pip", "pip", "venv", "pip"]


def test_a_failed_installation_is_said_and_not_stamped(command: ModuleType, tree: Path) -> None:
    (tree / "requirements/run.txt").write_text(
        "no-such-package-of-ours==1 \\\n  --hash=sha256:00\n"
    )
    with pytest.raises(command.Stopped) as stop:
        command.prepare("run")
    assert "-m pip install ...` failed:" in str(stop.value)
    assert stop.value.code == 1
    assert not command.is_current("run")


def without_ensurepip(command: ModuleType, monkeypatch: pytest.MonkeyPatch, user: int) -> list[str]:
    called: list[str] = []
    monkeypatch.setattr(command.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(command.os, "geteuid", lambda: user)
    monkeypatch.setattr(command.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(command, "call", lambda words: called.append(" ".join(words)))
    return called


def test_a_debian_without_venv_is_told_the_line_to_type(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = without_ensurepip(command, monkeypatch, 1000)
    line = "sudo apt-get install --yes --no-install-recommends python{}.{}-venv"
    with pytest.raises(command.Stopped, match=line.format(*sys.version_info)):
        command.need_venv_module()
    assert called == []


def test_as_root_on_debian_it_is_installed(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = without_ensurepip(command, monkeypatch, 0)
    command.need_venv_module()
    assert [words.split()[:2] for words in called] == [
        ["apt-get", "update"],
        ["apt-get", "install"],
    ]
    assert called[1].endswith("python{}.{}-venv".format(*sys.version_info))


def test_elsewhere_it_names_what_is_missing(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_ensurepip(command, monkeypatch, 0)
    monkeypatch.setattr(command.shutil, "which", lambda name: None)
    with pytest.raises(command.Stopped, match="lacks `ensurepip`"):
        command.need_venv_module()


def test_verify_works_before_anything_is_installed(tree: Path) -> None:
    """This Python can check signatures, so nothing is set up; the answer is the verifier's."""
    done = subprocess.run(
        [sys.executable, tree / "koinon", "verify", "nowhere"],
        cwd=tree,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert not (tree / ".venv").exists()


def test_locking_without_its_tool_is_a_sentence(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.shutil, "which", lambda name: None)
    with pytest.raises(command.Stopped, match="locking needs uv") as stop:
        command.run(["lock"])
    assert stop.value.code == 2


def test_everything_it_starts_finds_sources_tools_and_the_home_folder(
    command: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KOINON_HOME", raising=False)
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    said = command.environment()
    assert said["PYTHONPATH"] == os.pathsep.join([str(tree / "src"), "/elsewhere"])
    assert said["PATH"].split(os.pathsep)[0] == str(tree / ".venv/bin")
    assert said["KOINON_HOME"] == str(tree / "var")
    monkeypatch.setenv("KOINON_HOME", "/srv/koinon")
    assert command.environment()["KOINON_HOME"] == "/srv/koinon"


def test_the_requirements_are_pinned_with_hashes_and_name_no_host() -> None:
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        text = file.read_text()
        assert "://" not in text
        assert "--hash=sha256:" in text
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert [line for line in pins if "==" not in line] == []
