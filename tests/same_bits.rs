//! The same bits everywhere: outputs and weights before and after training, written down.
//!
//! `.ci/same_bits` compares the same networks in builds that tests cannot have, `.ci/bare_metal` on
//! other machines.

#[path = "same_bits/src/networks.rs"]
mod networks;

/// In debug, the first 1,000 steps: ten times as many take half a minute.
#[test]
fn networks_have_the_bits_that_are_written_down() {
    let steps = if cfg!(debug_assertions) { 1_000 } else { 10_000 };
    let mut report = String::new();
    networks::report(steps, &mut report);
    print!("{report}");
}
