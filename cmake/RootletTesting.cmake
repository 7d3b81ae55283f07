# How Rootlet's tests are built and registered with ctest.
include_guard(GLOBAL)
if(ROOTLET_BUILD_TESTS)
   find_package(GTest REQUIRED)
   include(GoogleTest)
endif()

# Reference data shared by several checkouts: the bytes that real ROOT writes. Tests that need it skip where it is missing.
if(NOT DEFINED ROOTLET_SHARED_DIR)
   cmake_path(GET PROJECT_SOURCE_DIR PARENT_PATH shared)
   cmake_path(APPEND shared shared)
   if(NOT IS_DIRECTORY ${shared})
      set(shared "")
   endif()
   set(ROOTLET_SHARED_DIR "${shared}" CACHE PATH "Directory with the golden data, empty if there is none")
endif()

# rootlet_add_test(<name> SOURCES <file>... [LIBRARIES <target>...] [RUNTIME <target>] [DICTIONARY <header>...]
#                  [LINKDEF <file>] [SHARED_HEADER <name>])
# One GoogleTest program; each of its cases is a test of ctest. Linked with RUNTIME, which is Rootlet::core or, with fault
# points, Rootlet::core_faults; may include the runtime's private headers ("heap/MapHeap.h").
function(rootlet_add_test name)
   cmake_parse_arguments(PARSE_ARGV 1 arg "" "LINKDEF;RUNTIME;SHARED_HEADER" "SOURCES;LIBRARIES;DICTIONARY")
   if(NOT arg_RUNTIME)
      set(arg_RUNTIME Rootlet::core)
   endif()
   if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
      message(FATAL_ERROR "rootlet_add_test(${name}): say SOURCES <file>...; not understood: `${arg_UNPARSED_ARGUMENTS}`.")
   endif()
   add_executable(${name} ${arg_SOURCES})
   rootlet_compile_options(${name})
   target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/src)
   target_compile_definitions(${name} PRIVATE ROOTLET_SHARED_DIR="${ROOTLET_SHARED_DIR}")
   target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} ${arg_RUNTIME} GTest::gmock GTest::gtest GTest::gtest_main)
   if(arg_DICTIONARY)
      set(linkdef "")
      if(arg_LINKDEF)
         set(linkdef LINKDEF ${arg_LINKDEF})
      endif()
      if(arg_SHARED_HEADER)
         list(APPEND linkdef SHARED_HEADER ${arg_SHARED_HEADER})
      endif()
      rootlet_generate_dictionary(${name} HEADERS ${arg_DICTIONARY} ${linkdef})
   endif()
   # No pretty values: those of types that GoogleTest cannot print hold addresses, another name in each run.
   gtest_discover_tests(${name} NO_PRETTY_VALUES DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 600)
endfunction()

# rootlet_add_pytest(<file>... [TIMEOUT <seconds>] [MEASURED]): each file is one test of ctest, named <room>.<file without
# .py>, run by the interpreter that runs dictgen. Where things are is in the environment: the names below. What MEASURED ones
# reach of dictgen is judged by the test <room>.coverage, which runs after them, if that Python has the module coverage.
function(rootlet_add_pytest)
   cmake_parse_arguments(PARSE_ARGV 0 arg "MEASURED" "TIMEOUT" "")
   if(NOT arg_TIMEOUT)
      set(arg_TIMEOUT 600)
      if(ROOTLET_SANITIZE)
         set(arg_TIMEOUT 1800) # programs under a sanitizer, on two cores beside others
      endif()
   endif()
   list(JOIN ROOTLET_SANITIZE "," sanitizers)
   set(environment
      PYTHONPATH=${ROOTLET_DICTGEN_PARENT}
      ROOTLET_SOURCE_DIR=${PROJECT_SOURCE_DIR}
      ROOTLET_BINARY_DIR=${PROJECT_BINARY_DIR}
      ROOTLET_SHARED_DIR=${ROOTLET_SHARED_DIR}
      ROOTLET_CMAKE=${CMAKE_COMMAND}
      ROOTLET_CXX=${CMAKE_CXX_COMPILER}
      ROOTLET_SANITIZE=${sanitizers})
   get_filename_component(room ${CMAKE_CURRENT_SOURCE_DIR} NAME)
   set(run ${ROOTLET_PYTHON})
   set(coverage_folder ${CMAKE_CURRENT_BINARY_DIR}/coverage)
   set(coverage_settings ${ROOTLET_DICTGEN_PARENT}/coveragerc)
   if(arg_MEASURED)
      execute_process(COMMAND ${ROOTLET_PYTHON} -c "import coverage" RESULT_VARIABLE missing OUTPUT_QUIET ERROR_QUIET)
      if(missing)
         message(STATUS "Rootlet: ${ROOTLET_PYTHON} has no module `coverage` (Debian: python3-coverage): no test ${room}.coverage.")
         set(arg_MEASURED FALSE)
      else()
         file(MAKE_DIRECTORY ${coverage_folder})
         list(APPEND run -m coverage run --rcfile=${coverage_settings})
      endif()
   endif()
   set(stems "")
   foreach(file IN LISTS arg_UNPARSED_ARGUMENTS)
      cmake_path(ABSOLUTE_PATH file NORMALIZE)
      cmake_path(GET file STEM stem)
      add_test(NAME ${room}.${stem} COMMAND ${run} -m pytest -q -p no:cacheprovider ${file})
      set_tests_properties(${room}.${stem} PROPERTIES
         TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${environment}"
         COST ${arg_TIMEOUT}) # long ones start first, beside the many short ones
      if(arg_MEASURED)
         list(APPEND stems ${stem})
         set_tests_properties(${room}.${stem} PROPERTIES
            ENVIRONMENT "${environment};COVERAGE_FILE=${coverage_folder}/${stem}" FIXTURES_SETUP ${room}_coverage)
      endif()
   endforeach()
   if(arg_MEASURED)
      add_test(NAME ${room}.coverage COMMAND ${ROOTLET_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/report_coverage.py
         ${coverage_settings} ${coverage_folder} ${stems})
      set_tests_properties(${room}.coverage PROPERTIES FIXTURES_REQUIRED ${room}_coverage ENVIRONMENT "${environment}")
   endif()
endfunction()
