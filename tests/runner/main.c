/*
** main.c - runs test files in the sqllogictest format, then again under failing allocations
**
** usage: runner [-e EXTENSION] [-t TESTS] [-d SCRATCH] [-j JOBS] [-s none|brief|short|wide|full] [-n NTH [-p]] FILE...
**   -e  the library to load                 -t  the folder that $TESTS stands for      -d  a folder for databases ($TMP)
**   -j  files that run at the same time     -s  how many allocations are failed        -n  only with the NTH failing (-p: and all after it)
**
** Each file runs in a process of its own, and so does each point of its sweep, so a crash is one failure and not the end. The sweep of
** a file has two modes, a single failure and failures from there on. Let a plain run make M allocations. `full` fails each of
** 1..M; `short` each of 1..100 and then 60 more, evenly spread up to M; `wide` 1..1500 and
** 1500 more; `brief` 1..10 and 20 more.
**
** Closes with `N passed, N failed`: every record of every file is one, and so is a file's sweep in one mode when all its points pass;
** each point that fails counts as one failed.
*/
#define _XOPEN_SOURCE 700
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <sqlite3.h>
#include <time.h>
#include <unistd.h>
#include "faults.h"
#include "memory.h"
#include "session.h"

typedef enum Sweep { SWEEP_NONE, SWEEP_BRIEF, SWEEP_SHORT, SWEEP_WIDE, SWEEP_FULL } Sweep;

enum {
    SHORT_DENSE = 100, /* the first allocations, all of which are failed */
    SHORT_SPREAD = 60, /* points beyond them */
    WIDE_DENSE = 1500,
    WIDE_SPREAD = 1500,
    BRIEF_DENSE = 10,
    BRIEF_SPREAD = 20,
    POINTS_SHOWN = 3,   /* failing points of one mode whose output is printed */
    FILE_SECONDS = 240, /* a run that takes longer hangs */
    POINT_SECONDS = 60
};

typedef struct Options {
    const char *extension, *tests, *scratch;
    int jobs;
    Sweep sweep;
    long nth;
    int persistent;
} Options;

typedef struct Totals {
    int passed, failed;
    long points, skipped_files;
} Totals;

static char root_folder[1024]; /* the folder that holds tests/, where ../shared is looked for */

static int version_holds(const char *operator, const char * wanted)
{
    int major = 0, minor = 0, patch = 0;
    sscanf(wanted, "%d.%d.%d", &major, &minor, &patch);
    int number = major * 1000000 + minor * 1000 + patch, have = sqlite3_libversion_number();
    return operator[0] == '>' ? have >= number : have<number;
}

/* Conditions: `shared`, `sqlite`, `sanitized`, `zlib` (the build has it), `version>=3.44`, `version<3.44`. */
static int condition_holds(const char *condition)
{
    char path[1100];
    struct stat status;
    if (strncmp(condition, "version>=", 9) == 0) return version_holds(">=", condition + 9);
    if (strncmp(condition, "version<", 8) == 0) return version_holds("<", condition + 8);
    if (strcmp(condition, "sqlite") == 0) return 1;
#ifdef HAVE_ZLIB
    if (strcmp(condition, "zlib") == 0) return 1;
#endif
    if (strcmp(condition, "shared") == 0) {
        snprintf(path, sizeof path, "%s/../shared/seeds", root_folder);
        return stat(path, &status) == 0;
    }
    if (strcmp(condition, "sanitized") == 0) {
#if defined(__SANITIZE_ADDRESS__)
        return 1;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
        return 1;
#endif
#endif
        return 0;
    }
    return 0; /* another database's name, as in `skipif mysql` */
}

/* Reads the file anew and runs it once in `folder`. */
static Outcome run_file(const Options *options, const char *path, const char *folder, long nth, int persistent)
{
    char database[1200];
    snprintf(database, sizeof database, "%s/test.db", folder);
    Variable variables[] = {{"TESTS", options->tests}, {"TMP", folder}};
    Script *script = script_read(path, variables, 2, condition_holds);
    Plan plan = {options->extension, database, nth, persistent};
    Outcome outcome = {0};
    if (!script->unmet) outcome = session_run(script, &plan);
    script_free(script);
    return outcome;
}

