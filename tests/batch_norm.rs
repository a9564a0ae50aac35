//! Folded batch normalisation computes what PyTorch's does in `eval` mode:
//! `reference/batch_norm.py` made the numbers.

use constnet::prelude::*;

fn numbers<const N: usize>(key: &str) -> [f64; N] {
    let file = include_str!("reference/batch_norm.txt");
    let line = file.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' ')).unwrap();
    let numbers: Vec<f64> = line.split(' ').map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

fn convert<T: Scalar, const N: usize>(numbers: [f64; N]) -> [T; N] {
    numbers.map(T::from_f64)
}

/// PyTorch writes weights row after row.
fn dense<T: Scalar, const IN: usize, const OUT: usize, const ALL: usize>(
    name: &str,
) -> Dense<IN, OUT, T> {
    let weight: [f64; ALL] = numbers(&format!("{name}.weight"));
    let rows = std::array::from_fn(|o| std::array::from_fn(|i| T::from_f64(weight[o * IN + i])));
    Dense::new(rows, convert(numbers(&format!("{name}.bias"))))
}

fn norm<T: Scalar, const N: usize>(name: &str, epsilon: f64) -> BatchNorm<N, T> {
    let affine = name != "5";
    BatchNorm {
        mean: convert(numbers(&format!("{name}.running_mean"))),
        variance: convert(numbers(&format!("{name}.running_var"))),
        gamma: convert(if affine { numbers(&format!("{name}.weight")) } else { [1.0; N] }),
        beta: convert(if affine { numbers(&format!("{name}.bias")) } else { [0.0; N] }),
        epsilon,
    }
}

/// The largest difference from PyTorch's outputs, relative to the largest of them.
fn difference<T: Scalar>() -> f64 {
    let mut net: (Dense<3, 4, T>, Tanh, Dense<4, 2, T>) =
        (dense::<T, 3, 4, 12>("1"), Tanh, dense::<T, 4, 2, 8>("4"));
    // Two norms into one layer, in either order.
    net.0.fold_batch_norm_after(&norm("2", 1e-3)).unwrap();
    net.0.fold_batch_norm_before(&norm("0", 1e-5)).unwrap();
    net.2.fold_batch_norm_after(&norm("5", 1e-5)).unwrap();
    let y = net.forward(&SMatrix::<T, 3, 8>::from_column_slice(&convert::<T, 24>(numbers("x"))));
    let expected: [f64; 16] = numbers("y");
    let largest = expected.iter().fold(0.0, |largest: f64, y| largest.max(y.abs()));
    let differences = y.iter().zip(expected).map(|(y, t)| (y.to_f64() - t).abs());
    differences.fold(0.0, f64::max) / largest
}

/// The folded bias makes up for means that are many deviations from 0: feature 0 has the mean 2, the
/// deviation 0.12 and the scale 1.5, so that sums of about 25 cancel to outputs of about 2. An ulp of
/// what cancels counts 12 times; 32 leave room for more than one.
#[test]
fn folded_networks_give_pytorchs_outputs() {
    let (double, single) = (difference::<f64>(), difference::<f32>());
    println!("relative difference {double:e} in f64, {single:e} in f32");
    assert!(double <= 32.0 * f64::EPSILON, "{double:e}");
    assert!(single <= 32.0 * f64::from(f32::EPSILON), "{single:e}");
}

/// Without ε, a feature that was constant in training has no deviation to be divided by.
#[test]
fn a_variance_of_0_needs_an_epsilon() {
    let (mean, gamma, beta) = ([0.5_f32; 2], [1.0; 2], [0.0; 2]);
    let norm = |epsilon| BatchNorm { mean, variance: [4.0, 0.0], gamma, beta, epsilon };
    let layer = Dense::new([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0]);
    let mut folded = layer.clone();
    let error = folded.fold_batch_norm_after(&norm(0.0)).unwrap_err();
    assert!(error.to_string().contains("feature 1"), "{error}");
    assert!(folded == layer);
    folded.fold_batch_norm_after(&norm(1e-5)).unwrap();
}

