/* lexicon_report.h - the table of `broadway lexicon report`: hits and precision of each pattern. */
#ifndef BW_CLI_LEXICON_REPORT_H
#define BW_CLI_LEXICON_REPORT_H

#include "cli/cli.h"

/* `s` is the first member of the command's settings; its files are news in any form; `annotated` (changed) lists files of training/events, with commas between. Either may
 * be missing. Returns the exit status. */
int bw_lexicon_report_run(const bw_command *self, const bw_settings *s, char *annotated);

#endif
