//! Layers with memory, over the steps of a sequence, or one step at a time with the state as inputs and outputs.

use super::{Traced, Tracer};
use crate::import::{
    Refusal,
    layer::{Cell, Kind, Part, Recurrent},
    network::{Id, State, StatePart},
    node::Node,
    shape::{Dim, Form, Shape},
};
use std::ops::Range;

/// How a file orders its gates, by the number of each of ours.
const LSTM: &[usize] = &[0, 2, 3, 1];
const GRU: &[usize] = &[1, 0, 2];

impl<'m> Tracer<'m> {
    pub(super) fn recurrent(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let attributes = [
            "activations",
            "direction",
            "hidden_size",
            "input_forget",
            "layout",
            "linear_before_reset",
        ];
        // What some cells have, by what it is, before what is counted or named.
        if node.input(7).is_some() {
            let expected = "gates of a cell that see its input and its last output";
            return Err(Refusal::new(&*node.place, "peepholes", expected));
        }
        if node.message.attribute.iter().any(|attribute| attribute.name == "clip") {
            let found = "a bound on the cell's sums (`clip`)";
            return Err(Refusal::new(&*node.place, found, "sums as they are"));
        }
        node.expect([3, 7], &attributes)?;
        for (name, expected) in [("input_forget", 0), ("layout", 0)] {
            node.only(name, node.int(name, 0)?, expected)?;
        }
        let direction = node.text("direction", "forward")?;
        let directions = match &*direction {
            "forward" => 1,
            "bidirectional" => 2,
            other => return Err(node.refuse("direction", other, "forward or bidirectional")),
        };
        let (cell, order, names): (_, _, &[&str]) = match node.operator() {
            "LSTM" => (Cell::Lstm, LSTM, &["Sigmoid", "Tanh", "Tanh"]),
            "GRU" => {
                let is_before = node.int("linear_before_reset", 0)? == 0;
                (Cell::Gru { is_before }, GRU, &["Sigmoid", "Tanh"])
            }
            _ => {
                let is_relu = node
                    .texts("activations")?
                    .is_some_and(|names| names.iter().all(|name| name == "Relu"));
                (Cell::Rnn { is_relu }, &[0], if is_relu { &["Relu"] } else { &["Tanh"] })
            }
        };
        if let Some(found) = node.texts("activations")?
            && found != names.repeat(directions)
        {
            return Err(node.refuse("activations", found.join(", "), names.join(", ")));
        }
        if node.input(4).is_some() {
            let found = "lengths of sequences";
            return Err(Refusal::new(&*node.place, found, "sequences of one length"));
        }
        let x = self.value(node, 0)?;
        let (steps, input) = match (&x.shape.0[..], &x.shape.1) {
            (&[Dim::Size(1), Dim::Batch | Dim::Size(1), Dim::Size(input)], Form::Flat) => {
                (None, input)
            }
            (
                &[Dim::Size(steps), Dim::Batch | Dim::Size(1), Dim::Size(input)],
                Form::Last(places),
            ) if places[..] == [steps] => (Some(steps), input),
            _ => {
                let found = format!("an input of shape {}", x.shape);
                let expected =
                    "[1, batch, features], with states as inputs, or [steps, batch, features]";
                return Err(Refusal::new(&*node.place, found, expected));
            }
        };
        if directions == 2 && steps.is_none() {
            let found = "both directions of a single step";
            return Err(Refusal::new(&*node.place, found, "a sequence of more steps"));
        }
        let gates = order.len();
        let weight = self.numbers(node, 1)?;
        let rows = weight.dims.get(1).copied().unwrap_or(0);
        let hidden = rows / gates;
        let recurrent = self.numbers(node, 2)?;
        if weight.dims != [directions, rows, input]
            || hidden == 0
            || rows != gates * hidden
            || recurrent.dims != [directions, rows, hidden]
        {
            let found = format!("weights of shapes {:?} and {:?}", weight.dims, recurrent.dims);
            let expected = format!(
                "[{directions}, {gates}·units, {input}] and [{directions}, {gates}·units, units]"
            );
            return Err(Refusal::new(&*node.place, found, expected));
        }
        let biases = match node.input(3) {
            Some(_) => {
                let biases = self.numbers(node, 3)?;
                if biases.dims != [directions, 2 * rows] {
                    let found = format!("biases of shape {:?}", biases.dims);
                    let expected = format!("[{directions}, {}]", 2 * rows);
                    return Err(Refusal::new(&*node.place, found, expected));
                }
                biases.values
            }
            None => vec![0.0; directions * 2 * rows],
        };
        let layer = |direction: usize| {
            // Blocks of rows in our order of gates.
            let ordered = |numbers: &[f64], row: usize| -> Vec<f64> {
                let numbers = &numbers[direction * rows * row..];
                let block = |&gate: &usize| &numbers[gate * hidden * row..][..hidden * row];
                order.iter().flat_map(block).copied().collect()
            };
            let biases = &biases[direction * 2 * rows..];
            let own = |half: &[f64]| -> Vec<f64> {
                order.iter().flat_map(|&gate| &half[gate * hidden..][..hidden]).copied().collect()
            };
            let [bias, second] = [own(&biases[..rows]), own(&biases[rows..])];
            let is_gru = matches!(cell, Cell::Gru { .. });
            let sum = |(a, b): (&f64, &f64)| a + b;
            Recurrent {
                cell,
                input,
                hidden,
                weight_ih: ordered(&weight.values, input),
                weight_hh: ordered(&recurrent.values, hidden),
                bias_ih: if is_gru { bias } else { bias.iter().zip(&second).map(sum).collect() },
                bias_hh: if is_gru { second } else { vec![0.0; rows] },
            }
        };
        let kind = match directions {
            1 => Kind::Recurrent(layer(0)),
            _ => Kind::Bidirectional(Box::new([layer(0), layer(1)])),
        };
        let states: &[usize] = if cell == Cell::Lstm { &[5, 6] } else { &[5] };
        let mut taken = Vec::new();
        for (i, &state) in states.iter().enumerate() {
            taken.extend(self.state(node, state, steps.is_none(), (i, hidden))?);
        }
        let batch = x.shape.0[1];
        let form = x.shape.1.clone();
        let shape = Shape(
            vec![Dim::Size(steps.unwrap_or(1)), Dim::Size(directions), batch, Dim::Size(hidden)],
            form,
        );
        let output = |i: usize| node.message.output.get(i).filter(|name| !name.is_empty());
        let y = match (output(0), directions) {
            (Some(name), 1) => self.named(node, name, kind, &[x.id], shape)?,
            (None, 1) => self.inner(node, "", kind, &[x.id], shape),
            // A pair of sequences, and then one of both.
            (name, _) => {
                let pair = self.inner(node, "", kind, &[x.id], shape.clone());
                match name {
                    Some(name) => self.named(node, name, Kind::Concat, &[pair.id], shape)?,
                    None => pair,
                }
            }
        };
        for (state, part) in taken {
            self.network.states[state].parts[part].of.0 = y.id;
        }
        let last_shape = Shape(vec![Dim::Size(1), batch, Dim::Size(hidden)], Form::Flat);
        for i in 0..states.len() {
            let Some(name) = output(i + 1) else { continue };
            match (steps, directions, i) {
                (None, ..) => {
                    let kind = Kind::Part(Part::State(i));
                    self.named(node, name, kind, &[y.id], last_shape.clone())?;
                }
                (Some(_), 1, 0) => {
                    self.named(node, name, Kind::Last, &[y.id], last_shape.clone())?;
                }
                // What is said of others where they are taken: they are no outputs of layers here.
                _ => {}
            }
        }
        Ok(())
    }

