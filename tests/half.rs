//! Weights of 16 bits: where they come from, what they cost in accuracy, and what is refused.

use constnet::{
    prelude::*,
    weights::{self, ConvertError, Error, Reader, TestPair, Writer, convert, for_each_tensor},
};
use half::{bf16, f16};
use safetensors::SafeTensors;
use std::fs;

network!(Policy: 3 => (Dense<3, 4>, Tanh, Dense<4, 2>) => 2);
network!(PolicyF16: 3 => (Dense<3, 4, f16>, Tanh, Dense<4, 2, f16>) => 2);
network!(PolicyBf16: 3 => (Dense<3, 4, bf16>, Tanh, Dense<4, 2, bf16>) => 2);
network!(Wide: 64 => (Dense<64, 32>, Relu, Dense<32, 10>) => 10);
network!(WideF16: 64 => (Dense<64, 32, f16>, Relu, Dense<32, 10, f16>) => 10);
network!(WideBf16: 64 => (Dense<64, 32, bf16>, Relu, Dense<32, 10, bf16>) => 10);

/// From a file of `F32`, rounded by the compiler.
static F16: PolicyF16 = constnet::embed!("data/weights/policy.safetensors");
static BF16: PolicyBf16 = constnet::embed!("data/weights/policy.safetensors");

fn data(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/data/weights/{name}.safetensors", env!("CARGO_MANIFEST_DIR")))
        .unwrap()
}

/// All numbers, as they are stored.
fn values<N: Parameters>(net: &N) -> Vec<f64> {
    let mut all = Vec::new();
    for_each_tensor(net, |_, _, numbers| all.extend((0..).map_while(|i| numbers.value(i))));
    assert_eq!(all.len(), N::COUNT);
    all
}

#[test]
fn the_compiler_the_reader_and_convert_round_alike() {
    let file = data("policy");
    let trained: Policy = Reader::new().load(&file).unwrap();
    let (mut small, mut brain) = (PolicyF16::zeros(), PolicyBf16::zeros());
    convert(&trained, &mut small).unwrap();
    convert(&trained, &mut brain).unwrap();
    assert_eq!(values(&small), values(&F16));
    assert_eq!(values(&brain), values(&BF16));
    // By the other crate: nearest, ties to even.
    let rounded: Vec<f64> = values(&trained).iter().map(|&w| f16::from_f64(w).to_f64()).collect();
    assert_eq!(values(&small), rounded);
    let rounded: Vec<f64> = values(&trained).iter().map(|&w| bf16::from_f64(w).to_f64()).collect();
    assert_eq!(values(&brain), rounded);
    // From f64, rounded once.
    let double = data("policy_f64");
    let exact: (Dense<3, 4, f64>, Tanh, Dense<4, 2, f64>) = Reader::new().load(&double).unwrap();
    let once: PolicyF16 = Reader::new().load(&double).unwrap();
    convert(&exact, &mut small).unwrap();
    assert_eq!(values(&small), values(&once));
}

#[test]
fn files_of_16_bits_are_read_as_they_are() {
    for name in ["policy_f16", "policy_bf16"] {
        let file = data(name);
        let wide: Policy = Reader::new().load(&file).unwrap();
        // Nothing was rounded in its own kind, and PyTorch's output for PyTorch's input comes out.
        let pair = TestPair::<SVector<f32, 3>, SVector<f32, 2>>::read(&file).unwrap();
        if name == "policy_f16" {
            let net: PolicyF16 = Reader::new().load(&file).unwrap();
            assert_eq!(values(&net), values(&wide));
            assert_eq!(pair.check_within(&net, 1e-6), pair.check_within(&wide, 1e-6));
        } else {
            let net: PolicyBf16 = Reader::new().load(&file).unwrap();
            assert_eq!(values(&net), values(&wide));
            assert_eq!(pair.check_within(&net, 1e-6), pair.check_within(&wide, 1e-6));
        }
    }
    // A bfloat16 has fewer digits and a wider range than a binary16; both ways are rounded.
    let net: PolicyF16 = Reader::new().load(&data("policy_bf16")).unwrap();
    let wide: Policy = Reader::new().load(&data("policy_bf16")).unwrap();
    assert_eq!(values(&net), values(&wide));
    let net: PolicyBf16 = Reader::new().load(&data("policy_f16")).unwrap();
    let wide: Policy = Reader::new().load(&data("policy_f16")).unwrap();
    assert_ne!(values(&net), values(&wide));
}

