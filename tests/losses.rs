//! Losses: what they refuse and how they say it, reductions by hand, partial batches, and the
//! ends of the number range.

use constnet::losses::{LossError, SampleLoss};
use constnet::nalgebra::{SMatrix, SVector};
use constnet::prelude::*;

/// The message of the error that a loss gives.
fn message<E, Y, Target>(loss: E, y: Y, targets: &[Target]) -> String
where
    E: Loss<Y, Target>,
{
    match (loss.gradient(&y, targets), loss.value(&y, targets)) {
        (Err(error), Err(same)) if error.to_string() == same.to_string() => error.to_string(),
        _ => panic!("not refused, or not by both"),
    }
}

#[test]
fn errors_say_what_was_found_and_what_is_expected() {
    let y = SMatrix::<f32, 3, 2>::zeros();
    let one = SMatrix::<f32, 1, 2>::zeros();

    let none = "no targets: a loss needs at least one sample";
    assert_eq!(message(SoftmaxCrossEntropy, y, &[0; 0]), none);
    assert_eq!(message(CrossEntropy, y, &[0; 0]), none);
    assert_eq!(message(SquaredErrorSum, one, &[0.0; 0]), none);
    assert_eq!(message(MeanSquaredError, one, &[0.0; 0]), none);
    assert_eq!(message(SigmoidCrossEntropy, one, &[true; 0]), none);

    let many = "3 targets for a batch of 2";
    assert_eq!(message(SoftmaxCrossEntropy, y, &[0; 3]), many);
    assert_eq!(message(CrossEntropy, y, &[0; 3]), many);
    assert_eq!(message(SquaredErrorSum, one, &[0.0; 3]), many);
    assert_eq!(message(MeanAbsoluteError, one, &[0.0; 3]), many);
    assert_eq!(message(Huber::new(), one, &[0.0; 3]), many);
    assert_eq!(message(BinaryCrossEntropy, one, &[true; 3]), many);

    let few = "1 target for a batch of 2; for a partial batch use a `MiniBatch`";
    assert_eq!(message(SoftmaxCrossEntropy, y, &[0]), few);
    assert_eq!(message(SoftmaxCrossEntropy.smoothing(0.1), y, &[0]), few);
    assert_eq!(message(CrossEntropy, y, &[0]), few);
    assert_eq!(message(SquaredErrorSum, one, &[0.0]), few);
    assert_eq!(message(MeanSquaredError, one, &[0.0]), few);
    assert_eq!(message(MeanAbsoluteError, one, &[0.0]), few);
    assert_eq!(message(Huber::new(), one, &[0.0]), few);
    assert_eq!(message(SigmoidCrossEntropy, one, &[true]), few);
    assert_eq!(message(BinaryCrossEntropy, one, &[true]), few);
    let eight = message(SoftmaxCrossEntropy, SMatrix::<f32, 3, 16>::zeros(), &[0; 8]);
    assert_eq!(eight, "8 targets for a batch of 16; for a partial batch use a `MiniBatch`");

    let class = "sample 1 is of class 3, expected 0 to 2";
    assert_eq!(message(SoftmaxCrossEntropy, y, &[2, 3]), class);
    assert_eq!(message(CrossEntropy, y, &[2, 3]), class);

    let few = |classes| {
        LossError::Class { sample: 2, place: Default::default(), found: 5, classes }.to_string()
    };
    assert_eq!(few(1), "sample 2 is of class 5, expected 0, the only class");
    assert_eq!(few(0), "sample 2 is of class 5, and there are no classes");

    let range = "expected a probability from 0 to 1";
    assert_eq!(
        message(SigmoidCrossEntropy, one, &[0.0, 1.5]),
        format!("the target of sample 1 is 1.5, {range}")
    );
    assert_eq!(
        message(BinaryCrossEntropy, one, &[-0.5, 1.0]),
        format!("the target of sample 0 is -0.5, {range}")
    );
    assert_eq!(
        message(SigmoidCrossEntropy, one, &[f32::NAN; 2]),
        format!("the target of sample 0 is NaN, {range}")
    );
    assert_eq!(
        message(SoftmaxCrossEntropy, y, &[[2.0, -1.0, 0.0]; 2]),
        format!("the target of sample 0 is 2, {range}")
    );
    assert_eq!(
        message(CrossEntropy, y, &[SVector::from([0.5, 0.25, 0.0]); 2]),
        "the target of sample 0 has the sum 0.75, expected a distribution, sum 1"
    );

    let finite = "expected a finite number";
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let wanted = format!("the target of sample 1 is {bad}, {finite}");
        assert_eq!(message(SquaredErrorSum, one, &[1.0, bad]), wanted);
        assert_eq!(message(MeanSquaredError, one, &[1.0, bad]), wanted);
        assert_eq!(message(MeanAbsoluteError, one, &[1.0, bad]), wanted);
        assert_eq!(message(Huber::new(), one, &[1.0, bad]), wanted);
    }
    let error: &dyn core::error::Error = &LossError::Empty;
    assert_eq!(error.to_string(), none);
}

