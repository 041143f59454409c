/*
 * look: what the checks of the doctor share: what they are about, and how they
 * say what they found.  Private.
 *
 * A check is a function that says at least one line.
 */
#ifndef DOCTOR_LOOK_H
#define DOCTOR_LOOK_H

#include "base/dns.h"
#include "base/mail_address.h"
#include "doctor/judgement.h"
#include "send/relays.h"

struct look {
	struct arena arena;
	const struct doctor_options *options;
	const struct settings *settings;
	const char *check; /* that runs */

	/* Unset texts: it is none. */
	struct mail_address from;
	/* Where bounces come back to, whose domain SPF is asked about. */
	struct mail_address envelope;
	struct dns *dns;
	/* None if the settings name a folder instead, or if the second says
	 * why not. */
	struct relays relays;
	struct error no_relays;
	/* Where mails leave from, as far as it is known; and is that where a
	 * mail server of the settings is, on another machine? */
	unsigned char (*address)[NETWORK_BYTES];
	size_t addresses;
	bool guessed;

	uint64_t mail_bytes; /* of the largest mail, about; 0: unknown */
};

/* Say what was found, in a sentence.  What comes from outside may be in it. */
void look_say(struct look *look, enum doctor_state state, const char *format,
    ...) __attribute__((format(printf, 3, 4)));
/* The same with what to do, or a record to publish; both may be unset. */
void look_advise(struct look *look, enum doctor_state state, struct str advice,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
void look_publish(struct look *look, enum doctor_state state,
    struct str publish, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* It could not be looked at. */
void look_blind(struct look *look, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Ask for records.  False if that was said already, as there is no answer. */
bool look_ask(struct look *look, struct str name, enum dns_type type,
    struct dns_answer *ret_answer);
/* A line for a zone: "NAME. IN TXT "..."", with the value in strings of at most
 * 255 bytes.  In the arena. */
struct str look_txt_line(
    struct arena *arena, struct str name, struct str value);
/* The first text record that begins with `version`, "v=spf1", a word of its
 * own, blanks aside; *ret_count of them. */
struct str look_versioned(
    const struct dns_answer *answer, struct str version, size_t *ret_count);

/* The address of the sender is one; else that was said. */
bool look_has_from(struct look *look);

typedef void look_check(struct look *look);

look_check look_settings, look_mx, look_spf, look_dkim, look_dmarc, look_ptr,
    look_size, look_relays, look_keys, look_database, look_own_clock;

#endif
