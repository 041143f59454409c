/* What services tell: the bodies that they document, and others. */
#include "../test.h"

#include "base/arena.h"
#include "base/limits.h"
#include "send/hook.h"
#include "send/hook_sign.h"
#include "send/hook_sns.h"

#define MAILGUN(event) "{\"signature\": {}, \"event-data\": {" event "}}"
#define MAILGUN_FAILED(more)                                                \
	MAILGUN("\"event\": \"failed\", \"id\": \"G9Bn5sl1TC6nu79C8C0b\", " \
		"\"recipient\": \"ada@x.example\", \"message\": "           \
		"{\"headers\": {\"message-id\": \"t1@tide.example\"}}, " more)

/* The first event of each; `kind` says that there is one. */
static const struct {
	enum hook_service service;
	const char *body;
	const char *kind, *reason; /* NULL: nothing of interest */
	bool hard, delayed;
	const char *address, *message_id, *id; /* NULL: not looked at */
} bodies[] = {
	{ HOOK_MAILGUN,
	    MAILGUN_FAILED("\"severity\": \"permanent\", \"reason\": "
			   "\"bounce\", \"delivery-status\": {\"code\": 550, "
			   "\"message\": \"550 5.1.1 no such user here\"}"),
	    "bounce", "user-unknown", true, false, "ada@x.example",
	    "t1@tide.example", "G9Bn5sl1TC6nu79C8C0b" },
	{ HOOK_MAILGUN,
	    MAILGUN_FAILED("\"severity\": \"temporary\", "
			   "\"delivery-status\": {\"code\": 452, \"message\": "
			   "\"4.2.2 The email account is over quota\"}"),
	    "bounce", "mailbox-full", false, true, "ada@x.example",
	    "t1@tide.example", NULL },
	{ HOOK_MAILGUN,
	    MAILGUN_FAILED(
		"\"severity\": \"permanent\", \"reason\": "
		"\"suppress-bounce\", \"delivery-status\": "
		"{\"code\": 605, \"message\": \"\", \"description\":"
		" \"Not delivering to previously bounced address\"}"),
	    "bounce", "user-unknown", true, false, NULL, NULL, NULL },
	{ HOOK_MAILGUN,
	    MAILGUN_FAILED("\"severity\": \"permanent\", \"reason\": "
			   "\"suppress-unsubscribe\""),
	    "complaint", "unsubscribe", false, false, NULL, NULL, NULL },
	{ HOOK_MAILGUN,
	    MAILGUN(
		"\"event\": \"complained\", \"recipient\": \"a@b.example\""),
	    "complaint", "abuse", false, false, "a@b.example", NULL, NULL },
	{ HOOK_MAILGUN,
	    MAILGUN("\"event\": \"delivered\", \"recipient\": \"a@b.example\""),
	    "delivered", "ok", false, false, "a@b.example", NULL, NULL },
	{ HOOK_MAILGUN, MAILGUN("\"event\": \"opened\""), NULL, NULL, false,
	    false, NULL, NULL, NULL },

	{ HOOK_POSTMARK,
	    "{\"RecordType\": \"Bounce\", \"ID\": 42, \"Type\": \"HardBounce\","
	    " \"TypeCode\": 1, \"MessageID\": \"883953f4\", \"Details\": "
	    "\"smtp;550 5.1.1 The email account that you tried to reach does "
	    "not exist\", \"Email\": \"ada@x.example\", \"Inactive\": true}",
	    "bounce", "user-unknown", true, false, "ada@x.example", "", NULL },
	{ HOOK_POSTMARK,
	    "{\"RecordType\": \"Bounce\", \"Type\": \"HardBounce\", \"Details\""
	    ": \"test\", \"Email\": \"ada@x.example\"}",
	    "bounce", "user-unknown", true, false, NULL, NULL, NULL },
	{ HOOK_POSTMARK,
	    "{\"RecordType\": \"Bounce\", \"Type\": \"SoftBounce\", \"Details\""
	    ": \"smtp;552 5.2.2 mailbox is full\", \"Email\": \"a@x.example\"}",
	    "bounce", "mailbox-full", false, false, NULL, NULL, NULL },
	{ HOOK_POSTMARK,
	    "{\"RecordType\": \"SpamComplaint\", \"Type\": \"SpamComplaint\", "
	    "\"Email\": \"a@x.example\"}",
	    "complaint", "abuse", false, false, "a@x.example", NULL, NULL },
	{ HOOK_POSTMARK,
	    "{\"RecordType\": \"Delivery\", \"Recipient\": \"a@x.example\"}",
	    "delivered", "ok", false, false, "a@x.example", NULL, NULL },
	{ HOOK_POSTMARK,
	    "{\"RecordType\": \"SubscriptionChange\", \"Recipient\": "
	    "\"a@x.example\", \"SuppressSending\": true, \"SuppressionReason\":"
	    " \"ManualSuppression\"}",
	    "complaint", "unsubscribe", false, false, "a@x.example", NULL,
	    NULL },
	{ HOOK_POSTMARK,
	    "{\"RecordType\": \"SubscriptionChange\", \"Recipient\": "
	    "\"a@x.example\", \"SuppressSending\": false}",
	    NULL, NULL, false, false, NULL, NULL, NULL },
	{ HOOK_POSTMARK, "{\"RecordType\": \"Open\"}", NULL, NULL, false, false,
	    NULL, NULL, NULL },

	{ HOOK_SENDGRID,
	    "[{\"email\": \"ada@x.example\", \"smtp-id\": "
	    "\"<t1@tide.example>\", \"event\": \"bounce\", \"type\": "
	    "\"bounce\", \"sg_event_id\": \"e1\", \"reason\": \"550 5.1.1 user "
	    "unknown\", \"status\": \"5.1.1\"}]",
	    "bounce", "user-unknown", true, false, "ada@x.example",
	    "t1@tide.example", "e1" },
	{ HOOK_SENDGRID,
	    "[{\"email\": \"ada@x.example\", \"event\": \"bounce\", \"type\": "
	    "\"blocked\", \"reason\": \"550 5.1.1 user unknown\"}]",
	    "bounce", "user-unknown", false, false, NULL, NULL, NULL },
	{ HOOK_SENDGRID,
	    "[{\"email\": \"a@x.example\", \"event\": \"dropped\", \"reason\": "
	    "\"Bounced Address\"}]",
	    "bounce", "user-unknown", true, false, NULL, NULL, NULL },
	{ HOOK_SENDGRID,
	    "[{\"email\": \"a@x.example\", \"event\": \"dropped\", \"reason\": "
	    "\"Unsubscribed Address\"}]",
	    "complaint", "unsubscribe", false, false, NULL, NULL, NULL },
	{ HOOK_SENDGRID,
	    "[{\"email\": \"a@x.example\", \"event\": \"spamreport\"}]",
	    "complaint", "abuse", false, false, "a@x.example", NULL, NULL },
	{ HOOK_SENDGRID,
	    "[{\"email\": \"a@x.example\", \"event\": \"open\"}, {\"event\": "
	    "\"account_status_change\"}, {}]",
	    NULL, NULL, false, false, NULL, NULL, NULL },
	{ HOOK_SENDGRID, "[]", NULL, NULL, false, false, NULL, NULL, NULL },

	{ HOOK_SES,
	    "{\"notificationType\": \"Bounce\", \"bounce\": {\"bounceType\": "
	    "\"Permanent\", \"bounceSubType\": \"General\", "
	    "\"bouncedRecipients\": [{\"emailAddress\": \"ada@x.example\", "
	    "\"status\": \"5.1.1\", \"diagnosticCode\": \"smtp; 550 5.1.1 user "
	    "unknown\"}]}, \"mail\": {\"headers\": [{\"name\": \"Message-ID\", "
	    "\"value\": \"<t1@tide.example>\"}]}}",
	    "bounce", "user-unknown", true, false, "ada@x.example",
	    "t1@tide.example", NULL },
	{ HOOK_SES,
	    "{\"eventType\": \"Complaint\", \"complaint\": "
	    "{\"complainedRecipients\": [{\"emailAddress\": "
	    "\"a@x.example\"}]}}",
	    "complaint", "abuse", false, false, "a@x.example", NULL, NULL },
	{ HOOK_SES, "{\"eventType\": \"Open\"}", NULL, NULL, false, false, NULL,
	    NULL, NULL },
};

