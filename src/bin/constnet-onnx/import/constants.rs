//! Weights: tensors whose numbers are in the file.

use super::{
    Refusal,
    budget::Budget,
    messages::{Tensor, tensor},
    row::Row,
    shape::{Dim, Form, Shape, is_real},
};
use std::{borrow::Cow, collections::HashMap, iter, rc::Rc};

/// All tensors of a file, by the names that nodes have for them.
pub struct Constants<'m> {
    by_name: HashMap<&'m str, Constant<'m>>,
    /// Nodes may share a tensor, and each of them gets a copy of its numbers.
    pub budget: Budget,
}

/// A tensor of the file, or what nodes make of such. Any number of nodes may pass it on, so copies share what
/// is long.
#[derive(Clone)]
pub struct Constant<'m> {
    pub data: Data<'m>,
    /// Where it stands, for errors.
    pub place: Rc<str>,
}

#[derive(Clone)]
pub enum Data<'m> {
    Tensor {
        tensor: Rc<Cow<'m, Tensor>>,
        /// Whether a node `Transpose` stands between the tensor and who reads it.
        transposed: bool,
    },
    Computed(Rc<Numbers>),
}

/// Numbers of a tensor, row by row, as `f64`, to which every type of floating point that is read converts
/// exactly.
#[derive(Clone)]
pub struct Numbers {
    pub dims: Vec<usize>,
    pub values: Vec<f64>,
    pub place: Rc<str>,
    /// Whether the file has them as `f64`.
    pub double: bool,
}

impl<'m> Constant<'m> {
    pub fn new(tensor: Cow<'m, Tensor>, place: &str) -> Self {
        let data = Data::Tensor { tensor: Rc::new(tensor), transposed: false };
        Self { data, place: place.into() }
    }

    pub fn computed(numbers: Numbers) -> Self {
        Self { place: Rc::clone(&numbers.place), data: Data::Computed(Rc::new(numbers)) }
    }
}

impl<'m> Constants<'m> {
    /// None yet, of a file of so many bytes.
    pub fn new(file: usize) -> Self {
        Self { by_name: HashMap::new(), budget: Budget::new(file) }
    }

    pub fn insert(&mut self, name: &'m str, constant: Constant<'m>) -> Result<(), Refusal> {
        let place = Rc::clone(&constant.place);
        match self.by_name.insert(name, constant) {
            None => Ok(()),
            Some(other) => Err(Refusal::new(
                &*place,
                format!("the name `{name}` again, which {} has", other.place),
                "names that stand once",
            )),
        }
    }

