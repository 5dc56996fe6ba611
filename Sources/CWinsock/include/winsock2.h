#ifndef _WINSOCK2API_
#define _WINSOCK2API_
#endif
