// Clients that read a few bytes now and then, and compare what they got with its ETag.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace livecam::bench {

class SlowReaders {
  public:
    SlowReaders(int port, int count, std::size_t bytes_per_second);
    ~SlowReaders();
    SlowReaders(const SlowReaders&) = delete;
    SlowReaders& operator=(const SlowReaders&) = delete;

    /// Each client asks for the next of these requests, and for another one when it has it all.
    void begin(const std::vector<std::string>& requests);
    /// Every client reads what is due to it. Call it about every 100 ms.
    void read();

    std::uint64_t whole() const { return whole_; }      // pictures whose hash is their ETag
    std::uint64_t damaged() const { return damaged_; }  // or broken off
    /// Bytes of a client's picture that are still to come, over all clients.
    bool everybody_has_one() const;

  private:
    struct Reader {
        int socket = -1;
        std::string received;   // header and body, as far as they are there
        std::size_t total = 0;  // bytes of both; 0: not known yet
        int pictures = 0;
    };
    void ask(Reader& reader);
    void judge(Reader& reader);

    std::vector<Reader> readers_;
    std::vector<std::string> requests_;
    std::size_t next_ = 0;
    std::size_t portion_;
    std::uint64_t whole_ = 0;
    std::uint64_t damaged_ = 0;
};

}  // namespace livecam::bench
