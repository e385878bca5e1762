// dates_chrono.mjs - speed of chrono-node over documents divided by U+001E, for bench/dates.py
//
// usage: node dates_chrono.mjs FOLDER-OF-THE-PACKAGE FILE LANGUAGE BYTES
// Prints MB/s by processor time, the best of three runs over the first documents of about BYTES; `-` if chrono has no such language.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [folder, file, language, bytes] = process.argv.slice(2);
const chrono = createRequire(folder + '/')('chrono-node');
const parser = chrono[language]?.casual ?? (chrono[language]?.parse ? chrono[language] : null);
if (!parser) {
    console.log('-');
    process.exit(0);
}
const documents = [];
let size = 0;
for (const document of readFileSync(file, 'utf8').split('\x1e')) {
    if (size >= Number(bytes)) break;
    documents.push(document);
    size += Buffer.byteLength(document);
}
const reference = new Date(2023, 3, 20);
let best = Infinity;
for (let run = 0; run < 3; run++) {
    const begin = process.cpuUsage();
    for (const document of documents) parser.parse(document, reference);
    const used = process.cpuUsage(begin);
    best = Math.min(best, (used.user + used.system) / 1e6);
}
console.log((size / 1e6 / best).toFixed(3));
