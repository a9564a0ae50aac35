//! What passes a value on as it is.

use super::{Known, Tracer, shapes::real, sizes::Size};
use crate::import::{Refusal, messages::tensor, node::Node, shape::Dim};

impl<'m> Tracer<'m> {
    pub(super) fn identity(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 1], &["classlabels_int64s", "classlabels_strings"])?;
        if self.is_sizes(node, 0) {
            let sizes = self.sizes(node, 0)?;
            return self.learn(node.output()?, Known::Sizes(sizes), &node.place);
        }
        let x = self.value(node, 0)?;
        self.pass(node, x)
    }

    /// A value in the shape that it has, or one of one feature, repeated where it meets others.
    pub(super) fn expand(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &[])?;
        let mut x = self.value(node, 0)?;
        let target: Vec<Dim> = match self.sizes(node, 1) {
            Ok(sizes) => sizes
                .iter()
                .map(|size| match size {
                    Size::Batch => Dim::Batch,
                    Size::Known(size) | Size::Rows(size) => {
                        Dim::Size(usize::try_from(*size).unwrap_or(0))
                    }
                })
                .collect(),
            Err(_) => vec![],
        };
        // To what it has.
        if real(&target) == real(&x.shape.0) && target.len() >= x.shape.rank() {
            x.shape.0 = target;
            return self.pass(node, x);
        }
        if x.shape.features() != 1 {
            let found = format!("a value of shape {}", x.shape);
            return Err(Refusal::new(&*node.place, found, "one of a single feature"));
        }
        self.pass(node, x)
    }

    /// To another type of floating point: a network computes in `f32`, which loses nothing that 16 bits have,
    /// or in `f64`, if some of its weights are.
    pub(super) fn cast(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 1], &["to", "saturate"])?;
        if self.is_sizes(node, 0) {
            return self.identity_of_sizes(node);
        }
        let x = self.value(node, 0)?;
        let to = node.int("to", 0)?;
        match i32::try_from(to) {
            Ok(tensor::FLOAT | tensor::DOUBLE | tensor::FLOAT16 | tensor::BFLOAT16) => {
                self.pass(node, x)
            }
            _ => {
                let found = i32::try_from(to).map_or(to.to_string(), tensor::name);
                Err(node.refuse("to", found, "FLOAT, DOUBLE, FLOAT16 or BFLOAT16"))
            }
        }
    }

    /// Nothing, in inference.
    pub(super) fn dropout(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 3], &["is_test", "ratio", "seed"])?;
        if self.opset < 7 {
            node.only("is_test", node.int("is_test", 0)?, 1)?;
        }
        if node.input(2).is_some() && self.scalar(node, 2)? != 0.0 {
            let place = format!("{}, `training_mode`", node.place);
            return Err(Refusal::new(place, "true", "false: export the model in eval mode"));
        }
        let x = self.value(node, 0)?;
        self.pass(node, x)
    }
}
