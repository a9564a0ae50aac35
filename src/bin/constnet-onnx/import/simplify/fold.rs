//! Scales, offsets and slices go into the layers beside them.

use super::spread::widen;
use crate::import::{
    Refusal,
    budget::Budget,
    layer::{Activation, Affine, Dense, Kind, Window, WindowKind},
    network::{Id, Network},
    row::Row,
    trace::clamp,
};
use std::rc::Rc;

/// How far from 0 an offset may be that goes into the dense layer behind it. What it adds to the bias must be
/// taken away again by what the weights make of x, so digits are lost in proportion to it: here at most one and
/// a half of seven.
const FARTHEST: f64 = 30.0;

pub fn fold(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    into_the_layer_before(network, budget)?;
    network.drop_unused();
    widen(network, budget)?;
    rows_of_dense_layers(network, budget)?;
    network.drop_unused();
    into_the_layer_behind(network, budget)?;
    network.drop_unused();
    Ok(())
}

/// Goes through all values in their order. `f` gives for each the value that it becomes, which is itself or one
/// before it.
fn rewrite(
    network: &mut Network,
    mut f: impl FnMut(&mut Network, &mut [usize], Id) -> Result<Id, Refusal>,
) -> Result<(), Refusal> {
    let mut uses = network.uses();
    let mut new: Vec<Id> = Vec::with_capacity(network.values.len());
    for id in 0..network.values.len() {
        network.values[id].of.iter_mut().for_each(|of| *of = new[*of]);
        let becomes = f(network, &mut uses, id)?;
        if becomes != id {
            // Who took this value takes the other one, which loses this as a user.
            uses[becomes] = uses[becomes] + uses[id] - 1;
            network.values[becomes].name = Rc::clone(&network.values[id].name);
        }
        new.push(becomes);
    }
    for output in &mut network.outputs {
        output.value = new[output.value];
    }
    Ok(())
}

fn into_the_layer_before(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    let double = network.double;
    rewrite(network, |network, uses, id| {
        let place = Rc::clone(&network.values[id].place);
        let (before, own) = network.values.split_at_mut(id);
        let &[of] = &own[0].of[..] else { return Ok(id) };
        match &mut own[0].kind {
            Kind::Affine(affine) => {
                if affine.same() == Some([1.0, 0.0]) {
                    return Ok(of);
                }
                let alone = uses[of] == 1;
                let inner = before[of].of.first().copied();
                match &mut before[of].kind {
                    Kind::Dense(dense) if alone => {
                        dense.then(affine, budget, &place)?;
                        return Ok(of);
                    }
                    Kind::Window(Window {
                        kind: WindowKind::Conv { weight, bias, .. }, ..
                    }) if alone => {
                        budget.steps(weight.len() + bias.len(), &place)?;
                        let row = weight.len() / bias.len();
                        for (i, weight) in weight.iter_mut().enumerate() {
                            *weight *= affine.scale.get(i / row);
                        }
                        for (i, bias) in bias.iter_mut().enumerate() {
                            *bias = *bias * affine.scale.get(i) + affine.offset.get(i);
                        }
                        return Ok(of);
                    }
                    Kind::LayerNorm { weight, bias, .. } if alone => {
                        for (i, (weight, bias)) in weight.iter_mut().zip(bias).enumerate() {
                            *weight *= affine.scale.get(i);
                            *bias = *bias * affine.scale.get(i) + affine.offset.get(i);
                        }
                        return Ok(of);
                    }
                    Kind::Affine(first) => {
                        *affine = first.then(affine, budget, &place)?;
                        own[0].of = before[of].of.clone();
                        if alone {
                            // Its numbers are not needed any more, and there may be many like it.
                            before[of].kind = Kind::Concat;
                        }
                        uses[of] -= 1;
                        uses[own[0].of[0]] += 1;
                    }
                    // s·clamp(x) + t is the clamp of s·x + t to other limits.
                    Kind::Activation(activation) if alone => {
                        if let (Some([scale, offset]), Some(limits), Some(inner)) =
                            (affine.same(), limits(activation), inner)
                            && scale > 0.0
                            && uses[inner] == 1
                        {
                            let limits = limits.map(|limit| scale * limit + offset);
                            if limits[0] < limits[1]
                                && let Kind::Dense(dense) = &mut before[inner].kind
                            {
                                dense.then(affine, budget, &place)?;
                                before[of].kind = Kind::Activation(clamp(limits, double));
                                return Ok(of);
                            }
                        }
                    }
                    _ => {}
                }
            }
            // An image of a dense layer, whose rows are put in the order of places.
            Kind::Unflatten { is_first } if *is_first && uses[of] == 1 => {
                if let Kind::Dense(dense) = &mut before[of].kind {
                    budget.steps(dense.weight.len() + dense.bias.len(), &place)?;
                    let width = own[0].width;
                    let places = dense.bias.len() / width;
                    let order = (0..places).flat_map(|p| (0..width).map(move |c| c * places + p));
                    let (mut weight, mut bias) = (Vec::new(), Vec::new());
                    for row in order {
                        weight.extend_from_slice(&dense.weight[row * dense.input..][..dense.input]);
                        bias.push(dense.bias[row]);
                    }
                    (dense.weight, dense.bias) = (weight, bias);
                    *is_first = false;
                }
            }
            // Clamped twice.
            Kind::Activation(activation) if uses[of] == 1 => {
                if let Kind::Activation(first) = &before[of].kind
                    && let (Some(inner), Some([low, high])) = (limits(first), limits(activation))
                {
                    let limits = inner.map(|limit| limit.max(low).min(high));
                    if limits[0] < limits[1] {
                        *activation = clamp(limits, double);
                        own[0].of = before[of].of.clone();
                        uses[of] -= 1;
                        uses[own[0].of[0]] += 1;
                    }
                }
            }
            _ => {}
        }
        Ok(id)
    })
}

