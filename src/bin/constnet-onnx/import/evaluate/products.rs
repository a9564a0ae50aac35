//! Products of matrices.

use super::{Call, Steps, Stop, operators::broadcast, tensor::Tensor};

impl Call<'_> {
    pub fn gemm(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let (a, b) = (self.input(0)?, self.input(1)?);
        let ([m, k], [inner, n]) = match (&a.dims[..], &b.dims[..]) {
            (&[m, k], &[n, inner]) if self.int("transB", 0) != 0 => ([m, k], [inner, n]),
            (&[m, k], &[inner, n]) => ([m, k], [inner, n]),
            _ => return self.unknown("matrices"),
        };
        if k != inner || self.int("transA", 0) != 0 {
            return self.unknown("sizes");
        }
        steps.take(m.saturating_mul(n).saturating_mul(k))?;
        steps.room(m.saturating_mul(n))?;
        let is_transposed = self.int("transB", 0) != 0;
        let weight = |l: usize, j: usize| b.data[if is_transposed { j * k + l } else { l * n + j }];
        let (alpha, beta) = (self.float("alpha", 1.0), self.float("beta", 1.0));
        let mut y = Vec::with_capacity(m * n);
        for i in 0..m {
            for j in 0..n {
                let sum: f64 = (0..k).map(|l| a.data[i * k + l] * weight(l, j)).sum();
                y.push(alpha * sum);
            }
        }
        let y = Tensor::new(vec![m, n], y);
        match self.of.get(2).copied().flatten() {
            None => Ok(y),
            Some(c) => {
                let c = Tensor::new(c.dims.clone(), c.data.iter().map(|c| beta * c).collect());
                broadcast(&y, &c, steps, |y, c| y + c)
            }
        }
    }

    pub fn mat_mul(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let (a, b) = (self.input(0)?, self.input(1)?);
        let as_matrix = |dims: &[usize]| match *dims {
            [.., rows, columns] => {
                Some((dims[..dims.len() - 2].iter().product::<usize>(), rows, columns))
            }
            _ => None,
        };
        let (mut of_a, mut of_b) = (a.dims.clone(), b.dims.clone());
        if of_a.len() == 1 {
            of_a.insert(0, 1);
        }
        if of_b.len() == 1 {
            of_b.push(1);
        }
        let (Some((batch, m, k)), Some((copies, inner, n))) = (as_matrix(&of_a), as_matrix(&of_b))
        else {
            return self.unknown("matrices");
        };
        if k != inner || ![1, batch].contains(&copies) {
            return self.unknown("sizes");
        }
        steps.take(batch.saturating_mul(m).saturating_mul(n).saturating_mul(k))?;
        steps.room(batch.saturating_mul(m).saturating_mul(n))?;
        let mut y = Vec::new();
        for sample in 0..batch {
            let offset = if copies == 1 { 0 } else { sample * k * n };
            for i in 0..m {
                for j in 0..n {
                    let at =
                        |l: usize| a.data[(sample * m + i) * k + l] * b.data[offset + l * n + j];
                    y.push((0..k).map(at).sum());
                }
            }
        }
        let mut dims = of_a[..of_a.len() - 2].to_vec();
        dims.extend((a.dims.len() > 1).then_some(m));
        dims.extend((b.dims.len() > 1).then_some(n));
        Ok(Tensor::new(dims, y))
    }

    /// Sums of products over indices, each with its letter.
    pub fn einsum(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let equation: Vec<char> =
            self.text("equation").chars().filter(|c| !c.is_whitespace()).collect();
        let equation: String = equation.into_iter().collect();
        let Some((of, to)) = equation.split_once("->") else { return self.unknown("no result") };
        let of: Vec<Vec<char>> = of.split(',').map(|letters| letters.chars().collect()).collect();
        let to: Vec<char> = to.chars().collect();
        // The letters of the result first, so that numbers of one sum are behind each other.
        let mut letters = to.clone();
        letters.extend(of.iter().flatten());
        let mut all: Vec<(char, usize)> = Vec::new();
        for letter in letters {
            if all.iter().any(|&(known, _)| known == letter) {
                continue;
            }
            let size = of.iter().enumerate().find_map(|(i, own)| {
                let at = own.iter().position(|&own| own == letter)?;
                self.of.get(i).copied().flatten()?.dims.get(at).copied()
            });
            match size {
                Some(size) => all.push((letter, size)),
                None => return self.unknown("an index of no size"),
            }
        }
        let size = |letter: &char| all.iter().find(|(own, _)| own == letter).map(|&(_, size)| size);
        for (i, own) in of.iter().enumerate() {
            let dims: Option<Vec<usize>> = own.iter().map(size).collect();
            if dims.as_deref() != Some(&self.input(i)?.dims[..]) {
                return self.unknown("sizes");
            }
        }
        let dims: Vec<usize> = all.iter().map(|&(_, size)| size).collect();
        let count = Tensor::count(&dims).unwrap_or(usize::MAX);
        steps.take(count.saturating_mul(of.len()))?;
        steps.room(count)?;
        let strides = Tensor::strides(&dims);
        let result: Vec<usize> = to.iter().filter_map(size).collect();
        let inner = count / result.iter().product::<usize>().max(1);
        let mut y = vec![0.0; result.iter().product()];
        for i in 0..count {
            let mut product = 1.0;
            for (j, own) in of.iter().enumerate() {
                let tensor = self.input(j)?;
                let own_strides = Tensor::strides(&tensor.dims);
                let mut at = 0;
                for (letter, stride) in own.iter().zip(own_strides) {
                    let axis = all.iter().position(|(known, _)| known == letter).unwrap_or(0);
                    at += i / strides[axis] % dims[axis] * stride;
                }
                product *= tensor.data[at];
            }
            y[i / inner.max(1)] += product;
        }
        Ok(Tensor::new(result, y))
    }
}
