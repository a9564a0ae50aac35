//! Mutants of ONNX files: an error or a network, never a panic, in memory that is in proportion to the file.

use crate::import::{Names, Options, import};
use allocation_counter::measure;
use constnet::{rand::RngExt, random};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Bytes changed, cut out, doubled and cut off; `CONSTNET_MUTANTS` says how many.
#[test]
fn mutants_of_the_files_do_not_panic() {
    let count: usize =
        std::env::var("CONSTNET_MUTANTS").map_or(20_000, |count| count.parse().unwrap());
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folders = ["onnx", "onnx_cases"].map(|name| data.join(name));
    let paths = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut paths: Vec<PathBuf> = paths.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == "onnx"));
    paths.sort();
    let files: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    let (names, options) = (Names::of("mutant.onnx"), Options::default());
    let mut rng = random::generator(9);
    let (mut imported, mut most) = (0, 0);
    for i in 0..count {
        let mut file = files[i % files.len()].clone();
        for _ in 0..rng.random_range(1..4) {
            let at = rng.random_range(0..file.len());
            let end = rng.random_range(at..file.len().min(at + 40) + 1);
            match rng.random_range(0..6) {
                0 => file[at] ^= 1 << rng.random_range(0..8),
                1 => file[at] = rng.random(),
                2 => drop(file.drain(at..end)),
                3 => drop(file.splice(at..at, file[at..end].to_vec())),
                4 => file[at..end].fill(0xff),
                _ => file.truncate(at + 1),
            }
            if file.is_empty() {
                break;
            }
        }
        let found = measure(|| {
            imported += usize::from(import(&file, Path::new(""), &names, &options).is_ok());
        });
        // A number, of which a file of n bytes may have n + 2^20, takes eight, in a tensor, its copy for a layer, and
        // what is written of it.
        let limit = 4 * 8 * (file.len() as u64 + (1 << 20));
        assert!(found.bytes_max <= limit, "mutant {i}: {} of {limit} bytes", found.bytes_max);
        most = most.max(found.bytes_max);
    }
    println!("{imported} of {count} mutants are networks; {most} bytes at once at most");
    assert!((count / 50..count).contains(&imported), "{imported} of {count}");
}
