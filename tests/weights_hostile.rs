//! Files that are wrong: a folder of them, and a million more made from right ones.
//!
//! The environment variable `CONSTNET_MUTANTS` says how many instead: `.ci/long` makes 10⁷,
//! ```sh
//! CONSTNET_MUTANTS=100000000 cargo test --release --test weights_hostile
//! ```
//! makes 10⁸, each the same from run to run. `fuzz/` has targets that look for more by themselves.
//!
//! `messages.txt` in the folder has the words of each error, and is written anew by this test with
//! `CONSTNET_OVERWRITE=1`.

use allocation_counter::measure;
use constnet::{
    prelude::*,
    weights::{Error, Layout, MAX_HEADER, MAX_TENSORS, Reader, StateOf, Writer},
};
use rand::{Rng, RngExt};
use std::{collections::BTreeMap, fs, path::PathBuf};

type Net = (Dense<2, 3>, Tanh);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/weights/bad")
}

/// The names of the variants, which `Debug` does not print.
macro_rules! names {
    ($($variant:ident),* $(,)?) => {
        fn name(error: &Error) -> &'static str {
            match error {
                $(Error::$variant { .. } => stringify!($variant),)*
                _ => "an error that is not in the list of this test",
            }
        }
    };
}
names! { NotSafetensors, Truncated, BeyondEnd, HeaderTooLong, TooManyTensors, Syntax, Duplicate, Size, Overlap, Unclaimed, Missing, Unexpected, Shape, Dtype, NotFinite, Unstorable, Version, Fingerprint, Checksum, NotACheckpoint, Optimizer, NoRoom, NoTestPair, Output }

/// The name of an error's variant.
fn variant(result: &Result<(), Error>) -> String {
    match result {
        Ok(()) => "ok".into(),
        Err(error) => name(error).into(),
    }
}

