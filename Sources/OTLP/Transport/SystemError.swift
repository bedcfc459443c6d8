internal import Glibc

/// What the system says of an error.
package enum SystemError {
  /// The words for a value of `errno`.
  package static func words(_ number: Int32) -> String { String(cString: strerror(number)) }
}
