/* The dictionaries' lines -> names, codes and days -> lines of our tables. Formats: TABARI manual 0.8.4b2, chapter 5;
 * PETRARCH's docs/source/dictionaries.rst. */
#include "link/import.h"

#include "base/utf8.h"
#include "link/tables.h"

#include <stdlib.h>

enum { MAX_NAME = 200, MAX_CODE = 60, MAX_ID = 150, MAX_VALUES = 100, MAX_EXPANDED = 1000 };

typedef struct {
    bw_str code;
    bw_day from, to;
    bool dated;
} coding;

typedef struct {
    bw_str text; /* as in the dictionary */
    uint32_t column;
} entry_name;

struct bw_import_actor {
    bw_str id;
    bw_strs names; /* as the table has them */
    coding *codes;
    uint32_t n_codes, codes_room;
};

struct bw_import_agent {
    bw_str noun, code, plural; /* plural "-": none, "": by rule, the noun: it means several already */
};

struct bw_import_discard {
    bw_str phrase;
    bool story;
};

/* "!PERSON! = MAN, MEN" */
typedef struct {
    bw_str name; /* with its marks */
    bw_strs values;
} macro;

/* One file on its way. An entry is a name with its synonyms and codes, on one line or several. */
typedef struct {
    bw_import *m;
    bw_dictionary d;
    bool discards;      /* the file has no code at all */
    bw_str section;     /* "NOUN": skipped to "</NOUN>" */
    uint32_t opened, opened_at; /* line and column where it began */

    bool open;
    bool faulty;        /* some of the entry's line was at fault: no second report of what is missing */
    uint32_t entry_line;
    entry_name *names;
    uint32_t n_names, names_room;
    coding *codes;
    uint32_t n_codes, codes_room;
    bw_str agent_code, plural;
    bool has_plural;

    macro *macros;
    uint32_t n_macros, macros_room;
} reader;

static BW_PRINTF(4, 5) void fault(reader *r, uint32_t line, size_t column, const char *fmt, ...)
{
    r->faulty = true;
    va_list ap;
    va_start(ap, fmt);
    bw_dictionary_fault(&r->m->faults, &r->d, line, column, fmt, ap);
    va_end(ap);
}

/* ---- lines --------------------------------------------------------------------------------------- */

static bool has_codes(bw_import *m, bw_str text)
{
    bw_dictionary d = {.arena = m->arena, .rest = text};
    bw_arena_mark mark = bw_arena_save(m->arena);
    bool found = false;
    bw_str line;
    while (!found && bw_dictionary_next(&d, &line))
        found = bw_str_find_char(line, '[', 0) < line.len;
    bw_arena_restore(m->arena, mark);
    return found;
}

/* ---- names --------------------------------------------------------------------------------------- */

/* Words divided by blanks, with a "*" where the dictionary has a blank and others may stand between; a part in brackets
 * behind them ("FRONT_(FRT)_") is left out. */
static bw_str plain(bw_arena *a, bw_str raw)
{
    bw_buf out = {.arena = a};
    bool divided = false, joined = false;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c == '(' && out.len > 0)
            break;
        if (c == '_' || bw_is_space(c)) {
            divided = true;
            joined |= c == '_';
            continue;
        }
        if (divided && out.len)
            bw_buf_text(&out, joined ? " " : " * ");
        divided = joined = false;
        bw_buf_char(&out, c == '*' ? '-' : c);
    }
    return bw_buf_view(&out);
}

/* What names are compared by: as the tables compare them, a leading "the" left out. */
static bw_str folded_name(bw_arena *a, bw_str name)
{
    bw_str folded = bw_words_fold(a, name);
    if (bw_str_starts(folded, BW_LIT("the ")) && folded.len > 4)
        folded = bw_str_slice(folded, 4, folded.len);
    return folded;
}

