# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

setup_veth

# 32768 is doubled, and holds 78 answers: 12 batches of 78, one of 64.
expect_status 0 ex batch-create v0 1000 32768
expect_text out '1000 added, 0 failed, 13 batches'
expect_text err ''
ip route show >routes
[ "$(wc -l <routes)" -eq 1000 ] || die 'not 1000 routes'
expect_line routes '10\.0\.0\.1 dev v0 proto static scope link *'
expect_line routes '10\.0\.3\.232 dev v0 proto static scope link *'

# Every request fails, and each answer finds room.
expect_status 1 ex batch-create v0 1000 32768
expect_text out '0 added, 1000 failed, 13 batches'
expect_text err 'batch-create: 10.0.0.1/32: File exists'
expect_status 1 ex batch-create v0 2000
expect_line out '1000 added, 1000 failed, [0-9]+ batches'
expect_text err 'batch-create: 10.0.0.1/32: File exists'

# Some fail, and it says which was the first.
ip route flush proto static
ip route add 10.0.1.44 dev v0
expect_status 1 ex batch-create v0 300 32768
expect_text out '299 added, 1 failed, 4 batches'
expect_text err 'batch-create: 10.0.1.44/32: File exists'

# Many answers fit: now the bytes set the limit, which is 372 requests.
ip route flush dev v0
expect_status 0 ex batch-create v0 1000 212992
expect_text out '1000 added, 0 failed, 3 batches'
expect_status 1 ex batch-create v0 1000 212992
expect_text out '0 added, 1000 failed, 3 batches'
ip route show >routes
[ "$(wc -l <routes)" -eq 1000 ] || die 'not 1000 routes'

expect_status 0 ex batch-create v0 0
expect_text out '0 added, 0 failed, 0 batches'

expect_status 1 ex batch-create v9 1
expect_text out ''
expect_text err 'batch-create: v9: No such device'
expect_usage batch-create 'DEV COUNT [RCVBUF]' v0
expect_usage batch-create 'DEV COUNT [RCVBUF]' v0 16777216
