//! Compares the bits of all networks with the ones that are written down, or fails.

mod networks;

fn main() {
    assert!(networks::sees_a_changed_rate(), "another rate gave the same bits");
    let wrong = networks::wrong(&networks::all(10_000));
    assert!(wrong.is_empty(), "other bits: {wrong:#?}");
    println!("{} networks: the same bits", networks::EXPECTED.len());
}
