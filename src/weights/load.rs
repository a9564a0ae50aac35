//! From a file into a network: everything is checked first, then everything is written.

use super::{Error, Reader, bytes::attempt, check::Checked, fill, header::File};
use crate::Parameters;

impl Reader<'_> {
    /// Whether [`load_into`](Self::load_into) would succeed.
    ///
    /// # Errors
    /// Every [`Error`] of reading.
    pub const fn check<N: Parameters>(&self, bytes: &[u8]) -> Result<(), Error> {
        let file = attempt!(File::read(bytes));
        attempt!(Checked::new::<N>(self, &file)).intact()
    }

    /// Reads a file into a network, in place: nothing the size of a network crosses the stack.
    ///
    /// # Errors
    /// Every [`Error`] of reading; the network is then what it was.
    pub fn load_into<N: Parameters>(&self, net: &mut N, bytes: &[u8]) -> Result<(), Error> {
        let file = File::read(bytes)?;
        let checked = Checked::new::<N>(self, &file)?;
        checked.intact()?;
        fill::overwrite(net, &checked)
    }

    /// A network of a file's tensors, by value: for networks that are small beside the stack, and
    /// for constants. The checksum is left to [`load_into`](Self::load_into) and
    /// [`check`](Self::check).
    ///
    /// # Errors
    /// Every [`Error`] of reading.
    pub const fn load<N: Parameters>(&self, bytes: &[u8]) -> Result<N, Error> {
        let file = attempt!(File::read(bytes));
        let checked = attempt!(Checked::new::<N>(self, &file));
        Ok(fill::built(attempt!(fill::build(&checked))))
    }

    /// What [`embed!`](crate::embed) evaluates.
    #[doc(hidden)]
    #[track_caller]
    pub const fn embed<N: Parameters>(&self, bytes: &'static [u8]) -> N {
        const fn build<N: Parameters>(
            reader: &Reader<'_>,
            bytes: &[u8],
        ) -> Result<core::mem::MaybeUninit<N>, Error> {
            let file = attempt!(File::read(bytes));
            fill::build(&attempt!(Checked::new::<N>(reader, &file)))
        }
        match build(self, bytes) {
            Ok(net) => fill::built(net),
            Err(error) => panic!("{}", error.message().as_str()),
        }
    }
}
