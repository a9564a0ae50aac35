// As PyTorch has them: three channels of 32 rows of 32. Ours are innermost.
use constnet::prelude::*;

fn main() {
    let images = [[[[0.5_f32; 32]; 32]; 3]; 8];
    let _ = Dataset::classes(&images, &[0, 1, 0, 1, 0, 1, 0, 1], 2);
}
