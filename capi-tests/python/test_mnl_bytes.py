# SPDX-License-Identifier: LGPL-2.1-or-later
"""libmnl as a ctypes program sees it: every function, against bytes.

    OXNL_LIBMNL=/path/to/libmnl.so.0 unshare -n /usr/bin/python3 -m unittest -v
"""

from mnl_helpers import *  # noqa: F403


class Declarations(TestCase):
    def test_table_is_complete(self):
        self.assertEqual(len(mnl.FUNCTIONS), 69)

    def test_the_named_library_is_the_loaded_one(self):
        wanted = os.environ.get("OXNL_LIBMNL")
        if not wanted:
            self.skipTest("OXNL_LIBMNL is not set")
        self.assertTrue(os.path.samefile(wanted, loaded_file()))

    def test_every_name_of_the_table_is_exported(self):
        late = {name for name, node in mnl.FUNCTIONS.items() if node == "LIBMNL_1.3"}
        self.assertLessEqual(mnl.MISSING, late)

    def test_every_exported_name_is_in_the_table(self):
        exported = exported_names(loaded_file())
        self.assertEqual(exported, set(mnl.FUNCTIONS) - mnl.MISSING)

    def test_version_nodes(self):
        libc.dlvsym.restype = c_void_p
        libc.dlvsym.argtypes = [c_void_p, c_char_p, c_char_p]
        for name, node in mnl.FUNCTIONS.items():
            if name in mnl.MISSING:
                continue
            with self.subTest(name):
                found = libc.dlvsym(lib._handle, name.encode(), node.encode())
                self.assertEqual(found, cast(getattr(lib, name), c_void_p).value)

    def test_every_function_is_called_by_a_test(self):
        here = os.path.dirname(__file__)
        text = ""
        for name in ("test_mnl_bytes.py", "test_mnl_kernel.py"):
            with open(os.path.join(here, name)) as source:
                text += source.read()
        for name in mnl.FUNCTIONS:
            self.assertIn(f"lib.{name}(", text)


