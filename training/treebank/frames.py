#!/usr/bin/env python3
"""Writes news sentences with their trees, for constructions that free treebanks lack and the wire is full of.

usage: frames.py [SENTENCES] > wire.conllu

Each sentence is put together from phrases that carry their own analysis (Universal Dependencies 2 as in EWT and GUM: tags, lemmas,
relations, names), so its tree is right by construction: short active clauses, passives, attribution behind and before the clause,
titles and appositions, possessors, coordinated actors, light verbs, control, relative and participial clauses, nominal acts, headlines.
Words come from the lists below. The same number of sentences gives the same bytes."""
import random
import sys

R = random.Random(20261124)


class Phrase:
    def __init__(self, words, head):
        self.words, self.head = words, head  # words: [form, lemma, upos, xpos, rel, head index, ner]


def w(form, lemma=None, upos="NOUN", xpos="NN", ner="O"):
    return Phrase([[form, lemma or form, upos, xpos, None, None, ner]], 0)


def p(*parts):
    """parts: (relation, phrase) pairs in order; the one with relation H is the head. A relation 'x>k' hangs on part k's head."""
    words, heads, at = [], [], 0
    for _, ph in parts:
        heads.append(at + ph.head)
        for x in ph.words:
            words.append(list(x))
            if x[5] is not None:
                words[-1][5] = x[5] + at
        at += len(ph.words)
    main = next(i for i, (rel, _) in enumerate(parts) if rel == "H")
    for i, (rel, _) in enumerate(parts):
        if rel != "H":
            name, _, on = rel.partition(">")
            words[heads[i]][4], words[heads[i]][5] = name, heads[int(on)] if on else heads[main]
    return Phrase(words, heads[main])


def det(s): return w(s, "the" if s.lower() == "the" else "a", "DET", "DT")
def adp(s): return w(s, s.lower(), "ADP", "IN")
def punct(s, x=None): return w(s, s, "PUNCT", x or s)
def adj(s): return w(s, s, "ADJ", "JJ")
def noun(s): return w(s)
def num(s): return w(s, s, "NUM", "CD")
def aux(s, lemma, x): return w(s, lemma, "AUX", x)


def nouns(s):
    """A plural noun; irregular ones as 'form=lemma'."""
    form, _, lemma = s.partition("=")
    return w(form, lemma or (form[:-3] + "y" if form.endswith("ies") else form[:-2] if form.endswith("sses") else form[:-1]), "NOUN", "NNS")


def name(parts, kind):
    ws = [w(x, x, "PROPN", "NNP", ("B-" if i == 0 else "I-") + kind) for i, x in enumerate(parts)]
    return p(("H", ws[0]), *[("flat", x) for x in ws[1:]]) if len(ws) > 1 else ws[0]


