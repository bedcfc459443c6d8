import Foundation
import PackagePlugin

/// Compiles each `BPF/*.bpf.c` with the toolchain's own clang and turns the object into Swift
/// source, so that the release binary carries its kernel programs and is one file.
@main
struct CompileBPF: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let bpf = context.package.directoryURL.appending(path: "BPF")
    let files = try sources(under: bpf)
    return try files.filter { $0.lastPathComponent.hasSuffix(".bpf.c") }
      .flatMap { try commands(for: $0, allSources: files, root: bpf, context: context) }
  }

  private func commands(
    for program: URL, allSources: [URL], root: URL, context: PluginContext
  ) throws -> [Command] {
    let name = String(program.lastPathComponent.dropLast(".bpf.c".count))
    let work = context.pluginWorkDirectoryURL
    let object = work.appending(path: "\(name).bpf.o")
    let stripped = work.appending(path: "\(name).stripped.bpf.o")
    let swift = work.appending(path: "\(name.capitalized)Object.swift")
    let wire = context.package.directoryURL.appending(path: "Sources/CSondeWire/include")
    return [
      .buildCommand(
        displayName: "Compiling BPF \(name)",
        executable: try context.tool(named: "clang").url,
        arguments: [
          "-target", "bpf", "-mcpu=v3", "-D__TARGET_ARCH_\(Self.architecture)", "-O2", "-g",
          "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter",
          "-I", root.path(), "-I", wire.path(),
          "-c", program.path(), "-o", object.path(),
        ],
        inputFiles: allSources
          + [
            "sonde_wire.h", "sonde_record.h", "sonde_calls.h", "sonde_files.h", "sonde_places.h",
            "sonde_times.h", "sonde_signals.h",
          ].map { wire.appending(path: $0) },
        outputFiles: [object]
      ),
      // DWARF is not needed to load; BTF is, and stays.
      .buildCommand(
        displayName: "Stripping BPF \(name)",
        executable: try context.tool(named: "llvm-objcopy").url,
        arguments: ["--strip-debug", object.path(), stripped.path()],
        inputFiles: [object],
        outputFiles: [stripped]
      ),
      .buildCommand(
        displayName: "Embedding BPF \(name)",
        executable: try context.tool(named: "EmbedObject").url,
        arguments: [name, stripped.path(), swift.path()],
        inputFiles: [stripped],
        outputFiles: [swift]
      ),
    ]
  }

  private func sources(under root: URL) throws -> [URL] {
    guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    else { throw CocoaError(.fileReadNoSuchFile) }
    return walk.compactMap { $0 as? URL }
      .filter { ["c", "h"].contains($0.pathExtension) }
      .sorted { $0.path() < $1.path() }
  }

  private static var architecture: String {
    #if arch(arm64)
      "arm64"
    #else
      "x86"
    #endif
  }
}
