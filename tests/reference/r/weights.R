# Calibrated weights of R survey on an invented file, for tests/statistics/weights/test_against_r.py.
# Run: Rscript tests/reference/r/weights.R   (R 4.2, survey 4.1)
# The file comes from a linear congruential generator whose products stay below 2^53, so that R and Python draw alike.
suppressMessages(library(survey))

state <- 2026
uniform <- function() { state <<- (16807 * state) %% 2147483647; state / 2147483647 }

rows <- list()
for (h in 1:90) {
  size <- 1 + floor(4 * uniform()); d <- 50 + round(100 * uniform()); region <- 1 + floor(2 * uniform())
  for (i in 1:size) {
    sex <- 1 + floor(2 * uniform()); age <- 1 + floor(3 * uniform()); income <- 1000 + round(9000 * uniform())
    rows[[length(rows) + 1]] <- c(h, d, region, sex, age, income)
  }
}
people <- as.data.frame(do.call(rbind, rows)); names(people) <- c("h", "d", "region", "sex", "age", "income")
for (name in c("region", "sex", "age")) people[[name]] <- factor(people[[name]])
cat("rows", nrow(people), "sum d", sum(people$d), "income", sum(people$d * people$income), "\n")

by_row <- svydesign(ids = ~1, weights = ~d, data = people)
by_household <- svydesign(ids = ~h, weights = ~d, data = people)
N <- 22000
totals <- c(`(Intercept)` = N, sex2 = 11500, age2 = 7000, age3 = 7600, income = 128e6)
model <- ~ sex + age + income

show <- function(name, design) {
  w <- weights(design); g <- w / people$d
  cat(name, sprintf("%.12g", c(w[c(1, 2, 50, 150)], min(g), max(g), sum(w^2))), "\n")
}
show("linear", calibrate(by_row, model, totals, epsilon = 1e-12, maxit = 200))
show("raking", calibrate(by_row, model, totals, calfun = "raking", epsilon = 1e-12, maxit = 200))
show("logit", calibrate(by_row, model, totals, calfun = "logit", bounds = c(0.6, 1.6), epsilon = 1e-12, maxit = 200))
show("linear_bounded", calibrate(by_row, model, totals, bounds = c(0.75, 1.5), epsilon = 1e-12, maxit = 500))
show("raking_bounded", calibrate(by_row, model, totals, calfun = "raking", bounds = c(0.75, 1.5), epsilon = 1e-12, maxit = 500))
# R gives each member the mean of the household: moving a household costs as much as its members.
show("household_linear", calibrate(by_household, model, totals, aggregate.stage = 1, epsilon = 1e-12, maxit = 200))
show("household_raking", calibrate(by_household, model, totals, calfun = "raking", aggregate.stage = 1, epsilon = 1e-12, maxit = 200))

# Errors that know of the calibration.
c1 <- calibrate(by_row, model, totals); c2 <- calibrate(by_household, model, totals, aggregate.stage = 1)
cat("errors", sprintf("%.12g", c(SE(svymean(~I(income^1.1), c1)), SE(svytotal(~I(region == 2), c1))[2], SE(svymean(~I(income^1.1), c2)))), "\n")

# The household itself as the row: its sums calibrated, every household at the same price.
sums <- aggregate(cbind(n = 1, sex2 = people$sex == 2, age2 = people$age == 2, age3 = people$age == 3, income = people$income),
                  list(h = people$h), sum)
sums$d <- tapply(people$d, people$h, mean)
alone <- svydesign(ids = ~1, weights = ~d, data = sums)
names(totals)[1] <- "n"
for (calfun in c("linear", "raking")) {
  w <- weights(calibrate(alone, ~ 0 + n + sex2 + age2 + age3 + income, totals, calfun = calfun, epsilon = 1e-12, maxit = 200))
  g <- w / sums$d
  cat("sums", calfun, sprintf("%.12g", c(w[c(1, 2, 50, 90)], min(g), max(g), sum(w^2))), "\n")
}

sex <- data.frame(sex = factor(1:2), Freq = c(10500, 11500))
age <- data.frame(age = factor(1:3), Freq = c(7400, 7000, 7600))
show("rake", rake(by_row, list(~sex, ~age), list(sex, age), control = list(maxit = 500, epsilon = 1e-9)))
both <- data.frame(sex = factor(rep(1:2, 3)), age = factor(rep(1:3, each = 2)), Freq = c(3700, 3700, 3300, 3700, 3500, 4100))
show("post_stratified", postStratify(by_row, ~ sex + age, both))

# Non-response in cells: who answered in each sex by age cell carries the cell.
answered <- sapply(seq_len(nrow(people)), function(i) uniform() < 0.7)
cell <- interaction(people$sex, people$age)
factor_of <- tapply(people$d, cell, sum) / tapply(people$d * answered, cell, sum)
adjusted <- people$d * answered * factor_of[cell]
cat("response", sprintf("%.12g", c(sum(answered), sum(adjusted^2), max(factor_of))), "\n")
