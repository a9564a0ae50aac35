//! Which nodes of a graph are wanted, from its outputs, or those that are chosen, back to its inputs.

use super::{
    Options, Refusal,
    constants::Constants,
    messages::{Graph, Value},
    node::Node,
};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    rc::Rc,
};

/// What of a graph is wanted.
pub struct Wanted<'m> {
    /// Nodes that an output needs, each behind those that it takes values of.
    pub nodes: Vec<Node<'m>>,
    /// Names of inputs that an output needs.
    pub inputs: HashSet<&'m str>,
    pub outputs: Vec<Cow<'m, Value>>,
    /// Names of outputs that are left out because they are drawn at random.
    pub random: Vec<Rc<str>>,
}

impl<'m> Wanted<'m> {
    pub fn new(
        graph: &'m Graph,
        constants: &Constants<'_>,
        inputs: &'m [Value],
        options: &Options,
        keeps_random: bool,
    ) -> Result<Self, Refusal> {
        let mut makers: HashMap<&str, usize> = HashMap::new();
        let is_input: HashSet<&str> = inputs.iter().map(|input| &*input.name).collect();
        for (i, node) in graph.node.iter().map(Node::new).enumerate() {
            for name in node.outputs() {
                let is_cut = !options.inputs.is_empty() && is_input.contains(name);
                let again = makers.insert(name, i).is_some()
                    || constants.get(name).is_some()
                    || (is_input.contains(name) && !is_cut);
                if again {
                    let found = format!("the name `{name}` again");
                    return Err(Refusal::new(&*node.place, found, "names that stand once"));
                }
            }
        }
        let mut outputs = outputs(graph, &makers, &is_input, options)?;
        let name = |output: &Cow<'m, Value>| {
            let made = makers.get_key_value(&*output.name).map(|(name, _)| *name);
            is_input.get(&*output.name).copied().or(made)
        };
        let mut walk = Walk::new(graph, &makers, &is_input);
        outputs.iter().filter_map(name).for_each(|name| walk.to(name));
        // What depends on no input, such as the version of a model, is no output of a network.
        // One that nothing makes is a fault of the file, which is found later.
        let is_constant = |output: &Cow<'m, Value>| match name(output) {
            Some(name) => {
                let mut walk = Walk::new(graph, &makers, &is_input);
                walk.to(name);
                walk.inputs.is_empty()
            }
            None => constants.get(&output.name).is_some(),
        };
        if options.outputs.is_empty() && outputs.len() > 1 && outputs.len() <= ENDS {
            let kept: Vec<_> =
                outputs.iter().filter(|output| !is_constant(output)).cloned().collect();
            if !kept.is_empty() && kept.len() < outputs.len() {
                walk = Walk::new(graph, &makers, &is_input);
                kept.iter().filter_map(name).for_each(|name| walk.to(name));
                outputs = kept;
            }
        }
        let is_random = |output: &Cow<'m, Value>| walk.random.contains(&*output.name);
        if options.outputs.is_empty() && !keeps_random && outputs.iter().any(is_random) {
            // Beside what depends on the inputs alone, what is drawn is left out.
            let (random, kept): (Vec<_>, Vec<_>) = outputs.iter().cloned().partition(is_random);
            let mut walk = Walk::new(graph, &makers, &is_input);
            kept.iter().filter_map(name).for_each(|name| walk.to(name));
            if !walk.inputs.is_empty() {
                let random = random.iter().map(|output| output.name.as_str().into()).collect();
                let nodes = walk.in_order();
                return Ok(Self { nodes, inputs: walk.inputs, outputs: kept, random });
            }
        }
        let nodes = walk.in_order();
        Ok(Self { nodes, inputs: walk.inputs, outputs, random: vec![] })
    }
}

/// The most outputs of which each is looked at alone: each takes a walk through the nodes.
const ENDS: usize = 16;

/// Operators that draw numbers.
pub const RANDOM: &[&str] = &[
    "Bernoulli",
    "Multinomial",
    "RandomNormal",
    "RandomNormalLike",
    "RandomUniform",
    "RandomUniformLike",
];

/// A walk from outputs to what they need.
struct Walk<'a, 'm> {
    graph: &'m Graph,
    /// The node that makes a value.
    makers: &'a HashMap<&'m str, usize>,
    /// Where a walk ends.
    ends: &'a HashSet<&'m str>,
    seen: Vec<bool>,
    /// Nodes behind those that they take values of: some files have them in another order.
    order: Vec<usize>,
    inputs: HashSet<&'m str>,
    /// Values that are drawn, or depend on such.
    random: HashSet<&'m str>,
}

