// Which frames of the slow control can be shared. The frames themselves stay as they are.
#include "Rtypes.h"
#include "frame.h"

ROOTLET_DICT(telemetry::frame)
