# Curves through the five-group means of 2015 (5221 11894 19320 29438 54544, mean 21966), by base R alone.
# for tests/statistics/grouped/test_against_r.py. Run: Rscript tests/reference/r/grouped_lorenz.R   (R 4.2)

m <- c(5221, 11894, 19320, 29438, 54544)
mean_all <- 21966
line <- 8000

weight <- function(lambda) { w <- exp(-lambda * 0:4); w / sum(w) }
lambda <- uniroot(function(x) sum(weight(x) * m) - mean_all, c(-1, 1), tol = 1e-14)$root
share <- weight(lambda)
p <- cumsum(share)[1:4]
l <- cumsum(share * m)[1:4] / mean_all

gini <- function(L) 1 - 2 * integrate(L, 0, 1, rel.tol = 1e-11, subdivisions = 2000L)$value
poverty <- function(L, slope) {
  h <- uniroot(function(x) slope(x) - line / mean_all, c(1e-6, 1 - 1e-6), tol = 1e-13)$root
  c(headcount = h, gap = h - mean_all / line * L(h))
}

# general quadratic: ordinary least squares without constant
fit <- lm(I(l * (1 - l)) ~ 0 + I(p^2 - l) + I(l * (p - 1)) + I(p - l))
k <- unname(coef(fit)); a <- k[1]; b <- k[2]; c <- k[3]
e <- -(a + b + c + 1); mm <- b^2 - 4 * a; n <- 2 * b * e - 4 * c
gq <- function(x) -(b * x + e + sqrt(mm * x^2 + n * x + e^2)) / 2
gq_slope <- function(x) -b / 2 - (2 * mm * x + n) / (4 * sqrt(mm * x^2 + n * x + e^2))

# Beta: ordinary least squares of logarithms
k <- unname(coef(lm(log(p - l) ~ log(p) + log(1 - p))))
be <- function(x) x - exp(k[1]) * x^k[2] * (1 - x)^k[3]

# lognormal: least squares of L(p)
sigma <- optimize(function(s) sum((pnorm(qnorm(p) - s) - l)^2), c(0.1, 3), tol = 1e-12)$minimum
ln <- function(x) pnorm(qnorm(x) - sigma)
ln_slope <- function(x) exp(sigma * qnorm(x) - sigma^2 / 2)

# GB2 with shapes a = 2.5, p = 1.2, q = 1.1: Lorenz curve and Gini from the density, mean 1
shape <- c(2.5, 1.2, 1.1)
raw <- function(x) {
  shape[1] * x^(shape[1] * shape[2] - 1) / (beta(shape[2], shape[3]) * (1 + x^shape[1])^(shape[2] + shape[3]))
}
gb2_mean <- integrate(function(x) x * raw(x), 0, Inf, rel.tol = 1e-11, subdivisions = 5000L)$value
cdf <- function(x) sapply(x, function(t) integrate(raw, 0, t, rel.tol = 1e-11)$value)
gb2_gini <- integrate(function(x) cdf(x) * (1 - cdf(x)), 0, Inf, rel.tol = 1e-7, subdivisions = 2000L)$value / gb2_mean
median_gb2 <- uniroot(function(t) cdf(t) - 0.5, c(0.01, 10), tol = 1e-12)$root
gb2_half <- integrate(function(x) x * raw(x), 0, median_gb2, rel.tol = 1e-11)$value / gb2_mean

show <- function(name, value) cat(name, format(value, digits = 12), "\n")
show("lambda", lambda)
show("gq", c(gini(gq), poverty(gq, gq_slope)))
show("beta", gini(be))
show("lognormal", c(sigma, gini(ln), poverty(ln, ln_slope)))
show("gb2", c(gb2_gini, median_gb2 / gb2_mean, gb2_half))
