/*
 * signals: those that end a program, as a file to wait for with others.
 */
#ifndef BASE_SIGNALS_H
#define BASE_SIGNALS_H

#include "base/error.h"

/*
 * A file that can be read (struct signalfd_siginfo, signalfd(2)) when SIGINT,
 * SIGTERM or SIGHUP came.  From now on they reach no thread: call it before
 * any is made.  SIGPIPE is ignored.  -1 and an error if that cannot be; the
 * caller closes it.
 */
int signals_open(struct error *err);

#endif
