//! The same bits in debug and release, for every instruction set and on every target: one number
//! stands for all results, and each build must find it.

use constnet::math;

/// Fowler, Noll and Vo's hash of the results at every `stride`-th pattern of bits. All NaN count as
/// one, because IEEE 754 leaves their bits open.
macro_rules! hash {
    ($float:ident, $bits:ident, $stride:expr) => {{
        use math::$float::*;
        let functions: [fn($float) -> $float; 11] =
            [exp, exp_m1, ln, ln_1p, sqrt, tanh, fast_tanh, erf, sigmoid, fast_sigmoid, softplus];
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for pattern in (0..$bits::MAX).step_by($stride) {
            for f in functions {
                let y = f($float::from_bits(pattern));
                let bits = if y.is_nan() { 1 } else { u64::from(y.to_bits()) };
                hash = (hash ^ bits).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        hash
    }};
}

#[test]
fn every_build_computes_the_same_bits() {
    assert_eq!(hash!(f32, u32, 100_003), 2_059_371_426_859_479_778);
    assert_eq!(hash!(f64, u64, 1_000_000_000_000_037 / 2), 6_086_694_560_660_207_831);
}
