//! What stands around the nodes: the graph's ends, its constants, and which of its nodes are wanted.

use super::{
    Options, Refusal,
    constants::{Constant, Constants},
    external,
    messages::{Dimension, Graph, Model, TensorType, Type, Value, tensor},
    network::{End, Network},
    node::Node,
    refusal::Cut,
    shape::{self, Dim, Reading},
    simplify::simplify,
    trace::Tracer,
    wanted::{Wanted, none_such},
    width::{Consumers, Forms},
};
use constnet::weights::{Error, Reader};
use prost::Message;
use std::{borrow::Cow, collections::HashMap, ops::RangeInclusive, path::Path};

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
            Err(refusal) => refusal,
            network => return network,
        };
        if refusal.is_limit {
            return Err(refusal);
        }
        for reading in [Reading::One, Reading::Whole] {
            if let Ok(network) = self.network_with(options, reading, false) {
                return Ok(network);
            }
        }
        let near = self.cut(&refusal, options);
        if !options.outputs.is_empty() {
            return Err(refusal.advise(near.unwrap_or_default()));
        }
        let outputs = &self.graph().output;
        let has_network = |output: &&Value| {
            let options = Options { outputs: vec![output.name.clone()], ..options.clone() };
            outputs.len() > 1 && self.network_of(&options).is_ok()
        };
        let alone = outputs.iter().take(8).filter(has_network);
        let alone: Vec<String> =
            alone.map(|output| format!("`--output {}`", output.name)).collect();
        match &alone[..] {
            [] => Err(refusal.advise(near.unwrap_or_default())),
            _ => {
                // What is near the node is said too.
                let is_new = |near: &String| {
                    near.starts_with("`--output ")
                        && !alone.iter().any(|alone| near.starts_with(&**alone))
                };
                let near = near.filter(is_new).map_or(String::new(), |near| format!("; {near}"));
                Err(Refusal { advice: String::new(), ..refusal }
                    .advise(format!("can be had alone: {}{near}", alone.join(", "))))
            }
        }
    }

    pub fn network_of(&self, options: &Options) -> Result<Network, Refusal> {
        self.network_with(options, Reading::Batch, false)
    }

    /// The same by one reading of the inputs, which says of an output that is drawn why it cannot be had, if that is
    /// `asked`.
    fn network_with(
        &self,
        options: &Options,
        reading: Reading,
        asked: bool,
    ) -> Result<Network, Refusal> {
        let mut constants = Constants::new(self.length);
        let graph = self.graph();
        for tensor in &graph.initializer {
            let name = &tensor.name;
            let place = format!("initializer `{name}`");
            constants.insert(name, Constant::new(Cow::Borrowed(tensor), &place))?;
        }
        let inputs = self.inputs(&constants, options)?;
        let wanted = Wanted::new(graph, &constants, &inputs, options, asked)?;

        let forms = Forms::new(&wanted.nodes);
        let mut tracer = Tracer::new(constants, self.opset, reading, forms);
        for value in &inputs {
            if wanted.inputs.contains(&*value.name) {
                let consumers = Consumers { nodes: &wanted.nodes, graph };
                check_element(value, &consumers)?;
                tracer.input(value, || consumers.width(&value.name))?;
            }
        }
        for (i, node) in wanted.nodes.iter().enumerate() {
            tracer
                .read(node)
                .map_err(|refusal| tracer.refused(&wanted.nodes[i..], refusal, graph))?;
        }
        let mut outputs = Vec::new();
        for value in &wanted.outputs {
            // What does not depend on an input, such as the version of a model, is no output of a network.
            let is_constant = tracer.constants.get(&value.name).is_some();
            if is_constant && options.outputs.is_empty() && wanted.outputs.len() > 1 {
                continue;
            }
            outputs.push((value, tracer.output(&value.name)?));
        }
        let named: Vec<_> =
            outputs.iter().map(|(value, traced)| (&*value.name, traced.id)).collect();
        let is_state = tracer.next_states(&named, options.outputs.is_empty())?;
        for ((value, traced), _) in outputs.into_iter().zip(is_state).filter(|(_, is)| !is) {
            traced.shape.check_output(value)?;
            tracer.network.outputs.push(End {
                name: value.name.as_str().into(),
                value: traced.id,
                shape: traced.shape,
            });
        }
        if tracer.network.outputs.is_empty() && !wanted.random.is_empty() {
            return self.network_with(options, reading, true);
        }
        if tracer.network.outputs.is_empty() {
            let expected = "a value that depends on an input";
            return Err(Refusal::new("the graph's outputs", "constants", expected));
        }
        let (mut network, budget) = (tracer.network, tracer.constants.budget);
        network.random = wanted.random;
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

    /// The names of the graph's own inputs.
    pub fn own_inputs(&self) -> impl Iterator<Item = &str> + Clone {
        let graph = self.graph();
        let is_constant = |name: &&str| graph.initializer.iter().any(|one| one.name == **name);
        graph.input.iter().map(|input| &*input.name).filter(move |name| !is_constant(name))
    }

    /// A value whose shape the file does not state: the nodes before it do.
    fn value_of(&self, name: &str, options: &Options) -> Result<Value, Refusal> {
        let graph = self.graph();
        let made = graph.node.iter().flat_map(|node| &node.output).map(|made| &**made);
        if !made.clone().any(|made| made == name) {
            return Err(none_such("input", name, self.own_inputs().chain(made)));
        }
        let outputs = vec![name.to_owned()];
        let before = Options { inputs: vec![], outputs, ..options.clone() };
        let dim = |dim: &Dim| match dim {
            Dim::Batch => Dimension::default(),
            Dim::Size(size) => Dimension { dim_value: Some(*size as i64), dim_param: None },
        };
        let dims: Vec<Dimension> = match (self.network_of(&before), self.row_of(name)) {
            (Ok(network), _) => network
                .outputs
                .first()
                .map_or(vec![], |output| output.shape.0.iter().map(dim).collect()),
            (Err(_), Some(size)) => [Dim::Batch, Dim::Size(size)].iter().map(dim).collect(),
            (Err(refusal), None) => {
                let found =
                    format!("no shape in the file, and none from the nodes before it ({refusal})");
                return Err(Refusal::new(format!("input `{name}`"), found, "a shape")
                    .advise("`onnx.shape_inference.infer_shapes` writes shapes into a file"));
            }
        };
        let shape = Some(super::messages::Shape { dim: dims });
        let tensor_type = Some(TensorType { elem_type: tensor::FLOAT, shape });
        Ok(Value { name: name.into(), r#type: Some(Type { tensor_type }) })
    }

    /// How many features a value has that a `Gemm` takes: one matrix, whose rows are samples.
    fn row_of(&self, name: &str) -> Option<usize> {
        let graph = self.graph();
        let nodes: Vec<Node<'_>> = graph.node.iter().map(Node::new).collect();
        let is_taken = |node: &&Node<'_>| node.operator() == "Gemm" && node.input(0) == Some(name);
        nodes.iter().find(is_taken)?;
        Consumers { nodes: &nodes, graph }.width(name)
    }
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
        other => {
            let place = format!("input `{}`", value.name);
            let found = other.map_or("no tensor".into(), tensor::name);
            let expected = "FLOAT, DOUBLE, FLOAT16 or BFLOAT16";
            if !consumers.are_all(&value.name, "Gather") {
                return Err(Refusal::new(place, found, expected));
            }
            // Rows of a table, by their numbers.
            let found = format!("{found}, with which a `Gather` chooses rows: an embedding");
            let refusal = Refusal::new(place, found, expected);
            let cut = consumers.first_output(&value.name).map(Cut::input);
            Err(refusal.cut(cut.map(|cut| cut.note(", which takes a row"))))
        }
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