/* The name as plain() has it, when it can stand in a table; else the fault is said and it is empty. */
static bw_str usable(reader *r, bw_str raw, uint32_t line, size_t column)
{
    bw_word words[KB_MAX_WORDS + 1];
    char text[(KB_MAX_WORDS + 1) * BW_WORD_MAX];
    bw_str name = {0};
    if (bw_utf8_count_bad(raw))
        fault(r, line, column, "the name is no UTF-8: '%.*s'", BW_STR_FMT(raw));
    else if (raw.len > MAX_NAME)
        fault(r, line, column, "the name has over %d bytes", MAX_NAME);
    else {
        name = plain(r->m->arena, raw);
        uint32_t n = bw_words_cut(name, words, KB_MAX_WORDS + 1, text, sizeof text, NULL);
        if (n == 0 || n > KB_MAX_WORDS) {
            if (n)
                fault(r, line, column, "the name has over %d words", KB_MAX_WORDS);
            else
                fault(r, line, column, "the name has no letter: '%.*s'", BW_STR_FMT(raw));
            name.len = 0;
        }
    }
    return name;
}

static bool listed(const kb *k, const kb_phrase *p, const char *list)
{
    for (uint32_t i = p ? p->first : 0; p && i < p->first + p->n; i++)
        if ((k->postings[i].kind == KB_IS_LISTED || k->postings[i].kind == KB_IS_ASIDE) &&
            bw_str_is(kb_str(k, k->listed[k->postings[i].record].list), list))
            return true;
    return false;
}

/* Known to our tables as an acronym, or a word that is an acronym too ("WHO"). */
static bool acronym(const kb *k, bw_str word)
{
    const kb_phrase *p = kb_find_name(k, word);
    for (uint32_t i = p ? p->first : 0; p && i < p->first + p->n; i++) {
        const kb_posting *q = &k->postings[i];
        if ((q->flags & KB_ACRONYM) && (q->kind == KB_IS_ORG || q->kind == KB_IS_COUNTRY))
            return true;
    }
    return listed(k, p, "shouted");
}

static uint32_t lower(uint32_t c)
{
    uint32_t second;
    return c >= 0xC0 && c <= 0xDE && c != 0xD7 ? c + 0x20 : c < 0xC0 || c > 0x17F ? bw_utf8_fold(c, &second) : c;
}

/* "AL-QAEDA IN THE MAGHREB" as the wire would print it, near enough: "al-Qaeda in the Maghreb". */
static bw_str spelt(bw_import *m, bw_str name)
{
    bw_buf out = {.arena = m->arena};
    bw_str rest = name, word;
    while (bw_str_cut(&rest, ' ', &word)) {
        if (out.len)
            bw_buf_char(&out, ' ');
        size_t stop = bw_str_find_char(word, '.', 0), hyphen = bw_str_find_char(word, '-', 0);
        bool initials = stop < word.len && (stop == 1 || stop + 1 < word.len); /* "W.", "U.N." */
        const kb_phrase *head = kb_find_name(m->kb, bw_str_slice(word, 0, hyphen));
        bool small = (out.len && hyphen == word.len && (listed(m->kb, head, KB_SMALL) || listed(m->kb, head, "particle"))) ||
                     (hyphen < word.len && listed(m->kb, head, "particle"));
        bool capitals = initials || acronym(m->kb, word);
        for (size_t pos = 0, first = 0; pos < word.len;) {
            bool begins = pos == first;
            uint32_t c = bw_utf8_next(word, &pos);
            char bytes[4];
            if (!capitals && (!begins || (small && first == 0)))
                c = lower(c);
            bw_buf_str(&out, (bw_str){bytes, bw_utf8_put(c, bytes)});
            /* "Al-Hariri", "D'Escoto", but "People's" */
            if (c == '-' || c == '/' || (c == '\'' && word.len - pos > 1))
                first = pos;
        }
    }
    return bw_buf_view(&out);
}

/* Lower-case letters, digits and hyphens; no other actor's. */
static bw_str new_id(bw_import *m, bw_str folded)
{
    bw_buf id = {.arena = m->arena};
    for (size_t i = 0; i < folded.len && id.len < MAX_ID; i++) {
        char c = folded.ptr[i];
        if (bw_is_lower(c) || bw_is_digit(c))
            bw_buf_char(&id, c);
        else if (id.len && id.ptr[id.len - 1] != '-')
            bw_buf_char(&id, '-');
    }
    while (id.len && id.ptr[id.len - 1] == '-')
        id.len--;
    if (!id.len)
        bw_buf_text(&id, "actor");
    bw_str base = bw_str_copy(m->arena, bw_buf_view(&id)), one = base;
    bool added = false;
    for (uint32_t i = 2; !added; i++) {
        bw_map_put(&m->ids, one, 1, &added);
        if (!added)
            one = bw_str_print(m->arena, "%.*s-%u", BW_STR_FMT(base), i);
    }
    return one;
}

