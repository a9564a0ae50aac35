//! The state of a [`Generator`]: 64 hexadecimal digits where people read, four words elsewhere. Needs
//! the feature `serde`.
//!
//! ```
//! use constnet::random::{self, Generator};
//!
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Game {
//!     #[serde(with = "constnet::serde::generator")]
//!     dice: Generator,
//! }
//!
//! let text = serde_json::to_string(&Game { dice: random::generator(7) })?;
//! assert!(serde_json::from_str::<Game>(&text)?.dice == random::generator(7));
//! # Ok::<(), serde_json::Error>(())
//! ```

use super::fields::Hex;
use crate::random::{self, Generator};
use ::serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error},
};

/// Serialises the state. Needs the feature `serde`.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(generator: &Generator, serializer: S) -> Result<S::Ok, S::Error> {
    Hex(random::state(generator)).serialize(serializer)
}

/// Deserialises a state. Needs the feature `serde`.
///
/// # Errors
/// Those of the deserializer; digits that are not 64, and the state 0, which no generator reaches.
pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Generator, D::Error> {
    let Hex(state) = Hex::<4>::deserialize(input)?;
    random::resume(state)
        .ok_or_else(|| Error::custom("generator: expected a state that is not 0, found 0"))
}

/// [`serialize`] as a value.
pub(super) struct State<'a>(pub(super) &'a Generator);

impl Serialize for State<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// [`deserialize`] as a seed.
pub(super) struct Seed;

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Generator;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Generator, D::Error> {
        deserialize(input)
    }
}
