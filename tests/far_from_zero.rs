//! Means and deviations of numbers that lie far from 0: only what they differ by counts.
//!
//! Inputs are whole numbers of a unit beside an offset, so that the right results follow from sums
//! of whole numbers, which are exact, and a handful of `f64` operations.

use constnet::prelude::*;
use constnet::random::{below, generator};
use constnet::training::metrics::r2;

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

/// Two values in turn, `apart` from each other: their deviation is half of it.
fn fit<T: Scalar>(value: f64, apart: f64, n: usize) -> Standardize<1, T> {
    let pair = [value, value + apart].map(|x| SVector::from([T::from_f64(x)]));
    let data: Vec<_> = (0..n).map(|i| pair[i % 2]).collect();
    let targets: Vec<_> = data.iter().map(|x| x[0]).collect();
    let (mut layer, mut inverse) = (Standardize::default(), Unstandardize::<1, T>::default());
    layer.fit(&data).unwrap();
    inverse.fit(&targets).unwrap();
    assert!(layer.mean == inverse.mean && layer.deviation == inverse.deviation);
    layer
}

#[test]
fn times_of_ten_microseconds_have_a_deviation() {
    let (a, b) = (1.7e9_f64, 1.7e9 + 1e-5);
    let layer = fit::<f64>(a, 1e-5, 100_000);
    let exact = (b - a) / 2.0;
    assert!((layer.deviation[0] / exact - 1.0).abs() <= 4.0 * f64::U, "{:e}", layer.deviation[0]);
    // The mean lies between two f64s 2.4e-7 apart.
    let y = [a, b].map(|x| layer.forward(&SVector::from([x]))[0]);
    assert!((y[1] - y[0] - 2.0).abs() < 1e-15 && (y[0] + 1.0).abs() < 0.025, "{y:?}");
}

#[test]
fn statistics_and_standardised_numbers_err_as_the_page_says() {
    fn check<T: Rounding>(largest: i64, spread: u64, unit: f64) {
        for (offset, n) in [(0, 1000), (largest / 1024, 77), (largest, 50_000), (-largest, 300)] {
            let mut rng = generator(n as u64);
            let mut whole = || below(spread, &mut rng) as i64 - (spread / 2) as i64;
            let k: Vec<i64> = (0..n).map(|_| whole()).collect();
            let sum: i128 = k.iter().map(|&k| i128::from(k)).sum();
            let centred = |k: i64| n as i128 * i128::from(k) - sum;
            let squares: i128 = k.iter().map(|&k| centred(k) * centred(k)).sum();
            let n = n as f64;
            let deviation = (squares as f64 / (n * n * n)).sqrt() * unit;
            let mean = (offset as f64 * n + sum as f64) / n * unit;

            let number = |k: i64| SVector::from([T::from_f64((offset + k) as f64 * unit)]);
            let data: Vec<_> = k.iter().map(|&k| number(k)).collect();
            let mut layer = Standardize::<1, T>::default();
            layer.fit(&data).unwrap();
            let mut inverse = Unstandardize::<1, T>::default();
            inverse.fit(&data).unwrap();
            let error = (layer.deviation[0].to_f64() / deviation - 1.0).abs() / T::U;
            assert!(error <= 4.0, "deviation beside {offset}: {error:.1}");
            let error = (layer.mean[0].to_f64() - mean).abs() / T::U;
            assert!(
                error <= 2.0 * mean.abs() + 4.0 * deviation,
                "mean beside {offset}: {error:.1}"
            );
            for (&k, x) in k.iter().zip(&data) {
                let (y, exact) =
                    (layer.forward(x)[0].to_f64(), centred(k) as f64 / n * unit / deviation);
                let bound = 8.0 * T::U * (exact.abs() + 1.0 + mean.abs() / deviation);
                assert!((y - exact).abs() <= bound, "{offset}: {y} {exact}");
                let back = inverse.forward(&SVector::from([T::from_f64(exact)]))[0].to_f64();
                let bound = 8.0 * T::U * (exact.abs() * deviation + deviation + mean.abs());
                assert!(
                    (back - x[0].to_f64()).abs() <= bound,
                    "{offset}: {back} {}",
                    x[0].to_f64()
                );
            }
        }
    }
    check::<f32>(1 << 23, 24, 0.25);
    check::<f64>(1 << 51, 24 << 28, 0.25 / f64::from(1 << 28));
}

