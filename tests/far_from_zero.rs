//! Means and deviations of numbers that lie far from 0: only what they differ by counts.
//!
//! Inputs are whole numbers of a unit beside an offset, so that the right results follow from sums
//! of whole numbers, which are exact, and a handful of `f64` operations.

use constnet::prelude::*;
use constnet::random::{below, generator};

/// Half a unit in the last place of 1: what one rounding may add to it.
trait Rounding: Scalar {
    const U: f64;
}
impl Rounding for f32 {
    const U: f64 = f32::EPSILON as f64 / 2.0;
}
impl Rounding for f64 {
    const U: f64 = f64::EPSILON / 2.0;
}

/// What `LayerNorm` gives for x = offset + unit·k and g = γ∘dy of whole numbers.
struct Exact {
    normalized: Vec<f64>,
    dx: Vec<f64>,
    /// What dx is a difference of, at its largest.
    dx_scale: f64,
}

impl Exact {
    fn of(k: &[i64], unit: f64, g: &[i64]) -> Self {
        // N·(k − mean k) and N·(g − mean g)
        let centred = |x: &[i64]| -> Vec<i128> {
            let sum: i128 = x.iter().map(|&x| i128::from(x)).sum();
            let n = x.len() as i128;
            x.iter().map(|&x| n * i128::from(x) - sum).collect()
        };
        let (k, g, n) = (centred(k), centred(g), k.len() as f64);
        let squares: i128 = k.iter().map(|k| k * k).sum();
        let along: i128 = k.iter().zip(&g).map(|(k, g)| k * g).sum();
        let deviation = (squares as f64 * unit * unit / (n * n * n) + 1e-5).sqrt();
        let normalized: Vec<f64> = k.iter().map(|&k| k as f64 * unit / n / deviation).collect();
        let along = along as f64 * unit / deviation / (n * n * n);
        let dx = normalized.iter().zip(&g).map(|(x, &g)| (g as f64 / n - x * along) / deviation);
        let largest = g.iter().map(|g| g.abs()).max().unwrap_or(0) as f64;
        Self { dx: dx.collect(), dx_scale: largest / n / deviation, normalized }
    }
}

/// The largest errors in units of u: of x̂ beside 1 + |x̂|, of dγ beside its largest number, and of dx
/// beside what it is a difference of.
fn layer_norm_errors<const N: usize, T: Rounding>(offset: i64, spread: u64, unit: f64) -> [f64; 3] {
    let mut errors = [0.0_f64; 3];
    for seed in 0..20 {
        let mut rng = generator(seed);
        let mut whole = || below(spread, &mut rng) as i64 - (spread / 2) as i64;
        let k: Vec<i64> = (0..N).map(|_| whole()).collect();
        // Scales of both signs; or one scale, and a gradient that is as far from 0 as x.
        let (scale, dy): ([i64; N], Vec<i64>) = if seed % 2 == 0 {
            (std::array::from_fn(|i| [1, -2, 4][i % 3]), (0..N).map(|_| whole()).collect())
        } else {
            ([1; N], (0..N).map(|_| offset + whole()).collect())
        };
        let g: Vec<i64> = scale.iter().zip(&dy).map(|(scale, dy)| scale * dy).collect();
        let exact = Exact::of(&k, unit, &g);

        let number = |x: i64| T::from_f64(x as f64);
        let x = SVector::<T, N>::from_fn(|i, _| T::from_f64((offset + k[i]) as f64 * unit));
        let dy = SVector::<T, N>::from_fn(|i, _| number(dy[i]));
        let layer = LayerNorm::<N, T>::new(scale.map(number), [T::zero(); N]);
        let (y, cache) = layer.forward_train(&x, &mut generator(0));
        let mut gradient = LayerNorm::<N, T>::zeros();
        let dx = layer.backward(&x, &y, &cache, &dy, &mut gradient);

        let largest = (0..N).map(|i| (dy[i].to_f64() * exact.normalized[i]).abs());
        let largest = largest.fold(f64::MIN_POSITIVE, f64::max);
        for i in 0..N {
            let normalized = y[i].to_f64() / scale[i] as f64;
            let away = (normalized - exact.normalized[i]).abs();
            errors[0] = errors[0].max(away / (1.0 + exact.normalized[i].abs()) / T::U);
            let away = (gradient.weight[i].to_f64() - dy[i].to_f64() * exact.normalized[i]).abs();
            errors[1] = errors[1].max(away / largest / T::U);
            let away = (dx[i].to_f64() - exact.dx[i]).abs();
            errors[2] = errors[2].max(away / exact.dx_scale / T::U);
        }
        assert!(errors.iter().all(|error| error.is_finite()));
    }
    errors
}

