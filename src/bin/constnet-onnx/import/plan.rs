//! How a network is written: as a chain, or as a graph whose layers have names.

mod called;
mod segments;

use super::{
    Refusal,
    layer::{Cell, Kind, Recurrent},
    names::Taken,
    network::{End, Id, Network, State, Value},
    shape::Shape,
};
use called::name;
use segments::{is_same, segments};
use std::{collections::HashMap, rc::Rc};

/// The most layers of one tuple. A longer chain is a tuple of tuples.
pub const STACK: usize = 20;

/// The most calls of a graph, and the most inputs and outputs.
const CALLS: usize = 60;
const ENDS: usize = 8;

/// What is written.
pub struct Plan {
    pub double: bool,
    /// One for each input of the written network.
    pub inputs: Vec<Input>,
    /// The file's inputs, each with the number of the network's input that it is, or a part of.
    pub ends: Vec<(End, usize)>,
    /// How many samples the file has, if it says it.
    pub batch: Option<i64>,
    pub outputs: Vec<Output>,
    pub fields: Vec<Field>,
    /// In the order in which they are computed.
    pub calls: Vec<Call>,
    /// Whether every call takes what the last one gave.
    pub is_chain: bool,
    /// What is remembered from step to step; then every value is that of a step.
    pub states: Vec<State>,
    /// Outputs of the file that are drawn at random, and left out.
    pub random: Vec<Rc<str>>,
}

pub struct Input {
    pub variable: String,
    pub width: usize,
    pub places: Vec<usize>,
}

pub struct Output {
    /// What the file calls it.
    pub name: Rc<str>,
    /// The shape that the file has for it.
    pub shape: Shape,
    pub source: Source,
    pub width: usize,
    pub places: Vec<usize>,
}

/// Layers one after another, under a name.
pub struct Field {
    pub name: String,
    pub layers: Vec<Layer>,
}

/// A layer as it is written.
pub struct Layer {
    pub place: Rc<str>,
    pub kind: Kind,
    /// The features and the places of what it gives.
    pub width: usize,
    pub places: Vec<usize>,
    /// The places of what it takes.
    pub from: Vec<usize>,
}

pub struct Call {
    pub variable: String,
    pub field: usize,
    pub of: Vec<Source>,
    pub width: usize,
}

/// Where a value comes from: the number of an input, or of a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Source {
    Input(usize),
    Call(usize),
}

impl Plan {
    pub fn new(network: Network) -> Result<Self, Refusal> {
        let segments = segments(&network);
        let is_chain = is_chain(&network);
        let is_input = |id: &Id| matches!(network.values[*id].kind, Kind::Input);
        let inputs: Vec<Id> = (0..network.values.len()).filter(is_input).collect();
        if !is_chain {
            check(segments.len(), CALLS, "calls of layers")?;
            check(network.outputs.len(), ENDS, "outputs")?;
            check(inputs.len(), ENDS, "inputs")?;
        }
        let mut sources: HashMap<Id, Source> =
            inputs.iter().enumerate().map(|(i, &id)| (id, Source::Input(i))).collect();
        for (i, segment) in segments.iter().enumerate() {
            sources.extend(segment.last().map(|&last| (last, Source::Call(i))));
        }
        let mut taken = Taken::default();
        let variable = |taken: &mut Taken, id: Id| {
            let end = network.inputs.iter().find(|input| input.value == id);
            taken.variable(end.map_or("x", |end| &end.name))
        };
        let mut plan = Self {
            double: network.double,
            inputs: inputs
                .iter()
                .map(|&id| Input {
                    variable: variable(&mut taken, id),
                    width: network.values[id].width,
                    places: network.values[id].places.clone(),
                })
                .collect(),
            outputs: network
                .outputs
                .iter()
                .map(|output| Output {
                    name: Rc::clone(&output.name),
                    shape: output.shape.clone(),
                    source: sources[&output.value],
                    width: network.values[output.value].width,
                    places: network.values[output.value].places.clone(),
                })
                .collect(),
            ends: network
                .inputs
                .iter()
                .map(|end| {
                    let position = inputs.iter().position(|&id| id == end.value);
                    (end.clone(), position.unwrap_or(0))
                })
                .collect(),
            batch: network.batch,
            fields: vec![],
            calls: vec![],
            is_chain,
            states: network.states.clone(),
            random: network.random.clone(),
        };
        // The first segments of each set of weights, of which another with the same is another call.
        let mut shared: HashMap<Option<Rc<str>>, Vec<usize>> = HashMap::new();
        for segment in &segments {
            let first = &network.values[segment[0]];
            let weights = segment.iter().find_map(|&id| network.values[id].weights.clone());
            let known = shared.entry(weights.clone()).or_default();
            let same = known.iter().copied().find(|&field| {
                weights.is_some() && is_same(&plan.fields[field].layers, segment, &network)
            });
            let field = match same {
                Some(field) => field,
                None => {
                    known.push(plan.fields.len());
                    let name = name(segment, &network, &plan.outputs, &plan.calls);
                    let layer = |&id: &Id| {
                        let Value { place, kind, width, places, of, .. } = &network.values[id];
                        let from = of.first().map_or(&[][..], |&of| &network.values[of].places);
                        Layer {
                            place: Rc::clone(place),
                            kind: kind.clone(),
                            width: *width,
                            places: places.clone(),
                            from: from.to_vec(),
                        }
                    };
                    plan.fields.push(Field {
                        name: taken.field(&name),
                        layers: segment.iter().map(layer).collect(),
                    });
                    plan.fields.len() - 1
                }
            };
            let name = plan.fields[field].name.clone();
            plan.calls.push(Call {
                variable: taken.variable(&name),
                field,
                of: first.of.iter().map(|of| sources[of]).collect(),
                width: segment.last().map_or(0, |&last| {
                    let Value { width, places, .. } = &network.values[last];
                    width * places.iter().product::<usize>()
                }),
            });
        }
        Ok(plan)
    }

