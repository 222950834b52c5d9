"""The direction of imports is the architecture: pages ask kopdata, and kopdata knows no screen."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kopdata.paths import PROJECT

SCREEN_FILES = [PROJECT / "dashboard.py", *sorted((PROJECT / "pages").rglob("*.py"))]
STORAGE = {"duckdb", "deltalake", "pyarrow", "sqlite3", "python_calamine", "lxml", "csv", "zipfile"}
FILE_ACCESS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir"}
SQL = re.compile(
    r"^\s*(select\b.+\bfrom|with\b.+\bselect|insert\s+into|delete\s+from|update\b.+\bset|create|drop)\b",
    re.IGNORECASE | re.DOTALL,
)

IMPORT_EACH_IN_TURN = """
import importlib, pkgutil, sys
import kopdata

names = [found.name for found in pkgutil.walk_packages(kopdata.__path__, "kopdata.")]
for name in names:
    if not name.endswith(".__main__"):
        importlib.import_module(name)
        screens = {"streamlit", "plotly", "pages", "dashboard"} & set(sys.modules)
        if screens:
            sys.exit(f"{name} imports {screens}")
print(len(names))
"""


def test_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([program, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_kopdata_imports_no_screen_at_run_time() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EACH_IN_TURN], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


@pytest.mark.parametrize("path", SCREEN_FILES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_page_knows_no_storage_file_or_sql(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "offence"),
    [
        ("import duckdb", "line 1: imports duckdb"),
        ("def draw():\n    from pyarrow import parquet", "line 2: imports pyarrow"),
        ("open('registry.csv')", "line 1: calls open"),
        ("Path('registry.csv').read_text()", "line 1: calls read_text"),
        ("rows = ask('''select name\nfrom registry''')", "line 1: holds SQL"),
        ("rows = ask(f'DELETE FROM {table}')", "line 1: holds SQL"),
    ],
)
def test_offences_are_seen(source: str, offence: str) -> None:
    assert offence in offences(source)


def offences(source: str) -> list[str]:
    """Return each way in which a page reaches past kopdata, with its line."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
                found += [(node.lineno, f"imports {name}") for name in modules if _is_storage(name)]
            case ast.ImportFrom(module=str(name)) if _is_storage(name):
                found.append((node.lineno, f"imports {name}"))
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in FILE_ACCESS:
                found.append((node.lineno, f"calls {name}"))
            case ast.Constant(value=str(text)) if SQL.match(text) and id(node) not in docstrings:
                found.append((node.lineno, "holds SQL"))
    return [f"line {line}: {what}" for line, what in sorted(found)]


def _is_storage(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in STORAGE
