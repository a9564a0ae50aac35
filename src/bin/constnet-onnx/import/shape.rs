//! Shapes of what goes through the graph.

use super::{
    Refusal,
    messages::{Dimension, Value, tensor},
};
use std::fmt;

/// One dimension of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dim {
    /// One sample after another, of any number or a fixed one.
    Batch,
    Size(usize),
}

/// The dimensions of a value, as the file has them, and how a network has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape(pub Vec<Dim>, pub Form);

/// How a network has a value whose numbers the file has in a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// As one vector, row after row.
    Flat,
    /// As so many places along each axis, whose features the file has before the places: images.
    First(Vec<usize>),
    /// The same with the features behind the places: sequences.
    Last(Vec<usize>),
}

impl Shape {
    /// The shape of one of the graph's inputs, and how many samples it has, if the file says it. A first
    /// dimension before others is the batch. `width` is the number of features that the nodes behind it
    /// show, for files that do not state it.
    pub fn of_input(
        value: &Value,
        form: InputForm,
        reading: Reading,
        width: impl FnOnce() -> Option<usize>,
    ) -> Result<(Self, Option<i64>), Refusal> {
        let place = format!("input `{}`", value.name);
        let Some(dims) = dims(value) else {
            return Err(Refusal::new(place, "no shape", "[batch, features]"));
        };
        let (batch, sample) = match dims {
            [] => return Err(Refusal::new(place, "a single number", "[batch, features]")),
            [_] => (None, dims),
            _ if reading == Reading::Whole => (None, dims),
            [steps, batch, features] if form == InputForm::Steps => {
                return Self::of_steps(&place, steps, batch, features);
            }
            [batch, sample @ ..] => (Some(batch), sample),
        };
        let mut shape: Vec<Dim> = batch.iter().map(|_| Dim::Batch).collect();
        let mut width = Some(width);
        let (skipped, mut features) = (shape.len(), 1_usize);
        for (i, dim) in sample.iter().enumerate() {
            let last = i + 1 == sample.len();
            let size = match dim {
                Dimension { dim_value: Some(size @ 1..), .. } => Ok(*size as usize),
                Dimension { dim_value: Some(size), .. } => Err(size.to_string()),
                Dimension { dim_param, .. } => {
                    match width.take_if(|_| last).and_then(|width| width()) {
                        Some(width) => Ok(width),
                        None => Err(match dim_param.as_deref() {
                            Some(name) if !name.is_empty() => format!("`{name}`"),
                            _ => "neither a number nor a name".into(),
                        }),
                    }
                }
            };
            let size = size.map_err(|found| {
                let place = format!("{place}, dimension {}", i + skipped);
                Refusal::new(place, found, "a fixed size of at least 1").advise(
                    "`onnx.tools.update_model_dims` sets it, or export with an example of that size",
                )
            })?;
            features = features.checked_mul(size).ok_or_else(|| {
                Refusal::new(&*place, "a shape of more than 2^64 features", "fewer features")
            })?;
            shape.push(Dim::Size(size));
        }
        let mut shape = Self(shape, Form::Flat);
        shape.1 = shape.meant(form);
        Ok((shape, batch.and_then(|batch| batch.dim_value)))
    }

    /// How a value of these dimensions is had, by what the nodes behind it mean.
    pub fn meant(&self, form: InputForm) -> Form {
        let sizes: Vec<usize> = self.sizes().collect();
        match (form, &sizes[..]) {
            (InputForm::First, [_, places @ ..]) if matches!(places.len(), 1 | 2) => {
                Form::First(places.to_vec())
            }
            (InputForm::Last, [places @ .., _])
                if matches!(places.len(), 1 | 2) && places.iter().any(|&size| size > 1) =>
            {
                Form::Last(places.to_vec())
            }
            (InputForm::Rows, &[steps, _]) if steps > 1 && !self.has_batch() => {
                Form::Last(vec![steps])
            }
            (InputForm::Steps, &[steps, 1, _]) if steps > 1 => Form::Last(vec![steps]),
            _ => Form::Flat,
        }
    }

    /// A sequence whose steps are the first dimension, and the batch the second.
    fn of_steps(
        place: &str,
        steps: &Dimension,
        batch: &Dimension,
        features: &Dimension,
    ) -> Result<(Self, Option<i64>), Refusal> {
        let size = |dim: &Dimension, i: usize| match dim.dim_value {
            Some(size @ 1..) => Ok(size as usize),
            _ => {
                let place = format!("{place}, dimension {i}");
                Err(Refusal::new(place, "no fixed size", "a fixed size of at least 1"))
            }
        };
        let (steps, features) = (size(steps, 0)?, size(features, 2)?);
        let dims = vec![Dim::Size(steps), Dim::Batch, Dim::Size(features)];
        if steps.checked_mul(features).is_none() {
            let found = "a shape of more than 2^64 features";
            return Err(Refusal::new(place, found, "fewer features"));
        }
        Ok((Self(dims, Form::Last(vec![steps])), batch.dim_value))
    }

