#!/bin/sh
# run.sh - runs each libFuzzer target for some seconds on the committed seeds and on what earlier runs found
#
# usage: run.sh BUILD SECONDS TARGET ...       programs are BUILD/fuzz_TARGET; a crash leaves its input in BUILD/crash-TARGET-*
# One target is one test: it fails by a crash, a sanitizer's report, a broken promise, a leak or 10 seconds spent on one input.

build=$1 seconds=$2
shift 2
passed=0 failed=0
for target; do
    mkdir -p "$build/found-$target"
    if "$build/fuzz_$target" -max_total_time="$seconds" -max_len=20000 -timeout=10 -rss_limit_mb=3000 -print_final_stats=1 \
        -artifact_prefix="$build/crash-$target-" "$build/found-$target" tests/fuzz/corpus >"$build/fuzz-$target.log" 2>&1
    then
        echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/fuzz-$target.log") texts, no crash"
        passed=$((passed + 1))
    else
        echo "$target: failed; the end of $build/fuzz-$target.log:"
        grep -E 'ERROR|SUMMARY|promise|#[0-9]+ 0x.* in |Test unit|runtime error' "$build/fuzz-$target.log" | head -30
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