#[test]
fn a_written_file_is_read_to_the_same_bits_and_by_the_reference_crate() {
    for (file, dtype) in [
        (Writer::new().to_vec(&F16).unwrap(), safetensors::Dtype::F16),
        (Writer::new().to_vec(&BF16).unwrap(), safetensors::Dtype::BF16),
    ] {
        let tensors = SafeTensors::deserialize(&file).unwrap();
        let weight = tensors.tensor("0.weight").unwrap();
        assert_eq!((weight.dtype(), weight.shape()), (dtype, [4, 3].as_slice()));
        // Row by row, as PyTorch has them.
        let second = u16::from_le_bytes(weight.data()[2..4].try_into().unwrap());
        if dtype == safetensors::Dtype::F16 {
            assert_eq!(second, F16.0.weight[(0, 1)].to_bits());
            let net: PolicyF16 = Reader::new().load(&file).unwrap();
            assert_eq!(values(&net), values(&F16));
        } else {
            assert_eq!(second, BF16.0.weight[(0, 1)].to_bits());
            let net: PolicyBf16 = Reader::new().load(&file).unwrap();
            assert_eq!(values(&net), values(&BF16));
        }
    }
    // The native layout keeps bits, and its kind of number.
    let native = Writer::new().native().to_vec(&F16).unwrap();
    let net: PolicyF16 = Reader::new().load(&native).unwrap();
    assert_eq!(values(&net), values(&F16));
    let error = Reader::new().load::<Policy>(&native).unwrap_err();
    let words = "tensor `constnet.0.weight`: the network wants F32, the file has F16";
    assert!(error.to_string().starts_with(words), "{error}");
}

/// Weights are rounded by at most 2⁻¹¹ of their size (bfloat16: 2⁻⁸), and the sums of a layer by at most
/// as much of Σ|w·x| + |b|: here from the outputs of 64-32-10 with weights of PyTorch.
#[test]
fn outputs_move_no_further_than_weights_are_rounded() {
    let file = data("wide_f32");
    let net: Wide = Reader::new().load(&file).unwrap();
    let (mut small, mut brain) = (WideF16::zeros(), WideBf16::zeros());
    convert(&net, &mut small).unwrap();
    convert(&net, &mut brain).unwrap();
    let mut rng = random::generator(5);
    for _ in 0..100 {
        let x = SVector::<f32, 64>::from_fn(|_, _| random::uniform(1.0, &mut rng) as f32);
        let y = net.forward(&x);
        let sizes = |w: &SMatrix<f32, 32, 64>, b: &SVector<f32, 32>| w.abs() * x.abs() + b.abs();
        let hidden = (net.1.forward(&net.0.forward(&x)), sizes(&net.0.weight, &net.0.bias));
        let reach = |half: f32| {
            // What hidden units move by, passed on, and what the second layer adds, with a little
            // room for the roundings of f32.
            let moved = hidden.1 * half;
            let second = net.2.weight.abs() * (hidden.0 + moved) + net.2.bias.abs();
            (net.2.weight.abs() * moved + second * half) * 1.001 + SVector::repeat(1e-5)
        };
        for (found, half) in [(small.forward(&x), 1.0 / 2048.0), (brain.forward(&x), 1.0 / 256.0)] {
            let reach = reach(half);
            for i in 0..10 {
                assert!((found[i] - y[i]).abs() <= reach[i], "{half}: {} and {}", found[i], y[i]);
            }
        }
    }
}

