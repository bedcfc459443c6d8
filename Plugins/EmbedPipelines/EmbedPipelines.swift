import Foundation
import PackagePlugin

/// Turns the scripts of `pipelines/` into Swift source, so that `sonde simulate` runs from any
/// directory.
@main
struct EmbedPipelines: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let scripts = try FileManager.default.contentsOfDirectory(
      at: context.package.directoryURL.appending(path: "pipelines"),
      includingPropertiesForKeys: nil
    )
    .filter { ["sh", "py"].contains($0.pathExtension) }
    .sorted { $0.path() < $1.path() }
    let swift = context.pluginWorkDirectoryURL.appending(path: "EmbeddedPipelines.swift")
    return [
      .buildCommand(
        displayName: "Embedding the pipelines",
        executable: try context.tool(named: "EmbedFiles").url,
        arguments: ["embeddedPipelines", swift.path()] + scripts.map { $0.path() },
        inputFiles: scripts,
        outputFiles: [swift]
      )
    ]
  }
}
