"""Makes ``rules/vocab/misspelt.yaml`` and ``rules/vocab/sounds.yaml`` from the words of the field.

    pip install pypinyin jieba
    python tools/misspelt.py

pmlint itself needs neither: it ships what this finds. Two questions are settled here that take
more knowledge of Chinese than a linter should carry: which characters sound alike (pypinyin), and
which pairs of characters turn up in good text (jieba's dictionary of 350,000 words with their
frequencies). Run it again after a change to ``words.yaml`` or ``shapes.yaml``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import jieba
from pypinyin import lazy_pinyin

from pmlint import data
from pmlint.checks.alike import Alike

VOCAB = Path(__file__).parent.parent / "rules" / "vocab"
CHARACTERS = 3500
"""So many of the most frequent characters are thought of as mistaken for another."""
COMMON = 40
"""Words from this frequency on (of 60 million) explain what stands in a text."""
STRADDLE, PART, LOOSE, WITHIN = 0.4, 10, 300, 300
"""Expected chance meetings in a million words from which on a pair tells little, a part of a longer
word nothing, and a pair nothing; and how often it may stand within other words to tell a little."""
EMPTY = frozenset(
    "的了只都一不也就还很再又才更最被把让给向从到以哪此各其之而且与和及或若如因所可能会要应须需已将正"
    "在于对为由按每凡这那该本某里着"
)
"""Characters that meet any other by chance."""
READINGS = {
    "行": "hang xing",
    "重": "chong zhong",
    "长": "chang zhang",
    "率": "shuai lv",
    "会": "hui kuai",
    "调": "tiao diao",
    "参": "can shen",
    "传": "chuan zhuan",
    "都": "dou du",
    "藏": "cang zang",
    "差": "cha chai",
    "降": "jiang xiang",
    "还": "hai huan",
    "校": "xiao jiao",
    "便": "bian",
    "省": "sheng xing",
    "乐": "le yue",
    "系": "xi ji",
    "给": "gei ji",
    "度": "du",
    "得": "de",
    "地": "di de",
    "着": "zhe zhuo",
    "觉": "jue",
    "解": "jie",
    "单": "dan",
    "朝": "chao zhao",
}
"""Other readings of characters that have several; dictionaries list many that no one uses."""
RARE, SLIPS = 4, 20
"""Below this frequency, words of two characters and pairs within others are taken for names or
slips themselves: the dictionary was gathered from all kinds of text."""
HAN = re.compile(r"[\u4e00-\u9fff]+")


def main() -> None:
    dictionary = _dictionary()
    characters = _characters(dictionary)
    sounds = _sounds(characters)
    _write("sounds.yaml", SOUNDS_HEAD, "sounds", {k: "".join(v) for k, v in sounds.items()})
    shapes = data.load("vocab/shapes.yaml")
    alike = Alike(sounds, [*shapes["shapes"].split(), *shapes["words"].split()])
    words = sorted(
        {w for area in data.load("vocab/words.yaml")["words"].values() for w in area.split()}
    )
    seen, ends, begins, total = _pairs(dictionary)
    known = {word for word, count in dictionary.items() if count >= COMMON} | set(words)
    known.update(data.load("vocab/words.yaml")["also"].split())
    pairs: set[str] = set()
    loose: set[str] = set()
    parts: set[str] = set()
    for word in words:
        for variant, at in _variants(word, alike, len(word) > 2):
            if variant in known or dictionary[variant] >= (RARE if len(word) == 2 else 1):
                continue
            around = [variant[i : i + 2] for i in (at - 1, at) if 0 <= i <= len(word) - 2]
            if len(word) == 2:
                pair = around[0]
                chance = ends[pair[0]] * begins[pair[1]] / total / total * 1e6
                if chance < STRADDLE and seen[pair] < SLIPS:
                    pairs.add(pair)
                elif chance < LOOSE and seen[pair] < WITHIN and EMPTY.isdisjoint(pair):
                    loose.add(pair)
            else:
                pair = min(around, key=lambda p: (seen[p], ends[p[0]] * begins[p[1]], p))
                if (
                    seen[pair] < WITHIN
                    and ends[pair[0]] * begins[pair[1]] / total / total * 1e6 < PART
                ):
                    parts.add(pair)
        if len(word) > 3:
            for at in range(1, len(word) - 1):
                if word[:at] + word[at + 1 :] not in dictionary and word[at - 1] != word[at + 1]:
                    parts.add(word[at - 1] + word[at + 1])
    common = {word for word in known if len(word) == 2 and HAN.fullmatch(word)}
    inside = {word[i : i + 2] for word in words for i in range(len(word) - 1)}
    parts -= pairs | loose | common | inside
    _write("misspelt.yaml", HEAD, "pairs", _by_first(pairs))
    _append("misspelt.yaml", "loose", _by_first(loose))
    _append("misspelt.yaml", "parts", _by_first(parts))
    _append("misspelt.yaml", "common", _by_first(common))
    print(
        f"{len(words)} words, {len(pairs)} pairs, {len(loose)} loose, {len(parts)} parts, "
        f"{len(common)} common words"
    )


def _dictionary() -> Counter[str]:
    found: Counter[str] = Counter()
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, count = line.split(" ")[:2]
        if HAN.fullmatch(word):
            found[word] = int(count)
    return found


def _characters(dictionary: Counter[str]) -> list[str]:
    counts: Counter[str] = Counter()
    for word, count in dictionary.items():
        for char in word:
            counts[char] += count
    for area in data.load("vocab/words.yaml")["words"].values():
        counts.update({char: 10**9 for char in area if HAN.fullmatch(char)})
    return [char for char, _ in counts.most_common(CHARACTERS)]


def _sounds(characters: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for char in characters:
        for sound in sorted({*lazy_pinyin(char), *READINGS.get(char, "").split()}):
            found[sound].append(char)
    return dict(sorted(found.items()))


def _pairs(dictionary: Counter[str]) -> tuple[Counter[str], Counter[str], Counter[str], int]:
    """How often two characters stand side by side within a word; how often words end with and
    begin with a character; how many words there are."""
    seen: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    begins: Counter[str] = Counter()
    for word, count in dictionary.items():
        if len(word) == 2 and count < RARE:
            continue  # names and slips: the dictionary was gathered from the web
        ends[word[-1]] += count
        begins[word[0]] += count
        for i in range(len(word) - 1):
            seen[word[i : i + 2]] += count
    return seen, ends, begins, sum(dictionary.values())


def _variants(word: str, alike: Alike, near: bool) -> Iterator[tuple[str, int]]:
    for at, char in enumerate(word):
        for other in alike.others(char, near):
            yield word[:at] + other + word[at + 1 :], at


def _by_first(pairs: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    for pair in sorted(pairs):
        found[pair[0]] += pair[1]
    return dict(found)


def _write(name: str, head: str, key: str, table: dict[str, str]) -> None:
    (VOCAB / name).write_text(head, encoding="utf-8")
    _append(name, key, table)


def _append(name: str, key: str, table: dict[str, str]) -> None:
    lines = "".join(f"  {first}: {rest}\n" for first, rest in table.items())
    with (VOCAB / name).open("a", encoding="utf-8") as file:
        file.write(f"{key}:\n{lines}")


SOUNDS_HEAD = """\
# Frequent characters by their sound, without tones. Made by tools/misspelt.py with pypinyin (MIT).
"""
HEAD = """\
# Made by tools/misspelt.py from words.yaml, shapes.yaml and sounds.yaml; looked over with the
# dictionary of jieba (MIT, Copyright (c) 2013 Sun Junyi). Pairs of characters by the first one:
# pairs    a word of two characters misspelt: found in no dictionary word and hardly ever where two
#          words meet
# loose    the same, but may come about where two words meet: tell only in clear surroundings
# parts    what a longer word misspelt has in it; means nothing alone
# common   good words of two characters, which explain a pair that only looks misspelt
"""

if __name__ == "__main__":
    main()
