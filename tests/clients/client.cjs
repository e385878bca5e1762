// usage: client.cjs PACKAGE EXTENSION QUERY
const [name, extension, query] = process.argv.slice(2);
const library = require(require.resolve(name, { paths: [process.env.NODE_PATH, process.cwd()] }));
let db;
if (library.DatabaseSync) {
    db = new library.DatabaseSync(':memory:', { allowExtension: true });
    if (db.enableLoadExtension) db.enableLoadExtension(true);
} else {
    db = new library(':memory:');
}
db.loadExtension(extension);
console.log(Object.values(db.prepare(query).get())[0]);
