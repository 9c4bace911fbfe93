# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What every scenario beside this file shares. A scenario is a POSIX shell
# script which drives unmodified programs inside a fresh network namespace and
# prints what they say. It asserts nothing: the runner runs it once per library
# and compares the two outputs, so all that counts is that the output is rich
# and the same in every run. The rules are in README.md.

set -u
LC_ALL=C TZ=UTC
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export LC_ALL TZ PATH
unset LANGUAGE COLUMNS NO_COLOR
ulimit -c 0

# Scenarios flush rule sets and rename links. A new network namespace, and nothing
# else, has no address of the loopback yet.
if grep -q 127.0.0.1 /proc/net/fib_trie; then
    echo "$0: run me in a new network namespace: unshare -n sh $0" >&2
    exit 1
fi

# By hand, without a runner, TMP may be unset.
if [ -z "${TMP:-}" ]; then
    TMP=$(mktemp -d)
    trap 'rm -rf "$TMP"' EXIT
fi
cd "$TMP" || exit 1

# No command of a scenario may take longer than this many seconds.
LIMIT=15

# section TEXT: a headline, so that a difference is easy to place.
section() {
    printf '\n## %s\n' "$*"
}

# run CMD...: print the command, what it writes and its exit status.
run() {
    printf '$ %s\n' "$*"
    timeout $LIMIT "$@" </dev/null 2>&1
    printf '=> %s\n' "$?"
}

# run_from FILE CMD...: the same, with FILE as standard input.
run_from() {
    file=$1
    shift
    printf '$ %s <%s\n' "$*" "$file"
    timeout $LIMIT "$@" <"$file" 2>&1
    printf '=> %s\n' "$?"
}

# run_sorted CMD...: the same as run, with the lines sorted. For what the
# kernel keeps in a hash table with a secret seed. SORT may hold a key, for lines
# which begin with something that varies.
SORT=
run_sorted() {
    printf '$ %s | sort\n' "$*"
    timeout $LIMIT "$@" </dev/null >sorted.out 2>&1
    status=$?
    # shellcheck disable=SC2086
    sort $SORT sorted.out
    printf '=> %s\n' "$status"
}

# run_into FILE CMD...: the same as run, with standard output kept in FILE.
run_into() {
    file=$1
    shift
    printf '$ %s >%s\n' "$*" "$file"
    timeout $LIMIT "$@" </dev/null 2>&1 >"$file"
    printf '=> %s\n' "$?"
}

# quietly CMD...: silent as long as it succeeds. For the scenery.
quietly() {
    timeout $LIMIT "$@" </dev/null >quiet.out 2>&1 && return
    printf '! %s => %s\n' "$*" "$?"
    cat quiet.out
}

# poll CMD...: wait until it succeeds, for at most some ten seconds. CMD may be
# a function.
poll() {
    tries=0
    until "$@" </dev/null >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ $tries -ge 200 ]; then
            printf '! gave up waiting for: %s\n' "$*"
            return 1
        fi
        sleep 0.05
    done
}

# is_up DEVICE: the kernel reports changes of the carrier some time later.
is_up() {
    ip link show "$1" | grep -q 'state UP'
}

# is_listening PROTOCOL: somebody has joined a multicast group of that netlink
# protocol number.
is_listening() {
    awk -v protocol="$1" \
        '$2 == protocol && $3 != 0 && $4 != "00000000" { found = 1 }
         END { exit !found }' /proc/net/netlink
}

# sleeps: the process that timeout has started waits for something.
sleeps() {
    child=$(cat "/proc/$listener/task/$listener/children") &&
        grep -q '^State:.S' "/proc/${child%% *}/status"
}

