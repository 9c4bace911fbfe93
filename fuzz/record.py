#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Records the seed corpus: what a Linux kernel says on netlink sockets.

    fuzz/record.py          # as root, or where user namespaces are allowed
    fuzz/record.py --derive # only what is made of the other seeds
    fuzz/record.py --rtnetlink  # only the objects of rtnetlink

Makes a network namespace with a few of everything, dumps it, provokes errors and events, and writes
the answers to corpus/<target>/, in the form that each target reads (src/input.rs). The kernel's
answers vary from run to run in times and identifiers, so a new recording differs from the last.

Needs: ip and tc (iproute2), nft (nftables), conntrack (conntrack).
"""

import contextlib
import os
import shlex
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"

NETLINK_ROUTE, NETLINK_NETFILTER, NETLINK_KOBJECT_UEVENT, NETLINK_GENERIC = 0, 12, 15, 16
NLMSG_ERROR, NLMSG_DONE, NLMSG_MIN_TYPE = 2, 3, 16
REQUEST, ACK, DUMP = 1, 4, 0x300
NLA_F_NESTED = 0x8000
NETLINK_EXT_ACK = 11

# Bytes to keep of a datagram: a few whole messages. Small seeds make fast fuzzing.
KEEP = 1300

SETUP = """
ip link set lo up
ip link add v0 address 02:00:00:00:00:01 mtu 1400 type veth peer name v1 address 02:00:00:00:00:02
ip link add br0 address 02:00:00:00:00:03 type bridge
ip link property add dev v0 altname an-alternative-name
ip link set v0 alias "an alias" group 7
ip link set v1 master br0
ip link set v0 up
ip link set v1 up
ip link set br0 up
ip addr add 10.0.0.1/24 brd + dev v0 label v0:one
ip addr add 2001:db8::1/64 dev v0 nodad
ip route add 192.0.2.0/24 via 10.0.0.2 dev v0 mtu 1300 rtt 20ms
ip route add 198.51.100.0/24 nexthop via 10.0.0.2 weight 2 nexthop via 10.0.0.3
ip -6 route add 2001:db8:1::/48 via 2001:db8::2 dev v0 metric 5
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:09 dev v0 nud permanent
ip -6 neigh add 2001:db8::2 lladdr 02:00:00:00:00:09 dev v0 nud permanent
ip rule add from 10.0.0.0/24 to 192.0.2.0/24 iif v0 fwmark 1/3 lookup 100
tc qdisc add dev v0 root handle 1: htb default 1
tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit
tc filter add dev v0 parent 1: protocol ip u32 match ip dst 192.0.2.1 flowid 1:1
conntrack -I -p tcp -s 10.0.0.1 -d 192.0.2.1 --sport 1000 --dport 80 --state ESTABLISHED -t 600 -m 5
conntrack -I -p udp -s 2001:db8::1 -d 2001:db8::2 --sport 1000 --dport 53 -t 600
"""

# Of every object of rtnetlink some: what of this the kernel lacks is left out.
RTNETLINK = """
ip link add vx0 type vxlan id 7 local 10.0.0.1 group 239.1.1.1 dev v0 dstport 4789 ttl 3
ip link add mv0 link v0 type macvlan mode bridge
ip link add ifb0 type ifb
ip link add vl0 link v0 type vlan id 5 egress-qos-map 1:2
ip link add bo0 type bond mode 1
ip link add vr0 type vrf table 9
ip link add br1 type bridge vlan_filtering 1 mcast_snooping 1
ip link add w0 type veth peer name w1
ip link set w0 master br1
ip link set w0 up
ip link set w1 up
ip link set br1 up
bridge vlan add dev w0 vid 10-20
bridge fdb add 02:00:00:00:00:0c dev w0 master vlan 10
bridge mdb add dev br1 port w0 grp 239.2.2.2 permanent
bridge mdb add dev br1 port w0 grp ff12::1 permanent vid 10
ip nexthop add id 1 via 10.0.0.2 dev v0
ip nexthop add id 2 via 10.0.0.3 dev v0
ip nexthop add id 3 group 1,2/2
ip nexthop add id 4 group 1/2 type resilient buckets 8
ip nexthop add id 5 blackhole
ip route add 10.77.0.0/16 nhid 3
ip route add 10.78.0.0/16 encap ip id 5 dst 10.0.0.9 ttl 4 dev v0
ip route add blackhole 10.79.0.0/16
ip -6 route add 2001:db8:7::/48 nexthop via 2001:db8::2 nexthop via 2001:db8::3
ip rule add uidrange 0-5 sport 7-9 ipproto tcp lookup 11
ip -6 rule add from 2001:db8::/32 prohibit
tc qdisc add dev v1 root handle 2: tbf rate 1mbit burst 2k latency 50ms
tc qdisc add dev ifb0 root handle 3: fq_codel limit 100
tc qdisc add dev w0 ingress
tc qdisc add dev w1 root handle 4: pfifo limit 7
tc filter add dev w0 parent ffff: protocol all matchall action mirred egress redirect dev ifb0
tc filter add dev w0 parent ffff: protocol ip u32 match ip src 10.0.0.0/8 action gact drop
tc actions add action gact pass index 3
tc actions add action mirred egress mirror dev v0 index 4
"""

NFT = """
table inet t {
    comment "a table"
    counter c { packets 3 bytes 400 }
    set s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.0.2.7 comment "seven" } }
    map m { type inet_service : verdict; elements = { 22 : accept, 80 : drop } }
    chain in {
        type filter hook input priority 0; policy accept;
        ip saddr @s counter log prefix "from s: " drop
        tcp dport vmap @m
        ct state established,related limit rate 10/second accept comment "a rule"
    }
}
"""


def align(size):
    return (size + 3) & ~3


def attribute(kind, payload):
    return struct.pack("=HH", 4 + len(payload), kind) + payload.ljust(align(len(payload)), b"\0")


def message(kind, flags, payload, seq=1):
    return struct.pack("=IHHII", 16 + len(payload), kind, flags, seq, 0) + payload


def messages(datagram):
    """The whole messages of a datagram."""
    while len(datagram) >= 16:
        size = struct.unpack_from("=I", datagram)[0]
        if not 16 <= size <= len(datagram):
            return
        yield datagram[:size]
        datagram = datagram[align(size) :]


def attributes(stream):
    """Types and payloads of the attributes in a stream."""
    while len(stream) >= 4:
        size, kind = struct.unpack_from("=HH", stream)
        if not 4 <= size <= len(stream):
            return
        yield kind, stream[4:size]
        stream = stream[align(size) :]


def connection(protocol):
    link = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
    link.settimeout(5)
    link.bind((0, 0))
    return link


def ask(protocol, request, ext_ack=False):
    """All datagrams of the answer to a request."""
    answers = []
    with connection(protocol) as link:
        if ext_ack:
            link.setsockopt(270, NETLINK_EXT_ACK, 1)
        link.send(request)
        while True:
            answers.append(link.recv(65536))
            last = list(messages(answers[-1]))[-1]
            flags = struct.unpack_from("=H", last, 6)[0]
            kind = struct.unpack_from("=H", last, 4)[0]
            if kind in (NLMSG_ERROR, NLMSG_DONE) or not flags & 2:
                return answers


def dump(protocol, kind, payload):
    return ask(protocol, message(kind, REQUEST | DUMP, payload))


def generic(command, *attrs):
    return struct.pack("=BBH", command, 2, 0) + b"".join(attrs)


def netfilter(subsystem, kind):
    return subsystem << 8 | kind


def traffic():
    """Name, size of the protocol's header, datagram."""
    route = (
        ("link", 18, 16, "=BxHiII", (0, 0, 0, 0, 0)),
        ("addr", 22, 8, "=BBBBI", (0, 0, 0, 0, 0)),
        ("route", 26, 12, "=BBBBBBBBI", (0,) * 9),
        ("neigh", 30, 12, "=BxxxiHBB", (0, 0, 0, 0, 0)),
        ("rule", 34, 12, "=BBBBBBBBI", (0,) * 9),
        ("qdisc", 38, 20, "=BxxxiIII", (0,) * 5),
    )
    for name, kind, header, form, fields in route:
        yield from several(name, header, dump(NETLINK_ROUTE, kind, struct.pack(form, *fields)))
    v0 = socket.if_nametoindex("v0")
    for name, kind in ("class", 42), ("filter", 46):
        payload = struct.pack("=BxxxiIII", 0, v0, 0, 0x10000, 0)
        yield from several(name, 20, dump(NETLINK_ROUTE, kind, payload))

    yield from several("genl-families", 4, dump(NETLINK_GENERIC, 16, generic(3)))
    name = attribute(2, b"ethtool\0")
    yield from several("genl-family", 4, ask(NETLINK_GENERIC, message(16, REQUEST, generic(3, name))))
    yield from several("genl-policy", 4, dump(NETLINK_GENERIC, 16, generic(10, name)))

    any_family = struct.pack("=BBH", 0, 0, 0)
    inet = struct.pack("=BBH", 1, 0, 0)
    for name, kind in ("table", 1), ("chain", 4), ("rule", 7), ("obj", 19):
        yield from several("nft-" + name, 4, dump(NETLINK_NETFILTER, netfilter(10, kind), any_family))
    of_table = inet + attribute(1, b"t\0")
    yield from several("nft-set", 4, dump(NETLINK_NETFILTER, netfilter(10, 10), of_table))
    for name in b"s\0", b"m\0":
        elements = inet + attribute(1, b"t\0") + attribute(2, name)
        answers = dump(NETLINK_NETFILTER, netfilter(10, 13), elements)
        yield from several("nft-elements-" + name[:1].decode(), 4, answers)
    yield from several("conntrack", 4, dump(NETLINK_NETFILTER, netfilter(1, 1), any_family))

    # Errors: without text, with one, with the offending attribute, an acknowledgement.
    ifinfo = struct.pack("=BxHiII", 0, 0, 9999, 0, 0)
    yield "error", 16, ask(NETLINK_ROUTE, message(18, REQUEST, ifinfo))[0]
    ifinfo = struct.pack("=BxHiII", 0, 0, v0, 0, 0)
    bad_mtu = message(16, REQUEST | ACK, ifinfo + attribute(4, struct.pack("=I", 1 << 30)))
    yield "error-extack", 16, ask(NETLINK_ROUTE, bad_mtu, ext_ack=True)[0]
    rtmsg = struct.pack("=BBBBBBBBI", socket.AF_INET, 24, 0, 0, 254, 4, 0, 1, 0)
    bad_prefix = rtmsg + attribute(1, bytes([1, 2, 3, 4])) + attribute(4, struct.pack("=i", v0))
    bad_prefix = message(24, REQUEST | ACK | 0x400, bad_prefix)
    yield "error-extack-text", 12, ask(NETLINK_ROUTE, bad_prefix, ext_ack=True)[0]
    bad_attribute = message(16, REQUEST, generic(3, attribute(2, b"none" * 9)))
    yield "error-extack-policy", 4, ask(NETLINK_GENERIC, bad_attribute, ext_ack=True)[0]
    same = message(16, REQUEST | ACK, ifinfo)
    yield "ack", 16, ask(NETLINK_ROUTE, same)[0]
    # Requests look like answers, and are what debug output prints.
    yield "request", 12, bad_prefix

    # Events.
    with group(NETLINK_ROUTE, 1) as link, group(NETLINK_KOBJECT_UEVENT, 1) as uevent:
        run("ip link add x0 address 02:00:00:00:00:0a type veth peer name x1 address 02:00:00:00:00:0b")
        yield "event-newlink", 16, first(link.recv(65536))
        run("ip link del x0")
        yield "event-dellink", 16, first([link.recv(65536) for _ in range(3)][-1])
        # No netlink header: text, each line ending in NUL.
        yield "uevent", 0, uevent.recv(65536)


