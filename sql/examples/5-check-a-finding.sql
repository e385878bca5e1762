-- Why is this a date? Each finding with its rule, its score, and the characters around it.
.mode column
SELECT f.text, f.value, f.rule, round(f.score, 2) AS score, '...' || substr(d.content, max(1, f.start - 15), f.length + 30) || '...' AS seen
FROM news_date AS f JOIN news_document AS d ON d.id = f.document
WHERE NOT f.boilerplate ORDER BY f.score, f.text LIMIT 15;
