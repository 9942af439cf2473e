/* coverage.h - how far the tables of office holders agree with a list of others: what they lack, what may be wrong.
 *
 *   takes:   a CSV file with columns iso3, role, name, start, end (a day, month or year; empty: open) and others
 *   gives:   a report: for each role the share of country-months in which the list has a holder and the tables have
 *            one, the share of these in which the names agree, and of terms that begin within a week of each other;
 *            then each stretch without a holder, and each disagreement
 *   fails:   BW_ERR_SYNTAX for a file without these columns
 */
#ifndef BW_LINK_COVERAGE_H
#define BW_LINK_COVERAGE_H

#include "link/kb.h"

/* Of the months from `first` to `last`. */
BW_MUST_USE bw_status bw_coverage_report(const kb *k, bw_str csv, int first_year, int last_year, bw_buf *out,
                                         bw_err *err);

#endif
