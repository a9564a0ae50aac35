use constnet::prelude::*;
use constnet::values::channels_last;

fn main() {
    let images = [[[[0.5_f32; 32]; 32]; 3]; 8].map(|image| channels_last(&image));
    let _ = Dataset::classes(&images, &[0, 1, 0, 1, 0, 1, 0, 1], 2);
}
