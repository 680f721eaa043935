//! Whole numbers that are not negative, tied by sums: what do the known ones say about the others?
//!
//! Every identity is a sum with coefficients of one. Ranges are narrowed constraint by constraint until nothing
//! changes any more; as the identities of the flow diagram form a tree (a matrix of flows, hence totally
//! unimodular), the ranges that remain are exactly those that whole numbers can take.

/// A quantity, by its place in the list of quantities.
pub type Variable = usize;

/// How the sum of a constraint relates to zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The sum is zero.
    Zero,
    /// The sum is not above zero.
    NotAbove,
    /// The sum of two quantities is not above zero, and the first is zero only where the second is: studies and the
    /// reports about them.
    Counted,
}

/// An identity: the quantities that flow in less those that flow out.
#[derive(Debug, Clone)]
pub struct Constraint {
    /// Quantities with coefficient +1.
    pub plus: Vec<Variable>,
    /// Quantities with coefficient -1.
    pub minus: Vec<Variable>,
    /// How the sum relates to zero.
    pub relation: Relation,
}

impl Constraint {
    /// `plus` and `minus` have the same sum.
    #[must_use]
    pub fn equal(plus: Vec<Variable>, minus: Vec<Variable>) -> Self {
        Self { plus, minus, relation: Relation::Zero }
    }

    /// `less` is not above `more`.
    #[must_use]
    pub fn at_most(less: Variable, more: Variable) -> Self {
        Self { plus: vec![less], minus: vec![more], relation: Relation::NotAbove }
    }

    /// So many `studies` have so many `reports`: at least one each, and none only where there is no study.
    #[must_use]
    pub fn counted(studies: Variable, reports: Variable) -> Self {
        Self { plus: vec![studies], minus: vec![reports], relation: Relation::Counted }
    }

    fn terms(&self) -> impl Iterator<Item = (Variable, i64)> + '_ {
        self.plus.iter().map(|&v| (v, 1)).chain(self.minus.iter().map(|&v| (v, -1)))
    }
}

/// The values that a quantity can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Least value.
    pub least: i64,
    /// Greatest value; [`UNBOUNDED`] where there is none.
    pub greatest: i64,
}

/// Beyond any count.
pub const UNBOUNDED: i64 = 1 << 52;

impl Range {
    /// The only value, if there is only one.
    #[must_use]
    pub fn only(self) -> Option<i64> {
        (self.least == self.greatest).then_some(self.least)
    }
}

/// Quantities and the identities between them.
#[derive(Debug, Clone)]
pub struct System {
    /// How many quantities there are.
    pub variables: usize,
    /// The identities.
    pub constraints: Vec<Constraint>,
}

/// Known values by quantity.
pub type Known = [Option<u64>];

/// Known values that cannot all be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The quantities, fewest possible, in order.
    pub members: Vec<Variable>,
    /// One side of the sum that fails, upstream; empty on both sides where no sum does: studies without reports.
    pub left: Vec<Variable>,
    /// The other side.
    pub right: Vec<Variable>,
    /// Left less right.
    pub difference: i64,
    /// The identities, by their place, that the quantities break together.
    pub identities: Vec<usize>,
}

/// So many identities are searched for the smallest conflict; of more, one is told of which none can be spared.
const SEARCHED: usize = 16;

impl System {
    /// The range of every quantity, or none where the known values contradict each other.
    #[must_use]
    pub fn ranges(&self, known: &Known) -> Option<Vec<Range>> {
        self.narrowed(known, |_| true)
    }

