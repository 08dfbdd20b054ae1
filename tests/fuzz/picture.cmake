livecam_fuzzer(picture_fuzz
  SOURCES picture_fuzz.cpp
  LIBRARIES livecam_picture
  CORPUS ${CMAKE_SOURCE_DIR}/tests/data/pictures)
