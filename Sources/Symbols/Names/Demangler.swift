internal import CIberty
internal import Glibc

/// Turns the linker's names of C++, Rust and Swift into those of the source.
public enum Demangler {
  /// A demangled name of more bytes than this stays as it was.
  private static let room = 16 << 10
  /// A mangled name of more bytes than this stays as it was. What demanglers need of the stack grows
  /// with it; libiberty has the same limit for C++.
  private static let nameLimit = 1 << 10

  /// The name in the source, with its parameters where the linker's name has them; the same name if
  /// it is not mangled, or if either form is too long or may be.
  ///
  /// Takes a few microseconds, so keep what is asked for often.
  public static func demangle(_ name: String) -> String {
    guard name.utf8.count <= nameLimit else { return name }
    let found =
      switch Mangling(name) {
      case .swift: demangleSwift(name)
      case .itanium: demangleItanium(name)
      case nil: String?.none
      }
    return found ?? name
  }

  private static func demangleItanium(_ name: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { output -> String? in
      let count = sonde_demangle(name, output.baseAddress, output.count)
      guard count > 0 else { return nil }
      return String(
        decoding: UnsafeRawBufferPointer(start: output.baseAddress, count: count), as: UTF8.self)
    }
  }

  private static func demangleSwift(_ name: String) -> String? {
    guard SwiftNameGrowth.isBounded(name),
      let found = swiftDemangle(name, UInt(name.utf8.count), nil, nil, 0)
    else { return nil }
    defer { free(found) }
    guard strnlen(found, room + 1) <= room else { return nil }
    return String(cString: found)
  }
}

/// How a name is mangled, by its beginning.
private enum Mangling {
  case swift, itanium

  init?(_ name: String) {
    if ["$s", "$S", "_$s", "_$S", "_T0", "$e", "_$e"].contains(where: name.hasPrefix) {
      self = .swift
    } else if ["_Z", "__Z", "_R"].contains(where: name.hasPrefix) {
      self = .itanium
    } else {
      return nil
    }
  }
}

/// The Swift runtime's own demangler, which is part of its ABI: the result is from malloc.
@_silgen_name("swift_demangle")
private func swiftDemangle(
  _ name: UnsafePointer<CChar>, _ length: UInt, _ output: UnsafeMutablePointer<CChar>?,
  _ outputSize: UnsafeMutablePointer<UInt>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?