/* ---- what an entry becomes ----------------------------------------------------------------------- */

static void add_discard(reader *r, bw_str raw, bool story, uint32_t line, size_t column)
{
    bw_import *m = r->m;
    bw_str name = usable(r, raw, line, column);
    if (!name.len)
        return;
    bw_str phrase = folded_name(m->arena, name);
    if (bw_str_is(phrase, "drop")) {
        fault(r, line, column, "'drop' alone cannot stand in a table");
        return;
    }
    bool added;
    bw_map_entry *e = bw_map_put(&m->discard_of, phrase, m->n_discards, &added);
    if (!added) {
        m->discards[e->value].story |= story;
        m->n_repeated++;
        return;
    }
    BW_PUSH(m->arena, m->discards, m->n_discards, m->discards_room, ((bw_import_discard){phrase, story}));
}

static const macro *find_macro(const reader *r, bw_str name)
{
    for (uint32_t i = 0; i < r->n_macros; i++)
        if (bw_str_eq(r->macros[i].name, name))
            return &r->macros[i];
    return NULL;
}

static void add_agent(reader *r, bw_str raw, bool expanded, uint32_t column)
{
    bw_import *m = r->m;
    bw_str name = usable(r, raw, r->entry_line, column);
    if (!name.len)
        return;
    bw_import_agent a = {.noun = bw_words_fold(m->arena, name), .code = r->agent_code};
    if (expanded)
        a.plural = BW_LIT("-");
    else if (r->has_plural && !r->plural.len)
        a.plural = a.noun;
    else if (r->has_plural)
        a.plural = bw_words_fold(m->arena, r->plural);
    bool added;
    bw_map_put(&m->agent_names, a.noun, m->n_agents, &added);
    if (!added) {
        m->n_repeated++;
        return;
    }
    BW_PUSH(m->arena, m->agents, m->n_agents, m->agents_room, a);
}

/* Puts each value of the macros in the name in their place. */
static void expand(reader *r, bw_str name, uint32_t column, uint32_t *n)
{
    size_t first = bw_str_find_char(name, '!', 0), second = bw_str_find_char(name, '!', first + 1);
    if (first == name.len) {
        add_agent(r, name, true, column);
        return;
    }
    if (second == name.len) {
        fault(r, r->entry_line, column, "a '!' alone in '%.*s'", BW_STR_FMT(name));
        return;
    }
    const macro *x = find_macro(r, bw_str_slice(name, first, second + 1));
    if (!x) {
        fault(r, r->entry_line, column, "no set '%.*s' has been defined", BW_STR_FMT(bw_str_slice(name, first, second + 1)));
        return;
    }
    for (size_t i = 0; i < x->values.n; i++) {
        if (++*n > MAX_EXPANDED) {
            fault(r, r->entry_line, column, "the sets in the name make over %d names", MAX_EXPANDED);
            return;
        }
        bw_buf one = {.arena = r->m->arena};
        bw_buf_str(&one, bw_str_slice(name, 0, first));
        bw_buf_str(&one, x->values.items[i]);
        bw_buf_str(&one, bw_str_slice(name, second + 1, name.len));
        uint32_t before = r->m->faults.n;
        expand(r, bw_buf_view(&one), column, n);
        if (r->m->faults.n > before)
            return; /* the others would have the same fault */
    }
}

static void add_actor(reader *r)
{
    bw_import *m = r->m;
    bw_import_actor a = {.id = {0}};
    bw_str folded_first = {0};
    for (uint32_t i = 0; i < r->n_names; i++) {
        bw_str name = usable(r, r->names[i].text, r->entry_line, r->names[i].column);
        if (!name.len)
            continue;
        bw_str folded = folded_name(m->arena, name);
        bool added;
        bw_map_entry *e = bw_map_put(&m->actor_names, folded, m->n_actors, &added);
        if (!added) {
            m->n_repeated += e->value != m->n_actors;
            continue;
        }
        if (!a.names.n)
            folded_first = folded;
        BW_PUSH(m->arena, a.names.items, a.names.n, a.names.room, spelt(m, name));
    }
    if (!a.names.n)
        return;
    a.id = new_id(m, folded_first);
    /* Those with days first: what has none holds where they do not. */
    for (int dated = 1; dated >= 0; dated--)
        for (uint32_t i = 0; i < r->n_codes; i++) {
            if (r->codes[i].dated != dated)
                continue;
            BW_PUSH(m->arena, a.codes, a.n_codes, a.codes_room, r->codes[i]);
            if (!dated)
                break;
        }
    m->n_names += (uint32_t)a.names.n;
    BW_PUSH(m->arena, m->actors, m->n_actors, m->actors_room, a);
}

