//! Convolutions and pools.

use super::{Traced, Tracer};
use crate::import::{
    Refusal,
    layer::{Kind, Window, WindowKind},
    node::Node,
    shape::{Dim, Form, Shape},
};

/// How windows lie, along rows and columns.
struct Lie {
    kernel: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    /// Above, left, below, right.
    pad: [usize; 4],
    /// The places of the output.
    places: [usize; 2],
}

impl<'m> Tracer<'m> {
    pub(super) fn conv(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let attributes = ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"];
        node.expect([2, 3], &attributes)?;
        let (x, channels) = self.image(node)?;
        let weight = self.numbers(node, 1)?;
        let group = usize::try_from(node.int("group", 1)?).unwrap_or(0);
        let axes = x.shape.places().len();
        let (output, per, kernel) = match weight.dims[..] {
            [output, per, ref kernel @ ..] if kernel.len() == axes => {
                (output, per, kernel.to_vec())
            }
            _ => (0, 0, vec![]),
        };
        let fits = output > 0
            && per > 0
            && per.checked_mul(group) == Some(channels)
            && output.is_multiple_of(group);
        if !fits {
            let found = format!("weights of shape {:?} in {group} groups", weight.dims);
            let expected = format!("those of {channels} channels along {axes} axes");
            return Err(Refusal::new(&*node.place, found, expected));
        }
        let lie = self.lie(node, &x, &kernel)?;
        let bias = match node.input(2) {
            Some(_) => self.row(node, 2, output)?,
            None => vec![0.0; output],
        };
        let kind = WindowKind::Conv { weight: weight.values, bias, per };
        self.window(node, x, kind, output, &lie)
    }

    pub(super) fn pool(&mut self, node: &Node<'m>, is_max: bool) -> Result<(), Refusal> {
        let attributes = [
            "auto_pad",
            "ceil_mode",
            "count_include_pad",
            "dilations",
            "kernel_shape",
            "pads",
            "storage_order",
            "strides",
        ];
        node.expect([1, 1], &attributes)?;
        let (x, channels) = self.image(node)?;
        let kernel = self.sizes_of(node, "kernel_shape", x.shape.places().len(), None)?;
        let lie = self.lie(node, &x, &kernel)?;
        let counts_padding = node.int("count_include_pad", 0)? != 0 && lie.pad != [0; 4];
        let kind = if is_max { WindowKind::Max } else { WindowKind::Average { counts_padding } };
        self.window(node, x, kind, channels, &lie)
    }

    pub(super) fn global_pool(&mut self, node: &Node<'m>, is_max: bool) -> Result<(), Refusal> {
        node.expect([1, 1], &[])?;
        let (x, channels) = self.image(node)?;
        let mut dims = vec![Dim::Batch, Dim::Size(channels)];
        dims.extend(x.shape.places().iter().map(|_| Dim::Size(1)));
        self.make(node, Kind::GlobalPool { is_max }, &[x.id], Shape(dims, Form::Flat))?;
        Ok(())
    }

    /// Reads a mean, or the largest number, over all places of an image or a sequence. Says whether it was one.
    pub(super) fn over_places(
        &mut self,
        node: &Node<'m>,
        x: &Traced,
        axes: &[i64],
        is_max: bool,
    ) -> Result<bool, Refusal> {
        let rank = x.shape.rank();
        let (places, from) = match &x.shape.1 {
            Form::First(places) => (places, 2),
            Form::Last(places) => (places, 1),
            Form::Flat => return Ok(false),
        };
        let mut found: Vec<usize> =
            axes.iter().filter_map(|&axis| Shape::position(axis, rank)).collect();
        found.sort_unstable();
        let is_over = x.shape.0.first() == Some(&Dim::Batch)
            && rank == places.len() + 2
            && found.iter().copied().eq(from..from + places.len());
        if !is_over {
            return Ok(false);
        }
        let mut dims = x.shape.0.clone();
        match node.int("keepdims", 1)? {
            0 => drop(dims.drain(from..from + places.len())),
            _ => dims[from..from + places.len()].fill(Dim::Size(1)),
        }
        let kind = Kind::GlobalPool { is_max };
        self.make(node, kind, &[x.id], Shape(dims, Form::Flat))?;
        Ok(true)
    }