LANDS = """Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh Belarus Belgium Benin
Bolivia Botswana Brazil Britain Bulgaria Burundi Cambodia Cameroon Canada Chad Chile China Colombia Croatia Cuba Cyprus Denmark Ecuador
Egypt Eritrea Estonia Ethiopia Fiji Finland France Gabon Georgia Germany Ghana Greece Guatemala Guinea Haiti Honduras Hungary Iceland
India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Kosovo Kuwait Laos Latvia Lebanon Liberia Libya
Lithuania Malawi Malaysia Mali Malta Mexico Moldova Mongolia Morocco Mozambique Myanmar Namibia Nepal Nicaragua Niger Nigeria Norway
Oman Pakistan Panama Paraguay Peru Poland Portugal Qatar Romania Russia Rwanda Senegal Serbia Singapore Slovakia Slovenia Somalia
Spain Sudan Sweden Switzerland Syria Taiwan Tajikistan Tanzania Thailand Togo Tunisia Turkey Uganda Ukraine Uruguay Uzbekistan Venezuela
Vietnam Yemen Zambia Zimbabwe""".split()
CAPITALS = """Kabul Algiers Luanda Canberra Vienna Baku Minsk Brussels Ottawa Santiago Beijing Bogota Havana Copenhagen Quito Cairo Asmara
Helsinki Paris Tbilisi Berlin Accra Athens Budapest Jakarta Tehran Baghdad Dublin Rome Tokyo Amman Astana Nairobi Beirut Tripoli
Bamako Rabat Maputo Kathmandu Niamey Abuja Oslo Islamabad Lima Warsaw Lisbon Doha Bucharest Moscow Kigali Dakar Belgrade Seoul
Pyongyang Madrid Khartoum Stockholm Bern Damascus Taipei Bangkok Tunis Ankara Kampala Kyiv London Washington Caracas Hanoi Harare""".split()
ADJS = """Afghan Albanian Algerian Angolan Armenian Australian Austrian Belgian Bolivian Brazilian British Bulgarian Canadian Chilean
Chinese Colombian Cuban Danish Dutch Egyptian Estonian Ethiopian Finnish French Georgian German Ghanaian Greek Haitian Hungarian Indian
Indonesian Iranian Iraqi Irish Israeli Italian Japanese Jordanian Kenyan Korean Kurdish Latvian Lebanese Libyan Malian Mexican Moroccan
Nepali Nigerian Norwegian Pakistani Palestinian Peruvian Philippine Polish Portuguese Romanian Russian Rwandan Saudi Serbian Somali
Spanish Sudanese Swedish Swiss Syrian Taiwanese Thai Tunisian Turkish Ugandan Ukrainian Venezuelan Vietnamese Yemeni""".split()
FIRST = """Ahmed Maria Ivan Chen Fatima John Pavel Aisha Carlos Yuki Elena Kofi Hassan Olga Luis Anna Pierre Ngozi Reza Tomas Grace Mehmet
Ingrid Omar Lucia Viktor Amina Jean Sofia Rafael Karim Dewi Hiroshi Nadia Samuel Leila Marek Rosa Abdul Claire""".split()
LAST = """Haddad Ivanov Mensah Tanaka Silva Kowalski Okafor Rahman Petrov Garcia Nguyen Mwangi Yilmaz Hansen Rossi Khalil Horvat Diallo
Fernandez Popescu Sato Abebe Novak Karimi Lopez Osei Weber Moreau Demir Castro Bajwa Suarez Kimura Traore Lindqvist Zhang Pham Oduya
Jansen Moyo""".split()
TOWNS = """Azaz Belmont Qasira Norvik Tamale Isfana Dolina Maroua Kandri Bantul Ostrow Zahla Lamu Kirova Tepic Arkhan Juba Gao Sirte Homs
Lviv Bunia Kidal Herat Mosul Aden Tigray Kassala""".split()
PEOPLE = """soldiers rebels protesters students farmers policemen=policeman journalists gunmen=gunman militants workers teachers doctors
prisoners hostages migrants refugees villagers lawmakers officials diplomats activists settlers insurgents guerrillas separatists
demonstrators sailors fighters""".split()
GROUPS = ["police", "troops", "army", "government", "parliament", "opposition", "military", "navy", "court", "union", "president",
          "prime minister", "foreign minister", "defence minister", "interior minister", "rebel group", "ruling party", "security forces",
          "riot police", "coast guard", "central bank", "foreign ministry", "interior ministry", "defense ministry", "air force"]
TITLES = ["President", "Prime Minister", "Foreign Minister", "Defence Minister", "Interior Minister", "Chancellor", "General", "Colonel",
          "Secretary", "Ambassador", "Senator", "Governor", "King", "Minister"]
