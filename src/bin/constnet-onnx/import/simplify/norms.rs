//! Norms that a file spells out.

use crate::import::{
    layer::{Activation, Kind, Part},
    network::{Id, Network},
    setting::Setting,
};

/// (x − mean x) / √(mean (x − mean x)² + ε) is a `LayerNorm`, which the scale and the offset behind it go into.
pub fn layer_norms(network: &mut Network) {
    for root in 0..network.values.len() {
        let Some((x, epsilon)) = layer_norm(network, root) else { continue };
        let width = network.values[root].width;
        let value = &mut network.values[root];
        value.of = vec![x];
        value.kind = Kind::LayerNorm {
            weight: vec![1.0; width],
            bias: vec![0.0; width],
            epsilon: Setting::new(epsilon, false),
        };
    }
}

/// x / max(‖x‖, ε) is `Normalize`.
pub fn normalizes(network: &mut Network) {
    for root in 0..network.values.len() {
        let value = &network.values[root];
        let (Kind::Part(Part::Quotient), &[x, length]) = (&value.kind, &value.of[..]) else {
            continue;
        };
        let (Kind::Part(Part::AtLeast(epsilon)), &[norm]) =
            (&network.values[length].kind, &network.values[length].of[..])
        else {
            continue;
        };
        let is_norm = matches!(network.values[norm].kind, Kind::Part(Part::Norm));
        if is_norm && network.values[norm].of == [x] && *epsilon > 0.0 {
            let epsilon = Setting::new(*epsilon, network.double);
            let normalize = Activation::set("Normalize", epsilon, "Ratio<1, 1000000000000>");
            network.values[root].kind = Kind::Activation(normalize);
            network.values[root].of = vec![x];
        }
    }
}

/// The x and the ε of a value that is the quotient of a norm.
fn layer_norm(network: &Network, root: Id) -> Option<(Id, f64)> {
    let of = |id: Id, part: Part| match (&network.values[id].kind, &network.values[id].of[..]) {
        (Kind::Part(found), &[of]) if *found == part => Some(of),
        _ => None,
    };
    let [centred, deviation] = match (&network.values[root].kind, &network.values[root].of[..]) {
        (Kind::Part(Part::Quotient), &[a, b]) => [a, b],
        (Kind::Product, &[a, b]) => match (of(a, Part::Power(-1.0)), of(b, Part::Power(-1.0))) {
            (None, Some(b)) => [a, b],
            (Some(a), None) => [b, a],
            _ => return None,
        },
        _ => return None,
    };
    let sum = of(deviation, Part::Sqrt)?;
    let (Kind::Affine(affine), &[variance]) =
        (&network.values[sum].kind, &network.values[sum].of[..])
    else {
        return None;
    };
    let Some([1.0, epsilon]) = affine.same().filter(|[_, epsilon]| *epsilon > 0.0) else {
        return None;
    };
    let square = of(variance, Part::Mean)?;
    let is_square = of(square, Part::Power(2.0)) == Some(centred)
        || matches!(network.values[square].kind, Kind::Product)
            && network.values[square].of == [centred, centred];
    let (Kind::Sum, &[x, minus]) = (&network.values[centred].kind, &network.values[centred].of[..])
    else {
        return None;
    };
    let (Kind::Affine(negative), &[mean]) =
        (&network.values[minus].kind, &network.values[minus].of[..])
    else {
        return None;
    };
    let is_centred = negative.same() == Some([-1.0, 0.0]) && of(mean, Part::Mean) == Some(x);
    (is_square && is_centred).then_some((x, epsilon))
}
