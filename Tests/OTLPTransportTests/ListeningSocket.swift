import Foundation
import Glibc

/// Takes connections, and says nothing: nobody ever accepts them.
final class ListeningSocket {
  let port: UInt16
  private let descriptor: Int32
  private var isOpen = true

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (descriptor, size) = (descriptor, length)
    let error = withUnsafeMutableBytes(of: &address) { bytes in
      let pointer = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
      guard let pointer, bind(descriptor, pointer, size) == 0, listen(descriptor, 16) == 0,
        getsockname(descriptor, pointer, &length) == 0
      else { return errno }
      return 0
    }
    guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EINVAL) }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close() }

  /// Nobody listens there afterwards.
  func close() {
    // Closed twice, it would be somebody else's.
    if isOpen { Glibc.close(descriptor) }
    isOpen = false
  }
}
