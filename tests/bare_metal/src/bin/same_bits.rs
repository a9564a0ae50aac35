//! Compares the bits of all networks with the ones that are written down, without an operating
//! system: 1,000 training steps of each.
#![no_std]
#![no_main]

#[path = "../../../same_bits/src/bump.rs"]
mod bump;
#[cfg_attr(target_arch = "arm", path = "../machine/cortex_m.rs")]
#[cfg_attr(target_arch = "aarch64", path = "../machine/aarch64.rs")]
mod machine;
#[path = "../../../same_bits/src/networks.rs"]
mod networks;

use core::fmt::Write;

#[global_allocator]
static HEAP: bump::Bump<{ 8 << 20 }> = bump::Bump::new();

/// What every machine calls once it has started.
fn run(out: &mut impl Write) {
    assert!(networks::sees_a_changed_rate(), "another rate gave the same bits");
    let found = networks::all(1_000);
    for (name, bits) in &found {
        writeln!(out, "{name}: {bits:016x?}").unwrap();
    }
    let wrong = networks::wrong(&found);
    assert!(wrong.is_empty(), "other bits: {wrong:#?}");
    writeln!(out, "{} networks: the same bits", found.len()).unwrap();
}