    fn narrowed(&self, known: &Known, counts: impl Fn(usize) -> bool) -> Option<Vec<Range>> {
        let mut ranges: Vec<Range> = (0..self.variables)
            .map(|v| match known.get(v).copied().flatten() {
                Some(value) => {
                    let value = i64::try_from(value).unwrap_or(UNBOUNDED).min(UNBOUNDED - 1);
                    Range { least: value, greatest: value }
                }
                None => Range { least: 0, greatest: UNBOUNDED },
            })
            .collect();
        // Two rounds per constraint suffice for a tree; the limit only guards against a system that is none.
        for _ in 0..4 * self.constraints.len() + 4 {
            let mut changed = false;
            for (_, constraint) in self.constraints.iter().enumerate().filter(|(index, _)| counts(*index)) {
                changed |= narrow(constraint, &mut ranges)?;
            }
            if !changed {
                break;
            }
        }
        Some(ranges)
    }

    /// The smallest set of known values that cannot all be true, if there is one.
    ///
    /// Every smallest set fails within some connected set of identities of which none can be spared.
    #[must_use]
    pub fn smallest_conflict(&self, known: &Known) -> Option<Conflict> {
        self.ranges(known).is_none().then_some(())?;
        if self.constraints.len() > SEARCHED {
            let identities = self.irreducible(known);
            let members = self.members(known, &identities);
            return Some(self.summed(known, members, identities));
        }
        let mut failing: Vec<u32> = Vec::new();
        let mut best: Option<(Vec<Variable>, u32)> = None;
        let indices = |subset: u32| -> Vec<usize> {
            (0..self.constraints.len()).filter(|&index| subset >> index & 1 == 1).collect()
        };
        for subset in self.connected_subsets() {
            let spared = failing.iter().any(|smaller| smaller & subset == *smaller);
            if spared || self.narrowed(known, |index| subset >> index & 1 == 1).is_some() {
                continue;
            }
            failing.push(subset);
            let members = self.members(known, &indices(subset));
            if best.as_ref().is_none_or(|(least, _)| members.len() < least.len()) {
                best = Some((members, subset));
            }
        }
        let (members, subset) = best?;
        // Together with the other identities fewer of them may do.
        let all: Vec<usize> = (0..self.constraints.len()).collect();
        let only = |members: &[Variable]| -> Vec<Option<u64>> {
            known.iter().enumerate().map(|(v, value)| value.filter(|_| members.contains(&v))).collect()
        };
        let fewer = self.members(&only(&members), &all);
        let identities =
            if fewer.len() < members.len() { self.irreducible(&only(&fewer)) } else { indices(subset) };
        Some(self.summed(known, fewer, identities))
    }

