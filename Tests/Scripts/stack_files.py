"""The compose file, the configurations that it mounts, and whether their ports agree."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import yaml

from stack_report import DOCS, STACK, Check, listed

# What pipelines' users know, and where: the port on the host, the service behind it.
PORTS = {16686: "jaeger", 4317: "otel-collector", 4318: "otel-collector",
         8889: "otel-collector", 9090: "prometheus", 3000: "grafana"}
COMPOSE = STACK / "docker-compose.yaml"
COLLECTOR = STACK / "otel-collector-config.yaml"
KINDS = ("receivers", "processors", "exporters", "connectors")


def load(path: Any) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def check_files(check: Check) -> None:
    compose = check_compose(check)
    for path in (COLLECTOR, STACK / "jaeger.yaml"):
        check.expect(f"{path.name} declares each component that it uses, and uses each",
                     listed(list(component_faults(load(path)))))
    check.expect("jaeger.yaml stores and reads in one place", listed(list(storage_faults())))
    if compose is not None:
        check.expect("the services find each other where they listen",
                     listed(list(address_faults(compose))))
        check.expect("docker-only.md names the images that the stack has",
                     listed(list(image_faults(compose))))
    validate_collector(check)


def check_compose(check: Check) -> dict[str, Any] | None:
    """The file as docker-compose understands it."""
    command = compose_command()
    if command is None:
        check.expect("docker-compose reads the stack", "there is none: scripts/setup.sh test")
        return None
    done = subprocess.run([*command, "-f", str(COMPOSE), "config"], capture_output=True,
                          text=True, check=False, timeout=60)
    said = done.stderr.strip()
    if not check.expect(f"{' '.join(command)} reads the stack",
                        None if done.returncode == 0 and not said else said):
        return None
    compose = yaml.safe_load(done.stdout)
    check.expect("services are pinned, on loopback, watched and restarted",
                 listed(list(service_faults(compose))))
    return compose


def compose_command() -> list[str] | None:
    """The old one where it is, for it knows less than the new one."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    return ["docker", "compose"] if shutil.which("docker") else None


def service_faults(compose: dict[str, Any]) -> Iterator[str]:
    services = compose["services"]
    for name, service in services.items():
        if not re.fullmatch(r"[\w./-]+:v?\d+\.\d+\.\d+", service["image"]):
            yield f"{name} has the image {service['image']}"
        for host, port, _ in published(service):
            if host != "127.0.0.1":
                yield f"{name} has port {port} open to {host or 'every address'}"
        if service.get("restart") != "unless-stopped":
            yield f"{name} is not restarted"
        health = service.get("healthcheck") or {}
        disabled = health.get("disable", False) or health.get("test") == ["NONE"]
        # The collector's image has nothing that a check could run.
        if not health or disabled != (name == "otel-collector"):
            yield f"{name} has the health check {health}"
    for port, name in PORTS.items():
        if port not in {mine for _, mine, _ in published(services[name])}:
            yield f"{name} is not at {port}"
    yield from volume_faults(compose)


def volume_faults(compose: dict[str, Any]) -> Iterator[str]:
    used = set()
    for name, service in compose["services"].items():
        for source, _, _ in mounts(service):
            if source.startswith(("/", ".")):
                if not (STACK / source).exists():
                    yield f"{name} mounts {source}, which is not there"
            else:
                used.add(source)
    declared = set(compose.get("volumes", {}))
    if used != declared:
        yield f"volumes {sorted(used)} are used, and {sorted(declared)} declared"


