//! From what nodes say to what layers are.
//!
//! 1. Operators that together are one layer become that layer ([`recognise`], [`norms`]).
//! 2. Scales and offsets go into the layers beside them, where that loses nothing, and outputs of a dense layer
//!    that nobody looks at are left out ([`fold`]).
//! 3. Scales and offsets that are left become `Standardize` or `Unstandardize`, and inputs that meet in one
//!    `Concat` and nowhere else become one ([`ends`]).

mod ends;
mod fold;
mod norms;
mod recognise;
mod spread;

use super::{Refusal, budget::Budget, network::Network};

/// Makes layers of all values of a network.
pub fn simplify(network: &mut Network, budget: &Budget) -> Result<(), Refusal> {
    network.look_through_states();
    network.drop_unused();
    recognise::recognise(network, budget)?;
    norms::layer_norms(network);
    norms::normalizes(network);
    spread::log_softmax(network);
    network.drop_unused();
    spread::totals(network, budget)?;
    network.drop_unused();
    ends::sequences(network);
    fold::fold(network, budget)?;
    network.drop_unused_inputs();
    ends::one_vector(network);
    network.name_identities();
    network.check()?;
    ends::write_out(network, budget)
}
