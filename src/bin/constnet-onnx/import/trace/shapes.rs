//! What says a value in another shape.

use super::{Known, Traced, Tracer, sizes::Size};
use crate::import::{
    Refusal,
    layer::Kind,
    node::Node,
    shape::{Dim, Form, Shape},
};

impl<'m> Tracer<'m> {
    /// A reshape that leaves the batch where it is.
    pub(super) fn reshape(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &["allowzero"])?;
        // A list of sizes in one dimension, or a single one in none, stays what it is.
        if self.is_sizes(node, 0) {
            return self.identity_of_sizes(node);
        }
        let x = self.value(node, 0)?;
        let target = self.sizes(node, 1)?;
        let zero_is_copy = node.int("allowzero", 0)? == 0;
        match self.reshaped(&x.shape, &target, zero_is_copy) {
            Some(shape) => self.reformed(node, x, shape),
            None => {
                let target: Vec<String> = target
                    .iter()
                    .map(|size| match size {
                        Size::Batch => "batch".into(),
                        Size::Rows(size) => format!("{size} times the batch"),
                        Size::Known(size) => size.to_string(),
                    })
                    .collect();
                let found = format!("the shape [{}] for {}", target.join(", "), x.shape);
                let features = x.shape.features();
                let expected = match x.shape.has_batch() {
                    true => format!("[batch, {features}]"),
                    false => format!("[{features}]"),
                };
                Err(Refusal::new(&*node.place, found, expected))
            }
        }
    }

    /// The shape that a target means, if the batch stays a dimension of its own before others.
    fn reshaped(&self, shape: &Shape, target: &[Size], zero_is_copy: bool) -> Option<Shape> {
        let features = shape.features();
        // The sizes, the batch, and at most one that is left to be computed.
        let mut dims: Vec<Option<Dim>> = Vec::new();
        for (i, size) in target.iter().enumerate() {
            dims.push(match *size {
                Size::Batch => Some(Dim::Batch),
                Size::Known(0) if zero_is_copy => Some(*shape.0.get(i)?),
                Size::Known(-1) => None,
                Size::Known(size) | Size::Rows(size) => {
                    Some(Dim::Size(usize::try_from(size).ok()?))
                }
            });
        }
        let product = |dims: &[Option<Dim>]| {
            dims.iter().try_fold(1, |product: usize, dim| match dim {
                Some(Dim::Size(size)) => product.checked_mul(*size),
                _ => Some(product),
            })
        };
        let is_batch = |dim: &Option<Dim>| *dim == Some(Dim::Batch);
        // A size that is that of the batch, at the place of the batch, is the batch.
        let at = shape.0.iter().position(|dim| *dim == Dim::Batch);
        if let (Some(at), Some(batch)) = (at.filter(|&at| at > 0), self.network.batch)
            && !dims.iter().any(is_batch)
            && dims.get(at) == Some(&usize::try_from(batch).ok().map(Dim::Size))
            && dims[..at].iter().all(Option::is_some)
            && product(&dims[..at]) == Some(shape.steps())
        {
            dims[at] = Some(Dim::Batch);
        }
        if shape.has_batch() && !dims.iter().any(is_batch) {
            // The first size is that of the batch, or the one that is left.
            let rest = product(dims.get(1..)?)?;
            dims[0] = match dims[0] {
                None if rest == features => Some(Dim::Batch),
                Some(Dim::Size(size)) if self.network.batch == Some(size as i64) => {
                    Some(Dim::Batch)
                }
                // Rows of all samples, one after another, are here those of one.
                first if self.is_one_sample() => first,
                first
                    if self.network.batch.is_none()
                        && dims.len() > 1
                        && matches!(target[0], Size::Rows(_) | Size::Known(-1)) =>
                {
                    first
                }
                _ => return None,
            };
        }
        // The batch, which was no dimension for a while.
        let is_one = matches!(dims.first(), Some(Some(Dim::Size(1))))
            || (matches!(dims.first(), Some(None)) && product(&dims) == Some(features));
        if !shape.has_batch() && dims.len() > 1 && is_one {
            dims[0] = Some(Dim::Batch);
        }
        let known = product(&dims)?;
        let open = dims.iter().filter(|dim| dim.is_none()).count();
        if open == 1 && known > 0 && features.is_multiple_of(known) {
            let rest = Dim::Size(features / known);
            dims.iter_mut().filter(|dim| dim.is_none()).for_each(|dim| *dim = Some(rest));
        } else if open > 0 || known != features {
            return None;
        }
        let batches = dims.iter().filter(|dim| is_batch(dim)).count();
        let target = Shape(dims.into_iter().flatten().collect(), Form::Flat);
        // Samples keep their numbers where as many of them stand before the batch as before.
        let keeps = !shape.has_batch() || !target.has_batch() || shape.steps() == target.steps();
        (batches <= 1 && keeps).then_some(target)
    }

    pub(super) fn flatten(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let x = self.unary(node, &["axis"])?;
        let axis = node.int("axis", 1)?;
        let rank = x.shape.rank();
        let refused = || node.refuse("axis", axis.to_string(), "1, after the batch");
        let at = Shape::position(axis, rank + 1).ok_or_else(refused)?;
        let (before, after) = x.shape.0.split_at(at);
        let ones = before.iter().all(|dim| [Dim::Batch, Dim::Size(1)].contains(dim));
        let dims = if !x.shape.has_batch() {
            let size = |dims: &[Dim]| Dim::Size(Shape(dims.to_vec(), Form::Flat).features());
            vec![size(before), size(after)]
        } else if ones && (!after.contains(&Dim::Batch) || self.is_one_sample()) {
            vec![Dim::Batch, Dim::Size(x.shape.features())]
        } else {
            return Err(refused());
        };
        let shape = Shape(dims, Form::Flat);
        self.flattened(node, x, shape)
    }

    /// Dimensions of size 1, taken out or put in; of sizes nothing.
    pub(super) fn squeeze(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 2], &["axes"])?;
        if self.is_sizes(node, 0) {
            let sizes = self.sizes(node, 0)?;
            return self.learn(node.output()?, Known::Sizes(sizes), &node.place);
        }
        let x = self.value(node, 0)?;
        let axes = match node.input(1) {
            Some(_) => Some(self.constants.integers(self.constant(node, 1)?, 16)?),
            None => node.ints("axes")?.map(<[i64]>::to_vec),
        };
        let refused = |x: &Shape, axes: &Option<Vec<i64>>| {
            let found = format!("the axes {axes:?} of {x}");
            Refusal::new(&*node.place, found, "dimensions of size 1")
        };
        let is_out = node.operator() == "Squeeze";
        let is_one_sample = self.is_one_sample();
        let is_one = |dim: Dim| dim == Dim::Size(1) || (dim == Dim::Batch && is_one_sample);
        let rank = x.shape.rank() + if is_out { 0 } else { axes.as_ref().map_or(0, Vec::len) };
        let positions: Option<Vec<usize>> = match &axes {
            Some(axes) => axes.iter().map(|&axis| Shape::position(axis, rank)).collect(),
            None if is_out => Some((0..rank).filter(|&i| is_one(x.shape.0[i])).collect()),
            None => None,
        };
        let Some(positions) = positions else { return Err(refused(&x.shape, &axes)) };
        let mut left = x.shape.0.iter();
        let mut dims = Vec::new();
        for i in 0..rank {
            let is_named = positions.contains(&i);
            match (is_out, is_named) {
                (false, true) => dims.push(Dim::Size(1)),
                _ => match left.next() {
                    Some(&dim) if is_named && is_one(dim) => {}
                    Some(&dim) if !is_named => dims.push(dim),
                    _ => return Err(refused(&x.shape, &axes)),
                },
            }
        }
        self.reformed(node, x, Shape(dims, Form::Flat))
    }

    /// A value in dimensions of as many numbers, in the file's order: as one vector, as an image or a sequence if
    /// the nodes behind it mean one, or as it is.
    pub(super) fn reformed(
        &mut self,
        node: &Node<'m>,
        x: Traced,
        shape: Shape,
    ) -> Result<(), Refusal> {
        if let Some(form) = kept(&x.shape, &shape) {
            return self.pass(node, Traced { shape: Shape(shape.0, form), ..x });
        }
        let form = shape.meant(self.forms.get(node.output()?));
        let is_first = matches!(&form, Form::First(places) if shape.features() > count(places));
        match (&x.shape.1, form) {
            (_, Form::Flat) => self.flattened(node, x, shape),
            (Form::Flat, form) => {
                let kind = Kind::Unflatten { is_first };
                self.make(node, kind, &[x.id], Shape(shape.0, form))?;
                Ok(())
            }
            (_, form) => {
                let flat = Kind::Flatten { is_first: is_moved(&x.shape) };
                let flat = self.inner(node, "", flat, &[x.id], Shape(shape.0.clone(), Form::Flat));
                let kind = Kind::Unflatten { is_first };
                self.make(node, kind, &[flat.id], Shape(shape.0, form))?;
                Ok(())
            }
        }
    }

    /// A value as one vector, in the file's order.
    fn flattened(&mut self, node: &Node<'m>, x: Traced, shape: Shape) -> Result<(), Refusal> {
        if x.shape.1 == Form::Flat {
            return self.pass(node, Traced { shape, ..x });
        }
        self.make(node, Kind::Flatten { is_first: is_moved(&x.shape) }, &[x.id], shape)?;
        Ok(())
    }

    /// Dimensions in another order, where that moves no number of a sample, or where the channels of an image
    /// go behind its places or before them.
    pub(super) fn transpose(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let x = self.unary(node, &["perm"])?;
        let rank = x.shape.rank();
        let reversed: Vec<i64> = (0..rank as i64).rev().collect();
        let order = node.ints("perm")?.unwrap_or(&reversed);
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        let moved: Option<Vec<Dim>> =
            order.iter().map(|&axis| Some(x.shape.0[Shape::position(axis, rank)?])).collect();
        let moved = moved.filter(|_| sorted.iter().copied().eq(0..rank as i64));
        let form = match (&x.shape.1, order) {
            (Form::Last(places), [0, 3, 1, 2] | [0, 2, 1]) if places.len() + 2 == rank => {
                Some(Form::First(places.clone()))
            }
            (Form::First(places), [0, 2, 3, 1] | [0, 2, 1]) if places.len() + 2 == rank => {
                Some(Form::Last(places.clone()))
            }
            (form, order) => keeps_order(order, &x.shape).then(|| form.clone()),
        };
        match (moved, form) {
            (Some(moved), Some(form)) => self.pass(node, Traced { shape: Shape(moved, form), ..x }),
            _ => {
                let found = format!("{order:?} of {}", x.shape);
                let expected = "an order that moves no number of a sample";
                Err(node.refuse("perm", found, expected))
            }
        }
    }
}

