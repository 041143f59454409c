/* Files that others on this machine should not see, and room on the disk. */
#include <errno.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "doctor/look.h"
#include "send/dkim.h"
#include "store/store.h"

/* A mailing writes about 300 bytes for each reader. */
#define ROOM_NEEDED (100 * (uint64_t)MIB)
#define ROOM_WISHED (1024 * (uint64_t)MIB)

/* Who else can read or change a file: its mode, unless its folder keeps them
 * out. */
static mode_t open_to(
    struct look *look, const char *path, const struct stat *state)
{
	struct stat folder;
	mode_t mode = state->st_mode;

	if (stat(path_folder(&look->arena, path), &folder) != 0)
		return mode;
	if ((folder.st_mode & S_IXGRP) == 0)
		mode &= ~(mode_t)S_IRWXG;
	if ((folder.st_mode & S_IXOTH) == 0)
		mode &= ~(mode_t)S_IRWXO;
	return mode;
}

/* Only its owner should; `others` is how bad it is if everybody can. */
static bool is_ours(struct look *look, const char *path,
    enum doctor_state others, const char *advice)
{
	struct str todo = arena_printf(&look->arena, advice, path);
	struct stat state;
	mode_t mode;

	if (stat(path, &state) != 0) {
		look_blind(
		    look, "cannot look at %s: %s", path, strerror(errno));
		return false;
	}
	mode = open_to(look, path, &state);
	if ((mode & (S_IROTH | S_IWOTH)) != 0)
		look_advise(look, others, todo,
		    "everybody on this machine can %s %s",
		    (mode & S_IWOTH) != 0 ? "change" : "read", path);
	else if ((mode & (S_IRGRP | S_IWGRP)) != 0)
		look_advise(look, DOCTOR_WARNING, todo,
		    "the group %d can %s %s", (int)state.st_gid,
		    (mode & S_IWGRP) != 0 ? "change" : "read", path);
	else if (state.st_uid != geteuid() && state.st_uid != 0)
		look_say(look, DOCTOR_WARNING,
		    "%s belongs to the user %d, and you are %d", path,
		    (int)state.st_uid, (int)geteuid());
	else
		return true;
	return false;
}

/* ----------------------------------------------------------------------- keys */

struct keys {
	size_t seen, fine;
};

static void look_at_key(struct look *look, const char *path, struct keys *keys)
{
	keys->seen++;
	if (is_ours(look, path, DOCTOR_WRONG, "chmod 600 %s"))
		keys->fine++;
}

static void look_at_secret(
    struct look *look, const char *name, struct keys *keys)
{
	const char *path = secret_file(&look->arena, name);

	if (path != NULL)
		look_at_key(look, path, keys);
}

void look_keys(struct look *look)
{
	static const char *const secrets[] = { "MAIL_PASSWORD", "MAIL_TOKEN",
		"KEY" };
	const struct settings *s = look->settings;
	const char *own = path_join(
	    &look->arena, arena_cstr(&look->arena, s->folders.cache), "key");
	struct keys keys = { 0, 0 };

	for (size_t i = 0; i < s->mail.dkim.count; i++)
		look_at_secret(look,
		    dkim_secret_name(&look->arena, s->mail.dkim.item[i]),
		    &keys);
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		look_at_secret(look, secrets[i], &keys);
	if (file_exists(own))
		look_at_key(look, own, &keys);
	if (keys.fine > 0)
		look_say(look, DOCTOR_OK, "%zu %s with keys, for you alone",
		    keys.fine, keys.fine == 1 ? "file" : "files");
	else if (keys.seen == 0)
		look_say(look, DOCTOR_SKIPPED, "no key is in a file");
}

/* ------------------------------------------------------------------- database */

static bool has_room(struct look *look, const char *path)
{
	const char *folder = path_folder(&look->arena, path);
	struct statvfs disk;
	uint64_t room;

	if (statvfs(folder, &disk) != 0)
		return true;
	room = (uint64_t)disk.f_bavail * disk.f_frsize;
	if (room >= ROOM_WISHED)
		return true;
	look_say(look, room < ROOM_NEEDED ? DOCTOR_WRONG : DOCTOR_WARNING,
	    "the disk of %s has room for only %llu MiB more", folder,
	    (unsigned long long)(room / MIB));
	return false;
}

static void look_at_file(struct look *look, const char *path)
{
	bool ours, room;

	if (!file_exists(path)) {
		look_say(look, DOCTOR_SKIPPED,
		    "there is no database %s yet, and no reader", path);
		return;
	}
	ours = is_ours(
	    look, path, DOCTOR_WARNING, "chmod 600 %s*   (or 700 its folder)");
	room = has_room(look, path);
	if (ours && room)
		look_say(look, DOCTOR_OK,
		    "only you can read %s, and its disk has room", path);
}

void look_database(struct look *look)
{
	const struct settings *s = look->settings;
	const struct store_options options = {
		.folder = arena_cstr(&look->arena, s->folders.cache),
		.address = s->database.len > 0
			       ? arena_cstr(&look->arena, s->database)
			       : NULL,
	};
	const char *path = store_file(&look->arena, &options);
	struct error err;
	bool mirrored;

	if (path != NULL)
		look_at_file(look, path);
	else if (!store_is_mirrored(&options, &mirrored, &err))
		look_blind(look, "%s", err.text);
	else if (mirrored)
		look_say(look, DOCTOR_OK,
		    "another server has all that the database says is done");
	else
		look_advise(look, DOCTOR_WARNING,
		    STR("set synchronous_standby_names in postgresql.conf"),
		    "if the database server is lost, mails of the last moments "
		    "may be sent twice: no other server is sure to have all of "
		    "it");
}
