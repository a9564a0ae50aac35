//! Functions of one number, in `f64`: what the layers compute, to check them and to know them again.

use super::layer::Activation;
use super::setting::Setting;

impl Activation {
    /// The layer's function, if it is one of single numbers.
    pub fn function(&self) -> Option<Box<dyn Fn(f64) -> f64>> {
        let setting = |i: usize, default: f64| {
            self.settings.get(i).map_or(default, |setting: &Setting| setting.value)
        };
        let function: fn(f64) -> f64 = match self.name {
            "Relu" => |x| x.max(0.0),
            "Sigmoid" => sigmoid,
            "Tanh" => f64::tanh,
            "Softplus" => softplus,
            "HardSwish" => |x| x * (x / 6.0 + 0.5).clamp(0.0, 1.0),
            "HardTanh" => |x| x.clamp(-1.0, 1.0),
            "Relu6" => |x| x.clamp(0.0, 6.0),
            "Softsign" => |x| x / (1.0 + x.abs()),
            "Mish" => |x| x * softplus(x).tanh(),
            "Silu" => |x| x * sigmoid(x),
            "Gelu" => |x| x * normal(x),
            "GeluTanh" => |x| {
                let inner = (2.0 / std::f64::consts::PI).sqrt() * (x + 0.044715 * x.powi(3));
                0.5 * x * (1.0 + inner.tanh())
            },
            "Identity" => |x| x,
            "Selu" => {
                |x| 1.0507009873554805 * if x > 0.0 { x } else { 1.6732632423543772 * x.exp_m1() }
            }
            "LeakyRelu" => {
                let slope = setting(0, 0.01);
                return Some(Box::new(move |x| if x > 0.0 { x } else { slope * x }));
            }
            "Elu" => {
                let alpha = setting(0, 1.0);
                return Some(Box::new(move |x| if x > 0.0 { x } else { alpha * x.exp_m1() }));
            }
            "HardSigmoid" => {
                let [alpha, beta] = [setting(0, 1.0 / 6.0), setting(1, 0.5)];
                return Some(Box::new(move |x| (alpha * x + beta).clamp(0.0, 1.0)));
            }
            "Clamp" => {
                let [low, high] = [setting(0, f64::NEG_INFINITY), setting(1, f64::INFINITY)];
                return Some(Box::new(move |x| x.max(low).min(high)));
            }
            _ => return None,
        };
        Some(Box::new(function))
    }
}

pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// The distribution function of N(0, 1), whose tail keeps its digits.
fn normal(x: f64) -> f64 {
    let tail = 0.5 * erfc(x.abs() / std::f64::consts::SQRT_2);
    if x < 0.0 { tail } else { 1.0 - tail }
}

pub fn erf(x: f64) -> f64 {
    let near = 1.0 - erfc(x.abs());
    if x < 0.0 { -near } else { near }
}

/// 1 − erf(x) of an x from 0 on: the series near 0, the continued fraction beyond (Abramowitz, Stegun, 7.1.5
/// and 7.1.14).
fn erfc(x: f64) -> f64 {
    if x < 2.0 {
        let (mut term, mut sum, mut n) = (x, x, 0.0);
        while term.abs() > 1e-18 * sum.abs() {
            n += 1.0;
            term *= -x * x / n;
            sum += term / (2.0 * n + 1.0);
        }
        return 1.0 - 2.0 / std::f64::consts::PI.sqrt() * sum;
    }
    let mut fraction = x;
    for n in (1..80).rev() {
        fraction = x + f64::from(n) / 2.0 / fraction;
    }
    (-x * x).exp() / std::f64::consts::PI.sqrt() / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From 50 digits.
    #[test]
    fn the_error_function() {
        for (x, expected) in [
            (0.5, 0.5204998778130465),
            (1.999, 0.9953015566513705),
            (2.5, 0.999593047982555),
            (-1.0, -0.8427007929497149),
        ] {
            assert!((erf(x) - expected).abs() < 2e-15, "{x}: {}", erf(x));
        }
        assert!((erfc(6.0) / 2.1519736712498913e-17 - 1.0).abs() < 1e-13);
    }
}
