#!/bin/bash
# Usage: attack.sh [--attacks "NAME[:one] ..."] [--seconds N] [--after N] [--key ecdsa|rsa] [--only ircd-health|nginx]
#                  [--service "OPTION ..."] [--show]
# Each attack on ircd-health and then on nginx (2 workers), while ten fresh clients a second, from other addresses, make a
# full TLS handshake and ask for /health. How many were answered, how soon, and what it cost the server.
# Defaults: every attack from 1,000 addresses, and those of --one from one, 12 seconds each, and a minute after the last.
# --show: what the clients that got no answer saw, and all commands. --service: more options for ircd-health.
. "$(dirname "$0")/lib.sh"

arguments=("$@")
# name: connections. Those that flood need few.
declare -A connections=([silent]=2000 [mid-handshake]=2000 [trickle]=2000 [crowd]=6000 [hello-flood]=200
    [handshake-flood]=64 [ask-crowd]=4500 [pipeline]=64 [pipeline-crowd]=4500 [deaf]=64 [deaf-crowd]=2000
    [half-head]=4500 [headers]=64 [renegotiate]=64)
declare -A kinds=([crowd]=silent [ask-crowd]=ask [pipeline-crowd]=pipeline [deaf-crowd]=deaf)
attacks='silent silent:one mid-handshake mid-handshake:one trickle trickle:one crowd hello-flood handshake-flood
    handshake-flood:one ask-crowd pipeline pipeline-crowd deaf deaf-crowd half-head headers renegotiate'
base=() over_time=() seconds=12 after=60 key=ecdsa servers=(ircd-health nginx) more=() show=no
while (($#)); do
    case $1 in
        --attacks) attacks=$2 && shift ;;
        --seconds) seconds=$2 && shift ;;
        --after) after=$2 && shift ;;
        --key) key=$2 && shift ;;
        --only) servers=("$2") && shift ;;
        --service) read -r -a more <<< "$2" && shift ;;
        --show) show=yes ;;
        *) sed -n '2,8s/^# //p' "$0" && exit 2 ;;
    esac
    shift
done
for each in $attacks; do
    [[ -n ${connections[${each%:one}]:-} ]] || die "unknown attack: $each (known: ${!connections[*]})"
done
need java=openjdk-17-jdk-headless javac=openjdk-17-jdk-headless ab=apache2-utils nginx=nginx-light openssl=openssl \
    ip=iproute2 unshare=util-linux pgrep=procps
need_jar
own_network 900 "${arguments[@]}"

declare -A pid port=([ircd-health]=8443 [nginx]=8444) metrics=([ircd-health]=9679 [nginx]=none)

# What an operator does against the same attacks: as many connections as ircd-health holds by default, deadlines of
# 5 s as ours, 64 connections of an address (nginx counts them from the request on, not from the connect).
nginx_config() {
    mkdir "$tmp/nginx"
    cat > "$tmp/nginx/nginx.conf" << END_OF_CONFIG
daemon off;
worker_processes 2;
pid $tmp/nginx/nginx.pid;
error_log $tmp/nginx/error.log crit;
events { worker_connections 2048; }
http {
    access_log off;
    server_tokens off;
    default_type application/json;
    client_header_timeout 5s;
    client_body_timeout 5s;
    send_timeout 5s;
    keepalive_timeout 60s;
    reset_timedout_connection on;
    limit_conn_zone \$binary_remote_addr zone=address:1m;
    limit_conn address 64;
    client_body_temp_path $tmp/nginx/body; proxy_temp_path $tmp/nginx/proxy; fastcgi_temp_path $tmp/nginx/fastcgi;
    uwsgi_temp_path $tmp/nginx/uwsgi; scgi_temp_path $tmp/nginx/scgi;
    server {
        listen 127.0.0.1:${port[nginx]} ssl backlog=4096;
        ssl_certificate $tmp/cert.pem;
        ssl_certificate_key $tmp/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3;
        add_header Cache-Control no-store always;
        add_header X-Content-Type-Options nosniff always;
        location / { return 200 '{"clientValid": true, "s2sValid": true, "routable": true, "warm": true}'; }
    }
}
END_OF_CONFIG
}

processes() { printf '%s\n' "$1"; pgrep -P "$1" || true; }

# rss FIELD PID : VmRSS or VmHWM in MB of the process and its children.
rss() {
    local each
    for each in $(processes "$2"); do cat "/proc/$each/status"; done \
        | awk -v field="$1:" '$1 == field { kb += $2 } END { printf "%.0f", kb / 1024 }'
}

forget_peak() {
    local each
    for each in $(processes "$1"); do echo 5 > "/proc/$each/clear_refs"; done
}