class Messages(TestCase):
    def test_put_header(self):
        buffer = create_string_buffer(b"\xff" * 32, 32)
        nlh = lib.mnl_nlmsg_put_header(buffer)
        self.assertEqual(at(nlh), ctypes.addressof(buffer))
        self.assertEqual(buffer.raw, struct.pack("=I", 16) + bytes(12) + b"\xff" * 16)

    def test_put_extra_header(self):
        _, nlh = message()
        extra = lib.mnl_nlmsg_put_extra_header(nlh, 5)
        self.assertEqual(extra, at(nlh) + 16)
        self.assertEqual(nlh[0].nlmsg_len, 24)
        self.assertEqual(ctypes.string_at(extra, 8), bytes(8))

    def test_sizes_and_places(self):
        _, nlh = message()
        lib.mnl_nlmsg_put_extra_header(nlh, 16)
        self.assertEqual(lib.mnl_nlmsg_size(5), 21)
        self.assertEqual(lib.mnl_nlmsg_get_payload_len(nlh), 16)
        self.assertEqual(lib.mnl_nlmsg_get_payload(nlh), at(nlh) + 16)
        self.assertEqual(lib.mnl_nlmsg_get_payload_offset(nlh, 5), at(nlh) + 24)
        nlh[0].nlmsg_len = 30
        self.assertEqual(lib.mnl_nlmsg_get_payload_tail(nlh), at(nlh) + 32)

    def test_ok(self):
        _, nlh = message()
        for length, available, expected in (
            (16, 16, True),
            (16, 15, False),
            (16, -1, False),
            (15, 16, False),
            (17, 16, False),
            (0, 100, False),
        ):
            with self.subTest(length=length, available=available):
                nlh[0].nlmsg_len = length
                self.assertIs(lib.mnl_nlmsg_ok(nlh, available), expected)

    @needs_new
    def test_ok_with_a_length_beyond_int(self):
        _, nlh = message()
        nlh[0].nlmsg_len = 0x80000001
        self.assertIs(lib.mnl_nlmsg_ok(nlh, 100), False)

    def test_next(self):
        _, nlh = message()
        nlh[0].nlmsg_len = 18
        left = c_int(40)
        self.assertEqual(at(lib.mnl_nlmsg_next(nlh, byref(left))), at(nlh) + 20)
        self.assertEqual(left.value, 20)

    def test_seq_and_portid(self):
        _, nlh = message()
        for field, call in (
            ("nlmsg_seq", lambda value: lib.mnl_nlmsg_seq_ok(nlh, value)),
            ("nlmsg_pid", lambda value: lib.mnl_nlmsg_portid_ok(nlh, value)),
        ):
            setattr(nlh[0], field, 0)
            self.assertTrue(call(5))
            setattr(nlh[0], field, 5)
            self.assertTrue(call(5))
            self.assertTrue(call(0))
            self.assertFalse(call(6))

    def test_fprintf(self):
        _, nlh = message(RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, 7, bytes(4))
        nlh[0].nlmsg_pid = 99
        lib.mnl_attr_put_strz(nlh, 3, b"veth0")
        nest = lib.mnl_attr_nest_start(nlh, 18)
        lib.mnl_attr_put_u32(nlh, 1 | NLA_F_NET_BYTEORDER, 5)
        lib.mnl_attr_nest_end(nlh, nest)
        line = "----------------\t------------------\n"

        def header(length, flags, kind):
            return (
                f"|\x1b[1;31m{length:05}\x1b[0m|\x1b[1;32m{flags}\x1b[0m|"
                f"\x1b[1;34m{kind:05}\x1b[0m|\t|len |flags| type|\n"
            )

        expected = (
            line
            + "|  0000000044  |\t| message length |\n"
            + "| 00016 | R-A- |\t|  type | flags  |\n"
            + "|  0000000007  |\t| sequence number|\n"
            + "|  0000000099  |\t|     port ID    |\n"
            + line
            + "| 00 00 00 00  |\t|  extra header  |\n"
            + header(10, "--", 3)
            + "| 76 65 74 68  |\t|      data      |\t v e t h\n"
            + "| 30 00 XX XX  |\t|      data      |\t 0      \n"
            + header(12, "N-", 18)
            + header(8, "-B", 1)
            + "| 05 00 00 00  |\t|      data      |\t        \n"
            + line
        )
        # 1.0.4 leaves what was in the padding before.
        expected = expected.replace("XX XX", "00 00" if NEW else "aa aa")
        self.assertEqual(self.printed(nlh, nlh[0].nlmsg_len, 4), expected)
        self.assertEqual(self.printed(nlh, 15, 4), "")

    def printed(self, nlh, length, extra):
        libc.open_memstream.restype = c_void_p
        libc.fclose.argtypes = [c_void_p]
        libc.free.argtypes = [c_void_p]
        text, size = c_void_p(), ctypes.c_size_t()
        file = libc.open_memstream(byref(text), byref(size))
        lib.mnl_nlmsg_fprintf(file, nlh, length, extra)
        libc.fclose(file)
        result = ctypes.string_at(text, size.value).decode()
        libc.free(text)
        return result


