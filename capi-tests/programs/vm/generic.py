# SPDX-License-Identifier: LGPL-2.1-or-later
"""Asks families of generic netlink that have no client in Debian, through libnl-3 and libnl-genl-3.

    python3 generic.py groups FAMILY
    python3 generic.py ask FAMILY COMMAND VERSION [dump] [unchecked] [nests=1,1.2] [KIND:TYPE=VALUE | KIND:{ | }]...
    python3 generic.py hear FAMILY GROUP ANSWERS nests=... CMD...

Prints each answer: its command, and its attributes as a tree, in hexadecimal and as text. The kernel marks few nests as such;
`nests` names the others, by the kinds on the way to them, a 0 standing for any.
"""

import ctypes
import os
import select
import subprocess
import sys
from ctypes import CFUNCTYPE, c_char_p, c_int, c_size_t, c_uint32, c_uint64, c_void_p

lib = ctypes.CDLL("libnl-3.so.200", mode=ctypes.RTLD_GLOBAL)
genl = ctypes.CDLL("libnl-genl-3.so.200")
callback = CFUNCTYPE(c_int, c_void_p, c_void_p)


def declare(library, name, returned, *taken):
    function = getattr(library, name)
    function.restype, function.argtypes = returned, taken


declare(lib, "nl_geterror", c_char_p, c_int)
declare(lib, "nl_socket_alloc", c_void_p)
declare(lib, "nl_socket_free", None, c_void_p)
declare(lib, "nl_socket_get_fd", c_int, c_void_p)
declare(lib, "nl_socket_add_membership", c_int, c_void_p, c_int)
declare(lib, "nl_socket_drop_membership", c_int, c_void_p, c_int)
declare(lib, "nl_socket_disable_seq_check", None, c_void_p)
declare(lib, "nl_socket_modify_cb", c_int, c_void_p, c_int, c_int, callback, c_void_p)
declare(lib, "nl_send_auto", c_int, c_void_p, c_void_p)
declare(lib, "nl_recvmsgs_default", c_int, c_void_p)
declare(lib, "nl_wait_for_ack", c_int, c_void_p)
declare(lib, "nlmsg_alloc", c_void_p)
declare(lib, "nlmsg_free", None, c_void_p)
declare(lib, "nlmsg_hdr", c_void_p, c_void_p)
declare(lib, "nla_put", c_int, c_void_p, c_int, c_int, c_void_p)
declare(lib, "nla_put_string", c_int, c_void_p, c_int, c_char_p)
declare(lib, "nla_put_u8", c_int, c_void_p, c_int, ctypes.c_uint8)
declare(lib, "nla_put_u16", c_int, c_void_p, c_int, ctypes.c_uint16)
declare(lib, "nla_put_u32", c_int, c_void_p, c_int, c_uint32)
declare(lib, "nla_put_u64", c_int, c_void_p, c_int, c_uint64)
declare(lib, "nla_nest_start", c_void_p, c_void_p, c_int)
declare(lib, "nla_nest_end", c_int, c_void_p, c_void_p)
declare(lib, "nla_ok", c_int, c_void_p, c_int)
declare(lib, "nla_next", c_void_p, c_void_p, ctypes.POINTER(c_int))
declare(lib, "nla_type", c_int, c_void_p)
declare(lib, "nla_len", c_int, c_void_p)
declare(lib, "nla_data", c_void_p, c_void_p)
declare(lib, "nla_is_nested", c_int, c_void_p)
declare(genl, "genl_connect", c_int, c_void_p)
declare(genl, "genl_ctrl_resolve", c_int, c_void_p, c_char_p)
declare(genl, "genl_ctrl_resolve_grp", c_int, c_void_p, c_char_p, c_char_p)
declare(
    genl, "genlmsg_put", c_void_p, c_void_p, c_uint32, c_uint32, c_int, c_int, c_int, ctypes.c_uint8, ctypes.c_uint8
)
declare(genl, "genlmsg_valid_hdr", c_int, c_void_p, c_int)
declare(genl, "genlmsg_hdr", c_void_p, c_void_p)
declare(genl, "genlmsg_attrdata", c_void_p, c_void_p, c_int)
declare(genl, "genlmsg_attrlen", c_int, c_void_p, c_int)

NL_CB_VALID, NL_CB_CUSTOM, NL_SKIP, NL_OK = 0, 3, 1, 0
NLM_F_DUMP = 0x300


def text(code):
    return f"{code} {lib.nl_geterror(code).decode()}"


