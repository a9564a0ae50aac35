//! A network filled with the tensors of a file that has been searched.

use super::{Error, bytes::attempt, check::Checked, number::write_leaf, text::Text};
use crate::parameters::{Node, NodeKind, Parameters};
use core::mem::MaybeUninit;

/// Writes the tensors of `nodes` into the value at `base`.
///
/// # Safety
/// `base` is aligned and exclusively valid for an initialised value with the layout `nodes`. The
/// check has found and checked every tensor of the layout in this file.
const unsafe fn write_nodes(
    checked: &Checked<'_>,
    nodes: &[Node],
    path: Text<256>,
    base: *mut u8,
) -> Result<(), Error> {
    let mut i = 0;
    while i < nodes.len() {
        let node = &nodes[i];
        let path = path.level(node.name);
        // SAFETY: offsets of a layout lie inside the value that it describes.
        let slot = unsafe { base.add(node.offset) };
        match &node.kind {
            NodeKind::Leaf(leaf) => {
                let (entry, _) = attempt!(checked.entry(leaf, &path));
                let data = checked.data(&entry);
                // SAFETY: the entry has the shape of the leaf and as many bytes as its dtype
                // takes for that; the slot is the leaf's.
                unsafe { write_leaf(data, entry.dtype.kind, slot, leaf, checked.layout) };
            }
            NodeKind::Branch { nodes, .. } => {
                // SAFETY: the branch lies at the offset and has this layout.
                attempt!(unsafe { write_nodes(checked, nodes, path, slot) });
            }
        }
        i += 1;
    }
    Ok(())
}

/// Writes all tensors of the file into the network. The check has checked them before, so this
/// neither fails nor stops half-way.
pub(super) const fn overwrite<N: Parameters>(
    net: &mut N,
    checked: &Checked<'_>,
) -> Result<(), Error> {
    let base = core::ptr::from_mut(net).cast::<u8>();
    // SAFETY: a live, exclusive value of N, whose layout this is; the check has checked all.
    unsafe { write_nodes(checked, N::LAYOUT, Text::new(), base) }
}

/// A network of the file's tensors. It comes wrapped, because constants cannot drop what may hold
/// a network; `assume_init` is right on it.
pub(super) const fn build<N: Parameters>(checked: &Checked<'_>) -> Result<MaybeUninit<N>, Error> {
    let mut net = MaybeUninit::<N>::zeroed();
    // SAFETY: by its laws, `Parameters` lists every byte of N that is not padding as a tensor, and
    // the check has refused tensors of anything but numbers that files know, whose 0 is zero
    // bytes: so this is a valid N.
    attempt!(overwrite(unsafe { net.assume_init_mut() }, checked));
    Ok(net)
}

/// The network that [`build`] made.
pub(super) const fn built<N: Parameters>(net: MaybeUninit<N>) -> N {
    // SAFETY: `build` is the only source of such values in this folder, and initialises them.
    unsafe { net.assume_init() }
}
