//! Layers on batches, arrays and tuples: the same function at every place, the right gradients, and sizes that
//! are checked where a network is declared.

use constnet::{Value, gradcheck, prelude::*, random::uniform};
use core::fmt::Debug;

/// Numbers from −2 to 2, of any shape.
fn numbers<V: Value<Number: Scalar>>(seed: u64) -> V {
    let mut rng = random::generator(seed);
    let mut value = V::zeros();
    value.for_each_mut(|x| *x = Scalar::from_f64(uniform(2.0, &mut rng)));
    value
}

fn right<L, X>(name: &str, mut layer: L, x: &X)
where
    X: Value<Number = f64>,
    L: Backward<X, Output: Value<Number = f64>, Gradient: Only<f64>>,
{
    let report = gradcheck::check(&mut layer, x, 3);
    assert!(report.worst() < 1e-7, "{name}: {report}");
}

type Batch<const N: usize, const B: usize> = SMatrix<f64, N, B>;

/// A layer that takes columns of three features, on every shape that has them.
macro_rules! on_columns {
    ($($name:ident: $layer:expr;)*) => { $(
        #[test]
        fn $name() {
            right("a batch", $layer, &numbers::<Batch<3, 4>>(1));
            right("a sequence", $layer, &numbers::<[Batch<3, 1>; 11]>(2));
            right("a batch of sequences", $layer, &numbers::<[Batch<3, 2>; 5]>(3));
            right("an image", $layer, &numbers::<[[Batch<3, 1>; 4]; 3]>(4));
            places($layer);
        }
    )* };
}

/// At every place of a sequence, and in every column, the bits of one sample alone. 21 places are two
/// batches of eight for a kernel, and five columns.
fn places<L, Y>(layer: L)
where
    L: Forward<Batch<3, 1>, Output = Y>
        + Forward<[Batch<3, 1>; 21], Output = [Y; 21]>
        + Forward<[[Batch<3, 1>; 5]; 2], Output = [[Y; 5]; 2]>,
    Y: PartialEq + Debug,
{
    let x: [Batch<3, 1>; 21] = numbers(5);
    let y = layer.forward(&x);
    for (x, y) in x.iter().zip(&y) {
        assert_eq!(&layer.forward(x), y);
    }
    let image: [[Batch<3, 1>; 5]; 2] = numbers(6);
    let y = layer.forward(&image);
    for (x, y) in image.iter().flatten().zip(y.iter().flatten()) {
        assert_eq!(&layer.forward(x), y);
    }
}

fn dense<const IN: usize, const OUT: usize>(seed: u64) -> Dense<IN, OUT, f64> {
    let mut layer = Dense::zeros();
    layer.weight = numbers(seed);
    layer.bias = numbers(seed + 1);
    layer
}

on_columns! {
    dense_of_one_output: dense::<3, 1>(7);
    dense_of_two_outputs: dense::<3, 2>(7);
    dense_of_many_outputs: dense::<3, 9>(7);
    layer_norm: LayerNorm::<3, f64>::new([0.5, -1.5, 2.0], [0.25, 0.5, -1.0]);
    softmax: Softmax;
    log_softmax: LogSoftmax;
    standardize: Standardize::<3, f64>::new([0.5, -1.0, 0.0], [2.0, 0.5, 3.0]);
    unstandardize: Unstandardize::<3, f64>::new([0.5, -1.0, 0.0], [2.0, 0.5, 3.0]);
    stack: (dense::<3, 4>(7), Tanh, Residual((dense::<4, 4>(9), Sigmoid)), LayerNorm::<4, f64>::default());
    slice: Slice::<1, 2>;
    branches: (Fork((dense::<3, 2>(7), Tanh, dense::<3, 1>(8))), Concat::<6>);
}

/// Kernels for `f32` go through batches of eight columns; the bits are those of one.
#[test]
fn single_precision_at_every_place() {
    fn check<const OUT: usize>() {
        let mut layer = Dense::<5, OUT>::zeros();
        layer.weight = numbers(1);
        layer.bias = numbers(2);
        let net = (layer, Softplus, Softmax);
        let x: [SMatrix<f32, 5, 3>; 7] = numbers(3);
        let y = net.forward(&x);
        for (x, y) in x.iter().zip(&y) {
            for (x, y) in x.column_iter().zip(y.column_iter()) {
                assert_eq!(net.forward(&x.into_owned()), y);
            }
        }
    }
    check::<1>();
    check::<3>();
    check::<8>();
    check::<40>();
}

