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
