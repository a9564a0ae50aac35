//! # Backpropagation: the chain rule, once through the network
//!
//! Training needs the *gradient*: for every parameter θ, how much the loss L changes when θ does,
//! ∂L/∂θ. Here is a network small enough to do it by hand, two inputs, two hidden units, one output:
//!
//! ```text
//! x₁ ──╲╱── z₁ ─σ─ h₁ ──╲
//!      ╱╲                 y ──  L = (y − t)²          σ(z) = 1/(1 + e⁻ᶻ), the sigmoid
//! x₂ ──╱╲── z₂ ─σ─ h₂ ──╱
//!
//! z = W₁·x + b₁        h = σ(z)        y = W₂·h + b₂
//! ```
//!
//! The *chain rule*: if θ moves z, z moves h, h moves y and y moves L, then
//!
//! ```text
//! ∂L/∂θ = ∂L/∂y · ∂y/∂h · ∂h/∂z · ∂z/∂θ
//! ```
//!
//! All parameters share the left part of that product. *Backpropagation* computes the shared part
//! once, from the loss backwards, with the values that the forward pass has left behind. Each line of
//! the backward pass below is one factor times the line before it.
//!
//! Three ways to the same gradient, for a network with p parameters:
//!
//! - *Differences*: move one parameter a little up and a little down, look at L. Two forwards for each
//!   parameter, and rounding spoils half of the digits.
//! - *Dual numbers*: numbers that carry a derivative along, a + b·ε with ε² = 0. Exact; one forward
//!   for each parameter, at two to three times its cost.
//! - *Backward pass*: exact; one forward and one backward for all parameters together.
//!
//! ```sh
//! cargo run --release --example 10_backpropagation
//! ```
//!
//! What to look at: each line of the backward pass, with the forward pass beside it; four columns of
//! equal numbers; and the last table, where forward and backward pass together cost two to three
//! forwards whatever the size, while differences cost two forwards for each parameter.

mod plot;

use constnet::{
    dual::Dual64,
    parameters::{for_each, visit_trained},
    prelude::*,
    random,
};
use plot::{Chart, Corner, Picture};
use std::{cell::Cell, error::Error, hint::black_box};

/// The network, for any kind of number: f64 here, dual numbers and counting numbers below.
type Net<T, const IN: usize = 2, const H: usize = 2> = (Dense<IN, H, T>, Sigmoid, Dense<H, 1, T>);

fn main() -> Result<(), Box<dyn Error>> {
    let net: Net<f64> = (
        Dense::new([[0.5, -1.0], [1.5, 0.5]], [0.0, -0.5]),
        Sigmoid,
        Dense::new([[1.0, -0.5]], [0.3]),
    );
    let (x, t) = ([1.0, 0.5], 1.0);
    let by_hand = by_hand(&net, x, t);
    three_ways(&net, x, t, &by_hand)?;
    cost()
}

/// Forward and backward with a pencil. The gradient is in the order in which the network lists its
/// parameters: W₁ column by column, b₁, W₂, b₂.
fn by_hand((first, _, last): &Net<f64>, [x1, x2]: [f64; 2], t: f64) -> [f64; 9] {
    let [w11, w21, w12, w22] = [0, 1, 2, 3].map(|i| first.weight[i]);
    let (b1, b2) = (first.bias[0], first.bias[1]);
    let (v1, v2, c) = (last.weight[0], last.weight[1], last.bias[0]);

    println!("Forward: x = ({x1}, {x2}), target t = {t}");
    let z1 = w11 * x1 + w12 * x2 + b1;
    println!("  z₁ = w₁₁·x₁ + w₁₂·x₂ + b₁ = {w11}·{x1} + ({w12})·{x2} + {b1} = {z1}");
    let z2 = w21 * x1 + w22 * x2 + b2;
    println!("  z₂ = w₂₁·x₁ + w₂₂·x₂ + b₂ = {w21}·{x1} + {w22}·{x2} + ({b2}) = {z2}");
    let (h1, h2) = (z1.sigmoid(), z2.sigmoid());
    println!("  h₁ = σ(z₁) = {h1:.6}");
    println!("  h₂ = σ(z₂) = {h2:.6}");
    let y = v1 * h1 + v2 * h2 + c;
    println!("  y  = v₁·h₁ + v₂·h₂ + c = {v1}·{h1:.6} + ({v2})·{h2:.6} + {c} = {y:.6}");
    let error = y - t;
    println!("  L  = (y − t)² = ({error:.6})² = {:.6}", error * error);

    println!("Backward: d… stands for ∂L/∂…");
    let dy = 2.0 * error;
    println!("  dy  = 2·(y − t) = {dy:.6}");
    let (dv1, dv2, dc) = (dy * h1, dy * h2, dy);
    println!("  dv₁ = dy·h₁ = {dv1:.6}    dv₂ = dy·h₂ = {dv2:.6}    dc = dy = {dc:.6}");
    let (dh1, dh2) = (dy * v1, dy * v2);
    println!("  dh₁ = dy·v₁ = {dh1:.6}    dh₂ = dy·v₂ = {dh2:.6}");
    let (s1, s2) = (h1 * (1.0 - h1), h2 * (1.0 - h2));
    println!("  σ′(z₁) = h₁·(1 − h₁) = {s1:.6}    σ′(z₂) = h₂·(1 − h₂) = {s2:.6}");
    let (dz1, dz2) = (dh1 * s1, dh2 * s2);
    println!("  dz₁ = dh₁·σ′(z₁) = {dz1:.6}    dz₂ = dh₂·σ′(z₂) = {dz2:.6}");
    let (dw11, dw12, db1) = (dz1 * x1, dz1 * x2, dz1);
    println!("  dw₁₁ = dz₁·x₁ = {dw11:.6}    dw₁₂ = dz₁·x₂ = {dw12:.6}    db₁ = dz₁ = {db1:.6}");
    let (dw21, dw22, db2) = (dz2 * x1, dz2 * x2, dz2);
    println!("  dw₂₁ = dz₂·x₁ = {dw21:.6}    dw₂₂ = dz₂·x₂ = {dw22:.6}    db₂ = dz₂ = {db2:.6}");
    [dw11, dw21, dw12, dw22, db1, db2, dv1, dv2, dc]
}