# listen PROTOCOL CMD...: start a program which waits for events; returns when
# it has joined its groups, and done what it does before it waits. Ends with hush.
listen() {
    protocol=$1
    shift
    last=
    printf '$ %s &\n' "$*"
    listener_name=$*
    timeout $LIMIT "$@" </dev/null >listener.out 2>&1 &
    listener=$!
    poll is_listening "$protocol"
    for time in once again; do
        sleep 0.05
        poll sleeps
    done
}

# heard PATTERN: wait until the listener has written a matching line. What it
# writes after the last such line is left out: it may or may not come in time.
heard() {
    last=$1
    poll grep -q -e "$1" listener.out
}

# hush [sort]: end the listener, then print what it wrote and its exit status.
hush() {
    kill -TERM "$listener"
    wait "$listener" 2>/dev/null
    status=$?
    printf '$ %s (ended)\n' "$listener_name"
    sed "${last:+\|$last|q}" listener.out | "${1:-cat}"
    printf '=> %s\n' "$status"
}

# start CMD...: a daemon, which writes to daemon.out.
start() {
    "$@" </dev/null >daemon.out 2>&1 &
    daemon=$!
}

# finish: end it, and print its exit status.
finish() {
    kill -TERM "$daemon"
    wait "$daemon" 2>/dev/null
    printf 'finished => %s\n' "$?"
}

# setup_links: loopback up, and a pair v0/v1 which is up and has no address.
# No device makes up an address, hence nothing is sent unless a scenario does.
setup_links() {
    quietly ip link set lo up
    quietly ip link add v0 address 02:00:00:00:00:01 \
        type veth peer name v1 address 02:00:00:00:00:02
    for device in v0 v1; do
        quietly ip link set "$device" addrgenmode none
        quietly ip link set "$device" up
    done
    poll is_up v0
    poll is_up v1
}

# setup_veth4: the pair with IPv4 only. IPv6 would send multicast reports at
# random times; scenarios which print counters use this one.
setup_veth4() {
    for scope in default all; do
        echo 1 >/proc/sys/net/ipv6/conf/$scope/disable_ipv6
    done
    setup_links
    quietly ip addr add 10.0.0.1/24 dev v0
    quietly ip addr add 10.0.1.1/24 dev v1
}

# is_local ADDRESS: the kernel finishes an IPv6 address some time after the command that adds it.
is_local() {
    ip -6 route show table local | grep -q "^local $1 "
}

# has_multicast DEVICE: so does the route that it makes when the carrier of a device comes up.
has_multicast() {
    ip -6 route show table local type multicast dev "$1" | grep -q ff00
}

# setup_veth: the pair with IPv4 and IPv6.
setup_veth() {
    setup_links
    quietly ip addr add 10.0.0.1/24 dev v0
    quietly ip addr add 10.0.1.1/24 dev v1
    quietly ip addr add fd00::1/64 dev v0 nodad
    quietly ip addr add fd00:1::1/64 dev v1 nodad
    poll is_local fd00::1
    poll is_local fd00:1::1
    poll has_multicast v0
    poll has_multicast v1
    # In the order in which the carriers came up, which varies.
    for device in v0 v1; do
        quietly ip -6 route del multicast ff00::/8 dev "$device" table local
    done
    for device in v0 v1; do
        quietly ip -6 route append multicast ff00::/8 dev "$device" table local proto kernel metric 256
    done
}

# setup_ends: a pair v0/v1 with IPv4 and IPv6, v1 in a network namespace of its own, b.
setup_ends() {
    quietly ip netns add b
    quietly ip link set lo up
    quietly ip -n b link set lo up
    quietly ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 netns b
    quietly ip link set v0 addrgenmode none
    quietly ip -n b link set v1 addrgenmode none
    quietly ip address add 192.0.2.1/24 dev v0
    quietly ip -n b address add 192.0.2.2/24 dev v1
    quietly ip address add fd00::1/64 dev v0 nodad
    quietly ip -n b address add fd00::2/64 dev v1 nodad
    quietly ip link set v0 up
    quietly ip -n b link set v1 up
    poll is_up v0
}
