import Foundation
import PackagePlugin

/// Turns texts that are files of their own here into Swift source, so that the program needs none of
/// them where it runs: the scripts of `sonde simulate`, and what its page is made of.
@main
struct EmbedTexts: BuildToolPlugin {
  /// What a target embeds.
  private struct Texts {
    var directory: String
    var extensions: [String]
    /// Of the constant that has them.
    var name: String
  }

  private static let texts = [
    "sonde": Texts(directory: "pipelines", extensions: ["sh", "py"], name: "embeddedPipelines"),
    "Page": Texts(
      directory: "Sources/Page/Browser", extensions: ["html", "css", "js"], name: "embeddedPage"),
  ]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let texts = Self.texts[target.name] else { return [] }
    let files = try FileManager.default.contentsOfDirectory(
      at: context.package.directoryURL.appending(path: texts.directory),
      includingPropertiesForKeys: nil
    )
    .filter { texts.extensions.contains($0.pathExtension) }
    .sorted { $0.path() < $1.path() }
    let swift = context.pluginWorkDirectoryURL.appending(path: "EmbeddedTexts.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(texts.directory)",
        executable: try context.tool(named: "EmbedFiles").url,
        arguments: [texts.name, swift.path()] + files.map { $0.path() },
        inputFiles: files,
        outputFiles: [swift]
      )
    ]
  }
}
