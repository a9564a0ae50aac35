//! One number for all features: a mean, a sum, and what meets values of more features.

use crate::import::{
    Refusal,
    budget::Budget,
    layer::{Activation, Dense, Kind, Part},
    network::{Id, Network, Value},
};
use std::rc::Rc;

/// A mean and a sum of all features, which are no part of a norm, are a dense layer of one output.
pub fn totals(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    for id in 0..network.values.len() {
        let value = &network.values[id];
        let (Kind::Part(part @ (Part::Mean | Part::Total)), &[of]) = (&value.kind, &value.of[..])
        else {
            continue;
        };
        let width = network.values[of].width;
        budget.numbers(width, &value.place)?;
        let weight = if *part == Part::Mean { 1.0 / width as f64 } else { 1.0 };
        let dense = Dense { input: width, weight: vec![weight; width], bias: vec![0.0] };
        network.values[id].kind = Kind::Dense(dense);
    }
    Ok(())
}

/// A value of one feature that meets one of more, in a sum or a product, has as many of the same: a dense layer
/// that nobody else looks at has its one row as often, and behind anything else stands one of ones.
pub fn widen(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    let uses = network.uses();
    let widths: Vec<usize> = network.values.iter().map(|value| value.width).collect();
    let mut new: Vec<Id> = Vec::with_capacity(widths.len());
    let mut values: Vec<Value> = Vec::with_capacity(widths.len());
    for mut value in std::mem::take(&mut network.values) {
        let meets = matches!(value.kind, Kind::Sum | Kind::Product);
        for of in &mut value.of {
            let is_narrow = meets && widths[*of] == 1 && value.width > 1;
            let is_alone = uses[*of] == 1;
            *of = new[*of];
            if !is_narrow {
                continue;
            }
            let width = value.width;
            let narrow = &mut values[*of];
            if let Kind::Dense(dense) = &mut narrow.kind
                && is_alone
            {
                budget.numbers(width * (dense.input + 1), &value.place)?;
                dense.weight = dense.weight.repeat(width);
                dense.bias = dense.bias.repeat(width);
                narrow.width = width;
                continue;
            }
            budget.numbers(2 * width, &value.place)?;
            let (weight, bias) = (vec![1.0; width], vec![0.0; width]);
            values.push(Value {
                place: Rc::clone(&value.place),
                name: "".into(),
                weights: None,
                kind: Kind::Dense(Dense { input: 1, weight, bias }),
                of: vec![*of],
                width,
                places: value.places.clone(),
            });
            *of = values.len() - 1;
        }
        new.push(values.len());
        values.push(value);
    }
    network.values = values;
    for end in network.inputs.iter_mut().chain(&mut network.outputs) {
        end.value = new[end.value];
    }
    Ok(())
}

/// The logarithm of what `Softmax` gives is `LogSoftmax`.
pub fn log_softmax(network: &mut Network) {
    for id in 0..network.values.len() {
        let (Kind::Part(Part::Log), &[of]) = (&network.values[id].kind, &network.values[id].of[..])
        else {
            continue;
        };
        if let Kind::Activation(Activation { name: "Softmax", .. }) = network.values[of].kind {
            network.values[id].of = network.values[of].of.clone();
            network.values[id].kind = Kind::Activation(Activation::plain("LogSoftmax"));
        }
    }
}