class Attributes(TestCase):
    def test_put(self):
        _, nlh = message()
        lib.mnl_attr_put(nlh, 1 | NLA_F_NESTED, 8, b"8 bytes.")
        lib.mnl_attr_put(nlh, 2, 0, None)
        lib.mnl_attr_put_u8(nlh, 3, 0x12)
        lib.mnl_attr_put_u16(nlh, 4, 0x1234)
        lib.mnl_attr_put_u32(nlh, 5, 0x12345678)
        lib.mnl_attr_put_u64(nlh, 6, 0x123456789ABCDEF0)
        lib.mnl_attr_put_str(nlh, 7, b"text")
        lib.mnl_attr_put_strz(nlh, 8, b"abc")
        found = [
            (
                lib.mnl_attr_get_type(attr),
                lib.mnl_attr_get_len(attr),
                ctypes.string_at(
                    lib.mnl_attr_get_payload(attr), lib.mnl_attr_get_payload_len(attr)
                ),
            )
            for attr in attributes(nlh, 0)
        ]
        self.assertEqual(
            found,
            [
                (1, 12, b"8 bytes."),
                (2, 4, b""),
                (3, 5, struct.pack("=B", 0x12)),
                (4, 6, struct.pack("=H", 0x1234)),
                (5, 8, struct.pack("=I", 0x12345678)),
                (6, 12, struct.pack("=Q", 0x123456789ABCDEF0)),
                (7, 8, b"text"),
                (8, 8, b"abc\0"),
            ],
        )

    @needs_new
    def test_padding_is_cleared(self):
        _, nlh = message()
        lib.mnl_attr_put_u8(nlh, 1, 0xFF)
        lib.mnl_attr_put_str(nlh, 2, b"ab")
        lib.mnl_attr_put_strz(nlh, 3, b"ab")
        self.assertEqual(
            written(nlh)[16:],
            raw_attr(1, b"\xff") + raw_attr(2, b"ab") + raw_attr(3, b"ab\0"),
        )

    def test_get(self):
        self.assertEqual(lib.mnl_attr_get_u8(first_attr(raw_attr(1, b"\x81"))), 0x81)
        for call, code, value in (
            (lambda attr: lib.mnl_attr_get_u16(attr), "=H", 0x8234),
            (lambda attr: lib.mnl_attr_get_u32(attr), "=I", 0x82345678),
            (lambda attr: lib.mnl_attr_get_u64(attr), "=Q", 0x823456789ABCDEF0),
        ):
            payload = struct.pack(code, value)
            self.assertEqual(call(first_attr(raw_attr(1, payload))), value)
        self.assertEqual(lib.mnl_attr_get_str(first_attr(raw_attr(1, b"eth0\0"))), b"eth0")

    @unittest.skipIf("mnl_attr_get_uint" in mnl.MISSING, "not in this version")
    def test_get_uint(self):
        for payload, expected in (
            (b"\x81", 0x81),
            (struct.pack("=H", 0x8234), 0x8234),
            (struct.pack("=I", 0x82345678), 0x82345678),
            (struct.pack("=Q", 0x823456789ABCDEF0), 0x823456789ABCDEF0),
            (b"", 2**64 - 1),
            (b"abc", 2**64 - 1),
            (bytes(9), 2**64 - 1),
        ):
            with self.subTest(payload):
                attr = first_attr(raw_attr(1, payload))
                ctypes.set_errno(0)
                self.assertEqual(lib.mnl_attr_get_uint(attr), expected)
                self.assertEqual(ctypes.get_errno(), 0)

    def test_type_is_without_flags(self):
        attr = first_attr(raw_attr(NLA_F_NESTED | NLA_F_NET_BYTEORDER | 7, b""))
        self.assertEqual(lib.mnl_attr_get_type(attr), 7)

    def test_put_with_check(self):
        calls = (
            (8, lambda nlh, room: lib.mnl_attr_put_check(nlh, room, 1, 3, b"abc")),
            (8, lambda nlh, room: lib.mnl_attr_put_u8_check(nlh, room, 1, 5)),
            (8, lambda nlh, room: lib.mnl_attr_put_u16_check(nlh, room, 1, 5)),
            (8, lambda nlh, room: lib.mnl_attr_put_u32_check(nlh, room, 1, 5)),
            (12, lambda nlh, room: lib.mnl_attr_put_u64_check(nlh, room, 1, 5)),
            (8, lambda nlh, room: lib.mnl_attr_put_str_check(nlh, room, 1, b"abcd")),
            (12, lambda nlh, room: lib.mnl_attr_put_strz_check(nlh, room, 1, b"abcd")),
        )
        for size, call in calls:
            with self.subTest(size=size):
                buffer, nlh = message()
                before = buffer.raw
                self.assertIs(call(nlh, 16 + size - 1), False)
                self.assertEqual(buffer.raw, before)
                self.assertIs(call(nlh, 16 + size), True)
                self.assertEqual(nlh[0].nlmsg_len, 16 + size)

    def test_nests(self):
        _, nlh = message()
        outer = lib.mnl_attr_nest_start(nlh, 1)
        inner = lib.mnl_attr_nest_start_check(nlh, 24, 2)
        lib.mnl_attr_put_u32(nlh, 3, 4)
        lib.mnl_attr_nest_end(nlh, inner)
        lib.mnl_attr_nest_end(nlh, outer)
        expected = raw_attr(
            NLA_F_NESTED | 1,
            raw_attr(NLA_F_NESTED | 2, raw_attr(3, struct.pack("=I", 4))),
        )
        self.assertEqual(written(nlh)[16:], expected)
        open_nest = lib.mnl_attr_nest_start(nlh, 5)
        lib.mnl_attr_put_u32(nlh, 3, 4)
        lib.mnl_attr_nest_cancel(nlh, open_nest)
        self.assertEqual(written(nlh)[16:], expected)
        self.assertFalse(lib.mnl_attr_nest_start_check(nlh, nlh[0].nlmsg_len + 3, 5))
        self.assertEqual(written(nlh)[16:], expected)

    def test_ok_and_next(self):
        attr = first_attr(raw_attr(1, b"abcde"), raw_attr(2, b""))
        self.assertTrue(lib.mnl_attr_ok(attr, 16))
        self.assertTrue(lib.mnl_attr_ok(attr, 9))
        self.assertFalse(lib.mnl_attr_ok(attr, 8))
        self.assertFalse(lib.mnl_attr_ok(attr, 3))
        self.assertFalse(lib.mnl_attr_ok(attr, -1))
        self.assertEqual(at(lib.mnl_attr_next(attr)), at(attr) + 12)
        attr[0].nla_len = 3
        self.assertFalse(lib.mnl_attr_ok(attr, 16))

    def test_type_valid(self):
        attr = first_attr(raw_attr(NLA_F_NESTED | 7, b""))
        self.assertEqual(lib.mnl_attr_type_valid(attr, 7), 1)
        self.fails(
            errno.EOPNOTSUPP, -1, lambda: lib.mnl_attr_type_valid(attr, 6)
        )

    def test_validate(self):
        for kind, payload, error in (
            (mnl.MNL_TYPE_UNSPEC, b"abc", 0),
            (mnl.MNL_TYPE_U8, b"a", 0),
            (mnl.MNL_TYPE_U8, b"ab", errno.ERANGE),
            (mnl.MNL_TYPE_U16, b"ab", 0),
            (mnl.MNL_TYPE_U16, b"a", errno.ERANGE),
            (mnl.MNL_TYPE_U32, b"abcd", 0),
            (mnl.MNL_TYPE_U32, b"abcde", errno.ERANGE),
            (mnl.MNL_TYPE_U64, b"12345678", 0),
            (mnl.MNL_TYPE_U64, b"1234567", errno.ERANGE),
            (mnl.MNL_TYPE_MSECS, b"1234", errno.ERANGE),
            (mnl.MNL_TYPE_STRING, b"abc", 0),
            (mnl.MNL_TYPE_STRING, b"", errno.ERANGE),
            (mnl.MNL_TYPE_NUL_STRING, b"abc\0", 0),
            (mnl.MNL_TYPE_NUL_STRING, b"abc", errno.EINVAL),
            (mnl.MNL_TYPE_NUL_STRING, b"", errno.ERANGE),
            (mnl.MNL_TYPE_FLAG, b"", 0),
            (mnl.MNL_TYPE_FLAG, b"a", errno.ERANGE),
            (mnl.MNL_TYPE_NESTED, b"", 0),
            (mnl.MNL_TYPE_NESTED, b"abcd", 0),
            (mnl.MNL_TYPE_NESTED, b"abc", errno.ERANGE),
            (mnl.MNL_TYPE_NESTED_COMPAT, b"a", 0),
            (mnl.MNL_TYPE_BINARY, b"", 0),
            (mnl.MNL_TYPE_MAX, b"", errno.EINVAL),
            (-1, b"", errno.EINVAL),
        ):
            with self.subTest(kind=kind, payload=payload):
                attr = first_attr(raw_attr(1, payload))
                ctypes.set_errno(0)
                result = lib.mnl_attr_validate(attr, kind)
                self.assertEqual((result, ctypes.get_errno()), (-1 if error else 0, error))

    def test_validate_with_a_length(self):
        for kind, payload, length, error in (
            (mnl.MNL_TYPE_BINARY, b"abcdef", 6, 0),
            (mnl.MNL_TYPE_BINARY, b"abcde", 6, errno.ERANGE),
            (mnl.MNL_TYPE_BINARY, b"abcdefg", 6, errno.ERANGE),
            (mnl.MNL_TYPE_BINARY, b"abcdefg", 0, 0),
            (mnl.MNL_TYPE_NUL_STRING, b"abcdefg", 6, errno.EINVAL),
            (mnl.MNL_TYPE_NUL_STRING, b"abcdef\0", 6, errno.ERANGE),
            (mnl.MNL_TYPE_MAX, b"a", 1, errno.EINVAL),
        ):
            with self.subTest(kind=kind, payload=payload, length=length):
                attr = first_attr(raw_attr(1, payload))
                ctypes.set_errno(0)
                result = lib.mnl_attr_validate2(attr, kind, length)
                self.assertEqual((result, ctypes.get_errno()), (-1 if error else 0, error))

    def test_parse(self):
        _, nlh = message(family=bytes(8))
        nest = lib.mnl_attr_nest_start(nlh, 1)
        lib.mnl_attr_put_u8(nlh, 10, 0)
        lib.mnl_attr_put_u8(nlh, 11, 0)
        lib.mnl_attr_nest_end(nlh, nest)
        lib.mnl_attr_put_u8(nlh, 2, 0)
        seen = []

        @mnl_attr_cb_t
        def collect(attr, data):
            seen.append((lib.mnl_attr_get_type(attr), data))
            return 7

        self.assertEqual(lib.mnl_attr_parse(nlh, 8, collect, 99), 7)
        self.assertEqual(seen, [(1, 99), (2, 99)])
        seen.clear()
        self.assertEqual(lib.mnl_attr_parse_nested(nest, collect, 98), 7)
        self.assertEqual(seen, [(10, 98), (11, 98)])
        seen.clear()
        payload = lib.mnl_nlmsg_get_payload_offset(nlh, 8)
        self.assertEqual(lib.mnl_attr_parse_payload(payload, 28, collect, 97), 7)
        self.assertEqual(seen, [(1, 97), (2, 97)])
        seen.clear()
        # An attribute which does not fit any more is left out without a word.
        self.assertEqual(lib.mnl_attr_parse_payload(payload, 24, collect, 96), 7)
        self.assertEqual(seen, [(1, 96)])
        self.assertEqual(lib.mnl_attr_parse_payload(payload, 0, collect, 0), MNL_CB_OK)

    def test_parse_stops(self):
        _, nlh = message()
        for kind in (1, 2, 3):
            lib.mnl_attr_put_u8(nlh, kind, 0)
        for value in (0, -1, -77):
            seen = []

            @mnl_attr_cb_t
            def stop(attr, _):
                seen.append(lib.mnl_attr_get_type(attr))
                return value if len(seen) == 2 else MNL_CB_OK

            self.assertEqual(lib.mnl_attr_parse(nlh, 0, stop, None), value)
            self.assertEqual(seen, [1, 2])


