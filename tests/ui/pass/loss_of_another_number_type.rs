use constnet::prelude::*;

fn main() {
    let y = SVector::<f64, 1>::zeros();
    let target: f64 = 0.5;
    assert_eq!(MeanSquaredError.value(&y, &[target]), Ok(0.25));
}
