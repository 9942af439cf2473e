/* Plain copy of every agency's shape, invented: each row is a piece of copy and all that must be read from it. */
#include "tap.h"
#include "wire/copy/terms.h"
#include "wire/wire.h"

#define BODY "The port authority said on Wednesday that ferries would sail again."

static const struct {
    const char *why, *copy, *want;
} rows[] = {
    {"Yonhap: first rewrite, note, byline, address, end mark",
     "(LEAD) Ferries to sail again: port\n(ATTN: ADDS details throughout; CHANGES photo)\nBy Kim Min-ji\nSEOUL, May 8 (Yonhap) -- " BODY "\nminji@yna.co.kr\n(END)",
     "agency=Yonhap | title=Ferries to sail again: port | byline=Kim Min-ji | places=SEOUL | published=2024-05-08 | revision=lead 1 | note=ADDS details throughout; CHANGES photo | end | text=" BODY},
    {"Yonhap: second, note over two lines",
     "(2nd LD) Ferries to sail again: port\n(ATTN: UPDATES with reason in last 4 paras;\n ADDS photo, byline)\nSEOUL, May 8 (Yonhap) -- " BODY "\n(END)",
     "agency=Yonhap | title=Ferries to sail again: port | places=SEOUL | published=2024-05-08 | revision=lead 2 | note=UPDATES with reason in last 4 paras; ADDS photo, byline | end | text=" BODY},
    {"Yonhap: urgent",
     "(URGENT) Ferries to sail again: port\nSEOUL, May 8 (Yonhap) -- " BODY "\n(END)",
     "agency=Yonhap | title=Ferries to sail again: port | places=SEOUL | published=2024-05-08 | urgent | end | text=" BODY},
    {"Yonhap: corrected",
     "(CORRECTED) Ferries to sail again: port\nSEOUL, May 8 (Yonhap) -- " BODY,
     "agency=Yonhap | title=Ferries to sail again: port | places=SEOUL | published=2024-05-08 | revision=corrected | correction | text=" BODY},
    {"Yonhap: a kind of piece",
     "(News Focus) Ferries to sail again: port\nBy Kim Min-ji\nSEOUL, May 8 (Yonhap) -- " BODY,
     "agency=Yonhap | title=Ferries to sail again: port | byline=Kim Min-ji | places=SEOUL | published=2024-05-08 | label=news focus | text=" BODY},
    {"Yonhap: an editorial, marked on a line of its own",
     "(EDITORIAL from Harbour Daily on May 8)\nFerries at last\n" BODY,
     "title=Ferries at last | label=editorial | text=" BODY},
    {"Yonhap in Korean: first flash",
     "(1보) 항만청 \"여객선 운항 재개\"\n(서울=연합뉴스) 한미래 기자 = 항만청은 8일 밝혔다.\n(끝)",
     "agency=Yonhap | title=항만청 \"여객선 운항 재개\" | byline=한미래 | places=서울 | revision=flash-update 1 | language=ko | end | text=항만청은 8일 밝혔다."},
    {"Yonhap in Korean: two places, two reporters, copyright",
     "[속보] 항만청 \"여객선 운항 재개\"\n(서울·부산=연합뉴스) 한미래 김하늘 기자 = 항만청은 8일 밝혔다.\nminji@yna.co.kr\n(끝)\n<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>",
     "agency=Yonhap | title=항만청 \"여객선 운항 재개\" | byline=한미래 + 김하늘 | places=서울 + 부산 | language=ko | urgent | end | text=항만청은 8일 밝혔다."},
    {"Reuters: update, note, two bylines, credits",
     "UPDATE 2-Ferries to sail again, port says\n(Adds quote, background)\nBy Ola Berg and Siri Dahl\nOSLO, May 8 (Reuters) - " BODY "\n(Reporting by Ola Berg; Editing by Siri Dahl)",
     "agency=Reuters | title=Ferries to sail again, port says | byline=Ola Berg + Siri Dahl | places=OSLO | published=2024-05-08 | revision=update 2 | note=Adds quote, background | credits=Reporting by Ola Berg; Editing by Siri Dahl | text=" BODY},
    {"Reuters: repeat",
     "RPT-Ferries to sail again\n(Repeats to additional subscribers)\nOSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries to sail again | places=OSLO | published=2024-05-08 | revision=repeat | note=Repeats to additional subscribers | text=" BODY},
    {"Reuters: withdrawn",
     "STORY WITHDRAWN-Ferries to sail again\nOSLO, May 8 (Reuters) - The story is withdrawn as the date was wrong.",
     "agency=Reuters | title=Ferries to sail again | places=OSLO | revision=withdrawn | kill | text=The story is withdrawn as the date was wrong."},
    {"Reuters: withdrawn, with a colon",
     "STORY WITHDRAWN: Ferries to sail again\nOSLO, May 8 (Reuters) - The story is withdrawn as the date was wrong.",
     "agency=Reuters | title=Ferries to sail again | places=OSLO | revision=withdrawn | kill | text=The story is withdrawn as the date was wrong."},
    {"Reuters: alert",
     "FERRIES TO SAIL AGAIN ON FRIDAY - PORT AUTHORITY",
     "title=FERRIES TO SAIL AGAIN ON FRIDAY - PORT AUTHORITY | alert | text="},
    {"Reuters: analysis",
     "ANALYSIS-Ferries, fish and the future\nOSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries, fish and the future | places=OSLO | published=2024-05-08 | label=analysis | text=" BODY},
    {"Reuters: slug with version",
     "NORWAY-FERRIES/ (UPDATE 1)\nUPDATE 1-Ferries to sail again\nOSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries to sail again | slug=NORWAY-FERRIES | places=OSLO | published=2024-05-08 | revision=update 1 | text=" BODY},
    {"Reuters: slug",
     "NORWAY-FERRIES/\nFerries to sail again\nOSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries to sail again | slug=NORWAY-FERRIES | places=OSLO | published=2024-05-08 | text=" BODY},
    {"Reuters: exclusive",
     "EXCLUSIVE-Ferries to sail again -sources\nOSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries to sail again -sources | places=OSLO | published=2024-05-08 | label=exclusive | text=" BODY},
    {"a place and a short sentence behind a long dash",
     "Envoys meet again\n\nGENEVA — Envoys met Thursday.\n", "title=Envoys meet again | places=GENEVA | text=Envoys met Thursday."},
    {"the same, but a question", "Envoys meet\n\nGENEVA — Why did they meet?\n", "title=Envoys meet | text=GENEVA — Why did they meet?"},
    {"a word that is no place before a long dash", "Envoys meet\n\nOPINION — Envoys met Thursday.\n", "title=Envoys meet | text=OPINION — Envoys met Thursday."},
    {"a place with its country before a long dash",
     "Ferries to sail again\n\nOSLO, Norway — " BODY, "title=Ferries to sail again | places=OSLO, Norway | text=" BODY},
    {"a dateline in a field, with its date", "The Gazette\nMay 8, 2024 Wednesday\nLENGTH: 9 words\nDATELINE: PORT ELSE, Norway, May 8\nHEADLINE: Ferries to sail again\nBODY:\n" BODY "\nLOAD-DATE: May 9, 2024\n",
     "title=Ferries to sail again | places=PORT ELSE, Norway | published=2024-05-08 | source=The Gazette | format=lexis | words=9 | text=" BODY},
    {"Reuters: corrected update",
     "CORRECTED-UPDATE 2-Ferries to sail again\nOSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries to sail again | places=OSLO | published=2024-05-08 | revision=update 2 | correction | text=" BODY},
    {"AP: writethru, capital byline, tail",
     "BC-EU--Norway-Ferries, 2nd Ld-Writethru,310\nFerries to sail again\nEds: Updates with quotes. With AP Photos.\nBy OLA BERG\nAssociated Press\nOSLO, Norway (AP) — " BODY "\n___\nAssociated Press writer Siri Dahl in Bergen contributed to this report.",
     "agency=AP | title=Ferries to sail again | slug=BC-EU--Norway-Ferries | byline=OLA BERG | places=OSLO, Norway | revision=lead 2 writethru | note=Updates with quotes. With AP Photos. | credits=Associated Press writer Siri Dahl in Bergen contributed to this report. | words=310 | text=" BODY},
    {"AP of old: underscore, typewriter quotes",
     "BC-EU--Norway-Ferries,120\nFerries to sail again\n   ATLANTA (AP) _ ``Ferries will sail,'' the port authority said Wednesday.",
     "agency=AP | title=Ferries to sail again | slug=BC-EU--Norway-Ferries | places=ATLANTA | words=120 | text=\"Ferries will sail,\" the port authority said Wednesday."},
    {"AP: kill",
     "BC-EU--Norway-Ferries, KILL\nEds: Kill the story slugged BC-EU--Norway-Ferries. The date was wrong.",
     "slug=BC-EU--Norway-Ferries | revision=withdrawn | note=Kill the story slugged BC-EU--Norway-Ferries. The date was wrong. | kill | text="},
    {"AP: add without a dateline",
     "BC-EU--Norway-Ferries, 1st Add,90\nOSLO: said on Wednesday.\nThe port will open at noon.",
     "slug=BC-EU--Norway-Ferries | revision=add 1 | words=90 | text=OSLO: said on Wednesday.\n\nThe port will open at noon."},
    {"AP: add",
     "BC-EU--Norway-Ferries, 1st Add,90\nOSLO (AP) — " BODY,
     "agency=AP | slug=BC-EU--Norway-Ferries | places=OSLO | revision=add 1 | words=90 | text=" BODY},
    {"AP: alert",
     "APNewsAlert\nOSLO, Norway (AP) — Port says ferries will sail again.",
     "agency=AP | places=OSLO, Norway | alert | text=Port says ferries will sail again."},
    {"AP: correction",
     "BC-EU--Norway-Ferries, Correction,90\nCorrection: Norway-Ferries story\nOSLO (AP) — In a story May 8, the AP reported wrongly that ferries would sail.",
     "agency=AP | title=Norway-Ferries story | slug=BC-EU--Norway-Ferries | places=OSLO | revision=corrected | words=90 | correction | text=In a story May 8, the AP reported wrongly that ferries would sail."},
    {"AP: state with a full stop",
     "Ferries to sail\nSPRINGFIELD, Ill. (AP) — " BODY,
     "agency=AP | title=Ferries to sail | places=SPRINGFIELD, Ill. | text=" BODY},
    {"AFP in French",
     "Reprise des ferries\nStrasbourg, 10 juil 2024 (AFP) - Les autorités du port ont dit mercredi que les ferries allaient reprendre la mer dans la journée.\nob/aru/lw",
     "agency=AFP | title=Reprise des ferries | places=Strasbourg | published=2024-07-10 | signoff=ob/aru/lw | language=fr | text=Les autorités du port ont dit mercredi que les ferries allaient reprendre la mer dans la journée."},
    {"AFP: initials",
     "Ferries to sail again\nOslo, May 8, 2024 (AFP) - " BODY "\nob/aru/lw",
     "agency=AFP | title=Ferries to sail again | places=Oslo | published=2024-05-08 | signoff=ob/aru/lw | text=" BODY},
    {"AFP: lead in the slug",
     "Norway-ferries,lead\nFerries to sail again\nOslo, May 8, 2024 (AFP) - " BODY,
     "agency=AFP | title=Ferries to sail again | slug=Norway-ferries | places=Oslo | published=2024-05-08 | revision=lead 1 | text=" BODY},
    {"AFP: alert",
     "Norway-ferries,ALERT\nFerries to sail again: port",
     "title=Ferries to sail again: port | slug=Norway-ferries | alert | text="},
    {"AFP: wrap",
     "Norway-ferries,wrap\nFerries to sail\nOslo, May 8, 2024 (AFP) - " BODY,
     "agency=AFP | title=Ferries to sail | slug=Norway-ferries | places=Oslo | published=2024-05-08 | revision=wrapup 1 | text=" BODY},
    {"dpa: partner, sign-off, transmission time",
     "Ferries to sail again\nSan Diego (tca/dpa) - " BODY "\ndpa wsz jln npr\n081137 GMT May 24",
     "agency=dpa | title=Ferries to sail again | places=San Diego | published=2024-05-08T11:37:00Z | signoff=dpa wsz jln npr | text=" BODY},
    {"dpa: slug, headline with =, byline",
     "Norway/ferries/\nFerries to sail again =\nBy Ola Berg, dpa =\nOslo (dpa) - " BODY,
     "agency=dpa | title=Ferries to sail again | slug=Norway/ferries | byline=Ola Berg | places=Oslo | text=" BODY},
    {"dpa: second lead",
     "2ND LEAD\nFerries to sail again\nOslo (dpa) - " BODY,
     "agency=dpa | title=Ferries to sail again | places=Oslo | revision=lead 2 | text=" BODY},
    {"Kyodo: urgent, no brackets",
     "URGENT: Ferries to sail again\nTOKYO, May 8, Kyodo - " BODY,
     "agency=Kyodo | title=Ferries to sail again | places=TOKYO | published=2024-05-08 | urgent | text=" BODY},
    {"Kyodo: second lead, bare dateline",
     "2ND LD: Ferries to sail again\nTOKYO - " BODY,
     "title=Ferries to sail again | places=TOKYO | revision=lead 2 | text=" BODY},
    {"Kyodo: update, end mark",
     "UPDATE1: Ferries to sail again\nTOKYO, May 8 (Kyodo) - " BODY "\n==Kyodo",
     "agency=Kyodo | title=Ferries to sail again | places=TOKYO | published=2024-05-08 | revision=update 1 | end | text=" BODY},
    {"Kyodo: focus",
     "FOCUS: Ferries to sail again\nTOKYO, May 8 Kyodo - " BODY,
     "agency=Kyodo | title=Ferries to sail again | places=TOKYO | published=2024-05-08 | label=focus | text=" BODY},
    {"Xinhua: update 2",
     "Update 2: Ferries to sail again\nBEIJING, May 8 (Xinhua) -- " BODY " Enditem",
     "agency=Xinhua | title=Ferries to sail again | places=BEIJING | published=2024-05-08 | revision=update 2 | end | text=" BODY},
    {"Xinhua: update",
     "Update: Ferries to sail again\nBEIJING, May 8 (Xinhua) -- " BODY " Enditem",
     "agency=Xinhua | title=Ferries to sail again | places=BEIJING | published=2024-05-08 | revision=update 1 | end | text=" BODY},
    {"Xinhua: first lead",
     "1st LD: Ferries to sail again\nBEIJING, May 8 (Xinhua) -- " BODY "\nEnditem",
     "agency=Xinhua | title=Ferries to sail again | places=BEIJING | published=2024-05-08 | revision=lead 1 | end | text=" BODY},
    {"Xinhua: first lead, writethru",
     "1st LD-Writethru: Ferries to sail again\nBEIJING, May 8 (Xinhua) -- " BODY "\nEnditem",
     "agency=Xinhua | title=Ferries to sail again | places=BEIJING | published=2024-05-08 | revision=lead 1 writethru | end | text=" BODY},
    {"Xinhua: flash",
     "Flash: Ferries to sail again",
     "title=Ferries to sail again | urgent | text="},
    {"Xinhua in Chinese",
     "外交部：渡轮复航\n新华社北京5月8日电（记者张三、李四）港务局8日说，渡轮将复航。（完）",
     "agency=Xinhua | title=外交部：渡轮复航 | byline=张三 + 李四 | places=北京 | language=zh | end | text=港务局8日说，渡轮将复航。"},
    {"TASS",
     "Ferries to sail again\nMOSCOW, May 8. /TASS/. " BODY,
     "agency=TASS | title=Ferries to sail again | places=MOSCOW | published=2024-05-08 | text=" BODY},
    {"Interfax",
     "Ferries to sail again\nMOSCOW. May 8 (Interfax) - " BODY,
     "agency=Interfax | title=Ferries to sail again | places=MOSCOW | published=2024-05-08 | text=" BODY},
    {"KCNA",
     "Ferries Sail\nPyongyang, May 8 (KCNA) -- " BODY " -0-",
     "agency=KCNA | title=Ferries Sail | places=Pyongyang | published=2024-05-08 | end | text=" BODY},
    {"ANSA: agency first",
     "Traghetti, si riparte\n(ANSA) - ROMA, 08 MAG - Le autorità del porto hanno detto mercoledì che i traghetti della compagnia sono pronti a ripartire.",
     "agency=ANSA | title=Traghetti, si riparte | places=ROMA | published=2024-05-08 | language=it | text=Le autorità del porto hanno detto mercoledì che i traghetti della compagnia sono pronti a ripartire."},
    {"ANSA: no agency",
     "Traghetti, si riparte\nROMA, 01 LUG - Le autorità del porto hanno detto mercoledì che i traghetti della compagnia sono pronti a ripartire.",
     "title=Traghetti, si riparte | places=ROMA | published=2020-07-01 | language=it | text=Le autorità del porto hanno detto mercoledì che i traghetti della compagnia sono pronti a ripartire."},
    {"EFE",
     "Ferries to sail again\nMadrid, May 8 (EFE).- " BODY,
     "agency=EFE | title=Ferries to sail again | places=Madrid | published=2024-05-08 | text=" BODY},
    {"PTI: sign-off in the line",
     "Ferries to sail again\nNew Delhi, May 8 (PTI) " BODY " PTI AB CD",
     "agency=PTI | title=Ferries to sail again | places=New Delhi | published=2024-05-08 | signoff=PTI AB CD | text=" BODY},
    {"PTI: sign-off below",
     "Ferries to sail again\nNew Delhi, May 8 (PTI) " BODY "\nPTI AB CD",
     "agency=PTI | title=Ferries to sail again | places=New Delhi | published=2024-05-08 | signoff=PTI AB CD | text=" BODY},
    {"embargo",
     "EMBARGOED FOR RELEASE UNTIL 0001 GMT May 9\nFerries to sail again\nOSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries to sail again | places=OSLO | published=2024-05-08 | embargo=0001 GMT May 9 | text=" BODY},
    {"embargo: words between, curly apostrophe in a note",
     "EMBARGOED - NOT FOR PUBLICATION BEFORE: 0001 GMT May 9\nEditor’s note: quote added\nFerries to sail\nOSLO (AP) — " BODY,
     "agency=AP | title=Ferries to sail | places=OSLO | note=quote added | embargo=0001 GMT May 9 | text=" BODY},
    {"Yonhap: a correspondent",
     "항만청 \"여객선 운항 재개\"\n(도쿄=연합뉴스) 한미래 특파원 = 항만청은 8일 밝혔다.\n(끝)",
     "agency=Yonhap | title=항만청 \"여객선 운항 재개\" | byline=한미래 | places=도쿄 | language=ko | end | text=항만청은 8일 밝혔다."},
    {"hold for release",
     "HOLD FOR RELEASE 6 a.m. May 9\nFerries to sail\nOSLO (AP) — " BODY,
     "agency=AP | title=Ferries to sail | places=OSLO | embargo=6 a.m. May 9 | text=" BODY},
    {"EFE: a note in Spanish, the agency's name at the end",
     "Vuelven los transbordadores\n(Actualiza con reacciones)\nMadrid, 8 may (EFE).- Las autoridades del puerto dijeron el miércoles que los transbordadores vuelven a la mar.\nNo hubo heridos. EFE\ner/lv/jac",
     "agency=EFE | title=Vuelven los transbordadores | places=Madrid | published=2024-05-08 | note=Actualiza con reacciones | signoff=er/lv/jac | language=es | end | text=Las autoridades del puerto dijeron el miércoles que los transbordadores vuelven a la mar.\n\nNo hubo heridos."},
    {"EFE: a marker in brackets, a country in brackets",
     "(AMPL) Vuelven los transbordadores\nVilla Roble (Corunda), 8 may (EFE).- Las autoridades del puerto dijeron el miércoles que los transbordadores vuelven a la mar.",
     "agency=EFE | title=Vuelven los transbordadores | places=Villa Roble (Corunda) | published=2024-05-08 | revision=lead 1 | language=es | text=Las autoridades del puerto dijeron el miércoles que los transbordadores vuelven a la mar."},
    {"PTI: a country in brackets",
     "Port Else (Sandmark), May 8 (PTI) " BODY " PTI CORR MH ZMN",
     "agency=PTI | places=Port Else (Sandmark) | published=2024-05-08 | signoff=PTI CORR MH ZMN | text=" BODY},
    {"PTI: initials below the sign-off",
     "Ferries to sail again\nNew Delhi, May 8 (PTI) " BODY " PTI MH JA\nZMN",
     "agency=PTI | title=Ferries to sail again | places=New Delhi | published=2024-05-08 | signoff=PTI MH JA | text=" BODY},
    {"UPI: two hyphens and a copyright below",
     "Ferries to sail again\nBy MIRA HOLT\nUPI Senior Correspondent\nPORT ELSE, Sandmark, May 8 (UPI) -- " BODY "\n--\nCopyright 2024 by United Press International. All Rights Reserved.",
     "agency=UPI | title=Ferries to sail again | byline=MIRA HOLT | places=PORT ELSE, Sandmark | published=2024-05-08 | text=" BODY},
    {"KCNA: its address below the end",
     "Ferries Sail\nPyongyang, May 8 (KCNA) -- " BODY " -0-\n\nwww.kcna.kp (Juche113.5.8.)",
     "agency=KCNA | title=Ferries Sail | places=Pyongyang | published=2024-05-08 | end | text=" BODY},
    {"Interfax: a part",
     "Ferries to sail again - port (Part 2)\nPORT ELSE. May 8 (Interfax) - " BODY,
     "agency=Interfax | title=Ferries to sail again - port | places=PORT ELSE | published=2024-05-08 | revision=update 2 | text=" BODY},
    {"Interfax in Russian",
     "Паромы выйдут в море\nМосква. 8 мая. INTERFAX.RU - Паромы снова выйдут в море, сообщили в среду журналистам в администрации порта.",
     "agency=Interfax | title=Паромы выйдут в море | places=Москва | published=2024-05-08 | language=ru | text=Паромы снова выйдут в море, сообщили в среду журналистам в администрации порта."},
    {"ANSA: a flash, its name and initials at the end",
     "++ Traghetti, si riparte ++\n(ANSA) - ROMA, 8 MAG - Le autorità del porto hanno detto mercoledì che i traghetti ripartono. (ANSA).\nMH-JA",
     "agency=ANSA | title=Traghetti, si riparte | places=ROMA | published=2024-05-08 | signoff=MH-JA | language=it | urgent | end | text=Le autorità del porto hanno detto mercoledì che i traghetti ripartono."},
    {"Jiji: the time at the end",
     "フェリー再開\n【ヘイブンポート時事】港湾局は8日、フェリーの運航を再開すると発表した。（2024/05/08-18:30）",
     "agency=Jiji | title=フェリー再開 | places=ヘイブンポート | published=2024-05-08 | language=ja | text=港湾局は8日、フェリーの運航を再開すると発表した。"},
    {"CNA: reporter, place and day in a bracket, the year since 1911",
     "（中央社記者王小明哈芬港8日電）港務局今天表示，渡輪將復航。（編輯：李大明）1130508",
     "agency=CNA | published=2024-05-08 | language=zh | text=港務局今天表示，渡輪將復航。"},
    {"Yonhap in Korean: two reporters with a dot, the time below",
     "[1보] 항만청 \"여객선 운항 재개\"\n(세종=연합뉴스) 한미래·김하늘 기자 = 항만청은 8일 밝혔다.\n(끝)\n<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>\n2024/05/08 15:09 송고",
     "agency=Yonhap | title=항만청 \"여객선 운항 재개\" | byline=한미래 + 김하늘 | places=세종 | published=2024-05-08 | revision=flash-update 1 | language=ko | end | text=항만청은 8일 밝혔다."},
    {"dpa: notebook",
     "Norway/ferries/\nREFILE\n2ND LEAD\nFerries to sail again\nBy Yuna Seo and Tor Vale, dpa =\n\nOslo (dpa) - The port authority said on Wednesday that ferries would sail\nagain.\n\n# Notebook\n\n## Note to editors\n- adds quotes throughout\n\n* * * *\n## Editorial contacts\n- Reporting by: Yuna Seo\n- Editing by: Tor Vale\n\ndpa ys n1 tv\n\n081337 GMT May 24",
     "agency=dpa | title=Ferries to sail again | slug=Norway/ferries | byline=Yuna Seo + Tor Vale | places=Oslo | published=2024-05-08T13:37:00Z | revision=lead 2 | note=adds quotes throughout | credits=Reporting by: Yuna Seo; Editing by: Tor Vale | signoff=dpa ys n1 tv | refile | text=" BODY},
    {"AFP in French: second lead",
     "Norvege-ferries,2elead\nReprise des ferries\nATTENTION - Actualise ///\nOslo, 8 mai 2024 (AFP) - Les autorités du port ont dit mercredi que les ferries allaient reprendre la mer.\nys/tv",
     "agency=AFP | title=Reprise des ferries | slug=Norvege-ferries | places=Oslo | published=2024-05-08 | revision=lead 2 | note=Actualise | signoff=ys/tv | language=fr | text=Les autorités du port ont dit mercredi que les ferries allaient reprendre la mer."},
    {"Anadolu: the place on a line of its own",
     "Ferries to sail again\nBy Mira Holt\nANKARA\n" BODY,
     "title=Ferries to sail again | byline=Mira Holt | places=ANKARA | text=" BODY},
    {"a telegram's envelope",
     "ZCZC ABC0123 4 I 0120\nFerries to sail again\nOSLO, May 8 (Reuters) - " BODY "\nNNNN",
     "agency=Reuters | title=Ferries to sail again | places=OSLO | published=2024-05-08 | end | text=" BODY},
    {"Lusa: initials and end",
     "Barcos voltam\nLisboa, 08 mai 2024 (Lusa) - As autoridades do porto disseram na quarta-feira que os barcos voltam ao mar na sexta-feira.\nMH // JA\nLusa/Fim",
     "agency=Lusa | title=Barcos voltam | places=Lisboa | published=2024-05-08 | signoff=MH // JA | language=pt | end | text=As autoridades do porto disseram na quarta-feira que os barcos voltam ao mar na sexta-feira."},
    {"Reuters: an advisory that names the story, a partner nobody knows",
     "CORRECTED-Ferries to sail again\n(In May 7 story, corrects day in paragraph 2)\nMay 8 (Harbour Wire) - " BODY,
     "agency=Harbour Wire | title=Ferries to sail again | published=2024-05-08 | revision=corrected | note=In May 7 story, corrects day in paragraph 2 | correction | text=" BODY},
    {"hyphen in the headline, agency in the sentence",
     "Ferries to sail, US-Norway talks on\nOSLO, May 8 (Reuters) - The ferry union (AP) - a big one - said on Wednesday that it was ready.",
     "agency=Reuters | title=Ferries to sail, US-Norway talks on | places=OSLO | published=2024-05-08 | text=The ferry union (AP) - a big one - said on Wednesday that it was ready."},
    {"bracket in the headline",
     "Union (LO) says ferries ready\nOSLO (AP) — " BODY,
     "agency=AP | title=Union (LO) says ferries ready | places=OSLO | text=" BODY},
    {"a sentence and nothing else",
     BODY,
     "text=" BODY},
    {"lines of fixed width",
     "Ferries to sail again\n\nOSLO, May 8 (Reuters) - The port authority said on Wednesday that\nferries would sail again from Friday, after a strike that lasted for\nthree weeks and left islands without mail.\n\n\"We are glad that this is over,\" said Ola Berg, who heads the port\nauthority of the city.\n\n(Reporting by Ola Berg;\nEditing by Siri Dahl)",
     "agency=Reuters | title=Ferries to sail again | places=OSLO | published=2024-05-08 | credits=Reporting by Ola Berg; Editing by Siri Dahl | text=The port authority said on Wednesday that ferries would sail again from Friday, after a strike that lasted for three weeks and left islands without mail.\n\n\"We are glad that this is over,\" said Ola Berg, who heads the port authority of the city."},
    {"a site's furniture and date above",
     "Harbour Times\n\nNews you can trust\n\nHome | World | Sport\n\nFerries to sail again from Oslo after strike\n\nBy Ola Berg\n\nMay 8, 2019\n\nOSLO (Reuters) - " BODY "\n\nThe strike lasted three weeks.\n\nOur Standards: The Thomson Reuters Trust Principles.",
     "agency=Reuters | title=Ferries to sail again from Oslo after strike | byline=Ola Berg | places=OSLO | published=2019-05-08 | text=" BODY "\n\nThe strike lasted three weeks."},
    {"headline and paragraphs, no dateline",
     "Ferries to sail again\n\nThe port authority of the city said that ferries would sail again.\n\nThe strike lasted three weeks.",
     "title=Ferries to sail again | text=The port authority of the city said that ferries would sail again.\n\nThe strike lasted three weeks."},
    {"marker on a line of its own",
     "3rd LD-Writethru\nFerries to sail again\nOSLO, May 8 (Xinhua) -- " BODY,
     "agency=Xinhua | title=Ferries to sail again | places=OSLO | published=2024-05-08 | revision=lead 3 writethru | text=" BODY},
    {"AAP",
     "Ferries to sail again\nSYDNEY, May 8 AAP - " BODY,
     "agency=AAP | title=Ferries to sail again | places=SYDNEY | published=2024-05-08 | text=" BODY},
    {"IANS: its mark and initials",
     "Ferries to sail again\nNew Delhi, May 8 (IANS) " BODY "\n--IANS\nab/cd",
     "agency=IANS | title=Ferries to sail again | places=New Delhi | published=2024-05-08 | signoff=ab/cd | end | text=" BODY},
    {"an agency nobody knows",
     "Ferries to sail again\nPORT LOUIS, May 8 (Harbour News) - " BODY,
     "agency=Harbour News | title=Ferries to sail again | places=PORT LOUIS | published=2024-05-08 | text=" BODY},
    {"place and colon",
     "Ferries to sail again\nKABUL: " BODY,
     "title=Ferries to sail again | places=KABUL | text=" BODY},
    {"weekday in the dateline",
     "Ferries to sail again\nOSLO, Wednesday, May 8 (Reuters) - The port said ferries would sail.",
     "agency=Reuters | title=Ferries to sail again | places=OSLO | published=2024-05-08 | text=The port said ferries would sail."},
    {"three places",
     "Ferries to sail again\nOSLO/GENEVA/NEW YORK, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries to sail again | places=OSLO + GENEVA + NEW YORK | published=2024-05-08 | text=" BODY},
    {"place that ends in a full stop",
     "Ferries to sail again\nWASHINGTON, D.C., May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries to sail again | places=WASHINGTON, D.C. | published=2024-05-08 | text=" BODY},
    {"LexisNexis, older",
     "2 of 9 DOCUMENTS\n\nCopyright 2024 Gazette Media\nAll Rights Reserved\n\nThe Gazette\n\nMay 8, 2024 Wednesday\nLate Edition\n\nSECTION: WORLD; Pg. 4\n\nLENGTH: 1,012 words\n\nHEADLINE: UPDATE 1-Ferries to sail\n\nBYLINE: By Ola Berg and Siri Dahl\n\nDATELINE: OSLO, Norway\n\nCORRECTION-DATE: May 9, 2024\n\nBODY:\n\n" BODY "\n\nA strike is over.\n\nLOAD-DATE: May 9, 2024\n\nLANGUAGE: ENGLISH; ENGLISH",
     "title=Ferries to sail | byline=Ola Berg + Siri Dahl | places=OSLO, Norway | published=2024-05-08 | revision=update 1 | source=The Gazette | section=WORLD; Pg. 4 | format=lexis | words=1012 | correction | text=" BODY "\n\nA strike is over."},
    {"LexisNexis, newer",
     "Ferries to sail again\nThe Gazette (Oslo)\nMay 8, 2024 Wednesday\n\nCopyright 2024 Gazette Media All Rights Reserved\n\nSection: WORLD; Pg. 4\nLength: 12 words\nByline: Ola Berg\nDateline: OSLO\nBody\n\n" BODY "\n\nClassification\n\nLanguage: ENGLISH\nPublication-Type: Newspaper\n\nEnd of Document",
     "title=Ferries to sail again | byline=Ola Berg | places=OSLO | published=2024-05-08 | source=The Gazette (Oslo) | section=WORLD; Pg. 4 | format=lexis | words=12 | text=" BODY},
    {"Factiva",
     "HD Ferries to sail again\nBY By Ola Berg\nWC 12 words\nPD 8 May 2024\nET 10:15\nSN The Gazette\nSC GAZ\nLA English\nCY Copyright 2024 Gazette Media\nLP \nOSLO, May 8 (Reuters) - " BODY "\nTD \nA strike is over.\nNS gtrans : Transport\nAN\nDocument GAZ0000020240508ek580001",
     "agency=Reuters | title=Ferries to sail again | byline=Ola Berg | places=OSLO | published=2024-05-08T10:15:00 | source=The Gazette | format=factiva | words=12 | text=" BODY "\n\nA strike is over."},
    {"Factiva: codes on lines of their own",
     "HD\nFerries to sail again\nBY\nBy Ola Berg\nWC\n12 words\nPD\n8 May 2024\nSN\nThe Gazette\nLA\nEnglish\nLP\n" BODY "\nTD\nA strike is over.\nRE\nnorw : Norway",
     "title=Ferries to sail again | byline=Ola Berg | published=2024-05-08 | source=The Gazette | format=factiva | words=12 | text=" BODY "\n\nA strike is over."},
    {"full stop within a place",
     "Ferries\nST. PAUL, Minn. (AP) — " BODY,
     "agency=AP | title=Ferries | places=ST. PAUL, Minn. | text=" BODY},
    {"hyphen in a place",
     "Ferries\nWINSTON-SALEM, N.C. (AP) — " BODY,
     "agency=AP | title=Ferries | places=WINSTON-SALEM, N.C. | text=" BODY},
    {"hyphens, country, year",
     "Ferries\nPORT-AU-PRINCE, Haiti, May 8, 2024 (AFP) - " BODY,
     "agency=AFP | title=Ferries | places=PORT-AU-PRINCE, Haiti | published=2024-05-08 | text=" BODY},
    {"apostrophe in a place",
     "Ferries\nN'DJAMENA, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries | places=N'DJAMENA | published=2024-05-08 | text=" BODY},
    {"accent in a place",
     "Ferries\nSÃO PAULO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries | places=SÃO PAULO | published=2024-05-08 | text=" BODY},
    {"aboard",
     "Ferries\nABOARD AIR FORCE ONE, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries | places=ABOARD AIR FORCE ONE | published=2024-05-08 | text=" BODY},
    {"near",
     "Ferries\nNEAR KHARKIV, Ukraine, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries | places=NEAR KHARKIV, Ukraine | published=2024-05-08 | text=" BODY},
    {"small letters in a place",
     "Ferries\nal-Arish, Egypt (AP) — " BODY,
     "agency=AP | title=Ferries | places=al-Arish, Egypt | text=" BODY},
    {"EFE in Spanish",
     "Transbordadores\nCiudad de México, 8 may (EFE).- Las autoridades del puerto dijeron el miércoles que los transbordadores volverán a navegar.",
     "agency=EFE | title=Transbordadores | places=Ciudad de México | published=2024-05-08 | language=es | text=Las autoridades del puerto dijeron el miércoles que los transbordadores volverán a navegar."},
    {"month of four letters",
     "Ferries\nWASHINGTON, Sept 2 (Reuters) - " BODY,
     "agency=Reuters | title=Ferries | places=WASHINGTON | published=2020-09-02 | text=" BODY},
    {"hyphenated country",
     "Ferries\nSARAJEVO, Bosnia-Herzegovina (AP) — " BODY,
     "agency=AP | title=Ferries | places=SARAJEVO, Bosnia-Herzegovina | text=" BODY},
    {"place alone, en dash",
     "Ferries\nWASHINGTON – " BODY,
     "title=Ferries | places=WASHINGTON | text=" BODY},
    {"dpa in German",
     "Fähren fahren wieder\nBerlin (dpa) - Die Hafenbehörde hat am Mittwoch mitgeteilt, dass die Fähren wieder fahren.",
     "agency=dpa | title=Fähren fahren wieder | places=Berlin | language=de | text=Die Hafenbehörde hat am Mittwoch mitgeteilt, dass die Fähren wieder fahren."},
    {"Kyodo in Japanese",
     "フェリー再開\n【東京共同】港湾当局は8日、フェリーの再開を発表した。",
     "agency=Kyodo | title=フェリー再開 | places=東京 | language=ja | text=港湾当局は8日、フェリーの再開を発表した。"},
    {"colon in the headline",
     "Talks: what next for the ferries?\nOSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=Talks: what next for the ferries? | places=OSLO | published=2024-05-08 | text=" BODY},
    {"dash in the headline",
     "U.S. - China talks resume\nBEIJING, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=U.S. - China talks resume | places=BEIJING | published=2024-05-08 | text=" BODY},
    {"datelines within the story are text",
     "OSLO, May 8 (Reuters) - " BODY "\n\nThe union (AP) - said no.\n\nBERGEN, May 9 (Reuters) - is no dateline.",
     "agency=Reuters | places=OSLO | published=2024-05-08 | text=" BODY "\n\nThe union (AP) - said no.\n\nBERGEN, May 9 (Reuters) - is no dateline."},
    {"alert with a star",
     "* FERRIES TO SAIL AGAIN ON FRIDAY - PORT",
     "title=FERRIES TO SAIL AGAIN ON FRIDAY - PORT | alert | text="},
    {"AP: alert in the slug",
     "BC-EU--APNewsAlert,20\nOSLO (AP) — Port says ferries sail again.",
     "agency=AP | slug=BC-EU--APNewsAlert | places=OSLO | words=20 | alert | text=Port says ferries sail again."},
    {"place and date, no agency",
     "Ferries to sail again\nOslo, May 8: " BODY,
     "title=Ferries to sail again | places=Oslo | published=2024-05-08 | text=" BODY},
    {"Reuters: long credits, contact",
     "Ferries to sail\nBy Ola Berg\nOSLO (Reuters) - " BODY "\n(Reporting by Ola Berg; Additional reporting by Siri Dahl in Bergen; Editing by Kari Nord)\n(( ola.berg@example.com ; +47 1 ))",
     "agency=Reuters | title=Ferries to sail | byline=Ola Berg | places=OSLO | credits=Reporting by Ola Berg; Additional reporting by Siri Dahl in Bergen; Editing by Kari Nord | text=" BODY},
    {"Reuters: short note",
     "Ferries to sail again\n(Adds details)\n  \nOSLO, May 8 (Reuters) - " BODY "\n\n(Reporting by Ola Berg)",
     "agency=Reuters | title=Ferries to sail again | places=OSLO | published=2024-05-08 | note=Adds details | credits=Reporting by Ola Berg | text=" BODY},
    {"a sentence that begins with By",
     "Ferries to sail again, By Friday\nBy law, ferries must sail.\nThe port said so.",
     "title=Ferries to sail again, By Friday | text=By law, ferries must sail.\n\nThe port said so."},
    {"a date in the sentence",
     "Ferries sail.\n\nThe port (Oslo) said on May 8 - a Wednesday - that it was open.",
     "text=Ferries sail.\n\nThe port (Oslo) said on May 8 - a Wednesday - that it was open."},
    {"marker and headline alone",
     "(LEAD) Ferries",
     "title=Ferries | revision=lead 1 | text="},
    {"a number opens the headline",
     "3 dead in ferry blaze\nOSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | title=3 dead in ferry blaze | places=OSLO | published=2024-05-08 | text=" BODY},
    {"a marker before the dateline",
     "(2nd LD) OSLO, May 8 (Reuters) - " BODY,
     "agency=Reuters | places=OSLO | published=2024-05-08 | revision=lead 2 | text=" BODY},
    {"a marker joined to the dateline",
     "CORRECTED-ST. PAUL, Minn. (AP) — " BODY,
     "agency=AP | places=ST. PAUL, Minn. | revision=corrected | correction | text=" BODY},
    {"a date in a sentence that begins in capitals",
     "VISIT the Harbour Show, Oct. 11–21, in Oslo, where the ferries and all their crews will be on display.",
     "text=VISIT the Harbour Show, Oct. 11–21, in Oslo, where the ferries and all their crews will be on display."},
    {"mandatory kill",
     "MANDATORY KILL\nOSLO, May 8 (Reuters) - Kill the story on ferries.",
     "agency=Reuters | places=OSLO | revision=withdrawn | kill | text=Kill the story on ferries."},
    {"advance: embargo with a colon",
     "ADV02\nEMBARGOED: 0001 GMT, May 9\nFerries\nOSLO (AP) — " BODY,
     "agency=AP | title=Ferries | places=OSLO | embargo=0001 GMT, May 9 | text=" BODY},
    {"ANI: country in brackets",
     "Ferries to sail\nKathmandu [Nepal], May 8 (ANI): " BODY,
     "agency=ANI | title=Ferries to sail | places=Kathmandu [Nepal] | published=2024-05-08 | text=" BODY},
    {"CNN: no blank behind it",
     "Ferries to sail\n(CNN)" BODY,
     "agency=CNN | title=Ferries to sail | text=" BODY},
    {"CNN",
     "Ferries to sail\nOslo, Norway (CNN) — " BODY,
     "agency=CNN | title=Ferries to sail | places=Oslo, Norway | text=" BODY},
    {"Bloomberg: agency alone",
     "Ferries to sail\n(Bloomberg) -- " BODY,
     "agency=Bloomberg | title=Ferries to sail | text=" BODY},
    {"WAM: ordinal, year",
     "Ferries to sail\nABU DHABI, 8th May, 2024 (WAM) -- " BODY,
     "agency=WAM | title=Ferries to sail | places=ABU DHABI | published=2024-05-08 | text=" BODY},
    {"SPA: between commas",
     "Ferries to sail\nRiyadh, May 8, SPA -- " BODY,
     "agency=SPA | title=Ferries to sail | places=Riyadh | published=2024-05-08 | text=" BODY},
    {"IRNA: between commas",
     "Ferries to sail\nTehran, May 8, IRNA – " BODY,
     "agency=IRNA | title=Ferries to sail | places=Tehran | published=2024-05-08 | text=" BODY},
    {"IRNA: no date",
     "Ferries to sail\nTehran, IRNA – " BODY,
     "agency=IRNA | title=Ferries to sail | places=Tehran | text=" BODY},
    {"TASS in Russian",
     "Паромы выходят в море\nМОСКВА, 8 мая. /ТАСС/. Власти порта сообщили в среду, что паромы снова выйдут в море.",
     "agency=TASS | title=Паромы выходят в море | places=МОСКВА | published=2024-05-08 | language=ru | text=Власти порта сообщили в среду, что паромы снова выйдут в море."},
    {"RIA Novosti: behind the dash",
     "Паромы выходят в море\nМОСКВА, 8 мая - РИА Новости. Власти порта сообщили в среду, что паромы снова выйдут в море.",
     "agency=RIA Novosti | title=Паромы выходят в море | places=МОСКВА | published=2024-05-08 | language=ru | text=Власти порта сообщили в среду, что паромы снова выйдут в море."},
    {"Anadolu in Turkish",
     "Feribotlar\nANKARA (AA) - Liman idaresi çarşamba günü feribotların yeniden sefere başlayacağını açıkladı ve bu karar ile ilgili bilgi verdi.",
     "agency=Anadolu | title=Feribotlar | places=ANKARA | language=tr | text=Liman idaresi çarşamba günü feribotların yeniden sefere başlayacağını açıkladı ve bu karar ile ilgili bilgi verdi."},
    {"Lusa in Portuguese",
     "Os barcos voltam\nLisboa, 08 mai 2024 (Lusa) – As autoridades do porto disseram que os barcos voltam a navegar.",
     "agency=Lusa | title=Os barcos voltam | places=Lisboa | published=2024-05-08 | language=pt | text=As autoridades do porto disseram que os barcos voltam a navegar."},
    {"dpa in German with a date",
     "Fähren fahren\nBerlin, 8. Mai (dpa) - Die Hafenbehörde hat am Mittwoch mitgeteilt, dass die Fähren wieder fahren.",
     "agency=dpa | title=Fähren fahren | places=Berlin | published=2024-05-08 | language=de | text=Die Hafenbehörde hat am Mittwoch mitgeteilt, dass die Fähren wieder fahren."},
    {"a headline that is an agency's name",
     "EFE\nMadrid, 8 may (EFE).- " BODY,
     "agency=EFE | title=EFE | places=Madrid | published=2024-05-08 | text=" BODY},
    {"AP: abridged",
     "BC-EU--Norway-Ferries, ABRIDGED,130\nFerries to sail\nOSLO (AP) — " BODY,
     "agency=AP | title=Ferries to sail | slug=BC-EU--Norway-Ferries | places=OSLO | label=abridged | words=130 | text=" BODY},
    {"AP: writethru without a count",
     "BC-EU--Norway-Ferries,1st Ld-Writethru\nFerries to sail\n(Eds: Minor edits.)\nOSLO (AP) — " BODY,
     "agency=AP | title=Ferries to sail | slug=BC-EU--Norway-Ferries | places=OSLO | revision=lead 1 writethru | note=Minor edits. | text=" BODY},
    {"Yonhap: end mark in the line",
     "Ferries\nSEOUL, May 8 (Yonhap) -- " BODY " (END)",
     "agency=Yonhap | title=Ferries | places=SEOUL | published=2024-05-08 | end | text=" BODY},
    {"AFP in French: the first",
     "Ferries\nPARIS, 1er mai 2024 (AFP) - Les autorités du port ont dit mercredi que les ferries allaient reprendre la mer.",
     "agency=AFP | title=Ferries | places=PARIS | published=2024-05-01 | language=fr | text=Les autorités du port ont dit mercredi que les ferries allaient reprendre la mer."},
    {"a name and a bracket",
     "John Doe (AP) - is a name.\n\nThe second sentence is here.",
     "text=John Doe (AP) - is a name.\n\nThe second sentence is here."},
    {"places by semicolon",
     "SEOUL; TOKYO, May 8 (Yonhap) -- " BODY,
     "agency=Yonhap | places=SEOUL + TOKYO | published=2024-05-08 | text=" BODY},
    {"places by and",
     "SEOUL and TOKYO, May 8 (Yonhap) -- " BODY,
     "agency=Yonhap | places=SEOUL + TOKYO | published=2024-05-08 | text=" BODY},
    {"a country with and",
     "SARAJEVO, BOSNIA AND HERZEGOVINA, May 8 (AFP) -- " BODY,
     "agency=AFP | places=SARAJEVO, BOSNIA AND HERZEGOVINA | published=2024-05-08 | text=" BODY},
    {"a party in brackets",
     "Sen. Smith (D) - who leads - said on Wednesday that he would go.",
     "text=Sen. Smith (D) - who leads - said on Wednesday that he would go."},
    {"a place in a headline",
     "LONDON - what next? Ferries may sail again soon, says the port of London in a note.",
     "text=LONDON - what next? Ferries may sail again soon, says the port of London in a note."},
};