/// L for one sample, for any kind of number.
fn loss<T: Scalar, const IN: usize, const H: usize>(
    net: &Net<T, IN, H>,
    x: &SVector<T, IN>,
    t: T,
) -> T {
    let error = net.forward(x)[0] - t;
    error * error
}

/// One forward and one backward pass.
fn backward<T: Scalar, const IN: usize, const H: usize>(
    net: &Net<T, IN, H>,
    x: &SVector<T, IN>,
    t: T,
) -> <Net<T, IN, H> as Parameters>::Gradient {
    let mut gradient = <Net<T, IN, H> as Parameters>::Gradient::zeros();
    // Sigmoid has no randomness; layers such as dropout take theirs from here.
    let (y, cache) = net.forward_train(x, &mut random::generator(0));
    let error = y[0] - t;
    net.backward_parameters(x, &y, &cache, &SVector::from([error + error]), &mut gradient);
    gradient
}

/// The gradient by central differences: two forwards for each parameter.
fn differences<T: Scalar, const IN: usize, const H: usize>(
    net: &Net<T, IN, H>,
    x: &SVector<T, IN>,
    t: T,
) -> Vec<T> {
    let (mut net, h) = (net.clone(), T::from_f64(1e-5));
    (0..Net::<T, IN, H>::COUNT)
        .map(|i| {
            let old = replace(&mut net, i, |theta| theta + h);
            let up = loss(&net, x, t);
            replace(&mut net, i, |_| old - h);
            let down = loss(&net, x, t);
            replace(&mut net, i, |_| old);
            (up - down) / (h + h)
        })
        .collect()
}

/// Changes the parameter numbered `i` and gives what it was.
fn replace<T: Scalar, const IN: usize, const H: usize>(
    net: &mut Net<T, IN, H>,
    i: usize,
    new: impl Fn(T) -> T,
) -> T {
    let (mut start, mut old) = (0, T::zero());
    visit_trained(net, |_, tensor: &mut [T]| {
        if let Some(theta) = i.checked_sub(start).and_then(|i| tensor.get_mut(i)) {
            old = std::mem::replace(theta, new(*theta));
        }
        start += tensor.len();
    });
    old
}

/// The gradient by dual numbers: one forward for each parameter.
fn duals(net: &Net<f64>, x: [f64; 2], t: f64) -> Vec<f64> {
    // The same network, with numbers that have a derivative: 0, except for the parameter in question.
    let dual = |layer: &SMatrix<f64, 2, 2>| layer.map(Dual64::from_re);
    let (first, _, last) = net;
    let mut net: Net<Dual64> = (
        Dense { weight: dual(&first.weight), bias: first.bias.map(Dual64::from_re) },
        Sigmoid,
        Dense { weight: last.weight.map(Dual64::from_re), bias: last.bias.map(Dual64::from_re) },
    );
    let (x, t) = (SVector::from(x.map(Dual64::from_re)), Dual64::from_re(t));
    (0..Net::<Dual64>::COUNT)
        .map(|i| {
            let old = replace(&mut net, i, |theta| theta.derivative());
            let slope = loss(&net, &x, t).eps;
            replace(&mut net, i, |_| old);
            slope
        })
        .collect()
}

fn three_ways(net: &Net<f64>, x: [f64; 2], t: f64, by_hand: &[f64]) -> Result<(), Box<dyn Error>> {
    let vector = SVector::from(x);
    let mut backward_pass = Vec::new();
    for_each(&backward(net, &vector, t), |_, _, numbers: &[f64]| {
        backward_pass.extend_from_slice(numbers);
    });
    let by_differences = differences(net, &vector, t);
    let by_duals = duals(net, x, t);

    println!("\nThe gradient: by hand, and in three ways");
    println!("        by hand     differences    dual numbers   backward pass");
    let names = ["w₁₁", "w₂₁", "w₁₂", "w₂₂", "b₁ ", "b₂ ", "v₁ ", "v₂ ", "c  "];
    for (i, name) in names.iter().enumerate() {
        let (a, b, c, d) = (by_hand[i], by_differences[i], by_duals[i], backward_pass[i]);
        println!("{name} {a:13.9}   {b:13.9}   {c:13.9}   {d:13.9}");
        assert!((b - a).abs() < 1e-9, "differences lose digits, not more");
        assert!((c - a).abs() < 1e-14, "dual numbers are exact but for rounding");
        assert!((d - a).abs() < 1e-14, "and so is the backward pass");
    }
    Ok(())
}

