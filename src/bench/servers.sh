# shellcheck shell=bash disable=SC2034,SC2154
# What the comparisons with nginx start; sourced after lib.sh, with $tmp/cert.pem and $tmp/key.pem made by then.

names=() # what is compared, nginx first; for each its processes and URLs
declare -A https_pid http_pid https http

# nginx_config DIR HTTPS_PORT HTTP_PORT : what an operator would write for a constant answer.
nginx_config() {
    mkdir "$1"
    cat > "$1/nginx.conf" <<END
daemon off;
worker_processes 2;
pid $1/nginx.pid;
error_log $1/error.log warn;
events { worker_connections 4096; }
http {
    access_log off;
    server_tokens off;
    default_type application/json;
    keepalive_requests 10000000;
    client_body_temp_path $1/body; proxy_temp_path $1/proxy; fastcgi_temp_path $1/fastcgi;
    uwsgi_temp_path $1/uwsgi; scgi_temp_path $1/scgi;
    log_format session '\$ssl_protocol \$ssl_session_reused';
    server {
        listen 127.0.0.1:$2 ssl backlog=1024;
        listen 127.0.0.1:$3 backlog=1024;
        ssl_certificate $tmp/cert.pem;
        ssl_certificate_key $tmp/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3;
        add_header Cache-Control no-store always;
        add_header X-Content-Type-Options nosniff always;
        location / { return 200 '{"clientValid": true, "s2sValid": true, "routable": true, "warm": true}'; }
        location = /session { access_log $1/session.log session; return 200 '{}'; }
    }
}
END
}

# ready NAME LOG HTTPS_PORT HTTP_PORT [HTTP_PID] : takes the process started last into the comparison.
ready() {
    names+=("$1")
    https_pid[$1]=$!
    http_pid[$1]=${5:-$!}
    https[$1]=https://127.0.0.1:$3/health
    wait_for_200 "$2" "${https_pid[$1]}" "${https[$1]}"
    http[$1]=http://127.0.0.1:$4/health
}

start_nginx() { # NAME HTTPS_PORT HTTP_PORT
    nginx_config "$tmp/$1" "$2" "$3"
    start "$tmp/$1.log" nginx -e "$tmp/$1/error.log" -c "$tmp/$1/nginx.conf"
    ready "$1" "$tmp/$1.log" "$2" "$3"
}

start_ours() { # NAME HTTPS_PORT HTTP_PORT COMMAND...
    local name=$1 https_port=$2 http_port=$3 common plain
    shift 3
    common=(--mode cached --client-port 6667 --s2s-ports none --metrics-listen none --max-connections-per-ip 4096)
    start "$tmp/$name.http.log" "$@" --listen "127.0.0.1:$http_port" --allow-http "${common[@]}"
    plain=$!
    wait_for_200 "$tmp/$name.http.log" "$plain" "http://127.0.0.1:$http_port/health"
    start "$tmp/$name.log" "$@" --listen "127.0.0.1:$https_port" \
        --cert "$tmp/cert.pem" --key "$tmp/key.pem" "${common[@]}"
    ready "$name" "$tmp/$name.log" "$https_port" "$http_port" "$plain"
}

# cpu_ms PID : what it and its children have used so far.
cpu_ms() {
    local each
    for each in "$1" $(pgrep -P "$1"); do
        sed 's/.*) //' "/proc/$each/stat"
    done | awk -v hz="$(getconf CLK_TCK)" '{ ticks += $12 + $13 } END { print ticks * 1000 / hz }'
}

# start_servers STAND_IN : nginx, and this project with both compilers of the JVM and by the launcher, which has C1 only
# (yes: a second nginx instead).
start_servers() {
    start "$tmp/irc.log" "$java" -Xmx16m -XX:+UseSerialGC -cp "$tmp/classes" IrcStandIn 6667
    wait_for_line "$tmp/irc.log" $! listening
    start_nginx nginx 8400 8500
    if [[ $1 == yes ]]; then
        start_nginx nginx-again 8401 8501
    else
        start_ours ircd-health 8401 8501 "$java" -Xmx32m -XX:+UseSerialGC -jar "$jar"
        need_archive
        start_ours launcher 8402 8502 "$launcher"
    fi
}
