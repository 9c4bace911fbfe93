# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Thin: everything is done by `cargo xtask` (src/xtask).

CARGO ?= cargo
XTASK = $(CARGO) xtask

DESTDIR =
PREFIX = /usr/local
LIBDIR = $(PREFIX)/lib
INCLUDEDIR = $(PREFIX)/include
WHERE = --destdir="$(DESTDIR)" --prefix="$(PREFIX)" --libdir="$(LIBDIR)" --includedir="$(INCLUDEDIR)"

.PHONY: all demo check check-programs check-vm bench fuzz headers coverage install uninstall clean

all: toolchain
	@$(XTASK) build

demo: toolchain-or-apt
	@$(XTASK) demo

check: toolchain-or-apt
	@$(XTASK) check

check-programs: toolchain
	@$(XTASK) programs --fetch
	@$(CARGO) test --package capi-tests --test programs

# All programs in emulated machines; `check` runs a selection.
check-vm: toolchain
	@$(XTASK) programs --fetch
	@$(CARGO) test --package capi-tests --test vm --test vm_programs -- --include-ignored

bench: toolchain
	@$(XTASK) bench

# make fuzz [TARGET=rtnl_objects] [SECONDS=600]
SECONDS = 10
TARGET =
fuzz: toolchain
	@$(XTASK) fuzz --seconds $(SECONDS) $(TARGET)

headers: toolchain
	@$(XTASK) headers

coverage: toolchain
	@$(XTASK) coverage

install: toolchain
	@$(XTASK) install $(WHERE)

uninstall: toolchain
	@$(XTASK) uninstall $(WHERE)

clean: toolchain
	@$(CARGO) clean

# What xtask itself needs; everything else it looks for by itself.
.PHONY: cargo toolchain toolchain-or-apt
cargo:
	@command -v $(CARGO) >/dev/null || { \
		echo "error: no \`$(CARGO)\`: install Rust 1.95 or later, see https://rustup.rs" >&2; exit 1; }

toolchain: cargo
	@command -v cc >/dev/null || { \
		echo "error: missing: cc. Run: apt-get install gcc libc6-dev" >&2; exit 1; }

toolchain-or-apt: cargo
	@command -v cc >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || { \
		echo "installing: gcc libc6-dev"; \
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y gcc libc6-dev; }
	@$(MAKE) --no-print-directory toolchain
