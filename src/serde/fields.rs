//! Structs with named fields, and words of 64 bits, written and read without derived code: derived
//! code reads fields by value and knows no target.

use crate::weights::{bytes::hexadecimal, text::Text};
use ::serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor},
    ser::SerializeTuple,
};
use core::{fmt, marker::PhantomData};

/// A struct whose fields are read one by one.
pub(super) trait Fields<'de>: Sized {
    const NAME: &'static str;
    const FIELDS: &'static [&'static str];
    /// A bit for each field that a format which names fields may leave out.
    const OPTIONAL: u32 = 0;
    type Value;

    /// Reads the field of this number.
    fn field<I: Input<'de>>(&mut self, number: usize, input: &mut I) -> Result<(), I::Error>;

    /// What was read, when no field is missing.
    fn finish<E: Error>(self) -> Result<Self::Value, E>;
}

/// The value of a field, with its name before it or not.
pub(super) trait Input<'de> {
    type Error: Error;
    fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Self::Error>;
}

struct Named<A>(A);

impl<'de, A: MapAccess<'de>> Input<'de> for Named<A> {
    type Error = A::Error;
    fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

struct InOrder<A>(A);

impl<'de, A: SeqAccess<'de>> Input<'de> for InOrder<A> {
    type Error = A::Error;
    fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let value = self.0.next_element_seed(seed)?;
        value.ok_or_else(|| Error::custom("the fields end before the last one"))
    }
}

/// Reads a struct.
pub(super) fn read<'de, F: Fields<'de>, D: Deserializer<'de>>(
    fields: F,
    input: D,
) -> Result<F::Value, D::Error> {
    input.deserialize_struct(F::NAME, F::FIELDS, Struct(fields))
}

struct Struct<F>(F);

impl<'de, F: Fields<'de>> Visitor<'de> for Struct<F> {
    type Value = F::Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the fields of {}", F::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<F::Value, A::Error> {
        let mut seen = 0_u32;
        while let Some(number) = map.next_key_seed(Field(F::FIELDS))? {
            if seen >> number & 1 == 1 {
                return Err(Error::duplicate_field(F::FIELDS[number]));
            }
            seen |= 1 << number;
            let mut input = Named(map);
            self.0.field(number, &mut input)?;
            map = input.0;
        }
        for (number, name) in F::FIELDS.iter().enumerate() {
            if (seen | F::OPTIONAL) >> number & 1 == 0 {
                return Err(Error::missing_field(name));
            }
        }
        self.0.finish()
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, sequence: A) -> Result<F::Value, A::Error> {
        let mut input = InOrder(sequence);
        for number in 0..F::FIELDS.len() {
            self.0.field(number, &mut input)?;
        }
        self.0.finish()
    }
}

/// The number of a field's name.
struct Field(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Field {
    type Value = usize;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<usize, D::Error> {
        input.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Field {
    type Value = usize;
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the name of a field")
    }
    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let number = self.0.iter().position(|field| *field == name);
        number.ok_or_else(|| E::unknown_field(name, self.0))
    }
}

/// Words: 16 hexadecimal digits each where people read.
pub(super) struct Hex<const N: usize>(pub(super) [u64; N]);

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            let digits = self.0.iter().fold(Text::<64>::new(), |text, word| text.hex(*word, 16));
            return serializer.serialize_str(digits.as_str());
        }
        let mut words = serializer.serialize_tuple(N)?;
        self.0.iter().try_for_each(|word| words.serialize_element(word))?;
        words.end()
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        if input.is_human_readable() {
            input.deserialize_str(Words(PhantomData))
        } else {
            input.deserialize_tuple(N, Words(PhantomData))
        }
    }
}

struct Words<const N: usize>(PhantomData<[u64; N]>);

impl<'de, const N: usize> Visitor<'de> for Words<N> {
    type Value = Hex<N>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} hexadecimal digits", 16 * N)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Hex<N>, E> {
        let (digits, rest) = text.as_bytes().as_chunks::<16>();
        let refused = || E::invalid_value(Unexpected::Str(text), &self);
        if digits.len() != N || !rest.is_empty() {
            return Err(refused());
        }
        let mut words = [0; N];
        for (word, digits) in words.iter_mut().zip(digits) {
            *word = hexadecimal(digits, 16).ok_or_else(refused)? as u64;
        }
        Ok(Hex(words))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Hex<N>, A::Error> {
        let mut words = [0; N];
        for i in 0..N {
            let word = sequence.next_element()?;
            words[i] = word.ok_or_else(|| Error::invalid_length(i, &self))?;
        }
        Ok(Hex(words))
    }
}