/// The gradient of a sequence is the sum of those of its steps, added or set.
#[test]
fn gradients_of_a_sequence_are_sums_over_its_steps() {
    use constnet::pass::{Accumulate, Overwrite, Unwanted};
    let layer = dense::<3, 5>(1);
    let (x, dy): ([Batch<3, 2>; 9], [Batch<5, 2>; 9]) = (numbers(2), numbers(3));
    let y = layer.forward(&x);
    let mut sum = Dense::<3, 5, f64>::zeros();
    for ((x, y), dy) in x.iter().zip(&y).zip(&dy) {
        layer.backward_parameters(x, y, &(), dy, &mut sum);
    }
    let mut set = dense::<3, 5>(4);
    layer.propagate::<_, Unwanted>(&x, &y, &(), &dy, Overwrite(&mut set));
    assert!((set.weight - sum.weight).amax() < 1e-13 && (set.bias - sum.bias).amax() < 1e-13);
    let before = set.clone();
    layer.propagate::<_, Unwanted>(&x, &y, &(), &dy, Accumulate(&mut set));
    assert!((set.weight - before.weight * 2.0).amax() < 1e-13);
    // Nothing at all is no gradient.
    let (x, y): ([Batch<3, 1>; 0], [Batch<5, 1>; 0]) = ([], []);
    layer.propagate::<_, Unwanted>(&x, &y, &(), &y, Overwrite(&mut set));
    assert_eq!(set, Dense::zeros());
}

/// What does the same to every number takes tuples too.
#[test]
fn tuples_part_by_part() {
    type Pair = (Batch<2, 3>, [Batch<1, 2>; 4]);
    let x: Pair = numbers(1);
    assert_eq!(Tanh.forward(&x), (Tanh.forward(&x.0), Tanh.forward(&x.1)));
    right("tanh", Tanh, &x);
    right("gelu", Gelu, &x);
    right("residual", Residual((Tanh, Sigmoid)), &x);
    right("dropout", Dropout::<1, 2>, &x);
    right("identity", Identity, &x);
    right("a tuple in an array", Silu, &numbers::<[(Batch<1, 1>, Batch<2, 1>); 3]>(2));
    right("a tuple of one", Silu, &numbers::<(Batch<3, 1>,)>(3));
    // More numbers than a vector in each part, for the kernels of f32.
    let x: (SMatrix<f32, 9, 1>, SMatrix<f32, 3, 5>, SMatrix<f32, 1, 1>) = numbers(4);
    let y = FastTanh.forward(&x);
    assert_eq!(y, (FastTanh.forward(&x.0), FastTanh.forward(&x.1), FastTanh.forward(&x.2)));
}

#[test]
fn values_are_walked_in_the_order_of_their_declaration() {
    type V = ([Batch<2, 1>; 2], (Batch<1, 1>, Batch<1, 2>));
    let mut value = V::zeros();
    let mut next = 0.0;
    value.for_each_mut(|x| {
        next += 1.0;
        *x = next;
    });
    let pair = [SVector::from([1.0, 2.0]), SVector::from([3.0, 4.0])];
    assert_eq!(value, (pair, (Batch::<1, 1>::new(5.0), Batch::<1, 2>::new(6.0, 7.0))));
    assert_eq!((V::LEN, value.get(4), value.get(7)), (7, Some(5.0), None));
    let small = Value::map(&value, |x| x as u8);
    let mut sum = 0;
    small.for_each(|x| sum += x);
    assert_eq!(sum, 28);
    // Beside numbers of another size the compiler may order the fields of a tuple otherwise.
    value.zip_mut::<u8>(&small, |x, small| assert_eq!(*x, f64::from(small)));
    value.set(6, 9.0);
    assert_eq!(value.1.1[1], 9.0);
}

#[test]
fn branches_have_the_right_gradients() {
    let x = numbers::<Batch<3, 2>>(1);
    right("fork", Fork((dense::<3, 2>(1), (dense::<3, 4>(3), Tanh))), &x);
    let pair: (Batch<2, 2>, Batch<3, 2>) = numbers(2);
    right("concat", (Concat::<5>, dense::<5, 2>(5)), &pair);
    let four: ([Batch<1, 1>; 3], [Batch<2, 1>; 3], [Batch<1, 1>; 3], [Batch<4, 1>; 3]) = numbers(3);
    right("concat of four sequences", Concat::<8>, &four);
    let same: (Batch<2, 2>, Batch<2, 2>, Batch<2, 2>) = numbers(4);
    right("sum", Sum, &same);
    right("product", Product, &same);
    right("gate", (Fork((dense::<3, 4>(6), (dense::<3, 4>(7), Sigmoid))), Product), &x);
    right("skip", (Fork((Identity, (dense::<3, 3>(8), Tanh))), Sum), &x);
    right("slices", (Fork((Slice::<0, 1>, Slice::<1, 2>, Slice::<2, 1>)), Concat::<4>), &x);
}

