//! What a graph's names say, computed by the compiler: what is alive when, which slopes are needed, and which
//! layer is called again.

use crate::parameters::{
    Node, count,
    text::{Text, same},
};

/// A graph as names, in the order in which it is computed.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The variables that are given.
    pub inputs: &'static [&'static str],
    /// What is computed.
    pub calls: &'static [Call],
    /// The variables that are the result.
    pub outputs: &'static [&'static str],
}

/// `variable = layer(of)`
#[derive(Debug, Clone, Copy)]
pub struct Call {
    /// The variable that it makes.
    pub variable: &'static str,
    /// The field that is called.
    pub layer: &'static str,
    /// The variables that it is called with.
    pub of: &'static [&'static str],
}

/// Bytes of a call: of what it makes, and of what inference holds at once in the layer.
#[derive(Debug, Clone, Copy)]
pub struct Bytes {
    /// Of the variable.
    pub variable: usize,
    /// Of the layer, with the variable and what it is made of.
    pub inside: usize,
}

impl Plan {
    /// Refuses a layer that nothing calls: nobody would set its gradient. A call of a layer that there is not
    /// is the compiler's to refuse.
    #[track_caller]
    pub const fn calls_all(&self, layers: &[&str]) {
        let mut k = 0;
        while k < self.calls.len() {
            if !contains(layers, self.calls[k].layer) {
                return;
            }
            k += 1;
        }
        let mut i = 0;
        while i < layers.len() {
            let mut k = 0;
            while k < self.calls.len() && !same(self.calls[k].layer, layers[i]) {
                k += 1;
            }
            if k == self.calls.len() {
                let text = Text::<160>::new().str("the layer `").str(layers[i]);
                panic!("{}", text.str("` of this graph is never called").as_str());
            }
            i += 1;
        }
    }

    /// Refuses a name that is made twice, and one that is used above the line that makes it: of these the compiler
    /// says only what they lead to. A variable that there is not is the compiler's to refuse.
    #[track_caller]
    pub const fn makes_each_once_and_first(&self) {
        let mut k = 0;
        while k < self.calls.len() {
            let Call { variable, layer, of } = self.calls[k];
            let twice = contains(self.inputs, variable)
                || matches!(self.made_by(variable), Some(first) if first < k);
            if twice {
                let text =
                    Text::<160>::new().str("`").str(variable).str("` is made twice: a name of");
                let text =
                    text.str(" a graph stands for one value, so a later one has a name of its own");
                panic!("{}", text.as_str());
            }
            let mut i = 0;
            while i < of.len() {
                if matches!(self.made_by(of[i]), Some(made) if made >= k) {
                    let text =
                        Text::<160>::new().str("`").str(of[i]).str("` is used by `").str(layer);
                    let text =
                        text.str("` above the line that makes it: calls stand in the order of");
                    panic!("{}", text.str(" computation").as_str());
                }
                i += 1;
            }
            k += 1;
        }
    }

    /// Which call makes a variable; none makes an input.
    const fn made_by(&self, variable: &str) -> Option<usize> {
        let mut k = 0;
        while k < self.calls.len() {
            if same(self.calls[k].variable, variable) {
                return Some(k);
            }
            k += 1;
        }
        None
    }

    /// Whether a gradient needs the slope of one of these variables: behind it is something that is trained,
    /// by the layout of the graph's gradient.
    pub const fn trains(&self, variables: &[&str], gradient: &[Node]) -> bool {
        // A bit for each call. Of the calls beyond those nothing is known, and their slopes are computed.
        let (mut needed, mut k) = (0_u128, 0);
        while k < self.calls.len() && k < u128::BITS as usize {
            let Call { layer, of, .. } = self.calls[k];
            if is_trained(layer, gradient) || self.has_one(of, needed) {
                needed |= 1 << k;
            }
            k += 1;
        }
        self.has_one(variables, needed)
    }

