//! Tensors of up to four axes: each number at its place in files of both layouts, through every way in and
//! out; and files of such tensors that are wrong.
#![forbid(unsafe_code)]

use allocation_counter::measure;
use constnet::{
    optimizers::Adam,
    parameters::{Axes, copy_to_slice, for_each, for_each_mut, visit},
    prelude::*,
    random,
    serde::{Tensors, TensorsMut},
    weights::{
        Checkpoint, Error, Layout, Reader, TensorNumbers, Writer, checksum, convert, fingerprint,
        for_each_tensor,
    },
};
use nalgebra::SMatrix;
use rand::Rng;
use serde::de::DeserializeSeed;

/// A layer with a tensor of every kind. What it computes is no matter: x.
#[derive(Debug, Clone, PartialEq)]
struct Everything<const KH: usize, const KW: usize, const IN: usize, const OUT: usize, T = f32> {
    kernel: [[[[T; OUT]; IN]; KW]; KH],
    line: [[[T; OUT]; IN]; KW],
    depthwise: [[[T; OUT]; KW]; KH],
    gates: [[[T; OUT]; 3]; IN],
    gate_bias: [[T; OUT]; 3],
    dense: SMatrix<T, OUT, IN>,
    rows: [[T; OUT]; IN],
    bias: [T; OUT],
}
parameters! {
    [const KH: usize, const KW: usize, const IN: usize, const OUT: usize, T: Weight]
    Everything<KH, KW, IN, OUT, T> as T {
        kernel: tensor(Axes::memory("kh kw in out").torch("out in kh kw")),
        line: tensor(Axes::memory("k in out").torch("out in k")),
        depthwise: tensor(Axes::memory("kh kw channel").torch("channel 1 kh kw").keras("kh kw channel 1")),
        gates: tensor(
            Axes::memory("in gate unit")
                .torch("(gate unit) in")
                .keras("in (gate unit)")
                .blocks(Layout::Keras, "gate", &[2, 0, 1])
        ),
        gate_bias: tensor(
            Axes::memory("gate unit")
                .torch("(gate unit)")
                .keras("(gate unit)")
                .blocks(Layout::Keras, "gate", &[2, 0, 1])
        ),
        dense: matrix,
        rows: matrix,
        bias: vector,
    }
}

impl<const KH: usize, const KW: usize, const IN: usize, const OUT: usize, X: Copy> Forward<X>
    for Everything<KH, KW, IN, OUT>
{
    type Output = X;
    fn forward(&self, x: &X) -> X {
        *x
    }
}
impl<const KH: usize, const KW: usize, const IN: usize, const OUT: usize, X: Copy> Backward<X>
    for Everything<KH, KW, IN, OUT>
{
    type Cache = ();
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X, ()) {
        (*x, ())
    }
    fn backward_input(&self, _: &X, _: &X, _: &(), dy: &X) -> X {
        *dy
    }
    fn backward_parameters(&self, _: &X, _: &X, _: &(), _: &X, gradient: &mut Self) {
        let mut next = 0.0;
        for_each_mut(gradient, |_, _, numbers: &mut [f32]| {
            numbers.iter_mut().for_each(|g| (*g, next) = (*g + next, next + 1.0));
        });
    }
}

type Net = (Everything<2, 3, 4, 5>, Tanh);
type Double = (Everything<2, 3, 4, 5, f64>, Tanh);

/// A number that says where it stands: each digit is a place on an axis of memory.
fn digits(at: &[usize]) -> f32 {
    at.iter().fold(9.0, |number, &digit| 10.0 * number + digit as f32)
}

fn example() -> Net {
    use core::array::from_fn as each;
    let layer = Everything {
        kernel: each(|h| each(|w| each(|i| each(|o| digits(&[h, w, i, o]))))),
        line: each(|k| each(|i| each(|o| digits(&[k, i, o])))),
        depthwise: each(|h| each(|w| each(|c| digits(&[h, w, c])))),
        gates: each(|i| each(|gate| each(|unit| digits(&[i, gate, unit])))),
        gate_bias: each(|gate| each(|unit| digits(&[gate, unit]))),
        dense: SMatrix::from_fn(|row, column| digits(&[column, row])),
        rows: each(|column| each(|row| digits(&[column, row]))),
        bias: each(|i| digits(&[i])),
    };
    (layer, Tanh)
}

