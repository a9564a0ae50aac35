//! Headers of a thousand entries in the worst orders, beside the crate `safetensors`.
//!
//! ```text
//! cargo bench --bench headers
//! ```

use constnet::weights::Reader;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn file(header: &str, data: usize) -> Vec<u8> {
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend_from_slice(header.as_bytes());
    file.resize(file.len() + data, 0);
    file
}

fn headers(criterion: &mut Criterion) {
    const COUNT: usize = 1000;
    let pairs: Vec<String> =
        (0..COUNT).rev().map(|i| format!("\"{i:x}\":\"{}\"", "v".repeat(50))).collect();
    let tensor = |i: usize| {
        format!("\"{i:x}\":{{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[{i},{}]}}", i + 1)
    };
    let tensors: Vec<String> = (0..COUNT).rev().map(tensor).collect();
    let tensors = format!("{{{}}}", tensors.join(","));
    for (name, file) in [
        ("metadata", file(&format!("{{\"__metadata__\":{{{}}}}}", pairs.join(",")), 0)),
        ("tensors in reverse", file(&tensors, COUNT)),
        ("a byte of no tensor", file(&tensors, COUNT + 1)),
    ] {
        let mut group = criterion.benchmark_group(name);
        let any = Reader::new().ignore_unknown().ignore_fingerprint();
        group.bench_function("constnet", |b| b.iter(|| any.check::<()>(black_box(&file)).is_ok()));
        group.bench_function("safetensors", |b| {
            b.iter(|| safetensors::SafeTensors::deserialize(black_box(&file)).is_ok());
        });
        group.finish();
    }
}

criterion_group!(benches, headers);
criterion_main!(benches);
