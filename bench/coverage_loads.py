"""Programs of others that coverage is measured with, each as its distribution ships it, and what
they are given to do."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import BenchmarkError, first_line

HERE = Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3.11"
SQLITE = "/usr/bin/sqlite3"
COMPILER = "/usr/bin/gcc"


@dataclass(frozen=True)
class Load:
    """A command, and the options that say which functions are looked at."""

    name: str
    version: str
    command: Sequence[str]
    scope: Sequence[str] = ()


def loads(directory: Path, passes: int, functions: int) -> list[Load]:
    """All of them. `passes`: of the interpreter's long load; `functions`: in the compiled file."""
    for program, package in ((PYTHON, "python3.11"), (SQLITE, "sqlite3"), (COMPILER, "gcc")):
        if not Path(program).exists():
            raise BenchmarkError(f"no program {program}: apt-get install {package}")
    return [*interpreter(passes), database(directory), compiler(directory, functions)]


def interpreter(passes: int) -> list[Load]:
    version = first_line([PYTHON, "--version"])
    script = str(HERE / "cpython_load.py")
    return [
        Load("CPython", version, [PYTHON, "-I", script, str(passes)]),
        Load("CPython, `-c pass`", version, [PYTHON, "-I", "-c", "pass"]),
    ]


def database(directory: Path) -> Load:
    """The library is Debian's, but a copy of its own: a probe is in a file, whoever maps it, and
    Sonde itself, which stores what it sees in SQLite, maps the system's."""
    listed = subprocess.run(["ldd", SQLITE], capture_output=True, text=True, check=False).stdout
    found = [line.split()[2] for line in listed.splitlines() if "libsqlite3.so.0 =>" in line]
    if not found:
        raise BenchmarkError(f"{SQLITE} uses no libsqlite3.so.0: take that of Debian's sqlite3")
    place = directory / "libraries"
    place.mkdir()
    library = Path(shutil.copy(found[0], place / "libsqlite3.so.0"))
    version = "SQLite " + first_line([SQLITE, "--version"]).partition(" ")[0]
    return Load(
        "SQLite, its library", version,
        ["/usr/bin/env", f"LD_LIBRARY_PATH={place}", SQLITE, "-batch", "-init", "/dev/null",
         ":memory:", f".read {HERE / 'sqlite_load.sql'}"],
        ["--target", str(library)])


def compiler(directory: Path, functions: int) -> Load:
    source = directory / "compiled.c"
    source.write_text("".join(translation(number) for number in range(functions)))
    proper = first_line([COMPILER, "-print-prog-name=cc1"])
    if not Path(proper).is_absolute():
        raise BenchmarkError(f"{COMPILER} has no cc1: apt-get install gcc")
    return Load(
        "gcc, its cc1", first_line([COMPILER, "--version"]),
        [COMPILER, "-O2", "-c", "-o", str(directory / "compiled.o"), str(source)],
        ["--children", "--target", proper])


def translation(number: int) -> str:
    """C that gives an optimizer something to do: loops, a switch, a call of itself."""
    size, step = number % 13 + 3, number % 7 + 2
    return f"""
struct s{number} {{ int a[{size}]; double d; struct s{number} *next; }};
static double f{number}(struct s{number} *s, int k) {{
  double sum = 0;
  for (int i = 0; i < {size}; i++) {{
    sum += s->a[i] * {number}.5 + s->d;
    if (s->a[i] % {step} == k) sum *= 1.5;
  }}
  switch (k % 5) {{
    case 0: sum -= {number}; break;
    case 1: sum += k; break;
    case 3: return s->next ? f{number}(s->next, k - 1) : sum;
  }}
  return sum;
}}
double g{number}(int k) {{
  struct s{number} s = {{ .d = k }}, t = {{ .next = &s }};
  return f{number}(&t, k) + f{number}(&s, k + 1);
}}
"""
