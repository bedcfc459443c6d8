#!/usr/bin/env python3
"""What readelf and dpkg say of shared objects: a line of tab-separated fields for each.

Reads paths from standard input. Prints path, real path, soname, build id, package and version; an
empty field where there is nothing to say. Leaves out what readelf does not take for a shared object.
"""

import os
import re
import subprocess
import sys


def readelf(option: str, path: str) -> str:
    command = ["readelf", "--wide", option, path]
    return subprocess.run(command, capture_output=True, text=True, errors="replace").stdout


def first(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match.group(1) if match else ""


def dpkg_owners(paths: list[str]) -> dict[str, str]:
    owners: dict[str, str] = {}
    for start in range(0, len(paths), 500):
        command = ["dpkg", "-S", *paths[start : start + 500]]
        output = subprocess.run(command, capture_output=True, text=True).stdout
        for line in output.splitlines():
            if line.startswith("diversion by"):
                continue
            packages, _, path = line.partition(": ")
            owners[path] = packages.split(", ")[0]
    return owners


def versions() -> dict[str, str]:
    command = ["dpkg-query", "-W", "-f", "${binary:Package}\t${Version}\n"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(line.split("\t") for line in output.splitlines())


def spellings(path: str) -> list[str]:
    """The path as dpkg may have it: a file of /usr/lib may be listed under /lib."""
    return [path, path.removeprefix("/usr")] if path.startswith("/usr/lib") else [path]


def main() -> None:
    paths = [line.rstrip("\n") for line in sys.stdin]
    real = {path: os.path.realpath(path) for path in paths}
    asked = {s for path in paths for p in (real[path], path) for s in spellings(p)}
    owners = dpkg_owners(sorted(asked))
    known = versions()
    for path in paths:
        if "DYN" not in first(r"Type:\s*(.*)", readelf("-h", path)):
            continue
        candidates = [s for p in (real[path], path) for s in spellings(p)]
        package = next((owners[s] for s in candidates if s in owners), "")
        soname = first(r"SONAME\).*\[(.*)\]", readelf("-d", path))
        build_id = first(r"Build ID: (\w+)", readelf("-n", path))
        print(path, real[path], soname, build_id, package, known.get(package, ""), sep="\t")


if __name__ == "__main__":
    main()
