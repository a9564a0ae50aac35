//! Reading, checking and writing weights allocate nothing.

use allocation_counter::measure;
use constnet::{
    prelude::*,
    random,
    weights::{Checkpoint, Error, Reader, TestPair, Writer, verify},
};
#[test]
fn weights_are_read_and_written_without_an_allocation() {
    type Net = (Dense<3, 8>, Tanh, LayerNorm<8>, Dense<8, 2>);
    let net = Net::init(&mut random::generator(1));
    let mut copy = Net::zeros();
    let mut buffer = [0; 4096];
    let found = measure(|| {
        let pair = TestPair::of(&net, &SVector::from([0.1, 0.2, 0.3]));
        for writer in [Writer::new().test_pair(&pair), Writer::new().native().test_pair(&pair)] {
            let len = writer.write_to(&net, &mut buffer).unwrap();
            Reader::new().load_into(&mut copy, &buffer[..len]).unwrap();
            verify(&copy, &buffer[..len]).unwrap();
            let cut = Reader::new().load_into(&mut copy, &buffer[..len - 1]);
            assert!(matches!(cut, Err(Error::BeyondEnd { .. })));
            buffer[len - 2] ^= 4;
            assert!(Reader::new().load_into(&mut copy, &buffer[..len]).is_err());
        }
    });
    assert_eq!(found.count_total, 0);
}

#[test]
fn checkpoints_are_read_and_written_without_an_allocation() {
    type Net = (Dense<3, 8>, Tanh, LayerNorm<8>, Dense<8, 2>);
    let mut at = Checkpoint::new(random::generator(1));
    let mut net = Net::init(&mut at.generator);
    let mut trainer = Trainer::new(&net, Adam::new(0.1));
    let mut buffer = [0; 8192];
    let x = SVector::from([0.1_f32, 0.2, 0.3]);
    let found = measure(|| {
        for _ in 0..3 {
            trainer
                .step(&mut net, &x, &[[1.0, 0.0]], &MeanSquaredError, &mut at.generator)
                .unwrap();
            let len = at.write_to(&net, &trainer, &mut buffer).unwrap();
            let back = Checkpoint::load_into(&mut net, &mut trainer, &buffer[..len]).unwrap();
            assert!(back == at);
            buffer[len - 2] ^= 4;
            assert!(Checkpoint::load_into(&mut net, &mut trainer, &buffer[..len]).is_err());
        }
    });
    assert_eq!(found.count_total, 0);
}