/// Two outputs, three samples, errors 1, −2, 0, 0.5, 3 and −0.25.
const Y: [[f64; 2]; 3] = [[1.0, 0.0], [5.0, 1.5], [4.0, 0.75]];
const T: [[f64; 2]; 3] = [[0.0, 2.0], [5.0, 1.0], [1.0, 1.0]];

#[test]
fn reductions_by_hand() {
    let y = SMatrix::from(Y);
    let squares = 1.0 + 4.0 + 0.0 + 0.25 + 9.0 + 0.0625;
    assert_eq!(SquaredErrorSum.value(&y, &T), Ok(squares));
    assert_eq!(MeanSquaredError.value(&y, &T), Ok(squares / 6.0));
    assert_eq!(MeanAbsoluteError.value(&y, &T), Ok(6.75 / 6.0));
    let huber = 0.5 + 1.5 + 0.0 + 0.125 + 2.5 + 0.03125;
    assert_eq!(Huber::new().value(&y, &T), Ok(huber / 6.0));

    // Two samples, logits 0 and 0: ln 2 each, so the mean is ln 2, and the gradient is (p − t)/2.
    let z = SMatrix::<f64, 2, 2>::zeros();
    let (loss, dz) = SoftmaxCrossEntropy.gradient(&z, &[0, 1]).unwrap();
    assert!((loss - 2f64.ln()).abs() < 1e-15);
    assert_eq!(dz, SMatrix::from([[-0.25, 0.25], [0.25, -0.25]]));
    // Four elements: the same mean, and the gradient is (p − t)/4.
    let (loss, dz) = SigmoidCrossEntropy.gradient(&z, &[[true, false], [false, true]]).unwrap();
    assert!((loss - 2f64.ln()).abs() < 1e-15);
    assert_eq!(dz, SMatrix::from([[-0.125, 0.125], [0.125, -0.125]]));
}

/// A partial batch has the loss and the gradient of the smaller batch; the rest has none.
#[test]
fn missing_columns_do_not_count() {
    fn same<E, Target>(loss: E, targets: &[Target; 2])
    where
        E: Loss<SMatrix<f64, 2, 3>, Target, Value = f64>
            + Loss<SMatrix<f64, 2, 2>, Target, Value = f64>,
    {
        let mut y = SMatrix::<f64, 2, 3>::from([[0.25, 0.75], [0.5, 0.125], [0.0, 0.0]]);
        let (small, dsmall) =
            loss.gradient(&y.fixed_columns::<2>(0).into_owned(), targets).unwrap();
        // Not even a NaN in the missing column counts.
        y.fill_column(2, f64::NAN);
        let (value, dy) = loss.gradient_of_first(&y, targets).unwrap();
        assert!((value - small).abs() <= 1e-16);
        assert_eq!(dy.fixed_columns::<2>(0), dsmall);
        assert_eq!(dy.column(2), SVector::from([0.0, 0.0]));
    }
    let t = [[0.0, 1.0], [0.75, 0.25]];
    same(SquaredErrorSum, &t);
    same(MeanSquaredError, &t);
    same(MeanAbsoluteError, &t);
    same(Huber::new(), &t);
    same(Scaled(Huber::new(), 0.5), &t);
    same(SigmoidCrossEntropy, &t);
    same(BinaryCrossEntropy, &t);
    same(CrossEntropy, &t);
    same(SoftmaxCrossEntropy, &t);
    same(SoftmaxCrossEntropy.smoothing(0.1), &[0, 1]);
}

