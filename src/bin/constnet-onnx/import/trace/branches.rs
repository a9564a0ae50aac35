//! Values taken apart and put together.

use super::{Known, Traced, Tracer, sizes::Size};
use crate::import::{
    Refusal,
    layer::Kind,
    node::Node,
    shape::{Dim, Form, Shape},
};
use std::ops::Range;

/// The most parts of a tuple.
const PARTS: usize = 8;

impl<'m> Tracer<'m> {
    /// Values side by side, or sizes.
    pub(super) fn concat(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, usize::MAX], &["axis"])?;
        if (0..node.inputs()).any(|i| self.is_sizes(node, i)) {
            let mut all = Vec::new();
            for i in 0..node.inputs() {
                all.extend_from_slice(&self.sizes(node, i)?);
            }
            return self.learn(node.output()?, Known::Sizes(all.into()), &node.place);
        }
        let parts: Result<Vec<Traced>, Refusal> =
            (0..node.inputs()).map(|i| self.value(node, i)).collect();
        let parts = parts?;
        if let [part] = &parts[..] {
            return self.pass(node, part.clone());
        }
        // Until operator set 3 there is a default.
        let axis = node.int("axis", 1)?;
        let mut shape = parts[0].shape.clone();
        let fits = Shape::position(axis, shape.rank()).filter(|&at| {
            parts.iter().all(|part| {
                part.shape.rank() == shape.rank()
                    && (part.shape.is_row(axis) || part.shape.is_outermost(at))
                    && part
                        .shape
                        .0
                        .iter()
                        .zip(&shape.0)
                        .enumerate()
                        .all(|(i, (a, b))| i == at || a == b)
            })
        });
        let Some(at) = fits else {
            let shapes: Vec<String> = parts.iter().map(|part| part.shape.to_string()).collect();
            let found = format!("the axis {axis} of {}", shapes.join(", "));
            return Err(Refusal::new(&*node.place, found, "the axis of the features"));
        };
        let all = parts.iter().map(|part| part.shape.features());
        let all = all.fold(0, usize::saturating_add);
        self.constants.check_features(&node.place, all)?;
        // A tuple has eight parts at most; more are tuples of tuples.
        let mut level = parts;
        while level.len() > PARTS {
            let mut next = Vec::new();
            for parts in level.chunks(PARTS) {
                next.push(match parts {
                    [part] => part.clone(),
                    _ => {
                        let (of, shape) = self.joined(parts, &shape, at);
                        self.inner(node, "", Kind::Concat, &of, shape)
                    }
                });
            }
            level = next;
        }
        let (of, joined) = self.joined(&level, &shape, at);
        shape = joined;
        self.make(node, Kind::Concat, &of, shape)?;
        Ok(())
    }

    fn joined(&self, parts: &[Traced], shape: &Shape, at: usize) -> (Vec<usize>, Shape) {
        let size = |part: &Traced| match part.shape.0[at] {
            Dim::Size(size) => size,
            Dim::Batch => 1,
        };
        let mut shape = shape.clone();
        shape.0[at] = Dim::Size(parts.iter().map(size).sum());
        (parts.iter().map(|part| part.id).collect(), shape)
    }

    /// Some of the features of a value, as a value with a name.
    fn take(
        &mut self,
        node: &Node<'m>,
        name: &'m str,
        x: &Traced,
        at: usize,
        range: Range<usize>,
        goes: bool,
    ) -> Result<(), Refusal> {
        let mut shape = x.shape.clone();
        let block = match shape.0[at] {
            Dim::Size(size) => shape.width() / size.max(1),
            Dim::Batch => 0,
        };
        match goes {
            true => drop(shape.0.remove(at)),
            false => shape.0[at] = Dim::Size(range.len()),
        }
        if range.len() * block == x.shape.width() {
            let same = Traced { id: x.id, shape };
            return self.learn(name, Known::Value(same), &node.place);
        }
        self.named(node, name, Kind::Slice { from: range.start * block }, &[x.id], shape)?;
        Ok(())
    }

    /// The position of an axis along which the features of a value lie, in one row or in blocks, and how many of
    /// those there are.
    fn row_axis(&self, node: &Node<'m>, x: &Traced, axis: i64) -> Result<(usize, usize), Refusal> {
        let at = Shape::position(axis, x.shape.rank())
            .filter(|&at| x.shape.is_row(axis) || x.shape.is_outermost(at));
        match at.map(|at| (at, x.shape.0[at])) {
            Some((at, Dim::Size(size))) => Ok((at, size)),
            _ => {
                let found = format!("the axis {axis} of {}", x.shape);
                Err(Refusal::new(&*node.place, found, "the axis of the features"))
            }
        }
    }

    /// Parts of a value.
    pub(super) fn split(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 2], &["axis", "split", "num_outputs"])?;
        let x = self.value(node, 0)?;
        let (at, features) = self.row_axis(node, &x, node.int("axis", 0)?)?;
        let outputs = &node.message.output;
        let sizes = match node.input(1) {
            Some(_) => self.known_sizes(node, 1)?,
            None => match node.ints("split")? {
                Some(sizes) => sizes.to_vec(),
                // Equal parts, of which the last may be smaller.
                None => {
                    let size = features.div_ceil(outputs.len().max(1));
                    let last = features.checked_sub(size * (outputs.len() - 1));
                    let mut sizes = vec![size as i64; outputs.len()];
                    sizes[outputs.len() - 1] = last.map_or(-1, |last| last as i64);
                    sizes
                }
            },
        };
        let sizes: Option<Vec<usize>> =
            sizes.iter().map(|&size| usize::try_from(size).ok().filter(|&size| size > 0)).collect();
        let all = |sizes: &[usize]| {
            sizes.iter().try_fold(0, |sum: usize, &size| sum.checked_add(size)) == Some(features)
        };
        let Some(sizes) = sizes.filter(|sizes| sizes.len() == outputs.len() && all(sizes)) else {
            let found = format!("{} parts of {features} features", outputs.len());
            return Err(Refusal::new(&*node.place, found, "parts that are all of them"));
        };
        let mut from = 0;
        for (name, size) in outputs.iter().zip(sizes) {
            if !name.is_empty() {
                self.take(node, name, &x, at, from..from + size, false)?;
            }
            from += size;
        }
        Ok(())
    }

    /// Neighbouring features, or some of the sizes.
    pub(super) fn slice(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 5], &["axes", "ends", "starts"])?;
        let of = |tracer: &Self, i: usize, name: &str| match node.input(i) {
            Some(_) => tracer.known_sizes(node, i).map(Some),
            None => Ok(node.ints(name)?.map(<[i64]>::to_vec)),
        };
        let [starts, ends] = [of(self, 1, "starts")?, of(self, 2, "ends")?];
        let [axes, steps] = [of(self, 3, "axes")?, of(self, 4, "steps")?];
        let (Some(starts), Some(ends)) = (starts, ends) else {
            return Err(Refusal::new(&*node.place, "no starts and ends", "both"));
        };
        let axes = axes.unwrap_or_else(|| (0..starts.len() as i64).collect());
        let (&[start], &[end], &[axis]) = (&starts[..], &ends[..], &axes[..]) else {
            let found = format!("a slice along the axes {axes:?}");
            return Err(Refusal::new(&*node.place, found, "one along the features"));
        };
        if steps.is_some_and(|steps| steps != [1]) {
            return Err(Refusal::new(&*node.place, "steps", "steps of 1"));
        }
        let range = |features: usize| {
            let clamped = |at: i64| {
                let at = if at < 0 { at.saturating_add_unsigned(features as u64) } else { at };
                usize::try_from(at).unwrap_or(0).min(features)
            };
            clamped(start)..clamped(end)
        };
        if self.is_sizes(node, 0) {
            let sizes = self.sizes(node, 0)?;
            let some = sizes.get(range(sizes.len())).unwrap_or_default().into();
            return self.learn(node.output()?, Known::Sizes(some), &node.place);
        }
        let x = self.value(node, 0)?;
        // All samples.
        if Shape::position(axis, x.shape.rank()).is_some_and(|at| x.shape.0[at] == Dim::Batch)
            && start == 0
            && end == i64::MAX
        {
            return self.pass(node, x);
        }
        if let Some(&Dim::Size(size)) = x.shape.0.first()
            && self.states(node, &x, axis, range(size), false)?
        {
            return Ok(());
        }
        if let Some((at, steps)) = Self::steps(&x, axis)
            && range(steps) == (steps - 1..steps)
        {
            return self.last(node, &x, at, true);
        }
        if let Some((at, steps)) = Self::steps(&x, axis)
            && range(steps).start == 0
            && self.cut_off(node, &x, at, steps - range(steps).end)?
        {
            return Ok(());
        }
        let (at, features) = self.row_axis(node, &x, axis)?;
        let range = range(features);
        if range.is_empty() {
            let found = format!("the features {start} to {end} of {}", x.shape);
            return Err(Refusal::new(&*node.place, found, "at least one"));
        }
        self.take(node, node.output()?, &x, at, range, false)
    }

    /// Features by their numbers, which must be neighbours; or one of the sizes.
    pub(super) fn gather(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &["axis"])?;
        let axis = node.int("axis", 0)?;
        if self.is_sizes(node, 0) {
            let (sizes, at) = (self.sizes(node, 0)?, self.scalar(node, 1)?);
            let at = Shape::position(at as i64, sizes.len()).filter(|_| axis == 0);
            let Some(at) = at else {
                return Err(Refusal::new(&*node.place, "an index beyond", "one of the sizes"));
            };
            let one: [Size; 1] = [sizes[at]];
            return self.learn(node.output()?, Known::Sizes(one.into()), &node.place);
        }
        let x = self.value(node, 0)?;
        if let Some(&Dim::Size(size)) = x.shape.0.first()
            && let Ok(index) = self.scalar(node, 1)
            && let Some(at) = Shape::position(index as i64, size)
            && self.states(node, &x, axis, at..at + 1, true)?
        {
            return Ok(());
        }
        if let Some((at, steps)) = Self::steps(&x, axis)
            && let Ok(index) = self.scalar(node, 1)
            && Shape::position(index as i64, steps) == Some(steps - 1)
        {
            return self.last(node, &x, at, false);
        }
        let indices = self.constants.any(self.constant(node, 1)?)?;
        // The only one along an axis.
        if let Some(at) = Shape::position(axis, x.shape.rank())
            && x.shape.0[at] == Dim::Size(1)
            && matches!(indices.values[..], [0.0 | -1.0])
        {
            let mut dims = x.shape.0.clone();
            if indices.dims.is_empty() {
                dims.remove(at);
            }
            return self.reformed(node, x, Shape(dims, Form::Flat));
        }
        let (at, features) = self.row_axis(node, &x, axis)?;
        let first = indices
            .values
            .first()
            .map_or(features, |&first| Shape::position(first as i64, features).unwrap_or(features));
        let neighbours =
            |(i, &index): (usize, &f64)| Shape::position(index as i64, features) == Some(first + i);
        if indices.dims.len() > 1
            || first == features
            || !indices.values.iter().enumerate().all(neighbours)
        {
            let found = format!("{} of {features} features", indices.values.len());
            let expected = "neighbours, one after the other";
            return Err(Refusal::new(&*node.place, found, expected));
        }
        let range = first..first + indices.values.len();
        // A single number takes its dimension away.
        let goes = indices.dims.is_empty();
        if goes && x.shape.1 != Form::Flat {
            let found = format!("a single number along the axis {axis} of {}", x.shape);
            let refusal = Refusal::new(&*node.place, found, "a list of features");
            return Err(refusal.advise("index with `x[..., i : i + 1]`"));
        }
        self.take(node, node.output()?, &x, at, range, goes)
    }
}
