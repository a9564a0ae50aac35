//! Operators of `ai.onnx.ml`, which scikit-learn's models are exported to.

use super::Tracer;
use crate::import::{
    Refusal,
    layer::{Activation, Dense, Kind},
    node::Node,
    row::Row,
    shape::Dim,
};

impl<'m> Tracer<'m> {
    /// (x − offset)·scale
    pub(super) fn scaler(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let x = self.unary(node, &["offset", "scale"])?;
        let features = self.flat(node, &x)?;
        let row = |name: &str, default: f64| match node.floats(name)? {
            None => Ok(Row::Same(default)),
            Some([same]) => Ok(Row::Same((*same).into())),
            Some(numbers) if numbers.len() == features => {
                self.constants.budget.numbers(features, &node.place)?;
                Ok(Row::Each(numbers.iter().map(|&number| number.into()).collect()))
            }
            Some(numbers) => {
                let found = format!("{} numbers", numbers.len());
                Err(node.refuse(name, found, features.to_string()))
            }
        };
        let (offset, scale) = (row("offset", 0.0)?, row("scale", 1.0)?);
        let offset = offset.with(&scale, |offset, scale| -offset * scale);
        self.affine(node, &x, scale, offset)?;
        Ok(())
    }

    pub(super) fn linear_regressor(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 1], &["coefficients", "intercepts", "post_transform", "targets"])?;
        let targets = node.int("targets", 1)?;
        self.linear(node, usize::try_from(targets).unwrap_or(0), node.output()?)
    }

    /// The scores are the second output; the first one, a label, is no value of a network.
    pub(super) fn linear_classifier(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let attributes = [
            "classlabels_ints",
            "classlabels_strings",
            "coefficients",
            "intercepts",
            "multi_class",
            "post_transform",
        ];
        node.expect([1, 1], &attributes)?;
        let labels = match node.ints("classlabels_ints")? {
            Some(labels) => labels.len(),
            None => node.texts("classlabels_strings")?.map_or(0, |labels| labels.len()),
        };
        let Some(scores) = node.message.output.get(1).filter(|name| !name.is_empty()) else {
            return Err(Refusal::new(&*node.place, "no scores", "an output for them"));
        };
        self.linear(node, labels, scores)
    }

    /// Divided by its length; or by the sum of its sizes, which is 1 behind `Softmax`.
    pub(super) fn normalizer(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let x = self.unary(node, &["norm"])?;
        self.flat(node, &x)?;
        let norm = node.text("norm", "MAX")?;
        let is_softmax = matches!(
            self.network.values[x.id].kind,
            Kind::Activation(Activation { name: "Softmax", .. })
        );
        match &*norm {
            "L1" if is_softmax => self.pass(node, x),
            "L2" => {
                let kind = Kind::Activation(Activation::plain("Normalize"));
                self.make(node, kind, &[x.id], x.shape)?;
                Ok(())
            }
            other => Err(node.refuse("norm", other, "L2, or L1 of what `Softmax` gives")),
        }
    }

    /// A dense layer of so many outputs from attributes, and what comes after it.
    fn linear(&mut self, node: &Node<'m>, outputs: usize, name: &'m str) -> Result<(), Refusal> {
        let x = self.value(node, 0)?;
        let features = self.flat(node, &x)?;
        let weight = node.floats("coefficients")?.unwrap_or_default();
        let count = features.checked_mul(outputs).filter(|&count| count > 0);
        if count != Some(weight.len()) {
            let found = format!("{} numbers", weight.len());
            let expected = format!("{outputs} rows of {features}");
            return Err(node.refuse("coefficients", found, expected));
        }
        self.constants.budget.numbers(weight.len(), &node.place)?;
        let bias = match node.floats("intercepts")? {
            None => vec![0.0; outputs],
            Some(bias) if bias.len() == outputs => bias.iter().map(|&b| b.into()).collect(),
            Some(bias) => {
                let found = format!("{} numbers", bias.len());
                return Err(node.refuse("intercepts", found, outputs.to_string()));
            }
        };
        let after = match &*node.text("post_transform", "NONE")? {
            "NONE" => None,
            "SOFTMAX" => Some("Softmax"),
            "LOGISTIC" => Some("Sigmoid"),
            other => return Err(node.refuse("post_transform", other, "NONE, SOFTMAX or LOGISTIC")),
        };
        let dense =
            Dense { input: features, weight: weight.iter().map(|&w| w.into()).collect(), bias };
        let mut shape = x.shape.clone();
        if let Some(last) = shape.0.last_mut() {
            *last = Dim::Size(outputs);
        }
        match after {
            None => self.named(node, name, Kind::Dense(dense), &[x.id], shape)?,
            Some(after) => {
                let logits = self.inner(node, name, Kind::Dense(dense), &[x.id], shape.clone());
                let after = Kind::Activation(Activation::plain(after));
                self.named(node, name, after, &[logits.id], shape)?
            }
        };
        Ok(())
    }
}
