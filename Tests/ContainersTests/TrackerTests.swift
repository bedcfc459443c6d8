import Testing

@testable import Containers

@Suite("The tracker of containers")
struct TrackerTests {
  @Test("One container of two runs is two, of two groups and roots one")
  func identity() {
    var place = Place()
    place.tracker.note(group: 7, path: "/docker/\(Place.id)")
    place.tracker.note(group: 8, path: "/docker/\(Place.id)/inner")
    place.tracker.note(Place.namespaces(2))
    place.tracker.note(Place.namespaces(3, group: 2))
    let first = place.exec(group: 7, namespaces: 2).id
    #expect(place.exec(group: 8, namespaces: 3).id == first)
    #expect(place.exec(run: 2, group: 7, namespaces: 2).id != first)
    // Names are an engine's own: another may have the same one.
    place.tracker.note(group: 9, path: "/lxc.payload.\(Place.id)")
    #expect(place.exec(group: 9, namespaces: 2).id != first)
  }

  @Test("Sums are over the processes that have ended")
  func sums() {
    var place = Place()
    place.tracker.note(Place.namespaces(2))
    let id = place.exec(namespaces: 2).id
    place.tracker.end(inContainer: id, ContainerUse(totals: (5, 6, 7), peakRSS: 30))
    place.tracker.end(inContainer: id, ContainerUse(totals: nil, peakRSS: 20))
    var written: [ContainerUse] = []
    place.tracker.takeTouched { written.append($0.use) }
    #expect(written.count == 1)
    let use = written[0]
    #expect(use.processes == 2 && use.withoutTotals == 1 && use.cpu == 5 && use.peakRSS == 30)
    #expect(use.readBytes == 6 && use.writeBytes == 7)
    place.tracker.takeTouched { _ in Issue.record("nothing changed") }
  }

  @Test("Where nothing is known of the namespaces, nothing is said")
  func lostRecord() {
    var place = Place()
    place.tracker.note(group: 7, path: "/docker/\(Place.id)")
    #expect(place.exec(group: 7, namespaces: 2).id == 0)
    place.tracker.note(Place.namespaces(2))
    #expect(place.exec(group: 7, namespaces: 2).facts?.engine == .docker)
  }

  @Test("Of five thousand sets so many are kept as a run has room for, and the others are counted")
  func bounds() {
    var place = Place()
    var named = 0
    for number in UInt64(2)...5_001 {
      place.tracker.note(Place.namespaces(number))
      if place.exec(namespaces: number).id != 0 { named += 1 }
    }
    #expect(named == ContainerLimits.containers)
    #expect(place.tracker.leftOut(ofRun: 1) == UInt64(5_000 - named))
    place.tracker.end(run: 1)
    #expect(place.tracker.leftOut(ofRun: 1) == 0)
    #expect(place.exec(namespaces: 2).id != 0)
  }

  @Test("What is asked for stays, however much comes after it")
  func recent() {
    var table = RecentTable<Int>(limit: 8)
    for number in 0..<1_000 {
      table.insert(number, for: UInt64(number))
      #expect(table.use(0) == 0)
    }
    #expect(table.count <= 8)
    #expect(table.use(998) != nil && table.use(3) == nil)
  }
}
