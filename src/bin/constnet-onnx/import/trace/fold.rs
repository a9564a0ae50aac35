//! Nodes that compute constants of constants.

use super::{Tracer, sizes::Size};
use crate::import::{
    Refusal,
    constants::{Constant, Data, Numbers},
    messages::{Attribute, Tensor, attribute, tensor},
    node::Node,
    scalar::{sigmoid, softplus},
    shape::{Shape, is_real},
};
use std::{borrow::Cow, iter, rc::Rc};

impl<'m> Tracer<'m> {
    /// Reads a node that depends on no input of the graph. Says whether it was one.
    pub(super) fn folds(&mut self, node: &Node<'m>) -> Result<bool, Refusal> {
        if node.operator() == "Constant" {
            let constant = of_constant_node(node)?;
            self.constants.insert(node.output()?, constant)?;
            return Ok(true);
        }
        if node.operator() == "ConstantOfShape" {
            let constant = self.filled(node)?;
            self.constants.insert(node.output()?, constant)?;
            return Ok(true);
        }
        let is_constant = |name| self.constants.get(name).is_some();
        // A constant is repeated where it meets a value, however often.
        if node.operator() == "Expand" && node.input(0).is_some_and(is_constant) {
            node.expect([2, 2], &[])?;
            let constant = self.constant(node, 0)?.clone();
            self.constants.insert(node.output()?, constant)?;
            return Ok(true);
        }
        // To sizes that nodes compute from shapes.
        let is_reshape = node.operator() == "Reshape"
            && node.input(0).is_some_and(is_constant)
            && self.is_sizes(node, 1);
        if !is_reshape && (node.inputs() == 0 || !node.all_inputs().all(is_constant)) {
            return Ok(false);
        }
        let first = self.constant(node, 0)?.clone();
        let constant = match node.operator() {
            "Identity" => {
                node.expect([1, 1], &[])?;
                first
            }
            "Cast" => {
                node.expect([1, 1], &["to", "saturate"])?;
                self.cast_constant(node, first)?
            }
            "Transpose" => self.transposed(node, first)?,
            "Squeeze" | "Unsqueeze" | "Reshape" | "Flatten" => {
                self.reshaped_constant(node, &first)?
            }
            "Add" | "Sub" | "Mul" | "Div" | "Pow" | "Max" | "Min" => {
                node.expect([2, 2], &["axis", "broadcast"])?;
                self.of_two_constants(node)?
            }
            "Sqrt" | "Neg" | "Exp" | "Abs" | "Reciprocal" | "Log" | "Sigmoid" | "Tanh" | "Relu"
            | "Softplus" => {
                node.expect([1, 1], &[])?;
                let mut numbers = self.constants.any(&first)?;
                let function: fn(f64) -> f64 = match node.operator() {
                    "Sqrt" => f64::sqrt,
                    "Neg" => |x| -x,
                    "Exp" => f64::exp,
                    "Abs" => f64::abs,
                    "Log" => f64::ln,
                    "Sigmoid" => sigmoid,
                    "Tanh" => f64::tanh,
                    "Relu" => |x| x.max(0.0),
                    "Softplus" => softplus,
                    _ => f64::recip,
                };
                self.constants.budget.steps(numbers.values.len(), &node.place)?;
                numbers.values.iter_mut().for_each(|x| *x = function(*x));
                numbers.place = Rc::clone(&node.place);
                Constant::computed(numbers)
            }
            "Concat" => self.joined_constants(node)?,
            "Slice" => match self.sliced_constant(node, &first)? {
                Some(constant) => constant,
                None => return Ok(false),
            },
            _ => return Ok(false),
        };
        self.constants.insert(node.output()?, constant)?;
        Ok(true)
    }

