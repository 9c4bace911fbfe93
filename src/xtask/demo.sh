# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What `make demo` shows. Runs in a fresh network namespace; LIB is the folder of our libraries.

# show COMMAND: prints it, then runs it on our libraries.
show() {
	printf '\n$ %s\n' "$*"
	LD_LIBRARY_PATH=$LIB "$@"
}

title() {
	printf '\n--- %s\n' "$*"
}

title 'Unmodified ip and nft of this system, on our libmnl.so.0'
ip link set lo up
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip link set v0 up
ip addr add 192.0.2.1/24 dev v0
show ip -brief link
show ip route show table all dev v0
# The text of this error comes out of libmnl.
show ip route add 192.0.2.7/24 dev v0 || true
nft -f - <<'EOF'
table inet demo {
	set ports {
		type inet_service
		elements = { 22, 80, 443 }
	}
	chain input {
		type filter hook input priority 0
		tcp dport @ports accept
	}
}
EOF
show nft list ruleset

title 'Unmodified iw, batctl and genl-ctrl-list, on our libnl-3.so.200 and libnl-genl-3.so.200'
# Without wireless or mesh hardware these fail, and say why.
show iw dev || true
show batctl meshif bat0 neighbors || true
show genl-ctrl-list

title 'Unmodified nl-link-list, nl-route-list and bmon, on our libnl-route-3.so.200'
show nl-link-list
show nl-route-list --family inet
show bmon -p v0 -o ascii:quitafter=1

title 'C programs of examples-c, compiled through pkg-config'
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
printf '\n$ cc -o route-dump examples-c/mnl/route-dump.c $(pkg-config --cflags --libs libmnl)\n'
# shellcheck disable=SC2046 # words
cc -o "$out/route-dump" examples-c/mnl/route-dump.c $(pkg-config --cflags --libs libmnl)
show "$out/route-dump" inet
printf '\n$ cc -o genl-families examples-c/genl/genl-families.c $(pkg-config --cflags --libs libnl-genl-3.0)\n'
# shellcheck disable=SC2046 # words
cc -o "$out/genl-families" examples-c/genl/genl-families.c $(pkg-config --cflags --libs libnl-genl-3.0)
show "$out/genl-families" ethtool monitor
printf '\n$ cc -o route-lookup examples-c/route/route-lookup.c $(pkg-config --cflags --libs libnl-route-3.0)\n'
# shellcheck disable=SC2046 # words
cc -o "$out/route-lookup" examples-c/route/route-lookup.c $(pkg-config --cflags --libs libnl-route-3.0)
show "$out/route-lookup" 192.0.2.0/24

title 'Python, through ctypes'
show python3 capi-tests/python/list_links.py

title 'Which file was loaded, as the dynamic linker says'
LD_LIBRARY_PATH=$LIB LD_DEBUG=libs LD_DEBUG_OUTPUT=$out/ip ip -brief link >/dev/null
LD_LIBRARY_PATH=$LIB LD_DEBUG=libs LD_DEBUG_OUTPUT=$out/nft nft list ruleset >/dev/null
LD_LIBRARY_PATH=$LIB LD_DEBUG=libs LD_DEBUG_OUTPUT=$out/iw iw dev >/dev/null 2>&1 || true
LD_LIBRARY_PATH=$LIB LD_DEBUG=libs LD_DEBUG_OUTPUT=$out/bmon bmon -p v0 -o ascii:quitafter=1 >/dev/null
for program in ip nft iw bmon; do
	sed -n "s!.*calling init: \(.*/lib\(mnl\|nl-\)\)!$program loaded \1!p" "$out/$program".*
done