@contextlib.contextmanager
def group(protocol, groups):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol) as link:
        link.settimeout(5)
        link.bind((0, groups))
        yield link


def first(datagram):
    """As many whole messages as are to be kept."""
    kept = b""
    for one in messages(datagram):
        if kept and len(kept) + len(one) > KEEP:
            break
        kept += one.ljust(align(len(one)), b"\0")
    return kept


def several(name, header, datagrams):
    """What is kept of a dump: its beginning; of links, each alone, and the end."""
    if name != "link":
        yield name, header, first(datagrams[0])
        return
    for index, one in enumerate(one for datagram in datagrams for one in messages(datagram)):
        yield f"link-{index}", header, one


def knobs(header):
    """No parameters but the size of the protocol's header."""
    return struct.pack("=4xI8x", header)


def is_nest(payload):
    """Whether a payload looks like one: many families do not flag theirs."""
    inside = list(attributes(payload))
    used = sum(4 + align(len(content)) for _, content in inside)
    return len(payload) > 8 and used == len(payload) and all(0 < kind < 64 for kind, _ in inside)


def operations(header, one):
    """What nlmsg_build makes a message of the same shape from."""
    attrs = list(attributes(one[16 + align(header) :]))
    code = bytearray()

    def put(kind, payload, seed):
        flagged = struct.pack("=H", kind)
        check = (seed & 1) << 7
        size = bytes([len(payload)]) if len(payload) < 255 else b"\xff" + struct.pack("=H", len(payload))
        if kind & NLA_F_NESTED or is_nest(payload):
            code.extend(bytes([11 | check]) + flagged)
            for index, (inner, content) in enumerate(attributes(payload)):
                put(inner, content, index)
            code.append(13)
        elif len(payload) in (1, 2, 4, 8):
            code.extend(bytes([5 + (1, 2, 4, 8).index(len(payload)) | check]) + flagged + bytes([seed & 255]))
        elif payload.endswith(b"\0") and b"\0" not in payload[:-1]:
            code.extend(bytes([10 | check]) + flagged + bytes([len(payload) - 1, seed & 255]))
        else:
            code.extend(bytes([check]) + flagged + size + bytes([seed & 255]))

    for index, (kind, payload) in enumerate(attrs):
        put(kind, payload, index)
    return struct.pack("=HBB", len(one), 0, header) + bytes(code)