#[test]
fn each_bad_file_has_its_error() {
    let expected = fs::read_to_string(folder().join("expected.txt")).unwrap();
    let expected: BTreeMap<&str, &str> =
        expected.lines().map(|line| line.split_once(' ').unwrap()).collect();
    assert!(expected.len() >= 80);
    let mut net = Net::zeros();
    let mut wrong = Vec::new();
    let mut messages = String::new();
    for (name, error) in &expected {
        let file = fs::read(folder().join(format!("{name}.safetensors"))).unwrap();
        net.0.bias.fill(0.5);
        let before = net.clone();
        let result = Reader::new().load_into(&mut net, &file);
        if variant(&result) != *error {
            wrong.push(format!("{name}: expected {error}, found {result:?}"));
        }
        match result {
            Ok(()) => assert!(reference_accepts(&file), "{name}"),
            Err(error) => {
                assert!(net == before, "{name} changed the network");
                messages += &format!("{name}: {error}\n");
            }
        }
    }
    if std::env::var_os("CONSTNET_OVERWRITE").is_some() {
        fs::write(folder().join("messages.txt"), &messages).unwrap();
    }
    let golden = fs::read_to_string(folder().join("messages.txt")).unwrap();
    for (found, expected) in messages.lines().zip(golden.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(messages, golden);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let files = fs::read_dir(folder()).unwrap().count();
    assert_eq!(files, expected.len() + 2, "a file without an expectation");
}

fn reference_accepts(file: &[u8]) -> bool {
    safetensors::SafeTensors::deserialize(file).is_ok()
}

fn framed(header: &str, data: &[u8]) -> Vec<u8> {
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend_from_slice(header.as_bytes());
    file.extend_from_slice(data);
    file
}

#[test]
fn the_bounds_are_those_that_are_documented() {
    let good = fs::read(folder().join("good.safetensors")).unwrap();
    let header = std::str::from_utf8(&good[8..good.len() - 36]).unwrap();
    let data = &good[good.len() - 36..];
    let check = |file: &[u8]| Reader::new().ignore_unknown().check::<Net>(file);
    // Spaces up to the limit, and one more.
    let padded = |len: usize| framed(&(header.to_owned() + &" ".repeat(len - header.len())), data);
    assert_eq!(check(&padded(MAX_HEADER)), Ok(()));
    let found = MAX_HEADER as u64 + 1;
    assert_eq!(check(&padded(MAX_HEADER + 1)), Err(Error::HeaderTooLong { found }));
    // Empty tensors up to the limit, and one more.
    let many = |count: usize| {
        let mut header = header[..header.len() - 1].to_owned();
        for i in 2..count {
            header +=
                &format!(",\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        }
        framed(&(header + "}"), data)
    };
    assert_eq!(check(&many(MAX_TENSORS)), Ok(()));
    assert!(matches!(check(&many(MAX_TENSORS + 1)), Err(Error::TooManyTensors { .. })));
    // Nothing is quadratic in the file: brackets within brackets end at the first.
    let nested = header.replace("[3,2]", &"[".repeat(60_000));
    assert!(matches!(check(&framed(&nested, data)), Err(Error::Syntax { .. })));
}

/// What we say of a header, and what the reference says.
fn verdicts(header: &[u8], data: &[u8]) -> (bool, bool) {
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend_from_slice(header);
    file.extend_from_slice(data);
    let ours = Reader::new().ignore_unknown().ignore_fingerprint().check::<()>(&file);
    (ours.is_ok(), reference_accepts(&file))
}

/// Space is what JSON calls so and nothing else: every byte at every place of two headers, among whose
/// lists are empty ones.
#[test]
fn every_byte_at_every_place_is_judged_as_by_the_reference() {
    let mut accepted = 0;
    for (header, numbers) in [
        (
            r#"{"__metadata__":{"a":"b","c":""},"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}"#,
            2,
        ),
        (r#"{"__metadata__":{},"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#, 1),
    ] {
        let data = vec![0; 4 * numbers];
        assert_eq!(verdicts(header.as_bytes(), &data), (true, true));
        for place in 0..=header.len() {
            let in_a_text = header[..place].matches('"').count() % 2 == 1;
            for byte in 0..=u8::MAX {
                let mut changed = header.as_bytes().to_vec();
                changed.insert(place, byte);
                let (ours, reference) = verdicts(&changed, &data);
                let changed = String::from_utf8_lossy(&changed);
                assert!(!ours || reference, "accepted: {byte:#04x} at {place}, {changed}");
                // A name may have fewer characters with us; nothing stands before the header, and
                // only blanks behind it.
                let may_differ = in_a_text || place == 0 || place == header.len();
                assert!(
                    ours || !reference || may_differ,
                    "refused: {byte:#04x} at {place}, {changed}"
                );
                accepted += usize::from(ours && !in_a_text);
            }
        }
    }
    // Four kinds of space at some fifty places outside of texts.
    assert!(accepted > 4 * 50, "{accepted}");
}

/// A text with these escapes, as the value of a metadata entry.
fn with_text(text: &str) -> (bool, bool) {
    verdicts(format!(r#"{{"__metadata__":{{"a":"{text}"}}}}"#).as_bytes(), &[])
}

/// Every kind of half a character, whole character and mistake before and after every other, in threes.
#[test]
fn every_sequence_of_escapes_is_judged_as_by_the_reference() {
    const PIECES: [&str; 20] = [
        "", "a", "é", "😀", r"\n", r"\x", r"\", r"\u", r"\u00g0", r"\u004", r"\u0000", r"\u0041",
        r"\ud7ff", r"\ud800", r"\uDBFF", r"\udc00", r"\uDfFf", r"\ue000", r"\uffff", "u",
    ];
    let (mut accepted, mut refused) = (0, 0);
    for first in PIECES {
        for second in PIECES {
            for third in PIECES {
                let text = [first, second, third].concat();
                let (ours, reference) = with_text(&text);
                assert_eq!(ours, reference, "{text}");
                *if ours { &mut accepted } else { &mut refused } += 1;
            }
        }
    }
    assert!(accepted > 1000 && refused > 1000, "{accepted} {refused}");
}

/// Every unit of UTF-16 that is half a character, and what lies around, alone, after the first half of a
/// character, and before the second.
#[test]
fn every_unit_is_judged_as_by_the_reference() {
    for unit in 0xd7f0..=0xe00f {
        let unit = format!("\\u{unit:04x}");
        for text in [unit.clone(), format!("\\ud83d{unit}"), format!("{unit}\\ude00")] {
            let (ours, reference) = with_text(&text);
            assert_eq!(ours, reference, "{text}");
        }
    }
}

/// Pieces that a mutant can get in the place of others.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "\n",
    "0",
    "1",
    "9",
    "-",
    ".",
    "e",
    "null",
    "true",
    "\"F32\"",
    "\"F64\"",
    "\"F16\"",
    "\"I8\"",
    "\"dtype\"",
    "\"shape\"",
    "\"data_offsets\"",
    "\"0.bias\"",
    "\"0.weight\"",
    "\"__metadata__\":{},",
    "[3,2]",
    "[0,24]",
    "[24,36]",
    "[12,24]",
    "18446744073709551615",
    "18446744073709551616",
    "4294967296",
    "\u{0}",
    "\u{7f}",
    "\\u0061",
    "\\ud800",
    "é",
];

/// One change, mostly in the header, often one that keeps the length of the header right.
fn mutate(file: &mut Vec<u8>, rng: &mut impl Rng) {
    let header = |file: &[u8]| {
        let length = file.get(..8).map(|b| u64::from_le_bytes(b.try_into().unwrap()));
        length.filter(|n| (*n as usize) <= file.len().saturating_sub(8)).map(|n| n as usize)
    };
    let Some(n) = header(file).filter(|n| *n > 0) else { return };
    let at = 8 + rng.random_range(0..n);
    let replace = |file: &mut Vec<u8>, from: std::ops::Range<usize>, with: &[u8]| {
        let len = n + with.len() - from.len();
        file.splice(from, with.iter().copied());
        file[..8].copy_from_slice(&(len as u64).to_le_bytes());
    };
    match rng.random_range(0..12) {
        0 => replace(file, at..at, PIECES[rng.random_range(0..PIECES.len())].as_bytes()),
        1 => {
            let end = (at + rng.random_range(1..6)).min(8 + n);
            replace(file, at..end, PIECES[rng.random_range(0..PIECES.len())].as_bytes());
        }
        2 => {
            let end = (at + rng.random_range(1..20)).min(8 + n);
            replace(file, at..end, b"");
        }
        // A digit becomes another, a letter its neighbour.
        3..=6 => {
            let place = (at..8 + n).chain(8..at).find(|i| file[*i].is_ascii_digit());
            if let Some(place) = place {
                file[place] = b'0' + rng.random_range(0..10_u8);
            }
        }
        7 => file[at] ^= 1 << rng.random_range(0..8_u32),
        8 => {
            let place = rng.random_range(0..file.len());
            file[place] ^= 1 << rng.random_range(0..8_u32);
        }
        9 => file.truncate(rng.random_range(0..file.len())),
        10 => file.extend_from_slice(&[0; 12][..rng.random_range(1..=12)]),
        // A piece of the header, once more.
        _ => {
            let end = (at + rng.random_range(1..90)).min(8 + n);
            let piece = file[at..end].to_vec();
            let mut again = piece.clone();
            if rng.random() {
                again.push(b',');
            }
            again.extend(piece);
            replace(file, at..end, &again);
        }
    }
}

/// How many mutants are made.
fn count() -> u64 {
    std::env::var("CONSTNET_MUTANTS").map_or(1_000_000, |count| count.parse().unwrap())
}

/// Mutants of right files, read into a value that must be what it was after each that is refused, and into which
/// `reader` reads some.
fn mutants<N: Parameters + Clone + PartialEq>(
    seeds: &[Vec<u8>],
    reader: Reader<'_>,
    mut loaded: N,
    count: u64,
    rng: &mut impl Rng,
) {
    let untouched = loaded.clone();
    let (mut accepted, mut read, mut stricter) = (0_u64, 0_u64, 0_u64);
    for i in 0..count {
        let mut file = seeds[i as usize % seeds.len()].clone();
        for _ in 0..rng.random_range(1..4) {
            mutate(&mut file, rng);
        }
        // As a file of unknown tensors too, so that the header's rules are compared alone.
        let header = Reader::new().ignore_unknown().ignore_fingerprint().check::<()>(&file);
        if header.is_ok() {
            accepted += 1;
            assert!(reference_accepts(&file), "{:?}", String::from_utf8_lossy(&file));
        } else if i % 16 == 0 && reference_accepts(&file) {
            stricter += 1;
        }
        let mut result = Ok(());
        let found = measure(|| result = reader.load_into(&mut loaded, &file));
        assert_eq!(found.count_total, 0, "loading allocated");
        match result {
            Ok(()) => {
                read += 1;
                assert!(header.is_ok());
                loaded.clone_from(&untouched);
            }
            Err(error) => {
                assert!(loaded == untouched, "{error}");
                // Every error has words, and none is cut.
                let message = error.to_string();
                assert!(!message.is_empty() && message.len() < 300, "{message}");
            }
        }
    }
    println!(
        "{count} mutants, {accepted} accepted, {read} read, {stricter} of 1/16 refused by us alone"
    );
    assert!(accepted > count / 1000, "the mutator makes no right files: {accepted}");
    assert!(read > count / 10_000, "the mutator makes no files that fit: {read}");
}

#[test]
fn no_mutant_gets_through_that_the_reference_refuses() {
    let mut rng = constnet::random::generator(2026);
    let net = Net::init(&mut rng);
    let mut seeds: Vec<Vec<u8>> =
        ["good", "bias_first", "metadata_escapes", "other_order_of_tensors"]
            .map(|name| fs::read(folder().join(format!("{name}.safetensors"))).unwrap())
            .into();
    seeds.push(Writer::new().to_vec(&net).unwrap());
    seeds.push(Writer::new().native().to_vec(&net).unwrap());
    seeds.push(framed("{}", b""));
    let loaded = Net::init(&mut rng);
    mutants(&seeds, Reader::new(), loaded, count(), &mut rng);
}

/// Tensors of four axes, of which one layout has others than memory, biases of a cell that are one tensor there, and
/// gates in another order; PyTorch's names of a second layer and of a second direction.
type Many =
    (Conv2d<1, 2, 2, 1, 1, 1>, Bidirectional<Gru<2, 2>>, Concat<4>, (Lstm<4, 1>, Lstm<1, 1>));

#[test]
fn mutants_of_images_and_cells_are_refused_in_both_layouts() {
    let mut rng = constnet::random::generator(2027);
    let net = Many::init(&mut rng);
    // Keras has one tensor of both biases.
    const JOINED: &[(&str, &str)] = &[
        ("1.bias_ih_l0", "1.bias"),
        ("1.bias_hh_l0", "1.bias"),
        ("1.reverse.bias_ih_l0", "1.reverse.bias"),
        ("1.reverse.bias_hh_l0", "1.reverse.bias"),
    ];
    for (layout, table) in [(Layout::Torch, &[][..]), (Layout::Keras, JOINED)] {
        let writer = Writer::new().layout(layout).table(table);
        let seeds = [writer.to_vec(&net).unwrap(), writer.native().to_vec(&net).unwrap()];
        let (loaded, reader) = (Many::init(&mut rng), Reader::new().layout(layout).table(table));
        mutants(&seeds, reader, loaded, count() / 32, &mut rng);
    }
    // As PyTorch has them: two layers, and two directions, of one module.
    let file = |name| fs::read(folder().join(format!("../recurrent_{name}.safetensors"))).unwrap();
    let loaded = <(Lstm<2, 3>, Lstm<3, 3>)>::init(&mut rng);
    mutants(&[file("lstm_of_two")], Reader::new(), loaded, count() / 32, &mut rng);
    let loaded = <(Bidirectional<Lstm<2, 3>>, Concat<6>)>::init(&mut rng);
    mutants(&[file("lstm_both_ways")], Reader::new(), loaded, count() / 32, &mut rng);
}

/// What a network with memory remembers, alone and with the network that it is of.
#[test]
fn mutants_of_states_are_refused() {
    let mut rng = constnet::random::generator(2028);
    let net = <(Conv1d<2, 2, 3>, Gru<2, 2>)>::init(&mut rng);
    let states = [0.5, -0.25].map(|x| net.settled(&SVector::from([x, 1.0]), 7));
    let [seen, loaded] = states.map(|state| StateOf::new(&net, state));
    let seeds =
        [Writer::new().to_vec(&seen).unwrap(), Writer::new().native().to_vec(&seen).unwrap()];
    mutants(&seeds, Reader::new(), loaded.clone(), count() / 16, &mut rng);
    // And without a word of which network it is of.
    let seeds = [Writer::new().to_vec(&seen.state).unwrap()];
    mutants(&seeds, Reader::new(), loaded.state, count() / 16, &mut rng);
}