static void close_entry(reader *r)
{
    if (!r->open)
        return;
    r->open = false;
    bool discard = r->n_codes == 1 && bw_str_is(r->codes[0].code, "###");
    if (r->agent_code.len) {
        for (uint32_t i = 0; i < r->n_names; i++) {
            uint32_t n = 0;
            bw_str name = r->names[i].text;
            if (bw_str_find_char(name, '!', 0) < name.len)
                expand(r, name, r->names[i].column, &n);
            else
                add_agent(r, name, false, r->names[i].column);
        }
    } else if (discard) {
        for (uint32_t i = 0; i < r->n_names; i++)
            add_discard(r, r->names[i].text, false, r->entry_line, r->names[i].column);
    } else if (r->n_codes) {
        if (r->has_plural)
            fault(r, r->entry_line, r->names[0].column, "an actor has no plural: {} is for agents");
        add_actor(r);
    } else if (!r->faulty) {
        fault(r, r->entry_line, r->names[0].column, "'%.*s' has no code", BW_STR_FMT(r->names[0].text));
    }
}

/* ---- codes --------------------------------------------------------------------------------------- */

static bool all_of(bw_str s, char c)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != c)
            return false;
    return s.len == 3;
}

/* Letters and digits, parts divided by "/"; "---", "+++", "###". */
static bool code_like(bw_str s)
{
    bool letter = false;
    if (all_of(s, '-') || all_of(s, '+') || all_of(s, '#'))
        return true;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        letter |= bw_is_alpha(c);
        if (!bw_is_alpha(c) && !bw_is_digit(c) && !(c == '/' && i && i + 1 < s.len && s.ptr[i - 1] != '/'))
            return false;
    }
    return letter && s.len <= MAX_CODE;
}

/* yyyymmdd, or yymmdd: over 30 in the last century. BW_NO_DAY: no such day. */
static bw_day day_of(bw_str s)
{
    int64_t v = 0;
    if ((s.len != 6 && s.len != 8) || !bw_is_digit(s.ptr[0]) || !bw_str_to_int(s, &v))
        return BW_NO_DAY;
    int year = (int)(v / 10000);
    if (s.len == 6)
        year += year > 30 ? 1900 : 2000;
    return bw_day_checked(year, (int)(v / 100 % 100), (int)(v % 100));
}

