"""The metrics that docs/telemetry/conventions.md promises, and their names in Prometheus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from stack_report import DOCS, Check, listed

DOCUMENT = DOCS / "conventions.md"
KINDS = ("counter", "up-down counter", "gauge", "histogram")
# https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
UNIT_WORDS = {"s": "seconds", "ms": "milliseconds", "By": "bytes", "1": "ratio"}
# What a scrape, the resource and the format add to a metric's own labels.
COMMON_LABELS = frozenset(
    {"job", "instance", "via", "le", "host_name", "otel_scope_name", "otel_scope_version"})


@dataclass(frozen=True)
class Metric:
    """A row of the document's tables."""

    name: str
    prometheus: str
    kind: str
    unit: str
    attributes: dict[str, list[str]] = field(hash=False)

    @property
    def labels(self) -> set[str]:
        return {label(attribute) for attribute in self.attributes}

    @property
    def series(self) -> set[str]:
        """The names that a query can ask for."""
        if self.kind != "histogram":
            return {self.prometheus}
        return {f"{self.prometheus}_{part}" for part in ("bucket", "sum", "count")}


def label(attribute: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_]", "_", attribute)


def translated(name: str, kind: str, unit: str) -> str:
    """The name in Prometheus: points to `_`, the unit's word, `_total` on what only grows."""
    words = [label(name)]
    word = "" if unit.startswith("{") else UNIT_WORDS.get(unit, unit)
    if word == "ratio" and kind != "gauge":
        word = ""
    total = kind == "counter"
    if total and words[0].endswith("_total"):
        words[0] = words[0].removesuffix("_total")
    if word and not words[0].endswith(f"_{word}"):
        words.append(word)
    return "_".join([*words, "total"] if total else words)


def read_metrics() -> list[Metric]:
    """Every row between the document's two marks."""
    text = DOCUMENT.read_text(encoding="utf-8")
    part = text.split("<!-- metrics -->")[1].split("<!-- end of metrics -->")[0]
    metrics = []
    for line in part.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 6 or not cells[0].startswith("`"):
            continue
        name, prometheus, kind, unit, attributes, _ = cells
        metrics.append(Metric(name.strip("`"), prometheus.strip("`"), kind, unit.strip("`"),
                              read_attributes(attributes)))
    return metrics


def read_attributes(cell: str) -> dict[str, list[str]]:
    """`key` = `value`, `value`; `key`. An empty value stands for a series without the key."""
    found = {}
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        key, _, values = part.partition("=")
        found[key.strip().strip("`")] = [value.strip("`") for value in re.findall(r"`[^`]*`",
                                                                                 values)]
    return found


def check_document(check: Check, metrics: list[Metric]) -> None:
    wrong = [f"{metric.name} is written {metric.prometheus}, and becomes "
             f"{translated(metric.name, metric.kind, metric.unit)}"
             for metric in metrics
             if metric.prometheus != translated(metric.name, metric.kind, metric.unit)]
    wrong += [f"{metric.name} is a {metric.kind}" for metric in metrics
              if metric.kind not in KINDS]
    names = [metric.name for metric in metrics]
    wrong += [f"{name} is there twice" for name in sorted({name for name in names
                                                           if names.count(name) > 1})]
    check.expect(f"conventions.md has {len(metrics)} metrics under the names they get in "
                 "Prometheus", listed(wrong) if metrics else "it has none")


def check_exposition(check: Check, metrics: list[Metric], exposition: str) -> None:
    """Whether what an agent exposes is what the document says: names, kinds and labels."""
    families, labels = read_exposition(exposition)
    known = {metric.prometheus: metric for metric in metrics}
    wrong = [f"{name} is not in conventions.md" for name in sorted(families)
             if name not in known and name != "target_info"]
    for name, kind in sorted(families.items()):
        metric = known.get(name)
        if metric is None:
            continue
        expected = {"up-down counter": "gauge"}.get(metric.kind, metric.kind)
        if kind != expected:
            wrong.append(f"{name} is a {kind}, in conventions.md a {metric.kind}")
        strange = labels.get(name, set()) - metric.labels - COMMON_LABELS - {
            "otel_metric_overflow", "otel_scope_schema_url", "error_type",
            "otel_component_name", "otel_component_type"}
        if strange:
            wrong.append(f"{name} has labels that conventions.md has not: "
                         f"{', '.join(sorted(strange))}")
    check.expect(f"the {len(families)} exposed metrics are those of conventions.md", listed(wrong))
    if "target_info" not in families:
        check.expect("the resource is exposed", "there is no target_info")
    for name in sorted(set(known) - set(families)):
        check.note(f"{name} is in conventions.md and not exposed (it may not have counted yet)")


def read_exposition(text: str) -> tuple[dict[str, str], dict[str, set[str]]]:
    """The kind of each family and the labels its samples have, of either text format."""
    families: dict[str, str] = {}
    labels: dict[str, set[str]] = {}
    openmetrics = "# EOF" in text
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(maxsplit=3)
            families[f"{name}_total" if openmetrics and kind == "counter" else name] = kind
        elif line and not line.startswith("#"):
            sample = re.match(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*?\})?\s", line)
            if sample:
                keys = re.findall(r'([a-zA-Z_][a-zA-Z0-9_]*)="', sample[2] or "")
                labels.setdefault(family(sample[1], families), set()).update(keys)
    if openmetrics and families.get("target") == "info":
        families["target_info"] = families.pop("target")
    return families, labels


def family(sample: str, families: Iterable[str]) -> str:
    """The metric that a sample belongs to."""
    for suffix in ("_bucket", "_sum", "_count", "_created"):
        if sample.endswith(suffix) and sample.removesuffix(suffix) in families:
            return sample.removesuffix(suffix)
    return sample