/// How a value in other dimensions stays as it is; none, if it does not.
fn kept(from: &Shape, to: &Shape) -> Option<Form> {
    match &from.1 {
        Form::Flat => None,
        // A single place is none.
        Form::First(places) if count(places) == 1 && to.is_row(-1) => None,
        // The same dimensions, but for some of size 1.
        form if real(&from.0) == real(&to.0) => Some(form.clone()),
        // Features in other dimensions, behind the same places.
        Form::Last(places) => {
            let places = places.iter().copied().filter(|&size| size != 1).map(Dim::Size);
            let (places, to) = (places.collect::<Vec<_>>(), real(&to.0));
            (to.len() > places.len() && to.starts_with(&places)).then(|| from.1.clone())
        }
        Form::First(_) => None,
    }
}

/// Whether the features of a value stand before its places in the file, and are behind them here.
fn is_moved(shape: &Shape) -> bool {
    matches!(&shape.1, Form::First(places) if shape.width() > 1 && count(places) > 1)
}

fn count(places: &[usize]) -> usize {
    places.iter().product()
}

/// Sizes other than 1.
pub(super) fn real(dims: &[Dim]) -> Vec<Dim> {
    dims.iter().copied().filter(|dim| ![Dim::Batch, Dim::Size(1)].contains(dim)).collect()
}

/// Whether the axes of more than one number stand in the order they had.
fn keeps_order(order: &[i64], shape: &Shape) -> bool {
    let is_real = |axis: &&i64| {
        let position = Shape::position(**axis, shape.rank());
        position.is_some_and(|at| matches!(shape.0[at], Dim::Size(size) if size != 1))
    };
    order.iter().filter(is_real).is_sorted()
}
