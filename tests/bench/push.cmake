# What push costs: push_load.cpp says how to measure what. As a test it only shows that it runs.
add_executable(push_load push_load.cpp many_clients.cpp)
target_link_libraries(push_load PRIVATE livecam_bench livecam_e2e_painted CLI11::CLI11)
add_test(NAME bench.push COMMAND push_load --clients 50 --streams 5 --seconds 1)
set_tests_properties(bench.push PROPERTIES LABELS bench TIMEOUT 120)

# From a picture's birth to a client.
add_executable(freshness freshness.cpp ${CMAKE_SOURCE_DIR}/tests/e2e/push_wall.cpp)
target_link_libraries(freshness PRIVATE livecam_bench livecam_e2e CLI11::CLI11)
add_test(NAME bench.freshness COMMAND freshness --seconds 3 --period 1)
set_tests_properties(bench.freshness PROPERTIES LABELS bench TIMEOUT 120)
set_property(GLOBAL APPEND PROPERTY LIVECAM_BENCHES push_load freshness)