static void assert_event(size_t i, const struct hook_event *e)
{
	const struct bounce *b = &e->bounce;

	if (strcmp(bounce_kind_name(b->kind), bodies[i].kind) != 0 ||
	    strcmp(bounce_reason_name(b->reason), bodies[i].reason) != 0 ||
	    b->hard != bodies[i].hard || b->delayed != bodies[i].delayed)
		fail_msg("body %zu: %s, %s, hard %d, delayed %d", i,
		    bounce_kind_name(b->kind), bounce_reason_name(b->reason),
		    b->hard, b->delayed);
	assert_true(e->id.len > 0 && str_starts(e->raw, STR("{")));
	if (bodies[i].address != NULL)
		assert_str(b->address, bodies[i].address);
	if (bodies[i].message_id != NULL)
		assert_str(e->message_id, bodies[i].message_id);
	if (bodies[i].id != NULL)
		assert_str(e->id, bodies[i].id);
}

static void test_bodies(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct hook_events all = { 0 };

		if (hook_read(&arena, bodies[i].service, str_of(bodies[i].body),
			&all) != HOOK_READ)
			fail_msg("body %zu cannot be read", i);
		if (all.count != (bodies[i].kind != NULL))
			fail_msg("body %zu: %zu events", i, all.count);
		if (all.count > 0)
			assert_event(i, &all.item[0]);
	}
	arena_release(&arena);
}

