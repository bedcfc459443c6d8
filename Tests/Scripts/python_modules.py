#!/usr/bin/env python3
"""What importlib.metadata says of the modules that a program has imported.

Imports the modules that are named as arguments. For each file of sys.modules in a directory of
distributions prints the file and, separated by tabs, NAME=VERSION of each distribution it may be of:
of the one that lists the file, else of all that have its top-level name.
"""

import importlib
import importlib.metadata
import os
import sys


def main() -> None:
    for name in sys.argv[1:]:
        importlib.import_module(name)
    tops = importlib.metadata.packages_distributions()
    versions = {d.metadata["Name"]: d.version for d in importlib.metadata.distributions()}
    owners = {
        os.path.normpath(distribution.locate_file(file)): distribution.metadata["Name"]
        for distribution in importlib.metadata.distributions()
        for file in distribution.files or []
    }
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not file or "-packages/" not in file:
            continue
        owner = owners.get(os.path.normpath(file))
        names = [owner] if owner else sorted(set(tops.get(name.partition(".")[0], [])))
        print(file, *(f"{name}={versions[name]}" for name in names), sep="\t")


if __name__ == "__main__":
    main()
