#!/bin/bash
# Usage: prometheus.sh [--servers N] [--minutes N]
# What a network of many servers costs one Prometheus: series, memory, and the time of each recording rule, alert and
# query of the dashboards, with a day of history where a rule reads a day. Default: 200 servers, 4 minutes of scrapes.
. "$(dirname "$0")/lib.sh"

arguments=("$@")
servers=200 minutes=4
while (($#)); do
    case $1 in
        --servers) servers=$2 && shift ;;
        --minutes) minutes=$2 && shift ;;
        *) sed -n '2,4s/^# //p' "$0" && exit 2 ;;
    esac
    shift
done
need java=openjdk-17-jdk-headless javac=openjdk-17-jdk-headless prometheus=prometheus promtool=prometheus curl=curl \
    ip=iproute2 unshare=util-linux
need_jar
own_network $((minutes * 60 + 360)) "${arguments[@]}"

machine
kit=$root/grafana/prometheus port=9700
compile "$tmp" ManyServers.java QueryCost.java

say "One real page:"
start "$tmp/demo.log" "$java" "${small_jvm[@]}" -jar "$jar" demo
demo=$!
for ((i = 0; i < 300; i++)); do
    curl -sf http://127.0.0.1:9679/metrics > "$tmp/page" && grep -q '^ircd_health_warm 1' "$tmp/page" && break
    kill -0 "$demo" || die "the demo ended: $(cat "$tmp/demo.log")"
    sleep 0.2
done
grep -q '^ircd_health_warm 1' "$tmp/page" || die "the demo did not get warm: $(cat "$tmp/demo.log")"
stop "$demo"
printf '%s bytes, %s series, %s of them ours\n' "$(wc -c < "$tmp/page")" "$(grep -vc '^#' "$tmp/page")" "$(grep -c '^ircd_health' "$tmp/page")"

say "A day of history for $servers servers:"
"$java" -Xmx128m -cp "$tmp/classes" ManyServers history "$servers" "$(($(date +%s) - 60))" > "$tmp/history"
promtool tsdb create-blocks-from openmetrics -q "$tmp/history" "$tmp/tsdb"
rm "$tmp/history"
du -sh "$tmp/tsdb" | cut -f 1

start "$tmp/servers.log" "$java" -Xmx128m -cp "$tmp/classes" ManyServers serve "$tmp/page" "$port"
mkdir "$tmp/targets"
for ((i = 0; i < servers; i++)); do
    printf -- '- targets: ["127.0.0.1:%s"]\n  labels: { network: n, server: s%s, instance: s%s, __param_server: "%s" }\n' "$port" "$i" "$i" "$i"
done > "$tmp/targets/n.yml"
cp "$kit/recording.yml" "$kit/alerts.yml" "$tmp"
cat > "$tmp/prometheus.yml" << END
global: { scrape_interval: 15s, evaluation_interval: 15s }
rule_files: [recording.yml, alerts.yml]
scrape_configs:
  - job_name: ircd-health-network
    file_sd_configs:
      - files: [targets/*.yml]
  - job_name: prometheus
    static_configs:
      - targets: ["127.0.0.1:9090"]
END
start "$tmp/prometheus.log" prometheus --config.file="$tmp/prometheus.yml" --storage.tsdb.path="$tmp/tsdb" \
    --web.listen-address=127.0.0.1:9090 --log.level=warn
prometheus=$!
say "$minutes minutes of scrapes ..."
sleep $((minutes * 60))
kill -0 "$prometheus" || die "Prometheus ended: $(cat "$tmp/prometheus.log")"
"$java" -Xmx128m -cp "$tmp/classes" QueryCost http://127.0.0.1:9090 "$root"/grafana/dashboards/*.json
cat "$tmp/prometheus.log"