class Callbacks(TestCase):
    def run_on(self, data, seq=0, portid=0, callback=None):
        callback = callback or mnl_cb_t()
        return lib.mnl_cb_run(data, len(data), seq, portid, callback, None)

    def test_data(self):
        seen = []

        @mnl_cb_t
        def collect(nlh, data):
            seen.append((nlh[0].nlmsg_type, data))
            return 5

        data = raw(NLMSG_NOOP) + raw(16, payload=b"abc\0") + raw(17) + b"trailing"
        self.assertEqual(lib.mnl_cb_run(data, len(data), 0, 0, collect, 42), 5)
        self.assertEqual(seen, [(16, 42), (17, 42)])
        self.assertEqual(self.run_on(raw(16)), MNL_CB_OK)
        self.assertEqual(self.run_on(b""), MNL_CB_OK)

    def test_data_stops(self):
        seen = []

        @mnl_cb_t
        def stop(nlh, _):
            seen.append(nlh[0].nlmsg_type)
            return -5

        self.assertEqual(self.run_on(raw(16) + raw(17), callback=stop), -5)
        self.assertEqual(seen, [16])

    def test_control_messages(self):
        for kind, payload, result, error in (
            (NLMSG_DONE, bytes(4), MNL_CB_STOP, 0),
            (NLMSG_DONE, struct.pack("=i", -errno.EBUSY), MNL_CB_STOP, 0),
            (NLMSG_OVERRUN, b"", MNL_CB_OK, 0),
            (NLMSG_ERROR, bytes(20), MNL_CB_STOP, 0),
            (NLMSG_ERROR, struct.pack("=i", -errno.EPERM) + bytes(16), -1, errno.EPERM),
            (NLMSG_ERROR, struct.pack("=i", errno.EPERM) + bytes(16), -1, errno.EPERM),
            (NLMSG_ERROR, bytes(16), -1, errno.EBADMSG),
            (5, b"", MNL_CB_OK, 0),
        ):
            with self.subTest(kind=kind, payload=payload):
                ctypes.set_errno(0)
                found = self.run_on(raw(kind, payload=payload))
                self.assertEqual((found, ctypes.get_errno()), (result, error))

    def test_an_acknowledgement_clears_errno(self):
        ctypes.set_errno(errno.EXDEV)
        self.assertEqual(self.run_on(raw(NLMSG_ERROR, payload=bytes(20))), MNL_CB_STOP)
        self.assertEqual(ctypes.get_errno(), 0)

    def test_checks(self):
        data = raw(16, seq=5, portid=9)
        self.assertEqual(self.run_on(data, 5, 9), MNL_CB_OK)
        self.fails(errno.EPROTO, MNL_CB_ERROR, self.run_on, data, 6, 9)
        self.fails(errno.ESRCH, MNL_CB_ERROR, self.run_on, data, 6, 8)
        data = raw(16, flags=NLM_F_DUMP_INTR)
        self.fails(errno.EINTR, MNL_CB_ERROR, self.run_on, data)

    def test_control_callbacks(self):
        seen = []

        @mnl_cb_t
        def on_error(nlh, data):
            seen.append((nlh[0].nlmsg_type, data))
            return 3

        @mnl_cb_t
        def on_data(nlh, data):
            seen.append((nlh[0].nlmsg_type, data))
            return 4

        control = (mnl_cb_t * (NLMSG_ERROR + 1))()
        control[NLMSG_ERROR] = on_error
        data = raw(NLMSG_ERROR, payload=bytes(20)) + raw(NLMSG_NOOP) + raw(20)
        result = lib.mnl_cb_run2(
            data, len(data), 0, 0, on_data, 11, control, len(control)
        )
        self.assertEqual(result, 4)
        self.assertEqual(seen, [(NLMSG_ERROR, 11), (20, 11)])
        # Types beyond the array keep their usual meaning.
        data += raw(NLMSG_DONE, payload=bytes(4)) + raw(21)
        result = lib.mnl_cb_run2(
            data, len(data), 0, 0, on_data, 12, control, len(control)
        )
        self.assertEqual(result, MNL_CB_STOP)


