#include "sidecar/ctl/doctor/nginx_config.h"

#include <utility>

namespace livecam::ctl {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_blank(char c) {
    return kBlanks.find(c) != std::string_view::npos;
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    /// The next word into `word`; otherwise what ends a directive: ';', '{', '}', or 0 at the end.
    bool word(std::string& word, char& end) {
        skip();
        word.clear();
        if (rest_.empty() || rest_[0] == ';' || rest_[0] == '{' || rest_[0] == '}') {
            end = rest_.empty() ? '\0' : rest_[0];
            rest_.remove_prefix(rest_.empty() ? 0 : 1);
            return false;
        }
        rest_[0] == '"' || rest_[0] == '\'' ? quoted(word) : plain(word);
        return true;
    }

  private:
    void skip() {
        while (!rest_.empty() && (is_blank(rest_[0]) || rest_[0] == '#')) {
            const std::size_t end =
                rest_[0] == '#' ? rest_.find('\n') : rest_.find_first_not_of(kBlanks);
            rest_.remove_prefix(std::min(end, rest_.size()));
        }
    }

    void take(std::string& word) {
        // nginx keeps the backslash before what it does not know; no path or user has one.
        if (rest_[0] == '\\' && rest_.size() > 1) {
            rest_.remove_prefix(1);
        }
        word += rest_[0];
        rest_.remove_prefix(1);
    }

    void quoted(std::string& word) {
        const char quote = rest_[0];
        rest_.remove_prefix(1);
        while (!rest_.empty() && rest_[0] != quote) {
            take(word);
        }
        rest_.remove_prefix(rest_.empty() ? 0 : 1);
    }

    void plain(std::string& word) {
        while (!rest_.empty() && !is_blank(rest_[0]) && rest_[0] != ';' &&
               (rest_[0] != '{' || word.ends_with('$'))) {
            take(word);
        }
    }

    std::string_view rest_;
};

}  // namespace

std::vector<Directive> parse_nginx_config(std::string_view text) {
    std::vector<Directive> all;
    Scanner scanner(text);
    Directive directive;
    std::string word;
    char end = ';';
    do {
        while (scanner.word(word, end)) {
            directive.words.push_back(word);
        }
        if (!directive.words.empty() && end != '\0') {
            all.push_back(std::exchange(directive, {}));
        }
    } while (end != '\0');
    return all;
}

std::vector<Directive> directives(const std::vector<Directive>& all, std::string_view name) {
    std::vector<Directive> found;
    for (const Directive& directive : all) {
        if (directive.words[0] == name) {
            found.push_back(directive);
        }
    }
    return found;
}

}  // namespace livecam::ctl