    /// How many numbers they store.
    pub fn parameters(&self) -> usize {
        let layers = self.fields.iter().flat_map(|field| &field.layers);
        layers.map(|layer| layer.kind.parameters()).sum()
    }

    /// The bytes of a number.
    pub fn bytes(&self) -> usize {
        if self.double { 8 } else { 4 }
    }

    /// How many numbers are alive at once, at most: those of a layer that works, and all that other layers
    /// still take.
    pub fn alive(&self) -> usize {
        let inputs: usize = self.inputs.iter().map(Input::numbers).sum();
        if self.is_chain {
            // A network's input stays while a layer's output becomes the next one's; so does that of a tuple
            // in a tuple.
            let layers: Vec<&Layer> = self.fields.iter().flat_map(|field| &field.layers).collect();
            let mut before = 0;
            let mut most = 0;
            let groups = if layers.len() <= STACK { layers.len().max(1) } else { STACK };
            for group in layers.chunks(groups) {
                let mut widths = vec![0];
                widths.extend(group.iter().map(|layer| layer.numbers()));
                let pairs = widths.windows(2).map(|pair| pair[0] + pair[1]);
                most = most.max(before + pairs.max().unwrap_or(0));
                before = group.last().map_or(0, |last| last.numbers());
            }
            return inputs + most;
        }
        // Each call's value stays; a call also has its layers' and a copy of what it takes.
        let values: usize = self.calls.iter().map(|call| call.width).sum();
        let within = |call: &Call| {
            let layers = &self.fields[call.field].layers;
            let copies: usize = call.of.iter().map(|&source| self.width(source)).sum();
            let mut widths = vec![0];
            widths.extend(layers.iter().map(Layer::numbers));
            copies + widths.windows(2).map(|pair| pair[0] + pair[1]).max().unwrap_or(0)
        };
        inputs + values + self.calls.iter().map(within).max().unwrap_or(0)
    }

    /// How many numbers a stream has between two steps: each call of a layer with memory has its own.
    pub fn remembered(&self) -> usize {
        let of_field = |field: &Field| field.layers.iter().map(Layer::remembered).sum::<usize>();
        match self.is_chain {
            true => self.fields.iter().map(of_field).sum(),
            false => self.calls.iter().map(|call| of_field(&self.fields[call.field])).sum(),
        }
    }

    /// How many numbers a value has.
    pub fn width(&self, source: Source) -> usize {
        match source {
            Source::Input(i) => self.inputs[i].numbers(),
            Source::Call(i) => self.calls[i].width,
        }
    }
}

impl Input {
    /// How many numbers it has.
    pub fn numbers(&self) -> usize {
        self.width * self.places.iter().product::<usize>()
    }
}

impl Output {
    /// How many numbers it has.
    pub fn numbers(&self) -> usize {
        self.width * self.places.iter().product::<usize>()
    }
}

impl Layer {
    /// How many numbers it gives.
    pub fn numbers(&self) -> usize {
        self.width * self.places.iter().product::<usize>()
    }

    /// How many numbers it has between two steps.
    fn remembered(&self) -> usize {
        match &self.kind {
            Kind::Recurrent(Recurrent { cell: Cell::Lstm, hidden, .. }) => 2 * hidden,
            Kind::Recurrent(Recurrent { hidden, .. }) => *hidden,
            // All others are of a step alone, or of a whole sequence.
            _ => 0,
        }
    }
}

fn check(found: usize, most: usize, what: &str) -> Result<(), Refusal> {
    if found <= most {
        return Ok(());
    }
    let found = format!("{found} {what}");
    let refusal = Refusal::new("the graph", found, format!("at most {most}"));
    Err(refusal.advise("`--output NAME` and `--input NAME` choose a part of it"))
}

/// Whether each value is made of the one before it and nothing else.
fn is_chain(network: &Network) -> bool {
    let last = network.values.len() - 1;
    matches!(&network.outputs[..], [output] if output.value == last)
        && network.values.iter().enumerate().all(|(id, value)| match id {
            0 => matches!(value.kind, Kind::Input),
            _ => value.of == [id - 1],
        })
}
