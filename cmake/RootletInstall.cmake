# What `cmake --install` puts where, and the package files for find_package(Rootlet) from the install and the build tree.
include(CMakePackageConfigHelpers)

get_property(exported GLOBAL PROPERTY ROOTLET_EXPORTED_TARGETS)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Rootlet)
set(dictgen_dir ${CMAKE_INSTALL_DATADIR}/rootlet)

install(TARGETS ${exported} EXPORT RootletTargets)
install(EXPORT RootletTargets NAMESPACE Rootlet:: DESTINATION ${package_dir})
export(EXPORT RootletTargets NAMESPACE Rootlet:: FILE ${PROJECT_BINARY_DIR}/RootletTargets.cmake)

write_basic_package_version_file(${PROJECT_BINARY_DIR}/RootletConfigVersion.cmake COMPATIBILITY SameMinorVersion)

# The install tree: everything relative to RootletConfig.cmake, so that the tree can be moved.
set(ROOTLET_CONFIG_DICTGEN_PARENT ${dictgen_dir})
set(ROOTLET_CONFIG_MODULE_DIR ${package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/RootletConfig.cmake.in
   ${PROJECT_BINARY_DIR}/install/RootletConfig.cmake
   INSTALL_DESTINATION ${package_dir}
   PATH_VARS ROOTLET_CONFIG_DICTGEN_PARENT ROOTLET_CONFIG_MODULE_DIR)
# The build tree: dictgen and the CMake functions are used where they are written.
set(ROOTLET_CONFIG_DICTGEN_PARENT ${ROOTLET_DICTGEN_PARENT})
set(ROOTLET_CONFIG_MODULE_DIR ${PROJECT_SOURCE_DIR}/cmake)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/RootletConfig.cmake.in
   ${PROJECT_BINARY_DIR}/RootletConfig.cmake
   INSTALL_DESTINATION ${PROJECT_BINARY_DIR} INSTALL_PREFIX ${PROJECT_BINARY_DIR}
   PATH_VARS ROOTLET_CONFIG_DICTGEN_PARENT ROOTLET_CONFIG_MODULE_DIR)

install(FILES
   ${PROJECT_BINARY_DIR}/install/RootletConfig.cmake
   ${PROJECT_BINARY_DIR}/RootletConfigVersion.cmake
   ${PROJECT_SOURCE_DIR}/cmake/RootletDictgen.cmake
   DESTINATION ${package_dir})

install(DIRECTORY ${ROOTLET_DICTGEN_PARENT}/dictgen DESTINATION ${dictgen_dir}
   FILES_MATCHING PATTERN "*.py" PATTERN "*.jinja" PATTERN "__pycache__" EXCLUDE)
configure_file(${PROJECT_SOURCE_DIR}/cmake/dictgen.in ${PROJECT_BINARY_DIR}/install/dictgen @ONLY)
install(PROGRAMS ${PROJECT_BINARY_DIR}/install/dictgen DESTINATION ${CMAKE_INSTALL_BINDIR})
