#!/bin/sh
# Give each process copies of only its keys. share-keys.sh ALL BOT CONSOLE CLOCK: the folder with all key files, then the
# data folders of the three processes. Run as root; each file then belongs to root and can be read by that process's group
# only. The clock gets public halves alone: with them it tells whether somebody stands for a claim.
set -eu
[ $# = 4 ] || {
    echo "Say: $0 folder-with-all-keys /var/lib/chungtay-bot /var/lib/chungtay-console /var/lib/chungtay-clock" >&2
    exit 1
}
for_bot="bot.key console.pub recovery.pub live.key chats.key receipts.key console_sign.pub"
for_console="console.key bot.pub recovery.pub staff.key receipts.key bot_sign.pub"
for_clock="console_sign.pub bot_sign.pub"

give() { # group, data folder, files
    install -d -m 0750 -o root -g "$1" "$2" "$2/keys"
    for file in $3; do
        install -m 0640 -o root -g "$1" "$all/$file" "$2/keys/$file"
    done
}

all=$1
give "${BOT_GROUP:-chungtay-bot}" "$2" "$for_bot"
give "${CONSOLE_GROUP:-chungtay-console}" "$3" "$for_console"
give "${CLOCK_GROUP:-chungtay-clock}" "$4" "$for_clock"
echo "Copied. Put $1 into safe keeping, apart from the database and its backups, and erase it here."
