"""A database that sonde has recorded a program in which does a bit of everything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SETTINGS = {
    "SONDE_MONITORING_INTERVAL": "0.1", "SONDE_PROCESSING_INTERVAL": "0.2",
    "SONDE_CAPTURE_FILE_BYTES": "true", "SONDE_CAPTURE_ENVIRONMENT": "STRANGE_*",
}
WORK = r"""
cp /bin/cat $'tool\xff\n' && ./$'tool\xff\n' job.sh $'a\tb\r\n' '' "x,\"y\"" $'caf\xe9' >copy 2>&1
(exit 3); ./missing; ls /no/such/file
sleep 5 & sleep 0.5; kill -KILL $!; sh -c 'kill -TERM $$'
mv copy $'new\xfe'; ln -s $'new\xfe' link; ln $'new\xfe' hard; rm -f link hard none
"$PYTHON" -c 'import numpy, yaml, mmap; f = open("job.sh", "rb"); mmap.mmap(f.fileno(), 0, prot=1)'
exec 7>inherited; echo child >&7 | cat; sleep 0.5
"""


def record(sonde: str, directory: Path) -> Path:
    """Runs the program under sonde; the database."""
    script = directory / "job.sh"
    script.write_text(WORK)
    database = directory / "run.db"
    done = subprocess.run(
        [sonde, "run", "--no-report", "--db", str(database), "--name", "a bit of everything",
         "--pipeline", "p\u00edp", "--", "/bin/bash", str(script)],
        cwd=directory, capture_output=True, check=False, timeout=120,
        env={**os.environ, **SETTINGS, "STRANGE_\u00e9": "1", "PYTHON": sys.executable})
    if done.returncode != 0:
        raise RuntimeError(f"sonde run ended with {done.returncode}: {done.stderr!r}")
    return database


def export(sonde: str, database: Path, path: Path, *what: str) -> None:
    """Exports to a file, which may be there already."""
    done = subprocess.run(
        [sonde, "export", "--force", "--db", str(database), "-o", str(path), *what],
        capture_output=True, text=True, check=False, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"sonde export ended with {done.returncode}: {done.stderr.strip()}")
