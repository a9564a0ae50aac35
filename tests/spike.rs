use constnet::parameters::*;
use constnet::prelude::*;

struct Lcg(u64);
impl rand::TryRng for Lcg {
    type Error = core::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.try_next_u64()? >> 32) as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let x = self.0;
        Ok(x ^ (x >> 31))
    }
    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Self::Error> {
        Ok(())
    }
}

network!(Net: 2 => (Dense<2, 3>, Tanh, (Dense<3, 3>, Tanh), Dense<3, 1>) => 1);

#[test]
fn trains() {
    let mut rng = Lcg(1);
    let mut net = Net::init(&mut rng);
    let x = SMatrix::<f32, 2, 4>::from_column_slice(&[0., 0., 0., 1., 1., 0., 1., 1.]);
    let t = SMatrix::<f32, 1, 4>::from_column_slice(&[0., 1., 1., 0.]);
    let mut g = <Net as Parameters>::Gradient::zeros();
    let mut last = 0.0;
    for _ in 0..3000 {
        fill_zero(&mut g);
        let (y, cache) = net.forward_train(&x, &mut rng);
        let dy = (y - t) * 2.0;
        last = (y - t).norm_squared();
        net.backward_parameters(&x, &y, &cache, &dy, &mut g);
        visit(&mut net, &mut g, [], |_, theta, g, []| {
            theta.iter_mut().zip(g).for_each(|(t, g)| *t -= 0.05 * *g)
        });
    }
    assert!(last < 1e-3, "{last}");
    println!("{net:?} {} {:?}", Net::COUNT, Net::LAYOUT);
    let mut names = vec![];
    for_each(&net, |i, leaf, v| names.push((i, leaf.rows, v.len())));
    println!("{names:?}");
}
