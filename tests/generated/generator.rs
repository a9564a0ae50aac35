//! Writes `stacks.rs`: network types for `tests/gradients_generated.rs`, from a seed.
//!
//! For each loss, all kinds of layers are shuffled and dealt to eight stacks, four to each. So every
//! layer meets every loss, whatever the seed.

use constnet::random::{Generator, below, generator, shuffle};

/// What `stacks.rs` was written from.
pub const SEED: u64 = 1;

/// Stacks for each loss.
pub const STACKS: usize = 8;

/// A test's name, the loss, and the layers that make probabilities for it.
pub const LOSSES: [(&str, &str, &str); 10] = [
    ("squared_error_sum", "SquaredErrorSum", ""),
    ("mean_squared_error", "MeanSquaredError", ""),
    ("mean_absolute_error", "MeanAbsoluteError", ""),
    ("huber", "Huber", ""),
    ("scaled", "Scaled<Huber>", ""),
    ("softmax_cross_entropy", "SoftmaxCrossEntropy", ""),
    ("smoothed_cross_entropy", "SmoothedCrossEntropy", ""),
    ("sigmoid_cross_entropy", "SigmoidCrossEntropy", ""),
    ("cross_entropy", "CrossEntropy", "Softmax"),
    ("binary_cross_entropy", "BinaryCrossEntropy", "Sigmoid"),
];

/// Layers that fit everywhere.
const ACTIVATIONS: [&str; 23] = [
    "Clamp<Ratio<-1, 2>, Ratio<5, 2>>",
    "Dropout<Ratio<1, 4>>",
    "Elu",
    "FastSigmoid",
    "FastTanh",
    "Gelu",
    "GeluTanh",
    "HardSigmoid",
    "HardSwish",
    "HardTanh",
    "Identity",
    "LeakyRelu<Ratio<1, 10>>",
    "LogSoftmax",
    "Mish",
    "Normalize<Ratio<1, 2>>",
    "Relu",
    "Selu",
    "Sigmoid",
    "Silu",
    "Softmax",
    "Softplus",
    "Softsign",
    "Tanh",
];

/// Layers that know their width, and layers around layers; `Stack` is a tuple inside a tuple.
const SIZED: [&str; 22] = [
    "Affine",
    "Aligned",
    "Bidirectional",
    "Concat",
    "Conv1d",
    "Conv2d",
    "Dense",
    "Frozen",
    "GlobalAvgPool",
    "Gru",
    "Last",
    "LayerNorm",
    "Lstm",
    "MaxPool",
    "PRelu",
    "Product",
    "Residual",
    "Rnn",
    "Stack",
    "Standardize",
    "Sum",
    "Unstandardize",
];

/// All kinds of layers.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    ACTIVATIONS.into_iter().chain(SIZED)
}

/// The file: a `stacks!` for each loss.
pub fn write(seed: u64) -> String {
    let mut rng = generator(seed);
    let mut file = format!(
        "// Written by generator.rs from the seed {seed}; `CONSTNET_WRITE=1` writes it anew.\n"
    );
    for (test, loss, probabilities) in LOSSES {
        let mut deck: Vec<&str> = kinds().collect();
        shuffle(&mut deck, &mut rng);
        file += &format!("\nstacks! {{ {test}, {loss}, T =>\n");
        for first in 0..STACKS {
            let dealt: Vec<&str> = deck.iter().skip(first).step_by(STACKS).copied().collect();
            file += &stack(&dealt, probabilities, &mut rng);
        }
        file += "}\n";
    }
    file
}

/// `3 x 2 => (Relu, Dense<3, 4, T>, …) => 2;`: inputs, batch, layers, outputs.
fn stack(dealt: &[&str], probabilities: &str, rng: &mut Generator) -> String {
    let (inputs, hidden, outputs) = (width(rng), width(rng), width(rng));
    let batch = 1 + below(4, rng);
    let mut layers = String::new();
    let mut at = inputs;
    for (i, kind) in dealt.iter().enumerate() {
        layers += &layer(kind, at, rng);
        layers += ", ";
        if i == 0 {
            layers += &format!("Dense<{inputs}, {hidden}, T>, ");
            at = hidden;
        }
    }
    layers += &format!("Dense<{hidden}, {outputs}, T>");
    if !probabilities.is_empty() {
        // A probability that rounds to 0 would have an infinite loss; normalised logits have none.
        layers += &format!(", LayerNorm<{outputs}, T>, {probabilities}");
    }
    format!("    {inputs} x {batch} => ({layers}) => {outputs};\n")
}

