# SPDX-License-Identifier: LGPL-2.1-or-later
# Prologue of the example scripts, which each begin with
#
#   . "$(dirname "$0")/lib.sh"
#
# The runner gives EX (the compiled examples), TMP (a scratch directory, which is
# the current one) and LD_LIBRARY_PATH (the library under test), in a network
# namespace where nothing is configured. Only the examples get to see the library
# under test: ip and its like stand on libmnl too, and when they fail it should
# not be for that reason.

LIBRARY=${LD_LIBRARY_PATH-}
unset LD_LIBRARY_PATH
export LC_ALL=C

STARTED=
trap 'stop_all' EXIT
trap 'exit 1' INT TERM

# die MESSAGE...: the script has failed.
die() {
	echo "FAIL: $*" >&2
	exit 1
}

# quiet COMMAND...: says what COMMAND said to stderr, if it fails.
quiet() {
	"$@" 2>quiet.err || die "$*: $(cat quiet.err)"
}

# ex NAME ARGS...: runs an example.
ex() {
	ex_name=$1
	shift
	LD_LIBRARY_PATH=$LIBRARY timeout 60 "$EX/$ex_name" "$@"
}

# start NAME ARGS...: runs an example in the background. Sets $pid, and $log, the
# file that gets what it prints.
start() {
	log=$1.log
	ex_name=$1
	shift
	: >"$log"
	(
		LD_LIBRARY_PATH=$LIBRARY
		export LD_LIBRARY_PATH
		exec "$EX/$ex_name" "$@"
	) >>"$log" 2>&1 </dev/null &
	pid=$!
	STARTED="$STARTED $pid"
}

# Ends what start (or the script, through STARTED) left behind.
stop_all() {
	for stop_pid in $STARTED; do
		kill -KILL "$stop_pid" 2>/dev/null || :
		wait "$stop_pid" 2>/dev/null || :
	done
	STARTED=
}

# wait_until WHAT COMMAND...: until COMMAND succeeds; WHAT is for the message.
wait_until() {
	wait_what=$1
	wait_left=500
	shift
	until "$@"; do
		wait_left=$((wait_left - 1))
		[ "$wait_left" -gt 0 ] || die "waited in vain for $wait_what
$(tail -n 50 ./*.log 2>/dev/null || :)"
		sleep 0.02
	done
}

# wait_line FILE REGEX: until FILE has a line that is REGEX.
wait_line() {
	wait_until "the line '$2' in $1" grep -Eqx -- "$2" "$1"
}

has_ended() {
	[ ! -d "/proc/$1" ] || grep -q '^State:[[:space:]]*Z' "/proc/$1/status" \
		2>/dev/null
}

# wait_exit STATUS PID: until PID ends, which it must with STATUS.
wait_exit() {
	wait_until "the end of process $2" has_ended "$2"
	wait_status=0
	wait "$2" || wait_status=$?
	[ "$wait_status" -eq "$1" ] ||
		die "process $2 ended with $wait_status, not $1"
}

# expect_status STATUS COMMAND...: runs it; its output is then in the files out
# and err.
expect_status() {
	expect_want=$1
	expect_got=0
	shift
	"$@" >out 2>err </dev/null || expect_got=$?
	[ "$expect_got" -eq "$expect_want" ] || die "status $expect_got, not" \
		"$expect_want: $*
$(cat out err)"
}

# expect_line FILE REGEX: one line at least is REGEX, all of it.
expect_line() {
	grep -Eqx -- "$2" "$1" || die "$1 has no line '$2':
$(cat "$1")"
}

# expect_text FILE TEXT: all of FILE is TEXT (without the last newline).
expect_text() {
	[ "$(cat "$1")" = "$2" ] || die "$1 is not
$2
but
$(cat "$1")"
}

# expect_usage NAME TEXT ARGS...: with ARGS, NAME prints its usage and ends
# with 2.
expect_usage() {
	usage_name=$1
	usage_text=$2
	shift 2
	expect_status 2 ex "$usage_name" "$@"
	expect_text out ''
	expect_text err "usage: $usage_name${usage_text:+ $usage_text}"
}

# setup_veth: v0 and v1, the two ends of one cable, up.
setup_veth() {
	ip link add v0 index 10 address 02:00:00:00:00:01 type veth \
		peer name v1 index 11 address 02:00:00:00:00:02
	ip link set v0 up
	ip link set v1 up
	wait_until 'v0 to be up' veth_is_up v0
	wait_until 'v1 to be up' veth_is_up v1
}

veth_is_up() {
	ip link show dev "$1" | grep -q 'state UP'
}

# check_link_dump NAME: link-dump-*.c differ in how they parse, and in nothing
# that can be seen.
check_link_dump() {
	setup_veth
	ip link set v1 mtu 1400

	expect_status 0 ex "$1"
	expect_text err ''
	expect_line out '1: lo mtu 65536 flags LOOPBACK address 00:00:00:00:00:00'
	expect_line out '10: v0 mtu 1500 flags UP,RUNNING,BROADCAST,MULTICAST address 02:00:00:00:00:01 kind veth'
	expect_line out '11: v1 mtu 1400 flags UP,RUNNING,BROADCAST,MULTICAST address 02:00:00:00:00:02 kind veth'
	[ "$(wc -l <out)" -eq "$(ip -o link | wc -l)" ] || die 'links missing'

	expect_usage "$1" '' x
	check_link_dump_disturbed "$1"
}

# A full pipe stops the program in the middle of its dump; then a link comes, and
# the kernel marks the rest of the dump.
check_link_dump_disturbed() {
	i=100
	while [ "$i" -lt 400 ]; do
		echo "link add i$i type veth peer name j$i"
		i=$((i + 2))
	done >links
	ip -batch links

	mkfifo pipe
	exec 3<>pipe
	dd if=/dev/zero of=pipe bs=4096 oflag=nonblock 2>dd.err || :
	ex "$1" >pipe 2>err &
	pid=$!
	STARTED="$STARTED $pid"
	wait_until 'the dump to begin' a_dump_is_running
	ip link add disturber type veth peer name disturbed
	cat pipe >/dev/null 3>&- &
	STARTED="$STARTED $!"
	exec 3>&-
	wait_exit 1 "$pid"
	expect_text err "$1: the table changed meanwhile, try again"
}

# Of the sockets in this namespace, one of rtnetlink (0) has a dump under way.
a_dump_is_running() {
	awk '$2 == 0 && $7 == 1 { found = 1 } END { exit !found }' \
		/proc/net/netlink
}
