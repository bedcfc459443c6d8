/// A span as it was received.
struct TelemetrySpan: Decodable {
  struct Event: Decodable {
    let name: String
    let timeUnixNano: TelemetryNumber
    let attributes: TelemetryAttributes?

    func text(_ key: String) -> String? { attributes?.text(key) }
    func number(_ key: String) -> Int64? { attributes?.number(key) }
  }

  struct Link: Decodable {
    let traceId: String
    let spanId: String
  }

  struct Status: Decodable {
    let code: Int?
    let message: String?
  }

  /// As the protocol numbers them.
  enum Kind {
    static let `internal` = 1
    static let server = 2
  }

  let traceId: String
  let spanId: String
  let parentSpanId: String?
  let name: String
  let kind: Int?
  let startTimeUnixNano: TelemetryNumber
  let endTimeUnixNano: TelemetryNumber
  let attributes: TelemetryAttributes
  let events: [Event]?
  let links: [Link]?
  let status: Status?
  let flags: UInt32?
  let traceState: String?

  /// ns since 1970.
  var start: Int64 { startTimeUnixNano.value }
  /// ns since 1970.
  var end: Int64 { endTimeUnixNano.value }
  var isError: Bool { status?.code == 2 }
  /// Whether it is a run's.
  var isRun: Bool { kind == Kind.server }

  func text(_ key: String) -> String? { attributes.text(key) }
  func number(_ key: String) -> Int64? { attributes.number(key) }
  func events(named name: String) -> [Event] { (events ?? []).filter { $0.name == name } }
}
