/* media_type: the value of Content-Type for a file, by its name. */
#ifndef BASE_MEDIA_TYPE_H
#define BASE_MEDIA_TYPE_H

/* By the ending, in any case; feeds by their whole name.  Never NULL. */
const char *media_type(const char *name);

#endif
