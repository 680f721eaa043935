# Recomputes the results of "Extracorporeal membrane oxygenation in refractory septic shock", version 1.1.0
# with the R package metafor, from the data of the studies, and stops on a difference.
# Written by ecmo-report 0.1.0. Run it with: Rscript analysis.R

# How a pooled result is recomputed. What is specific to this review comes below: data, choices, and the
# results that ecmo-report computed.

if (!requireNamespace("metafor", quietly = TRUE)) {
  stop("this script needs metafor: install.packages(\"metafor\")", call. = FALSE)
}
suppressPackageStartupMessages(library(metafor))

tolerance <- 1e-6      # relative; for mixed models, whose likelihoods are integrated numerically, 1e-4
compared <- 0
different <- character()
skipped <- character()
failed <- character()

# Compares the named numbers of `got` with those of `want`; what ecmo-report has no number for is not compared.
compare <- function(name, got, want, tol = tolerance) {
  names <- names(want)[!is.na(want)]
  wrong <- character()
  for (n in names) {
    g <- if (n %in% names(got)) got[[n]] else NA
    w <- want[[n]]
    ok <- !is.na(g) && abs(g - w) <= tol * abs(w) + 1e-10
    if (!ok) wrong <- c(wrong, sprintf("%s: %s here, %s in ecmo-report", n, format(g, digits = 10), format(w, digits = 10)))
  }
  compared <<- compared + length(names)
  if (length(wrong)) {
    different <<- c(different, name)
    cat(sprintf("DIFFERENT  %s\n", name), sprintf("             %s\n", wrong), sep = "")
  } else if (length(names)) {
    cat(sprintf("ok  %s: %s\n", name, paste(names, collapse = ", ")))
  }
}

skip <- function(name, why) {
  skipped <<- c(skipped, name)
  cat(sprintf("--  %s: not recomputed, %s\n", name, why))
}

# Does one check. What metafor can't fit is said and counted by itself, and the rest goes on.
attempt <- function(name, check) {
  tryCatch(check, error = function(e) {
    failed <<- c(failed, name)
    cat(sprintf("!!  %s: metafor gives no result, %s\n", name, conditionMessage(e)))
  })
  invisible()
}

# Effects and variances on the scale of the analysis, from the data where metafor has the measure.
effects <- function(d, m) {
  zero <- switch(m$measure,
    "proportion" = d$events == 0 | d$events == d$total,
    "rate" = d$events == 0,
    "odds-ratio" = , "risk-ratio" = , "risk-difference" =
      d$events1 == 0 | d$events1 == d$total1 | d$events2 == 0 | d$events2 == d$total2,
    "incidence-rate-ratio" = , "incidence-rate-difference" = d$events1 == 0 | d$events2 == 0,
    rep(FALSE, nrow(d)))
  corrected <- switch(m$to, "only-zero" = zero, "if-any-zero" = rep(any(zero), nrow(d)),
    "all" = rep(TRUE, nrow(d)), "none" = rep(FALSE, nrow(d)))
  if (m$transform %in% c("freeman-tukey", "arcsine", "sqrt")) corrected[] <- FALSE
  measure <- switch(m$measure,
    "proportion" = c("logit" = "PLO", "freeman-tukey" = "PFT", "arcsine" = "PAS", "log" = "PLN", "none" = "PR")[[m$transform]],
    "rate" = c("log" = "IRLN", "sqrt" = "IRS", "freeman-tukey" = "IRFT", "none" = "IR")[[m$transform]],
    "mean" = c("none" = "MN", "log" = "MNLN")[[m$transform]],
    "correlation" = c("fisher-z" = "ZCOR", "none" = "COR")[[m$transform]],
    "odds-ratio" = "OR", "risk-ratio" = "RR", "risk-difference" = "RD", "peto-odds-ratio" = "PETO",
    "mean-difference" = "MD", "standardized-mean-difference" = "SMD", "ratio-of-means" = "ROM",
    "incidence-rate-ratio" = "IRR", "incidence-rate-difference" = "IRD",
    "ratio" = , "generic" = NA)
  # Estimates that were published with an interval or a standard error have no data to start from.
  if (is.na(measure)) return(d[c("yi", "vi")])
  of <- function(d, add, to) {
    if (nrow(d) == 0) return(NULL)
    with <- function(...) escalc(measure = measure, ..., add = add, to = to, vtype = "LS")
    switch(m$measure,
      "proportion" = with(xi = d$events, ni = d$total),
      "rate" = with(xi = d$events, ti = d$time),
      "mean" = with(mi = d$mean, sdi = d$sd, ni = d$total),
      "correlation" = with(ri = d$r, ni = d$total),
      "odds-ratio" = , "risk-ratio" = , "risk-difference" = , "peto-odds-ratio" =
        with(ai = d$events1, n1i = d$total1, ci = d$events2, n2i = d$total2),
      "mean-difference" = , "standardized-mean-difference" = , "ratio-of-means" =
        with(m1i = d$mean1, sd1i = d$sd1, n1i = d$total1, m2i = d$mean2, sd2i = d$sd2, n2i = d$total2),
      "incidence-rate-ratio" = , "incidence-rate-difference" =
        with(x1i = d$events1, t1i = d$time1, x2i = d$events2, t2i = d$time2))
  }
  found <- data.frame(yi = rep(NA_real_, nrow(d)), vi = NA_real_)
  if (any(corrected)) found[corrected, ] <- as.data.frame(of(d[corrected, ], m$add, "all"))[c("yi", "vi")]
  if (any(!corrected)) found[!corrected, ] <- as.data.frame(of(d[!corrected, ], 0, "none"))[c("yi", "vi")]
  found
}

# The way back to the reported scale.
back <- function(x, m, d) {
  n_at <- function(n) switch(m$back, "harmonic" = 1 / mean(1 / n), "arithmetic" = mean(n), "geometric" = exp(mean(log(n))))
  if (m$measure == "proportion") switch(m$transform,
    "logit" = plogis(x), "log" = exp(x), "none" = x,
    "arcsine" = sin(pmin(pmax(x, 0), pi / 2))^2,
    "freeman-tukey" = if (m$back == "inverse-variance") NA * x else sapply(x, transf.ipft, ni = n_at(d$total)))
  else if (m$measure == "rate") switch(m$transform,
    "log" = exp(x), "none" = x, "sqrt" = pmax(x, 0)^2,
    "freeman-tukey" = if (m$back == "inverse-variance") NA * x else sapply(x, transf.iirft, ti = n_at(d$time)))
  else switch(m$transform, "log" = exp(x), "fisher-z" = tanh(x), x)
}

# Numbers of a fit, on both scales. `scale` undoes the scaling of the effects.
numbers <- function(theta, se, statistic, p, lower, upper, m, d, tau2 = NA, df = NA) {
  theta <- as.numeric(theta)
  got <- sapply(list(theta = theta, se = se, statistic = statistic, p = p, lower = lower, upper = upper), as.numeric)
  reported <- back(c(theta, lower, upper), m, d)
  got[c("estimate", "ci_lower", "ci_upper")] <- c(reported[1], sort(reported[2:3], na.last = TRUE))
  if (!is.na(tau2) && !is.na(df) && df >= 1) {
    half <- qt(1 - (1 - m$level) / 2, df) * sqrt(se^2 + tau2)
    limits <- theta + c(-half, half)
    got[c("theta_prediction_lower", "theta_prediction_upper")] <- limits
    got[c("prediction_lower", "prediction_upper")] <- sort(back(limits, m, d), na.last = TRUE)
  }
  got
}

