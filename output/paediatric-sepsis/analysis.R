# Recomputes the results of "Extracorporeal membrane oxygenation in children with sepsis", version 1.0.0
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

# Survival to hospital discharge
analyses[["survival"]] <- list(
  model = list(measure = "proportion", transform = "freeman-tukey", method = "inverse-variance", tau2 = "dl", ci = "wald", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5),
  data = data.frame(
    id = c("lillehei-1989", "mccune-1990", "hocker-1992", "nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "ruth-2015", "sole-2018", "chang-2018", "robb-2019", "schlapbach-2019"),
    events = c(8, 10, 13, 5, 6, 21, 7, 13, 920, 9, 17, 245, 44),
    total = c(8, 10, 15, 7, 11, 45, 12, 22, 1858, 21, 55, 415, 80),
    stringsAsFactors = FALSE
  ),
  expected = list(
    yi = c(1.40087787207, 1.41765764221, 1.16619656638, 0.979467921083, 0.827260183202, 0.752758550113, 0.862864993126, 0.872885302166, 0.780556774512, 0.71693068464, 0.593162237814, 0.876038292305, 0.834865338329),
    vi = c(0.0294117647059, 0.0238095238095, 0.0161290322581, 0.0333333333333, 0.0217391304348, 0.00549450549451, 0.02, 0.0111111111111, 0.00013451708367, 0.0116279069767, 0.0045045045045, 0.000601684717208, 0.00310559006211),
    random = c(theta = 0.868166388012, se = 0.0393909362691, statistic = 22.0397500095, p = 1.19796889489e-107, lower = 0.790961571607, upper = 0.945371204417, estimate = 0.587056763878, ci_lower = 0.505878607494, ci_upper = 0.66614295633, theta_prediction_lower = 0.625944453836, theta_prediction_upper = 1.11038832219, prediction_lower = 0.334377771539, prediction_upper = 0.819454055436),
    common = c(theta = 0.801638866003, se = 0.00987151920649, statistic = 81.2072437113, p = 0, lower = 0.782291043885, upper = 0.82098668812, estimate = 0.517158144748, ci_lower = 0.496716797137, ci_upper = 0.537573568484, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA),
    heterogeneity = c(q = 61.5700133425, q_p = 1.16610226828e-8, i2 = 0.805099928544, i2_tau2 = 0.805099928544, tau2 = 0.0108074610098, tau2_lower = 0.0148829138858, tau2_upper = 0.153576743144)
  ),
  order = c("lillehei-1989", "mccune-1990", "hocker-1992", "nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "ruth-2015", "sole-2018", "chang-2018", "robb-2019", "schlapbach-2019"),
  parts = list(
    list(name = "without outliers", studies = c("hocker-1992", "nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "ruth-2015", "sole-2018", "robb-2019", "schlapbach-2019"), expected = list(random = c(theta = 0.837344044934, se = 0.0306965622378, statistic = 27.2781049046, p = 7.71554028316e-164, lower = 0.777179888499, upper = 0.897508201369, estimate = 0.554454324103, ci_lower = 0.491369629773, ci_upper = 0.616745656389, theta_prediction_lower = 0.685178844108, theta_prediction_upper = 0.989509245761, prediction_lower = 0.395459041515, prediction_upper = 0.708404746717), common = c(theta = 0.801642368276, se = 0.0100180487463, statistic = 80.0198111009, p = 0, lower = 0.782007353538, upper = 0.821277383014, estimate = 0.517056501782, ci_lower = 0.496439028132, ci_upper = 0.537647485332, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 23.774242513, q_p = 0.00467286606812, i2 = 0.621439042901, i2_tau2 = 0.621439042901, tau2 = 0.00358237261245, tau2_lower = 0.000174486966667, tau2_upper = 0.0402373708241))),
    list(name = "without maclaren-2007 (overlap)", studies = c("lillehei-1989", "mccune-1990", "hocker-1992", "nagaya-1993", "luyt-2004", "peng-2012", "rambaud-2015", "ruth-2015", "sole-2018", "chang-2018", "robb-2019", "schlapbach-2019"), expected = list(random = c(theta = 0.882406376935, se = 0.0424246687727, statistic = 20.7993698587, p = 4.38532308256e-96, lower = 0.799255554085, upper = 0.965557199786, estimate = 0.602131730612, ci_lower = 0.514680255546, ci_upper = 0.686733759542, theta_prediction_lower = 0.627219462632, theta_prediction_upper = 1.13759329124, prediction_lower = 0.335217935617, prediction_upper = 0.842640888553), common = c(theta = 0.802521427262, se = 0.00996023841112, statistic = 80.5725118352, p = 0, lower = 0.782999718698, upper = 0.822043135825, estimate = 0.518138823406, ci_lower = 0.497458814674, ci_upper = 0.538790906455, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 61.1273119644, q_p = 5.72094684896e-9, i2 = 0.82004770623, i2_tau2 = 0.82004770623, tau2 = 0.0116427256989, tau2_lower = 0.0156941990888, tau2_upper = 0.171520050401))),
    list(name = "without lillehei-1989", without = "lillehei-1989", expected = list(random = c(theta = 0.842411986736, se = 0.0370849275176, statistic = 22.7157511994, p = 3.13066593105e-114, lower = 0.769726864432, upper = 0.91509710904, estimate = 0.559813709633, ci_lower = 0.48352586456, ci_upper = 0.634829797293, theta_prediction_lower = 0.624222434422, theta_prediction_upper = 1.06060153905, prediction_lower = 0.333482268975, prediction_upper = 0.774829553286), heterogeneity = c(q = 49.3204570451, q_p = 8.28959469903e-7, i2 = 0.776968814584, i2_tau2 = 0.776968814584, tau2 = 0.00845199592245, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without mccune-1990", without = "mccune-1990", expected = list(random = c(theta = 0.836514683771, se = 0.0360351378347, statistic = 23.2138610821, p = 3.29881998707e-119, lower = 0.765887111437, upper = 0.907142256105, estimate = 0.553750750902, ci_lower = 0.479452651785, ci_upper = 0.626969094126, theta_prediction_lower = 0.628368140713, theta_prediction_upper = 1.04466122683, prediction_lower = 0.337316347483, prediction_upper = 0.760913476314), heterogeneity = c(q = 45.5663906337, q_p = 3.85652113313e-6, i2 = 0.758594002136, i2_tau2 = 0.758594002136, tau2 = 0.00764490015854, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without hocker-1992", without = "hocker-1992", expected = list(random = c(theta = 0.846911609727, se = 0.0387813522423, statistic = 21.838114474, p = 1.0083130894e-105, lower = 0.77090155606, upper = 0.922921663394, estimate = 0.564793998796, ci_lower = 0.484693507311, ci_upper = 0.643385925871, theta_prediction_lower = 0.61691797527, theta_prediction_upper = 1.07690524418, prediction_lower = 0.325461802632, prediction_upper = 0.790503040988), heterogeneity = c(q = 53.2799837626, q_p = 1.59661368633e-7, i2 = 0.793543480625, i2_tau2 = 0.793543480625, tau2 = 0.00941537222887, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without nagaya-1993", without = "nagaya-1993", expected = list(random = c(theta = 0.864389857886, se = 0.0402510262202, statistic = 21.4749768902, p = 2.66852738155e-102, lower = 0.785499296154, upper = 0.943280419619, estimate = 0.582593162479, ci_lower = 0.500106188066, ci_upper = 0.663012463586, theta_prediction_lower = 0.617829329094, theta_prediction_upper = 1.11095038668, prediction_lower = 0.327355025629, prediction_upper = 0.81796028317), heterogeneity = c(q = 60.6185366041, q_p = 7.11529053784e-9, i2 = 0.818537354806, i2_tau2 = 0.818537354806, tau2 = 0.0109289634632, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without luyt-2004", without = "luyt-2004", expected = list(random = c(theta = 0.87118460096, se = 0.040838429958, statistic = 21.3324704661, p = 5.67311925619e-101, lower = 0.791142749057, upper = 0.951226452863, estimate = 0.589980873418, ci_lower = 0.506055243301, ci_upper = 0.671584634026, theta_prediction_lower = 0.621581223705, theta_prediction_upper = 1.12078797822, prediction_lower = 0.330420321007, prediction_upper = 0.827326438914), heterogeneity = c(q = 61.5396805871, q_p = 4.79292035957e-9, i2 = 0.821253540885, i2_tau2 = 0.821253540885, tau2 = 0.011192984179, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without maclaren-2007", without = "maclaren-2007", expected = list(random = c(theta = 0.882406376935, se = 0.0424246687727, statistic = 20.7993698587, p = 4.38532308256e-96, lower = 0.799255554085, upper = 0.965557199786, estimate = 0.602131730612, ci_lower = 0.514680255546, ci_upper = 0.686733759542, theta_prediction_lower = 0.627219462632, theta_prediction_upper = 1.13759329124, prediction_lower = 0.335217935617, prediction_upper = 0.842640888553), heterogeneity = c(q = 61.1273119644, q_p = 5.72094684896e-9, i2 = 0.82004770623, i2_tau2 = 0.82004770623, tau2 = 0.0116427256989, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without peng-2012", without = "peng-2012", expected = list(random = c(theta = 0.869352025706, se = 0.0408722256597, statistic = 21.2699947623, p = 2.15304620944e-100, lower = 0.789243935445, upper = 0.949460115967, estimate = 0.588127105286, ci_lower = 0.504056097221, ci_upper = 0.669919930061, theta_prediction_lower = 0.619912737553, theta_prediction_upper = 1.11879131386, prediction_lower = 0.328660284054, prediction_upper = 0.82586014066), heterogeneity = c(q = 61.3816637061, q_p = 5.12938233527e-9, i2 = 0.820793387865, i2_tau2 = 0.820793387865, tau2 = 0.0111733189551, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without rambaud-2015", without = "rambaud-2015", expected = list(random = c(theta = 0.868958577102, se = 0.0414313454367, statistic = 20.973457848, p = 1.14622891691e-97, lower = 0.787754632215, upper = 0.950162521988, estimate = 0.587966165727, ci_lower = 0.502492402028, ci_upper = 0.671101062301, theta_prediction_lower = 0.61816165602, theta_prediction_upper = 1.11975549818, prediction_lower = 0.326428460405, prediction_upper = 0.827549510413), heterogeneity = c(q = 61.1091263421, q_p = 5.76575148516e-9, i2 = 0.819994153763, i2_tau2 = 0.819994153763, tau2 = 0.0112674934097, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without ruth-2015", without = "ruth-2015", expected = list(random = c(theta = 0.89988059978, se = 0.053194401068, statistic = 16.9168292473, p = 3.3815205136e-64, lower = 0.795621489508, upper = 1.00413971005, estimate = 0.620420975172, ci_lower = 0.510848455198, ci_upper = 0.72471223346, theta_prediction_lower = 0.554968235123, theta_prediction_upper = 1.24479296444, prediction_lower = 0.264130349697, prediction_upper = 0.920484394141), heterogeneity = c(q = 49.580472557, q_p = 7.44545446172e-7, i2 = 0.778138459908, i2_tau2 = 0.778138459908, tau2 = 0.0217278073822, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without sole-2018", without = "sole-2018", expected = list(random = c(theta = 0.880500771971, se = 0.0413321446964, statistic = 21.3030506508, p = 1.0636353743e-100, lower = 0.799491256963, upper = 0.96151028698, estimate = 0.599961645117, ci_lower = 0.514901715749, ci_upper = 0.682376150172, theta_prediction_lower = 0.630284915825, theta_prediction_upper = 1.13071662812, prediction_lower = 0.338609341486, prediction_upper = 0.836474298348), heterogeneity = c(q = 60.9477072128, q_p = 6.17904681656e-9, i2 = 0.819517410859, i2_tau2 = 0.819517410859, tau2 = 0.0112156084844, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without chang-2018", without = "chang-2018", expected = list(random = c(theta = 0.896008996367, se = 0.0400047533862, statistic = 22.3975633025, p = 4.15701502058e-111, lower = 0.817601120519, upper = 0.974416872214, estimate = 0.616265519165, ci_lower = 0.534106011949, ci_upper = 0.695539019607, theta_prediction_lower = 0.663160528181, theta_prediction_upper = 1.12885746455, prediction_lower = 0.371748349773, prediction_upper = 0.835669083676), heterogeneity = c(q = 51.707990125, q_p = 3.07937437171e-7, i2 = 0.787266919998, i2_tau2 = 0.787266919998, tau2 = 0.00959174444237, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without robb-2019", without = "robb-2019", expected = list(random = c(theta = 0.882805446516, se = 0.050209684549, statistic = 17.5823738875, p = 3.36200780444e-69, lower = 0.784396273125, upper = 0.981214619907, estimate = 0.602696869933, ci_lower = 0.498936919908, ci_upper = 0.702444461766, theta_prediction_lower = 0.564275473168, theta_prediction_upper = 1.20133541986, prediction_lower = 0.273035484595, prediction_upper = 0.891338772127), heterogeneity = c(q = 50.5925056046, q_p = 4.89655535362e-7, i2 = 0.78257649293, i2_tau2 = 0.78257649293, tau2 = 0.0184233132249, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without schlapbach-2019", without = "schlapbach-2019", expected = list(random = c(theta = 0.875951431808, se = 0.0435176588713, statistic = 20.1286432802, p = 4.14179772776e-90, lower = 0.790658387729, upper = 0.961244475887, estimate = 0.595482539905, ci_lower = 0.505577218971, ci_upper = 0.682584728137, theta_prediction_lower = 0.614000223144, theta_prediction_upper = 1.13790264047, prediction_lower = 0.32184702646, prediction_upper = 0.843126142355), heterogeneity = c(q = 61.203010045, q_p = 5.53813495194e-9, i2 = 0.820270277689, i2_tau2 = 0.820270277689, tau2 = 0.0122708873949, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to lillehei-1989", first = 1, expected = list(random = c(theta = 1.40087787207, se = 0.171498585143, statistic = 8.16845148258, p = 3.12372972719e-16, lower = 1.06474682179, upper = 1.73700892235, estimate = 1, ci_lower = 0.79560021918, ci_upper = 1, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = NA, q_p = NA, i2 = NA, i2_tau2 = NA, tau2 = NA, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to mccune-1990", first = 2, expected = list(random = c(theta = 1.41015090294, se = 0.114707866935, statistic = 12.2934105621, p = 9.82707195186e-35, lower = 1.185327615, upper = 1.63497419087, estimate = 1, ci_lower = 0.894750881901, ci_upper = 1, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 0.00529037710059, q_p = 0.942017013419, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to hocker-1992", first = 3, expected = list(random = c(theta = 1.30112605502, se = 0.0859965131726, statistic = 15.1299861706, p = 1.02716986831e-51, lower = 1.13257598641, upper = 1.46967612364, estimate = 0.963675196194, ci_lower = 0.848709546178, ci_upper = 1, theta_prediction_lower = 0.920748899848, theta_prediction_upper = 1.68150321019, prediction_lower = 0.646081114257, prediction_upper = 1), heterogeneity = c(q = 2.03738197675, q_p = 0.361067272219, i2 = 0.0183480452735, i2_tau2 = 0.0183480452735, tau2 = 0.000420090618187, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to nagaya-1993", first = 4, expected = list(random = c(theta = 1.24434016426, se = 0.096685903388, statistic = 12.8699233358, p = 6.64680926293e-38, lower = 1.0548392758, upper = 1.43384105271, estimate = 0.93453755996, ci_lower = 0.782602027145, ci_upper = 1, theta_prediction_lower = 0.769725216234, theta_prediction_upper = 1.71895511228, prediction_lower = 0.482711015209, prediction_upper = 1), heterogeneity = c(q = 4.57787732281, q_p = 0.205448111316, i2 = 0.344674444408, i2_tau2 = 0.344674444408, tau2 = 0.0128931610035, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to luyt-2004", first = 5, expected = list(random = c(theta = 1.15702079146, se = 0.113920694275, statistic = 10.1563706123, p = 3.10417415601e-24, lower = 0.933740333591, upper = 1.38030124934, estimate = 0.870763902392, ci_lower = 0.660735981158, ci_upper = 0.995867528392, theta_prediction_lower = 0.514611807896, theta_prediction_upper = 1.79942977503, prediction_lower = 0.216931909185, prediction_upper = 1), heterogeneity = c(q = 10.8258677125, q_p = 0.0285923239609, i2 = 0.630514605737, i2_tau2 = 0.630514605737, tau2 = 0.0405579656397, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to maclaren-2007", first = 6, expected = list(random = c(theta = 1.07733132306, se = 0.126490008735, statistic = 8.51712584919, p = 1.63561732432e-17, lower = 0.829415461534, upper = 1.32524718458, estimate = 0.799269778633, ci_lower = 0.547803579501, ci_upper = 0.973523901587, theta_prediction_lower = 0.300843260157, theta_prediction_upper = 1.85381938596, prediction_lower = 0.0551238349752, prediction_upper = 1), heterogeneity = c(q = 26.6446545027, q_p = 6.68879094055e-5, i2 = 0.812345099109, i2_tau2 = 0.812345099109, tau2 = 0.075244778277, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to peng-2012", first = 7, expected = list(random = c(theta = 1.04428972908, se = 0.108200760656, statistic = 9.65140838889, p = 4.84851958813e-22, lower = 0.832220135095, upper = 1.25635932307, estimate = 0.76856113378, ci_lower = 0.550791911739, ci_upper = 0.936416648783, theta_prediction_lower = 0.382479307627, theta_prediction_upper = 1.70610015054, prediction_lower = 0.109593221811, prediction_upper = 1), heterogeneity = c(q = 27.1493166213, q_p = 0.000135771080684, i2 = 0.778999962184, i2_tau2 = 0.778999962184, tau2 = 0.0614453281379, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to rambaud-2015", first = 8, expected = list(random = c(theta = 1.01715544964, se = 0.091120430542, statistic = 11.1627594777, p = 6.20356007504e-29, lower = 0.838562687525, upper = 1.19574821176, estimate = 0.741526749142, ci_lower = 0.557374111798, ci_upper = 0.894139898666, theta_prediction_lower = 0.458943119815, theta_prediction_upper = 1.57536777947, prediction_lower = 0.172156684857, prediction_upper = 1), heterogeneity = c(q = 27.6858856675, q_p = 0.000250651358431, i2 = 0.747163587827, i2_tau2 = 0.747163587827, tau2 = 0.0474252100917, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to ruth-2015", first = 9, expected = list(random = c(theta = 0.973170712155, se = 0.072713936312, statistic = 13.3835515104, p = 7.54540282685e-41, lower = 0.830654015809, upper = 1.1156874085, estimate = 0.696626141602, ci_lower = 0.548473551948, ci_upper = 0.828566316031, theta_prediction_lower = 0.527914190726, theta_prediction_upper = 1.41842723358, prediction_lower = 0.236080105425, prediction_upper = 0.998705372929), heterogeneity = c(q = 40.9303039003, q_p = 2.1480970405e-6, i2 = 0.804545795226, i2_tau2 = 0.804545795226, tau2 = 0.0319947875526, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to sole-2018", first = 10, expected = list(random = c(theta = 0.941671047947, se = 0.064940650413, statistic = 14.5004868593, p = 1.2029363845e-47, lower = 0.814389712005, upper = 1.06895238389, estimate = 0.664464955531, ci_lower = 0.531003609613, ci_upper = 0.787134613316, theta_prediction_lower = 0.540284003813, theta_prediction_upper = 1.34305809208, prediction_lower = 0.248269730188, prediction_upper = 0.975848022065), heterogeneity = c(q = 41.4034451485, q_p = 4.22324371825e-6, i2 = 0.782626784614, i2_tau2 = 0.782626784614, tau2 = 0.0272660775063, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to chang-2018", first = 11, expected = list(random = c(theta = 0.898455577261, se = 0.0592538833707, statistic = 15.1628134082, p = 6.23406815175e-52, lower = 0.78232009991, upper = 1.01459105461, estimate = 0.619413528109, ci_lower = 0.496720689498, ci_upper = 0.735602344563, theta_prediction_lower = 0.521738049717, theta_prediction_upper = 1.27517310481, prediction_lower = 0.232120722579, prediction_upper = 0.940291999401), heterogeneity = c(q = 49.8344053678, q_p = 2.86289951644e-7, i2 = 0.799335420455, i2_tau2 = 0.799335420455, tau2 = 0.025074566704, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to robb-2019", first = 12, expected = list(random = c(theta = 0.875951431808, se = 0.0435176588713, statistic = 20.1286432802, p = 4.14179772776e-90, lower = 0.790658387729, upper = 0.961244475887, estimate = 0.595482539905, ci_lower = 0.505577218971, ci_upper = 0.682584728137, theta_prediction_lower = 0.614000223144, theta_prediction_upper = 1.13790264047, prediction_lower = 0.32184702646, prediction_upper = 0.843126142355), heterogeneity = c(q = 61.203010045, q_p = 5.53813495194e-9, i2 = 0.820270277689, i2_tau2 = 0.820270277689, tau2 = 0.0122708873949, tau2_lower = NA, tau2_upper = NA))),
    list(name = "up to schlapbach-2019", first = 13, expected = list(random = c(theta = 0.868166388012, se = 0.0393909362691, statistic = 22.0397500095, p = 1.19796889489e-107, lower = 0.790961571607, upper = 0.945371204417, estimate = 0.587056763878, ci_lower = 0.505878607494, ci_upper = 0.66614295633, theta_prediction_lower = 0.625944453836, theta_prediction_upper = 1.11038832219, prediction_lower = 0.334377771539, prediction_upper = 0.819454055436), heterogeneity = c(q = 61.5700133425, q_p = 1.16610226828e-8, i2 = 0.805099928544, i2_tau2 = 0.805099928544, tau2 = 0.0108074610098, tau2_lower = NA, tau2_upper = NA))),
    list(name = "REML with Hartung–Knapp interval", model = list(measure = "proportion", transform = "freeman-tukey", method = "inverse-variance", tau2 = "reml", ci = "hartung-knapp", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5), studies = c("lillehei-1989", "mccune-1990", "hocker-1992", "nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "ruth-2015", "sole-2018", "chang-2018", "robb-2019", "schlapbach-2019"), expected = list(random = c(theta = 0.899583273154, se = 0.0656272494137, statistic = 13.7074657431, p = 1.08411160566e-8, lower = 0.756593780155, upper = 1.04257276615, estimate = 0.619601002736, ci_lower = 0.46958003457, ci_upper = 0.759799733771, theta_prediction_lower = 0.447940371027, theta_prediction_upper = 1.35122617528, prediction_lower = 0.170199043742, prediction_upper = 0.974900463373), common = c(theta = 0.801638866003, se = 0.00987151920649, statistic = 81.2072437113, p = 0, lower = 0.782291043885, upper = 0.82098668812, estimate = 0.517158144748, ci_lower = 0.496716797137, ci_upper = 0.537573568484, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 61.5700133425, q_p = 1.16610226828e-8, i2 = 0.805099928544, i2_tau2 = 0.936617637432, tau2 = 0.038661597571, tau2_lower = 0.0148829138858, tau2_upper = 0.153576743144))),
    list(name = "Logit transformation", model = list(measure = "proportion", transform = "logit", method = "inverse-variance", tau2 = "dl", ci = "wald", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5), studies = c("lillehei-1989", "mccune-1990", "hocker-1992", "nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "ruth-2015", "sole-2018", "chang-2018", "robb-2019", "schlapbach-2019"), expected = list(random = c(theta = 0.143893708277, se = 0.13839126067, statistic = 1.03976008008, p = 0.298451379924, lower = -0.127348178411, upper = 0.415135594966, estimate = 0.535911484972, ci_lower = 0.468205912327, ci_upper = 0.602318656522, theta_prediction_lower = -0.597466094495, theta_prediction_upper = 0.88525351105, prediction_lower = 0.354923625151, prediction_upper = 0.707909693569), common = c(theta = 0.0477998796614, se = 0.0399113457473, statistic = 1.19765141381, p = 0.231052751508, lower = -0.0304249205779, upper = 0.126024679901, estimate = 0.511947695132, ci_lower = 0.492394356543, ci_upper = 0.531464537103, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 37.7933722042, q_p = 0.000165970784966, i2 = 0.682484009758, i2_tau2 = 0.682484009758, tau2 = 0.0966237737465, tau2_lower = 0.0407722230985, tau2_upper = 2.57703422766))),
    list(name = "Logit-normal GLMM", model = list(measure = "proportion", transform = "logit", method = "glmm", tau2 = "dl", ci = "wald", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5), studies = c("lillehei-1989", "mccune-1990", "hocker-1992", "nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "ruth-2015", "sole-2018", "chang-2018", "robb-2019", "schlapbach-2019"), expected = list(random = c(theta = 0.413929915268, se = 0.252948162453, statistic = 1.63642191054, p = 0.101751316645, lower = -0.0818393730956, upper = 0.909699203632, estimate = 0.602029823392, ci_lower = 0.479551568545, ci_upper = 0.712938606568, theta_prediction_lower = -1.17967206054, theta_prediction_upper = 2.00753189108, prediction_lower = 0.235111165746, prediction_upper = 0.881585612885), common = c(theta = 0.0601979298578, se = 0.0395541036327, statistic = 1.52191364054, p = 0.128030720851, lower = -0.0173266887031, upper = 0.137722548419, estimate = 0.515044939429, ci_lower = 0.49566843619, ci_upper = 0.534376318205, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 57.5959913605, q_p = 6.16817965264e-8, i2 = 0.791652166817, i2_tau2 = NA, tau2 = 0.470975454672, tau2_lower = NA, tau2_upper = NA))),
    list(name = "Without administrative databases", studies = c("lillehei-1989", "mccune-1990", "hocker-1992", "nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "sole-2018", "chang-2018", "schlapbach-2019"), expected = list(random = c(theta = 0.917452615138, se = 0.0697399260256, statistic = 13.1553425337, p = 1.58563296669e-39, lower = 0.780764871844, upper = 1.05414035843, estimate = 0.639171401014, ci_lower = 0.495059092118, ci_upper = 0.772787248098, theta_prediction_lower = 0.451841527478, theta_prediction_upper = 1.3830637028, prediction_lower = 0.170519433099, prediction_upper = 0.989406169525), common = c(theta = 0.830002863967, se = 0.0292853706329, statistic = 28.3418937862, p = 1.05351394617e-176, lower = 0.772604592253, upper = 0.887401135682, estimate = 0.54750295881, ci_lower = 0.486358339719, ci_upper = 0.608014270484, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 48.1282454413, q_p = 5.88084374228e-7, i2 = 0.7922218043, i2_tau2 = 0.7922218043, tau2 = 0.0388042243478, tau2_lower = 0.0180813463776, tau2_upper = 0.206456232137))),
    list(name = "Reported counts only", studies = c("hocker-1992", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "sole-2018", "chang-2018", "robb-2019", "schlapbach-2019"), expected = list(random = c(theta = 0.818430438292, se = 0.0453755234206, statistic = 18.03682639, p = 1.00131696065e-72, lower = 0.729496046608, upper = 0.907364829976, estimate = 0.534406287255, ci_lower = 0.441851931536, ci_upper = 0.625869159991, theta_prediction_lower = 0.560046477021, theta_prediction_upper = 1.07681439956, prediction_lower = 0.273020835173, prediction_upper = 0.786744886794), common = c(theta = 0.840265788002, se = 0.0191670792957, statistic = 43.8390103697, p = 0, lower = 0.802699002893, upper = 0.87783257311, estimate = 0.557076400573, ci_lower = 0.518030052374, ci_upper = 0.595798987505, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 25.108817651, q_p = 0.00148990095435, i2 = 0.681386829472, i2_tau2 = 0.681386829472, tau2 = 0.0104958948869, tau2_lower = 0.00196299411984, tau2_upper = 0.0769346847561)))
),
  subgroups = list(
    list(by = "region", tau2 = "separate", levels = list(
      list(name = "North America", studies = c("lillehei-1989", "mccune-1990", "hocker-1992", "ruth-2015", "robb-2019"), expected = list(random = c(theta = 1.01351793796, se = 0.0692149229949, statistic = 14.6430551983, p = 1.49209857203e-48, lower = 0.877859181699, upper = 1.14917669422, estimate = 0.732819155316, ci_lower = 0.597195910982, ci_upper = 0.851138081032, theta_prediction_lower = 0.621215337185, theta_prediction_upper = 1.40582053874, prediction_lower = 0.32954585269, prediction_upper = 0.993458781043), common = c(theta = 0.805513359245, se = 0.0104065090176, statistic = 77.4047625275, p = 0, lower = 0.785116976366, upper = 0.825909742124, estimate = 0.521261650142, ci_lower = 0.499702705952, ci_upper = 0.542784887599, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 48.7521221394, q_p = 6.57711442753e-10, i2 = 0.917952289573, i2_tau2 = 0.917952289573, tau2 = 0.015174058958, tau2_lower = 0.0195205642924, tau2_upper = 0.69785442585))),
      list(name = "Australasia", studies = c("nagaya-1993", "maclaren-2007", "peng-2012", "chang-2018", "schlapbach-2019"), expected = list(random = c(theta = 0.768879344184, se = 0.062112635996, statistic = 12.3787910762, p = 3.40432024018e-35, lower = 0.647140814647, upper = 0.890617873721, estimate = 0.482586703999, ci_lower = 0.356096188468, ci_upper = 0.610113559816, theta_prediction_lower = 0.436896270827, theta_prediction_upper = 1.10086241754, prediction_lower = 0.16192915528, prediction_upper = 0.810742846506), common = c(theta = 0.756870966682, se = 0.0352234976838, statistic = 21.48767205, p = 2.03039322406e-102, lower = 0.687834179813, upper = 0.825907753552, estimate = 0.469939020973, ci_lower = 0.397791281843, ci_upper = 0.542663871343, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 9.95978370616, q_p = 0.041110596429, i2 = 0.598384852723, i2_tau2 = 0.598384852723, tau2 = 0.0104393095795, tau2_lower = 0, tau2_upper = 0.154608142926))),
      list(name = "Europe", studies = c("luyt-2004", "rambaud-2015", "sole-2018"), expected = list(random = c(theta = 0.803016596853, se = 0.0671156055214, statistic = 11.9646778214, p = 5.44083594655e-33, lower = 0.67147242723, upper = 0.934560766475, estimate = 0.51866378364, ci_lower = 0.380342050758, ci_upper = 0.655687315959, theta_prediction_lower = 0.514241453547, theta_prediction_upper = 1.09179174016, prediction_lower = 0.226738403378, prediction_upper = 0.804448749614), common = c(theta = 0.803016596853, se = 0.0671156055214, statistic = 11.9646778214, p = 5.44083594655e-33, lower = 0.67147242723, upper = 0.934560766475, estimate = 0.51866378364, ci_lower = 0.380342050758, ci_upper = 0.655687315959, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 1.10371125465, q_p = 0.575880199255, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = 0, tau2_upper = 0.242144574869)))
    ), test = c(q = 7.76662743321, df = 2, p = 0.0205825074547))
),
  regressions = list(
    list(moderators = list("year" = c(1989, 1990, 1992, 1993, 2004, 2007, 2012, 2015, 2015, 2018, 2018, 2019, 2019)),
      studies = c("lillehei-1989", "mccune-1990", "hocker-1992", "nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "ruth-2015", "sole-2018", "chang-2018", "robb-2019", "schlapbach-2019"),
      terms = list(
      "intercept" = c(estimate = 32.8426177791, se = 7.50825205717, statistic = 4.37420288091, p = 1.21876993629e-5, lower = 18.1267141602, upper = 47.558521398),
      "year" = c(estimate = -0.0159006806853, se = 0.00373317126479, statistic = -4.25929579907, p = 2.05071944104e-5, lower = -0.0232175619124, upper = -0.00858379945822)),
      model = c(qm = 18.141600704, qm_p = 2.05071944104e-5, qe = 48.5525017802, qe_p = 1.13763005548e-6, tau2 = 0.00885665070503, r2 = 0.180505884128)),
    list(moderators = list("male_percent" = c(73, 62, 58, 64, 53, 62, 53, 61)),
      studies = c("luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "ruth-2015", "sole-2018", "chang-2018", "schlapbach-2019"),
      terms = list(
      "intercept" = c(estimate = 0.361591515857, se = 0.360554906878, statistic = 1.00287503778, p = 0.315921158003, lower = -0.345083116074, upper = 1.06826614779),
      "male_percent" = c(estimate = 0.00699677380994, se = 0.00617673054229, statistic = 1.13276332229, p = 0.257313657833, lower = -0.00510939559515, upper = 0.019102943215)),
      model = c(qm = 1.28315274432, qm_p = 0.257313657833, qe = 9.68740526926, qe_p = 0.138448395815, tau2 = 0.00331052345471, r2 = 0))
)
)

# Survival with venoarterial ECMO
analyses[["va"]] <- list(
  model = list(measure = "proportion", transform = "freeman-tukey", method = "inverse-variance", tau2 = "dl", ci = "wald", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5),
  data = data.frame(
    id = c("lillehei-1989", "mccune-1990", "nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "sole-2018", "schlapbach-2019"),
    events = c(8, 10, 5, 2, 21, 6, 13, 9, 44),
    total = c(8, 10, 7, 7, 45, 8, 22, 21, 80),
    stringsAsFactors = FALSE
  ),
  expected = list(
    yi = c(1.40087787207, 1.41765764221, 0.979467921083, 0.591328405712, 0.752758550113, 1.01761513332, 0.872885302166, 0.71693068464, 0.834865338329),
    vi = c(0.0294117647059, 0.0238095238095, 0.0333333333333, 0.0333333333333, 0.00549450549451, 0.0294117647059, 0.0111111111111, 0.0116279069767, 0.00310559006211),
    random = c(theta = 0.929716346354, se = 0.0755305325983, statistic = 12.3091459092, p = 8.08744895069e-35, lower = 0.781679222729, upper = 1.07775346998, estimate = 0.653881925632, ci_lower = 0.495977957596, ci_upper = 0.798072148416, theta_prediction_lower = 0.470856557208, theta_prediction_upper = 1.3885761355, prediction_lower = 0.182335863079, prediction_upper = 0.994444947611),
    common = c(theta = 0.864633745996, se = 0.0342997170285, statistic = 25.2081888978, p = 3.25760244198e-140, lower = 0.79740753594, upper = 0.931859956051, estimate = 0.585329329188, ci_lower = 0.512987012586, ci_upper = 0.65610099566, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA),
    heterogeneity = c(q = 30.4998316297, q_p = 0.000172406700914, i2 = 0.737703470067, i2_tau2 = 0.737703470067, tau2 = 0.0338900922973, tau2_lower = 0.0149192360611, tau2_upper = 0.282104263846)
  ),
  parts = list(
    list(name = "without outliers", studies = c("nagaya-1993", "luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "sole-2018", "schlapbach-2019"), expected = list(random = c(theta = 0.811068753841, se = 0.0359442577345, statistic = 22.5646265902, p = 9.64847270425e-113, lower = 0.740619303231, upper = 0.881518204452, estimate = 0.527562504054, ci_lower = 0.451964765711, ci_upper = 0.602605354766, theta_prediction_lower = 0.72311632361, theta_prediction_upper = 0.899021184072, prediction_lower = 0.43327372818, prediction_upper = 0.620987079516), common = c(theta = 0.811068753841, se = 0.0359442577345, statistic = 22.5646265902, p = 9.64847270425e-113, lower = 0.740619303231, upper = 0.881518204452, estimate = 0.527562504054, ci_lower = 0.451964765711, ci_upper = 0.602605354766, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 5.65701235572, q_p = 0.462686339857, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = 0, tau2_upper = 0.0806528150279))),
    list(name = "without maclaren-2007 (overlap)", studies = c("lillehei-1989", "mccune-1990", "nagaya-1993", "luyt-2004", "peng-2012", "rambaud-2015", "sole-2018", "schlapbach-2019"), expected = list(random = c(theta = 0.9629872917, se = 0.08853306333, statistic = 10.877148666, p = 1.48124039131e-27, lower = 0.789465676132, upper = 1.13650890727, estimate = 0.689211782428, ci_lower = 0.504428352605, ci_upper = 0.850699147743, theta_prediction_lower = 0.430621817795, theta_prediction_upper = 1.4953527656, prediction_lower = 0.1462993681, prediction_upper = 1), common = c(theta = 0.895114712538, se = 0.0386911616267, statistic = 23.1348627155, p = 2.06496393796e-118, lower = 0.81928142923, upper = 0.970947995847, estimate = 0.6184734857, ci_lower = 0.536860712997, ci_upper = 0.697299562485, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 27.6012771424, q_p = 0.000259636244493, i2 = 0.746388547027, i2_tau2 = 0.746388547027, tau2 = 0.0428487680314, tau2_lower = 0.0149462900531, tau2_upper = 0.343294282048))),
    list(name = "without lillehei-1989", without = "lillehei-1989", expected = list(random = c(theta = 0.877279424605, se = 0.0677805949516, statistic = 12.9429289494, p = 2.57617254111e-38, lower = 0.744431899649, upper = 1.01012694956, estimate = 0.598377998145, ci_lower = 0.455935224366, ci_upper = 0.733785915093, theta_prediction_lower = 0.496377400969, theta_prediction_upper = 1.25818144824, prediction_lower = 0.206154176927, prediction_upper = 0.934267000203), heterogeneity = c(q = 20.315494199, q_p = 0.00492705529615, i2 = 0.655435406522, i2_tau2 = 0.655435406522, tau2 = 0.0213536948667, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without mccune-1990", without = "mccune-1990", expected = list(random = c(theta = 0.865497510939, se = 0.0627249754139, statistic = 13.7982917527, p = 2.60963443322e-43, lower = 0.742558818197, upper = 0.988436203681, estimate = 0.586111826989, ci_lower = 0.453801448382, ci_upper = 0.713139961627, theta_prediction_lower = 0.529513002027, theta_prediction_upper = 1.20148201985, prediction_lower = 0.23585580161, prediction_upper = 0.897759753922), heterogeneity = c(q = 16.9870533582, q_p = 0.0174798560142, i2 = 0.58792146864, i2_tau2 = 0.58792146864, tau2 = 0.0162545505541, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without nagaya-1993", without = "nagaya-1993", expected = list(random = c(theta = 0.926574930016, se = 0.0812927518011, statistic = 11.3980017835, p = 4.27826034609e-30, lower = 0.767244064282, upper = 1.08590579575, estimate = 0.649693752204, ci_lower = 0.480492596622, ci_upper = 0.803512442611, theta_prediction_lower = 0.434163792423, theta_prediction_upper = 1.41898606761, prediction_lower = 0.153437340314, prediction_upper = 0.999016774802), heterogeneity = c(q = 30.0897515832, q_p = 9.14266733842e-5, i2 = 0.767362652342, i2_tau2 = 0.767362652342, tau2 = 0.0367557002218, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without luyt-2004", without = "luyt-2004", expected = list(random = c(theta = 0.960958572428, se = 0.0788060687283, statistic = 12.1939666314, p = 3.34723165157e-34, lower = 0.806501515957, upper = 1.1154156289, estimate = 0.684771809938, ci_lower = 0.522674732193, ci_upper = 0.828981750838, theta_prediction_lower = 0.488499671411, theta_prediction_upper = 1.43341747344, prediction_lower = 0.19967954082, prediction_upper = 0.999989712785), heterogeneity = c(q = 28.1769741538, q_p = 0.000204231943914, i2 = 0.751570201904, i2_tau2 = 0.751570201904, tau2 = 0.0337108223445, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without maclaren-2007", without = "maclaren-2007", expected = list(random = c(theta = 0.9629872917, se = 0.08853306333, statistic = 10.877148666, p = 1.48124039131e-27, lower = 0.789465676132, upper = 1.13650890727, estimate = 0.689211782428, ci_lower = 0.504428352605, ci_upper = 0.850699147743, theta_prediction_lower = 0.430621817795, theta_prediction_upper = 1.4953527656, prediction_lower = 0.1462993681, prediction_upper = 1), heterogeneity = c(q = 27.6012771424, q_p = 0.000259636244493, i2 = 0.746388547027, i2_tau2 = 0.746388547027, tau2 = 0.0428487680314, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without peng-2012", without = "peng-2012", expected = list(random = c(theta = 0.922256282673, se = 0.0812001313637, statistic = 11.3578176191, p = 6.78176550006e-30, lower = 0.76310694966, upper = 1.08140561569, estimate = 0.645512141957, ci_lower = 0.476003565151, ci_upper = 0.800088898681, theta_prediction_lower = 0.432200991245, theta_prediction_upper = 1.4123115741, prediction_lower = 0.151207307994, prediction_upper = 0.998377446893), heterogeneity = c(q = 29.6709645823, q_p = 0.000109102520635, i2 = 0.764079122518, i2_tau2 = 0.764079122518, tau2 = 0.0363568075498, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without rambaud-2015", without = "rambaud-2015", expected = list(random = c(theta = 0.941887363849, se = 0.0869862674039, statistic = 10.8280006944, p = 2.53632642346e-27, lower = 0.771397412588, upper = 1.11237731511, estimate = 0.667134832202, ci_lower = 0.484796452455, ci_upper = 0.829677793382, theta_prediction_lower = 0.416696113695, theta_prediction_upper = 1.467078614, prediction_lower = 0.135915826146, prediction_upper = 1), heterogeneity = c(q = 30.4929780169, q_p = 7.70888498369e-5, i2 = 0.770438951678, i2_tau2 = 0.770438951678, tau2 = 0.0417633404117, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without sole-2018", without = "sole-2018", expected = list(random = c(theta = 0.962169277131, se = 0.0838815236629, statistic = 11.4705746285, p = 1.85423876908e-30, lower = 0.797764511784, upper = 1.12657404248, estimate = 0.687878458236, ci_lower = 0.513426047617, ci_upper = 0.84159664368, theta_prediction_lower = 0.461535049275, theta_prediction_upper = 1.46280350499, prediction_lower = 0.173063799917, prediction_upper = 1), heterogeneity = c(q = 28.4124444493, q_p = 0.000185086438467, i2 = 0.75362908276, i2_tau2 = 0.75362908276, tau2 = 0.0377885287524, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without schlapbach-2019", without = "schlapbach-2019", expected = list(random = c(theta = 0.953843755593, se = 0.0967715109734, statistic = 9.85665870046, p = 6.41486230538e-23, lower = 0.764175079355, upper = 1.14351243183, estimate = 0.680043938602, ci_lower = 0.476877320944, ci_upper = 0.856757492495, theta_prediction_lower = 0.357486297048, theta_prediction_upper = 1.55020121414, prediction_lower = 0.0905546893043, prediction_upper = 1), heterogeneity = c(q = 30.0404727838, q_p = 9.33501519511e-5, i2 = 0.766981030879, i2_tau2 = 0.766981030879, tau2 = 0.0542399487706, tau2_lower = NA, tau2_upper = NA)))
)
)

# Survival of neonates
analyses[["neonates"]] <- list(
  model = list(measure = "proportion", transform = "freeman-tukey", method = "inverse-variance", tau2 = "dl", ci = "wald", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5),
  data = data.frame(
    id = c("mccune-1990", "hocker-1992", "nagaya-1993", "maclaren-2007", "rambaud-2015", "sole-2018", "schlapbach-2019"),
    events = c(10, 13, 5, 4, 9, 6, 12),
    total = c(10, 15, 7, 6, 14, 12, 21),
    stringsAsFactors = FALSE
  ),
  expected = list(
    yi = c(1.41765764221, 1.16619656638, 0.979467921083, 0.931962816642, 0.920696870959, 0.785398163397, 0.853865642155),
    vi = c(0.0238095238095, 0.0161290322581, 0.0333333333333, 0.0384615384615, 0.0172413793103, 0.02, 0.0116279069767),
    random = c(theta = 1.00367715163, se = 0.082174147935, statistic = 12.214025662, p = 2.61616896324e-34, lower = 0.84261878122, upper = 1.16473552205, estimate = 0.730800028579, ci_lower = 0.562382311189, ci_upper = 0.874517347264, theta_prediction_lower = 0.56183228238, theta_prediction_upper = 1.44552202089, prediction_lower = 0.263993925369, prediction_upper = 1),
    common = c(theta = 0.993117657808, se = 0.0531494003453, statistic = 18.6853972266, p = 6.50925426766e-78, lower = 0.888946747332, upper = 1.09728856829, estimate = 0.720322679609, ci_lower = 0.612315504796, ci_upper = 0.818460955969, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA),
    heterogeneity = c(q = 13.6591574541, q_p = 0.0336841622331, i2 = 0.560734253179, i2_tau2 = 0.560734253179, tau2 = 0.0258538193105, tau2_lower = 0, tau2_upper = 0.205113472904)
  ),
  parts = list(
    list(name = "without outliers", studies = c("hocker-1992", "nagaya-1993", "maclaren-2007", "rambaud-2015", "sole-2018", "schlapbach-2019"), expected = list(random = c(theta = 0.936066827493, se = 0.057083647323, statistic = 16.3981607937, p = 1.97115848771e-60, lower = 0.824184934634, upper = 1.04794872035, estimate = 0.662017134838, ci_lower = 0.542318665059, ci_upper = 0.77339681988, theta_prediction_lower = 0.783179048454, theta_prediction_upper = 1.08895460653, prediction_lower = 0.497576335194, prediction_upper = 0.810957165383), common = c(theta = 0.935968044524, se = 0.0566138517072, statistic = 16.5324918955, p = 2.14106150614e-61, lower = 0.825006934151, upper = 1.0469291549, estimate = 0.661914228128, ci_lower = 0.543213614159, ci_upper = 0.772437337193, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 5.07030469395, q_p = 0.407360552227, i2 = 0.0138659702311, i2_tau2 = 0.0138659702311, tau2 = 0.000278845018204, tau2_lower = 0, tau2_upper = 0.0845622807626))),
    list(name = "without maclaren-2007 (overlap)", studies = c("mccune-1990", "hocker-1992", "nagaya-1993", "rambaud-2015", "sole-2018", "schlapbach-2019"), expected = list(random = c(theta = 1.01317683348, se = 0.0926184180591, statistic = 10.9392586778, p = 7.48090888559e-28, lower = 0.831648069777, upper = 1.19470559718, estimate = 0.737833180317, ci_lower = 0.549967828914, ci_upper = 0.89361796799, theta_prediction_lower = 0.495672946588, theta_prediction_upper = 1.53068072037, prediction_lower = 0.20417369187, prediction_upper = 1), common = c(theta = 0.997965297657, se = 0.0552157630374, statistic = 18.0739202496, p = 5.11468426118e-73, lower = 0.889744390725, upper = 1.10618620459, estimate = 0.722980991263, ci_lower = 0.612064974563, ci_upper = 0.823191777899, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 13.5542118017, q_p = 0.0187033808071, i2 = 0.631110973243, i2_tau2 = 0.631110973243, tau2 = 0.0319506863324, tau2_lower = 0.00108261032809, tau2_upper = 0.308230125049))),
    list(name = "without mccune-1990", without = "mccune-1990", expected = list(random = c(theta = 0.936066827493, se = 0.057083647323, statistic = 16.3981607937, p = 1.97115848771e-60, lower = 0.824184934634, upper = 1.04794872035, estimate = 0.662017134838, ci_lower = 0.542318665059, ci_upper = 0.77339681988, theta_prediction_lower = 0.783179048454, theta_prediction_upper = 1.08895460653, prediction_lower = 0.497576335194, prediction_upper = 0.810957165383), heterogeneity = c(q = 5.07030469395, q_p = 0.407360552227, i2 = 0.0138659702311, i2_tau2 = 0.0138659702311, tau2 = 0.000278845018204, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without hocker-1992", without = "hocker-1992", expected = list(random = c(theta = 0.972838587038, se = 0.0910315313589, statistic = 10.6868309531, p = 1.17311061176e-26, lower = 0.794420064117, upper = 1.15125710996, estimate = 0.700751935041, ci_lower = 0.509898773435, ci_upper = 0.865285673214, theta_prediction_lower = 0.48826333629, theta_prediction_upper = 1.45741383779, prediction_lower = 0.193427916867, prediction_upper = 1), heterogeneity = c(q = 11.407509985, q_p = 0.0438728394135, i2 = 0.561692253036, i2_tau2 = 0.561692253036, tau2 = 0.0272485278402, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without nagaya-1993", without = "nagaya-1993", expected = list(random = c(theta = 1.00776280879, se = 0.0938521230582, statistic = 10.7377731686, p = 6.76565817262e-27, lower = 0.823816027719, upper = 1.19170958985, estimate = 0.733344819056, ci_lower = 0.541665352133, ci_upper = 0.892641507728, theta_prediction_lower = 0.483308498591, theta_prediction_upper = 1.53221711898, prediction_lower = 0.192134016338, prediction_upper = 1), heterogeneity = c(q = 13.6530504521, q_p = 0.0179701641199, i2 = 0.633781474878, i2_tau2 = 0.633781474878, tau2 = 0.0328166067339, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without maclaren-2007", without = "maclaren-2007", expected = list(random = c(theta = 1.01317683348, se = 0.0926184180591, statistic = 10.9392586778, p = 7.48090888559e-28, lower = 0.831648069777, upper = 1.19470559718, estimate = 0.737833180317, ci_lower = 0.549967828914, ci_upper = 0.89361796799, theta_prediction_lower = 0.495672946588, theta_prediction_upper = 1.53068072037, prediction_lower = 0.20417369187, prediction_upper = 1), heterogeneity = c(q = 13.5542118017, q_p = 0.0187033808071, i2 = 0.631110973243, i2_tau2 = 0.631110973243, tau2 = 0.0319506863324, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without rambaud-2015", without = "rambaud-2015", expected = list(random = c(theta = 1.01999604276, se = 0.0976875156998, statistic = 10.441416546, p = 1.60399116218e-25, lower = 0.828532030251, upper = 1.21146005527, estimate = 0.747637352668, ci_lower = 0.547237487892, ci_upper = 0.910365865555, theta_prediction_lower = 0.478622731783, theta_prediction_upper = 1.56136935374, prediction_lower = 0.184990024385, prediction_upper = 1), heterogeneity = c(q = 13.2953546662, q_p = 0.0207627201323, i2 = 0.623928798778, i2_tau2 = 0.623928798778, tau2 = 0.0348109473348, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without sole-2018", without = "sole-2018", expected = list(random = c(theta = 1.04125434192, se = 0.0882458730832, statistic = 11.7994678452, p = 3.92787514435e-32, lower = 0.868295608894, upper = 1.21421307495, estimate = 0.767679047729, ci_lower = 0.59032395404, ci_upper = 0.911687421384, theta_prediction_lower = 0.575137237328, theta_prediction_upper = 1.50737144651, prediction_lower = 0.276730949116, prediction_upper = 1), heterogeneity = c(q = 11.1469575398, q_p = 0.0485428577135, i2 = 0.55144711172, i2_tau2 = 0.55144711172, tau2 = 0.0250923178119, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without schlapbach-2019", without = "schlapbach-2019", expected = list(random = c(theta = 1.03646813838, se = 0.0940587070649, statistic = 11.0193747153, p = 3.08192453194e-28, lower = 0.852116460105, upper = 1.22081981666, estimate = 0.764386153639, ci_lower = 0.573176104944, ci_upper = 0.918016484947, theta_prediction_lower = 0.533486579913, theta_prediction_upper = 1.53944969686, prediction_lower = 0.234806677274, prediction_upper = 1), heterogeneity = c(q = 11.4563836671, q_p = 0.0430455950154, i2 = 0.563562102555, i2_tau2 = 0.563562102555, tau2 = 0.0294390707565, tau2_lower = NA, tau2_upper = NA)))
)
)

# Survival of older children
analyses[["children"]] <- list(
  model = list(measure = "proportion", transform = "freeman-tukey", method = "inverse-variance", tau2 = "dl", ci = "wald", prediction = "k-1", headline = "random", back = "harmonic", to = "only-zero", level = 0.95, add = 0.5),
  data = data.frame(
    id = c("luyt-2004", "maclaren-2007", "peng-2012", "rambaud-2015", "sole-2018", "schlapbach-2019"),
    events = c(6, 17, 7, 4, 3, 32),
    total = c(11, 39, 12, 8, 9, 59),
    stringsAsFactors = FALSE
  ),
  expected = list(
    yi = c(0.827260183202, 0.722714239913, 0.862864993126, 0.785398163397, 0.632179471683, 0.82711905579),
    vi = c(0.0217391304348, 0.00632911392405, 0.02, 0.0294117647059, 0.0263157894737, 0.00420168067227),
    random = c(theta = 0.785402058063, se = 0.0421075960533, statistic = 18.6522654266, p = 1.21038254494e-77, lower = 0.702872686323, upper = 0.867931429803, estimate = 0.500004178345, ci_lower = 0.411871026408, ci_upper = 0.588137214973, theta_prediction_lower = 0.677161036506, theta_prediction_upper = 0.89364307962, prediction_lower = 0.384797703202, prediction_upper = 0.615210455409),
    common = c(theta = 0.785402058063, se = 0.0421075960533, statistic = 18.6522654266, p = 1.21038254494e-77, lower = 0.702872686323, upper = 0.867931429803, estimate = 0.500004178345, ci_lower = 0.411871026408, ci_upper = 0.588137214973, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA),
    heterogeneity = c(q = 2.30784991659, q_p = 0.805113243688, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = 0, tau2_upper = 0.0237620839582)
  ),
  parts = list(
    list(name = "without maclaren-2007 (overlap)", studies = c("luyt-2004", "peng-2012", "rambaud-2015", "sole-2018", "schlapbach-2019"), expected = list(random = c(theta = 0.809797809954, se = 0.0496291666985, statistic = 16.3169737439, p = 7.4750508356e-60, lower = 0.712526430642, upper = 0.907069189266, estimate = 0.526391965399, ci_lower = 0.421430290504, ci_upper = 0.630338537536, theta_prediction_lower = 0.672005152998, theta_prediction_upper = 0.947590466909, prediction_lower = 0.378367734674, prediction_upper = 0.672384212267), common = c(theta = 0.809797809954, se = 0.0496291666985, statistic = 16.3169737439, p = 7.4750508356e-60, lower = 0.712526430642, upper = 0.907069189266, estimate = 0.526391965399, ci_lower = 0.421430290504, ci_upper = 0.630338537536, theta_prediction_lower = NA, theta_prediction_upper = NA, prediction_lower = NA, prediction_upper = NA), heterogeneity = c(q = 1.44531543419, q_p = 0.836281973007, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = 0, tau2_upper = 0.0443335741515))),
    list(name = "without luyt-2004", without = "luyt-2004", expected = list(random = c(theta = 0.781684927259, se = 0.0439374775164, statistic = 17.7908467087, p = 8.32129596704e-71, lower = 0.695569053755, upper = 0.867800800763, estimate = 0.496027023842, ci_lower = 0.404409899712, ci_upper = 0.587763370796, theta_prediction_lower = 0.659694932874, theta_prediction_upper = 0.903674921644, prediction_lower = 0.366935059903, prediction_upper = 0.625357732098), heterogeneity = c(q = 2.22009595733, q_p = 0.695351856813, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without maclaren-2007", without = "maclaren-2007", expected = list(random = c(theta = 0.809797809954, se = 0.0496291666985, statistic = 16.3169737439, p = 7.4750508356e-60, lower = 0.712526430642, upper = 0.907069189266, estimate = 0.526391965399, ci_lower = 0.421430290504, ci_upper = 0.630338537536, theta_prediction_lower = 0.672005152998, theta_prediction_upper = 0.947590466909, prediction_lower = 0.378367734674, prediction_upper = 0.672384212267), heterogeneity = c(q = 1.44531543419, q_p = 0.836281973007, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without peng-2012", without = "peng-2012", expected = list(random = c(theta = 0.777866753096, se = 0.0441081091391, statistic = 17.6354590636, p = 1.31622841539e-69, lower = 0.691416447757, upper = 0.864317058434, estimate = 0.491931345607, ci_lower = 0.399910822473, ci_upper = 0.584196012434, theta_prediction_lower = 0.655403009377, theta_prediction_upper = 0.900330496814, prediction_lower = 0.36231339079, prediction_upper = 0.622038199377), heterogeneity = c(q = 1.97863925919, q_p = 0.73968789594, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without rambaud-2015", without = "rambaud-2015", expected = list(random = c(theta = 0.785402307909, se = 0.0434372242763, statistic = 18.0813189838, p = 4.4725439282e-73, lower = 0.700266912739, upper = 0.870537703079, estimate = 0.500004407971, ci_lower = 0.409898996063, ci_upper = 0.590109690898, theta_prediction_lower = 0.664801239184, theta_prediction_upper = 0.906003376635, prediction_lower = 0.372991545991, prediction_upper = 0.627017011669), heterogeneity = c(q = 2.30784991604, q_p = 0.679340218781, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without sole-2018", without = "sole-2018", expected = list(random = c(theta = 0.796471370387, se = 0.0436020720197, statistic = 18.26682388, p = 1.52046605468e-74, lower = 0.711012879577, upper = 0.881929861197, estimate = 0.511805019816, ci_lower = 0.420988008528, ci_upper = 0.602273649854, theta_prediction_lower = 0.675412610951, theta_prediction_upper = 0.917530129822, prediction_lower = 0.383691303942, prediction_upper = 0.639221105775), heterogeneity = c(q = 1.35126719025, q_p = 0.85261921699, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA))),
    list(name = "without schlapbach-2019", without = "schlapbach-2019", expected = list(random = c(theta = 0.754946090397, se = 0.0553848775622, statistic = 13.6309065511, p = 2.62301540884e-42, lower = 0.646393725087, upper = 0.863498455707, estimate = 0.467019993958, ci_lower = 0.351333575761, ci_upper = 0.584286483967, theta_prediction_lower = 0.601173018187, theta_prediction_upper = 0.908719162606, prediction_lower = 0.304936645763, prediction_upper = 0.632264522443), heterogeneity = c(q = 1.59127013146, q_p = 0.810360304947, i2 = 0, i2_tau2 = 0, tau2 = 0, tau2_lower = NA, tau2_upper = NA)))
)
)

for (id in names(analyses)) recompute(id, analyses[[id]])

cat(sprintf("\n%d numbers recomputed with metafor %s under R %s, %d results differ%s%s\n", compared, packageVersion("metafor"),
  getRversion(), length(different), if (length(skipped)) sprintf(", %d not recomputed", length(skipped)) else "",
  if (length(failed)) sprintf(", %d that metafor does not fit: %s", length(failed), paste(failed, collapse = "; ")) else ""))
if (length(different)) stop("these results differ from metafor's: ", paste(different, collapse = "; "), call. = FALSE)