LOWER_TITLES = ["spokesman", "spokeswoman", "leader", "analyst", "lawyer", "commander", "envoy", "mayor"]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBERS = "two three four five six seven ten dozen 12 14 20 35 40 80 120 300 1,200".split()
# base, past, participle, present-3, gerund
VERBS = [v.split() for v in """kill killed killed kills killing|arrest arrested arrested arrests arresting|accuse accused accused accuses accusing
condemn condemned condemned condemns condemning|criticise criticised criticised criticises criticising|attack attacked attacked attacks attacking
suspend suspended suspended suspends suspending|deliver delivered delivered delivers delivering|send sent sent sends sending
release released released releases releasing|free freed freed frees freeing|sign signed signed signs signing|lift lifted lifted lifts lifting
impose imposed imposed imposes imposing|expel expelled expelled expels expelling|withdraw withdrew withdrawn withdraws withdrawing
close closed closed closes closing|seize seized seized seizes seizing|detain detained detained detains detaining|praise praised praised praises praising
reject rejected rejected rejects rejecting|bomb bombed bombed bombs bombing|shell shelled shelled shells shelling|capture captured captured captures capturing
deploy deployed deployed deploys deploying|ban banned banned bans banning|grant granted granted grants granting|exchange exchanged exchanged exchanges exchanging
approve approved approved approves approving|cancel cancelled cancelled cancels cancelling|visit visited visited visits visiting|host hosted hosted hosts hosting
fire fired fired fires firing|convict convicted convicted convicts convicting|pardon pardoned pardoned pardons pardoning|recall recalled recalled recalls recalling
rescue rescued rescued rescues rescuing|provide provided provided provides providing|welcome welcomed welcomed welcomes welcoming
sever severed severed severs severing|mass massed massed masses massing|block blocked blocked blocks blocking|declare declared declared declares declaring
denounce denounced denounced denounces denouncing|train trained trained trains training|supply supplied supplied supplies supplying
hold held held holds holding|launch launched launched launches launching|deny denied denied denies denying|protest protested protested protests protesting
back backed backed backs backing|abduct abducted abducted abducts abducting|deport deported deported deports deporting""".replace("\n", "|").split("|")]
V = {v[0]: v for v in VERBS}
SAY = [("said", "say"), ("announced", "announce"), ("added", "add"), ("reported", "report"), ("told", "tell")]


def verb(base, form): return w(V[base][form], base, "VERB", {0: "VB", 1: "VBD", 2: "VBN", 3: "VBZ", 4: "VBG"}[form])


def land():
    k = R.random()
    if k < .86:
        return name([R.choice(LANDS)], "LOC")
    if k < .92:
        return p(("compound", w(R.choice(["North", "South"]), None, "PROPN", "NNP", "B-LOC")), ("H", w("Korea", None, "PROPN", "NNP", "I-LOC")))
    if k < .97:
        first, second = R.choice([("United", "States"), ("United", "Nations"), ("European", "Union"), ("African", "Union")])
        ner = "LOC" if second == "States" else "ORG"
        return p(("det", det("the")), ("amod", w(first, first, "ADJ", "NNP", "B-" + ner)),
                 ("H", w(second, second[:-1] if second in ("States", "Nations") else second, "PROPN", "NNPS" if second != "Union" else "NNP", "I-" + ner)))
    return p(("amod", w("Saudi", "Saudi", "ADJ", "NNP", "B-LOC")), ("H", w("Arabia", None, "PROPN", "NNP", "I-LOC")))


def group(the=True):
    words = R.choice(GROUPS).split()
    many = words[-1] in ("troops", "forces")
    last = nouns(words[-1]) if many else noun(words[-1])
    front = []
    for x in words[:-1]:
        front.append(("amod", w(x, "rule", "VERB", "VBG")) if x == "ruling" else
                     ("amod", adj(x)) if x in ("prime", "foreign", "central", "interior") else ("compound", noun(x)))
    if the is True:
        front = [("det", det("the"))] + front
    elif the is not None:
        front = [the] + front
    return p(*front, ("H", last))


def demonym(): return ("amod", w(R.choice(ADJS), None, "ADJ", "JJ"))


