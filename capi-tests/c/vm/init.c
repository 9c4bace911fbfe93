/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The first process of the emulated machine, see src/vm/mod.rs. It does what /plan says, line by line,
 * words separated by tabs:
 *	module <file>			load a kernel module
 *	root <tag> [<tag>]		from now on the file system that the host shares under this tag is the
 *					root, with that of the second tag laid over it; what is written to
 *					it stays in memory
 *	bind <from> <to>		show a folder at another place, too
 *	run <name> <network> <seconds> <path> <program> <argument>...
 *					run a program in a network namespace of its own ("own") or in the
 *					first one ("initial"), with path as LD_LIBRARY_PATH
 * and writes to the second serial port, for every program, a line
 *	= <name> <status> <length of output> <length of errors>
 * then its output and errors; at the end "= end".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define WORDS 128

static FILE *results;

static void complain(const char *what)
{
	/* To the console. */
	fprintf(stderr, "init: %s: %s\n", what, strerror(errno));
}

static void must_mount(const char *from, const char *to, const char *type, unsigned long flags,
		       const char *options)
{
	if (mount(from, to, type, flags, options) < 0)
		complain(to);
}

static void load(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0) < 0)
		complain(file);
	close(fd);
}

/* What every file system shows at these places. */
static void mount_usual(void)
{
	must_mount("dev", "/dev", "devtmpfs", 0, NULL);
	must_mount("proc", "/proc", "proc", 0, NULL);
	must_mount("sys", "/sys", "sysfs", 0, NULL);
}

static void mount_shared(const char *tag, const char *to)
{
	mkdir(to, 0755);
	/* What is not there stays not there: nobody writes to it meanwhile. */
	must_mount(tag, to, "9p", MS_RDONLY, "trans=virtio,version=9p2000.L,msize=1048576,cache=loose");
}

static void become_root(const char *tag, const char *over)
{
	char options[200];

	mkdir("/written", 0755);
	mkdir("/new", 0755);
	mount_shared(tag, "/shared");
	if (over != NULL)
		mount_shared(over, "/over");
	must_mount("written", "/written", "tmpfs", 0, "mode=755");
	mkdir("/written/upper", 0755);
	mkdir("/written/work", 0755);
	snprintf(options, sizeof(options), "lowerdir=%s/shared,upperdir=/written/upper,workdir=/written/work",
		 over != NULL ? "/over:" : "");
	must_mount("new", "/new", "overlay", 0, options);
	/* This process and those of the kernel share their root, so that the kernel finds modprobe, too. */
	if (chdir("/new") < 0 || mount(".", "/", NULL, MS_MOVE, NULL) < 0 || chroot(".") < 0 || chdir("/") < 0)
		complain("the new root");
	mount_usual();
	must_mount("run", "/run", "tmpfs", 0, "mode=755");
	mkdir("/dev/pts", 0755);
	mkdir("/dev/shm", 01777);
	must_mount("pts", "/dev/pts", "devpts", 0, "ptmxmode=666");
	must_mount("shm", "/dev/shm", "tmpfs", 0, "mode=1777");
}

static void bind_folder(const char *from, const char *to)
{
	mkdir(to, 0755);
	must_mount(from, to, NULL, MS_BIND, NULL);
}

/* In the child: never returns. */
static void become(bool own_network, unsigned int seconds, const char *path, char **words)
{
	int out = open("/run/.out", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
	int err = open("/run/.err", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
	int in = open("/dev/null", O_RDONLY);

	if (own_network && unshare(CLONE_NEWNET) < 0) {
		complain("unshare");
		_exit(2);
	}
	setenv("LD_LIBRARY_PATH", path, 1);
	setenv("LC_ALL", "C", 1);
	setenv("HOME", "/root", 1);
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	setsid();
	alarm(seconds);
	execv(words[0], words);
	complain(words[0]);
	_exit(2);
}

static long size(const char *file)
{
	struct stat status;

	return stat(file, &status) == 0 ? (long)status.st_size : 0;
}

static void copy(const char *file, long length)
{
	FILE *from = fopen(file, "r");
	int byte;

	if (from == NULL)
		return;
	while (length-- > 0 && (byte = getc(from)) != EOF)
		putc(byte, results);
	fclose(from);
}

static void run(char **words, int count)
{
	pid_t child;
	int status = -1;
	long out, err;

	if (count < 5)
		return;
	remove("/run/.out");
	remove("/run/.err");
	child = fork();
	if (child == 0)
		become(strcmp(words[1], "own") == 0, (unsigned int)atoi(words[2]), words[3], words + 4);
	if (child < 0 || waitpid(child, &status, 0) != child)
		complain(words[0]);
	/* What it left behind: everybody but this process. */
	kill(-1, SIGKILL);
	while (wait(NULL) > 0)
		;
	out = size("/run/.out");
	err = size("/run/.err");
	fprintf(results, "= %s %d %ld %ld\n", words[0], status, out, err);
	copy("/run/.out", out);
	copy("/run/.err", err);
	fflush(results);
}

static void follow(char *line)
{
	char *words[WORDS + 1] = { NULL };
	int count = 0;

	for (char *word = strtok(line, "\t\n"); word != NULL; word = strtok(NULL, "\t\n")) {
		if (count == WORDS) {
			fprintf(stderr, "init: too many words: %s\n", words[0]);
			return;
		}
		words[count++] = word;
	}
	if (count >= 2 && strcmp(words[0], "module") == 0)
		load(words[1]);
	else if (count >= 2 && strcmp(words[0], "root") == 0)
		become_root(words[1], words[2]);
	else if (count >= 3 && strcmp(words[0], "bind") == 0)
		bind_folder(words[1], words[2]);
	else if (count >= 2 && strcmp(words[0], "run") == 0)
		run(words + 1, count - 1);
}

int main(void)
{
	char line[4096];
	struct termios raw;
	FILE *plan = fopen("/plan", "re");

	mount_usual();
	results = fopen("/dev/ttyS1", "we");
	if (plan == NULL || results == NULL) {
		complain("plan or serial port");
		return 1;
	}
	tcgetattr(fileno(results), &raw);
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	tcsetattr(fileno(results), TCSANOW, &raw);
	while (fgets(line, sizeof(line), plan) != NULL)
		follow(line);
	fprintf(results, "= end\n");
	fflush(results);
	tcdrain(fileno(results));
	reboot(RB_AUTOBOOT);
	return 1;
}