#[test]
fn means_of_losses_near_the_largest_number_are_finite() {
    let max = f32::MAX;
    // Each of four samples loses MAX; their sum would be infinite.
    let z = SMatrix::<f32, 2, 4>::from([[max, 0.0]; 4]);
    assert_eq!(SoftmaxCrossEntropy.value(&z, &[1; 4]), Ok(max));
    assert_eq!(SoftmaxCrossEntropy.gradient_of_first(&z, &[1; 3]).map(|(loss, _)| loss), Ok(max));
    let z = SMatrix::<f32, 1, 4>::repeat(max);
    assert_eq!(SigmoidCrossEntropy.value(&z, &[false; 4]), Ok(max));
    assert_eq!(MeanAbsoluteError.value(&z, &[0.0; 4]), Ok(max));
    // m − z is 2·MAX, of which the smoothed target takes a tenth.
    let z = SVector::<f32, 2>::from([max, -max]);
    let loss = SoftmaxCrossEntropy.smoothing(0.2).value(&z, &[0]).unwrap();
    assert!((loss / max - 0.2).abs() < 1e-6);
}

/// One of 100 errors has a loss that is no `f32`; a hundredth of it is.
#[test]
fn a_mean_is_finite_where_a_term_is_not() {
    fn mean<L: Loss<SVector<f32, 100>, [f32; 100], Value = f32>>(loss: L, y: f32, t: f32) -> f32 {
        let mut out = SVector::<f32, 100>::zeros();
        let mut target = [0.0; 100];
        (out[7], target[7]) = (y, t);
        loss.value(&out, &[target]).unwrap()
    }
    let near = |found: f32, exact: f64| (f64::from(found) / exact - 1.0).abs() < 1e-6;
    assert!(near(mean(MeanSquaredError, 3e19, 0.0), 9e36));
    assert!(near(mean(MeanSquaredError, -1e20, 5e19), 2.25e38));
    // Squared near the target, absolute far from it.
    assert!(near(mean(Huber::delta(1e25), 3e19, 0.0), 4.5e36));
    assert!(near(mean(Huber::delta(1e10), 5e28, 0.0), 5e36));
    assert!(near(mean(Huber::delta(1e10), 0.0, 5e28), 5e36));
    // The error itself is no `f32`.
    assert!(near(mean(MeanAbsoluteError, 3e38, -3e38), 6e36));
    assert!(near(mean(MeanAbsoluteError, -3e38, 3e38), 6e36));
    assert!(near(mean(Huber::new(), 3e38, -3e38), 6e36));
    assert!(near(mean(Huber::new(), -3e38, 3e38), 6e36));
    assert_eq!(mean(MeanSquaredError, 3e38, 0.0), f32::INFINITY);
}

#[test]
fn a_distribution_counts_as_a_vector_as_it_does_as_an_array() {
    let (t, z) = ([0.5, 0.125, 0.375], SVector::<f32, 3>::from([1.0, -2.0, 0.5]));
    let (vector, p) = (SVector::from(t), Softmax.forward(&z));
    assert_eq!(SoftmaxCrossEntropy.gradient(&z, &[vector]), SoftmaxCrossEntropy.gradient(&z, &[t]));
    assert_eq!(CrossEntropy.gradient(&p, &[vector]), CrossEntropy.gradient(&p, &[t]));
    let smoothed = SoftmaxCrossEntropy.smoothing(0.1);
    assert_eq!(smoothed.gradient(&z, &[vector]), smoothed.gradient(&z, &[t]));
}

