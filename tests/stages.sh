#!/bin/sh
# stages.sh - runs the stages of a test target and adds up what they say
#
# usage: stages.sh FOLDER NAME=COMMAND ...
#
# Every line `N passed, N failed` that a command prints counts. A stage that prints none, or that ends with an error while
# it counts no failure, is one failure itself. What each stage printed stays in FOLDER/NAME.log. Closes with the sum.

folder=$1
shift
mkdir -p "$folder"
passed=0 failed=0
for stage; do
    name=${stage%%=*} command=${stage#*=}
    log=$folder/$name.log
    echo "== $name"
    begin=$(date +%s)
    { sh -c "$command" 2>&1; echo $? > "$folder/$name.exit"; } | tee "$log"
    code=$(cat "$folder/$name.exit")
    set_of_counts=$(sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*$/\1 \2/p' "$log" |
        awk '{ p += $1; f += $2 } END { print p + 0, f + 0, NR }')
    p=${set_of_counts%% *} rest=${set_of_counts#* }
    f=${rest%% *} lines=${rest#* }
    if [ "$lines" -eq 0 ]; then
        echo "$name: ended without a summary (exit $code)"
        f=1
    elif [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
        echo "$name: ended with exit $code"
        f=1
    fi
    passed=$((passed + p)) failed=$((failed + f))
    summary="$summary
$(printf '%-12s %6d passed %4d failed %5d s' "$name" "$p" "$f" "$(($(date +%s) - begin))")"
done
echo "== all stages$summary"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
