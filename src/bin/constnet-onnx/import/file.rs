//! What stands around the nodes: the graph's ends, its constants, and which of its nodes are wanted.

use super::{
    Options, Refusal,
    constants::{Constant, Constants},
    external,
    messages::{Dimension, Graph, Model, TensorType, Type, Value, tensor},
    network::{End, Network, State},
    node::Node,
    shape::{self, Dim},
    simplify::simplify,
    trace::Tracer,
    width::Consumers,
};
use constnet::weights::{Error, Reader};
use prost::Message;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    ops::RangeInclusive,
    path::Path,
};

/// The operator sets whose operators are known.
const OPSETS: RangeInclusive<i64> = 6..=28;

/// A file, with all its numbers.
pub struct File {
    pub model: Model,
    /// How many bytes it has, with those of other files that it names.
    pub length: usize,
    /// Who wrote the file.
    pub origin: String,
    pub opset: i64,
}

impl File {
    /// Reads the bytes of a file; of others beside it, in a folder, the data that it names.
    pub fn read(bytes: &[u8], folder: &Path, data: Option<&Path>) -> Result<Self, Refusal> {
        let mut model = Model::decode(bytes)
            .map_err(|error| no_model(bytes, format!("no such message ({error})")))?;
        if model.graph.is_none() {
            return Err(no_model(bytes, "no graph".into()));
        }
        let opset = opset(&model)?;
        let length = bytes.len().saturating_add(external::fill(&mut model, folder, data)?);
        let producer = format!("{} {}", model.producer_name, model.producer_version);
        let origin = format!("{}, opset {opset}", producer.trim());
        Ok(Self { model, length, origin, opset })
    }

    pub fn graph(&self) -> &Graph {
        static NONE: Graph = Graph {
            node: vec![],
            initializer: vec![],
            input: vec![],
            output: vec![],
            value_info: vec![],
        };
        self.model.graph.as_ref().unwrap_or(&NONE)
    }

    /// The network between the inputs and outputs that are wanted. If there is none, the error says which of
    /// the outputs there is one for.
    pub fn network(&self, options: &Options) -> Result<Network, Refusal> {
        let refusal = match self.network_of(options) {
            Err(refusal) if options.outputs.is_empty() => refusal,
            other => return other,
        };
        let outputs = &self.graph().output;
        let has_network = |output: &&Value| {
            let options = Options { outputs: vec![output.name.clone()], ..options.clone() };
            outputs.len() > 1 && self.network_of(&options).is_ok()
        };
        let alone = outputs.iter().take(8).filter(has_network);
        let alone: Vec<String> =
            alone.map(|output| format!("`--output {}`", output.name)).collect();
        match &alone[..] {
            [] => Err(refusal),
            _ => Err(Refusal { advice: String::new(), ..refusal }
                .advise(format!("can be had alone: {}", alone.join(", ")))),
        }
    }

    fn network_of(&self, options: &Options) -> Result<Network, Refusal> {
        let mut constants = Constants::new(self.length);
        let graph = self.graph();
        for tensor in &graph.initializer {
            let name = &tensor.name;
            let place = format!("initializer `{name}`");
            constants.insert(name, Constant::new(Cow::Borrowed(tensor), &place))?;
        }
        let inputs = self.inputs(&constants, options)?;
        let wanted = Wanted::new(graph, &constants, &inputs, options)?;

        let mut tracer = Tracer::new(constants, self.opset);
        for value in &inputs {
            if wanted.inputs.contains(&*value.name) {
                let consumers = Consumers { nodes: &wanted.nodes, graph };
                check_element(value, &consumers)?;
                let form = consumers.form(&value.name);
                tracer.input(value, form, || consumers.width(&value.name))?;
            }
        }
        for node in &wanted.nodes {
            tracer.read(node).map_err(|refusal| tracer.advise(node, refusal))?;
        }
        for value in &wanted.outputs {
            // What does not depend on an input, such as the version of a model, is no output of a network.
            let is_constant = tracer.constants.get(&value.name).is_some();
            if is_constant && options.outputs.is_empty() && wanted.outputs.len() > 1 {
                continue;
            }
            let is_state = |state: &State| *state.next == *value.name;
            if tracer.network.states.iter().any(is_state) {
                continue;
            }
            let traced = tracer.output(&value.name)?;
            traced.shape.check_output(value)?;
            tracer.network.outputs.push(End {
                name: value.name.as_str().into(),
                value: traced.id,
                shape: traced.shape,
            });
        }
        if tracer.network.outputs.is_empty() {
            let expected = "a value that depends on an input";
            return Err(Refusal::new("the graph's outputs", "constants", expected));
        }
        let (mut network, budget) = (tracer.network, tracer.constants.budget);
        network.double |= inputs.iter().any(|input| {
            wanted.inputs.contains(&*input.name) && shape::element(input) == Some(tensor::DOUBLE)
        }) && network.parameters() == 0;
        simplify(&mut network, &budget)?;
        Ok(network)
    }

