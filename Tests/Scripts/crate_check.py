#!/usr/bin/env python3
"""Records a pipeline, exports it as an RO-Crate, and asks others whether it is one.

The validator of the profiles' own makers judges it, the library of RO-Crate's makers loads it, and
what it says of files is compared with the files. Needs root, and no network: the terms that the
validator would fetch are given to it.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import requests
import rocrate.rocrate
from checks import Check
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from rocrate_validator import services
from rocrate_validator.models import Severity
from urllib3 import HTTPResponse

PIPELINE = r"""
mkdir -p out; printf 'b\na\n' > 'in put.txt'
sort 'in put.txt' > out/sorted.txt
cat out/sorted.txt > out/tmp.part && mv out/tmp.part $'out/na\nme \xc3\xa9 <b>.txt'
"$PYTHON" -c 'import json; json.dump({"n": len(open("out/sorted.txt").read())}, open("out/n.json", "w"))'
echo gone > scratch.txt; rm scratch.txt
grep nothing out/sorted.txt
sort missing.txt > out/never.txt
exit 0
"""
# Terms of the profiles of runs, which RO-Crate's own context has not.
RUN_TERMS = {name: f"https://w3id.org/ro/terms/workflow-run#{name}"
             for name in ("environment", "containerImage", "ContainerImage", "registry", "tag")}
CONTEXTS = {
    "https://w3id.org/ro/crate/1.1/context":
        json.loads((Path(rocrate.rocrate.__file__).parent / "data/ro-crate.jsonld").read_text()),
    "https://w3id.org/ro/terms/workflow-run/context": {"@context": RUN_TERMS},
}
PROFILE = "process-run-crate"
NAME = "ro-crate-metadata.json"
# What is recommended and no evidence has: addresses of programs, formats of files, who publishes a
# crate and who its author is.
UNKNOWN = ("SHOULD have a url", "absolute URI", "`encodingFormat`", "`author`", "`publisher`")

Graph = dict[str, dict[str, Any]]


class Known(HTTPAdapter):
    """Answers for the contexts, instead of the network."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        body = json.dumps(CONTEXTS[str(request.url)]).encode()
        return self.build_response(request, HTTPResponse(
            body=io.BytesIO(body), status=200, preload_content=False,
            headers={"Content-Type": "application/ld+json"}))


class Judge:
    """The validator, with a cache that has the contexts, and no network."""

    def __init__(self, directory: Path) -> None:
        self._cache = directory / "cache"
        session = CachedSession(cache_name=str(self._cache), backend="sqlite", expire_after=-1)
        session.mount("https://", Known())
        for url in CONTEXTS:
            session.get(url).raise_for_status()
        session.close()

    def complaints(self, crate: Path, severity: Severity) -> list[str]:
        result = services.validate(services.ValidationSettings(
            rocrate_uri=str(crate), profile_identifier=PROFILE, requirement_severity=severity,
            offline=True, cache_path=self._cache))
        return [f"{issue.check.identifier} {issue.message} ({issue.violatingEntity})"
                for issue in result.get_issues(min_severity=severity)]


def record(sonde: str, directory: Path) -> None:
    done = subprocess.run(
        [sonde, "run", "--no-report", "--db", "../run.db", "--", "/bin/bash", "-c", PIPELINE],
        cwd=directory, capture_output=True, check=False, timeout=120,
        env={**os.environ, "PYTHON": sys.executable, "SLURM_JOB_ID": "77"})
    if done.returncode != 0:
        raise RuntimeError(f"sonde run ended with {done.returncode}: {done.stderr!r}")


def export(sonde: str, directory: Path) -> Graph:
    subprocess.run(
        [sonde, "export", "--db", "../run.db", "--format", "ro-crate", "--hashes", "-o", "."],
        cwd=directory, check=True, timeout=120, stderr=subprocess.DEVNULL)
    document = json.loads((directory / NAME).read_text())
    return {entity["@id"]: entity for entity in document["@graph"]}


def difference(expected: object, found: object) -> str | None:
    return None if expected == found else f"expected {expected!r}, found {found!r}"


def check_files(check: Check, graph: Graph, directory: Path) -> None:
    """Sizes and hashes against the files; that none is missing."""
    files = {path.relative_to(directory).as_posix(): path
             for path in directory.rglob("*") if path.is_file() and path.name != NAME}
    told = {unquote(key): entity for key, entity in graph.items()
            if entity["@type"] == "File" and not key.startswith(("#", "file:"))}
    check.expect("the parts are the files", difference(sorted(files), sorted(told)))
    for name, path in files.items():
        content = path.read_bytes()
        entity = told.get(name, {})
        check.expect(f"size and hash of {name!r}", difference(
            (str(len(content)), hashlib.sha256(content).hexdigest()),
            (entity.get("contentSize"), entity.get("sha256"))))


def check_library(check: Check, graph: Graph, directory: Path) -> None:
    """What the library of RO-Crate's makers finds."""
    crate = rocrate.rocrate.ROCrate(str(directory))
    found = {entity.id for entity in crate.get_entities()}
    check.expect("the library finds every entity", difference(set(), set(graph) - found))
    actions = [entity for entity in crate.get_entities()
               if entity.type in ("CreateAction", "ActivateAction")]
    check.expect("it follows the actions from the root", difference(
        {action.id for action in actions}, {action.id for action in crate.root_dataset["mentions"]}))
    sort = next(action for action in actions
                if action["description"].startswith("sort 'in put.txt'"))
    check.expect("it follows a program, an input and an output", difference(
        ("sort", "in put.txt", "sorted.txt"),
        (sort["instrument"]["name"], sort["object"]["name"], sort["result"]["name"])))


def check_judgement(check: Check, judge: Judge, directory: Path) -> None:
    check.expect("what the profile requires", difference(
        [], judge.complaints(directory, Severity.REQUIRED)))
    missed = [text for text in judge.complaints(directory, Severity.RECOMMENDED)
              if not any(word in text for word in UNKNOWN)]
    check.expect("what it recommends, but what nobody knows", difference([], missed))
    # A judge that is content with anything is none.
    good = (directory / NAME).read_text()
    for what, text, broken in (
            ("an action without a program", '"instrument"', '"instrumental"'),
            ("a root without a licence", '"license"', '"licence"'),
            ("another profile", "wfrun/process/", "wfrun/other/"),
            ("a part that is not there", '"out/n.json"', '"out/m.json"')):
        (directory / NAME).write_text(good.replace(text, broken))
        check.expect(f"{what} is not let through",
                     None if judge.complaints(directory, Severity.REQUIRED) else "it is")
    (directory / NAME).write_text(good)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sonde", required=True)
    sonde = parser.parse_args(arguments).sonde
    check = Check()
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place, "crate")
        directory.mkdir()
        record(sonde, directory)
        graph = export(sonde, directory)
        check_files(check, graph, directory)
        check_library(check, graph, directory)
        check_judgement(check, Judge(Path(place)), directory)
    return check.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
