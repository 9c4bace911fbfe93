// SPDX-License-Identifier: LGPL-2.1-or-later
//! Compiles the variadic functions, which stable Rust cannot define.

fn main() {
    println!("cargo::rerun-if-changed=shim/variadic.c");
    cc::Build::new()
        .file("shim/variadic.c")
        .warnings_into_errors(true)
        .extra_warnings(true)
        .opt_level(2)
        .flag("-ffunction-sections")
        .flag("-fvisibility=default")
        .compile("variadic");
}