class Batches(TestCase):
    def test_pages(self):
        limit, size = 64, 24
        buffer = create_string_buffer(2 * limit)
        batch = lib.mnl_nlmsg_batch_start(buffer, limit)
        head = ctypes.addressof(buffer)
        self.assertTrue(lib.mnl_nlmsg_batch_is_empty(batch))
        self.assertEqual(lib.mnl_nlmsg_batch_head(batch), head)

        def put(seq):
            current = lib.mnl_nlmsg_batch_current(batch)
            nlh = lib.mnl_nlmsg_put_header(current)
            nlh[0].nlmsg_seq = seq
            lib.mnl_nlmsg_put_extra_header(nlh, size - 16)
            return lib.mnl_nlmsg_batch_next(batch)

        self.assertIs(put(1), True)
        self.assertIs(put(2), True)
        self.assertEqual(lib.mnl_nlmsg_batch_size(batch), 2 * size)
        self.assertEqual(lib.mnl_nlmsg_batch_current(batch), head + 2 * size)
        # The third does not fit: it opens the next page.
        self.assertIs(put(3), False)
        self.assertEqual(lib.mnl_nlmsg_batch_size(batch), 2 * size)
        lib.mnl_nlmsg_batch_reset(batch)
        self.assertEqual(lib.mnl_nlmsg_batch_size(batch), size)
        self.assertEqual(cast(head, MSG)[0].nlmsg_seq, 3)
        self.assertFalse(lib.mnl_nlmsg_batch_is_empty(batch))
        lib.mnl_nlmsg_batch_reset(batch)
        self.assertTrue(lib.mnl_nlmsg_batch_is_empty(batch))
        self.assertEqual(lib.mnl_nlmsg_batch_current(batch), head)
        lib.mnl_nlmsg_batch_stop(batch)