    pub fn get(&self, name: &str) -> Option<&Constant<'m>> {
        self.by_name.get(name)
    }

    /// Checks a number of features that comes from the file's words instead of its weights.
    pub fn check_features(&self, place: &str, features: usize) -> Result<(), Refusal> {
        if self.budget.has(features) {
            return Ok(());
        }
        let expected = "as many as a file of this length can have weights for";
        Err(Refusal::new(place, format!("{features} features"), expected))
    }

    /// The numbers of a tensor of type FLOAT, FLOAT16, BFLOAT16 or DOUBLE, which are finite.
    pub fn numbers(&self, constant: &Constant<'_>) -> Result<Numbers, Refusal> {
        if let Data::Tensor { tensor, .. } = &constant.data
            && !is_real(tensor.data_type)
        {
            let found = tensor::name(tensor.data_type);
            let expected = "FLOAT, DOUBLE, FLOAT16 or BFLOAT16";
            return Err(Refusal::new(&*constant.place, found, expected));
        }
        let numbers = self.any(constant)?;
        match numbers.values.iter().position(|value| !value.is_finite()) {
            Some(i) => {
                let found = format!("{} as number {i}", numbers.values[i]);
                Err(Refusal::new(&*constant.place, found, "finite numbers"))
            }
            None => Ok(numbers),
        }
    }

    /// The numbers of a tensor of any type that is read.
    pub fn any(&self, constant: &Constant<'_>) -> Result<Numbers, Refusal> {
        let place = &constant.place;
        match &constant.data {
            Data::Tensor { tensor, transposed } => {
                let dims = self.dims(tensor, place)?;
                let values = values(tensor, place)?;
                let double = tensor.data_type == tensor::DOUBLE;
                let numbers = Numbers { dims, values, place: Rc::clone(place), double };
                Ok(if *transposed { numbers.transposed() } else { numbers })
            }
            Data::Computed(numbers) => {
                self.budget.numbers(numbers.values.len() + numbers.dims.len(), place)?;
                Ok(Numbers::clone(numbers))
            }
        }
    }

    /// A single number of any type that is read, which may be infinite.
    pub fn scalar(&self, constant: &Constant<'_>) -> Result<f64, Refusal> {
        let numbers = self.any(constant)?;
        match numbers.values[..] {
            [value] if !value.is_nan() => Ok(value),
            [_] => Err(Refusal::new(&*constant.place, "NaN", "a number")),
            _ => {
                let found = format!("the shape {:?}", numbers.dims);
                Err(Refusal::new(&*constant.place, found, "[1]"))
            }
        }
    }

    /// The numbers of a tensor of integers, at most `most` of them in one dimension.
    pub fn integers(&self, constant: &Constant<'_>, most: usize) -> Result<Vec<i64>, Refusal> {
        let place = &constant.place;
        let check = |dims: &[usize]| {
            if dims.len() > 1 || dims.iter().product::<usize>() > most {
                let expected = format!("at most {most} numbers in one dimension");
                return Err(Refusal::new(&**place, format!("the shape {dims:?}"), expected));
            }
            Ok(())
        };
        match &constant.data {
            Data::Tensor { tensor, .. } if tensor.data_type == tensor::INT64 => {
                check(&self.dims(tensor, place)?)?;
                Ok(if tensor.raw_data.is_empty() {
                    tensor.int64_data.clone()
                } else {
                    words(&tensor.raw_data).map(i64::from_le_bytes).collect()
                })
            }
            Data::Tensor { tensor, .. } if tensor.data_type != tensor::INT32 => {
                Err(Refusal::new(&**place, tensor::name(tensor.data_type), "INT64"))
            }
            _ => {
                let numbers = self.any(constant)?;
                check(&numbers.dims)?;
                Ok(numbers.values.into_iter().map(|value| value as i64).collect())
            }
        }
    }

    /// The shape, after it was compared with the data that are there: no number of the file decides
    /// an allocation before.
    fn dims(&self, tensor: &Tensor, place: &str) -> Result<Vec<usize>, Refusal> {
        if tensor.data_location != 0 || !tensor.external_data.is_empty() {
            let expected = "data in this file, or an initializer";
            return Err(Refusal::new(place, "data in another file", expected));
        }
        let (width, typed) = match tensor.data_type {
            tensor::FLOAT => (4, tensor.float_data.len()),
            tensor::DOUBLE => (8, tensor.double_data.len()),
            tensor::INT64 => (8, tensor.int64_data.len()),
            tensor::FLOAT16 | tensor::BFLOAT16 => (2, tensor.int32_data.len()),
            tensor::BOOL | tensor::UINT8 | tensor::INT8 => (1, tensor.int32_data.len()),
            tensor::INT32 => (4, tensor.int32_data.len()),
            other => {
                let expected = "FLOAT, DOUBLE, FLOAT16 or BFLOAT16";
                return Err(Refusal::new(place, tensor::name(other), expected));
            }
        };
        let dims: Option<Vec<usize>> =
            tensor.dims.iter().map(|&dim| usize::try_from(dim).ok()).collect();
        let count = dims
            .as_ref()
            .and_then(|dims| dims.iter().try_fold(1, |count: usize, &dim| count.checked_mul(dim)));
        let (found, of) = if tensor.raw_data.is_empty() {
            (typed, "numbers")
        } else {
            (tensor.raw_data.len(), "bytes")
        };
        let size = if tensor.raw_data.is_empty() { 1 } else { width };
        match (dims, count) {
            (Some(dims), Some(count)) if count.checked_mul(size) == Some(found) => {
                self.budget.numbers(count.saturating_add(dims.len()), place)?;
                Ok(dims)
            }
            _ => Err(Refusal::new(
                place,
                format!("{found} {of}"),
                format!(
                    "as many as the shape {:?} of {} has",
                    tensor.dims,
                    tensor::name(tensor.data_type)
                ),
            )),
        }
    }
}

impl Numbers {
    /// Rows become columns, of a matrix.
    pub fn transposed(self) -> Self {
        let [rows, columns] = self.dims[..] else { return self };
        let values = (0..columns)
            .flat_map(|column| (0..rows).map(move |row| row * columns + column))
            .map(|i| self.values[i])
            .collect();
        Self { dims: vec![columns, rows], values, ..self }
    }

    /// One number for each of so many features, or a single one that stands for all of them.
    pub fn row(self, features: usize) -> Result<Row, Refusal> {
        let (last, others) = match self.dims.split_last() {
            Some((&last, others)) => (last, others),
            None => (1, &[][..]),
        };
        if others.len() > 1 || others.iter().any(|&dim| dim != 1) || ![1, features].contains(&last)
        {
            let found = format!("the shape {:?}", self.dims);
            return Err(Refusal::new(&*self.place, found, format!("[{features}]")));
        }
        Ok(match self.values[..] {
            [same] => Row::Same(same),
            _ => Row::Each(self.values),
        })
    }

