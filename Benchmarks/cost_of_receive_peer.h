/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Each returns 0, or -1 on failure. The port is in network order. */
#ifndef COST_OF_RECEIVE_PEER_H
#define COST_OF_RECEIVE_PEER_H
int peer_listen(unsigned short *port);
int peer_accept(void);
int peer_send(char byte);
#endif
