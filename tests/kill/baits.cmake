# kill_bait(<name> SCENARIO s FILE f.cpp|f.h FROM text TO text [FROM2 text TO2 text] [SOURCES …])
# The store with one rule broken: shared/<f> with FROM replaced by TO, taken from the tree, so that it
# cannot fall behind. The object comes before the library, which is then not asked for that part.
# SOURCES: of shared/, to be compiled with the changed header.
function(kill_bait name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "SCENARIO;FILE;FROM;TO;FROM2;TO2" "SOURCES")
  set(from ${CMAKE_SOURCE_DIR}/shared/${ARG_FILE})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${from})
  file(READ ${from} text)
  foreach(n "" 2)
    if(DEFINED ARG_FROM${n})
      string(FIND "${text}" "${ARG_FROM${n}}" at)
      if(at EQUAL -1)
        message(FATAL_ERROR "tests/kill/baits.cmake: ${name}: shared/${ARG_FILE} does not say\n"
                            "${ARG_FROM${n}}\nany more: write the bait anew")
      endif()
      string(REPLACE "${ARG_FROM${n}}" "${ARG_TO${n}}" text "${text}")
    endif()
  endforeach()
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${name})
  set(changed ${directory}/shared/${ARG_FILE})
  set(before "")
  if(EXISTS ${changed})
    file(READ ${changed} before)
  endif()
  if(NOT text STREQUAL before)
    file(WRITE ${changed} "${text}")
  endif()

  set(sources "")
  foreach(source IN LISTS ARG_SOURCES)
    list(APPEND sources ${CMAKE_SOURCE_DIR}/shared/${source})
  endforeach()
  if(ARG_FILE MATCHES "[.]cpp$")
    list(APPEND sources ${changed})
  endif()
  add_executable(kill_bait_${name} ${sources})
  target_compile_options(kill_bait_${name} PRIVATE ${kill_options})
  target_include_directories(kill_bait_${name} BEFORE PRIVATE ${directory})
  target_link_libraries(kill_bait_${name} PRIVATE kill_harness kill_store)
  add_test(NAME kill.bait_${name} COMMAND kill_bait_${name} ${ARG_SCENARIO} --bait)
  set_tests_properties(kill.bait_${name} PROPERTIES LABELS kill TIMEOUT 300)
endfunction()

# Publishing.
kill_bait(unlink_before_latch SCENARIO picture_system_calls FILE store_state.cpp
  FROM "    index.write(entry, told);\n"
  TO "    for (const FrameUse& use : frames_of(std::exchange(descriptors[entry], {}))) {
        drop(use.serial);
    }
    index.write(entry, told);\n")

kill_bait(page_unlink_before_latch SCENARIO page_system_calls FILE store_state.cpp
  FROM "    index.write(entry, told);\n"
  TO "    for (const FrameUse& use : frames_of(std::exchange(descriptors[entry], {}))) {
        drop(use.serial);
    }
    index.write(entry, told);\n")

set(name_first "    const auto serial = s.name(draft);
    if (!serial) {
        return tl::unexpected(serial.error());
    }
")

kill_bait(latch_before_name SCENARIO picture_system_calls FILE store_writer.cpp
  FROM "${name_first}"
  TO "    const Expected<std::uint64_t> serial{++s.last_serial};
    s.frames.add(*serial, draft.length());
    struct Late {
        ~Late() { draft.link(frames, serial); }
        const FrameDraft& draft;
        int frames;
        std::uint64_t serial;
    } late{draft, s.store.frames.get(), *serial};
")

kill_bait(overwrite_in_place SCENARIO picture_system_calls FILE store_writer.cpp
  FROM "${name_first}"
  TO "    const FrameRef& oldest = s.descriptors.at(entry).frames[2];
    const bool full = s.descriptors.at(entry).frame_count == 3;
    const auto serial = full ? Expected<std::uint64_t>{oldest.serial} : s.name(draft);
    if (full) {
        s.frames.add(*serial, draft.length());
        std::vector<char> bytes(draft.length());
        const std::string self = \"/proc/self/fd/\" + std::to_string(draft.fd());
        const Fd from{::open(self.c_str(), O_RDONLY)};
        const Fd to{::openat(s.store.frames.get(), frame_name(*serial).data(), O_WRONLY)};
        if (::pread(from.get(), bytes.data(), bytes.size(), 0) < 0 ||
            ::pwrite(to.get(), bytes.data(), bytes.size(), 0) < 0) {
            return fail(\"bait\");
        }
    }
"
  FROM2 "#include <unistd.h>\n" TO2 "#include <fcntl.h>\n#include <unistd.h>\n#include \"shared/frame_file.h\"\n")

kill_bait(plain_seqlock SCENARIO picture_instructions FILE latch.h
  SOURCES index_writer.cpp index_view.cpp
  FROM "sequence.load(std::memory_order_relaxed) + 1;
    Word(&spare)[N] = copies[next & 1];"
  TO "(sequence.load(std::memory_order_relaxed) + 2) & ~std::uint64_t{1};
    sequence.store(next - 1, std::memory_order_release);
    Word(&spare)[N] = copies[0];"
  FROM2 "        const Word(&current)[N] = copies[before & 1];"
  TO2 "        if ((before & 1) != 0) {
            continue;
        }
        const Word(&current)[N] = copies[0];")

# Starting.
kill_bait(change_not_told SCENARIO start_system_calls FILE adoption.cpp
  FROM "descriptor.generation > view.generation()" TO "false")
kill_bait(sweep_before_adoption SCENARIO start_system_calls FILE adoption.cpp
  FROM "    adopt_entries(store.frames.get(), adoption);"
  TO "    sweep(store.frames.get(), serials, adoption.frames);
    adopt_entries(store.frames.get(), adoption);")
kill_bait(no_sweep SCENARIO sweep_system_calls FILE adoption.cpp
  FROM "!table.length(serial)" TO "!table.length(serial) && serial == 0")
kill_bait(adopted_bytes_not_counted SCENARIO sweep_system_calls FILE adoption.cpp
  FROM "adoption.frames.add(use.serial, use.length);" TO "adoption.frames.add(use.serial, 0);")

# Replacing the index.
kill_bait(index_unlinked_before_rename SCENARIO start_grown_system_calls FILE replace_index.cpp
  FROM "    if (::renameat(directory"
  TO "    ::unlinkat(directory, layout::kIndexName, 0);\n    if (::renameat(directory")
kill_bait(old_index_not_retired SCENARIO grow_system_calls FILE replace_index.cpp
  FROM "        IndexWriter::retire(directory, layout::kOldIndexName);\n" TO "")
kill_bait(index_old_ignored SCENARIO grow_system_calls FILE adoption.cpp
  FROM "    if (!same) {\n" TO "    if (!same && directory < 0) {\n")
kill_bait(index_new_left SCENARIO grow_system_calls FILE adoption.cpp
  FROM "    remove_name(directory, layout::kNewIndexName);\n" TO "")
kill_bait(demand_new_left SCENARIO grow_system_calls FILE adoption.cpp
  FROM "    remove_name(directory, layout::kNewDemandName);\n" TO "")
