//! Weights: tensors whose numbers are in the file.

use super::{
    Refusal,
    budget::Budget,
    messages::{Tensor, tensor},
    row::Row,
};
use std::{borrow::Cow, collections::HashMap, rc::Rc};

/// All tensors of a file, by the names that nodes have for them.
pub struct Constants<'m> {
    by_name: HashMap<&'m str, Constant<'m>>,
    /// Nodes may share a tensor, and each of them gets a copy of its numbers.
    pub budget: Budget,
}

/// A tensor of the file. Any number of nodes may pass it on, so copies share what is long.
#[derive(Clone)]
pub struct Constant<'m> {
    pub tensor: Rc<Cow<'m, Tensor>>,
    /// Whether a node `Transpose` stands between the tensor and who reads it.
    pub transposed: bool,
    /// Where it stands, for errors.
    pub place: Rc<str>,
}

/// Numbers of a tensor, row by row, as `f64`, to which every type that is read converts exactly.
pub struct Numbers {
    pub dims: Vec<usize>,
    pub values: Vec<f64>,
    place: Rc<str>,
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

    /// The numbers of a tensor of type FLOAT, FLOAT16, BFLOAT16 or DOUBLE.
    pub fn numbers(&self, constant: &Constant<'_>) -> Result<Numbers, Refusal> {
        let Constant { tensor, transposed, place } = constant;
        let dims = self.dims(constant)?;
        let values = values(tensor, place)?;
        for (i, value) in values.iter().enumerate() {
            if !value.is_finite() {
                let found = format!("{value} as number {i}");
                return Err(Refusal::new(&**place, found, "finite numbers"));
            }
        }
        let numbers = Numbers { dims, values, place: Rc::clone(place) };
        Ok(if *transposed { numbers.transposed() } else { numbers })
    }

    /// The numbers of a tensor of type INT64, at most `most` of them.
    pub fn integers(&self, constant: &Constant<'_>, most: usize) -> Result<Vec<i64>, Refusal> {
        let Constant { tensor, place, .. } = constant;
        let dims = self.dims(constant)?;
        if tensor.data_type != tensor::INT64 {
            return Err(Refusal::new(&**place, tensor::name(tensor.data_type), "INT64"));
        }
        let count: usize = dims.iter().product();
        if dims.len() > 1 || count > most {
            let expected = format!("at most {most} numbers in one dimension");
            return Err(Refusal::new(&**place, format!("the shape {dims:?}"), expected));
        }
        Ok(if tensor.raw_data.is_empty() {
            tensor.int64_data.clone()
        } else {
            words(&tensor.raw_data).map(i64::from_le_bytes).collect()
        })
    }

    /// Whether a tensor of one BOOL is true.
    pub fn boolean(&self, constant: &Constant<'_>) -> Result<bool, Refusal> {
        let Constant { tensor, place, .. } = constant;
        let dims = self.dims(constant)?;
        if tensor.data_type != tensor::BOOL || dims.iter().product::<usize>() != 1 {
            let found = format!("{} of shape {dims:?}", tensor::name(tensor.data_type));
            return Err(Refusal::new(&**place, found, "one BOOL"));
        }
        Ok(tensor.raw_data.iter().any(|&byte| byte != 0)
            || tensor.int32_data.iter().any(|&word| word != 0))
    }

    /// The shape, after it was compared with the data that are there: no number of the file decides
    /// an allocation before.
    fn dims(&self, constant: &Constant<'_>) -> Result<Vec<usize>, Refusal> {
        let Constant { tensor, place, .. } = constant;
        if tensor.data_location != 0 || !tensor.external_data.is_empty() {
            return Err(Refusal::new(
                &**place,
                "data in another file",
                "all data in this one: export with `external_data=False`",
            ));
        }
        let (width, typed) = match tensor.data_type {
            tensor::FLOAT => (4, tensor.float_data.len()),
            tensor::DOUBLE => (8, tensor.double_data.len()),
            tensor::INT64 => (8, tensor.int64_data.len()),
            tensor::FLOAT16 | tensor::BFLOAT16 => (2, tensor.int32_data.len()),
            tensor::BOOL => (1, tensor.int32_data.len()),
            other => {
                let expected = "FLOAT, DOUBLE, FLOAT16 or BFLOAT16";
                return Err(Refusal::new(&**place, tensor::name(other), expected));
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
                &**place,
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
