//! constnet: a network is a type. Compiled as it is by default, and with fused multiply-add.

pub mod default {
    use ::constnet as library;
    include!("constnet_contenders.rs");
}

pub mod fma {
    use ::constnet_fma as library;
    include!("constnet_contenders.rs");
}