cpu_seconds() {
    local each
    for each in $(processes "$1"); do sed 's/.*) //' "/proc/$each/stat"; done \
        | awk -v hz="$(getconf CLK_TCK)" '{ ticks += $12 + $13 } END { print ticks / hz }'
}

# attack NAME[:one] SERVER : one row of the table.
attack() {
    local name=${1%:one} addresses=1000 kind server=$2 probes foes before after_rss cpu line
    [[ $1 == *:one ]] && addresses=1
    kind=${kinds[$name]:-$name}
    before=$(rss VmRSS "${pid[$server]}")
    forget_peak "${pid[$server]}"
    start "$tmp/probes" "$java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$tmp/classes" Probes "${port[$server]}" "$seconds" "${metrics[$server]}"
    probes=$!
    wait_for_line "$tmp/probes" "$probes" warm
    cpu=$(cpu_seconds "${pid[$server]}")
    start "$tmp/attack" "$java" -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$tmp/classes" Attack "$kind" "${port[$server]}" \
        "${connections[$name]}" "$addresses" "$((seconds + 1))"
    foes=$!
    wait "$probes" || die "the clients failed: $(cat "$tmp/probes")"
    cpu=$(awk "BEGIN { printf \"%.0f\", 100 * ($(cpu_seconds "${pid[$server]}") - $cpu) / $seconds }")
    wait "$foes" || die "the attack failed: $(cat "$tmp/attack")"
    sleep 1
    after_rss=$(rss VmRSS "${pid[$server]}")
    [[ $show == no ]] || grep -v -e ^warm -e ^result "$tmp/probes" || true
    read -r -a line <<< "$(grep ^result "$tmp/probes")"
    printf '%-20s %-12s %5s %5s %7s %7s %7s %5s %5s %5s %5s %6s %5s   %s\n' "$1" "$server" "${line[@]:1:5}" \
        "$before" "$(rss VmHWM "${pid[$server]}")" "$after_rss" "$cpu" "${line[6]}" "${line[7]}" "$(tail -n 1 "$tmp/attack")"
}

[[ $show == yes ]] || show() { :; }
machine
printf 'nginx     %s\n' "$(nginx -v 2>&1)"
printf 'key       %s\n' "$key"
certificate "$key"
compile "$tmp" IrcStandIn.java Attack.java AttackKind.java Attacker.java Trusting.java Probes.java
for server in "${servers[@]}"; do
    if [[ $server == nginx ]]; then
        nginx_config
        start "$tmp/nginx.log" nginx -e "$tmp/nginx/error.log" -c "$tmp/nginx/nginx.conf"
    else
        start "$tmp/irc.log" "$java" -Xmx16m -XX:+UseSerialGC -cp "$tmp/classes" IrcStandIn 6667
        wait_for_line "$tmp/irc.log" $! listening
        need_archive
        start "$tmp/$server.log" "$launcher" --listen "127.0.0.1:${port[$server]}" \
            --cert "$tmp/cert.pem" --key "$tmp/key.pem" --mode cached --poll-interval 5 --client-port 6667 \
            --s2s-ports none "${more[@]}"
    fi
    pid[$server]=$!
    wait_for_200 "$tmp/$server.log" "${pid[$server]}" "https://127.0.0.1:${port[$server]}/health"
    ab -q -n 5000 -c 16 "https://127.0.0.1:${port[$server]}/health" > "$tmp/ab" 2>&1 || die "$server: $(tail -n 3 "$tmp/ab")"
    base[${#base[@]}]=$(rss VmRSS "${pid[$server]}")
done

say "$seconds s each; clients answered 200 and their ms; server's RSS in MB before, peak, just after; its CPU in %; oldest poll
in s (every 5 s; state is stale at 15), scrapes that failed; what the attackers did"
printf '%-20s %-12s %5s %5s %7s %7s %7s %5s %5s %5s %5s %6s %5s\n' attack server sent 200 p50 p99 max RSS peak after CPU poll 'scr!'
for each in $attacks; do
    for server in "${servers[@]}"; do attack "$each" "$server"; done
done
say "RSS in MB: before all attacks, then every ten seconds after the last"
for i in "${!servers[@]}"; do over_time[i]=${base[i]}; done
for ((waited = 0; waited <= after; waited += 10)); do
    ((waited == 0)) || sleep 10
    for i in "${!servers[@]}"; do over_time[i]+=" $(rss VmRSS "${pid[${servers[i]}]}")"; done
done
for i in "${!servers[@]}"; do printf '%-12s %s\n' "${servers[i]}" "${over_time[i]}"; done
for server in "${servers[@]}"; do
    if grep -E 'OutOfMemory|Exception|WARN|not routable|Routable' "$tmp/$server.log"; then echo "($server said so)"; fi
done
