/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The first process of the emulated machine, see src/vm/mod.rs. It does what /plan says:
 *	module <file>			load a kernel module
 *	run <name> <program> <path>	run a program in a network namespace of its own, with path as
 *					LD_LIBRARY_PATH
 * and writes to the second serial port, for every program, a line
 *	= <name> <status> <length of output> <length of errors>
 * then its output and errors; at the end "= end".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
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

/* A program that takes longer is ended. */
#define SECONDS 40

static FILE *results;

static void complain(const char *what)
{
	/* To the console. */
	fprintf(stderr, "init: %s: %s\n", what, strerror(errno));
}

static void load(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0) < 0)
		complain(file);
	close(fd);
}

/* In the child: never returns. */
static void become(const char *program, const char *path)
{
	int out = open("/tmp/out", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int err = open("/tmp/err", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (unshare(CLONE_NEWNET) < 0) {
		complain("unshare");
		_exit(2);
	}
	setenv("LD_LIBRARY_PATH", path, 1);
	setenv("LC_ALL", "C", 1);
	dup2(out, 1);
	dup2(err, 2);
	alarm(SECONDS);
	execl(program, program, (char *)NULL);
	complain(program);
	_exit(2);
}

static long size(const char *file)
{
	struct stat status;

	return stat(file, &status) == 0 ? (long)status.st_size : 0;
}

static void copy(const char *file)
{
	FILE *from = fopen(file, "r");
	int byte;

	if (from == NULL)
		return;
	while ((byte = getc(from)) != EOF)
		putc(byte, results);
	fclose(from);
}

static void run(const char *name, const char *program, const char *path)
{
	int status = -1;
	pid_t child;

	remove("/tmp/out");
	remove("/tmp/err");
	child = fork();
	if (child == 0)
		become(program, path);
	if (child < 0 || waitpid(child, &status, 0) != child)
		complain(name);
	fprintf(results, "= %s %d %ld %ld\n", name, status, size("/tmp/out"), size("/tmp/err"));
	copy("/tmp/out");
	copy("/tmp/err");
	fflush(results);
}

int main(void)
{
	char line[512], first[128], second[128], third[128];
	struct termios raw;
	FILE *plan = fopen("/plan", "re");

	mount("dev", "/dev", "devtmpfs", 0, NULL);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sys", "/sys", "sysfs", 0, NULL);
	results = fopen("/dev/ttyS1", "we");
	if (plan == NULL || results == NULL) {
		complain("plan or serial port");
		return 1;
	}
	tcgetattr(fileno(results), &raw);
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	tcsetattr(fileno(results), TCSANOW, &raw);
	while (fgets(line, sizeof(line), plan) != NULL) {
		if (sscanf(line, "module %127s", first) == 1)
			load(first);
		else if (sscanf(line, "run %127s %127s %127s", first, second, third) == 3)
			run(first, second, third);
	}
	fprintf(results, "= end\n");
	fflush(results);
	tcdrain(fileno(results));
	reboot(RB_AUTOBOOT);
	return 1;
}
