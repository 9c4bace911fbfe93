#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every generic netlink family that Debian's kernel has, with operations and groups; taskstats and thermal among them.
# needs: genl-ctrl-list(libnl-utils) genl(iproute2) modprobe(kmod)
# network: initial -- some families are there only
# selected
. "$(dirname "$0")/../lib.sh"

quietly modprobe -a mac80211_hwsim mac802154_hwsim batman-adv ip_vs wireguard team macsec nbd drop_monitor \
    tipc l2tp_netlink gtp fou nfc ip_vs_rr target_core_user seg6_iptunnel ila psample openvswitch act_sample
section families
run_sorted genl-ctrl-list
run_sorted genl-ctrl-list -d
for family in nlctrl TASKSTATS thermal_event nl80211 nl802154 batadv IPVS wireguard team macsec nbd NET_DM TIPCv2 l2tp gtp fou \
    nfc TCM-USER SEG6 ila psample ovs_flow ovs_datapath devlink ethtool mptcp_pm VFS_DQUOT acpi_event no-such-family; do
    run genl-ctrl-list -d "$family"
    run genl ctrl get name "$family"
done
run genl ctrl list
