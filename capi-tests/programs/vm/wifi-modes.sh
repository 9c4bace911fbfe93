#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What iw does besides joining an access point: a mesh of two radios, an ad-hoc network, a monitor, wake-up, quality, rates,
# measurements; and hostapd without a password and with WPA3.
# needs: iw(iw) hostapd(hostapd) wpa_supplicant(wpasupplicant) ip(iproute2) modprobe(kmod) ping(iputils-ping)
# network: initial -- new radios are there
# seconds: 120
# mask: s/(inactive time|connected time|associated at.*|current time|tx duration|rx duration|airtime|signal|signal avg|last seen|TSF|mesh airtime link metric|channel (active|busy|transmit|receive) time):.*/\1: .../ -- time and the rate that the driver has come to
# mask: s/((rx|tx) (bytes|packets|retries|failed|drop misc)|beacon (loss|rx)|RX|TX):?[[:space:]]*[0-9].*/\1: N/ -- how many frames and beacons there were till then
# mask: s/^([0-9a-f:]{17} [0-9a-f:]{17} wlan[0-9]).*/\1 .../; s/(accounting session) [0-9A-F]+/\1 N/; s/(mesh [lp]lid|cookie|\.seq|\.port)([[:space:]:=]+)[-0-9a-f]+/\1\2N/ -- sequence numbers and times of paths, random numbers
# mask: s/short slot time:(yes|no)/short slot time:?/ -- whether the station has seen a beacon since the access point got its first station
# mask: /(rx|tx) bitrate:|expected throughput:|Toffset:|(beacon|(avg|last) ack) signal( avg)?:/d; s/DFS state: usable \(for [0-9]+ sec\)/DFS state: usable/ -- time, and what is there only after some frames
. "$(dirname "$0")/../lib.sh"

quietly modprobe mac80211_hwsim radios=4
quietly ip netns add other
in_other='ip netns exec other'
quietly iw phy phy1 set netns name other

section a mesh
quietly iw dev wlan0 set type mp
quietly $in_other iw dev wlan1 set type mp
run iw dev wlan0 mesh join oxnl freq 2437 HT20 beacon-interval 100 dtim-period 2 mesh_ttl=9
quietly ip link set wlan0 up
quietly $in_other ip link set wlan1 up
run iw dev wlan0 mesh join oxnl freq 2437 HT20 beacon-interval 100 dtim-period 2 mesh_ttl=9 mesh_auto_open_plinks=1
run $in_other iw dev wlan1 mesh join oxnl freq 2437 HT20
run iw dev wlan0 mesh join oxnl
run iw dev wlan0 mesh_param dump
run iw dev wlan0 get mesh_param mesh_ttl
run iw dev wlan0 get mesh_param no_such_parameter
run iw dev wlan0 set mesh_param mesh_hwmp_rootmode=2 mesh_ttl=12
run iw dev wlan0 set mesh_param mesh_ttl=nonsense
run iw dev wlan0 get mesh_param mesh_ttl
run iw dev wlan0 set mesh_param mesh_hwmp_rootmode=0
quietly ip address add 10.7.0.1/24 dev wlan0
quietly $in_other ip address add 10.7.0.2/24 dev wlan1
is_peer() {
    iw dev wlan0 station dump | grep -q ESTAB && $in_other iw dev wlan1 station dump | grep -q ESTAB
}
poll is_peer
poll ping -c 1 -W 1 10.7.0.2
run iw dev wlan0 info
run iw dev wlan0 station dump
run iw dev wlan0 station get 02:00:00:00:01:00
run_sorted iw dev wlan0 mpath dump
run iw dev wlan0 mpath get 02:00:00:00:01:00
run iw dev wlan0 mpath get 02:00:00:00:07:00
run iw dev wlan0 mpath new 02:00:00:00:08:00 next_hop 02:00:00:00:01:00
run iw dev wlan0 mpath new 02:00:00:00:08:00 next_hop 02:00:00:00:99:00
run iw dev wlan0 mpath set 02:00:00:00:08:00 next_hop 02:00:00:00:01:00
run_sorted iw dev wlan0 mpath dump
run iw dev wlan0 mpath probe 02:00:00:00:01:00 frame 01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10
run iw dev wlan0 mpath del 02:00:00:00:08:00
run iw dev wlan0 mpath del 02:00:00:00:09:00
run iw dev wlan0 mpp dump
run iw dev wlan0 mpp get 02:00:00:00:01:00
run iw dev wlan0 station set 02:00:00:00:01:00 plink_action block
run iw dev wlan0 station set 02:00:00:00:01:00 mesh_power_mode light
run iw dev wlan0 station del 02:00:00:00:01:00
run iw dev wlan0 mesh leave
run iw dev wlan0 mesh leave
run $in_other iw dev wlan1 mesh leave
quietly ip link set wlan0 down
quietly $in_other ip link set wlan1 down

