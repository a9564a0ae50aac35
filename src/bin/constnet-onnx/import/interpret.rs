//! What a network that is written computes: its layers one after another, by plain loops, with the numbers as
//! they are stored.

use super::{
    layer::{Activation, Kind},
    plan::{Layer, Plan, Source},
};

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

impl Plan {
    /// The outputs, for inputs that the network takes.
    pub fn outputs(&self, inputs: &[Vec<f64>], round: Round) -> Vec<Vec<f64>> {
        let mut values: Vec<Vec<f64>> = Vec::new();
        let value = |values: &[Vec<f64>], source: Source| match source {
            Source::Input(i) => inputs[i].clone(),
            Source::Call(i) => values[i].clone(),
        };
        for call in &self.calls {
            let mut of: Vec<Vec<f64>> =
                call.of.iter().map(|&source| value(&values, source)).collect();
            for layer in &self.fields[call.field].layers {
                of = vec![self.layer(layer, of, round)];
            }
            values.extend(of);
        }
        self.outputs.iter().map(|output| value(&values, output.source)).collect()
    }

    fn layer(&self, layer: &Layer, mut of: Vec<Vec<f64>>, round: Round) -> Vec<f64> {
        let stored = if self.double { exact } else { single };
        let both = |mut values: Vec<Vec<f64>>, join: fn(f64, f64) -> f64| {
            let mut y = values.remove(0);
            for x in values {
                y.iter_mut().zip(x).for_each(|(y, x)| *y = round(join(*y, x)));
            }
            y
        };
        if matches!(layer.kind, Kind::Sum) {
            return both(of, |a, b| a + b);
        }
        if matches!(layer.kind, Kind::Product) {
            return both(of, |a, b| a * b);
        }
        if matches!(layer.kind, Kind::Concat) {
            return of.concat();
        }
        let x = of.remove(0);
        match &layer.kind {
            Kind::Dense(dense) => dense
                .weight
                .chunks_exact(dense.input)
                .zip(&dense.bias)
                .map(|(row, &bias)| {
                    let products = row.iter().zip(&x).map(|(&w, &x)| round(stored(w) * x));
                    round(products.fold(0.0, |sum, product| round(sum + product)) + stored(bias))
                })
                .collect(),
            Kind::LayerNorm { weight, bias, epsilon } => {
                let n = x.len() as f64;
                let mean = x.iter().sum::<f64>() / n;
                let variance = x.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
                let deviation = (variance + epsilon.value).sqrt();
                let scaled = weight.iter().zip(bias).map(|(&w, &b)| [stored(w), stored(b)]);
                x.iter()
                    .zip(scaled)
                    .map(|(x, [w, b])| round(round((x - mean) / deviation) * w + b))
                    .collect()
            }
            Kind::Standardize { mean, deviation } => {
                let both = mean.iter().zip(deviation);
                x.iter()
                    .zip(both)
                    .map(|(x, (&m, &d))| round(round(x - stored(m)) / stored(d)))
                    .collect()
            }
            Kind::Unstandardize { mean, deviation } => {
                let both = mean.iter().zip(deviation);
                x.iter()
                    .zip(both)
                    .map(|(x, (&m, &d))| round(round(x * stored(d)) + stored(m)))
                    .collect()
            }
            Kind::Slice { from } => x[*from..][..layer.width].to_vec(),
            Kind::Activation(activation) => of_activation(activation, x, round),
            // What stands for no layer was refused.
            _ => x,
        }
    }
}

fn of_activation(activation: &Activation, x: Vec<f64>, round: Round) -> Vec<f64> {
    if let Some(function) = activation.function() {
        return x.into_iter().map(|x| round(function(x))).collect();
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