def person():
    full = name([R.choice(FIRST), R.choice(LAST)] if R.random() < .7 else [R.choice(LAST)], "PER")
    k = R.random()
    if k < .5:
        t = R.choice(TITLES).split()
        title = p(("amod", w(t[0], t[0], "ADJ", "NNP")), ("H", w(t[1], t[1], "PROPN", "NNP"))) if len(t) == 2 and t[0] in ("Prime", "Foreign", "Interior") \
            else p(("compound", w(t[0], t[0], "PROPN", "NNP")), ("H", w(t[1], t[1], "PROPN", "NNP"))) if len(t) == 2 else w(t[0], t[0], "PROPN", "NNP")
        if R.random() < .4:
            title = p(demonym(), ("H", title))
        return p(("nmod:desc", title), ("H", full))
    if k < .65:
        t = p(("H", noun(R.choice(LOWER_TITLES))))
        if R.random() < .5:
            t = p(("compound", noun(R.choice(["ministry", "police", "army", "opposition", "rebel", "union"]))), ("H", t))
        return p(("nmod:desc", t), ("H", full))
    if k < .8:
        ap = p(("det", det("the")), demonym(), ("H", group(None)))
        return p(("H", full), ("punct>2", punct(",")), ("appos", ap), ("punct>2", punct(",")))
    return full


def people():
    front = []
    k = R.random()
    if k < .3:
        n = R.choice(NUMBERS[:7] + NUMBERS[8:])
        lead = num(n)
        if R.random() < .35:
            lead = p(("nmod", p(("case", adp("at")), ("H", w("least", "least", "ADJ", "JJS")))), ("H", num(n)))
        front.append(("nummod", lead))
    elif k < .4:
        front.append(("amod", w("several", None, "ADJ", "JJ")))
    if R.random() < .5:
        front.append(demonym())
    base = p(*front, ("H", nouns(R.choice(PEOPLE))))
    if R.random() < .12:
        return p(("H", nouns(R.choice(["dozens", "hundreds", "thousands"]))), ("nmod", p(("case", adp("of")), ("H", base))))
    return base


def possessor(owner, thing):
    s = w("'s", "'s", "PART", "POS")
    return p(("nmod:poss", p(("H", owner), ("case", s))), ("H", thing))


def actor(depth=0):
    k = R.random()
    if k < .3:
        a = land()
    elif k < .45:
        a = group(R.choice([True, True, ("det", det("a"))]))
    elif k < .6:
        a = p(("det", det("the")), demonym(), ("H", group(None))) if R.random() < .7 else p(demonym(), ("H", noun("police")))
    elif k < .75:
        a = people()
    elif k < .87:
        a = person()
    elif k < .94:
        a = possessor(land(), group(None))
    else:
        a = name([R.choice(CAPITALS)], "LOC")
    if depth == 0 and R.random() < .14:
        return p(("H", a), ("conj", p(("cc", w("and", "and", "CCONJ", "CC")), ("H", actor(1)))))
    return a


def when():
    k = R.random()
    if k < .55:
        return p(("case", adp("on")), ("H", w(R.choice(DAYS), None, "PROPN", "NNP"))), "obl"
    if k < .75:
        return p(("amod", adj(R.choice(["last", "next", "earlier"][:2]))), ("H", noun(R.choice(["week", "month", "year"])))), "obl:unmarked"
    return p(("case", adp("in")), ("H", w(R.choice(["January", "March", "May", "June", "October"]), None, "PROPN", "NNP"))), "obl"


def where():
    place = name([R.choice(CAPITALS + TOWNS + LANDS)], "LOC")
    k = R.random()
    if k < .2:
        place = p(("det", det("the")), ("H", noun(R.choice(["town", "city", "village"]))), ("nmod", p(("case", adp("of")), ("H", place))))
    elif k < .3:
        place = p(("det", det("the")), ("H", noun(R.choice(["capital", "border", "port"]))))
    return p(("case", adp(R.choice(["in", "near", "outside"]))), ("H", place)), "obl"


