/* read_file.h - a file whole, for the programs of tools/ and bench/ */
#ifndef CORPUS_READ_FILE_H
#define CORPUS_READ_FILE_H

#include <stdio.h>
#include <stdlib.h>

/* The bytes of a file, to be given to free(), with room for one more behind them; NULL: it cannot be read, and errno says why. */
static inline char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    *length = 0;
    long size = file && !fseek(file, 0, SEEK_END) ? ftell(file) : -1;
    if (size >= 0) bytes = malloc((size_t)size + 1);
    if (bytes) {
        rewind(file);
        *length = fread(bytes, 1, (size_t)size, file);
    }
    if (file) fclose(file);
    return bytes;
}

/* Opens `name` of a folder for reading, or ends the program with a message. */
static inline FILE *open_within(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    return file;
}

#endif
