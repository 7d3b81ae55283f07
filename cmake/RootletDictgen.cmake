# rootlet_generate_dictionary() and rootlet_add_macro(): dictgen as a step of the build.
# Used by Rootlet's own build and, installed beside RootletConfig.cmake, by every project that finds Rootlet.
# Expects ROOTLET_DICTGEN_PARENT, the directory that holds the Python package `dictgen`.
# Invariant: a dictionary is made again when a header that it read, its LinkDef, the compile settings or dictgen itself
# has changed, and at no other time.
include_guard(GLOBAL)
cmake_policy(VERSION 3.25)

# Sets ROOTLET_PYTHON to a Python interpreter that can import libclang's bindings and Jinja2; often this is /usr/bin/python3
# (Debian's packages serve only that one) and not the first python3 on the PATH.
function(rootlet_find_python)
   set(probe "import sys, clang.cindex, jinja2; clang.cindex.Index.create(); sys.exit(sys.version_info < (3, 9))")
   file(GLOB system_pythons /usr/bin/python3.[0-9]*)
   list(FILTER system_pythons EXCLUDE REGEX "config$")
   find_program(first_python python3 NO_CACHE)
   set(tried "")
   foreach(python ${ROOTLET_PYTHON} ${Python3_EXECUTABLE} ${first_python} /usr/bin/python3 ${system_pythons})
      if(NOT EXISTS "${python}" OR "${python}" IN_LIST tried)
         continue()
      endif()
      list(APPEND tried "${python}")
      execute_process(COMMAND "${python}" -c "${probe}" RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
      if(status EQUAL 0)
         set(ROOTLET_PYTHON "${python}" CACHE FILEPATH "Python that runs dictgen (imports clang.cindex and jinja2)" FORCE)
         return()
      endif()
   endforeach()
   list(JOIN tried ", " tried)
   message(FATAL_ERROR "Rootlet: no Python interpreter can import both `clang.cindex` and `jinja2`, which dictgen needs "
      "(tried: ${tried}). On Debian: apt-get install python3-clang-19 python3-jinja2. "
      "Elsewhere: pip install libclang jinja2, and -DROOTLET_PYTHON=/path/to/that/python3.")
endfunction()
rootlet_find_python()

file(STRINGS ${ROOTLET_DICTGEN_PARENT}/dictgen/__init__.py version REGEX "^__version__ = ")
string(REGEX REPLACE ".*\"(.*)\".*" "\\1" version "${version}")
if(ROOTLET_RUNTIME_VERSION AND NOT version VERSION_EQUAL ROOTLET_RUNTIME_VERSION)
   message(WARNING "Rootlet: dictgen in ${ROOTLET_DICTGEN_PARENT} has version ${version}, the runtime has version "
      "${ROOTLET_RUNTIME_VERSION}. They belong together: install both from one release.")
endif()

file(GLOB_RECURSE ROOTLET_DICTGEN_SOURCES CONFIGURE_DEPENDS
   ${ROOTLET_DICTGEN_PARENT}/dictgen/*.py ${ROOTLET_DICTGEN_PARENT}/dictgen/*.jinja)

# What a target compiles with, in `file`: one argument per line, as the target's own compile commands have them. The file is
# generated, because only there CMake evaluates every generator expression that options may have, and because command
# lines have a limit.
function(rootlet_dictgen_options target file)
   set(standard $<TARGET_PROPERTY:${target},CXX_STANDARD>)
   set(features $<TARGET_PROPERTY:${target},COMPILE_FEATURES>)
   set(standard
      $<IF:$<OR:$<IN_LIST:${standard},26>,$<IN_LIST:cxx_std_26,${features}>>,26,$<IF:$<OR:$<IN_LIST:${standard},23>,$<IN_LIST:cxx_std_23,${features}>>,23,20>>)
   set(includes $<FILTER:$<REMOVE_DUPLICATES:$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>>,EXCLUDE,^/usr/include$>)
   set(definitions $<REMOVE_DUPLICATES:$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>>)
   set(options $<TARGET_PROPERTY:${target},COMPILE_OPTIONS>)
   # CMAKE_CXX_FLAGS and its kin are no property of the target: they are those of this directory.
   separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
   foreach(configuration IN LISTS CMAKE_BUILD_TYPE CMAKE_CONFIGURATION_TYPES)
      string(TOUPPER "${configuration}" upper)
      separate_arguments(more UNIX_COMMAND "${CMAKE_CXX_FLAGS_${upper}}")
      foreach(flag IN LISTS more)
         list(APPEND flags $<$<CONFIG:${configuration}>:${flag}>)
      endforeach()
   endforeach()
   if(CMAKE_SYSROOT)
      list(APPEND flags --sysroot=${CMAKE_SYSROOT})
   endif()
   if(CMAKE_CXX_COMPILER_TARGET)
      list(APPEND flags --target=${CMAKE_CXX_COMPILER_TARGET})
   endif()
   list(JOIN flags "\n" flags)
   string(CONCAT content
      "-std=c++${standard}\n"
      "$<$<BOOL:${includes}>:-I$<JOIN:${includes},\n-I>\n>"
      "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},\n-D>\n>"
      "${flags}\n"
      "$<JOIN:${options},\n>\n")
   file(GENERATE OUTPUT ${file} CONTENT "${content}" TARGET ${target})
endfunction()

# One run of dictgen for a target: adds the command that makes `output`, and the files behind `depends`, with `arguments`, a
# list. Sets `command` in the caller to how dictgen is run for the target.
function(rootlet_dictgen_step target output comment arguments depends)
   set(options ${output}.$<COMPILE_LANGUAGE>.options)
   rootlet_dictgen_options(${target} ${options})
   set(options ${output}.CXX.options)
   set(touch "")
   if(NOT CMAKE_GENERATOR MATCHES "Ninja")
      # dictgen leaves an output alone that would not change. Ninja understands this; make would run dictgen for ever.
      set(touch COMMAND ${CMAKE_COMMAND} -E touch ${output} ${ARGN})
      # CMake adds a command's new depfile to what it knew of the old ones, so that an include that is gone would make
      # dictgen run for ever. Without what it knew it reads all depfiles anew.
      list(APPEND touch
         COMMAND ${CMAKE_COMMAND} -E rm -f ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}.dir/compiler_depend.internal)
   endif()
   set(command ${ROOTLET_PYTHON} ${ROOTLET_DICTGEN_PARENT}/dictgen
      --compiler ${CMAKE_CXX_COMPILER} --compile-options ${options} ${arguments})
   add_custom_command(
      OUTPUT ${output} ${ARGN}
      COMMAND ${command} -o ${output} --depfile ${output}.d
      ${touch}
      DEPENDS ${depends} ${options} ${ROOTLET_DICTGEN_SOURCES}
      DEPFILE ${output}.d
      COMMENT "${comment}"
      VERBATIM)
   set(command "${command}" PARENT_SCOPE)
endfunction()

# rootlet_generate_dictionary(<target> HEADERS <header>... [LINKDEF <file>] [SHARED_HEADER <name>] [LOCK <file>] [NAME <name>]
#                             [OPTIONS <option>...])
# Compiles a dictionary for the classes of these headers into the target: a program or a library of any kind but INTERFACE.
# What the target compiles with (include directories, definitions, options, the C++ standard) holds for the dictionary
# too. Relative paths start at the current source directory. NAME (default: the target's name) names the output,
# <NAME>Dict.cxx in the current binary directory; it need only be given for a second dictionary of one target.
# SHARED_HEADER names the header that is made for the classes of ROOTLET_SHARED: the target and those that link it include it by
# that name, from <NAME>_shared in the current binary directory. OPTIONS are further ones for dictgen. LOCK names the schema lock; the target <NAME>_lock_update then records what is new. See docs/dictgen.md.
function(rootlet_generate_dictionary target)
   cmake_parse_arguments(PARSE_ARGV 1 arg "" "LINKDEF;SHARED_HEADER;LOCK;NAME" "HEADERS;OPTIONS")
   if(NOT TARGET ${target})
      message(FATAL_ERROR "rootlet_generate_dictionary: there is no target `${target}`; create it first.")
   endif()
   get_target_property(type ${target} TYPE)
   get_target_property(alias ${target} ALIASED_TARGET)
   get_target_property(imported ${target} IMPORTED)
   if(alias OR imported OR type STREQUAL "INTERFACE_LIBRARY" OR type STREQUAL "UTILITY")
      message(FATAL_ERROR "rootlet_generate_dictionary(${target}): the target compiles nothing itself (it is an interface, "
         "imported or alias target); name the library or program that the dictionary shall be in.")
   endif()
   get_target_property(target_directory ${target} SOURCE_DIR)
   if(NOT target_directory STREQUAL CMAKE_CURRENT_SOURCE_DIR)
      message(FATAL_ERROR "rootlet_generate_dictionary(${target}): call it in the directory that creates the target, ${target_directory}.")
   endif()
   if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES OR NOT arg_HEADERS)
      message(FATAL_ERROR "rootlet_generate_dictionary(${target}): say HEADERS <header>... [LINKDEF <file>] "
         "[SHARED_HEADER <name>] [LOCK <file>] [NAME <name>] [OPTIONS <option>...]; not understood: `${arg_UNPARSED_ARGUMENTS}${arg_KEYWORDS_MISSING_VALUES}`.")
   endif()
   if(NOT arg_NAME)
      set(arg_NAME ${target})
   endif()

   string(MAKE_C_IDENTIFIER "rootlet_dictionary_${PROJECT_NAME}_${arg_NAME}" anchor)
   set(arguments --anchor ${anchor} ${arg_OPTIONS})
   set(depends "")
   if(arg_LINKDEF)
      cmake_path(ABSOLUTE_PATH arg_LINKDEF NORMALIZE)
      list(APPEND arguments --linkdef ${arg_LINKDEF})
      list(APPEND depends ${arg_LINKDEF})
   endif()
   if(arg_LOCK)
      # No DEPENDS: a lock that is not there yet is for dictgen to speak of. The depfile names it.
      cmake_path(ABSOLUTE_PATH arg_LOCK NORMALIZE)
      list(APPEND arguments --lock ${arg_LOCK})
   endif()
   foreach(header IN LISTS arg_HEADERS)
      cmake_path(ABSOLUTE_PATH header NORMALIZE)
      list(APPEND arguments ${header})
      list(APPEND depends ${header})
   endforeach()

   target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
   set(shared "")
   if(arg_SHARED_HEADER)
      set(folder ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}_shared)
      set(shared ${folder}/${arg_SHARED_HEADER})
      file(MAKE_DIRECTORY ${folder})
      list(APPEND arguments --shared-header ${shared})
      target_sources(${target} PRIVATE ${shared})
      target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${folder}>)
   endif()
   set(dictionary ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}Dict.cxx)
   rootlet_dictgen_step(${target} ${dictionary} "Dictionary ${arg_NAME}" "${arguments}" "${depends}" ${shared})
   target_sources(${target} PRIVATE ${dictionary})
   if(arg_LOCK)
      add_custom_target(${arg_NAME}_lock_update COMMAND ${command} --lock-update DEPENDS ${depends}
         COMMENT "Schema lock ${arg_LOCK}" VERBATIM)
   endif()
   # A program may use a class by its name only. The linker must then take the dictionary out of a static library, or the
   # shared library along, though nothing in the program refers to it.
   if(NOT type STREQUAL "EXECUTABLE" AND NOT type STREQUAL "MODULE_LIBRARY" AND NOT MSVC)
      target_link_options(${target} INTERFACE LINKER:-u,$<$<PLATFORM_ID:Darwin>:_>${anchor})
   endif()
endfunction()

# rootlet_add_macro(<macro.C> [NAME <program>] [DICTIONARY <header>... [SHARED_HEADER <name>]] [LINK <library>...])
# Builds a ROOT-style macro as a program: dictgen emits a main() that takes the parameters of the function named like the
# file. NAME defaults to the file's name. Rootlet::framework is linked anyway.
function(rootlet_add_macro macro)
   cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAME;SHARED_HEADER" "DICTIONARY;LINK")
   if(arg_UNPARSED_ARGUMENTS)
      message(FATAL_ERROR "rootlet_add_macro(${macro}): not understood: `${arg_UNPARSED_ARGUMENTS}`.")
   endif()
   cmake_path(ABSOLUTE_PATH macro NORMALIZE)
   if(NOT arg_NAME)
      cmake_path(GET macro STEM arg_NAME)
   endif()
   set(main ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}_main.cxx)
   add_executable(${arg_NAME} ${main})
   target_link_libraries(${arg_NAME} PRIVATE Rootlet::framework ${arg_LINK})
   target_include_directories(${arg_NAME} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
   set(shared "")
   if(arg_SHARED_HEADER)
      set(shared SHARED_HEADER ${arg_SHARED_HEADER})
   endif()
   if(arg_DICTIONARY)
      rootlet_generate_dictionary(${arg_NAME} HEADERS ${arg_DICTIONARY} ${shared})
   endif()
   if(shared) # which the macro includes
      list(APPEND macro ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}_shared/${arg_SHARED_HEADER})
   endif()
   list(GET macro 0 source)
   rootlet_dictgen_step(${arg_NAME} ${main} "Program ${arg_NAME} from its macro" "--macro-main;${source}" "${macro}")
endfunction()
