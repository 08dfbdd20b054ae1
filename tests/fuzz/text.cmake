livecam_fuzzer(text_fuzz
  SOURCES text_fuzz.cpp
  LIBRARIES livecam_http_text livecam_fetch
  CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/text)
