//! Activations that a file spells out.
//!
//! x·(1 + erf(x/√2))/2 is `Gelu`, in whatever order it is multiplied, and x/(1 + |x|) is `Softsign`. So what is
//! computed of one number is known by what it is, and not by how it is written: its function is compared with
//! those of the activations at [`POINTS`].

use crate::import::{
    Refusal,
    budget::Budget,
    layer::{Activation, Kind, Part},
    network::{Id, Network},
    scalar::erf,
    setting::Setting,
};
use std::collections::HashMap;

/// The most operators that are one activation.
const MOST: usize = 16;

/// Where functions are compared: around the kinks and far into both tails.
const POINTS: [f64; 18] = [
    0.7, -1.3, -12.0, -6.3, -3.7, -2.9, -2.1, -0.6, -0.1, 0.2, 1.1, 1.9, 2.6, 3.3, 5.2, 6.1, 10.3,
    14.0,
];

/// How far two functions may be from each other, relative to the second: what comes of constants that are
/// rounded to `f32`, such as √2.
const TOLERANCE: f64 = 2e-6;

/// Activations without a setting of the file's that are known by their function.
const KNOWN: &[&str] = &[
    "Gelu",
    "GeluTanh",
    "Silu",
    "Mish",
    "Softsign",
    "Softplus",
    "HardSwish",
    "HardSigmoid",
    "Tanh",
    "Sigmoid",
    "Selu",
    "Relu",
    "Relu6",
    "HardTanh",
];

pub fn recognise(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    for root in 0..network.values.len() {
        if !is_root(&network.values[root].kind) {
            continue;
        }
        let cone = cone(network, root);
        if !cone.iter().any(|&id| is_compound(&network.values[id].kind)) {
            continue;
        }
        budget.steps(cone.len(), &network.values[root].place)?;
        // The earliest value first: that is the largest function.
        let mut bases: Vec<Id> = cone
            .iter()
            .flat_map(|&id| [id].into_iter().chain(network.values[id].of.clone()))
            .collect();
        bases.sort_unstable();
        bases.dedup();
        for base in bases.into_iter().filter(|&base| base < root) {
            if let Some(activation) = activation(network, &cone, base, root) {
                let value = &mut network.values[root];
                (value.kind, value.of) = (Kind::Activation(activation), vec![base]);
                break;
            }
        }
    }
    Ok(())
}

/// Whether a value can be the last one of an activation that is spelt out.
fn is_root(kind: &Kind) -> bool {
    match kind {
        Kind::Product | Kind::Sum | Kind::Part(Part::Log | Part::Quotient | Part::Where) => true,
        Kind::Affine(affine) => affine.same().is_some(),
        _ => false,
    }
}

/// Whether a function with this in it may be none of the layers here.
fn is_compound(kind: &Kind) -> bool {
    matches!(kind, Kind::Product | Kind::Part(_))
}

/// A value and those before it that it is computed of, number by number, in their order.
fn cone(network: &Network, root: Id) -> Vec<Id> {
    let mut cone = vec![root];
    let mut i = 0;
    while i < cone.len() && cone.len() < MOST {
        for &of in &network.values[cone[i]].of {
            let value = &network.values[of];
            if is_of_numbers(&value.kind)
                && value.width == network.values[root].width
                && !cone.contains(&of)
            {
                cone.push(of);
            }
        }
        i += 1;
    }
    cone.sort_unstable();
    cone
}

fn is_of_numbers(kind: &Kind) -> bool {
    match kind {
        Kind::Affine(affine) => affine.same().is_some(),
        Kind::Activation(activation) => activation.function().is_some(),
        Kind::Sum | Kind::Product => true,
        Kind::Part(part) => !matches!(part, Part::Mean | Part::Total | Part::Norm),
        _ => false,
    }
}

/// What the values of a cone make of one number at its base; none, if they need another one as well.
fn evaluate(network: &Network, cone: &[Id], base: Id, root: Id, x: f64) -> Option<f64> {
    let mut known = HashMap::from([(base, x)]);
    for &id in cone.iter().filter(|&&id| id > base) {
        let value = &network.values[id];
        let of: Option<Vec<f64>> = value.of.iter().map(|of| known.get(of).copied()).collect();
        let Some(of) = of else { continue };
        let y = match (&value.kind, &of[..]) {
            (Kind::Affine(affine), [x]) => {
                let [scale, offset] = affine.same()?;
                scale * x + offset
            }
            (Kind::Activation(activation), [x]) => activation.function()?(*x),
            (Kind::Sum, of) => of.iter().sum(),
            (Kind::Product, of) => of.iter().product(),
            (Kind::Part(part), of) => match (part, of) {
                (Part::Abs, [x]) => x.abs(),
                (Part::Erf, [x]) => erf(*x),
                (Part::Exp, [x]) => x.exp(),
                (Part::Log, [x]) => x.ln(),
                (Part::Sqrt, [x]) => x.sqrt(),
                (Part::Power(power), [x]) => x.powf(*power),
                (Part::Greater(than), [x]) => f64::from(x > than),
                (Part::AtLeast(least), [x]) => x.max(*least),
                (Part::Quotient, [a, b]) => a / b,
                (Part::Where, [which, a, b]) => {
                    if *which == 0.0 {
                        *b
                    } else {
                        *a
                    }
                }
                _ => return None,
            },
            _ => return None,
        };
        known.insert(id, y);
    }
    known.get(&root).copied()
}

/// The activation that the value at the root is of the one at the base.
fn activation(network: &Network, cone: &[Id], base: Id, root: Id) -> Option<Activation> {
    let f = |x| evaluate(network, cone, base, root, x);
    let is = |activation: &Activation| {
        let Some(function) = activation.function() else { return false };
        POINTS.iter().all(|&x| {
            f(x).is_some_and(|y| {
                let expected = function(x);
                (y - expected).abs() <= TOLERANCE * expected.abs().max(0.05)
            })
        })
    };
    f(POINTS[0])?;
    let plain = KNOWN.iter().map(|name| Activation::plain(name));
    // The slope and the rate that a negative number shows.
    let slope = Setting::new(f(-1.0)? / -1.0, false);
    let rate = Setting::new(f(-12.0)? / (-12.0_f64).exp_m1(), false);
    let slope = Activation::set("LeakyRelu", slope, "Ratio<1, 100>");
    plain.chain([slope, Activation::set("Elu", rate, "Ratio<1>")]).find(is)
}
