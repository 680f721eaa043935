//! How numbers are written: one home for decimals, p-values, intervals and signs.
