internal import CElfutils

/// Where the code of an object is: addresses as its symbols have them, and offsets in its file.
struct CodeLayout {
  struct Stretch {
    let addresses: Range<UInt64>
    let offset: UInt64
    /// What its section says against the functions in it.
    let ineligible: Ineligibility?
  }

  private static let ineligibleSections: [String: Ineligibility] = [
    ".plt": .procedureLinkage, ".plt.sec": .procedureLinkage, ".plt.got": .procedureLinkage,
    ".iplt": .procedureLinkage, ".init": .startup, ".fini": .startup,
  ]

  /// Linkers make one, or a few when they are told to.
  private static let segmentLimit = 64

  /// Ascending by address.
  let stretches: [Stretch]

  /// From the executable sections in executable segments. Objects without section headers have
  /// only the segments, in which there may be data before and behind the code.
  init(_ object: ObjectFile) throws(ObjectError) {
    let segments = object.segments.filter { $0.type == UInt32(PT_LOAD) && $0.isCode }
    guard segments.count <= Self.segmentLimit else {
      throw .damaged("it has \(segments.count) executable segments")
    }
    var found: [Stretch] = []
    for segment in segments {
      let (end, overflows) = segment.address.addingReportingOverflow(segment.size)
      guard !overflows else {
        throw .damaged("a segment at \(segment.offset) reaches beyond the end of memory")
      }
      let whole = Stretch(
        addresses: segment.address..<end, offset: segment.offset, ineligible: nil)
      if object.sections.isEmpty {
        found.append(whole)
      } else {
        found += object.sections.compactMap { Self.stretch(of: $0, in: whole) }
      }
    }
    stretches = found.sorted { $0.addresses.lowerBound < $1.addresses.lowerBound }
  }

  private static func stretch(of section: ObjectFile.Section, in segment: Stretch) -> Stretch? {
    let wanted = UInt64(SHF_ALLOC) | UInt64(SHF_EXECINSTR)
    let (end, overflows) = section.address.addingReportingOverflow(section.size)
    guard section.flags & wanted == wanted, section.type != UInt32(SHT_NOBITS), !overflows else {
      return nil
    }
    let addresses = (section.address..<end).clamped(to: segment.addresses)
    guard !addresses.isEmpty else { return nil }
    return Stretch(
      addresses: addresses,
      offset: segment.offset + (addresses.lowerBound - segment.addresses.lowerBound),
      ineligible: ineligibleSections[section.name])
  }

  /// Where the code at an address is in the file; `nil` if there is no code.
  func place(ofAddress address: UInt64) -> (offset: UInt64, ineligible: Ineligibility?)? {
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].addresses.lowerBound <= address {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low > 0, stretches[low - 1].addresses.contains(address) else { return nil }
    let stretch = stretches[low - 1]
    return (stretch.offset + (address - stretch.addresses.lowerBound), stretch.ineligible)
  }
}
