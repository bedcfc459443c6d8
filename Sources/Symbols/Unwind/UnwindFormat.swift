internal import CElfutils

/// How the entries of an unwind table that share a common entry are written.
struct UnwindFormat {
  let pointerSize: Int
  let isSigned: Bool
  /// Whether an address is relative to where it stands.
  let isRelative: Bool
  let hasAugmentation: Bool
  /// Where a signal handler returns to: no function that anybody calls.
  let isSignalFrame: Bool

  /// `nil` for a form that is not used for code: indirect, or relative to something else.
  init?(_ common: Dwarf_CIE) {
    let augmentation = common.augmentation.map { String(cString: $0) } ?? ""
    var encoding = UInt8(DW_EH_PE_absptr)
    var position = 0
    let data = UnsafeRawBufferPointer(
      start: common.augmentation_data, count: common.augmentation_data_size)
    hasAugmentation = augmentation.hasPrefix("z")
    isSignalFrame = augmentation.contains("S")
    letters: for letter in augmentation.dropFirst() {
      switch letter {
      case "R":
        guard let told = data.number(at: position, size: 1) else { return nil }
        encoding = UInt8(told)
        break letters
      case "L": position += 1
      case "P":
        guard let told = data.number(at: position, size: 1),
          let size = Self.size(of: UInt8(told))
        else { return nil }
        position += 1 + size
      default: break
      }
    }
    guard let size = Self.size(of: encoding), encoding & 0x80 == 0,
      [0, UInt8(DW_EH_PE_pcrel)].contains(encoding & 0x70)
    else { return nil }
    pointerSize = size
    isSigned = encoding & 0x08 != 0
    isRelative = encoding & 0x70 == UInt8(DW_EH_PE_pcrel)
  }

  private static func size(of encoding: UInt8) -> Int? {
    switch encoding & 0x07 {
    case 0, 4: 8
    case 2: 2
    case 3: 4
    default: nil
    }
  }
}