THINGS = ["sanctions", "talks", "aid", "missiles", "tanks", "plan", "proposal", "agreement", "curfew", "ceasefire", "border", "embassy", "weapons",
          "law", "decision", "visit", "resolution", "tanker", "town", "bridge", "school", "exercises", "strike", "attack", "offensive"]


def thing():
    t = R.choice(THINGS)
    many = t.endswith("s")
    head = nouns(t) if many else noun(t)
    front = [] if many or t == "aid" else [("det", det(R.choice(["the", "a"]) if t[0] not in "aeo" else "the"))]
    k = R.random()
    if k < .2:
        front.append(demonym())
    elif k < .35:
        front.append(("compound", noun(R.choice(["peace", "trade", "border", "food", "arms"]))))
    elif k < .5:
        front.append(("amod", adj(R.choice(["new", "military", "military", "joint", "economic", "humanitarian"]))))
    t = p(*front, ("H", head))
    if R.random() < .25:
        t = p(("H", t), ("nmod", p(("case", adp(R.choice(["with", "on", "to", "against", "from"]))), ("H", land()))))
    return t


def tail(parts):
    for f in R.sample([when, where], 2):
        if R.random() < .33:
            ph, rel = f()
            parts.append((rel, ph))
    return parts


MAN = ["kill arrest accuse condemn criticise attack release free expel seize detain praise bomb shell visit convict pardon rescue denounce train "
       "abduct deport welcome back".split(), "suspend deliver send sign lift impose withdraw close reject deploy ban approve cancel host provide hold "
       "launch declare supply seize block exchange recall fire sever mass deny grant".split()]


def clause(form=1, subject=None, lead=()):
    """An active clause; `lead` are (relation, phrase) before the verb."""
    s = [("nsubj", subject or actor())] if subject is not False else []
    k = R.random()
    if k < .42:
        b = R.choice(MAN[0])
        parts = s + list(lead) + [("H", verb(b, form)), ("obj", actor() if R.random() < .5 else people())]
    elif k < .78:
        b = R.choice(MAN[1])
        parts = s + list(lead) + [("H", verb(b, form)), ("obj", thing())]
        if R.random() < .35 and b in ("deliver", "send", "provide", "supply", "impose", "withdraw", "launch", "hold", "suspend"):
            prep = {"impose": "on", "withdraw": "from", "launch": "against", "hold": "with"}.get(b, "to")
            parts.append(("obl", p(("case", adp(prep)), ("H", land()))))
    elif k < .86:
        parts = s + list(lead) + [("H", verb("grant", form)), ("iobj", p(("det", det("the")), ("H", noun(R.choice(["journalist", "activist", "country", "group"]))))), ("obj", noun(R.choice(["asylum", "access", "aid"])))]
    elif k < .93:
        parts = s + list(lead) + [("H", verb("accuse", form)), ("obj", actor()), ("advcl", p(("mark", w("of", "of", "SCONJ", "IN")), ("H", clause(4, False))))]
    else:
        parts = s + list(lead) + [("H", verb("protest", form)), ("obl", p(("case", adp("against")), ("H", group())))]
    return p(*tail(parts))


def passive():
    s = people() if R.random() < .6 else actor(1)
    many = s.words[s.head][3] == "NNS" or s.words[s.head][0] == "police"
    was = aux("were" if many else "was", "be", "VBD")
    parts = [("nsubj:pass", s), ("aux:pass", was), ("H", verb(R.choice(MAN[0]), 2))]
    if R.random() < .55:
        parts.append(("obl:agent", p(("case", adp("by")), ("H", actor(1)))))
    return p(*tail(parts))


INFINITIVES = [("agreed", "agree"), ("refused", "refuse"), ("promised", "promise"), ("threatened", "threaten"), ("offered", "offer"), ("decided", "decide"), ("vowed", "vow")]
URGES = [("urged", "urge"), ("ordered", "order"), ("asked", "ask"), ("told", "tell")]


def to(c): return p(("mark", w("to", "to", "PART", "TO")), ("H", c))


