#!/usr/bin/env python3
"""Reads metrics from standard input with the parsers of prometheus_client, and says what it found.

The argument is the form: text or openmetrics. Each line of the output is a JSON array: first the
families,
    ["family", name, type, unit, help]
each followed by its samples,
    ["sample", name, {label: value}, value, [{label: value}, value, time] or null]
with numbers as Python writes them. What the parser refuses ends it with status 1.
"""

import json
import sys

from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as open_families,
)
from prometheus_client.parser import text_string_to_metric_families as text_families

PARSERS = {"text": text_families, "openmetrics": open_families}


def number(value):
    return repr(float(value))


def main():
    text = sys.stdin.buffer.read().decode("utf-8")
    for family in PARSERS[sys.argv[1]](text):
        print(
            json.dumps(
                ["family", family.name, family.type, family.unit, family.documentation]
            )
        )
        for sample in family.samples:
            exemplar = sample.exemplar and [
                sample.exemplar.labels,
                number(sample.exemplar.value),
                str(sample.exemplar.timestamp),
            ]
            print(
                json.dumps(
                    ["sample", sample.name, sample.labels, number(sample.value), exemplar],
                    sort_keys=True,
                )
            )


if __name__ == "__main__":
    main()
