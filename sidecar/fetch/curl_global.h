// libcurl's process-wide state, as an object. Whoever uses libcurl holds one; they may overlap.
#pragma once

namespace livecam::fetch {

class CurlGlobal {
  public:
    /// curl_global_init(3), counted and thread-safe since libcurl 7.84. Throws std::runtime_error
    /// if libcurl cannot start.
    CurlGlobal();
    ~CurlGlobal();
    CurlGlobal(const CurlGlobal&) = delete;
    CurlGlobal& operator=(const CurlGlobal&) = delete;
};

}  // namespace livecam::fetch
