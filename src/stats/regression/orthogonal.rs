//! `sqrt(W) X = Q R` with orthonormal columns of Q.

/// The factors, by Gram-Schmidt done twice, which keeps Q orthogonal to the last digit (Giraud, Langou and
/// Rozložník 2005).
#[derive(Debug, Clone)]
pub(super) struct Factored {
    /// Columns of Q.
    pub(super) q: Vec<Vec<f64>>,
    /// Rows of the upper triangle R, full width.
    pub(super) r: Vec<Vec<f64>>,
    /// Norms of the weighted columns.
    norms: Vec<f64>,
}

impl Factored {
    /// Factors the columns, each row multiplied by the square root of its weight.
    pub(super) fn new(columns: &[Vec<f64>], root_weights: &[f64]) -> Self {
        let p = columns.len();
        let mut q: Vec<Vec<f64>> = Vec::with_capacity(p);
        let mut r = vec![vec![0.0; p]; p];
        let mut norms = Vec::with_capacity(p);
        for (j, column) in columns.iter().enumerate() {
            let mut x: Vec<f64> = column.iter().zip(root_weights).map(|(x, w)| x * w).collect();
            norms.push(dot(&x, &x).sqrt());
            for _ in 0..2 {
                for (i, basis) in q.iter().enumerate() {
                    let c = dot(basis, &x);
                    r[i][j] += c;
                    for (x, b) in x.iter_mut().zip(basis) {
                        *x -= c * b;
                    }
                }
            }
            let norm = dot(&x, &x).sqrt();
            r[j][j] = norm;
            if norm > 0.0 {
                for x in &mut x {
                    *x /= norm;
                }
            }
            q.push(x);
        }
        Self { q, r, norms }
    }

    /// How much of column `j` the columns before it do not explain, between 0 and 1.
    pub(super) fn own_share(&self, j: usize) -> f64 {
        self.r[j][j] / self.norms[j]
    }

    /// The components of `z` in the columns of Q, and what is left of it.
    pub(super) fn project(&self, mut z: Vec<f64>) -> (Vec<f64>, Vec<f64>) {
        let mut components = vec![0.0; self.q.len()];
        for _ in 0..2 {
            for (component, basis) in components.iter_mut().zip(&self.q) {
                let c = dot(basis, &z);
                *component += c;
                for (z, b) in z.iter_mut().zip(basis) {
                    *z -= c * b;
                }
            }
        }
        (components, z)
    }

    /// The inverse of R, an upper triangle.
    pub(super) fn r_inverse(&self) -> Vec<Vec<f64>> {
        let p = self.r.len();
        let mut inverse = vec![vec![0.0; p]; p];
        for (j, row) in self.r.iter().enumerate() {
            inverse[j][j] = 1.0 / row[j];
            for i in (0..j).rev() {
                let sum: f64 = (i + 1..=j).map(|m| self.r[i][m] * inverse[m][j]).sum();
                inverse[i][j] = -sum / self.r[i][i];
            }
        }
        inverse
    }
}

/// Sum of products, in blocks of fixed order.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.chunks(256).zip(b.chunks(256)).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>()).sum()
}
