import GRDBSQLite
import Glibc
import Probes
import Procfs

extension Doctor {
  /// The version of libbpf; those before 1.0 call things otherwise.
  static func libbpf() -> Finding {
    let name = "libbpf"
    let version = FeatureProbe.libbpfVersion
    let major = version.drop { $0 == "v" }.split(separator: ".").first.flatMap { Int($0) } ?? 0
    return Finding(
      name, .required,
      major >= 1 ? .ok(version) : .missing(version, mend: "install libbpf 1.0 or later"))
  }

  /// The version of SQLite; 3.20 is the oldest that GRDB works with.
  static func sqlite() -> Finding {
    let name = "SQLite"
    let version = String(cString: sqlite3_libversion())
    return Finding(
      name, .required,
      sqlite3_libversion_number() >= 3_020_000
        ? .ok(version) : .missing(version, mend: "install SQLite 3.20 or later"))
  }

  /// The clock of all records: it goes on while the machine sleeps.
  static func bootClock() -> Finding {
    let name = "boot clock"
    let time = Clocks.boot()
    guard time > 0 else {
      return Finding(
        name, .required,
        .missing(
          "CLOCK_BOOTTIME: \(String(cString: strerror(errno)))", mend: "boot a newer kernel"))
    }
    return Finding(name, .required, .ok("CLOCK_BOOTTIME, \(time / 1_000_000_000) s since boot"))
  }
}