static void test_bad_bodies(void **state)
{
	static const char *const bad[] = { "", "x", "null", "\"\"", "1", "[1]",
		"{\"a\": 1", "{\"event\": 1}", "[[]]" };
	struct arena arena = { 0 };

	(void)state;
	for (int service = 0; service < HOOK_SES; service++)
		for (size_t i = 0; i < COUNT(bad); i++) {
			struct hook_events all;

			if (hook_read(&arena, (enum hook_service)service,
				str_of(bad[i]), &all) != HOOK_BAD)
				fail_msg("%d, %s", service, bad[i]);
		}
	arena_release(&arena);
}

/* As many as there may be, and one more; each its own. */
static void test_many(void **state)
{
	struct arena arena = { 0 };
	struct hook_events all;
	struct strbuf body;

	(void)state;
	strbuf_init(&body, LIMIT_HOOK);
	strbuf_add_char(&body, '[');
	for (int i = 0; i < LIMIT_HOOK_EVENTS; i++)
		strbuf_printf(&body,
		    "{\"event\":\"spamreport\",\"sg_event_id\":\"e%d\"},", i);
	body.buf[body.len - 1] = ']';
	assert_int_equal(
	    hook_read(&arena, HOOK_SENDGRID, strbuf_str(&body), &all),
	    HOOK_READ);
	assert_int_equal(all.count, LIMIT_HOOK_EVENTS);
	assert_str(all.item[7].id, "e7");
	body.buf[body.len - 1] = ',';
	strbuf_lit(&body, "{\"event\":\"spamreport\"}]");
	assert_int_equal(
	    hook_read(&arena, HOOK_SENDGRID, strbuf_str(&body), &all),
	    HOOK_TOO_MANY);
	strbuf_release(&body);
	arena_release(&arena);
}

/* ---------------------------------------------------------------------- SNS */

#define SNS_COMMON                                                   \
	"\"MessageId\": \"m\", \"TopicArn\": \"arn\", \"Message\": " \
	"\"a\\nb\", \"Timestamp\": \"t\", \"Signature\": \"s\", "    \
	"\"SigningCertURL\": \"https://sns.x.amazonaws.com/a.pem\""

static const struct {
	const char *body;
	const char *is_signed; /* NULL: it is none */
} messages[] = {
	{ "{\"Type\": \"Notification\", \"SignatureVersion\": \"1\", "
	  "\"Subject\": \"u\", " SNS_COMMON "}",
	    "Message\na\nb\nMessageId\nm\nSubject\nu\nTimestamp\nt\nTopicArn\n"
	    "arn\nType\nNotification\n" },
	{ "{\"Type\": \"Notification\", \"SignatureVersion\": \"2\", "
	  "\"Token\": \"k\", \"SubscribeURL\": \"v\", " SNS_COMMON "}",
	    "Message\na\nb\nMessageId\nm\nTimestamp\nt\nTopicArn\narn\nType\n"
	    "Notification\n" },
	{ "{\"Type\": \"SubscriptionConfirmation\", \"SignatureVersion\": "
	  "\"2\", \"Subject\": \"u\", \"Token\": \"k\", \"SubscribeURL\": "
	  "\"v\", " SNS_COMMON "}",
	    "Message\na\nb\nMessageId\nm\nSubscribeURL\nv\nTimestamp\nt\n"
	    "Token\nk\nTopicArn\narn\nType\nSubscriptionConfirmation\n" },
	{ "{\"Type\": \"SubscriptionConfirmation\", \"SignatureVersion\": "
	  "\"2\", " SNS_COMMON "}",
	    NULL },
	{ "{\"Type\": \"Notification\", \"SignatureVersion\": \"3\", " SNS_COMMON
	  "}",
	    NULL },
	{ "{\"Type\": \"Notification\", " SNS_COMMON "}", NULL },
	{ "{\"Type\": \"Else\", \"SignatureVersion\": \"1\", " SNS_COMMON "}",
	    NULL },
	{ "{\"Type\": \"Notification\", \"SignatureVersion\": \"1\"}", NULL },
	{ "{\"notificationType\": \"Bounce\"}", NULL },
	{ "[]", NULL },
	{ "", NULL },
};

