livecam_fuzzer(feeds_fuzz
  SOURCES feeds_fuzz.cpp
  LIBRARIES livecam_feeds
  CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/feeds)
