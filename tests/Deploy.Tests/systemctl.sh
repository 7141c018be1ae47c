#!/bin/sh
# Stands for systemd: one unit, started as its file says; ready when it lives on for a moment. STATE is set for every session.
set -eu
running() { [ -f "$STATE/pid" ] && kill -0 "$(cat "$STATE/pid")" 2> /dev/null; }
case $1 in
    enable)
        for word in "$@"; do case $word in /*) printf '%s\n' "$word" > "$STATE/unit" ;; esac; done
        ;;
    restart)
        if running; then
            kill "$(cat "$STATE/pid")"
            while running; do sleep 0.02; done
        fi
        unit=$(cat "$STATE/unit")
        program=$(sed -n 's/^ExecStart="\(.*\)" @arguments$/\1/p' "$unit")
        cd "$(sed -n 's/^WorkingDirectory=//p' "$unit")"
        "$program" @arguments < /dev/null >> "$STATE/output" 2>> "$STATE/errors" &
        printf '%s' $! > "$STATE/pid"
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            sleep 0.1
            running || exit 1
        done
        ;;
esac
