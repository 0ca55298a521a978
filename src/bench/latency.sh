#!/bin/bash
# Usage: latency.sh [--key ecdsa|rsa] [--tls 1.2|1.3] [--rate N] [--rounds N] [--seconds N] [--stand-in]
# How long a fresh TLS connection takes from when it was due to its answer, at a fixed rate, ircd-health beside nginx
# (2 workers), in turn: p50 and p99, medians over the rounds, and medians of each round's ratio to nginx. Then the same
# for clients that leave Nagle's algorithm on and write requests in two pieces: nobody may wait 40 ms for an acknowledgement.
# Defaults: ecdsa (P-256), TLS 1.3, 200 a second, 5 rounds of 6 seconds. About three minutes.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/servers.sh"

arguments=("$@")
key=ecdsa tls=1.3 rate=200 rounds=5 seconds=6 stand_in=no
while (($#)); do
    case $1 in
        --key) key=$2 && shift ;;
        --tls) tls=$2 && shift ;;
        --rate) rate=$2 && shift ;;
        --rounds) rounds=$2 && shift ;;
        --seconds) seconds=$2 && shift ;;
        --stand-in) stand_in=yes ;;
        *) sed -n '2,7s/^# //p' "$0" && exit 2 ;;
    esac
    shift
done
need java=openjdk-17-jdk-headless javac=openjdk-17-jdk-headless ab=apache2-utils nginx=nginx-light openssl=openssl \
    ip=iproute2 unshare=util-linux
need_jar # the load generator needs it, too
own_network 900 "${arguments[@]}"

# column NAME N : of the lines that the generator printed for it.
column() { awk -v port="${port_of[$1]}" -v n="$2" '$1 == port { print $n }' "$tmp/times"; }

ratio() { paste <(column "$1" "$2") <(column nginx "$2") | awk '{ print $1 / $2 }' | median; }

# compare ROUNDS SECONDS REQUESTS one-write|two-writes
compare() {
    local name
    show java FreshConnections "TLSv$tls" "$rate" "$2" "$1" "$3" "$4" "${ports[@]}"
    "$java" -Xms256m -Xmn200m -XX:+UseSerialGC "-Dircd.health.shaded.io.netty.machineId=02:00:00:00:00:01" \
        -cp "$tmp/classes:$jar" FreshConnections "TLSv$tls" "$rate" "$2" "$1" "$3" "$4" "${ports[@]}" > "$tmp/times" \
        || die "not every connection was answered"
    printf '%-16s %8s %8s %8s %8s %9s %9s %9s %12s\n' '' 'p50 ms' 'p99 ms' least greatest longest p50/nginx p99/nginx 'own lag p99'
    for name in "${names[@]}"; do
        printf '%-16s %8.3f %8.3f %8.3f %8.3f %9.3f %9.2f %9.2f %12.3f\n' "$name" "$(column "$name" 2 | median)" \
            "$(column "$name" 3 | median)" "$(column "$name" 3 | sort -n | head -n 1)" "$(column "$name" 3 | sort -n | tail -n 1)" \
            "$(column "$name" 4 | sort -n | tail -n 1)" "$(ratio "$name" 2)" "$(ratio "$name" 3)" "$(column "$name" 5 | median)"
    done
}

machine
printf 'nginx     %s\nkey       %s\nTLS       %s\n' "$(nginx -v 2>&1)" "$key" "$tls"
certificate "$key"
compile "$jar" FreshConnections.java IrcStandIn.java
start_servers "$stand_in"
ports=()
declare -A port_of
for name in "${names[@]}"; do
    port=${https[$name]%/*}
    port_of[$name]=${port##*:}
    ports+=("${port##*:}")
    ab -q -n 2000 -c 8 "${https[$name]}" > "$tmp/warm.ab" 2>&1
done
say "$rate fresh TLS $tls connections a second, open loop, $rounds rounds of $seconds s in turn, from due to answered"
compare "$rounds" "$seconds" 1 one-write
say "the same with Nagle's algorithm on and the request in two writes, 3 rounds"
compare 3 "$((seconds / 3))" 1 two-writes
say "the same, and a second request on the same connection, in two writes as well"
compare 3 "$((seconds / 3))" 2 two-writes
echo 'Goal: p50 and p99 at most 1.2 times nginx, and no step of 40 ms.'
