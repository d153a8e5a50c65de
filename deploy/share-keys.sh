#!/bin/sh
# Give each process copies of only its keys. share-keys.sh ALL BOT CONSOLE: the folder with all key files, then the data
# folders of the two processes. Run as root; each file then belongs to root and can be read by that process's group only.
set -eu
[ $# = 3 ] || { echo "Say: $0 folder-with-all-keys /var/lib/chungtay-bot /var/lib/chungtay-console" >&2; exit 1; }
for_bot="bot.key console.pub recovery.pub live.key chats.key receipts.key"
for_console="console.key bot.pub recovery.pub staff.key receipts.key"

give() { # group, data folder, files
    install -d -m 0750 -o root -g "$1" "$2" "$2/keys"
    for file in $3; do
        install -m 0640 -o root -g "$1" "$all/$file" "$2/keys/$file"
    done
}

all=$1
give "${BOT_GROUP:-chungtay-bot}" "$2" "$for_bot"
give "${CONSOLE_GROUP:-chungtay-console}" "$3" "$for_console"
echo "Copied. Put $1 into safe keeping, apart from the database and its backups, and erase it here."
