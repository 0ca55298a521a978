#!/bin/bash
# Usage: handshakes.sh [--key ecdsa|rsa] [--tls 1.2|1.3] [--rounds N] [--seconds N] [--no-keep-alive] [--stand-in]
# Full TLS handshake + GET + close, ircd-health beside nginx (2 workers), in turn, round after round: requests/s and CPU ms
# per request, medians, and medians of each round's ratio to nginx. Then keep-alive HTTPS and HTTP in the same way.
# Defaults: ecdsa (P-256), TLS 1.3, 7 rounds of 2 seconds. About four minutes.
# --stand-in: a second nginx in place of ircd-health; all ratios must then be near 1.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/servers.sh"

arguments=("$@")
key=ecdsa tls=1.3 rounds=7 seconds=2 kept=yes stand_in=no
while (($#)); do
    case $1 in
        --key) key=$2 && shift ;;
        --tls) tls=$2 && shift ;;
        --rounds) rounds=$2 && shift ;;
        --seconds) seconds=$2 && shift ;;
        --no-keep-alive) kept=no ;;
        --stand-in) stand_in=yes ;;
        *) sed -n '2,6s/^# //p' "$0" && exit 2 ;;
    esac
    shift
done
[[ $tls == 1.[23] ]] || die "--tls $tls: 1.2 or 1.3"
need java=openjdk-17-jdk-headless javac=openjdk-17-jdk-headless ab=apache2-utils wrk=wrk nginx=nginx-light \
    openssl=openssl ip=iproute2 unshare=util-linux pgrep=procps
[[ $stand_in == yes ]] || need_jar
own_network 900 "${arguments[@]}"

generators=$(nproc) connections=16 uncounted=4
machine_ticks() { awk '/^cpu / { for (i = 2; i <= 9; i++) all += $i; print all, $5 + $6 }' /proc/stat; }

# round NAME : one line "requests/s, CPU ms per request of the server, of the load generators, % of the machine idle,
# % used by others". Others than these two should use next to nothing, else the rates are theirs as well.
round() {
    local url=${https[$1]} i jobs=() before after ticks generated
    read -r -a ticks <<< "$(machine_ticks)"
    before=$(cpu_ms "${https_pid[$1]}")
    for ((i = 0; i < generators; i++)); do
        timeout $((seconds + 20)) "${ab[@]}" "$url" > "$tmp/ab.$i" 2>&1 &
        jobs+=($!)
    done
    for i in "${jobs[@]}"; do
        wait "$i" || die "ab failed on $1: $(tail -n 3 "$tmp"/ab.*)"
    done
    after=$(cpu_ms "${https_pid[$1]}")
    read -r -a ticks <<< "${ticks[*]} $(machine_ticks)"
    times > "$tmp/times" # of this subshell's children: the load generators
    generated=$(sed -n 2p "$tmp/times" | awk -F'[ms ]+' '{ print ($1 * 60 + $2 + $3 * 60 + $4) * 1000 }')
    if grep -hE -A1 '^(Non-2xx responses|Failed requests): *[1-9]' "$tmp"/ab.* >&2; then die "$1 answered wrongly, see above"; fi
    grep -q "^SSL/TLS Protocol: *TLSv$tls" "$tmp/ab.0" || die "$1 does not speak TLS $tls to ab"
    awk -v server="$(awk "BEGIN { print $after - $before }")" -v generators="$generated" -v hz="$(getconf CLK_TCK)" \
        -v all=$((ticks[2] - ticks[0])) -v idle=$((ticks[3] - ticks[1])) '
        /^Requests per second/ { rate += $4 }
        /^Complete requests/ { done += $3 }
        END {
            others = all - idle - (server + generators) * hz / 1000
            print rate, server / done, generators / done, 100 * idle / all, 100 * (others > 0 ? others : 0) / all
        }' "$tmp"/ab.*
}

# column NAME N : of the lines in $tmp/$table.NAME.
column() { awk -v n="$2" '{ print $n }' "$tmp/$table.$1"; }

# ratio NAME N : median over the rounds of its column by nginx's.
ratio() { paste <(column "$1" "$2") <(column nginx "$2") | awk '{ print $1 / $2 }' | median; }

# figures NAME : of $table: rate, least, greatest, rate/nginx, CPU, CPU/nginx.
figures() {
    printf '%-16s %10.0f %10.0f %10.0f %11.2f %15.4f %10.2f' "$1" "$(column "$1" 1 | median)" \
        "$(column "$1" 1 | sort -n | head -n 1)" "$(column "$1" 1 | sort -n | tail -n 1)" "$(ratio "$1" 1)" \
        "$(column "$1" 2 | median)" "$(ratio "$1" 2)"
}
figures_head=$(printf '%10s %10s %10s %11s %15s %10s' requests/s least greatest rate/nginx 'CPU ms/request' CPU/nginx)