# Where the likelihood of tau2 is highest: the best of a grid. It can have several maxima, and metafor climbs the one
# that is next to its start.
highest <- function(yi, vi, X, restricted) {
  spread <- sum((yi - mean(yi))^2) / (length(yi) - ncol(X))
  top <- spread + sqrt(spread * (max(vi) - min(vi))) + min(vi)
  grid <- c(0, exp(seq(log(min(vi)), log(2 * top), length.out = 100)) - min(vi))
  height <- sapply(grid, function(t) {
    decomposed <- qr(X / sqrt(vi + t))
    left <- qr.resid(decomposed, yi / sqrt(vi + t))
    -(sum(log(vi + t)) + sum(left^2) + if (restricted) 2 * sum(log(abs(diag(qr.R(decomposed))))) else 0) / 2
  })
  grid[which.max(height)]
}

# metafor stops its iterations at absolute tolerances: effects in units of their typical standard error, and
# tolerances in units of their variance, make these relative ones.
fit_scaled <- function(yi, vi, m, mods = NULL, ...) {
  s <- sqrt(median(vi))
  test <- c("hartung-knapp" = "knha", "wald" = "z", "t" = "t", "hartung-knapp-adhoc" = "adhoc")[[m$ci]]
  if (length(yi) == 1) test <- "z"
  size <- if (length(yi) > 1) max(1, var(yi / s)) else 1
  control <- list(maxiter = 10000, threshold = 1e-12 * size, tol = 1e-12 * size, tau2.max = 1e4 * size)
  if (length(yi) > 1 && m$tau2 %in% c("reml", "ml")) {
    X <- if (is.null(mods)) matrix(1, length(yi)) else mods
    if (length(yi) > ncol(X)) control$tau2.init <- highest(yi / s, vi / s^2, X, m$tau2 == "reml")
  }
  fit_with <- function(control) suppressWarnings(if (is.null(mods))
    rma(yi / s, vi / s^2, method = toupper(m$tau2), test = test, level = 100 * m$level, control = control, ...)
  else
    rma(yi / s, vi / s^2, mods = mods, intercept = FALSE, method = toupper(m$tau2), test = test, level = 100 * m$level, control = control, ...))
  # Where the steps of the iteration overshoot, shorter ones arrive.
  fit <- NULL
  for (step in c(1, 0.5, 0.25, 0.1)) {
    fit <- tryCatch(fit_with(c(control, stepadj = step)), error = function(e) e)
    if (inherits(fit, "error")) next
    # Without residual variation the Hartung-Knapp variance would be 0, or rounding: the unscaled one stands in for it.
    w <- 1 / (vi / s^2 + fit$tau2)
    if (test == "knha" && sum(w * (yi / s - fitted(fit))^2) <= 1e-24 + 1e-26 * sum(w * (yi / s)^2)) {
      test <- "t"
      fit <- fit_with(c(control, stepadj = step))
    }
    return(list(fit = fit, s = s))
  }
  stop(conditionMessage(fit), call. = FALSE)
}

# The limits of tau2: metafor looks for them up to a largest value, beyond which none can lie.
limits_of_tau2 <- function(fit, s, m) {
  df <- fit$k - fit$p
  beyond <- 2 * sum((fit$yi - mean(fit$yi))^2) / qchisq((1 - m$level) / 2, df) + 100
  found <- suppressWarnings(confint(fit, control = list(tol = 1e-12, maxiter = 10000, tau2.max = beyond)))$random
  unname(found["tau^2", c("ci.lb", "ci.ub")]) * s^2
}

# One tau2 for several subgroups: degrees of freedom and the Hartung-Knapp factor are those of the model of all of them.
common_tau2 <- function(yi, vi, member, m) {
  X <- sapply(seq_len(max(member)), function(g) as.numeric(member == g))
  f <- fit_scaled(yi, vi, m, mods = X)
  fit <- f$fit
  df <- length(yi) - ncol(X)
  w <- 1 / (fit$vi + fit$tau2)
  q <- sum(w * (fit$yi - fitted(fit))^2) / df
  factor <- switch(fit$test, "knha" = q, "adhoc" = max(1, q), 1)
  list(tau2 = fit$tau2 * f$s^2, df = df, factor = factor, k = length(yi), limits = limits_of_tau2(fit, f$s, m))
}

# A subgroup under such a tau2.
random_effects_within <- function(yi, vi, m, d, shared) {
  w <- 1 / (vi + shared$tau2)
  theta <- sum(w * yi) / sum(w)
  se <- sqrt(shared$factor / sum(w))
  statistic <- theta / se
  t_test <- m$ci != "wald"
  p <- 2 * if (t_test) pt(-abs(statistic), shared$df) else pnorm(-abs(statistic))
  tail <- 1 - (1 - m$level) / 2
  half <- se * if (t_test) qt(tail, shared$df) else qnorm(tail)
  list(numbers = numbers(theta, se, statistic, p, theta - half, theta + half, m, d, shared$tau2,
    shared$df - c("k-1" = 0, "k-2" = 1, "off" = NA)[[m$prediction]]), tau2 = shared$tau2, limits = shared$limits)
}

random_effects <- function(yi, vi, m, d) {
  f <- fit_scaled(yi, vi, m)
  fit <- f$fit
  s <- f$s
  df <- length(yi) - c("k-1" = 1, "k-2" = 2, "off" = NA)[[m$prediction]]
  list(numbers = numbers(fit$beta * s, fit$se * s, fit$zval, fit$pval, fit$ci.lb * s, fit$ci.ub * s, m, d,
    fit$tau2 * s^2, df), tau2 = fit$tau2 * s^2, limits = if (length(yi) > 1) limits_of_tau2(fit, s, m))
}

common_effect <- function(yi, vi, m, d) {
  percent <- 100 * m$level
  fit <- suppressWarnings(if (m$method == "mantel-haenszel") {
    measure <- c("odds-ratio" = "OR", "risk-ratio" = "RR", "risk-difference" = "RD")[[m$measure]]
    rma.mh(ai = d$events1, n1i = d$total1, ci = d$events2, n2i = d$total2, measure = measure, level = percent,
      add = c(1/2, 0), to = c("only0", "none"), correct = FALSE)
  } else if (m$method == "peto") {
    rma.peto(ai = d$events1, n1i = d$total1, ci = d$events2, n2i = d$total2, level = percent, add = c(1/2, 0), to = c("only0", "none"))
  } else {
    rma(yi, vi, method = "FE", level = percent)
  })
  got <- numbers(fit$beta, fit$se, fit$zval, fit$pval, fit$ci.lb, fit$ci.ub, m, d)
  # Mantel-Haenszel's Q is taken around the pooled estimate with the studies' own variances.
  q <- switch(m$method, "mantel-haenszel" = sum((yi - c(fit$beta))^2 / vi), fit$QE)
  list(numbers = got, q = q)
}

