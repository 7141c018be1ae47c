# What there is on the device. Arguments: folder, "service" or "program".
set -eu
mkdir -p -- "$1" || fail "the folder $1 cannot be made; name another one with --folder"
cd -- "$1"
printf 'machine %s\n' "$(uname -m)"
printf 'folder %s\n' "$(pwd -P)"
printf 'user %s\n' "$(id -un)"
printf 'free %s\n' "$(df -Pk . | awk 'NR == 2 { print $4 }')"
if [ "$2" = service ]; then
    command -v systemctl > /dev/null || fail "there is no systemd on the device; leave --service out"
    as_root true 2> /dev/null || fail "sudo on the device asks for a password; allow it without one for this user, deploy as root, or leave --service out"
fi
