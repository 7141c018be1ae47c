# Checks a copy, tests it, puts it into the slot that is not in use and switches to that. Arguments: folder, name of the copy, "service" or "program".
set -eu
cd -- "$1/$2"
sha256sum -c --status sums || fail "the copy differs from what was sent; deploy again"
chmod 755 edge-run
if ! said=$(./edge-run selftest --model model.erm 2>&1); then
    cd .. && rm -rf "$2"
    fail "the self-test failed on the device and nothing was switched: $said"
fi
cd ..
before=$(readlink current || true)
case $before in slots/a) slot=slots/b ;; *) slot=slots/a ;; esac
mkdir -p slots
rm -rf "$slot"
mv "$2" "$slot"
sync
switch_to "$slot"
if [ "$3" = service ]; then
    cp "$slot/edge-run.service" edge-run.service.new && mv edge-run.service.new edge-run.service
    as_root systemctl enable --quiet "$PWD/edge-run.service"
    as_root systemctl daemon-reload
    if ! restart_service; then
        said=$(as_root journalctl -u edge-run -n 20 --no-pager -o cat 2> /dev/null | grep 'edge-run: ' | tail -n 1 || true)
        [ -n "$before" ] || fail "the service did not start: ${said:-see journalctl -u edge-run}"
        switch_to "$before"
        restart_service || true
        fail "the service did not start and the version before was put back: ${said:-see journalctl -u edge-run}"
    fi
fi
printf 'slot %s\n' "$slot"
