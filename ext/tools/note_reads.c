/*
** note_reads.c - what a table compiler reads, as prerequisites of what it writes
**
** The compilers are linked with -Wl,--wrap=fopen,--wrap=opendir, so each file that one opens comes by here. If NOTE_READS names a file, and NOTE_TARGET the target, it
** becomes a makefile: a line `TARGET: PATH` for each, and an empty rule, so that a table may go. A folder that is read through is a prerequisite itself: its time
** changes when a file comes or goes. Of a file that is not there the nearest folder above it is noted, for it may come.
*/
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

FILE *__real_fopen(const char *path, const char *mode);
DIR *__real_opendir(const char *path);
FILE *__wrap_fopen(const char *path, const char *mode);
DIR *__wrap_opendir(const char *path);

static void note(const char *path)
{
    static FILE *notes;
    const char *name = getenv("NOTE_READS"), *target = getenv("NOTE_TARGET");
    char there[4096];
    struct stat status;
    if (!name || !target || strlen(path) >= sizeof there) return;
    if (!notes && !(notes = __real_fopen(name, "w"))) {
        perror(name);
        exit(1);
    }
    strcpy(there, path);
    for (char *slash; stat(there, &status) != 0 && (slash = strrchr(there, '/')) != NULL;) *slash = 0;
    fprintf(notes, "%s: %s\n%s:\n", target, there, there);
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
    if (*mode == 'r') note(path);
    return __real_fopen(path, mode);
}

DIR *__wrap_opendir(const char *path)
{
    note(path);
    return __real_opendir(path);
}
