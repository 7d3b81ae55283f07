# rootlet_generate_dictionary() and rootlet_add_macro(): dictgen as a step of the build.
# Used by Rootlet's own build and, installed beside RootletConfig.cmake, by every project that finds Rootlet.
# Expects ROOTLET_DICTGEN_PARENT, the directory that holds the Python package `dictgen`.
# Invariant: a dictionary is made again when a header that it read, its LinkDef, the compile settings or dictgen itself
# has changed, and at no other time.
include_guard(GLOBAL)

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

file(GLOB_RECURSE ROOTLET_DICTGEN_SOURCES CONFIGURE_DEPENDS
   ${ROOTLET_DICTGEN_PARENT}/dictgen/*.py ${ROOTLET_DICTGEN_PARENT}/dictgen/*.jinja)

# One run of dictgen for a target: adds the command that makes `output` with `arguments`, a list, and the options that the
# target compiles with: C++ standard, include directories, definitions.
function(rootlet_dictgen_step target output comment arguments depends)
   set(standard $<TARGET_PROPERTY:${target},CXX_STANDARD>)
   set(includes $<FILTER:$<REMOVE_DUPLICATES:$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>>,EXCLUDE,^/usr/include$>)
   set(definitions $<REMOVE_DUPLICATES:$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>>)
   set(touch "")
   if(NOT CMAKE_GENERATOR MATCHES "Ninja")
      # dictgen leaves an output alone that would not change. Ninja understands this; make would run dictgen for ever.
      set(touch COMMAND ${CMAKE_COMMAND} -E touch ${output})
   endif()
   add_custom_command(
      OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -E env "PYTHONPATH=${ROOTLET_DICTGEN_PARENT}" ${ROOTLET_PYTHON} -m dictgen
         -o ${output} --depfile ${output}.d --compiler ${CMAKE_CXX_COMPILER}
         "-std=c++$<IF:$<IN_LIST:${standard},23;26>,${standard},20>"
         "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>"
         "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},;-D>>"
         ${arguments}
      ${touch}
      DEPENDS ${depends} ${ROOTLET_DICTGEN_SOURCES}
      DEPFILE ${output}.d
      COMMENT "${comment}"
      COMMAND_EXPAND_LISTS VERBATIM)
endfunction()

# rootlet_generate_dictionary(<target> HEADERS <header>... [LINKDEF <file>] [NAME <name>])
# Compiles a dictionary for the classes of these headers into the target. Include directories, definitions and the C++
# standard are the target's own. Relative paths start at the current source directory. NAME (default: the target's name)
# names the output, <NAME>Dict.cxx in the current binary directory; it need only be given for a second dictionary of one target.
function(rootlet_generate_dictionary target)
   cmake_parse_arguments(PARSE_ARGV 1 arg "" "LINKDEF;NAME" "HEADERS")
   if(NOT TARGET ${target})
      message(FATAL_ERROR "rootlet_generate_dictionary: there is no target `${target}`; create it first.")
   endif()
   get_target_property(target_directory ${target} SOURCE_DIR)
   if(NOT target_directory STREQUAL CMAKE_CURRENT_SOURCE_DIR)
      message(FATAL_ERROR "rootlet_generate_dictionary(${target}): call it in the directory that creates the target, ${target_directory}.")
   endif()
   if(arg_UNPARSED_ARGUMENTS OR NOT arg_HEADERS)
      message(FATAL_ERROR "rootlet_generate_dictionary(${target}): say HEADERS <header>... [LINKDEF <file>] [NAME <name>]; "
         "not understood: `${arg_UNPARSED_ARGUMENTS}`.")
   endif()
   if(NOT arg_NAME)
      set(arg_NAME ${target})
   endif()

   set(arguments "")
   set(depends "")
   if(arg_LINKDEF)
      cmake_path(ABSOLUTE_PATH arg_LINKDEF NORMALIZE)
      set(arguments --linkdef ${arg_LINKDEF})
      set(depends ${arg_LINKDEF})
   endif()
   foreach(header IN LISTS arg_HEADERS)
      cmake_path(ABSOLUTE_PATH header NORMALIZE)
      list(APPEND arguments ${header})
      list(APPEND depends ${header})
   endforeach()

   target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
   set(dictionary ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}Dict.cxx)
   rootlet_dictgen_step(${target} ${dictionary} "Dictionary ${arg_NAME}" "${arguments}" "${depends}")
   target_sources(${target} PRIVATE ${dictionary})
endfunction()

# rootlet_add_macro(<macro.C> [NAME <program>] [DICTIONARY <header>...] [LINK <library>...])
# Builds a ROOT-style macro as a program: dictgen emits a main() that takes the parameters of the function named like the
# file. NAME defaults to the file's name. Rootlet::framework is linked anyway.
function(rootlet_add_macro macro)
   cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAME" "DICTIONARY;LINK")
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
   if(arg_DICTIONARY)
      rootlet_generate_dictionary(${arg_NAME} HEADERS ${arg_DICTIONARY})
   endif()
   rootlet_dictgen_step(${arg_NAME} ${main} "Program ${arg_NAME} from its macro" "--macro-main;${macro}" "${macro}")
endfunction()
