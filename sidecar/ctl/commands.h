// livecamctl's commands, one file each. Each returns the exit code: 0, or 1 after a message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace livecam::ctl {

/// The paths of the store as a table, or as a JSON array.
int list(const std::string& store, bool json);

/// The bytes of a path (the newest picture, or the uncompressed body) to standard output.
int get(const std::string& store, const std::string& path);

struct PutOptions {
    std::string path;
    std::string file;                   // "-": standard input
    std::string type;                   // empty: by the content, else application/octet-stream
    std::optional<std::int64_t> mtime;  // s since the epoch; nullopt: the file's
};

/// Publishes a file as a body. Only while no livecamd holds the store.
int put(const std::string& store, const PutOptions& options);

/// Removes a path. Only while no livecamd holds the store.
int remove(const std::string& store, const std::string& path);

struct PlanOptions {
    std::string config;
    std::string store;        // empty: store.path of the configuration
    std::string image_bytes;  // sizes as in a configuration; empty: what the store holds on average
    std::string held = "64M";       // livecam_held
    std::string cache = "64M";      // livecam_cache
    std::string bitrate = "10000";  // bytes a second, of a slow client
    std::uint64_t workers = 0;      // 0: as many as the machine has processors
    std::uint64_t slow_clients = 0;
    bool json = false;
};

/// What a configuration needs in memory. 2 for a configuration that is wrong.
int plan(const PlanOptions& options);

/// What livecamd knows of all cameras, or of one: for people, or as JSON.
int state(const std::string& store, const std::string& camera, bool json);

/// Whether the store is whole: one line for each fault, 1 if there is one. Only reads.
int check(const std::string& store);

struct DoctorOptions {
    std::string store;
    bool store_named = false;  // else the configuration's, if one is named
    std::string config;        // empty: livecamd's
    std::string nginx;         // the program; empty: the one in PATH
    std::string nginx_config;  // empty: nginx's own
    bool json = false;
};

/// What people get wrong, from the store's permissions to nginx's configuration: one line for each
/// finding, 1 if there is one.
int doctor(const DoctorOptions& options);

struct TopOptions {
    std::string sort = "state";
    std::string filter;           // empty: all cameras
    std::string interval = "2s";  // between two looks
    bool once = false;
    bool json = false;
};

/// A table of the cameras, that follows them on a terminal; once, where there is none. 2 for an
/// interval that is none.
int top(const std::string& store, const TopOptions& options);

/// A line for each change of a camera, until SIGINT, SIGTERM or the reader's end: 0.
int watch(const std::string& store, bool json);

}  // namespace livecam::ctl
