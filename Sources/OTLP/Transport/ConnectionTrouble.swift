internal import Glibc

/// Why there is no connection with a collector, in words that name the setting to look at.
///
/// Libraries tell it in their own words, all of them as one kind of error: a wrong authority, a
/// certificate that is missing and plain text where TLS is spoken would read the same.
package struct ConnectionTrouble: Sendable, Equatable {
  /// `connect`: nothing is known to be wrong but that. `tls`: the two sides do not get on.
  package let code: String
  /// What happened, and the mend.
  package let message: String

  /// How the connection was to be.
  package struct Attempt: Sendable {
    /// Host and port.
    package let place: String
    /// Whether with TLS.
    package let isEncrypted: Bool
    /// Whether we have a certificate to show.
    package let hasIdentity: Bool
    /// The protocol, by the name that people use.
    package let wireProtocol: String

    /// Describes a connection.
    package init(place: String, isEncrypted: Bool, hasIdentity: Bool, wireProtocol: String) {
      self.place = place
      self.isEncrypted = isEncrypted
      self.hasIdentity = hasIdentity
      self.wireProtocol = wireProtocol
    }
  }

  /// What ended it.
  package enum Cause: Sendable, Equatable {
    /// The other side, before it had said anything.
    case closed
    /// What came is not the protocol.
    case notUnderstood
    /// A library's words.
    case other(String)

    /// What the system says, by `errno`.
    package static func system(_ number: Int32) -> Cause {
      [ECONNRESET, EPIPE].contains(number) ? .closed : .other(SystemError.words(number))
    }
  }

  /// Explains a connection that failed.
  package init(_ cause: Cause, _ attempt: Attempt) {
    switch cause {
    case .closed: (code, message) = Self.explainClosing(attempt)
    case .notUnderstood:
      code = "connect"
      message = """
        \(attempt.place) does not speak \(attempt.wireProtocol). Check the port in \(.endpoint), \
        and \(.wireProtocol)\(attempt.isEncrypted ? "" : "; if TLS is spoken there, write https://")
        """
    case .other(let text) where text.contains("uncleanShutdown"):
      (code, message) = Self.explainClosing(attempt)
    case .other(let text):
      if let explained = Self.explainTLS(text, attempt) {
        (code, message) = ("tls", explained)
      } else {
        code = "connect"
        message =
          "no connection with \(attempt.place): \(text.harmless(limit: 300)). "
          + "Check that a collector listens there, and \(TransportSetting.endpoint.rawValue)"
      }
    }
  }

  /// Many end a connection like this that they do not like, and not a few without a word.
  private static func explainClosing(_ attempt: Attempt) -> (code: String, message: String) {
    let place = attempt.place
    guard attempt.isEncrypted else {
      return (
        "connect",
        """
        \(place) closed the connection before it had said anything. If TLS is spoken there, write \
        https:// in \(.endpoint)
        """
      )
    }
    guard attempt.hasIdentity else {
      return (
        "tls",
        """
        \(place) ended TLS without saying why. It may want a certificate of ours: set \
        \(.clientCertificate) and \(.clientKey)
        """
      )
    }
    return (
      "tls",
      """
      \(place) ended TLS without saying why. It may not accept our certificate: check \
      \(.clientCertificate) and \(.clientKey)
      """
    )
  }

  /// `nil` when the words are not about TLS. They are those of BoringSSL and of what is around it.
  private static func explainTLS(_ text: String, _ attempt: Attempt) -> String? {
    let place = attempt.place
    if text.contains("CERTIFICATE_VERIFY_FAILED") {
      return """
        the certificate of \(place) is not trusted: it has expired, or no authority that we know \
        has signed it. Check \(.certificate)
        """
    }
    if text.contains("failedToValidateHostname") {
      return """
        the certificate of \(place) is for another name. Write the name that is in it into \
        \(.endpoint)
        """
    }
    if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
      return "\(place) does not speak TLS. Write http:// in \(TransportSetting.endpoint.rawValue)"
    }
    guard let alert = alert(in: text) else {
      guard text.contains("SSL") else { return nil }
      return "TLS with \(place) failed: \(text.harmless(limit: 300))"
    }
    guard isAboutCertificate(alert) else {
      return "\(place) ended TLS: \(alert). Check what is served at the port in \(.endpoint)"
    }
    guard attempt.hasIdentity else {
      return """
        \(place) wants a certificate of ours (\(alert)). Set \(.clientCertificate) and \(.clientKey)
        """
    }
    return """
      \(place) does not accept our certificate (\(alert)). Check \(.clientCertificate) and \
      \(.clientKey)
      """
  }

  /// The other side's reason: `certificate required`.
  private static func alert(in text: String) -> String? {
    guard let marker = text.firstRange(of: "_ALERT_") else { return nil }
    let name = text[marker.upperBound...].prefix { $0.isUppercase || $0 == "_" }
    return name.lowercased().replacing("_", with: " ")
  }

  private static func isAboutCertificate(_ alert: String) -> Bool {
    // The last is what TLS 1.2 says when there is none.
    alert.contains("certificate") || alert == "unknown ca" || alert == "handshake failure"
  }
}