/// A norm of drawn numbers, whose β are near `beta`.
fn drawn_norm<const N: usize>(mut drawn: impl FnMut() -> f64, beta: f64) -> BatchNorm<N, f64> {
    let mut numbers = |offset: f64| std::array::from_fn(|_| drawn() + offset);
    let [mean, variance, gamma] = [0.0, 2.0, 0.0].map(&mut numbers);
    BatchNorm { mean, variance, gamma, beta: numbers(beta), epsilon: 1e-5 }
}

/// A norm behind a convolution folds into it whatever the window. One before it folds only where nothing is padded:
/// with an offset of 100 the border shows it. There it is a layer of its own.
#[test]
fn a_norm_folds_into_a_convolution_but_not_through_padding() {
    type Image<const C: usize, const H: usize, const W: usize> = [[SMatrix<f64, C, 2>; W]; H];
    let mut rng = constnet::random::generator(1);
    let mut drawn = || constnet::random::uniform(1.0, &mut rng);
    let x: Image<4, 5, 6> =
        std::array::from_fn(|_| std::array::from_fn(|_| SMatrix::from_fn(|_, _| drawn())));
    #[track_caller]
    fn same<const C: usize, const H: usize, const W: usize>(
        a: &Image<C, H, W>,
        b: &Image<C, H, W>,
    ) {
        let pairs = a.as_flattened().iter().zip(b.as_flattened());
        let worst = pairs.map(|(a, b)| (a - b).amax()).fold(0.0, f64::max);
        assert!(worst < 1e-12, "{worst:e}");
    }

    // Two groups, padding 1: after the layer.
    let mut padded =
        Conv2d::<4, 6, 3, 3, 5, 6, Pad<1>, 2, f64>::init(&mut constnet::random::generator(2));
    let after = drawn_norm::<6>(&mut drawn, 100.0);
    let expected = after.affine().unwrap().forward(&padded.forward(&x));
    padded.fold_batch_norm_after(&after).unwrap();
    same(&padded.forward(&x), &expected);

    // Before the layer, without padding.
    let mut inside =
        Conv2d::<4, 6, 3, 3, 3, 4, Valid, 2, f64>::init(&mut constnet::random::generator(3));
    let before = drawn_norm::<4>(&mut drawn, 100.0);
    let affine = before.affine().unwrap();
    let expected = inside.forward(&affine.forward(&x));
    inside.fold_batch_norm_before(&before).unwrap();
    same(&inside.forward(&x), &expected);

    // Before the layer, with padding: refused, and nothing has changed.
    let (kept, y) = (padded.clone(), padded.forward(&affine.forward(&x)));
    assert_eq!(padded.fold_batch_norm_before(&before), Err(FoldError::Padding));
    assert!(padded == kept);
    // What a fold would have given is right inside and wrong at the border.
    let mut unpadded = Conv2d::<4, 6, 3, 3, 3, 4, Valid, 2, f64>::zeros();
    (unpadded.weight, unpadded.bias) = (padded.weight, padded.bias);
    unpadded.fold_batch_norm_before(&before).unwrap();
    (padded.weight, padded.bias) = (unpadded.weight, unpadded.bias);
    let folded = padded.forward(&x);
    assert!((folded[2][2] - y[2][2]).amax() < 1e-11);
    assert!((folded[0][0] - y[0][0]).amax() > 1.0);
}

