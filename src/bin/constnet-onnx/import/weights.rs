//! The safetensors file that is written.

use super::{
    Refusal,
    layer::{Kind, Recurrent, Window, WindowKind},
    pair::Pair,
    plan::{Layer, Plan, STACK},
};
use std::fmt::Write;

/// The name in its layer, the shape and the numbers of a tensor.
type Named<'p> = (&'static str, Vec<usize>, &'p [f64]);

/// A tensor to write.
struct Tensor<'p> {
    name: String,
    shape: Vec<usize>,
    numbers: &'p [f64],
}

impl Plan {
    /// The file: each layer's tensors under its place in the network, and an input with its output.
    ///
    /// # Errors
    /// Numbers that are not finite in the network's type.
    pub fn weights(&self, pair: Option<&Pair>) -> Result<Vec<u8>, Refusal> {
        let mut tensors = Vec::new();
        for field in &self.fields {
            for (i, layer) in field.layers.iter().enumerate() {
                let path = match (self.is_chain, field.layers.len()) {
                    (true, ..=STACK) => i.to_string(),
                    (true, _) => format!("{}.{}", i / STACK, i % STACK),
                    (false, 1) => field.name.clone(),
                    (false, _) => format!("{}.{i}", field.name),
                };
                for (name, shape, numbers) in self.tensors(layer)? {
                    tensors.push(Tensor { name: format!("{path}.{name}"), shape, numbers });
                }
            }
        }
        tensors.sort_by(|a, b| a.name.cmp(&b.name));
        let (dtype, width) = if self.double { ("F64", 8) } else { ("F32", 4) };
        let mut header = String::from("{");
        if let Some(pair) = pair {
            let hexadecimal = |numbers: &[f64]| {
                numbers.iter().fold(String::new(), |mut text, number| {
                    let _ = write!(text, "{:016x}", number.to_bits());
                    text
                })
            };
            let [input, output] = [&pair.input, &pair.output].map(|numbers| hexadecimal(numbers));
            let _ = write!(
                header,
                "\"__metadata__\":{{\"constnet.input\":\"{input}\",\"constnet.output\":\"{output}\"}}"
            );
        }
        let mut end = 0;
        for Tensor { name, shape, numbers } in &tensors {
            let comma = if header.len() > 1 { "," } else { "" };
            let (from, to) = (end, end + width * numbers.len());
            let _ = write!(
                header,
                "{comma}\"{name}\":{{\"dtype\":\"{dtype}\",\"shape\":{shape:?},\"data_offsets\":[{from},{to}]}}"
            );
            end = to;
        }
        header.push('}');
        // Numbers begin at a multiple of eight bytes.
        while !header.len().is_multiple_of(8) {
            header.push(' ');
        }
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.into_bytes());
        for Tensor { numbers, .. } in &tensors {
            if self.double {
                bytes.extend(numbers.iter().flat_map(|x| x.to_le_bytes()));
            } else {
                bytes.extend(numbers.iter().flat_map(|&x| (x as f32).to_le_bytes()));
            }
        }
        Ok(bytes)
    }

    /// The tensors of a layer, whose numbers are finite.
    fn tensors<'p>(&self, layer: &'p Layer) -> Result<Vec<Named<'p>>, Refusal> {
        let rows = |name: [&'static str; 2], a: &'p [f64], b: &'p [f64]| {
            vec![(name[0], vec![a.len()], a), (name[1], vec![b.len()], b)]
        };
        let tensors = match &layer.kind {
            Kind::Dense(dense) => vec![
                ("weight", vec![dense.bias.len(), dense.input], &dense.weight[..]),
                ("bias", vec![dense.bias.len()], &dense.bias[..]),
            ],
            Kind::LayerNorm { weight, bias, .. } | Kind::ScaleAndShift { weight, bias } => {
                rows(["weight", "bias"], weight, bias)
            }
            Kind::PRelu { weight } => vec![("weight", vec![weight.len()], &weight[..])],
            Kind::Window(Window {
                kind: WindowKind::Conv { weight, bias, per },
                kernel: [rows, columns],
                ..
            }) => {
                let kernel = match layer.places.len() {
                    1 => vec![*columns],
                    _ => vec![*rows, *columns],
                };
                let shape = [vec![bias.len(), *per], kernel].concat();
                vec![("weight", shape, &weight[..]), ("bias", vec![bias.len()], &bias[..])]
            }
            Kind::Recurrent(layer) => layer.tensors(RECURRENT),
            Kind::Bidirectional(layers) => {
                let [first, second] = &**layers;
                [first.tensors(RECURRENT), second.tensors(REVERSE)].concat()
            }
            Kind::Standardize { mean, deviation } | Kind::Unstandardize { mean, deviation } => {
                rows(["mean", "deviation"], mean, deviation)
            }
            _ => vec![],
        };
        for (name, _, numbers) in &tensors {
            if let Some(number) = numbers.iter().find(|&&number| !self.is_finite(number)) {
                let found =
                    format!("{number:e} as its {name}, with the scales and offsets beside it");
                let expected = "finite numbers in the network's type";
                return Err(Refusal::new(&*layer.place, found, expected));
            }
        }
        Ok(tensors)
    }

    fn is_finite(&self, number: f64) -> bool {
        if self.double { number.is_finite() } else { (number as f32).is_finite() }
    }
}

/// The names of a cell's tensors, and of those of one that goes backwards.
const RECURRENT: [&str; 4] = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
const REVERSE: [&str; 4] =
    ["reverse.weight_ih_l0", "reverse.weight_hh_l0", "reverse.bias_ih_l0", "reverse.bias_hh_l0"];

impl Recurrent {
    fn tensors(&self, [w, r, first, second]: [&'static str; 4]) -> Vec<Named<'_>> {
        let rows = self.bias_ih.len();
        vec![
            (w, vec![rows, self.input], &self.weight_ih[..]),
            (r, vec![rows, self.hidden], &self.weight_hh[..]),
            (first, vec![rows], &self.bias_ih[..]),
            (second, vec![rows], &self.bias_hh[..]),
        ]
    }
}
