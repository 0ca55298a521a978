#!/bin/bash
# Usage: socket-table.sh [--rows N] [--rows6 N] [--rounds N]
# Reads /proc/net/tcp and tcp6 with N rows in several ways in turn and compares them with dd: time, and for ours bytes
# allocated per reading and peak heap. Defaults: 100000 rows, 2000 rows in tcp6, 21 rounds. About two minutes.
. "$(dirname "$0")/lib.sh"

rows=100000 rows6=2000 rounds=21 s2s_port=7000 fewer_rows=1000
while (($#)); do
    case $1 in
        --rows) rows=$2 ;;
        --rows6) rows6=$2 ;;
        --rounds) rounds=$2 ;;
        *) sed -n '2,4s/^# //p' "$0" && exit 2 ;;
    esac
    shift 2
done
need java=openjdk-17-jdk-headless javac=openjdk-17-jdk-headless ss=iproute2 unshare=util-linux
need_jar
own_network 600 --rows "$rows" --rows6 "$rows6" --rounds "$rounds"

# hold ADDRESS PORT ROWS : as many helpers as that takes; each stays below the limit of descriptors.
hold() {
    local left=$(($3 / 2)) limit each pid stack=()
    limit=$(ulimit -Hn)
    [[ $limit != unlimited ]] && ((limit < 20000)) || limit=20000
    [[ $1 == ::1 ]] || stack=(-Djava.net.preferIPv4Stack=true)
    while ((left > 0)); do
        each=$((left < limit / 2 - 100 ? left : limit / 2 - 100))
        start "$tmp/hold.${#pids[@]}" "$java" -Xmx256m "${small_jvm[@]:1}" "${stack[@]}" -cp "$tmp/classes" HoldSockets "$1" "$2" "$each"
        left=$((left - each))
    done
}

all_held() {
    local i
    for ((i = 0; i < ${#pids[@]}; i++)); do wait_for_line "$tmp/hold.$i" "${pids[i]}" ^holding; done
    printf 'rows now: %s in tcp, %s in tcp6\n' "$(($(wc -l < /proc/net/tcp) - 1))" "$(($(wc -l < /proc/net/tcp6) - 1))"
}

bench() { timeout 300 "$java" "${flags[@]}" -cp "$tmp/classes:$jar" SocketTableBench "$@" "$s2s_port"; }

machine
compile "$jar" HoldSockets.java SocketTableBench.java
hold 127.0.0.1 "$s2s_port" 8
hold 127.0.0.1 0 $((fewer_rows - 8))
all_held
declare -A few
for name in default small; do
    flags=()
    [[ $name == small ]] && flags=("${small_jvm[@]}")
    few[$name]=$(bench allocation 200)
done

hold 127.0.0.1 0 $((rows - fewer_rows))
hold ::1 0 "$rows6"
all_held
for name in default small; do
    flags=()
    [[ $name == small ]] && flags=("${small_jvm[@]}")
    say "JVM flags: ${flags[*]:-none}, $rounds rounds in turn, one more before them (first)"
    show "$java" "${flags[@]}" -cp "$tmp/classes:$jar" SocketTableBench times "$rounds" "$s2s_port"
    bench times "$rounds"
    printf 'ircd-health allocates %s bytes per reading at %s rows, %s bytes at %s rows\n' \
        "${few[$name]}" "$fewer_rows" "$(bench allocation "$rounds")" $((rows + rows6))
done
flags=("${small_jvm[@]}" -XX:-UseTLAB)
say "JVM flags: ${flags[*]}"
printf 'the first reading, its buffers included, raises the peak of the heap by %s bytes (goal: below 1000000)\n' "$(bench heap)"
say "Goal: ircd-health at most 1.2 times dd, and no allocation per row."
