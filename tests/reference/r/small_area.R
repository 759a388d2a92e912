# The Fay-Herriot model by explicit matrix algebra, for tests/statistics/small_area/test_against_r.py.
# Run: Rscript tests/reference/r/small_area.R   (R 4.2, no package)
# Nothing is shared with the Python code: full m x m matrices, the projection P, and `optimize` on the likelihood.
y <- c(34.9, 25.1, 33.2, 26.8, 39.0, 29.4, 27.5, 41.6, 22.1, 36.3, 30.6, 32.2, 24.9, 37.4)
D <- c(4.0, 2.5, 6.3, 3.1, 5.2, 1.9, 2.2, 4.4, 3.8, 2.0, 7.5, 3.3, 2.7, 5.9)
u <- c(0.52, 0.44, 0.61, 0.30, 0.78, 0.41, 0.55, 0.66, 0.35, 0.57, 0.49, 0.69, 0.38, 0.60)
s <- c(3, 5, 2, 6, 1, 4, 3, 2, 5, 3, 4, 1, 5, 4)
X <- cbind(1, u, s); m <- length(y); p <- ncol(X)

pieces <- function(v) {
  V <- diag(v + D); Vi <- solve(V); C <- solve(t(X) %*% Vi %*% X)
  list(V = V, Vi = Vi, C = C, P = Vi - Vi %*% X %*% C %*% t(X) %*% Vi)
}
likelihood <- function(v, reml) {
  k <- pieces(v)
  quad <- drop(t(y) %*% k$P %*% y); ld <- determinant(k$V)$modulus
  if (reml) -0.5 * (ld + determinant(t(X) %*% k$Vi %*% X)$modulus + quad + (m - p) * log(2 * pi))
  else -0.5 * (ld + quad + m * log(2 * pi))
}
report <- function(name, reml) {
  # The zero of the derivative of the likelihood, written with P and full matrices.
  score <- function(v) { k <- pieces(v); drop(t(y) %*% k$P %*% k$P %*% y) - sum(diag(if (reml) k$P else k$Vi)) }
  v <- uniroot(score, c(1e-6, 50), tol = 1e-14)$root
  seen <- optimize(function(v) likelihood(v, reml), c(0, 50), maximum = TRUE, tol = 1e-10)
  k <- pieces(v); beta <- drop(k$C %*% t(X) %*% k$Vi %*% y)
  gamma <- v / (v + D); eblup <- drop(X %*% beta + v * k$Vi %*% (y - X %*% beta))
  g1 <- D - diag(diag(D) %*% k$Vi %*% diag(D))
  L <- diag(1 - gamma) %*% X; g2 <- diag(L %*% k$C %*% t(L))
  avar <- 2 / sum(diag(k$Vi %*% k$Vi)); g3 <- D^2 / (v + D)^3 * avar
  bias <- if (reml) 0 else -sum(diag(k$C %*% t(X) %*% k$Vi %*% k$Vi %*% X)) / sum(diag(k$Vi %*% k$Vi))
  mse <- g1 + g2 + 2 * g3 - bias * (1 - gamma)^2
  show <- function(what, numbers) cat(name, what, sprintf("%.10g", numbers), "\n")
  show("sigma2 (optimize)", c(v, seen$maximum)); show("likelihood", likelihood(v, reml))
  show("beta", beta); show("se", sqrt(diag(k$C))); show("gamma", gamma[c(1, 6, 11)])
  show("eblup", eblup); show("mse", mse)
  x0 <- c(1, 0.5, 3); show("unseen", c(sum(x0 * beta), v + drop(t(x0) %*% k$C %*% x0) - bias))
}
report("reml", TRUE)
report("ml", FALSE)