#[test]
fn what_would_be_infinite_is_refused_and_nothing_changes() {
    let trained: Policy = (
        Dense::new([[0.0; 3], [0.0; 3], [0.0, 0.0, 70_000.0], [0.0; 3]], [0.0; 4]),
        Tanh,
        Dense::new([[0.0; 4]; 2], [1.0, 2.0]),
    );
    let file = Writer::new().to_vec(&trained).unwrap();
    let mut net = F16.clone();
    let error = convert(&trained, &mut net).unwrap_err();
    assert!(matches!(error, ConvertError { index, found: 70_000.0, .. } if *index == [2, 2]));
    assert_eq!(
        error.to_string(),
        "tensor `0.weight`: expected a finite number, found 70000, one that is infinite as an f16 (row 2, column 2)"
    );
    let error = weights::load_into(&mut net, &file).unwrap_err();
    assert!(matches!(error, Error::NotFinite { .. }));
    let words = "tensor `0.weight`: expected a finite number, found one that is infinite as an f16";
    assert!(error.to_string().starts_with(words), "{error}");
    assert_eq!(values(&net), values(&F16));
    // A bfloat16 reaches as far as an f32, but for what is rounded up.
    let mut brain = BF16.clone();
    convert(&trained, &mut brain).unwrap();
    let mut huge = trained.clone();
    huge.2.bias[1] = f32::MAX;
    let error = convert(&huge, &mut brain).unwrap_err().to_string();
    assert!(error.ends_with("infinite as a bf16 (row 1, column 0)"), "{error}");
    let file = Writer::new().to_vec(&huge).unwrap();
    let error = weights::load_into(&mut brain, &file).unwrap_err().to_string();
    assert!(error.contains("infinite as a bf16"), "{error}");
    // NaN is never stored.
    huge.2.bias[1] = f32::NAN;
    let error = convert(&huge, &mut brain).unwrap_err().to_string();
    assert_eq!(error, "tensor `2.bias`: expected a finite number, found NaN (row 1, column 0)");
}

/// The largest number that does not round to infinity, and the next, from each wider kind.
#[test]
fn the_limit_of_each_kind_is_where_rounding_has_it() {
    fn load<N: Parameters>(value: f64) -> bool {
        let single = Writer::new().to_vec(&Dense::new([[value as f32]], [0.0])).unwrap();
        let double = Writer::new().to_vec(&Dense::new([[value]], [0.0])).unwrap();
        let found = Reader::new().check::<N>(&double).is_ok();
        if f64::from(value as f32) == value {
            assert_eq!(Reader::new().check::<N>(&single).is_ok(), found, "{value}");
        }
        found
    }
    // 65,504 + 16, and 2¹²⁷·(2 − 2⁻⁷ + 2⁻⁸).
    for sign in [1.0, -1.0] {
        for (limit, is_f16) in
            [(65_520.0_f64, true), (f64::from_bits(0x47ef_f000_0000_0000), false)]
        {
            for (value, fits) in [(limit.next_down(), true), (limit, false)] {
                let load =
                    if is_f16 { load::<Dense<1, 1, f16>> } else { load::<Dense<1, 1, bf16>> };
                assert_eq!(load(sign * value), fits, "{value}");
                let single = sign * f64::from((value as f32).next_down());
                assert!(load(single));
            }
        }
    }
    // From bfloat16 to binary16: 65,280 and 65,536 are neighbours.
    for (value, fits) in [(65_280.0, true), (65_536.0, false)] {
        let net: Dense<1, 1, bf16> = Dense::new([[bf16::from_f32(value)]], [bf16::ZERO]);
        let file = Writer::new().to_vec(&net).unwrap();
        assert_eq!(Reader::new().check::<Dense<1, 1, f16>>(&file).is_ok(), fits);
    }
}

#[test]
fn serde_writes_the_numbers_that_are_stored_for() {
    use constnet::serde::{Tensors, TensorsMut};
    use serde::de::DeserializeSeed;
    let text = serde_json::to_string(&Tensors(&F16)).unwrap();
    let mut net = PolicyF16::zeros();
    TensorsMut::new(&mut net).deserialize(&mut serde_json::Deserializer::from_str(&text)).unwrap();
    assert_eq!(values(&net), values(&F16));
    // The same text is a network of f32s.
    let mut wide = Policy::zeros();
    TensorsMut::new(&mut wide).deserialize(&mut serde_json::Deserializer::from_str(&text)).unwrap();
    assert_eq!(values(&wide), values(&F16));
    let text = text.replacen("[[", "[[1e5, ", 1);
    let error =
        TensorsMut::new(&mut net).deserialize(&mut serde_json::Deserializer::from_str(&text));
    let error = error.unwrap_err().to_string();
    assert!(error.contains("infinite as an f16"), "{error}");
    assert_eq!(values(&net), values(&F16));
    // Formats that do not say what numbers are keep the bits as well.
    let bytes = postcard::to_allocvec(&Tensors(&BF16)).unwrap();
    let mut brain = PolicyBf16::zeros();
    TensorsMut::new(&mut brain)
        .deserialize(&mut postcard::Deserializer::from_bytes(&bytes))
        .unwrap();
    assert_eq!(values(&brain), values(&BF16));
}

