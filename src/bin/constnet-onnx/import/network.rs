//! A network while it is read: values, each made of some before it.

use super::{
    Refusal,
    layer::{Activation, Kind, Part, Recurrent, Window, WindowKind},
    refusal::Cut,
    shape::Shape,
};
use std::rc::Rc;

/// The position of a value.
pub type Id = usize;

/// The most states of cells in one value.
const STATES: usize = 64;

/// The most values of a network.
const MOST: usize = 400;

/// A value, and the layer that makes it.
#[derive(Debug, Clone)]
pub struct Value {
    /// The node that it comes from, for errors and comments.
    pub place: Rc<str>,
    /// What the file calls it.
    pub name: Rc<str>,
    /// What the file calls the layer's weights, if it has any.
    pub weights: Option<Rc<str>>,
    pub kind: Kind,
    pub of: Vec<Id>,
    /// How many features it has at each place.
    pub width: usize,
    /// How many places there are along each axis; none of a vector.
    pub places: Vec<usize>,
}

/// One of the ends of a network.
#[derive(Debug, Clone)]
pub struct End {
    /// What the file calls it.
    pub name: Rc<str>,
    pub value: Id,
    /// The shape that the file has for it.
    pub shape: Shape,
}

/// What a network remembers from step to step, which the file has as an input and an output.
#[derive(Debug, Clone)]
pub struct State {
    pub end: End,
    /// One for each state of a cell, in the order of its numbers.
    pub parts: Vec<StatePart>,
}

/// The state of one cell.
#[derive(Debug, Clone)]
pub struct StatePart {
    /// The number of its first number in the input, and how many it has.
    pub from: usize,
    pub width: usize,
    /// What the file calls the next one.
    pub next: Rc<str>,
    /// The cell, and whether it is its first state or its second.
    pub of: (Id, usize),
}

#[derive(Debug, Default)]
pub struct Network {
    /// In an order in which they can be computed.
    pub values: Vec<Value>,
    /// In the file's order; several that are one value are parts of it.
    pub inputs: Vec<End>,
    pub outputs: Vec<End>,
    /// Of a network that takes one step at a time; then every value is that of a step.
    pub states: Vec<State>,
    /// Outputs of the file that are drawn at random, and left out.
    pub random: Vec<Rc<str>>,
    /// Whether it computes in `f64`.
    pub double: bool,
    /// How many samples there are, if the file says it.
    pub batch: Option<i64>,
}

impl Network {
    /// Adds a value, whose layer takes others.
    pub fn push(&mut self, value: Value) -> Id {
        self.values.push(value);
        self.values.len() - 1
    }

    /// The states of cells that a value is, one behind another; none, if it is something else.
    pub fn states_in(&self, id: Id) -> Option<Vec<(Id, usize)>> {
        let (mut open, mut found) = (vec![id], Vec::new());
        while let Some(id) = open.pop() {
            let value = &self.values[id];
            match (&value.kind, &value.of[..]) {
                (Kind::Part(Part::State(which)), &[cell]) => found.push((cell, *which)),
                (Kind::Concat, parts) if value.places.is_empty() => open.extend(parts.iter().rev()),
                _ => return None,
            }
            if open.len() + found.len() > STATES {
                return None;
            }
        }
        Some(found)
    }

    /// What a cell gives is its first state too.
    pub fn look_through_states(&mut self) {
        let given: Vec<Id> = (0..self.values.len())
            .map(|id| match (&self.values[id].kind, &self.values[id].of[..]) {
                (Kind::Part(Part::State(0)), &[cell]) => cell,
                _ => id,
            })
            .collect();
        for value in &mut self.values {
            value.of.iter_mut().for_each(|of| *of = given[*of]);
        }
        for output in &mut self.outputs {
            output.value = given[output.value];
        }
    }

    /// How often each value is taken, by layers and as an output.
    pub fn uses(&self) -> Vec<usize> {
        let mut uses = vec![0; self.values.len()];
        let taken = self.values.iter().flat_map(|value| &value.of);
        for &id in taken.chain(self.outputs.iter().map(|output| &output.value)) {
            uses[id] += 1;
        }
        uses
    }