    /// A state that a node takes: zeros, or, of single steps, an input of the graph or a part of one, whose next
    /// value is an output. Gives where that is remembered.
    fn state(
        &mut self,
        node: &Node<'m>,
        i: usize,
        is_step: bool,
        (which, hidden): (usize, usize),
    ) -> Result<Option<(usize, usize)>, Refusal> {
        if !is_step && node.input(i).is_none() {
            return Ok(None);
        }
        if node.input(i).is_some() && !self.is_value(node, i) {
            let zeros = self.constants.any(self.constant(node, i)?)?;
            if !is_step && zeros.values.iter().all(|&number| number == 0.0) {
                return Ok(None);
            }
        }
        let value = if is_step { self.value(node, i).ok() } else { None };
        let origin = value.and_then(|value| self.origin(value.id));
        let state = origin.and_then(|(id, from)| Some((self.remembered(id)?, from)));
        let Some((state, from)) = state else {
            let place = format!("{}, input {i}", node.place);
            let found = format!("`{}`", node.input(i).unwrap_or_default());
            let expected = match is_step {
                true => "an input of the graph, or a part of one, as a step has it",
                false => "zeros, as a sequence begins with",
            };
            return Err(Refusal::new(place, found, expected));
        };
        let next = node.message.output.get(which + 1).filter(|name| !name.is_empty());
        let Some(next) = next else {
            let found = format!("no output with the next state of input {i}");
            return Err(Refusal::new(&*node.place, found, "one that the next step begins with"));
        };
        let parts = &mut self.network.states[state].parts;
        parts.push(StatePart { from, width: hidden, next: next.as_str().into(), of: (0, which) });
        Ok(Some((state, parts.len() - 1)))
    }