# The binomial-normal model: by metafor (which needs lme4), else by direct integration.
mixed_model <- function(d, m) {
  z <- qnorm(1 - (1 - m$level) / 2)
  if (requireNamespace("lme4", quietly = TRUE)) {
    fit <- suppressWarnings(rma.glmm(xi = d$events, ni = d$total, measure = "PLO", nAGQ = 25, level = 100 * m$level))
    theta <- c(fit$beta); se <- fit$se; tau2 <- fit$tau2
  } else {
    nodes <- 61
    hermite <- eigen(local({ j <- sqrt(seq_len(nodes - 1)); a <- matrix(0, nodes, nodes)
      a[cbind(1:(nodes - 1), 2:nodes)] <- j; a[cbind(2:nodes, 1:(nodes - 1))] <- j; a }), symmetric = TRUE)
    x <- hermite$values
    w <- hermite$vectors[1, ]^2
    # Adaptive: the nodes are placed around the mode of each study's integrand.
    minus_log_likelihood <- function(par) {
      sd <- exp(par[2])
      -sum(mapply(function(events, total) {
        h <- function(u) dbinom(events, total, plogis(par[1] + sd * u), log = TRUE) + dnorm(u, log = TRUE)
        u <- 0
        for (i in 1:100) {
          p <- plogis(par[1] + sd * u)
          step <- (sd * (events - total * p) - u) / (sd^2 * total * p * (1 - p) + 1)
          u <- u + step
          if (abs(step) < 1e-12) break
        }
        p <- plogis(par[1] + sd * u)
        width <- 1 / sqrt(sd^2 * total * p * (1 - p) + 1)
        at <- u + width * x
        terms <- h(at) + log(w) - dnorm(x, log = TRUE) + log(width)
        top <- max(terms)
        top + log(sum(exp(terms - top)))
      }, d$events, d$total))
    }
    start <- c(qlogis(sum(d$events) / sum(d$total)), log(0.5))
    best <- optim(start, minus_log_likelihood, control = list(reltol = 1e-14, maxit = 5000))
    best <- optim(best$par, minus_log_likelihood, method = "BFGS", hessian = TRUE, control = list(reltol = 1e-14, ndeps = c(1e-5, 1e-5)))
    theta <- best$par[1]; se <- sqrt(solve(best$hessian)[1, 1]); tau2 <- exp(2 * best$par[2])
  }
  c(theta = theta, tau2 = tau2, estimate = plogis(theta))
}

# One pooled result: `rows` of the data, compared with what ecmo-report has for them.
pooled <- function(name, a, m, rows, want, shared = NULL) {
  d <- a$data[rows, , drop = FALSE]
  e <- effects(d, m)
  # A subset keeps the effects that its studies have in the whole.
  if (identical(m, a$model)) e <- a$effects[rows, , drop = FALSE]
  if (m$method == "glmm") {
    compare(paste0(name, ", mixed model"), mixed_model(d, m), c(want$random[c("theta", "estimate")], want$heterogeneity["tau2"]), 1e-4)
    return(invisible())
  }
  random <- if (is.null(shared)) random_effects(e$yi, e$vi, m, d) else random_effects_within(e$yi, e$vi, m, d, shared)
  common <- common_effect(e$yi, e$vi, m, d)
  compare(paste0(name, ", random effects"), random$numbers, want$random)
  if (!is.null(want$common)) compare(paste0(name, ", common effect"), common$numbers, want$common)
  k <- nrow(e)
  if (k > 1) {
    q <- common$q
    heterogeneity <- c(q = q, q_p = pchisq(q, k - 1, lower.tail = FALSE), i2 = if (q > 0) max(0, (q - (k - 1)) / q) else 0,
      tau2 = random$tau2)
    w <- 1 / e$vi
    typical <- (k - 1) / (sum(w) - sum(w^2) / sum(w))
    heterogeneity["i2_tau2"] <- random$tau2 / (random$tau2 + typical)
    heterogeneity[c("tau2_lower", "tau2_upper")] <- random$limits
    # Beside the sampling variances nothing, on whatever scale: where metafor's iteration stops short of 0.
    for (n in c("tau2", "tau2_lower", "tau2_upper"))
      if (isTRUE(max(heterogeneity[[n]], want$heterogeneity[[n]]) <= 1e-10 * median(e$vi))) heterogeneity[[n]] <- want$heterogeneity[[n]]
    compare(paste0(name, ", heterogeneity"), heterogeneity, want$heterogeneity)
  }
}

# A meta-regression. Moderators are centred and scaled for the fit and moved back after it.
regression <- function(name, a, r) {
  rows <- match(r$studies, a$data$id)
  m <- a$model
  e <- a$effects[rows, ]
  X <- cbind(intercept = rep(1, nrow(e)), do.call(cbind, lapply(names(r$moderators), function(n) {
    x <- r$moderators[[n]]
    if (is.numeric(x)) return(matrix(x, dimnames = list(NULL, n)))
    levels <- unique(x)[-1]
    if (length(levels) == 0) return(NULL)
    matrix(sapply(levels, function(l) as.numeric(x == l)), ncol = length(levels), dimnames = list(NULL, sprintf("%s[%s]", n, levels)))
  })))
  width <- apply(X[, -1, drop = FALSE], 2, sd)
  shift <- diag(c(1, 1 / width), ncol(X))
  if (ncol(X) > 1) shift[1, -1] <- -colMeans(X)[-1] / width
  f <- fit_scaled(e$yi, e$vi, m, mods = X %*% shift)
  fit <- f$fit
  s <- f$s
  beta <- c(shift %*% fit$beta) * s
  V <- shift %*% fit$vb %*% t(shift) * s^2
  se <- sqrt(diag(V))
  t_test <- m$ci != "wald"
  df <- nrow(X) - ncol(X)
  statistic <- beta / se
  p <- 2 * if (t_test) pt(-abs(statistic), df) else pnorm(-abs(statistic))
  crit <- if (t_test) qt(1 - (1 - m$level) / 2, df) else qnorm(1 - (1 - m$level) / 2)
  for (i in seq_along(beta)) {
    want <- r$terms[[colnames(X)[i]]]
    compare(sprintf("%s, %s", name, colnames(X)[i]), c(estimate = beta[i], se = se[i], statistic = statistic[i], p = p[i],
      lower = beta[i] - crit * se[i], upper = beta[i] + crit * se[i]), want)
  }
  j <- seq_len(ncol(X))[-1]
  qm <- if (length(j)) c(t(beta[j]) %*% solve(V[j, j]) %*% beta[j]) else NA
  if (t_test) qm <- qm / length(j)
  qm_p <- if (t_test) pf(qm, length(j), df, lower.tail = FALSE) else pchisq(qm, length(j), lower.tail = FALSE)
  without <- fit_scaled(e$yi, e$vi, m)
  tau2 <- fit$tau2 * s^2
  tau2_without <- without$fit$tau2 * without$s^2
  compare(sprintf("%s, model", name), c(qm = qm, qm_p = qm_p, qe = fit$QE, qe_p = fit$QEp, tau2 = tau2,
    r2 = if (tau2_without > 0) max(0, (tau2_without - tau2) / tau2_without) else NA), r$model)
}

# The rows of the studies of a part: those it names, all without one, or the first of the cumulative order.
rows_of <- function(part, a) {
  if (!is.null(part$without)) return(which(a$data$id != part$without))
  match(if (is.null(part$first)) part$studies else a$order[seq_len(part$first)], a$data$id)
}

