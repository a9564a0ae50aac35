//! Splitting data: what is trained on, what decisions are made on, and what is touched once.

use super::DataError;
use crate::random;
use alloc::vec::Vec;

/// The items with these numbers.
pub fn pick<T: Clone>(items: &[T], numbers: &[usize]) -> Vec<T> {
    numbers.iter().filter_map(|&i| items.get(i).cloned()).collect()
}

/// Splits n samples at random into parts of these fractions; what rounding leaves goes to the
/// first. Gives the numbers of the samples in each part.
///
/// ```
/// let [train, test] = constnet::training::split::random(10, [0.8, 0.2], 7)?;
/// assert_eq!((train.len(), test.len()), (8, 2));
/// # Ok::<(), constnet::training::DataError>(())
/// ```
///
/// # Errors
/// If a fraction is not above 0, or their sum is above 1.
pub fn random<const K: usize>(
    n: usize,
    fractions: [f64; K],
    seed: u64,
) -> Result<[Vec<usize>; K], DataError> {
    stratified(&alloc::vec![0; n], fractions, seed)
}

/// As [`random()`], with every class in the same proportions in each part.
///
/// # Errors
/// As [`random()`].
pub fn stratified<const K: usize>(
    classes: &[usize],
    fractions: [f64; K],
    seed: u64,
) -> Result<[Vec<usize>; K], DataError> {
    let sum: f64 = fractions.iter().sum();
    if K == 0 || fractions.iter().any(|f| !(*f > 0.0)) || sum > 1.0 + 1e-9 {
        return Err(DataError::Fractions);
    }
    let mut rng = random::generator(seed);
    let mut order: Vec<usize> = (0..classes.len()).collect();
    random::shuffle(&mut order, &mut rng);
    // Stable: within a class the order stays random.
    order.sort_by_key(|&i| classes[i]);
    let mut parts = [const { Vec::new() }; K];
    for class in order.chunk_by(|&a, &b| classes[a] == classes[b]) {
        let mut rest = class;
        for (part, fraction) in parts.iter_mut().zip(fractions).skip(1) {
            let (head, tail) =
                rest.split_at(rest.len().min((fraction * class.len() as f64 + 0.5) as usize));
            part.extend_from_slice(head);
            rest = tail;
        }
        let first = if sum > 1.0 - 1e-9 {
            rest.len()
        } else {
            rest.len().min((fractions[0] * class.len() as f64 + 0.5) as usize)
        };
        if let Some(part) = parts.first_mut() {
            part.extend_from_slice(&rest[..first]);
        }
    }
    parts.iter_mut().for_each(|part| random::shuffle(part, &mut rng));
    Ok(parts)
}
