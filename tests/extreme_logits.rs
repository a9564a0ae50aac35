//! Softmax, its logarithm and the cross-entropies at the ends of the number range: logits of ±1e30
//! and of the largest number, ties among any of 2 to 10,000 classes, in `f32` and `f64`.

use constnet::prelude::*;

/// How far a sum of N numbers may be off.
fn rounding<T: Scalar>(n: usize) -> f64 {
    n as f64 * if T::LARGEST == f64::MAX { f64::EPSILON } else { f64::from(f32::EPSILON) }
}

#[track_caller]
fn close(found: f64, expected: f64, error: f64, what: impl core::fmt::Debug) {
    let near = (found - expected).abs() <= error * expected.abs();
    assert!(near || found == expected, "{what:?}: {found:e} is not {expected:e}");
}

/// `ties` classes, spread evenly, have the logit v, and all others −v.
fn tied<T: Scalar, const N: usize>(v: f64, ties: usize) {
    let what = (core::any::type_name::<T>(), N, v, ties);
    let every = N / ties;
    let wins = |class: usize| class.is_multiple_of(every) && class / every < ties;
    let z = SVector::<T, N>::from_fn(|class, _| T::from_f64(if wins(class) { v } else { -v }));
    let (share, error) = (1.0 / ties as f64, rounding::<T>(N));
    // The distance between the logits; twice the largest number is infinite.
    let lost = T::from_f64(2.0 * v).to_f64();

    let p = Softmax.forward(&z);
    let ln_p = LogSoftmax.forward(&z);
    for class in 0..N {
        let (p, ln_p) = (p[class].to_f64(), ln_p[class].to_f64());
        close(p, if wins(class) { share } else { 0.0 }, error, what);
        close(ln_p, if wins(class) { share.ln() } else { -lost }, error, what);
    }
    close(p.iter().map(|p| p.to_f64()).sum(), 1.0, error, what);

    let loss = |class: usize| SoftmaxCrossEntropy.gradient(&z, &[class]).unwrap();
    let winner = every * (ties - 1);
    let (value, dz) = loss(winner);
    close(value.to_f64(), -share.ln(), error, what);
    close(dz[winner].to_f64(), share - 1.0, error, what);
    let plain = CrossEntropy.value(&p, &[winner]).unwrap();
    close(plain.to_f64(), -share.ln(), error, what);
    if ties < N {
        let loser = (0..N).find(|&class| !wins(class)).unwrap();
        let (value, dz) = loss(loser);
        close(value.to_f64(), lost, error, what);
        assert_eq!(dz[loser].to_f64(), -1.0, "{what:?}");
        assert_eq!(CrossEntropy.value(&p, &[loser]).unwrap().to_f64(), f64::INFINITY, "{what:?}");
    }
    // p − t: what the gradient takes from one class it gives to others.
    let sum: f64 = dz.iter().map(|dz| dz.to_f64()).sum();
    assert!(sum.abs() <= error, "{what:?}: {sum}");

    // A class and everything else: half of the elements' losses are 0, the others' 2v or ln 2.
    let yes_no = core::array::from_fn::<bool, N, _>(wins);
    let (value, dz) = SigmoidCrossEntropy.gradient(&z, &[yes_no]).unwrap();
    assert_eq!((value.to_f64(), dz), (0.0, SVector::zeros()), "{what:?}");
    let (value, dz) = SigmoidCrossEntropy.gradient(&z, &[yes_no.map(|yes| !yes)]).unwrap();
    close(value.to_f64(), z[0].to_f64(), error, what);
    close(dz[0].to_f64(), 1.0 / N as f64, error, what);
}

fn classes<T: Scalar, const N: usize>() {
    for v in [1e30, T::LARGEST] {
        for ties in [1, 2, N / 2, N - 1, N] {
            tied::<T, N>(v, ties.max(1));
        }
    }
}

#[test]
fn every_number_of_classes() {
    fn each<T: Scalar>() {
        classes::<T, 2>();
        classes::<T, 3>();
        classes::<T, 10>();
        classes::<T, 1_000>();
        classes::<T, 10_000>();
    }
    // Ten columns of 10,000 numbers stand on the stack at once.
    let roomy = || std::thread::Builder::new().stack_size(16 << 20);
    roomy().spawn(each::<f32>).unwrap().join().unwrap();
    roomy().spawn(each::<f64>).unwrap().join().unwrap();
}

/// All logits moved by the same amount, which rounding does not see, are the same distribution.
#[test]
fn only_differences_count() {
    fn moved<T: Scalar>(by: f64) {
        let z = [0.0, 1.0, -2.0, 1.0, 8.0].map(T::from_f64);
        let near = SVector::from(z);
        let far = near.map(|z| z + T::from_f64(by));
        assert_eq!(Softmax.forward(&near), Softmax.forward(&far));
        assert_eq!(LogSoftmax.forward(&near), LogSoftmax.forward(&far));
        for class in 0..5 {
            let loss = |z| SoftmaxCrossEntropy.gradient(z, &[class]);
            assert_eq!(loss(&near), loss(&far));
        }
    }
    for by in [2f64.powi(20), -2f64.powi(20)] {
        moved::<f32>(by);
        moved::<f64>(by);
    }
    moved::<f64>(2f64.powi(48));
}

/// The check sees a softmax that does not subtract the largest logit.
#[test]
#[should_panic(expected = "is not")]
fn a_naive_softmax_would_be_seen() {
    let z = SVector::<f32, 2>::from([1e30, -1e30]);
    let p = z.map(Scalar::exp) / z.map(Scalar::exp).sum();
    close(f64::from(p[0]), 1.0, 1e-6, "naive");
}
