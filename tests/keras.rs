//! Files of Keras: its recurrent cells and convolutions in time load and embed, and compute what Keras does.
//!
//! `scripts/export_keras.py` wrote them, from the models in `reference/keras_files.py`, and `scripts/export_flax.py` those in
//! the layout of Flax, from `reference/flax_files.py`. All weights differ, so a gate or a
//! direction in a wrong place changes the output.

use constnet::{
    layers::{Bidirectional, ResetBefore},
    prelude::*,
    weights::{self, Error, Layout, Reader, TestPair, Writer},
};
use safetensors::SafeTensors;

type Sequence<const N: usize> = [SVector<f32, N>; 7];
type ResetsBefore = Gru<3, 4, f32, (Sigmoid, Tanh), ResetBefore>;

/// The tensors of a cell with one bias, of one with two, and of what has a kernel.
macro_rules! names {
    ($(one $ours:literal $theirs:literal)* $(two $gru:literal $of_gru:literal)* $(kernel $layer:literal $of_layer:literal)*) => {
        &[
            $(
                (concat!($ours, "weight_ih_l0"), concat!($theirs, ".kernel")),
                (concat!($ours, "weight_hh_l0"), concat!($theirs, ".recurrent_kernel")),
                (concat!($ours, "bias_ih_l0"), concat!($theirs, ".bias")),
            )*
            $(
                (concat!($gru, "weight_ih_l0"), concat!($of_gru, ".kernel")),
                (concat!($gru, "weight_hh_l0"), concat!($of_gru, ".recurrent_kernel")),
                (concat!($gru, "bias_ih_l0"), concat!($of_gru, ".bias")),
                (concat!($gru, "bias_hh_l0"), concat!($of_gru, ".bias")),
            )*
            $(
                (concat!($layer, "weight"), concat!($of_layer, ".kernel")),
                (concat!($layer, "bias"), concat!($of_layer, ".bias")),
            )*
        ]
    };
}

/// A network in a file, at compile time and at run time; and that its output is the file's.
macro_rules! files {
    ($($test:ident $file:literal: $net:ty, $x:ty => $y:ty, $names:expr;)*) => {$(
        #[test]
        fn $test() {
            const FILE: &[u8] = include_bytes!(concat!("data/weights/", $file, ".safetensors"));
            const KERAS: Reader<'_> = Reader::new().layout(Layout::Keras).table($names);
            static NET: $net = constnet::embed!(concat!("data/weights/", $file, ".safetensors"), KERAS);
            static PAIR: TestPair<$x, $y> = TestPair::embed(FILE);
            let loaded: $net = KERAS.load(FILE).unwrap();
            assert!(loaded == NET);
            PAIR.check_within::<f32, _>(&NET, 1e-6).unwrap();
            // Written, and read as PyTorch would: another order of axes and gates, the same network.
            let torch = weights::to_vec(&NET).unwrap();
            assert!(Reader::new().load::<$net>(&torch).unwrap() == NET);
            // Written as Keras has it: the tensors that it wrote itself.
            let keras = Writer::new().layout(Layout::Keras).table($names).to_vec(&NET).unwrap();
            assert!(KERAS.load::<$net>(&keras).unwrap() == NET);
            assert_eq!(tensors(&keras), tensors(FILE));
        }
    )*};
}

/// Names, shapes and data of a file, as another library reads them.
fn tensors(file: &[u8]) -> Vec<(String, Vec<usize>, Vec<u8>)> {
    let file = SafeTensors::deserialize(file).unwrap();
    let mut tensors: Vec<_> = file
        .iter()
        .map(|(name, tensor)| (name.to_owned(), tensor.shape().to_vec(), tensor.data().to_vec()))
        .collect();
    tensors.sort();
    tensors
}

files! {
    an_lstm "keras_lstm": (Lstm<3, 4>, Dense<4, 2>), Sequence<3> => Sequence<2>,
        names!(one "0." "lstm" kernel "1." "dense");
    a_gru_that_resets_after "keras_gru": (Gru<3, 4>, Dense<4, 2>), Sequence<3> => Sequence<2>,
        names!(two "0." "gru" kernel "1." "dense");
    a_gru_that_resets_before "keras_gru_before": ResetsBefore, Sequence<3> => Sequence<4>, names!(two "" "gru");
    a_simple_cell_without_a_bias "keras_rnn": Rnn<3, 4>, Sequence<3> => Sequence<4>, names!(one "" "rnn");
    both_directions "keras_both_ways": (Bidirectional<Gru<2, 3>>, Concat<6>), Sequence<2> => Sequence<6>,
        names!(two "0." "both.forward_gru" two "0.reverse." "both.backward_gru");
    convolutions_in_time "keras_tcn":
        (Conv1d<2, 4, 2, 2>, Tanh, Conv1d<4, 4, 3, 1, 2>, Lstm<4, 2>, Last), Sequence<2> => SVector<f32, 2>,
        names!(one "3." "last" kernel "0." "wide" kernel "2." "grouped");
    // The same layout from JAX, under the names of Flax and with its ε.
    layers_of_flax "flax_mlp":
        (Dense<3, 4>, Tanh, LayerNorm<4, f32, Ratio<1, 1_000_000>>, Dense<4, 2>),
        SVector<f32, 3> => SVector<f32, 2>,
        &[
            ("0.weight", "Dense_0.kernel"),
            ("0.bias", "Dense_0.bias"),
            ("2.weight", "LayerNorm_0.scale"),
            ("2.bias", "LayerNorm_0.bias"),
            ("3.weight", "Dense_1.kernel"),
            ("3.bias", "Dense_1.bias"),
        ];
    an_lstm_of_flax "flax_lstm": (Lstm<3, 4>, Dense<4, 2>), Sequence<3> => Sequence<2>,
        names!(one "0." "OptimizedLSTMCell_0" kernel "1." "Dense_0");
    a_gru_of_flax "flax_gru": (Gru<3, 4>, Dense<4, 2>), Sequence<3> => Sequence<2>,
        names!(two "0." "GRUCell_0" kernel "1." "Dense_0");
}