def control():
    if R.random() < .5:
        f, l = R.choice(INFINITIVES)
        return p(*tail([("nsubj", actor()), ("H", w(f, l, "VERB", "VBD")), ("xcomp", to(clause(0, False)))]))
    f, l = R.choice(URGES)
    return p(*tail([("nsubj", actor()), ("H", w(f, l, "VERB", "VBD")), ("obj" if l == "order" else "iobj", actor(1)), ("xcomp", to(clause(0, False)))]))


def called():
    return p(("nsubj", actor()), ("H", w("called", "call", "VERB", "VBD")), ("obl", p(("case", adp("on")), ("H", actor(1)))), ("xcomp", to(clause(0, False))))


def meeting():
    a = p(("H", actor(1)), ("conj", p(("cc", w("and", "and", "CCONJ", "CC")), ("H", actor(1)))))
    k = R.random()
    if k < .4:
        return p(*tail([("nsubj", a), ("H", w("met", "meet", "VERB", "VBD"))]))
    if k < .7:
        return p(*tail([("nsubj", actor(1)), ("H", w("met", "meet", "VERB", "VBD")), ("obl", p(("case", adp("with")), ("H", actor(1))))]))
    return p(*tail([("nsubj", a), ("H", verb("hold", 1)), ("obj", nouns("talks"))]))


def nominal():
    head = R.choice(["visit", "attack", "raid", "protest", "strike", "meeting", "crackdown"])
    prep = {"visit": "to", "meeting": "with"}.get(head, "on")
    subj = p(("det", det("a")) if R.random() < .5 else ("det", det("the")), ("H", noun(head)), ("nmod", p(("case", adp("by")), ("H", actor(1)))),
             ("nmod", p(("case", adp(prep)), ("H", land()))))
    return p(*tail([("nsubj", subj), ("H", w("ended", "end", "VERB", "VBD"))]))


def relative():
    who = R.choice([group(), people(), person()])
    c = p(("nsubj", w("who", "who", "PRON", "WP")), ("H", clause(1, False)))
    s = p(("H", who), ("punct>2", punct(",")), ("acl:relcl", c), ("punct>2", punct(",")))
    return clause(1, s)


def participle():
    s = p(("H", people()), ("acl", p(("H", verb(R.choice(MAN[0]), 2)), ("obl:agent", p(("case", adp("by")), ("H", actor(1)))))))
    return p(("nsubj:pass", s), ("aux:pass", aux("were", "be", "VBD")), ("H", verb(R.choice(["release", "detain", "free", "deport"]), 2)), *tail([])) if R.random() < .5 else clause(1, s)


def modal():
    k = R.random()
    if k < .5:
        m = R.choice([("will", "will"), ("may", "may"), ("could", "could"), ("would", "would")])
        return clause(0, None, [("aux", aux(m[0], m[1], "MD"))])
    if k < .75:
        return clause(0, None, [("aux", aux("did", "do", "VBD")), ("advmod", w("not", "not", "PART", "RB"))])
    return clause(2, None, [("aux", aux("has", "have", "VBZ"))])


CORE = [(clause, 30), (passive, 14), (control, 12), (called, 5), (meeting, 9), (nominal, 5), (relative, 6), (participle, 5), (modal, 10)]


def core():
    f = R.choices([f for f, _ in CORE], [n for _, n in CORE])[0]
    c = f()
    if R.random() < .12:  # two verbs of one subject
        c = p(("H", c), ("conj", p(("cc", w("and", "and", "CCONJ", "CC")), ("H", clause(1, False)))))
    return c


def speaker():
    return R.choice([group, person, people, lambda: p(("det", det("the")), demonym(), ("H", group(None))), lambda: noun("police"),
                     lambda: p(("det", det("a")), ("compound", noun(R.choice(["ministry", "police", "army"]))), ("H", noun("spokesman")))])()


