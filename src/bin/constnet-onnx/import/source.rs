//! What is written: Rust source and a safetensors file.

use super::{
    MARK, Refusal,
    layer::{Dense, Kind, Layer, STACK},
    names::Names,
    network::Network,
    text::{code, comment},
};
use safetensors::{Dtype, tensor::TensorView};

impl Network {
    /// The Rust source, which embeds weights of this checksum and no others.
    pub fn source(&self, names: &Names, checksum: u128) -> String {
        let Names { onnx, module, network, constant } = names;
        let types: Vec<String> =
            self.layers.iter().map(|layer| self.layer_type(&layer.kind)).collect();
        let mut network = network.clone();
        // A declaration hides what the prelude has under its name.
        while network == "Self"
            || types.iter().any(|layer| words(layer).any(|word| word == network))
        {
            network.push_str("Net");
        }
        let mut layers = String::new();
        if self.layers.len() <= STACK {
            list(&mut layers, "        ", &types, &self.layers);
        } else {
            for (types, nodes) in types.chunks(STACK).zip(self.layers.chunks(STACK)) {
                layers.push_str("        (\n");
                list(&mut layers, "            ", types, nodes);
                layers.push_str("        ),\n");
            }
        }
        let scalar = if self.double { "<f64>" } else { "" };
        let origin = code(&self.origin);
        let shape = match &self.inputs.sample[..] {
            [_] => String::new(),
            sample => format!(", the numbers of {sample:?} row after row"),
        };
        let (inputs, outputs) = (self.inputs.features(), self.outputs);
        let declaration = format!("pub static {constant}: {network} =");
        let value = format!("constnet::embed!(\"{module}.safetensors\");");
        // As rustfmt breaks it.
        let fits = declaration.len() + 1 + value.len() <= 100;
        let between = if fits { " " } else { "\n    " };
        format!(
            "\
{MARK}`{onnx}` (`{origin}`): not to be edited.

use constnet::prelude::*;

network!(
    /// {inputs} inputs{shape}; {outputs} outputs.
    pub {network}{scalar}: {inputs} => (
{layers}    ) => {outputs}
);

/// The network as it was trained.
{declaration}{between}{value}

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = \"a loop over the bytes of a file ends\")]
const _: () = assert!(
    constnet::weights::checksum(include_bytes!(\"{module}.safetensors\")) == {checksum:#034x},
    \"{module}.safetensors is not the file that was written with this source: run constnet-onnx again\"
);
"
        )
    }

    /// The safetensors file: position i of the stack has the tensors `i.weight` and `i.bias`.
    ///
    /// # Errors
    /// Numbers that are not finite in the network's type.
    pub fn weights(&self) -> Result<Vec<u8>, Refusal> {
        let mut tensors = Vec::new();
        for (i, Layer { node, kind }) in self.layers.iter().enumerate() {
            let path = if self.layers.len() <= STACK {
                i.to_string()
            } else {
                format!("{}.{}", i / STACK, i % STACK)
            };
            let (weight, shape, bias) = match kind {
                Kind::Dense(Dense { input, weight, bias }) => {
                    (weight, vec![bias.len(), *input], bias)
                }
                Kind::LayerNorm { weight, bias, .. } => (weight, vec![bias.len()], bias),
                Kind::Activation(_) | Kind::Affine(_) => continue,
            };
            tensors.push((format!("{path}.weight"), shape, self.bytes(node, weight)?));
            tensors.push((format!("{path}.bias"), vec![bias.len()], self.bytes(node, bias)?));
        }
        let dtype = if self.double { Dtype::F64 } else { Dtype::F32 };
        let written = tensors
            .iter()
            .map(|(name, shape, bytes)| Ok((name, TensorView::new(dtype, shape.clone(), bytes)?)))
            .collect::<Result<Vec<_>, _>>()
            .and_then(|tensors| safetensors::serialize(tensors, None));
        written.map_err(|error| Refusal::new("the weights", error.to_string(), "a file"))
    }

    /// Numbers in the network's type.
    fn bytes(&self, node: &str, numbers: &[f64]) -> Result<Vec<u8>, Refusal> {
        let is_finite = |x: f64| if self.double { x.is_finite() } else { (x as f32).is_finite() };
        if let Some(x) = numbers.iter().find(|&&x| !is_finite(x)) {
            let expected = "finite numbers in the network's type";
            return Err(Refusal::new(node, format!("{x:e} as a weight or bias"), expected));
        }
        Ok(if self.double {
            numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
        } else {
            numbers.iter().flat_map(|&x| (x as f32).to_le_bytes()).collect()
        })
    }

    fn layer_type(&self, kind: &Kind) -> String {
        let scalar = if self.double { ", f64" } else { "" };
        match kind {
            Kind::Dense(dense) => format!("Dense<{}, {}{scalar}>", dense.input, dense.bias.len()),
            Kind::LayerNorm { bias, epsilon, .. } if epsilon == "Ratio<1, 100000>" => {
                format!("LayerNorm<{}{scalar}>", bias.len())
            }
            Kind::LayerNorm { bias, epsilon, .. } => {
                let scalar = if self.double { "f64" } else { "f32" };
                format!("LayerNorm<{}, {scalar}, {epsilon}>", bias.len())
            }
            Kind::Activation(name) => name.clone(),
            Kind::Affine(_) => String::new(),
        }
    }
}

/// A line for each layer, with the node that it came from.
fn list(out: &mut String, indent: &str, types: &[String], layers: &[Layer]) {
    for (layer, Layer { node, .. }) in types.iter().zip(layers) {
        out.push_str(&format!("{indent}{layer}, // {}\n", comment(node)));
    }
}

/// The names in a type.
fn words(layer: &str) -> impl Iterator<Item = &str> {
    layer.split(|c: char| !c.is_alphanumeric())
}
