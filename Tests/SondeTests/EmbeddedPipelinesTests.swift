import ArgumentParser
import Foundation
import Testing

@testable import sonde

@Suite("The embedded pipelines")
struct EmbeddedPipelinesTests {
  private static let sources = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "pipelines")

  @Test("Unpacked, they are the files of the repository, byte for byte")
  func unpacked() throws {
    let scripts = try PipelineScripts()
    defer { scripts.remove() }
    let names = try FileManager.default.contentsOfDirectory(atPath: scripts.directory).sorted()
    let expected = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
      .filter { $0.hasSuffix(".sh") || $0.hasSuffix(".py") }.sorted()
    #expect(names == expected)
    for name in names {
      let content = try Data(contentsOf: URL(filePath: scripts.path(name)))
      #expect(try content == Data(contentsOf: Self.sources.appending(path: name)), "\(name)")
    }
  }

  @Test("Nobody else may look into their directory, and it goes when they do")
  func isPrivate() throws {
    let scripts = try PipelineScripts()
    let attributes = try FileManager.default.attributesOfItem(atPath: scripts.root)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    scripts.remove()
    #expect(!FileManager.default.fileExists(atPath: scripts.root))
  }

  @Test("Every name has its script", arguments: SimulateCommand.Pipeline.allCases)
  func scripts(_ pipeline: SimulateCommand.Pipeline) {
    #expect(embeddedPipelines[pipeline.script] != nil)
  }

  @Test("The options are passed on to the run")
  func options() throws {
    let command = try #require(
      try SimulateCommand.parseAsRoot([
        "bioinformatics", "--db", "x.db", "--name=-odd", "--json", "--no-report", "--config=c",
      ]) as? SimulateCommand)
    let run = try RunCommand.parse(command.runArguments(script: "/t/a.sh"))
    #expect(run.options.db == "x.db")
    #expect(run.options.config == "c")
    #expect(run.options.name == "-odd")
    #expect(run.pipeline == "bioinformatics_pipeline")
    #expect(run.options.json)
    #expect(run.options.noReport)
    #expect(run.command.suffix(2) == ["/bin/bash", "/t/a.sh"])
  }
}
