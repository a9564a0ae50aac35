//! The declaration of a network: a chain or a graph.

use super::Writer;
use crate::import::{
    network::End,
    plan::{Call, Layer, Output, STACK, Source},
    text::{code, comment},
};
use std::fmt::Write;

impl Writer<'_> {
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

    pub(super) fn chain(&self) -> String {
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

    pub(super) fn graph(&self, scalar: &str) -> String {
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

/// A line for each layer, with the node that it came from.
fn list(out: &mut String, indent: &str, types: &[String], layers: &[Layer]) {
    for (layer, Layer { place, .. }) in types.iter().zip(layers) {
        let _ = writeln!(out, "{indent}{layer}, // {}", comment(place));
    }
}
