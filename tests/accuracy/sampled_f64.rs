//! `f64`, against double-double arithmetic on a sample.

use crate::double_double::Dd;
use constnet::math::f64 as math;

struct Case {
    name: &'static str,
    f: fn(f64) -> f64,
    reference: fn(Dd) -> Dd,
    /// Where the function is neither constant nor subnormal.
    domain: (f64, f64),
    /// Largest error in units in the last place.
    ulps: f64,
    monotone: bool,
    odd: bool,
    range: (f64, f64),
}

fn cases() -> [Case; 8] {
    let case = |name, f, reference, domain, ulps, range| Case {
        name,
        f,
        reference,
        domain,
        ulps,
        monotone: true,
        odd: false,
        range,
    };
    let all = (f64::NEG_INFINITY, f64::INFINITY);
    let positive = (0.0, f64::INFINITY);
    [
        case("exp", math::exp, Dd::exp, (-660.0, 709.0), 0.96, positive),
        Case {
            monotone: false,
            ..case("exp_m1", math::exp_m1, Dd::exp_m1, (-40.0, 709.0), 1.70, (-1.0, f64::INFINITY))
        },
        case("ln", math::ln, Dd::ln, (1e-300, 1e300), 0.83, all),
        case("ln_1p", math::ln_1p, Dd::ln_1p, (-1.0 + 1e-15, 1e15), 0.92, all),
        Case { odd: true, ..case("tanh", math::tanh, Dd::tanh, (-21.0, 21.0), 1.45, (-1.0, 1.0)) },
        case("sigmoid", math::sigmoid, Dd::sigmoid, (-660.0, 40.0), 2.0, (0.0, 1.0)),
        case("softplus", math::softplus, Dd::softplus, (-660.0, 1000.0), 1.72, positive),
        Case { odd: true, ..case("erf", math::erf, Dd::erf, (-6.0, 6.0), 1.10, (-1.0, 1.0)) },
    ]
}

/// Numbers in a domain: a third spread evenly over it, a third over [−2, 2], a third over the
/// magnitudes.
fn sample(domain: (f64, f64), seed: &mut u64) -> f64 {
    let mut uniform = || {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 11) as f64 / (1u64 << 53) as f64
    };
    loop {
        let x = match (uniform() * 3.0) as u32 {
            0 => domain.0 + (domain.1 - domain.0) * uniform(),
            1 => uniform() * 4.0 - 2.0,
            _ => (uniform() - 0.5).signum() * 10f64.powf(uniform() * 40.0 - 25.0),
        };
        if x > domain.0 && x < domain.1 {
            return x;
        }
    }
}

fn ulp(value: f64) -> f64 {
    let exponent = (value.to_bits() >> 52) & 0x7ff;
    f64::from_bits(exponent.saturating_sub(52).max(1) << 52)
}

fn run(case: &Case, samples: usize) -> (f64, f64) {
    let (mut worst, mut at, mut seed) = (0.0, 0.0, 1);
    let name = case.name;
    for _ in 0..samples {
        let mut x = sample(case.domain, &mut seed);
        let y = (case.f)(x);
        let exact = (case.reference)(x.into());
        let error = (Dd::from(y) - exact).high.abs() / ulp(exact.high);
        if error > worst {
            (worst, at) = (error, x);
        }
        assert!(y >= case.range.0 && y <= case.range.1, "{name} leaves its range at {x:e}");
        if case.odd {
            assert_eq!((case.f)(-x).to_bits(), (-y).to_bits(), "{name} is not odd at {x:e}");
        }
        let mut last = y;
        for _ in 0..4 {
            x = x.next_up();
            let next = (case.f)(x);
            assert!(next >= last || !case.monotone, "{name} falls at {x:e}");
            last = next;
        }
    }
    (worst, at)
}

#[test]
fn errors_and_properties_on_a_sample() {
    for case in cases() {
        let (worst, at) = run(&case, if cfg!(debug_assertions) { 3_000 } else { 30_000 });
        assert!(worst <= case.ulps, "{}({at:e}) errs by {worst} ulp", case.name);
    }
}

/// The bounds hold on a hundred million numbers for each function, `SAMPLES=100000000`, which take hours.
#[test]
#[ignore = "a minute in release: two million numbers for each function"]
fn errors_and_properties_on_a_dense_sample() {
    let samples = std::env::var("SAMPLES").map_or(2_000_000, |samples| samples.parse().unwrap());
    println!("{:14} {:>8} {:>24}", "f64", "ulp", "at");
    for case in cases() {
        let (worst, at) = run(&case, samples);
        println!("{:14} {worst:8.4} {at:24e}", case.name);
        assert!(worst <= case.ulps, "{} errs by {worst} ulp", case.name);
    }
}
