//! Sums of counts that cannot wrap.

/// No count and no sum of counts is larger: a million millions, which is exact in every number format.
pub(crate) const LARGEST_COUNT: u64 = 1_000_000_000_000;

/// The sum of counts; none where it is larger than any count may be.
pub(super) fn sum(counts: impl IntoIterator<Item = u64>) -> Option<u64> {
    counts
        .into_iter()
        .try_fold(0_u64, |sum, count| sum.checked_add(count).filter(|sum| *sum <= LARGEST_COUNT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_end_where_counts_do() {
        assert_eq!(sum([2, 3]), Some(5));
        assert_eq!(sum([LARGEST_COUNT]), Some(LARGEST_COUNT));
        assert_eq!(sum([LARGEST_COUNT, 1]), None);
        assert_eq!(sum([u64::MAX, 5]), None);
    }
}