    /// Integers as numbers of a network; other numbers stay what they are, because a network has its own type.
    fn cast_constant(
        &self,
        node: &Node<'m>,
        constant: Constant<'m>,
    ) -> Result<Constant<'m>, Refusal> {
        let to = i32::try_from(node.int("to", 0)?).unwrap_or(0);
        let is_integer = |data: &Data<'_>| match data {
            Data::Tensor { tensor, .. } => !is_real(tensor.data_type),
            Data::Computed(_) => false,
        };
        if !is_real(to) || !is_integer(&constant.data) {
            return Ok(constant);
        }
        let mut numbers = self.constants.any(&constant)?;
        numbers.double = to == tensor::DOUBLE;
        numbers.place = Rc::clone(&node.place);
        Ok(Constant::computed(numbers))
    }

    /// A matrix's rows become columns; nothing is copied until it is read.
    fn transposed(&self, node: &Node<'m>, constant: Constant<'m>) -> Result<Constant<'m>, Refusal> {
        node.expect([1, 1], &["perm"])?;
        let order = node.ints("perm")?.unwrap_or(&[1, 0]);
        let (rank, dims) = match &constant.data {
            Data::Tensor { tensor, .. } => (tensor.dims.len(), format!("{:?}", tensor.dims)),
            Data::Computed(numbers) => (numbers.dims.len(), format!("{:?}", numbers.dims)),
        };
        if rank != 2 || order != [1, 0] {
            let found = format!("{order:?} of {dims}");
            return Err(node.refuse("perm", found, "[1, 0] of a matrix"));
        }
        Ok(match constant.data {
            Data::Tensor { tensor, transposed } => {
                let data = Data::Tensor { tensor, transposed: !transposed };
                Constant { data, ..constant }
            }
            Data::Computed(numbers) => Constant::computed(Numbers::clone(&numbers).transposed()),
        })
    }

    /// The same numbers in another shape.
    fn reshaped_constant(
        &self,
        node: &Node<'m>,
        constant: &Constant<'m>,
    ) -> Result<Constant<'m>, Refusal> {
        let mut numbers = self.constants.any(constant)?;
        let axes = match (node.input(1), node.operator()) {
            (Some(_), _) => Some(self.known_sizes(node, 1)?),
            (None, _) => node.ints("axes")?.map(<[i64]>::to_vec),
        };
        let rank = numbers.dims.len();
        let dims = match (node.operator(), axes) {
            ("Squeeze", None) => numbers.dims.iter().copied().filter(|&dim| dim != 1).collect(),
            ("Squeeze", Some(axes)) => {
                let out: Vec<_> =
                    axes.iter().filter_map(|&axis| Shape::position(axis, rank)).collect();
                let left = numbers.dims.iter().enumerate().filter(|(i, _)| !out.contains(i));
                left.map(|(_, &dim)| dim).collect()
            }
            ("Unsqueeze", Some(axes)) => {
                let rank = rank + axes.len();
                let put: Vec<_> =
                    axes.iter().filter_map(|&axis| Shape::position(axis, rank)).collect();
                let mut left = numbers.dims.iter().copied();
                let dim = |i| if put.contains(&i) { Some(1) } else { left.next() };
                (0..rank).map_while(dim).collect()
            }
            ("Reshape", Some(target)) => {
                let all = numbers.values.len();
                let known: Option<usize> = target
                    .iter()
                    .filter(|&&size| size != -1)
                    .try_fold(1_usize, |product, &size| {
                        product.checked_mul(usize::try_from(size).ok()?)
                    });
                let size = |&size: &i64| match known {
                    Some(known) if size == -1 => all.checked_div(known).unwrap_or(0),
                    _ => usize::try_from(size).unwrap_or(0),
                };
                target.iter().map(size).collect()
            }
            ("Flatten", None) => {
                let axis = Shape::position(node.int("axis", 1)?, rank + 1).unwrap_or(0);
                let (before, behind) = numbers.dims.split_at(axis);
                vec![before.iter().product(), behind.iter().product()]
            }
            _ => vec![],
        };
        let count = dims.iter().try_fold(1, |product: usize, &dim| product.checked_mul(dim));
        if count != Some(numbers.values.len()) {
            let found = format!("the shape {dims:?} for {:?}", numbers.dims);
            return Err(Refusal::new(&*node.place, found, "a shape of as many numbers"));
        }
        numbers.dims = dims;
        Ok(Constant::computed(numbers))
    }

    /// An operation of two constants, spread over each other.
    fn of_two_constants(&self, node: &Node<'m>) -> Result<Constant<'m>, Refusal> {
        let [a, b] = [
            self.constants.any(self.constant(node, 0)?)?,
            self.constants.any(self.constant(node, 1)?)?,
        ];
        let rank = a.dims.len().max(b.dims.len());
        let padded = |dims: &[usize]| -> Vec<usize> {
            let ones = iter::repeat_n(1, rank - dims.len());
            ones.chain(dims.iter().copied()).collect()
        };
        let [of_a, of_b] = [padded(&a.dims), padded(&b.dims)];
        let fits = of_a.iter().zip(&of_b).all(|(a, b)| a == b || *a == 1 || *b == 1);
        let dims: Vec<usize> =
            of_a.iter().zip(&of_b).map(|(&a, &b)| if a == 1 { b } else { a }).collect();
        let count = dims.iter().try_fold(1, |product: usize, &dim| product.checked_mul(dim));
        let Some(count) = count.filter(|_| fits) else {
            let found = format!("constants of shapes {:?} and {:?}", a.dims, b.dims);
            return Err(Refusal::new(&*node.place, found, "shapes that fit"));
        };
        self.constants.budget.numbers(count, &node.place)?;
        let at = |own: &[usize], mut i: usize| {
            let (mut at, mut stride) = (0, 1);
            for (&dim, &own) in dims.iter().zip(own).rev() {
                at += if own == 1 { 0 } else { i % dim * stride };
                stride *= own;
                i /= dim;
            }
            at
        };
        let function: fn(f64, f64) -> f64 = match node.operator() {
            "Add" => |a, b| a + b,
            "Sub" => |a, b| a - b,
            "Mul" => |a, b| a * b,
            "Div" => |a, b| a / b,
            "Pow" => f64::powf,
            "Max" => f64::max,
            _ => f64::min,
        };
        let values =
            (0..count).map(|i| function(a.values[at(&of_a, i)], b.values[at(&of_b, i)])).collect();
        let double = a.double || b.double;
        Ok(Constant::computed(Numbers { dims, values, place: Rc::clone(&node.place), double }))
    }

    /// Rows of constants one after another, along the first axis.
    fn joined_constants(&self, node: &Node<'m>) -> Result<Constant<'m>, Refusal> {
        node.expect([1, usize::MAX], &["axis"])?;
        let axis = node.int("axis", 0)?;
        let mut all: Option<Numbers> = None;
        for i in 0..node.inputs() {
            let part = self.constants.any(self.constant(node, i)?)?;
            let position = Shape::position(axis, part.dims.len());
            all = Some(match all {
                None if position.is_some() => part,
                Some(mut all)
                    if position == Some(0)
                        && all.dims.get(1..) == part.dims.get(1..)
                        && !all.dims.is_empty() =>
                {
                    all.dims[0] += part.dims[0];
                    all.values.extend(part.values);
                    all.double |= part.double;
                    all
                }
                _ => {
                    let found = format!("constants along the axis {axis}");
                    return Err(Refusal::new(&*node.place, found, "constants along axis 0"));
                }
            });
        }
        let nothing = || Refusal::new(&*node.place, "no inputs", "constants");
        let all = all.ok_or_else(nothing)?;
        Ok(Constant::computed(Numbers { place: Rc::clone(&node.place), ..all }))
    }

    /// Some of the numbers along one axis; none, if it is another slice.
    fn sliced_constant(
        &self,
        node: &Node<'m>,
        constant: &Constant<'m>,
    ) -> Result<Option<Constant<'m>>, Refusal> {
        let list = |i: usize| match node.input(i) {
            Some(_) => self.constants.integers(self.constant(node, i)?, 8).map(Some),
            None => Ok(None),
        };
        let (Some(starts), Some(ends)) = (list(1)?, list(2)?) else { return Ok(None) };
        let axes = list(3)?.unwrap_or_else(|| vec![0]);
        let (&[start], &[end], &[axis]) = (&starts[..], &ends[..], &axes[..]) else {
            return Ok(None);
        };
        let steps = list(4)?.unwrap_or_else(|| vec![1]);
        let is_reversed = steps == [-1] && start == -1 && end <= i64::from(i32::MIN);
        if steps != [1] && !is_reversed {
            return Ok(None);
        }
        let mut numbers = self.constants.any(constant)?;
        let at = Shape::position(axis, numbers.dims.len());
        // Numbers that are spread stay as they are.
        let Some(at) = at.filter(|&at| numbers.dims[at] != 1) else {
            return Ok((numbers.values.len() == 1).then(|| constant.clone()));
        };
        let along = numbers.dims[at];
        let clamped = |at: i64| {
            let at = if at < 0 { at.saturating_add_unsigned(along as u64) } else { at };
            usize::try_from(at).unwrap_or(0).min(along)
        };
        let behind: usize = numbers.dims[at + 1..].iter().product();
        let rows = numbers.values.chunks((along * behind).max(1));
        if is_reversed {
            let last_first = |row: &[f64]| row.rchunks(behind.max(1)).flatten().copied().collect();
            let values: Vec<Vec<f64>> = rows.map(last_first).collect();
            (numbers.values, numbers.place) = (values.concat(), Rc::clone(&node.place));
            return Ok(Some(Constant::computed(numbers)));
        }
        let (from, to) = (clamped(start), clamped(end));
        if from >= to {
            return Ok(None);
        }
        let values = rows.flat_map(|row| &row[from * behind..to * behind]).copied().collect();
        (numbers.values, numbers.place) = (values, Rc::clone(&node.place));
        numbers.dims[at] = to - from;
        Ok(Some(Constant::computed(numbers)))
    }

    /// One number in a shape, in which the batch counts once, because it is spread anyway.
    fn filled(&mut self, node: &Node<'m>) -> Result<Constant<'m>, Refusal> {
        node.expect([1, 1], &["value"])?;
        let mut dims = Vec::new();
        for size in self.sizes(node, 0)?.iter() {
            dims.push(match size {
                Size::Batch => 1,
                Size::Known(size) | Size::Rows(size) => usize::try_from(*size).unwrap_or(0),
            });
        }
        let count = dims.iter().try_fold(1, |product: usize, &dim| product.checked_mul(dim));
        let count = count.unwrap_or(usize::MAX);
        self.constants.budget.numbers(count, &node.place)?;
        let value = match node.tensor("value")? {
            Some(tensor) => {
                self.constants.scalar(&Constant::new(Cow::Borrowed(tensor), &node.place))?
            }
            None => 0.0,
        };
        let (values, place) = (vec![value; count], Rc::clone(&node.place));
        Ok(Constant::computed(Numbers { dims, values, place, double: false }))
    }

    /// Never reached: nodes of constants are folded.
    pub(super) fn no_constant(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        Err(Refusal::new(&*node.place, "inputs", "none"))
    }
}

/// The tensor of a node `Constant`.
fn of_constant_node<'m>(node: &Node<'m>) -> Result<Constant<'m>, Refusal> {
    let [Attribute { name, r#type, f, i, t, floats, ints, .. }] = &node.message.attribute[..]
    else {
        let found = format!("{} attributes", node.message.attribute.len());
        return Err(Refusal::new(&*node.place, found, "one"));
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
            return Err(Refusal::new(&*node.place, found, expected));
        }
    };
    Ok(Constant::new(tensor, &node.place))
}
