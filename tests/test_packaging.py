"""What ships: our five names are ours alone, and the built wheel runs the demo in an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
OURS = ("scraper", "compare", "db", "templates", "variorum")


@pytest.mark.parametrize("name", OURS)
def test_our_names_are_ours_alone(name: str) -> None:
    owners = set(packages_distributions().get(name, ()))
    assert owners <= {"variorum"}, f"the top-level name {name!r} is also installed by {sorted(owners - {'variorum'})}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_packages_and_their_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for package in OURS:
        expected = {
            str(p.relative_to(ROOT))
            for p in (ROOT / package).rglob("*")
            if p.is_file() and "__pycache__" not in p.parts and p.suffix != ".pyc"
        }
        assert expected <= names, sorted(expected - names)[:5]
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(OURS)


def test_the_wheel_pins_nothing_but_newspaper(wheel: Path) -> None:
    metadata = next(n for n in zipfile.ZipFile(wheel).namelist() if n.endswith(".dist-info/METADATA"))
    lines = zipfile.ZipFile(wheel).read(metadata).decode().splitlines()
    pinned = [line for line in lines if line.startswith("Requires-Dist:") and "==" in line.split(";")[0]]
    assert pinned == ["Requires-Dist: newspaper3k==0.2.8"]


def test_what_is_locked_installs_on_the_oldest_python_that_is_promised() -> None:
    asked = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        with suppress(PackageNotFoundError):  # of another system
            asked[line] = distribution(line.partition("==")[0]).metadata.get("Requires-Python", "")
    assert len(asked) > 50
    assert [line for line, versions in asked.items() if "3.11.0" not in SpecifierSet(versions)] == []


def test_the_demo_runs_from_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    """A fresh environment with the wheel in it. What the wheel depends on is lent from the environment of the tests,
    by a path file: installing it anew would need the network and minutes, and would test the package index, not us."""
    home = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    python = home / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True)
    site = next((home / "lib").glob("python*/site-packages"))
    (site / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    environment = {**os.environ, "PYTHONPATH": "", "HF_HUB_OFFLINE": "1"}
    where = subprocess.run(
        [str(python), "-c", "import variorum, scraper; print(variorum.__file__, scraper.__file__)"],
        check=True,
        capture_output=True,
        text=True,
        cwd=work,
        env=environment,
    )
    assert all(path.startswith(str(home)) for path in where.stdout.split()), where.stdout
    done = subprocess.run(
        [str(home / "bin" / "variorum"), "demo"], capture_output=True, text=True, cwd=work, env=environment, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (work / "site" / "index.html").is_file()
