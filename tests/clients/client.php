<?php
// usage: php -d sqlite3.extension_dir=FOLDER client.php FILE QUERY
$db = new SQLite3(':memory:');
$db->loadExtension($argv[1]);
echo $db->querySingle($argv[2]), "\n";
