import SeededRandom
import Testing

@testable import Libraries

@Suite("Packages of R, modules of Perl")
struct LanguageTests {
  @Test("An installed R package is told by its code, not by what a listing reads")
  func r() throws {
    let tree = try FileTreeFixture()
    let library = "/home/alice/R/x86_64-pc-linux-gnu-library/4.2"
    let text = "Package: data.table\nVersion: 1.14-8\nTitle: T\n more\nBuilt: R 4.2.2; ; unix\n"
    for place in ["\(library)/data.table", "\(library)/00LOCK-x/00new/data.table"] {
      try tree.write("\(place)/DESCRIPTION", text)
      for file in ["R/data.table", "R/data.table.rdb", "libs/data_table.so", "Meta/package.rds"] {
        try tree.write("\(place)/\(file)")
      }
    }
    let expected = ["r data.table 1.14-8 \(library)/data.table -"]
    #expect(tree.ask("\(library)/data.table/R/data.table") == expected)
    #expect(tree.ask("\(library)/data.table/R/data.table.rdb") == expected)
    #expect(tree.ask("\(library)/data.table/libs/data_table.so", isMapped: true) == expected)
    #expect(tree.ask("\(library)/data.table/Meta/package.rds") == [])
    #expect(tree.ask("\(library)/data.table/DESCRIPTION") == [])
    #expect(tree.ask("\(library)/00LOCK-x/00new/data.table/R/data.table.rdb") == [])
  }

  @Test("A source tree of R is no installed package")
  func rSource() throws {
    let tree = try FileTreeFixture()
    try tree.write("/src/x/DESCRIPTION", "Package: x\nVersion: 1\n")
    try tree.write("/src/x/R/sysdata.rdb")
    #expect(tree.ask("/src/x/R/sysdata.rdb") == [])
  }

  @Test(
    "A module's name is its path below a root",
    arguments: [
      ("/usr/share/perl5/JSON.pm", "JSON"),
      ("/usr/lib/x86_64-linux-gnu/perl-base/File/Spec/Unix.pm", "File::Spec::Unix"),
      ("/usr/lib/x86_64-linux-gnu/perl/5.36/List/Util.pm", "List::Util"),
      ("/usr/local/share/perl/5.36.0/App/cpanminus.pm", "App::cpanminus"),
      ("/etc/perl/CPAN/Config.pm", "CPAN::Config"),
      ("/home/alice/perl5/lib/perl5/x86_64-linux-gnu-thread-multi/Moose.pm", "Moose"),
      ("/home/alice/perl5/lib/perl5/local/lib.pm", "local::lib"),
      ("/opt/c/lib/perl5/5.32/site_perl/5.32.1/x86_64-linux-thread-multi/A/B.pm", "A::B"),
      ("/home/alice/perl5/perlbrew/perls/perl-5.38.0/lib/5.38.0/x86_64-linux/POSIX.pm", "POSIX"),
      ("/opt/vep/modules/Bio/EnsEMBL/Slice.pm", "Bio::EnsEMBL::Slice"),
    ])
  func perlNames(_ path: String, _ name: String) throws {
    let tree = try FileTreeFixture()
    try tree.write(path, "# x\npackage \(name);\nour $VERSION = '1.5';\n1;\n")
    #expect(tree.ask(path) == ["perl \(name) 1.5 \(path) -"])
  }

  @Test("A module's shared object is the module's")
  func perlObject() throws {
    let tree = try FileTreeFixture()
    let root = "/usr/lib/perl/5.36"
    try tree.write("\(root)/List/Util.pm", "package List::Util 1.62;\n")
    try tree.write("\(root)/auto/List/Util/Util.so")
    try tree.write("\(root)/auto/List/Util/first.al")
    let expected = ["perl List::Util 1.62 \(root)/List/Util.pm -"]
    #expect(tree.ask("\(root)/auto/List/Util/Util.so", isMapped: true) == expected)
    #expect(tree.ask("\(root)/auto/List/Util/first.al") == expected)
  }

  @Test("A file that declares no package of its own path, in no root, is no module")
  func perlStranger() throws {
    let tree = try FileTreeFixture()
    try tree.write("/home/alice/x.pm", "<x11 bitmap>")
    #expect(tree.ask("/home/alice/x.pm") == [])
  }

  @Test(
    "Versions are read where they are plain to see",
    arguments: [
      ("our $VERSION = '1.02';", "1.02"), ("$VERSION = 1.5;", "1.5"),
      ("our $VERSION = \"v1.2.3\";", "v1.2.3"), ("package X v1.2.3 {", "v1.2.3"),
      ("package X 0.5;", "0.5"), ("our $VERSION = version->declare(\"v0.77\");", "v0.77"),
      ("$X::VERSION = '3';", "3"), ("*VERSION = \\'1.01';", "1.01"),
      ("our $VERSION = do { my @r = (q$Revision: 2.8 $ =~ /x/g); sprintf '%d.%02d', @r };", "2.08"),
      ("BEGIN { our $VERSION = '1.1_2' }", "1.1_2"), ("our $VERSION = qv('1.4');", "1.4"),
      ("=head1 X\n\n$VERSION = '9';\n\n=cut\n\nour $VERSION = '2';", "2"),
      ("# $VERSION = '9';", "-"), ("__END__\n$VERSION = '9';", "-"),
      ("die unless $VERSION == 1.2;", "-"), ("our $VERSION = $Other::VERSION;", "-"),
      ("our $VERSION = sprintf('%s', 1);", "-"), ("if ($] >= 5.1) { $VERSION =~ s/_//; }", "-"),
      ("my $MIN_VERSION = 5;", "-"), ("our $XVERSION = 3; our $VERSION = 4;", "4"),
    ])
  func perlVersions(_ line: String, _ version: String) throws {
    let tree = try FileTreeFixture()
    try tree.write("/usr/share/perl5/X.pm", "package X;\n\(line)\n1;\n")
    #expect(tree.ask("/usr/share/perl5/X.pm") == ["perl X \(version) /usr/share/perl5/X.pm -"])
  }

  @Test("Sources of any content are read without harm", arguments: 0..<6)
  func fuzz(seed: UInt64) throws {
    let tree = try FileTreeFixture()
    var generator = SeededRandom(seed: seed)
    let pieces = [
      "VERSION", "$", "=", " ", "\n", "package ", "::", "X", "'", "\"", "1.2", "v", "q$Revision:",
      "%02d", "=cut", "\n=pod\n", "__END__", "#", ".", ";", "\0", "\u{FF}", "*", "sprintf",
    ]
    for _ in 0..<200 {
      let text = (0..<50).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      try tree.write("/usr/share/perl5/X.pm", text)
      tree.seconds += 1
      #expect(tree.ask("/usr/share/perl5/X.pm").count == 1)
    }
  }
}