    /// The sizes, without the batch.
    pub fn sizes(&self) -> impl DoubleEndedIterator<Item = usize> + Clone {
        self.0.iter().filter_map(|dim| match dim {
            Dim::Batch => None,
            Dim::Size(size) => Some(*size),
        })
    }

    /// How many features a sample has.
    pub fn features(&self) -> usize {
        self.sizes().product()
    }

    /// The places along each axis: none of a vector.
    pub fn places(&self) -> &[usize] {
        match &self.1 {
            Form::Flat => &[],
            Form::First(places) | Form::Last(places) => places,
        }
    }

    /// How many features there are at each place.
    pub fn width(&self) -> usize {
        let places: usize = self.places().iter().product();
        self.features() / places.max(1)
    }

    /// The same dimensions with one place along each axis, over which constants are spread.
    pub fn of_features(&self) -> Self {
        let is_feature = |i: usize| match &self.1 {
            Form::Flat => true,
            Form::First(_) => i == self.0.iter().take_while(|dim| **dim == Dim::Batch).count(),
            Form::Last(_) => i + 1 == self.rank(),
        };
        let dim = |(i, dim): (usize, &Dim)| match dim {
            Dim::Size(_) if !is_feature(i) => Dim::Size(1),
            dim => *dim,
        };
        Self(self.0.iter().enumerate().map(dim).collect(), Form::Flat)
    }

    /// How many numbers there are before the batch: those of so many steps.
    pub fn steps(&self) -> usize {
        let before = self.0.iter().take_while(|dim| **dim != Dim::Batch);
        Self(before.copied().collect(), Form::Flat).features()
    }

    /// The number of dimensions.
    pub fn rank(&self) -> usize {
        self.0.len()
    }

    pub fn has_batch(&self) -> bool {
        self.0.contains(&Dim::Batch)
    }

    /// A position, which counts from the end if it is negative, among so many dimensions.
    pub fn position(axis: i64, rank: usize) -> Option<usize> {
        let axis = if axis < 0 { axis.checked_add_unsigned(rank as u64)? } else { axis };
        usize::try_from(axis).ok().filter(|&axis| axis < rank)
    }

    /// Whether an axis has all features of each place, and is the only one of them that is not of size 1.
    pub fn is_row(&self, axis: i64) -> bool {
        if self.1 != Form::Flat {
            return self.of_features().is_row(axis);
        }
        Self::position(axis, self.rank()).is_some_and(|axis| {
            self.0[axis] != Dim::Batch
                && self
                    .0
                    .iter()
                    .enumerate()
                    .all(|(i, dim)| i == axis || matches!(dim, Dim::Batch | Dim::Size(1)))
        })
    }

    /// Whether an axis of a vector is its first one that is not of size 1, so that what lies behind each of its
    /// positions is one block.
    pub fn is_outermost(&self, at: usize) -> bool {
        self.1 == Form::Flat
            && matches!(self.0.get(at), Some(Dim::Size(_)))
            && self.0[..at].iter().all(|dim| matches!(dim, Dim::Batch | Dim::Size(1)))
    }

    /// Checks the shape that a file states for an output.
    pub fn check_output(&self, value: &Value) -> Result<(), Refusal> {
        let Some(dims) = dims(value) else { return Ok(()) };
        let fits = |(stated, own): (&Dimension, &Dim)| match own {
            Dim::Batch => true,
            Dim::Size(size) => {
                stated.dim_value.is_none_or(|stated| usize::try_from(stated) == Ok(*size))
            }
        };
        if dims.len() == self.0.len() && dims.iter().zip(&self.0).all(fits) {
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

impl fmt::Display for Shape {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self
            .0
            .iter()
            .map(|dim| match dim {
                Dim::Batch => "batch".into(),
                Dim::Size(size) => size.to_string(),
            })
            .collect();
        write!(out, "[{}]", all.join(", "))
    }
}

/// How the first dimension of the inputs is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As the batch, of so many samples as the file says, or of any number.
    Batch,
    /// As a batch of one sample, where the file says no number: some exporters write the 1 of their example into
    /// the sizes behind an input.
    One,
    /// As a dimension of the one sample that there is.
    Whole,
}

/// How an input is meant, by the nodes that take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputForm {
    Flat,
    First,
    Last,
    /// A sequence in steps before the batch.
    Steps,
    /// A matrix, whose rows are samples, or steps of one.
    Rows,
}

/// The dimensions that a file states.
fn dims(value: &Value) -> Option<&[Dimension]> {
    Some(&value.r#type.as_ref()?.tensor_type.as_ref()?.shape.as_ref()?.dim)
}

/// The type of an input.
pub fn element(value: &Value) -> Option<i32> {
    let tensor = value.r#type.as_ref()?.tensor_type.as_ref()?;
    Some(tensor.elem_type)
}

/// Whether numbers of a type can be a network's.
pub fn is_real(element: i32) -> bool {
    [tensor::FLOAT, tensor::DOUBLE, tensor::FLOAT16, tensor::BFLOAT16].contains(&element)
}
