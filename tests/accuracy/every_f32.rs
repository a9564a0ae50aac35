//! `f32`, against the `f64` functions of this crate, which `sampled_f64` holds against a reference
//! of their own.

use constnet::math::{f32 as math, f64 as math64};

const BLOCK: usize = 256;
/// 2¹²⁸, which would follow on the largest `f32`.
const BEYOND: f64 = 2.0 * 170_141_183_460_469_231_731_687_303_715_884_105_728.0;

/// One function, its reference, and what is promised.
struct Case {
    name: &'static str,
    f: fn(&[f32; BLOCK], &mut [f32; BLOCK]),
    reference: fn(&[f64; BLOCK], &mut [f64; BLOCK]),
    /// Largest error in units in the last place of the exact result.
    ulps: f64,
    /// Largest error itself.
    absolute: f64,
    monotone: bool,
    odd: bool,
    range: (f32, f32),
}

const ALL: (f32, f32) = (f32::NEG_INFINITY, f32::INFINITY);

/// A function of a block, so that the loop becomes vector code.
macro_rules! block {
    ($f:path) => {
        |x, y| x.iter().zip(y).for_each(|(&x, y)| *y = $f(x))
    };
}

fn cases() -> [Case; 11] {
    let case = |name, f, reference, ulps, range| Case {
        name,
        f,
        reference,
        ulps,
        absolute: f64::INFINITY,
        monotone: true,
        odd: false,
        range,
    };
    let step = (-1.0, 1.0);
    let positive = (0.0, f32::INFINITY);
    [
        case("exp", block!(math::exp), block!(math64::exp), 0.99, positive),
        case("exp_m1", block!(math::exp_m1), block!(math64::exp_m1), 1.49, (-1.0, f32::INFINITY)),
        case("ln", block!(math::ln), block!(math64::ln), 0.93, ALL),
        case("ln_1p", block!(math::ln_1p), block!(math64::ln_1p), 1.08, ALL),
        case("tanh", block!(math::tanh), block!(math64::tanh), 1.46, step).odd(),
        case("fast_tanh", block!(math::fast_tanh), block!(math64::tanh), 5.71, step)
            .odd()
            .rough()
            .within(3.5e-7),
        case("sigmoid", block!(math::sigmoid), block!(math64::sigmoid), 2.0, (0.0, 1.0)),
        // Only the absolute error is small.
        case("fast_sigmoid", block!(math::fast_sigmoid), block!(math64::sigmoid), 1e9, (0.0, 1.0))
            .rough()
            .within(2.1e-7),
        case("softplus", block!(math::softplus), block!(math64::softplus), 1.65, positive),
        case("erf", block!(math::erf), block!(math64::erf), 1.21, step).odd(),
        case("erfc", block!(math::erfc), block!(math64::erfc), 5.2, (0.0, 2.0)).rough(),
    ]
}

impl Case {
    fn odd(self) -> Self {
        Self { odd: true, ..self }
    }
    fn rough(self) -> Self {
        Self { monotone: false, ..self }
    }
    fn within(self, absolute: f64) -> Self {
        Self { absolute, ..self }
    }
}

/// What was seen in a run.
#[derive(Clone, Copy, Default)]
struct Seen {
    ulps: f64,
    at: f32,
    absolute: f64,
    /// Arguments at which the function falls, leaves its range, is not odd, or mishandles NaN.
    falls: (u64, f32),
    outside: (u64, f32),
    not_odd: (u64, f32),
    nan: (u64, f32),
}

impl Seen {
    fn join(self, other: Self) -> Self {
        let add = |a: (u64, f32), b: (u64, f32)| (a.0 + b.0, if a.0 > 0 { a.1 } else { b.1 });
        let worse = if self.ulps >= other.ulps { self } else { other };
        Self {
            ulps: worse.ulps,
            at: worse.at,
            absolute: self.absolute.max(other.absolute),
            falls: add(self.falls, other.falls),
            outside: add(self.outside, other.outside),
            not_odd: add(self.not_odd, other.not_odd),
            nan: add(self.nan, other.nan),
        }
    }
}