recompute <- function(id, a) {
  a$effects <- effects(a$data, a$model)
  compare(paste0(id, ", effects"), setNames(a$effects$yi, a$data$id), setNames(a$expected$yi, a$data$id))
  compare(paste0(id, ", variances"), setNames(a$effects$vi, a$data$id), setNames(a$expected$vi, a$data$id))
  everyone <- seq_len(nrow(a$data))
  attempt(id, pooled(id, a, a$model, everyone, a$expected))
  for (part in a$parts) {
    m <- if (is.null(part$model)) a$model else part$model
    name <- paste0(id, ", ", part$name)
    attempt(name, pooled(name, a, m, rows_of(part, a), part$expected))
  }
  for (groups in a$subgroups) {
    name <- paste0(id, ", levels of ", groups$by)
    attempt(name, subgroups(id, a, groups))
  }
  for (r in a$regressions) {
    name <- paste0(id, ", meta-regression on ", paste(names(r$moderators), collapse = " + "))
    attempt(name, regression(name, a, r))
  }
}

# The levels of a subgrouping, and the test between them.
subgroups <- function(id, a, groups) {
  if (length(groups$levels) == 0) return(invisible())
  shared <- NULL
  member <- rep(seq_along(groups$levels), sapply(groups$levels, function(l) length(l$studies)))
  rows <- match(unlist(lapply(groups$levels, `[[`, "studies")), a$data$id)
  if (groups$tau2 == "common" && a$model$method == "inverse-variance" && length(groups$levels) > 1) {
    if (length(rows) > max(member)) shared <- common_tau2(a$effects$yi[rows], a$effects$vi[rows], member, a$model)
  }
  theta <- se <- numeric()
  for (l in groups$levels) {
    at <- match(l$studies, a$data$id)
    name <- paste0(id, ", ", groups$by, " ", l$name)
    m <- if (is.null(l$model)) a$model else l$model
    attempt(name, pooled(name, a, m, at, l$expected, shared))
    if (a$model$method != "glmm") {
      e <- a$effects[at, ]
      d <- a$data[at, , drop = FALSE]
      fit <- if (a$model$headline == "common") common_effect(e$yi, e$vi, a$model, d)
        else if (is.null(shared)) random_effects(e$yi, e$vi, a$model, d)
        else random_effects_within(e$yi, e$vi, a$model, d, shared)
      theta <- c(theta, fit$numbers[["theta"]])
      se <- c(se, fit$numbers[["se"]])
    }
  }
  if (length(theta) > 1 && !is.null(groups$test)) {
    w <- 1 / se^2
    q <- sum(w * (theta - sum(w * theta) / sum(w))^2)
    df <- length(theta) - 1
    compare(paste0(id, ", difference between levels of ", groups$by), c(q = q, df = df, p = pchisq(q, df, lower.tail = FALSE)), groups$test)
  }
}

# The analyses of this review.

analyses <- list()