def write(target, name, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    assert len(data) < 8192, name
    (folder / name).write_bytes(data)


def record():
    for line in SETUP.strip().splitlines():
        run(line)
    subprocess.run(["nft", "-f", "-"], input=NFT, text=True, check=True)
    shutil.rmtree(CORPUS, ignore_errors=True)
    sizes = []
    for name, header, datagram in traffic():
        for target in "nlmsg_walk", "cb_run", "fprintf", "attr_parse":
            write(target, name, knobs(header) + datagram)
        whole = list(messages(datagram))
        sizes.extend(len(one) for one in whole)
        if whole and struct.unpack_from("=H", whole[0], 4)[0] >= NLMSG_MIN_TYPE:
            write("attr_step", name, knobs(0) + whole[0][16 + align(header) :])
            write("nlmsg_build", name, operations(header, whole[0]))
    batches(sizes)
    derived()
    subprocess.run([sys.executable, __file__, "--rtnetlink"], check=True)


def rtnetlink():
    """Every message of every dump of rtnetlink, and streams of routes."""
    for line in (SETUP.strip() + RTNETLINK).splitlines():
        subprocess.run(shlex.split(line), capture_output=True)
    for target in "rtnl_objects", "rtnl_routes":
        shutil.rmtree(CORPUS / target, ignore_errors=True)
    devices = [index for index, _ in socket.if_nameindex()]
    requests = [
        ("link", 18, struct.pack("=BxHiII", 0, 0, 0, 0, 0)),
        ("port", 18, struct.pack("=BxHiII", socket.AF_BRIDGE, 0, 0, 0, 0) + attribute(29, struct.pack("=I", 2))),
        ("addr", 22, bytes(8)),
        ("route", 26, bytes(12)),
        ("neigh", 30, bytes(12)),
        ("fdb", 30, bytes([socket.AF_BRIDGE]) + bytes(11)),
        ("rule", 34, bytes(12)),
        ("qdisc", 38, bytes(20)),
        ("neightbl", 66, bytes(4)),
        ("netconf", 82, bytes(4)),
        ("mdb", 86, bytes([socket.AF_BRIDGE]) + bytes(7)),
        ("nh", 106, bytes(8)),
    ]
    for device in devices:
        for name, kind, parent in ("class", 42, 0), ("filter", 46, 0x10000), ("filter", 46, 0xFFFF0000):
            requests.append((name, kind, struct.pack("=BxxxiIII", 0, device, 0, parent, 0)))
    for action in b"gact\0", b"mirred\0":
        requests.append(("action", 50, bytes(4) + attribute(1, attribute(1, attribute(1, action)))))
    written = {}
    for name, kind, payload in requests:
        for datagram in dump(NETLINK_ROUTE, kind, payload):
            for one in messages(datagram):
                if struct.unpack_from("=H", one, 4)[0] < NLMSG_MIN_TYPE:
                    continue
                # Loopback and such are all alike.
                number = written[name] = written.get(name, -1) + 1
                if number < 24:
                    write("rtnl_objects", f"{name}-{number}", bytes(16) + one)
                if name == "route" and number % 6 == 0:
                    write("rtnl_routes", f"routes-{number}", bytes(16) + first(datagram))
    lookups()


def lookups():
    """Answers of NETLINK_FIB_LOOKUP: a route, none, and no such table."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 10) as sock:
        for number, (address, table) in enumerate([("127.0.0.1", 255), ("10.6.0.1", 0), ("10.6.0.1", 99)]):
            body = socket.inet_aton(address) + struct.pack("=IBBB5xi", 0, 0, 0, table, 0)
            sock.send(struct.pack("=IHHII", 16 + len(body), 0, 1, number, 0) + body)
            write("rtnl_objects", f"lookup-{number}", bytes([0, 255]) + bytes(14) + sock.recv(4096))


TEXTS = """
10.0.0.1/24|10.1|default|none|::1/64|fd00::1|::ffff:10.0.0.1|02:00:00:00:00:01|100/200/300|100|1.2.3.4.5
00:11:22:33:44:55:66:77:88/20|1.3|fe80::1%lo|0x10/4|10kbit|3mb|0.5|50%|1d 2h 3m 4s 5msec|loop|arp|0x800
"""


EXPRESSIONS = """
ip.ttl < 5 && not cmp(u16 at tcp+2 & 0xff00 = 22) or (tcp.dport gt 0x50 and ip.id lt 017)
pattern(ip+12 = 10.0.0.0/8) || !(pattern(ip6+8 = fe80::1) and pattern(eth+0 = 02:00:00:00:00:01))
pattern(16 at tcp+4 = "some bytes") and text(kmp "a longer text than thirty-two bytes" from ip+4 to tcp+8)
meta(mark >> 8 & 0xff = 5) and meta(devname = "eth0") and meta(5 > sk_bound_if shift 3)
meta(random mask 1 = vlan) or ((((ip.ttl = 1))))
ip.ttl = 4294967296 | "open
not ! ip + 1
"""

PLACES = """
# names
ip.ttl u8 net+8
ip.id U16 4
tcp.dport u16 tcp+0x2 0xffff 3
other 16 eth + 017
"""


def derived():
    """Seeds for libnl's targets, made of what was recorded for libmnl's."""
    def all_of(target):
        return sorted((CORPUS / target).iterdir())

    # The parameters: every callback; whose protocol's names to print.
    protocols = {"genl": 1, "nft": 2, "conn": 2}
    done = struct.pack("=IHHIIi", 20, NLMSG_DONE, 2, 1, 0, 0)
    for seed in all_of("cb_run"):
        datagram = seed.read_bytes()[16:]
        protocol = protocols.get(seed.name[:4].rstrip("-"), 0)
        write("nl_dump", seed.name, bytes([0, protocol]).ljust(16, b"\0") + datagram)
        script = bytes([0, 0xFF, 0x06, 2, 0, 1, 5, 3]).ljust(16, b"\0")
        parts = b"".join(struct.pack("=H", len(part)) + part for part in (datagram, done))
        write("nl_receive", seed.name, script + parts)
        if seed.name.startswith("genl-famil"):
            for index, one in enumerate(messages(datagram)):
                write("genl_family", f"{seed.name}-{index}", bytes(16) + one[20:])
    for seed in all_of("attr_step"):
        policy = bytes([0, 40, 7, 0, 90]).ljust(16, b"\0")
        write("nl_attrs", seed.name, policy + seed.read_bytes()[16:])
    for index, text in enumerate(TEXTS.replace("\n", "|").strip("|").split("|")):
        write("nl_text", f"text-{index}", bytes([index & 7]) + text.encode())
    for index, text in enumerate(EXPRESSIONS.strip().splitlines()):
        write("rtnl_ematch_expr", f"expression-{index}", f"{text}\n%{PLACES}".encode())
    # One of each operation.
    for size in 3, 40, 255:
        number = bytes([size]) if size < 255 else b"\xff" + struct.pack("=H", 700)
        code = b"".join(bytes([op | op << 4]) + number for op in range(16))
        write("nl_build", f"each-{size}", struct.pack("=H", 2000) + code * 2)
    code = bytes(value for key in range(40) for value in (key & 3 | key << 4 & 0xF0, key))
    write("nl_cache", "adds-and-removes", code + bytes(v for k in range(40) for v in (3 + k % 4, k)))


def batches(sizes):
    """Messages of the sizes seen, into batches of several limits."""
    for limit in 64, 500, 4000:
        longest = 255
        code = struct.pack("=HB", limit, longest)
        for index, size in enumerate(sizes[:60]):
            size = min(size - 16, 8 * longest)
            code += bytes([index & 0x7F])
            code += bytes([size]) if size < 255 else b"\xff" + struct.pack("=H", size)
            if index % 7 == 6:
                code += b"\x80"
        write("batch", f"limit-{limit}", code)


def run(command):
    subprocess.run(shlex.split(command), check=True, capture_output=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--in-namespace"]:
        record()
    elif sys.argv[1:] == ["--rtnetlink-in-namespace"]:
        rtnetlink()
    elif sys.argv[1:] == ["--derive"]:
        derived()
    else:
        unshare = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
        how = "--rtnetlink-in-namespace" if sys.argv[1:] == ["--rtnetlink"] else "--in-namespace"
        os.execvp("unshare", [*unshare, sys.executable, __file__, how])
