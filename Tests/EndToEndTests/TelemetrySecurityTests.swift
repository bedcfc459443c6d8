import Foundation
import Testing

extension TracingTests {
  @Suite("A collector that asks who is there")
  struct TelemetrySecurityTests {
    @Test(
      "gets spans from who can show it, and else they are kept or counted as lost",
      arguments: TelemetryKey.table)
    func isSecured(key: TelemetryKey) async throws {
      let directory = try TemporaryDirectory()
      let certificates = key.hasTLS ? try await TelemetryCertificates(in: directory) : nil
      try directory.write(
        "# of the collector\nauthorization: Bearer s3cret-4711\n", to: "headers",
        permissions: 0o600)
      let places = [
        "CA": certificates?.authority, "STRANGER": certificates?.stranger,
        "CERTIFICATE": certificates?.client.certificate, "KEY": certificates?.client.key,
        "HEADERS": directory.path("headers"),
      ]
      func place(_ word: String) -> String { places[word].flatMap(\.self) ?? word }
      let receiver = try await TelemetryReceiver(
        in: directory, options: (certificates?.options ?? []) + key.receiver.map(place))
      for wireProtocol in TelemetryProtocol.allCases {
        // What the other one left in a spool is not to be found here.
        let spool = directory.path("spool-\(wireProtocol == .grpc ? "grpc" : "http")")
        let trace = try await Trace(
          ["/bin/sh", "-c", "/bin/true; echo out; exit 3"],
          environment: receiver.environment(wireProtocol).with(key.environment.mapValues(place))
            .with(["SONDE_TELEMETRY_SPOOL": spool]), in: directory)
        #expect(trace.result.status == 3)
        #expect(trace.result.outputText == "out\n")
        let accepted = try receiver.requests().accepted
        let spans = accepted.filter { ($0.protocol == "grpc") == (wireProtocol == .grpc) }.spans
        check(trace.result.errorText, key, wireProtocol, received: spans.count)
        try checkDatabase(directory)
      }
    }

    private func check(
      _ errors: String, _ key: TelemetryKey, _ wireProtocol: TelemetryProtocol, received: Int
    ) {
      let account = TelemetryAccount(errors)
      #expect(account.waiting == (key.loss == "waiting" ? 3 : 0), "\(errors)")
      #expect(account.lost == (key.loss == "refused" ? ["refused": 3] : [:]), "\(errors)")
      #expect(received + account.undelivered == 3)
      if let notice = key.notice[wireProtocol] { #expect(errors.contains(notice), "\(errors)") }
      if key.loss == nil { #expect(errors == "") }
      #expect(!errors.contains("s3cret"))
    }

    /// A token is not what is stored.
    private func checkDatabase(_ directory: TemporaryDirectory) throws {
      for file in ["trace.db", "trace.db-wal"] where directory.exists(file) {
        let bytes = try Data(contentsOf: URL(filePath: directory.path(file)))
        #expect(bytes.firstRange(of: Data("s3cret".utf8)) == nil)
      }
    }
  }
}
