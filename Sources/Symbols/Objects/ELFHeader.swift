internal import CElfutils
internal import Glibc

/// The first 64 bytes of an ELF file of this machine, and the size of the file.
struct ELFHeader {
  let fileSize: UInt64
  /// Device and inode.
  let file: [UInt64]
  let type: UInt16
  let entry: UInt64
  let hasSections: Bool

  /// Reads the header, and refuses what this machine cannot run.
  init(descriptor: Int32) throws(ObjectError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .unreadable(EISDIR) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notELF }
    fileSize = UInt64(max(status.st_size, 0))
    file = [UInt64(status.st_dev), UInt64(status.st_ino)]
    let size = MemoryLayout<Elf64_Ehdr>.size
    let beginning = try Self.bytes(of: descriptor, at: 0, count: min(size, Int(fileSize)))
    if beginning.starts(with: "#!".utf8) {
      throw .script(interpreter: try Self.interpreter(descriptor, fileSize: fileSize))
    }
    guard beginning.count > Int(EI_VERSION), beginning.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else {
      throw .notELF
    }
    guard beginning[Int(EI_CLASS)] != ELFCLASS32 else { throw .thirtyTwoBit }
    guard beginning.count == size else {
      throw .damaged("it has \(beginning.count) bytes, which is less than a header")
    }
    guard beginning[Int(EI_CLASS)] == ELFCLASS64 else { throw .damaged("its class is unknown") }
    let raw = beginning.withUnsafeBytes { $0.loadUnaligned(as: Elf64_Ehdr.self) }
    let isNative = beginning[Int(EI_DATA)] == Self.nativeOrder
    let machine = isNative ? raw.e_machine : raw.e_machine.byteSwapped
    guard isNative, machine == Self.nativeMachine else {
      throw .wrongArchitecture(Self.machineName(machine, isNative: isNative))
    }
    guard [UInt16(ET_EXEC), UInt16(ET_DYN)].contains(raw.e_type) else { throw .notExecutable }
    type = raw.e_type
    entry = raw.e_entry
    hasSections = raw.e_shoff != 0
    guard raw.e_shoff <= fileSize,
      UInt64(raw.e_shnum) * UInt64(MemoryLayout<Elf64_Shdr>.size) <= fileSize - raw.e_shoff
    else {
      throw .damaged(
        "its section headers, at \(raw.e_shoff), reach beyond its end, at \(fileSize) bytes")
    }
  }

  /// Bytes of a file, all of them.
  static func bytes(
    of descriptor: Int32, at offset: UInt64, count: Int
  ) throws(ObjectError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = pread(descriptor, base + filled, count - filled, Int(offset) + filled)
        if got > 0 { filled += got } else if got == 0 || errno != EINTR { break }
      }
      if filled < count { failure = errno }
    }
    guard bytes.count == count else {
      throw failure == 0
        ? .damaged("it ends before \(offset + UInt64(count))") : .unreadable(failure)
    }
    return bytes
  }

  // MARK: Scripts

  /// As much of the first line as the kernel looks at.
  private static let lineLimit = 256

  private static func interpreter(
    _ descriptor: Int32, fileSize: UInt64
  ) throws(ObjectError) -> String {
    let line = try bytes(of: descriptor, at: 0, count: min(lineLimit, Int(fileSize)))
      .dropFirst(2).prefix { $0 != 0x0A && $0 != 0 }
    let words = String(decoding: line, as: UTF8.self).split {
      $0 == " " || $0 == "\t" || $0 == "\r"
    }
    guard let first = words.first else { return "/bin/sh" }
    // `env` only looks for what it is given.
    if first.hasSuffix("/env"), let named = words.dropFirst().first(where: { $0.first != "-" }) {
      return String(named)
    }
    return String(first)
  }

  // MARK: Machines

  #if arch(arm64)
    private static let nativeMachine = UInt16(EM_AARCH64)
  #elseif arch(x86_64)
    private static let nativeMachine = UInt16(EM_X86_64)
  #else
    #error("Code of this machine is not known: give its e_machine")
  #endif
  private static let nativeOrder = UInt8(
    UInt16(1).littleEndian == 1 ? ELFDATA2LSB : ELFDATA2MSB)

  private static let machineNames: [Int32: String] = [
    EM_386: "32-bit x86", EM_X86_64: "x86-64", EM_ARM: "32-bit ARM", EM_AARCH64: "ARM64",
    EM_RISCV: "RISC-V", EM_PPC64: "PowerPC 64", EM_S390: "S/390", EM_MIPS: "MIPS",
    EM_SPARCV9: "SPARC", EM_BPF: "BPF", EM_LOONGARCH: "LoongArch",
  ]

  private static func machineName(_ machine: UInt16, isNative: Bool) -> String {
    let name = machineNames[Int32(machine)] ?? "the machine number \(machine)"
    return machine == nativeMachine && !isNative ? "\(name) of the other byte order" : name
  }
}
