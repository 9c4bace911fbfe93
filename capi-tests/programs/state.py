# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the kernel holds in this network namespace, one line per thing, in an order that does not vary.

Independent of what is tested: raw netlink sockets only, no libmnl, no libnl, no iproute2. A line names
the object, then its attributes as `number=hex`, nested ones in braces. Left out is what is different in
two runs of the same command: the tables below say what and why.
"""

import os
import socket
import struct

NETLINK_ROUTE, NETLINK_XFRM, NETLINK_NETFILTER, NETLINK_GENERIC = 0, 6, 12, 16
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
NLMSG_ERROR, NLMSG_DONE = 2, 3
SOL_NETLINK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK = 270, 11, 12
AF_BRIDGE = 7


class Why(str):
    """Why an attribute is left out."""


COUNTER = Why("counts packets, bytes or events")
CLOCK = Why("a time, or counts down")
RANDOM = Why("random, an address in memory, or a number of which there is one sequence for all")
SUMMARY = Why("how many things there are, which are dumped themselves")


def shown_lifetime(value):
    """An address lives for ever or not; the rest is a clock."""
    forever = value[:8] == b"\xff" * 8
    return "forever" if forever else "limited"


# What to do with the attributes of a kind of object: leave out (a Why), descend (a dict; None in it
# stands for all other numbers), print in its own way (a function). All else is printed as hex.
BRIDGE = {n: CLOCK for n in range(14, 20)}
BRIDGE_PORT = {21: CLOCK, 22: CLOCK, 23: CLOCK}


def link_data(attributes):
    """The data of a link is laid out by its kind."""
    kinds = {b"bridge\0": BRIDGE}
    return {
        1: str_of,
        2: kinds.get(attributes.get(1), {}),
        3: COUNTER,
        4: str_of,
        5: BRIDGE_PORT if attributes.get(4) == b"bridge\0" else {},
    }


def str_of(value):
    """A string."""
    return repr(value.rstrip(b"\0").decode(errors="backslashreplace"))


def expression(attributes):
    """The data of an nft expression is laid out by its name."""
    by_name = {
        b"counter\0": {1: COUNTER, 2: COUNTER},
        b"quota\0": {4: COUNTER},
        b"last\0": {1: CLOCK, 2: CLOCK},
    }
    return {1: str_of, 2: by_name.get(attributes.get(1), {})}


def nft_object(attributes):
    """So is that of a stateful object, by its number."""
    kind = struct.unpack(">I", attributes.get(3, bytes(4)))[0]
    data = {1: {1: COUNTER, 2: COUNTER}, 2: {4: COUNTER}}
    return {1: str_of, 2: str_of, 4: data.get(kind, {}), 5: SUMMARY}


ACTIONS = {None: {1: str_of, 2: {1: CLOCK, 2: {}, None: {}}, 4: COUNTER}}
ELEMENT = {6: RANDOM, 5: CLOCK, 7: expression, 11: {None: expression}, 1: {}, 2: {}}
SPECS = {
    "link": {3: str_of, 7: COUNTER, 23: COUNTER, 35: COUNTER, 47: COUNTER, 48: COUNTER,
             18: link_data, 12: {}, 43: {n: RANDOM for n in (4, 5, 6, 7, 8)}, 26: {2: {}, 10: {3: COUNTER, 5: CLOCK, 6: COUNTER}}},
    "address": {3: str_of, 6: shown_lifetime},
    "route": {12: CLOCK, 8: {}, 9: {}},
    "neighbour": {3: CLOCK, 4: COUNTER},
    "qdisc": {1: str_of, 2: {}, 3: COUNTER, 4: COUNTER, 7: COUNTER},
    "class": {1: str_of, 2: {}, 3: COUNTER, 4: COUNTER, 7: COUNTER},
    "filter": {1: str_of, 2: {7: ACTIONS, 9: COUNTER}, 3: COUNTER, 7: COUNTER},
    "mdb": {1: {None: {None: {1: lambda value: value[:28].hex(), 2: {}}}}, 2: {None: {1: CLOCK, 3: CLOCK}}},
    "nft table": {1: str_of, 3: SUMMARY},
    "nft chain": {1: str_of, 3: str_of, 4: {3: {None: str_of}}, 6: SUMMARY, 8: COUNTER},
    "nft rule": {1: str_of, 2: str_of, 4: {None: expression}},
    "nft set": {1: str_of, 2: str_of, 9: {}, 17: expression, 19: RANDOM, 18: {None: expression}},
    "nft elements": {1: str_of, 2: str_of, 3: {None: ELEMENT}},
    "nft object": nft_object,
    "nft flowtable": {1: str_of, 2: str_of, 3: {3: {None: str_of}}, 4: SUMMARY},
    "connection": {1: {}, 2: {}, 4: {}, 7: CLOCK, 9: COUNTER, 10: COUNTER, 11: COUNTER, 12: RANDOM,
                   20: CLOCK},
    "expectation": {1: {}, 2: {}, 3: {}, 4: CLOCK, 5: RANDOM},
    "accounting object": {1: str_of, 2: COUNTER, 3: COUNTER, 4: SUMMARY, 7: COUNTER},
    "timeout policy": {1: str_of, 4: {}, 5: SUMMARY},
    "helper": {1: str_of, 2: {}, 4: {}},
    # Of its data: the seed of the hash, and the memory that this leads to.
    "ipset": {2: str_of, 3: str_of, 7: {17: RANDOM, 26: RANDOM, 6: CLOCK},
              8: {None: {6: CLOCK, 24: COUNTER, 25: COUNTER}}},
    "xfrm state": {9: CLOCK, 15: CLOCK, 23: COUNTER},
    "family": {2: str_of, 6: {}, 7: {}},
    "netconf": {},
    "features of": {1: {}},
}

# Files below /proc/sys/net.
SYSCTL_LEFT_OUT = {
    "netfilter/nf_conntrack_count": SUMMARY,
    "ipv4/tcp_fastopen_key": RANDOM,
    "core/netdev_rss_key": RANDOM,
    "core/bpf_jit_limit": RANDOM,
    "ipv4/tcp_mem": RANDOM,
    "ipv4/udp_mem": RANDOM,
    "ipv4/fib_sync_mem": RANDOM,
}


def split(data):
    """The attributes of a message."""
    at = 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from("HH", data, at)
        if length < 4:
            break
        yield kind & 0x3FFF, data[at + 4:at + length]
        at += (length + 3) & ~3


def shown(data, spec):
    """Attributes in readable form."""
    if callable(spec):
        spec = spec(dict(split(data)))
    words = []
    for kind, value in split(data):
        how = spec.get(kind, spec.get(None))
        if isinstance(how, Why):
            continue
        if how is expression or how is link_data or isinstance(how, dict):
            words.append(f"{kind}={{{shown(value, how)}}}")
        elif how is not None:
            words.append(f"{kind}={how(value)}")
        else:
            words.append(f"{kind}={value.hex()}")
    return " ".join(words)


class Netlink:
    """A socket of one netlink protocol."""

    def __init__(self, protocol):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
        self.socket.bind((0, 0))
        self.socket.settimeout(5)

    def dump(self, kind, payload, flags=NLM_F_DUMP):
        """The payloads of all answers; none if the kernel does not know the request."""
        header = struct.pack("IHHII", 16 + len(payload), kind, NLM_F_REQUEST | flags, 1, 0)
        self.socket.send(header + payload)
        found = []
        while True:
            data = self.socket.recv(1 << 18)
            at = 0
            while at + 16 <= len(data):
                length, kind, answer_flags, _, _ = struct.unpack_from("IHHII", data, at)
                if kind in (NLMSG_ERROR, NLMSG_DONE):
                    return found
                found.append(data[at + 16:at + length])
                if not answer_flags & 2:  # NLM_F_MULTI
                    return found
                at += (length + 3) & ~3


LINES = []


def say(kind, head, data, spec=None):
    """One object."""
    LINES.append(f"{kind} {head}: {shown(data, SPECS[spec or kind])}")


def routing():
    """NETLINK_ROUTE."""
    netlink = Netlink(NETLINK_ROUTE)
    indices = []
    for data in netlink.dump(18, struct.pack("BxHiII", 0, 0, 0, 0, 0)):
        _, hardware, index, flags, _ = struct.unpack_from("BxHiII", data)
        indices.append(index)
        say("link", f"{index} type {hardware} flags {flags:#x}", data[16:])
    for data in netlink.dump(22, bytes(8)):
        say("address", data[:8].hex(), data[8:])
    for family in socket.AF_INET, socket.AF_INET6:
        for data in netlink.dump(26, bytes([family]) + bytes(11)):
            # Multicast of IPv6: the kernel makes it when the carrier comes up, some time later.
            if family == socket.AF_INET6 and data[7] == 5:
                continue
            say("route", data[:12].hex(), data[12:])
        for data in netlink.dump(34, bytes([family]) + bytes(11)):
            say("rule", data[:12].hex(), data[12:], "netconf")
        for data in netlink.dump(82, bytes([family]) + bytes(3)):
            say("netconf", data[:4].hex(), data[4:])
        for data in netlink.dump(74, bytes([family]) + bytes(11)):
            say("address label", data[:8].hex(), data[12:], "netconf")
    for family in socket.AF_INET, socket.AF_INET6, AF_BRIDGE:
        for data in netlink.dump(30, struct.pack("BxxxiHBB", family, 0, 0, 0, 0)):
            _, index, state, flags, kind = struct.unpack_from("BxxxiHBB", data)
            # To oneself, to all, to many: there for a while once something has been sent, by IPv6 at random.
            if kind in (2, 3, 5):
                continue
            # Reachable, stale, delay, probe: they follow each other in time.
            state = "dynamic" if state & 0x1E else hex(state)
            say("neighbour", f"{family} {index} {state} flags {flags} type {kind}", data[12:])
    for data in netlink.dump(106, bytes(8)):
        say("nexthop", data[:8].hex(), data[8:], "netconf")
    for data in netlink.dump(86, bytes([AF_BRIDGE]) + bytes(7)):
        say("mdb", data[:8].hex(), data[8:])
    for data in netlink.dump(114, bytes([AF_BRIDGE]) + bytes(7)):
        say("vlan", data[:8].hex(), data[8:], "netconf")
    parents = []
    for data in netlink.dump(38, bytes(20)):
        parents.append(struct.unpack_from("BxxxiIII", data)[1:3])
        say("qdisc", data[:20].hex(), data[20:])
    for index in indices:
        for data in netlink.dump(42, struct.pack("BxxxiIII", 0, index, 0, 0, 0)):
            parents.append(struct.unpack_from("BxxxiIII", data)[1:3])
            say("class", data[:20].hex(), data[20:])
    for index, parent in sorted(set(parents)):
        for data in netlink.dump(46, struct.pack("BxxxiIII", 0, index, 0, parent, 0)):
            say("filter", data[:20].hex(), data[20:])


def netfilter():
    """NETLINK_NETFILTER: nf_tables, connections, sets, accounting, timeouts, helpers."""
    netlink = Netlink(NETLINK_NETFILTER)

    def dump(subsystem, message, attributes=b"", family=0, flags=NLM_F_DUMP):
        head = struct.pack("BBH", family, 0, 0)
        return netlink.dump(subsystem << 8 | message, head + attributes, flags)

    def say_all(kind, subsystem, message):
        for data in dump(subsystem, message):
            say(kind, f"family {data[0]}", data[4:])

    nf_tables = 10
    say_all("nft table", nf_tables, 1)
    say_all("nft chain", nf_tables, 4)
    say_all("nft rule", nf_tables, 7)
    for data in dump(nf_tables, 10):
        say("nft set", f"family {data[0]}", data[4:])
        attributes = dict(split(data[4:]))
        wanted = b"".join(attribute(kind, attributes[kind]) for kind in (1, 2))
        for answer in dump(nf_tables, 13, wanted, data[0]):
            table_and_set = shown(answer[4:], {1: str_of, 2: str_of, 3: COUNTER})
            for kind, elements in split(answer[4:]):
                for _, element in split(elements) if kind == 3 else ():
                    LINES.append(f"nft element {table_and_set}: {shown(element, ELEMENT)}")
    say_all("nft object", nf_tables, 19)
    say_all("nft flowtable", nf_tables, 23)
    say_all("connection", 1, 1)
    say_all("expectation", 2, 1)
    say_all("accounting object", 7, 1)
    say_all("timeout policy", 8, 1)
    say_all("helper", 9, 1)
    for data in dump(6, 7, attribute(1, b"\x06")):
        attributes = list(split(data[4:]))
        name = dict(attributes).get(2, b"")
        plain = b"".join(attribute(kind, value) for kind, value in attributes if kind != 8)
        say("ipset", str_of(name), plain)
        for kind, elements in attributes:
            for _, element in split(elements) if kind == 8 else ():
                LINES.append(f"ipset {str_of(name)} entry: {shown(element, SPECS['ipset'][8][None])}")


def attribute(kind, value):
    """One attribute, padded."""
    return struct.pack("HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def transformations():
    """NETLINK_XFRM."""
    netlink = Netlink(NETLINK_XFRM)
    for data in netlink.dump(18, b""):
        # Selector, identity, addresses; then lifetimes and statistics; then what was chosen.
        say("xfrm state", data[:96].hex() + " " + data[208:220].hex(), data[224:])
    for data in netlink.dump(21, b""):
        say("xfrm policy", data[:56].hex() + " " + data[152:164].hex(), data[168:], "netconf")


def generic():
    """NETLINK_GENERIC: which families there are, and what those of this namespace hold."""
    netlink = Netlink(NETLINK_GENERIC)
    families = {}
    for data in netlink.dump(16, struct.pack("BBH", 3, 2, 0)):
        attributes = dict(split(data[4:]))
        families[attributes[2].rstrip(b"\0").decode()] = struct.unpack("H", attributes[1])[0]
    LINES.append("families: " + " ".join(sorted(families)))

    def say_all(family, command, kind, spec="netconf"):
        for data in netlink.dump(families[family], struct.pack("BBH", command, 1, 0)):
            say(kind, f"{command}", data[4:], spec)

    for family, command, kind in (
        ("mptcp_pm", 3, "MPTCP endpoint"),
        ("IOAM6", 3, "IOAM namespace"),
        ("IOAM6", 6, "IOAM schema"),
        ("SEG6", 3, "SEG6 secret"),
        ("l2tp", 4, "L2TP tunnel"),
        ("l2tp", 8, "L2TP session"),
        ("fou", 3, "FOU port"),
        ("macsec", 0, "MACsec"),
        ("IPVS", 4, "IPVS service"),
    ):
        if family in families:
            say_all(family, command, kind)
    if "ethtool" in families:
        for command, kind in (11, "features"), (17, "channels"), (19, "coalescing"):
            say_all("ethtool", command, f"{kind} of", "netconf")


def sysctls():
    """What /proc/sys/net says."""
    top = "/proc/sys/net"
    for folder, _, files in os.walk(top):
        for name in files:
            path = os.path.join(folder, name)
            short = path[len(top) + 1:]
            if short in SYSCTL_LEFT_OUT or name == "stable_secret":
                continue
            try:
                with open(path, "rb") as file:
                    value = file.read().decode(errors="backslashreplace").strip()
            except OSError as error:
                value = f"({error.strerror})"
            LINES.append(f"sysctl {short} = {value}")


for part in routing, netfilter, transformations, generic, sysctls:
    try:
        part()
    except OSError as problem:
        LINES.append(f"{part.__name__}: {problem.strerror}")
print("\n".join(sorted(LINES)))
