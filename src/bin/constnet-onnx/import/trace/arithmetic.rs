//! Sums, products and quotients; and operators that are parts of a layer.

use super::{Traced, Tracer};
use crate::import::{
    Refusal,
    layer::{Activation, Affine, Kind, Part},
    node::Node,
    row::Row,
    setting::Setting,
    shape::{Dim, Form, Shape},
};

impl<'m> Tracer<'m> {
    /// x + y, x − y, x·y and x/y, of which one may be a constant.
    pub(super) fn arithmetic(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        // Until operator set 6 an attribute says how a constant is spread.
        let attributes = if self.opset < 7 { &["axis", "broadcast"][..] } else { &[] };
        node.expect([2, 2], attributes)?;
        if self.is_sizes(node, 0) || self.is_sizes(node, 1) {
            return self.of_sizes(node);
        }
        match [0, 1].map(|i| self.is_value(node, i)) {
            [true, true] => self.of_two(node),
            [true, false] => {
                let x = self.value(node, 0)?;
                let row = self.spread(node, 1, &x)?;
                let [one, zero] = [1.0, 0.0].map(Row::Same);
                let (scale, offset) = match node.operator() {
                    "Add" => (one, row),
                    "Sub" => (one, row.map(|c| -c)),
                    "Mul" => (row, zero),
                    _ => (self.reciprocals(node, row)?, zero),
                };
                self.affine(node, &x, scale, offset)?;
                Ok(())
            }
            [false, _] => {
                let x = self.value(node, 1)?;
                let row = self.spread(node, 0, &x)?;
                let [one, zero] = [1.0, 0.0].map(Row::Same);
                let (scale, offset) = match node.operator() {
                    "Add" => (one, row),
                    "Sub" => (Row::Same(-1.0), row),
                    "Mul" => (row, zero),
                    _ => {
                        let power = Kind::Part(Part::Power(-1.0));
                        let shape = x.shape.clone();
                        let power = self.inner(node, "", power, &[x.id], shape);
                        self.affine(node, &power, row, zero)?;
                        return Ok(());
                    }
                };
                self.affine(node, &x, scale, offset)?;
                Ok(())
            }
        }
    }

    /// A constant as a number for each feature of a value.
    fn spread(&mut self, node: &Node<'m>, i: usize, x: &Traced) -> Result<Row, Refusal> {
        let numbers = self.numbers(node, i)?;
        if node.has("axis") && numbers.dims.len() == 1 {
            node.only("axis", node.int("axis", 0)?, x.shape.rank() as i64 - 1)?;
        }
        numbers.spread(&x.shape, &self.constants.budget)
    }

    /// 1/c, where that is a number of the network's type.
    fn reciprocals(&self, node: &Node<'m>, row: Row) -> Result<Row, Refusal> {
        let largest = if self.network.double { f64::MAX } else { f64::from(f32::MAX) };
        let is_fine = |c: &f64| *c != 0.0 && (1.0 / c).abs() <= largest;
        if let Some(i) = row.numbers().iter().position(|c| !is_fine(c)) {
            let name = node.input(1).unwrap_or_default();
            let found = format!("a division by {:e}, number {i} of `{name}`", row.numbers()[i]);
            let expected = "numbers whose reciprocals are finite in the network's type";
            return Err(Refusal::new(&*node.place, found, expected).advise(
                "a deviation of a feature that is constant: put 1 into the file, or leave the feature out",
            ));
        }
        Ok(row.map(|c| 1.0 / c))
    }

    /// Of two values, of the same features, or one of which has a single one.
    fn of_two(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let [a, b] = [self.value(node, 0)?, self.value(node, 1)?];
        let shape = Self::shape_of_two(node, &a, &b)?;
        let kind = match node.operator() {
            "Mul" => Kind::Product,
            "Div" => Kind::Part(Part::Quotient),
            "Sub" => {
                let minus = Kind::Affine(Affine::scale(-1.0));
                let b = self.inner(node, "", minus, &[b.id], b.shape);
                self.make(node, Kind::Sum, &[a.id, b.id], shape)?;
                return Ok(());
            }
            _ => Kind::Sum,
        };
        self.make(node, kind, &[a.id, b.id], shape)?;
        Ok(())
    }