#[test]
fn layer_norm_errs_as_little_far_from_0_as_near_it() {
    fn check<const N: usize>() {
        // At a million deviations, 4 bits of an `f32` are left and 33 of an `f64`.
        for (offset, spread) in [(0, 1 << 10), (1 << 10, 1 << 10), (1 << 23, 24), (-8_388_000, 24)]
        {
            let errors = [
                layer_norm_errors::<N, f32>(offset, spread, 0.25),
                layer_norm_errors::<N, f64>(offset << 28, spread << 28, 0.25 / f64::from(1 << 28)),
            ];
            for (errors, kind) in errors.into_iter().zip(["f32", "f64"]) {
                // As the layer's page says.
                let good = std::iter::zip(errors, [4.0, 6.0, 8.0]).all(|(error, max)| error <= max);
                assert!(good, "{N} numbers beside {offset}, {kind}: x̂, dγ, dx err by {errors:.1?}");
            }
        }
    }
    check::<2>();
    check::<3>();
    check::<7>();
    check::<10>();
    check::<15>();
    check::<16>();
    check::<33>();
    check::<64>();
    check::<256>();
    check::<300>();
    check::<1024>();
}

#[test]
fn a_column_of_equal_numbers_is_normalised_to_0() {
    fn check<const N: usize, T: Scalar>(values: &[f64]) {
        for &value in values {
            let y = LayerNorm::<N, T>::default().forward(&SVector::from([T::from_f64(value); N]));
            assert!(y.iter().all(|y| y.to_f64() == 0.0), "{N} of {value}: {}", y[0].to_f64());
        }
    }
    let values = [300.1, 52428.89, 1e6 + 0.3, -1.0 / 3.0, 1e-30, 123_456_789.1, 1.7e33];
    check::<3, f32>(&values);
    check::<10, f32>(&values);
    check::<64, f32>(&values);
    check::<999, f32>(&values);
    check::<4096, f32>(&values);
    check::<64, f64>(&values);
    check::<999, f64>(&values);
}

#[test]
fn a_ramp_far_from_0_is_normalised_as_one_at_0() {
    let y = LayerNorm::<32>::default().forward(&SVector::from_fn(|i, _| (6_399_968 + i) as f32));
    for i in 0..32 {
        let exact = (i as f64 - 15.5) / (85.25_f64 + 1e-5).sqrt();
        assert!((f64::from(y[i]) - exact).abs() < 1e-6, "{i}: {} {exact}", y[i]);
    }
}

/// One number far from the others, wherever it stands: it is most of the deviation.
#[test]
fn a_column_may_begin_far_from_its_mean() {
    fn check<const N: usize>() {
        for at in [0, N / 2, N - 1] {
            let mut k: Vec<i64> = (0..N as i64).map(|i| i * 7 % 10).collect();
            k[at] = 8_000_000;
            let exact = Exact::of(&k, 1.0, &k);
            let y = LayerNorm::<N>::default().forward(&SVector::from_fn(|i, _| k[i] as f32));
            for (&y, exact) in y.iter().zip(exact.normalized) {
                let error = (f64::from(y) - exact).abs() / (1.0 + exact.abs()) / f32::U;
                assert!(error <= 4.0, "{N}, large at {at}: {error:.1}");
            }
        }
    }
    check::<3>();
    check::<12>();
    check::<15>();
    check::<16>();
    check::<500>();
}
