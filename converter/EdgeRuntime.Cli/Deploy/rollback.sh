# Switches to the other slot. Argument: folder.
set -eu
cd -- "$1" 2> /dev/null || fail "nothing was deployed into $1; deploy first, or name the folder with --folder"
case $(readlink current || true) in
    slots/a) other=slots/b ;;
    slots/b) other=slots/a ;;
    *) fail "nothing was deployed into $1; deploy first, or name the folder with --folder" ;;
esac
[ -x "$other/edge-run" ] || fail "there is no version before the one that runs"
said=$(cd "$other" && ./edge-run selftest --model model.erm 2>&1) || fail "the self-test of the version before failed and nothing was switched: $said"
switch_to "$other"
if [ -e edge-run.service ]; then
    restart_service || fail "the service did not start; see journalctl -u edge-run"
fi
printf 'slot %s\n' "$other"
