#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Statistics of processes: htop with its columns of delays, and what TASKSTATS answers and sends.
# needs: htop(htop) script(bsdutils) python3(python3-minimal) genl(iproute2)
# network: initial -- the family is there only
# mask: s/^(  [0-9.]+: [0-9]+: ).*/\1N/ -- process ids and statistics
. "$(dirname "$0")/../lib.sh"

generic="python3 $(dirname "$0")/generic.py"
echo 1 >/proc/sys/kernel/task_delayacct

section the family
run genl ctrl get name TASKSTATS
run $generic groups TASKSTATS no-such-group

section asked
for attr in 1:u32=self 2:u32=self 1:u32=1 1:u32=999999 2:u32=999999 3:str=0 3:str=0-999 3:str=nonsense 4:str=1 9:u32=1 1:u16=1; do
    run $generic ask TASKSTATS 1 1 nests=4,5 $attr
done
run $generic ask TASKSTATS 1 1 1:u32=1 2:u32=1
run $generic ask TASKSTATS 1 1
run $generic ask TASKSTATS 1 1 dump
run $generic ask TASKSTATS 1 7 1:u32=self nests=4
run $generic ask TASKSTATS 2 1 1:u32=self
run $generic ask CGROUPSTATS 1 1
mkdir -p cgroup
quietly mount -t tmpfs none cgroup
exec 7<cgroup
run $generic ask TASKSTATS 4 1 1:u32=7
run $generic ask TASKSTATS 4 1 1:u32=99
exec 7<&-

section processes that end

cat >fields.py <<'END'
"""What TASKSTATS says of this process and of children that have ended, field by field."""
import ctypes, os, select, struct, sys
sys.path.insert(0, sys.argv[1])
import generic
from generic import lib, genl

# Where <linux/taskstats.h> has them.
def fields(raw):
    version, exitcode, flag, nice = struct.unpack_from("=HxxIBB", raw, 0)
    comm = raw[80:112].split(b"\0")[0].decode()
    sched = raw[112]
    uid, gid, pid, ppid = struct.unpack_from("=IIII", raw, 120)
    return version, exitcode, flag & 1, nice, comm, sched, uid, gid, pid, ppid

def answers(sk):
    found = []
    @generic.callback
    def valid(msg, _):
        header = genl.genlmsg_hdr(lib.nlmsg_hdr(msg))
        left = ctypes.c_int(genl.genlmsg_attrlen(header, 0))
        attr = genl.genlmsg_attrdata(header, 0)
        while lib.nla_ok(attr, left):
            inner_left = ctypes.c_int(lib.nla_len(attr))
            inner = lib.nla_data(attr)
            while lib.nla_ok(inner, inner_left):
                if lib.nla_type(inner) == 3:
                    found.append((lib.nla_type(attr), fields(ctypes.string_at(lib.nla_data(inner), lib.nla_len(inner)))))
                inner = lib.nla_next(inner, ctypes.byref(inner_left))
            attr = lib.nla_next(attr, ctypes.byref(left))
        return generic.NL_OK
    found.append(valid)
    lib.nl_socket_modify_cb(sk, generic.NL_CB_VALID, generic.NL_CB_CUSTOM, valid, None)
    return found

sk = lib.nl_socket_alloc()
genl.genl_connect(sk)
family = genl.genl_ctrl_resolve(sk, b"TASKSTATS")
def send(kind, form, value):
    msg = lib.nlmsg_alloc()
    genl.genlmsg_put(msg, 0, 0, family, 0, 0, 1, 1)
    getattr(lib, f"nla_put_{form}")(msg, kind, value)
    lib.nl_send_auto(sk, msg)
    lib.nlmsg_free(msg)
found = answers(sk)
send(1, "u32", os.getpid())
print("received", lib.nl_recvmsgs_default(sk), "acknowledged", lib.nl_wait_for_ack(sk))
for _, (version, code, forked, nice, comm, sched, uid, gid, pid, ppid) in found[1:]:
    print(version, code, forked, nice, comm, sched, uid, gid, pid == os.getpid(), ppid == os.getppid())
del found[1:]
print("registers")
cpus = open("/sys/devices/system/cpu/possible").read().strip().encode()
send(3, "string", cpus)
print("acknowledged", lib.nl_wait_for_ack(sk))
lib.nl_socket_disable_seq_check(sk)
children = []
for number in range(5):
    pid = os.fork()
    if pid == 0:
        os.nice(number)
        os._exit(number * 3)
    os.waitpid(pid, 0)
    children.append(pid)
while len([1 for kind, f in found[1:] if f[8] in children]) < 5:
    if not select.select([lib.nl_socket_get_fd(sk)], [], [], 5)[0]:
        print("silence")
        break
    error = lib.nl_recvmsgs_default(sk)
    if error < 0:
        print(error)
        break
for kind, (version, code, forked, nice, comm, sched, uid, gid, pid, ppid) in found[1:]:
    if pid in children:
        print("child", children.index(pid), kind, version, code >> 8, forked, nice, comm, uid, gid, ppid == os.getpid())
send(4, "string", cpus)
print("deregistered", lib.nl_wait_for_ack(sk))
END
run python3 fields.py "$(dirname "$0")"

section htop
HOME=$TMP
export HOME
mkdir -p "$HOME/.config/htop"
cat >"$HOME/.config/htop/htoprc" <<'END'
fields=0 48 17 18 38 115 116 117 118 1
hide_kernel_threads=1
delay=5
END
TERM=xterm LINES=24 COLUMNS=120
export TERM LINES COLUMNS
timeout 14 script -qec 'stty rows 24 cols 120; timeout --foreground -s INT 6 htop -C -d 10' /dev/null </dev/null >htop.out 2>&1
echo "htop => $?"
grep -a -o -e 'CPUD%' -e 'IOD%' -e 'SWPD%' -e 'SWAPD%' -e 'Load average' htop.out | sort -u
