//! Numbers in a shape.

use crate::import::messages::{self, tensor};

/// Numbers of any type as `f64`, the last axis first.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    pub dims: Vec<usize>,
    pub data: Vec<f64>,
}

impl Tensor {
    pub fn new(dims: Vec<usize>, data: Vec<f64>) -> Self {
        Self { dims, data }
    }

    pub fn scalar(x: f64) -> Self {
        Self { dims: vec![], data: vec![x] }
    }

    pub fn read(message: &messages::Tensor) -> Result<Self, String> {
        let raw = &message.raw_data;
        let name = &message.name;
        let dims: Option<Vec<usize>> =
            message.dims.iter().map(|&dim| usize::try_from(dim).ok()).collect();
        let dims = dims.ok_or_else(|| format!("the shape of `{name}`"))?;
        macro_rules! numbers {
            ($typed:expr, $type:ty) => {
                if raw.is_empty() {
                    $typed.iter().map(|&x| x as f64).collect()
                } else {
                    let words = raw.as_chunks::<{ size_of::<$type>() }>().0.iter();
                    words.map(|&word| <$type>::from_le_bytes(word) as f64).collect()
                }
            };
        }
        let halves = || -> Vec<u16> {
            if raw.is_empty() {
                message.int32_data.iter().map(|&x| x as u16).collect()
            } else {
                raw.as_chunks().0.iter().map(|&word| u16::from_le_bytes(word)).collect()
            }
        };
        let data: Vec<f64> = match message.data_type {
            tensor::FLOAT => numbers!(message.float_data, f32),
            tensor::DOUBLE => numbers!(message.double_data, f64),
            tensor::INT64 => numbers!(message.int64_data, i64),
            tensor::INT32 => numbers!(message.int32_data, i32),
            tensor::INT8 => numbers!(message.int32_data, i8),
            tensor::UINT8 | tensor::BOOL => numbers!(message.int32_data, u8),
            tensor::BFLOAT16 => halves()
                .into_iter()
                .map(|bits| f32::from_bits(u32::from(bits) << 16).into())
                .collect(),
            tensor::FLOAT16 => halves().into_iter().map(half).collect(),
            other => return Err(format!("{} in `{name}`", tensor::name(other))),
        };
        let count = dims.iter().try_fold(1, |product: usize, &dim| product.checked_mul(dim));
        if count != Some(data.len()) {
            return Err(format!("{} numbers in `{name}` of shape {dims:?}", data.len()));
        }
        Ok(Self { dims, data })
    }

    /// How many numbers there are in a shape; none, if they are too many.
    pub fn count(dims: &[usize]) -> Option<usize> {
        dims.iter().try_fold(1, |product: usize, &dim| product.checked_mul(dim))
    }

    /// How far the next number along each axis is.
    pub fn strides(dims: &[usize]) -> Vec<usize> {
        let mut strides = vec![1; dims.len()];
        for i in (1..dims.len()).rev() {
            strides[i - 1] = strides[i] * dims[i];
        }
        strides
    }

    /// Numbers of the first before an axis, along it, and behind it.
    pub fn around(&self, axis: usize) -> [usize; 3] {
        [
            self.dims[..axis].iter().product(),
            self.dims[axis],
            self.dims[axis + 1..].iter().product(),
        ]
    }

    /// The integers in it.
    pub fn integers(&self) -> Vec<i64> {
        self.data.iter().map(|&x| x as i64).collect()
    }
}

/// A number of 16 bits, by its parts.
fn half(bits: u16) -> f64 {
    let (exponent, mantissa) = ((bits >> 10 & 31) as i32, f64::from(bits & 1023) / 1024.0);
    let size = match exponent {
        0 => mantissa * 2f64.powi(-14),
        31 => {
            if mantissa == 0.0 {
                f64::INFINITY
            } else {
                f64::NAN
            }
        }
        _ => (1.0 + mantissa) * 2f64.powi(exponent - 15),
    };
    if bits >> 15 == 0 { size } else { -size }
}