/// A file by hand: names, shapes and numbers.
fn by_hand(tensors: &[(&str, &[usize], Vec<f32>)]) -> Vec<u8> {
    let (mut entries, mut data) = (Vec::new(), Vec::new());
    for (name, shape, numbers) in tensors {
        let begin = data.len();
        data.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        let end = data.len();
        entries.push(format!(
            r#""{name}":{{"dtype":"F32","shape":{shape:?},"data_offsets":[{begin},{end}]}}"#
        ));
    }
    framed(&format!("{{{}}}", entries.join(",")), &data)
}

fn framed(header: &str, data: &[u8]) -> Vec<u8> {
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.bytes());
    file.extend(data);
    file
}

/// All numbers of a shape in the order of a file, each by its place on the file's axes.
fn listed(shape: &[usize], number: impl Fn(&[usize]) -> f32) -> Vec<f32> {
    let at = |i: usize| {
        let mut at = vec![0; shape.len()];
        shape.iter().zip(&mut at).rev().fold(i, |i, (size, at)| {
            *at = i % size;
            i / size
        });
        at
    };
    (0..shape.iter().product()).map(|i| number(&at(i))).collect()
}

/// A tensor of a file: its name, its shape, and the number at each place.
type Listed<'a> = (&'a str, &'a [usize], &'a dyn Fn(&[usize]) -> f32);

fn torch() -> Vec<u8> {
    let all: [Listed<'_>; 8] = [
        ("0.kernel", &[5, 4, 2, 3], &|at| digits(&[at[2], at[3], at[1], at[0]])),
        ("0.line", &[5, 4, 3], &|at| digits(&[at[2], at[1], at[0]])),
        ("0.depthwise", &[5, 1, 2, 3], &|at| digits(&[at[2], at[3], at[0]])),
        ("0.gates", &[15, 4], &|at| digits(&[at[1], at[0] / 5, at[0] % 5])),
        ("0.gate_bias", &[15], &|at| digits(&[at[0] / 5, at[0] % 5])),
        ("0.dense", &[5, 4], &|at| digits(&[at[1], at[0]])),
        ("0.rows", &[5, 4], &|at| digits(&[at[1], at[0]])),
        ("0.bias", &[5], &digits),
    ];
    by_hand(&all.map(|(name, shape, number)| (name, shape, listed(shape, number))))
}

fn keras() -> Vec<u8> {
    // The first block of the file is memory's last.
    let gate = |i: usize| [2, 0, 1][i / 5];
    let all: [Listed<'_>; 8] = [
        ("0.kernel", &[2, 3, 4, 5], &digits),
        ("0.line", &[3, 4, 5], &digits),
        ("0.depthwise", &[2, 3, 5, 1], &|at| digits(&at[..3])),
        ("0.gates", &[4, 15], &|at| digits(&[at[0], gate(at[1]), at[1] % 5])),
        ("0.gate_bias", &[15], &|at| digits(&[gate(at[0]), at[0] % 5])),
        ("0.dense", &[4, 5], &digits),
        ("0.rows", &[4, 5], &digits),
        ("0.bias", &[5], &digits),
    ];
    by_hand(&all.map(|(name, shape, number)| (name, shape, listed(shape, number))))
}

const KERAS: Reader<'_> = Reader::new().layout(Layout::Keras);

#[test]
fn every_number_of_a_file_is_where_its_layout_says() {
    let net: Net = Reader::new().load(&torch()).unwrap();
    assert_eq!(net.0, example().0);
    let net: Net = KERAS.load(&keras()).unwrap();
    assert_eq!(net.0, example().0);
    // Through conversions too, which take other loops.
    let double: Double = KERAS.load(&keras()).unwrap();
    assert_eq!(double.0.kernel[1][2][3][4], 91234.0);
    assert_eq!(double.0.gates[3][2][4], 9324.0);
    let mut net = Net::zeros();
    Reader::new().load_into(&mut net, &torch()).unwrap();
    assert_eq!(net.0, example().0);
}