    /// Identities that fail together, of which none can be spared.
    fn irreducible(&self, known: &Known) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..self.constraints.len()).collect();
        for index in 0..self.constraints.len() {
            let without: Vec<usize> = kept.iter().copied().filter(|&other| other != index).collect();
            if self.narrowed(known, |other| without.contains(&other)).is_none() {
                kept = without;
            }
        }
        kept
    }

    /// Known values that fail within some identities, of which none can be spared. A value leaves when the rest
    /// still fails without it, small values first, since on the side that is too large the large ones decide.
    fn members(&self, known: &Known, identities: &[usize]) -> Vec<Variable> {
        let mut kept = known.to_vec();
        let mut order: Vec<Variable> = (0..kept.len()).filter(|&v| kept[v].is_some()).collect();
        order.sort_by_key(|&v| kept[v]);
        for variable in order {
            let value = kept[variable].take();
            if self.narrowed(&kept, |index| identities.contains(&index)).is_some() {
                kept[variable] = value;
            }
        }
        (0..kept.len()).filter(|&v| kept[v].is_some()).collect()
    }

    /// Sets of identities, as bits, of which each shares a quantity with another of the set; small ones first.
    fn connected_subsets(&self) -> Vec<u32> {
        let count = self.constraints.len().min(SEARCHED);
        let shares = |a: usize, b: usize| {
            self.constraints[a].terms().any(|(v, _)| self.constraints[b].terms().any(|(w, _)| v == w))
        };
        let neighbours: Vec<u32> = (0..count)
            .map(|a| (0..count).filter(|&b| b != a && shares(a, b)).map(|b| 1 << b).sum())
            .collect();
        let connected = |subset: u32| {
            let mut reached = subset & subset.wrapping_neg();
            loop {
                let near = (0..count).filter(|i| reached >> i & 1 == 1).fold(0, |all, i| all | neighbours[i]);
                let wider = reached | near & subset;
                if wider == reached {
                    return reached == subset;
                }
                reached = wider;
            }
        };
        let mut subsets: Vec<u32> = (1..1 << count).filter(|&subset| connected(subset)).collect();
        subsets.sort_by_key(|subset| subset.count_ones());
        subsets
    }

    /// Adds up the identities so that what is not a member cancels or can only make the difference larger.
    fn summed(&self, known: &Known, members: Vec<Variable>, constraints: Vec<usize>) -> Conflict {
        let tried = if constraints.len() > SEARCHED { 0 } else { 1_u32 << constraints.len() };
        for signs in 0..tried {
            let mut sum = vec![0_i64; self.variables];
            let mut inequality = false;
            let mut allowed = true;
            for (place, &index) in constraints.iter().enumerate() {
                let constraint = &self.constraints[index];
                let sign = if signs >> place & 1 == 1 { -1 } else { 1 };
                if constraint.relation != Relation::Zero {
                    inequality = true;
                    allowed &= sign == 1;
                }
                for (variable, coefficient) in constraint.terms() {
                    sum[variable] += sign * coefficient;
                }
            }
            if !allowed {
                continue;
            }
            let side = |sign: i64| -> Vec<Variable> {
                members.iter().copied().filter(|&v| sum[v].signum() == sign).collect()
            };
            let (left, right) = (side(1), side(-1));
            let total = |side: &[Variable]| -> i64 {
                side.iter().filter_map(|&v| known[v]).map(|n| i64::try_from(n).unwrap_or(UNBOUNDED)).sum()
            };
            let difference = total(&left) - total(&right);
            let unknown = |sign: i64| {
                (0..self.variables).any(|v| sum[v].signum() == sign && members.binary_search(&v).is_err())
            };
            let fails = (difference > 0 && !unknown(-1)) || (difference < 0 && !inequality && !unknown(1));
            if fails {
                return Conflict { members, left, right, difference, identities: constraints };
            }
        }
        Conflict { members, left: Vec::new(), right: Vec::new(), difference: 0, identities: constraints }
    }

    /// The values that a quantity could have if it were not known and all others were as they are; none where
    /// the others alone contradict each other.
    #[must_use]
    pub fn without(&self, known: &Known, variable: Variable) -> Option<Range> {
        let mut others = known.to_vec();
        *others.get_mut(variable)? = None;
        self.ranges(&others)?.get(variable).copied()
    }
}

