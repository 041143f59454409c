/* twir: settings for tests, with the headings of a real newsletter. */
#ifndef TEST_MODEL_TWIR_H
#define TEST_MODEL_TWIR_H

#include "model/settings.h"

const struct settings *twir_settings(void);

#endif
