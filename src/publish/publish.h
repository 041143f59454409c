/*
 * publish: out to the world: places of the site, where an issue is announced
 * and discussed, and what is said when it was wrong.
 *
 * Each part has a header of its own; the order in which they are gone through
 * is src/publishcmd's.
 *
 *	announce.h	places that are told of an issue
 *	archive.h	links handed to an archive of the web
 *	archive_list.h	and which they were
 *	answer.h	acknowledgements where things were proposed
 *	deploy.h	the site, put where readers get it
 *	discussion.h	the link to where an issue is discussed
 *	remote.h	the repository that the team shares
 */
#ifndef PUBLISH_PUBLISH_H
#define PUBLISH_PUBLISH_H

#include "publish/announce.h"
#include "publish/answer.h"
#include "publish/archive.h"
#include "publish/archive_list.h"
#include "publish/deploy.h"
#include "publish/discussion.h"
#include "publish/remote.h"

#endif