/* "[CODE]", "[CODE <date]", "[CODE date-date]"; `at` is the bracket's column. */
static void read_code(reader *r, bw_str inside, size_t at)
{
    size_t start = bw_dictionary_skip(inside, 0), end = start;
    while (end < inside.len && !bw_is_space(inside.ptr[end]) && inside.ptr[end] != '<' && inside.ptr[end] != '>')
        end++;
    bw_str code = bw_str_slice(inside, start, end), when = bw_str_trim(bw_str_slice(inside, end, inside.len));
    size_t column = at + 1 + start, when_at = at + 1 + bw_dictionary_skip(inside, end);

    bool behind = code.len && code.ptr[0] == '~', before = code.len && code.ptr[code.len - 1] == '~';
    if ((behind || before) && r->agent_code.len)
        return; /* of several the first counts; TABARI's hold notes in digits behind it */
    if (behind || before) {
        bw_str letters = bw_str_slice(code, behind, code.len - before);
        if (!code_like(letters) || behind == before || bw_str_find_char(letters, '/', 0) < letters.len)
            fault(r, r->d.line, column, "no code of an agent (~COD or COD~): '%.*s'", BW_STR_FMT(code));
        else if (when.len)
            fault(r, r->d.line, when_at, "an agent's code has no days: '%.*s'", BW_STR_FMT(when));
        else if (r->n_codes)
            fault(r, r->d.line, column, "an agent's code behind an actor's: '%.*s'", BW_STR_FMT(code));
        else
            r->agent_code = code;
        return;
    }
    if (r->agent_code.len) {
        fault(r, r->d.line, column, "an actor's code behind an agent's: '%.*s'", BW_STR_FMT(code));
        return;
    }
    if (!code_like(code)) {
        fault(r, r->d.line, column, code.len ? "no code: '%.*s'" : "the code is missing%.*s", BW_STR_FMT(code));
        return;
    }
    coding c = {.code = code, .from = KB_EVER, .to = KB_ALWAYS, .dated = when.len > 0};
    size_t dash = bw_str_find_char(when, '-', 0);
    bool open_start = when.len && when.ptr[0] == '<', open_end = when.len && when.ptr[0] == '>';
    bw_str first = bw_str_trim(bw_str_slice(when, open_start || open_end, open_start || open_end ? when.len : dash));
    bw_str second = bw_str_trim(bw_str_slice(when, dash + 1, when.len));
    bool good = true;
    if (open_start)
        good = (c.to = day_of(first)) != BW_NO_DAY;
    else if (open_end)
        good = (c.from = day_of(first)) != BW_NO_DAY;
    else if (when.len)
        good = dash < when.len && (c.from = day_of(first)) != BW_NO_DAY && (c.to = day_of(second)) != BW_NO_DAY;
    if (!good) {
        fault(r, r->d.line, when_at, "no days (<date, >date or date-date, a date of 6 or 8 digits): '%.*s'", BW_STR_FMT(when));
        return;
    }
    if (c.to < c.from) {
        fault(r, r->d.line, when_at, "ends before it begins: '%.*s'", BW_STR_FMT(when));
        return;
    }
    BW_PUSH(r->m->arena, r->codes, r->n_codes, r->codes_room, c);
}

/* "{PLURAL}" and "[…]" from `at` on. */
static void read_codes(reader *r, bw_str line, size_t at)
{
    while ((at = bw_dictionary_skip(line, at)) < line.len) {
        char open = line.ptr[at], shut = open == '[' ? ']' : '}';
        if (open != '[' && open != '{') {
            fault(r, r->d.line, at, "neither a code nor a comment: '%.*s'", BW_STR_FMT(bw_str_slice(line, at, line.len)));
            return;
        }
        size_t end = bw_str_find_char(line, shut, at);
        if (end == line.len) {
            fault(r, r->d.line, at, "no '%c' behind '%.*s'", shut, BW_STR_FMT(bw_str_slice(line, at, line.len)));
            return;
        }
        bw_str inside = bw_str_slice(line, at + 1, end);
        if (open == '[') {
            read_code(r, inside, at);
        } else if (r->has_plural) {
            fault(r, r->d.line, at, "a second plural");
        } else {
            r->has_plural = true;
            r->plural = bw_str_trim(inside);
            if (r->plural.len)
                r->plural = usable(r, r->plural, r->d.line, at + 1);
        }
        at = end + 1;
    }
}

/* ---- entries ------------------------------------------------------------------------------------- */

static void open_entry(reader *r)
{
    close_entry(r);
    r->open = true;
    r->faulty = r->has_plural = false;
    r->n_names = r->n_codes = 0;
    r->agent_code = r->plural = (bw_str){0};
    r->entry_line = r->d.line;
}

static void add_name(reader *r, bw_str name, size_t column)
{
    entry_name n = {bw_str_trim(name), (uint32_t)column};
    if (!n.text.len)
        fault(r, r->d.line, column, "the name is empty");
    else
        BW_PUSH(r->m->arena, r->names, r->n_names, r->names_room, n);
}

/* "!NAME! = A, B": the end of the name; 0 when the line is none. */
static size_t macro_name(bw_str line, size_t at)
{
    size_t second = bw_str_find_char(line, '!', at + 1);
    if (line.ptr[at] != '!' || second == line.len)
        return 0;
    size_t equals = bw_dictionary_skip(line, second + 1);
    return equals < line.len && line.ptr[equals] == '=' ? second + 1 : 0;
}

