//! Weights of convolutions in files: each number of PyTorch's and Keras' tensors is where it belongs. Kernels are not
//! square, and channels not as many as places, so that no two axes could be taken for each other.

use constnet::{
    prelude::*,
    weights::{Layout, Reader, TestPair, Writer},
};
use core::array::from_fn as each;
use safetensors::SafeTensors;

/// A file by hand: names, shapes and numbers.
fn file(tensors: &[(&str, &[usize], Vec<f32>)]) -> Vec<u8> {
    let (mut entries, mut data) = (Vec::new(), Vec::new());
    for (name, shape, numbers) in tensors {
        let begin = data.len();
        data.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        let end = data.len();
        entries.push(format!(
            r#""{name}":{{"dtype":"F32","shape":{shape:?},"data_offsets":[{begin},{end}]}}"#
        ));
    }
    let header = format!("{{{}}}", entries.join(","));
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.bytes());
    file.extend(data);
    file
}

/// All numbers of a shape in the order of a file, each by its place on the file's axes.
fn listed<const D: usize>(shape: [usize; D], number: impl Fn([usize; D]) -> f32) -> Vec<f32> {
    let at = |i: usize| {
        let (mut at, mut i) = ([0; D], i);
        for (size, at) in shape.iter().zip(&mut at).rev() {
            (*at, i) = (i % size, i / size);
        }
        at
    };
    (0..shape.iter().product()).map(|i| number(at(i))).collect()
}

/// A number that says where it stands: the row and column of the kernel, the input of its group, and the output.
fn digits(at: [usize; 4]) -> f32 {
    at.iter().fold(9.0, |number, &digit| 10.0 * number + digit as f32)
}

/// Whole, in two groups, depthwise, depthwise of two outputs each, and along a sequence.
type Whole = Conv2d<3, 5, 2, 4, 1, 1>;
type Groups = Conv2d<6, 8, 2, 3, 1, 1, Valid, 3>;
type Depthwise = DepthwiseConv2d<5, 5, 2, 3, 1, 1>;
type OfTwo = DepthwiseConv2d<3, 6, 2, 4, 1, 1>;
type Window = WindowConv1d<3, 5, 4, 1>;
type Causal = Conv1d<3, 5, 4>;
type All = (Whole, Groups, Depthwise, OfTwo, Window, Causal);

#[track_caller]
fn right(net: &All) {
    let (whole, groups, depthwise, of_two, window, causal) = net;
    assert_eq!(whole.weight, each(|h| each(|w| each(|i| each(|o| digits([h, w, i, o]))))));
    assert_eq!(groups.weight, each(|h| each(|w| each(|i| each(|o| digits([h, w, i, o]))))));
    assert_eq!(depthwise.weight, each(|h| each(|w| each(|i| each(|o| digits([h, w, i, o]))))));
    assert_eq!(of_two.weight, each(|h| each(|w| each(|i| each(|o| digits([h, w, i, o]))))));
    assert_eq!(window.weight, each(|k| each(|i| each(|o| digits([0, k, i, o])))));
    assert_eq!(causal.weight, each(|k| each(|i| each(|o| digits([0, k, i, o])))));
    assert_eq!(whole.bias.data.0[0], each(|o| o as f32));
}

fn bias(outputs: usize) -> Vec<f32> {
    (0..outputs).map(|o| o as f32).collect()
}

/// `[out, in of a group, kh, kw]`, and `[out, in, k]`.
fn torch() -> Vec<u8> {
    let image = |shape| listed(shape, |[o, i, h, w]| digits([h, w, i, o]));
    let sequence = |shape| listed(shape, |[o, i, k]| digits([0, k, i, o]));
    file(&[
        ("0.weight", &[5, 3, 2, 4], image([5, 3, 2, 4])),
        ("0.bias", &[5], bias(5)),
        ("1.weight", &[8, 3, 2, 3], image([8, 3, 2, 3])),
        ("1.bias", &[8], bias(8)),
        ("2.weight", &[5, 1, 2, 3], image([5, 1, 2, 3])),
        ("2.bias", &[5], bias(5)),
        ("3.weight", &[6, 1, 2, 4], image([6, 1, 2, 4])),
        ("3.bias", &[6], bias(6)),
        ("4.weight", &[5, 3, 4], sequence([5, 3, 4])),
        ("4.bias", &[5], bias(5)),
        ("5.weight", &[5, 3, 4], sequence([5, 3, 4])),
        ("5.bias", &[5], bias(5)),
    ])
}

/// `[kh, kw, in of a group, out]`, `[k, in, out]`, and of a `DepthwiseConv2D` `[kh, kw, in, multiplier]`: output
/// i·multiplier + m is number m of input i.
fn keras() -> Vec<u8> {
    let image = |shape| listed(shape, digits);
    let sequence = |shape| listed(shape, |[k, i, o]| digits([0, k, i, o]));
    let depthwise =
        |shape: [usize; 4]| listed(shape, |[h, w, i, m]| digits([h, w, 0, i * shape[3] + m]));
    file(&[
        ("0.weight", &[2, 4, 3, 5], image([2, 4, 3, 5])),
        ("0.bias", &[5], bias(5)),
        ("1.weight", &[2, 3, 3, 8], image([2, 3, 3, 8])),
        ("1.bias", &[8], bias(8)),
        ("2.weight", &[2, 3, 5, 1], depthwise([2, 3, 5, 1])),
        ("2.bias", &[5], bias(5)),
        ("3.weight", &[2, 4, 3, 2], depthwise([2, 4, 3, 2])),
        ("3.bias", &[6], bias(6)),
        ("4.weight", &[4, 3, 5], sequence([4, 3, 5])),
        ("4.bias", &[5], bias(5)),
        ("5.weight", &[4, 3, 5], sequence([4, 3, 5])),
        ("5.bias", &[5], bias(5)),
    ])
}

