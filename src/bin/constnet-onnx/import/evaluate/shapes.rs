//! What moves numbers and computes none.

use super::{Call, Stop, tensor::Tensor};

impl Call<'_> {
    pub fn reshape(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let target = self.input(1)?.integers();
        let copies = self.int("allowzero", 0) == 0;
        let mut dims = Vec::new();
        for (i, &size) in target.iter().enumerate() {
            dims.push(match size {
                0 if copies => x.dims.get(i).copied().unwrap_or(0),
                size => usize::try_from(size).unwrap_or(usize::MAX),
            });
        }
        let known = dims.iter().filter(|&&dim| dim != usize::MAX).product::<usize>().max(1);
        let rest = x.data.len() / known;
        dims.iter_mut().filter(|dim| **dim == usize::MAX).for_each(|dim| *dim = rest);
        self.as_shape(x, dims)
    }

    pub fn as_shape(&self, x: &Tensor, dims: Vec<usize>) -> Result<Tensor, Stop> {
        if Tensor::count(&dims) != Some(x.data.len()) {
            return self.unknown(&format!("the shape {dims:?} for {:?}", x.dims));
        }
        Ok(Tensor::new(dims, x.data.clone()))
    }

    pub fn squeeze(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let axes = match self.of.get(1).copied().flatten() {
            Some(axes) => Some(axes.integers()),
            None => self.ints("axes"),
        };
        let is_out = self.node.op_type == "Squeeze";
        let rank = x.dims.len() + if is_out { 0 } else { axes.as_ref().map_or(0, Vec::len) };
        let named: Result<Vec<usize>, Stop> =
            axes.iter().flatten().map(|&axis| self.axis(axis, rank)).collect();
        let named = named?;
        let mut dims = Vec::new();
        let mut own = x.dims.iter().copied();
        for i in 0..rank {
            match (is_out, named.contains(&i)) {
                (false, true) => dims.push(1),
                (true, true) => drop(own.next()),
                (true, false) if axes.is_none() => dims.extend(own.next().filter(|&dim| dim != 1)),
                _ => dims.extend(own.next()),
            }
        }
        self.as_shape(x, dims)
    }

    pub fn transpose(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let rank = x.dims.len();
        let order = self.ints("perm").unwrap_or_else(|| (0..rank as i64).rev().collect());
        let order: Result<Vec<usize>, Stop> =
            order.iter().map(|&axis| self.axis(axis, rank)).collect();
        let order = order?;
        if order.len() != rank {
            return self.unknown("an order of other axes");
        }
        let dims: Vec<usize> = order.iter().map(|&axis| x.dims[axis]).collect();
        let (strides, own) = (Tensor::strides(&dims), Tensor::strides(&x.dims));
        let from = |i: usize| {
            let place = |to: usize| i / strides[to] % dims[to] * own[order[to]];
            x.data[(0..rank).map(place).sum::<usize>()]
        };
        let data = (0..x.data.len()).map(from).collect();
        Ok(Tensor::new(dims, data))
    }

    pub fn concat(&self) -> Result<Tensor, Stop> {
        let first = self.input(0)?;
        let axis = self.axis(self.int("axis", 1), first.dims.len())?;
        let [before, ..] = first.around(axis);
        let (mut dims, mut data) = (first.dims.clone(), Vec::new());
        dims[axis] = 0;
        for i in 0..before {
            for j in 0..self.of.len() {
                let part = self.input(j)?;
                if part.dims.len() != dims.len() {
                    return self.unknown("parts of other shapes");
                }
                let [_, along, behind] = part.around(axis);
                let size = along * behind;
                match part.data.get(i * size..(i + 1) * size) {
                    Some(numbers) => data.extend_from_slice(numbers),
                    None => return self.unknown("parts of other shapes"),
                }
                dims[axis] += if i == 0 { along } else { 0 };
            }
        }
        Ok(Tensor::new(dims, data))
    }

    /// Some of the numbers along an axis.
    pub fn range(x: &Tensor, axis: usize, from: usize, count: usize) -> Tensor {
        let [before, along, behind] = x.around(axis);
        let mut dims = x.dims.clone();
        dims[axis] = count;
        let rows = (0..before).flat_map(|i| {
            let start = (i * along + from) * behind;
            x.data[start..start + count * behind].iter().copied()
        });
        Tensor::new(dims, rows.collect())
    }

    pub fn split(&self) -> Result<Vec<Tensor>, Stop> {
        let x = self.input(0)?;
        let axis = self.axis(self.int("axis", 0), x.dims.len())?;
        let parts = self.node.output.len();
        let sizes = match self.of.get(1).copied().flatten() {
            Some(sizes) => sizes.integers(),
            None => self.ints("split").unwrap_or_else(|| {
                let size = x.dims[axis].div_ceil(parts);
                (0..parts).map(|i| size.min(x.dims[axis].saturating_sub(i * size)) as i64).collect()
            }),
        };
        let mut from = 0;
        let mut made = Vec::new();
        for size in sizes {
            let size = usize::try_from(size).unwrap_or(0);
            if from + size > x.dims[axis] {
                return self.unknown("parts of more than there is");
            }
            made.push(Self::range(x, axis, from, size));
            from += size;
        }
        Ok(made)
    }

    pub fn slice(&self) -> Result<Tensor, Stop> {
        let list = |i: usize, name: &str| match self.of.get(i).copied().flatten() {
            Some(list) => Some(list.integers()),
            None => self.ints(name),
        };
        let mut x = self.input(0)?.clone();
        let (starts, ends) =
            (list(1, "starts").unwrap_or_default(), list(2, "ends").unwrap_or_default());
        let axes = list(3, "axes").unwrap_or_else(|| (0..starts.len() as i64).collect());
        let by = list(4, "steps").unwrap_or_else(|| vec![1; starts.len()]);
        for (((start, end), axis), by) in starts.into_iter().zip(ends).zip(axes).zip(by) {
            let axis = self.axis(axis, x.dims.len())?;
            let size = x.dims[axis] as i64;
            // Backwards the end before the first is −1.
            let (low, high) = if by < 0 { (-1, size - 1) } else { (0, size) };
            let at = |at: i64| (if at < 0 { at.saturating_add(size) } else { at }).clamp(low, high);
            let (start, end) = (at(start), at(end));
            if by == 1 {
                x = Self::range(&x, axis, start as usize, (end - start).max(0) as usize);
                continue;
            }
            let [before, along, behind] = x.around(axis);
            let mut positions = Vec::new();
            let mut position = start;
            while by != 0 && if by < 0 { position > end } else { position < end } {
                positions.push(position as usize);
                position = position.saturating_add(by);
            }
            let row = |i: usize, position: usize| (i * along + position) * behind;
            let data = (0..before).flat_map(|i| positions.iter().map(move |&p| row(i, p)));
            let data = data.flat_map(|from| x.data[from..from + behind].iter().copied()).collect();
            let mut dims = x.dims.clone();
            dims[axis] = positions.len();
            x = Tensor::new(dims, data);
        }
        Ok(x)
    }

    pub fn gather(&self) -> Result<Tensor, Stop> {
        let (x, indices) = (self.input(0)?, self.input(1)?);
        let axis = self.axis(self.int("axis", 0), x.dims.len())?;
        let [before, along, behind] = x.around(axis);
        let mut data = Vec::new();
        for i in 0..before {
            for &index in &indices.integers() {
                let index = self.axis(index, along)?;
                data.extend_from_slice(&x.data[(i * along + index) * behind..][..behind]);
            }
        }
        let dims = [&x.dims[..axis], &indices.dims, &x.dims[axis + 1..]].concat();
        Ok(Tensor::new(dims, data))
    }
}
