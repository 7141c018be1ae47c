#!/bin/sh
# The SFTP server of the device. The file "stall" makes it stop after some packets and hang, "cut" makes it end there.
if [ -e "$STATE/stall" ]; then
    { dd bs=32768 count=40 2> /dev/null; sleep 60; } | /usr/lib/openssh/sftp-server
elif [ -e "$STATE/cut" ]; then
    dd bs=32768 count=40 2> /dev/null | /usr/lib/openssh/sftp-server
else
    exec /usr/lib/openssh/sftp-server
fi
