#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Readers of the routes of this network namespace, one after the other, again and
# again:
#
#	dump.sh ROUNDS TIMES DUMP INLINE DEBIAN OURS
#
# DUMP and INLINE are made of dump.c, INLINE with -DMNL_INLINE; DEBIAN and OURS
# are folders with the library.  Every line begins with the reader.  The round
# before the first is not shown.
set -eu
rounds=$1 times=$2 dump=$3 inline=$4 debian=$5 ours=$6

# read_routes READER FOLDER PROGRAM HOW
read_routes() {
	said=$(LD_LIBRARY_PATH=$2 "$3" "$4" "$times")
	printf '%s\n' "$said" | sed "s/^/$1	/"
}

round() {
	read_routes bare "$debian" "$dump" bare
	read_routes debian "$debian" "$dump" mnl
	read_routes ours "$ours" "$dump" mnl
	read_routes inline "$ours" "$inline" mnl
}

round >/dev/null
while [ "$rounds" -gt 0 ]; do
	round
	rounds=$((rounds - 1))
done