def published(service: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """(address, port on the host, port in the container), of either way to write it."""
    for entry in service.get("ports", []):
        if isinstance(entry, dict):
            yield entry.get("host_ip", ""), int(entry["published"]), int(entry["target"])
        else:
            *address, host, container = str(entry).removesuffix("/tcp").split(":")
            yield ":".join(address), int(host), int(container)


def mounts(service: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for entry in service.get("volumes", []):
        if isinstance(entry, dict):
            yield entry["source"], entry["target"], "ro" if entry.get("read_only") else "rw"
        else:
            source, target, *mode = entry.split(":")
            yield source, target, mode[0] if mode else "rw"


def component_faults(configuration: dict[str, Any]) -> Iterator[str]:
    """The same grammar serves the Collector and Jaeger, which is built from it."""
    service = configuration["service"]
    for kind in KINDS:
        declared = set(configuration.get(kind) or {})
        used = {component for pipeline in service["pipelines"].values()
                for component in pipeline.get(kind, [])}
        yield from (f"{name} of {kind} is used and not declared" for name in used - declared)
        yield from (f"{name} of {kind} is declared and not used" for name in declared - used)
    extensions, started = set(configuration.get("extensions") or {}), set(service["extensions"])
    yield from (f"the extension {name} is started or declared alone"
                for name in extensions ^ started)
    for name, pipeline in service["pipelines"].items():
        if not pipeline.get("receivers") or not pipeline.get("exporters"):
            yield f"the pipeline {name} has no receiver or no exporter"
        limited = "memory_limiter" in (configuration.get("processors") or {})
        if limited and pipeline["processors"][0] != "memory_limiter":
            yield f"the pipeline {name} does not limit memory first"


def storage_faults() -> Iterator[str]:
    jaeger = load(STACK / "jaeger.yaml")
    places = set(jaeger["extensions"]["jaeger_storage"]["backends"])
    for user, place in (
            ("the page", jaeger["extensions"]["jaeger_query"]["storage"]["traces"]),
            ("the exporter", jaeger["exporters"]["jaeger_storage_exporter"]["trace_storage"])):
        if places != {place}:
            yield f"{user} has its traces in {place}, of {sorted(places)}"


def port_of(endpoint: str) -> int:
    return int(endpoint.rsplit(":", 1)[1].rstrip("/"))


def address_faults(compose: dict[str, Any]) -> Iterator[str]:
    """Whoever is called by a name and a port listens there."""
    collector, jaeger = load(COLLECTOR), load(STACK / "jaeger.yaml")
    containers = {name: {inside for _, _, inside in published(service)}
                  for name, service in compose["services"].items()}
    listens = {"otel-collector": {port_of(protocol["endpoint"]) for protocol
                                  in collector["receivers"]["otlp"]["protocols"].values()}
               | {port_of(collector["exporters"]["prometheus"]["endpoint"]),
                  port_of(collector["extensions"]["health_check"]["endpoint"]),
                  collector["service"]["telemetry"]["metrics"]["readers"][0]["pull"]["exporter"]
                  ["prometheus"]["port"]},
               "jaeger": {port_of(jaeger["receivers"]["otlp"]["protocols"]["grpc"]["endpoint"]),
                          16686},
               "prometheus": {9090}, "grafana": {3000}}
    for name, ports in containers.items():
        yield from (f"{name} has port {port} published and does not listen there"
                    for port in ports - listens[name])
    for caller, endpoint in called():
        host, port = endpoint.removeprefix("http://").rsplit(":", 1)
        if host in ("localhost", "host.docker.internal"):
            continue
        if int(port) not in listens.get(host, set()):
            yield f"{caller} calls {endpoint}, where nobody listens"
    yield from mounted_faults(compose, collector)


def called() -> Iterator[tuple[str, str]]:
    """Who calls whom in the containers."""
    yield "the collector", load(COLLECTOR)["exporters"]["otlp_grpc/jaeger"]["endpoint"]
    for source in load(STACK / "grafana/provisioning/datasources/sonde.yaml")["datasources"]:
        yield "Grafana", source["url"]
    for path in sorted((STACK / "targets/docker").glob("*.yml")):
        for group in load(path):
            yield from (("Prometheus", target) for target in group["targets"])


def mounted_faults(compose: dict[str, Any], collector: dict[str, Any]) -> Iterator[str]:
    """Files are where the programs in the containers look for them."""
    services = compose["services"]
    places = {name: {target: source for source, target, _ in mounts(service)}
              for name, service in services.items()}
    written = collector["exporters"]["file/logs"]["path"]
    if written != "/otel-logs/logs.json" or "/otel-logs" not in places["otel-collector"]:
        yield f"the collector writes {written}"
    provider = load(STACK / "grafana/provisioning/dashboards/sonde.yaml")["providers"][0]
    if provider["options"]["path"] not in places["grafana"]:
        yield f"Grafana looks for dashboards in {provider['options']['path']}"
    for name in ("jaeger", "otel-collector"):
        if services[name]["command"][1] not in places[name]:
            yield f"{name} looks for {services[name]['command'][1]}"
    interval = load(STACK / "prometheus.yml")["global"]["scrape_interval"]
    source = load(STACK / "grafana/provisioning/datasources/sonde.yaml")["datasources"][0]
    if source["jsonData"]["timeInterval"] != interval:
        yield f"Grafana believes in scrapes every {source['jsonData']['timeInterval']}"


def image_faults(compose: dict[str, Any]) -> Iterator[str]:
    page = (DOCS / "docker-only.md").read_text(encoding="utf-8")
    for name, service in compose["services"].items():
        if f"`{service['image']}`" not in page:
            yield f"{service['image']} of {name}"


def validate_collector(check: Check) -> None:
    """By a collector, if this machine has one; no package of Debian or PyPI brings it."""
    what = "a collector accepts otel-collector-config.yaml"
    program = shutil.which("otelcol-contrib") or shutil.which("otelcol")
    if program is None:
        check.note(f"{what}: not tried, neither otelcol-contrib nor otelcol is on PATH")
        return
    done = subprocess.run([program, "validate", f"--config={COLLECTOR}"], capture_output=True,
                          text=True, check=False, timeout=60)
    check.expect(what, None if done.returncode == 0 else done.stderr.strip())
