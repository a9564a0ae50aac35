//! A node of the graph, with the attributes that its operator may have.

use super::{
    Refusal,
    messages::{self, Attribute, attribute},
};
use std::rc::Rc;

/// A node and how errors call it.
pub struct Node<'m> {
    pub message: &'m messages::Node,
    pub place: Rc<str>,
}

impl<'m> Node<'m> {
    pub fn new(message: &'m messages::Node) -> Self {
        let name = if message.name.is_empty() {
            format!("the node of `{}`", message.output.first().map_or("", |output| output))
        } else {
            format!("node `{}`", message.name)
        };
        Self { message, place: format!("{name} ({})", message.op_type).into() }
    }

    /// The operator, if it is one of ONNX's own, those for classical learning among them.
    pub fn operator(&self) -> &'m str {
        let ml = ["LinearClassifier", "LinearRegressor", "Normalizer", "Scaler", "ZipMap"];
        match &*self.message.domain {
            "" | "ai.onnx" => &self.message.op_type,
            "ai.onnx.ml" if ml.contains(&&*self.message.op_type) => &self.message.op_type,
            _ => "",
        }
    }

    /// Checks how many inputs there are and what attributes.
    pub fn expect(&self, inputs: [usize; 2], attributes: &[&str]) -> Result<(), Refusal> {
        let [least, most] = inputs;
        let count = self.inputs();
        if !(least..=most).contains(&count) {
            let expected =
                if least == most { format!("{least}") } else { format!("{least} to {most}") };
            return Err(Refusal::new(&*self.place, format!("{count} inputs"), expected));
        }
        for Attribute { name, .. } in &self.message.attribute {
            if !attributes.contains(&&**name) {
                let expected = match attributes {
                    [] => "none".into(),
                    _ => attributes.join(", "),
                };
                return Err(Refusal::new(
                    &*self.place,
                    format!("the attribute `{name}`"),
                    expected,
                ));
            }
        }
        Ok(())
    }

    /// How many inputs there are; those at the end that are left out have empty names.
    pub fn inputs(&self) -> usize {
        let input = &self.message.input;
        input.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1)
    }

    /// The names of all inputs that are there.
    pub fn all_inputs(&self) -> impl Iterator<Item = &'m str> {
        self.message.input.iter().map(|name| &**name).filter(|name| !name.is_empty())
    }

    /// The name of an input, if it is there.
    pub fn input(&self, i: usize) -> Option<&'m str> {
        self.message.input.get(i).map(|name| &**name).filter(|name| !name.is_empty())
    }

    /// The name of the first output, of a node that has no more than its operator may have: further
    /// ones can say what a node computes.
    pub fn output(&self) -> Result<&'m str, Refusal> {
        let most = match self.operator() {
            "Dropout" | "LinearClassifier" => 2,
            "GRU" | "RNN" => 2,
            "LayerNormalization" | "LSTM" => 3,
            "Split" => usize::MAX,
            _ => 1,
        };
        let outputs = &self.message.output;
        let count = outputs.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        // A cell may give its last state alone.
        let first = match self.operator() {
            "GRU" | "LSTM" | "RNN" => outputs.iter().find(|name| !name.is_empty()),
            _ => outputs.first(),
        };
        match first {
            Some(name) if !name.is_empty() && count <= most => Ok(name),
            None | Some(_) if count <= most => Err(Refusal::new(&*self.place, "no output", "one")),
            _ => {
                let expected = match self.operator() {
                    // Before operator set 14 nothing else says it.
                    "BatchNormalization" => "one: more ask for training, so export in eval mode",
                    _ if most == 1 => "one",
                    _ => "no more than the operator has",
                };
                Err(Refusal::new(&*self.place, format!("{count} outputs"), expected))
            }
        }
    }

    /// The names of all outputs.
    pub fn outputs(&self) -> impl Iterator<Item = &'m str> {
        self.message.output.iter().map(|name| &**name).filter(|name| !name.is_empty())
    }

    pub fn float(&self, name: &str, default: f32) -> Result<f32, Refusal> {
        Ok(self.attribute(name, attribute::FLOAT)?.map_or(default, |attribute| attribute.f))
    }

    pub fn int(&self, name: &str, default: i64) -> Result<i64, Refusal> {
        Ok(self.attribute(name, attribute::INT)?.map_or(default, |attribute| attribute.i))
    }

    pub fn text(&self, name: &str, default: &str) -> Result<String, Refusal> {
        let text = self.attribute(name, attribute::STRING)?;
        Ok(text.map_or(default.into(), |text| String::from_utf8_lossy(&text.s).into_owned()))
    }

    pub fn ints(&self, name: &str) -> Result<Option<&'m [i64]>, Refusal> {
        Ok(self.attribute(name, attribute::INTS)?.map(|attribute| &attribute.ints[..]))
    }

    pub fn floats(&self, name: &str) -> Result<Option<&'m [f32]>, Refusal> {
        Ok(self.attribute(name, attribute::FLOATS)?.map(|attribute| &attribute.floats[..]))
    }

    /// The texts of an attribute.
    pub fn texts(&self, name: &str) -> Result<Option<Vec<String>>, Refusal> {
        let texts = self.attribute(name, attribute::STRINGS)?;
        let text = |text: &Vec<u8>| String::from_utf8_lossy(text).into_owned();
        Ok(texts.map(|attribute| attribute.strings.iter().map(text).collect()))
    }

    pub fn tensor(&self, name: &str) -> Result<Option<&'m messages::Tensor>, Refusal> {
        Ok(self.attribute(name, attribute::TENSOR)?.and_then(|attribute| attribute.t.as_ref()))
    }

    pub fn has(&self, name: &str) -> bool {
        self.message.attribute.iter().any(|attribute| attribute.name == name)
    }

    fn attribute(&self, name: &str, r#type: i32) -> Result<Option<&'m Attribute>, Refusal> {
        match self.message.attribute.iter().find(|attribute| attribute.name == name) {
            Some(found) if found.r#type != r#type => {
                Err(self.refuse(name, attribute::name(found.r#type), attribute::name(r#type)))
            }
            found => Ok(found),
        }
    }

    /// Checks an attribute that may have one value only.
    pub fn only<V: PartialEq + ToString>(
        &self,
        name: &str,
        found: V,
        expected: V,
    ) -> Result<(), Refusal> {
        if found == expected {
            return Ok(());
        }
        Err(self.refuse(name, found.to_string(), expected.to_string()))
    }

    /// An error of an attribute.
    pub fn refuse(
        &self,
        attribute: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Refusal {
        Refusal::new(format!("{}, attribute `{attribute}`", self.place), found, expected)
    }
}