# full_handshakes URL : fails unless ab offers no session to resume (without an offer no server can resume one).
full_handshakes() {
    local port=${1%/*} tap full
    port=${port##*:}
    start "$tmp/hellos.$port" "$java" -cp "$tmp/classes" Hellos 8300 "$port" > /dev/null
    tap=$!
    wait_for_line "$tmp/hellos.$port" "$tap" listening
    timeout 10 ab -s 3 -q -n 40 -c 1 -f "TLS$tls" https://127.0.0.1:8300/health > "$tmp/hellos.ab" 2>&1 || true
    stop "$tap"
    full=$(grep -c '^full$' "$tmp/hellos.$port" || true) # the second one would resume already, if any did
    if ((full < 20)) || grep -q '^resumes$' "$tmp/hellos.$port"; then die "ab must make full TLS $tls handshakes with $1: $full of 20 or more did"; fi
}

machine
printf 'nginx     %s\n' "$(nginx -v 2>&1)"
printf 'key       %s\nTLS       %s\n' "$key" "$tls"
certificate "$key"
compile "$tmp" Hellos.java IrcStandIn.java
start_servers "$stand_in"
ab -q -n 40 -c 4 -f "TLS$tls" https://127.0.0.1:8400/session > "$tmp/session.ab" 2>&1
full=$(grep -c "^TLSv$tls \\.\$" "$tmp/nginx/session.log" || true)
[[ $full == 40 ]] || die "ab must make full TLS $tls handshakes, and $((40 - full)) of 40 were not"
for name in "${names[@]}"; do full_handshakes "${https[$name]}"; done
say "ab makes full handshakes: 40 of 40 logged by nginx as TLS $tls, session not reused;"
echo "no ClientHello to any of ${names[*]} offers a session, a ticket or a pre-shared key"

ab=(ab -q -t "$seconds" -n 1000000 -c "$connections" -f "TLS$tls")
say "$generators load generators at once, on the same cores as the server under test, the same for all; the others sit idle."
show "${ab[@]}" https://127.0.0.1:PORT/health
printf '%s rounds in turn, after %s that are not counted (they warm the JVM)\n' "$rounds" "$uncounted"
for ((n = -uncounted; n < rounds; n++)); do
    for name in "${names[@]}"; do
        line=$(round "$name")
        if ((n >= 0)); then
            printf '%s\n' "$line" >> "$tmp/full.$name"
        elif ((n == -1)); then
            printf '%s speaks %s\n' "$name" "$(sed -n 's/^SSL.TLS Protocol: *//p; s/^Server Temp Key: *//p' "$tmp/ab.0" | paste -sd' ')"
        fi
    done
done
table=full
say "full TLS $tls handshake + GET + close, $key"
printf '%-16s %s %10s %7s %9s\n' '' "$figures_head" 'ab CPU ms' 'idle %' 'others %'
for name in "${names[@]}"; do
    printf '%s %10.3f %7.0f %9.0f\n' "$(figures "$name")" "$(column "$name" 3 | median)" \
        "$(column "$name" 4 | median)" "$(column "$name" 5 | median)"
done
if awk '$5 > 10 { found = 1 } END { exit !found }' "$tmp"/full.*; then
    echo 'Others used the machine meanwhile (more than 10 % in some round): trust the CPU times, not the rates.'
fi
echo 'Goal: rate at least 1.0 times nginx, CPU at most 1.0 times nginx.'

[[ $kept == yes ]] || exit 0

# keep_alive SECONDS URL PID : one line "requests/s, CPU ms per request of the server".
keep_alive() {
    local before
    before=$(cpu_ms "$3")
    timeout 30 wrk -t2 -c64 "-d${1}s" "$2" > "$tmp/wrk" 2>&1
    if grep -E 'Non-2xx|Socket errors' "$tmp/wrk" >&2; then die "$2 answered wrongly, see above"; fi
    awk -v server="$(awk "BEGIN { print $(cpu_ms "$3") - $before }")" \
        '/ requests in / { done = $1 } /^Requests\/sec/ { print $2, server / done }' "$tmp/wrk"
}

say "keep-alive, $rounds rounds in turn, after one of 8 s each that is not counted (it warms the JVM)"
show wrk -t2 -c64 "-d${seconds}s" URL
for ((n = -1; n < rounds; n++)); do
    for name in "${names[@]}"; do
        long=$((n < 0 ? 8 : seconds))
        https_line=$(keep_alive "$long" "${https[$name]}" "${https_pid[$name]}")
        http_line=$(keep_alive "$long" "${http[$name]}" "${http_pid[$name]}")
        ((n < 0)) || printf '%s\n' "$https_line" >> "$tmp/HTTPS.$name"
        ((n < 0)) || printf '%s\n' "$http_line" >> "$tmp/HTTP.$name"
    done
done
for table in HTTPS HTTP; do
    printf '%-16s %s\n' "$table" "$figures_head"
    for name in "${names[@]}"; do printf '%s\n' "$(figures "$name")"; done
done
echo 'Goal: rate at least 0.9 times nginx.'
