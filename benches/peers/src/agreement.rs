//! That all contenders compute the same, so that nobody is measured who does something else.

/// The largest difference, relative to the largest number.
const TOLERANCE: f32 = 1e-4;

/// The largest relative difference in how far a training's loss has fallen.
const FALL: f32 = 0.02;

/// Outputs, or losses, beside those of the first contender.
pub fn check(found: &[f32], expected: &[f32], training: bool) -> Result<(), String> {
    if found.len() != expected.len() {
        return Err(format!("{} numbers, expected {}", found.len(), expected.len()));
    }
    let scale = expected.iter().fold(0.0_f32, |max, x| max.max(x.abs()));
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        // Written so that NaN does not agree.
        if !((found - expected).abs() <= TOLERANCE * scale) {
            return Err(format!("number {i} is {found}, expected {expected}"));
        }
    }
    if training {
        let (found, expected) = (fall(found), fall(expected));
        if !(expected > 0.0 && (found - expected).abs() <= FALL * expected) {
            return Err(format!("the loss has fallen by {found}, expected {expected}"));
        }
    }
    Ok(())
}

fn fall(losses: &[f32]) -> f32 {
    losses[0] - losses[losses.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_differs_does_not_agree() {
        assert!(check(&[1.0, 2.0], &[1.0, 2.0001], false).is_ok());
        assert!(check(&[1.0, 2.0], &[1.0, 2.001], false).is_err());
        assert!(check(&[1.0, f32::NAN], &[1.0, 2.0], false).is_err());
        assert!(check(&[1.0], &[1.0, 2.0], false).is_err());
    }

    #[test]
    fn a_training_that_stands_still_does_not_agree() {
        assert!(check(&[2.0, 1.9999], &[2.0, 1.9999], true).is_ok());
        assert!(check(&[2.0, 2.0], &[2.0, 1.9999], true).is_err());
    }
}
