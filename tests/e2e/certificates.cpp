#include "tests/e2e/certificates.h"

#include <sys/stat.h>

#include <stdexcept>

#include "tests/e2e/process.h"

namespace livecam::e2e {
namespace {

std::string must(const std::string& command) {
    const Finished finished = run({"sh", "-c", command});
    if (finished.code != 0) {
        throw std::runtime_error(command + ": " + finished.output);
    }
    return finished.output;
}

constexpr char kNewKey[] = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes ";

}  // namespace

Certificates::Certificates() {
    write_file(dir_ / "ca.cnf", "[ca]\ndefault_ca=d\n[d]\ndatabase=" + (dir_ / "index") +
                                    "\nnew_certs_dir=" + dir_.path() +
                                    "\nrand_serial=yes\nunique_subject=no\ndefault_md=sha256\n"
                                    "policy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n");
    write_file(dir_ / "index", "");
    must("openssl req -x509 -days 2 -subj /CN=authority" + std::string(kNewKey) + "-keyout " +
         key("authority") + " -out " + authority());
}

void Certificates::make(const std::string& name, const std::string& subject) {
    sign(name, subject, "20991231235959Z");
}

void Certificates::make_expired(const std::string& name, const std::string& subject) {
    sign(name, subject, "20200101000000Z");
}

void Certificates::sign(const std::string& name, const std::string& subject,
                        const std::string& end) {
    const std::string request = dir_ / (name + ".csr");
    must("openssl req -new -subj /CN=camera -addext subjectAltName=" + subject + kNewKey +
         "-keyout " + key(name) + " -out " + request);
    must("openssl ca -batch -notext -config " + (dir_ / "ca.cnf") + " -cert " + authority() +
         " -keyfile " + key("authority") + " -startdate 20190101000000Z -enddate " + end + " -in " +
         request + " -out " + certificate(name));
    ::chmod(key(name).c_str(), 0644);
}

void Certificates::make_self_signed(const std::string& name, const std::string& subject) {
    must("openssl req -x509 -days 2 -subj /CN=camera -addext subjectAltName=" + subject + kNewKey +
         "-keyout " + key(name) + " -out " + certificate(name));
}

std::string Certificates::pin(const std::string& name) const {
    std::string text = must("openssl x509 -in " + certificate(name) +
                            " -pubkey -noout | openssl pkey -pubin -outform der | "
                            "openssl dgst -sha256 -binary | openssl base64");
    text.resize(text.find('\n'));
    return "sha256//" + text;
}

}  // namespace livecam::e2e
