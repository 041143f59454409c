/* judgement: what is found out from a record alone, by functions that ask
 * nobody. */
#ifndef DOCTOR_JUDGEMENT_H
#define DOCTOR_JUDGEMENT_H

#include "doctor/doctor.h"

struct judgement {
	enum doctor_state state;
	struct str text; /* goes behind "the record": "has another key" */
};

#endif