/// Numbers whose products and sums are exact in 128 bits: weights, means and offsets are whole, and
/// the scale is a power of two.
#[test]
fn a_folded_bias_is_rounded_once() {
    fn check<T: Scalar>(size: u64) {
        const IN: usize = 300;
        let mut rng = generator(3);
        let mut whole = || below(2 * size, &mut rng) as i64 - size as i64;
        let weight: [i64; IN] = std::array::from_fn(|_| whole());
        let mean: [i64; IN] = std::array::from_fn(|_| whole());
        let beta: [i64; IN] = std::array::from_fn(|_| whole());
        let number = |x: i64| T::from_f64(x as f64);
        let norm = |mean: [i64; IN]| BatchNorm {
            mean: mean.map(number),
            variance: [T::from_f64(0.25); IN],
            gamma: [T::one(); IN],
            beta: beta.map(number),
            epsilon: 0.0,
        };
        // The bias of before cancels the others but for a millionth, 20 bits.
        let terms = (0..IN).map(|i| i128::from(weight[i]) * i128::from(beta[i] - 2 * mean[i]));
        let sum: i128 = terms.sum();
        let bias = T::from_f64(-(sum as f64) * (1.0 + 1.0 / f64::from(1 << 20)));
        let mut before = Dense::<IN, 1, T>::new([weight.map(number)], [bias]);
        before.fold_batch_norm_before(&norm(mean)).unwrap();
        let exact = T::from_f64((sum + bias.to_f64() as i128) as f64);
        assert_eq!(before.bias[0].to_f64(), exact.to_f64());
        assert_eq!(before.weight[0].to_f64(), 2.0 * weight[0] as f64);

        // s·b + (β − s·mean), where the first two cancel.
        let bias: [i64; IN] = std::array::from_fn(|i| mean[i] + i as i64 % 3);
        let mut after = Dense::<1, IN, T>::new([[T::one()]; IN], bias.map(number));
        after.fold_batch_norm_after(&norm(mean)).unwrap();
        for i in 0..IN {
            let exact = T::from_f64((2 * (i as i64 % 3) + beta[i]) as f64);
            assert_eq!(after.bias[i].to_f64(), exact.to_f64());
        }
    }
    check::<f32>(1 << 23);
    check::<f64>(1 << 51);
}

#[test]
fn the_norm_of_a_million_equal_numbers() {
    fn check<T: Rounding, const N: usize>(value: f64) {
        let mut net = Dense::<N, 1, T>::zeros_boxed();
        let mut gradient = Dense::<N, 1, T>::zeros_boxed();
        gradient.weight.fill(T::from_f64(value));
        let value: f64 = gradient.weight[0].to_f64();
        let sgd = Sgd::new(0.0);
        let mut memory = constnet::optimizers::memory::boxed(&*net, &sgd);
        let norm = sgd.step(&mut *net, &mut *gradient, &mut memory).unwrap().gradient_norm;
        let error = (norm / (value.abs() * (N as f64).sqrt()) - 1.0).abs() / T::U;
        // Five units in the last place.
        assert!(error <= 10.0, "{N} of {value:e}: {error:.1}");
    }
    // Squares of 1e-25 are 0 in `f32`, and of 1e25 infinite.
    for value in [0.1, -7.7, 1e-25, 1e25] {
        check::<f32, 1_048_576>(value);
        check::<f32, 163_840>(value);
        check::<f32, 1025>(value);
        check::<f64, 1_048_576>(value);
        check::<f64, 99_999>(value);
    }
}

/// Targets and outputs in half steps around an offset of 10⁶ deviations, so that both sums are known exactly.
#[test]
fn r2_of_targets_far_from_0_is_that_of_targets_near_it() {
    let steps: Vec<i64> = (0..1000).map(|i| i * 37 % 19 - 9).collect();
    let errors: Vec<i64> = (0..1000).map(|i| i * 53 % 5 - 2).collect();
    let n = steps.len() as i64;
    let (total, squares): (i64, i64) = (steps.iter().sum(), steps.iter().map(|k| k * k).sum());
    let of_errors: i64 = errors.iter().map(|e| e * e).sum();
    // n·Σ (k − k̄)² = n·Σ k² − (Σ k)²
    let exact = 1.0 - (n * of_errors) as f64 / (n * squares - total * total) as f64;
    for offset in [0.0_f32, 2_097_152.0, -4_194_304.0] {
        let number = |k: i64| offset + 0.5 * k as f32;
        let outputs: Vec<_> =
            steps.iter().zip(&errors).map(|(k, e)| SVector::from([number(k + e)])).collect();
        let targets: Vec<f32> = steps.iter().map(|&k| number(k)).collect();
        let data = Dataset::new(&outputs, &targets).unwrap();
        let found = r2(&Identity, &data);
        assert!((found - exact).abs() <= 4.0 * f64::EPSILON, "{offset}: {found}, not {exact}");
    }
}
