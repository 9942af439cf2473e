#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

double bw_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void bw_progress_start(bw_progress *p, bool to_terminal, uint64_t total)
{
    *p = (bw_progress){.on = !to_terminal && isatty(STDERR_FILENO), .started = bw_clock(), .total = total};
}

/* "1,234,567" */
static void grouped(uint64_t n, char out[32])
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, n), k = 0;
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            out[k++] = ',';
        out[k++] = digits[i];
    }
    out[k] = 0;
}

void bw_progress_text(const bw_progress *p, double now, char *out, int room)
{
    char documents[48] = "", speed[32], left[48] = "";
    double spent = now - p->started;
    if (p->documents) {
        grouped(p->documents, documents);
        strcat(documents, " documents  ");
    }
    grouped(spent > 0 ? (uint64_t)((double)p->words / spent) : 0, speed);
    if (p->total && p->bytes && p->bytes <= p->total) {
        uint64_t s = (uint64_t)(spent * (double)(p->total - p->bytes) / (double)p->bytes + 0.5);
        if (s >= 3600)
            snprintf(left, sizeof left, "  %" PRIu64 " h %" PRIu64 " min left", s / 3600, s / 60 % 60);
        else if (s >= 60)
            snprintf(left, sizeof left, "  %" PRIu64 " min %" PRIu64 " s left", s / 60, s % 60);
        else
            snprintf(left, sizeof left, "  %" PRIu64 " s left", s);
    }
    snprintf(out, (size_t)room, "%s%s words/s%s", documents, speed, left);
}

void bw_progress_show(bw_progress *p)
{
    double now = p->on ? bw_clock() : 0;
    if (!p->on || now - (p->shown > 0 ? p->shown + 0.25 : p->started + 1) < 0)
        return;
    char text[160];
    bw_progress_text(p, now, text, sizeof text);
    fprintf(stderr, "\r%s\033[K", text);
    fflush(stderr);
    p->shown = now;
}

void bw_progress_clear(bw_progress *p)
{
    if (p->on && p->shown > 0)
        fputs("\r\033[K", stderr);
}