/// The cost of one gradient, counted, for a network of one size.
struct Cost {
    parameters: usize,
    forward: f64,
    differences: f64,
    backward: f64,
}

fn measure<const IN: usize, const H: usize>() -> Cost {
    let net = Net::<Counted, IN, H>::init(&mut random::generator(1));
    let (x, t) = (SVector::<_, IN>::repeat(Counted(0.5)), Counted(1.0));
    Cost {
        parameters: Net::<Counted, IN, H>::COUNT,
        forward: operations(|| _ = black_box(loss(&net, &x, t))),
        differences: operations(|| _ = black_box(differences(&net, &x, t))),
        backward: operations(|| _ = black_box(backward(&net, &x, t))),
    }
}

fn cost() -> Result<(), Box<dyn Error>> {
    let costs = [
        measure::<2, 2>(),
        measure::<4, 4>(),
        measure::<8, 8>(),
        measure::<16, 16>(),
        measure::<32, 32>(),
    ];
    println!("\nOperations on numbers for one gradient");
    println!(
        "                                                dual numbers,        forward and   the same"
    );
    println!(
        "network   parameters   forward   differences      in forwards           backward   in forwards"
    );
    for (cost, size) in costs.iter().zip([2, 4, 8, 16, 32]) {
        let Cost { parameters, forward, differences, backward } = cost;
        let name = format!("{size}-{size}-1");
        println!(
            "{name:8} {parameters:11} {forward:9} {differences:13} {parameters:16} {backward:18} {:13.2}",
            backward / forward
        );
        // Two forwards a parameter, and a little for the quotient.
        let p = *parameters as f64;
        assert!(*differences >= 2.0 * p * forward && *differences <= 2.0 * p * (forward + 4.0));
        // With the forward pass, whose values it needs.
        assert!(*backward <= 3.0 * forward);
    }

    let curve = |f: fn(&Cost) -> f64| {
        costs.iter().map(|cost| (cost.parameters as f64, f(cost))).collect::<Vec<_>>()
    };
    Picture::new("10_backpropagation")
        .panel(
            Chart::new("The price of a gradient", "parameters", "operations")
                .log_x()
                .log_y()
                .path("differences", curve(|cost| cost.differences))
                .path("backward pass", curve(|cost| cost.backward))
                .path("one forward", curve(|cost| cost.forward))
                .legend(Corner::UpperLeft),
        )
        .panel_size(520, 360)
        .save()?;

    let [.., large] = &costs;
    println!("one gradient of {} parameters, in forwards:", large.parameters);
    println!("differences {:.1}", large.differences / large.forward);
    println!("dual numbers {}", large.parameters);
    println!("backward pass {:.2}", large.backward / large.forward);
    Ok(())
}

// A number that counts. The library computes with any `Scalar`, so a network can be run on numbers
// that do something else besides: here, count each operation and each function as one.

thread_local! {
    static OPERATIONS: Cell<u32> = const { Cell::new(0) };
}

fn operations(f: impl FnOnce()) -> f64 {
    OPERATIONS.set(0);
    f();
    f64::from(OPERATIONS.get())
}

#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd)]
struct Counted(f64);

fn counted(value: f64) -> Counted {
    OPERATIONS.set(OPERATIONS.get() + 1);
    Counted(value)
}

macro_rules! count_operators {
    ($($Operator:ident $operator:ident $Assign:ident $assign:ident)*) => {$(
        impl std::ops::$Operator for Counted {
            type Output = Self;
            fn $operator(self, other: Self) -> Self {
                counted(std::ops::$Operator::$operator(self.0, other.0))
            }
        }
        impl std::ops::$Assign for Counted {
            fn $assign(&mut self, other: Self) {
                *self = std::ops::$Operator::$operator(*self, other);
            }
        }
    )*};
}
count_operators! {
    Add add AddAssign add_assign
    Sub sub SubAssign sub_assign
    Mul mul MulAssign mul_assign
    Div div DivAssign div_assign
    Rem rem RemAssign rem_assign
}

impl std::ops::Neg for Counted {
    type Output = Self;
    fn neg(self) -> Self {
        counted(-self.0)
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

macro_rules! count_functions {
    ($($function:ident)*) => {
        impl Scalar for Counted {
            fn from_f64(value: f64) -> Self {
                Self(value)
            }
            fn to_f64(self) -> f64 {
                self.0
            }
            $(fn $function(self) -> Self {
                counted(Scalar::$function(self.0))
            })*
        }
    };
}
count_functions! { exp exp_m1 ln ln_1p sqrt tanh erf erfc }
