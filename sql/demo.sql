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
.print One search, five languages: Токаев
SELECT uri, snippet(news, -1, '[', ']', ' ... ', 12) AS found FROM news WHERE news MATCH 'Токаев' ORDER BY rank;

.print
.print Who is named together with whom, in how many articles, and when first?
SELECT t.one_name AS person, t.other_name AS with_whom, count(DISTINCT t.document) AS articles, min(d.published) AS first_published
FROM v_together AS t JOIN news_document AS d ON d.id = t.document
WHERE t.one_type = 'PERSON' AND t.other_type = 'PERSON' AND t.one < t.other
GROUP BY t.one, t.other ORDER BY articles DESC, first_published LIMIT 12;
