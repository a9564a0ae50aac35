//! Convolutions and pools, by their definitions, channels first and along any number of axes.

use super::{Call, Steps, Stop, tensor::Tensor};

/// A window along one axis.
struct Axis {
    size: usize,
    kernel: usize,
    stride: usize,
    dilation: usize,
    before: usize,
    output: usize,
}

impl Call<'_> {
    fn axes(&self, sizes: &[usize], kernel: &[usize]) -> Result<Vec<Axis>, Stop> {
        let n = sizes.len();
        let list = |name: &str, default: i64, n: usize| -> Vec<usize> {
            let list = self.ints(name).unwrap_or_else(|| vec![default; n]);
            list.into_iter().map(|size| size.max(0) as usize).collect()
        };
        let (strides, dilations) = (list("strides", 1, n), list("dilations", 1, n));
        let pads = list("pads", 0, 2 * n);
        if strides.len() != n || dilations.len() != n || pads.len() != 2 * n || kernel.len() != n {
            return self.unknown("sizes of windows");
        }
        let mut axes = Vec::new();
        for i in 0..n {
            let (size, stride, dilation) = (sizes[i], strides[i].max(1), dilations[i].max(1));
            let span = (kernel[i].max(1) - 1).saturating_mul(dilation).saturating_add(1);
            let (before, output) = match &*self.text("auto_pad") {
                auto @ ("SAME_UPPER" | "SAME_LOWER") => {
                    let output = size.div_ceil(stride);
                    let all = (output.max(1) - 1)
                        .saturating_mul(stride)
                        .saturating_add(span)
                        .saturating_sub(size);
                    (if auto == "SAME_UPPER" { all / 2 } else { all.div_ceil(2) }, output)
                }
                _ => {
                    match size.saturating_add(pads[i]).saturating_add(pads[n + i]).checked_sub(span)
                    {
                        // Rounded up, but for windows that begin behind the image.
                        Some(room) if self.int("ceil_mode", 0) != 0 => {
                            let output = room.div_ceil(stride) + 1;
                            let is_inside = (output - 1).saturating_mul(stride) < size + pads[i];
                            (pads[i], if is_inside { output } else { output - 1 })
                        }
                        Some(room) => (pads[i], room / stride + 1),
                        None => return self.unknown("a window larger than the image"),
                    }
                }
            };
            axes.push(Axis { size, kernel: kernel[i], stride, dilation, before, output });
        }
        Ok(axes)
    }

    pub fn conv(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let (x, w) = (self.input(0)?, self.input(1)?);
        let bias = self.of.get(2).copied().flatten();
        let group = self.int("group", 1).max(1) as usize;
        if x.dims.len() < 3 || w.dims.len() != x.dims.len() {
            return self.unknown("an image and a kernel");
        }
        let (batch, channels, outputs, per) = (x.dims[0], x.dims[1], w.dims[0], w.dims[1]);
        if per * group != channels || outputs % group != 0 {
            return self.unknown("groups");
        }
        let axes = self.axes(&x.dims[2..], &w.dims[2..])?;
        let places = count(axes.iter().map(|axis| axis.output));
        let size = count(w.dims[2..].iter().copied());
        let all = batch.saturating_mul(outputs).saturating_mul(places);
        steps.room(all)?;
        steps.take(all.saturating_mul(per).saturating_mul(size))?;
        let inner: usize = x.dims[2..].iter().product();
        let mut y = Vec::with_capacity(all);
        for (sample, output) in (0..batch).flat_map(|b| (0..outputs).map(move |o| (b, o))) {
            let first = output / (outputs / group) * per;
            for place in 0..places {
                let mut sum = bias.map_or(0.0, |bias| bias.data[output]);
                for at in 0..size {
                    let Some(seen) = seen(&axes, place, at) else { continue };
                    for k in 0..per {
                        let x = x.data[(sample * channels + first + k) * inner + seen];
                        sum += x * w.data[(output * per + k) * size + at];
                    }
                }
                y.push(sum);
            }
        }
        let mut dims = vec![batch, outputs];
        dims.extend(axes.iter().map(|axis| axis.output));
        Ok(Tensor::new(dims, y))
    }

    pub fn pool(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let kernel: Vec<usize> = self
            .ints("kernel_shape")
            .unwrap_or_default()
            .into_iter()
            .map(|size| size.max(1) as usize)
            .collect();
        if x.dims.len() < 3 {
            return self.unknown("an image");
        }
        let axes = self.axes(&x.dims[2..], &kernel)?;
        let places = count(axes.iter().map(|axis| axis.output));
        let size = count(kernel.iter().copied());
        let images = x.dims[0] * x.dims[1];
        steps.room(images.saturating_mul(places))?;
        steps.take(images.saturating_mul(places).saturating_mul(size))?;
        let inner: usize = x.dims[2..].iter().product();
        let is_max = self.node.op_type == "MaxPool";
        let counts_padding = self.int("count_include_pad", 0) != 0;
        let mut y = Vec::new();
        for image in x.data.chunks(inner.max(1)) {
            for place in 0..places {
                let seen: Vec<f64> =
                    (0..size).filter_map(|at| Some(image[seen(&axes, place, at)?])).collect();
                let count = if counts_padding { size } else { seen.len() };
                y.push(match is_max {
                    true => seen.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                    false => seen.iter().sum::<f64>() / count as f64,
                });
            }
        }
        let mut dims = x.dims[..2].to_vec();
        dims.extend(axes.iter().map(|axis| axis.output));
        Ok(Tensor::new(dims, y))
    }

    /// A number around a tensor.
    pub fn pad(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let rank = x.dims.len();
        let list = |i: usize, name: &str| match self.of.get(i).copied().flatten() {
            Some(list) => Some(list.integers()),
            None => self.ints(name),
        };
        let stated = list(1, "pads").unwrap_or_default();
        let axes = list(3, "axes").unwrap_or_else(|| (0..rank as i64).collect());
        let number = match self.of.get(2).copied().flatten() {
            Some(number) => number.data.first().copied().unwrap_or(0.0),
            None => self.float("value", 0.0),
        };
        let (mut before, mut dims) = (vec![0; rank], x.dims.clone());
        for (i, &axis) in axes.iter().enumerate() {
            let axis = self.axis(axis, rank)?;
            let side = |i: usize| stated.get(i).and_then(|&pad| usize::try_from(pad).ok());
            let (Some(first), Some(last)) = (side(i), side(i + axes.len())) else {
                return self.unknown("sizes of padding");
            };
            before[axis] = first;
            dims[axis] = dims[axis].saturating_add(first).saturating_add(last);
        }
        let all = count(dims.iter().copied());
        steps.room(all)?;
        steps.take(all)?;
        let (strides, own) = (Tensor::strides(&dims), Tensor::strides(&x.dims));
        let at = |i: usize| {
            let mut from = 0;
            for axis in 0..rank {
                let place = (i / strides[axis] % dims[axis]).checked_sub(before[axis]);
                from += place.filter(|&place| place < x.dims[axis])? * own[axis];
            }
            Some(x.data[from])
        };
        let data = (0..all).map(|i| at(i).unwrap_or(number)).collect();
        Ok(Tensor::new(dims, data))
    }

    pub fn global_pool(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        if x.dims.len() < 3 {
            return self.unknown("an image");
        }
        let inner: usize = x.dims[2..].iter().product();
        let is_max = self.node.op_type == "GlobalMaxPool";
        let one = |image: &[f64]| match is_max {
            true => image.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            false => image.iter().sum::<f64>() / inner as f64,
        };
        let y = x.data.chunks(inner.max(1)).map(one).collect();
        let dims = x.dims.iter().enumerate().map(|(i, &dim)| if i < 2 { dim } else { 1 });
        Ok(Tensor::new(dims.collect(), y))
    }
}

/// A product that ends at the largest number.
fn count(sizes: impl Iterator<Item = usize>) -> usize {
    sizes.fold(1, usize::saturating_mul)
}

/// The place of an image that a place of the kernel sees, of an output's window; none outside.
fn seen(axes: &[Axis], mut place: usize, mut at: usize) -> Option<usize> {
    let (mut seen, mut stride) = (0, 1);
    for axis in axes.iter().rev() {
        let (p, k) = (place % axis.output, at % axis.kernel);
        (place, at) = (place / axis.output, at / axis.kernel);
        let x = (p * axis.stride + k * axis.dilation).checked_sub(axis.before)?;
        if x >= axis.size {
            return None;
        }
        seen += x * stride;
        stride *= axis.size;
    }
    Some(seen)
}
