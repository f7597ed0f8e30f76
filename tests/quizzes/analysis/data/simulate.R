# Makes the simulated data sets: complete.csv, drawn.csv and partial.csv. The same seed gives the same files.
#
#     Rscript tests/quizzes/analysis/data/simulate.R

here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
save <- function(name, x) write.csv(x, file.path(here, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
set.seed(20261121)

# 400 learners, 12 items of four options (0 is the key, -1 blank), two professions, seconds. Item 4 is easier for
# profession 0 than ability explains; in item 7 the better ones take option 2.
n <- 400
ability <- rnorm(n)
profession <- rbinom(n, 1, 0.4)
hard <- seq(-2, 1, length.out = 12)
chosen <- sapply(1:12, function(i) {
  logit <- 1.2 * (ability - hard[i]) + if (i == 4) 1.6 * (profession == 0) else 0
  if (i == 7) logit <- -0.8 * ability
  right <- runif(n) < plogis(logit)
  wrong <- sample(1:3, n, replace = TRUE, prob = c(0.7, 0.2, 0.1))
  if (i == 7) wrong <- rep(2, n)
  answer <- ifelse(right, 0, wrong)
  ifelse(runif(n) < 0.01, -1, answer)
})
seconds <- round(matrix(rlnorm(n * 12, 3.5, 0.6), n), 1)
save("complete", data.frame(profession, setNames(data.frame(chosen), paste0("item", 1:12)),
                            setNames(data.frame(seconds), paste0("seconds", 1:12))))

# 600 learners, 20 items of which each paper has 10
n <- 600
ability <- rnorm(n)
marks <- sapply(seq(-2, 1.5, length.out = 20), function(b) rbinom(n, 1, plogis(1.3 * (ability - b))))
for (row in 1:n) marks[row, sample(20, 10)] <- NA
save("drawn", data.frame(marks))

# 300 learners, 8 items of three to eight parts with a share for each (840ths), and every tenth mark missing
n <- 300
ability <- rnorm(n)
parts <- c(1, 1, 3, 4, 5, 6, 7, 8)
marks <- sapply(1:8, function(i) rbinom(n, parts[i], plogis(ability + 0.5 - 0.1 * i)) * (840 / parts[i]))
marks[sample(n * 8, n * 8 / 10)] <- NA
save("partial", data.frame(marks))