/// The i-th `f32` from −NaN over −∞, −0, 0, ∞ to NaN.
fn in_order(i: u32) -> f32 {
    f32::from_bits(if i >> 31 == 1 { i ^ (1 << 31) } else { !i })
}

/// The distance between neighbours in `f32` at a value, as if the exponents went on upwards.
fn ulp(value: f64) -> f64 {
    let exponent = ((value.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    f64::from_bits(((exponent.max(-126) - 23 + 1023) as u64) << 52)
}

fn count(at: &mut (u64, f32), x: f32) {
    if at.0 == 0 {
        at.1 = x;
    }
    at.0 += 1;
}

/// Every `stride`-th `f32` of a part of them, in order.
fn run(case: &Case, from: u64, to: u64, stride: u64) -> Seen {
    let mut seen = Seen::default();
    let mut last = f32::NEG_INFINITY;
    let (mut y, mut exact, mut mirrored) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
    let mut start = from;
    while start < to {
        // Beyond the end, the last number again.
        let x: [f32; BLOCK] =
            core::array::from_fn(|i| in_order((start + i as u64 * stride).min(to - 1) as u32));
        start += BLOCK as u64 * stride;
        (case.f)(&x, &mut y);
        (case.reference)(&x.map(f64::from), &mut exact);
        if case.odd {
            (case.f)(&x.map(|x| -x), &mut mirrored);
        }
        for i in 0..BLOCK {
            let (x, y, exact) = (x[i], y[i], exact[i]);
            if exact.is_nan() || y.is_nan() {
                if !(exact.is_nan() && y.is_nan()) {
                    count(&mut seen.nan, x);
                }
                continue;
            }
            // ∞ stands for the number that would follow on the largest.
            let clamp = |v: f64| v.clamp(-BEYOND, BEYOND);
            let error = (clamp(f64::from(y)) - clamp(exact)).abs();
            let ulps = error / ulp(clamp(exact));
            if ulps > seen.ulps {
                (seen.ulps, seen.at) = (ulps, x);
            }
            seen.absolute = seen.absolute.max(error);
            if case.monotone && y < last {
                count(&mut seen.falls, x);
            }
            last = y;
            if y < case.range.0 || y > case.range.1 {
                count(&mut seen.outside, x);
            }
            if case.odd && mirrored[i].to_bits() != (-y).to_bits() {
                count(&mut seen.not_odd, x);
            }
        }
    }
    seen
}

fn check(case: &Case, seen: &Seen) {
    let name = case.name;
    assert!(seen.ulps <= case.ulps, "{name}({:e}) errs by {} ulp", seen.at, seen.ulps);
    assert!(seen.absolute <= case.absolute, "{name} errs by {:e}", seen.absolute);
    assert_eq!(seen.falls.0, 0, "{name} falls at {:e}", seen.falls.1);
    assert_eq!(seen.outside.0, 0, "{name} leaves its range at {:e}", seen.outside.1);
    assert_eq!(seen.not_odd.0, 0, "{name} is not odd at {:e}", seen.not_odd.1);
    assert_eq!(seen.nan.0, 0, "{name} mistakes NaN at {:e}", seen.nan.1);
}

#[test]
fn errors_and_properties_on_a_stride() {
    for case in cases() {
        check(&case, &run(&case, 0, 1 << 32, 10_007));
    }
}

#[test]
#[ignore = "minutes in release: every f32"]
fn errors_and_properties_on_every_f32() {
    println!("f32            largest error, ulp      at       absolute");
    let only = std::env::var("FUNCTION").ok();
    let chosen = cases().into_iter().filter(|case| only.as_deref().is_none_or(|f| f == case.name));
    for case in chosen {
        let seen = std::thread::scope(|scope| {
            let upper = scope.spawn(|| run(&case, 1 << 31, 1 << 32, 1));
            // One number more, so that the seam is compared too.
            let lower = run(&case, 0, (1 << 31) + 1, 1);
            lower.join(upper.join().unwrap())
        });
        println!("{:14} {:15.4} {:15e} {:9.1e}", case.name, seen.ulps, seen.at, seen.absolute);
        check(&case, &seen);
    }
}