    /// Zeros around an image.
    pub(super) fn pad(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 4], &["mode", "pads", "value"])?;
        let x = self.value(node, 0)?;
        let rank = x.shape.rank();
        let stated = match node.input(1) {
            Some(_) => self.constants.integers(self.constant(node, 1)?, 16)?,
            None => node.ints("pads")?.unwrap_or_default().to_vec(),
        };
        let axes = match node.input(3) {
            Some(_) => self.constants.integers(self.constant(node, 3)?, 8)?,
            None => (0..rank as i64).collect(),
        };
        let refused = || {
            let found = format!("{stated:?} around {}", x.shape);
            Refusal::new(&*node.place, found, "zeros around the places of an image")
        };
        let mut pads = vec![[0; 2]; rank];
        for (i, &axis) in axes.iter().enumerate() {
            let at = Shape::position(axis, rank).ok_or_else(refused)?;
            let side = |i: usize| stated.get(i).and_then(|&pad| usize::try_from(pad).ok());
            let (Some(before), Some(behind)) = (side(i), side(i + axes.len())) else {
                return Err(refused());
            };
            pads[at] = [before, behind];
        }
        if stated.len() != 2 * axes.len() {
            return Err(refused());
        }
        if pads.iter().all(|pad| *pad == [0; 2]) {
            return self.pass(node, x);
        }
        node.only("mode", node.text("mode", "constant")?, "constant".into())?;
        let number = match node.input(2) {
            Some(_) => self.scalar(node, 2)?,
            None => f64::from(node.float("value", 0.0)?),
        };
        if number != 0.0 {
            return Err(node.refuse("value", number.to_string(), "0"));
        }
        let from = match &x.shape.1 {
            Form::First(places) if rank == places.len() + 2 => 2,
            Form::Last(places) if rank == places.len() + 2 => 1,
            _ => return Err(refused()),
        };
        let count = x.shape.places().len();
        if (0..rank).any(|i| !(from..from + count).contains(&i) && pads[i] != [0; 2]) {
            return Err(refused());
        }
        let mut places = Vec::new();
        let mut all = x.shape.width();
        for (&size, &[before, behind]) in x.shape.places().iter().zip(&pads[from..]) {
            let size = size.checked_add(before).and_then(|size| size.checked_add(behind));
            let size = size.ok_or_else(refused)?;
            all = all.saturating_mul(size);
            places.push(size);
        }
        self.constants.check_features(&node.place, all)?;
        let pad = match pads[from..from + count] {
            [[above, below], [left, right]] => [above, left, below, right],
            [[left, right], ..] => [0, left, 0, right],
            [] => [0; 4],
        };
        let mut shape = x.shape.clone();
        for (dim, &size) in shape.0[from..].iter_mut().zip(&places) {
            *dim = Dim::Size(size);
        }
        shape.1 = if from == 2 { Form::First(places) } else { Form::Last(places) };
        self.make(node, Kind::ZeroPad(pad), &[x.id], shape)?;
        Ok(())
    }

    /// Reads a sequence without its last steps, behind a convolution that had been padded for them: one that is padded
    /// less. Says whether it was such.
    pub(super) fn cut_off(
        &mut self,
        node: &Node<'m>,
        x: &Traced,
        at: usize,
        cut: usize,
    ) -> Result<bool, Refusal> {
        let value = &self.network.values[x.id];
        let (Kind::Window(window), Form::First(places)) = (&value.kind, &x.shape.1) else {
            return Ok(false);
        };
        let [_, _, _, behind] = window.pad;
        let (&[steps], [_, stride]) = (&places[..], window.stride) else { return Ok(false) };
        if cut == 0
            || cut >= steps
            || cut.checked_mul(stride).is_none_or(|cut| cut > behind)
            || !matches!(window.kind, WindowKind::Conv { .. })
        {
            return Ok(false);
        }
        self.constants.budget.numbers(value.kind.parameters(), &node.place)?;
        let (mut window, of) = (window.clone(), value.of.clone());
        window.pad[3] -= cut * stride;
        let mut shape = x.shape.clone();
        shape.0[at] = Dim::Size(steps - cut);
        shape.1 = Form::First(vec![steps - cut]);
        self.make(node, Kind::Window(window), &of, shape)?;
        Ok(true)
    }

    /// The image that a node takes, and how many channels it has.
    fn image(&self, node: &Node<'m>) -> Result<(Traced, usize), Refusal> {
        let x = self.value(node, 0)?;
        match (&x.shape.1, x.shape.0.first()) {
            (Form::First(_), Some(Dim::Batch)) => {
                let channels = x.shape.width();
                Ok((x, channels))
            }
            _ => {
                let found = format!("an input of shape {}", x.shape);
                let expected = "[batch, channels, rows, columns] or [batch, channels, steps]";
                Err(Refusal::new(&*node.place, found, expected))
            }
        }
    }

    /// A number for each axis of an image.
    fn sizes_of(
        &self,
        node: &Node<'m>,
        name: &str,
        axes: usize,
        default: Option<usize>,
    ) -> Result<Vec<usize>, Refusal> {
        let stated = node.ints(name)?;
        let sizes: Option<Vec<usize>> = match (stated, default) {
            (Some(stated), _) => stated.iter().map(|&size| usize::try_from(size).ok()).collect(),
            (None, Some(default)) => Some(vec![default; axes]),
            (None, None) => None,
        };
        sizes
            .filter(|sizes| sizes.len() == axes && !sizes.contains(&0))
            .ok_or_else(|| node.refuse(name, format!("{stated:?}"), format!("{axes} sizes")))
    }

    fn lie(&self, node: &Node<'m>, x: &Traced, kernel: &[usize]) -> Result<Lie, Refusal> {
        let places = x.shape.places().to_vec();
        let axes = places.len();
        if let Some(stated) = node.ints("kernel_shape")?
            && !stated.iter().copied().eq(kernel.iter().map(|&size| size as i64))
        {
            return Err(node.refuse("kernel_shape", format!("{stated:?}"), format!("{kernel:?}")));
        }
        let stride = self.sizes_of(node, "strides", axes, Some(1))?;
        let dilation = self.sizes_of(node, "dilations", axes, Some(1))?;
        let refused = || {
            let found = format!("a kernel of {kernel:?} on {places:?} places");
            Refusal::new(&*node.place, found, "windows that lie inside of what there is")
        };
        let mut spans = Vec::new();
        for (&kernel, &dilation) in kernel.iter().zip(&dilation) {
            let span = (kernel - 1).checked_mul(dilation).and_then(|span| span.checked_add(1));
            spans.push(span.ok_or_else(refused)?);
        }
        let mut pads = vec![0; 2 * axes];
        match &*node.text("auto_pad", "NOTSET")? {
            "NOTSET" => {
                if let Some(stated) = node.ints("pads")? {
                    let stated: Option<Vec<usize>> =
                        stated.iter().map(|&size| usize::try_from(size).ok()).collect();
                    let stated = stated.filter(|stated| stated.len() == 2 * axes);
                    pads = stated.ok_or_else(refused)?;
                }
            }
            "VALID" => {}
            auto @ ("SAME_UPPER" | "SAME_LOWER") => {
                for i in 0..axes {
                    let output = places[i].div_ceil(stride[i]);
                    let reach = ((output - 1) * stride[i]).checked_add(spans[i]);
                    let all = reach.ok_or_else(refused)?.saturating_sub(places[i]);
                    let before = if auto == "SAME_UPPER" { all / 2 } else { all.div_ceil(2) };
                    (pads[i], pads[axes + i]) = (before, all - before);
                }
            }
            other => return Err(node.refuse("auto_pad", other, "NOTSET, VALID or SAME_UPPER")),
        }
        let mut output = Vec::new();
        for i in 0..axes {
            let size =
                places[i].checked_add(pads[i]).and_then(|size| size.checked_add(pads[axes + i]));
            let mut room = size.and_then(|size| size.checked_sub(spans[i])).ok_or_else(refused)?;
            // A last window that hangs over, if it begins inside, is one with more padding.
            let over = room % stride[i];
            let reach = room - over + stride[i];
            if node.int("ceil_mode", 0)? != 0 && over > 0 && reach < places[i] + pads[i] {
                node.only("count_include_pad", node.int("count_include_pad", 0)?, 0)?;
                pads[axes + i] += reach - room;
                room = reach;
            }
            output.push(room / stride[i] + 1);
        }
        // A sequence is an image of one row.
        let both = |sizes: &[usize]| match sizes {
            [rows, columns] => [*rows, *columns],
            sizes => [1, sizes[0]],
        };
        let pad = match pads[..] {
            [above, left, below, right] => [above, left, below, right],
            _ => [0, pads[0], 0, pads[1]],
        };
        let [kernel, stride, dilation] = [kernel, &stride, &dilation].map(both);
        Ok(Lie { kernel, stride, dilation, pad, places: both(&output) })
    }

    fn window(
        &mut self,
        node: &Node<'m>,
        x: Traced,
        kind: WindowKind,
        channels: usize,
        lie: &Lie,
    ) -> Result<(), Refusal> {
        let Lie { kernel, stride, dilation, pad, places } = *lie;
        let places = if x.shape.places().len() == 1 { vec![places[1]] } else { places.to_vec() };
        let count = places.iter().try_fold(channels, |count: usize, &size| count.checked_mul(size));
        self.constants.check_features(&node.place, count.unwrap_or(usize::MAX))?;
        // Zeros around what a convolution takes are its own padding.
        let (mut of, mut pad) = (x.id, pad);
        let before = &self.network.values[x.id];
        if let (Kind::ZeroPad(more), WindowKind::Conv { .. }, &[inner]) =
            (&before.kind, &kind, &before.of[..])
        {
            of = inner;
            pad.iter_mut().zip(more).for_each(|(pad, more)| *pad += more);
        }
        let window = Window { kind, input: x.shape.width(), kernel, stride, dilation, pad };
        let mut dims = vec![Dim::Batch, Dim::Size(channels)];
        dims.extend(places.iter().map(|&size| Dim::Size(size)));
        let shape = Shape(dims, Form::First(places));
        self.make(node, Kind::Window(window), &[of], shape)?;
        Ok(())
    }
}