/// As for images: whatever the window behind it, without padding before it. The offset of 100 would show at the ends.
#[test]
fn a_norm_folds_into_a_convolution_of_a_sequence_but_not_through_its_zeros() {
    type Steps<const C: usize, const L: usize> = [SMatrix<f64, C, 2>; L];
    let mut rng = constnet::random::generator(4);
    let mut drawn = || constnet::random::uniform(1.0, &mut rng);
    let x: Steps<4, 9> = std::array::from_fn(|_| SMatrix::from_fn(|_, _| drawn()));
    #[track_caller]
    fn same<const C: usize, const L: usize>(a: &Steps<C, L>, b: &Steps<C, L>) {
        let worst = a.iter().zip(b).map(|(a, b)| (a - b).amax()).fold(0.0, f64::max);
        assert!(worst < 1e-12, "{worst:e}");
    }
    let (before, after) = (drawn_norm::<4>(&mut drawn, 100.0), drawn_norm::<6>(&mut drawn, 100.0));
    let (affine, behind) = (before.affine().unwrap(), after.affine().unwrap());
    let mut rng = constnet::random::generator(5);

    // Two groups, a stride and padding at both ends: after the layer alone.
    type Padded = (Stride<1, 2>, Pad<0, 1>);
    let mut padded = WindowConv1d::<4, 6, 3, 5, Padded, 2, f64>::init(&mut rng);
    let expected = behind.forward(&padded.forward(&x));
    padded.fold_batch_norm_after(&after).unwrap();
    same(&padded.forward(&x), &expected);
    let kept = padded.clone();
    assert_eq!(padded.fold_batch_norm_before(&before), Err(FoldError::Padding));
    assert!(padded == kept);

    // Zeros at one end are enough, and so is padding that the sizes ask for. Rows that a sequence does not have are no padding.
    let mut one_end = WindowConv1d::<4, 6, 3, 9, Pad<0, 2, 0, 0>, 2, f64>::init(&mut rng);
    assert_eq!(one_end.fold_batch_norm_before(&before), Err(FoldError::Padding));
    let mut same_size = WindowConv1d::<4, 6, 3, 9, Same, 2, f64>::init(&mut rng);
    assert_eq!(same_size.fold_batch_norm_before(&before), Err(FoldError::Padding));
    let mut rows = WindowConv1d::<4, 6, 3, 7, Pad<1, 0>, 2, f64>::init(&mut rng);
    let expected = rows.forward(&affine.forward(&x));
    rows.fold_batch_norm_before(&before).unwrap();
    same(&rows.forward(&x), &expected);

    // No padding: on both sides, with a dilation.
    let mut inside = WindowConv1d::<4, 6, 3, 5, Dilate<1, 2>, 2, f64>::init(&mut rng);
    let expected = behind.forward(&inside.forward(&affine.forward(&x)));
    inside.fold_batch_norm_before(&before).unwrap();
    inside.fold_batch_norm_after(&after).unwrap();
    same(&inside.forward(&x), &expected);

    // What looks back sees zeros before the first step: after the layer alone.
    let mut causal = Conv1d::<4, 6, 2, 3, 2, f64>::init(&mut rng);
    let expected = behind.forward(&causal.forward(&x));
    causal.fold_batch_norm_after(&after).unwrap();
    same(&causal.forward(&x), &expected);
    let (kept, y) = (causal.clone(), causal.forward(&affine.forward(&x)));
    assert_eq!(causal.fold_batch_norm_before(&before), Err(FoldError::Padding));
    assert!(causal == kept);
    // What a fold would have given is right from the fourth step on, and wrong before.
    let mut unpadded = WindowConv1d::<4, 6, 2, 6, Dilate<1, 3>, 2, f64>::zeros();
    (unpadded.weight, unpadded.bias) = (causal.weight, causal.bias);
    unpadded.fold_batch_norm_before(&before).unwrap();
    (causal.weight, causal.bias) = (unpadded.weight, unpadded.bias);
    let folded = causal.forward(&x);
    assert!((folded[3] - y[3]).amax() < 1e-11);
    assert!((folded[2] - y[2]).amax() > 1.0);

    // One tap looks back on nothing.
    let mut now = Conv1d::<4, 6, 1, 1, 2, f64>::init(&mut rng);
    let expected = behind.forward(&now.forward(&affine.forward(&x)));
    now.fold_batch_norm_before(&before).unwrap();
    now.fold_batch_norm_after(&after).unwrap();
    same(&now.forward(&x), &expected);
}
