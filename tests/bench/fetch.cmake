# livecamd under load: fetch_load.cpp says how to measure what. As a test it only shows that it runs.
find_package(CLI11 REQUIRED)
add_executable(fetch_load fetch_load.cpp)
target_link_libraries(fetch_load PRIVATE livecam_bench livecam_e2e CLI11::CLI11)
add_test(NAME bench.fetch COMMAND fetch_load --cameras 100 --interval 1 --seconds 8 --size 160x100
                                  --cpu 400 --late 60 --growth 64)
set_tests_properties(bench.fetch PROPERTIES LABELS bench TIMEOUT 120)
set_property(GLOBAL APPEND PROPERTY LIVECAM_BENCHES fetch_load)
