use constnet::prelude::*;

network!(Net: [1; 50] => (Flatten<50>, Dense<50, 1>) => 1);

fn main() {
    let record = [SVector::<f32, 1>::zeros(); 200];
    let data = Dataset::windows_to_last::<50>(&record, &[0.0_f32; 200], 10).unwrap();
    let mut net = Net::seeded(1);
    let _ = fit(&mut net, &data, &MeanSquaredError, Adam::new(0.01), &Fit::new(1));
}
