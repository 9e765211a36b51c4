"""The launcher: what it does before there is an environment, and what it says when it cannot."""

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).parent.parent
LAUNCHER = PROJECT / "titip"


@pytest.fixture
def launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The launcher as a module, its project an empty folder with a blank in its name."""
    loader = SourceFileLoader("titip_launcher", str(LAUNCHER))
    spec = spec_from_loader("titip_launcher", loader)
    assert spec is not None
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = module_from_spec(spec)
    loader.exec_module(module)
    project = tmp_path / "folder saya"
    project.mkdir()
    (project / "requirements.txt").write_text("")
    monkeypatch.setattr(module, "PROJECT", str(project))
    monkeypatch.setattr(module, "ENVIRONMENT", str(project / ".venv"))
    return module


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said: two lines, the Indonesian sentence and the English one."""
    said = capsys.readouterr().err
    assert said.startswith("titip: ")
    assert len(said.strip().splitlines()) == 2
    return said


@pytest.mark.parametrize("words", [[], ["help"], ["--help"]])
def test_help_needs_no_environment(words: list[str], tmp_path: Path):
    done = subprocess.run(
        ["/usr/bin/env", "-i", sys.executable, "-S", str(LAUNCHER), *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    for verb in ("run", "import", "create-user", "verify", "backup", "restore", "bench", "test"):
        assert f"./titip {verb}" in done.stdout


def test_an_unknown_verb_is_one_sentence(launcher: ModuleType, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        launcher.main(["jual"])

    assert end.value.code == 1
    assert "`jual`" in one_sentence(capsys)


def test_an_old_python_is_one_sentence(
    launcher: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(launcher.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit):
        launcher.main(["run"])

    assert "3.9" in one_sentence(capsys)


def test_a_full_disk_is_one_sentence(
    launcher: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(launcher, "ROOM_NEEDED", 1 << 60)

    with pytest.raises(SystemExit):
        launcher.need("requirements.txt")

    assert "500 MB" in one_sentence(capsys)


def test_a_folder_that_cannot_be_written_is_one_sentence(
    launcher: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(launcher, "PROJECT", "/proc/1")

    with pytest.raises(SystemExit):
        launcher.need_folder()

    assert "/proc/1" in one_sentence(capsys)


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "500 MB"),
        ("Failed to establish a new connection: [Errno -3] Temporary name resolution", "network"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "date"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash"),
        ("error: command 'gcc' failed", "setup.log"),
    ],
)
def test_a_failed_installation_says_what_to_do(
    words: str, advice: str, launcher: ModuleType, capsys: pytest.CaptureFixture[str]
):
    (Path(launcher.ENVIRONMENT)).mkdir()

    with pytest.raises(SystemExit):
        launcher.explain(words)

    assert advice in one_sentence(capsys)


def test_an_environment_is_made_once_and_again_when_the_pins_change(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    installed: list[str] = []

    def note(requirements: str) -> None:
        installed.append(requirements)
        Path(launcher.stamp_path(requirements)).write_text(launcher.wanted_stamp(requirements))

    monkeypatch.setattr(launcher, "install", note)

    launcher.need("requirements.txt")
    launcher.need("requirements.txt")
    (Path(launcher.PROJECT) / "requirements.txt").write_text("# another pin\n")
    launcher.need("requirements.txt")

    assert installed == ["requirements.txt", "requirements.txt"]


def test_the_pins_name_no_registry_and_all_have_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (PROJECT / name).read_text().splitlines()
        pins = [line for line in lines if "==" in line and not line.startswith(" ")]
        assert pins
        assert all(line.endswith("\\") for line in pins)
        assert not [line for line in lines if "://" in line or line.startswith("-")]
