# What bench/statistics.py times, in R's survey and laeken. Rscript bench/statistics.R FILE.csv prints JSON.
suppressMessages(library(survey))
path <- commandArgs(trailingOnly = TRUE)[1]
data <- read.csv(path)
seconds <- function(work) { gc(); sum(system.time(work())[c("user.self", "sys.self")]) }
found <- list()
found[["design object"]] <- seconds(function() {
  design <<- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = data)
})
found[["mean with error"]] <- seconds(function() svymean(~income, design))
found[["three quantiles with error"]] <- seconds(function() svyquantile(~income, design, c(.1, .5, .9)))
found[["mean with error, 10 counties"]] <- seconds(function() svyby(~income, ~county, design, svymean))
if (requireNamespace("laeken", quietly = TRUE)) {
  found[["Gini, point estimate alone (laeken)"]] <- seconds(function() laeken::gini(data$income, weights = data$weight))
}
cat("{", paste(sprintf('"%s": %.3f', names(found), unlist(found)), collapse = ", "), "}\n")
