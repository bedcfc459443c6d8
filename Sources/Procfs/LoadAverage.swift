/// The first three fields of `/proc/loadavg`.
struct LoadAverage: Equatable, Sendable {
  var one = 0.0
  var five = 0.0
  var fifteen = 0.0

  init?(parsing bytes: [UInt8]) {
    let values = bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }).prefix(3)
      .compactMap { Double($0.text) }
    guard values.count == 3, values.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
    (one, five, fifteen) = (values[0], values[1], values[2])
  }
}
