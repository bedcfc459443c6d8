import Procfs
import Testing

@Suite("Users")
struct UsersTests {
  @Test("The superuser is known by id and by name, also when asked again")
  func root() {
    var users = Users()
    for _ in 0..<2 {
      #expect(users.name(of: 0) == "root")
      #expect(users.id(of: "root") == 0)
    }
  }

  @Test("An unknown user has neither")
  func unknown() {
    var users = Users()
    for _ in 0..<2 {
      #expect(users.name(of: 3_999_999_999) == nil)
      #expect(users.id(of: "no such user") == nil)
    }
    #expect(users.id(of: "") == nil)
  }

  @Test("More users than are kept are still answered")
  func manyUsers() {
    var users = Users()
    for id in 3_000_000_000..<3_000_001_000 { #expect(users.name(of: UInt32(id)) == nil) }
    #expect(users.name(of: 0) == "root")
  }
}