section ad hoc
quietly iw dev wlan0 set type ibss
quietly $in_other iw dev wlan1 set type ibss
run iw dev wlan0 ibss join cell 2412
quietly ip link set wlan0 up
quietly $in_other ip link set wlan1 up
run iw dev wlan0 ibss join cell 2412 HT20 fixed-freq 02:11:22:33:44:55 beacon-interval 150 basic-rates 6,12 mcast-rate 12
run $in_other iw dev wlan1 ibss join cell 2412 HT20 fixed-freq 02:11:22:33:44:55 beacon-interval 150
run iw dev wlan0 ibss join cell 99999
run iw dev wlan0 ibss join cell 2412 key d:0:abcde
is_neighbor() {
    ping -c 1 -W 1 10.7.0.2 && iw dev wlan0 station dump | grep -q 02:00:00:00:01:00
}
poll is_neighbor
run iw dev wlan0 info
run iw dev wlan0 link
run iw dev wlan0 station dump
run iw dev wlan0 set bitrates legacy-2.4 6 12 24 ht-mcs-2.4 3 4 sgi-2.4
run iw dev wlan0 set bitrates legacy-2.4 7
run iw dev wlan0 set bitrates
run iw dev wlan0 set mcast_rate 6
run iw dev wlan0 set mcast_rate 7
run iw dev wlan0 ibss leave
run iw dev wlan0 ibss leave
run $in_other iw dev wlan1 ibss leave

section settings
quietly ip link set wlan0 down
quietly iw dev wlan0 set type managed
quietly ip link set wlan0 up
run iw commands
run iw features
run iw phy phy0 wowlan show
run iw phy phy0 wowlan enable any
run iw phy phy0 wowlan enable disconnect magic-packet gtk-rekey-failure net-detect interval 5000 freqs 2412 matches ssid oxnl
run iw phy phy0 wowlan enable patterns 10+11:22:-:44 0a:0b
run iw phy phy0 wowlan disable
run iw phy phy0 coalesce show
run iw phy phy0 coalesce disable
printf 'delay=100\ncondition=1\npatterns=18+43:34:00:12,00:11:22:-:44\n' >coalesce.conf
run iw phy phy0 coalesce enable coalesce.conf
run iw phy phy0 coalesce enable no-such-file
run iw dev wlan0 cqm rssi -70 4
run iw dev wlan0 cqm rssi off
run iw dev wlan0 offchannel 2437 50
run iw dev wlan0 vendor send 0x001374 0x01 0x02 0x03
run iw dev wlan0 vendor recv 0x001374 0x01 0x08 0x00 0x08 0x00 0x03 0x00 0x00 0x00
run iw dev wlan0 vendor send 0x001374 0x77
run iw phy phy0 hwsim getps
run iw phy phy0 hwsim setps 2
run iw phy phy0 hwsim getps
run iw phy phy0 hwsim stopqueues
run iw phy phy0 hwsim wakequeues
run iw phy phy0 reg get
run iw phy phy0 channels
run iw phy phy0 get txq
run iw phy phy0 set txq limit 500 memory_limit 100000 quantum 300
run iw phy phy0 get txq
run iw phy phy0 set retry short 5 long 3
run iw phy phy0 set coverage 2
run iw phy phy0 set distance 300
run iw phy phy0 set distance auto
run iw phy phy0 set antenna 1 1
run iw phy phy0 set antenna all
run iw phy phy0 set txpower limit 1500
run iw phy phy0 set txpower auto
run iw phy phy0 set name radio0
run iw phy radio0 info
run iw phy radio0 set name phy0
run iw dev wlan0 set noack_map 0x00ff
run iw dev wlan0 set 4addr on
run iw dev wlan0 set 4addr off
run iw dev wlan0 set tidconf tids 0x1 ampdu off
run iw dev wlan0 set channel 6
run iw dev wlan0 set freq 5180 80 5210
run iw dev wlan0 get power_save
run iw dev wlan0 ftm get_stats
run iw dev wlan0 ftm start_responder lci=01 civic=02
printf '02:00:00:00:01:00 bw=20 cf=2412 retries=3 ftms_per_burst=4 asap\n' >targets
run iw dev wlan0 measurement ftm_request targets timeout=3
run iw dev wlan0 measurement ftm_request no-such-file
run iw dev wlan0 scan trigger freq 2412 flush ssid oxnl
sleep 1
run iw dev wlan0 scan dump
run iw dev wlan0 scan abort
run iw dev wlan0 scan sched_start interval 5000 freqs 2412
run iw dev wlan0 scan sched_stop
run iw dev wlan0 connect nowhere 2412
run iw dev wlan0 disconnect
run iw dev wlan0 auth nowhere 02:00:00:00:09:00 open 2412
run iw phy phy0 interface add p2p0 type __p2pdev
run iw phy phy0 interface add client0 type __p2pcl
run iw dev client0 info
run iw dev
run iw wdev 0x2 p2p start
run iw wdev 0x2 p2p stop
run iw wdev 0x2 nan start pref 5
run iw wdev 0x77 p2p start
run iw dev client0 del
run iw wdev 0x2 del
run iw dev wlan0 interface add mon0 type monitor flags control otherbss
run iw dev mon0 set monitor fcsfail active
run iw dev mon0 info
run iw dev mon0 set channel 11 HT40-
run iw dev mon0 del
run iw --debug dev wlan0 info
run iw dev wlan0 nonsense
run iw nonsense

