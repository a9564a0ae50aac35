//! Values that must be exact, and √x against the instruction.

use constnet::math;

macro_rules! special_values {
    ($test:ident, $float:ident, $largest_exp:expr) => {
        #[test]
        fn $test() {
            use math::$float::*;
            const INF: $float = $float::INFINITY;
            const ZERO: $float = 0.0;
            // A comparison by bits, which tells −0 from 0.
            let is = |y: $float, expected: $float| {
                assert_eq!(y.to_bits(), expected.to_bits(), "{y:e} is not {expected:e}");
            };
            for x in [ZERO, -0.0] {
                is(exp(x), 1.0);
                is(exp_m1(x), x);
                is(ln(x), -INF);
                is(ln_1p(x), x);
                is(sqrt(x), x);
                is(tanh(x), x);
                is(fast_tanh(x), x);
                is(erf(x), x);
                assert!((erfc(x) - 1.0).abs() < 4.0 * $float::EPSILON);
                is(gelu(x), 0.0);
                is(sigmoid(x), 0.5);
                is(fast_sigmoid(x), 0.5);
                is(softplus(x), core::$float::consts::LN_2);
            }
            for (f, low, high) in [
                (exp as fn($float) -> $float, 0.0, INF),
                (exp_m1, -1.0, INF),
                (tanh, -1.0, 1.0),
                (fast_tanh, -1.0, 1.0),
                (erf, -1.0, 1.0),
                (gelu, 0.0, INF),
                (gelu_slope, -0.0, 1.0),
                (silu, -0.0, INF),
                (silu_slope, -0.0, 1.0),
                (sigmoid, 0.0, 1.0),
                (softplus, 0.0, INF),
            ] {
                is(f(INF), high);
                is(f(-INF), low);
                is(f(-$float::MAX), low);
            }
            is(erfc(INF), 0.0);
            is(erfc(-INF), 2.0);
            for f in [ln as fn($float) -> $float, ln_1p, sqrt] {
                is(f(INF), INF);
                assert!(f(-INF).is_nan() && f(-1.5).is_nan() && f(-$float::MAX).is_nan());
            }
            assert!(ln(-$float::MIN_POSITIVE).is_nan() && sqrt(-$float::MIN_POSITIVE).is_nan());
            is(ln(1.0), 0.0);
            is(ln_1p(-1.0), -INF);
            is(sigmoid($float::MAX), 1.0);
            is(softplus($float::MAX), $float::MAX);
            assert!(ln($float::MAX).is_finite() && ln_1p($float::MAX).is_finite());
            assert!(exp($largest_exp).is_finite() && exp_m1($largest_exp).is_finite());
            is(exp(($largest_exp as $float).next_up()), INF);
            let tiny = $float::from_bits(1);
            for x in [tiny, -tiny, $float::MIN_POSITIVE] {
                is(tanh(x), x);
                is(fast_tanh(x), x);
                is(exp_m1(x), x);
                is(ln_1p(x), x);
                is(exp(x), 1.0);
            }
            for f in [
                exp as fn($float) -> $float,
                exp_m1,
                ln,
                ln_1p,
                sqrt,
                tanh,
                fast_tanh,
                erf,
                erfc,
                gelu,
                gelu_slope,
                silu,
                silu_slope,
                sigmoid,
                fast_sigmoid,
                softplus,
            ] {
                assert!(f($float::NAN).is_nan() && f(-$float::NAN).is_nan());
            }
        }
    };
}

special_values!(special_values_of_f32, f32, 88.722_83);
special_values!(special_values_of_f64, f64, 709.782_712_893_384);

#[test]
fn subnormal_results_and_arguments() {
    // e^−740 and ln 2⁻¹⁰⁷⁴ of mpmath; one unit in the last place is 2⁻¹⁰⁷⁴.
    assert!(math::f64::exp(-740.0).to_bits().abs_diff(4.2e-322_f64.to_bits()) <= 1);
    assert!(math::f64::sigmoid(-740.0).to_bits().abs_diff(4.2e-322_f64.to_bits()) <= 1);
    assert_eq!(math::f64::ln(f64::from_bits(1)), -744.440_071_921_381_2);
    assert_eq!(math::f64::exp(-746.0), 0.0);
    assert_eq!(math::f32::exp(-103.9), f32::from_bits(1));
    assert_eq!(math::f32::sigmoid(-103.9), f32::from_bits(1));
    assert_eq!(math::f32::softplus(-103.9), f32::from_bits(1));
    assert_eq!(math::f32::exp(-104.0), 0.0);
}

/// IEEE 754 defines every bit of a square root, so all ways to it agree.
#[test]
fn square_roots_by_digits_are_those_of_the_processor() {
    let stride = if cfg!(debug_assertions) { 20_011 } else { 997 };
    for bits in (0..0x7f80_0000_u32).step_by(stride).chain(0..1000).chain(0x3f7f_ff00..0x3f80_0100)
    {
        let x = f32::from_bits(bits);
        assert_eq!(math::f32::sqrt_by_digits(x).to_bits(), x.sqrt().to_bits(), "{x:e}");
        assert_eq!(math::f32::sqrt(x).to_bits(), x.sqrt().to_bits(), "{x:e}");
    }
    let mut bits = 0_u64;
    for i in 0..(if cfg!(debug_assertions) { 100_000 } else { 3_000_000_u64 }) {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let x = f64::from_bits(if i < 1000 { i } else { (bits ^ (bits >> 31)) & (u64::MAX >> 1) });
        if !x.is_nan() {
            assert_eq!(math::f64::sqrt_by_digits(x).to_bits(), x.sqrt().to_bits(), "{x:e}");
            assert_eq!(math::f64::sqrt(x).to_bits(), x.sqrt().to_bits(), "{x:e}");
        }
    }
}

/// Nothing but where its argument ends keeps fast_tanh from 1 + 2⁻²³: every x that comes near.
#[test]
fn fast_tanh_ends_at_one() {
    let (from, to) = (6.0_f32.to_bits(), 9.0_f32.to_bits());
    assert!((from..=to).all(|bits| math::f32::fast_tanh(f32::from_bits(bits)) <= 1.0));
    assert_eq!(math::f32::fast_tanh(9.0), 1.0);
}
