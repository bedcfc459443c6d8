extension ViewCatalogue {
  /// The views of coverage and of our own hooks.
  static let coverage: [String: [String: ColumnType]] = [
    "coverages": [
      "coverage_id": .integer, "run_id": .integer, "command": .text, "pid": .integer,
      "started_at": .timestamp, "ended_at": .timestamp, "state": .text, "scope": .text,
      "budget": .real, "probe_hits": .integer, "foreign_hits": .integer, "hit_cost_s": .real,
      "signals": .integer, "signals_lost": .integer, "attach_s": .real, "agent_cpu_s": .real,
      "trace_id": .text,
    ],
    "coverage_functions": [
      "coverage_id": .integer, "run_id": .integer, "build_id": .text, "object_path": .rawText,
      "object_kind": .text, "offset": .integer, "size": .integer, "name": .rawText,
      "linkage_name": .rawText, "source_file": .rawText, "source_line": .integer,
      "inlined_copies": .integer, "state": .text, "reason": .text, "attached_at": .timestamp,
      "hit_at": .timestamp, "pid": .integer, "process_id": .integer, "hits": .integer,
      "test": .text,
    ],
    "coverage_inlined": [
      "coverage_id": .integer, "build_id": .text, "object_path": .rawText, "name": .rawText,
      "linkage_name": .rawText, "source_file": .rawText, "source_line": .integer,
      "copies": .integer,
    ],
    "coverage_marks": ["coverage_id": .integer, "at": .timestamp, "name": .text],
    "coverage_decisions": [
      "coverage_id": .integer, "turn": .integer, "at": .timestamp, "action": .text,
      "probe": .text, "chosen": .integer, "candidates": .integer, "score": .real, "cost_s": .real,
      "why": .text,
    ],
    "coverage_curve": [
      "coverage_id": .integer, "at": .timestamp, "hit": .integer, "attached": .integer,
      "deferred": .integer, "probe_hits": .integer,
    ],
    "coverage_expectations": [
      "coverage_id": .integer, "kind": .text, "name": .text, "source": .text, "state": .text,
      "first_at": .timestamp, "detail": .text,
    ],
    "hooks": [
      "session_id": .integer, "name": .text, "state": .text, "reason": .text,
      "checked_at": .timestamp, "latency_s": .real,
    ],
  ]
}
