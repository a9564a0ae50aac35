//! Compares the bits of all networks with the ones that are written down, or fails.

mod networks;

fn main() {
    let mut report = String::new();
    networks::report(10_000, &mut report);
    print!("{report}");
}