/// Each of 256 terms is an `f32`; their sum is not, nor is it with room for 32 of them.
#[test]
fn a_class_counts_as_the_distribution_that_has_it_alone() {
    // The class is the largest logit, or not; there are ties, and classes that cannot be.
    let inf = f32::INFINITY;
    let z = SMatrix::<f32, 10, 6>::from([
        [3.0, -1.0, 0.5, 0.25, -0.0, 0.0, 1e-3, -7.0, 2.0, 2.0],
        [3.0, -1.0, 0.5, 0.25, -0.0, 0.0, 1e-3, -7.0, 2.0, 2.0],
        [0.0; 10],
        [-inf, 1.0, -inf, 2.0, 3.0, 1.0, 1.0, 1.0, 90.0, 1.0],
        [1e30, 2e30, -1e30, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [5.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0, -1.0, -2.0, 5.0],
    ]);
    for shift in 0..10 {
        let classes: [usize; 6] = std::array::from_fn(|j| (j + shift) % 10);
        let alone = classes.map(|class| std::array::from_fn(|i| f32::from(u8::from(i == class))));
        let bits = |(loss, dz): (f32, SMatrix<f32, 10, 6>)| (loss.to_bits(), dz.map(f32::to_bits));
        let of_class = SoftmaxCrossEntropy.gradient(&z, &classes).unwrap();
        let of_distribution = SoftmaxCrossEntropy.gradient(&z, &alone).unwrap();
        assert_eq!(bits(of_class), bits(of_distribution), "{classes:?}");
    }
}

#[test]
fn a_mean_over_a_batch_is_finite_where_the_sum_is_not() {
    let y = SMatrix::<f32, 16, 16>::repeat(1.5e19);
    let mean = MeanSquaredError.value(&y, &[[0.0; 16]; 16]).unwrap();
    assert!((mean / 2.25e38 - 1.0).abs() < 1e-5, "{mean}");
}

#[test]
fn extreme_logits_in_f32() {
    let mut z = SVector::<f32, 3>::from([1e30, -1e30, 0.0]);
    let loss = SoftmaxCrossEntropy;
    assert_eq!(loss.gradient(&z, &[0]), Ok((0.0, SVector::zeros())));
    assert_eq!(loss.gradient(&z, &[1]), Ok((2e30, SVector::from([1.0, -1.0, 0.0]))));
    assert_eq!(loss.gradient(&z, &[2]), Ok((1e30, SVector::from([1.0, 0.0, -1.0]))));
    // Ties share.
    z = SVector::from([1e30, 1e30, -1e30]);
    let (value, dz) = loss.gradient(&z, &[1]).unwrap();
    assert!((value - core::f32::consts::LN_2).abs() < 1e-7);
    assert_eq!(dz, SVector::from([0.5, -0.5, 0.0]));
    // A confident and right prediction keeps its digits: ln(1 + e^−20) and −e^−20.
    let e = (-20.0_f32).exp();
    let (value, dz) = loss.gradient(&SVector::<f32, 2>::from([20.0, 0.0]), &[0]).unwrap();
    assert!((value / e - 1.0).abs() < 1e-6 && (dz[0] / -e - 1.0).abs() < 1e-6);
    let (value, dz) =
        SigmoidCrossEntropy.gradient(&SVector::<f32, 1>::from([20.0]), &[1.0]).unwrap();
    assert!((value / e - 1.0).abs() < 1e-6 && (dz[0] / -e - 1.0).abs() < 1e-6);
}

/// In debug, each copy of so many numbers has its place on the stack, and a test has 2 MiB of it.
const TEN_THOUSAND: usize = 10_000;

#[test]
fn ten_thousand_classes() {
    let z = SVector::<f32, TEN_THOUSAND>::zeros();
    let loss = SoftmaxCrossEntropy;
    let (value, dz) = loss.gradient(&z, &[TEN_THOUSAND - 1]).unwrap();
    assert!((value - (TEN_THOUSAND as f32).ln()).abs() < 1e-5, "{value}");
    assert!((dz[0] * TEN_THOUSAND as f32 - 1.0).abs() < 1e-5 && dz[TEN_THOUSAND - 1] < -0.999);
    let value = loss.value(&z, &[SVector::repeat(1.0 / TEN_THOUSAND as f32)]).unwrap();
    assert!((value - (TEN_THOUSAND as f32).ln()).abs() < 1e-3, "{value}");
}

/// Against f64.
#[test]
fn ten_thousand_uneven_classes() {
    let z = SVector::<f32, TEN_THOUSAND>::from_fn(|i, _| ((i * 7919) % 1000) as f32 / 100.0);
    let (value, dz) = SoftmaxCrossEntropy.gradient(&z, &[3]).unwrap();
    let (exact, dexact) = SoftmaxCrossEntropy.gradient(&z.map(f64::from), &[3]).unwrap();
    assert!((f64::from(value) / exact - 1.0).abs() < 1e-6, "{value} {exact}");
    for (dz, dexact) in dz.iter().zip(&dexact) {
        assert!((f64::from(*dz) / dexact - 1.0).abs() < 1e-6, "{dz} {dexact}");
    }
}

/// Nine are as likely as each other; what the others have, one by one, is less than a rounding of a sum
/// of those, and together 5e-5.
#[test]
fn ten_thousand_classes_of_which_few_are_likely() {
    let mut z = SVector::<f32, TEN_THOUSAND>::from_fn(|i, _| if i < 9 { 0.0 } else { -17.0 });
    let (value, _) = SoftmaxCrossEntropy.gradient(&z, &[3]).unwrap();
    let exact = f64::ln(9.0 + (TEN_THOUSAND - 9) as f64 * f64::exp(-17.0));
    assert!((f64::from(value) / exact - 1.0).abs() < 1e-6, "{value} {exact}");
    z[7] = 1e30;
    assert_eq!(SoftmaxCrossEntropy.value(&z, &[7]), Ok(0.0));
    assert_eq!(SoftmaxCrossEntropy.value(&z, &[8]), Ok(1e30));
}

#[test]
fn nan_in_nan_out_and_infinity_by_its_limit() {
    fn nan<E, Target, const N: usize>(loss: E, target: Target)
    where
        E: Loss<SVector<f32, N>, Target, Value = f32>,
        Target: Copy,
    {
        for row in 0..N {
            let mut y = SVector::repeat(0.5);
            y[row] = f32::NAN;
            assert!(loss.value(&y, &[target]).unwrap().is_nan(), "row {row}");
        }
    }
    for class in 0..3 {
        nan::<_, _, 3>(SoftmaxCrossEntropy, class);
        nan::<_, _, 3>(SoftmaxCrossEntropy.smoothing(0.1), class);
        nan::<_, _, 3>(CrossEntropy, class);
    }
    nan::<_, _, 1>(SoftmaxCrossEntropy, 0);
    for t in [[1.0, 0.0, 0.5], [0.0, 0.5, 1.0]] {
        nan(SquaredErrorSum, t);
        nan(MeanSquaredError, t);
        nan(MeanAbsoluteError, t);
        nan(Huber::new(), t);
        nan(SigmoidCrossEntropy, t);
        nan(BinaryCrossEntropy, t);
    }

    // A masked class has the logit −∞; it costs nothing unless it is the right one.
    let z = SVector::<f32, 3>::from([0.0, f32::NEG_INFINITY, 0.0]);
    let (value, dz) = SoftmaxCrossEntropy.gradient(&z, &[0]).unwrap();
    assert!((value - core::f32::consts::LN_2).abs() < 1e-7);
    assert_eq!(dz, SVector::from([-0.5, 0.0, 0.5]));
    assert_eq!(SoftmaxCrossEntropy.value(&z, &[1]), Ok(f32::INFINITY));
    let z = SVector::<f32, 1>::from([f32::INFINITY]);
    assert_eq!(SigmoidCrossEntropy.gradient(&z, &[true]), Ok((0.0, SVector::zeros())));
    assert_eq!(SigmoidCrossEntropy.value(&z, &[false]), Ok(f32::INFINITY));

    // A probability of 0 for what happened is infinitely wrong.
    let p = SVector::<f32, 2>::from([0.0, 1.0]);
    assert_eq!(CrossEntropy.gradient(&p, &[1]), Ok((0.0, SVector::from([0.0, -1.0]))));
    let (value, dp) = CrossEntropy.gradient(&p, &[0]).unwrap();
    assert_eq!((value, dp[0]), (f32::INFINITY, f32::NEG_INFINITY));
    assert_eq!(BinaryCrossEntropy.value(&p, &[[true, true]]), Ok(f32::INFINITY));
}

#[test]
fn settings_out_of_range_are_errors_of_the_loss() {
    let y = SVector::<f32, 1>::from([0.5]);
    let above_0 = "expected a number that is finite and above 0 in the network's number type";
    assert_eq!(message(Huber::delta(0.0), y, &[0.5]), format!("δ is 0, {above_0}"));
    assert_eq!(message(Huber::delta(f64::NAN), y, &[0.5]), format!("δ is NaN, {above_0}"));
    assert_eq!(message(Huber::delta(1e300), y, &[0.5]), format!("δ is 1e300, {above_0}"));
    assert_eq!(message(Huber::delta(-1e-50), y, &[0.5]), format!("δ is -1e-50, {above_0}"));
    for delta in [-1.0, f64::INFINITY, 1e-50, 1e50] {
        assert!(Huber::delta(delta).value(&y, &[0.5]).is_err(), "{delta}");
    }
    // In f64 the smallest of these is above 0.
    assert!(Huber::delta(1e-50).value(&y.map(f64::from), &[0.5]).is_ok());
    assert_eq!(Huber::default(), Huber::delta(1.0));

    let smoothing = "expected a number from 0 to 1";
    for (epsilon, found) in [(-0.5, "-0.5"), (1.5, "1.5"), (f64::NAN, "NaN")] {
        let found = format!("label smoothing is {found}, {smoothing}");
        assert_eq!(message(SoftmaxCrossEntropy.smoothing(epsilon), y, &[0]), found);
    }
    // Without smoothing, the same bits.
    let z = SVector::<f32, 3>::from([0.1, -2.0, 0.7]);
    let plain = SoftmaxCrossEntropy.gradient(&z, &[2]);
    assert_eq!(SoftmaxCrossEntropy.smoothing(0.0).gradient(&z, &[2]), plain);
}

#[test]
fn a_loss_on_probabilities_refuses_outputs_that_are_none() {
    let p = SMatrix::<f64, 2, 3>::from([[0.5, 0.5], [0.25, 1.25], [-0.5, 1.5]]);
    let wanted = "output 1 of sample 1 is 1.25, expected a probability from 0 to 1";
    assert_eq!(message(CrossEntropy, p, &[0, 0, 0]), wanted);
    assert_eq!(message(BinaryCrossEntropy, p, &[[true, false]; 3]), wanted);
    // Only the columns that count.
    assert!(CrossEntropy.gradient_of_first(&p, &[0]).is_ok());
    let p = SVector::<f64, 2>::from([-1e-9, 1.0]);
    assert!(message(CrossEntropy, p, &[1]).starts_with("output 0 of sample 0 is -1e-9,"));

    // What rounding leaves above 1 is 1: no loss is negative.
    let p = SVector::<f32, 2>::from([1.0 + f32::EPSILON, 0.0]);
    assert_eq!(CrossEntropy.gradient(&p, &[0]), Ok((0.0, SVector::from([-1.0, 0.0]))));
    let (value, dp) = BinaryCrossEntropy.gradient(&p, &[[true, false]]).unwrap();
    assert_eq!((value, dp), (0.0, SVector::from([-0.5, 0.5])));
    let wrong = BinaryCrossEntropy.value(&p, &[[false, false]]);
    assert_eq!(wrong, Ok(f32::INFINITY));
}

/// Which losses want logits, and which are means: what a network that ends in a softmax, and a
/// schedule of learning rates, are checked by.
#[test]
fn losses_say_what_they_are() {
    const fn is<E: SampleLoss<f32, 2, [f32; 2]>>(_: &E) -> (bool, bool) {
        (E::LOGITS, E::MEAN)
    }
    assert_eq!(is(&SquaredErrorSum), (false, false));
    assert_eq!(is(&MeanSquaredError), (false, true));
    assert_eq!(is(&MeanAbsoluteError), (false, true));
    assert_eq!(is(&Huber::new()), (false, true));
    assert_eq!(is(&CrossEntropy), (false, true));
    assert_eq!(is(&BinaryCrossEntropy), (false, true));
    assert_eq!(is(&SigmoidCrossEntropy), (true, true));
    assert_eq!(is(&SoftmaxCrossEntropy), (true, true));
}

/// Means over as many terms as no `f32` sum of one after the other has digits for.
#[test]
fn a_mean_of_many_equal_terms_has_all_its_digits() {
    // A million numbers and their gradient stand on the stack at once, some times.
    let roomy = std::thread::Builder::new().stack_size(64 << 20);
    roomy.spawn(means_of_many_equal_terms).unwrap().join().unwrap();
}

fn means_of_many_equal_terms() {
    fn near(found: f32, exact: f64, what: &str) {
        let ulp = f64::from((exact as f32).next_up() - exact as f32);
        let off = (f64::from(found) - exact).abs() / ulp;
        assert!(off <= 4.0, "{what}: {found:e} is off by {off} units in the last place");
    }
    // 163,840 terms, and 1,048,576.
    let t = vec![SVector::<f32, 640>::zeros(); 256];
    let y = Box::new(SMatrix::<f32, 640, 256>::from_element(0.3));
    let square = f64::from(0.3_f32).powi(2);
    near(MeanSquaredError.value(&*y, &t).unwrap(), square, "MeanSquaredError");
    near(SquaredErrorSum.value(&*y, &t).unwrap(), square * 163_840.0, "SquaredErrorSum");
    near(MeanAbsoluteError.value(&*y, &t).unwrap(), 0.3_f32.into(), "MeanAbsoluteError");
    near(Huber::new().value(&*y, &t).unwrap(), square / 2.0, "Huber");
    let softplus = f64::from(0.3_f32).exp().ln_1p();
    let no = vec![[false; 640]; 256];
    near(SigmoidCrossEntropy.value(&*y, &no).unwrap(), softplus, "SigmoidCrossEntropy");
    let against = -(1.0 - f64::from(0.3_f32)).ln();
    near(BinaryCrossEntropy.value(&*y, &no).unwrap(), against, "BinaryCrossEntropy");
    let y = Box::new(SMatrix::<f32, 1024, 1024>::from_element(0.3));
    let t = vec![SVector::<f32, 1024>::zeros(); 1024];
    near(MeanSquaredError.value(&*y, &t).unwrap(), square, "MeanSquaredError of a million");

    // A sample for each of 2,048 terms.
    let z = Box::new(SMatrix::<f32, 2, 2048>::from_fn(|i, _| [0.3, 0.0][i]));
    near(SoftmaxCrossEntropy.value(&*z, &[1; 2048]).unwrap(), softplus, "SoftmaxCrossEntropy");
    let p = Box::new(SMatrix::<f32, 2, 2048>::from_element(0.3));
    let loss = CrossEntropy.value(&*p, &[1; 2048]).unwrap();
    near(loss, -f64::from(0.3_f32).ln(), "CrossEntropy");
}

/// The loss is −Σ t·ln p also of a distribution whose sum rounding has left beside 1, and the gradient is
/// the gradient of that.
#[test]
fn value_and_gradient_read_the_same_distribution() {
    use constnet::gradcheck::check_loss;
    for t in [[0.200_004, 0.8], [0.2, 0.799_995], [0.5, 0.5], [1.0, 5e-6], [0.0, 0.999_994]] {
        for z in [[1.0, -1.0], [-1.0, 1.0], [3.0, 2.5]] {
            let z = SVector::<f64, 2>::from(z);
            let plain = check_loss(&SoftmaxCrossEntropy, &z, &[t]).unwrap();
            let smoothed = check_loss(&SoftmaxCrossEntropy.smoothing(0.1), &z, &[t]).unwrap();
            assert!(plain.worst() < 1e-7 && smoothed.worst() < 1e-7, "{t:?} {plain} {smoothed}");
        }
    }
}
