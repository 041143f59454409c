/* votes: what readers want featured. */
#ifndef STORE_VOTES_H
#define STORE_VOTES_H

#include "store/store.h"

#endif
