import Coverage
import Foundation
import Symbols

/// The files whose functions are looked at: found, read and compared with the scope before anything
/// is started.
struct CoverageTargets {
  /// What was found.
  private(set) var targets: [CodeTarget] = []
  /// What the user should know of the choice.
  private(set) var notes: [String] = []

  private static let scriptDepth = 4

  /// The named files.
  ///
  /// - Throws: ``CommandFailure``.
  init(files: [String], scope: CodeScope) throws {
    for file in files { targets.append(try Self.read(file)) }
    try check(scope)
  }

  /// The program of a command; of a script, the one that runs it.
  ///
  /// - Parameters:
  ///   - name: what to call it.
  ///   - isAlone: whether nothing else can be looked at: it must then have functions.
  /// - Throws: ``CommandFailure``.
  init(program: String, shownAs name: String, scope: CodeScope, isAlone: Bool) throws {
    var (path, name) = (program, name)
    for _ in 0..<Self.scriptDepth {
      do throws(TargetError) {
        targets = [try CodeTarget(path: path, shownAs: name)]
        break
      } catch {
        guard case .object(let reason) = error else {
          throw CommandFailure(error.message(for: name))
        }
        guard case .script = reason else {
          if !isAlone {
            notes.append(error.message(for: name))
            return
          }
          throw CommandFailure(error.message(for: name))
        }
        guard let interpreter = Interpreter.of(path) else {
          throw CommandFailure(
            "\(name): a script whose interpreter cannot be found. Name what is to be looked at with "
              + "--target")
        }
        notes.append("\(name) is a script: its interpreter \(interpreter) is looked at")
        (path, name) = (interpreter, interpreter)
      }
    }
    // What is looked for may be in what comes to be mapped.
    if isAlone { try check(scope) }
  }

  private static func read(_ file: String) throws -> CodeTarget {
    do throws(TargetError) {
      return try CodeTarget(path: file)
    } catch {
      throw CommandFailure(error.message(for: file))
    }
  }

  /// A scope that is empty is a mistake, not a coverage of 0 %.
  private func check(_ scope: CodeScope) throws {
    guard !scope.isEverything, !targets.isEmpty else { return }
    let functions = targets.flatMap(\.image.functions)
    if functions.contains(where: { $0.ineligible == nil && scope.contains($0) }) { return }
    let patterns =
      scope.include.map { "--include '\($0)'" } + scope.exclude.map { "--exclude '\($0)'" }
    throw CommandFailure(
      "\(patterns.joined(separator: " ")): of the \(functions.count) functions of "
        + "\(targets.map(\.path).joined(separator: ", ")) none is left. Names are matched as "
        + "'sonde coverage report' shows them")
  }
}
