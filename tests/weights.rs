//! Weight files: what comes from PyTorch, what goes back, and what is refused.

use constnet::{
    prelude::*,
    random,
    weights::{self, Error, Reader, TestPair, Writer, fingerprint},
};
use std::{fs, path::PathBuf};

fn data(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/weights").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// |y − y64| ≤ 4·√fan-in ulp of max |y64| in `f32`: the rounding errors of a sum of fan-in products
/// grow as a random walk does, and a few layers multiply that by a small factor. 10⁻¹² in `f64`.
macro_rules! agrees_with_pytorch {
    ($($test:ident, $file:literal, $in:literal => $out:literal, fan-in $fan_in:literal, $reader:expr,
        $net32:ty, $net64:ty;)+) => {$(
        #[test]
        #[allow(clippy::type_complexity, reason = "a network is a type")]
        fn $test() {
            let single = data(concat!($file, ".safetensors"));
            let net: $net32 = $reader.load(&single).unwrap();
            let pair = TestPair::<SVector<f32, $in>, SVector<f32, $out>>::read(&single).unwrap();
            let tolerance = 4.0 * f64::from($fan_in).sqrt() * f64::from(f32::EPSILON) / 2.0;
            assert_eq!(pair.check_within(&net, tolerance), Ok(()));

            // The compiler reads the same network from the same file.
            static NET: $net32 = constnet::embed!(concat!("data/weights/", $file, ".safetensors"), $reader);
            assert_eq!(weights::to_vec(&NET), weights::to_vec(&net));

            let double = data(concat!($file, ".safetensors").replace("_f32", "").replace(".safe", "_f64.safe").as_str());
            let net: $net64 = $reader.load(&double).unwrap();
            let pair = TestPair::<SVector<f32, $in>, SVector<f32, $out>>::read(&double).unwrap();
            assert_eq!(pair.check_within(&net, 1e-12), Ok(()));
            assert!(pair.check(&net).is_ok() || pair.check_within(&net, 1e-18).is_err());
        }
    )+};
}

const ACTOR: Reader<'_> =
    Reader::new().prefix("actor.").table(&[("0", "fc1"), ("2", "fc2"), ("4", "head")]);

agrees_with_pytorch! {
    policy, "policy", 3 => 2, fan-in 4, Reader::new(),
        (Dense<3, 4>, Tanh, Dense<4, 2>), (Dense<3, 4, f64>, Tanh, Dense<4, 2, f64>);
    square_matrices, "square_f32", 8 => 8, fan-in 8, Reader::new(),
        (Dense<8, 8>, Relu, Dense<8, 8>, Sigmoid, Dense<8, 8>),
        (Dense<8, 8, f64>, Relu, Dense<8, 8, f64>, Sigmoid, Dense<8, 8, f64>);
    many_activations, "mixed_f32", 5 => 4, fan-in 7, Reader::new(),
        (Dense<5, 7>, LeakyRelu, Dense<7, 3>, Gelu, Dense<3, 7>, Elu, Dense<7, 4>, Softplus),
        (Dense<5, 7, f64>, LeakyRelu, Dense<7, 3, f64>, Gelu, Dense<3, 7, f64>, Elu,
         Dense<7, 4, f64>, Softplus);
    layer_norm, "norm_f32", 6 => 3, fan-in 10, Reader::new(),
        (Dense<6, 10>, LayerNorm<10>, Silu, Dense<10, 3>, Softmax),
        (Dense<6, 10, f64>, LayerNorm<10, f64>, Silu, Dense<10, 3, f64>, Softmax);
    wide, "wide_f32", 64 => 10, fan-in 64, Reader::new(),
        (Dense<64, 32>, Relu, Dense<32, 10>), (Dense<64, 32, f64>, Relu, Dense<32, 10, f64>);
    one_input, "one_f32", 1 => 1, fan-in 6, Reader::new(),
        (Dense<1, 6>, Tanh, Dense<6, 1>), (Dense<1, 6, f64>, Tanh, Dense<6, 1, f64>);
    // In PyTorch `BatchNorm1d(3), Linear, BatchNorm1d(4), Tanh, Linear, BatchNorm1d(2)`, folded.
    batch_normalisation, "batch_norm_f32", 3 => 2, fan-in 4, Reader::new(),
        (Dense<3, 4>, Tanh, Dense<4, 2>), (Dense<3, 4, f64>, Tanh, Dense<4, 2, f64>);
    named_modules, "agent_f32", 5 => 2, fan-in 9, ACTOR,
        (Dense<5, 9>, Tanh, Dense<9, 9>, Relu, Dense<9, 2>),
        (Dense<5, 9, f64>, Tanh, Dense<9, 9, f64>, Relu, Dense<9, 2, f64>);
}

type Square = (Dense<8, 8>, Relu, Dense<8, 8>, Sigmoid, Dense<8, 8>);

#[test]
fn a_transposed_square_matrix_is_caught_by_the_pair() {
    let file = data("square_f32.safetensors");
    let mut net: Square = Reader::new().load(&file).unwrap();
    let pair = TestPair::<SVector<f32, 8>, SVector<f32, 8>>::read(&file).unwrap();
    assert_eq!(pair.check_within(&net, 1e-5), Ok(()));
    net.2.weight.transpose_mut();
    assert!(matches!(pair.check_within(&net, 1e-5), Err(Error::Output { .. })));
}

#[test]
fn halves_widen_exactly() {
    for name in ["square_f16.safetensors", "square_bf16.safetensors"] {
        let file = data(name);
        let pair = TestPair::<SVector<f32, 8>, SVector<f32, 8>>::read(&file).unwrap();
        let single: Square = Reader::new().load(&file).unwrap();
        // The output was computed in f64 from the halves: only rounding of f32 remains.
        assert_eq!(
            pair.check_within(&single, 4.0 * 8_f64.sqrt() * f64::from(f32::EPSILON)),
            Ok(())
        );
        type Double = (Dense<8, 8, f64>, Relu, Dense<8, 8, f64>, Sigmoid, Dense<8, 8, f64>);
        let double: Double = Reader::new().load(&file).unwrap();
        assert_eq!(pair.check_within(&double, 1e-12), Ok(()), "{name}");
        let exact = single.0.weight.iter().zip(&double.0.weight);
        assert!(exact.into_iter().all(|(s, d)| f64::from(*s) == *d));
    }
    static EMBEDDED: Square = constnet::embed!("data/weights/square_bf16.safetensors");
    let loaded: Square = Reader::new().load(&data("square_bf16.safetensors")).unwrap();
    assert_eq!(weights::to_vec(&EMBEDDED), weights::to_vec(&loaded));
}

#[test]
fn doubles_round_to_nearest() {
    let file = data("policy_f64.safetensors");
    let double: (Dense<3, 4, f64>, Tanh, Dense<4, 2, f64>) = Reader::new().load(&file).unwrap();
    let single: (Dense<3, 4>, Tanh, Dense<4, 2>) = Reader::new().load(&file).unwrap();
    assert!(single.0.weight.iter().zip(&double.0.weight).all(|(s, d)| *s == *d as f32));
    assert!(single.2.bias.iter().zip(&double.2.bias).all(|(s, d)| *s == *d as f32));
}

/// Every half, against the definition: (−1)ˢ·2^(e − 15)·(1 + f/1024), or ·2⁻¹⁴·(f/1024) for e = 0.
#[test]
fn every_half_has_its_value() {
    let halves: Vec<u8> = (0..=u16::MAX).flat_map(u16::to_le_bytes).collect();
    let mut net = Dense::<256, 256>::zeros_boxed();
    let file = file_of_a_square(256, "F16", &halves);
    Reader::new().allow_non_finite().load_into(&mut *net, &file).unwrap();
    for bits in 0..=u16::MAX {
        let (e, f) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023) / 1024.0);
        let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
        let expected = match e {
            0 => sign * f * 2_f64.powi(-14),
            31 if f == 0.0 => sign * f64::INFINITY,
            31 => f64::NAN,
            _ => sign * (1.0 + f) * 2_f64.powi(e - 15),
        };
        let found = f64::from(net.weight[(usize::from(bits >> 8), usize::from(bits & 255))]);
        assert!(found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan());
    }
}