/// The limits of a clamp.
fn limits(activation: &Activation) -> Option<[f64; 2]> {
    match (activation.name, &activation.settings[..]) {
        ("HardTanh", _) => Some([-1.0, 1.0]),
        ("Relu", _) => Some([0.0, f64::INFINITY]),
        ("Relu6", _) => Some([0.0, 6.0]),
        ("Clamp", [low, high]) => Some([low.value, high.value]),
        _ => None,
    }
}

/// Dense layers of which all that is looked at are parts: each part becomes a layer of these outputs alone.
fn rows_of_dense_layers(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    let parts = users(network, |kind| matches!(kind, Kind::Slice { .. }));
    rewrite(network, |network, uses, id| {
        let place = Rc::clone(&network.values[id].place);
        let (before, own) = network.values.split_at_mut(id);
        let width = own[0].width;
        let (Kind::Slice { from }, &[of]) = (&own[0].kind, &own[0].of[..]) else { return Ok(id) };
        if parts[of].is_none_or(|taken| taken > before[of].width) {
            return Ok(id);
        }
        let sliced = match &before[of].kind {
            Kind::Dense(dense) => {
                let dense: Dense = dense.rows(*from, width, budget, &place)?;
                Kind::Dense(dense)
            }
            _ => return Ok(id),
        };
        own[0].kind = sliced;
        own[0].of = before[of].of.clone();
        own[0].place = Rc::clone(&before[of].place);
        own[0].weights = before[of].weights.clone();
        uses[of] -= 1;
        uses[own[0].of[0]] += 1;
        Ok(id)
    })
}

/// For each value how many features all its users have together, if they are all of a kind.
fn users(network: &Network, is: impl Fn(&Kind) -> bool) -> Vec<Option<usize>> {
    let mut users = vec![Some(0); network.values.len()];
    for value in &network.values {
        for &of in &value.of {
            users[of] = users[of].filter(|_| is(&value.kind)).map(|sum: usize| sum + value.width);
        }
    }
    for output in &network.outputs {
        users[output.value] = None;
    }
    users
}

fn into_the_layer_behind(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    through_concat(network, budget)?;
    network.drop_unused();
    let dense = users(network, |kind| matches!(kind, Kind::Dense(_)));
    rewrite(network, |network, uses, id| {
        let place = Rc::clone(&network.values[id].place);
        let (before, own) = network.values.split_at_mut(id);
        let (Kind::Dense(layer), &[of]) = (&mut own[0].kind, &own[0].of[..]) else {
            return Ok(id);
        };
        if let Kind::Affine(affine) = &before[of].kind
            && dense[of].is_some()
            && affine.farthest() <= FARTHEST
        {
            layer.after(affine, budget, &place)?;
            own[0].of = before[of].of.clone();
            uses[of] -= 1;
            uses[own[0].of[0]] += 1;
        }
        Ok(id)
    })
}

/// Scales and offsets of parts that are put together become one of the whole.
fn through_concat(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    let uses = network.uses();
    for id in 0..network.values.len() {
        let is_part = |&of: &Id| match network.values[of].kind {
            Kind::Affine(_) => uses[of] == 1,
            Kind::Input => true,
            _ => false,
        };
        let value = &network.values[id];
        if !matches!(value.kind, Kind::Concat)
            || !value.places.is_empty()
            || !value.of.iter().all(is_part)
            || !value.of.iter().any(|&of| matches!(network.values[of].kind, Kind::Affine(_)))
        {
            continue;
        }
        budget.numbers(2 * value.width, &value.place)?;
        let (mut scale, mut offset, mut of) = (Vec::new(), Vec::new(), Vec::new());
        for &part in &value.of {
            let part_value = &network.values[part];
            match &part_value.kind {
                Kind::Affine(affine) => {
                    scale.extend((0..part_value.width).map(|i| affine.scale.get(i)));
                    offset.extend((0..part_value.width).map(|i| affine.offset.get(i)));
                    of.push(part_value.of[0]);
                }
                _ => {
                    scale.extend(vec![1.0; part_value.width]);
                    offset.extend(vec![0.0; part_value.width]);
                    of.push(part);
                }
            }
        }
        // One of the parts, whose place in the order is free now, becomes the concat of what is before it.
        let affine = Affine { scale: Row::Each(scale), offset: Row::Each(offset) };
        let Some(&free) =
            value.of.iter().rev().find(|&&of| matches!(network.values[of].kind, Kind::Affine(_)))
        else {
            continue;
        };
        if of.iter().any(|&of| of >= free) {
            continue;
        }
        let mut concat = value.clone();
        concat.of = of;
        network.values[id].kind = Kind::Affine(affine);
        network.values[id].of = vec![free];
        network.values[free] = concat;
    }
    Ok(())
}
