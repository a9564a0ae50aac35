//! How often a header is compared, of any kind and order.

use super::*;
use std::{format, string::String, vec, vec::Vec};

/// Right headers, and headers with one fault, of `count` tensors or pairs, in a permutation.
fn headers(count: usize, order: &[usize]) -> Vec<(&'static str, String, usize)> {
    let tensor = |name: String, begin: usize, end: usize| {
        let len = end - begin;
        format!(
            "\"{name}\":{{\"dtype\":\"U8\",\"shape\":[{len}],\"data_offsets\":[{begin},{end}]}}"
        )
    };
    let listed = |entry: &dyn Fn(usize) -> String| {
        let entries: Vec<String> = order.iter().map(|&i| entry(i)).collect();
        format!("{{{}}}", entries.join(","))
    };
    let pairs = |key: &dyn Fn(usize) -> String| {
        let pairs: Vec<String> = order.iter().map(|&i| format!("\"{}\":\"\"", key(i))).collect();
        format!("{{\"__metadata__\":{{{}}}}}", pairs.join(","))
    };
    let name = |i: usize| format!("{i:x}");
    vec![
        ("tensors", listed(&|i| tensor(name(i), i, i + 1)), count),
        ("names against the data", listed(&|i| tensor(name(count - i), i, i + 1)), count),
        ("empty tensors", listed(&|i| tensor(name(i), 0, 0)), 0),
        ("a gap", listed(&|i| tensor(name(i), i, i + 1)), count + 1),
        ("overlap", listed(&|i| tensor(name(i), i, i + 2)), count + 1),
        ("one place for all", listed(&|i| tensor(name(i), 0, 1)), 1),
        ("a name twice", listed(&|i| tensor(name(i / 2), i, i + 1)), count),
        ("one name for all", listed(&|i| tensor(name(0), i, i + 1)), count),
        ("metadata", pairs(&name), 0),
        ("a key twice", pairs(&|i| name(i / 2)), 0),
        ("one key for all", pairs(&|_| name(0)), 0),
    ]
}

#[test]
fn names_and_places_are_compared_n_log_n_times() {
    for count in [2, 3, 7, 64, 200, 500, 1000] {
        let mut shuffled: Vec<usize> = (0..count).collect();
        crate::random::shuffle(&mut shuffled, &mut crate::random::generator(count as u64));
        let in_turn = (0..count).map(|i| if i % 2 == 0 { i / 2 } else { count - 1 - i / 2 });
        for order in [(0..count).collect(), (0..count).rev().collect(), in_turn.collect(), shuffled]
        {
            for (kind, header, data) in headers(count, &order) {
                let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
                bytes.extend_from_slice(header.as_bytes());
                bytes.resize(bytes.len() + data, 0);
                let mut file = File::framed(&bytes).unwrap();
                let right = ["tensors", "names against the data", "empty tensors", "metadata"];
                assert_eq!(file.check().is_ok(), right.contains(&kind), "{count}: {kind}");
                let most = 4.0 * count as f64 * (count as f64).log2();
                let compared = file.names.compared;
                assert!(compared as f64 <= most, "{count}: {kind}: {compared}, at most {most}");
            }
        }
    }
}

/// Tensors before the metadata are found again, and each by its name.
#[test]
fn metadata_may_stand_anywhere() {
    let tensor = |i: usize| {
        format!("\"t{i}\" : {{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[{i},{}]}}", i + 1)
    };
    for at in 0..4 {
        let mut entries: Vec<String> = (0..3).rev().map(tensor).collect();
        entries.insert(at, "\"__metadata__\":{\"b\":\"1\",\"a\":\"2\"}".into());
        let header = format!("{{ {} }}", entries.join(" , "));
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(&[0; 3]);
        let file = File::read(&bytes).unwrap();
        for i in 0..3 {
            let name = format!("t{i}");
            let found = file.find(name.as_bytes()).unwrap();
            assert_eq!(file.name(found), name.as_bytes());
            assert_eq!(file.entry(found).unwrap().begin, i as u64);
        }
        for absent in ["t", "t3", "t00", "", "u", "t1\"", "t1\0", "a"] {
            assert!(file.find(absent.as_bytes()).is_none());
        }
        assert_eq!(file.metadata(b"a").unwrap().text, b"2");
    }
}
