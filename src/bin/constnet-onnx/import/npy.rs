//! Arrays in NumPy's files.

/// Numbers row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    pub dims: Vec<usize>,
    pub values: Vec<f64>,
}

impl Array {
    /// Reads the bytes of a `.npy` file of versions 1 to 3.
    ///
    /// # Errors
    /// What is wrong with it, for a user.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let wrong = || "found no .npy file, expected one of `numpy.save`".to_owned();
        let rest = bytes.strip_prefix(b"\x93NUMPY").ok_or_else(wrong)?;
        let (header, data) = match rest {
            [1, _, a, b, rest @ ..] => {
                rest.split_at_checked(usize::from(u16::from_le_bytes([*a, *b])))
            }
            [2 | 3, _, a, b, c, d, rest @ ..] => {
                rest.split_at_checked(u32::from_le_bytes([*a, *b, *c, *d]) as usize)
            }
            _ => None,
        }
        .ok_or_else(wrong)?;
        let header = String::from_utf8_lossy(header);
        let value = |key: &str| {
            let (_, rest) = header.split_once(&format!("'{key}':"))?;
            Some(rest.trim_start())
        };
        if !value("fortran_order").is_some_and(|order| order.starts_with("False")) {
            return Err(
                "found columns one after another, expected `numpy.ascontiguousarray`".into()
            );
        }
        let shape = value("shape").and_then(|shape| shape.strip_prefix('(')?.split_once(')'));
        let dims: Result<Vec<usize>, _> = shape
            .map_or("", |(shape, _)| shape)
            .split(',')
            .map(str::trim)
            .filter(|dim| !dim.is_empty())
            .map(str::parse)
            .collect();
        let dims = dims.map_err(|_| wrong())?;
        let values: Vec<f64> = match value("descr").and_then(|descr| descr.get(..5)) {
            Some("'<f4'") => {
                data.as_chunks().0.iter().map(|&word| f32::from_le_bytes(word).into()).collect()
            }
            Some("'<f8'") => {
                data.as_chunks().0.iter().map(|&word| f64::from_le_bytes(word)).collect()
            }
            _ => {
                return Err(
                    "found another type, expected float32 or float64 (`x.astype(...)`)".into()
                );
            }
        };
        let count = dims.iter().try_fold(1, |product: usize, &dim| product.checked_mul(dim));
        if count != Some(values.len()) {
            return Err(format!(
                "found {} numbers, expected those of the shape {dims:?}",
                values.len()
            ));
        }
        Ok(Self { dims, values })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(descr: &str, order: &str, shape: &str, data: &[u8]) -> Vec<u8> {
        let header =
            format!("{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}\n");
        let length = (header.len() as u16).to_le_bytes();
        [&b"\x93NUMPY\x01\0"[..], &length, header.as_bytes(), data].concat()
    }

    #[test]
    fn what_numpy_writes() {
        let data = [1f32, -2.5].map(f32::to_le_bytes).concat();
        let expected = Array { dims: vec![1, 2], values: vec![1.0, -2.5] };
        assert_eq!(Array::read(&file("<f4", "False", "(1, 2)", &data)), Ok(expected));
        let data = 3f64.to_le_bytes();
        assert_eq!(Array::read(&file("<f8", "False", "()", &data)).unwrap().values, [3.0]);
        for (bytes, expected) in [
            (file("<f4", "True", "(1,)", &[0; 4]), "columns"),
            (file("<i8", "False", "(1,)", &[0; 8]), "another type"),
            (file("<f4", "False", "(2,)", &[0; 4]), "1 numbers"),
            (file("<f4", "False", "(18446744073709551615, 2)", &[0; 4]), "1 numbers"),
            (b"\x93NUMPY\x01\0\xff\xff".to_vec(), "no .npy file"),
        ] {
            let error = Array::read(&bytes).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
