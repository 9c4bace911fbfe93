// SPDX-License-Identifier: LGPL-2.1-or-later
//! Repeated measurements of one thing.

/// The measurements, in any order.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples(Vec<f64>);

impl Samples {
    pub(super) fn add(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    /// The middle one, or the mean of the two in the middle; 0 if there is none.
    pub(super) fn median(&self) -> f64 {
        let half = self.0.len() / 2;
        let upper = self.0.get(half).copied().unwrap_or_default();
        if self.0.len() % 2 == 1 {
            return upper;
        }
        let lower = half.checked_sub(1).and_then(|at| self.0.get(at));
        (lower.copied().unwrap_or_default() + upper) / 2.0
    }

    pub(super) fn min(&self) -> f64 {
        self.0.first().copied().unwrap_or_default()
    }

    pub(super) fn max(&self) -> f64 {
        self.0.last().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Samples;

    fn samples(values: &[f64]) -> Samples {
        let mut samples = Samples::default();
        values.iter().for_each(|value| samples.add(*value));
        samples
    }

    fn assert_same(left: f64, right: f64) {
        assert!((left - right).abs() < 1e-9, "{left} is not {right}");
    }

    #[test]
    fn median_is_the_middle() {
        assert_same(samples(&[3.0, 1.0, 100.0]).median(), 3.0);
        assert_same(samples(&[4.0, 1.0, 2.0, 100.0]).median(), 3.0);
        assert_same(samples(&[]).median(), 0.0);
    }

    #[test]
    fn extremes() {
        let samples = samples(&[3.0, 1.0, 100.0]);
        assert_same(samples.min(), 1.0);
        assert_same(samples.max(), 100.0);
    }
}
