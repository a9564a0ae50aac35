//! From nodes to values: what each operator means.

mod activations;
mod arithmetic;
mod branches;
mod classical;
mod cuts;
mod dense;
mod fold;
mod operators;
mod passed;
mod recurrent;
mod shapes;
mod sizes;
mod unsupported;
mod windows;

use super::{
    Refusal,
    constants::{Constant, Constants, Numbers},
    layer::{Affine, Kind},
    messages::Value,
    network::{self, End, Id, Network},
    node::Node,
    row::Row,
    setting::Setting,
    shape::{Reading, Shape},
    width::Forms,
};
pub use arithmetic::clamp;
use sizes::Size;
use std::{collections::HashMap, rc::Rc};

/// What the nodes so far have made of the graph's inputs.
pub struct Tracer<'m> {
    pub constants: Constants<'m>,
    pub network: Network,
    pub opset: i64,
    reading: Reading,
    forms: Forms<'m>,
    known: HashMap<&'m str, Known>,
}

/// What a name stands for, if not for a constant.
#[derive(Clone)]
enum Known {
    Value(Traced),
    /// Sizes that nodes compute from shapes.
    Sizes(Rc<[Size]>),
    /// An output of a node that has no meaning here: a mask, a label.
    Other,
}

/// A value of the network and the shape that the file gives it.
#[derive(Clone)]
pub struct Traced {
    pub id: Id,
    pub shape: Shape,
}

impl<'m> Tracer<'m> {
    pub fn new(constants: Constants<'m>, opset: i64, reading: Reading, forms: Forms<'m>) -> Self {
        let (network, known) = (Network::default(), HashMap::new());
        Self { constants, network, opset, reading, forms, known }
    }

    /// Whether there is one sample, so that a size of 1 can be the batch.
    fn is_one_sample(&self) -> bool {
        match self.network.batch {
            Some(batch) => batch == 1,
            None => self.reading == Reading::One,
        }
    }

    /// Adds an input of the network. `width` finds the number of features that a file does not state.
    pub fn input(
        &mut self,
        value: &'m Value,
        width: impl FnOnce() -> Option<usize>,
    ) -> Result<(), Refusal> {
        let (shape, batch) = {
            let form = self.forms.get(&value.name);
            Shape::of_input(value, form, self.reading, width)?
        };
        let place = format!("input `{}`", value.name);
        self.constants.check_features(&place, shape.features())?;
        self.network.batch = self.network.batch.or(batch);
        let id = self.network.push(network::Value {
            place: place.as_str().into(),
            name: value.name.as_str().into(),
            weights: None,
            kind: Kind::Input,
            of: vec![],
            width: shape.width(),
            places: shape.places().to_vec(),
        });
        self.network.inputs.push(End {
            name: value.name.as_str().into(),
            value: id,
            shape: shape.clone(),
        });
        self.learn(&value.name, Known::Value(Traced { id, shape }), &place)
    }

    /// What an output is.
    pub fn output(&self, name: &str) -> Result<Traced, Refusal> {
        match self.known.get(name) {
            Some(Known::Value(traced)) => Ok(traced.clone()),
            Some(Known::Sizes(_)) => Err("sizes of a shape"),
            None if self.constants.get(name).is_some() => Err("a constant"),
            Some(Known::Other) => Err("no numbers of a network, such as a label"),
            None => Err("nothing that a node gives"),
        }
        .map_err(|found| {
            Refusal::new(format!("output `{name}`"), found, "a value that depends on an input")
        })
    }

    /// Remembers what a name stands for.
    fn learn(&mut self, name: &'m str, known: Known, place: &str) -> Result<(), Refusal> {
        if self.known.contains_key(name) || self.constants.get(name).is_some() {
            let found = format!("the name `{name}` again");
            return Err(Refusal::new(place, found, "names that stand once"));
        }
        self.known.insert(name, known);
        Ok(())
    }

    /// The value that a node takes.
    fn value(&self, node: &Node<'m>, i: usize) -> Result<Traced, Refusal> {
        let name = node.input(i).unwrap_or_default();
        let found = match self.known.get(name) {
            Some(Known::Value(traced)) => return Ok(traced.clone()),
            Some(Known::Sizes(_)) => format!("`{name}`, which are sizes of a shape"),
            Some(Known::Other) => format!("`{name}`, which has no meaning here"),
            None if name.is_empty() => "nothing".into(),
            None if self.constants.get(name).is_some() => format!("the constant `{name}`"),
            None => format!("`{name}`, which no node before gives"),
        };
        let place = format!("{}, input {i}", node.place);
        Err(Refusal::new(place, found, "a value that depends on the graph's inputs"))
    }