/// Which gate is which: a network whose table is right and whose layout is not is refused, or is another one.
#[test]
fn gates_of_another_framework_change_the_output() {
    const FILE: &[u8] = include_bytes!("data/weights/keras_gru.safetensors");
    const KERAS: Reader<'_> =
        Reader::new().layout(Layout::Keras).table(names!(two "0." "gru" kernel "1." "dense"));
    let mut net: (Gru<3, 4>, Dense<4, 2>) = KERAS.load(FILE).unwrap();
    let error = KERAS.layout(Layout::Torch).load::<(Gru<3, 4>, Dense<4, 2>)>(FILE).unwrap_err();
    assert!(error.to_string().starts_with(
        "tensor `gru.kernel`: the network wants [12, 3], the file has [3, 12], as in `Layout::Keras`"
    ));
    let pair = TestPair::<Sequence<3>, Sequence<2>>::read(FILE).unwrap();
    assert!(pair.check_within::<f32, _>(&net, 1e-6).is_ok());
    // The reset and the update gate in each other's place.
    net.0.weight_hh_l0.iter_mut().for_each(|gates| gates.swap(0, 1));
    assert!(pair.check_within::<f32, _>(&net, 1e-2).is_err());
}

/// Keras has both biases of a GRU in one tensor, so a table that calls them by two names describes no file of it.
#[test]
fn rows_of_one_tensor_have_one_name() {
    let net = Gru::<3, 4>::init(&mut constnet::random::generator(1));
    let error = Writer::new().layout(Layout::Keras).to_vec(&net).unwrap_err();
    assert!(
        matches!(&error, Error::Missing { tensor, .. } if tensor.to_string() == "bias_hh_l0"),
        "{error}"
    );
    // Two cells, each with rows of its own.
    let names: &[(&str, &str)] = &[
        ("0.bias_hh_l0", "0.bias"),
        ("0.bias_ih_l0", "0.bias"),
        ("1.bias_hh_l0", "1.bias"),
        ("1.bias_ih_l0", "1.bias"),
    ];
    let both = (
        net,
        Gru::<4, 2, f32, (Sigmoid, Tanh), ResetBefore>::init(&mut constnet::random::generator(2)),
    );
    let file = Writer::new().layout(Layout::Keras).table(names).to_vec(&both).unwrap();
    assert_eq!(tensors(&file).len(), 6);
    assert!(Reader::new().layout(Layout::Keras).table(names).load(&file) == Ok(both));
}

/// Fields of one tensor that stand in another order than its rows cannot be written one after the other.
#[test]
fn rows_that_do_not_follow_each_other_are_not_written() {
    use constnet::parameters::Axes;

    struct Biases {
        of_hidden: [f32; 2],
        of_input: [f32; 2],
    }
    parameters! { [] Biases as f32 {
        of_hidden: tensor(Axes::memory("unit").keras_row(1, 2)),
        of_input: tensor(Axes::memory("unit").keras_row(0, 2)),
    } }
    let net = Biases { of_hidden: [1.0, 2.0], of_input: [3.0, 4.0] };
    let names: &[(&str, &str)] = &[("of_hidden", "bias"), ("of_input", "bias")];
    let error = Writer::new().layout(Layout::Keras).table(names).to_vec(&net).unwrap_err();
    assert!(matches!(error, Error::Missing { .. }), "{error}");
}

/// A file that we wrote in Keras' layout is read in it whatever its reader is told: of square matrices nothing else
/// tells it from PyTorch's.
#[test]
fn a_file_of_ours_says_its_layout() {
    let net = Dense::<2, 2>::new([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0]);
    let keras = Writer::new().layout(Layout::Keras).to_vec(&net).unwrap();
    let torch = Writer::new().to_vec(&net).unwrap();
    assert_ne!(keras[keras.len() - 24..], torch[torch.len() - 24..]);
    for layout in [Layout::Torch, Layout::Keras] {
        assert_eq!(Reader::new().layout(layout).load(&keras).as_ref(), Ok(&net));
    }
    assert_eq!(Reader::new().load(&torch), Ok(net));
}
