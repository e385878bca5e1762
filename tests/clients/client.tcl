# usage: client.tcl EXTENSION QUERY
package require sqlite3
encoding system utf-8
fconfigure stdout -encoding utf-8
lassign $argv extension query
sqlite3 db :memory:
db enable_load_extension 1
db eval {SELECT load_extension($extension)}
puts [db onecolumn $query]