/* Runs one point of the sweep in a process of its own, its output into `log`. Returns what it said, or `crash` is a signal's number. */
static Outcome run_point(const Options *options, const char *path, const char *folder, long nth, int persistent,
                         FILE *log, int *crash)
{
    int channel[2];
    Outcome outcome = {0};
    *crash = 0;
    fflush(stdout);
    if (pipe(channel) != 0) abort();
    pid_t child = fork();
    if (child == 0) {
        dup2(fileno(log), STDOUT_FILENO);
        alarm(POINT_SECONDS);
        outcome = run_file(options, path, folder, nth, persistent);
        fflush(stdout);
        _exit(write(channel[1], &outcome, sizeof outcome) != sizeof outcome);
    }
    int status = 0;
    waitpid(child, &status, 0);
    close(channel[1]);
    if (read(channel[0], &outcome, sizeof outcome) != sizeof outcome) {
        *crash = WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
        if (!*crash) *crash = -1;
    }
    close(channel[0]);
    return outcome;
}

static void show_log(FILE *log)
{
    char text[4096];
    size_t length;
    rewind(log);
    while ((length = fread(text, 1, sizeof text, log)) > 0) fwrite(text, 1, length, stdout);
}

/* One mode of a file's sweep; `last` allocations were made by a plain run. */
static void sweep_mode(const Options *options, const char *path, const char *folder, long last, int persistent,
                       Totals *totals)
{
    const char *mode = persistent ? "and all after it" : "alone";
    static const long densities[][2] = {
        {0, 0}, {BRIEF_DENSE, BRIEF_SPREAD}, {SHORT_DENSE, SHORT_SPREAD}, {WIDE_DENSE, WIDE_SPREAD}, {LONG_MAX, 0}};
    long dense = densities[options->sweep][0], spread = densities[options->sweep][1];
    long stride = options->sweep == SWEEP_FULL || last <= dense + spread ? 1 : (last - dense) / spread;
    long points = 0, failures = 0;
    for (long nth = 1;; nth += nth < dense ? 1 : stride) {
        FILE *log = tmpfile();
        int crash = 0;
        if (!log) abort();
        Outcome outcome = run_point(options, path, folder, nth, persistent, log, &crash);
        points++;
        if (crash || outcome.failed) {
            if (++failures <= POINTS_SHOWN) {
                if (crash == SIGALRM) printf("%s: hangs when allocation %ld fails (%s)\n", path, nth, mode);
                else if (crash > 0) printf("%s: signal %d when allocation %ld fails (%s)\n", path, crash, nth, mode);
                else if (crash < 0) printf("%s: exit %d when allocation %ld fails (%s)\n", path, -crash, nth, mode);
                else printf("%s: when allocation %ld fails (%s):\n", path, nth, mode);
                show_log(log);
            }
        }
        fclose(log);
        if (!crash && !outcome.injected) break; /* the run made fewer than `nth` allocations */
    }
    totals->points += points;
    if (failures > POINTS_SHOWN) printf("%s: %ld points more (%s)\n", path, failures - POINTS_SHOWN, mode);
    char density[64] = "each";
    if (stride > 1) snprintf(density, sizeof density, "the first %ld, then 1 in %ld", dense, stride);
    printf("%-44s %7ld allocations fail %s: %s; %ld points, %ld failed\n", path, last,
           persistent ? "on from N" : "one by one", density, points, failures);
    if (failures) totals->failed += (int)failures;
    else totals->passed++;
}

/* All of one file, in a process of its own. */
static Totals test_file(const Options *options, const char *path)
{
    Totals totals = {0};
    char folder[1100];
    snprintf(folder, sizeof folder, "%s/XXXXXX", options->scratch);
    if (!mkdtemp(folder)) {
        printf("%s: no folder can be made in %s\n", path, options->scratch);
        totals.failed++;
        return totals;
    }
    Variable none[] = {{"TMP", ""}};
    Script *script = script_read(path, none, 1, condition_holds);
    if (script->unmet) {
        printf("%-44s skipped: requires %s\n", path, script->unmet);
        totals.skipped_files++;
    } else {
        alarm(FILE_SECONDS);
        Outcome outcome = run_file(options, path, folder, options->nth, options->persistent);
        alarm(0);
        totals.passed += outcome.passed;
        totals.failed += outcome.failed;
        if (options->nth) printf("%s: %ld allocations counted, %ld failed\n", path, outcome.calls, outcome.injected);
        if (script->sweep_off && options->sweep != SWEEP_NONE)
            printf("%-44s no allocation is failed: %s\n", path, script->sweep_off);
        if (!outcome.failed && options->sweep != SWEEP_NONE && !script->sweep_off && !options->nth) {
            outcome = run_file(options, path, folder, 0, 0); /* ICU is warm now, and so is everything of the kind */
            sweep_mode(options, path, folder, outcome.calls, 0, &totals);
            sweep_mode(options, path, folder, outcome.calls, 1, &totals);
        }
    }
    script_free(script);
    rmdir(folder);
    return totals;
}