section an access point made by iw
quietly ip link set wlan0 down
quietly iw dev wlan0 set type __ap
quietly ip link set wlan0 up
head=80000000ffffffffffff020000000000020000000000000000000000000000006400010000046977617001
run iw dev wlan0 ap start iwap 2412 100 2 head ${head}08 tail 2a0100
run iw dev wlan0 ap start iwap 2412 100 2 head ${head}0882848b960c121824030101 tail 2a0100
run iw dev wlan0 ap start iwap 2412 100 2 head nonsense
run iw dev wlan0 info
run iw dev wlan0 switch channel 6
run iw dev wlan0 ap stop
run iw dev wlan0 ap stop

# secure NAME LINES: an access point on wlan0 with these settings, a station on wlan1 that joins, and leaves.
secure() {
    section "$1"
    quietly ip link set wlan0 down
    quietly iw dev wlan0 set type managed
    {
        printf 'interface=wlan0\ndriver=nl80211\nctrl_interface=%s/hostapd\nssid=%s\nhw_mode=g\nchannel=1\n' "$TMP" "$1"
        cat
    } >"$1.conf"
    hostapd "$1.conf" >"$1.out" 2>&1 &
    ap=$!
    poll grep -q AP-ENABLED "$1.out"
    printf 'ctrl_interface=%s/station\nsae_pwe=2\nnetwork={\n scan_freq=2412\n ssid="%s"\n%s\n}\n' "$TMP" "$1" "$2" >station.conf
    $in_other wpa_supplicant -D nl80211 -i wlan1 -c station.conf >station.out 2>&1 &
    station=$!
    is_connected() {
        wpa_cli -p "$TMP/station" -i wlan1 status | grep -q wpa_state=COMPLETED && iw dev wlan0 station dump | grep -q 'authorized:.*yes'
    }
    poll is_connected
    run $in_other iw dev wlan1 link
    run iw dev wlan0 station dump
    run hostapd_cli -p "$TMP/hostapd" -i wlan0 get_config
    wpa_cli -p "$TMP/station" -i wlan1 status | grep -e key_mgmt -e pairwise -e group -e ssid -e wpa_state -e pmf -e sae
    quietly wpa_cli -p "$TMP/station" -i wlan1 terminate
    is_gone() {
        ! kill -0 $station
    }
    poll is_gone
    kill $ap
    is_gone() {
        ! kill -0 $ap
    }
    poll is_gone
    grep -v -e CSA -e CHAN -e STA-POLL "$1.out" | sort -u
}

quietly $in_other ip link set wlan1 down
quietly $in_other iw dev wlan1 set type managed
secure open ' key_mgmt=NONE' <<END
ap_isolate=1
END
secure wpa3 ' key_mgmt=SAE
 sae_password="sixteen characters"
 ieee80211w=2' <<END
wpa=2
wpa_key_mgmt=SAE
rsn_pairwise=CCMP
ieee80211w=2
sae_password=sixteen characters
END
secure mixed ' key_mgmt=WPA-PSK WPA-PSK-SHA256
 psk="sixteen characters"
 ieee80211w=1' <<END
ieee80211n=1
wmm_enabled=1
wpa=2
wpa_key_mgmt=WPA-PSK-SHA256
rsn_pairwise=CCMP
ieee80211w=1
wpa_passphrase=sixteen characters
wpa_ptk_rekey=600
END
