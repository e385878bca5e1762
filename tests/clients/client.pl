# usage: client.pl EXTENSION QUERY
use strict;
use warnings;
use DBI;

my ($extension, $query) = @ARGV;
my $db = DBI->connect('dbi:SQLite:dbname=:memory:', '', '', {RaiseError => 1});
$db->sqlite_enable_load_extension(1);
$db->sqlite_load_extension($extension);
print $db->selectrow_array($query), "\n";
