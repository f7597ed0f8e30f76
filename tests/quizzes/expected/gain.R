# Expected values of tests/quizzes/test_gain.py from base R. Run: Rscript gain.R > gain.json
number <- function(x) paste(sprintf("%.17g", x), collapse = ", ")
row <- function(name, d) {
  test <- t.test(d, conf.level = 0.95)
  sprintf('  {"name": "%s", "differences": [%s], "mean": %s, "interval": [%s]}',
          name, number(d), number(unname(test$estimate)), number(test$conf.int))
}
quantiles <- expand.grid(p = c(0.6, 0.9, 0.95, 0.975, 0.995, 0.9995), df = c(1, 2, 3, 4, 9, 29, 120, 1000, 100000))
set.seed(5)
sets <- list(
  # Cushny and Peebles' ten patients, which "Student" (1908) analysed: the data set "sleep" of R
  row("sleep", sleep$extra[sleep$group == 2] - sleep$extra[sleep$group == 1]),
  row("five shares", c(1/3, 0, 2/3, -1/4, 1/2)),
  row("simulated 40", round(rnorm(40, 0.2, 0.3), 4)),
  row("simulated 300", round(rbinom(300, 4, 0.7) / 4 - rbinom(300, 4, 0.4) / 4, 4))
)
lines <- sprintf('  [%s, %s, %s]', sprintf("%.17g", quantiles$p), sprintf("%.17g", quantiles$df),
                 sprintf("%.17g", qt(quantiles$p, quantiles$df)))
cat('{"quantiles": [\n', paste(lines, collapse = ",\n"), '\n],\n"intervals": [\n', paste(unlist(sets), collapse = ",\n"),
    "\n]}\n", sep = "")
