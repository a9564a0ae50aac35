//! Shapes of what goes through the graph.

use super::{
    Refusal,
    messages::{Dimension, Value, tensor},
};

/// Samples of features, one sample after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Whether there is a dimension of samples, and how many there are, if the file says it.
    pub batch: Option<Option<i64>>,
    /// The dimensions of one sample.
    pub sample: Vec<usize>,
}

impl Shape {
    /// The shape of the graph's input.
    pub fn of_input(value: &Value) -> Result<Self, Refusal> {
        let place = format!("input `{}`", value.name);
        let Some(dims) = dims(value) else {
            return Err(Refusal::new(place, "no shape", "[batch, features]"));
        };
        let number = |(i, dim): (usize, &Dimension)| match dim {
            Dimension { dim_value: Some(size @ 1..), .. } => Ok(*size as usize),
            Dimension { dim_value: Some(size), .. } => Err((i, size.to_string())),
            Dimension { dim_param, .. } => {
                Err((i, format!("`{}`", dim_param.as_deref().unwrap_or_default())))
            }
        };
        let (batch, sample) = match dims {
            [] => return Err(Refusal::new(place, "a single number", "[batch, features]")),
            [_] => (None, dims),
            [batch, sample @ ..] => (Some(batch.dim_value), sample),
        };
        let skipped = dims.len() - sample.len();
        let sample: Result<Vec<usize>, _> = sample.iter().enumerate().map(number).collect();
        let sample = sample.map_err(|(i, found)| {
            let place = format!("{place}, dimension {}", i + skipped);
            Refusal::new(place, found, "a fixed size of at least 1")
        })?;
        let shape = Self { batch, sample };
        match shape.sample.iter().try_fold(1, |product: usize, &dim| product.checked_mul(dim)) {
            Some(_) => Ok(shape),
            None => {
                Err(Refusal::new(place, format!("the shape {:?}", shape.sample), "fewer features"))
            }
        }
    }

    /// How many features a sample has.
    pub fn features(&self) -> usize {
        self.sample.iter().product()
    }

    /// The number of dimensions.
    pub fn rank(&self) -> usize {
        usize::from(self.batch.is_some()) + self.sample.len()
    }

    /// Checks the shape that a file states for the graph's output.
    pub fn check_output(&self, value: &Value) -> Result<(), Refusal> {
        let Some(dims) = dims(value) else { return Ok(()) };
        let sample = if self.batch.is_some() { dims.get(1..) } else { Some(dims) };
        let fits = |(dim, &size): (&Dimension, &usize)| {
            dim.dim_value.is_none_or(|stated| usize::try_from(stated) == Ok(size))
        };
        if let Some(sample) = sample
            && sample.len() == self.sample.len()
            && sample.iter().zip(&self.sample).all(fits)
        {
            return Ok(());
        }
        let stated: Vec<String> = dims
            .iter()
            .map(|dim| dim.dim_value.map_or("?".into(), |stated| stated.to_string()))
            .collect();
        Err(Refusal::new(
            format!("output `{}`", value.name),
            format!("the shape [{}]", stated.join(", ")),
            format!("{self}, which its nodes give"),
        ))
    }
}

impl std::fmt::Display for Shape {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sample = self.sample.iter().map(usize::to_string);
        let all: Vec<String> = self.batch.iter().map(|_| "batch".into()).chain(sample).collect();
        write!(out, "[{}]", all.join(", "))
    }
}

/// The dimensions that a file states.
fn dims(value: &Value) -> Option<&[Dimension]> {
    Some(&value.r#type.as_ref()?.tensor_type.as_ref()?.shape.as_ref()?.dim)
}

/// The type of a network's input.
pub fn element(value: &Value) -> Result<i32, Refusal> {
    let tensor = value.r#type.as_ref().and_then(|r#type| r#type.tensor_type.as_ref());
    match tensor.map(|tensor| tensor.elem_type) {
        Some(element @ (tensor::FLOAT | tensor::DOUBLE | tensor::FLOAT16 | tensor::BFLOAT16)) => {
            Ok(element)
        }
        other => Err(Refusal::new(
            format!("input `{}`", value.name),
            other.map_or("no tensor".into(), tensor::name),
            "FLOAT, DOUBLE, FLOAT16 or BFLOAT16",
        )),
    }
}
