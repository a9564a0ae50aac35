//! Activations.

use super::Tracer;
use crate::import::{
    Refusal,
    layer::{Activation, Kind},
    node::Node,
    row::Row,
    setting::Setting,
};

impl<'m> Tracer<'m> {
    /// An activation without attributes.
    pub(super) fn activation(
        &mut self,
        node: &Node<'m>,
        layer: &'static str,
    ) -> Result<(), Refusal> {
        self.with_only(node, layer, &[])
    }

    /// An activation whose attributes, each with ONNX's default, must have the layer's values.
    pub(super) fn with_only(
        &mut self,
        node: &Node<'m>,
        layer: &'static str,
        attributes: &[(&str, f32, f32)],
    ) -> Result<(), Refusal> {
        let mut names: Vec<&str> = attributes.iter().map(|&(name, ..)| name).collect();
        names.extend((self.opset < 6).then_some("consumed_inputs"));
        let x = self.unary(node, &names)?;
        for &(name, default, expected) in attributes {
            node.only(name, node.float(name, default)?, expected)?;
        }
        self.make(node, Kind::Activation(Activation::plain(layer)), &[x.id], x.shape)?;
        Ok(())
    }

    /// An activation with one setting, `alpha`: a name alone where that is the layer's own.
    pub(super) fn with_alpha(
        &mut self,
        node: &Node<'m>,
        layer: &'static str,
        default: f32,
    ) -> Result<(), Refusal> {
        let x = self.unary(node, &["alpha"])?;
        let alpha = Self::setting(node, "alpha", default, |_| true)?;
        // The layers have ONNX's defaults.
        let own = Setting::new(default.into(), false).text.unwrap_or_default();
        let activation = Activation::set(layer, alpha, &own);
        self.make(node, Kind::Activation(activation), &[x.id], x.shape)?;
        Ok(())
    }

    pub(super) fn hard_sigmoid(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let x = self.unary(node, &["alpha", "beta"])?;
        let alpha = Self::setting(node, "alpha", 0.2, |alpha| alpha > 0.0)?;
        let beta = Self::setting(node, "beta", 0.5, |_| true)?;
        let settings = match [alpha.is("Ratio<1, 6>"), beta.is("Ratio<1, 2>")] {
            [true, true] => vec![],
            [_, true] => vec![alpha],
            _ => vec![alpha, beta],
        };
        let activation = Activation { name: "HardSigmoid", settings };
        self.make(node, Kind::Activation(activation), &[x.id], x.shape)?;
        Ok(())
    }

    pub(super) fn gelu(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let x = self.unary(node, &["approximate"])?;
        let name = match &*node.text("approximate", "none")? {
            "none" => "Gelu",
            "tanh" => "GeluTanh",
            other => return Err(node.refuse("approximate", other, "none or tanh")),
        };
        self.make(node, Kind::Activation(Activation::plain(name)), &[x.id], x.shape)?;
        Ok(())
    }

    pub(super) fn softmax(&mut self, node: &Node<'m>, layer: &'static str) -> Result<(), Refusal> {
        let x = self.unary(node, &["axis"])?;
        self.is_over_features(node, &x, if self.opset < 13 { 1 } else { -1 })?;
        self.make(node, Kind::Activation(Activation::plain(layer)), &[x.id], x.shape)?;
        Ok(())
    }

    /// One slope for all features, or one for each.
    pub(super) fn prelu(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &[])?;
        let x = self.value(node, 0)?;
        let mut slopes = self.numbers(node, 1)?;
        // Until operator set 6 they are those of channels, later of the last dimension.
        if self.opset < 7 && slopes.dims.len() == 1 {
            slopes.dims.resize(x.shape.rank().saturating_sub(1).max(1), 1);
        }
        let slopes = slopes.spread(&x.shape, &self.constants.budget)?;
        let kind = match slopes {
            Row::Same(slope) => {
                let slope = Setting::new(slope, self.network.double);
                Kind::Activation(Activation::set("LeakyRelu", slope, "Ratio<1, 100>"))
            }
            Row::Each(weight) => Kind::PRelu { weight },
        };
        self.make(node, kind, &[x.id], x.shape)?;
        Ok(())
    }

    /// Divided by its length.
    pub(super) fn normalize(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let x = self.unary(node, &["axis", "p"])?;
        node.only("p", node.int("p", 2)?, 2)?;
        self.is_over_features(node, &x, -1)?;
        self.make(node, Kind::Activation(Activation::plain("Normalize")), &[x.id], x.shape)?;
        Ok(())
    }
}
