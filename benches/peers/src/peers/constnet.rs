//! constnet: a network is a type. Compiled as it is by default, and with fused multiply-add.

#![allow(
    clippy::duplicate_mod,
    reason = "the networks of the benchmarks are declared once for each build"
)]

pub mod default {
    use ::constnet as library;
    include!("constnet_contenders.rs");
}

#[allow(dead_code, reason = "of this build the fast form alone is shown")]
pub mod fma {
    use ::constnet_fma as library;
    include!("constnet_contenders.rs");
}
