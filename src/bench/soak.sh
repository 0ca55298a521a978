#!/bin/bash
# Usage: soak.sh [--minutes N] [--keep FOLDER]
# Months in an hour: the real jar over two real ngIRCd daemons, of which everything changes all the time, while whatever must
# not grow is measured. Default: 60 minutes, a fifth of a core. Exit status 1 if anything grew, was answered wrongly, or was logged too often.
# --keep: leave the samples, the logs and the plot (soak.svg, where gnuplot is installed) in this folder.
. "$(dirname "$0")/lib.sh"

arguments=("$@")
minutes=60 keep=
while (($#)); do
    case $1 in
        --minutes) minutes=$2 && shift ;;
        --keep) keep=$2 && shift ;;
        *) sed -n '2,5s/^# //p' "$0" && exit 2 ;;
    esac
    shift
done
need java=openjdk-17-jdk-headless javac=openjdk-17-jdk-headless ngircd=ngircd openssl=openssl \
    ip=iproute2 unshare=util-linux setpriv=util-linux
need_jar
# Beyond the minutes, on a machine that is slow: three minutes until all is linked, one and a half for what goes on to end,
# twice, and three for each of the two rests; see LONGEST_REST_NANOS in Soak.java and LONGEST_CHANGE_NANOS in SoakStory.java.
own_network $((minutes * 60 + 780)) "${arguments[@]}"

as_irc=() irc_user=$(id -un)
if ((EUID == 0)); then as_irc=(setpriv --reuid=irc --regid=irc --clear-groups --) irc_user=irc; fi

# ngircd_config NAME ADDRESS CLIENT_PORT : of a daemon with server port 4497 and an operator.
ngircd_config() {
    cat > "$tmp/$1.conf" << END
[Global]
Name = $1.example
Info = soak
AdminInfo1 = soak
AdminEMail = soak@example.org
Listen = $2
Ports = $3,4497
MotdPhrase = soak
ServerUID = $irc_user
[Limits]
ConnectRetry = 5
PingTimeout = 120
PongTimeout = 120
MaxConnectionsIP = 0
MaxPenaltyTime = 0
[Options]
PAM = no
DNS = no
Ident = no
[Operator]
Name = soak
Password = soak
END
    chmod 644 "$tmp/$1.conf"
}

# pairs : a and b are good ones; mismatched and half are what a renewal that goes wrong leaves. "live" points to one of them.
pairs() {
    local pair
    for pair in a b; do
        certificate ecdsa
        mkdir -p "$tmp/pairs/$pair"
        mv "$tmp/cert.pem" "$tmp/key.pem" "$tmp/pairs/$pair"
    done
    cp -r "$tmp/pairs/a" "$tmp/pairs/mismatched"
    cp "$tmp/pairs/b/key.pem" "$tmp/pairs/mismatched"
    cp -r "$tmp/pairs/b" "$tmp/pairs/half"
    head -c 300 "$tmp/pairs/b/cert.pem" > "$tmp/pairs/half/cert.pem"
    ln -s pairs/a "$tmp/live"
}

machine
printf 'product   %s\n' "$("$java" -jar "$jar" --version)"
ngircd_config hub 127.0.0.1 6667
ngircd_config leaf 127.0.0.2 6668
cat >> "$tmp/leaf.conf" << END
[Server]
Name = hub.example
Host = 127.0.0.1
Bind = 127.0.0.2
Port = 4497
MyPassword = link
PeerPassword = link
Passive = yes
END
pairs
install -m 600 /dev/null "$tmp/jmx.password"
echo 'op secret' > "$tmp/jmx.password"
echo 'op readwrite' > "$tmp/jmx.access"
sources=("$here"/java/Soak*.java)
compile "$tmp" "${sources[@]##*/}" Trusting.java

for daemon in leaf hub; do
    start "$tmp/$daemon.log" "${as_irc[@]}" "$(command -v ngircd)" --nodaemon --config "$tmp/$daemon.conf"
done
hub=$!
# As the package starts it, but: the RMI runtime would keep idle threads for a minute, so that it took as long until all is at
# rest; and but for each fourth collection the JVM would leave dead objects where it is not worth moving the living.
# It is looked for a new pair as often as may be; --poll-interval is for when nobody asks, which is never.
start "$tmp/service.log" env IRCD_HEALTH_JAR="$jar" IRCD_HEALTH_ARCHIVE="$tmp/none" \
    IRCD_HEALTH_JAVA_OPTS="-Dsun.rmi.transport.tcp.threadKeepAliveTime=5000 -XX:MarkSweepAlwaysCompactCount=1" \
    "$launcher" \
    --listen 127.0.0.1:8443 --cert "$tmp/live/cert.pem" --key "$tmp/live/key.pem" --reload-check-interval 5 \
    --mode live --poll-interval 5 --client-port 6667 --client-check irc --timeout-ms 3000 --s2s-ports 4497 \
    --stable-duration 2 --maintenance-file "$tmp/maintenance" --metrics-listen 127.0.0.1:9679 \
    --jmx-listen 127.0.0.1:7199 --jmx-password-file "$tmp/jmx.password" --jmx-access-file "$tmp/jmx.access"
service=$!
wait_for_line "$tmp/service.log" "$service" 'remote JMX on'

status=0
"$java" -Xmx128m -XX:+UseSerialGC -Dsun.rmi.transport.connectionTimeout=500 -cp "$tmp/classes" \
    Soak "$tmp" "$service" "$hub" "$minutes" || status=$?

if command -v gnuplot > /dev/null; then
    gnuplot -c "$here/soak.gnuplot" "$tmp" "$tmp/soak.svg" svg || status=1
fi
if ((status != 0)); then
    say "The last lines of the service:"
    tail -n 40 "$tmp/service.log"
fi
if [[ -n $keep ]]; then
    mkdir -p "$keep"
    cp "$tmp"/*.log "$tmp"/*.tsv "$keep"
    [[ ! -e $tmp/soak.svg ]] || cp "$tmp/soak.svg" "$keep"
fi
exit "$status"
