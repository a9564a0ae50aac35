//! What a network that is written computes: its layers one after another, by plain loops, with the numbers as
//! they are stored.

mod cells;
mod windows;

use super::{
    layer::{Activation, Kind},
    plan::{Layer, Plan, Source},
};
use std::collections::HashMap;
use windows::padded;

/// What is done to every number that is computed: nothing, or what the network's type does.
type Round = fn(f64) -> f64;

/// In `f64`.
pub fn exact(x: f64) -> f64 {
    x
}

/// Rounded to `f32`.
pub fn single(x: f64) -> f64 {
    f64::from(x as f32)
}

/// What layers remember, by their field and their number in it.
pub type Memory = HashMap<(usize, usize), Vec<f64>>;

impl Plan {
    /// The outputs, for inputs that the network takes, and what is remembered from the step before.
    pub fn outputs(&self, inputs: &[Vec<f64>], round: Round, memory: &mut Memory) -> Vec<Vec<f64>> {
        let mut values: Vec<Vec<f64>> = Vec::new();
        let value = |values: &[Vec<f64>], source: Source| match source {
            Source::Input(i) => inputs[i].clone(),
            Source::Call(i) => values[i].clone(),
        };
        for call in &self.calls {
            let mut of: Vec<Vec<f64>> =
                call.of.iter().map(|&source| value(&values, source)).collect();
            for (i, layer) in self.fields[call.field].layers.iter().enumerate() {
                of = vec![match &layer.kind {
                    Kind::Recurrent(cell) => {
                        let state = memory.entry((call.field, i)).or_default();
                        // A sequence begins at rest.
                        if self.states.is_empty() {
                            state.clear();
                        }
                        cell.outputs(&of.concat(), state, self.stored(), round)
                    }
                    Kind::Bidirectional(cells) => {
                        let x = of.concat();
                        let [first, second] = [false, true].map(|is_reversed| {
                            let cell = &cells[usize::from(is_reversed)];
                            let steps = in_order(&x, cell.input, is_reversed);
                            let y = cell.outputs(&steps, &mut vec![], self.stored(), round);
                            in_order(&y, cell.hidden, is_reversed)
                        });
                        let hidden = cells[0].hidden;
                        let pairs = first.chunks(hidden).zip(second.chunks(hidden));
                        pairs.flat_map(|(a, b)| [a, b].concat()).collect()
                    }
                    _ => self.layer(layer, of, round),
                }];
            }
            values.extend(of);
        }
        self.outputs.iter().map(|output| value(&values, output.source)).collect()
    }

    /// How numbers are stored.
    fn stored(&self) -> Round {
        if self.double { exact } else { single }
    }

    fn layer(&self, layer: &Layer, of: Vec<Vec<f64>>, round: Round) -> Vec<f64> {
        let stored = self.stored();
        let both = |values: Vec<Vec<f64>>, join: fn(f64, f64) -> f64| {
            let mut values = values.into_iter();
            let mut y = values.next().unwrap_or_default();
            for x in values {
                y.iter_mut().zip(x).for_each(|(y, x)| *y = round(join(*y, x)));
            }
            y
        };
        let places = layer.places.iter().product::<usize>();
        match &layer.kind {
            Kind::Sum => both(of, |a, b| a + b),
            Kind::Product => both(of, |a, b| a * b),
            Kind::Concat => {
                let at = |place: usize| {
                    of.iter().flat_map(move |part| {
                        let width = part.len() / places;
                        part[place * width..][..width].iter().copied()
                    })
                };
                (0..places).flat_map(at).collect()
            }
            Kind::Window(window) => {
                let x = of.concat();
                window.outputs(&x, &layer.from, &layer.places, stored, round)
            }
            Kind::GlobalPool { is_max } => {
                let x = of.concat();
                let places = x.len() / layer.width;
                let channel = |c: usize| {
                    let all = x.iter().skip(c).step_by(layer.width).copied();
                    match is_max {
                        true => all.fold(f64::NEG_INFINITY, f64::max),
                        false => round(all.sum::<f64>() / places as f64),
                    }
                };
                (0..layer.width).map(channel).collect()
            }
            Kind::Flatten { is_first: true } => {
                let x = of.concat();
                let places = layer.from.iter().product::<usize>();
                let width = x.len() / places;
                let channel = |c: usize| x.iter().skip(c).step_by(width).copied();
                (0..width).flat_map(channel).collect()
            }
            Kind::Flatten { is_first: false } => of.concat(),
            Kind::Unflatten { is_first: true } => {
                let x = of.concat();
                (0..places).flat_map(|i| x.iter().skip(i).step_by(places).copied()).collect()
            }
            Kind::Unflatten { is_first: false } => of.concat(),
            Kind::ZeroPad(pad) => padded(&of.concat(), &layer.from, *pad, layer.width),
            Kind::Last => {
                let x = of.concat();
                x[x.len() - layer.width..].to_vec()
            }
            _ => {
                let x = of.concat();
                let width = x.len() / places;
                let column = |x: &[f64]| column(layer, x, stored, round);
                x.chunks(width.max(1)).flat_map(column).collect()
            }
        }
    }
}

