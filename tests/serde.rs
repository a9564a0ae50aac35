//! Networks and trainings through serde: JSON for what people read, postcard for binary formats.

use constnet::{
    optimizers::{Memory, memory},
    prelude::*,
    random,
    serde::{Tensors, TensorsMut, Training, TrainingMut},
    weights::{self, Checkpoint},
};
use serde::{Deserialize, Serialize, de::DeserializeSeed};

/// A network of every kind of entry: nested, wrapped, untrained, without parameters.
type Everything<T> = (
    Standardize<3, T>,
    Residual<(Dense<3, 5, T>, LeakyRelu<Ratio<1, 10>>, Dense<5, 3, T>)>,
    Frozen<Dense<3, 4, T>>,
    LayerNorm<4, T>,
    (Dropout<Ratio<1, 4>>, Dense<4, 2, T>),
);
type Small = (Dense<2, 3>, Tanh);

fn small() -> Small {
    (Dense::new([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [7.0, 8.0, 9.0]), Tanh)
}

fn from_json<N: Parameters>(net: &mut N, text: &str) -> Result<(), String> {
    let mut input = serde_json::Deserializer::from_str(text);
    TensorsMut::new(net).deserialize(&mut input).map_err(|error| error.to_string())
}

fn from_binary<N: Parameters>(net: &mut N, bytes: &[u8]) -> Result<(), postcard::Error> {
    TensorsMut::new(net).deserialize(&mut postcard::Deserializer::from_bytes(bytes))
}

#[test]
fn every_bit_comes_back_from_text_and_binary() {
    fn check<T: Scalar>(values: &[f64]) {
        let mut net = Everything::<T>::init(&mut random::generator(3));
        for (slot, value) in net.0.mean.iter_mut().chain(&mut net.3.bias).zip(values) {
            *slot = T::from_f64(*value);
        }
        let expected = weights::to_vec(&net).unwrap();
        let (text, bytes) = (
            serde_json::to_string(&Tensors(&net)).unwrap(),
            postcard::to_allocvec(&Tensors(&net)).unwrap(),
        );
        let mut copy = Everything::<T>::zeros();
        from_json(&mut copy, &text).unwrap();
        assert!(weights::to_vec(&copy).unwrap() == expected);
        let mut copy = Everything::<T>::zeros();
        from_binary(&mut copy, &bytes).unwrap();
        assert!(weights::to_vec(&copy).unwrap() == expected);
        // Without an allocator, with scratch of the caller's.
        let (mut copy, mut scratch) = (Everything::<T>::zeros(), Everything::<T>::zeros());
        let mut input = postcard::Deserializer::from_bytes(&bytes);
        TensorsMut::with(&mut copy, &mut scratch).deserialize(&mut input).unwrap();
        assert!(weights::to_vec(&copy).unwrap() == expected);
    }
    let f32s = [-0.0, f32::MAX, f32::MIN_POSITIVE, f32::from_bits(1), 0.1, 1.0 / 3.0, 16_777_217.0];
    check::<f32>(&f32s.map(f64::from));
    check::<f64>(&[-0.0, f64::MAX, f64::MIN_POSITIVE, f64::from_bits(1), 0.1, 1.0 / 3.0, 1e23]);
}

#[test]
fn the_text_is_as_documented() {
    let text = serde_json::to_string(&Tensors(&small())).unwrap();
    let fingerprint = weights::fingerprint::<Small>();
    let expected = format!(
        r#"{{"network":"{fingerprint:016x}","tensors":{{"0.weight":[[1.0,2.0],[3.0,4.0],[5.0,6.0]],"0.bias":[7.0,8.0,9.0]}}}}"#
    );
    assert_eq!(text, expected);
    // Written by hand: another order, whole numbers, no fingerprint.
    let text = r#"{"tensors": {"0.bias": [7, 8, 9.0], "0.weight": [[1, 2], [3, 4], [5e0, 6]]}}"#;
    let mut net = Small::zeros();
    from_json(&mut net, text).unwrap();
    assert!(net == small());
}

#[test]
fn what_is_wrong_is_named_and_the_network_stays_what_it_was() {
    const W: &str = r#""0.weight": [[1, 2], [3, 4], [5, 6]]"#;
    const B: &str = r#""0.bias": [7, 8, 9]"#;
    let cases = [
        (
            r#""0.weight": [[1, 2, 3], [4, 5, 6]]"#,
            B,
            "tensor `0.weight`: expected [3, 2], found [2, 3]",
        ),
        (
            r#""0.weight": [[1, 2], [3, 4], [5]]"#,
            B,
            "tensor `0.weight`: expected rows of one length, found 2 numbers in row 0 and 1 in row 2",
        ),
        (
            r#""0.weight": [1, 2, 3, 4, 5, 6]"#,
            B,
            "invalid type: integer `1`, expected 2 numbers in row 0 of tensor `0.weight`",
        ),
        (W, r#""0.bias": [7, 8, 9, 10]"#, "tensor `0.bias`: expected [3], found [4]"),
        (W, r#""0.bias": []"#, "tensor `0.bias`: expected [3], found [0]"),
        (
            W,
            r#""0.bias": [7, null, 9]"#,
            "invalid type: null, expected a finite number for tensor `0.bias`, row 1, column 0",
        ),
        (
            W,
            r#""0.bias": [7, 8, 1e39]"#,
            "number out of range", // by serde_json, before it is a number
        ),
        (W, r#""0.bias": null"#, "invalid type: null, expected 3 numbers for tensor `0.bias`"),
        (
            W,
            r#""0.Bias": [7, 8, 9]"#,
            "tensor `0.Bias`: expected `0.bias` or another name of the network, found this one",
        ),
        (B, W, ""),
        (W, W, "tensor `0.weight`: expected it once, found it twice"),
        (
            W,
            r#""0.bias": [7, 8, 9], "1.bias": []"#,
            "tensor `1.bias`: expected no more tensors, found this one",
        ),
    ];
    for (first, second, expected) in cases {
        let mut net = Small::zeros();
        let result = from_json(&mut net, &format!(r#"{{"tensors": {{{first}, {second}}}}}"#));
        match result {
            Ok(()) => assert!(expected.is_empty() && net == small()),
            Err(error) => {
                assert!(!expected.is_empty() && error.starts_with(expected), "{error}");
                assert!(net == Small::zeros(), "{error}");
            }
        }
    }
    for (text, expected) in [
        (
            r#"{"tensors": {"0.weight": [[1, 2], [3, 4], [5, 6]]}}"#,
            "tensor `0.bias`: expected [3], found no such name",
        ),
        (r#"{}"#, "missing field `tensors`"),
        (
            r#"{"tensors": {}, "tensors": {}}"#,
            "tensor `0.weight`: expected [3, 2], found no such name",
        ),
        (
            r#"{"network": "12", "tensors": {}}"#,
            "invalid value: string \"12\", expected 16 hexadecimal digits",
        ),
        (r#"{"layers": {}}"#, "unknown field `layers`, expected `network` or `tensors`"),
        (
            r#"{"network": "0000000000000000", "network": "0000000000000000"}"#,
            "duplicate field `network`",
        ),
    ] {
        let error = from_json(&mut Small::zeros(), text).unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }
    // A format that has the number, as `f64`.
    let value = serde_json::json!({"tensors": {
        "0.weight": [[1, 2], [3, 4], [5, 6]], "0.bias": [7, 8, 1e39]
    }});
    let error = TensorsMut::new(&mut Small::zeros()).deserialize(value).unwrap_err();
    let expected = "tensor `0.bias`: expected a finite number, found one that is infinite as an f32 \
                    (row 2, column 0)";
    assert_eq!(error.to_string(), expected);
    // Another activation; a shape is named before.
    let text = serde_json::to_string(&Tensors(&small())).unwrap();
    let mut relu = (Dense::<2, 3>::zeros(), Relu);
    let error = from_json(&mut relu, &text).unwrap_err();
    assert!(error.starts_with("all tensors fit, but they are of another network"), "{error}");
    assert!(relu.0 == Dense::zeros());
    let error = from_json(&mut (Dense::<3, 3>::zeros(), Relu), &text).unwrap_err();
    assert!(error.starts_with("tensor `0.weight`: expected [3, 3], found [3, 2]"), "{error}");
}

#[test]
fn numbers_that_are_not_finite_are_errors_both_ways() {
    for (value, name) in
        [(f32::NAN, "NaN"), (f32::INFINITY, "infinity"), (f32::NEG_INFINITY, "-infinity")]
    {
        let mut net = small();
        net.0.weight[(1, 0)] = value;
        let expected =
            format!("tensor `0.weight`: expected a finite number, found {name} (row 1, column 0)");
        assert_eq!(serde_json::to_string(&Tensors(&net)).unwrap_err().to_string(), expected);
        assert!(postcard::to_allocvec(&Tensors(&net)).is_err());
    }
    let bytes = postcard::to_allocvec(&Tensors(&small())).unwrap();
    let nine = bytes.len() - 4;
    assert_eq!(bytes[nine..], 9.0_f32.to_le_bytes());
    for value in [f32::NAN, f32::INFINITY] {
        let mut bad = bytes.clone();
        bad[nine..].copy_from_slice(&value.to_le_bytes());
        let mut net = Small::zeros();
        assert!(from_binary(&mut net, &bad).is_err() && net == Small::zeros());
    }
}

#[test]
fn binary_data_of_another_network_or_damaged_change_nothing() {
    let bytes = postcard::to_allocvec(&Tensors(&small())).unwrap();
    let mut double = (Dense::<2, 3, f64>::zeros(), Tanh);
    assert!(from_binary(&mut double, &bytes).is_err());
    assert!(from_binary(&mut (Dense::<3, 2>::zeros(), Tanh), &bytes).is_err());
    assert!(from_binary(&mut (Dense::<2, 3>::zeros(), Relu), &bytes).is_err());
    assert!(
        from_binary(&mut (Dense::<2, 3>::zeros(), Tanh, Dense::<3, 1>::zeros()), &bytes).is_err()
    );
    let mut net = Small::zeros();
    for end in 0..bytes.len() {
        assert!(from_binary(&mut net, &bytes[..end]).is_err());
    }
    assert!(net == Small::zeros());
    for bit in 0..8 * bytes.len() {
        let mut bad = bytes.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        // Another number is as good as the one that was written: the format has no checksum.
        if from_binary(&mut net, &bad).is_ok() {
            assert!(net.0.weight.iter().chain(&net.0.bias).all(|value| value.is_finite()));
            net = Small::zeros();
        }
        assert!(net == Small::zeros());
    }
}

#[derive(Serialize, Deserialize)]
struct Robot {
    name: String,
    #[serde(with = "constnet::serde")]
    policy: Small,
    #[serde(with = "constnet::serde::generator")]
    dice: random::Generator,
}

#[test]
fn a_network_is_a_field_of_a_struct() {
    let robot = Robot { name: "Ada".into(), policy: small(), dice: random::generator(1) };
    let text = serde_json::to_string(&robot).unwrap();
    let back: Robot = serde_json::from_str(&text).unwrap();
    assert!(back.policy == small() && back.dice == robot.dice && back.name == "Ada");
    let bytes = postcard::to_allocvec(&robot).unwrap();
    let back: Robot = postcard::from_bytes(&bytes).unwrap();
    assert!(back.policy == small() && back.dice == robot.dice);
    // The state that no generator reaches.
    let zero = text.replace(text.split("\"dice\":\"").nth(1).unwrap(), &("0".repeat(64) + "\"}"));
    let error = serde_json::from_str::<Robot>(&zero).err().unwrap().to_string();
    assert!(error.contains("expected a state that is not 0"), "{error}");
}

#[test]
fn a_memory_goes_on_to_the_same_bits() {
    let (mut net, adam) = (small(), Adam::new(0.1));
    let mut memory = memory::inline(&net, &adam);
    let gradient = (Dense::new([[0.1, -0.2], [0.3, 0.4], [0.5, 0.6]], [0.7, 0.8, 0.9]), ());
    adam.step(&mut net, &mut gradient.clone(), &mut memory).unwrap();
    let text = serde_json::to_string(&memory).unwrap();
    let bytes = postcard::to_allocvec(&memory).unwrap();
    type Adams = Memory<[(Dense<2, 3>, ()); 2]>;
    let resumed: [Adams; 2] =
        [serde_json::from_str(&text).unwrap(), postcard::from_bytes(&bytes).unwrap()];
    let mut expected = net.clone();
    adam.step(&mut expected, &mut gradient.clone(), &mut memory).unwrap();
    for mut resumed in resumed {
        let mut net = net.clone();
        adam.step(&mut net, &mut gradient.clone(), &mut resumed).unwrap();
        assert!(net == expected && resumed.steps() == 2);
    }
}

type Net = (Dense<1, 4>, Tanh, Dropout<Ratio<1, 4>>, Dense<4, 1>);
type Boxed<O> = Trainer<
    O,
    Box<<Net as Parameters>::Gradient>,
    Box<<O as Optimizer>::Slots<<Net as Parameters>::Gradient>>,
>;

fn step<O: Optimizer>(net: &mut Net, trainer: &mut Boxed<O>, at: &mut Checkpoint) {
    let x = SMatrix::<f32, 1, 2>::new(0.5, -1.0);
    trainer.step(net, &x, &[0.25, 1.0], &MeanSquaredError, &mut at.generator).unwrap();
    at.cursor += 1;
}

#[test]
fn a_training_goes_on_to_the_same_bits_and_is_refused_whole() {
    let mut at = Checkpoint::new(random::generator(5));
    let mut net = Net::init(&mut at.generator);
    let mut trainer = Trainer::boxed(&net, Adam::new(0.05));
    (0..3).for_each(|_| step(&mut net, &mut trainer, &mut at));
    let written = Training { at: &at, net: &net, trainer: &trainer };
    let text = serde_json::to_string(&written).unwrap();
    let bytes = postcard::to_allocvec(&written).unwrap();
    (0..3).for_each(|_| step(&mut net, &mut trainer, &mut at));
    let expected = at.to_vec(&net, &trainer).unwrap();
    for binary in [false, true] {
        let mut net = Net::zeros();
        let mut trainer = Trainer::boxed(&net, Adam::new(0.05));
        let target = TrainingMut::new(&mut net, &mut trainer);
        let mut from = if binary {
            target.deserialize(&mut postcard::Deserializer::from_bytes(&bytes)).unwrap()
        } else {
            target.deserialize(&mut serde_json::Deserializer::from_str(&text)).unwrap()
        };
        (0..3).for_each(|_| step(&mut net, &mut trainer, &mut from));
        assert!(from.to_vec(&net, &trainer).unwrap() == expected, "binary: {binary}");
    }

    // Damage at every place, and an end at every place: nothing, or all of it.
    let mut net = Net::zeros();
    let mut trainer = Trainer::boxed(&net, Adam::new(0.05));
    let untouched = Checkpoint::new(random::generator(1));
    let before = untouched.to_vec(&net, &trainer).unwrap();
    let last = text.rfind(|c: char| c.is_ascii_digit()).unwrap();
    for end in 0..text.len() {
        let mut input = serde_json::Deserializer::from_str(&text[..end]);
        assert!(TrainingMut::new(&mut net, &mut trainer).deserialize(&mut input).is_err());
    }
    let nan = format!("{}null{}", &text[..last], &text[last + 1..]);
    let mut input = serde_json::Deserializer::from_str(&nan);
    assert!(TrainingMut::new(&mut net, &mut trainer).deserialize(&mut input).is_err());
    assert!(untouched.to_vec(&net, &trainer).unwrap() == before);

    let mut other = Trainer::boxed(&net, AdamW::new(0.05));
    let mut input = serde_json::Deserializer::from_str(&text);
    let error = TrainingMut::new(&mut net, &mut other).deserialize(&mut input).unwrap_err();
    let expected = "the training is one of the optimizer `Adam`, expected `AdamW`";
    assert!(error.to_string().starts_with(expected), "{error}");
}

/// `Checkpoint` by value, which has the counts alone.
#[test]
fn counts_and_generator_come_back() {
    let mut at = Checkpoint::new(random::generator(5));
    (at.epoch, at.cursor) = (u64::MAX, 3);
    let text = serde_json::to_string(&at).unwrap();
    assert!(serde_json::from_str::<Checkpoint>(&text).unwrap() == at);
    let error = serde_json::from_str::<Checkpoint>(r#"{"epoch": 1, "cursor": 2}"#).unwrap_err();
    assert!(error.to_string().starts_with("missing field `generator`"), "{error}");
}

#[test]
fn a_state_of_a_stream_is_written_and_read_like_a_network() {
    use constnet::weights::StateOf;
    network!(Amp: [1; _] => (Lstm<1, 2>, Dense<2, 1>) => [1; _]);
    let net = Amp::init(&mut constnet::random::generator(1));
    let state = StateOf::new(&net, net.settled(&SVector::<f32, 1>::from([0.5]), 3));
    let text = serde_json::to_string(&Tensors(&state)).unwrap();
    let mut read = StateOf::new(&net, net.settled(&SVector::zeros(), 0));
    let mut input = serde_json::Deserializer::from_str(&text);
    TensorsMut::new(&mut read).deserialize(&mut input).unwrap();
    assert!(read == state);
    // That of another network.
    network!(Wide: [1; _] => (Lstm<1, 2>, Dense<2, 3>) => [3; _]);
    let wide = Wide::zeros();
    let mut other = StateOf::new(&wide, wide.settled(&SVector::zeros(), 0));
    let mut input = serde_json::Deserializer::from_str(&text);
    let error = TensorsMut::new(&mut other).deserialize(&mut input).unwrap_err();
    assert!(error.to_string().contains("network"), "{error}");
}