    /// The shape of what is computed of two values, feature by feature.
    fn shape_of_two(node: &Node<'m>, a: &Traced, b: &Traced) -> Result<Shape, Refusal> {
        let real =
            |shape: &Shape| -> Vec<usize> { shape.sizes().filter(|&size| size != 1).collect() };
        let [of_a, of_b] = [&a.shape, &b.shape].map(real);
        if a.shape.places() != b.shape.places() {
            let found = format!("values of shapes {} and {}", a.shape, b.shape);
            return Err(Refusal::new(&*node.place, found, "values of one shape"));
        }
        let longer = if b.shape.rank() > a.shape.rank() { &b.shape } else { &a.shape };
        match (of_a.is_empty(), of_b.is_empty()) {
            _ if of_a == of_b => Ok(longer.clone()),
            (false, true) => Ok(a.shape.clone()),
            (true, false) => Ok(b.shape.clone()),
            _ => {
                let found = format!("values of shapes {} and {}", a.shape, b.shape);
                Err(Refusal::new(&*node.place, found, "values of one shape"))
            }
        }
    }

    /// The sum of any number of values.
    pub(super) fn sum(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 8], &[])?;
        let parts: Result<Vec<Traced>, Refusal> =
            (0..node.inputs()).map(|i| self.value(node, i)).collect();
        let parts = parts?;
        if let [part] = &parts[..] {
            return self.pass(node, part.clone());
        }
        let mut shape = parts[0].shape.clone();
        for part in &parts {
            shape = Self::shape_of_two(node, &parts[0], part)?;
        }
        let of: Vec<_> = parts.iter().map(|part| part.id).collect();
        self.make(node, Kind::Sum, &of, shape)?;
        Ok(())
    }

    pub(super) fn negated(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let x = self.unary(node, &[])?;
        self.affine(node, &x, Row::Same(-1.0), Row::Same(0.0))?;
        Ok(())
    }

    /// An operator without attributes that is a part of layers.
    pub(super) fn part(&mut self, node: &Node<'m>, part: Part) -> Result<(), Refusal> {
        let x = self.unary(node, &[])?;
        self.make(node, Kind::Part(part), &[x.id], x.shape)?;
        Ok(())
    }

    pub(super) fn power(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &[])?;
        let x = self.value(node, 0)?;
        let power = Kind::Part(Part::Power(self.scalar(node, 1)?));
        self.make(node, power, &[x.id], x.shape)?;
        Ok(())
    }

    /// A mean, a sum or a norm over the features.
    pub(super) fn reduce(&mut self, node: &Node<'m>, part: Part) -> Result<(), Refusal> {
        node.expect([1, 2], &["axes", "keepdims", "noop_with_empty_axes"])?;
        let x = self.value(node, 0)?;
        let axes = self.axes(node, &x)?;
        if part == Part::Mean && self.over_places(node, &x, &axes, false)? {
            return Ok(());
        }
        let at = match axes[..] {
            [axis] if x.shape.is_row(axis) => Shape::position(axis, x.shape.rank()),
            _ => None,
        };
        let Some(at) = at else {
            let found = format!("the axes {axes:?} of {}", x.shape);
            return Err(Refusal::new(&*node.place, found, "the axis of the features"));
        };
        let mut shape = x.shape;
        // At each place of several the dimension of its features stays.
        match node.int("keepdims", 1)? {
            0 if shape.1 == Form::Flat => drop(shape.0.remove(at)),
            0 => node.only("keepdims", 0, 1)?,
            _ => shape.0[at] = Dim::Size(1),
        }
        self.make(node, Kind::Part(part), &[x.id], shape)?;
        Ok(())
    }

    /// The largest number over all places.
    pub(super) fn largest(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 2], &["axes", "keepdims", "noop_with_empty_axes"])?;
        let x = self.value(node, 0)?;
        let axes = self.axes(node, &x)?;
        if self.over_places(node, &x, &axes, true)? {
            return Ok(());
        }
        let found = format!("the axes {axes:?} of {}", x.shape);
        Err(Refusal::new(&*node.place, found, "all places of an image or a sequence"))
    }

    /// The axes that a node reduces.
    fn axes(&self, node: &Node<'m>, x: &Traced) -> Result<Vec<i64>, Refusal> {
        match node.input(1) {
            Some(_) => self.constants.integers(self.constant(node, 1)?, x.shape.rank()),
            None => Ok(node.ints("axes")?.unwrap_or_default().to_vec()),
        }
    }

    /// x > c and x < c, of which `Where` chooses.
    pub(super) fn compare(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &[])?;
        let x = self.value(node, 0)?;
        let than = self.scalar(node, 1)?;
        let (id, than) = if node.operator() == "Greater" {
            (x.id, than)
        } else {
            let minus = Kind::Affine(Affine::scale(-1.0));
            (self.inner(node, "", minus, &[x.id], x.shape.clone()).id, -than)
        };
        self.make(node, Kind::Part(Part::Greater(than)), &[id], x.shape)?;
        Ok(())
    }

    pub(super) fn select(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([3, 3], &[])?;
        let [which, a, b] = [self.value(node, 0)?, self.value(node, 1)?, self.value(node, 2)?];
        let shape = Self::shape_of_two(node, &a, &b)?;
        self.make(node, Kind::Part(Part::Where), &[which.id, a.id, b.id], shape)?;
        Ok(())
    }

    /// Clamped to two limits, or on one side; until operator set 10 the limits are attributes.
    pub(super) fn clip(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 3], &["min", "max"])?;
        let x = self.value(node, 0)?;
        let mut limits = [f64::NEG_INFINITY, f64::INFINITY];
        for (i, name) in ["min", "max"].into_iter().enumerate() {
            limits[i] = match node.input(i + 1) {
                Some(_) => self.scalar(node, i + 1)?,
                None => f64::from(node.float(name, limits[i] as f32)?),
            };
        }
        self.clamp(node, x, limits)
    }

    /// The larger or the smaller one of a value and a number.
    pub(super) fn limit(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &[])?;
        let (value, constant) = if self.is_value(node, 0) { (0, 1) } else { (1, 0) };
        let x = self.value(node, value)?;
        let limit = self.scalar(node, constant)?;
        let is_max = node.operator() == "Max";
        let limits = if is_max { [limit, f64::INFINITY] } else { [f64::NEG_INFINITY, limit] };
        self.clamp(node, x, limits)
    }

    fn clamp(&mut self, node: &Node<'m>, x: Traced, limits: [f64; 2]) -> Result<(), Refusal> {
        // Beyond the numbers of `f32`, which some exporters write for no limit.
        let limits = limits.map(|limit| match limit.abs() >= f64::from(f32::MAX) {
            true => f64::INFINITY.copysign(limit),
            false => limit,
        });
        let kind = match limits {
            [f64::NEG_INFINITY, f64::INFINITY] => return self.pass(node, x),
            // A norm that something is divided by.
            [least, f64::INFINITY]
                if matches!(self.network.values[x.id].kind, Kind::Part(Part::Norm)) =>
            {
                Kind::Part(Part::AtLeast(least))
            }
            [low, high] if low < high => Kind::Activation(clamp(limits, self.network.double)),
            [low, high] => {
                let found = format!("the limits {low} and {high}");
                return Err(Refusal::new(&*node.place, found, "a lower one and an upper one"));
            }
        };
        self.make(node, kind, &[x.id], x.shape)?;
        Ok(())
    }
}

/// The layer that clamps to limits.
pub fn clamp(limits: [f64; 2], double: bool) -> Activation {
    match limits {
        [-1.0, 1.0] => Activation::plain("HardTanh"),
        [0.0, 6.0] => Activation::plain("Relu6"),
        [0.0, f64::INFINITY] => Activation::plain("Relu"),
        limits => Activation {
            name: "Clamp",
            settings: limits.map(|limit| Setting::new(limit, double)).to_vec(),
        },
    }
}
