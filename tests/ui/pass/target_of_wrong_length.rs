use constnet::prelude::*;

fn main() {
    let y = SVector::<f32, 2>::zeros();
    assert_eq!(MeanSquaredError.value(&y, &[[1.0, 2.0]]), Ok(2.5));
}