/* The years that a date without one is taken to lie in. */
static const struct {
    const char *copy;
    int year, month, day; /* --date; year 0: none */
    const char *want;     /* NULL: undated */
} years[] = {
    {"OSLO, May 8 (Reuters) - The port said on Wednesday it was open.", 0, 0, 0, "2024-05-08"},
    {"OSLO, April 1 (Reuters) - The port said on Thursday it was open.", 0, 0, 0, "2021-04-01"},
    {"OSLO, May 8 (Reuters) - The port said it was open.", 0, 0, 0, NULL},
    {"OSLO, May 8 (Reuters) - The port said it was open.", 2011, 6, 1, "2011-05-08"},
    {"OSLO, Dec. 31 (Reuters) - The port said it was open.", 2011, 1, 2, "2010-12-31"},
    {"OSLO, Jan. 1 (Reuters) - The port said it was open.", 2010, 12, 31, "2011-01-01"},
    /* filed the day after the day it names */
    {"OSLO, April 2 (Reuters) - The port said on Thursday it was open.", 2021, 4, 5, "2021-04-02"},
    /* the weekday contradicts the year of the reference: an archive read later */
    {"OSLO, April 1 (Reuters) - The port said on Thursday it was open.", 2025, 9, 1, "2021-04-01"},
    {"OSLO, Feb. 29 (Reuters) - The port said on Thursday it was open.", 0, 0, 0, "2024-02-29"},
    {"OSLO, May 8, 2019 (Reuters) - The port said on Friday it was open.", 2024, 1, 1, "2019-05-08"},
    {"The port said on Friday it was open.", 2024, 1, 1, "2024-01-01"},
    {"2019-05-08 14:30\n\nOSLO, May 7 (Reuters) - The port said it was open.", 0, 0, 0, "2019-05-07"},
};

