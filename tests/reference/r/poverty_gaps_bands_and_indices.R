# The figures typed into tests/statistics/measures/test_other_software.py.
# R 4.2.2, survey 4.1, laeken 0.5. The data are made by whole-number arithmetic, so that both languages have the same.
library(survey)
library(laeken)

i <- 1:400
income <- 2000 + ((i * 7919) %% 1009) * 40 + ((i * 104729) %% 97)^2
tax <- pmax(income - 20000, 0) * (0.1 + ((i * 31) %% 7) / 50)
later <- 0.6 * income + ((i * 6151) %% 811) * 25
weight <- 48 + 6 * ((i * 37) %% 11)
stratum <- (i - 1) %/% 100
psu <- (i - 1) %/% 10
d <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = data.frame(income, tax, later, weight, stratum, psu))
line <- 18000

show <- function(name, x) cat(sprintf("%-28s %.15g %.15g\n", name, as.numeric(coef(x)), as.numeric(SE(x))))
show("poverty_gap_mean", svymean(~I(pmax(line - income, 0)), d))
show("poverty_gap_total", svytotal(~I(pmax(line - income, 0)), d))
show("poverty_gap_of_poor", svyratio(~I(pmax(line - income, 0)), ~I(as.numeric(income <= line)), d))
show("income_gap_ratio", svyratio(~I(pmax(line - income, 0) / line), ~I(as.numeric(income <= line)), d))
show("band 15000 to 30000", svymean(~I(as.numeric(income >= 15000 & income <= 30000)), d))
show("average_tax_rate", svyratio(~tax, ~income, d))
show("transition(1,2)", svyratio(~I(as.numeric(income <= line & later > line)), ~I(as.numeric(income <= line)), d))
show("fields_ok_amount", svymean(~I(abs(later - income)), d))

# Indices that no installed package has, from their definitions: each row repeated as often as its weight says.
x <- sort(rep(income, weight))
n <- length(x)
gap <- pmax(line - x, 0) / line
gini <- function(y) sum((2 * seq_along(y) - length(y) - 1) * sort(y)) / (length(y) * sum(y))
poor <- x[x <= line]
H <- length(poor) / n
I <- mean((line - poor) / line)
cat(sprintf("gini %.15g (laeken %.15g)\n", gini(x), gini(x)))
cat(sprintf("laeken gini %.15g\n", laeken::gini(income, weight)$value / 100))
cat(sprintf("sen %.15g\n", H * (I + (1 - I) * gini(poor))))
cat(sprintf("sst %.15g\n", mean(gap) * (1 + gini(gap))))
half <- x[1:(n / 2)]
median <- x[n / 2]
cat(sprintf("n %d wolfson %.15g\n", n, 2 * (mean(x) / median) * (1 - gini(x) - 2 * sum(half) / sum(x))))
third <- split(x, ((0:(n - 1)) * 3) %/% n)
p <- sapply(third, length) / n
m <- sapply(third, mean) / mean(x)
er <- function(a) sum(outer(p^(1 + a), p) * abs(outer(m, m, "-")))
cat(sprintf("sizes %s egr(1.3,3) %.15g\n", paste(sapply(third, length), collapse = " "), er(1.3) - (gini(x) - er(0) / 2)))
o <- order(income)
long_income <- rep(income[o], weight[o])
alike <- ave(weight * tax, income, FUN = sum) / ave(weight, income, FUN = sum)  # people of one income in one place
long_tax <- rep(alike[o], weight[o])
share_income <- c(0, cumsum(long_income) / sum(long_income))
share_tax <- c(0, cumsum(long_tax) / sum(long_tax))
area <- sum(diff(share_income) * (head(share_tax, -1) + tail(share_tax, -1)) / 2)
cat(sprintf("suits %.15g\n", 1 - 2 * area))
cat(sprintf("spearman %.15g\n", cor(rank(rep(income, weight)), rank(rep(later, weight)))))
spread <- min(sqrt(mean((x - mean(x))^2)), (x[n * 3 / 4] - x[n / 4]) / 1.349)
bw <- 4.7 * spread * 0.5^0.1 * sqrt(sum(weight^2)) / sum(weight)
density_at <- sapply(income, function(u) sum(weight * dnorm(u, income, bw)) / sum(weight))
apart <- sapply(income, function(u) sum(weight * abs(u - income)) / sum(weight))
cat(sprintf("der(0.5) %.15g\n", sum(weight * sqrt(density_at) * apart) / sum(weight) / mean(x)^0.5))
