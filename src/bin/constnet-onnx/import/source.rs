//! The Rust source that is written.

use super::{
    MARK,
    layer::{Activation, Cell, Kind, Recurrent, Window, WindowKind},
    names::Names,
    network::End,
    pair::STEPS,
    plan::{Call, Field, Layer, Output, Plan, STACK, Source},
    setting::Setting,
    text::{code, comment},
};
use constnet::weights::checksum;
use std::fmt::Write;

/// How the line begins that has the checksum of all others.
pub const SEAL: &str = "//! Checksum of all other lines: ";

/// What a source says beside its network.
pub struct About<'a> {
    pub names: &'a Names,
    /// Who wrote the ONNX file.
    pub origin: &'a str,
    /// What was asked for beside the file.
    pub options: &'a str,
    /// The checksum of the weights that are embedded.
    pub weights: u128,
    /// How far an output may be from the one of the test pair, if there is one.
    pub tolerance: Option<f64>,
}

impl Plan {
    /// The source, which embeds weights of a checksum and no others.
    pub fn source(&self, about: &About<'_>) -> String {
        let Names { onnx, module, constant, .. } = about.names;
        let writer = Writer::new(self, &about.names.network);
        let network = &writer.network;
        let scalar = if self.double { "f64" } else { "f32" };
        let input = writer.input(scalar);
        let origin = code(about.origin);
        let first = format!("{MARK}`{onnx}` (`{origin}`): not to be edited.\n");
        let declaration = broken(
            "",
            &format!("pub static {constant}: {network} ="),
            &format!("constnet::embed!(\"{module}.safetensors\");"),
        );
        let flash = self.parameters() * self.bytes();
        // What a layer with memory needs beside its input and output is its own.
        let has_memory = self
            .fields
            .iter()
            .flat_map(|field| &field.layers)
            .any(|layer| matches!(layer.kind, Kind::Recurrent(_) | Kind::Bidirectional(_)));
        let budget = match has_memory {
            true => format!("{network} => flash <= {flash}"),
            false => {
                let ram = self.alive() * self.bytes();
                format!("{network}, {input} => flash <= {flash}, ram <= {ram}")
            }
        };
        let constants = writer.constants();
        let network_items = if self.is_chain { writer.chain() } else { writer.graph(scalar) };
        let bytes = |indent: &str, start: &str| {
            broken(indent, start, &format!("include_bytes!(\"{module}.safetensors\");"))
        };
        let [weights, in_test] =
            [bytes("    ", "const BYTES: &[u8] ="), bytes("        ", "let bytes =")];
        let test = about.tolerance.map_or(String::new(), |tolerance| {
            let [x, y] = [("X", &writer.inputs()), ("Y", &writer.outputs())]
                .map(|(name, ends)| writer.alias(name, ends, scalar));
            format!(
                "
#[cfg(test)]
mod tests {{
    use constnet::{{prelude::*, weights::TestPair}};

    /// The weights' file has an input, with the output that the ONNX file's nodes give for it in `f64`.
    #[test]
    fn outputs_are_those_of_the_onnx_file() {{
{x}{y}{in_test}
        let pair = TestPair::<X, Y>::read(bytes).unwrap();
        let found = pair.check_within::<{scalar}, _>(&super::{constant}, {tolerance:e});
        assert_eq!(found, Ok(()));
    }}
}}
"
            )
        });
        let options = match about.options {
            "" => String::new(),
            options => format!("//!\n//! Options: `{}`\n", code(options.trim())),
        };
        let body = format!(
            "\
{options}
use constnet::prelude::*;
{constants}
{network_items}
/// The network as it was trained.
{declaration}

constnet::budget!({budget});

/// Numbers from another run do not compile with this source.
#[allow(long_running_const_eval, reason = \"the file ends\")]
const _: () = {{
{weights}
    assert!(
        constnet::weights::checksum(BYTES) == {:#034x},
        \"the weights are not those that were written with this source: run constnet-onnx again\"
    );
}};
{test}",
            about.weights
        );
        let seal = seal(&first, &body);
        format!("{first}{seal}{body}")
    }
}

/// Two parts of a line, which rustfmt breaks between them if they are too long.
fn broken(indent: &str, start: &str, end: &str) -> String {
    let fits = indent.len() + start.len() + 1 + end.len() <= 100;
    if fits {
        format!("{indent}{start} {end}")
    } else {
        format!("{indent}{start}\n{indent}    {end}")
    }
}

/// The line with the checksum of the lines around it.
fn seal(first: &str, body: &str) -> String {
    format!("{SEAL}{:#034x}.\n", checksum(format!("{first}{body}").as_bytes()))
}

/// Whether a source is as it was written.
pub fn is_sealed(source: &str) -> bool {
    let Some((first, rest)) = source.split_once('\n') else { return false };
    let Some((found, body)) = rest.split_once('\n') else { return false };
    format!("{found}\n") == seal(&format!("{first}\n"), body)
}

/// What names and types depend on.
struct Writer<'p> {
    plan: &'p Plan,
    /// The type's name.
    network: String,
    /// The types of each field's layers.
    types: Vec<Vec<String>>,
    /// Settings that are declared, because no quotient is their number.
    settings: Vec<f64>,
}

