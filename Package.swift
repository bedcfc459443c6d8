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
    .executable(name: "sonde", targets: ["sonde"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
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
    .executableTarget(name: "EmbedObject", swiftSettings: swiftSettings),
    // The pipelines of `sonde simulate`, embedded too. The scripts are in pipelines/.
    .executableTarget(name: "EmbedFiles", swiftSettings: swiftSettings),
    .plugin(
      name: "EmbedPipelines",
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
    .target(name: "Procfs", swiftSettings: swiftSettings),
    .target(name: "Redaction", swiftSettings: swiftSettings),
    // The system's zlib, for the manifests of Java archives.
    .systemLibrary(name: "CZlib"),
    .target(name: "Libraries", dependencies: ["CZlib"], swiftSettings: swiftSettings),
    // Writes Parquet files; knows nothing of what they are about.
    .systemLibrary(name: "CZstd"),
    .target(name: "Parquet", dependencies: ["CZstd"], swiftSettings: swiftSettings),
    .target(
      name: "Store",
      dependencies: [
        "CSQLiteSetup",
        "CSondeWire",
        "Events",
        "Processes",
        "Procfs",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: swiftSettings
    ),
    .target(name: "Export", dependencies: ["Parquet", "Store"], swiftSettings: swiftSettings),
    .target(name: "TOML", swiftSettings: swiftSettings),
    .target(name: "Settings", dependencies: ["TOML"], swiftSettings: swiftSettings),
    .executableTarget(
      name: "sonde",
      dependencies: [
        "CLaunch",
        "CSondeWire",
        "Events",
        "Export",
        "Libraries",
        "Probes",
        "Processes",
        "Procfs",
        "Redaction",
        "Settings",
        "Store",
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: swiftSettings,
      plugins: ["EmbedPipelines"]
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
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "Store", "Processes", "Procfs", "Events", "CSondeWire", "SeededRandom",
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
        "sonde", "Settings", "Store", "Processes", "Events", "CSondeWire", "Probes",
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
