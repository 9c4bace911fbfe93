#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Programs that look at the air: wavemon, horst, airmon's airodump-ng and aireplay-ng, mdk4, i3status; with an access point
# and a station on simulated radios.
# needs: iw(iw) hostapd(hostapd) wpa_supplicant(wpasupplicant) ip(iproute2) modprobe(kmod) ping(iputils-ping) script(bsdutils)
# needs: wavemon(wavemon) horst(horst) airodump-ng(aircrack-ng) mdk4(mdk4) i3status(i3status)
# network: initial -- new radios are there
# seconds: 150
# mask: s/^(02:00:00:00:01:00), +-[0-9]+,/\1, P,/ -- how loud it was
# mask: s/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}/TIME/g; s/^[0-9]{2}:[0-9]{2}:[0-9]{2} +// -- the time
. "$(dirname "$0")/../lib.sh"

TERM=xterm
export TERM

# keys: what is typed into a program on a screen.
keys() {
    :
}

# on_screen SECONDS CMD...: a program that wants a terminal, ended after a while.
on_screen() {
    seconds=$1
    shift
    printf '$ %s (on a screen)\n' "$*"
    keys | timeout 25 script -qec "stty rows 40 cols 120; timeout --foreground -s INT $seconds $*" /dev/null >screen.raw 2>&1
    printf '=> %s\n' $?
    sed 's/\x1b\[[0-9;?]*[a-zA-Z]/ /g; s/\x1b[()].//g' screen.raw >screen.out
}

# seen WORD...: which of these are on the screen. Only what is drawn at once: programs redraw what has changed.
seen() {
    for word; do
        grep -a -q -e "$word" screen.out && echo "seen: $word"
    done
}

section no radio
run wavemon -i wlan0
run horst -i wlan0 -q -n
run airodump-ng wlan0
run aireplay-ng --test wlan0
run mdk4 wlan0 b -n oxnl

quietly modprobe mac80211_hwsim radios=3
quietly ip netns add station
in_station='ip netns exec station'
quietly iw phy phy1 set netns name station
cat >ap.conf <<END
interface=wlan0
driver=nl80211
ctrl_interface=$TMP/hostapd
ssid=oxnl
hw_mode=g
channel=6
END
hostapd ap.conf >ap.out 2>&1 &
ap=$!
poll grep -q AP-ENABLED ap.out
printf 'ctrl_interface=%s/station\nnetwork={\n scan_freq=2437\n ssid="oxnl"\n key_mgmt=NONE\n}\n' "$TMP" >station.conf
quietly ip address add 192.0.2.1/24 dev wlan0
quietly $in_station ip link set lo up

section not joined
quietly $in_station ip link set wlan1 up
cat >i3.conf <<'END'
general { output_format = "none" interval = 1 }
order += "wireless wlan1"
order += "wireless _first_"
wireless wlan1 { format_up = "W %essid %ip %frequency" format_down = "W down" }
wireless _first_ { format_up = "F %essid %ip" format_down = "F down" }
END
run $in_station i3status --run-once -c i3.conf
on_screen 3 $in_station wavemon -i wlan1
seen Interface Levels Statistics wlan1 'mode: Managed'

section joined
$in_station wpa_supplicant -D nl80211 -i wlan1 -c station.conf >station.out 2>&1 &
poll test -e station/wlan1
is_connected() {
    wpa_cli -p "$TMP/station" -i wlan1 status | grep -q wpa_state=COMPLETED
}
poll is_connected
quietly $in_station ip address add 192.0.2.3/24 dev wlan1
poll $in_station ping -c 1 -W 1 192.0.2.1
run $in_station i3status --run-once -c i3.conf
# The window with what there is in the air.
keys() {
    sleep 4
    printf s
    sleep 6
    printf q
    sleep 1
}
on_screen 20 $in_station wavemon -i wlan1
seen Interface Levels Statistics wlan1 2437 'mode: Managed' oxnl 'CH 6'
keys() {
    :
}
on_screen 3 $in_station wavemon -g -i wlan1
run $in_station wavemon -v
run $in_station wavemon -h

section monitored
quietly iw phy phy2 set name ears
$in_station ping -q -i 0.3 192.0.2.1 >/dev/null 2>&1 &
pinging=$!
quietly ip link set wlan2 down
run timeout -s INT 5 horst -i wlan2 -q -C 6 -o horst.out
run iw dev
# How much it heard is chance; whom, is not.
grep -a -o -i -e BEACON horst.out | sort -u
grep -a -o -E '02:00:00:00:0[0-9]:00' horst.out | sort -u
on_screen 5 horst -i wlan2 -a -C 6
seen oxnl BEACON '02:00:00:00:00:00' Signal Mode
quietly ip link set wlan2 down
run iw dev wlan2 set type monitor
quietly ip link set wlan2 up
quietly iw dev wlan2 set channel 6
on_screen 7 airodump-ng --channel 6 --write dump --output-format csv --write-interval 1 --berlin 30 wlan2
seen oxnl '02:00:00:00:00:00' 'CH  6' BSSID STATION
cut -d, -f1,4,6,7,8,14 dump-01.csv | grep -e '^02' -e '^BSSID' -e '^Station' | sort -u
run iw dev wlan2 info
on_screen 4 airodump-ng --channel 1,6,11 --cswitch 1 wlan2
seen oxnl 'CH  '
run airodump-ng --channel 6 no-such-device
run aireplay-ng --test -a 02:00:00:00:00:00 -e oxnl no-such-device
quietly iw dev wlan2 set channel 6
timeout 12 aireplay-ng --test -e oxnl -a 02:00:00:00:00:00 wlan2 >replay.out 2>&1
printf 'aireplay-ng => %s\n' $?
grep -a -o -e 'Waiting for .*' -e 'Trying .*' -e 'Found 1 AP' -e 'Injection is working' -e '.* - channel: .*' replay.out | sort -u
timeout 5 mdk4 wlan2 b -n beacons -c 6 -s 20 >mdk.out 2>&1
printf 'mdk4 => %s\n' $?
tr '\r' '\n' <mdk.out | grep -a -v -e Packets -e '^$' | sed 's/[0-9A-F]\{2\}\(:[0-9A-F]\{2\}\)\{5\}/MAC/' | sort -u
kill $pinging
quietly wpa_cli -p "$TMP/station" -i wlan1 terminate
kill $ap
wait $ap
printf 'hostapd => %s\n' $?
