//! What a training step costs, counted: at most three forwards, each intermediate once.

use constnet::nalgebra::SMatrix;
use constnet::parameters;
use constnet::pass::{Overwrite, Unwanted, Wanted};
use constnet::prelude::*;
use constnet::rand::Rng;
use constnet::random::generator;
use core::cell::Cell;
use core::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

thread_local! {
    static OPERATIONS: Cell<u64> = const { Cell::new(0) };
    static PROBED: Cell<u64> = const { Cell::new(0) };
}

fn operations(f: impl FnOnce()) -> u64 {
    OPERATIONS.set(0);
    f();
    OPERATIONS.get()
}

/// An `f64` that counts what is done with it: each operation and each function is one.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Counted(f64);

fn count(value: f64) -> Counted {
    OPERATIONS.set(OPERATIONS.get() + 1);
    Counted(value)
}

macro_rules! operators {
    ($($Op:ident $op:ident $OpAssign:ident $op_assign:ident;)*) => {$(
        impl $Op for Counted {
            type Output = Self;
            fn $op(self, other: Self) -> Self {
                count(self.0.$op(other.0))
            }
        }
        impl $OpAssign for Counted {
            fn $op_assign(&mut self, other: Self) {
                *self = (*self).$op(other);
            }
        }
    )*};
}
operators! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
    Rem rem RemAssign rem_assign;
}

impl Neg for Counted {
    type Output = Self;
    fn neg(self) -> Self {
        count(-self.0)
    }
}

impl num_traits::Zero for Counted {
    fn zero() -> Self {
        Self(0.0)
    }
    fn is_zero(&self) -> bool {
        self.0 == 0.0
    }
}

impl num_traits::One for Counted {
    fn one() -> Self {
        Self(1.0)
    }
}

impl Scalar for Counted {
    fn from_f64(value: f64) -> Self {
        Self(value)
    }
    fn to_f64(self) -> f64 {
        self.0
    }
    fn exp(self) -> Self {
        count(Scalar::exp(self.0))
    }
    fn exp_m1(self) -> Self {
        count(Scalar::exp_m1(self.0))
    }
    fn ln(self) -> Self {
        count(Scalar::ln(self.0))
    }
    fn ln_1p(self) -> Self {
        count(Scalar::ln_1p(self.0))
    }
    fn sqrt(self) -> Self {
        count(Scalar::sqrt(self.0))
    }
    fn tanh(self) -> Self {
        count(Scalar::tanh(self.0))
    }
    fn erf(self) -> Self {
        count(Scalar::erf(self.0))
    }
    fn erfc(self) -> Self {
        count(Scalar::erfc(self.0))
    }
}

/// The operations of one forward, of one training step (forward and gradient of the parameters),
/// and of one that asks for the gradient of the input too.
fn costs<L, const N: usize, const B: usize, const M: usize>() -> [u64; 3]
where
    L: Init + Backward<SMatrix<Counted, N, B>, Output = SMatrix<Counted, M, B>>,
{
    let mut rng = generator(1);
    let net = L::init(&mut rng);
    let x = SMatrix::from_fn(|r, c| Counted((r + 2 * c) as f64 / 8.0 - 1.0));
    let dy = SMatrix::repeat(Counted(1.0));
    let forward = operations(|| {
        core::hint::black_box(net.forward(&x));
    });
    let step = operations(|| {
        let (mut gradient, dy) = (L::Gradient::zeros(), |_: &_| Ok::<_, ()>(dy));
        net.train::<_, Unwanted, _, _>(&x, &mut rng, dy, Overwrite(&mut gradient)).unwrap();
    });
    let stored = operations(|| {
        let (y, cache) = net.forward_train(&x, &mut rng);
        net.backward_parameters(&x, &y, &cache, &dy, &mut L::Gradient::zeros());
    });
    assert_eq!(step, stored);
    let whole = operations(|| {
        let (y, cache) = net.forward_train(&x, &mut rng);
        net.backward(&x, &y, &cache, &dy, &mut L::Gradient::zeros());
    });
    [forward, step, whole]
}

#[test]
fn a_training_step_costs_at_most_three_forwards() {
    type Perceptron<T> = (Dense<12, 20, T>, Tanh, Dense<20, 20, T>, Relu, Dense<20, 4, T>);
    let [forward, step, whole] = costs::<Perceptron<Counted>, 12, 4, 4>();
    println!("forward {forward}, training step {step}, with the input's gradient {whole}");
    // A multiplication and an addition for each weight and sample, and the activations.
    assert!(forward >= 2 * 4 * (12 * 20 + 20 * 20 + 20 * 4));
    assert!(step <= 3 * forward, "{step} against {forward}");
    assert!(step < whole, "the first layer's input gradient is not computed");

    type Nested<T> =
        (Residual<(LayerNorm<16, T>, Dense<16, 16, T>, Silu)>, (Dense<16, 8, T>, Gelu));
    let [forward, step, _] = costs::<Nested<Counted>, 16, 3, 8>();
    assert!(step <= 3 * forward, "{step} against {forward}");
}

/// y = x, and counts how often it is asked for.
struct Probe;

impl<T: Scalar, const N: usize, const B: usize> Forward<SMatrix<T, N, B>> for Probe {
    type Output = SMatrix<T, N, B>;
    fn forward(&self, x: &Self::Output) -> Self::Output {
        PROBED.set(PROBED.get() + 1);
        *x
    }
}

impl<T: Scalar, const N: usize, const B: usize> Backward<SMatrix<T, N, B>> for Probe {
    type Cache = ();
    fn forward_train<R: Rng + ?Sized>(&self, x: &Self::Output, _: &mut R) -> (Self::Output, ()) {
        (self.forward(x), ())
    }
    fn backward_input(
        &self,
        _: &Self::Output,
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
    ) -> Self::Output {
        *dy
    }
}
parameters! { [] Probe {} }

impl Init for Probe {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

#[test]
fn each_intermediate_is_computed_once() {
    type Net =
        (Probe, Dense<2, 3>, Probe, (Tanh, Probe, Residual<Probe>), Frozen<Probe>, Dense<3, 1>);
    let mut rng = generator(1);
    let net = Net::init(&mut rng);
    let x = SMatrix::<f32, 2, 2>::repeat(1.0);
    PROBED.set(0);
    let (y, cache) = net.forward_train(&x, &mut rng);
    let mut gradient = <Net as Parameters>::Gradient::zeros();
    net.backward_parameters(&x, &y, &cache, &y, &mut gradient);
    net.backward_input(&x, &y, &cache, &y);
    net.backward(&x, &y, &cache, &y, &mut gradient);
    assert_eq!(PROBED.get(), 5, "five probes, each asked once, by the forward pass");
    let sink = Overwrite(&mut gradient);
    net.train::<_, Wanted, _, _>(&x, &mut rng, |y| Ok::<_, ()>(*y), sink).unwrap();
    assert_eq!(PROBED.get(), 10, "and once more by a pass that is forward and backward");
}
