# What R says of the data sets beside it, for tests/quizzes/analysis/test_against_r.py.
#
#     Rscript tests/quizzes/analysis/expected/make.R      (Debian: r-base-core r-cran-psych; made with R 4.2.2, psych 2.2.9)
#
# simulate.R makes those of ../data that are simulated. The others are published figures:
#   lsat6.csv      Law School Admission Test, section 6: answers of 1000 examinees to five items, as frequencies of the 32
#                  patterns. R. D. Bock, M. Lieberman, Psychometrika 1970;35:179-197.
#   admissions.csv Applicants to six departments of Berkeley by sex, admitted or not. P. J. Bickel, E. A. Hammel, J. W.
#                  O'Connell, Science 1975;187:398-404; the six largest, as in D. Freedman et al., Statistics, 1978.
#   shares.csv     The worked examples of R. G. Newcombe, Stat Med 1998;17:857-872 (single proportions).

suppressPackageStartupMessages(library(psych))
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
read <- function(name) read.csv(file.path(here, "..", "data", paste0(name, ".csv")))

json <- function(value) {
  if (is.list(value)) {
    if (is.null(names(value))) return(paste0("[", paste(sapply(value, json), collapse = ",\n"), "]"))
    return(paste0("{", paste0('"', names(value), '": ', sapply(value, json), collapse = ",\n"), "}"))
  }
  one <- function(x) if (is.na(x)) "null" else if (is.character(x)) paste0('"', x, '"') else sprintf("%.17g", x)
  if (length(value) == 1 && is.null(attr(value, "many"))) return(one(value))
  paste0("[", paste(sapply(value, one), collapse = ", "), "]")
}
many <- function(x) structure(unname(x), many = TRUE)
write <- function(name, value) cat(json(value), "\n", sep = "", file = file.path(here, paste0(name, ".json")))

whole <- function(x) {
  found <- suppressWarnings(alpha(as.data.frame(x), warnings = FALSE))
  length <- mean(rowSums(!is.na(x))) / ncol(x)
  raw <- found$total$raw_alpha
  paper <- length * raw / (1 + (length - 1) * raw)
  wilson <- sapply(seq_len(ncol(x)), function(i) {
    n <- sum(!is.na(x[, i]))
    prop.test(sum(x[, i], na.rm = TRUE), n, correct = FALSE)$conf.int
  })
  list(
    alpha = raw, mean = found$total$mean, sd = found$total$sd, paper_alpha = paper,
    sem = found$total$sd * sqrt(1 - paper), n = many(found$item.stats$n), difficulty = many(found$item.stats$mean),
    alpha_drop = many(found$alpha.drop$raw_alpha), r_drop = many(found$item.stats$r.drop),
    raw_r = many(found$item.stats$raw.r), wilson_low = many(wilson[1, ]), wilson_high = many(wilson[2, ])
  )
}

# The highest and lowest 27 %, those of equal score at the edge in equal part.
upper_lower <- function(score, mark) {
  size <- floor(0.27 * length(score) + 0.5)
  mean_of_lowest <- function(score) {
    score <- round(score, 12)
    edge <- sort(score)[size]
    inside <- mark[score < edge]
    (sum(inside) + (size - length(inside)) * mean(mark[score == edge])) / size
  }
  mean_of_lowest(-score) - mean_of_lowest(score)
}
discrimination <- function(x) {
  sapply(seq_len(ncol(x)), function(i) {
    rest <- rowMeans(x[, -i], na.rm = TRUE)
    seen <- !is.na(x[, i]) & !is.na(rest)
    upper_lower(rest[seen], x[seen, i])
  })
}

haenszel <- function(tables) {
  found <- mantelhaen.test(tables[, , apply(tables, 3, sum) > 1])  # it refuses strata of one learner
  list(odds_ratio = found$estimate[[1]], low = found$conf.int[1], high = found$conf.int[2],
       chi_square = found$statistic[[1]], p = found$p.value)
}

# LSAT 6
patterns <- read("lsat6")
x <- patterns[rep(seq_len(nrow(patterns)), patterns$count), 1:5]
write("lsat6", c(whole(x), list(discrimination = many(discrimination(x)))))

# Simulated: all items in every paper, options, times, two professions
sheet <- read("complete")
items <- grep("^item", names(sheet))
right <- as.matrix(sheet[, items]) == 0
storage.mode(right) <- "numeric"
options <- lapply(seq_along(items), function(i) {
  rest <- rowMeans(right[, -i])
  list(
    share = many(sapply(0:3, function(o) mean(sheet[, items[i]] == o))),
    point_biserial = many(sapply(0:3, function(o) suppressWarnings(cor(sheet[, items[i]] == o, rest))))  # NA: nobody took it
  )
})
dif <- lapply(seq_along(items), function(i) {
  haenszel(table(factor(sheet$profession, 0:1), factor(right[, i], 1:0), rowSums(right)))
})
traces <- lapply(seq_along(items), function(i) {
  rest <- round(rowMeans(right[, -i]), 12)
  edges <- quantile(rest, c(0.2, 0.4, 0.6, 0.8), type = 1)
  group <- rowSums(outer(rest, edges, ">"))
  list(n = many(as.vector(table(group))), key = many(as.vector(tapply(right[, i], group, mean))))
})
seconds <- as.matrix(sheet[, grep("^seconds", names(sheet))])
times <- apply(seconds, 2, quantile, c(0.05, 0.25, 0.5, 0.75, 0.95))
write("complete", c(whole(right), list(
  discrimination = many(discrimination(right)), options = options, dif = dif, traces = traces,
  times = lapply(seq_len(ncol(times)), function(i) many(times[, i]))
)))

# Simulated: every paper has 10 of 20 items
x <- read("drawn")
write("drawn", c(whole(x), list(discrimination = many(discrimination(x)))))

# Simulated: items in parts, in 840ths
x <- read("partial") / 840
write("partial", c(whole(x), list(discrimination = many(discrimination(x)))))

# Berkeley
counts <- read("admissions")
cells <- c("men_admitted", "women_admitted", "men_rejected", "women_rejected")
write("admissions", haenszel(array(t(counts[, cells]), c(2, 2, 6))))

# Shares
given <- read("shares")
each <- mapply(function(r, n) suppressWarnings(prop.test(r, n, correct = FALSE))$conf.int, given$count, given$n)
pairs <- combn(nrow(given), 2)
tests <- apply(pairs, 2, function(p) suppressWarnings(prop.test(given$count[p], given$n[p], correct = FALSE)))
p <- sapply(tests, function(t) t$p.value)
write("shares", list(
  low = many(each[1, ]), high = many(each[2, ]), first = many(pairs[1, ] - 1), second = many(pairs[2, ] - 1),
  chi_square = many(sapply(tests, function(t) t$statistic)), p = many(p), holm = many(p.adjust(p, "holm"))
))
