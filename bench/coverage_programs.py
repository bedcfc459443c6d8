"""Programs written to be hard on coverage: very many functions, one that is called all the time,
and one new hot function after the other. They print how long they took, without their starts."""

from __future__ import annotations

import subprocess
from pathlib import Path

from measure import BenchmarkError

CLOCK = """
#include <stdio.h>
#include <time.h>

static inline double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}
"""
STEP = "value = value * 6364136223846793005ull + 1442695040888963407ull;"
"""Of a chain of which each waits for the one before: some 4 cycles."""


def many_functions(directory: Path, count: int) -> Path:
    """`count` functions and `main`, which calls none of them: only their probes are of interest."""
    body = "".join(
        f"int part{number}(int x) {{ return x * {number + 2} + {number}; }}\n"
        for number in range(count))
    return build(directory, f"parts{count}", body + "int main(void) { return 0; }\n")


def busy(directory: Path, calls: int, first: int, steps: int) -> Path:
    """One function that works for some ns (`steps`), called `calls` times; it prints how long the
    first `first` of them took, and the others."""
    source = f"""{CLOCK}
__attribute__((noinline)) unsigned long busy(unsigned long value) {{
  for (int i = 0; i < {steps}; i++) {{
    {STEP}
    __asm__ volatile("" : "+r"(value));
  }}
  return value;
}}

int main(void) {{
  unsigned long value = 1;
  double begin = seconds(), middle = begin;
  for (long i = 0; i < {calls}L; i++) {{
    if (i == {first}L) middle = seconds();
    value = busy(value);
  }}
  double end = seconds();
  printf("{{\\"first_s\\": %.9f, \\"rest_s\\": %.9f}}\\n", middle - begin, end - middle);
  return value == 0;
}}
"""
    return build(directory, "busy", source)


def one_after_the_other(directory: Path, functions: int, calls: int, steps: int) -> Path:
    """`functions` functions, each called `calls` times in a row, and never again."""
    parts = "".join(
        f"__attribute__((noinline)) unsigned long hot{number}(unsigned long value) {{\n"
        f"  value += {number};\n"
        + f"  {STEP}\n  __asm__ volatile(\"\" : \"+r\"(value));\n" * steps
        + "  return value;\n}\n"
        for number in range(functions))
    names = ", ".join(f"hot{number}" for number in range(functions))
    source = f"""{CLOCK}
{parts}
static unsigned long (*const hot[])(unsigned long) = {{{names}}};

int main(void) {{
  unsigned long value = 1;
  double begin = seconds();
  for (int part = 0; part < {functions}; part++)
    for (long i = 0; i < {calls}L; i++) value = hot[part](value);
  printf("{{\\"all_s\\": %.9f}}\\n", seconds() - begin);
  return value == 0;
}}
"""
    return build(directory, "hot", source)


def build(directory: Path, name: str, text: str) -> Path:
    """Without a libc of its own, whose functions are not meant; equal functions stay apart."""
    source, program = directory / f"{name}.c", directory / name
    source.write_text(text)
    command = ["cc", "-O1", "-fno-ipa-icf", "-Wall", "-o", str(program), str(source)]
    try:
        built = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise BenchmarkError("no C compiler: apt-get install gcc libc6-dev") from None
    if built.returncode != 0:
        raise BenchmarkError(f"cannot build {source.name}:\n{built.stderr}")
    return program
