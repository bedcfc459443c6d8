// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "sonde",
  products: [
    .executable(name: "sonde", targets: ["sonde"]),
    .library(name: "Coverage", targets: ["Coverage"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
    .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
    .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    // Parts of the two before.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
  ],
  targets: [
    // The kernel side, compiled and embedded by the plugin. The sources are in BPF/.
    .target(name: "CSondeWire"),
    .target(
      name: "CLibBPF",
      dependencies: ["CSondeWire"],
      linkerSettings: [.linkedLibrary("bpf")]
    ),
    .target(name: "CSQLiteSetup", linkerSettings: [.linkedLibrary("sqlite3")]),
    // Forking, which Swift cannot do safely.
    .target(name: "CLaunch"),
    // What our own hooks are tried with: deeds of a child.
    .target(name: "CHookDeeds"),
    .executableTarget(name: "EmbedObject", swiftSettings: swiftSettings),
    // Texts that are embedded too: the pipelines of `sonde simulate`, and what its page is made of.
    .executableTarget(name: "EmbedFiles", swiftSettings: swiftSettings),
    .plugin(
      name: "EmbedTexts",
      capability: .buildTool(),
      dependencies: ["EmbedFiles"]
    ),
    .plugin(
      name: "CompileBPF",
      capability: .buildTool(),
      dependencies: ["EmbedObject"]
    ),

    .target(
      name: "Probes",
      dependencies: ["CLibBPF", "CSondeWire"],
      swiftSettings: swiftSettings,
      plugins: ["CompileBPF"]
    ),
    .target(
      name: "Events",
      dependencies: ["CSondeWire"],
      swiftSettings: swiftSettings
    ),
    .target(
      name: "Processes",
      dependencies: ["CSondeWire", "Events"],
      swiftSettings: swiftSettings
    ),
    // Which processes are steps of a workflow; pure.
    .target(name: "Steps", swiftSettings: swiftSettings),
    // Which processes are in which container; pure.
    .target(name: "Containers", swiftSettings: swiftSettings),
    .target(name: "Procfs", swiftSettings: swiftSettings),
    .target(name: "Redaction", swiftSettings: swiftSettings),
    // The system's zlib, for the manifests of Java archives.
    .systemLibrary(name: "CZlib"),
    .target(name: "Libraries", dependencies: ["CZlib"], swiftSettings: swiftSettings),
    // Which functions an object has: elfutils reads ELF and DWARF, libiberty demangles,
    // liblzma expands what some distributions leave of stripped symbols.
    .systemLibrary(name: "CElfutils"),
    .systemLibrary(name: "CLzma"),
    .target(name: "CIberty", linkerSettings: [.linkedLibrary("iberty")]),
    .target(
      name: "Symbols",
      dependencies: ["CElfutils", "CIberty", "CLzma", "CZlib"],
      swiftSettings: swiftSettings
    ),
    // Writes Parquet files; knows nothing of what they are about.
    .systemLibrary(name: "CZstd"),
    .target(name: "Parquet", dependencies: ["CZstd"], swiftSettings: swiftSettings),
    // Why processes failed, as far as that is known; pure.
    .target(name: "Failures", dependencies: ["Processes"], swiftSettings: swiftSettings),
    .target(
      name: "Store",
      dependencies: [
        "CSQLiteSetup",
        "CSondeWire",
        "Containers",
        "Events",
        "Failures",
        "Processes",
        "Procfs",
        "Steps",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: swiftSettings
    ),
    // Which functions of programs run, and the loop that finds out: for other packages too.
    .target(
      name: "Coverage",
      dependencies: [
        "CHookDeeds", "CSondeWire", "Events", "Probes", "Procfs", "Store", "Symbols",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: swiftSettings
    ),
    .target(
      name: "Export",
      dependencies: ["Parquet", "Store", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: swiftSettings
    ),
    // What all pages have in common.
    .target(name: "HTML", dependencies: ["Store"], swiftSettings: swiftSettings),
    // Documents and reports of which functions ran.
    .target(name: "CoverageReport", dependencies: ["HTML", "Store"], swiftSettings: swiftSettings),
    // A run as a page. What the browser is given is in its directory Browser.
    .target(
      name: "Page",
      dependencies: ["CZlib", "HTML", "Store"],
      exclude: ["Browser"],
      swiftSettings: swiftSettings,
      plugins: ["EmbedTexts"]
    ),
    // What is different between two runs: counterparts, noise, differences; pure.
    .target(name: "Comparison", dependencies: ["Store"], swiftSettings: swiftSettings),
    // What to ask for next time, in the words of workflow engines; pure.
    .target(name: "Advice", dependencies: ["Store"], swiftSettings: swiftSettings),
    .target(name: "TOML", swiftSettings: swiftSettings),
    .target(name: "Settings", dependencies: ["TOML"], swiftSettings: swiftSettings),
    // OTLP: messages generated from the published protos; what is sent and how; the two protocols.
    .target(
      name: "OpenTelemetryProto",
      dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")]
    ),
    .target(
      name: "OTLP",
      dependencies: [
        "OpenTelemetryProto",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      swiftSettings: swiftSettings
    ),
    // A target of its own: gRPC is the largest of our dependencies.
    .target(
      name: "OTLPGRPC",
      dependencies: [
        "OTLP",
        .product(name: "GRPCCore", package: "grpc-swift-2"),
        .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: swiftSettings
    ),
    .target(
      name: "OTLPHTTP",
      dependencies: [
        "CZlib", "OTLP",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: swiftSettings
    ),
    // Back ends of the standard façades, the settings that the environment has for them.
    .target(
      name: "Telemetry",
      dependencies: [
        "OTLP",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: swiftSettings
    ),
    // Processes as spans and metrics, by the semantic conventions; pure.
    .target(
      name: "ProcessTelemetry",
      dependencies: ["CSondeWire", "Events", "OTLP", "Processes"],
      swiftSettings: swiftSettings
    ),
    .target(
      name: "Web",
      dependencies: [
        "CZlib", "OTLP", "Telemetry",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "sonde",
      dependencies: [
        "Advice",
        "CLaunch",
        "CSondeWire",
        "Comparison",
        "Containers",
        "Coverage",
        "CoverageReport",
        "Events",
        "Export",
        "Failures",
        "Libraries",
        "OTLP",
        "OTLPGRPC",
        "OTLPHTTP",
        "Page",
        "Probes",
        "ProcessTelemetry",
        "Processes",
        "Procfs",
        "Redaction",
        "Settings",
        "Steps",
        "Store",
        "Symbols",
        "Telemetry",
        "Web",
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: swiftSettings,
      plugins: ["EmbedTexts"]
    ),

    // Programs with known event counts, run under trace by the tests and the benchmarks.
    .executableTarget(
      name: "workloads",
      path: "Tests/Workloads",
      cSettings: [.define("_GNU_SOURCE")],
      linkerSettings: [.linkedLibrary("pthread")]
    ),
    .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: swiftSettings),
    .testTarget(
      name: "EventsTests",
      dependencies: ["Events", "CSondeWire", "SeededRandom"],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "ProcessesTests",
      dependencies: ["Processes", "Events", "CSondeWire", "SeededRandom"],
      swiftSettings: swiftSettings
    ),
    .testTarget(name: "FailuresTests", dependencies: ["Failures"], swiftSettings: swiftSettings),
    .testTarget(
      name: "ContainersTests", dependencies: ["Containers"], swiftSettings: swiftSettings),
    .testTarget(name: "StepsTests", dependencies: ["Steps"], swiftSettings: swiftSettings),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "Store", "Containers", "Failures", "Steps", "Processes", "Procfs", "Events", "CSondeWire",
        "SeededRandom",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "ExportTests",
      dependencies: [
        "Export", "Store", "SeededRandom",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "ProbesTests",
      dependencies: ["Probes", "SeededRandom"],
      swiftSettings: swiftSettings
    ),
    // With probes in the kernel, where it is root that runs them.
    .testTarget(
      name: "CoverageTests",
      dependencies: [
        "CLibBPF", "CSondeWire", "Coverage", "Symbols", "Probes", "Store",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "InMemoryLogging", package: "swift-log"),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: swiftSettings
    ),
    // With lcov, xmllint and readers in Python.
    .testTarget(
      name: "CoverageReportTests",
      dependencies: [
        "CoverageReport", "Store", "SeededRandom",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["cobertura.dtd"],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "ComparisonTests",
      dependencies: ["Comparison", "Store", "SeededRandom"],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "AdviceTests", dependencies: ["Advice", "Store"], swiftSettings: swiftSettings),
    .testTarget(
      name: "PageTests",
      dependencies: ["CZlib", "HTML", "Page", "SeededRandom", "Store"],
      swiftSettings: swiftSettings
    ),
    .testTarget(name: "ProcfsTests", dependencies: ["Procfs"], swiftSettings: swiftSettings),
    // Random tables and their descriptions, which other programs' readers are compared with.
    .target(
      name: "ParquetTables",
      dependencies: ["Parquet", "SeededRandom"],
      path: "Tests/ParquetTables",
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "WriteParquetTables",
      dependencies: ["Parquet", "ParquetTables", "SeededRandom"],
      path: "Tests/WriteParquetTables",
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "ParquetTests",
      dependencies: ["Parquet", "ParquetTables", "SeededRandom"],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "LibrariesTests",
      dependencies: ["Libraries", "SeededRandom"],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "SymbolsTests",
      dependencies: ["Symbols", "SeededRandom"],
      swiftSettings: swiftSettings
    ),
    // Makes and exports spans, for the benchmark.
    .executableTarget(
      name: "ExportSpans",
      dependencies: [
        "OTLP", "OTLPGRPC", "OTLPHTTP", "Telemetry",
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      path: "Tests/ExportSpans",
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "OTLPTests",
      dependencies: [
        "OTLP", "OpenTelemetryProto", "PipelineVictim", "SeededRandom",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      swiftSettings: swiftSettings
    ),
    // A process that a test kills while it exports.
    .executableTarget(
      name: "PipelineVictim", dependencies: ["OTLP"], path: "Tests/PipelineVictim",
      swiftSettings: swiftSettings
    ),
    // With receivers in Python, which know nothing of us.
    .testTarget(
      name: "OTLPTransportTests",
      dependencies: [
        "OTLP", "OTLPGRPC", "OTLPHTTP", "OpenTelemetryProto",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "TelemetryTests",
      dependencies: [
        "OTLP", "Telemetry",
        .product(name: "InMemoryLogging", package: "swift-log"),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
      ],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "ProcessTelemetryTests",
      dependencies: [
        "CSondeWire", "Events", "OTLP", "ProcessTelemetry", "Processes", "SeededRandom",
      ],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "WebTests",
      dependencies: [
        "CZlib", "OTLP", "Telemetry", "Web",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: swiftSettings
    ),
    .testTarget(name: "RedactionTests", dependencies: ["Redaction"], swiftSettings: swiftSettings),
    .testTarget(name: "SettingsTests", dependencies: ["Settings"], swiftSettings: swiftSettings),
    .testTarget(
      name: "TOMLTests",
      dependencies: ["TOML", "SeededRandom"],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "SondeTests",
      dependencies: [
        "sonde", "Advice", "Comparison", "Coverage", "CoverageReport", "Page", "Settings", "Steps",
        "Store", "Processes", "Events",
        "CSondeWire", "Probes",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Goldens"],
      swiftSettings: swiftSettings
    ),
    // Black box: they run the release binary and the workloads, as root.
    .testTarget(
      name: "EndToEndTests",
      dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: swiftSettings
    ),
  ]
)