# Survival
analyses[["survival"]] <- list(
  model = list(measure = "proportion", transform = "freeman-tukey", method = "inverse-variance", tau2 = "dl", ci = "wald", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5),
  data = data.frame(
    id = c("brechot-2013", "cheng-2013", "huang-2013", "park-2015", "choi-2017", "banjas-2018", "ro-2018", "han-2019", "myers-2020", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "kawai-2015", "sole-2018", "oberender-2018", "pmid-33136603"),
    events = c(10, 31, 8, 7, 10, 8, 5, 5, 13, 6, 21, 7, 13, 10, 9, 22, 32),
    total = c(14, 108, 52, 32, 28, 19, 71, 23, 32, 11, 45, 12, 22, 14, 21, 44, 70),
    stringsAsFactors = FALSE
  ),
  expected = list(
    yi = c(0.991736921335, 0.567551002439, 0.411878154222, 0.496719457322, 0.645562491506, 0.710016827909, 0.279757698092, 0.498791823145, 0.693936663423, 0.827260183202, 0.752758550113, 0.862864993126, 0.872885302166, 0.991736921335, 0.71693068464, 0.785398163397, 0.743089951201),
    vi = c(0.0172413793103, 0.00230414746544, 0.0047619047619, 0.00769230769231, 0.00877192982456, 0.0128205128205, 0.0034965034965, 0.0106382978723, 0.00769230769231, 0.0217391304348, 0.00549450549451, 0.02, 0.0111111111111, 0.0172413793103, 0.0116279069767, 0.00561797752809, 0.00354609929078),
    random = c(theta = 0.680325881098, se = 0.0489900447535, statistic = 13.8870230579, p = 7.59259470913e-44, lower = 0.58430715778, upper = 0.776344604416, estimate = 0.391456328971, ci_lower = 0.296346621709, ci_upper = 0.490578311228, theta_prediction_lower = 0.29021965848, theta_prediction_upper = 1.07043210372, prediction_lower = 0.0656712709053, prediction_upper = 0.780740274359),
    common = c(theta = 0.625011223167, se = 0.0199760431138, statistic = 31.2880393583, p = 6.78724684007e-215, lower = 0.58585889811, upper = 0.664163548224, estimate = 0.335944613556, ci_lower = 0.29783295466, ci_upper = 0.375067652277, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA),
    heterogeneity = c(q = 87.9781628871, q_p = 5.88779060922e-12, i2 = 0.818136688981, i2_tau2 = 0.818136688981, tau2 = 0.0314635528353, tau2_lower = 0.0126541242777, tau2_upper = 0.0796944540966)
  ),
  order = c("luyt-2004", "maclaren-2007", "peng-2012", "brechot-2013", "cheng-2013", "huang-2013", "park-2015", "rambaud-2015", "kawai-2015", "choi-2017", "banjas-2018", "ro-2018", "sole-2018", "oberender-2018", "han-2019", "myers-2020", "pmid-33136603"),
  parts = list(
    list(name = "without brechot-2013", without = "brechot-2013", expected = list(random = c(theta = 0.663393207472, se = 0.048789196623, statistic = 13.5971332465, p = 4.16438962868e-42, lower = 0.567768139256, upper = 0.759018275688, estimate = 0.374506086686, ci_lower = 0.281005690119, ci_upper = 0.472606111846, theta_prediction_lower = 0.284622307521, theta_prediction_upper = 1.04216410742, prediction_lower = 0.0632335346152, prediction_upper = 0.755129551981), heterogeneity = c(q = 79.993063337, q_p = 7.00508358183e-11, i2 = 0.812483740786, i2_tau2 = 0.812483740786, tau2 = 0.029198957859, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without cheng-2013", without = "cheng-2013", expected = list(random = c(theta = 0.690929635672, se = 0.0544759809791, statistic = 12.6831976819, p = 7.3280143897e-37, lower = 0.58415867493, upper = 0.797700596413, estimate = 0.402089946603, ci_lower = 0.295827958407, ci_upper = 0.512825901273, theta_prediction_lower = 0.262047641647, theta_prediction_upper = 1.1198116297, prediction_lower = 0.0498271241489, prediction_upper = 0.823081418393), heterogeneity = c(q = 86.2450948006, q_p = 4.94925529141e-12, i2 = 0.826077065198, i2_tau2 = 0.826077065198, tau2 = 0.0375202918938, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without huang-2013", without = "huang-2013", expected = list(random = c(theta = 0.698876578356, se = 0.0498505855232, statistic = 14.0194256701, p = 1.18570318159e-44, lower = 0.601171226122, upper = 0.796581930589, estimate = 0.410291118501, ci_lower = 0.312362941651, ci_upper = 0.511653155533, theta_prediction_lower = 0.313975357274, theta_prediction_upper = 1.08377779944, prediction_lower = 0.0790459513796, prediction_upper = 0.792685148721), heterogeneity = c(q = 77.5662589, q_p = 1.94040642899e-10, i2 = 0.806616946431, i2_tau2 = 0.806616946431, tau2 = 0.0301247438301, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without park-2015", without = "park-2015", expected = list(random = c(theta = 0.692856625819, se = 0.0514294774279, statistic = 13.4719748376, p = 2.28667076877e-41, lower = 0.592056702316, upper = 0.793656549321, estimate = 0.404185102286, ci_lower = 0.30367314124, ci_upper = 0.508599367441, theta_prediction_lower = 0.291286928388, theta_prediction_upper = 1.09442632325, prediction_lower = 0.0660391120839, prediction_upper = 0.801577190955), heterogeneity = c(q = 85.7214539515, q_p = 6.1872670923e-12, i2 = 0.825014633927, i2_tau2 = 0.825014633927, tau2 = 0.0328503825878, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without choi-2017", without = "choi-2017", expected = list(random = c(theta = 0.683376790789, se = 0.0518645614114, statistic = 13.1761798845, p = 1.20331368241e-39, lower = 0.581724118349, upper = 0.785029463229, estimate = 0.394527856815, ci_lower = 0.293807994416, ci_upper = 0.499616157821, theta_prediction_lower = 0.277183851505, theta_prediction_upper = 1.08956973007, prediction_lower = 0.0583609070531, prediction_upper = 0.797372920296), heterogeneity = c(q = 87.9277197599, q_p = 2.41167602638e-12, i2 = 0.829405333825, i2_tau2 = 0.829405333825, tau2 = 0.0336274569863, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without banjas-2018", without = "banjas-2018", expected = list(random = c(theta = 0.679159617237, se = 0.0512297795833, statistic = 13.2571254993, p = 4.10324379281e-40, lower = 0.578751094318, upper = 0.779568140157, estimate = 0.39033978658, ci_lower = 0.291173721756, ci_upper = 0.493936607144, theta_prediction_lower = 0.277818591261, theta_prediction_upper = 1.08050064321, prediction_lower = 0.0590891695398, prediction_upper = 0.789310720541), heterogeneity = c(q = 87.3964320184, q_p = 3.02698330407e-12, i2 = 0.828368279418, i2_tau2 = 0.828368279418, tau2 = 0.0328304696751, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without ro-2018", without = "ro-2018", expected = list(random = c(theta = 0.703488781693, se = 0.0407366957376, statistic = 17.2691665084, p = 8.02936763792e-67, lower = 0.623646325198, upper = 0.783331238188, estimate = 0.415003779827, ci_lower = 0.334336880217, ci_upper = 0.497845512676, theta_prediction_lower = 0.411100081955, theta_prediction_upper = 0.995877481431, prediction_lower = 0.145540787693, prediction_upper = 0.712937236367), heterogeneity = c(q = 49.4950346229, q_p = 1.45559726978e-5, i2 = 0.696939296754, i2_tau2 = 0.696939296754, tau2 = 0.0171584172062, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without han-2019", without = "han-2019", expected = list(random = c(theta = 0.691780434905, se = 0.0511797336937, statistic = 13.5166868793, p = 1.24664992831e-41, lower = 0.591470000127, upper = 0.792090869683, estimate = 0.403152117997, ci_lower = 0.303245575482, ci_upper = 0.506964238043, theta_prediction_lower = 0.291602212099, theta_prediction_upper = 1.09195865771, prediction_lower = 0.0664947289657, prediction_upper = 0.799275729771), heterogeneity = c(q = 86.4222551527, q_p = 4.5889564554e-12, i2 = 0.826433596607, i2_tau2 = 0.826433596607, tau2 = 0.032630445545, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without myers-2020", without = "myers-2020", expected = list(random = c(theta = 0.68027345488, se = 0.0518883758193, statistic = 13.1103246948, p = 2.87365490442e-39, lower = 0.578574107058, upper = 0.781972802702, estimate = 0.391338582317, ci_lower = 0.290749195755, ci_upper = 0.496433074225, theta_prediction_lower = 0.274242298941, theta_prediction_upper = 1.08630461082, prediction_lower = 0.0566833917207, prediction_upper = 0.7946558851), heterogeneity = c(q = 87.3267788968, q_p = 3.11846853393e-12, i2 = 0.828231383437, i2_tau2 = 0.828231383437, tau2 = 0.0335960620908, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without luyt-2004", without = "luyt-2004", expected = list(random = c(theta = 0.673485238898, se = 0.0503121178445, statistic = 13.3861436916, p = 7.28670145393e-41, lower = 0.574875299936, upper = 0.772095177859, estimate = 0.384833763578, ci_lower = 0.287957212748, ci_upper = 0.486196464194, theta_prediction_lower = 0.278866692705, theta_prediction_upper = 1.06810378509, prediction_lower = 0.0605347398085, prediction_upper = 0.777917154692), heterogeneity = c(q = 86.0613647195, q_p = 5.35267867508e-12, i2 = 0.825705761826, i2_tau2 = 0.825705761826, tau2 = 0.0317458539045, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without maclaren-2007", without = "maclaren-2007", expected = list(random = c(theta = 0.675996035615, se = 0.0517299267302, statistic = 13.0677941831, p = 5.03030969732e-39, lower = 0.574607242301, upper = 0.777384828929, estimate = 0.38692832015, ci_lower = 0.28686554017, ci_upper = 0.491651439113, theta_prediction_lower = 0.272381529356, theta_prediction_upper = 1.07961054187, prediction_lower = 0.0554896604374, prediction_upper = 0.7890396072), heterogeneity = c(q = 84.7754354972, q_p = 9.25578625746e-12, i2 = 0.823061952887, i2_tau2 = 0.823061952887, tau2 = 0.0331817964738, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without peng-2012", without = "peng-2012", expected = list(random = c(theta = 0.6713641395, se = 0.0501157960834, statistic = 13.3962581056, p = 6.35892739298e-41, lower = 0.57313898412, upper = 0.76958929488, estimate = 0.382637322418, ci_lower = 0.286221569485, ci_upper = 0.48358988376, theta_prediction_lower = 0.279019596051, theta_prediction_upper = 1.06370868295, prediction_lower = 0.0604429587457, prediction_upper = 0.774177982462), heterogeneity = c(q = 85.0918541289, q_p = 8.08994533532e-12, i2 = 0.823719906523, i2_tau2 = 0.823719906523, tau2 = 0.0313716616965, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without rambaud-2015", without = "rambaud-2015", expected = list(random = c(theta = 0.6685035662, se = 0.0499246929825, statistic = 13.3902389031, p = 6.895857942e-41, lower = 0.570652966015, upper = 0.766354166385, estimate = 0.379483393937, ci_lower = 0.283403157724, ci_upper = 0.480189842646, theta_prediction_lower = 0.280390352478, theta_prediction_upper = 1.05661677992, prediction_lower = 0.060319188802, prediction_upper = 0.768484939118), heterogeneity = c(q = 82.2424305916, q_p = 2.71080754975e-11, i2 = 0.817612394331, i2_tau2 = 0.817612394331, tau2 = 0.0306638772532, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without kawai-2015", without = "kawai-2015", expected = list(random = c(theta = 0.663393207472, se = 0.048789196623, statistic = 13.5971332465, p = 4.16438962868e-42, lower = 0.567768139256, upper = 0.759018275688, estimate = 0.374506086686, ci_lower = 0.281005690119, ci_upper = 0.472606111846, theta_prediction_lower = 0.284622307521, theta_prediction_upper = 1.04216410742, prediction_lower = 0.0632335346152, prediction_upper = 0.755129551981), heterogeneity = c(q = 79.993063337, q_p = 7.00508358183e-11, i2 = 0.812483740786, i2_tau2 = 0.812483740786, tau2 = 0.029198957859, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without sole-2018", without = "sole-2018", expected = list(random = c(theta = 0.67872017989, se = 0.0512970688324, statistic = 13.2311688628, p = 5.79786337748e-40, lower = 0.578179772466, upper = 0.779260587314, estimate = 0.389861293621, ci_lower = 0.290569792522, ci_upper = 0.493614910598, theta_prediction_lower = 0.277086949625, theta_prediction_upper = 1.08035341016, prediction_lower = 0.0585803019536, prediction_upper = 0.789265913908), heterogeneity = c(q = 87.2257103784, q_p = 3.25613242427e-12, i2 = 0.828032354968, i2_tau2 = 0.828032354968, tau2 = 0.0328752168874, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without oberender-2018", without = "oberender-2018", expected = list(random = c(theta = 0.673407448763, se = 0.0511813153963, statistic = 13.157290772, p = 1.54528075914e-39, lower = 0.573093913904, upper = 0.773720983621, estimate = 0.38430086262, ci_lower = 0.28543488967, ci_upper = 0.48783526388, theta_prediction_lower = 0.275090770214, theta_prediction_upper = 1.07172412731, prediction_lower = 0.0569424708803, prediction_upper = 0.782170701843), heterogeneity = c(q = 83.0491937651, q_p = 1.92631022838e-11, i2 = 0.819384158714, i2_tau2 = 0.819384158714, tau2 = 0.0323030971225, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without pmid-33136603", without = "pmid-33136603", expected = list(random = c(theta = 0.676756191958, se = 0.0523481298642, statistic = 12.9279917681, p = 3.12884974262e-38, lower = 0.574155742766, upper = 0.77935664115, estimate = 0.387650258513, ci_lower = 0.286339902914, ci_upper = 0.493702746818, theta_prediction_lower = 0.267982413182, theta_prediction_upper = 1.08552997073, prediction_lower = 0.0529989757319, prediction_upper = 0.794273385575), heterogeneity = c(q = 83.5478058748, q_p = 1.55919379284e-11, i2 = 0.82046207147, i2_tau2 = 0.82046207147, tau2 = 0.0340400307834, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to luyt-2004", first = 1, expected = list(random = c(theta = 0.827260183202, se = 0.147441956155, statistic = 5.61075154438, p = 2.01449816682e-8, lower = 0.538279259329, upper = 1.11624110708, estimate = 0.545454545455, ci_lower = 0.242419616279, ci_upper = 0.833278532071, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = NA, q_p = NA, i2 = NA, i2_tau2 = NA, tau2 = NA, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to maclaren-2007", first = 2, expected = list(random = c(theta = 0.76778958135, se = 0.0662266178533, statistic = 11.5933684406, p = 4.45270069879e-31, lower = 0.63798779554, upper = 0.897591367161, estimate = 0.481425931856, ci_lower = 0.346738205302, ci_upper = 0.617369889917, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 0.203810220104, q_p = 0.651662765707, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to peng-2012", first = 3, expected = list(random = c(theta = 0.784889475555, se = 0.0599760143904, statistic = 13.0867228096, p = 3.92166385368e-39, lower = 0.667338647413, upper = 0.902440303696, estimate = 0.499459023923, ci_lower = 0.375623853906, ci_upper = 0.623324314277, theta_prediction_lower = 0.526833513518, theta_prediction_upper = 1.04294543759, prediction_lower = 0.237277566585, prediction_upper = 0.761783505736), heterogeneity = c(q = 0.574487942181, q_p = 0.750328648006, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to brechot-2013", first = 4, expected = list(random = c(theta = 0.820595284648, se = 0.054554472559, statistic = 15.0417600273, p = 3.91014203501e-51, lower = 0.713670483236, upper = 0.927520086059, estimate = 0.537449018316, ci_lower = 0.423884246179, ci_upper = 0.649286354767, theta_prediction_lower = 0.646978605016, theta_prediction_upper = 0.99421196428, prediction_lower = 0.354500069861, prediction_upper = 0.71586770463), heterogeneity = c(q = 2.62770014627, q_p = 0.452654035156, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to cheng-2013", first = 5, expected = list(random = c(theta = 0.772172977503, se = 0.0827494629245, statistic = 9.33145606283, p = 1.0442631661e-20, lower = 0.609987010431, upper = 0.934358944575, estimate = 0.486062637962, ci_lower = 0.318923866071, ci_upper = 0.65466839655, theta_prediction_lower = 0.294240782505, theta_prediction_upper = 1.2501051725, prediction_lower = 0.0630236621194, prediction_upper = 0.921209890503), heterogeneity = c(q = 14.7540847577, q_p = 0.00523940432912, i2 = 0.728888638931, i2_tau2 = 0.728888638931, tau2 = 0.0227840778766, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to huang-2013", first = 6, expected = list(random = c(theta = 0.707084453684, se = 0.0827051651875, statistic = 8.54945942107, p = 1.23666337712e-17, lower = 0.544985308581, upper = 0.869183598787, estimate = 0.418246408266, ci_lower = 0.257663171703, ci_upper = 0.587413508165, theta_prediction_lower = 0.209779115635, theta_prediction_upper = 1.20438979173, prediction_lower = 0.0240190761, prediction_upper = 0.889039394347), heterogeneity = c(q = 26.4369169617, q_p = 7.34052134289e-5, i2 = 0.810870533533, i2_tau2 = 0.810870533533, tau2 = 0.0305867139691, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to park-2015", first = 7, expected = list(random = c(theta = 0.672194476553, se = 0.0717813360928, statistic = 9.36447429293, p = 7.64298165705e-21, lower = 0.531505643049, upper = 0.812883310057, estimate = 0.382631401078, ci_lower = 0.245832665166, ci_upper = 0.528728247665, theta_prediction_lower = 0.239073414414, theta_prediction_upper = 1.10531553869, prediction_lower = 0.0374967811837, prediction_upper = 0.812018338545), heterogeneity = c(q = 28.2082785843, q_p = 8.58443298896e-5, i2 = 0.787296485247, i2_tau2 = 0.787296485247, tau2 = 0.0261789954001, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to rambaud-2015", first = 8, expected = list(random = c(theta = 0.698110682463, se = 0.0694810837142, statistic = 10.0474927152, p = 9.42344975175e-24, lower = 0.561930260777, upper = 0.83429110415, estimate = 0.409198207347, ci_lower = 0.274095965446, ci_upper = 0.551040363371, theta_prediction_lower = 0.266353541913, theta_prediction_upper = 1.12986782301, prediction_lower = 0.0509337552969, prediction_upper = 0.832128358522), heterogeneity = c(q = 34.1201850671, q_p = 1.63551146379e-5, i2 = 0.794842847826, i2_tau2 = 0.794842847826, tau2 = 0.0285115486408, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to kawai-2015", first = 9, expected = list(random = c(theta = 0.728852450827, se = 0.0697764720892, statistic = 10.4455331289, p = 1.53589966294e-25, lower = 0.592093078564, upper = 0.86561182309, estimate = 0.440854327726, ci_lower = 0.302418723686, ci_upper = 0.583719544722, theta_prediction_lower = 0.280623508568, theta_prediction_upper = 1.17708139309, prediction_lower = 0.0575372869424, prediction_upper = 0.869443291314), heterogeneity = c(q = 41.5051068921, q_p = 1.67682867624e-6, i2 = 0.807252634699, i2_tau2 = 0.807252634699, tau2 = 0.0329127814766, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to choi-2017", first = 10, expected = list(random = c(theta = 0.717650995931, se = 0.0624733149776, statistic = 11.4873205654, p = 1.52777284877e-30, lower = 0.59520554858, upper = 0.840096443281, estimate = 0.429292187104, ci_lower = 0.305683001052, ci_upper = 0.557149966928, theta_prediction_lower = 0.310744904951, theta_prediction_upper = 1.12455708691, prediction_lower = 0.0752937494934, prediction_upper = 0.828239040884), heterogeneity = c(q = 41.5056747355, q_p = 4.04578823897e-6, i2 = 0.783162180657, i2_tau2 = 0.783162180657, tau2 = 0.0284521913977, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to banjas-2018", first = 11, expected = list(random = c(theta = 0.715447603004, se = 0.0576933188967, statistic = 12.4008744286, p = 2.58487296481e-35, lower = 0.602370775818, upper = 0.82852443019, estimate = 0.426979512672, ci_lower = 0.312593128035, ci_upper = 0.54511075839, theta_prediction_lower = 0.334454872654, theta_prediction_upper = 1.09644033335, prediction_lower = 0.0898926039174, prediction_upper = 0.804985341538), heterogeneity = c(q = 41.8329532506, q_p = 8.02962408764e-6, i2 = 0.760954003412, i2_tau2 = 0.760954003412, tau2 = 0.0259095626448, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to ro-2018", first = 12, expected = list(random = c(theta = 0.680229796365, se = 0.0659667241993, statistic = 10.3117110122, p = 6.23806889353e-25, lower = 0.550937392756, upper = 0.809522199974, estimate = 0.390955687368, ci_lower = 0.264020900634, ci_upper = 0.525189774667, theta_prediction_lower = 0.206762129931, theta_prediction_upper = 1.1536974628, prediction_lower = 0.0241014967562, prediction_upper = 0.850586776048), heterogeneity = c(q = 74.0516206579, q_p = 2.05995547687e-11, i2 = 0.851454972865, i2_tau2 = 0.851454972865, tau2 = 0.0419233908444, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to sole-2018", first = 13, expected = list(random = c(theta = 0.682151853018, se = 0.0620776356517, statistic = 10.9886893381, p = 4.33170582272e-28, lower = 0.560481922895, upper = 0.803821783141, estimate = 0.392904361804, ci_lower = 0.272917642146, ci_upper = 0.519243423959, theta_prediction_lower = 0.227281014885, theta_prediction_upper = 1.13702269115, prediction_lower = 0.0325639132603, prediction_upper = 0.837581983458), heterogeneity = c(q = 75.4455154747, q_p = 3.0262777786e-11, i2 = 0.840944820583, i2_tau2 = 0.840944820583, tau2 = 0.0397312960888, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to oberender-2018", first = 14, expected = list(random = c(theta = 0.689786750753, se = 0.0588355278248, statistic = 11.7239833865, p = 9.60471690882e-32, lower = 0.574471235205, upper = 0.805102266301, estimate = 0.400871958375, ci_lower = 0.286476010772, ci_upper = 0.520549201925, theta_prediction_lower = 0.247317859761, theta_prediction_upper = 1.13225564174, prediction_lower = 0.0423471169745, prediction_upper = 0.833291381408), heterogeneity = c(q = 81.4693207169, q_p = 5.83355180794e-12, i2 = 0.84043073042, i2_tau2 = 0.84043073042, tau2 = 0.0384862347065, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to han-2019", first = 15, expected = list(random = c(theta = 0.676509217943, se = 0.0556732100382, statistic = 12.1514318553, p = 5.63696218827e-34, lower = 0.567391731364, upper = 0.785626704522, estimate = 0.387316206127, ci_lower = 0.279772519207, ci_upper = 0.500238396193, theta_prediction_lower = 0.249701068703, theta_prediction_upper = 1.10331736718, prediction_lower = 0.043511850953, prediction_upper = 0.809579597488), heterogeneity = c(q = 82.57595175, q_p = 9.39081401321e-12, i2 = 0.830459114266, i2_tau2 = 0.830459114266, tau2 = 0.0365006768895, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to myers-2020", first = 16, expected = list(random = c(theta = 0.676756191958, se = 0.0523481298642, statistic = 12.9279917681, p = 3.12884974262e-38, lower = 0.574155742766, upper = 0.77935664115, estimate = 0.387650258513, ci_lower = 0.286339902914, ci_upper = 0.493702746818, theta_prediction_lower = 0.267982413182, theta_prediction_upper = 1.08552997073, prediction_lower = 0.0529989757319, prediction_upper = 0.794273385575), heterogeneity = c(q = 83.5478058748, q_p = 1.55919379284e-11, i2 = 0.82046207147, i2_tau2 = 0.82046207147, tau2 = 0.0340400307834, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to pmid-33136603", first = 17, expected = list(random = c(theta = 0.680325881098, se = 0.0489900447535, statistic = 13.8870230579, p = 7.59259470913e-44, lower = 0.58430715778, upper = 0.776344604416, estimate = 0.391456328971, ci_lower = 0.296346621709, ci_upper = 0.490578311228, theta_prediction_lower = 0.29021965848, theta_prediction_upper = 1.07043210372, prediction_lower = 0.0656712709053, prediction_upper = 0.780740274359), heterogeneity = c(q = 87.9781628871, q_p = 5.88779060922e-12, i2 = 0.818136688981, i2_tau2 = 0.818136688981, tau2 = 0.0314635528353, tau2_lower = NA, tau2_upper = NA))),
    list(name = "REML with Hartung-Knapp interval", model = list(measure = "proportion", transform = "freeman-tukey", method = "inverse-variance", tau2 = "reml", ci = "hartung-knapp", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5), studies = c("brechot-2013", "cheng-2013", "huang-2013", "park-2015", "choi-2017", "banjas-2018", "ro-2018", "han-2019", "myers-2020", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "kawai-2015", "sole-2018", "oberender-2018", "pmid-33136603"), expected = list(random = c(theta = 0.679761878959, se = 0.0476604268542, statistic = 14.2626057681, p = 1.62322856361e-10, lower = 0.578726287508, upper = 0.78079747041, estimate = 0.390882408226, ci_lower = 0.291017415482, ci_upper = 0.495212041695, theta_prediction_lower = 0.298635039663, theta_prediction_upper = 1.06088871825, prediction_lower = 0.0704703454367, prediction_upper = 0.772338261393), common = c(theta = 0.625011223167, se = 0.0199760431138, statistic = 31.2880393583, p = 6.78724684007e-215, lower = 0.58585889811, upper = 0.664163548224, estimate = 0.335944613556, ci_lower = 0.29783295466, ci_upper = 0.375067652277, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 87.9781628871, q_p = 5.88779060922e-12, i2 = 0.818136688981, i2_tau2 = 0.811202485243, tau2 = 0.0300510731284, tau2_lower = 0.0126541242777, tau2_upper = 0.0796944540966))),
    list(name = "Logit-normal GLMM", model = list(measure = "proportion", transform = "logit", method = "glmm", tau2 = "dl", ci = "wald", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5), studies = c("brechot-2013", "cheng-2013", "huang-2013", "park-2015", "choi-2017", "banjas-2018", "ro-2018", "han-2019", "myers-2020", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "kawai-2015", "sole-2018", "oberender-2018", "pmid-33136603"), expected = list(random = c(theta = -0.456891111499, se = 0.212603243787, statistic = -2.14903170507, p = 0.0316318867612, lower = -0.873585812318, upper = -0.0401964106799, estimate = 0.387723597249, ci_lower = 0.294508717239, ci_upper = 0.489952250182, theta_prediction_lower = -2.14164658135, theta_prediction_upper = 1.22786435835, prediction_lower = 0.105114402508, prediction_upper = 0.773444568464), common = c(theta = -0.614064073766, se = 0.0842737237632, statistic = -7.28654254666, p = 3.18010394476e-13, lower = -0.779237537185, upper = -0.448890610347, estimate = 0.351132686084, ci_lower = 0.314484237515, ci_upper = 0.389624565733, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 84.3842659554, q_p = 2.67219048975e-11, i2 = 0.810391192969, i2_tau2 = NA, tau2 = 0.586397981491, tau2_lower = NA, tau2_upper = NA))),
    list(name = "Counts from abstracts only", studies = c("cheng-2013", "huang-2013", "choi-2017", "banjas-2018", "ro-2018", "han-2019", "myers-2020", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "kawai-2015", "sole-2018", "oberender-2018", "pmid-33136603"), expected = list(random = c(theta = 0.675427155228, se = 0.051395644807, statistic = 13.1417196489, p = 1.89862325876e-39, lower = 0.574693542444, upper = 0.776160768012, estimate = 0.386612822937, ci_lower = 0.287437457074, ci_upper = 0.490398615875, theta_prediction_lower = 0.284233286366, theta_prediction_upper = 1.06662102409, prediction_lower = 0.0628129643751, prediction_upper = 0.777067853271), common = c(theta = 0.62303013562, se = 0.0207703246199, statistic = 29.996167466, p = 1.10104826877e-197, lower = 0.582321047418, upper = 0.663739223822, estimate = 0.334189219309, ci_lower = 0.29469323243, ci_upper = 0.374789914535, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 78.029135594, q_p = 6.55400396501e-11, i2 = 0.820579839909, i2_tau2 = 0.820579839909, tau2 = 0.0306256585108, tau2_lower = 0.0109956258319, tau2_upper = 0.0782153608049)))
),
  subgroups = list(
    list(by = "group", tau2 = "separate", levels = list(
      list(name = "adults", studies = c("brechot-2013", "cheng-2013", "huang-2013", "park-2015", "choi-2017", "banjas-2018", "ro-2018", "han-2019", "myers-2020"), expected = list(random = c(theta = 0.570117281286, se = 0.0613435671412, statistic = 9.29383972689, p = 1.48820442429e-20, lower = 0.449886099006, upper = 0.690348463566, estimate = 0.284303308061, ci_lower = 0.178742719751, ci_upper = 0.402340663053, theta_prediction_lower = 0.172037925564, theta_prediction_upper = 0.968196637007, prediction_lower = 0.0155336032924, prediction_upper = 0.684760943999), common = c(theta = 0.52215785803, se = 0.0255321460594, statistic = 20.4509976096, p = 5.8859148909e-93, lower = 0.472115771305, upper = 0.572199944754, estimate = 0.240336586657, ci_lower = 0.197026822864, ci_upper = 0.286260751667, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 41.502464473, q_p = 1.67874099846e-6, i2 = 0.807240362673, i2_tau2 = 0.807240362673, tau2 = 0.0260371646619, tau2_lower = 0.00937737719987, tau2_upper = 0.142778961978))),
      list(name = "children", studies = c("luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "kawai-2015", "sole-2018", "oberender-2018", "pmid-33136603"), expected = list(random = c(theta = 0.787333303538, se = 0.032075014955, statistic = 24.5466231159, p = 4.69945105249e-133, lower = 0.724467429423, upper = 0.850199177653, estimate = 0.502029121018, ci_lower = 0.436269067799, ci_upper = 0.567756919666, theta_prediction_lower = 0.711487945305, theta_prediction_upper = 0.863178661771, prediction_lower = 0.422783965863, prediction_upper = 0.581227353959), common = c(theta = 0.787333303538, se = 0.032075014955, statistic = 24.5466231159, p = 4.69945105249e-133, lower = 0.724467429423, upper = 0.850199177653, estimate = 0.502029121018, ci_lower = 0.436269067799, ci_upper = 0.567756919666, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 4.6370956753, q_p = 0.704151929552, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = 0, tau2_upper = 0.0203245212636)))
    ), test = c(q = 9.84648948103, df = 1, p = 0.00170156160915))
),
  regressions = list(
    list(moderators = list("year" = c(2013, 2013, 2013, 2015, 2017, 2018, 2018, 2019, 2020, 2004, 2007, 2012, 2015, 2015, 2018, 2018, 2020)),
      studies = c("brechot-2013", "cheng-2013", "huang-2013", "park-2015", "choi-2017", "banjas-2018", "ro-2018", "han-2019", "myers-2020", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "kawai-2015", "sole-2018", "oberender-2018", "pmid-33136603"),
      terms = list(
      "intercept" = c(estimate = 22.4824125634, se = 24.4430254947, statistic = 0.919788451241, p = 0.357683319572, lower = -25.4250370794, upper = 70.3898622061),
      "year" = c(estimate = -0.010818411413, se = 0.0121293753224, statistic = -0.891918266646, p = 0.372436742972, lower = -0.0345915501998, upper = 0.0129547273738)),
      model = c(qm = 0.795518194376, qm_p = 0.372436742972, qe = 86.6371320842, qe_p = 4.18682184167e-12, tau2 = 0.0340822214007, r2 = 0)),
    list(moderators = list("group" = c("adults", "adults", "adults", "adults", "adults", "adults", "adults", "adults", "adults", "children", "children", "children", "children", "children", "children", "children", "children")),
      studies = c("brechot-2013", "cheng-2013", "huang-2013", "park-2015", "choi-2017", "banjas-2018", "ro-2018", "han-2019", "myers-2020", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "kawai-2015", "sole-2018", "oberender-2018", "pmid-33136603"),
      terms = list(
      "intercept" = c(estimate = 0.562179432657, se = 0.0500028818913, statistic = 11.2429406345, p = 2.50883469009e-29, lower = 0.464175585026, upper = 0.660183280287),
      "group[children]" = c(estimate = 0.244395777656, se = 0.075343673046, statistic = 3.24374652543, p = 0.00117968675412, lower = 0.0967248920231, upper = 0.392066663289)),
      model = c(qm = 10.5218915213, qm_p = 0.00117968675412, qe = 46.1395601483, qe_p = 5.0520100788e-5, tau2 = 0.0149273437401, r2 = 0.525567127838))
)
)

for (id in names(analyses)) recompute(id, analyses[[id]])

cat(sprintf("\n%d numbers recomputed with metafor %s under R %s, %d results differ%s%s\n", compared, packageVersion("metafor"),
  getRversion(), length(different), if (length(skipped)) sprintf(", %d not recomputed", length(skipped)) else "",
  if (length(failed)) sprintf(", %d that metafor does not fit: %s", length(failed), paste(failed, collapse = "; ")) else ""))
if (length(different)) stop("these results differ from metafor's: ", paste(different, collapse = "; "), call. = FALSE)
