//! Layers that see some places of an image at once, channels last.

use super::Round;
use crate::import::layer::{Window, WindowKind};

/// An image, or a sequence, with zeros around it.
pub fn padded(x: &[f64], places: &[usize], pad: [usize; 4], width: usize) -> Vec<f64> {
    let (rows, columns) = match *places {
        [rows, columns] => (rows, columns),
        _ => (1, x.len() / width.max(1)),
    };
    let [above, left, below, right] = pad;
    let mut y = Vec::new();
    for (row, column) in
        (0..above + rows + below).flat_map(|r| (0..left + columns + right).map(move |c| (r, c)))
    {
        match (row.checked_sub(above), column.checked_sub(left)) {
            (Some(row), Some(column)) if row < rows && column < columns => {
                y.extend_from_slice(&x[(row * columns + column) * width..][..width]);
            }
            _ => y.extend(vec![0.0; width]),
        }
    }
    y
}

impl Window {
    /// What the window gives at all places.
    pub fn outputs(
        &self,
        x: &[f64],
        from: &[usize],
        to: &[usize],
        stored: Round,
        round: Round,
    ) -> Vec<f64> {
        let both = |places: &[usize]| match places {
            [rows, columns] => [*rows, *columns],
            places => [1, places.iter().product()],
        };
        let ([rows, columns], [to_rows, to_columns]) = (both(from), both(to));
        let [above, left, ..] = self.pad;
        let mut y = Vec::new();
        for (r, c) in (0..to_rows).flat_map(|r| (0..to_columns).map(move |c| (r, c))) {
            // The places of the kernel that lie inside, with those of the image that they see.
            let mut seen = Vec::new();
            for (i, j) in (0..self.kernel[0]).flat_map(|i| (0..self.kernel[1]).map(move |j| (i, j)))
            {
                let row = (r * self.stride[0] + i * self.dilation[0]).checked_sub(above);
                let column = (c * self.stride[1] + j * self.dilation[1]).checked_sub(left);
                if let (Some(row), Some(column)) = (row, column)
                    && row < rows
                    && column < columns
                {
                    seen.push((i * self.kernel[1] + j, (row * columns + column) * self.input));
                }
            }
            match &self.kind {
                WindowKind::Conv { weight, bias, per } => {
                    let size = self.kernel[0] * self.kernel[1];
                    let group = bias.len() / (self.input / per);
                    for (output, &bias) in bias.iter().enumerate() {
                        let first = output / group * per;
                        let mut sum = 0.0;
                        for &(at, place) in &seen {
                            for k in 0..*per {
                                let w = stored(weight[(output * per + k) * size + at]);
                                sum = round(sum + round(w * x[place + first + k]));
                            }
                        }
                        y.push(round(sum + stored(bias)));
                    }
                }
                WindowKind::Max => y.extend((0..self.input).map(|k| {
                    seen.iter().map(|&(_, place)| x[place + k]).fold(f64::NEG_INFINITY, f64::max)
                })),
                WindowKind::Average { counts_padding } => {
                    let places = self.kernel[0] * self.kernel[1];
                    let count = if *counts_padding { places } else { seen.len() };
                    y.extend((0..self.input).map(|k| {
                        let sum: f64 = seen.iter().map(|&(_, place)| x[place + k]).sum();
                        round(sum / count as f64)
                    }));
                }
            }
        }
        y
    }
}