    /// The value that a part is one of, and its first number.
    fn origin(&self, id: Id) -> Option<(Id, usize)> {
        let (mut id, mut from) = (id, 0);
        loop {
            let value = &self.network.values[id];
            from += match value.kind {
                Kind::Input => return Some((id, from)),
                Kind::Slice { from } | Kind::Part(Part::States(from)) => from,
                // Of an input whose first axis is that of cells, and not of steps.
                Kind::Last => {
                    let of = &self.network.values[*value.of.first()?];
                    of.width * (of.places.iter().product::<usize>() - 1)
                }
                _ => return None,
            };
            id = *value.of.first()?;
        }
    }

    /// The state that an input is: it is no input of the network any more.
    fn remembered(&mut self, id: Id) -> Option<usize> {
        let network = &mut self.network;
        if let Some(known) = network.states.iter().position(|state| state.end.value == id) {
            return Some(known);
        }
        let input = network.inputs.iter().position(|input| input.value == id)?;
        let end = network.inputs.remove(input);
        network.states.push(State { end, parts: vec![] });
        Some(network.states.len() - 1)
    }

    /// Reads some of the states that an input has along its first axis. Says whether they were such.
    pub(super) fn states(
        &mut self,
        node: &Node<'m>,
        x: &Traced,
        axis: i64,
        range: Range<usize>,
        goes: bool,
    ) -> Result<bool, Refusal> {
        let is_input = matches!(self.network.values[x.id].kind, Kind::Input);
        let (true, Some(0), &[Dim::Size(_), Dim::Batch, Dim::Size(width)]) =
            (is_input, Shape::position(axis, x.shape.rank()), &x.shape.0[..])
        else {
            return Ok(false);
        };
        let mut dims = vec![Dim::Size(range.len()), Dim::Batch, Dim::Size(width)];
        if goes {
            dims.remove(0);
        }
        let kind = Kind::Part(Part::States(range.start * width));
        self.make(node, kind, &[x.id], Shape(dims, Form::Flat))?;
        Ok(true)
    }

    /// Checks that every state of the graph is that of cells, all of it, and that an output that is made of next
    /// states is the next one of an input. Gives the outputs that are.
    pub fn next_states(&self, outputs: &[(&str, Id)], all: bool) -> Result<Vec<bool>, Refusal> {
        let states = &self.network.states;
        let mut is_found = vec![false; states.len()];
        let mut orders = Vec::new();
        for State { end, parts } in states {
            let mut parts: Vec<_> = parts.iter().collect();
            parts.sort_by_key(|part| part.from);
            let mut covered = 0;
            for part in &parts {
                covered = if part.from == covered { covered + part.width } else { usize::MAX };
                if covered == usize::MAX {
                    break;
                }
            }
            if covered != end.shape.features() {
                let found = "a state of which cells take some parts, or one twice";
                let expected = "each part taken by one cell";
                return Err(Refusal::new(format!("input `{}`", end.name), found, expected));
            }
            orders.push(parts.iter().map(|part| part.of).collect::<Vec<_>>());
        }
        let mut is_state = Vec::new();
        for &(name, id) in outputs {
            let Some(found) = self.network.states_in(id) else {
                is_state.push(false);
                continue;
            };
            match orders.iter().position(|order| *order == found) {
                Some(state) => is_found[state] = true,
                // A cell's output, under the name of its state.
                None if !all && matches!(found[..], [(_, 0)]) => {
                    is_state.push(false);
                    continue;
                }
                None => {
                    let expected = "the next ones of an input, in its order";
                    return Err(Refusal::new(format!("output `{name}`"), "states", expected));
                }
            }
            is_state.push(true);
        }
        match is_found.iter().position(|found| !found) {
            Some(state) if all => {
                let place = format!("input `{}`", states[state].end.name);
                let expected = "an output that is its next value and nothing else";
                Err(Refusal::new(place, "a state without one", expected))
            }
            _ => Ok(is_state),
        }
    }

    /// The position of an axis and how many steps there are, if it is that of a sequence.
    pub(super) fn steps(x: &Traced, axis: i64) -> Option<(usize, usize)> {
        let at = Shape::position(axis, x.shape.rank())?;
        let is_last = at + 1 == x.shape.rank();
        match (&x.shape.1, x.shape.0[at]) {
            (Form::Last(places), Dim::Size(size)) if places[..] == [size] && size > 1 => {
                (!is_last).then_some((at, size))
            }
            (Form::First(places), Dim::Size(size)) if places[..] == [size] && size > 1 => {
                is_last.then_some((at, size))
            }
            _ => None,
        }
    }

    /// The last step of a sequence, whose dimension stays as one of size 1 or goes.
    pub(super) fn last(
        &mut self,
        node: &Node<'m>,
        x: &Traced,
        at: usize,
        stays: bool,
    ) -> Result<(), Refusal> {
        let mut dims = x.shape.0.clone();
        if stays {
            dims[at] = Dim::Size(1);
        } else {
            dims.remove(at);
        }
        self.make(node, Kind::Last, &[x.id], Shape(dims, Form::Flat))?;
        Ok(())
    }
}