const KERAS: Reader<'_> = Reader::new().layout(Layout::Keras);

#[test]
fn every_number_of_a_file_is_where_its_layout_says() {
    right(&Reader::new().load(&torch()).unwrap());
    right(&KERAS.load(&keras()).unwrap());
    let double: Conv2d<3, 5, 2, 4, 1, 1, Valid, 3, f64> =
        KERAS.prefix("0.").ignore_unknown().load(&keras()).unwrap();
    assert_eq!(double.weight[1][3][2][4], 91324.0);
}

/// The compiler reads as a program does.
#[test]
fn the_compiler_puts_every_number_where_it_belongs() {
    // `CONSTNET_OVERWRITE=1` makes the files anew, for the next build.
    if std::env::var_os("CONSTNET_OVERWRITE").is_some() {
        std::fs::write("tests/data/weights/convolutions.safetensors", torch()).unwrap();
        std::fs::write("tests/data/weights/convolutions_keras.safetensors", keras()).unwrap();
    }
    static TORCH_NET: All = constnet::embed!("data/weights/convolutions.safetensors");
    static KERAS_NET: All = constnet::embed!("data/weights/convolutions_keras.safetensors", KERAS);
    right(&TORCH_NET);
    right(&KERAS_NET);
    assert_eq!(include_bytes!("data/weights/convolutions.safetensors").as_slice(), torch());
    assert_eq!(include_bytes!("data/weights/convolutions_keras.safetensors").as_slice(), keras());
}

#[test]
fn what_is_written_is_of_its_layout_and_reads_back() {
    let net: All = Reader::new().load(&torch()).unwrap();
    for writer in [Writer::new(), Writer::new().native()] {
        right(&Reader::new().load(&writer.to_vec(&net).unwrap()).unwrap());
    }
    // As Keras has it: every tensor is that of the file by hand, a depthwise one that of a `DepthwiseConv2D`.
    let written = Writer::new().layout(Layout::Keras).to_vec(&net).unwrap();
    right(&KERAS.load(&written).unwrap());
    let (written, expected) = (written.as_slice(), keras());
    let [written, expected] =
        [written, &expected].map(|file| SafeTensors::deserialize(file).unwrap());
    assert_eq!(written.len(), expected.len());
    for (name, expected) in expected.iter() {
        assert_eq!(written.tensor(name).unwrap(), expected, "{name}");
    }
    // The other order is another shape, and the error says whose.
    let error = Reader::new().load::<All>(&keras()).unwrap_err().to_string();
    assert!(
        error.starts_with(
            "tensor `0.weight`: the network wants [5, 3, 2, 4], the file has [2, 4, 3, 5], as in `Layout::Keras`"
        ),
        "{error}"
    );
}

type Image<const C: usize, const H: usize, const W: usize> = [[SVector<f32, C>; W]; H];
type Steps<const C: usize, const L: usize> = [SVector<f32, C>; L];

/// As `scripts/export_pytorch.py` writes them: norms folded, and the channels of the pair last, which PyTorch has first.
/// In PyTorch's order the right weights would fail.
#[test]
fn pytorchs_images_and_sequences_give_its_outputs() {
    network!(
        Colour: [[3; 8]; 6] => (
            Conv2d<3, 4, 3, 3, 6, 8, Pad<1>>, Relu, MaxPool<2, 2, 3, 4>, Flatten<48, Chw>, Dense<48, 2>,
        ) => 2
    );
    static COLOUR: Colour = constnet::embed!("data/weights/colour.safetensors");
    static SCORES: TestPair<Image<3, 6, 8>, SVector<f32, 2>> =
        TestPair::embed(include_bytes!("data/weights/colour.safetensors"));
    assert_eq!(SCORES.check_within(&COLOUR, 1e-6), Ok(()));

    type ToImage = (Conv2d<4, 6, 2, 3, 3, 3, Valid, 2>, Relu, Conv2d<6, 3, 1, 1, 3, 3>);
    static TO_IMAGE: ToImage = constnet::embed!("data/weights/colour_to_image.safetensors");
    static PICTURE: TestPair<Image<4, 4, 5>, Image<3, 3, 3>> =
        TestPair::embed(include_bytes!("data/weights/colour_to_image.safetensors"));
    assert_eq!(PICTURE.check_within(&TO_IMAGE, 1e-6), Ok(()));

    type Sequence = (WindowConv1d<3, 4, 3, 7>, Relu, WindowConv1d<4, 2, 2, 8, Pad<0, 1>>);
    static SEQUENCE: Sequence = constnet::embed!("data/weights/sequence.safetensors");
    static SERIES: TestPair<Steps<3, 9>, Steps<2, 8>> =
        TestPair::embed(include_bytes!("data/weights/sequence.safetensors"));
    assert_eq!(SERIES.check_within(&SEQUENCE, 1e-6), Ok(()));
}
