use constnet::{prelude::*, training::{FitError, Trainable}};

type Data<'a> = Dataset<'a, SVector<f32, 2>, f32>;

fn train<N, L, Y>(net: &mut N, data: &Data<'_>, loss: &L) -> Result<f64, FitError>
where
    N: Trainable<SVector<f32, 2>, f32, L, 32, Output = Y>,
    L: Loss<Y, f32, Value = f32> + Sync,
{
    Ok(fit(net, data, loss, Adam::new(0.1), &Fit::new(1))?.loss())
}

fn main() {
    let inputs = [[0.0, 1.0], [1.0, 0.0]].map(SVector::from);
    let data = Dataset::new(&inputs, &[1.0, 2.0]).unwrap();
    let _ = train(&mut Dense::<2, 1>::seeded(1), &data, &MeanSquaredError);
}
