//! Parts of a data set: as large as their fractions say, with every sample once.

use constnet::{
    random::{below, generator},
    training::{
        DataError,
        split::{random, stratified},
    },
};

/// So many classes of so many samples.
fn classes(classes: usize, samples: usize) -> Vec<usize> {
    (0..classes * samples).map(|sample| sample / samples).collect()
}

fn sizes<const K: usize>(parts: [Vec<usize>; K]) -> [usize; K] {
    parts.map(|part| part.len())
}

#[test]
fn a_stratified_split_keeps_proportions_and_every_sample_once() {
    let classes: Vec<usize> = (0..100).map(|i| usize::from(i % 5 == 0)).collect();
    let parts = stratified(&classes, [0.6, 0.2, 0.2], 9).unwrap();
    assert_eq!(parts.each_ref().map(Vec::len), [60, 20, 20]);
    for part in &parts {
        let ones = part.iter().filter(|&&i| classes[i] == 1).count();
        assert_eq!(ones * 5, part.len());
    }
    let mut all = parts.concat();
    all.sort_unstable();
    assert_eq!(all, (0..100).collect::<Vec<_>>());
}

#[test]
fn what_rounding_takes_in_one_class_others_give_back() {
    assert_eq!(sizes(stratified(&classes(100, 2), [0.8, 0.2], 7).unwrap()), [160, 40]);
    assert_eq!(sizes(stratified(&classes(100, 2), [0.5, 0.25, 0.25], 7).unwrap()), [100, 50, 50]);
    assert_eq!(sizes(stratified(&classes(10, 10), [0.7, 0.15, 0.15], 7).unwrap()), [70, 15, 15]);
    // Of classes of one, too.
    assert_eq!(sizes(stratified(&classes(50, 1), [0.9, 0.1], 7).unwrap()), [45, 5]);
    // Half of them is left out.
    assert_eq!(sizes(stratified(&classes(100, 1), [0.3, 0.2], 7).unwrap()), [30, 20]);
}

#[test]
fn equal_parts_differ_by_at_most_one() {
    assert_eq!(sizes(random(10, [0.25; 4], 7).unwrap()), [3, 3, 2, 2]);
    assert_eq!(sizes(random(6, [0.25; 4], 7).unwrap()), [2, 2, 1, 1]);
    assert_eq!(sizes(random(7, [1.0 / 7.0; 7], 7).unwrap()), [1; 7]);
    // 0.29·100 is 28.999999999999996 in f64.
    assert_eq!(sizes(random(100, [0.71, 0.29], 7).unwrap()), [71, 29]);
}

#[test]
fn a_part_without_a_sample_is_an_error() {
    fn empty<const K: usize>(
        part: usize,
        fraction: f64,
        samples: usize,
    ) -> Result<[usize; K], DataError> {
        Err(DataError::EmptyPart { part, fraction, samples })
    }
    assert_eq!(random(6, [0.95, 0.05], 1).map(sizes), empty(1, 0.05, 6));
    assert_eq!(random(2, [0.3, 0.4, 0.3], 1).map(sizes), empty(2, 0.3, 2));
    assert_eq!(random(1, [0.2], 1).map(sizes), empty(0, 0.2, 1));
    assert_eq!(stratified(&[0, 1], [0.9, 0.05, 0.05], 1).map(sizes), empty(1, 0.05, 2));
    let error = random(6, [0.95, 0.05], 1).unwrap_err().to_string();
    assert_eq!(error, "part 1 of the split would be empty: 0.05 of 6 samples");
    assert_eq!(random(0, [1.0], 1), Err(DataError::Empty));
}

#[test]
fn fractions_are_above_0_with_a_sum_of_at_most_1() {
    for bad in [[0.5, 0.6], [0.0, 1.0], [-0.5, 1.0], [f64::NAN, 0.5], [f64::INFINITY, 0.5]] {
        assert_eq!(random(10, bad, 1), Err(DataError::Fractions), "{bad:?}");
    }
    assert_eq!(random(10, [], 1), Err(DataError::Fractions));
}

/// Splits samples of classes of random sizes, and looks at every part of every class.
fn check<const K: usize>(seed: u64, slack: f64) {
    let mut rng = generator(seed);
    let mut draw = |n: usize| 1 + below(n as u64, &mut rng) as usize;
    // Tenths, sevenths, …: of whole numbers, so that shares are often whole or a half.
    let weights: [usize; K] = std::array::from_fn(|_| draw(6));
    let out = if draw(3) == 1 { draw(6) } else { 0 };
    let of = (weights.iter().sum::<usize>() + out) as f64;
    let fractions = weights.map(|weight| weight as f64 / of);
    let largest = draw(12);
    let labels: Vec<usize> =
        (0..draw(30)).flat_map(|class| std::iter::repeat_n(class, draw(largest))).collect();
    let n = labels.len();

    // Within one sample of the share, where "one" is not reached by a rounding error.
    let near = |count: usize, of: usize, fraction: f64, slack: f64| {
        (count as f64 - fraction * of as f64).abs() < 1.0 + slack - 1e-9
    };
    let parts = match random(n, fractions, seed) {
        Ok(parts) => parts,
        Err(DataError::EmptyPart { part, fraction, samples }) => {
            assert_eq!((fraction, samples), (fractions[part], n));
            assert!(near(0, n, fraction, 0.0));
            return;
        }
        Err(error) => panic!("{error}"),
    };
    for (part, &fraction) in parts.iter().zip(&fractions) {
        assert!(near(part.len(), n, fraction, 0.0), "{n} {fractions:?}");
    }
    assert_eq!(random(n, fractions, seed), Ok(parts));

    let Ok(parts) = stratified(&labels, fractions, seed) else { return };
    assert_eq!(stratified(&labels, fractions, seed).as_ref(), Ok(&parts));
    for (part, &fraction) in parts.iter().zip(&fractions) {
        assert!(near(part.len(), n, fraction, slack), "{n} {fractions:?} {labels:?}");
        for class in 0..=labels[n - 1] {
            let of = labels.iter().filter(|&&label| label == class).count();
            let count = part.iter().filter(|&&sample| labels[sample] == class).count();
            assert!(near(count, of, fraction, 0.0), "{of} {fractions:?}");
        }
    }
    let mut all = parts.concat();
    all.sort_unstable();
    assert!(all.windows(2).all(|pair| pair[0] < pair[1]) && all.iter().all(|&sample| sample < n));
    assert!(out > 0 || all.len() == n);
}

#[test]
fn every_part_of_every_class_is_its_share_to_within_one_sample() {
    for seed in 0..if cfg!(debug_assertions) { 300 } else { 30_000 } {
        check::<1>(seed, 0.0);
        check::<2>(seed, 0.0);
        check::<3>(seed, 0.25);
        check::<4>(seed, 0.25);
        check::<7>(seed, 0.25);
    }
}
