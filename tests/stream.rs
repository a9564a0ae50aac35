//! Streams: the laws of `Stream`, for the library's layers and for a stranger's.

use constnet::{StreamTrain, Value, parameters, prelude::*, rand::Rng, stream::Hidden};

/// A leaky integrator with one decay, as a user would write it: s ← a·s + x, y = s.
#[derive(Debug, Clone, PartialEq)]
struct Leak<T = f32> {
    a: SVector<T, 1>,
}
parameters! { [W: Weight] Leak<W> as W { a: vector } }

type M<T, const N: usize, const B: usize> = SMatrix<T, N, B>;

impl<T: Scalar, const N: usize, const B: usize> Stream<M<T, N, B>> for Leak<T> {
    type State = Hidden<N, B, T>;
    type Output = M<T, N, B>;

    fn step(&self, state: &mut Hidden<N, B, T>, x: &M<T, N, B>) -> M<T, N, B> {
        let a = self.a[0];
        state.h.zip_mut(x, |h, x| *h = a * *h + x);
        state.h
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> Stream<[M<T, N, B>; L]>
    for Leak<T>
{
    type State = Hidden<N, B, T>;
    type Output = [M<T, N, B>; L];

    fn step(&self, state: &mut Hidden<N, B, T>, x: &[M<T, N, B>; L]) -> [M<T, N, B>; L] {
        (*x).map(|x| self.step(state, &x))
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> Forward<[M<T, N, B>; L]>
    for Leak<T>
{
    type Output = [M<T, N, B>; L];

    fn forward(&self, x: &[M<T, N, B>; L]) -> [M<T, N, B>; L] {
        self.step(&mut State::rest(), x)
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> StreamTrain<[M<T, N, B>; L]>
    for Leak<T>
{
    fn train_from<R: Rng + ?Sized>(
        &self,
        state: &mut Hidden<N, B, T>,
        x: &[M<T, N, B>; L],
        _: &mut R,
    ) -> ([M<T, N, B>; L], M<T, N, B>) {
        let before = state.h;
        (self.step(state, x), before)
    }
}

impl<T: Scalar, const N: usize, const B: usize, const L: usize> Backward<[M<T, N, B>; L]>
    for Leak<T>
{
    /// The state before the first step.
    type Cache = M<T, N, B>;

    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &[M<T, N, B>; L],
        rng: &mut R,
    ) -> ([M<T, N, B>; L], M<T, N, B>) {
        self.train_from(&mut State::rest(), x, rng)
    }

    fn backward_input(
        &self,
        _: &[M<T, N, B>; L],
        _: &[M<T, N, B>; L],
        _: &M<T, N, B>,
        dy: &[M<T, N, B>; L],
    ) -> [M<T, N, B>; L] {
        let mut dx = *dy;
        let mut later = M::<T, N, B>::zeros();
        for dx in dx.iter_mut().rev() {
            dx.zip_mut(&later, |dx, later| *dx += self.a[0] * later);
            later = *dx;
        }
        dx
    }

    fn backward_parameters(
        &self,
        x: &[M<T, N, B>; L],
        y: &[M<T, N, B>; L],
        before: &M<T, N, B>,
        dy: &[M<T, N, B>; L],
        gradient: &mut Self,
    ) {
        let ds = self.backward_input(x, y, before, dy);
        for (t, ds) in ds.iter().enumerate() {
            let before = if t == 0 { before } else { &y[t - 1] };
            ds.iter().zip(before).for_each(|(&ds, &before)| gradient.a[0] += ds * before);
        }
    }
}

/// A stranger's layer without memory, for all shapes.
struct Half;
impl<V: Value<Number = f32>> Forward<V> for Half {
    type Output = V;
    fn forward(&self, x: &V) -> V {
        let mut y = *x;
        y.for_each_mut(|y| *y *= 0.5);
        y
    }
}
impl Stateless for Half {}

#[test]
fn by_hand() {
    let net = (Leak { a: SVector::from([0.5]) }, Half);
    let mut state = State::rest();
    let y = [1.0, 1.0, 0.0].map(|x| net.step(&mut state, &SVector::from([x]))[0]);
    assert_eq!(y, [0.5, 0.75, 0.375]);
    assert_eq!(net.predict([[1.0], [1.0], [0.0]]), y.map(|y| [y]));
}