impl<'p> Writer<'p> {
    fn new(plan: &'p Plan, network: &str) -> Self {
        let mut settings: Vec<f64> = Vec::new();
        for layer in plan.fields.iter().flat_map(|field| &field.layers) {
            for setting in layer.kind.settings() {
                if setting.text.is_none() && !settings.contains(&setting.value) {
                    settings.push(setting.value);
                }
            }
        }
        let mut writer = Self { plan, network: network.into(), types: vec![], settings };
        let types = plan.fields.iter().map(|Field { layers, .. }| {
            let mut before = None;
            let of_layer = |layer| {
                let written = writer.layer(layer, before);
                before = Some(layer);
                written
            };
            layers.iter().map(of_layer).collect()
        });
        writer.types = types.collect();
        // A declaration hides what the prelude has under its name.
        let is_word = |name: &str| {
            let words = writer.types.iter().flatten().flat_map(|layer| words(layer));
            name == "Self" || words.into_iter().any(|word| word == name)
        };
        let mut name = network.to_owned();
        while is_word(&name) {
            name.push_str("Net");
        }
        writer.network = name;
        writer
    }

    fn layer(&self, layer: &Layer, _before: Option<&Layer>) -> String {
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

    /// Declarations of settings.
    fn constants(&self) -> String {
        let mut all = String::new();
        for (i, value) in self.settings.iter().enumerate() {
            let value = match *value {
                f64::INFINITY => "f64::INFINITY".into(),
                f64::NEG_INFINITY => "f64::NEG_INFINITY".into(),
                value => format!("{value:e}"),
            };
            let _ = write!(
                all,
                "\nconstant!(\n    /// A setting of the file's.\n    pub Setting{} = {value}\n);\n",
                i + 1
            );
        }
        all
    }

    /// The type of one end.
    fn end(&self, (width, places): &(usize, &[usize]), scalar: &str) -> String {
        let mut all = format!("SVector<{scalar}, {width}>");
        for size in places.iter().rev() {
            all = format!("[{all}; {size}]");
        }
        if self.is_stream() { format!("[{all}; {STEPS}]") } else { all }
    }

    /// The type of the input.
    fn input(&self, scalar: &str) -> String {
        let types: Vec<String> = self.inputs().iter().map(|end| self.end(end, scalar)).collect();
        match &types[..] {
            [one] => one.clone(),
            types => format!("({})", types.join(", ")),
        }
    }

    /// A name for the type of the input or the output, as rustfmt breaks it.
    fn alias(&self, name: &str, ends: &[(usize, &[usize])], scalar: &str) -> String {
        let types: Vec<String> = ends.iter().map(|end| self.end(end, scalar)).collect();
        let line = match &types[..] {
            [one] => format!("        type {name} = {one};\n"),
            types => format!("        type {name} = ({});\n", types.join(", ")),
        };
        if line.len() <= 101 {
            return line;
        }
        let parts: String = types.iter().map(|one| format!("            {one},\n")).collect();
        format!("        type {name} = (\n{parts}        );\n")
    }

    fn inputs(&self) -> Vec<(usize, &[usize])> {
        self.plan.inputs.iter().map(|input| (input.width, &input.places[..])).collect()
    }

    fn outputs(&self) -> Vec<(usize, &[usize])> {
        self.plan.outputs.iter().map(|output| (output.width, &output.places[..])).collect()
    }

    fn is_stream(&self) -> bool {
        !self.plan.states.is_empty()
    }

    /// The shape of an end, as a declaration has it.
    fn shape(&self, ends: &[(usize, &[usize])]) -> String {
        let one = |(width, places): &(usize, &[usize])| {
            let mut all = width.to_string();
            for size in places.iter().rev() {
                all = format!("[{all}; {size}]");
            }
            if self.is_stream() { format!("[{all}; _]") } else { all }
        };
        match ends {
            [end] => one(end),
            ends => format!("({})", ends.iter().map(one).collect::<Vec<_>>().join(", ")),
        }
    }

    /// What the network takes and gives, and how large it is.
    fn about(&self, indent: &str) -> String {
        let plan = self.plan;
        let list = |parts: &mut dyn Iterator<Item = (String, usize)>| {
            let parts: Vec<String> =
                parts.map(|(name, width)| format!("`{}` ({width})", code(&name))).collect();
            parts.join(", ")
        };
        let end = |(end, _): &(End, usize)| (end.name.to_string(), end.shape.features());
        let outputs: usize = plan.outputs.iter().map(Output::numbers).sum();
        let mut lines = Vec::new();
        match &plan.inputs[..] {
            [input] => {
                let shape = match &plan.ends[..] {
                    [(only, _)] => {
                        let sample: Vec<usize> = only.shape.sizes().collect();
                        match &sample[..] {
                            [_] => String::new(),
                            // An image or a sequence is declared as one.
                            _ if !input.places.is_empty() => String::new(),
                            sample => format!(", the numbers of {sample:?} row after row"),
                        }
                    }
                    ends => format!(": {}, one after another", list(&mut ends.iter().map(end))),
                };
                lines.push(match &plan.outputs[..] {
                    [_] => format!("{} inputs{shape}; {outputs} outputs.", input.numbers()),
                    _ => format!("{} inputs{shape}.", input.numbers()),
                });
            }
            _ => lines.push(format!("Inputs: {}.", list(&mut plan.ends.iter().map(end)))),
        }
        if plan.outputs.len() > 1 || plan.inputs.len() > 1 {
            let mut outputs =
                plan.outputs.iter().map(|output| (output.name.to_string(), output.numbers()));
            lines.push(format!("Outputs: {}.", list(&mut outputs)));
        }
        if self.is_stream() {
            let states = plan
                .states
                .iter()
                .map(|state| (state.end.name.to_string(), state.end.shape.features()));
            let states = list(&mut { states });
            lines.push(format!("A stream, whose state is the file's inputs {states}."));
        }
        if !plan.random.is_empty() {
            let names: Vec<String> =
                plan.random.iter().map(|name| format!("`{}`", code(name))).collect();
            lines.push(format!("Left out, because drawn at random: {}.", names.join(", ")));
        }
        let parameters = plan.parameters();
        lines.push(format!("{parameters} parameters, {} bytes.", parameters * plan.bytes()));
        let lines: Vec<String> = lines.iter().map(|line| format!("{indent}/// {line}\n")).collect();
        lines.join(&format!("{indent}///\n"))
    }

    fn chain(&self) -> String {
        let Self { plan, network, .. } = self;
        let mut layers = String::new();
        for (field, types) in plan.fields.iter().zip(&self.types) {
            if types.len() <= STACK {
                list(&mut layers, "        ", types, &field.layers);
                continue;
            }
            for (types, nodes) in types.chunks(STACK).zip(field.layers.chunks(STACK)) {
                layers.push_str("        (\n");
                list(&mut layers, "            ", types, nodes);
                layers.push_str("        ),\n");
            }
        }
        let scalar = if plan.double { "<f64>" } else { "" };
        let [inputs, outputs] = [self.inputs(), self.outputs()].map(|ends| self.shape(&ends));
        let about = self.about("    ");
        format!(
            "network!(\n{about}    pub {network}{scalar}: {inputs} => (\n{layers}    ) => {outputs}\n);\n"
        )
    }

    fn graph(&self, scalar: &str) -> String {
        let Self { plan, network, .. } = self;
        let mut fields = String::new();
        for (field, types) in plan.fields.iter().zip(&self.types) {
            let name = &field.name;
            if let ([only], [layer]) = (&types[..], &field.layers[..]) {
                let _ = writeln!(fields, "        {name}: {only}, // {}", comment(&layer.place));
                continue;
            }
            let _ = writeln!(fields, "        {name}: (");
            list(&mut fields, "            ", types, &field.layers);
            fields.push_str("        ),\n");
        }
        let variable = |source: Source| match source {
            Source::Input(i) => &*plan.inputs[i].variable,
            Source::Call(i) => &*plan.calls[i].variable,
        };
        let call = |call: &Call| {
            let of: Vec<&str> = call.of.iter().map(|&source| variable(source)).collect();
            format!("{}({})", plan.fields[call.field].name, of.join(", "))
        };
        // A value that is an output and nothing else needs no name.
        let is_last = |i: usize| {
            let source = Source::Call(i);
            let takers = plan.calls.iter().flat_map(|call| &call.of);
            let outputs = plan.outputs.iter().map(|output| &output.source);
            takers.chain(outputs).filter(|&&of| of == source).count() == 1
                && plan.outputs.iter().any(|output| output.source == source)
        };
        let mut calls = String::new();
        for (i, made) in plan.calls.iter().enumerate().filter(|(i, _)| !is_last(*i)) {
            let _ = writeln!(calls, "        {} = {};", plan.calls[i].variable, call(made));
        }
        let outputs: Vec<String> = plan
            .outputs
            .iter()
            .map(|output| match output.source {
                Source::Call(i) if is_last(i) => call(&plan.calls[i]),
                source => variable(source).into(),
            })
            .collect();
        let result = match &outputs[..] {
            [output] => output.clone(),
            outputs => format!("({})", outputs.join(", ")),
        };
        let inputs: Vec<&str> = plan.inputs.iter().map(|input| &*input.variable).collect();
        let [taken, given] = [self.inputs(), self.outputs()].map(|ends| self.shape(&ends));
        let scalar = if scalar == "f64" { " in f64" } else { "" };
        format!(
            "graph! {{\n{}    pub struct {network}: {} => {}{scalar} {{\n{fields}    }}\n    |{}| {{\n{calls}        {result}\n    }}\n}}\n",
            self.about("    "),
            taken,
            given,
            inputs.join(", "),
        )
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

/// A line for each layer, with the node that it came from.
fn list(out: &mut String, indent: &str, types: &[String], layers: &[Layer]) {
    for (layer, Layer { place, .. }) in types.iter().zip(layers) {
        let _ = writeln!(out, "{indent}{layer}, // {}", comment(place));
    }
}

/// The names in a type.
fn words(layer: &str) -> impl Iterator<Item = &str> {
    layer.split(|c: char| !c.is_alphanumeric())
}

impl Kind {
    fn settings(&self) -> &[Setting] {
        match self {
            Self::Activation(activation) => &activation.settings,
            Self::LayerNorm { epsilon, .. } => std::slice::from_ref(epsilon),
            _ => &[],
        }
    }
}
