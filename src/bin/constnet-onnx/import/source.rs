//! The Rust source that is written.

mod layer;
mod network;

use super::{
    MARK,
    layer::Kind,
    names::Names,
    pair::STEPS,
    plan::{Field, Plan},
    setting::Setting,
    text::code,
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
        // What a layer with memory needs for a whole sequence beside its input and output is its own.
        let has_memory = self
            .fields
            .iter()
            .flat_map(|field| &field.layers)
            .any(|layer| matches!(layer.kind, Kind::Recurrent(_) | Kind::Bidirectional(_)));
        let ram = self.alive() * self.bytes();
        let budget = match (has_memory, writer.is_stream()) {
            (_, true) => {
                let state = self.remembered() * self.bytes();
                format!("{network}, {input} => flash <= {flash}, ram <= {ram}, state <= {state}")
            }
            (true, false) => format!("{network} => flash <= {flash}"),
            (false, false) => format!("{network}, {input} => flash <= {flash}, ram <= {ram}"),
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
        let types = plan
            .fields
            .iter()
            .map(|Field { layers, .. }| layers.iter().map(|layer| writer.layer(layer)).collect());
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

    /// The type of one end; of a stream, of a step.
    fn step(&(width, places): &(usize, &[usize]), scalar: &str) -> String {
        let vector = format!("SVector<{scalar}, {width}>");
        places.iter().rev().fold(vector, |all, size| format!("[{all}; {size}]"))
    }

    /// The type of one end in the test.
    fn end(&self, end: &(usize, &[usize]), scalar: &str) -> String {
        let all = Self::step(end, scalar);
        if self.is_stream() { format!("[{all}; {STEPS}]") } else { all }
    }

    /// The type of the input; of a stream, of a step.
    fn input(&self, scalar: &str) -> String {
        let types: Vec<String> = self.inputs().iter().map(|end| Self::step(end, scalar)).collect();
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
