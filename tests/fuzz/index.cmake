livecam_fuzzer(index_fuzz
  SOURCES index_fuzz.cpp index_store.cpp
  LIBRARIES livecam_store_write
  CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/index)
# So that the fuzzer sees every mapping, and every name that is opened.
target_link_options(index_fuzz PRIVATE -Wl,--wrap=mmap -Wl,--wrap=munmap -Wl,--wrap=openat)
