#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Readers of the routes of this network namespace, one after the other, again and
# again:
#
#	dump.sh ROUNDS TIMES [READER FOLDER PROGRAM HOW]...
#
# READER is a name, with which every line begins; FOLDER holds the library; PROGRAM
# is made of mnl/dump.c or nl/dump.c, and HOW what it is told.  The round before the
# first is not shown.
set -eu
rounds=$1 times=$2
shift 2

round() {
	while [ $# -gt 0 ]; do
		said=$(LD_LIBRARY_PATH=$2 "$3" "$4" "$times")
		printf '%s\n' "$said" | sed "s/^/$1	/"
		shift 4
	done
}

round "$@" >/dev/null
while [ "$rounds" -gt 0 ]; do
	round "$@"
	rounds=$((rounds - 1))
done
