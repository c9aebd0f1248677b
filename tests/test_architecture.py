"""The laws of the house: which package may import which, and what may not be imported on the main road."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("scraper", "compare", "db", "templates", "variorum")

MAY_IMPORT = {
    "scraper": {"scraper"},
    "compare": {"compare", "scraper"},
    "db": {"db", "compare", "scraper"},
    "templates": {"templates"},
    "variorum": set(OURS),
}

# compare/ is pure: nothing that reaches for the network, the disk, a database or a clock.
NOT_IN_COMPARE = {
    "socket", "ssl", "http", "urllib", "httpx2", "httpcore2", "requests", "pathlib", "os", "io", "shutil", "tempfile",
    "glob", "sqlite3", "sqlalchemy", "time", "random", "secrets", "uuid", "subprocess", "threading", "asyncio",
    "multiprocessing", "importlib", "torch", "openvino", "sentence_transformers", "spacy",
}  # fmt: skip

HEAVY = (
    "torch",
    "openvino",
    "platformdirs",
    "huggingface_hub",
    "sentence_transformers",
    "transformers",
    "newspaper",
    "spacy",
    "sklearn",
    "scipy",
    "extruct",
    "htmldate",
)


def modules(package: str) -> list[Path]:
    return sorted(p for p in (ROOT / package).rglob("*.py") if "__pycache__" not in p.parts)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Dotted names a file imports anywhere in it, with line numbers."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import; name the package"
            assert node.module is not None
            yield node.module, node.lineno


@pytest.mark.parametrize("package", OURS)
def test_data_flows_one_way(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(package)
        for name, line in imports(path)
        if name.split(".")[0] in OURS and name.split(".")[0] not in MAY_IMPORT[package]
    ]
    assert not wrong


def test_compare_takes_only_the_article_from_the_scraper() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules("compare")
        for name, line in imports(path)
        if name.split(".")[0] == "scraper" and name != "scraper.article"
    ]
    assert not wrong


def test_compare_is_pure() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules("compare")
        for name, line in imports(path)
        if name.split(".")[0] in NOT_IN_COMPARE
    ]
    assert not wrong
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno} calls {node.func.id}"
        for path in modules("compare")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"open", "print", "input"}
    ]
    assert not calls


def test_one_socket_to_outlets() -> None:
    network = {"socket", "ssl", "httpx2", "httpcore2", "requests", "urllib3", "aiohttp"}
    where = {
        str(path.relative_to(ROOT))
        for package in OURS
        for path in modules(package)
        for name, _ in imports(path)
        if name.split(".")[0] in network and "demo" not in path.parts
    }
    assert where == {"scraper/fetch.py"}


def test_only_the_store_speaks_sql() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for package in ("scraper", "compare", "templates", "variorum")
        for path in modules(package)
        for name, line in imports(path)
        if name.split(".")[0] in {"sqlalchemy", "alembic", "sqlite3"}
    ]
    assert not wrong


@pytest.mark.parametrize(
    "start",
    [
        "from variorum.cli import main; main(['--help'], standalone_mode=False)",
        "import variorum.linting, variorum.rulepacks",
        "import variorum.site, variorum.pages",
        "import db.store",
        "import variorum.desk.serving",
        "import variorum.proposing",
    ],
)
def test_the_main_road_imports_nothing_heavy(start: str) -> None:
    check = f"{start}\nimport sys\nprint('loaded:', *[m for m in {HEAVY!r} if m in sys.modules], sep=',')"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.rstrip().endswith("loaded:"), done.stdout[-200:]


def test_runtime_data_lies_in_no_package() -> None:
    data = {".db", ".sqlite", ".sqlite3", ".lock", ".log"}
    assert not [str(p) for package in OURS for p in (ROOT / package).rglob("*") if p.suffix in data]
