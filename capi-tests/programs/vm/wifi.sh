#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Wi-Fi on simulated radios: two access points with WPA2, a station that joins, roams and leaves.
# needs: iw(iw) hostapd(hostapd) wpa_supplicant(wpasupplicant) ip(iproute2) modprobe(kmod) ping(iputils-ping)
# network: initial -- new radios are there
# seconds: 120
# selected
# mask: s/(last seen|TSF|inactive time|connected time|associated at|current time|tx duration|rx duration|airtime|signal avg|channel (active|busy) time)(:| \[).*/\1: .../ -- time and the rate that the driver has come to
# mask: s/((rx|tx) (bytes|packets|retries|failed|drop misc)|beacon (loss|rx)|RX|TX):?[[:space:]]*[0-9].*/\1: N/ -- how many frames and beacons there were till then
# mask: /(rx|tx) bitrate:|expected throughput:|Toffset:|(beacon|(avg|last) ack) signal( avg)?:/d -- there only after some frames
# mask: s/short slot time:(yes|no)/short slot time:?/ -- whether the station has seen a beacon since the access point got its first station
# mask: s/(accounting session) [0-9A-F]+/\1 N/ -- a random number
. "$(dirname "$0")/../lib.sh"

quietly modprobe mac80211_hwsim radios=3

# access_point NAME DEVICE CHANNEL
access_point() {
    cat >"$1.conf" <<END
interface=$2
driver=nl80211
ctrl_interface=$TMP/hostapd
ssid=oxnl
hw_mode=g
channel=$3
wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase=sixteen characters
END
    hostapd "$1.conf" >"$1.out" 2>&1 &
    poll grep -q AP-ENABLED "$1.out"
}

cat >station.conf <<END
ctrl_interface=$TMP/station
network={
    disabled=1
    scan_freq=2412 2437
    freq_list=2412 2437
    ssid="oxnl"
    psk="sixteen characters"
    key_mgmt=WPA-PSK
}
END

# The radio of the station is in a network namespace of its own.
station='ip netns exec station'
control="wpa_cli -p $TMP/station -i wlan2"

is_connected_to() {
    $station iw dev wlan2 link | grep -q "Connected to $1" && $control status | grep -q wpa_state=COMPLETED
}

section radios
run iw dev
run iw list
run iw phy phy0 info
run iw phy phy9 info
run iw dev wlan9 info
run iw reg get
run iw reg set DE
run iw reg get
run iw dev wlan2 set type monitor
run iw dev wlan2 info
run iw dev wlan2 set type managed
run iw dev wlan0 interface add more0 type __ap
run iw dev more0 info
run iw dev more0 del
run iw phy phy0 interface add mesh0 type mp mesh_id oxnl
run ip -d link show mesh0
run iw dev mesh0 get mesh_param
run iw dev mesh0 del
run iw dev wlan2 get power_save
run iw dev wlan2 set power_save on
run iw dev wlan2 get power_save
run iw dev wlan2 set txpower fixed 1000
run iw phy phy2 set frag 512
run iw phy phy2 set rts 500
run iw phy phy2 info
run iw dev wlan2 scan freq 2412
run iw dev wlan2 link

section two access points
quietly ip netns add station
run iw phy phy2 set netns name station
run $station iw dev
access_point first wlan0 1
access_point second wlan1 6
quietly ip address add 192.0.2.1/24 dev wlan0
quietly ip address add 198.51.100.1/24 dev wlan1
run hostapd_cli -p "$TMP/hostapd" -i wlan0 get_config
run iw dev wlan0 info
run iw dev wlan1 info
quietly $station ip link set lo up
quietly $station ip link set wlan2 up
run_sorted $station iw dev wlan2 scan freq 2412 2437 ssid oxnl
run_sorted $station iw dev wlan2 scan dump
run $station iw dev wlan2 scan freq 2437 ssid another

section joins the first
$station iw event >events.out 2>&1 &
$station wpa_supplicant -D nl80211 -i wlan2 -c station.conf >station.out 2>&1 &
poll test -e station/wlan2
quietly $control set_network 0 bssid 02:00:00:00:00:00
quietly $control enable_network 0
poll is_connected_to 02:00:00:00:00:00
run $station iw dev wlan2 link
run $station iw dev wlan2 station dump
run iw dev wlan0 station dump
run iw dev wlan0 station get 02:00:00:00:02:00
run iw dev wlan0 station get 02:00:00:00:02:01
run iw dev wlan1 station dump
$station iw dev wlan2 survey dump | grep -A 2 -e 2412 -e 2437
quietly $station ip address add 192.0.2.3/24 dev wlan2
quietly $station ip address add 198.51.100.3/24 dev wlan2
poll $station ping -c 1 -W 1 192.0.2.1

section roams to the second
quietly $control set_network 0 bssid any
quietly $control scan
run $control roam 02:00:00:00:01:00
poll is_connected_to 02:00:00:00:01:00
poll $station ping -c 1 -W 1 198.51.100.1
run $station iw dev wlan2 link
run iw dev wlan0 station dump
run iw dev wlan1 station dump

section leaves
quietly $control disconnect
run $station iw dev wlan2 link
quietly $control terminate
poll grep -q 'CTRL-EVENT-TERMINATING' station.out
for ap in wlan0 wlan1; do quietly hostapd_cli -p "$TMP/hostapd" -i $ap terminate; done
run iw dev wlan0 info
quietly modprobe -r mac80211_hwsim
run iw dev
section what the programs said
# How often the station scanned, when the other radios' events came and how many frames of the exchange of
# keys were sent again is chance.
grep -v 'ctrl. port TX status' events.out | sort -u
sort -u first.out
sort -u second.out
grep -o 'CTRL-EVENT-[A-Z-]*' station.out | sort -u
