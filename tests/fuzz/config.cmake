livecam_fuzzer(config_fuzz
  SOURCES config_fuzz.cpp
  LIBRARIES livecam_config
  CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/config)
