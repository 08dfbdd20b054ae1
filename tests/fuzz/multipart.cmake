livecam_fuzzer(multipart_fuzz
  SOURCES multipart_fuzz.cpp
  LIBRARIES livecam_fetch
  CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/multipart)