def said_parts(s):
    f, l = R.choice(SAY[:3] + SAY[:1] * 4)
    parts = [("nsubj", s), ("H", w(f, l, "VERB", "VBD"))]
    if R.random() < .3:
        ph, rel = when()
        parts.append((rel, ph))
    elif R.random() < .15:
        parts.append(("obl", p(("case", adp("in")), ("det", det("a")), ("H", noun("statement")))))
    return parts


def attributed():
    parts = said_parts(speaker())
    k = R.random()
    if k < .62:  # "…, the ministry said."
        said = p(*parts)
        return p(("ccomp", core()), ("punct", punct(",")), ("H", said))
    if k < .72:  # "…, said the ministry."
        s = speaker()
        return p(("ccomp", core()), ("punct", punct(",")), ("H", w("said", "say", "VERB", "VBD")), ("nsubj", s))
    if k < .84:
        c = core()
        return p(*parts, ("ccomp", p(("mark", w("that", "that", "SCONJ", "IN")), ("H", c))))
    if k < .92:
        return p(*parts, ("ccomp", core()))
    a = p(("case", p(("H", w("according", "accord", "VERB", "VBG")), ("fixed", adp("to")))), ("H", group()))
    return p(("H", core()), ("punct>2", punct(",")), ("obl", a))


def headline():
    k = R.random()
    if k < .7:
        return clause(3, land() if R.random() < .6 else name([R.choice(CAPITALS)], "LOC")), False
    a, b = land(), land()
    pair = p(("H", a), ("conj", p(("punct", punct(",")), ("H", b))))
    return p(("nsubj", pair), ("H", verb(R.choice(MAN[1]), 0)), ("obj", thing())), False


def sentence():
    k = R.random()
    if k < .5:
        return core(), True
    if k < .9:
        return attributed(), True
    return headline()


def out(number, ph, stop):
    if stop:
        ph = p(("H", ph), ("punct", punct(".")))
    ws = ph.words
    ws[ph.head][4], ws[ph.head][5] = "root", -1
    # A comma before a full stop goes.
    if len(ws) > 2 and ws[-1][0] == "." and ws[-2][0] == ",":
        del ws[-2]
        for x in ws:
            if x[5] is not None and x[5] > len(ws) - 2:
                x[5] -= 1
    i = 0
    while i + 1 < len(ws):  # ", ," is one comma
        if ws[i][0] == "," and ws[i + 1][0] == ",":
            del ws[i + 1]
            for x in ws:
                if x[5] > i:
                    x[5] -= 1
        else:
            i += 1
    for a, b in zip(ws, ws[1:]):
        if a[0] == "a" and b[0][0] in "aeioAEIO":
            a[0] = "an"
    ws[0][0] = ws[0][0][:1].upper() + ws[0][0][1:]
    glue = [i + 1 < len(ws) and (ws[i + 1][0] in (".", ",", "'s")) for i in range(len(ws))]
    text = "".join(x[0] + ("" if g or i == len(ws) - 1 else " ") for i, (x, g) in enumerate(zip(ws, glue)))
    lines = [f"# sent_id = wire-{number:04d}", f"# text = {text}"]
    for i, (x, g) in enumerate(zip(ws, glue), 1):
        if i < len(ws) and ws[i][0] == "'s":
            lines.append(f"{i}-{i + 1}\t{x[0]}'s" + "\t_" * 7 + "\t" + ("SpaceAfter=No" if glue[i] else "_"))
        misc = (["NER=" + x[6]] if x[6] != "O" else []) + (["SpaceAfter=No"] if g and ws[i][0] != "'s" and x[0] != "'s" else [])
        lines.append("\t".join([str(i), x[0], x[1], x[2], x[3], "_", str(x[5] + 1), x[4], "_", "|".join(misc) or "_"]))
    return "\n".join(lines) + "\n"


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    print("# newdoc id = wire")
    seen = 0
    while seen < n:
        ph, stop = sentence()
        if 4 <= len(ph.words) <= 45:
            seen += 1
            print(out(seen, ph, stop))


main()
