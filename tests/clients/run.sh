#!/bin/sh
# run.sh - programs that other people use load the library and ask it one question
#
# usage: run.sh EXTENSION CACHE
#
# Each client runs the same query and prints its value. The shell and Debian's python3 must be there; a client that is not installed, or whose package
# cannot be had from npm, is skipped with a word why. What npm installs stays in CACHE.

extension=$(realpath "$1")
mkdir -p "$2"
cache=$(realpath "$2")
here=$(realpath "$(dirname "$0")")
query="SELECT group_concat(text, '|') FROM corpus_tokens('Қазақстан — 한국, 2021')"
wanted='Қазақстан|—|한국|,|2021'
passed=0 failed=0 skipped=0

# answer NAME OUTPUT: compares a client's output with what is wanted
answer() {
    if [ "$2" = "$wanted" ]; then
        echo "$1: ok"
        passed=$((passed + 1))
    else
        echo "$1: failed: $2"
        failed=$((failed + 1))
    fi
}

skip() {
    echo "$1: skipped: $2"
    skipped=$((skipped + 1))
}

answer "sqlite3 shell" "$(sqlite3 :memory: ".load $extension" "$query" 2>&1)"
answer "python3" "$(/usr/bin/python3 "$here/client.py" "$extension" "$query" 2>&1)"

if perl -MDBD::SQLite -e1 2>/dev/null; then answer "Perl DBD::SQLite" "$(perl "$here/client.pl" "$extension" "$query" 2>&1)"
else skip "Perl DBD::SQLite" "libdbd-sqlite3-perl is not installed"; fi

if echo 'exit [catch {package require sqlite3}]' | tclsh; then answer "Tcl" "$(tclsh "$here/client.tcl" "$extension" "$query" 2>&1)"
else skip "Tcl" "libsqlite3-tcl is not installed"; fi

if command -v php >/dev/null && php -m 2>/dev/null | grep -qi '^sqlite3$'; then
    answer "PHP" "$(php -d sqlite3.extension_dir="$(dirname "$extension")" "$here/client.php" "$(basename "$extension")" "$query" 2>&1)"
else skip "PHP" "php-sqlite3 is not installed"; fi

if ruby -rsqlite3 -e1 2>/dev/null; then answer "Ruby" "$(ruby "$here/client.rb" "$extension" "$query" 2>&1)"
else skip "Ruby" "ruby-sqlite3 is not installed"; fi

# node_client PACKAGE: a package of npm that brings its own SQLite, prebuilt
node_client() {
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then skip "node $1" "node or npm is not installed"; return; fi
    if [ ! -d "$cache/node_modules/$1" ]; then
        (cd "$cache" && { [ -f package.json ] || echo '{"private":true}' >package.json; } &&
            timeout 120 npm install --no-audit --no-fund --loglevel=error "$1@$2" >npm.log 2>&1)
    fi
    if [ ! -d "$cache/node_modules/$1" ]; then skip "node $1" "npm cannot be reached"; return; fi
    answer "node $1" "$(cd "$cache" && NODE_PATH="$cache/node_modules" node "$here/client.cjs" "$1" "$extension" "$query" 2>&1)"
}
node_client @photostructure/sqlite 1.2.1
node_client libsql 0.5.29

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
