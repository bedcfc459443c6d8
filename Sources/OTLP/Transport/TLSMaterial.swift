/// What the files of the options hold, for connections with TLS.
package struct TLSMaterial: Sendable {
  /// Certificates of the authorities to trust, PEM; `nil`: the system's.
  package let authorities: [UInt8]?
  /// Who we are, for mTLS.
  package let identity: Identity?

  /// Our own certificate, with those between it and the authority, and its key; PEM.
  package struct Identity: Sendable {
    /// The certificates, ours first.
    package let certificates: [UInt8]
    /// The key of the first.
    package let key: [UInt8]
  }

  /// Reads the files.
  package init(_ options: TransportOptions) throws(TransportError) {
    if let path = options.certificateFile {
      authorities = try PEMFile.read(path, .certificate, setting: .certificate)
    } else {
      authorities = nil
    }
    switch (options.clientCertificateFile, options.clientKeyFile) {
    case (nil, nil):
      identity = nil
    case (let certificate?, let key?):
      identity = Identity(
        certificates: try PEMFile.read(certificate, .certificate, setting: .clientCertificate),
        key: try PEMFile.read(key, .privateKey, setting: .clientKey))
    case (let certificate?, nil):
      throw TransportError("\(certificate): a certificate needs its key. Set \(.clientKey)")
    case (nil, let key?):
      throw TransportError("\(key): a key needs its certificate. Set \(.clientCertificate)")
    }
  }

  /// Says which file a library could not use. It has been found to be PEM.
  package static func unusable(
    _ part: Part, _ options: TransportOptions, reason: String
  ) -> TransportError {
    let reason = reason.harmless(limit: 200)
    switch part {
    case .authorities:
      return TransportError(
        "\(options.certificateFile ?? ""): no usable certificate (\(reason)). Check \(.certificate)"
      )
    case .certificates:
      return TransportError(
        """
        \(options.clientCertificateFile ?? ""): no usable certificate (\(reason)). Check \
        \(.clientCertificate)
        """)
    case .key:
      return TransportError(
        """
        \(options.clientKeyFile ?? ""): the key is encrypted, or broken, or not that of \
        \(options.clientCertificateFile ?? "") (\(reason)). Check \(.clientKey)
        """)
    }
  }

  /// What can be wrong.
  package enum Part: Sendable {
    /// Those to trust.
    case authorities
    /// Our own certificate.
    case certificates
    /// Our own key.
    case key
  }
}
