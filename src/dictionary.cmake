# The dictionary of the runtime's own classes.
rootlet_generate_dictionary(rootlet_core_objects
  NAME rootlet_core
  HEADERS ${public_headers}/TObject.h ${public_headers}/TNamed.h ${public_headers}/TProcessID.h ${public_headers}/TDirectory.h ${public_headers}/TClass.h
          ${public_headers}/TDictionary.h ${public_headers}/TDataMember.h ${public_headers}/TBaseClass.h
          ${public_headers}/TStreamerElement.h ${public_headers}/TStreamerInfo.h ${public_headers}/TMapFile.h
  LINKDEF ${CMAKE_CURRENT_SOURCE_DIR}/meta/LinkDef.h)