static void say(bw_buf *b, const char *key, bw_str value)
{
    if (value.ptr)
        bw_buf_print(b, "%s%s=%.*s", b->len ? " | " : "", key, (int)value.len, value.ptr);
}

static void say_list(bw_buf *b, const char *key, bw_strs list)
{
    for (size_t i = 0; i < list.n; i++)
        if (i == 0)
            say(b, key, list.items[i]);
        else
            bw_buf_print(b, " + %.*s", BW_STR_FMT(list.items[i]));
}

static void say_flag(bw_buf *b, const char *key, bool flag)
{
    if (flag)
        bw_buf_print(b, " | %s", key);
}

/* Everything that the head holds, in one line. */
static bw_str describe(const bw_document *doc)
{
    static const char *const kinds[] = {
#define NAME(id, text) text,
        BW_REVISION_LIST(NAME)
#undef NAME
    };
    const bw_head *h = &doc->head;
    bw_buf b = {.arena = doc->arena};
    say(&b, "agency", h->agency);
    say(&b, "title", h->title);
    say(&b, "slug", h->slug);
    say_list(&b, "byline", h->byline);
    say_list(&b, "places", h->places);
    say(&b, "published", h->published);
    if (h->revision.kind) {
        say(&b, "revision", bw_str_of(kinds[h->revision.kind]));
        if (h->revision.number)
            bw_buf_print(&b, " %d", h->revision.number);
        if (h->revision.writethru >= 0)
            bw_buf_text(&b, h->revision.writethru ? " writethru" : " no writethru");
    }
    say(&b, "label", h->label);
    say(&b, "note", h->note);
    say(&b, "embargo", h->embargo);
    say(&b, "credits", h->credits);
    say(&b, "signoff", h->signoff);
    say(&b, "source", h->source);
    say(&b, "section", h->section);
    say(&b, "format", h->format);
    if (!bw_str_is(h->language, "en"))
        say(&b, "language", h->language);
    if (h->words >= 0)
        bw_buf_print(&b, " | words=%d", h->words);
    say_flag(&b, "correction", h->correction);
    say_flag(&b, "refile", h->refile);
    say_flag(&b, "kill", h->kill);
    say_flag(&b, "urgent", h->urgent);
    say_flag(&b, "alert", h->alert);
    say_flag(&b, "end", h->end);
    say(&b, "text", h->text);
    return bw_buf_view(&b);
}