typedef struct Job {
    pid_t child;
    int channel;
    FILE *output;
    const char *path;
} Job;

static void job_start(const Options *options, const char *path, Job *job)
{
    int channel[2];
    job->path = path;
    job->output = tmpfile();
    if (!job->output || pipe(channel) != 0) abort();
    fflush(stdout);
    job->child = fork();
    if (job->child == 0) {
        dup2(fileno(job->output), STDOUT_FILENO);
        Totals totals = test_file(options, path);
        fflush(stdout);
        _exit(write(channel[1], &totals, sizeof totals) != sizeof totals);
    }
    close(channel[1]);
    job->channel = channel[0];
}

static void job_end(Job *job, int status, Totals *totals)
{
    Totals own = {0};
    show_log(job->output);
    fclose(job->output);
    if (read(job->channel, &own, sizeof own) != sizeof own) {
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) printf("%s: hangs\n", job->path);
        else if (WIFSIGNALED(status)) printf("%s: crashed with signal %d\n", job->path, WTERMSIG(status));
        else printf("%s: ended early with exit code %d\n", job->path, WEXITSTATUS(status));
        own.failed = 1;
    }
    close(job->channel);
    job->child = 0;
    totals->passed += own.passed;
    totals->failed += own.failed;
    totals->points += own.points;
    totals->skipped_files += own.skipped_files;
    fflush(stdout);
}

static Totals run_all(const Options *options, char **files, int count)
{
    Totals totals = {0};
    Job *jobs = memory_grown(NULL, (size_t)options->jobs * sizeof *jobs);
    memset(jobs, 0, (size_t)options->jobs * sizeof *jobs);
    int next = 0, running = 0;
    while (next < count || running) {
        for (int i = 0; i < options->jobs && next < count; i++) {
            if (jobs[i].child) continue; /* NOLINT(clang-analyzer-core.uninitialized.Branch): memset above */
            job_start(options, files[next++], &jobs[i]);
            running++;
        }
        int status = 0;
        pid_t ended = wait(&status);
        for (int i = 0; i < options->jobs; i++) {
            if (jobs[i].child != ended) continue;
            job_end(&jobs[i], status, &totals);
            running--;
        }
    }
    free(jobs);
    return totals;
}

static _Noreturn void usage(void)
{
    fputs("usage: runner [-e EXTENSION] [-t TESTS] [-d SCRATCH] [-j JOBS] [-s none|brief|short|wide|full] [-n NTH "
          "[-p]] FILE...\n",
          stderr);
    exit(2);
}

/* The absolute path, kept in `out`. */
static const char *absolute(const char *path, char out[PATH_MAX])
{
    if (!realpath(path, out)) {
        fprintf(stderr, "runner: no such file: %s\n", path);
        exit(2);
    }
    return out;
}

int main(int argc, char **argv)
{
    Options options = {
        .extension = "dist/corpus.so", .tests = "tests", .scratch = "/tmp", .jobs = 1, .sweep = SWEEP_NONE};
    static char paths[3][PATH_MAX];
    static const char *const sweeps[] = {"none", "brief", "short", "wide", "full"};
    for (int letter; (letter = getopt(argc, argv, "e:t:d:j:s:n:p")) != -1;) {
        if (letter == 'e') options.extension = optarg;
        else if (letter == 't') options.tests = optarg;
        else if (letter == 'd') options.scratch = optarg;
        else if (letter == 'j') options.jobs = atoi(optarg);
        else if (letter == 'n') options.nth = atol(optarg);
        else if (letter == 'p') options.persistent = 1;
        else if (letter == 's') {
            int i = 0;
            while (i < 5 && strcmp(sweeps[i], optarg) != 0) i++;
            if (i == 5) usage();
            options.sweep = (Sweep)i;
        } else {
            usage();
        }
    }
    if (optind == argc || options.jobs < 1) usage();
    options.extension = absolute(options.extension, paths[0]);
    options.tests = absolute(options.tests, paths[1]);
    options.scratch = absolute(options.scratch, paths[2]);
    snprintf(root_folder, sizeof root_folder, "%s/..", options.tests);
    if (faults_install() != SQLITE_OK || sqlite3_initialize() != SQLITE_OK) {
        fputs("runner: SQLite takes no other allocator\n", stderr);
        return 2;
    }
    time_t begin = time(NULL);
    Totals totals = run_all(&options, argv + optind, argc - optind);
    printf("SQL: %d files, %ld skipped, %ld runs with failing allocations, %ld s\n", argc - optind,
           totals.skipped_files, totals.points, (long)(time(NULL) - begin));
    printf("%d passed, %d failed\n", totals.passed, totals.failed);
    return totals.failed != 0;
}