    /// Whether one of the variables is made by one of the calls.
    const fn has_one(&self, variables: &[&str], calls: u128) -> bool {
        let mut i = 0;
        while i < variables.len() {
            if let Some(k) = self.made_by(variables[i])
                && (k >= u128::BITS as usize || calls >> k & 1 == 1)
            {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Whether the call that makes a variable is the last one of its layer, which a reverse pass meets first.
    pub const fn is_last_of_its_layer(&self, variable: &str) -> bool {
        let Some(this) = self.made_by(variable) else { return true };
        let mut k = this + 1;
        while k < self.calls.len() {
            if same(self.calls[k].layer, self.calls[this].layer) {
                return false;
            }
            k += 1;
        }
        true
    }

    /// Whether the only output is one of probabilities, by what is known of each call.
    pub const fn probabilities(&self, calls: &[bool]) -> bool {
        match self.outputs {
            [output] => match self.made_by(output) {
                Some(k) => calls[k],
                None => false,
            },
            _ => false,
        }
    }

    /// The most bytes alive at once in inference. The inputs are the caller's and stay; a variable is alive up
    /// to its last use, an output to the end; and a call of several variables is given copies of them.
    pub const fn activations(
        &self,
        all_inputs: usize,
        all_outputs: usize,
        inputs: &[usize],
        calls: &[Bytes],
    ) -> usize {
        let (mut most, mut k) = (all_inputs + all_outputs, 0);
        while k < self.calls.len() {
            let mut alive = all_inputs + calls[k].inside;
            // What one variable alone is counts inside.
            if let [of] = self.calls[k].of {
                let mut i = 0;
                while i < self.inputs.len() {
                    if same(self.inputs[i], of) {
                        alive -= inputs[i];
                    }
                    i += 1;
                }
            }
            let mut made = 0;
            while made < k {
                if self.is_beside(self.calls[made].variable, k) {
                    alive += calls[made].variable;
                }
                made += 1;
            }
            if alive > most {
                most = alive;
            }
            k += 1;
        }
        most
    }

    /// Whether a variable that is there is alive during call k, and is not the one that the call is of.
    const fn is_beside(&self, variable: &str, k: usize) -> bool {
        if let [of] = self.calls[k].of
            && same(of, variable)
        {
            return false;
        }
        let mut later = k;
        while later < self.calls.len() {
            if contains(self.calls[later].of, variable) {
                return true;
            }
            later += 1;
        }
        contains(self.outputs, variable)
    }
}

const fn contains(names: &[&str], name: &str) -> bool {
    let mut i = 0;
    while i < names.len() {
        if same(names[i], name) {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether the gradient of a graph has numbers for a layer.
const fn is_trained(layer: &str, gradient: &[Node]) -> bool {
    let mut i = 0;
    while i < gradient.len() {
        if same(gradient[i].name, layer) {
            return count(&[gradient[i]]) > 0;
        }
        i += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dense, Frozen, parameters::NodeKind};

    const fn call(
        variable: &'static str,
        layer: &'static str,
        of: &'static [&'static str],
    ) -> Call {
        Call { variable, layer, of }
    }

    /// t = trunk(x), a = actor(t), c = critic(t): (a, c)
    const TWO_HEADS: Plan = Plan {
        inputs: &["x"],
        calls: &[
            call("t", "trunk", &["x"]),
            call("a", "actor", &["t"]),
            call("c", "critic", &["t"]),
        ],
        outputs: &["a", "c"],
    };

    const fn bytes(variable: usize, inside: usize) -> Bytes {
        Bytes { variable, inside }
    }

    #[test]
    #[should_panic(expected = "`t` is used by `actor` above the line that makes it")]
    fn a_use_above_the_line_that_makes_it_is_refused() {
        TWO_HEADS.makes_each_once_and_first();
        let calls = const { &[call("a", "actor", &["t"]), call("t", "trunk", &["x"])] };
        Plan { calls, ..TWO_HEADS }.makes_each_once_and_first();
    }

    #[test]
    #[should_panic(expected = "`x` is made twice")]
    fn a_name_for_two_values_is_refused() {
        Plan { calls: const { &[call("x", "trunk", &["x"])] }, ..TWO_HEADS }
            .makes_each_once_and_first();
    }

    #[test]
    fn what_is_alive_at_once_by_hand() {
        // x 8, t 16, a 2, c 1; each layer holds what it takes and gives.
        let calls = [bytes(16, 24), bytes(2, 18), bytes(1, 17)];
        // While c is made: x, t, a, c.
        assert_eq!(TWO_HEADS.activations(8, 3, &[8], &calls), 8 + 16 + 2 + 1);
        // While a wide trunk works: x, which is in it, and what it holds.
        let calls = [bytes(16, 124), bytes(2, 18), bytes(1, 17)];
        assert_eq!(TWO_HEADS.activations(8, 3, &[8], &calls), 124);
    }

    #[test]
    fn copies_for_a_call_of_several_count() {
        // s = sum(a, b), y = f(s); inputs a and b of 4 each.
        let plan = Plan {
            inputs: &["a", "b"],
            calls: const { &[call("s", "sum", &["a", "b"]), call("y", "f", &["s"])] },
            outputs: &["y"],
        };
        let calls = [bytes(4, 8 + 4), bytes(1, 5)];
        assert_eq!(plan.activations(8, 1, &[4, 4], &calls), 8 + 12);
        // One input alone: the other one stays beside it.
        let plan = Plan { calls: const { &[call("y", "f", &["b"])] }, ..plan };
        assert_eq!(plan.activations(8, 1, &[4, 4], &[bytes(1, 5)]), 4 + 5);
    }

    /// One node for each layer: trained or not.
    fn layout(layers: [(&'static str, bool); 3]) -> [Node; 3] {
        layers.map(|(name, trained)| Node {
            name,
            offset: 0,
            kind: if trained {
                NodeKind::layer::<Dense<2, 2>>()
            } else {
                NodeKind::layer::<<Frozen<Dense<2, 2>> as crate::Parameters>::Gradient>()
            },
        })
    }

    #[test]
    fn a_slope_is_needed_for_what_is_trained_behind_it() {
        let heads = layout([("trunk", false), ("actor", true), ("critic", false)]);
        assert!(TWO_HEADS.trains(&["a"], &heads));
        assert!(!TWO_HEADS.trains(&["t"], &heads) && !TWO_HEADS.trains(&["c"], &heads));
        assert!(TWO_HEADS.trains(&["c", "a"], &heads));
        let trunk = layout([("trunk", true), ("actor", false), ("critic", false)]);
        assert!(TWO_HEADS.trains(&["t"], &trunk) && TWO_HEADS.trains(&["c"], &trunk));
        assert!(!TWO_HEADS.trains(&["x"], &trunk));
    }

    #[test]
    fn the_last_call_of_a_layer_is_met_first() {
        let plan = Plan {
            inputs: &["x"],
            calls: const { &[call("a", "f", &["x"]), call("b", "f", &["a"]), call("c", "g", &["b"])] },
            outputs: &["c"],
        };
        assert!(!plan.is_last_of_its_layer("a"));
        assert!(plan.is_last_of_its_layer("b") && plan.is_last_of_its_layer("c"));
    }

    #[test]
    fn probabilities_are_those_of_the_only_output() {
        let plan = Plan { outputs: &["c"], ..TWO_HEADS };
        assert!(plan.probabilities(&[false, false, true]));
        assert!(!plan.probabilities(&[true, true, false]));
        assert!(!TWO_HEADS.probabilities(&[true, true, true]));
        assert!(!Plan { outputs: &["x"], ..TWO_HEADS }.probabilities(&[true, true, true]));
    }

    #[test]
    #[should_panic = "the layer `critic` of this graph is never called"]
    fn a_layer_that_is_never_called_is_refused() {
        Plan { calls: const { &[call("a", "actor", &["x"])] }, ..TWO_HEADS }
            .calls_all(&["actor", "critic"]);
    }
}
