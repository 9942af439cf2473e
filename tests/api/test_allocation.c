/* The library without memory: the n-th allocation fails, for every n. It must answer with a clean status, leak
 * nothing, and work again afterwards. malloc and its kin are replaced for the whole program, libraries included. */
#include "broadway.h"
#include "tap.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef SANITIZED
int main(void) { tap_skip_all("the sanitizer has malloc for itself"); }
#else

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *p);

static long asked, fail_at; /* 0: none */
static long held;           /* blocks not given back */

static bool fails(void) { return ++asked == fail_at; }

void *malloc(size_t size)
{
    void *p = fails() ? NULL : __libc_malloc(size);
    held += p != NULL;
    return p;
}

void *calloc(size_t n, size_t size)
{
    void *p = fails() ? NULL : __libc_calloc(n, size);
    held += p != NULL;
    return p;
}

void *realloc(void *old, size_t size)
{
    void *p = fails() ? NULL : __libc_realloc(old, size);
    held += p && !old;
    return p;
}

void free(void *p)
{
    held -= p != NULL;
    __libc_free(p);
}

static const char copy[] =
    "UPDATE 2-Kenya hosts talks between Ethiopia and Sudan\n\n"
    "NAIROBI, March 9 (Reuters) - Kenya's foreign minister met his counterparts from Ethiopia and "
    "Sudan in Nairobi on Tuesday.\n\nPoland condemned Sudan\xff for the arrest of 12 people.\n";

/* Opens, reads, walks, closes. The first outcome that is not BW_DONE, and how many bytes the walk saw. */
static bw_outcome once(size_t *seen)
{
    bw_coder *coder = NULL;
    char why[BW_MESSAGE] = "";
    *seen = 0;
    bw_outcome got = bw_coder_open(NULL, &coder, why);
    if (got != BW_DONE)
        return coder || !why[0] ? BW_MISUSE : got;
    bw_reader *reader = bw_reader_new(coder);
    got = reader ? bw_reader_read_copy(reader, copy, sizeof copy - 1, "2021-03-10") : BW_NO_MEMORY;
    if (reader && got != BW_DONE && (!bw_reader_error(reader)[0] || bw_reader_events(reader)))
        got = BW_MISUSE;
    for (size_t i = 0; got == BW_DONE && i < bw_reader_events(reader); i++) {
        const char *json = bw_reader_json(reader, i), *type = bw_reader_field(reader, i, "type");
        if (!json || !type)
            got = BW_NO_MEMORY;
        else
            *seen += strlen(json) + strlen(type);
        for (size_t k = 0; k < bw_reader_parties(reader, i, BW_ACTOR); k++)
            if (!bw_reader_party(reader, i, BW_ACTOR, k, "code"))
                got = BW_NO_MEMORY;
    }
    bw_reader_free(reader);
    bw_coder_close(coder);
    return got;
}

int main(void)
{
    size_t seen, want;
    setvbuf(stdout, NULL, _IOLBF, 4096);
    if (!ok(once(&want) == BW_DONE && want > 0, "with memory it works"))
        return tap_done();
    once(&want); /* what the C library keeps for itself is there now */
    long before = held, start = asked;
    once(&want);
    long n = asked - start;
    ok(held == before, "with memory nothing leaks");

    long unclean = 0, leaks = 0, no_notice = 0;
    for (long i = 1; i <= n; i++) {
        asked = 0;
        fail_at = i;
        bw_outcome got = once(&seen);
        fail_at = 0;
        unclean += got != BW_NO_MEMORY && !(got == BW_DONE && seen == want);
        no_notice += got == BW_DONE;
        if (held != before) {
            leaks++;
            printf("# allocation %ld: %ld blocks are not given back\n", i, held - before);
            before = held;
        }
    }
    ok(unclean == 0, "each of %ld failures is answered as lack of memory (%ld made no difference)", n, no_notice);
    ok(leaks == 0, "none leaks");
    ok(once(&seen) == BW_DONE && seen == want, "and afterwards it works");
    return tap_done();
}
#endif
