-- In which years is each country spoken of? Dates and places that stand in one sentence.
.mode column
SELECT e.name AS place, substr(f.first, 1, 4) AS year, count(DISTINCT f.document) AS documents
FROM news_date AS f JOIN news_mention AS m ON m.document = f.document AND m.sentence = f.sentence JOIN news_entity AS e ON e.id = m.entity
WHERE e.type = 'GPE' AND f.first IS NOT NULL AND NOT f.boilerplate
GROUP BY e.id, year ORDER BY documents DESC, place, year LIMIT 20;
