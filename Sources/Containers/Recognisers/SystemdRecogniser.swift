/// Units of systemd: what is started as a service or a scope is in a group of that name.
///
/// Documented: `/system.slice/nginx.service`, `/user.slice/user-1000.slice/session-3.scope`. A slice is a
/// branch of the tree, and no unit that processes are started in.
enum SystemdRecogniser {
  static func isUnit(_ component: String) -> Bool {
    (component.hasSuffix(".service") && component != ".service")
      || (component.hasSuffix(".scope") && component != ".scope")
  }
}
