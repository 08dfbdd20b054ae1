// Preloaded into livecamd: a resolver that never answers for names that begin with "dead". With
// "stubborn" instead, a lookup that cannot even be cancelled.
#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <unistd.h>

#include <cstring>

extern "C" int getaddrinfo(const char* host, const char* service, const addrinfo* hints,
                           addrinfo** found) {
    if (host != nullptr && std::strncmp(host, "stubborn", 8) == 0) {
        ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
    }
    while (host != nullptr &&
           (std::strncmp(host, "dead", 4) == 0 || std::strncmp(host, "stubborn", 8) == 0)) {
        ::pause();
    }
    using Lookup = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    static const auto real = reinterpret_cast<Lookup>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return real(host, service, hints, found);
}
