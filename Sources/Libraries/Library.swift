/// Something that programs share: a shared object, a package of a language, an environment.
public struct Library: Hashable, Sendable {
  /// What a library is a library of.
  public enum Kind: String, Sendable, CaseIterable {
    /// An ELF object that was mapped executable.
    case sharedObject = "shared-object"
    /// A Python distribution, as pip and importlib.metadata know it.
    case python
    /// An installed R package.
    case r
    /// A Perl module.
    case perl
    /// A Java archive.
    case java
    /// A conda environment.
    case conda
    /// A program that was executed, an ELF object; of a script, its interpreter.
    case executable
  }

  /// What this is a library of.
  public var kind: Kind

  /// What it calls itself.
  ///
  /// Shared object: `DT_SONAME`, else the base name; Python: the distribution's name as its metadata
  /// spell it; R: the package; Perl: the module, as `File::Spec`; Java: the artifact; conda: the
  /// environment; executable: the base name.
  public var name: [UInt8]

  /// Its version.
  ///
  /// Shared object: that of its package; Java: the file name's, else the manifest's; Perl: what
  /// `$VERSION` is set to, where that can be read without running the module.
  public var version: String?

  /// Where it is.
  ///
  /// Shared object: the file itself, links followed, so that one object has one path; Python: the
  /// directory or file of metadata; R: the package's directory; Perl: the `.pm` file; Java: the
  /// archive; conda: the environment's prefix.
  public var path: [UInt8]

  /// The GNU build id in lower-case hexadecimal.
  public var buildID: String?

  /// The package that the shared object came in.
  ///
  /// Debian: as `dpkg -S` prints it, so `libc6:amd64` where versions for several architectures can
  /// be installed side by side, else `ruby`; Alpine and conda: the bare name.
  public var package: String?

  /// Describes a library.
  public init(
    kind: Kind, name: [UInt8], version: String? = nil, path: [UInt8], buildID: String? = nil,
    package: String? = nil
  ) {
    self.kind = kind
    self.name = name
    self.version = version
    self.path = path
    self.buildID = buildID
    self.package = package
  }
}
