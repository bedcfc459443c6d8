/// What is used of `/proc/meminfo`, in bytes.
struct MemoryInfo: Equatable, Sendable {
  private(set) var total: UInt64 = 0
  private(set) var available: UInt64 = 0
  private(set) var swapTotal: UInt64 = 0
  private(set) var swapFree: UInt64 = 0

  /// Lines that cannot be understood are passed over.
  init(parsing bytes: [UInt8]) {
    for line in bytes.lines {
      let fields = line.fields
      guard fields.count >= 2, let value = Self.bytes(fields) else { continue }
      switch fields[0].text {
      case "MemTotal:": total = value
      case "MemAvailable:": available = value
      case "SwapTotal:": swapTotal = value
      case "SwapFree:": swapFree = value
      default: continue
      }
    }
  }

  var used: UInt64 { total - min(available, total) }
  var swapUsed: UInt64 { swapTotal - min(swapFree, swapTotal) }

  private static func bytes(_ fields: [ArraySlice<UInt8>]) -> UInt64? {
    guard let value = UInt64(digits: fields[1]) else { return nil }
    guard fields.count > 2 else { return value }
    let (bytes, overflows) = value.multipliedReportingOverflow(by: 1024)
    return fields[2].text == "kB" && !overflows ? bytes : nil
  }
}