/// The compiler reads as a program does.
#[test]
fn the_compiler_puts_every_number_where_it_belongs() {
    // `CONSTNET_OVERWRITE=1` makes the files anew, for the next build.
    if std::env::var_os("CONSTNET_OVERWRITE").is_some() {
        std::fs::write("tests/data/weights/four_axes.safetensors", torch()).unwrap();
        std::fs::write("tests/data/weights/four_axes_keras.safetensors", keras()).unwrap();
    }
    static NET: Net = constnet::embed!("data/weights/four_axes.safetensors");
    static KERAS_NET: Net = constnet::embed!("data/weights/four_axes_keras.safetensors", KERAS);
    assert_eq!(NET.0, example().0);
    assert_eq!(KERAS_NET.0, example().0);
    assert_eq!(include_bytes!("data/weights/four_axes.safetensors").as_slice(), torch());
    assert_eq!(include_bytes!("data/weights/four_axes_keras.safetensors").as_slice(), keras());
}

#[test]
fn what_is_written_reads_back() {
    let net = example();
    for writer in [Writer::new(), Writer::new().native()] {
        let file = writer.to_vec(&net).unwrap();
        let copy: Net = Reader::new().load(&file).unwrap();
        assert_eq!(copy.0, net.0);
        // Whatever layout the reader expects of others, a native file says what it is.
        if file.windows(8).any(|bytes| bytes == b"\"native\"") {
            assert_eq!(KERAS.load::<Net>(&file).unwrap().0, net.0);
        }
    }
    // PyTorch's order, whole.
    let file = Writer::new().to_vec(&net).unwrap();
    let data = |file: &[u8]| {
        let header = u64::from_le_bytes(file[..8].try_into().unwrap()) as usize;
        file[8 + header..].to_vec()
    };
    assert_eq!(data(&file), data(&torch()));
}

#[test]
fn text_and_binary_formats_have_pytorchs_order() {
    let net = example();
    let text = serde_json::to_value(Tensors(&net)).unwrap();
    assert_eq!(text["tensors"]["0.kernel"][4][3][1][2], 91234.0);
    assert_eq!(text["tensors"]["0.gates"][14][3], 9324.0);
    let mut copy = Net::zeros();
    TensorsMut::new(&mut copy).deserialize(&text).unwrap();
    assert_eq!(copy.0, net.0);
    let bytes = postcard::to_allocvec(&Tensors(&net)).unwrap();
    let mut copy = Net::zeros();
    let mut input = postcard::Deserializer::from_bytes(&bytes);
    TensorsMut::new(&mut copy).deserialize(&mut input).unwrap();
    assert_eq!(copy.0, net.0);
}

#[test]
fn text_that_is_wrong_says_where() {
    let text = serde_json::to_value(Tensors(&example())).unwrap();
    type Wrong = fn(&mut serde_json::Value);
    let cases: [(Wrong, &str); 6] = [
        (
            |kernel| drop(kernel.as_array_mut().unwrap().pop()),
            "expected [5, 4, 2, 3], found [4, 4, 2, 3]",
        ),
        (
            |kernel| kernel[2][3] = serde_json::json!([[1.0, 2.0, 3.0]]),
            "expected equal shapes, found [2, 3] at index [2, 0] and [1, 3] at index [2, 3]",
        ),
        (|kernel| *kernel = serde_json::json!([[1.0]]), "invalid type: floating point `1.0`"),
        (
            |kernel| kernel[4][3][1][0] = serde_json::json!(null),
            "invalid type: null, expected a finite number for tensor `0.kernel`, index [4, 3, 1, 0]",
        ),
        (
            |kernel| kernel[4][3][1][0] = serde_json::json!(1e300),
            "expected a finite number, found one that is infinite as an f32 (index [4, 3, 1, 0])",
        ),
        (
            |kernel| kernel[4][3][1][0] = serde_json::json!([1.0]),
            "invalid type: sequence, expected a finite number",
        ),
    ];
    for (wrong, words) in cases {
        let mut text = text.clone();
        wrong(&mut text["tensors"]["0.kernel"]);
        let mut net = Net::zeros();
        let error = TensorsMut::new(&mut net).deserialize(&text).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        assert_eq!(net.0, Everything::zeros());
    }
}