    /// Takes out what no output needs, but for inputs.
    pub fn drop_unused(&mut self) {
        let mut is_needed = vec![false; self.values.len()];
        for output in &self.outputs {
            is_needed[output.value] = true;
        }
        for (id, value) in self.values.iter().enumerate().rev() {
            if is_needed[id] {
                value.of.iter().for_each(|&of| is_needed[of] = true);
            }
        }
        for input in &self.inputs {
            is_needed[input.value] = true;
        }
        let mut new = vec![0; self.values.len()];
        let mut kept = Vec::new();
        for (id, mut value) in std::mem::take(&mut self.values).into_iter().enumerate() {
            if is_needed[id] {
                value.of.iter_mut().for_each(|of| *of = new[*of]);
                new[id] = kept.len();
                kept.push(value);
            }
        }
        self.values = kept;
        for end in self.inputs.iter_mut().chain(&mut self.outputs) {
            end.value = new[end.value];
        }
    }

    /// Takes out the inputs that no output needs.
    pub fn drop_unused_inputs(&mut self) {
        let uses = self.uses();
        self.inputs.retain(|input| uses[input.value] > 0);
        self.drop_unused();
    }

    /// Checks what is left, after all that can be one layer is: a network has at most so many, and none of
    /// them is a part of one.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.values.len() - self.inputs.len() > MOST {
            let found = format!("more than {MOST} layers");
            return Err(Refusal::new("the graph", found, format!("at most {MOST}")));
        }
        for (id, value) in self.values.iter().enumerate() {
            if let (Kind::Unflatten { .. }, [steps]) = (&value.kind, &value.places[..]) {
                let found = format!("a vector as a sequence of {steps} steps");
                let expected = "a sequence that is an input by itself";
                let cut = Cut::input(&*value.name);
                return Err(Refusal::new(&*value.place, found, expected).cut([cut]));
            }
            if let Kind::Part(part) = value.kind {
                let found = "an operator that is no layer by itself";
                let expected =
                    "a part of a layer that is known, such as Gelu, Softsign or LayerNorm";
                let before = value.of.iter().map(|&of| &self.values[of].name);
                let cuts = before.rev().filter(|name| !name.is_empty()).map(|name| {
                    let cut = Cut::output(&**name);
                    match part.function().filter(|_| self.is_output(id)) {
                        Some(function) => {
                            cut.note(format!(", of whose numbers `{function}` gives this output's"))
                        }
                        None => cut,
                    }
                });
                return Err(Refusal::new(&*value.place, found, expected).cut(cuts));
            }
        }
        Ok(())
    }

    fn is_output(&self, id: Id) -> bool {
        self.outputs.iter().any(|output| output.value == id)
    }

    /// An output that is an input has a layer between them.
    pub fn name_identities(&mut self) {
        for i in 0..self.outputs.len() {
            let output = &self.outputs[i];
            let value = &self.values[output.value];
            if matches!(value.kind, Kind::Input) {
                let identity = Value {
                    place: "the graph".into(),
                    name: Rc::clone(&output.name),
                    weights: None,
                    kind: Kind::Activation(Activation::plain("Identity")),
                    of: vec![output.value],
                    width: value.width,
                    places: value.places.clone(),
                };
                self.outputs[i].value = self.push(identity);
            }
        }
    }

    /// How many numbers the layers store.
    pub fn parameters(&self) -> usize {
        self.values.iter().map(|value| value.kind.parameters()).sum()
    }
}

impl Kind {
    /// How many numbers are stored.
    pub fn parameters(&self) -> usize {
        match self {
            Self::Dense(dense) => dense.weight.len() + dense.bias.len(),
            Self::LayerNorm { weight, bias, .. } => weight.len() + bias.len(),
            Self::Standardize { mean, deviation } | Self::Unstandardize { mean, deviation } => {
                mean.len() + deviation.len()
            }
            Self::ScaleAndShift { weight, bias } => weight.len() + bias.len(),
            Self::PRelu { weight } => weight.len(),
            Self::Window(Window { kind: WindowKind::Conv { weight, bias, .. }, .. }) => {
                weight.len() + bias.len()
            }
            Self::Recurrent(layer) => layer.parameters(),
            Self::Bidirectional(layers) => layers.iter().map(Recurrent::parameters).sum(),
            _ => 0,
        }
    }
}
