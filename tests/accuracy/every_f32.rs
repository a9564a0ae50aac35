//! `f32`, against `f64` functions of std (and this crate's `f64` erf, itself held against double-double arithmetic).

use constnet::math::{f32 as math, f64 as math64};

/// One function, its reference, and what is promised.
pub struct Case {
    pub name: &'static str,
    pub f: fn(f32) -> f32,
    reference: fn(f64) -> f64,
    /// Largest error in units in the last place of the exact result.
    ulps: f64,
    pub monotone: bool,
    pub odd: bool,
    pub range: (f32, f32),
}

const ALL: (f32, f32) = (f32::NEG_INFINITY, f32::INFINITY);

pub fn cases() -> [Case; 10] {
    let case = |name, f, reference, ulps, range| Case {
        name,
        f,
        reference,
        ulps,
        monotone: true,
        odd: false,
        range,
    };
    [
        case("exp", |x| math::exp(x), f64::exp, 1.0, (0.0, f32::INFINITY)),
        case("exp_m1", |x| math::exp_m1(x), f64::exp_m1, 2.0, (-1.0, f32::INFINITY)),
        case("ln", |x| math::ln(x), f64::ln, 1.0, ALL),
        case("ln_1p", |x| math::ln_1p(x), f64::ln_1p, 2.0, ALL),
        Case { odd: true, ..case("tanh", |x| math::tanh(x), f64::tanh, 2.0, (-1.0, 1.0)) },
        Case {
            odd: true,
            monotone: false,
            ..case("fast_tanh", |x| math::fast_tanh(x), f64::tanh, 7.0, (-1.0, 1.0))
        },
        case("sigmoid", |x| math::sigmoid(x), |x| 1.0 / (1.0 + (-x).exp()), 2.0, (0.0, 1.0)),
        Case {
            monotone: false,
            ..case(
                "fast_sigmoid",
                |x| math::fast_sigmoid(x),
                |x| 1.0 / (1.0 + (-x).exp()),
                1e9,
                (0.0, 1.0),
            )
        },
        case(
            "softplus",
            |x| math::softplus(x),
            |x| x.max(0.0) + (-x.abs()).exp().ln_1p(),
            2.0,
            (0.0, f32::INFINITY),
        ),
        Case { odd: true, ..case("erf", |x| math::erf(x), |x| math64::erf(x), 2.0, (-1.0, 1.0)) },
    ]
}

/// What was seen in a run.
#[derive(Clone, Copy, Default)]
pub struct Seen {
    pub ulps: f64,
    pub at: f32,
    pub absolute: f64,
    /// Arguments at which the function falls, leaves its range, is not odd, or mishandles NaN.
    pub falls: (u64, f32),
    pub outside: (u64, f32),
    pub not_odd: (u64, f32),
    pub nan: (u64, f32),
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
pub fn in_order(i: u32) -> f32 {
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
pub fn run(case: &Case, from: u64, to: u64, stride: u64) -> Seen {
    let mut seen = Seen::default();
    let mut last = f32::NEG_INFINITY;
    let mut i = from;
    while i < to {
        let x = in_order(i as u32);
        i += stride;
        let y = (case.f)(x);
        let exact = (case.reference)(f64::from(x));
        if exact.is_nan() || y.is_nan() {
            if !(exact.is_nan() && y.is_nan()) {
                count(&mut seen.nan, x);
            }
            continue;
        }
        // ∞ stands for the first number beyond the largest.
        let clamp = |v: f64| v.clamp(-3.402_823_669_209_384_6e38, 3.402_823_669_209_384_6e38);
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
        if case.odd && (case.f)(-x).to_bits() != (-y).to_bits() {
            count(&mut seen.not_odd, x);
        }
    }
    seen
}

fn check(case: &Case, seen: &Seen) {
    let name = case.name;
    assert!(seen.ulps <= case.ulps, "{name}({:e}) errs by {} ulp", seen.at, seen.ulps);
    assert_eq!(seen.falls.0, 0, "{name} falls at {:e}", seen.falls.1);
    assert_eq!(seen.outside.0, 0, "{name} leaves its range at {:e}", seen.outside.1);
    assert_eq!(seen.not_odd.0, 0, "{name} is not odd at {:e}", seen.not_odd.1);
    assert_eq!(seen.nan.0, 0, "{name} mistakes NaN at {:e}", seen.nan.1);
}

#[test]
fn errors_and_properties_on_a_stride() {
    for case in cases() {
        check(&case, &run(&case, 0, 1 << 32, 20_011));
    }
}

#[test]
#[ignore = "minutes in release: every f32"]
fn errors_and_properties_on_every_f32() {
    let only = std::env::var("ONLY").ok();
    println!(
        "{:14} {:>8} {:>15} {:>10}  falls outside not-odd nan",
        "f32", "ulp", "at", "absolute"
    );
    let mut all = vec![];
    for case in cases() {
        if only.as_deref().is_some_and(|only| only != case.name) {
            continue;
        }
        let stride: u64 = std::env::var("STRIDE").map_or(1, |s| s.parse().unwrap());
        let seen = std::thread::scope(|scope| {
            let upper = scope.spawn(|| run(&case, 1 << 31, 1 << 32, stride));
            // One number more, so that the seam is compared too.
            let lower = run(&case, 0, (1 << 31) + 1, stride);
            lower.join(upper.join().unwrap())
        });
        println!(
            "{:14} {:8.4} {:15e} {:10.2e}  {:?} {:?} {:?} {:?}",
            case.name,
            seen.ulps,
            seen.at,
            seen.absolute,
            seen.falls,
            seen.outside,
            seen.not_odd,
            seen.nan
        );
        all.push((case, seen));
    }
    for (case, seen) in &all {
        check(case, seen);
    }
}
