# Functions of all scripts that run on a device, in any POSIX shell.
fail() {
    printf 'edge: %s\n' "$(printf '%s' "$*" | tr '\n' ' ')" >&2
    exit 1
}
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
# One rename, so that there is a current version at every moment.
switch_to() {
    ln -sfn "$1" current.new
    mv -T current.new current
}
restart_service() {
    as_root systemctl restart edge-run.service
}
