//! The type of a layer.

use super::Writer;
use crate::import::{
    layer::{Activation, Cell, Kind, Recurrent, Window, WindowKind},
    plan::Layer,
    setting::Setting,
};
use std::fmt::Write;

impl Writer<'_> {
    pub(super) fn layer(&self, layer: &Layer) -> String {
        let double = if self.plan.double { ", f64" } else { "" };
        let width = layer.width;
        match &layer.kind {
            Kind::Dense(dense) => format!("Dense<{}, {width}{double}>", dense.input),
            Kind::LayerNorm { epsilon, .. } if epsilon.is("Ratio<1, 100000>") => {
                format!("LayerNorm<{width}{double}>")
            }
            Kind::LayerNorm { epsilon, .. } => {
                let scalar = if self.plan.double { "f64" } else { "f32" };
                format!("LayerNorm<{width}, {scalar}, {}>", self.setting(epsilon))
            }
            Kind::Activation(Activation { name, settings }) => match &settings[..] {
                [] => (*name).into(),
                settings => {
                    let settings: Vec<String> =
                        settings.iter().map(|setting| self.setting(setting)).collect();
                    format!("{name}<{}>", settings.join(", "))
                }
            },
            Kind::Standardize { .. } => format!("Standardize<{width}{double}>"),
            Kind::Unstandardize { .. } => format!("Unstandardize<{width}{double}>"),
            Kind::Concat => format!("Concat<{width}>"),
            Kind::Sum => "Sum".into(),
            Kind::Product => "Product".into(),
            Kind::Slice { from } => format!("Slice<{from}, {width}>"),
            Kind::ScaleAndShift { .. } => format!("Affine<{width}{double}>"),
            Kind::PRelu { .. } => format!("PRelu<{width}{double}>"),
            Kind::Window(window) => self.window(window, layer),
            Kind::GlobalPool { is_max: true } => "GlobalMaxPool".into(),
            Kind::GlobalPool { is_max: false } => "GlobalAvgPool".into(),
            Kind::Flatten { is_first: true } => format!("Flatten<{width}, Chw>"),
            Kind::Flatten { is_first: false } => format!("Flatten<{width}>"),
            Kind::Unflatten { is_first } => {
                let order = if *is_first { ", Chw" } else { "" };
                match layer.places[..] {
                    [rows, columns] => format!("Unflatten<{rows}, {columns}, {width}{order}>"),
                    // Refused, if it is not the input.
                    _ => "Identity".into(),
                }
            }
            Kind::ZeroPad(pad) => {
                let places = match layer.places[..] {
                    [rows, columns] => format!("{rows}, {columns}"),
                    _ => format!("1, {}", layer.numbers() / width.max(1)),
                };
                format!("constnet::layers::ZeroPad<{places}, {}>", padding(*pad))
            }
            Kind::Last => "Last".into(),
            Kind::Recurrent(cell) => self.cell(cell),
            Kind::Bidirectional(cells) => {
                format!("constnet::layers::Bidirectional<{}>", self.cell(&cells[0]))
            }
            // What stands for no layer was refused.
            Kind::Input | Kind::Affine(_) | Kind::Part(_) => "Identity".into(),
        }
    }

    fn cell(&self, Recurrent { cell, input, hidden, .. }: &Recurrent) -> String {
        let (scalar, double) = if self.plan.double { ("f64", ", f64") } else { ("f32", "") };
        match cell {
            Cell::Lstm => format!("Lstm<{input}, {hidden}{double}>"),
            Cell::Gru { is_before: false } => format!("Gru<{input}, {hidden}{double}>"),
            Cell::Gru { is_before: true } => {
                let reset = "constnet::layers::ResetBefore";
                format!("Gru<{input}, {hidden}, {scalar}, (Sigmoid, Tanh), {reset}>")
            }
            Cell::Rnn { is_relu: false } => format!("Rnn<{input}, {hidden}{double}>"),
            Cell::Rnn { is_relu: true } => format!("Rnn<{input}, {hidden}, {scalar}, Relu>"),
        }
    }

    fn window(&self, window: &Window, layer: &Layer) -> String {
        let Window { kind, input, kernel: [kh, kw], stride, dilation, pad } = window;
        let is_sequence = layer.places.len() == 1;
        let (places, sizes) = match layer.places[..] {
            [rows, columns] => (format!("{rows}, {columns}"), format!("{kh}, {kw}")),
            _ => (format!("1, {}", layer.numbers() / layer.width.max(1)), format!("{kh}, {kw}")),
        };
        let mut rules = Vec::new();
        let usual = if matches!(kind, WindowKind::Conv { .. }) { [1, 1] } else { [*kh, *kw] };
        let is_along = |[rows, columns]: [usize; 2], [r, c]: [usize; 2]| {
            columns == c && (is_sequence || rows == r)
        };
        if !is_along(*stride, usual) {
            rules.push(pair("Stride", if is_sequence { [stride[1]; 2] } else { *stride }));
        }
        if !is_along(*dilation, [1, 1]) {
            rules.push(pair("Dilate", if is_sequence { [dilation[1]; 2] } else { *dilation }));
        }
        if *pad != [0; 4] {
            rules.push(padding(*pad));
        }
        if matches!(kind, WindowKind::Average { counts_padding: true }) {
            rules.push("CountPadding".into());
        }
        let rules = match &rules[..] {
            [] => None,
            [rule] => Some(rule.clone()),
            rules => Some(format!("({})", rules.join(", "))),
        };
        let width = layer.width;
        match kind {
            WindowKind::Conv { per, .. } => {
                let mut sizes = match is_sequence {
                    true => format!("WindowConv1d<{input}, {width}, {kw}, {}", layer.places[0]),
                    false => format!("Conv2d<{input}, {width}, {sizes}, {places}"),
                };
                let double = self.plan.double;
                if rules.is_some() || per != input || double {
                    let _ = write!(sizes, ", {}", rules.unwrap_or("Valid".into()));
                }
                if per != input || double {
                    let _ = write!(sizes, ", {per}");
                }
                if double {
                    sizes.push_str(", f64");
                }
                format!("{sizes}>")
            }
            pool => {
                let name = if matches!(pool, WindowKind::Max) { "MaxPool" } else { "AvgPool" };
                let rules = rules.map_or(String::new(), |rules| format!(", {rules}"));
                format!("{name}<{sizes}, {places}{rules}>")
            }
        }
    }

    fn setting(&self, setting: &Setting) -> String {
        let position = || self.settings.iter().position(|value| *value == setting.value);
        match &setting.text {
            Some(text) => text.clone(),
            None => format!("Setting{}", position().map_or(0, |i| i + 1)),
        }
    }
}

/// A rule of windows with a number for rows and one for columns.
fn pair(name: &str, [rows, columns]: [usize; 2]) -> String {
    match rows == columns {
        true => format!("{name}<{rows}>"),
        false => format!("{name}<{rows}, {columns}>"),
    }
}

/// So many zeros above, left, below, right.
fn padding([above, left, below, right]: [usize; 4]) -> String {
    match [above, left] == [below, right] {
        true => pair("Pad", [above, left]),
        false => format!("Pad<{above}, {left}, {below}, {right}>"),
    }
}