/// Each of these alone in a tensor, at each place of a block of the fast search and after it.
#[test]
fn numbers_that_are_not_finite_are_found_wherever_they_stand() {
    fn check<N: Parameters>(dtype: &str, width: usize, bad: &[&[u8]], good: &[&[u8]]) {
        let mut numbers = vec![0; 100 * width];
        for place in 0..100 {
            for (bytes, is_bad) in
                bad.iter().map(|b| (b, true)).chain(good.iter().map(|b| (b, false)))
            {
                numbers[place * width..][..width].copy_from_slice(bytes);
                let file = file_of_a_square(10, dtype, &numbers);
                let result = Reader::new().check::<N>(&file);
                assert_eq!(
                    matches!(result, Err(Error::NotFinite { .. })),
                    is_bad,
                    "{dtype} {place}"
                );
                assert_eq!(result.is_err(), is_bad);
            }
            numbers[place * width..][..width].fill(0xbf);
        }
    }
    let single = [f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY].map(f32::to_le_bytes);
    let single_good = [f32::MAX, f32::MIN, -0.0, f32::from_bits(1)].map(f32::to_le_bytes);
    let double = [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(f64::to_le_bytes);
    let double_good = [f64::MAX, f64::MIN, -0.0, f64::from_bits(1)].map(f64::to_le_bytes);
    // The largest f64 that rounds to f32::MAX, and its neighbour.
    let overflow = [f64::from_bits(0x47ef_ffff_f000_0000), 1e300].map(f64::to_le_bytes);
    let rounds = [f64::from_bits(0x47ef_ffff_efff_ffff), -1e-300].map(f64::to_le_bytes);
    fn slices<const N: usize, const K: usize>(bytes: &[[u8; N]; K]) -> [&[u8]; K] {
        bytes.each_ref().map(|b| &b[..])
    }
    type D32 = Dense<10, 10>;
    type D64 = Dense<10, 10, f64>;
    check::<D32>("F32", 4, &slices(&single), &slices(&single_good));
    check::<D64>("F32", 4, &slices(&single), &slices(&single_good));
    check::<D64>("F64", 8, &slices(&double), &slices(&double_good));
    check::<D32>("F64", 8, &slices(&overflow), &slices(&rounds));
    check::<D32>("F16", 2, &[&[0, 0x7c], &[1, 0xfc]], &[&[0xff, 0x7b], &[1, 0]]);
    check::<D32>("BF16", 2, &[&[0x80, 0x7f], &[0x81, 0xff]], &[&[0x7f, 0x7f], &[1, 0]]);
}

/// A `Dense<N, N>` with a weight of these bytes and a bias of the kind's zeros.
fn file_of_a_square(n: usize, dtype: &str, weight: &[u8]) -> Vec<u8> {
    let (middle, end) = (weight.len(), weight.len() + weight.len() / n);
    let header = format!(
        "{{\"weight\":{{\"dtype\":\"{dtype}\",\"shape\":[{n},{n}],\"data_offsets\":[0,{middle}]}},\
         \"bias\":{{\"dtype\":\"{dtype}\",\"shape\":[{n}],\"data_offsets\":[{middle},{end}]}}}}",
    );
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend_from_slice(header.as_bytes());
    file.extend_from_slice(weight);
    file.resize(file.len() + weight.len() / n, 0);
    file
}

#[test]
fn the_first_number_that_is_not_finite_is_named_with_its_place() {
    let file = data("bad/infinity.safetensors");
    let error = Reader::new().load::<(Dense<2, 3>, Tanh)>(&file).unwrap_err();
    let Error::NotFinite { tensor, offset, found } = error else { panic!("{error}") };
    assert_eq!((tensor.as_str(), found), ("0.bias", "infinity"));
    assert_eq!(file[offset..offset + 4], f32::INFINITY.to_le_bytes());
}

/// A network of every kind of entry: nested, wrapped, untrained, without parameters.
type Everything = (
    Standardize<3>,
    Residual<(Dense<3, 5>, LeakyRelu<Ratio<1, 10>>, Dense<5, 3>)>,
    Frozen<Dense<3, 4>>,
    LayerNorm<4>,
    (Dropout<Ratio<1, 4>>, Dense<4, 2>),
);

fn everything() -> Everything {
    let mut net = Everything::init(&mut random::generator(3));
    net.0.mean = SVector::from([0.5, -1.0, 2.0]);
    net.3.bias = SVector::from([0.1, 0.2, 0.3, 0.4]);
    net
}

#[test]
fn what_is_written_reads_back_in_both_layouts() {
    let net = everything();
    let x = SVector::from([0.3, -0.7, 1.9]);
    let pair = TestPair::of(&net, &x);
    for writer in [Writer::new().test_pair(&pair), Writer::new().native().test_pair(&pair)] {
        let file = writer.to_vec(&net).unwrap();
        assert_eq!(file.len(), writer.len(&net));
        let mut copy = Everything::zeros();
        weights::load_into(&mut copy, &file).unwrap();
        assert_eq!(weights::to_vec(&copy), weights::to_vec(&net));
        weights::verify(&copy, &file).unwrap();
        // The reference reads it too, with the same names and shapes.
        let reference = safetensors::SafeTensors::deserialize(&file).unwrap();
        assert_eq!(reference.len(), 12);
    }
    let file = weights::to_vec(&net).unwrap();
    let reference = safetensors::SafeTensors::deserialize(&file).unwrap();
    let weight = reference.tensor("1.0.weight").unwrap();
    assert_eq!((weight.shape(), weight.dtype()), (&[5, 3][..], safetensors::Dtype::F32));
    let row_by_row: Vec<u8> =
        net.1.0.0.weight.transpose().iter().flat_map(|w| w.to_le_bytes()).collect();
    assert_eq!(weight.data(), row_by_row);
}

#[test]
fn prefixes_and_tables_write_what_they_read() {
    let net = everything();
    let table = [("1", "block"), ("4.1", "head"), ("0.mean", "mu")];
    let file = Writer::new().prefix("model.").table(&table).to_vec(&net).unwrap();
    let reference = safetensors::SafeTensors::deserialize(&file).unwrap();
    for name in ["model.block.0.weight", "model.head.bias", "model.mu", "model.2.weight"] {
        assert!(reference.tensor(name).is_ok(), "{name}");
    }
    let reader = Reader::new().prefix("model.").table(&table);
    let copy: Everything = reader.load(&file).unwrap();
    assert_eq!(weights::to_vec(&copy), weights::to_vec(&net));
    // Two tensors under one name, and a name that would break the header, are not written.
    let merged = [("2", "x"), ("4.1", "x")];
    assert!(matches!(Writer::new().table(&merged).to_vec(&net), Err(Error::Duplicate { .. })));
    assert!(matches!(Writer::new().prefix("a\"").to_vec(&net), Err(Error::Syntax { .. })));
}

#[test]
fn after_an_error_the_network_is_what_it_was() {
    let before = everything();
    let file = Writer::new().to_vec(&before).unwrap();
    let mut net = everything();
    net.1.0.0.weight[(2, 2)] = 17.0;
    let expected = weights::to_vec(&net).unwrap();
    // A NaN in the last number of all, and every possible truncation.
    let mut bad = file.clone();
    let last = bad.len() - 4;
    bad[last..].copy_from_slice(&f32::NAN.to_le_bytes());
    let reader = Reader::new();
    assert!(matches!(reader.load_into(&mut net, &bad), Err(Error::NotFinite { .. })));
    for end in 0..file.len() {
        assert!(reader.load_into(&mut net, &file[..end]).is_err());
    }
    // A flipped bit anywhere in the data.
    let data = file.len() - 4 * Everything::COUNT;
    for bit in 8 * data..8 * file.len() {
        let mut bad = file.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(reader.load_into(&mut net, &bad).is_err(), "bit {bit}");
    }
    assert_eq!(weights::to_vec(&net).unwrap(), expected);
    reader.load_into(&mut net, &file).unwrap();
    assert_eq!(weights::to_vec(&net), weights::to_vec(&before));
}

#[test]
fn a_file_of_another_network_is_refused_even_where_the_shapes_fit() {
    let net: (Dense<2, 2>, Tanh) = Init::init(&mut random::generator(1));
    let file = weights::to_vec(&net).unwrap();
    let error = Reader::new().load::<(Dense<2, 2>, Relu)>(&file).unwrap_err();
    let Error::Fingerprint { offset, expected, found } = error else { panic!("{error}") };
    assert_eq!(expected, fingerprint::<(Dense<2, 2>, Relu)>());
    assert_eq!(found, fingerprint::<(Dense<2, 2>, Tanh)>());
    assert_eq!(file[offset..offset + 16], *format!("{found:016x}").as_bytes());
    assert!(Reader::new().ignore_fingerprint().load::<(Dense<2, 2>, Relu)>(&file).is_ok());
}

/// What changed is a tensor, and the error says which: a fingerprint alone would not.
#[test]
fn a_file_of_a_network_that_was_resized_says_which_tensor() {
    fn refused<N: Parameters + Init>() -> String {
        let net: (Dense<2, 4>, Tanh, Dense<4, 3>) = Init::init(&mut random::generator(1));
        let file = weights::to_vec(&net).unwrap();
        let error = weights::load_into(&mut N::zeros(), &file).unwrap_err().to_string();
        error.split(" (byte ").next().unwrap().to_owned()
    }
    assert_eq!(
        refused::<(Dense<2, 5>, Tanh, Dense<5, 3>)>(),
        "tensor `0.weight`: the network wants [5, 2], the file has [4, 2]"
    );
    assert_eq!(
        refused::<(Dense<2, 4>, Tanh, Dense<4, 2>)>(),
        "tensor `2.weight`: the network wants [2, 4], the file has [3, 4]"
    );
    assert_eq!(
        refused::<(Dense<2, 4>, Tanh, Dense<4, 3>, Tanh, Dense<3, 3>)>(),
        "tensor `4.weight`: the network wants it, [3, 3], the file lacks it"
    );
    assert_eq!(
        refused::<(Dense<2, 4>, Tanh)>(),
        "tensor `2.weight`: the file has it, [3, 4], the network does not know it (`ignore_unknown` passes over it)"
    );
}

/// Files outlive versions of this crate: these numbers may change with `FORMAT` only.
#[test]
fn fingerprints_stay() {
    assert_eq!(fingerprint::<(Dense<2, 3>, Tanh)>(), FIRST);
    assert_eq!(fingerprint::<Everything>(), SECOND);
}
const FIRST: u64 = 5465016987727866013;
const SECOND: u64 = 15349933702962494586;

#[test]
fn what_files_cannot_hold_is_not_written() {
    let mut net: (Dense<2, 2>, Tanh) = Init::init(&mut random::generator(1));
    let mut small = [0; 100];
    assert_eq!(
        Writer::new().write_to(&net, &mut small),
        Err(Error::NoRoom { expected: Writer::new().len(&net), found: 100 })
    );
    net.0.weight[0] = f32::NAN;
    assert!(matches!(weights::to_vec(&net), Err(Error::NotFinite { .. })));
}

#[test]
fn unknown_tensors_are_passed_over_when_asked() {
    let file = data("bad/extra.safetensors");
    let reader = Reader::new();
    assert!(matches!(reader.check::<(Dense<2, 3>, Tanh)>(&file), Err(Error::Unexpected { .. })));
    let net: (Dense<2, 3>, Tanh) = reader.ignore_unknown().load(&file).unwrap();
    assert_eq!(net.0.weight.transpose().as_slice(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(net.0.bias.as_slice(), [7.0, 8.0, 9.0]);
}

#[test]
fn saving_replaces_a_file_whole_and_leaves_nothing_behind() {
    let folder = std::env::temp_dir().join(format!("constnet-weights-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("net.safetensors");
    let first = everything();
    weights::save(&first, &path).unwrap();
    let mut second = everything();
    second.0.mean[0] = 9.0;
    weights::save(&second, &path).unwrap();
    let mut net = Everything::zeros();
    weights::load(&mut net, &path).unwrap();
    assert_eq!(weights::to_vec(&net), weights::to_vec(&second));
    // A network that cannot be saved leaves the old file, and so does a folder that is not there.
    second.0.mean[0] = f32::NAN;
    let error = weights::save(&second, &path).unwrap_err();
    assert!(matches!(error.contents(), Some(Error::NotFinite { .. })));
    assert_eq!(format!("{error:?}"), format!("{error}"));
    assert!(error.to_string().starts_with(&format!("`{}`: tensor `", path.display())));
    assert!(weights::save(&first, folder.join("absent/net.safetensors")).is_err());
    weights::load(&mut net, &path).unwrap();
    assert_eq!(net.0.mean[0], 9.0);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    // Renaming onto a folder fails after the temporary file was written: it is removed.
    fs::create_dir(folder.join("a_folder")).unwrap();
    fs::write(folder.join("a_folder/file"), "x").unwrap();
    assert!(weights::save(&first, folder.join("a_folder")).is_err());
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    fs::remove_dir_all(&folder).unwrap();
}

/// On Unix: who could not read the old file cannot read the new one, and a link is not followed.
#[cfg(unix)]
#[test]
fn saving_keeps_the_mode_and_replaces_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = std::env::temp_dir().join(format!("constnet-mode-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let [path, link] = ["net.safetensors", "latest.safetensors"].map(|name| folder.join(name));
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let first = everything();
    weights::save(&first, &path).unwrap();
    for expected in [0o600, 0o640, 0o664] {
        fs::set_permissions(&path, fs::Permissions::from_mode(expected)).unwrap();
        weights::save(&first, &path).unwrap();
        assert_eq!(mode(&path), expected);
    }
    let before = fs::read(&path).unwrap();
    symlink(&path, &link).unwrap();
    let mut second = everything();
    second.0.mean[0] = 9.0;
    weights::save(&second, &link).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_file());
    assert_eq!((mode(&link), fs::read(&path).unwrap()), (0o664, before));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    fs::remove_dir_all(&folder).unwrap();
}

/// Names come from a file, and their characters act on no terminal: what is no control character, but
/// turns text around or hides, is escaped.
#[test]
fn names_in_errors_are_escaped() {
    let entry = |name: &str, place: &str| {
        format!("\"{name}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{place}}}")
    };
    let evil = "a\u{202e}b\u{feff}";
    for entries in [
        vec![entry(evil, "[0,4]")],
        vec![entry(evil, "[0,4]"), entry(evil, "[4,8]")],
        vec![entry(evil, "[0,3]")],
        vec![entry(evil, "[0,400]")],
        vec![entry(evil, "[0,4]"), entry("\u{2066}", "[0,4]")],
        vec![entry(evil, "\u{202e}")],
    ] {
        let header = format!("{{{}}}", entries.join(","));
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend_from_slice(header.as_bytes());
        file.resize(file.len() + 4 * entries.len(), 0);
        // Of a network without tensors as well, which does not know it.
        for result in [Reader::new().check::<Dense<1, 1>>(&file), Reader::new().check::<()>(&file)]
        {
            let error = result.unwrap_err();
            for text in [error.to_string(), format!("{error:?}")] {
                assert!(text.is_ascii() && !text.contains(char::is_control), "{text}");
            }
            assert!(error.to_string().contains("\\u{202e}b\\u{feff}"), "{error}");
        }
    }
}

/// `tests/reference/read_ours.py` reads this file in PyTorch and numpy; it was made by this test, with
/// `CONSTNET_OVERWRITE=1`.
#[test]
fn the_format_of_our_files_stays() {
    let net: (Dense<3, 4>, Tanh, Dense<4, 2>) =
        Reader::new().load(&data("policy.safetensors")).unwrap();
    let pair = TestPair::of(&net, &SVector::from([0.5, -1.0, 2.0]));
    let file = Writer::new().test_pair(&pair).to_vec(&net).unwrap();
    if std::env::var_os("CONSTNET_OVERWRITE").is_some() {
        fs::write("tests/data/weights/ours.safetensors", &file).unwrap();
    }
    let ours = data("ours.safetensors");
    assert_eq!(ours, file);
    // Also the bits of the output, on whatever machine this runs.
    assert_eq!(weights::verify(&net, &ours), Ok(()));
}

#[test]
fn a_parameter_that_is_a_constant_is_part_of_the_fingerprint() {
    assert_ne!(
        fingerprint::<(Dense<2, 2>, Dropout)>(),
        fingerprint::<(Dense<2, 2>, Dropout<Ratio<1, 4>>)>()
    );
    // Nested is not flat, and a wrapper is not what it wraps.
    let all = [
        fingerprint::<(Dense<2, 2>, Tanh)>(),
        fingerprint::<((Dense<2, 2>, Tanh),)>(),
        fingerprint::<(Dense<2, 2>, (Tanh,))>(),
        fingerprint::<Residual<(Dense<2, 2>, Tanh)>>(),
        fingerprint::<Frozen<(Dense<2, 2>, Tanh)>>(),
        fingerprint::<(Tanh, Dense<2, 2>)>(),
        fingerprint::<(Dense<2, 2>, Sigmoid)>(),
        fingerprint::<Dense<2, 2>>(),
    ];
    for (i, a) in all.iter().enumerate() {
        assert!(all[..i].iter().all(|b| a != b), "{i}");
    }
    // Where a network lies is no part of what it is.
    assert_eq!(fingerprint::<Aligned<(Dense<2, 2>, Tanh)>>(), all[0]);
}

/// Files of layers that had no settings, or have those that were theirs, are those of the same networks.
#[test]
fn fingerprints_of_layers_without_settings_of_their_own_stay() {
    for (found, written) in [
        (fingerprint::<Relu>(), 0x0f43_49b9_c267_4248),
        (fingerprint::<Elu>(), 0x9bc6_755f_e9ec_f5c0),
        (fingerprint::<HardSigmoid>(), 0x3216_44b0_55d7_45ad),
        (fingerprint::<LayerNorm<16>>(), 0xa0e2_d35c_de7d_dacb),
        (fingerprint::<(Dense<2, 3>, Elu)>(), 0xee67_9d79_20d7_06b4),
        (fingerprint::<Standardize<2>>(), 0x2aa0_fd2c_11de_908c),
        (
            fingerprint::<(Dense<6, 16>, LayerNorm<16>, Residual<LayerNorm<16>>, Softmax)>(),
            0xebbb_fcb4_4a75_3856,
        ),
        (fingerprint::<LeakyRelu>(), 0x6ea8_cd09_adeb_65dc),
        (fingerprint::<Dropout<Ratio<1, 5>>>(), 0xc10e_fa6e_19a2_8798),
    ] {
        assert_eq!(found, written, "{found:#018x}");
    }
}

/// A network with another number is another one, and a number is what it is under any name.
#[test]
fn a_setting_is_part_of_the_fingerprint_by_its_value() {
    constant!(Half = 0.5);
    constant!(Nothing = -0.0);
    let all = [
        fingerprint::<Elu>(),
        fingerprint::<Elu<Half>>(),
        fingerprint::<Elu<Ratio<-3>>>(),
        fingerprint::<LayerNorm<2>>(),
        fingerprint::<LayerNorm<2, f32, Half>>(),
        fingerprint::<LayerNorm<2, f32, Ratio<1, 1_000_000_000_000>>>(),
        fingerprint::<HardSigmoid>(),
        fingerprint::<HardSigmoid<Ratio<1, 5>>>(),
        fingerprint::<HardSigmoid<Ratio<1, 6>, Ratio<1, 5>>>(),
        fingerprint::<Clamp<Ratio<0>, Half>>(),
        fingerprint::<Relu6>(),
        fingerprint::<(Dense<2, 2>, Elu<Half>)>(),
        fingerprint::<Residual<Elu<Half>>>(),
    ];
    for (i, a) in all.iter().enumerate() {
        assert!(all[..i].iter().all(|b| a != b), "{i}");
    }
    assert_eq!(all[1], fingerprint::<Elu<Ratio<2, 4>>>());
    assert_eq!(all[0], fingerprint::<Elu<Ratio<7, 7>>>());
    assert_eq!(all[9], fingerprint::<Clamp<Nothing, Half>>());
    assert_eq!(fingerprint::<Aligned<Elu<Half>>>(), all[1]);
}

/// The stack of a load is the same for every network.
#[test]
fn a_large_network_loads_on_a_small_stack() {
    type Large = (Dense<784, 128>, Relu, Dense<128, 10>);
    let mut net = Large::zeros_boxed();
    net.0.weight[(5, 7)] = 3.0;
    let file = Writer::new().native().to_vec(&*net).unwrap();
    std::thread::Builder::new()
        .stack_size(64 << 10)
        .spawn(move || {
            let mut copy = Large::zeros_boxed();
            weights::load_into(&mut *copy, &file).unwrap();
            assert_eq!(copy.0.weight[(5, 7)], 3.0);
        })
        .unwrap()
        .join()
        .unwrap();
}

/// A cell whose state is projected, or whose gates look at what it remembers, is none of ours: its file is refused by what
/// it has, and not by a shape.
#[test]
fn cells_of_elsewhere_are_refused_by_name() {
    let file = include_bytes!("data/weights/recurrent_lstm_projected.safetensors");
    for reader in [Reader::new(), Reader::new().ignore_unknown()] {
        let error = reader.load::<Lstm<3, 4>>(file).unwrap_err().to_string();
        let words = "tensor `weight_hr_l0`: a projection of a cell's state (`proj_size`), which no layer here has (byte ";
        assert!(error.starts_with(words), "{error}");
    }

    // All that an LSTM has, and peepholes.
    let lstm = Lstm::<1, 1>::zeros();
    let mut file = weights::to_vec(&lstm).unwrap();
    let (header, data) =
        file.split_at(8 + u64::from_le_bytes(file[..8].try_into().unwrap()) as usize);
    let header = std::str::from_utf8(&header[8..]).unwrap().trim_end().strip_suffix('}').unwrap();
    let end = data.len();
    let peephole = format!(
        r#"{header},"w_f_diag":{{"dtype":"F32","shape":[1],"data_offsets":[{end},{}]}}}}"#,
        end + 4
    );
    let data = [data, &[0; 4]].concat();
    file = [&(peephole.len() as u64).to_le_bytes()[..], peephole.as_bytes(), &data].concat();
    let error = Reader::new().load::<Lstm<1, 1>>(&file).unwrap_err().to_string();
    let words = "tensor `w_f_diag`: a peephole of a cell's gates, which no layer here has (byte ";
    assert!(error.starts_with(words), "{error}");
}
