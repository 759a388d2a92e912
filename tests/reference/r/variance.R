# Standard errors of R survey for designs of several stages, lonely PSUs, calibration and replicates.
# Run: Rscript tests/reference/r/variance.R
# The data are invented and made by a generator that tests/statistics/variance/invented.py repeats exactly:
# s <- (s * 16807) mod 2147483647, u = s / 2147483647.
suppressMessages(library(survey))
state <- 20250101
draw <- function() { state <<- (state * 16807) %% 2147483647; state / 2147483647 }

rows <- list()
for (h in 1:3) for (p in 1:4) for (k in 1:3) for (i in 1:2) {
  x <- 10 + 100 * draw()^2 + 5 * h + 3 * p
  w <- 5 + 10 * draw()
  g <- if (draw() < 0.4) "a" else if (draw() < 0.5) "b" else "c"
  rows[[length(rows) + 1]] <- data.frame(h = h, p = 10 * h + p, k = 1000 * h + 10 * p + k, x = x, w = w, g = g,
                                         n1 = c(12, 20, 9)[h], n2 = 5 + p, u = ifelse(draw() < 0.5, 1, 0))
}
d <- do.call(rbind, rows)
show <- function(name, value, se) cat(sprintf("%s %.15g %.15g\n", name, value, se))
both <- function(name, design) {
  m <- svymean(~x, design); show(paste0(name, " mean"), coef(m), SE(m))
  t <- svytotal(~x, design); show(paste0(name, " total"), coef(t), SE(t))
}
both("one_stage", svydesign(ids = ~p, strata = ~h, weights = ~w, data = d))
both("one_stage_fpc", svydesign(ids = ~p, strata = ~h, weights = ~w, fpc = ~n1, data = d))
both("two_stage_fpc", svydesign(ids = ~p + k, strata = ~h, weights = ~w, fpc = ~n1 + n2, data = d))
d$f1 <- c(4 / 12, 4 / 20, 4 / 9)[d$h]; d$f2 <- 3 / d$n2
both("two_stage_fractions", svydesign(ids = ~p + k, strata = ~h, weights = ~w, fpc = ~f1 + f2, data = d))
two <- svydesign(ids = ~p + k, strata = ~h, weights = ~w, fpc = ~n1 + n2, data = d)
both("domain_two_stage_fpc", subset(two, g == "a"))
one <- svydesign(ids = ~p, strata = ~h, weights = ~w, data = d)
both("domain", subset(one, g == "a"))
e <- svymean(~x, one, deff = "replace"); show("deff mean", deff(e), 0)

# Lonely PSUs: of stratum 3 only PSU 31 is left.
l <- d[d$h < 3 | d$p == 31, ]
for (rule in c("certainty", "adjust", "average")) {
  options(survey.lonely.psu = rule)
  both(paste0("lonely_", rule), svydesign(ids = ~p, strata = ~h, weights = ~w, data = l))
}
options(survey.lonely.psu = "fail")

# Calibration: totals are set by hand.
totals <- c("(Intercept)" = 760, gb = 210, gc = 250)
lin <- calibrate(one, ~g, totals)
both("linear", lin)
both("linear_domain", subset(lin, u == 1))
show("linear weights", sum(weights(lin)^2), weights(lin)[1])
num <- calibrate(one, ~g + u, c(totals, u = 390))
both("linear_two", num)
rk <- rake(one, list(~g, ~u), list(data.frame(g = c("a", "b", "c"), Freq = c(300, 210, 250)), data.frame(u = c(0, 1), Freq = c(370, 390))), control = list(epsilon = 1e-12, maxit = 200))
show("rake weights", sum(weights(rk)^2), weights(rk)[1])
rc <- calibrate(one, ~g + u, c(totals, u = 390), calfun = "raking", epsilon = 1e-13, maxit = 200)
both("raking", rc)
show("raking weights", sum(weights(rc)^2), weights(rc)[1])

# Replicates.
jkn <- as.svrepdesign(one, type = "JKn", mse = TRUE); both("jkn", jkn)
jkn_mean <- as.svrepdesign(one, type = "JKn", mse = FALSE); both("jkn_centred", jkn_mean)
jk1 <- as.svrepdesign(svydesign(ids = ~p, weights = ~w, data = d), type = "JK1", mse = TRUE); both("jk1", jk1)
jkc <- calibrate(jkn, ~g, totals); both("jkn_calibrated", jkc)
q <- d[d$p %% 10 <= 2, ]
pair <- svydesign(ids = ~p, strata = ~h, weights = ~w, data = q)
# Halves by the Hadamard matrix of order four that zengshou builds: R would choose signs of its own.
signs <- matrix(c(1, 1, 1, 1, 1, -1, -1, 1, 1, 1, -1, -1, 1, -1, 1, -1), 4, byrow = TRUE)
turned <- sapply(1:4, function(r) ifelse(q$p %% 10 == 1, 1, -1) * signs[r, 1 + q$h])
brr <- svrepdesign(data = q, weights = ~w, repweights = 1 + turned, combined.weights = FALSE, type = "BRR", mse = TRUE)
both("brr", brr)
fay <- svrepdesign(data = q, weights = ~w, repweights = 1 + 0.7 * turned, combined.weights = FALSE, type = "Fay",
                   rho = 0.3, mse = TRUE)
both("fay", fay)
ratio <- svyratio(~x, ~u, jkn); show("jkn ratio", coef(ratio), SE(ratio)[1])
