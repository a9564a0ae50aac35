//! Layers with memory, over the steps of a sequence, or one step at a time with the state as inputs and outputs.

use super::{Known, Traced, Tracer};
use crate::import::{
    Refusal,
    layer::{Cell, Kind, Recurrent},
    network::State,
    node::Node,
    shape::{Dim, Form, Shape},
};

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
        node.expect([3, 7], &attributes)?;
        for (name, expected) in [("input_forget", 0), ("layout", 0)] {
            node.only(name, node.int(name, 0)?, expected)?;
        }
        node.only("direction", node.text("direction", "forward")?, "forward".into())?;
        let (cell, order, names): (_, _, &[&str]) = match node.operator() {
            "LSTM" => (Cell::Lstm, LSTM, &["Sigmoid", "Tanh", "Tanh"]),
            "GRU" => {
                let is_before = node.int("linear_before_reset", 0)? == 0;
                (Cell::Gru { is_before }, GRU, &["Sigmoid", "Tanh"])
            }
            _ => {
                let is_relu = node.texts("activations")?.is_some_and(|names| names == ["Relu"]);
                (Cell::Rnn { is_relu }, &[0], if is_relu { &["Relu"] } else { &["Tanh"] })
            }
        };
        if let Some(found) = node.texts("activations")?
            && found != names
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
        let gates = order.len();
        let weight = self.numbers(node, 1)?;
        let (&[1, rows, columns], true) = (&weight.dims[..], gates > 0) else {
            let found = format!("weights of shape {:?}", weight.dims);
            return Err(Refusal::new(&*node.place, found, "those of one direction"));
        };
        let hidden = rows / gates;
        let recurrent = self.numbers(node, 2)?;
        if columns != input
            || hidden == 0
            || rows != gates * hidden
            || recurrent.dims != [1, rows, hidden]
        {
            let found = format!("weights of shapes {:?} and {:?}", weight.dims, recurrent.dims);
            let expected = format!("[1, {gates}·units, {input}] and [1, {gates}·units, units]");
            return Err(Refusal::new(&*node.place, found, expected));
        }
        let biases = match node.input(3) {
            Some(_) => {
                let biases = self.numbers(node, 3)?;
                if biases.dims != [1, 2 * rows] {
                    let found = format!("biases of shape {:?}", biases.dims);
                    return Err(Refusal::new(&*node.place, found, format!("[1, {}]", 2 * rows)));
                }
                biases.values
            }
            None => vec![0.0; 2 * rows],
        };
        // Blocks of rows in our order of gates.
        let ordered = |numbers: &[f64], row: usize| -> Vec<f64> {
            let block = |&gate: &usize| &numbers[gate * hidden * row..][..hidden * row];
            order.iter().flat_map(block).copied().collect()
        };
        let [bias, second] = [&biases[..rows], &biases[rows..]].map(|bias| ordered(bias, 1));
        let is_gru = matches!(cell, Cell::Gru { .. });
        let sum = |(a, b): (&f64, &f64)| a + b;
        let layer = Recurrent {
            cell,
            input,
            hidden,
            weight_ih: ordered(&weight.values, input),
            weight_hh: ordered(&recurrent.values, hidden),
            bias_ih: if is_gru { bias } else { bias.iter().zip(&second).map(sum).collect() },
            bias_hh: if is_gru { second } else { vec![0.0; rows] },
        };
        let states: &[usize] = if cell == Cell::Lstm { &[5, 6] } else { &[5] };
        for (i, &state) in states.iter().enumerate() {
            self.state(node, state, steps.is_none(), i + 1)?;
        }
        let batch = x.shape.0[1];
        let form = x.shape.1.clone();
        let shape = Shape(
            vec![Dim::Size(steps.unwrap_or(1)), Dim::Size(1), batch, Dim::Size(hidden)],
            form,
        );
        let [all, last] =
            [0, 1].map(|i| node.message.output.get(i).filter(|name| !name.is_empty()));
        let y = match all {
            Some(name) => self.named(node, name, Kind::Recurrent(layer), &[x.id], shape)?,
            None => self.inner(node, "", Kind::Recurrent(layer), &[x.id], shape),
        };
        let last_shape = Shape(vec![Dim::Size(1), batch, Dim::Size(hidden)], Form::Flat);
        match (last, steps) {
            (Some(name), None) => {
                let traced = Traced { id: y.id, shape: last_shape };
                self.learn(name, Known::Value(traced), &node.place)?;
            }
            (Some(name), Some(_)) => {
                self.named(node, name, Kind::Last, &[y.id], last_shape)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// A state that a node takes: zeros, or, of single steps, an input of the graph, whose next value is an output.
    fn state(
        &mut self,
        node: &Node<'m>,
        i: usize,
        is_step: bool,
        output: usize,
    ) -> Result<(), Refusal> {
        if !is_step && node.input(i).is_none() {
            return Ok(());
        }
        if node.input(i).is_some() && !self.is_value(node, i) {
            let zeros = self.constants.any(self.constant(node, i)?)?;
            if !is_step && zeros.values.iter().all(|&number| number == 0.0) {
                return Ok(());
            }
        }
        let state = if is_step { self.value(node, i).ok() } else { None };
        let input = state
            .and_then(|state| self.network.inputs.iter().position(|input| input.value == state.id));
        let Some(input) = input else {
            let place = format!("{}, input {i}", node.place);
            let found = format!("`{}`", node.input(i).unwrap_or_default());
            let expected = match is_step {
                true => "an input of the graph, as a step has it",
                false => "zeros, as a sequence begins with",
            };
            return Err(Refusal::new(place, found, expected));
        };
        let end = self.network.inputs.remove(input);
        let next = node.message.output.get(output).map_or("", |name| name);
        self.network.states.push(State { end, next: next.into() });
        Ok(())
    }

    /// The position of an axis and how many steps there are, if it is that of a sequence.
    pub(super) fn steps(x: &Traced, axis: i64) -> Option<(usize, usize)> {
        let at = Shape::position(axis, x.shape.rank())?;
        match (&x.shape.1, x.shape.0[at]) {
            (Form::Last(places), Dim::Size(size)) if places[..] == [size] && size > 1 => {
                (at + 1 < x.shape.rank()).then_some((at, size))
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
