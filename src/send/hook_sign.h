/*
 * hook_sign: is a request of the service that it says it is of?
 *
 * Nothing here fails otherwise than by false: a key or signature of a wrong
 * form is a wrong one.
 */
#ifndef SEND_HOOK_SIGN_H
#define SEND_HOOK_SIGN_H

#include "base/arena.h"

/* Can it be the public key of SendGrid: base64 of a key on an elliptic
 * curve? */
bool hook_sign_is_key(struct str key);

/* ECDSA with SHA-256 over the time and the body as it came; the signature in
 * base64. */
bool hook_sign_sendgrid(
    struct str key, struct str signature, struct str time, struct str body);

/* HMAC with SHA-256 over time and token, in hexadecimal digits; the body is
 * not signed. */
bool hook_sign_mailgun(
    struct str key, struct str signature, struct str time, struct str token);

/*
 * RSA with SHA-1 or SHA-256 over a text, by a certificate (PEM); the signature
 * in base64.  False, too, if the certificate is not valid today.
 */
bool hook_sign_sns(
    struct str certificate, bool sha256, struct str text, struct str signature);
/* Is it a certificate, and valid today? */
bool hook_sign_is_certificate(struct str certificate);

/* The name and password of "Basic dXNlcjpwYXNzd29yZA==", in the arena; false
 * for anything else. */
bool hook_sign_basic(struct arena *arena, struct str header,
    struct str *ret_user, struct str *ret_password);

#endif