#[test]
fn a_checkpoint_goes_on_to_the_same_bits() {
    let mut at = Checkpoint::new(random::generator(1));
    let mut net = example();
    let mut trainer = Trainer::new(&net, Adam::new(0.1));
    let x = SVector::from([0.1_f32, 0.2]);
    let targets = [[1.0, 0.0]];
    trainer.step(&mut net, &x, &targets, &MeanSquaredError, &mut at.generator).unwrap();
    let file = at.to_vec(&net, &trainer).unwrap();
    let (mut copy, mut resumed) = (Net::zeros(), Trainer::new(&Net::zeros(), Adam::new(0.1)));
    let mut from = Checkpoint::load_into(&mut copy, &mut resumed, &file).unwrap();
    assert_eq!(copy.0, net.0);
    trainer.step(&mut net, &x, &targets, &MeanSquaredError, &mut at.generator).unwrap();
    resumed.step(&mut copy, &x, &targets, &MeanSquaredError, &mut from.generator).unwrap();
    assert_eq!(copy.0, net.0);
    assert_ne!(copy.0, example().0);
}

#[test]
fn numbers_are_walked_and_converted_as_they_lie() {
    let mut net = example();
    let mut numbers = [0.0; Net::COUNT];
    copy_to_slice(&net, &mut numbers).unwrap();
    assert_eq!(numbers[..5], [90000.0, 90001.0, 90002.0, 90003.0, 90004.0]);
    let mut gradient = <Net as Parameters>::Gradient::zeros();
    visit(&mut net, &mut gradient, [], |_, theta: &mut [f32], g, []| g.copy_from_slice(theta));
    assert_eq!(gradient.0, net.0);
    let mut double = Double::zeros();
    convert(&net, &mut double).unwrap();
    assert_eq!(double.0.kernel[1][2][3][4], 91234.0);
    double.0.kernel[1][2][3][4] = 1e300;
    let error = convert(&double, &mut net).unwrap_err();
    assert_eq!(*error.index, [4, 3, 1, 2]);
    assert!(error.to_string().ends_with("(index [4, 3, 1, 2])"), "{error}");
    for_each_tensor(&net, |path, leaf, numbers| {
        if path == "0.gates" {
            let TensorNumbers::F32(numbers) = numbers else { unreachable!() };
            assert_eq!(numbers[leaf.place(Layout::Keras, 0)], 9020.0);
            assert_eq!(numbers[leaf.place(Layout::Torch, 1)], 9100.0);
            assert_eq!(leaf.place(Layout::Torch, leaf.len()), 0);
        }
    });
}

/// Each kind of field of one layer in another order.
macro_rules! layers {
    ($($Layer:ident: $array:ty, $axes:expr;)+) => {$(
        #[allow(dead_code, reason = "its layout is asked for")]
        struct $Layer { weight: $array }
        parameters! { [] $Layer as f32 { weight: tensor($axes) } }
    )+};
}
mod same_name {
    use super::*;
    pub fn all() -> Vec<u64> {
        macro_rules! fingerprints {
            ($($array:ty, $axes:expr;)+) => {
                vec![$({
                    layers! { Layer: $array, $axes; }
                    fingerprint::<Layer>()
                }),+]
            };
        }
        fingerprints! {
            [[[[f32; 2]; 2]; 2]; 2], Axes::memory("a b c d");
            [[[[f32; 2]; 2]; 2]; 2], Axes::memory("a b c d").torch("d c a b");
            [[[[f32; 2]; 2]; 2]; 2], Axes::memory("a b c d").torch("d c b a");
            [[[[f32; 2]; 2]; 2]; 2], Axes::memory("a b c d").torch("(d c) b a");
            [[[[f32; 2]; 2]; 2]; 2], Axes::memory("a b c d").torch("d (c b) a");
            [[[[f32; 2]; 2]; 2]; 2], Axes::memory("a b c d").torch("(d c) (b a)");
            [[[[f32; 2]; 2]; 2]; 2], Axes::memory("a b c d").torch("(d c b a)");
            [[[[f32; 3]; 2]; 2]; 2], Axes::memory("a b c d");
            [[[[f32; 2]; 3]; 2]; 2], Axes::memory("a b c d");
            [[[[f32; 2]; 2]; 3]; 2], Axes::memory("a b c d");
            [[[[f32; 2]; 2]; 2]; 3], Axes::memory("a b c d");
            [[[f32; 2]; 2]; 2], Axes::memory("a b c");
            [[[f32; 2]; 2]; 2], Axes::memory("a b c").torch("1 a b c");
            [[[f32; 2]; 2]; 2], Axes::memory("a b c").torch("a b c 1");
            [[f32; 2]; 2], Axes::memory("a b");
            [[f32; 2]; 2], Axes::memory("a b").torch("b a");
            [[f32; 2]; 2], Axes::memory("a b").torch("(b a)");
            [[f32; 2]; 2], Axes::memory("a b").blocks(Layout::Torch, "a", &[1, 0]);
            [[f32; 2]; 2], Axes::memory("a b").blocks(Layout::Torch, "b", &[1, 0]);
        }
    }
}

