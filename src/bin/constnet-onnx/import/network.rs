//! What stands around the chain: the graph's ends, its constants, its layers as a list.

use super::{
    Refusal,
    chain::Chain,
    constants::{Constant, Constants},
    layer::Layer,
    messages::{Attribute, Graph, Model, Tensor, Value, attribute, tensor},
    node::Node,
    shape::{self, Shape},
};
use constnet::weights::{Error, Reader};
use prost::Message;
use std::{borrow::Cow, ops::RangeInclusive, rc::Rc};

/// The operator sets whose operators are known.
const OPSETS: RangeInclusive<i64> = 7..=28;

/// A network as a file has it.
pub struct Network {
    /// Who wrote the file.
    pub origin: String,
    pub double: bool,
    pub inputs: Shape,
    pub outputs: usize,
    pub layers: Vec<Layer>,
}

impl Network {
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let model = Model::decode(bytes)
            .map_err(|error| no_model(bytes, format!("no such message ({error})")))?;
        let graph = model.graph.as_ref().ok_or_else(|| no_model(bytes, "no graph".into()))?;
        let opset = opset(&model)?;
        let mut constants = Constants::new(bytes.len());
        for tensor in &graph.initializer {
            let name = &tensor.name;
            let place = format!("initializer `{name}`").into();
            let tensor = Rc::new(Cow::Borrowed(tensor));
            let constant = Constant { tensor, transposed: false, place };
            constants.insert(name, constant)?;
        }
        let nodes = fold(graph, &mut constants)?;
        let (input, output) = ends(graph, &constants)?;
        let (element, inputs) = (shape::element(input)?, Shape::of_input(input)?);
        constants.check_features(&format!("input `{}`", input.name), inputs.features())?;

        let mut chain = Chain::new(constants, &input.name, inputs.clone(), element, opset);
        let mut left = &nodes[..];
        while !left.is_empty() {
            left = chain.read(left)?;
        }
        if chain.value != output.name {
            let expected = format!("`{}`, which its last node gives", chain.value);
            let found = format!("`{}`", output.name);
            return Err(Refusal::new("the graph's output", found, expected));
        }
        chain.shape.check_output(output)?;
        let outputs = chain.shape.features();
        let producer = format!("{} {}", model.producer_name, model.producer_version);
        let origin = format!("{}, opset {opset}", producer.trim());
        let double = element == tensor::DOUBLE;
        Ok(Self { origin, double, inputs, outputs, layers: chain.stack.finish()? })
    }
}

/// The error of a file that is something else: what it is, if its first bytes say it.
fn no_model(bytes: &[u8], found: String) -> Refusal {
    let found = match Reader::new().ignore_unknown().ignore_fingerprint().check::<()>(bytes) {
        Ok(()) => "safetensors (`embed!` reads them)".into(),
        Err(Error::NotSafetensors { found: name, advice }) if !name.contains("ONNX") => {
            format!("{name} ({advice})")
        }
        Err(_) => found,
    };
    Refusal::new("the file", found, "an ONNX model")
}

/// The version of ONNX's own operators.
fn opset(model: &Model) -> Result<i64, Refusal> {
    let own = |domain: &str| ["", "ai.onnx"].contains(&domain);
    let found = model.opset_import.iter().find(|opset| own(&opset.domain));
    match found.map(|opset| opset.version) {
        Some(version) if OPSETS.contains(&version) => Ok(version),
        other => Err(Refusal::new(
            "the operator set",
            other.map_or("none".into(), |version| version.to_string()),
            format!("{} to {}", OPSETS.start(), OPSETS.end()),
        )),
    }
}

/// The one input and the one output. In old files the weights are listed as inputs too.
fn ends<'m>(
    graph: &'m Graph,
    constants: &Constants<'_>,
) -> Result<(&'m Value, &'m Value), Refusal> {
    let inputs: Vec<&Value> =
        graph.input.iter().filter(|input| constants.get(&input.name).is_none()).collect();
    match (&inputs[..], &graph.output[..]) {
        ([input], [output]) => Ok((input, output)),
        ([_], outputs) => Err(one("outputs", outputs.iter())),
        (inputs, _) => Err(one("inputs", inputs.iter().copied())),
    }
}

fn one<'m>(what: &str, values: impl Iterator<Item = &'m Value>) -> Refusal {
    let names: Vec<String> = values.map(|value| format!("`{}`", value.name)).collect();
    let found = format!("{} {what} ({})", names.len(), names.join(", "));
    Refusal::new("the graph", found, "one: a network is a function of one vector")
}

/// Takes the nodes that compute nothing but constants out of the graph.
fn fold<'m>(graph: &'m Graph, constants: &mut Constants<'m>) -> Result<Vec<Node<'m>>, Refusal> {
    let mut nodes = Vec::new();
    for node in graph.node.iter().map(Node::new) {
        let input = node.input(0).and_then(|name| constants.get(name)).cloned();
        let constant = match (node.operator(), input) {
            ("Constant", _) => of_constant_node(&node)?,
            ("Identity", Some(constant)) => {
                node.expect([1, 1], &[])?;
                constant
            }
            ("Transpose", Some(constant)) => {
                node.expect([1, 1], &["perm"])?;
                let is_matrix = constant.tensor.dims.len() == 2;
                let order = node.ints("perm")?.unwrap_or(&[1, 0]);
                if !is_matrix || order != [1, 0] {
                    let found = format!("{order:?} of {:?}", constant.tensor.dims);
                    return Err(node.refuse("perm", found, "[1, 0] of a matrix"));
                }
                Constant { transposed: !constant.transposed, ..constant }
            }
            _ => {
                nodes.push(node);
                continue;
            }
        };
        constants.insert(node.output()?, constant)?;
    }
    Ok(nodes)
}

/// The tensor of a node `Constant`.
fn of_constant_node<'m>(node: &Node<'m>) -> Result<Constant<'m>, Refusal> {
    let [Attribute { name, r#type, f, i, t, floats, ints, .. }] = &node.message.attribute[..]
    else {
        let found = format!("{} attributes", node.message.attribute.len());
        return Err(Refusal::new(&node.place, found, "one"));
    };
    let vector = |len: usize| vec![i64::try_from(len).unwrap_or(i64::MAX)];
    let reals = |dims, float_data| Tensor {
        dims,
        data_type: tensor::FLOAT,
        float_data,
        ..Tensor::default()
    };
    let integers = |dims, int64_data| Tensor {
        dims,
        data_type: tensor::INT64,
        int64_data,
        ..Tensor::default()
    };
    let tensor = match (&**name, *r#type, t) {
        ("value", attribute::TENSOR, Some(tensor)) => Cow::Borrowed(tensor),
        ("value_float", attribute::FLOAT, _) => Cow::Owned(reals(vec![], vec![*f])),
        ("value_floats", attribute::FLOATS, _) => {
            Cow::Owned(reals(vector(floats.len()), floats.clone()))
        }
        ("value_int", attribute::INT, _) => Cow::Owned(integers(vec![], vec![*i])),
        ("value_ints", attribute::INTS, _) => {
            Cow::Owned(integers(vector(ints.len()), ints.clone()))
        }
        _ => {
            let found = format!("{} in `{name}`", attribute::name(*r#type));
            let expected = "value, value_float, value_floats, value_int or value_ints";
            return Err(Refusal::new(&node.place, found, expected));
        }
    };
    Ok(Constant { tensor: Rc::new(tensor), transposed: false, place: node.place.as_str().into() })
}
