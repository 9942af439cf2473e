"""What is not in English: identified, kept by wire, left out by code.
usage: test_foreign.py BROADWAY"""
import json
import os
import subprocess
import sys

from tap import done, ok

broadway = os.path.abspath(sys.argv[1])
TEXTS = {
    "en": "The army of Norvania shelled the port on Monday, and the president said that talks with the rebels had failed.",
    "ro": "Guvernul a anunțat luni că va trimite trupe la graniță după ce discuțiile au eșuat, iar opoziția a cerut o grevă în capitală.",
    "hu": "A kormány hétfőn bejelentette, hogy a tárgyalások kudarca után csapatokat küld a határra, az ellenzék pedig sztrájkot hirdetett.",
    "hr": "Vlada je u ponedjeljak objavila da će nakon propasti pregovora poslati vojsku na granicu, a oporba je pozvala na štrajk koji je dug.",
    "sw": "Serikali ilisema Jumatatu kuwa itatuma wanajeshi katika mpaka baada ya mazungumzo kushindwa, na upinzani umetoa wito wa mgomo.",
    "vi": "Chính phủ hôm thứ Hai cho biết sẽ đưa quân tới biên giới sau khi các cuộc đàm phán thất bại, và phe đối lập đã kêu gọi đình công.",
    "tl": "Sinabi ng pamahalaan noong Lunes na magpapadala ito ng mga sundalo sa hangganan matapos mabigo ang usapan.",
    "uk": "Уряд у понеділок заявив, що відправить війська на кордон після провалу переговорів, а опозиція закликала до страйку.",
    "bg": "Правителството обяви в понеделник, че ще изпрати войски на границата, след като преговорите се провалиха.",
    "sr": "Влада је у понедељак саопштила да ће после неуспеха преговора послати војску на границу, а опозиција је позвала на штрајк.",
    "kk": "Үкімет дүйсенбіде келіссөздер сәтсіз аяқталғаннан кейін шекараға әскер жіберетінін және оппозиция ереуілге шақырғанын мәлімдеді.",
    "fa": "دولت روز دوشنبه اعلام کرد که پس از شکست مذاکرات نیروهای خود را به مرز می‌فرستد و مخالفان خواستار اعتصاب شدند.",
    "ur": "حکومت نے پیر کو کہا کہ مذاکرات کی ناکامی کے بعد وہ سرحد پر فوج بھیجے گی اور اپوزیشن نے ہڑتال کی کال دی ہے۔",
    "ar": "قالت الحكومة يوم الاثنين إنها سترسل قوات إلى الحدود بعد فشل المحادثات، ودعت المعارضة إلى إضراب عام في العاصمة.",
    "hi": "सरकार ने सोमवार को कहा कि वार्ता विफल होने के बाद वह सीमा पर सेना भेजेगी और विपक्ष ने हड़ताल का आह्वान किया है।",
    "ja": "政府は月曜日、協議が失敗した後、国境に部隊を派遣すると発表し、野党はストライキを呼びかけた。",
    "zh": "政府周一表示，在会谈失败后将向边境派遣部队，反对派呼吁举行罢工。",
    "ko": "정부는 월요일 회담이 실패한 뒤 국경에 군대를 보내겠다고 밝혔고 야당은 파업을 촉구했다.",
}


def run(arguments, documents):
    lines = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents)
    p = subprocess.run([broadway, *arguments], input=lines, capture_output=True, encoding="utf-8")
    return [json.loads(l) for l in p.stdout.splitlines()], p.stderr, p.returncode


documents = [{"id": k, "text": v} for k, v in TEXTS.items()]
for o in run(["wire"], documents)[0]:
    ok(o["language"] == o["id"] and o["text"] == TEXTS[o["id"]], f"wire: {o['id']} is identified and kept (got {o['language']})")

events, said, status = run(["code", "--to", "jsonl"], documents)
ok(events and {e["document"] for e in events} == {"en"} and status == 0, "code: English alone is coded")
ok(f"{len(TEXTS) - 1} documents are not in English and not coded (ro 1, hu 1" in said, "code: what is left out is counted by language: " + said.strip())

deed = "Troops of Russia attacked Ukraine on Monday, and the president said that it was the start of a war."
events, said, _ = run(["code", "--to", "jsonl"], [{"id": "a", "text": deed, "language": "es"}])
ok(events and not said, "what the text shows stands above what is declared")
foreign = "El gobierno dijo el lunes que enviaría tropas a la frontera después de que las conversaciones fracasaran. " + deed
events, said, _ = run(["code", "--to", "jsonl"], [{"id": "a", "text": foreign, "translated": True}])
ok(events and not said, "what is marked as a translation is coded")
events, _, _ = run(["code", "--to", "jsonl", "--any-language"], [{"id": "a", "text": "Das ist es, was der Minister sagte und nicht mehr. " + deed, "language": "de"}])
ok(events, "--any-language codes all")
_, said, _ = run(["code"], [{"id": "a", "text": "Das ist es, was der Minister am Montag sagte, und mehr sagte er nicht."}])
ok("-: 1 document is not in English and not coded (de 1)" in said, "one document: " + said.strip())
done()