#[test]
fn two_orders_have_one_fingerprint_only_if_they_are_one() {
    let all = same_name::all();
    for (i, a) in all.iter().enumerate() {
        assert!(all[..i].iter().all(|b| a != b), "{i}");
    }
    // A matrix by another statement is the matrix that it was: so are files.
    mod old {
        use super::*;
        pub struct Layer {
            pub weight: SMatrix<f32, 2, 2>,
        }
        parameters! { [] Layer as f32 { weight: matrix } }
    }
    assert_eq!(old::Layer { weight: SMatrix::zeros() }.weight.len(), 4);
    assert_eq!(all[15], fingerprint::<old::Layer>());
    // Files outlive versions of this crate.
    assert_eq!((all[0], all[1]), (FIRST, SECOND));
}
const FIRST: u64 = 10723329687716967372;
const SECOND: u64 = 6543488688053814700;

/// The file of one tensor, `weight`.
fn refused<N: Parameters>(reader: &Reader<'_>, shape: &str, bytes: usize) -> String {
    let header =
        format!(r#"{{"weight":{{"dtype":"F32","shape":{shape},"data_offsets":[0,{bytes}]}}}}"#);
    let file = framed(&header, &vec![0; bytes]);
    let mut net = N::zeros();
    let mut text = String::new();
    let mut result = Ok(());
    let found = measure(|| result = reader.load_into(&mut net, &file));
    assert_eq!(found.count_total, 0);
    if let Err(error) = result {
        text = error.to_string();
    }
    text.split(" (byte ").next().unwrap().to_owned()
}

layers! {
    Image: [[[[f32; 5]; 4]; 3]; 2], Axes::memory("kh kw in out").torch("out in kh kw");
    Line: [[[f32; 5]; 4]; 3], Axes::memory("k in out").torch("out in k");
}

#[test]
fn wrong_shapes_are_named_whole() {
    let torch = Reader::new();
    let wants = "tensor `weight`: the network wants [5, 4, 2, 3], the file has ";
    for (shape, bytes, found) in [
        // The order of memory, and others.
        ("[2, 3, 4, 5]", 480, "[2, 3, 4, 5], as in `Layout::Keras`"),
        ("[5, 4, 3, 2]", 480, "[5, 4, 3, 2]"),
        ("[4, 5, 2, 3]", 480, "[4, 5, 2, 3]"),
        ("[5, 4, 2, 4]", 640, "[5, 4, 2, 4]"),
        // Another rank.
        ("[5, 4, 6]", 480, "[5, 4, 6]"),
        ("[20, 6]", 480, "[20, 6]"),
        ("[120]", 480, "[120]"),
        ("[]", 4, "[]"),
        ("[5, 4, 2, 3, 1]", 480, "[5, 4, 2, ...]"),
        ("[1, 5, 4, 2, 3]", 480, "[1, 5, 4, ...]"),
        ("[5, 4, 2, 0]", 0, "[5, 4, 2, 0]"),
        // Sizes of which not even one fits.
        ("[18446744073709551615, 0, 2, 3]", 0, "[18446744073709551615, 0, 2, 3]"),
    ] {
        assert_eq!(refused::<Image>(&torch, shape, bytes), format!("{wants}{found}"));
    }
    assert_eq!(refused::<Image>(&torch, "[5, 4, 2, 3]", 480), "");
    assert_eq!(refused::<Image>(&KERAS, "[2, 3, 4, 5]", 480), "");
    assert_eq!(
        refused::<Image>(&KERAS, "[5, 4, 2, 3]", 480),
        "tensor `weight`: the network wants [2, 3, 4, 5], the file has [5, 4, 2, 3], as in `Layout::Torch`"
    );
    assert_eq!(refused::<Line>(&torch, "[5, 4, 3]", 240), "");
    assert_eq!(
        refused::<Line>(&torch, "[5, 4, 3, 1]", 240),
        "tensor `weight`: the network wants [5, 4, 3], the file has [5, 4, 3, 1]"
    );
    // Products beyond 2^64, some of which are the right number modulo 2^64.
    for shape in [
        "[4294967296, 4294967296, 1, 1]",
        "[5, 4, 2, 4611686018427387904]",
        "[18446744073709551615, 18446744073709551615, 18446744073709551615, 18446744073709551615]",
    ] {
        let error = refused::<Image>(&torch, shape, 480);
        assert!(error.contains("expected a shape of fewer than 2^64 bits"), "{error}");
    }
}

#[test]
fn shapes_are_equal_only_if_all_sizes_are() {
    let found = |shape: &str| {
        let header = format!(r#"{{"x":{{"dtype":"F32","shape":{shape},"data_offsets":[0,480]}}}}"#);
        match Reader::new().check::<()>(&framed(&header, &[0; 480])) {
            Err(Error::Unexpected { found, .. }) => found,
            other => panic!("{other:?}"),
        }
    };
    let all = [
        "[5, 4, 2, 3]",
        "[5, 4, 3, 2]",
        "[5, 4, 1, 6]",
        "[5, 4, 6]",
        "[5, 4, 6, 1]",
        "[5, 4, 6, 1, 1]",
        "[5, 4, 1, 6, 1]",
        "[5, 4, 1, 1, 6]",
        "[5, 4, 1, 2, 3]",
        "[5, 4, 1, 3, 2]",
    ];
    for (i, a) in all.iter().enumerate() {
        for (j, b) in all.iter().enumerate() {
            assert_eq!(found(a) == found(b), i == j, "{a} {b}");
        }
    }
}

/// The place of every number, for sizes with ones and zeros among them.
#[test]
fn every_place_is_hit_once_whatever_the_sizes() {
    fn check<const A: usize, const B: usize, const C: usize, const D: usize>() {
        let mut net = Everything::<A, B, C, D>::zeros_boxed();
        let mut next = 0.0;
        for_each_mut(&mut *net, |_, _, numbers: &mut [f32]| {
            numbers.iter_mut().for_each(|number| (*number, next) = (next, next + 1.0));
        });
        for writer in [Writer::new(), Writer::new().native()] {
            let file = writer.to_vec(&*net).unwrap();
            let mut copy = Everything::zeros_boxed();
            Reader::new().load_into(&mut *copy, &file).unwrap();
            assert_eq!(copy, net);
        }
        let text = serde_json::to_string(&Tensors(&*net)).unwrap();
        let mut copy = Everything::zeros_boxed();
        let mut input = serde_json::Deserializer::from_str(&text);
        TensorsMut::new(&mut *copy).deserialize(&mut input).unwrap();
        assert_eq!(copy, net);
        for_each(&*net, |_, leaf, _: &[f32]| {
            for layout in [Layout::Torch, Layout::Keras] {
                let mut places: Vec<_> = (0..leaf.len()).map(|i| leaf.place(layout, i)).collect();
                places.sort_unstable();
                assert!(places.into_iter().eq(0..leaf.len()));
            }
        });
    }
    check::<2, 3, 4, 5>();
    check::<5, 4, 3, 2>();
    check::<1, 3, 1, 5>();
    check::<3, 1, 4, 1>();
    check::<1, 1, 1, 1>();
    check::<7, 2, 1, 3>();
}

#[test]
fn nothing_is_allocated() {
    let (net, mut copy, mut buffer) = (example(), Net::zeros(), [0; 8192]);
    let found = measure(|| {
        for writer in [Writer::new(), Writer::new().native()] {
            let len = writer.write_to(&net, &mut buffer).unwrap();
            Reader::new().load_into(&mut copy, &buffer[..len]).unwrap();
            assert!(KERAS.load_into(&mut copy, &buffer[..len]).is_err() || copy == net);
        }
    });
    assert_eq!(found.count_total, 0);
    assert_ne!(checksum(&buffer), 0);
}
