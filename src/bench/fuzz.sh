#!/usr/bin/env bash
# Fuzzes the parsers with Jazzer, one target after another, each for some minutes, from the corpora of the tests.
# fuzz.sh [--minutes N] [TARGET ...]      without TARGET all of them
# What Jazzer finds stays in target/fuzz/TARGET: put it into the corpus of that test once it is mended.

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

minutes=10
declare -A classes=(
    [tables]=kernel.SocketTableFuzzTest [reply]=check.IrcReplyFuzzTest [options]=OptionsFuzzTest
    [pem]=tls.PemFuzzTest [key]=tls.PrivateKeyFuzzTest [http]=surface.http.ConnectionFuzzTest
)
declare -A corpora=(
    [tables]=kernel/corpus [reply]=check/answers [options]=corpus [pem]=tls/corpus/pem [key]=tls/corpus/key
    [http]=surface/http/corpus
)
targets=()
while (($#)); do
    case $1 in
        --minutes) minutes=$2 && shift ;;
        *) [[ -n ${classes[$1]:-} ]] || die "no target $1: there are tables reply options pem key http"
            targets+=("$1") ;;
    esac
    shift
done
((${#targets[@]})) || targets=(tables reply options pem key http)

need mvn=maven java=openjdk-17-jdk-headless
cd "$root"
work=target/fuzz
mkdir -p "$work"
mvn -q -B -Pfuzz test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath"
classpath=$root/target/test-classes:$root/target/classes:$(< "$work/classpath")

found=0
for target in "${targets[@]}"; do
    mkdir -p "$work/$target/corpus"
    printf '%s: %s minutes\n' "$target" "$minutes"
    # Its sanitizer for sun.misc.Unsafe fails on Netty's queues by itself.
    # The timeout is for a JVM that does not end by itself: Jazzer stops after -max_total_time.
    if ! timeout -k 10 $((minutes * 60 + 120)) nice -n 10 "$java" -Xmx1g -cp "$classpath" \
        com.code_intelligence.jazzer.Jazzer \
        --target_class="ircd.health.${classes[$target]}" \
        --instrumentation_includes='ircd.health.**' \
        --disabled_hooks=com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer \
        --reproducer_path="$work/$target" \
        -artifact_prefix="$work/$target/" -max_total_time=$((minutes * 60)) -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -max_len=4096 \
        "$work/$target/corpus" "src/test/resources/ircd/health/${corpora[$target]}" \
        > "$work/$target/log" 2>&1; then
        found=1
        printf '%s: a finding, see %s\n' "$target" "$root/$work/$target/log"
    fi
    grep -aE '^#[0-9]+.*DONE|stat::number_of_executed_units|stat::average_exec|^== Java Exception' "$work/$target/log" || true
done
exit $found
