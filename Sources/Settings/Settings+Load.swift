import TOML

extension Settings {
  /// The defaults, overridden by the file, overridden by the variables that start with `SONDE_`.
  ///
  /// - Parameters:
  ///   - file: The path of a TOML file; `nil`: no file.
  ///   - environment: Variables with their values. Those without the prefix are ignored.
  /// - Throws: All that is wrong, in the order of the file and then of the variables' names. Of a
  ///   file that is not valid TOML, only the first reason.
  public static func load(
    file: String?, environment: [String: String]
  ) throws(SettingsErrors) -> Settings {
    guard let file else {
      return try load(document: nil, environment: environment)
    }
    let bytes: [UInt8]
    do throws(SettingsError) {
      bytes = try SettingsFile.read(file)
    } catch {
      throw SettingsErrors(errors: [error])
    }
    return try load(document: (file, bytes), environment: environment)
  }

  static func load(
    document: (file: String, bytes: [UInt8])?, environment: [String: String]
  ) throws(SettingsErrors) -> Settings {
    var settings = Settings()
    var errors: [SettingsError] = []
    if let (file, bytes) = document {
      errors += settings.read(bytes, of: file)
    }
    errors += settings.read(environment)
    guard errors.isEmpty else {
      throw SettingsErrors(errors: errors)
    }
    return settings
  }

  /// Takes over what the file says, and returns what is wrong with it.
  private mutating func read(_ bytes: [UInt8], of file: String) -> [SettingsError] {
    let problems: [Problem]
    do throws(TOMLParseError) {
      var decoder = DocumentDecoder(settings: self)
      decoder.decode(try TOML.parse(bytes: bytes))
      self = decoder.settings
      problems = decoder.problems
    } catch {
      problems = [Problem(position: error.position, message: error.message)]
    }
    return problems.map { problem in
      SettingsError(
        place: .position(
          file: file, line: problem.position.line, column: problem.position.column),
        message: problem.message)
    }
  }
}
