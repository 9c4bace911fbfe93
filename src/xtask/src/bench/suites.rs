// SPDX-License-Identifier: LGPL-2.1-or-later
//! The programs of cases, one per library, and what their figures are to be.

/// A program of cases.
#[derive(Debug)]
pub(super) struct Suite {
    /// The library it calls, as `-l` takes it.
    pub(super) link: &'static str,
    /// What the library is called in the report.
    pub(super) title: &'static str,
    /// The executable.
    pub(super) program: &'static str,
    /// The source in `bench/` of a program that hardly uses the library.
    pub(super) startup: &'static str,
    /// Its sources in `bench/`.
    pub(super) files: &'static [&'static str],
    /// Cases that are to take at most half of Debian's instructions. All others are to take no more
    /// than Debian's.
    pub(super) half: &'static [&'static str],
    /// Cases in which checks that Debian's library leaves out cost more than all the rest, and how many
    /// instructions they may take, in parts of Debian's.
    pub(super) dearer: &'static [(&'static str, f64)],
}

/// The case of [`MNL`] that cannot be run without a dump of routes.
pub(super) const ROUTES: &str = "attr_parse, routes";

/// libmnl.
pub(super) const MNL: Suite = Suite {
    link: "mnl",
    title: "libmnl",
    program: "mnl",
    startup: "mnl/startup.c",
    files: &[
        "driver.c",
        "library.c",
        "mnl/mnl.c",
        "mnl/parse.c",
        "mnl/messages.c",
        "mnl/build.c",
        "mnl/put.c",
        "mnl/walk.c",
        "mnl/read.c",
        "mnl/socket.c",
    ],
    half: &[ROUTES, "cb_run, small messages", "build RTM_NEWROUTE"],
    dearer: &[],
};

/// libnl-3.
pub(super) const NL: Suite = Suite {
    link: "nl-3",
    title: "libnl-3",
    program: "nl",
    startup: "nl/startup.c",
    files: &[
        "driver.c",
        "library.c",
        "nl/nl.c",
        "nl/build.c",
        "nl/parse.c",
        "nl/attr.c",
        "nl/receive.c",
        "nl/cache.c",
        "nl/addr.c",
    ],
    half: &[
        "build RTM_NEWLINK",
        "build RTM_NEWLINK, message reused",
        "nl_recvmsgs, a dump",
        "nl_recvmsgs, a dump of routes, parsed",
        "nl_recvmsgs, a notification",
        "nlmsg_parse with a policy",
        "dump of links, values read",
        "nlmsg_validate",
        "nlmsg_find_attr, the last of 13",
        "nla_put_u8",
        "nla_put_u16",
        "nla_put_u32",
        "nla_put_u64",
        "nla_put_string",
        "nla_put_flag",
        "nla_put of 64 bytes",
        "nla_reserve",
        "nla_nest_start, nla_nest_end, empty",
        "nla_nest_start, nla_nest_end_keep_empty",
        "nla_nest_start, nla_nest_cancel",
        "nlmsg_put",
        "nla_get_u64",
    ],
    dearer: &[
        // NULL, an attribute without payload, and that there is a NUL.
        ("nla_get_string", 2.5),
        // NULL.
        ("nl_addr_iszero, IPv6", 1.1),
        // NULL, once for a thousand objects.
        ("nl_cache_get_first, nl_cache_get_next", 1.001),
    ],
};

/// libnl-genl-3.
pub(super) const GENL: Suite = Suite {
    link: "nl-genl-3",
    title: "libnl-genl-3",
    program: "genl",
    startup: "genl/startup.c",
    files: &["driver.c", "library.c", "genl/genl.c"],
    half: &["build CTRL_CMD_GETFAMILY", "genlmsg_parse with a policy"],
    dearer: &[],
};

/// libnl-route-3.
pub(super) const ROUTE: Suite = Suite {
    link: "nl-route-3",
    title: "libnl-route-3",
    program: "route",
    startup: "route/startup.c",
    files: &["driver.c", "library.c", "route/route.c"],
    half: &["rtnl_route_parse, IPv4", "rtnl_route_build_add_request"],
    dearer: &[],
};

/// The libraries whose cases need nothing prepared.
pub(super) const NETLINK: &[&Suite] = &[&NL, &GENL, &ROUTE];

impl Suite {
    /// The most instructions that a case may take, in parts of Debian's.
    pub(super) fn limit(&self, case: &str) -> f64 {
        if self.half.contains(&case) {
            return 0.5;
        }
        self.dearer.iter().find(|(name, _)| *name == case).map_or(1.0, |(_, limit)| *limit)
    }

    /// Whether a count is within its goal. Both sides did the same number of operations.
    pub(super) fn within(&self, case: &str, debian: u64, ours: u64) -> bool {
        ours as f64 <= debian as f64 * self.limit(case)
    }
}