    /// The graph's own inputs, or the values that are chosen. In old files the weights are listed as inputs too.
    fn inputs(&self, constants: &Constants<'_>, options: &Options) -> Result<Vec<Value>, Refusal> {
        let graph = self.graph();
        let own = graph.input.iter().filter(|input| constants.get(&input.name).is_none());
        if options.inputs.is_empty() {
            return Ok(own.cloned().collect());
        }
        let stated: HashMap<&str, &Value> =
            own.chain(&graph.value_info).map(|value| (&*value.name, value)).collect();
        let value = |name: &String| match stated.get(&**name) {
            Some(value) => Ok((*value).clone()),
            None => self.value_of(name, options),
        };
        options.inputs.iter().map(value).collect()
    }

    /// A value whose shape the file does not state: the nodes before it do.
    fn value_of(&self, name: &str, options: &Options) -> Result<Value, Refusal> {
        let outputs = vec![name.to_owned()];
        let before = Options { inputs: vec![], outputs, ..options.clone() };
        let network = self.network_of(&before).map_err(|refusal| {
            let found =
                format!("no shape in the file, and none from the nodes before it ({refusal})");
            Refusal::new(format!("input `{name}`"), found, "a shape")
                .advise("`onnx.shape_inference.infer_shapes` writes shapes into a file")
        })?;
        let dim = |dim: &Dim| match dim {
            Dim::Batch => Dimension::default(),
            Dim::Size(size) => Dimension { dim_value: Some(*size as i64), dim_param: None },
        };
        let shape = network
            .outputs
            .first()
            .map(|output| super::messages::Shape { dim: output.shape.0.iter().map(dim).collect() });
        let tensor_type = Some(TensorType { elem_type: tensor::FLOAT, shape });
        Ok(Value { name: name.into(), r#type: Some(Type { tensor_type }) })
    }
}

/// What of a graph is wanted.
struct Wanted<'m> {
    /// Nodes that an output needs, in the file's order.
    nodes: Vec<Node<'m>>,
    /// Names of inputs that an output needs.
    inputs: HashSet<&'m str>,
    outputs: Vec<Cow<'m, Value>>,
}

impl<'m> Wanted<'m> {
    fn new(
        graph: &'m Graph,
        constants: &Constants<'_>,
        inputs: &'m [Value],
        options: &Options,
    ) -> Result<Self, Refusal> {
        let mut makers: HashMap<&str, usize> = HashMap::new();
        let is_input: HashSet<&str> = inputs.iter().map(|input| &*input.name).collect();
        for (i, node) in graph.node.iter().map(Node::new).enumerate() {
            for name in node.outputs() {
                let is_cut = !options.inputs.is_empty() && is_input.contains(name);
                let again = makers.insert(name, i).is_some()
                    || constants.get(name).is_some()
                    || (is_input.contains(name) && !is_cut);
                if again {
                    let found = format!("the name `{name}` again");
                    return Err(Refusal::new(&*node.place, found, "names that stand once"));
                }
            }
        }
        let outputs = outputs(graph, &makers, &is_input, options)?;
        let mut is_wanted = vec![false; graph.node.len()];
        let mut wanted_inputs = HashSet::new();
        let name = |output: &Cow<'m, Value>| {
            let made = makers.get_key_value(&*output.name).map(|(name, _)| *name);
            is_input.get(&*output.name).copied().or(made)
        };
        let mut open: Vec<&str> = outputs.iter().filter_map(name).collect();
        while let Some(name) = open.pop() {
            if let Some(&name) = is_input.get(name) {
                wanted_inputs.insert(name);
                continue;
            }
            let Some(&maker) = makers.get(name) else { continue };
            if !std::mem::replace(&mut is_wanted[maker], true) {
                open.extend(graph.node[maker].input.iter().map(|name| &**name));
            }
        }
        let nodes = graph.node.iter().zip(is_wanted).filter(|(_, is_wanted)| *is_wanted);
        let nodes = nodes.map(|(node, _)| Node::new(node)).collect();
        Ok(Self { nodes, inputs: wanted_inputs, outputs })
    }
}

