# How Rootlet's own code is compiled: warnings, sanitizers, and the pair of libraries made from one set of objects.

if(ROOTLET_SANITIZE)
   list(JOIN ROOTLET_SANITIZE "," sanitizers)
   add_compile_options(-fsanitize=${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
   add_link_options(-fsanitize=${sanitizers})
endif()

if(ROOTLET_BUILD_FUZZERS)
   if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
      message(FATAL_ERROR "ROOTLET_BUILD_FUZZERS needs clang, which has libFuzzer: use `cmake --preset fuzz` or `./dev fuzz`.")
   endif()
   # Enumerations hold what the stream has: ROOT's classes declare theirs without an underlying type.
   add_compile_options(-fsanitize=fuzzer-no-link -fno-sanitize=enum)
endif()

# rootlet_compile_options(<target>): the warnings of the house, errors where ROOTLET_WERROR says so. In Release GCC 12 takes
# `"text" + string` for overlapping copies (GCC bug 105651).
function(rootlet_compile_options target)
   target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
      $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict> $<$<BOOL:${ROOTLET_WERROR}>:-Werror>)
endfunction()

# rootlet_objects(<target> [sources...]): sources compiled once, for the shared and for the static library.
function(rootlet_objects target)
   add_library(${target} OBJECT ${ARGN})
   set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON VISIBILITY_INLINES_HIDDEN ON)
   target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O2>)
   rootlet_compile_options(${target})
endfunction()

# What people install (Release) has less than two megabytes: all of it is compiled with -O2, whatever CMAKE_CXX_FLAGS_RELEASE
# has, these sources for their size, and those to be fast. In the latter, comparisons of numbers become vector instructions, for
# nobody asks for the flags of the floating-point unit; and products are rounded before they are added to, as ROOT's were.
function(rootlet_small)
   set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-Os>)
endfunction()
function(rootlet_fast)
   set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS
      "$<$<CONFIG:Release,RelWithDebInfo>:-O3>;-fno-trapping-math;-ffp-contract=off")
endfunction()

# rootlet_library_pair(<name> OBJECTS <object libraries...> [LINK <names of other pairs>] [INCLUDE <directories>])
# makes Rootlet::<name> (shared) and Rootlet::<name>_static. A program may use a class only by its name in a map or a
# buffer, so neither linker nor archive may leave out a library or an object file that seems unused: the shared library
# is always recorded as needed, and the static one is linked as a whole.
function(rootlet_library_pair name)
   cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "OBJECTS;LINK;INCLUDE")
   list(TRANSFORM arg_OBJECTS REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
   set(includes "")
   foreach(dir IN LISTS arg_INCLUDE)
      list(APPEND includes "$<BUILD_INTERFACE:${dir}>")
   endforeach()

   foreach(kind shared static)
      if(kind STREQUAL "shared")
         set(suffix "")
         set(library rootlet_${name})
         add_library(${library} SHARED ${objects})
         set_target_properties(${library} PROPERTIES
            VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
            EXPORT_NAME ${name})
         target_link_options(${library} INTERFACE LINKER:--no-as-needed)
         target_link_options(${library} PRIVATE ${ROOTLET_SHARED_LINK_OPTIONS})
         set_target_properties(${library} PROPERTIES LINK_DEPENDS "${ROOTLET_EXPORTS};${ROOTLET_PREEMPTIBLE}")
         add_library(Rootlet::${name} ALIAS ${library})
      else()
         set(suffix "_static")
         set(library rootlet_${name}_archive)
         add_library(${library} STATIC ${objects})
         set_target_properties(${library} PROPERTIES OUTPUT_NAME rootlet_${name} EXPORT_NAME ${name}_archive)
         add_library(Rootlet::${name}_archive ALIAS ${library})
         add_library(rootlet_${name}_static INTERFACE)
         set_target_properties(rootlet_${name}_static PROPERTIES EXPORT_NAME ${name}_static)
         target_link_libraries(rootlet_${name}_static INTERFACE "$<LINK_LIBRARY:WHOLE_ARCHIVE,Rootlet::${name}_archive>")
         add_library(Rootlet::${name}_static ALIAS rootlet_${name}_static)
         list(APPEND exported rootlet_${name}_static)
      endif()
      list(APPEND exported ${library})
      target_compile_features(${library} INTERFACE cxx_std_20)
      target_include_directories(${library} INTERFACE ${includes}
         $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/rootlet>)
      target_link_libraries(${library} PUBLIC Threads::Threads)
      foreach(other IN LISTS arg_LINK)
         target_link_libraries(${library} PUBLIC rootlet_${other}${suffix})
      endforeach()
   endforeach()
   set_property(GLOBAL APPEND PROPERTY ROOTLET_EXPORTED_TARGETS ${exported})
endfunction()

find_package(Threads REQUIRED)

# Less for the dynamic linker to do at the start of every program: relocations in a compact form (which glibc reads since 2.36,
# and refuses before), no symbols that only this library uses, and most of its own functions bound.
include(CheckCXXSourceCompiles)
include(CheckLinkerFlag)
set(ROOTLET_EXPORTS ${CMAKE_CURRENT_LIST_DIR}/Exports.list)
set(ROOTLET_PREEMPTIBLE ${CMAKE_CURRENT_LIST_DIR}/Preemptible.list)
set(packed LINKER:-z,pack-relative-relocs)
set(exports LINKER:--version-script=${ROOTLET_EXPORTS})
set(bound LINKER:--dynamic-list-data,--dynamic-list=${ROOTLET_PREEMPTIBLE})
check_cxx_source_compiles("
   #include <features.h>
   #if !__GLIBC_PREREQ(2, 36)
   #error too old
   #endif
   int main() {}" ROOTLET_GLIBC_READS_PACKED)
check_linker_flag(CXX ${packed} ROOTLET_PACKS_RELOCATIONS)
check_linker_flag(CXX ${exports} ROOTLET_CHOOSES_EXPORTS)
check_linker_flag(CXX ${bound} ROOTLET_BINDS_FUNCTIONS)
set(ROOTLET_SHARED_LINK_OPTIONS
   $<$<AND:$<BOOL:${ROOTLET_GLIBC_READS_PACKED}>,$<BOOL:${ROOTLET_PACKS_RELOCATIONS}>>:${packed}>
   $<$<BOOL:${ROOTLET_CHOOSES_EXPORTS}>:${exports}> $<$<BOOL:${ROOTLET_BINDS_FUNCTIONS}>:${bound}>)
