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

.PHONY: all demo check bench fuzz headers coverage install uninstall clean

all: cargo
	@$(XTASK) build

demo: cargo
	@$(XTASK) demo

check: cargo
	@$(XTASK) check

bench: cargo
	@$(XTASK) bench

fuzz: cargo
	@$(XTASK) fuzz

headers: cargo
	@$(XTASK) headers

coverage: cargo
	@$(XTASK) coverage

install: cargo
	@$(XTASK) install $(WHERE)

uninstall: cargo
	@$(XTASK) uninstall $(WHERE)

clean: cargo
	@$(CARGO) clean

.PHONY: cargo
cargo:
	@command -v $(CARGO) >/dev/null || { \
		echo "error: no \`$(CARGO)\`: install Rust 1.95 or later, see https://rustup.rs" >&2; exit 1; }
