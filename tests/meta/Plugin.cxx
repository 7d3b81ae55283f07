// Nothing but its dictionary is needed of the class; see Plugin.h.
#include "Plugin.h"