/// Narrows the ranges by one constraint; none where nothing is left.
fn narrow(constraint: &Constraint, ranges: &mut [Range]) -> Option<bool> {
    let mut changed = false;
    if let (Relation::Counted, [studies], [reports]) =
        (constraint.relation, constraint.plus.as_slice(), constraint.minus.as_slice())
    {
        if ranges[*reports].least > 0 && ranges[*studies].least == 0 {
            ranges[*studies].least = 1;
            changed = true;
        }
        if ranges[*studies].greatest == 0 && ranges[*reports].greatest > 0 {
            ranges[*reports].greatest = 0;
            changed = true;
        }
        if [studies, reports].iter().any(|&&v| ranges[v].least > ranges[v].greatest) {
            return None;
        }
    }
    for (variable, coefficient) in constraint.terms() {
        // What the other terms can sum to.
        let (mut least, mut greatest) = (0_i64, 0_i64);
        for (other, sign) in constraint.terms().filter(|&(other, _)| other != variable) {
            let Range { least: low, greatest: high } = ranges[other];
            least += if sign > 0 { low } else { -high };
            greatest += if sign > 0 { high } else { -low };
        }
        // coefficient * x <= -least, and for an equation coefficient * x >= -greatest.
        let mut range = ranges[variable];
        let (upper, lower) = (-least, -greatest);
        let equation = constraint.relation == Relation::Zero;
        if coefficient > 0 {
            range.greatest = range.greatest.min(upper);
            range.least = if equation { range.least.max(lower) } else { range.least };
        } else {
            range.least = range.least.max(-upper);
            range.greatest = if equation { range.greatest.min(-lower) } else { range.greatest };
        }
        if range.least > range.greatest {
            return None;
        }
        // Sums with an unbounded term say nothing.
        range.least = range.least.max(0);
        if range.greatest > UNBOUNDED / 2 {
            range.greatest = UNBOUNDED;
        }
        if range != ranges[variable] {
            ranges[variable] = range;
            changed = true;
        }
    }
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// screened = excluded + sought; sought = lost + assessed
    fn chain() -> System {
        System {
            variables: 5,
            constraints: vec![Constraint::equal(vec![0], vec![1, 2]), Constraint::equal(vec![2], vec![3, 4])],
        }
    }

    #[test]
    fn what_is_determined_is_found_and_nothing_else() {
        let ranges = chain().ranges(&[Some(900), Some(800), None, Some(10), None]).unwrap();
        assert_eq!(ranges[2].only(), Some(100));
        assert_eq!(ranges[4].only(), Some(90));
        let ranges = chain().ranges(&[Some(900), Some(800), None, None, None]).unwrap();
        assert_eq!(ranges[4], Range { least: 0, greatest: 100 });
    }

    #[test]
    fn a_range_that_leaves_one_value_determines() {
        let ranges = chain().ranges(&[Some(900), Some(900), None, None, None]).unwrap();
        assert_eq!([2, 3, 4].map(|v: usize| ranges[v].only()), [Some(0); 3]);
    }

    #[test]
    fn the_smallest_conflict_leaves_out_what_is_not_needed() {
        let known = [Some(900), Some(950), None, Some(10), Some(20)];
        let conflict = chain().smallest_conflict(&known).unwrap();
        assert_eq!((conflict.left, conflict.right, conflict.difference), (vec![0], vec![1], -50));
        let known = [Some(900), Some(800), None, Some(10), Some(20)];
        let conflict = chain().smallest_conflict(&known).unwrap();
        assert_eq!(conflict.members, [0, 1, 3, 4]);
        assert_eq!(conflict.difference, 70);
        assert_eq!(chain().without(&known, 4), Some(Range { least: 90, greatest: 90 }));
    }

    #[test]
    fn studies_and_reports_are_there_together() {
        let system = System { variables: 2, constraints: vec![Constraint::counted(0, 1)] };
        assert_eq!(system.ranges(&[None, Some(3)]).unwrap()[0], Range { least: 1, greatest: 3 });
        assert_eq!(system.ranges(&[Some(0), None]).unwrap()[1].only(), Some(0));
        assert!(system.ranges(&[Some(0), Some(3)]).is_none());
        let conflict = system.smallest_conflict(&[Some(0), Some(3)]).unwrap();
        assert_eq!((conflict.members, conflict.difference), (vec![0, 1], 0));
    }

    #[test]
    fn of_many_identities_one_conflict_is_told_of_which_none_can_be_spared() {
        // A long chain: each quantity is the next one and what leaves there.
        let links = 40;
        let constraints = (0..links).map(|at| Constraint::equal(vec![at], vec![at + 1, links + 1 + at]));
        let system = System { variables: 2 * links + 1, constraints: constraints.collect() };
        let mut known = vec![None; system.variables];
        known[0] = Some(100);
        known[3] = Some(120);
        known[30] = Some(50);
        let conflict = system.smallest_conflict(&known).unwrap();
        assert_eq!((conflict.left, conflict.right, conflict.difference), (vec![0], vec![3], -20));
        assert_eq!(conflict.identities, [0, 1, 2]);
    }
}