/// A layer of a kind that takes and gives n features.
fn layer(kind: &str, n: u64, rng: &mut Generator) -> String {
    match kind {
        "Dense" => format!("Dense<{n}, {n}, T>"),
        "Affine" | "LayerNorm" | "PRelu" | "Standardize" | "Unstandardize" => {
            format!("{kind}<{n}, T>")
        }
        "Aligned" | "Frozen" | "Residual" => format!("{kind}<{}>", inside(n, rng)),
        "Concat" => {
            let (from, m) = (below(n, rng), width(rng));
            let (slice, sum) = (format!("Slice<{from}, {}>", n - from), n - from + m);
            format!("(Fork<({slice}, Dense<{n}, {m}, T>)>, Concat<{sum}>, Dense<{sum}, {n}, T>)")
        }
        "Conv1d" => {
            let m = width(rng);
            let layers = format!(
                "Conv1d<{n}, {m}, 2, 1, {n}, T>, WindowConv1d<{m}, {n}, 1, 2, Valid, {m}, T>"
            );
            format!("(Unflatten<1, 1, {n}>, ZeroPad<1, 2, Pad<0, 0, 0, 1>>, Last, {layers}, Last)")
        }
        "Conv2d" => {
            format!("(Unflatten<1, {n}, 1>, Conv2d<1, 1, 1, 2, 1, {n}, Same, 1, T>, Flatten<{n}>)")
        }
        "GlobalAvgPool" => {
            let pools = "(ZeroPad<3, 3>, Fork<(GlobalAvgPool, GlobalMaxPool)>, Sum)";
            format!("(Unflatten<1, 1, {n}>, Fork<({pools}, (Last, Last))>, Sum)")
        }
        "MaxPool" => {
            let rule = format!("<1, 2, 1, {n}, (Stride<1>, Same)>");
            let pools = format!("ChannelDropout<Ratio<1, 4>>, MaxPool{rule}, AvgPool{rule}");
            format!("(Unflatten<1, {n}, 1>, {pools}, Flatten<{n}>)")
        }
        "Last" => format!("(Short<3, 2>, Padded<Dense<{n}, {n}, T>>, Last)"),
        "Lstm" | "Gru" | "Rnn" => format!("(Repeat<3>, {kind}<{n}, {n}, T>, Last)"),
        "Bidirectional" => {
            let both = format!("Bidirectional<Rnn<{n}, {n}, T>, Gru<{n}, {n}, T>>");
            format!("(Repeat<2>, {both}, Sum, Last)")
        }
        "Product" => format!("(Fork<({}, {})>, Product)", activation(rng), inside(n, rng)),
        "Sum" => format!("(Fork<({}, {})>, Sum)", inside(n, rng), activation(rng)),
        "Stack" => format!("({}, {})", activation(rng), inside(n, rng)),
        activation => activation.to_owned(),
    }
}

/// A layer or a stack around which another is put.
fn inside(n: u64, rng: &mut Generator) -> String {
    let m = width(rng);
    match below(4, rng) {
        0 => format!("Dense<{n}, {n}, T>"),
        1 => format!("(Dense<{n}, {m}, T>, {}, Dense<{m}, {n}, T>)", activation(rng)),
        2 => format!("({}, Residual<Dense<{n}, {n}, T>>)", activation(rng)),
        _ => format!("Frozen<(LayerNorm<{n}, T>, {})>", activation(rng)),
    }
}

fn activation(rng: &mut Generator) -> &'static str {
    ACTIVATIONS[below(ACTIVATIONS.len() as u64, rng) as usize]
}

fn width(rng: &mut Generator) -> u64 {
    2 + below(3, rng)
}
