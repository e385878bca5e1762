// entities_peers.mjs - names of compromise and wink-nlp in English texts, for bench/entities.py
//
// usage: node entities_peers.mjs FOLDER-OF-THE-PACKAGES compromise|wink-nlp FILE
// FILE is a JSON array of texts. Prints one JSON object: seconds of processor time of the best of three runs, and for each text [start, end, class] in
// UTF-16 units. compromise says PER, ORG, LOC. wink-nlp has no such classes (its entities are dates, money and the like): its names are runs of
// words that its tagger calls proper nouns, with class NAME.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [folder, name, file] = process.argv.slice(2);
const require = createRequire(folder + '/');
const texts = JSON.parse(readFileSync(file, 'utf8'));

// Without the blanks and signs that compromise leaves at the ends of a term, and without an article, a title's comma, a possessive.
function trim(text, start, end) {
    const inside = text.slice(start, end).match(/^[\s"'“”‘’(]*(?:[Tt]he\s+)?(.*?)(?:['’]s)?[\s.,;:!?"'“”‘’)]*$/s);
    if (!inside || !inside[1]) return null;
    const from = start + text.slice(start, end).indexOf(inside[1]);
    return [from, from + inside[1].length];
}

function withCompromise() {
    const nlp = require('compromise');
    return (text) => {
        const doc = nlp(text), found = [];
        for (const [label, view] of [['PER', doc.people()], ['ORG', doc.organizations()], ['LOC', doc.places()]])
            for (const { offset } of view.json({ offset: true, terms: false })) {
                const span = trim(text, offset.start, offset.start + offset.length);
                if (span) found.push([...span, label]);
            }
        return found;
    };
}

function withWink() {
    const wink = require('wink-nlp')(require('wink-eng-lite-web-model')), its = wink.its;
    return (text) => {
        const tokens = wink.readDoc(text).tokens();
        const words = tokens.out(), classes = tokens.out(its.pos), found = [];
        let at = 0, open = -1, end = 0;
        for (let i = 0; i < words.length; i++) {
            const start = text.indexOf(words[i], at);
            if (start < 0) continue;
            at = start + words[i].length;
            if (classes[i] === 'PROPN') {
                if (open < 0) open = start;
                end = at;
            } else if (open >= 0) {
                found.push([open, end, 'NAME']);
                open = -1;
            }
        }
        if (open >= 0) found.push([open, end, 'NAME']);
        return found;
    };
}

const find = name === 'compromise' ? withCompromise() : withWink();
texts.slice(0, 3).forEach(find); // what is loaded at the first call
let best = Infinity, found = [];
for (let run = 0; run < 3; run++) {
    const begin = process.cpuUsage();
    found = texts.map(find);
    const used = process.cpuUsage(begin);
    best = Math.min(best, (used.user + used.system) / 1e6);
}
console.log(JSON.stringify({ seconds: best, found }));
