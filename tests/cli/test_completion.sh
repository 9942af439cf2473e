#!/bin/bash
# The completion offers what the program takes. usage: test_completion.sh BROADWAY COMPLETION
PATH=$(cd "$(dirname "$1")" && pwd):$PATH
source "$2"
n=0 failed=0

# offers WHY EXPECTED WORD…: completing the last word gives the expected ones (sorted).
offers()
{
    local why=$1 want=$2 got
    shift 2
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _broadway
    got=$(printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | tr '\n' ' ')
    n=$((n + 1))
    if [[ $got == "$want " ]]; then
        echo "ok $n - $why"
    else
        echo "not ok $n - $why: got '$got'"
        failed=1
    fi
}

offers "a command" "code" broadway co
offers "commands" "when wire" broadway w
offers "an option" "--codebook" broadway code --code
offers "a choice" "jsonl" broadway code --to j
offers "a choice of many" "newsml newsmlg2" broadway wire --from news
offers "a letter's option is offered long" "--threads" broadway code --th
offers "choices with digits" "plover-2024" broadway code --codebook plo
offers "what to do with tables" "check" broadway kb ch
offers "what else" "import" broadway kb i
offers "codes in other schemes" "crosswalk" broadway kb cr
offers "a choice with digits at its end" "gdelt gdelt1" broadway code --to gd
offers "a choice behind =" "csv" broadway code --to = c
offers "choices behind = alone" "csv documents gdelt gdelt1 icews jsonl petrarch phoenix plover polecat table" broadway code --to =
offers "what to train" "parse" broadway train p
folder=$(mktemp -d)
touch "$folder/two words.txt"
offers "a file with a blank" "$folder/two words.txt" broadway code "$folder/t"
rm -r "$folder"
cd "$(dirname "$2")" && offers "files" "broadway" broadway wire bro
echo "1..$n"
exit $failed
