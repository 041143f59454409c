/*
 * jwt: a claim signed with a key, as services want it instead of a password
 * (JSON Web Token, RFC 7519, with RS256 of RFC 7518).
 */
#ifndef BASE_JWT_H
#define BASE_JWT_H

#include "base/arena.h"
#include "base/error.h"

/*
 * Sign two objects of JSON, the header and the claims, with an RSA key in PEM.
 * The result is in the arena.  False if the key is none, or wants a password.
 */
bool jwt_sign(struct arena *arena, struct str key, struct str header,
    struct str claims, struct str *ret_token, struct error *err);

#endif
