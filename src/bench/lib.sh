# shellcheck shell=bash disable=SC2034
# Shared by the benchmarks of this folder; sourced, never run.
# Whatever a script starts with `start` is stopped, and its temporary folder removed, however the script ends.

set -euo pipefail
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
jar=${JAR:-$root/target/ircd-health.jar}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
small_jvm=(-Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1)
launcher=$root/src/main/launcher/ircd-health
pids=()

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# need TOOL=PACKAGE ... : names every missing tool at once.
need() {
    local pair missing=()
    for pair; do
        command -v "${pair%%=*}" > /dev/null || missing+=("${pair##*=}")
    done
    ((${#missing[@]} == 0)) || die "tools are missing: apt-get install --no-install-recommends $(printf '%s\n' "${missing[@]}" | sort -u | paste -sd' ')"
}

need_jar() {
    [[ -e $jar ]] || die "$jar is missing: mvn -q -DskipTests package (or JAR=FILE $(basename "$0"), or --stand-in)"
}

# need_archive : has the launcher make one, of the jar that is measured; from then on the launcher uses both.
need_archive() {
    export IRCD_HEALTH_JAR=$jar IRCD_HEALTH_ARCHIVE=$tmp/ircd-health.jsa
    show "$launcher" make-archive
    "$launcher" make-archive || die "no archive of the classes"
}

# own_network SECONDS "$@" : begins the script again in an empty network namespace, where all ports are free, all
# traffic is loopback and nothing of the host is seen or disturbed; SECONDS later it is ended, whatever happens.
own_network() {
    local seconds=$1
    shift
    if [[ -n ${BENCH_INSIDE:-} ]]; then
        unset BENCH_INSIDE
        ip link set lo up
        tmp=$(mktemp -d)
        chmod 755 "$tmp"
        trap stop_all EXIT
        trap 'echo "ended by a signal, or out of time" >&2; exit 130' INT TERM
        return
    fi
    local inside=(unshare --net)
    ((EUID == 0)) || inside=(unshare --map-current-user --keep-caps --net)
    "${inside[@]}" true || die "needs root, or the right to make user namespaces"
    BENCH_INSIDE=1 exec timeout -k 10 "$seconds" "${inside[@]}" "$BASH" "$0" "$@"
}

stop_all() {
    local pid running
    running=$(jobs -p) # what has ended is not in it, so no reused process id is ever signalled
    for pid in $running; do kill "$pid" 2> /dev/null || true; done
    for pid in $running; do wait "$pid" 2> /dev/null || true; done
    rm -rf "$tmp"
}

stop() {
    kill "$1" 2> /dev/null || true
    wait "$1" 2> /dev/null || true
}

say() { printf '\n%s\n' "$*"; }

show() {
    printf '$'
    printf ' %q' "$@"
    printf '\n'
}

# start LOG COMMAND ... : in the background; its process id is in $! and in the list of what to stop.
start() {
    local log=$1
    shift
    show "$@"
    "$@" < /dev/null > "$log" 2>&1 &
    pids+=($!)
}

# wait_for_line LOG PID TEXT : until TEXT stands in LOG.
wait_for_line() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        grep -qs "$3" "$1" && return
        kill -0 "$2" 2> /dev/null || break
        sleep 0.1
    done
    cat "$1" >&2
    die "no '$3' from the process above"
}

# wait_for_200 LOG PID URL
wait_for_200() {
    local tries
    for ((tries = 0; tries < 200; tries++)); do
        # ab calls a refused connection a complete request without a document
        ab -q -n 1 "$3" > "$tmp/first.ab" 2>&1 && ! grep -q '^Non-2xx' "$tmp/first.ab" \
            && grep -q '^Document Length: *[1-9]' "$tmp/first.ab" && return
        kill -0 "$2" 2> /dev/null || break
        sleep 0.1
    done
    cat "$1" >&2
    die "no 200 from $3"
}

machine() {
    printf 'machine   %s cores, %s, %s MB, load %s\n' "$(nproc)" \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort | uniq -c | sed 's/^ *[0-9]* //' | paste -sd,)" \
        "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" "$(cut -d' ' -f1-3 /proc/loadavg)"
    printf 'kernel    %s\n' "$(uname -srm)"
    printf 'java      %s\n' "$("$java" -version 2>&1 | sed -n '2p;3p' | paste -sd' ')"
}

# compile CLASSPATH CLASS ... : these Java files of this folder, into $tmp/classes.
compile() {
    local classpath=$1
    shift
    "${java}c" -d "$tmp/classes" -cp "$classpath" "${@/#/$here/java/}"
}

# certificate ecdsa|rsa : writes $tmp/cert.pem and $tmp/key.pem.
certificate() {
    local kind=(-newkey ec -pkeyopt ec_paramgen_curve:P-256)
    [[ $1 == rsa ]] && kind=(-newkey rsa:2048)
    openssl req -x509 "${kind[@]}" -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
        -keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2> "$tmp/openssl.log" || die "openssl: $(cat "$tmp/openssl.log")"
}

# median : of the numbers on stdin, one a line.
median() { sort -n | awk '{ v[NR] = $1 } END { if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