static void read_macro(reader *r, bw_str line, size_t at, size_t end)
{
    macro x = {.name = bw_str_slice(line, at, end)};
    bw_str rest = bw_str_slice(line, bw_dictionary_skip(line, end) + 1, line.len), value;
    close_entry(r);
    if (x.name.len == 2) {
        fault(r, r->d.line, at, "the set has no name");
        return;
    }
    if (find_macro(r, x.name)) {
        fault(r, r->d.line, at, "a second set '%.*s'", BW_STR_FMT(x.name));
        return;
    }
    while (rest.ptr && bw_str_cut(&rest, ',', &value)) {
        value = bw_str_trim(value);
        if (!value.len || bw_str_find_char(value, '!', 0) < value.len) {
            fault(r, r->d.line, at, "an empty value, or a set in the set '%.*s'", BW_STR_FMT(x.name));
            return;
        }
        if (x.values.n == MAX_VALUES) {
            fault(r, r->d.line, at, "over %d values in the set '%.*s'", MAX_VALUES, BW_STR_FMT(x.name));
            return;
        }
        BW_PUSH(r->m->arena, x.values.items, x.values.n, x.values.room, value);
    }
    BW_PUSH(r->m->arena, r->macros, r->n_macros, r->macros_room, x);
}

static void read_discard(reader *r, bw_str line, size_t at)
{
    bool story = line.ptr[at] == '+';
    size_t from = bw_dictionary_skip(line, at + story);
    if (from == line.len)
        fault(r, r->d.line, at, "the phrase is missing");
    else
        add_discard(r, bw_str_slice(line, from, line.len), story, r->d.line, from);
}

static void read_line(reader *r, bw_str line)
{
    size_t at = bw_dictionary_skip(line, 0);
    if (at == line.len)
        return;
    if (r->section.len) {
        bw_str end = bw_str_print(r->m->arena, "</%.*s>", BW_STR_FMT(r->section));
        if (bw_str_eq(bw_str_trim(line), end))
            r->section.len = 0;
        return;
    }
    char first = line.ptr[at];
    if (first == '<') {
        bw_str tag = bw_str_trim(line);
        bool word = tag.len > 2 && tag.ptr[tag.len - 1] == '>' && bw_is_alpha(tag.ptr[1]);
        close_entry(r);
        if (!word) {
            fault(r, r->d.line, at, "neither <SECTION> nor a comment: '%.*s'", BW_STR_FMT(tag));
            return;
        }
        r->section = bw_str_slice(tag, 1, tag.len - 1);
        r->opened = r->d.line;
        r->opened_at = (uint32_t)at;
        return;
    }
    if (r->discards) {
        read_discard(r, line, at);
        return;
    }
    if (first == '-' || first == '&' || first == '~') {
        close_entry(r);
        fault(r, r->d.line, at, "a pattern of verbs: 'lexicon import' reads those");
        return;
    }
    size_t set = macro_name(line, at);
    if (set) {
        read_macro(r, line, at, set);
        return;
    }
    if (first == '[' || first == '{' || first == '+') {
        if (!r->open) {
            fault(r, r->d.line, at, first == '+' ? "a synonym without a name before it" : "a code without a name before it");
            return;
        }
    } else {
        open_entry(r);
    }
    size_t code = at;
    while (code < line.len && line.ptr[code] != '[' && line.ptr[code] != '{')
        code++;
    if (code > at)
        add_name(r, bw_str_slice(line, at + (first == '+'), code), bw_dictionary_skip(line, at + (first == '+')));
    read_codes(r, line, code);
}

void bw_import_add(bw_import *m, bw_str file, bw_str text)
{
    if (!m->faults.text.arena)
        m->faults.text.arena = m->actor_names.arena = m->agent_names.arena = m->discard_of.arena = m->ids.arena = m->arena;
    text = bw_utf8_skip_mark(text);
    reader r = {.m = m, .d = {.arena = m->arena, .file = file, .rest = text}, .discards = !has_codes(m, text)};
    bw_str line;
    while (bw_dictionary_next(&r.d, &line))
        read_line(&r, line);
    close_entry(&r);
    if (r.d.in_comment)
        fault(&r, r.d.opened, r.d.opened_at, "the comment does not end");
    else if (r.section.len)
        fault(&r, r.opened, r.opened_at, "the section does not end");
}

/* ---- tables -------------------------------------------------------------------------------------- */

static int actor_order(const void *a, const void *b)
{
    return bw_str_cmp(((const bw_import_actor *)a)->id, ((const bw_import_actor *)b)->id);
}

