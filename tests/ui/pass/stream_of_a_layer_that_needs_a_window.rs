// It takes windows of four steps.

use constnet::prelude::*;

struct MeanOfFour;

impl<const B: usize> Forward<[SMatrix<f32, 8, B>; 4]> for MeanOfFour {
    type Output = SMatrix<f32, 8, B>;
    fn forward(&self, x: &[SMatrix<f32, 8, B>; 4]) -> Self::Output {
        (x[0] + x[1] + x[2] + x[3]) / 4.0
    }
}

network!(pub Mood: [2; 4] => (Lstm<2, 8>, MeanOfFour, Dense<8, 1>) => 1);

fn main() {}
