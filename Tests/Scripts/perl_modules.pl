#!/usr/bin/perl
# What Perl says of the modules it has loaded: loads those that are named as arguments, and prints
# file, name and version of each one in %INC, separated by tabs.
use strict;
use warnings;

for my $module (@ARGV) {
    eval "require $module; 1" or die $@;
}
for my $key (sort keys %INC) {
    next unless $key =~ /\.pm$/ && $INC{$key} && $INC{$key} =~ m{^/};
    (my $name = $key) =~ s{/}{::}g;
    $name =~ s/\.pm$//;
    my $version = do { no strict 'refs'; ${"${name}::VERSION"} };
    print join("\t", $INC{$key}, $name, defined $version ? "$version" : ""), "\n";
}
