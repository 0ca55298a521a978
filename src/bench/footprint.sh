#!/bin/bash
# Usage: footprint.sh [--starts N] [--requests N] [--idle SECONDS] [--only plain|small|launcher] [--stand-in]
# Start-up to the first HTTPS answer and the first 200, resident memory idle and after requests, CPU while idle, threads:
# of plain java, of java with the options for a small JVM, and of the launcher with its archive of the classes.
# Defaults: 11 starts, 100,000 requests, 10 s idle. About three minutes.
# --stand-in: the JDK's HttpsServer in place of ircd-health, without the launcher.
. "$(dirname "$0")/lib.sh"

arguments=("$@")
starts=11 requests=100000 idle_seconds=10 only="" stand_in=no
while (($#)); do
    case $1 in
        --starts) starts=$2 && shift ;;
        --requests) requests=$2 && shift ;;
        --idle) idle_seconds=$2 && shift ;;
        --only) only=$2 && shift ;;
        --stand-in) stand_in=yes ;;
        *) sed -n '2,6s/^# //p' "$0" && exit 2 ;;
    esac
    shift
done
need java=openjdk-17-jdk-headless javac=openjdk-17-jdk-headless ab=apache2-utils openssl=openssl ip=iproute2 \
    unshare=util-linux
[[ $stand_in == yes ]] || need_jar
own_network 600 "${arguments[@]}"

port=8443 url=https://127.0.0.1:8443/health
full=$((requests / 20)) kept=$((requests - requests / 20)) # requests: with a handshake each, and on kept connections

mb() { awk -v name="$1:" '$1 == name { printf "%.0f", $2 / 1024 }' "/proc/$2/status"; }

threads() { awk '$1 == "Threads:" { print $2 }' "/proc/$1/status"; }

# cpu_nanos PID : of all its threads; none of them ends while it is idle.
cpu_nanos() { cat "/proc/$1/task"/*/schedstat | awk '{ sum += $1 } END { printf "%.0f", sum }'; }

# requests N AB_OPTION... : N requests answered with 200, or the end of this script.
requests() {
    local n=$1
    shift
    timeout 120 ab -q -n "$n" -c 16 "$@" "$url" > "$tmp/ab" 2>&1 || die "ab failed or was too slow: $(tail -n 3 "$tmp/ab")"
    if grep -q '^Non-2xx' "$tmp/ab" || ! grep -q "^Complete requests: *$n$" "$tmp/ab"; then
        die "not all of $n answers were 200"
    fi
}

# measure NAME COMMAND... : one row of the table, into $tmp/table; the command is completed by the service's options.
measure() {
    local name=$1 times pid answer ok range idle idle_threads cpu
    shift
    [[ -z $only || $only == "$name" ]] || return 0
    local command=("$@" "${service[@]}")
    show "${command[@]}"
    times=$(timeout 300 "$java" -Xmx128m -cp "$tmp/classes" FirstAnswer "$starts" "$port" "$tmp/service.log" "${command[@]}") \
        || die "it did not start: $(tail -n 5 "$tmp/service.log")"
    start "$tmp/service.log" "${command[@]}" > /dev/null
    pid=$!
    wait_for_200 "$tmp/service.log" "$pid" "$url"
    sleep 5
    idle=$(mb VmRSS "$pid") idle_threads=$(threads "$pid")
    cpu=$(cpu_nanos "$pid")
    sleep "$idle_seconds"
    cpu=$(awk "BEGIN { printf \"%.3f\", ($(cpu_nanos "$pid") - $cpu) / 1e7 / $idle_seconds }")
    requests "$full"
    requests "$kept" -k
    read -r answer ok range <<< "$times"
    printf '%-10s %7s %7s %11s %9s %9s %9s %9s %9s\n' "$name" "$answer" "$ok" "$range" "$idle" "$(mb VmRSS "$pid")" \
        "$(mb VmHWM "$pid")" "$cpu" "$idle_threads/$(threads "$pid")" >> "$tmp/table"
    stop "$pid"
    if grep -E 'OutOfMemoryError|Exception' "$tmp/service.log"; then die "the service complained with $name"; fi
}

machine
certificate ecdsa
compile "$tmp" FirstAnswer.java IrcStandIn.java JdkServer.java
start "$tmp/irc.log" "$java" -Xmx16m -XX:+UseSerialGC -cp "$tmp/classes" IrcStandIn 6667
wait_for_line "$tmp/irc.log" $! listening
run=(-jar "$jar")
[[ $stand_in == no ]] || run=(-Dsun.net.httpserver.nodelay=true -cp "$tmp/classes" JdkServer)
service=(--listen "127.0.0.1:$port" --cert "$tmp/cert.pem" --key "$tmp/key.pem" --mode cached --poll-interval 5
    --client-port 6667 --s2s-ports none)

say "each: $starts starts (2 more before them, not counted), then one that idles and answers $full requests with a full
handshake each (ab -n $full -c 16) and $kept on kept connections (ab -n $kept -c 16 -k)"
measure plain "$java" "${run[@]}"
measure small "$java" "${small_jvm[@]}" "${run[@]}"
if [[ $stand_in == no ]]; then
    need_archive
    measure launcher "$launcher"
fi
say "start-up in ms from the start of the process, medians; resident memory in MB; CPU idle in % of a core; threads
idle/after"
printf '%-10s %7s %7s %11s %9s %9s %9s %9s %9s\n' how answer '200' '200 range' 'RSS idle' after peak 'CPU idle' threads
cat "$tmp/table"
