#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# keepalived: VRRP on a veth pair; its IPVS part uses generic netlink.
# needs: keepalived(keepalived) ip(iproute2)
# mask: s/^[A-Z][a-z]{2} [A-Z][a-z]{2} +[0-9]+ [0-9:]+ [0-9]{4}: //; s/pid=?[ (]*[0-9]+/pid N/g; s/\([0-9]+\)/(N)/g -- times and process numbers
# root: it writes to /proc/sys and keeps its state in /run
. "$(dirname "$0")/../lib.sh"

setup_veth4
cat >ka.conf <<'EOF'
global_defs { router_id test enable_script_security script_user root }
vrrp_instance V { state MASTER interface v0 virtual_router_id 51 priority 100 advert_int 1
  virtual_ipaddress { 10.0.0.50/24 dev v0 } }
virtual_server 10.0.0.50 80 { delay_loop 5 lb_algo rr lb_kind NAT protocol TCP
  real_server 10.0.1.2 80 { weight 1 } }
EOF
keepalived -n -l -f ka.conf --config-test </dev/null >test.out 2>&1
echo "=> $?"
sort test.out
timeout -s TERM 12 keepalived -n -l -D -f ka.conf -p $PWD/p -r $PWD/r -c $PWD/c </dev/null >ka.out 2>&1 &
daemon=$!
has_address() {
    ip -4 addr show dev v0 | grep -q 10.0.0.50
}
poll has_address && echo 'the virtual address is there'
run ip -4 -br addr show dev v0
kill -TERM "$daemon"
wait "$daemon" 2>/dev/null
run ip -4 -br addr show dev v0
grep -i -e ipvs -e netlink ka.out | sed "s,^.*20[0-9][0-9]: ,," | sort -u
run keepalived --version
