use constnet::prelude::*;

type Net<const H: usize> = (Dense<3, H>, Tanh, Dense<H, 1>);
network!(Small: 3 => (Net<4>) => 1);

fn main() {
    assert_eq!(Small::COUNT, 3 * 4 + 4 + 4 + 1);
}
