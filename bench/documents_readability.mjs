// documents_readability.mjs - main texts by Mozilla's Readability over linkedom, for bench/documents.py
//
// usage: node documents_readability.mjs FOLDER-OF-THE-PACKAGES < PATHS
// Reads a path a line; prints a line of JSON each: text, seconds of processor time from bytes to text. Charsets as the page's <meta> says.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(process.argv[2] + '/');
const { Readability } = require('@mozilla/readability');
const { parseHTML } = require('linkedom');
for (const path of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
    const bytes = readFileSync(path);
    const begin = process.cpuUsage();
    let text = '';
    try {
        const named = /charset=["']?([\w-]+)/i.exec(bytes.subarray(0, 4096).toString('latin1'));
        const { document } = parseHTML(new TextDecoder(named ? named[1] : 'utf-8').decode(bytes));
        text = new Readability(document).parse()?.textContent ?? '';
    } catch {
        text = '';
    }
    const used = process.cpuUsage(begin);
    console.log(JSON.stringify({ text, seconds: (used.user + used.system) / 1e6 }));
}