static const bw_head empty = {.words = -1, .day = BW_NO_DAY, .revision = {.writethru = -1}};

static bw_status read_rows(void *with, bw_err *err)
{
    bw_wire_options options = {.date = BW_NO_DAY};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_document doc = {.arena = with, .head = empty};
        bw_status st = bw_wire_read_copy(bw_str_of(rows[i].copy), &options, &doc, err);
        bw_str got = st ? BW_LIT("refused") : describe(&doc);
        if (!ok(bw_str_is(got, rows[i].want), "%s", rows[i].why))
            printf("# want %s\n# got  %.*s\n", rows[i].want, (int)got.len, got.ptr);
    }
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        bw_document doc = {.arena = with, .head = empty};
        options.date = years[i].year ? bw_day_of(years[i].year, years[i].month, years[i].day) : BW_NO_DAY;
        bw_status st = bw_wire_read_copy(bw_str_of(years[i].copy), &options, &doc, err);
        ok(!st && (years[i].want ? bw_str_is(doc.head.published, years[i].want) : !doc.head.published.ptr) &&
               (doc.head.day == BW_NO_DAY) == !years[i].want,
           "year %d of the dates, with %d: %.*s", (int)i, years[i].year, BW_STR_FMT(doc.head.published));
    }
    return BW_OK;
}

/* Lookups fold what they look for, so the tables must be folded. */
static void check_tables(void)
{
    char room[BW_TERMS_MAX];
    bool folded = true;
    for (size_t i = 0; i < n_bw_terms_agencies; i++)
        folded &= bw_str_is(bw_terms_fold(bw_str_of(bw_terms_agencies[i].form), room), bw_terms_agencies[i].form);
    for (size_t i = 0; i < n_bw_terms_rows; i++) {
        bool good = bw_str_is(bw_terms_fold(bw_str_of(bw_terms_rows[i].form), room), bw_terms_rows[i].form);
        if (!good)
            printf("# not folded: %s\n", bw_terms_rows[i].form);
        folded &= good;
    }
    ok(folded, "all forms are folded");
    ok(bw_terms_find("month", BW_LIT("Août")) != NULL && bw_terms_find("month", BW_LIT("aou")) == NULL, "a month with accents");
    ok(bw_terms_find_agency(BW_LIT("YONHAP")) != NULL, "an agency in capitals");
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    if (!a || bw_arena_try(a, read_rows, a, NULL) != BW_OK)
        return 1;
    bw_arena_free(a);
    check_tables();
    return tap_done();
}
