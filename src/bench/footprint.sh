#!/bin/bash
# Usage: footprint.sh [--starts N] [--stand-in]
# Start-up to the first HTTPS answer and the first 200, resident memory idle and after 100,000 requests, threads: for each
# set of JVM flags. Default: 11 starts. About three minutes.
# --stand-in: the JDK's HttpsServer in place of ircd-health.
. "$(dirname "$0")/lib.sh"

arguments=("$@")
starts=11 stand_in=no
while (($#)); do
    case $1 in
        --starts) starts=$2 && shift ;;
        --stand-in) stand_in=yes ;;
        *) sed -n '2,5s/^# //p' "$0" && exit 2 ;;
    esac
    shift
done
need java=openjdk-17-jdk-headless javac=openjdk-17-jdk-headless ab=apache2-utils openssl=openssl ip=iproute2 \
    unshare=util-linux
[[ $stand_in == yes ]] || need_jar
own_network 600 "${arguments[@]}"

port=8443 url=https://127.0.0.1:8443/health
full=10000 kept=90000 # requests: with a handshake each, and on kept connections

mb() { awk -v name="$1:" '$1 == name { printf "%.0f", $2 / 1024 }' "/proc/$2/status"; }

threads() { awk '$1 == "Threads:" { print $2 }' "/proc/$1/status"; }

# requests N AB_OPTION... : N requests answered with 200, or the end of this script.
requests() {
    local n=$1
    shift
    timeout 120 ab -q -n "$n" -c 16 "$@" "$url" > "$tmp/ab" 2>&1 || die "ab failed or was too slow: $(tail -n 3 "$tmp/ab")"
    if grep -q '^Non-2xx' "$tmp/ab" || ! grep -q "^Complete requests: *$n$" "$tmp/ab"; then
        die "not all of $n answers were 200"
    fi
}

# measure FLAG... : one row of the table, into $tmp/table.
measure() {
    local command=("$java" "$@" "${service[@]}") name="${*:-none}" times pid answer ok range idle idle_threads
    show "${command[@]}"
    times=$(timeout 300 "$java" -Xmx128m -cp "$tmp/classes" FirstAnswer "$starts" "$port" "$tmp/service.log" "${command[@]}") \
        || die "it did not start: $(tail -n 5 "$tmp/service.log")"
    start "$tmp/service.log" "${command[@]}" > /dev/null
    pid=$!
    wait_for_200 "$tmp/service.log" "$pid" "$url"
    sleep 5
    idle=$(mb VmRSS "$pid") idle_threads=$(threads "$pid")
    requests "$full"
    requests "$kept" -k
    read -r answer ok range <<< "$times"
    printf '%-60s %7s %7s %11s %9s %9s %9s %9s\n' "$name" "$answer" "$ok" "$range" "$idle" "$(mb VmRSS "$pid")" \
        "$(mb VmHWM "$pid")" "$idle_threads/$(threads "$pid")" >> "$tmp/table"
    stop "$pid"
    if grep -E 'OutOfMemoryError|Exception' "$tmp/service.log"; then die "the service complained with $name"; fi
}

machine
certificate ecdsa
compile "$tmp" FirstAnswer.java IrcStandIn.java JdkServer.java
start "$tmp/irc.log" "$java" -Xmx16m -XX:+UseSerialGC -cp "$tmp/classes" IrcStandIn 6667
wait_for_line "$tmp/irc.log" $! listening
service=(-jar "$jar")
[[ $stand_in == no ]] || service=(-Dsun.net.httpserver.nodelay=true -cp "$tmp/classes" JdkServer)
service+=(--listen "127.0.0.1:$port" --cert "$tmp/cert.pem" --key "$tmp/key.pem" --mode cached --client-port 6667
    --s2s-ports none --metrics-listen none)

say "each: $starts starts (2 more before them, not counted), then one that idles 5 s and answers $full requests with a full
handshake each (ab -n $full -c 16) and $kept on kept connections (ab -n $kept -c 16 -k)"
measure
measure "${small_jvm[@]}"
say "start-up in ms from the start of the process, medians; resident memory in MB; threads idle/after"
printf '%-60s %7s %7s %11s %9s %9s %9s %9s\n' 'JVM flags' answer '200' '200 range' 'RSS idle' after peak threads
cat "$tmp/table"
