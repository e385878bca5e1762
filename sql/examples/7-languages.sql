-- Which languages does a folder hold, and how much of each? Reads files, writes nothing.
.mode column
SELECT corpus_language(content) AS language, count(*) AS files, sum(length(content)) AS characters, min(name) AS for_example
FROM corpus_files('tests/sample/*.txt') WHERE error IS NULL
GROUP BY language ORDER BY files DESC, language;
