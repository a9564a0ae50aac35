//! Sizes that nodes compute from shapes.

use super::{Known, Tracer};
use crate::import::{Refusal, node::Node, shape::Dim};
use std::rc::Rc;

/// A size as nodes compute it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Size {
    /// How many samples there are.
    Batch,
    /// So many times that.
    Rows(i64),
    Known(i64),
}

impl<'m> Tracer<'m> {
    /// Whether an input is sizes that were computed from shapes.
    pub(super) fn is_sizes(&self, node: &Node<'m>, i: usize) -> bool {
        let known = node.input(i).and_then(|name| self.known.get(name));
        matches!(known, Some(Known::Sizes(_)))
    }

    /// Sizes, computed or constant.
    pub(super) fn sizes(&self, node: &Node<'m>, i: usize) -> Result<Rc<[Size]>, Refusal> {
        match node.input(i).and_then(|name| self.known.get(name)) {
            Some(Known::Sizes(sizes)) => Ok(Rc::clone(sizes)),
            _ => {
                let sizes = self.constants.integers(self.constant(node, i)?, 16)?;
                Ok(sizes.into_iter().map(Size::Known).collect())
            }
        }
    }

    /// Sizes, computed or constant, that do not depend on the batch.
    pub(super) fn known_sizes(&self, node: &Node<'m>, i: usize) -> Result<Vec<i64>, Refusal> {
        let known = |size: &Size| match size {
            Size::Known(size) => Ok(*size),
            Size::Batch | Size::Rows(_) => {
                let place = format!("{}, input {i}", node.place);
                Err(Refusal::new(place, "the size of the batch", "sizes of a sample"))
            }
        };
        self.sizes(node, i)?.iter().map(known).collect()
    }

    pub(super) fn shape(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 1], &["start", "end"])?;
        let x = self.value(node, 0)?;
        let sizes: Vec<Size> = x
            .shape
            .0
            .iter()
            .map(|dim| match dim {
                Dim::Batch => Size::Batch,
                Dim::Size(size) => Size::Known(*size as i64),
            })
            .collect();
        let rank = sizes.len() as i64;
        let at = |at: i64| (if at < 0 { at.saturating_add(rank) } else { at }).clamp(0, rank);
        let (start, end) = (at(node.int("start", 0)?), at(node.int("end", rank)?));
        let some = sizes.get(start as usize..end as usize).unwrap_or_default();
        self.learn(node.output()?, Known::Sizes(some.into()), &node.place)
    }

    /// Of sizes that were computed from shapes, which gives such again.
    pub(super) fn of_sizes(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let [a, b] = [self.sizes(node, 0)?, self.sizes(node, 1)?];
        let function = |a: i64, b: i64| match node.operator() {
            "Add" => a.checked_add(b),
            "Sub" => a.checked_sub(b),
            "Mul" => a.checked_mul(b),
            _ => a.checked_div(b),
        };
        let of_two = |(&a, &b): (&Size, &Size)| match (a, b, node.operator()) {
            (Size::Known(a), Size::Known(b), _) => function(a, b).map(Size::Known),
            (Size::Batch, Size::Known(1), "Mul" | "Div")
            | (Size::Known(1), Size::Batch, "Mul")
            | (Size::Batch, Size::Known(0), "Add" | "Sub") => Some(Size::Batch),
            // Rows of all samples are here those of one.
            (Size::Batch, Size::Known(rows), "Mul") | (Size::Known(rows), Size::Batch, "Mul") => {
                Some(Size::Rows(rows))
            }
            _ => None,
        };
        let sizes: Option<Rc<[Size]>> = a.iter().zip(b.iter()).map(of_two).collect();
        match sizes.filter(|sizes| sizes.len() == a.len().max(b.len())) {
            Some(sizes) => self.learn(node.output()?, Known::Sizes(sizes), &node.place),
            None => {
                let found = "the size of the batch, computed with";
                let refusal = Refusal::new(&*node.place, found, "sizes of a sample");
                Err(refusal.advise("export with an example of one sample and a fixed batch"))
            }
        }
    }

    pub(super) fn identity_of_sizes(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let sizes = self.sizes(node, 0)?;
        self.learn(node.output()?, Known::Sizes(sizes), &node.place)
    }
}