impl<'a, 'm> Walk<'a, 'm> {
    fn new(
        graph: &'m Graph,
        makers: &'a HashMap<&'m str, usize>,
        ends: &'a HashSet<&'m str>,
    ) -> Self {
        let (inputs, random) = (HashSet::new(), HashSet::new());
        let seen = vec![false; graph.node.len()];
        Self { graph, makers, ends, seen, order: vec![], inputs, random }
    }

    fn to(&mut self, name: &'m str) {
        // What is still to be done: to go on from a name, or to put a node behind what it takes.
        let mut open = vec![Err(name)];
        while let Some(next) = open.pop() {
            let name = match next {
                Err(name) => name,
                Ok(maker) => {
                    self.done(maker);
                    continue;
                }
            };
            if let Some(&end) = self.ends.get(name) {
                self.inputs.insert(end);
                continue;
            }
            let Some(&maker) = self.makers.get(name) else { continue };
            if !std::mem::replace(&mut self.seen[maker], true) {
                open.push(Ok(maker));
                let inputs = self.graph.node[maker].input.iter().rev();
                open.extend(inputs.map(|name| Err(&**name)));
            }
        }
    }

    fn done(&mut self, maker: usize) {
        self.order.push(maker);
        let node = &self.graph.node[maker];
        let is_random = RANDOM.contains(&&*node.op_type)
            || node.input.iter().any(|name| self.random.contains(&**name));
        if is_random {
            self.random.extend(node.output.iter().map(|name| &**name));
        }
    }

    /// The nodes, in the file's order if that is one in which they can be computed.
    fn in_order(&self) -> Vec<Node<'m>> {
        let mut sorted = self.order.clone();
        sorted.sort_unstable();
        let mut made = HashSet::new();
        let is_in_order = sorted.iter().all(|&i| {
            let node = &self.graph.node[i];
            let known = node.input.iter().all(|name| {
                made.contains(&**name)
                    || !self.makers.contains_key(&**name)
                    || self.ends.contains(&**name)
            });
            made.extend(node.output.iter().map(|name| &**name));
            known
        });
        let order = if is_in_order { &sorted } else { &self.order };
        order.iter().map(|&i| Node::new(&self.graph.node[i])).collect()
    }
}

/// The outputs that are chosen, or all that the graph has.
fn outputs<'m>(
    graph: &'m Graph,
    makers: &HashMap<&str, usize>,
    inputs: &HashSet<&str>,
    options: &Options,
) -> Result<Vec<Cow<'m, Value>>, Refusal> {
    if options.outputs.is_empty() {
        if graph.output.is_empty() {
            return Err(Refusal::new("the graph", "no outputs", "at least one"));
        }
        let made =
            graph.output.iter().filter(|output| is_made(graph, makers, inputs, &output.name));
        let made: Vec<_> = made.map(Cow::Borrowed).collect();
        // What only passes through, such as a state, is left out beside what does not.
        let all = || graph.output.iter().map(Cow::Borrowed).collect();
        return Ok(if made.is_empty() { all() } else { made });
    }
    let mut outputs = Vec::new();
    for name in &options.outputs {
        let stated = graph.output.iter().find(|output| output.name == *name);
        outputs.push(match stated {
            Some(output) => Cow::Borrowed(output),
            None if makers.contains_key(&**name) || inputs.contains(&**name) => {
                Cow::Owned(Value { name: name.clone(), r#type: None })
            }
            None => {
                let own = graph.output.iter().map(|output| &*output.name);
                let inner =
                    graph.node.iter().rev().flat_map(|node| &node.output).map(|name| &**name);
                return Err(none_such("output", name, own.chain(inner)));
            }
        });
    }
    Ok(outputs)
}

/// The error of a choice that no value of the graph has the name of, with those that can be chosen.
pub fn none_such<'n>(option: &str, chosen: &str, names: impl Iterator<Item = &'n str>) -> Refusal {
    let mut quoted: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        let name = format!("`{name}`");
        if quoted.len() < 32 && !quoted.contains(&name) {
            quoted.push(name);
        }
    }
    let expected = format!("one of {}", quoted.join(", "));
    Refusal::new("the graph", format!("`--{option} {chosen}`"), expected)
}

/// Whether a value is more than an input that was passed on.
fn is_made(
    graph: &Graph,
    makers: &HashMap<&str, usize>,
    inputs: &HashSet<&str>,
    name: &str,
) -> bool {
    let mut name = name;
    // As far as anybody passes a value on.
    for _ in 0..64 {
        let Some(&maker) = makers.get(name) else { return !inputs.contains(name) };
        let node = &graph.node[maker];
        match (&*node.op_type, node.input.first()) {
            ("Cast" | "Identity", Some(input)) => name = input,
            _ => return true,
        }
    }
    true
}
