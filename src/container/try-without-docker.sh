#!/usr/bin/env bash
# What of the container can be tried without Docker: the packages of its Dockerfile in a Debian 12 root, and its command as user
# 9679, without capabilities, in a read-only root with a /tmp of its own, in the network namespace of two linked ngIRCd.
# Needs root, debootstrap, ngircd, curl and iproute2, and the jar. Takes two or three minutes, most of it to make the root;
# ROOT=FOLDER keeps it for the next time.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
root=${ROOT:-$work/root}
netns=ircd-health-$$
pids=()
cleanup() {
  ((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
  ip netns delete "$netns" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

[[ -x $root/usr/bin/java ]] ||
  debootstrap --variant=minbase --include=openjdk-17-jre-headless bookworm "$root" >"$work/debootstrap.log"
install -D -m 0644 target/ircd-health.jar "$root/usr/share/ircd-health/ircd-health.jar"

ip netns add "$netns"
ip -n "$netns" link set lo up

daemon() { # NAME ADDRESS CLIENT-PORT LINK-PORT OTHER OTHER-ADDRESS OTHER-LINK-PORT PASSIVE
  cat >"$work/$1.conf" <<END
[Global]
Name = $1.example.org
Info = try
AdminInfo1 = try
AdminEMail = try@example.org
Listen = $2
Ports = $3,$4
MotdPhrase = try
ServerUID = irc
[Limits]
ConnectRetry = 5
[Options]
PAM = no
DNS = no
Ident = no
[Server]
Name = $5.example.org
Host = $6
Bind = $2
Port = $7
MyPassword = secret
PeerPassword = secret
Passive = $8
END
  ip netns exec "$netns" setpriv --reuid=irc --regid=irc --clear-groups \
    ngircd --nodaemon --config "$work/$1.conf" >"$work/$1.log" 2>&1 &
  pids+=($!)
}
chmod 755 "$work"
daemon hub 127.0.0.1 6667 7000 leaf 127.0.0.2 7001 yes
daemon leaf 127.0.0.2 6668 7001 hub 127.0.0.1 7000 no

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=irc.example.org \
  -keyout "$work/privkey.pem" -out "$work/fullchain.pem" 2>/dev/null
install -d -m 0755 "$work/tls"
install -m 0640 -g 9679 "$work/privkey.pem" "$work/fullchain.pem" "$work/tls"

# As the container: what the Dockerfile says, in the words that it says it with.
mapfile -t entrypoint < <(sed -n 's/^ENTRYPOINT \[\(.*\)\]$/\1/p' src/container/Dockerfile | grep -o '"[^"]*"' | tr -d '"')
mapfile -t healthcheck < <(sed -n 's/^    CMD \[\(.*\)\]$/\1/p' src/container/Dockerfile | grep -o '"[^"]*"' | tr -d '"')
contained() { # TMP-OPTIONS COMMAND...
  local tmp=$1
  shift
  # shellcheck disable=SC2016 # for the inner shell
  ip netns exec "$netns" unshare --mount --pid --fork --kill-child bash -euc '
    root=$1 work=$2 conf=$3 tmp=$4
    shift 4
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount -t tmpfs -o "$tmp,nosuid,nodev,size=16m,mode=1777" tmpfs "$root/tmp"
    mkdir -p "$root/etc/ircd-health/tls"
    mount --bind "$work/tls" "$root/etc/ircd-health/tls"
    touch "$root/etc/ircd-health.conf"
    mount --bind "$conf" "$root/etc/ircd-health.conf"
    mount -o remount,bind,ro "$root"
    exec chroot "$root" setpriv --reuid=9679 --regid=9679 --clear-groups --bounding-set=-all --inh-caps=-all \
      --no-new-privs "$@"
  ' - "$root" "$work" "$PWD/src/container/ircd-health.conf" "$tmp" "$@"
}

ask() { # STATUS
  local status=
  for _ in {1..60}; do
    status=$(ip netns exec "$netns" curl --silent --insecure --output "$work/body" --write-out '%{http_code}' \
      https://127.0.0.1:8443/health) || true
    [[ $status != "$1" ]] || { echo "  $status $(<"$work/body")" && return; }
    sleep 1
  done
  echo "wanted $1, got $status" >&2
  exit 1
}

for tmp in exec noexec; do
  echo "== /tmp is $tmp"
  contained "$tmp" "${entrypoint[@]}" @/etc/ircd-health.conf >"$work/service.log" 2>&1 &
  service=$!
  pids+=("$service")
  ask 200
  jvm=$(pgrep --parent "$(pgrep --parent "$service")")
  grep -E '^(Uid|NoNewPrivs|CapEff|CapBnd|NSpid):' "/proc/$jvm/status" | sed 's/^/  /'
  contained "$tmp" "${healthcheck[@]}" | sed 's/^/  check: /'
  grep -E 'listening on' "$work/service.log" | sed 's/^/  log: /'
  kill -TERM "$jvm"
  status=0
  wait "$service" || status=$?
  echo "  after SIGTERM: $status"
done
