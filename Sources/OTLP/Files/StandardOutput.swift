internal import Glibc

/// Lines on standard output.
actor StandardOutput {
  private let executor = DiskExecutor()

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func append(_ line: [UInt8]) throws(DiskError) {
    guard DescriptorOutput.write(line, to: STDOUT_FILENO) else {
      throw DiskError("written", "standard output")
    }
  }
}