/// The outputs that are chosen, or all that the graph has.
fn outputs<'m>(
    graph: &'m Graph,
    makers: &HashMap<&str, usize>,
    inputs: &HashSet<&str>,
    options: &Options,
) -> Result<Vec<Cow<'m, Value>>, Refusal> {
    if options.outputs.is_empty() {
        if graph.output.is_empty() {
            return Err(Refusal::new("the graph", "no outputs", "at least one"));
        }
        let made =
            graph.output.iter().filter(|output| is_made(graph, makers, inputs, &output.name));
        let made: Vec<_> = made.map(Cow::Borrowed).collect();
        // What only passes through, such as a state, is left out beside what does not.
        let all = || graph.output.iter().map(Cow::Borrowed).collect();
        return Ok(if made.is_empty() { all() } else { made });
    }
    let mut outputs = Vec::new();
    for name in &options.outputs {
        let stated = graph.output.iter().find(|output| output.name == *name);
        outputs.push(match stated {
            Some(output) => Cow::Borrowed(output),
            None if makers.contains_key(&**name) || inputs.contains(&**name) => {
                Cow::Owned(Value { name: name.clone(), r#type: None })
            }
            None => {
                let own = graph.output.iter().map(|output| &*output.name);
                let inner =
                    graph.node.iter().rev().flat_map(|node| &node.output).map(|name| &**name);
                let mut names: Vec<String> = Vec::new();
                for name in own.chain(inner).filter(|name| !name.is_empty()) {
                    let quoted = format!("`{name}`");
                    if names.len() < 32 && !names.contains(&quoted) {
                        names.push(quoted);
                    }
                }
                let found = format!("`--output {name}`");
                let expected = format!("one of {}", names.join(", "));
                return Err(Refusal::new("the graph", found, expected));
            }
        });
    }
    Ok(outputs)
}

/// Whether a value is more than an input that was passed on.
fn is_made(
    graph: &Graph,
    makers: &HashMap<&str, usize>,
    inputs: &HashSet<&str>,
    name: &str,
) -> bool {
    let mut name = name;
    // As far as anybody passes a value on.
    for _ in 0..64 {
        let Some(&maker) = makers.get(name) else { return !inputs.contains(name) };
        let node = &graph.node[maker];
        match (&*node.op_type, node.input.first()) {
            ("Cast" | "Identity", Some(input)) => name = input,
            _ => return true,
        }
    }
    true
}

/// Checks that an input is of numbers: of floating point, or integers that are converted first.
fn check_element(value: &Value, consumers: &Consumers<'_, '_>) -> Result<(), Refusal> {
    let element = shape::element(value);
    match element {
        Some(element) if shape::is_real(element) => Ok(()),
        Some(tensor::INT64 | tensor::INT32 | tensor::UINT8 | tensor::INT8)
            if consumers.are_all(&value.name, "Cast") =>
        {
            Ok(())
        }
        other => Err(Refusal::new(
            format!("input `{}`", value.name),
            other.map_or("no tensor".into(), tensor::name),
            "FLOAT, DOUBLE, FLOAT16 or BFLOAT16",
        )),
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
    let classical = |domain: &str| domain == "ai.onnx.ml";
    let version = |is: &dyn Fn(&str) -> bool| {
        model.opset_import.iter().find(|opset| is(&opset.domain)).map(|opset| opset.version)
    };
    match version(&own) {
        Some(version) if OPSETS.contains(&version) => Ok(version),
        // A model of classical operators alone.
        None if version(&classical).is_some() => Ok(*OPSETS.end()),
        other => Err(Refusal::new(
            "the operator set",
            other.map_or("none".into(), |version| version.to_string()),
            format!("{} to {}", OPSETS.start(), OPSETS.end()),
        )
        .advise("`onnx.version_converter.convert_version` brings a model to another one")),
    }
}
