# Makes room for a copy; what an interrupted one left goes. Arguments: folder, name.
set -eu
cd -- "$1"
rm -rf incoming-*
mkdir -- "$2"