    /// A number for each feature of values of a shape, over which the dimensions are spread from the last one
    /// on; a single number stays one.
    pub fn spread(self, shape: &Shape, budget: &Budget) -> Result<Row, Refusal> {
        if let [same] = self.values[..] {
            return Ok(Row::Same(same));
        }
        if shape.1 != Form::Flat {
            return self.spread(&shape.of_features(), budget);
        }
        let refused = || {
            let found = format!("the shape {:?}", self.dims);
            Refusal::new(&*self.place, found, format!("one that fits values of shape {shape}"))
        };
        let lead = self.dims.len().saturating_sub(shape.rank());
        if self.dims[..lead].iter().any(|&dim| dim != 1) {
            return Err(refused());
        }
        // For each axis of a sample, from the last to the first: its size, and how far its next number is.
        let (mut stride, mut axes) = (1, Vec::new());
        let own = self.dims[lead..].iter().rev().copied().chain(iter::repeat(1));
        for (dim, own) in shape.0.iter().rev().zip(own) {
            match *dim {
                Dim::Batch if own == 1 => {}
                Dim::Size(size) if own == size => axes.push((size, stride)),
                Dim::Size(size) if own == 1 => axes.push((size, 0)),
                _ => return Err(refused()),
            }
            stride *= own;
        }
        if self.values.len() == shape.features() {
            return Ok(Row::Each(self.values));
        }
        budget.numbers(shape.features(), &self.place)?;
        let number = |mut i: usize| {
            let mut at = 0;
            for &(size, stride) in &axes {
                at += i % size * stride;
                i /= size;
            }
            self.values[at]
        };
        Ok(Row::Each((0..shape.features()).map(number).collect()))
    }
}

fn values(tensor: &Tensor, place: &str) -> Result<Vec<f64>, Refusal> {
    let Tensor { raw_data: raw, int32_data, .. } = tensor;
    let half = |bits: &i32| f16(*bits as u16);
    let brain = |bits: &i32| bf16(*bits as u16);
    Ok(match (tensor.data_type, raw.is_empty()) {
        (tensor::FLOAT, true) => tensor.float_data.iter().map(|&x| f64::from(x)).collect(),
        (tensor::FLOAT, false) => words(raw).map(|x| f64::from(f32::from_le_bytes(x))).collect(),
        (tensor::DOUBLE, true) => tensor.double_data.clone(),
        (tensor::DOUBLE, false) => words(raw).map(f64::from_le_bytes).collect(),
        (tensor::FLOAT16, true) => int32_data.iter().map(half).collect(),
        (tensor::FLOAT16, false) => words(raw).map(|x| f16(u16::from_le_bytes(x))).collect(),
        (tensor::BFLOAT16, true) => int32_data.iter().map(brain).collect(),
        (tensor::BFLOAT16, false) => words(raw).map(|x| bf16(u16::from_le_bytes(x))).collect(),
        (tensor::INT64, true) => tensor.int64_data.iter().map(|&x| x as f64).collect(),
        (tensor::INT64, false) => words(raw).map(|x| i64::from_le_bytes(x) as f64).collect(),
        (tensor::INT32, false) => words(raw).map(|x| f64::from(i32::from_le_bytes(x))).collect(),
        (tensor::INT8, false) => raw.iter().map(|&x| f64::from(x as i8)).collect(),
        (tensor::UINT8 | tensor::BOOL, false) => raw.iter().map(|&x| f64::from(x)).collect(),
        (tensor::INT32 | tensor::INT8 | tensor::UINT8 | tensor::BOOL, true) => {
            int32_data.iter().map(|&x| f64::from(x)).collect()
        }
        (other, _) => {
            let expected = "FLOAT, DOUBLE, FLOAT16 or BFLOAT16";
            return Err(Refusal::new(place, tensor::name(other), expected));
        }
    })
}

/// Little-endian words, as ONNX has them in `raw_data`.
fn words<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> {
    bytes.as_chunks().0.iter().copied()
}

/// Sign, 5 bits of exponent, 10 bits of mantissa.
fn f16(bits: u16) -> f64 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let (exponent, mantissa) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    sign * match exponent {
        0 => mantissa * 2f64.powi(-24),
        31 if mantissa == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + mantissa) * 2f64.powi(exponent - 25),
    }
}

/// The upper half of an `f32`.
fn bf16(bits: u16) -> f64 {
    f64::from(f32::from_bits(u32::from(bits) << 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_by_hand() {
        assert_eq!([0x3c00, 0xc000, 0x3555].map(f16), [1.0, -2.0, 0.333251953125]);
        assert_eq!([0x0001, 0x0400].map(f16), [2f64.powi(-24), 2f64.powi(-14)]);
        assert_eq!(f16(0xfc00), f64::NEG_INFINITY);
        assert!(f16(0x7e00).is_nan() && bf16(0x7fc0).is_nan());
        assert_eq!([0x3f80, 0xc000, 0x3eab].map(bf16), [1.0, -2.0, 0.333984375]);
    }
}