static int agent_order(const void *a, const void *b)
{
    return bw_str_cmp(((const bw_import_agent *)a)->noun, ((const bw_import_agent *)b)->noun);
}

static int discard_order(const void *a, const void *b)
{
    return bw_str_cmp(((const bw_import_discard *)a)->phrase, ((const bw_import_discard *)b)->phrase);
}

static void put_column(bw_buf *out, bw_str s)
{
    bw_buf_char(out, '\t');
    bw_buf_str(out, s);
}

static void put_day(bw_buf *out, bw_day d)
{
    char text[11] = "";
    if (d != KB_EVER && d != KB_ALWAYS)
        bw_day_format(d, text);
    put_column(out, bw_str_of(text));
}

/* Those of our countries that parts of the code begin with. */
static bw_str countries_of(const bw_import *m, bw_str code)
{
    bw_buf out = {.arena = m->arena};
    bw_str part;
    while (bw_str_cut(&code, '/', &part)) {
        char country[4] = "";
        if (part.len < 3)
            continue;
        memcpy(country, part.ptr, 3);
        bw_str three = bw_str_of(country);
        bool ours = kb_find_country(m->kb, country) != KB_NONE || bw_tables_is_supranational(three);
        for (size_t i = 0; i + 3 <= out.len && ours; i += 4)
            ours = memcmp(out.ptr + i, country, 3) != 0;
        if (!ours)
            continue;
        if (out.len)
            bw_buf_char(&out, ' ');
        bw_buf_str(&out, three);
    }
    return bw_buf_view(&out);
}

static void put_actor(const bw_import *m, const bw_import_actor *a, bw_buf *out)
{
    for (size_t i = 0; i < a->names.n; i++) {
        bw_buf_str(out, a->id);
        bw_buf_text(out, "\tname");
        put_column(out, a->names.items[i]);
        bw_buf_char(out, '\n');
    }
    for (uint32_t i = 0; i < a->n_codes; i++) {
        const coding *c = &a->codes[i];
        bw_str countries = countries_of(m, c->code);
        bw_buf_str(out, a->id);
        bw_buf_text(out, "\tcode");
        put_column(out, c->code);
        put_day(out, c->from);
        put_day(out, c->to);
        put_column(out, countries);
        while (out->ptr[out->len - 1] == '\t') /* empty columns at the end */
            out->len--;
        bw_buf_char(out, '\n');
    }
}

void bw_import_tables(bw_import *m, bw_str *actors, bw_str *agents, bw_str *words)
{
    bw_buf out[3] = {{.arena = m->arena}, {.arena = m->arena}, {.arena = m->arena}};
    if (m->n_actors)
        qsort(m->actors, m->n_actors, sizeof *m->actors, actor_order);
    if (m->n_agents)
        qsort(m->agents, m->n_agents, sizeof *m->agents, agent_order);
    if (m->n_discards)
        qsort(m->discards, m->n_discards, sizeof *m->discards, discard_order);

    bw_buf_text(&out[0], "# Names and codes of a dictionary, by broadway kb import.\n");
    for (uint32_t i = 0; i < m->n_actors; i++)
        put_actor(m, &m->actors[i], &out[0]);
    bw_buf_text(&out[1], "# Agents and codes of a dictionary, by broadway kb import.\n");
    for (uint32_t i = 0; i < m->n_agents; i++) {
        const bw_import_agent *a = &m->agents[i];
        bw_buf_str(&out[1], a->noun);
        bw_buf_text(&out[1], "\tcode");
        put_column(&out[1], a->code);
        if (a->plural.len)
            put_column(&out[1], a->plural);
        bw_buf_char(&out[1], '\n');
    }
    bw_buf_text(&out[2], "# Phrases of what is not to be coded, by broadway kb import.\n");
    for (uint32_t i = 0; i < m->n_discards; i++) {
        bw_buf_text(&out[2], "discard");
        put_column(&out[2], m->discards[i].phrase);
        if (m->discards[i].story)
            put_column(&out[2], BW_LIT("story"));
        bw_buf_char(&out[2], '\n');
    }
    *actors = bw_buf_view(&out[0]);
    *agents = bw_buf_view(&out[1]);
    *words = bw_buf_view(&out[2]);
}
