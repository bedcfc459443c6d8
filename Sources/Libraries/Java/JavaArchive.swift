/// Java archives.
enum JavaArchive {
  /// The archive at a path. Its manifest is read only if its name has no version.
  static func library(of path: [UInt8], in tree: FileTree) -> Library? {
    let name = JavaFileName(path[((path.lastIndex(of: .slash) ?? -1) + 1)...])
    guard !name.artifact.isEmpty else { return nil }
    return tree.withFile(path) { file, _ in
      let version =
        name.version
        ?? ZipDirectory.content(of: "META-INF/MANIFEST.MF", in: file)
        .flatMap(JavaManifest.version(in:))
      return Library(kind: .java, name: name.artifact, version: version, path: path)
    }
  }
}
