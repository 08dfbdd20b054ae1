livecam_fuzzer(ctl_fuzz
  SOURCES ctl_fuzz.cpp
  LIBRARIES livecam_ctl_parts
  CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/ctl)
