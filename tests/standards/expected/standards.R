# Expected values of tests/standards/test_domain.py from base R. Run: Rscript standards.R > standards.json
number <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
set.seed(5)
angoff <- function(judges, items) {
  ratings <- matrix(sample(0:20 * 5, judges * items, replace = TRUE), judges)
  sums <- rowSums(ratings) / 100
  rows <- paste(apply(ratings, 1, number), collapse = ", ")
  sprintf('  {"ratings": [%s], "cut": %.17g, "sd": %.17g, "error": %.17g, "spread": %s}', rows, mean(sums), sd(sums),
          sd(sums) / sqrt(judges), number(apply(ratings, 2, sd)))
}
# Where two polylines meet, by solving for each pair of segments: the curve of failures with its upright parts, and the
# diagonal. Only the first meeting is taken. NA: they do not meet.
meeting <- function(scores, low, high, few, many) {
  marks <- sort(unique(scores))
  x <- c(-1, rep(marks, each = 2), 101)
  y <- 100 * c(0, 0, rep(head(cumsum(table(factor(scores, marks))), -1), each = 2), rep(length(scores), 2)) / length(scores)
  for (i in seq_len(length(x) - 1)) {
    a <- cbind(c(x[i + 1] - x[i], y[i + 1] - y[i]), -c(high - low, few - many))
    if (abs(det(a)) < 1e-12) next
    s <- solve(a, c(low - x[i], many - y[i]))
    if (all(s >= -1e-12 & s <= 1 + 1e-12)) return(c(low + s[2] * (high - low), many + s[2] * (few - many)))
  }
  c(NA, NA)
}
hofstee <- function(i) {
  items <- sample(5:40, 1)
  right <- rbinom(sample(5:60, 1), items, runif(1, 0.4, 0.9))
  b <- c(sort(sample(30:90, 2)), sort(sample(0:60, 2)))
  found <- meeting(100 * right / items, b[1], b[2], b[3], b[4])
  sprintf('  {"items": %d, "right": %s, "bounds": %s, "crossing": %s}', items, number(right), number(b),
          if (is.na(found[1])) "null" else number(found))
}
cat('{"angoff": [\n', paste(mapply(angoff, c(2, 3, 7, 12), c(1, 5, 20, 40)), collapse = ",\n"), '\n],\n"hofstee": [\n',
    paste(sapply(1:60, hofstee), collapse = ",\n"), "\n]}\n", sep = "")