#[test]
fn layers_of_each_kind_of_number_stand_side_by_side() {
    network!(Mixed: 3 => (Dense<3, 4, f16>, Tanh, Dense<4, 4>, Relu, Dense<4, 2, bf16>) => 2);
    let mut rng = random::generator(3);
    let trained = <(Dense<3, 4>, Tanh, Dense<4, 4>, Relu, Dense<4, 2>)>::init(&mut rng);
    let mut net = Mixed::zeros();
    convert(&trained, &mut net).unwrap();
    assert_eq!(size_of_val(&net.0) + size_of_val(&net.4), 2 * (16 + 10));
    assert_eq!(net.2, trained.2);
    let x = SVector::from([1.0, -1.0, 0.5]);
    assert!((net.forward(&x) - trained.forward(&x)).amax() < 1e-2);
    let file = Writer::new().to_vec(&net).unwrap();
    let again: Mixed = Reader::new().load(&file).unwrap();
    assert_eq!(values(&again), values(&net));
}

/// Cells whose weights have 16 bits give the bits of the `f32`s that these stand for: step by step, in blocks, and of a
/// sequence at once, one stream and three.
#[test]
fn cells_of_16_bits_give_the_bits_of_the_f32s_that_they_stand_for() {
    use constnet::layers::ResetBefore;
    use constnet::random::{generator, uniform};

    fn sequence<const B: usize>(seed: u64) -> [SMatrix<f32, 3, B>; 11] {
        let mut rng = generator(seed);
        std::array::from_fn(|_| SMatrix::from_fn(|_, _| uniform(2.0, &mut rng) as f32))
    }

    macro_rules! check {
        ($half:ty, $b:literal: $($cell:ident<3, 9, _ $(, $parameter:ty)*>),+) => {$({
            let full = $cell::<3, 9, f32 $(, $parameter)*>::init(&mut generator(3));
            let mut small = $cell::<3, 9, $half $(, $parameter)*>::zeros();
            convert(&full, &mut small).unwrap();
            let mut wide = full;
            convert(&small, &mut wide).unwrap();
            let x = sequence::<$b>(5);
            let whole = wide.forward(&x);
            assert!(small.forward(&x) == whole);
            let mut state = State::rest();
            let steps = x.map(|x| small.step(&mut state, &x));
            assert!(steps == whole);
            let mut block = State::rest();
            let (first, second): ([_; 8], [_; 3]) =
                (*x.first_chunk().unwrap(), *x.last_chunk().unwrap());
            assert!(small.step(&mut block, &first) == whole[..8]);
            assert!(small.step(&mut block, &second) == whole[8..]);
            assert!(block == state);
            let mut of_wide = State::rest();
            wide.step(&mut of_wide, &x);
            assert!(of_wide == state);
        })+};
    }
    macro_rules! all {
        ($($half:ty, $b:literal;)+) => {$(
            check!($half, $b:
                Lstm<3, 9, _>, Lstm<3, 9, _, (FastSigmoid, FastTanh)>, Gru<3, 9, _>,
                Gru<3, 9, _, (Sigmoid, Tanh), ResetBefore>, Rnn<3, 9, _>, Rnn<3, 9, _, Relu>);
        )+};
    }
    all! {
        f16, 1;
        f16, 3;
        bf16, 1;
        bf16, 3;
    }
}

/// A file of PyTorch's with two biases, rounded once from their sum.
#[test]
fn two_biases_of_a_file_are_summed_before_they_are_rounded_to_16_bits() {
    let file = data("recurrent_lstm");
    let exact: Lstm<3, 4, f64> = Reader::new().load(&file).unwrap();
    let small: Lstm<3, 4, f16> = Reader::new().load(&file).unwrap();
    static EMBEDDED: Lstm<3, 4, f16> = constnet::embed!("data/weights/recurrent_lstm.safetensors");
    assert!(small == EMBEDDED);
    let rounded: Vec<f64> = values(&exact).iter().map(|&w| f16::from_f64(w).to_f64()).collect();
    assert_eq!(values(&small), rounded);
}
