//! The ends of a network, and scales and offsets that nothing took in.

use crate::import::{
    Refusal,
    budget::Budget,
    layer::{Affine, Kind},
    network::Network,
    shape::Form,
};

/// How far from 0 an offset is beyond which it is taken from x before anything else is done.
const FAR: f64 = 30.0;

/// Inputs that meet in one `Concat`, and nowhere else, are one vector.
pub fn one_vector(network: &mut Network) {
    let is_input = |id: usize| matches!(network.values[id].kind, Kind::Input);
    let uses = network.uses();
    let joined = network.values.iter().position(|value| {
        matches!(value.kind, Kind::Concat)
            && value.places.is_empty()
            && value.of.len() == network.inputs.len()
            && value.of.iter().all(|&of| is_input(of) && uses[of] == 1)
    });
    let Some(joined) = joined else { return };
    let order = std::mem::take(&mut network.values[joined].of);
    network.values[joined].kind = Kind::Input;
    let mut inputs = Vec::new();
    for id in order {
        let input = network.inputs.iter().find(|input| input.value == id);
        inputs.extend(input.cloned());
    }
    inputs.iter_mut().for_each(|input| input.value = joined);
    network.inputs = inputs;
    network.drop_unused();
}

/// An input that is only taken as a sequence is one.
pub fn sequences(network: &mut Network) {
    let uses = network.uses();
    for id in 0..network.values.len() {
        let value = &network.values[id];
        let (Kind::Unflatten { is_first }, &[of], [_]) =
            (&value.kind, &value.of[..], &value.places[..])
        else {
            continue;
        };
        let ends = network.inputs.iter().filter(|input| input.value == of).count();
        if !matches!(network.values[of].kind, Kind::Input) || uses[of] != 1 || ends != 1 {
            continue;
        }
        let (width, places) = (value.width, value.places.clone());
        let form = match is_first {
            true => Form::First(places.clone()),
            false => Form::Last(places.clone()),
        };
        (network.values[of].width, network.values[of].places) = (width, places);
        network.values[id].kind = Kind::Affine(Affine::scale(1.0));
        for input in network.inputs.iter_mut().filter(|input| input.value == of) {
            input.shape.1 = form.clone();
        }
    }
}

/// Each scale and offset that is left becomes a layer.
pub fn write_out(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    for id in 0..network.values.len() {
        let value = &network.values[id];
        let Kind::Affine(affine) = &value.kind else { continue };
        budget.numbers(2 * value.width, &value.place)?;
        let is_first = matches!(network.values[value.of[0]].kind, Kind::Input);
        let all = |row: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..value.width).map(row).collect() };
        let Affine { scale, offset } = affine;
        let largest = if network.double { f64::MAX } else { f64::from(f32::MAX) };
        let has_inverse =
            scale.numbers().iter().all(|scale| *scale != 0.0 && (1.0 / scale).abs() <= largest);
        network.values[id].kind = if !value.places.is_empty() {
            Kind::ScaleAndShift { weight: all(&|i| scale.get(i)), bias: all(&|i| offset.get(i)) }
        } else if has_inverse && (is_first || affine.farthest() > FAR) {
            let mean = all(&|i| -offset.get(i) / scale.get(i));
            let deviation = all(&|i| 1.0 / scale.get(i));
            // -0 is written as 0.
            Kind::Standardize { mean: mean.into_iter().map(|mean| mean + 0.0).collect(), deviation }
        } else {
            Kind::Unstandardize { mean: all(&|i| offset.get(i)), deviation: all(&|i| scale.get(i)) }
        };
    }
    Ok(())
}
