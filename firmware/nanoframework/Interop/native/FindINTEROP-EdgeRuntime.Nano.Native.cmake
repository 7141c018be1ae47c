# For the CMake/Modules folder of nf-interpreter. The folder InteropAssemblies/EdgeRuntime.Nano.Native holds edge_nano.cpp, edge_runtime.h
# and libedgeruntime.a, the last two as firmware/freestanding/build.sh writes them for the core of the board.
set(BASE_PATH_FOR_THIS_MODULE ${PROJECT_SOURCE_DIR}/InteropAssemblies/EdgeRuntime.Nano.Native)

list(APPEND EdgeRuntime.Nano.Native_INCLUDE_DIRS
    ${PROJECT_SOURCE_DIR}/src/CLR/Core
    ${PROJECT_SOURCE_DIR}/src/CLR/Include
    ${PROJECT_SOURCE_DIR}/src/HAL/Include
    ${PROJECT_SOURCE_DIR}/src/PAL/Include
    ${BASE_PATH_FOR_THIS_MODULE})
list(APPEND EdgeRuntime.Nano.Native_SOURCES ${BASE_PATH_FOR_THIS_MODULE}/edge_nano.cpp)
link_libraries(${BASE_PATH_FOR_THIS_MODULE}/libedgeruntime.a)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(EdgeRuntime.Nano.Native DEFAULT_MSG EdgeRuntime.Nano.Native_INCLUDE_DIRS EdgeRuntime.Nano.Native_SOURCES)