static void test_messages(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(messages); i++) {
		struct sns_message m;
		struct strbuf out;

		if (sns_read(&arena, str_of(messages[i].body), &m) !=
		    (messages[i].is_signed != NULL))
			fail_msg("message %zu", i);
		if (messages[i].is_signed == NULL)
			continue;
		strbuf_init(&out, KIB);
		sns_add_signed(&out, &m);
		assert_str(strbuf_str(&out), messages[i].is_signed);
		strbuf_release(&out);
	}
	arena_release(&arena);
}

static const struct {
	const char *url;
	bool address;
	const char *name; /* of a certificate; NULL: none */
} addresses[] = {
	{ "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a.pem",
	    true, "eu-west-1-SimpleNotificationService-0a.pem" },
	{ "https://sns.cn-north-1.amazonaws.com.cn/a.pem", true,
	    "cn-north-1-a.pem" },
	{ "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
	    true, NULL },
	{ "https://sns.eu-west-1.amazonaws.com/../a.pem", true, NULL },
	{ "https://sns.eu-west-1.amazonaws.com/a.pem?x=.pem", true, NULL },
	{ "https://sns.eu-west-1.amazonaws.com/a%2f.pem", true, NULL },
	{ "https://sns.eu-west-1.amazonaws.com/.pem", true, "eu-west-1-.pem" },
	{ "http://sns.eu-west-1.amazonaws.com/a.pem", false, NULL },
	{ "https://sns.eu-west-1.amazonaws.com:444/a.pem", false, NULL },
	{ "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem", false,
	    NULL },
	{ "https://ada@sns.eu-west-1.amazonaws.com/a.pem", false, NULL },
	{ "https://sns.evil.example/.amazonaws.com/a.pem", false, NULL },
	{ "https://sns.evil.example#.amazonaws.com/a.pem", false, NULL },
	{ "https://sns.evil.example\\.amazonaws.com/a.pem", false, NULL },
	{ "https://sns.a.b.amazonaws.com/a.pem", false, NULL },
	{ "https://sns..amazonaws.com/a.pem", false, NULL },
	{ "https://sns.amazonaws.com/a.pem", false, NULL },
	{ "https://sns.x.amazonaws.com.evil.example/a.pem", false, NULL },
	{ "https://evil-sns.x.amazonaws.com/a.pem", false, NULL },
	{ "https://s3.amazonaws.com/sns.x.amazonaws.com/a.pem", false, NULL },
	{ "", false, NULL },
};

static void test_addresses(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct str url = str_of(addresses[i].url), name;
		bool certificate = sns_is_certificate(&arena, url, &name);

		if (sns_is_address(url) != addresses[i].address ||
		    certificate != (addresses[i].name != NULL))
			fail_msg("%s: %d, %d", addresses[i].url,
			    sns_is_address(url), certificate);
		if (certificate)
			assert_str(name, addresses[i].name);
	}
	arena_release(&arena);
}

/* --------------------------------------------------------------- signatures */

/* What is right is tested with keys of openssl (test/faults/hooks.py). */
static void test_signatures(void **state)
{
	static const char key[] =
	    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDq"
	    "BaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==";
	static const char *const bad[] = { "", "x", "====", "MFkw", "!!!!",
		"AAAA", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE" };

	(void)state;
	assert_true(hook_sign_is_key(str_of(key)));
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct str s = str_of(bad[i]);

		assert_false(hook_sign_is_key(s));
		assert_false(
		    hook_sign_sendgrid(str_of(key), s, STR("1"), STR("body")));
		assert_false(hook_sign_sendgrid(s, s, STR("1"), STR("body")));
		assert_false(
		    hook_sign_mailgun(STR("key"), s, STR("1"), STR("t")));
		assert_false(hook_sign_sns(s, true, STR("text"), s));
		assert_false(hook_sign_is_certificate(s));
	}
	/* Of `openssl dgst -sha256 -hmac key` over "1t". */
	assert_true(hook_sign_mailgun(STR("key"),
	    STR("be95ad91d483a9b9ca7795394fbf2ccd1e986a8768402c51c993eac9c29b66f1"),
	    STR("1"), STR("t")));
	assert_false(hook_sign_mailgun(STR(""), STR(""), STR("1"), STR("t")));
}

static void test_basic(void **state)
{
	static const char *const bad[] = { "", "Basic", "Basic ", "Basic !!!!",
		"Bearer YTpi", "Basic YWI=", "Basic YTpi=" };
	struct arena arena = { 0 };
	struct str user, password;

	(void)state;
	assert_true(
	    hook_sign_basic(&arena, STR("basic YTpiOmM="), &user, &password));
	assert_str(user, "a");
	assert_str(password, "b:c");
	for (size_t i = 0; i < COUNT(bad); i++)
		if (hook_sign_basic(&arena, str_of(bad[i]), &user, &password))
			fail_msg("%s", bad[i]);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_bad_bodies),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_signatures),
		cmocka_unit_test(test_basic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