def show(attr, length, nests, path=()):
    """Prints the attributes in `length` bytes at `attr`."""
    left = c_int(length)
    while attr and lib.nla_ok(attr, left):
        kind, size = lib.nla_type(attr), lib.nla_len(attr)
        here = (*path, kind)
        data = lib.nla_data(attr)
        known = any(len(n) == len(here) and all(a in (0, b) for a, b in zip(n, here)) for n in nests)
        name = ".".join(map(str, here))
        if known or lib.nla_is_nested(attr):
            print(f"  {name}: nest of {size}")
            show(data, size, nests, here)
        else:
            octets = ctypes.string_at(data, size)
            said = "".join(chr(c) if 32 <= c < 127 else "." for c in octets)
            print(f"  {name}: {size}: {octets.hex()} {said}".rstrip())
        attr = lib.nla_next(attr, ctypes.byref(left))
    if left.value:
        print(f"  {left.value} bytes left")


def shown(nests):
    """A callback which prints answers, and the list that it keeps count in."""
    count = []

    @callback
    def valid(msg, _):
        header = lib.nlmsg_hdr(msg)
        if not genl.genlmsg_valid_hdr(header, 0):
            print("not an answer")
            return NL_SKIP
        answer = genl.genlmsg_hdr(header)
        command = ctypes.string_at(answer, 2)
        count.append(command)
        print(f"answer {command[0]} version {command[1]}")
        show(genl.genlmsg_attrdata(answer, 0), genl.genlmsg_attrlen(answer, 0), nests)
        return NL_OK

    return valid, count


def fill(msg, word, open_nests):
    """Adds the attribute that a word of the command line stands for."""
    if word == "}":
        return lib.nla_nest_end(msg, open_nests.pop())
    kind, _, rest = word.partition(":")
    kind = int(kind)
    if rest == "{":
        open_nests.append(lib.nla_nest_start(msg, kind))
        return 0 if open_nests[-1] else -1
    form, _, value = rest.partition("=")
    if value == "self":
        value = str(os.getpid())
    if form == "str":
        return lib.nla_put_string(msg, kind, value.encode())
    if form == "hex":
        octets = bytes.fromhex(value)
        return lib.nla_put(msg, kind, len(octets), octets)
    return getattr(lib, f"nla_put_{form}")(msg, kind, int(value, 0))


def ask(sk, family, words):
    command, version, words = int(words[0]), int(words[1]), words[2:]
    dump = "dump" in words
    if "unchecked" in words:
        # The kernel's thermal zones answer without the number of the request.
        lib.nl_socket_disable_seq_check(sk)
    nests = [tuple(map(int, n.split("."))) for w in words if w.startswith("nests=") for n in w[6:].split(",")]
    words = [word for word in words if word not in ("dump", "unchecked") and not word.startswith("nests=")]
    msg, open_nests = lib.nlmsg_alloc(), []
    genl.genlmsg_put(msg, 0, 0, family, 0, NLM_F_DUMP if dump else 0, command, version)
    for word in words:
        if fill(msg, word, open_nests) < 0:
            print(f"{word} does not fit")
    valid, count = shown(nests)
    lib.nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, valid, None)
    sent = lib.nl_send_auto(sk, msg)
    lib.nlmsg_free(msg)
    if sent < 0:
        print("send", text(sent))
        return
    # An answer, if there is one, comes before the acknowledgement.
    error = lib.nl_recvmsgs_default(sk)
    print("received", text(error) if error < 0 else len(count))
    if error >= 0 and not dump and count:
        print("acknowledged", text(lib.nl_wait_for_ack(sk)))


def hear(sk, family, words):
    group, wanted, words = words[0], int(words[1]), words[2:]
    nests = [tuple(map(int, n.split("."))) for n in words[0][6:].split(",") if n]
    valid, count = shown(nests)
    number = genl.genl_ctrl_resolve_grp(sk, family, group.encode())
    if number < 0:
        print("group", text(number))
        return
    print("joined", lib.nl_socket_add_membership(sk, number))
    lib.nl_socket_disable_seq_check(sk)
    lib.nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, valid, None)
    sys.stdout.flush()
    for command in " ".join(words[1:]).split(" ; "):
        subprocess.run(["sh", "-c", command], check=False)
    while len(count) < wanted:
        if not select.select([lib.nl_socket_get_fd(sk)], [], [], 5)[0]:
            print("silence")
            break
        error = lib.nl_recvmsgs_default(sk)
        if error < 0:
            print("received", text(error))
            break
    print("left", lib.nl_socket_drop_membership(sk, number))


def main(mode, family, *words):
    sk = lib.nl_socket_alloc()
    print("connected", genl.genl_connect(sk))
    number = genl.genl_ctrl_resolve(sk, family.encode())
    if number < 0:
        print("family", text(number))
    elif mode == "groups":
        for group in words:
            found = genl.genl_ctrl_resolve_grp(sk, family.encode(), group.encode())
            print(group, "has a number" if found > 0 else text(found))
    elif mode == "ask":
        ask(sk, number, words)
    else:
        hear(sk, family.encode(), words)
    lib.nl_socket_free(sk)


if __name__ == "__main__":
    main(*sys.argv[1:])
