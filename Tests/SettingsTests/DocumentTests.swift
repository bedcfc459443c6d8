import Settings
import Testing

@Suite("Settings from a file")
struct DocumentTests {
  @Test("The original's file works unchanged")
  func originalFile() throws {
    let settings = try load(Self.original)
    var expected = Settings()
    expected.database.path = "./tracer_bio.db"
    expected.filters.users = ["francesco-iori", "root"]
    expected.filters.executables = [
      .init(name: "pipeline_1", executables: ["stress"]),
      .init(name: "pipeline_2", executables: ["stress"]),
      .init(
        name: "bioinformatics_pipeline",
        executables: ["wget", "fastqc", "seqtk", "bwa", "samtools", "htseq-count"]),
    ]
    #expect(settings == expected)
  }

  @Test("The first pipeline that lists an executable has it")
  func firstPipelineWins() throws {
    let filters = try load(Self.original).filters
    #expect(filters.pipeline(startedBy: "stress")?.name == "pipeline_1")
    #expect(filters.pipeline(startedBy: "bwa")?.name == "bioinformatics_pipeline")
    #expect(filters.pipeline(startedBy: "ls") == nil)
    #expect(Settings().filters.pipeline(startedBy: "stress") == nil)
  }

  @Test("An empty file says the defaults")
  func emptyFile() throws {
    #expect(try load("") == Settings())
    #expect(try load("[monitoring]\n[filters]\n") == Settings())
  }

  @Test("Every key reaches its property")
  func everyKey() throws {
    let settings = try load(
      """
      database.url = "/data/a.db"
      monitoring.interval = 0.05
      processing.interval = 3600
      redact = { patterns = ['a{2,3}', "b c "], defaults = false }
      [filters]
      users = ["alice"]
      executables = { a = ["b"] }
      [capture]
      arguments_limit = 0
      environment = []
      ring_bytes = 65_536
      max_processes = 0x10
      """)
    var expected = Settings()
    expected.database.path = "/data/a.db"
    expected.monitoring.interval = 0.05
    expected.processing.interval = 3600
    expected.redact.patterns = ["a{2,3}", "b c "]
    expected.redact.defaults = false
    expected.filters.users = ["alice"]
    expected.filters.executables = [.init(name: "a", executables: ["b"])]
    expected.capture.argumentsLimit = 0
    expected.capture.environment = []
    expected.capture.ringBytes = 65_536
    expected.capture.maxProcesses = 16
    #expect(settings == expected)
  }

  private static let original = """
    [database]
    url = "sqlite+aiosqlite:///./tracer_bio.db"

    [monitoring]
    interval = 2  # Seconds between metric collection

    [processing]
    interval = 5  # Seconds between metric processing

    [filters]
    users = ["francesco-iori", 'root']

    [filters.executables]
    pipeline_1 = ["stress"]
    pipeline_2 = ["stress"]
    bioinformatics_pipeline = ["wget", "fastqc", "seqtk", "bwa", "samtools", 'htseq-count']
    """
}
