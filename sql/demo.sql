-- demo.sql - the main job on the sample articles (`make demo`): run it from the repository's root in the sqlite3 shell
.bail on
.load ./dist/corpus
.mode box --wordwrap on --wrap 60

CREATE VIRTUAL TABLE news USING corpus;
INSERT INTO news(uri, page) SELECT name, content FROM corpus_files('tests/sample/*.txt') ORDER BY name;
.read sql/views.sql

.print
.print Documents: title, date of publication, source, language
SELECT title, published, source, language AS lang FROM news ORDER BY published;

.print
.print People, organisations and places that several articles name
SELECT type, name, mentions, documents, spellings FROM v_name WHERE documents > 1 AND type IN ('PERSON', 'ORG', 'GPE', 'LOC') ORDER BY type DESC, documents DESC, mentions DESC, name LIMIT 24;

.print
.print Dates, with what the text says and what it means
SELECT said, date, title FROM v_timeline WHERE said NOT GLOB '[0-9][0-9][0-9][0-9]-*' ORDER BY first, said LIMIT 24;

.print
.print One search through every script: Токаев
SELECT uri, snippet(news, -1, '[', ']', ' ... ', 12) AS found FROM news WHERE news MATCH 'Токаев' ORDER BY rank;

.print
.print Who was where, and when? People, places and dates of one sentence
SELECT p.name AS person, w.name AS place, f.value AS date, d.uri AS article
FROM news_date AS f
JOIN news_mention AS a ON a.sentence = f.sentence JOIN news_entity AS p ON p.id = a.entity AND p.type = 'PERSON'
JOIN news_mention AS b ON b.sentence = f.sentence JOIN news_entity AS w ON w.id = b.entity AND w.type = 'GPE'
JOIN news_document AS d ON d.id = f.document
WHERE f.grain = 'day' AND f.type = 'DATE' AND f.first IS NOT NULL AND NOT f.boilerplate AND d.duplicate_of IS NULL
GROUP BY p.id, w.id, f.value ORDER BY f.first, person, place LIMIT 24;