/// Residual is a sum with x itself, to the bit.
#[test]
fn a_skip_is_a_sum() {
    let inner = (dense::<3, 3>(1), Tanh);
    let skip = (Fork((inner.clone(), Identity)), Sum);
    let x = numbers::<Batch<3, 2>>(2);
    assert_eq!(Residual(inner).forward(&x), skip.forward(&x));
}

#[test]
fn nan_stays_in_its_column_and_part() {
    let net = (Fork((dense::<3, 2>(1), (dense::<3, 1>(2), Tanh))), Concat::<3>);
    let mut x = [Batch::<3, 2>::zeros(); 2];
    x[1][(0, 1)] = f64::NAN;
    let y = net.forward(&x);
    for (step, y) in y.iter().enumerate() {
        for (b, column) in y.column_iter().enumerate() {
            assert_eq!(column.iter().any(|y| y.is_nan()), (step, b) == (1, 1));
        }
    }
}

#[test]
fn a_fork_ends_its_pass_where_nothing_is_trained() {
    use constnet::pass::{Overwrite, Unwanted};
    /// Panics if anybody asks for its dx.
    struct NoDx;
    constnet::parameters! { [] NoDx {} }
    impl<const B: usize> Forward<Batch<2, B>> for NoDx {
        type Output = Batch<2, B>;
        fn forward(&self, x: &Batch<2, B>) -> Self::Output {
            *x
        }
    }
    impl<const B: usize> Backward<Batch<2, B>> for NoDx {
        type Cache = ();
        fn forward_train<R: rand::Rng + ?Sized>(
            &self,
            x: &Batch<2, B>,
            _: &mut R,
        ) -> (Self::Output, ()) {
            (*x, ())
        }
        fn backward_input(
            &self,
            _: &Batch<2, B>,
            _: &Self::Output,
            (): &(),
            _: &Self::Output,
        ) -> Batch<2, B> {
            panic!("nobody needs dx");
        }
    }
    let net = (NoDx, Fork((dense::<2, 1>(1), dense::<2, 3>(2))));
    let x = numbers::<Batch<2, 2>>(3);
    let mut gradient = Parameters::zeros();
    let sink = Overwrite(&mut gradient);
    let dy = |y: &(Batch<1, 2>, Batch<3, 2>)| Ok::<_, ()>(*y);
    net.train::<_, Unwanted, _, _>(&x, &mut random::generator(1), dy, sink).unwrap();
    assert_ne!(gradient.1.0.0, Dense::zeros());
}

mod declared {
    use super::*;

    const STEPS: usize = 6;
    mod sizes {
        pub const CHANNELS: usize = 3;
    }

    network!(Literal: 8 => (Dense<8, 2>) => 2);
    network!(Braces<f64>: { sizes::CHANNELS + 1 } => (Dense<4, 2, f64>,) => { 1 + 1 });
    network!(Paths: sizes::CHANNELS => (Dense<3, 3>, Relu) => sizes::CHANNELS);
    network!(Sequence: [sizes::CHANNELS; STEPS] => (Dense<3, 8>, Relu, Dense<8, 2>) => [2; STEPS]);
    network!(pub Image<f64>: [[1; 28]; 28] => (Dense<1, 4, f64>, Sigmoid) => [[4; 28]; 28]);
    network!(Heads: 8 => (Dense<8, 16>, Tanh, Fork<(Dense<16, 2>, Dense<16, 1>)>) => (2, 1));
    network!(Joined: (2, sizes::CHANNELS,) => (Concat<5>, Dense<5, 1>) => 1);
    network!(Alone: (4,) => (Tanh) => (4,));
    network!(Nested: [(1, 2); 3] => (Relu) => [(1, 2); 3]);

    #[test]
    fn types_are_what_they_say() {
        let y: SVector<f32, 2> = Literal::zeros().forward(&SVector::zeros());
        assert_eq!(y.len(), 2);
        let y: [SVector<f32, 2>; STEPS] = Sequence::zeros().forward(&[SVector::zeros(); STEPS]);
        assert_eq!(y.len(), 6);
        let y = Image::zeros().forward(&[[SMatrix::<f64, 1, 1>::zeros(); 28]; 28]);
        assert_eq!(y[27][27], SVector::from([0.5; 4]));
        let (policy, value) = Heads::zeros().forward(&SVector::zeros());
        assert_eq!((policy.len(), value.len()), (2, 1));
        let y = Joined::zeros().forward(&(SVector::<f32, 2>::zeros(), SVector::<f32, 3>::zeros()));
        assert_eq!(y.len(), 1);
        let _ = (Braces::zeros(), Paths::zeros(), Alone::zeros(), Nested::zeros());
    }
}