    /// Whether an input is a value, and no constant.
    fn is_value(&self, node: &Node<'m>, i: usize) -> bool {
        let known = node.input(i).and_then(|name| self.known.get(name));
        matches!(known, Some(Known::Value(_)))
    }

    /// The constant that a node takes.
    fn constant(&self, node: &Node<'m>, i: usize) -> Result<&Constant<'m>, Refusal> {
        let name = node.input(i).unwrap_or_default();
        self.constants.get(name).ok_or_else(|| {
            let place = format!("{}, input {i}", node.place);
            let found = match self.known.get(name) {
                Some(_) => format!("`{name}`, which depends on the graph's inputs"),
                None if name.is_empty() => "nothing".into(),
                None => format!("`{name}`, which no node before gives"),
            };
            Refusal::new(place, found, "a constant")
        })
    }

    /// The numbers of a constant input. One of `f64`s makes a network of `f64`s.
    fn numbers(&mut self, node: &Node<'m>, i: usize) -> Result<Numbers, Refusal> {
        let numbers = self.constants.numbers(self.constant(node, i)?)?;
        self.network.double |= numbers.double;
        Ok(numbers)
    }

    /// A constant input as a number for each feature.
    fn row(&mut self, node: &Node<'m>, i: usize, features: usize) -> Result<Vec<f64>, Refusal> {
        let row = self.numbers(node, i)?.row(features)?;
        row.repeated(features, &self.constants.budget, &node.place)
    }

    /// A single constant number.
    fn scalar(&self, node: &Node<'m>, i: usize) -> Result<f64, Refusal> {
        self.constants.scalar(self.constant(node, i)?)
    }

    /// Adds what a layer makes of values, under the name of a node's first output.
    fn make(
        &mut self,
        node: &Node<'m>,
        kind: Kind,
        of: &[Id],
        shape: Shape,
    ) -> Result<Traced, Refusal> {
        self.named(node, node.output()?, kind, of, shape)
    }

    /// The same under any of its outputs' names.
    fn named(
        &mut self,
        node: &Node<'m>,
        name: &'m str,
        kind: Kind,
        of: &[Id],
        shape: Shape,
    ) -> Result<Traced, Refusal> {
        let traced = self.inner(node, name, kind, of, shape);
        self.learn(name, Known::Value(traced.clone()), &node.place)?;
        Ok(traced)
    }

    /// Adds a value that the file has no name for.
    fn inner(
        &mut self,
        node: &Node<'m>,
        name: &str,
        kind: Kind,
        of: &[Id],
        shape: Shape,
    ) -> Traced {
        let weights = matches!(
            kind,
            Kind::Bidirectional(_)
                | Kind::Dense(_)
                | Kind::LayerNorm { .. }
                | Kind::Recurrent(_)
                | Kind::Window(_)
        )
        .then(|| node.all_inputs().find(|name| self.constants.get(name).is_some()))
        .flatten();
        let id = self.network.push(network::Value {
            place: Rc::clone(&node.place),
            name: name.into(),
            weights: weights.map(Into::into),
            kind,
            of: of.into(),
            width: shape.width(),
            places: shape.places().to_vec(),
        });
        Traced { id, shape }
    }

    /// Gives a node's output a value that is there.
    fn pass(&mut self, node: &Node<'m>, traced: Traced) -> Result<(), Refusal> {
        self.learn(node.output()?, Known::Value(traced), &node.place)
    }

    /// The value that a node of one input takes.
    fn unary(&self, node: &Node<'m>, attributes: &[&str]) -> Result<Traced, Refusal> {
        node.expect([1, 1], attributes)?;
        self.value(node, 0)
    }

    /// A scale and an offset of a value.
    fn affine(
        &mut self,
        node: &Node<'m>,
        x: &Traced,
        scale: Row,
        offset: Row,
    ) -> Result<Traced, Refusal> {
        let affine = Affine { scale, offset };
        self.make(node, Kind::Affine(affine), &[x.id], x.shape.clone())
    }

    /// An attribute that becomes a setting.
    fn setting(
        node: &Node<'m>,
        name: &str,
        default: f32,
        holds: impl Fn(f32) -> bool,
    ) -> Result<Setting, Refusal> {
        let value = node.float(name, default)?;
        if !value.is_finite() {
            return Err(node.refuse(name, value.to_string(), "a finite number"));
        }
        if !holds(value) {
            return Err(node.refuse(name, value.to_string(), "a number above 0"));
        }
        Ok(Setting::new(value.into(), false))
    }
}
