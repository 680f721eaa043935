//! Rules about PRISMA counts: E150 to E169, W150 to W169.

rules! {
    /// Counts of the PRISMA flow diagram contradict each other.
    ///
    /// What leaves a box must be what enters the next one; the message names the boxes and the difference. A count that
    /// the others determine need not be given at all.
    ///
    /// ```yaml
    /// prisma: {databases: 1500, removed: {duplicates: 600}, screened: 850}
    /// ```
    ///
    /// Mended (1500 - 600 = 900):
    ///
    /// ```yaml
    /// prisma: {databases: 1500, removed: {duplicates: 600}, screened: 900}
    /// ```
    E150 PRISMA_CONTRADICTION,
}
