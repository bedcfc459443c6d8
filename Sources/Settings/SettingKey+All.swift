extension SettingKey {
  /// Every key, those of a table together, in the order in which they are documented.
  static let all =
    database + monitoring + processing + filters + capture + redact + failures
    + telemetry + log

  /// The tables in the same order.
  static let tables = all.map(\.table).reduce(into: [String]()) { tables, table in
    if tables.last != table { tables.append(table) }
  }

  private static let database = [
    SettingKey(
      "database", "url", DatabaseKind(), \.database.path,
      example: "\"sqlite:////var/lib/sonde/sonde.db\"",
      about: """
        The SQLite file that keeps everything. In a URL, three slashes start a relative path and
        four an absolute one; a relative path starts at the current directory.
        """)
  ]

  private static let monitoring = [
    SettingKey(
      "monitoring", "interval", NumberKind(unit: "seconds", range: 0.05...3600),
      \.monitoring.interval,
      example: "2",
      about: "The time between two samples of the living processes.")
  ]

  private static let processing = [
    SettingKey(
      "processing", "interval", NumberKind(unit: "seconds", range: 0.05...3600),
      \.processing.interval,
      example: "5",
      about: "The time between two derivations of summaries.")
  ]

  private static let filters = [
    SettingKey(
      "filters", "users", .users, optional: \.filters.users,
      example: "[\"alice\", \"root\"]",
      about: "Whose processes are followed. Without it, every user's."),
    SettingKey(
      "filters", "executables", PipelinesKind(), optional: \.filters.executables,
      example: "{ rnaseq = [\"fastqc\", \"bwa\"], qc = [\"multiqc\"] }",
      about: """
        Which programs start a pipeline; their descendants are followed too. Without it, every
        program. Of several pipelines that list a program, the first one declared has it.
        """),
  ]

  private static let capture = [
    SettingKey(
      "capture", "arguments_limit", IntegerKind(unit: "bytes", range: 0...32_767),
      \.capture.argumentsLimit,
      example: "4096",
      about: "How much of an execution's arguments is kept. Longer ones are cut and marked."),
    SettingKey(
      "capture", "environment", .environment, \.capture.environment,
      example: "[\"SLURM_JOB_ID\", \"SNAKEMAKE_*\"]",
      about: "Which environment variables of an execution are kept. At most 24."),
    SettingKey(
      "capture", "ring_bytes",
      IntegerKind(unit: "bytes", range: 65_536...1_073_741_824, isPowerOfTwo: true),
      optional: \.capture.ringBytes,
      example: "16777216",
      about: """
        The size of the buffer between the kernel and the agent. Without it, it is chosen by the
        number of processors.
        """),
    SettingKey(
      "capture", "max_processes", IntegerKind(unit: "processes", range: 16...4_194_304),
      \.capture.maxProcesses,
      example: "65536",
      about: "How many followed processes may be alive at one time."),
    SettingKey(
      "capture", "files", BooleanKind(), \.capture.files,
      example: "false",
      about: "Whether the files and libraries that processes use are followed."),
    SettingKey(
      "capture", "file_bytes", BooleanKind(), \.capture.fileBytes,
      example: "true",
      about: "Whether the bytes that are read from and written to each file are counted."),
    SettingKey(
      "capture", "max_files", IntegerKind(unit: "files", range: 1024...16_777_216),
      \.capture.maxFiles,
      example: "262144",
      about: "How many files that living processes use may be counted at one time."),
    SettingKey(
      "capture", "times", BooleanKind(), \.capture.times,
      example: "false",
      about: "Whether it is followed where the time of processes goes."),
  ]

  private static let redact = [
    SettingKey(
      "redact", "patterns", .redactions, \.redact.patterns,
      example: "['sk-[A-Za-z0-9]{20,}']",
      about: """
        What is blotted out of arguments and environment before they are kept, in addition to
        the built-in patterns.
        """),
    SettingKey(
      "redact", "defaults", BooleanKind(), \.redact.defaults,
      example: "false",
      about: "Whether the built-in patterns are used."),
  ]

  private static let failures = [
    SettingKey(
      "failures", "excuse", ExcusesKind(), optional: \.failures.excuse,
      example: "[{ tool = \"lint\", exit_code = 3, why = \"it had remarks\" }]",
      about: """
        Ends of programs that are no failures, in addition to those that are known to be none.
        As [[failures.excuse]] each is a table of its own.
        """)
  ]
}