/// Steps of a sequence, as they are or the last one first.
fn in_order(x: &[f64], width: usize, is_reversed: bool) -> Vec<f64> {
    match is_reversed {
        false => x.to_vec(),
        true => x.chunks(width).rev().flatten().copied().collect(),
    }
}

/// What a layer makes of the features of one place.
fn column(layer: &Layer, x: &[f64], stored: Round, round: Round) -> Vec<f64> {
    let pairs = |a: &[f64], b: &[f64], f: &dyn Fn(f64, f64, f64) -> f64| -> Vec<f64> {
        let both = a.iter().zip(b);
        x.iter().zip(both).map(|(&x, (&a, &b))| f(x, stored(a), stored(b))).collect()
    };
    match &layer.kind {
        Kind::Dense(dense) => dense
            .weight
            .chunks_exact(dense.input)
            .zip(&dense.bias)
            .map(|(row, &bias)| dot(row, x, stored(bias), stored, round))
            .collect(),
        Kind::LayerNorm { weight, bias, epsilon } => {
            let n = x.len() as f64;
            let mean = x.iter().sum::<f64>() / n;
            let variance = x.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
            let deviation = (variance + epsilon.value).sqrt();
            pairs(weight, bias, &|x, w, b| round(round((x - mean) / deviation) * w + b))
        }
        Kind::Standardize { mean, deviation } => {
            pairs(mean, deviation, &|x, mean, deviation| round(round(x - mean) / deviation))
        }
        Kind::Unstandardize { mean, deviation } => {
            pairs(mean, deviation, &|x, mean, deviation| round(round(x * deviation) + mean))
        }
        Kind::ScaleAndShift { weight, bias } => {
            pairs(weight, bias, &|x, w, b| round(round(x * w) + b))
        }
        Kind::PRelu { weight } => {
            pairs(weight, weight, &|x, slope, _| if x > 0.0 { x } else { round(slope * x) })
        }
        Kind::Slice { from } => x[*from..][..layer.width].to_vec(),
        Kind::Activation(activation) => of_activation(activation, x, round),
        // What stands for no layer was refused.
        _ => x.to_vec(),
    }
}

/// A sum of products, and then a bias.
fn dot(row: &[f64], x: &[f64], bias: f64, stored: Round, round: Round) -> f64 {
    let products = row.iter().zip(x).map(|(&w, &x)| round(stored(w) * x));
    round(products.fold(0.0, |sum, product| round(sum + product)) + bias)
}

fn of_activation(activation: &Activation, x: &[f64], round: Round) -> Vec<f64> {
    if let Some(function) = activation.function() {
        return x.iter().map(|&x| round(function(x))).collect();
    }
    if activation.name == "Normalize" {
        let least = activation.settings.first().map_or(1e-12, |setting| setting.value);
        let length = x.iter().map(|x| x * x).sum::<f64>().sqrt().max(least);
        return x.iter().map(|x| round(x / length)).collect();
    }
    // Softmax and its logarithm.
    let most = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = x.iter().map(|x| (x - most).exp()).sum();
    x.iter()
        .map(|x| match activation.name {
            "LogSoftmax" => round(x - most - sum.ln()),
            _ => round((x - most).exp() / sum),
        })
        .collect()
}
