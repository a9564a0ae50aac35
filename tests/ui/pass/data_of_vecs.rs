use constnet::prelude::*;

fn main() {
    let rows = vec![vec![0.0_f32, 1.0]];
    let inputs: Vec<SVector<f32, 2>> =
        rows.iter().map(|row| SVector::from_column_slice(row)).collect();
    let _ = Dataset::new(&inputs, &[1.0_f32]);
}
