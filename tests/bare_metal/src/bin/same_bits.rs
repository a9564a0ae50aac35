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

#[global_allocator]
static HEAP: bump::Bump<{ 8 << 20 }> = bump::Bump::new();
