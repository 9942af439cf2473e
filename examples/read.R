# Reads events in CSV, as `broadway code --to csv --dyads` writes them, and counts who did what to whom. Base R only.
#
#     broadway code --to csv --dyads story.txt > dyads.csv
#     Rscript read.R dyads.csv

file <- commandArgs(trailingOnly = TRUE)[1]
# CAMEO codes begin with 0 and Namibia's old code is NA: all is read as text, and only empty cells are missing.
events <- read.csv(file, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
events$weight <- as.numeric(events$weight)
events$date <- as.Date(events$date)

code <- function(x) ifelse(is.na(x), "---", x)
table <- aggregate(list(n = events$weight),
                   by = list(recipient = code(events$recipient_country), type = events$type,
                             actor = code(events$actor_country)),
                   FUN = length)
for (i in seq_len(nrow(table)))
  cat(sprintf("%4d  %s  %-10s  %s\n", table$n[i], table$actor[i], table$type[i], table$recipient[i]))
